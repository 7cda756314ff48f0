"""What a government can turn: the levers.

A lever's default is the baseline, the package of 2020-21. A dose of 1 is that package for what existed
then; for what the Opinion creates, 1 is the Opinion's quantity and the baseline is 0. A tilt is what one
unit of need in a key county gets over one elsewhere. What the employment fund pays takes the fund's tilt
where its own is 0.
"""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from sim.declare import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray


def dose(
    clause: int,
    text: str,
    *,
    opinion: float | None = None,
    package: float | None = None,
    source: str = "assumption",
    grade: str = "assumption",
) -> Quantity:
    """Declare how much of a measure there is."""
    return Quantity(text, "ratio", 0.0, 3.0, source, grade, clause, opinion, package)


def tilt(clause: int, text: str, *, package: float = 1.3) -> Quantity:
    """Declare what a unit of need in a key county gets of a measure over one elsewhere, if 1 is no preference."""
    return Quantity(f"What a unit of need in a key county gets {text} over one elsewhere", "ratio", 0.5, 2.5,
                    "assumption", "assumption", clause, package=package)  # fmt: skip


def fund_paid_tilt(clause: int, text: str) -> Quantity:
    """Declare the tilt of a measure that the employment fund pays: 0 takes the fund's, another value replaces it."""
    return Quantity(f"What a unit of need in a key county gets {text} over one elsewhere; 0 takes the fund's tilt",
                    "ratio", 0.0, 2.5, "assumption", "assumption", clause, package=0.0)  # fmt: skip


