"""What we believe about people, firms and offices: the uncertainties, one declaration each.

Values are annual or monthly as the unit says, money at 2020 prices. Most are assumptions and say so; ranges
are the priors of calibration and sensitivity analysis.
"""

from typing import Annotated, NamedTuple

from sim.declare import Quantity


# fmt: off
class Behaviour(NamedTuple):
    """What one does not know and calibrates."""

    # Calendar: schooling and age
    leaving_after_junior_chance: Annotated[float, Quantity(
        "Pupil who leaves school for good after junior high, at 16",
        "chance/year", low=0.05, high=0.35, source="assumption", grade="assumption")] = 0.15
    leaving_after_senior_chance: Annotated[float, Quantity(
        "Pupil who leaves after senior high, at 19",
        "chance/year", low=0.3, high=0.8, source="assumption", grade="assumption")] = 0.55
    # Births, deaths, marriages
    death_level: Annotated[float, Quantity(
        "Deaths of healthy people against the life table",
        "ratio", low=0.5, high=1.1, source="assumption", grade="assumption")] = 0.75
    chronic_death_ratio: Annotated[float, Quantity(
        "Deaths of the chronically ill against healthy people of their age",
        "ratio", low=1.2, high=3.0, source="assumption", grade="assumption")] = 1.8
    disabled_death_ratio: Annotated[float, Quantity(
        "Deaths of the disabled against healthy people of their age",
        "ratio", low=1.2, high=4.0, source="assumption", grade="assumption")] = 2.4
    chronic_onset: Annotated[float, Quantity(
        "Healthy person of 50 who falls ill for good without a serious illness",
        "chance/year", low=0.001, high=0.015, source="assumption", grade="assumption")] = 0.006
    disability_onset: Annotated[float, Quantity(
        "Person of 50 who becomes disabled",
        "chance/year", low=0.0005, high=0.005, source="assumption", grade="assumption")] = 0.0015
    onset_age: Annotated[float, Quantity(
        "Rise of both chances per ten years of age",
        "log points", low=0.2, high=0.7, source="assumption", grade="assumption")] = 0.4
    fertility_level: Annotated[float, Quantity(
        "Births of married women against the table",
        "ratio", low=0.6, high=1.4, source="assumption", grade="assumption")] = 1.0
    son_share: Annotated[float, Quantity(
        "Boys among the new-born", "share", low=0.51, high=0.54, source="memory", grade="memory")] = 0.527
    distant_marriage_share: Annotated[float, Quantity(
        "Marriages with somebody from outside the county",
        "share", low=0.05, high=0.5, source="assumption", grade="assumption")] = 0.15
    chance_meeting: Annotated[float, Quantity(
        "Years of age or schooling that chance counts for in who marries whom",
        "years", low=0.0, high=10.0, source="assumption", grade="assumption")] = 4.0
    splitting_chance: Annotated[float, Quantity(
        "Only young man at home who founds a household of his own when he marries",
        "chance", low=0.0, high=0.8, source="assumption", grade="assumption")] = 0.3
    funeral_cost: Annotated[float, Quantity(
        "Cost of a funeral, guests' gifts taken off, at 2020 prices",
        "yuan", low=1000.0, high=20000.0, source="assumption", grade="assumption")] = 6000.0
    # Money: pools, arrival, absorption (clause 8)
    own_money_share: Annotated[float, Quantity(
        "Own money a county adds to a measure, of the base plan",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    displacement_share: Annotated[float, Quantity(
        "Fall of own money per yuan planned beyond the base",
        "share", low=0.0, high=0.6, source="cmr", grade="assumption")] = 0.2
    idle_share: Annotated[float, Quantity(
        "Arriving money that finds no project yet", "share", low=0.02, high=0.25, source="nao", grade="derived")] = 0.09
    idle_surge: Annotated[float, Quantity(
        "Rise of that share per doubling of the plan against the base",
        "ratio", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.5
    reviews_per_year: Annotated[float, Quantity(
        "Reviews of fund use by a county's office in 2020-21",
        "reviews/year", low=1.0, high=12.0, source="assumption", grade="assumption")] = 4.0
    review_release_share: Annotated[float, Quantity(
        "Idle money that one review puts to work",
        "share", low=0.1, high=0.9, source="assumption", grade="assumption")] = 0.5
    leaked_share: Annotated[float, Quantity(
        "Money used against the rules in 2020-21; audits find 0.25 to 1.4 per cent, a lower bound",
        "share", low=0.0025, high=0.03, source="nao", grade="derived")] = 0.01
    administration_share: Annotated[float, Quantity(
        "Delivered money that runs the measure",
        "share", low=0.0, high=0.15, source="assumption", grade="assumption")] = 0.05
    absorption_capacity: Annotated[float, Quantity(
        "Most that a county's office can turn into places, against its base",
        "ratio", low=2.0, high=20.0, source="assumption", grade="assumption")] = 6.0
    least_staff_share: Annotated[float, Quantity(
        "Work that gets done in a labour office however few of its posts are filled",
        "share", low=0.1, high=0.4, source="assumption", grade="assumption")] = 0.2
    most_idle_share: Annotated[float, Quantity(
        "Most of the arriving money that can wait in a month",
        "share", low=0.7, high=1.0, source="assumption", grade="assumption")] = 0.9
    top_up_share: Annotated[float, Quantity(
        "Own money that a county can add in a year where less arrives, of the base plan",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.25
    # Money: units of 2020-21 that really existed, per registered person; for what the Opinion creates, its quantity
    placements_per_registered: Annotated[float, Quantity(
        "Supported placements outside the county in 2020-21",
        "placements/person-year", low=0.02, high=0.12, source="assumption", grade="assumption")] = 0.03
    brands_per_registered: Annotated[float, Quantity(
        "Brands of local craft groups by the Opinion: one a county",
        "brands/person", low=5e-06, high=2e-05, source="assumption", grade="assumption")] = 1e-05
    post_money_share: Annotated[float, Quantity(
        "Local-jobs money of 2020-21 that paid posts",
        "share", low=0.4, high=1.0, source="assumption", grade="assumption")] = 0.62
    posts_per_registered: Annotated[float, Quantity(
        "Public-welfare posts of 2020-21",
        "places/person", low=0.045, high=0.065, source="F03-05", grade="derived")] = 0.055
    founders_per_registered: Annotated[float, Quantity(
        "Supported founders of 2020-21",
        "founders/person-year", low=0.0003, high=0.003, source="assumption", grade="assumption")] = 0.001
    service_points_per_registered: Annotated[float, Quantity(
        "Villages with a purchased job service in 2020-21",
        "villages/person", low=0.0002, high=0.0013, source="F07-01", grade="assumption")] = 0.0005
    courses_per_registered: Annotated[float, Quantity(
        "Subsidised course places a year in 2019-21",
        "places/person-year", low=0.02, high=0.04, source="F04-07", grade="derived")] = 0.029
    schooling_places_per_registered: Annotated[float, Quantity(
        "Money of 2020-21 for technical schooling of school leavers, counted in course places",
        "places/person-year", low=0.005, high=0.04, source="F04-08", grade="derived")] = 0.019
    school_seats_per_registered: Annotated[float, Quantity(
        "Seats of technical colleges for registered youths in 2019-21: entrants of a year, three years each",
        "seats/person", low=0.002, high=0.01, source="F04-08", grade="derived")] = 0.0048
    senior_places_per_registered: Annotated[float, Quantity(
        "Places in courses for senior workers a year in 2020-21",
        "places/person-year", low=0.0001, high=0.001, source="assumption", grade="assumption")] = 0.0003
    online_places_per_registered: Annotated[float, Quantity(
        "Online course places a year in 2020-21",
        "places/person-year", low=0.0, high=0.02, source="assumption", grade="assumption")] = 0.004
    farm_courses_per_registered: Annotated[float, Quantity(
        "Farm and rural craft course places of 2020-21",
        "places/person-year", low=0.004, high=0.02, source="assumption", grade="assumption")] = 0.01
    contests_per_registered: Annotated[float, Quantity(
        "Local contests by the Opinion: one a county every second year",
        "contests/person-year", low=2e-06, high=1e-05, source="assumption", grade="assumption")] = 5e-06
    contributions_per_registered: Annotated[float, Quantity(
        "Pension contributions paid for those in difficulty in 2018-20",
        "contributions/person-year", low=0.2, high=0.5, source="F06-07", grade="memory")] = 0.4
    agents_per_registered: Annotated[float, Quantity(
        "Village agents of social insurance in 2020-21",
        "agents/person", low=0.0002, high=0.0013, source="F07-01", grade="assumption")] = 0.0006
    allowances_per_registered: Annotated[float, Quantity(
        "Graduates in county firms with an allowance, by the Opinion",
        "people/person", low=0.0001, high=0.002, source="assumption", grade="assumption")] = 0.0005
    special_posts_per_registered: Annotated[float, Quantity(
        "Holders of special posts in public units in 2020-21",
        "people/person", low=0.001, high=0.004, source="assumption", grade="assumption")] = 0.002
    titles_per_registered: Annotated[float, Quantity(
        "Holders of directed titles in 2020-21",
        "people/person", low=0.001, high=0.006, source="assumption", grade="assumption")] = 0.003
    experts_per_registered: Annotated[float, Quantity(
        "Experts and graduates on service in 2020-21",
        "people/person", low=0.0002, high=0.0007, source="F09-02", grade="assumption")] = 0.00035
    allowance_staff_per_registered: Annotated[float, Quantity(
        "Township staff with an allowance in 2020-21",
        "people/person", low=0.008, high=0.03, source="assumption", grade="assumption")] = 0.015
    trained_cadres_per_registered: Annotated[float, Quantity(
        "Cadres, mediators and arbitrators trained in 2020-21",
        "people/person-year", low=0.0001, high=0.0005, source="assumption", grade="assumption")] = 0.0002
    eastern_aid_per_registered: Annotated[float, Quantity(
        "Eastern money of 2021 to the ten provinces, of which the registered are some 55 million",
        "yuan/person-year", low=250.0, high=500.0, source="F02-18", grade="derived")] = 416.0
    served_workers_per_registered: Annotated[float, Quantity(
        "Registered workers in the east served there in 2020-21",
        "people/person", low=0.01, high=0.06, source="assumption", grade="assumption")] = 0.03
    eastern_seats_per_registered: Annotated[float, Quantity(
        "Seats of eastern schools in 2020-21",
        "seats/person", low=0.0001, high=0.001, source="assumption", grade="assumption")] = 0.0003
    secondees_per_registered: Annotated[float, Quantity(
        "Eastern teachers, doctors and others on loan in 2020-21",
        "people/person", low=0.0002, high=0.0006, source="assumption", grade="assumption")] = 0.0004
    visits_per_registered: Annotated[float, Quantity(
        "Visits to households in 2020-21: each some 1.2 times a year",
        "visits/person-year", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.3
    # Staff-days of 2020-21, of a fixed stock
    guidance_days: Annotated[float, Quantity(
        "Job guidance and placement of 2020-21",
        "days/1000 registered-month", low=0.5, high=5.0, source="assumption", grade="assumption")] = 2.0
    review_days: Annotated[float, Quantity(
        "Reviews of fund use of 2020-21",
        "days/1000 registered-month", low=0.1, high=0.5, source="assumption", grade="assumption")] = 0.2
    agent_days: Annotated[float, Quantity(
        "Social-insurance service of 2020-21",
        "days/1000 registered-month", low=0.5, high=4.0, source="assumption", grade="assumption")] = 1.5
    campaign_days: Annotated[float, Quantity(
        "Campaigns of 2020-21",
        "days/1000 registered-month", low=0.1, high=1.5, source="assumption", grade="assumption")] = 0.5
    match_days: Annotated[float, Quantity(
        "Matching of records of 2020-21",
        "days/1000 registered-month", low=0.2, high=2.0, source="assumption", grade="assumption")] = 0.8
    audit_days: Annotated[float, Quantity(
        "Audits of 2020-21",
        "days/1000 registered-month", low=0.1, high=1.0, source="assumption", grade="assumption")] = 0.4
    spare_days_share: Annotated[float, Quantity(
        "Staff-days of a province that nothing asked for in 2020-21, of those asked for",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.1
    # Attention, audits, organisation (clauses 24 to 26)
    attention_fading: Annotated[float, Quantity(
        "Attention that fades in a year without a campaign",
        "share/year", low=0.1, high=0.7, source="assumption", grade="assumption")] = 0.3
    usual_attention: Annotated[float, Quantity(
        "Attention that the campaigns of 2020-21 kept up, of the most there can be",
        "share", low=0.2, high=0.8, source="assumption", grade="assumption")] = 0.5
    attention_speed: Annotated[float, Quantity(
        "Rise of an office's capacity and speed from no attention to all",
        "ratio", low=0.0, high=1.0, source="panyou", grade="assumption")] = 0.5
    crowding: Annotated[float, Quantity(
        "Capacity that full attention moves from less to more visible measures",
        "log points", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.1
    hidden_gap_share: Annotated[float, Quantity(
        "Gap to the line that records hide at full attention when nobody verifies",
        "share", low=0.0, high=0.3, source="assumption", grade="assumption")] = 0.1
    verification_effect: Annotated[float, Quantity(
        "Bias that the audits of 2020-21 prevent, as a hazard",
        "ratio", low=0.1, high=2.0, source="assumption", grade="assumption")] = 0.5
    audit_find_chance: Annotated[float, Quantity(
        "Audit that finds the leak of 2020-21 in a county",
        "chance/quarter", low=0.03, high=0.3, source="assumption", grade="assumption")] = 0.125
    audit_lesson: Annotated[float, Quantity(
        "Rise of an official's log odds of keeping the rules when found out",
        "log odds", low=0.2, high=1.5, source="ppi", grade="assumption")] = 0.6
    publicity_effect: Annotated[float, Quantity(
        "Distance to the mean of better counties that publicity closes in a quarter",
        "share", low=0.0, high=0.2, source="assumption", grade="assumption")] = 0.05
    recovered_share: Annotated[float, Quantity(
        "Found money that is recovered",
        "share", low=0.05, high=0.5, source="nao", grade="derived")] = 0.13
    most_leaked_share: Annotated[float, Quantity(
        "Most that officials divert",
        "share", low=0.1, high=0.4, source="olken", grade="assumption")] = 0.28
    audit_caution: Annotated[float, Quantity(
        "Idle money that the caution of audits as of 2020-21 explains",
        "share", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.1
    plan_months: Annotated[float, Quantity(
        "Months until a province has its plan, if nobody hurries it, mean",
        "months", low=0.0, high=5.0, source="assumption", grade="assumption")] = 3.0
    timetable_months: Annotated[float, Quantity(
        "Further months until a county starts, if nobody hurries it, mean",
        "months", low=0.0, high=5.0, source="assumption", grade="assumption")] = 3.0
    # Public staff (clauses 15 to 19, 23)
    teachers_per_person: Annotated[float, Quantity(
        "Established teachers of a county",
        "posts/person", low=0.008, high=0.016, source="assumption", grade="assumption")] = 0.012
    doctors_per_person: Annotated[float, Quantity(
        "Established doctors of county, township and village",
        "posts/person", low=0.002, high=0.006, source="assumption", grade="assumption")] = 0.0035
    agronomists_per_person: Annotated[float, Quantity(
        "Established agronomists and vets",
        "posts/person", low=0.0002, high=0.001, source="assumption", grade="assumption")] = 0.0005
    agents_per_person: Annotated[float, Quantity(
        "Established service agents of townships",
        "posts/person", low=0.0002, high=0.0015, source="assumption", grade="assumption")] = 0.0006
    cadres_per_person: Annotated[float, Quantity(
        "Established posts of the labour office",
        "posts/person", low=0.0001, high=0.0006, source="assumption", grade="assumption")] = 0.0003
    first_staffed_share: Annotated[float, Quantity(
        "Established posts that are filled before the first month",
        "share", low=0.8, high=1.0, source="assumption", grade="assumption")] = 0.9
    staff_salary: Annotated[float, Quantity(
        "Salary of public staff in a county at 2020 prices",
        "yuan/month", low=4000.0, high=7000.0, source="assumption", grade="assumption")] = 5000.0
    city_pay_share: Annotated[float, Quantity(
        "Pay of public staff in a county against a city of the province",
        "ratio", low=0.6, high=0.95, source="assumption", grade="assumption")] = 0.75
    join_pay_effect: Annotated[float, Quantity(
        "Rise of the wish to join with pay against a city",
        "log odds per log point", low=0.5, high=3.0, source="assumption", grade="assumption")] = 1.5
    stay_pay_effect: Annotated[float, Quantity(
        "Rise of the wish to stay with pay against a city",
        "log odds per log point", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.5
    allowance_threshold: Annotated[float, Quantity(
        "Allowance below which staff hardly notice it, of the salary",
        "share", low=0.1, high=0.25, source="teach24", grade="read")] = 0.15
    allowance_spread: Annotated[float, Quantity(
        "Width of that threshold among staff",
        "share", low=0.01, high=0.06, source="assumption", grade="assumption")] = 0.02
    post_remoteness: Annotated[float, Quantity(
        "Fall of the wish for a post from near to far",
        "log odds", low=0.0, high=2.0, source="assumption", grade="assumption")] = 1.0
    origin_value: Annotated[float, Quantity(
        "Rise of the wish for a post in one's own county",
        "log odds", low=0.1, high=1.5, source="rtme18", grade="assumption")] = 0.5
    attachment_spread: Annotated[float, Quantity(
        "Spread of the wish for a post in a county like these between applicants alike",
        "log odds", low=1.0, high=5.0, source="assumption", grade="assumption")] = 3.5
    career_value: Annotated[float, Quantity(
        "Rise of the wish for a post where grades rise with service",
        "log odds", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.5
    settling_value: Annotated[float, Quantity(
        "Rise of the wish to stay in who has come",
        "log odds", low=-2.0, high=3.0, source="assumption", grade="assumption")] = -1.0
    bond_value: Annotated[float, Quantity(
        "Rise of the wish for a post that comes with free tuition and a bond",
        "log odds", low=1.0, high=7.0, source="rtme", grade="assumption")] = 5.0
    bond_penalty: Annotated[float, Quantity(
        "Rise of the wish to stay while breaking a bond costs its repayment",
        "log odds", low=1.0, high=7.0, source="rtme", grade="assumption")] = 6.0
    city_offer_chance: Annotated[float, Quantity(
        "Chance of a post in a city that public staff hear of",
        "chance/month", low=0.02, high=0.3, source="assumption", grade="assumption")] = 0.2
    applicants_per_post: Annotated[float, Quantity(
        "Applicants for a vacant post",
        "people/month", low=0.05, high=1.0, source="assumption", grade="assumption")] = 0.1
    local_applicant_share: Annotated[float, Quantity(
        "Applicants who are from the county",
        "share", low=0.2, high=0.7, source="assumption", grade="assumption")] = 0.4
    lower_bar_applicants: Annotated[float, Quantity(
        "Rise of applicants with lower bars",
        "ratio", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.5
    lower_bar_local: Annotated[float, Quantity(
        "Rise of the share from the county with lower bars",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    lower_bar_quality: Annotated[float, Quantity(
        "Fall of quality at entry with lower bars",
        "sd", low=0.0, high=0.2, source="assumption", grade="assumption")] = 0.05
    wider_majors_applicants: Annotated[float, Quantity(
        "Rise of applicants for service with looser majors",
        "ratio", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.5
    title_quit_ratio: Annotated[float, Quantity(
        "Quits of staff with a title that is valid here alone against others",
        "ratio", low=0.7, high=1.0, source="assumption", grade="assumption")] = 0.85
    title_eligible: Annotated[float, Quantity(
        "Teachers, doctors and agronomists who pass for a title at the national line",
        "share", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.3
    title_pass_effect: Annotated[float, Quantity(
        "Rise of that per standard deviation that the local line is lower",
        "log points", low=0.0, high=2.0, source="assumption", grade="assumption")] = 1.0
    title_dilution: Annotated[float, Quantity(
        "Fall of quality per share with titles and standard deviation of a lower line",
        "sd", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.3
    novice_loss: Annotated[float, Quantity(
        "Work that a novice does less in the first calendar year",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    competence_effect: Annotated[float, Quantity(
        "Rise of work done per standard deviation of quality at entry",
        "log points", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    contract_effect: Annotated[float, Quantity(
        "Rise of doctors' care when all people have a paid family doctor",
        "share", low=0.0, high=1.5, source="fd24", grade="assumption")] = 0.5
    service_elasticity: Annotated[float, Quantity(
        "Rise of service with staff at work",
        "elasticity", low=0.3, high=1.0, source="assumption", grade="assumption")] = 0.7
    know_how_left: Annotated[float, Quantity(
        "Work of somebody on loan that stays as know-how after a rotation",
        "share", low=0.0, high=0.6, source="assumption", grade="assumption")] = 0.3
    sent_learning: Annotated[float, Quantity(
        "Work that somebody sent east brings home as know-how",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    know_how_fading: Annotated[float, Quantity(
        "Know-how that is lost",
        "share/year", low=0.05, high=0.5, source="assumption", grade="assumption")] = 0.15
    cadre_training_gain: Annotated[float, Quantity(
        "Rise of an office's work when all its staff are trained",
        "share", low=0.0, high=0.1, source="assumption", grade="assumption")] = 0.03
    training_fading: Annotated[float, Quantity(
        "Training of cadres that is lost: transfers and forgetting",
        "share/year", low=0.1, high=0.5, source="assumption", grade="assumption")] = 0.25
    recovery_gain: Annotated[float, Quantity(
        "Rise of the share of arrears recovered when trained arbitrators are plenty",
        "share", low=0.0, high=0.3, source="assumption", grade="assumption")] = 0.15
    arbitrator_need: Annotated[float, Quantity(
        "Trained arbitrators with whom two thirds of that rise are reached",
        "people/person", low=5e-05, high=0.001, source="assumption", grade="assumption")] = 0.0002
    # Shocks
    illness_rate: Annotated[float, Quantity(
        "Stay in hospital of a healthy person of 40",
        "chance/month", low=0.002, high=0.014, source="che18", grade="assumption")] = 0.008
    illness_age: Annotated[float, Quantity(
        "Rise of that chance per ten years of age",
        "log points", low=0.2, high=0.5, source="assumption", grade="assumption")] = 0.35
    illness_chronic: Annotated[float, Quantity(
        "Ratio of that chance for the chronically ill",
        "ratio", low=1.5, high=5.0, source="assumption", grade="assumption")] = 2.5
    illness_service_effect: Annotated[float, Quantity(
        "Fall of that chance when a county has twice the health service of 2020",
        "log points", low=0.0, high=0.3, source="fpcs20", grade="assumption")] = 0.1
    serious_share: Annotated[float, Quantity(
        "Stays that are for a serious illness",
        "share", low=0.05, high=0.5, source="assumption", grade="assumption")] = 0.2
    serious_cost_ratio: Annotated[float, Quantity(
        "Bill of a serious illness or injury against that of another stay",
        "ratio", low=1.0, high=6.0, source="wjy", grade="assumption")] = 3.0
    illness_cost: Annotated[float, Quantity(
        "Median bill of a stay that is not serious, before reimbursement, at 2020 prices",
        "yuan", low=1500.0, high=10000.0, source="assumption", grade="assumption")] = 5000.0
    bill_income_elasticity: Annotated[float, Quantity(
        "Rise of a bill with the income of the household", "elasticity", low=0.0, high=0.8, source="assumption",
        grade="assumption")] = 0.5
    illness_cost_spread: Annotated[float, Quantity(
        "Spread of the bill", "sd of log", low=0.6, high=1.5, source="assumption", grade="assumption")] = 1.0
    reimbursed_share: Annotated[float, Quantity(
        "Bill that health insurance pays",
        "share", low=0.4, high=0.85, source="assumption", grade="assumption")] = 0.6
    medical_aid_share: Annotated[float, Quantity(
        "What medical aid pays of the rest, for alleviated households and those on the minimum living allowance",
        "share", low=0.0, high=0.8, source="assumption", grade="assumption")] = 0.4
    illness_months: Annotated[float, Quantity(
        "Months of work lost to a serious illness, mean",
        "months", low=1.0, high=9.0, source="assumption", grade="assumption")] = 3.0
    chronic_chance: Annotated[float, Quantity(
        "Serious illness that leaves a chronic one",
        "chance", low=0.05, high=0.4, source="assumption", grade="assumption")] = 0.15
    chronic_cost: Annotated[float, Quantity(
        "Own monthly cost of a chronic illness at 2020 prices, mean of the ill",
        "yuan/month", low=20.0, high=400.0, source="assumption", grade="assumption")] = 150.0
    chronic_cost_spread: Annotated[float, Quantity(
        "Spread of that cost between people, who keep their illness",
        "sd of log", low=0.5, high=1.5, source="assumption", grade="assumption")] = 1.0
    injury_rate: Annotated[float, Quantity(
        "Serious work injury in a manual wage job",
        "chance/year", low=0.003, high=0.015, source="injrev", grade="assumption")] = 0.006
    injury_indoor_ratio: Annotated[float, Quantity(
        "Ratio of that chance in workshops and public bodies",
        "ratio", low=0.1, high=1.0, source="assumption", grade="assumption")] = 0.4
    injury_outside_ratio: Annotated[float, Quantity(
        "Ratio of that chance outside the county, where building and heavy industry employ more",
        "ratio", low=0.8, high=2.5, source="assumption", grade="assumption")] = 1.3
    injury_odd_ratio: Annotated[float, Quantity(
        "Ratio of that chance in a full month of odd jobs",
        "ratio", low=0.5, high=3.0, source="assumption", grade="assumption")] = 1.5
    disaster_rate: Annotated[float, Quantity(
        "Natural disaster in a county",
        "chance/year", low=0.03, high=0.3, source="assumption", grade="assumption")] = 0.12
    disaster_correlation: Annotated[float, Quantity(
        "Correlation of disasters and harvests within a province",
        "correlation", low=0.0, high=0.9, source="assumption", grade="assumption")] = 0.4
    disaster_neighbours: Annotated[float, Quantity(
        "Part of a county's luck with disasters beyond its province's that it shares with its neighbours",
        "share", low=0.0, high=0.9, source="assumption", grade="assumption")] = 0.5
    disaster_stock_share: Annotated[float, Quantity(
        "Animals, tools and trees that a hit household loses",
        "share", low=0.0, high=0.8, source="assumption", grade="assumption")] = 0.3
    disaster_loss: Annotated[float, Quantity(
        "Loss of a hit household at 2020 prices",
        "yuan", low=500.0, high=10000.0, source="assumption", grade="assumption")] = 3000.0
    disaster_reach: Annotated[float, Quantity(
        "Households hit in a county with a disaster",
        "share", low=0.01, high=0.2, source="assumption", grade="assumption")] = 0.05
    farm_persistence: Annotated[float, Quantity(
        "Month-to-month persistence of the harvest shock",
        "ratio", low=0.6, high=0.98, source="assumption", grade="assumption")] = 0.9
    farm_spread: Annotated[float, Quantity(
        "Long-run spread of the harvest shock",
        "sd of log", low=0.05, high=0.25, source="assumption", grade="assumption")] = 0.12
    own_harvest_spread: Annotated[float, Quantity(
        "Spread of a year's harvest and animals of one household around those of its county",
        "sd of log", low=0.2, high=0.6, source="assumption", grade="assumption")] = 0.4
    farm_price_persistence: Annotated[float, Quantity(
        "Month-to-month persistence of farm prices about their path",
        "ratio", low=0.8, high=0.99, source="assumption", grade="assumption")] = 0.95
    farm_price_spread: Annotated[float, Quantity(
        "Long-run spread of farm prices about their path",
        "sd of log", low=0.05, high=0.25, source="assumption", grade="assumption")] = 0.1
    demand_persistence: Annotated[float, Quantity(
        "Month-to-month persistence of destination demand",
        "ratio", low=0.8, high=0.98, source="assumption", grade="assumption")] = 0.92
    demand_spread: Annotated[float, Quantity(
        "Long-run spread of destination demand",
        "sd of log", low=0.05, high=0.25, source="assumption", grade="assumption")] = 0.1
    demand_common_share: Annotated[float, Quantity(
        "Variance of destination demand that all destinations share",
        "share", low=0.2, high=0.9, source="assumption", grade="assumption")] = 0.6
    # Firms
    local_sales_share: Annotated[float, Quantity(
        "Revenue of county firms that local households' spending makes",
        "share", low=0.3, high=0.8, source="lewie", grade="assumption")] = 0.5
    demand_elasticity: Annotated[float, Quantity(
        "Rise of the jobs a firm wants per rise of its revenue",
        "elasticity", low=0.4, high=1.0, source="assumption", grade="assumption")] = 0.8
    firm_growth_spread: Annotated[float, Quantity(
        "Month-to-month spread of a firm's own growth",
        "sd of log", low=0.01, high=0.08, source="assumption", grade="assumption")] = 0.03
    firm_closure_rate: Annotated[float, Quantity(
        "Small firms that close", "chance/year", low=0.05, high=0.12, source="mckpaff", grade="read")] = 0.083
    young_firm_closure: Annotated[float, Quantity(
        "Ratio of that chance in the first 24 months",
        "ratio", low=1.0, high=2.5, source="mckpaff", grade="assumption")] = 1.5
    labour_demand_elasticity: Annotated[float, Quantity(
        "Fall of the jobs a firm wants per rise of what a job costs it against what it brings in",
        "elasticity", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    fixed_cost_share: Annotated[float, Quantity(
        "Rent, equipment and interest that a firm pays whatever it sells, against its normal value",
        "share", low=0.1, high=0.5, source="assumption", grade="assumption")] = 0.25
    firm_sales_spread: Annotated[float, Quantity(
        "Spread of a firm's sales from month to month",
        "sd of log", low=0.05, high=0.3, source="assumption", grade="assumption")] = 0.15
    closure_profit_effect: Annotated[float, Quantity(
        "Fall of the chance to close per rise of the margin by one",
        "log points", low=0.5, high=4.0, source="mckpaff", grade="assumption")] = 2.0
    cushion_months: Annotated[float, Quantity(
        "Cash that owners leave in a firm, in months of wages and fixed costs",
        "months", low=1.0, high=6.0, source="assumption", grade="assumption")] = 2.0
    owner_draw_share: Annotated[float, Quantity(
        "Cash beyond it that owners draw in a month",
        "share", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    registered_owner_ratio: Annotated[float, Quantity(
        "Chance of an alleviated worker to own the firm against that of others, first month",
        "ratio", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.4
    founding_idea_rate: Annotated[float, Quantity(
        "Person of working age who thinks of opening a firm: three in a thousand then do",
        "chance/year", low=0.005, high=0.08, source="assumption", grade="assumption")] = 0.025
    founder_skill_effect: Annotated[float, Quantity(
        "Part of skill that counts for a founder",
        "ratio", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.5
    founder_away_effect: Annotated[float, Quantity(
        "What half a year of work away adds to a founder's value",
        "log points", low=0.0, high=0.15, source="bai18", grade="assumption")] = 0.05
    founder_luck_spread: Annotated[float, Quantity(
        "Spread of a founder's value about what it expects",
        "sd of log", low=0.1, high=0.4, source="assumption", grade="assumption")] = 0.2
    founding_premium: Annotated[float, Quantity(
        "Lead over present pay for which a firm of one's own is opened",
        "share", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    capital_per_job: Annotated[float, Quantity(
        "Capital that a job in a small firm takes, 2020",
        "yuan/job", low=8000.0, high=40000.0, source="assumption", grade="assumption")] = 15000.0
    own_credit_ratio: Annotated[float, Quantity(
        "Credit for a firm without a guarantee, against the own money in it",
        "ratio", low=0.0, high=2.0, source="assumption", grade="assumption")] = 0.5
    workshop_closure_rate: Annotated[float, Quantity(
        "Assistance workshops that close",
        "chance/year", low=0.08, high=0.3, source="mckpaff", grade="assumption")] = 0.15
    workshop_opening_rate: Annotated[float, Quantity(
        "Workshops opened a year without a subsidy per thousand registered weak and half labour",
        "openings/1000 people-year", low=0.05, high=0.8, source="F03-01", grade="assumption")] = 0.22
    workshop_subsidy_effect: Annotated[float, Quantity(
        "Rise of openings per subsidy for a worker against usual pay",
        "log points", low=0.0, high=6.0, source="assumption", grade="assumption")] = 3.0
    subsidy_ceiling: Annotated[float, Quantity(
        "Most that a workshop may get for a worker against usual pay",
        "share", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.3
    industry_job_cost: Annotated[float, Quantity(
        "Public money for one job in a co-operative of a local speciality, 2020",
        "yuan/job", low=20_000.0, high=120_000.0, source="assumption", grade="assumption")] = 80_000.0
    works_decay: Annotated[float, Quantity(
        "Public works worn out a year",
        "rate/year", low=0.03, high=0.2, source="assumption", grade="assumption")] = 0.1
    works_effect: Annotated[float, Quantity(
        "Rise of firms' sales outside per rise of 1 plus works in thousand yuan a head",
        "elasticity", low=0.0, high=0.15, source="assumption", grade="assumption")] = 0.05
    cooperative_opening_rate: Annotated[float, Quantity(
        "Farm co-operatives opened a year without public money per thousand registered weak and half labour",
        "openings/1000 people-year", low=0.1, high=2.0, source="assumption", grade="assumption")] = 0.4
    near_home_value: Annotated[float, Quantity(
        "What a job near home is worth beside its pay to carers and weak labour, 2020",
        "yuan/month", low=0.0, high=1500.0, source="assumption", grade="assumption")] = 600.0
    # Training (clause 9)
    application_intercept: Annotated[float, Quantity(
        "Wish of an eligible person without a wage job to take a course, log odds a month",
        "log odds", low=-5.0, high=-1.5, source="assumption", grade="assumption")] = -2.6
    application_distance: Annotated[float, Quantity(
        "Fall of that wish per 10 km to the county seat",
        "log odds", low=0.0, high=0.4, source="chenypor", grade="assumption")] = 0.1
    completion_chance: Annotated[float, Quantity(
        "Trainee who completes a course", "chance", low=0.6, high=0.95, source="assumption", grade="assumption")] = 0.8
    certificate_chance: Annotated[float, Quantity(
        "Completed course that ends with a certificate",
        "chance", low=0.3, high=0.9, source="assumption", grade="assumption")] = 0.6
    training_pay_effect: Annotated[float, Quantity(
        "Rise of pay after a course of average quality, at its height",
        "log points", low=0.0, high=0.2, source="zhao20", grade="assumption")] = 0.05
    training_offer_effect: Annotated[float, Quantity(
        "Rise of a searcher's odds of being hired before others after a course, at its height",
        "log points", low=0.0, high=0.25, source="mck17", grade="assumption")] = 0.08
    training_rise_months: Annotated[float, Quantity(
        "Months until a course has its full effect",
        "months", low=12.0, high=36.0, source="ckw18", grade="assumption")] = 24.0
    giving_up_chance: Annotated[float, Quantity(
        "Person on the waiting list for a course who gives up",
        "chance/month", low=0.02, high=0.4, source="assumption", grade="assumption")] = 0.1
    online_completion_chance: Annotated[float, Quantity(
        "Trainee who completes an online course",
        "chance", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.35
    training_women_ratio: Annotated[float, Quantity(
        "Effect of a course on women against men",
        "ratio", low=1.0, high=1.5, source="ckw18", grade="assumption")] = 1.2
    training_jobless_ratio: Annotated[float, Quantity(
        "Effect of a course on who has been without a wage job for a year, against others",
        "ratio", low=1.0, high=1.6, source="ckw18", grade="assumption")] = 1.3
    training_recession_ratio: Annotated[float, Quantity(
        "Effect of a course begun when demand outside is a tenth below normal",
        "ratio", low=1.0, high=1.5, source="ckw18", grade="assumption")] = 1.2
    training_older_ratio: Annotated[float, Quantity(
        "Effect of a course on people past fifty against younger ones",
        "ratio", low=0.2, high=1.0, source="ckw18", grade="assumption")] = 0.5
    know_how_loss: Annotated[float, Quantity(
        "What courses taught that is lost in a year without a wage job, once it has risen",
        "share/year", low=0.05, high=0.3, source="assumption", grade="assumption")] = 0.15
    certificate_kept_share: Annotated[float, Quantity(
        "Part of that loss from which a certificate protects",
        "share", low=0.0, high=0.8, source="alfonsi", grade="assumption")] = 0.5
    high_certificate_pay_effect: Annotated[float, Quantity(
        "Pay of a senior worker above that of others",
        "log points", low=0.0, high=0.2, source="assumption", grade="assumption")] = 0.1
    technical_school_wish: Annotated[float, Quantity(
        "School leaver of a registered household who wants to enter a technical school",
        "share", low=0.1, high=0.7, source="assumption", grade="assumption")] = 0.3
    school_dropout_rate: Annotated[float, Quantity(
        "Pupil of a technical school who drops out",
        "chance/year", low=0.05, high=0.2, source="loyalka", grade="assumption")] = 0.1
    school_certificate_chance: Annotated[float, Quantity(
        "Graduate of a technical school who leaves with a certificate",
        "chance", low=0.6, high=1.0, source="assumption", grade="assumption")] = 0.85
    seats_per_school: Annotated[float, Quantity(
        "Seats of a technical school that is new or expanded",
        "seats/school", low=200.0, high=2000.0, source="assumption", grade="assumption")] = 600.0
    places_per_base: Annotated[float, Quantity(
        "Places for senior workers a year in a high-skill training base",
        "places/base-year", low=50.0, high=500.0, source="assumption", grade="assumption")] = 200.0
    places_per_studio: Annotated[float, Quantity(
        "Places for senior workers a year in a master studio",
        "places/studio-year", low=5.0, high=50.0, source="assumption", grade="assumption")] = 20.0
    places_per_online_course: Annotated[float, Quantity(
        "Places a year in one online training resource",
        "places/course-year", low=500.0, high=10000.0, source="assumption", grade="assumption")] = 2000.0
    norm_effect: Annotated[float, Quantity(
        "Fall of the log share of completed courses without a certificate, per test norm in a county",
        "log points/norm", low=0.02, high=0.3, source="assumption", grade="assumption")] = 0.1
    construction_months: Annotated[float, Quantity(
        "Months in which a technical school or a base is built, mean",
        "months", low=12.0, high=36.0, source="assumption", grade="assumption")] = 24.0
    # Farm courses, adoption (clause 10)
    senior_course_wish: Annotated[float, Quantity(
        "Applicant with a basic certificate who asks for a senior worker's course",
        "share", low=0.02, high=0.4, source="assumption", grade="assumption")] = 0.1
    farm_course_wish: Annotated[float, Quantity(
        "Applicant of a household with land who asks for a farm or rural craft course",
        "share", low=0.05, high=0.6, source="assumption", grade="assumption")] = 0.25
    rural_craft_pay_effect: Annotated[float, Quantity(
        "Pay of a day of odd jobs after a rural craft course, at its height",
        "log points", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.15
    adoption_intercept: Annotated[float, Quantity(
        "Graduate of nine years of schooling who takes up a farm practice without an agronomist",
        "log odds", low=-2.2, high=0.0, source="assumption", grade="assumption")] = -1.1
    adoption_schooling: Annotated[float, Quantity(
        "Rise of that per year of schooling",
        "log odds", low=0.0, high=0.3, source="assumption", grade="assumption")] = 0.08
    adoption_agronomist: Annotated[float, Quantity(
        "Rise of that by the agronomists of 2020-21",
        "log odds", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.5
    adoption_loss_rate: Annotated[float, Quantity(
        "Household that gives a farm practice up",
        "chance/year", low=0.02, high=0.3, source="assumption", grade="assumption")] = 0.1
    adoption_effect: Annotated[float, Quantity(
        "Rise of the harvest by an adopted practice",
        "log points", low=0.0, high=0.13, source="waddington", grade="assumption")] = 0.05
    # Contests (clause 11)
    contest_uplift: Annotated[float, Quantity(
        "Rise of young people's wish to take a course in the year after a contest",
        "log points", low=0.0, high=0.08, source="assumption", grade="assumption")] = 0.02
    contest_winners: Annotated[float, Quantity(
        "People whom one contest makes senior workers",
        "people/contest", low=2.0, high=20.0, source="assumption", grade="assumption")] = 5.0
    contest_certified: Annotated[float, Quantity(
        "Other participants who get a basic certificate by one contest",
        "people/contest", low=5.0, high=100.0, source="assumption", grade="assumption")] = 30.0
    national_contest_ratio: Annotated[float, Quantity(
        "Winners of a contest in a year of the national one against another year",
        "ratio", low=1.0, high=3.0, source="assumption", grade="assumption")] = 1.5
    # Eastern schools (clause 22)
    partner_quality: Annotated[float, Quantity(
        "Rise of a school's quality by an eastern partner",
        "ratio", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.15
    link_offer_effect: Annotated[float, Quantity(
        "Rise of the odds of being hired before others, on leaving a school with a firm behind it",
        "log points", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.2
    eastern_return_share: Annotated[float, Quantity(
        "Graduates of eastern schools who come home within three years",
        "share", low=0.1, high=0.5, source="assumption", grade="assumption")] = 0.25
    # Separations
    local_separation_rate: Annotated[float, Quantity(
        "Wage jobs in the county that end",
        "chance/month", low=0.01, high=0.06, source="assumption", grade="assumption")] = 0.03
    outside_separation_rate: Annotated[float, Quantity(
        "Wage jobs outside the county that end",
        "chance/month", low=0.02, high=0.08, source="knightyueh", grade="assumption")] = 0.04
    tenure_effect: Annotated[float, Quantity(
        "Fall of that chance per month of tenure, to three years",
        "log points", low=0.0, high=0.05, source="assumption", grade="assumption")] = 0.02
    demand_separation_effect: Annotated[float, Quantity(
        "Fall of that chance per log point of destination demand",
        "log points", low=0.0, high=2.0, source="assumption", grade="assumption")] = 1.0
    festival_return_share: Annotated[float, Quantity(
        "Workers away who give up their job at the Spring Festival",
        "share", low=0.03, high=0.2, source="assumption", grade="assumption")] = 0.1
    match_separation_effect: Annotated[float, Quantity(
        "Fall of that chance per log point of pay that a good match brings",
        "log points", low=0.0, high=2.0, source="assumption", grade="assumption")] = 1.0
    return_rate: Annotated[float, Quantity(
        "Worker of 40 away who comes home for good, nobody ill",
        "chance/year", low=0.005, high=0.04, source="bai18", grade="derived")] = 0.015
    return_age_effect: Annotated[float, Quantity(
        "Rise of that chance per ten years of age",
        "log points", low=0.0, high=0.8, source="bai18", grade="assumption")] = 0.4
    return_family_effect: Annotated[float, Quantity(
        "Rise of that chance while another member is ill",
        "log points", low=0.0, high=2.0, source="bai18", grade="assumption")] = 1.0
    return_gap_effect: Annotated[float, Quantity(
        "Rise of that chance per log point of pay at home over pay away",
        "ratio", low=0.0, high=2.0, source="assumption", grade="assumption")] = 1.0
    demand_pay_effect: Annotated[float, Quantity(
        "Rise of a month's pay away per log point of destination demand: overtime and short time",
        "ratio", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.3
    first_jobless_months: Annotated[float, Quantity(
        "Mean months without a job, of those without one before the burn-in",
        "months", low=3.0, high=24.0, source="assumption", grade="assumption")] = 10.0
    # Careers
    permanent_pay_spread: Annotated[float, Quantity(
        "Spread of what a year adds to a person's pay for good",
        "sd of log", low=0.1, high=0.25, source="sllz", grade="assumption")] = 0.15
    transitory_pay_spread: Annotated[float, Quantity(
        "Spread of what a year adds to pay for that year alone, months without work left out",
        "sd of log", low=0.0, high=0.45, source="sllz", grade="assumption")] = 0.15
    raise_share: Annotated[float, Quantity(
        "Growth of pay outside that who stays in a job gets",
        "share", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.5
    # Matching and the choice of place
    participation_value: Annotated[float, Quantity(
        "Value of a month at home without a wage job, beside the farm, at 2020 pay",
        "yuan/month", low=500.0, high=4000.0, source="assumption", grade="assumption")] = 2300.0
    taste_spread: Annotated[float, Quantity(
        "Spread of that value between people, for good: some never look for a wage job, some always do",
        "sd of log", low=0.3, high=2.5, source="assumption", grade="assumption")] = 1.5
    older_home_ratio: Annotated[float, Quantity(
        "Ratio of that value from 50 years on",
        "ratio", low=1.0, high=2.5, source="assumption", grade="assumption")] = 1.5
    choice_scale: Annotated[float, Quantity(
        "Sensitivity of the choice of place to expected pay",
        "log odds per log point", low=0.8, high=3.0, source="assumption", grade="assumption")] = 1.6
    aspiration_margin: Annotated[float, Quantity(
        "Satisficing: what a place must be worth beyond staying at home",
        "log odds", low=0.0, high=2.0, source="assumption", grade="assumption")] = 0.5
    aspiration_decline: Annotated[float, Quantity(
        "Satisficing: fall of that per month without a job, to two years",
        "log odds/month", low=0.0, high=0.1, source="assumption", grade="assumption")] = 0.03
    usual_network: Annotated[float, Quantity(
        "Co-villagers at a place who make it neither near nor strange, of the village's people",
        "share", low=0.03, high=0.12, source="assumption", grade="assumption")] = 0.07
    network_effect: Annotated[float, Quantity(
        "Pull of co-villagers at a place", "log odds", low=0.1, high=0.9, source="akram", grade="assumption")] = 0.3
    province_distaste: Annotated[float, Quantity(
        "Cost of being away, in-province city",
        "log points", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.8
    east_distaste: Annotated[float, Quantity(
        "Cost of being away, paired eastern province",
        "log points", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.85
    elsewhere_distaste: Annotated[float, Quantity(
        "Cost of being away, rest of the country",
        "log points", low=0.0, high=1.5, source="assumption", grade="assumption")] = 0.95
    care_distaste: Annotated[float, Quantity(
        "Further cost of being away with a child or a weak member at home",
        "log points", low=0.0, high=1.0, source="assumption", grade="assumption")] = 0.25
    journey_cost: Annotated[float, Quantity(
        "Fare and first weeks at a destination outside the province",
        "yuan", low=500.0, high=3000.0, source="assumption", grade="assumption")] = 1200.0
    credit_for_journey: Annotated[float, Quantity(
        "Money a household can raise at once for a journey",
        "yuan", low=0.0, high=5000.0, source="assumption", grade="assumption")] = 1000.0
    province_journey_share: Annotated[float, Quantity(
        "Cost of the way to a city of the province, against the way outside it",
        "share", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    stay_months: Annotated[float, Quantity(
        "Months of work over which the cost of a journey is weighed",
        "months", low=9.0, high=10.5, source="F08-12", grade="assumption")] = 9.9
    living_cost_weight: Annotated[float, Quantity(
        "Living cost away that counts as a loss: the rest would have been spent at home as well",
        "share", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    ruin_aversion: Annotated[float, Quantity(
        "Cost of a trip that certainly fails, where it leaves less than a month's needs",
        "log points", low=0.0, high=2.0, source="bcm", grade="assumption")] = 0.5
    network_offer_chance: Annotated[float, Quantity(
        "Offer through co-villagers to a searcher of a village that has everybody there",
        "chance/month", low=0.3, high=0.9, source="long", grade="assumption")] = 0.55
    network_half: Annotated[float, Quantity(
        "Co-villagers at a place who bring half of that, of the village's people",
        "share", low=0.02, high=0.15, source="akram", grade="assumption")] = 0.05
    office_offer_chance: Annotated[float, Quantity(
        "Offer through the county's labour office, fully staffed",
        "chance/month", low=0.0, high=0.06, source="mck17", grade="assumption")] = 0.015
    service_offer_chance: Annotated[float, Quantity(
        "Offer through a job service that reaches every village",
        "chance/month", low=0.0, high=0.15, source="mck17", grade="assumption")] = 0.04
    agency_offer_chance: Annotated[float, Quantity(
        "Offer through an agency or broker that nobody pays for, at a place outside",
        "chance/month", low=0.0, high=0.15, source="assumption", grade="assumption")] = 0.03
    organised_offer_chance: Annotated[float, Quantity(
        "Further offer to an eligible searcher when there is a supported placement for each",
        "chance/month", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.15
    support_claim_chance: Annotated[float, Quantity(
        "Eligible hire outside, found without an agency, for which support is claimed all the same",
        "chance", low=0.1, high=0.95, source="assumption", grade="assumption")] = 0.6
    cooperation_offer_chance: Annotated[float, Quantity(
        "Further offer in the east when every eligible worker there is served",
        "chance/month", low=0.0, high=0.25, source="kinnan", grade="assumption")] = 0.1
    cooperation_separation_ratio: Annotated[float, Quantity(
        "Jobs of served eligible workers in the east that end, against others",
        "ratio", low=0.7, high=1.0, source="assumption", grade="assumption")] = 0.9
    cooperation_recovered: Annotated[float, Quantity(
        "Arrears recovered beyond the usual for served workers in the east",
        "share", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.15
    arrears_rate: Annotated[float, Quantity(
        "Workers away to whom pay is owed in a year",
        "chance/year", low=0.003, high=0.02, source="arrears2016", grade="memory")] = 0.0084
    arrears_months: Annotated[float, Quantity(
        "Months of pay owed to each",
        "months", low=1.0, high=5.0, source="arrears2016", grade="memory")] = 2.5
    arrears_recovered: Annotated[float, Quantity(
        "Arrears recovered without trained arbitrators",
        "share", low=0.2, high=0.8, source="assumption", grade="assumption")] = 0.5
    brand_decay: Annotated[float, Quantity(
        "Reputation of a county's workers that is forgotten",
        "share/year", low=0.05, high=0.3, source="assumption", grade="assumption")] = 0.15
    brand_promotion: Annotated[float, Quantity(
        "Reputation that e - 1 times `brand_half` of promotion adds",
        "share/month", low=0.002, high=0.03, source="assumption", grade="assumption")] = 0.008
    brand_half: Annotated[float, Quantity(
        "Promotion and training beyond which more adds less and less",
        "yuan/worker-month", low=0.2, high=5.0, source="assumption", grade="assumption")] = 1.0
    brand_certified_weight: Annotated[float, Quantity(
        "Rise of what promotion adds when all workers away are certified",
        "ratio", low=0.0, high=2.0, source="assumption", grade="assumption")] = 0.5
    brand_offer_chance: Annotated[float, Quantity(
        "Further offer outside at full reputation",
        "chance/month", low=0.0, high=0.15, source="assumption", grade="assumption")] = 0.05
    brand_pay_effect: Annotated[float, Quantity(
        "Rise of first pay outside at full reputation",
        "log points", low=0.0, high=0.12, source="assumption", grade="assumption")] = 0.05
    employer_learning: Annotated[float, Quantity(
        "Speed at which that rise fades while an employer learns a worker's own quality",
        "rate/year", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    people_a_point: Annotated[float, Quantity(
        "Registered people whom the purchased service of one village reaches",
        "people", low=300.0, high=1500.0, source="F07-01", grade="assumption")] = 770.0
    people_a_fair: Annotated[float, Quantity(
        "Registered people whom one job fair reaches for a month",
        "people", low=300.0, high=5000.0, source="assumption", grade="assumption")] = 1500.0
    village_alert_chance: Annotated[float, Quantity(
        "Job loss that the service in the village notices in a month",
        "chance/month", low=0.1, high=0.9, source="F05-09", grade="assumption")] = 0.5
    loss_report_chance: Annotated[float, Quantity(
        "Job loss that a person reports to the labour office in a month",
        "chance/month", low=0.01, high=0.3, source="assumption", grade="assumption")] = 0.05
    case_days: Annotated[float, Quantity(
        "Staff-days that guide one person back to work",
        "days/person", low=0.2, high=3.0, source="assumption", grade="assumption")] = 0.5
    help_months: Annotated[float, Quantity(
        "Months for which guidance brings offers",
        "months", low=1.0, high=6.0, source="assumption", grade="assumption")] = 3.0
    help_offer_chance: Annotated[float, Quantity(
        "Further offer to a person under guidance",
        "chance/month", low=0.0, high=0.3, source="ckw18", grade="assumption")] = 0.06
    walk_in_offer_chance: Annotated[float, Quantity(
        "Offer to somebody who walks in", "chance/month", low=0.05, high=0.3, source="long", grade="assumption")] = 0.12
    network_hire_share: Annotated[float, Quantity(
        "Jobs found through kin and friends: pay away is the mean over all channels",
        "share", low=0.55, high=0.7, source="long", grade="read")] = 0.62
    informal_pay_penalty: Annotated[float, Quantity(
        "Fall of pay where kin and friends brought the job",
        "log points", low=0.0, high=0.3, source="chenwang", grade="assumption")] = 0.1
    least_believed_chance: Annotated[float, Quantity(
        "Chance of a job below which nobody's hope falls",
        "chance/month", low=0.0, high=0.05, source="assumption", grade="assumption")] = 0.02
    belief_renewal: Annotated[float, Quantity(
        "Weight of this month in what people believe of a market, and firms of how short hands are",
        "share/month", low=0.05, high=0.5, source="assumption", grade="assumption")] = 0.2
    first_local_market: Annotated[float, Quantity(
        "Local hires against what the channels reach, as people believe before the burn-in",
        "ratio", low=0.1, high=1.0, source="assumption", grade="assumption")] = 0.3
    offer_crowding: Annotated[float, Quantity(
        "Fall of offers per searcher with all searchers there",
        "elasticity", low=0.0, high=0.5, source="model", grade="text")] = 0.1
    matching_efficiency: Annotated[float, Quantity(
        "Local matches against the searchers and vacancies of a month",
        "ratio", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.5
    matching_elasticity: Annotated[float, Quantity(
        "Weight of searchers in local matches",
        "elasticity", low=0.4, high=0.7, source="petrongolo2001", grade="memory")] = 0.5
    schooling_return: Annotated[float, Quantity(
        "Rise of pay per year of schooling",
        "log points", low=0.053, high=0.068, source="wangcai10", grade="read")] = 0.06
    match_spread: Annotated[float, Quantity(
        "Spread of pay between equal workers in equal jobs",
        "sd of log", low=0.1, high=0.35, source="assumption", grade="assumption")] = 0.2
    reservation_share: Annotated[float, Quantity(
        "Lowest pay taken by who has just begun to search, against the value of a month at home",
        "ratio", low=0.8, high=1.6, source="assumption", grade="assumption")] = 1.0
    reservation_decline: Annotated[float, Quantity(
        "Fall of that ratio per month of search, to two years",
        "log points/month", low=0.0, high=0.05, source="assumption", grade="assumption")] = 0.02
    tightness_effect: Annotated[float, Quantity(
        "Rise of pay offered in the county per rise of vacancies per searcher",
        "elasticity", low=0.1, high=0.4, source="akram", grade="derived")] = 0.2
    founder_training_effect: Annotated[float, Quantity(
        "What training for founders adds to a supported founder's value",
        "log points", low=0.0, high=0.1, source="assumption", grade="assumption")] = 0.03
    review_loss: Annotated[float, Quantity(
        "Applications for support that are given up per month of review",
        "chance/month", low=0.05, high=0.4, source="assumption", grade="assumption")] = 0.15
    incubator_effect: Annotated[float, Quantity(
        "Fall of the chance that a young firm closes when its incubator is fully paid by survival",
        "log points", low=0.0, high=0.8, source="caliendo15", grade="assumption")] = 0.4
    incubator_half: Annotated[float, Quantity(
        "Award for a job at which incubators make half of that effort",
        "yuan/job", low=500.0, high=6000.0, source="assumption", grade="assumption")] = 2000.0
    graduate_effect: Annotated[float, Quantity(
        "What a graduate adds to the value that a small firm makes of an hour",
        "share", low=0.0, high=0.1, source="assumption", grade="assumption")] = 0.03
    local_markdown: Annotated[float, Quantity(
        "Marginal revenue that local employers keep of what a worker brings in",
        "share", low=0.0, high=0.35, source="mns23", grade="assumption")] = 0.15
    local_pay_share: Annotated[float, Quantity(
        "Pay in the county against an in-province city",
        "ratio", low=0.6, high=0.95, source="F08-03", grade="derived")] = 0.75
    remote_pay_effect: Annotated[float, Quantity(
        "Fall of pay in the county from the nearest county to the farthest",
        "log points", low=0.0, high=0.5, source="assumption", grade="assumption")] = 0.25
    outside_pay: Annotated[float, Quantity(
        "Pay of a registered migrant with nine years of schooling, 2020",
        "yuan/month", low=2800.0, high=4600.0, source="F08-01", grade="assumption")] = 3200.0
    east_pay_premium: Annotated[float, Quantity(
        "Pay in the eastern province over an in-province city",
        "log points", low=0.0, high=0.25, source="F08-11", grade="derived")] = 0.1
    post_full_capacity_chance: Annotated[float, Quantity(
        "Person of full labour capacity without a job who asks for a post, against the rules",
        "chance/month", low=0.0, high=0.3, source="assumption", grade="assumption")] = 0.05
    # Earnings
    living_cost_away: Annotated[float, Quantity(
        "Living cost of a worker away, 2020",
        "yuan/month", low=700.0, high=1800.0, source="assumption", grade="assumption")] = 1100.0
    remitted_share: Annotated[float, Quantity(
        "Net pay that an absent member sends home",
        "share", low=0.3, high=0.7, source="assumption", grade="assumption")] = 0.5
    farm_output: Annotated[float, Quantity(
        "Output of a mu in a normal year, own consumption included, inputs not taken off, 2020",
        "yuan/mu-year", low=900.0, high=2500.0, source="assumption", grade="assumption")] = 1550.0
    farm_inputs: Annotated[float, Quantity(
        "Seed, fertiliser, hired machines and feed bought for a mu, 2020",
        "yuan/mu-year", low=200.0, high=700.0, source="assumption", grade="assumption")] = 400.0
    remote_farm_effect: Annotated[float, Quantity(
        "Fall of what the farm and the courtyard fetch from the nearest county to the farthest",
        "log points", low=0.0, high=0.8, source="assumption", grade="assumption")] = 0.35
    farm_days_per_mu: Annotated[float, Quantity(
        "Work that a mu takes in a year",
        "days/mu-year", low=6.0, high=25.0, source="assumption", grade="assumption")] = 12.0
    farm_labour_elasticity: Annotated[float, Quantity(
        "Fall of output when work is short",
        "elasticity", low=0.2, high=0.6, source="assumption", grade="assumption")] = 0.35
    autumn_share: Annotated[float, Quantity(
        "Year's farm income that comes in September and October",
        "share", low=0.2, high=0.6, source="assumption", grade="assumption")] = 0.4
    summer_share: Annotated[float, Quantity(
        "Year's farm income that comes in June",
        "share", low=0.05, high=0.3, source="assumption", grade="assumption")] = 0.15
    courtyard_output: Annotated[float, Quantity(
        "Net output of a day with animals and garden at home, 2020",
        "yuan/day", low=10.0, high=50.0, source="assumption", grade="assumption")] = 26.0
    rent_per_mu: Annotated[float, Quantity(
        "Rent of land that a household does not work itself",
        "yuan/mu-year", low=100.0, high=500.0, source="assumption", grade="assumption")] = 250.0
    land_subsidy: Annotated[float, Quantity(
        "Subsidies to farm land", "yuan/mu-year", low=60.0, high=130.0, source="assumption", grade="assumption")] = 90.0
    odd_day_pay: Annotated[float, Quantity(
        "Pay of a day of odd jobs in the county, 2020",
        "yuan/day", low=80.0, high=160.0, source="assumption", grade="assumption")] = 110.0
    odd_days_offered: Annotated[float, Quantity(
        "Odd-job days found by a worker at home, normal month",
        "days/month", low=1.0, high=10.0, source="assumption", grade="assumption")] = 3.0
    children_support: Annotated[float, Quantity(
        "What children elsewhere send each old person in a household of old people, 2020",
        "yuan/head-year", low=500.0, high=4000.0, source="assumption", grade="assumption")] = 1800.0
    # Minimum living allowance
    allowance_gap_share: Annotated[float, Quantity(
        "Gap between recorded income and the standard that the minimum living allowance pays",
        "share", low=0.5, high=1.0, source="assumption", grade="assumption")] = 0.9
    allowance_floor_share: Annotated[float, Quantity(
        "Least allowance of a household in need by illness or age, against the standard",
        "share", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.35
    allowance_edge_ratio: Annotated[float, Quantity(
        "Recorded income up to which a household in need is entitled, against the standard",
        "ratio", low=1.0, high=2.0, source="assumption", grade="assumption")] = 1.5
    # Insurance
    enrolment_chance: Annotated[float, Quantity(
        "Uninsured adult who joins the residents' pension where it is no trouble to",
        "chance/year", low=0.3, high=0.9, source="assumption", grade="assumption")] = 0.65
    paid_enrolment_ratio: Annotated[float, Quantity(
        "Ratio of that chance for those whose contribution is paid",
        "ratio", low=1.0, high=1.5, source="assumption", grade="assumption")] = 1.3
    hassle: Annotated[float, Quantity(
        "People who do not join or claim for the trouble it is, where there is no access at all",
        "share", low=0.2, high=0.9, source="deshpande", grade="assumption")] = 0.5
    people_per_agent: Annotated[float, Quantity(
        "Adults of registered households whom a village agent serves",
        "people/agent", low=200.0, high=1500.0, source="assumption", grade="assumption")] = 600.0
    claim_chance: Annotated[float, Quantity(
        "Claim that is made and decided where it is no trouble to",
        "chance/month", low=0.2, high=0.9, source="assumption", grade="assumption")] = 0.5
    pension_account_share: Annotated[float, Quantity(
        "Part of the average pension that comes from accounts",
        "share", low=0.02, high=0.2, source="assumption", grade="assumption")] = 0.06
    pension_yearly_account: Annotated[float, Quantity(
        "What a year of contributions adds to an account, the government's part included",
        "yuan/year", low=130.0, high=300.0, source="F06-06", grade="assumption")] = 160.0
    safety_course_cost: Annotated[float, Quantity(
        "Teaching one worker safety", "yuan/person", low=50.0, high=100.0, source="assumption",
        grade="assumption")] = 75.0
    safety_course_effect: Annotated[float, Quantity(
        "Fall of the chance of injury for a worker taught safety",
        "share", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.15
    injury_cover_local: Annotated[float, Quantity(
        "Workers of county firms insured against injury",
        "share", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.25
    injury_cover_outside: Annotated[float, Quantity(
        "Workers outside the county insured against injury",
        "share", low=0.25, high=0.6, source="injury14", grade="derived")] = 0.35
    injury_replacement_share: Annotated[float, Quantity(
        "Pay that the insured receive while they are hurt",
        "share", low=0.5, high=1.0, source="assumption", grade="assumption")] = 0.8
    jobless_cover_share: Annotated[float, Quantity(
        "Workers with jobless insurance",
        "share", low=0.05, high=0.3, source="assumption", grade="assumption")] = 0.15
    against_will_share: Annotated[float, Quantity(
        "Jobs held for a year that end against the worker's will, in the eyes of the fund",
        "share", low=0.2, high=0.8, source="assumption", grade="assumption")] = 0.5
    jobless_benefit: Annotated[float, Quantity(
        "Jobless benefit, 2020", "yuan/month", low=1000.0, high=1600.0, source="assumption",
        grade="assumption")] = 1300.0
    jobless_premium: Annotated[float, Quantity(
        "Premium of jobless insurance, employer's and worker's", "share of pay", low=0.01, high=0.03,
        source="assumption", grade="assumption")] = 0.01
    pension_contribution: Annotated[float, Quantity(
        "Contribution of an insured adult",
        "yuan/year", low=100.0, high=500.0, source="F06-06", grade="memory")] = 200.0
    # Spending
    consumption_floor: Annotated[float, Quantity(
        "Food and other needs of a head at 2020 prices",
        "yuan/year", low=3000.0, high=5500.0, source="F05-12", grade="derived")] = 4000.0
    consumption_share: Annotated[float, Quantity(
        "Income above the floor that a household consumes",
        "share", low=0.5, high=0.9, source="F01-15", grade="derived")] = 0.7
    smoothing: Annotated[float, Quantity(
        "Consumption that follows the year's income rather than the month's",
        "share", low=0.5, high=1.0, source="jalan", grade="assumption")] = 0.85
    savings_spent: Annotated[float, Quantity(
        "Savings above three months' needs that are spent in a month",
        "share", low=0.0, high=0.1, source="assumption", grade="assumption")] = 0.02
    credit_income_share: Annotated[float, Quantity(
        "Debt that lenders allow against a year's income",
        "share", low=0.2, high=2.0, source="assumption", grade="assumption")] = 0.6
    credit_per_mu: Annotated[float, Quantity(
        "Debt that lenders allow for a mu of land, at 2020 prices",
        "yuan/mu", low=0.0, high=3000.0, source="assumption", grade="assumption")] = 800.0
    bare_share: Annotated[float, Quantity(
        "Least that people live on when neither savings, credit nor stock is left, against the floor",
        "share", low=0.4, high=1.0, source="assumption", grade="assumption")] = 0.7
    stock_per_head: Annotated[float, Quantity(
        "Usual worth of a household's animals, tools and trees, at 2020 prices",
        "yuan/head", low=1000.0, high=8000.0, source="assumption", grade="assumption")] = 2500.0
    stock_share: Annotated[float, Quantity(
        "Part of what work at home brings that depends on such stock",
        "share", low=0.0, high=0.8, source="you14", grade="assumption")] = 0.4
    distress_price: Annotated[float, Quantity(
        "What stock brings that must be sold, against its worth",
        "share", low=0.4, high=0.95, source="assumption", grade="assumption")] = 0.7
    restock_share: Annotated[float, Quantity(
        "Savings beyond three months' needs that buy stock anew",
        "share/month", low=0.0, high=0.4, source="assumption", grade="assumption")] = 0.1
    imputed_rent: Annotated[float, Quantity(
        "Rent that a resident saves by owning the house, as the survey counts it: less than all property income",
        "yuan/head-year", low=0.0, high=160.0, source="F01-04", grade="assumption")] = 100.0
    local_spending_share: Annotated[float, Quantity(
        "Consumption bought in the county", "share", low=0.3, high=0.9, source="lewie", grade="assumption")] = 0.6
    senior_school_cost: Annotated[float, Quantity(
        "Own cost of a senior-high pupil at 2020 prices",
        "yuan/year", low=1500.0, high=6000.0, source="assumption", grade="assumption")] = 3000.0
    college_cost: Annotated[float, Quantity(
        "Own cost of a pupil beyond senior high at 2020 prices, after loans and grants",
        "yuan/year", low=3000.0, high=15000.0, source="assumption", grade="assumption")] = 6000.0
    debt_interest: Annotated[float, Quantity(
        "Interest on debt", "rate/year", low=0.03, high=0.15, source="assumption", grade="assumption")] = 0.055
    savings_interest: Annotated[float, Quantity(
        "Interest on savings", "rate/year", low=0.003, high=0.03, source="assumption", grade="assumption")] = 0.015
    repayment_share: Annotated[float, Quantity(
        "Cash beyond a month's needs that repays debt",
        "share", low=0.1, high=0.8, source="assumption", grade="assumption")] = 0.3
    # Monitoring
    report_chance: Annotated[float, Quantity(
        "Household at risk that reports itself",
        "chance/month", low=0.01, high=0.3, source="assumption", grade="assumption")] = 0.06
    edge_report_ratio: Annotated[float, Quantity(
        "Ratio of that chance for a household that was never registered, whom no cadre visits",
        "ratio", low=0.05, high=1.0, source="F05-01", grade="assumption")] = 0.2
    false_report_chance: Annotated[float, Quantity(
        "Household not at risk that reports itself",
        "chance/month", low=0.0, high=0.01, source="assumption", grade="assumption")] = 0.001
    visit_sensitivity: Annotated[float, Quantity(
        "Visit to a household at risk that sees it",
        "chance", low=0.3, high=0.95, source="alatas", grade="assumption")] = 0.7
    visit_false_chance: Annotated[float, Quantity(
        "Visit to a household not at risk that thinks it is",
        "chance", low=0.0, high=0.1, source="alatas", grade="assumption")] = 0.02
    matches_per_year: Annotated[float, Quantity(
        "Matches of records with civil affairs, health and insurance in 2020-21",
        "matches/year", low=1.0, high=12.0, source="assumption", grade="assumption")] = 4.0
    match_sensitivity: Annotated[float, Quantity(
        "Household with a large bill or damage since the last match that it shows",
        "chance", low=0.3, high=0.95, source="assumption", grade="assumption")] = 0.6
    match_false_chance: Annotated[float, Quantity(
        "Other household that a match shows by mistake",
        "chance", low=0.0, high=0.02, source="assumption", grade="assumption")] = 0.002
    recording_spread: Annotated[float, Quantity(
        "Error of recorded income",
        "sd of log", low=0.1, high=0.5, source="assumption", grade="assumption")] = 0.25
    official_effect: Annotated[float, Quantity(
        "Rise of what reports and visits see, and fall of errors of records, with the work of village officials",
        "elasticity", low=0.0, high=1.25, source="hewang", grade="assumption")] = 0.5
    late_share: Annotated[float, Quantity(
        "Signs that are decided late, not within the 15 days of the rules",
        "share", low=0.0, high=0.6, source="F05-09", grade="assumption")] = 0.3
    late_decision_chance: Annotated[float, Quantity(
        "Late sign that is decided in a month",
        "chance/month", low=0.1, high=0.6, source="assumption", grade="assumption")] = 0.3
    quota_share: Annotated[float, Quantity(
        "Registered people that a county may monitor at once",
        "share", low=0.02, high=0.15, source="F05-01", grade="assumption")] = 0.06
    community_spread: Annotated[float, Quantity(
        "Error of what a village meeting thinks of a household's income",
        "sd of log", low=0.1, high=0.6, source="alatas", grade="assumption")] = 0.3
    aid_share: Annotated[float, Quantity(
        "Gap to the line that aid closes", "share", low=0.2, high=1.0, source="assumption", grade="assumption")] = 0.6
    ending_months: Annotated[float, Quantity(
        "Shortest time under monitoring", "months", low=3.0, high=12.0, source="liu22", grade="assumption")] = 6.0
    ending_margin: Annotated[float, Quantity(
        "Recorded income over the line that ends a risk",
        "ratio", low=1.0, high=1.5, source="assumption", grade="assumption")] = 1.05