# fmt: off
class Levers(NamedTuple):
    """What a government can turn."""

    labour_export_dose: Annotated[float, dose(
        3, "Supported placements outside the county against those of 2020-21",
        package=1.0)] = 1.0
    labour_export_tilt: Annotated[float, fund_paid_tilt(3, "for placements")] = 0.0
    labour_export_transport_subsidy: Annotated[float, Quantity(
        "Subsidy for the journey to a supported placement outside the county",
        "yuan/person-year", low=0.0, high=1500.0, clause=3, source="F03-10", grade="read")] = 500.0
    labour_export_agency_fee: Annotated[float, Quantity(
        "Fee to the agency or broker for a supported placement that lasts three months",
        "yuan/placement", low=0.0, high=1000.0, clause=3, source="assumption", grade="assumption")] = 400.0
    labour_export_base_share: Annotated[float, Quantity(
        "Placement money that may reward demonstration bases of the province for places they keep for eligible people",
        "share", low=0.0, high=0.5, clause=3, source="assumption", grade="assumption")] = 0.1
    labour_export_base_reward: Annotated[float, Quantity(
        "Reward to a base for one kept place that is filled",
        "yuan/place", low=500.0, high=5000.0, clause=3, source="assumption", grade="assumption")] = 1000.0
    labour_export_newcomers_share: Annotated[float, Quantity(
        "Supported placements withheld from those who were away in the last twelve months",
        "share", low=0.0, high=1.0, clause=3, source="assumption", grade="assumption")] = 0.0
    labour_brand_dose: Annotated[float, dose(
        4, "Brands of local craft groups, against the Opinion's: one a county",
        package=1.0)] = 0.0
    labour_brand_tilt: Annotated[float, fund_paid_tilt(4, "for brands")] = 0.0
    labour_brand_cost: Annotated[float, Quantity(
        "Promotion and training plan of one brand",
        "yuan/brand-year", low=200_000.0, high=1_000_000.0, clause=4,
        source="assumption", grade="assumption")] = 500_000.0
    local_jobs_dose: Annotated[float, dose(
        5, "Public-welfare posts against the package of 2020-21: the money planned for them",
        opinion=1.0, source="opinion2021", grade="text")] = 1.0
    local_jobs_tilt: Annotated[float, fund_paid_tilt(5, "for posts")] = 0.0
    local_jobs_post_pay: Annotated[float, Quantity(
        "Pay of a rural public-welfare post, part-time",
        "yuan/month", low=300.0, high=1500.0, clause=5, source="F03-07", grade="read")] = 500.0
    local_jobs_post_term: Annotated[float, Quantity(
        "Term of a post before it is given out anew",
        "months", low=6.0, high=36.0, clause=5, source="assumption", grade="assumption")] = 12.0
    local_jobs_relief_share: Annotated[float, Quantity(
        "Local-jobs money that goes into work-relief 以工代赈",
        "share", low=0.0, high=0.5, clause=5, source="assumption", grade="assumption")] = 0.25
    local_jobs_relief_wage_share: Annotated[float, Quantity(
        "Work-relief money that is paid as wages",
        "share", low=0.1, high=0.6, clause=5, source="assumption", grade="assumption")] = 0.3
    local_jobs_relief_day_pay: Annotated[float, Quantity(
        "Pay of a day of work-relief",
        "yuan/day", low=80.0, high=200.0, clause=5, source="assumption", grade="assumption")] = 120.0
    local_jobs_workshop_share: Annotated[float, Quantity(
        "Local-jobs money that assistance workshops get by their workers",
        "share", low=0.0, high=0.3, clause=5, source="assumption", grade="assumption")] = 0.05
    local_jobs_industry_share: Annotated[float, Quantity(
        "Local-jobs money that goes half into co-operatives of a local speciality, half into works that serve firms",
        "share", low=0.0, high=0.3, clause=5, source="assumption", grade="assumption")] = 0.08
    startup_support_dose: Annotated[float, dose(
        6, "Supported founders against those of 2020-21",
        package=1.5)] = 1.0
    startup_support_tilt: Annotated[float, tilt(6, "of start-ups")] = 1.0
    startup_support_grant: Annotated[float, Quantity(
        "Money that one supported founder takes: grant, interest, premises, founder training",
        "yuan/founder", low=3000.0, high=30_000.0, clause=6, source="F03-14", grade="derived")] = 8000.0
    startup_support_cash_share: Annotated[float, Quantity(
        "That money which is a grant in cash; the rest pays interest, premises, training",
        "share", low=0.0, high=1.0, clause=6, source="assumption", grade="assumption")] = 0.6
    startup_support_loan_limit: Annotated[float, Quantity(
        "Most that a guaranteed loan lends a founder",
        "yuan", low=0.0, high=400_000.0, clause=6, source="F03-17", grade="read")] = 200_000.0
    startup_support_interest_discount: Annotated[float, Quantity(
        "Interest on it that is paid for the founder",
        "rate/year", low=0.0, high=0.05, clause=6, source="assumption", grade="assumption")] = 0.02
    startup_support_premises_share: Annotated[float, Quantity(
        "Fixed costs of the first year that premises and tax relief save",
        "share", low=0.0, high=0.5, clause=6, source="assumption", grade="assumption")] = 0.1
    startup_support_review_months: Annotated[float, Quantity(
        "Months in which an application is reviewed",
        "months", low=0.0, high=6.0, clause=6, package=1.0, source="assumption", grade="assumption")] = 2.0
    startup_support_incubator_award: Annotated[float, Quantity(
        "Award to an incubator for each job of a firm that is alive after two years",
        "yuan/job", low=0.0, high=10_000.0, clause=6, package=2000.0, source="assumption", grade="assumption")] = 0.0
    job_service_dose: Annotated[float, dose(
        7, "Village job services and days of guidance against those of 2020-21",
        package=1.5)] = 1.0
    job_service_tilt: Annotated[float, fund_paid_tilt(7, "for village services and guidance")] = 0.0
    job_service_point_cost: Annotated[float, Quantity(
        "Purchased job service of one village",
        "yuan/village-year", low=6000.0, high=15_000.0, clause=7, source="assumption", grade="assumption")] = 10_000.0
    job_service_fair_share: Annotated[float, Quantity(
        "Money for job services that pays job fairs instead",
        "share", low=0.0, high=1.0, clause=7, source="assumption", grade="assumption")] = 0.2
    job_service_fair_cost: Annotated[float, Quantity(
        "One job fair", "yuan/fair", low=20_000.0, high=80_000.0, clause=7,
        source="assumption", grade="assumption")] = 50_000.0
    fund_tilt_dose: Annotated[float, dose(
        8, "Reviews of fund use, against the four a year of 2020-21: they put idle money to work",
        package=2.0)] = 1.0
    fund_tilt_tilt: Annotated[float, tilt(8, "from the employment fund")] = 1.0
    skill_project_dose: Annotated[float, dose(
        9, "Subsidised short courses against those of 2020-21: the money planned for them",
        package=1.0, source="F04-07", grade="derived")] = 1.0
    skill_project_tilt: Annotated[float, fund_paid_tilt(9, "for courses")] = 0.0
    skill_project_trainees_key_only: Annotated[float, Quantity(
        "Course places of the skill project for the 160 key counties alone: 3 million in five years",
        "person-times/year", low=0.0, high=1_500_000.0, clause=9, opinion=600_000.0,
        source="F04-02", grade="text")] = 0.0
    skill_project_course_cost: Annotated[float, Quantity(
        "Tuition paid to the training centre for one trainee's course",
        "yuan/course", low=600.0, high=3500.0, clause=9, source="F04-07", grade="derived")] = 1200.0
    skill_project_stipend: Annotated[float, Quantity(
        "Living allowance paid to a trainee for a course day",
        "yuan/day", low=0.0, high=80.0, clause=9, source="F04-10", grade="read")] = 25.0
    skill_project_schools_key_only: Annotated[float, Quantity(
        "Technical schools new or expanded a year for the 160 key counties alone: 100 in five years",
        "schools/year", low=0.0, high=60.0, clause=9, opinion=20.0,
        source="F04-01", grade="text")] = 0.0
    skill_project_bases_key_only: Annotated[float, Quantity(
        "High-skill training bases a year for the 160 key counties alone: 100 in five years",
        "bases/year", low=0.0, high=60.0, clause=9, opinion=20.0,
        source="F04-01", grade="text")] = 0.0
    skill_project_studios_key_only: Annotated[float, Quantity(
        "Master studios a year for the 160 key counties alone: 100 in five years",
        "studios/year", low=0.0, high=60.0, clause=9, opinion=20.0,
        source="F04-01", grade="text")] = 0.0
    skill_project_norms_key_only: Annotated[float, Quantity(
        "Test norms of special skills a year for the 160 key counties alone: 100 in five years",
        "norms/year", low=0.0, high=60.0, clause=9, opinion=20.0,
        source="F04-01", grade="text")] = 0.0
    skill_project_online_courses_key_only: Annotated[float, Quantity(
        "Online training resources a year for the 160 key counties alone: 100 in five years",
        "courses/year", low=0.0, high=60.0, clause=9, opinion=20.0,
        source="F04-01", grade="text")] = 0.0
    skill_project_seniors_key_only: Annotated[float, Quantity(
        "Places for senior workers and craftsmen a year for the 160 key counties alone: 50,000 in five years",
        "person-times/year", low=0.0, high=30000.0, clause=9, opinion=10000.0,
        source="F04-02", grade="text")] = 0.0
    skill_project_school_cost: Annotated[float, Quantity(
        "Building or expanding one technical school",
        "yuan/school", low=20_000_000.0, high=150_000_000.0, clause=9,
        source="assumption", grade="assumption")] = 60_000_000.0
    skill_project_base_cost: Annotated[float, Quantity(
        "One high-skill training base",
        "yuan/base", low=1000000.0, high=10000000.0, clause=9,
        source="assumption", grade="assumption")] = 5000000.0
    skill_project_studio_cost: Annotated[float, Quantity(
        "One master studio",
        "yuan/studio", low=100000.0, high=1000000.0, clause=9,
        source="assumption", grade="assumption")] = 300000.0
    skill_project_norm_cost: Annotated[float, Quantity(
        "One test norm",
        "yuan/norm", low=20000.0, high=200000.0, clause=9,
        source="assumption", grade="assumption")] = 50000.0
    skill_project_online_cost: Annotated[float, Quantity(
        "One online training resource",
        "yuan/course", low=50000.0, high=500000.0, clause=9,
        source="assumption", grade="assumption")] = 200000.0
    skill_project_online_fee: Annotated[float, Quantity(
        "One trainee's online course",
        "yuan/course", low=50.0, high=500.0, clause=9,
        source="assumption", grade="assumption")] = 200.0
    skill_project_senior_cost: Annotated[float, Quantity(
        "Tuition of one senior worker's course of three months",
        "yuan/course", low=2000.0, high=8000.0, clause=9,
        source="assumption", grade="assumption")] = 4000.0
    skill_project_schooling_share: Annotated[float, Quantity(
        "Part of the money that goes to pupils of technical schools",
        "share", low=0.0, high=0.8, clause=9,
        source="assumption", grade="assumption")] = 0.4
    skill_project_school_grant: Annotated[float, Quantity(
        "Fee waiver, grant and 雨露 grant of one pupil of a technical school",
        "yuan/pupil-year", low=2000.0, high=9000.0, clause=9,
        source="F04-12", grade="derived")] = 7000.0
    farm_training_dose: Annotated[float, dose(
        10, "Farm and rural craft courses against those of 2020-21",
        package=1.5)] = 1.0
    farm_training_tilt: Annotated[float, tilt(10, "of farm courses")] = 1.0
    farm_training_course_cost: Annotated[float, Quantity(
        "One trainee's farm or rural craft course",
        "yuan/course", low=600.0, high=2500.0, clause=10, source="assumption", grade="assumption")] = 1200.0
    skill_contest_dose: Annotated[float, dose(
        11, "Local contests, against the Opinion's: one a county every second year",
        package=1.0)] = 0.0
    skill_contest_tilt: Annotated[float, fund_paid_tilt(11, "for contests")] = 0.0
    skill_contest_cost: Annotated[float, Quantity(
        "One local contest",
        "yuan/contest", low=50_000.0, high=500_000.0, clause=11, source="assumption", grade="assumption")] = 200_000.0
    insurance_cover_dose: Annotated[float, dose(
        12, "Pension contributions paid for those in difficulty against those of 2020-21",
        package=1.0)] = 1.0
    insurance_cover_tilt: Annotated[float, tilt(12, "of paid contributions", package=1.0)] = 1.0
    insurance_cover_contribution: Annotated[float, Quantity(
        "Contribution of the lowest grade, paid for one person",
        "yuan/person-year", low=50.0, high=200.0, clause=12, source="F06-06", grade="memory")] = 100.0
    insurance_cover_prevention_share: Annotated[float, Quantity(
        "Money of the measure that teaches workers safety",
        "share", low=0.0, high=0.5, clause=12, package=0.2, source="assumption", grade="assumption")] = 0.1
    insurance_cover_platform_share: Annotated[float, Quantity(
        "Odd-job and platform workers whom the pilot of occupational-injury cover insures",
        "share", low=0.0, high=1.0, clause=12, package=0.3, source="assumption", grade="assumption")] = 0.0
    insurance_cover_pooling_share: Annotated[float, Quantity(
        "Premiums of jobless insurance that go into the province's fund",
        "share", low=0.0, high=1.0, clause=12, package=1.0, source="assumption", grade="assumption")] = 0.1
    insurance_service_dose: Annotated[float, dose(
        13, "Village agents of social insurance against those of 2020-21",
        package=1.5)] = 1.0
    insurance_service_tilt: Annotated[float, tilt(13, "of village agents")] = 1.0
    insurance_service_agent_pay: Annotated[float, Quantity(
        "One village agent",
        "yuan/agent-year", low=3600.0, high=18_000.0, clause=13, source="assumption", grade="assumption")] = 7200.0
    insurance_service_online_share: Annotated[float, Quantity(
        "Business of social insurance that is done online, by card or in one place",
        "share", low=0.2, high=1.0, clause=13, package=0.8, source="assumption", grade="assumption")] = 0.5
    graduate_allowance_dose: Annotated[float, dose(
        14, "Allowances for graduates in county firms, against the Opinion's; optional for a province",
        package=0.5)] = 0.0
    graduate_allowance_tilt: Annotated[float, tilt(14, "of allowances for graduates")] = 1.0
    graduate_allowance_allowance: Annotated[float, Quantity(
        "Allowance for one graduate in a county firm",
        "yuan/month", low=500.0, high=2000.0, clause=14, source="assumption", grade="assumption")] = 1000.0
    graduate_allowance_term: Annotated[float, Quantity(
        "Months for which it is paid",
        "months", low=12.0, high=60.0, clause=14, source="assumption", grade="assumption")] = 24.0
    public_recruitment_dose: Annotated[float, dose(
        15, "Special posts in public units against those of 2020-21",
        package=1.2)] = 1.0
    public_recruitment_tilt: Annotated[float, tilt(15, "of special posts")] = 1.0
    public_recruitment_post_cost: Annotated[float, Quantity(
        "One special post",
        "yuan/post-year", low=60_000.0, high=120_000.0, clause=15, source="assumption", grade="assumption")] = 80_000.0
    public_recruitment_lower_bars: Annotated[float, Quantity(
        "Special posts that are open with lower bars: age, majors, schooling, origin",
        "share", low=0.0, high=1.0, clause=15, package=1.0, source="assumption", grade="assumption")] = 0.3
    public_recruitment_bond_years: Annotated[float, Quantity(
        "Calendar years that a special post binds",
        "years", low=2.0, high=7.0, clause=15, source="assumption", grade="assumption")] = 5.0
    public_recruitment_staff_grades: Annotated[float, Quantity(
        "Staff whose grades rise with service, without a free higher post",
        "share", low=0.0, high=1.0, clause=15, package=1.0, source="assumption", grade="assumption")] = 0.0
    title_evaluation_dose: Annotated[float, dose(
        16, "Holders of directed titles against those of 2020-21",
        package=1.5)] = 1.0
    title_evaluation_tilt: Annotated[float, tilt(16, "of directed titles")] = 1.0
    title_evaluation_pay_step: Annotated[float, Quantity(
        "Pay step of one holder of a directed title",
        "yuan/person-year", low=3000.0, high=12_000.0, clause=16, source="assumption", grade="assumption")] = 6000.0
    title_evaluation_pass_line: Annotated[float, Quantity(
        "Local pass line below the national one",
        "sd", low=0.0, high=1.0, clause=16, package=0.4, source="assumption", grade="assumption")] = 0.2
    expert_service_dose: Annotated[float, dose(
        17, "Experts and graduates on service against those of 2020-21",
        package=1.2)] = 1.0
    expert_service_tilt: Annotated[float, tilt(17, "of experts")] = 1.0
    expert_service_expert_cost: Annotated[float, Quantity(
        "One expert or graduate on service",
        "yuan/person-year", low=20_000.0, high=60_000.0, clause=17, source="F09-03", grade="memory")] = 30_000.0
    expert_service_graduate_share: Annotated[float, Quantity(
        "Graduates on service among experts and graduates",
        "share", low=0.3, high=0.9, clause=17, source="assumption", grade="assumption")] = 0.7
    expert_service_farm_share: Annotated[float, Quantity(
        "Scientists beside the agronomists, of the experts",
        "share", low=0.0, high=1.0, clause=17, source="assumption", grade="assumption")] = 0.4
    expert_service_local_share: Annotated[float, Quantity(
        "Applicants for service who are from the county",
        "share", low=0.0, high=1.0, clause=17, package=0.5, source="assumption", grade="assumption")] = 0.3
    expert_service_wider_majors: Annotated[float, Quantity(
        "Places of service that are open to all majors",
        "share", low=0.0, high=1.0, clause=17, package=1.0, source="assumption", grade="assumption")] = 0.0
    staff_pay_dose: Annotated[float, dose(
        18, "Money for staff pay against 2020-21; twice the allowance for as many staff takes a dose of 2",
        package=2.0)] = 1.0
    staff_pay_tilt: Annotated[float, tilt(18, "of township allowances")] = 1.0
    staff_pay_township_allowance: Annotated[float, Quantity(
        "Allowance of one member of township staff",
        "yuan/month", low=50.0, high=800.0, clause=18, package=400.0, source="F09-05", grade="memory")] = 200.0
    staff_pay_doctor_share: Annotated[float, Quantity(
        "Money for staff pay that goes into family doctors' contracts",
        "share", low=0.0, high=0.5, clause=18, package=0.25, source="assumption", grade="assumption")] = 0.15
    staff_pay_doctor_pay: Annotated[float, Quantity(
        "Pay of a family doctor for one contract",
        "yuan/person-year", low=30.0, high=120.0, clause=18, source="assumption", grade="assumption")] = 60.0
    staff_pay_starting_grade: Annotated[float, Quantity(
        "Higher starting grade in the first calendar year, of the salary",
        "share", low=0.0, high=0.2, clause=18, package=0.05, source="assumption", grade="assumption")] = 0.0
    cadre_training_dose: Annotated[float, dose(
        19, "Cadres, mediators and arbitrators trained against 2020-21",
        package=1.5)] = 1.0
    cadre_training_tilt: Annotated[float, tilt(19, "of trained cadres")] = 1.0
    cadre_training_course_cost: Annotated[float, Quantity(
        "Training of one cadre, mediator or arbitrator",
        "yuan/person", low=2000.0, high=8000.0, clause=19, source="assumption", grade="assumption")] = 4000.0
    cadre_training_arbitrator_share: Annotated[float, Quantity(
        "Mediators and arbitrators among those trained, the others being heads of labour offices",
        "share", low=0.0, high=1.0, clause=19, source="assumption", grade="assumption")] = 0.5
    cooperation_funds_dose: Annotated[float, dose(
        20, "Eastern money against that of 2020-21",
        package=1.1)] = 1.0
    cooperation_funds_tilt: Annotated[float, tilt(20, "of eastern money")] = 1.0
    cooperation_funds_cost_per_job: Annotated[float, Quantity(
        "Eastern money for one job in an invested firm",
        "yuan/job", low=125_000.0, high=1_000_000.0, clause=20, source="assumption", grade="assumption")] = 330_000.0
    cooperation_funds_export_share: Annotated[float, Quantity(
        "Eastern money that goes into organised export",
        "share", low=0.0, high=0.3, clause=20, source="assumption", grade="assumption")] = 0.03
    cooperation_funds_jobs_share: Annotated[float, Quantity(
        "Eastern money that goes into local jobs",
        "share", low=0.0, high=0.3, clause=20, source="assumption", grade="assumption")] = 0.1
    cooperation_funds_skill_share: Annotated[float, Quantity(
        "Eastern money that goes into courses",
        "share", low=0.0, high=0.2, clause=20, source="assumption", grade="assumption")] = 0.03
    cooperation_funds_talent_share: Annotated[float, Quantity(
        "Eastern money that goes into staff on loan",
        "share", low=0.0, high=0.2, clause=20, source="assumption", grade="assumption")] = 0.03
    job_cooperation_dose: Annotated[float, dose(
        21, "Registered workers in the east whom it serves, against those of 2020-21",
        package=1.5)] = 1.0
    job_cooperation_tilt: Annotated[float, tilt(21, "of service in the east")] = 1.0
    job_cooperation_service_cost: Annotated[float, Quantity(
        "Service in the east to one registered worker there",
        "yuan/worker-year", low=100.0, high=600.0, clause=21, source="assumption", grade="assumption")] = 300.0
    job_cooperation_reserved_share: Annotated[float, Quantity(
        "Openings in the east kept for eligible people when every eligible worker there is served",
        "share", low=0.0, high=0.5, clause=21, source="assumption", grade="assumption")] = 0.1
    skill_cooperation_dose: Annotated[float, dose(
        22, "Seats of eastern schools against those of 2020-21",
        package=1.5)] = 1.0
    skill_cooperation_tilt: Annotated[float, tilt(22, "of eastern seats")] = 1.0
    skill_cooperation_seat_cost: Annotated[float, Quantity(
        "One seat at an eastern school",
        "yuan/seat-year", low=8000.0, high=18_000.0, clause=22, source="assumption", grade="assumption")] = 12_000.0
    skill_cooperation_school_share: Annotated[float, Quantity(
        "Part of the money that partners local schools with eastern ones",
        "share", low=0.0, high=0.5, clause=22,
        source="assumption", grade="assumption")] = 0.3
    skill_cooperation_firm_share: Annotated[float, Quantity(
        "Part of the money that ties firms to schools",
        "share", low=0.0, high=0.5, clause=22,
        source="assumption", grade="assumption")] = 0.2
    skill_cooperation_partner_cost: Annotated[float, Quantity(
        "Partner school or firm behind one local seat",
        "yuan/seat-month", low=50.0, high=500.0, clause=22,
        source="assumption", grade="assumption")] = 150.0
    talent_cooperation_dose: Annotated[float, dose(
        23, "Staff on loan from the east against those of 2020-21",
        package=1.1)] = 1.0
    talent_cooperation_tilt: Annotated[float, tilt(23, "of staff on loan")] = 1.0
    talent_cooperation_secondee_cost: Annotated[float, Quantity(
        "One member of eastern staff on loan",
        "yuan/person-year", low=30_000.0, high=120_000.0, clause=23,
        source="assumption", grade="assumption")] = 60_000.0
    talent_cooperation_term: Annotated[float, Quantity(
        "Term of eastern staff on loan",
        "months", low=12.0, high=36.0, clause=23, source="assumption", grade="assumption")] = 24.0
    talent_cooperation_sent_share: Annotated[float, Quantity(
        "Own staff who learn in the east, per member of eastern staff on loan",
        "ratio", low=0.0, high=1.5, clause=23, source="assumption", grade="assumption")] = 0.5
    talent_cooperation_sent_months: Annotated[float, Quantity(
        "Months that they are away",
        "months", low=2.0, high=12.0, clause=23, source="assumption", grade="assumption")] = 6.0
    political_priority_dose: Annotated[float, dose(
        24, "Days of campaign against those of 2020-21",
        package=1.5)] = 1.0
    political_priority_tilt: Annotated[float, tilt(24, "of campaign days")] = 1.0
    data_sharing_dose: Annotated[float, dose(
        25, "Matches of records and visits against those of 2020-21",
        package=2.0)] = 1.0
    data_sharing_tilt: Annotated[float, tilt(25, "of matches and visits")] = 1.0
    data_sharing_visit_cost: Annotated[float, Quantity(
        "One visit to a household",
        "yuan/visit", low=20.0, high=80.0, clause=25, source="assumption", grade="assumption")] = 40.0
    supervision_dose: Annotated[float, dose(
        26, "Days of audit against those of 2020-21",
        package=2.0)] = 1.0
    supervision_tilt: Annotated[float, tilt(26, "of audits")] = 1.0


def by_measure(levers: Levers) -> "NDArray[Any]":
    """The dose and the tilt of each measure.

    Returns
    -------
    array of shape (24, 2): row is clause minus 3, columns are dose and tilt. A tilt of 0 means that the measure takes
    the tilt of the employment fund, which pays it.
    """
    import numpy as np

    return np.array([
        (levers.labour_export_dose, levers.labour_export_tilt),
        (levers.labour_brand_dose, levers.labour_brand_tilt),
        (levers.local_jobs_dose, levers.local_jobs_tilt),
        (levers.startup_support_dose, levers.startup_support_tilt),
        (levers.job_service_dose, levers.job_service_tilt),
        (levers.fund_tilt_dose, levers.fund_tilt_tilt),
        (levers.skill_project_dose, levers.skill_project_tilt),
        (levers.farm_training_dose, levers.farm_training_tilt),
        (levers.skill_contest_dose, levers.skill_contest_tilt),
        (levers.insurance_cover_dose, levers.insurance_cover_tilt),
        (levers.insurance_service_dose, levers.insurance_service_tilt),
        (levers.graduate_allowance_dose, levers.graduate_allowance_tilt),
        (levers.public_recruitment_dose, levers.public_recruitment_tilt),
        (levers.title_evaluation_dose, levers.title_evaluation_tilt),
        (levers.expert_service_dose, levers.expert_service_tilt),
        (levers.staff_pay_dose, levers.staff_pay_tilt),
        (levers.cadre_training_dose, levers.cadre_training_tilt),
        (levers.cooperation_funds_dose, levers.cooperation_funds_tilt),
        (levers.job_cooperation_dose, levers.job_cooperation_tilt),
        (levers.skill_cooperation_dose, levers.skill_cooperation_tilt),
        (levers.talent_cooperation_dose, levers.talent_cooperation_tilt),
        (levers.political_priority_dose, levers.political_priority_tilt),
        (levers.data_sharing_dose, levers.data_sharing_tilt),
        (levers.supervision_dose, levers.supervision_tilt),
    ])
# fmt: on
