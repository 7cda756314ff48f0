"""The funding table: who pays a measure, what a unit costs, how many units of 2020-21 there were.

A province's pool of a measure at a dose of one pays these units, bottom up: units a year per registered person times
the cost of one, grossed up for what does not arrive. What eastern money pays of it is a part of that pool, not a second
one. Staff-days are asked for per registered person and come from a stock that no dose makes larger.
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.measures import MEASURES
from sim.numeric import kernel
from sim.state.codes import (
    COOPERATION_FUNDS,
    DATA_SHARING,
    EMPLOYMENT_FUND,
    EXPERT_SERVICE,
    FARM_TRAINING,
    FUND_TILT,
    GRADUATE_ALLOWANCE,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    JOB_COOPERATION,
    JOB_SERVICE,
    LABOUR_BRAND,
    LABOUR_EXPORT,
    LINK_UP_FUND,
    LOCAL_JOBS,
    POLITICAL_PRIORITY,
    PUBLIC_RECRUITMENT,
    SKILL_CONTEST,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    STAFF_PAY,
    STARTUP_SUPPORT,
    SUPERVISION,
    TALENT_COOPERATION,
    TITLE_EVALUATION,
    YEAR,
)

COURSE_DAYS = 22
FEN = 100.0
PAYER_NAMES = ("employment fund", "link-up fund", "staff budget", "insurance budget", "eastern transfer", "staff days")
"""In the order of the codes of payers."""
PAYER = tuple(PAYER_NAMES.index(measure.payer) for measure in MEASURES)
"""Code of the payer of each measure."""


@kernel
def post_cost(levers: Levers) -> int:
    """Fen that a post takes a month: its pay."""
    return int(math.floor(levers.local_jobs_post_pay * FEN))


@kernel
def course_cost(levers: Levers) -> int:
    """Fen that a place in a course takes: tuition and the trainee's allowance."""
    return int(math.floor((levers.skill_project_course_cost + levers.skill_project_stipend * float(COURSE_DAYS)) * FEN))


@kernel
def relief_day_cost(levers: Levers) -> int:
    """Fen that a day of work-relief takes: its pay."""
    return int(math.floor(levers.local_jobs_relief_day_pay * FEN))


@kernel
def senior_cost(levers: Levers) -> int:
    """Fen that a place in a senior worker's course of three months takes: tuition and the trainee's allowance."""
    allowance = int(math.floor(levers.skill_project_stipend * float(COURSE_DAYS) * FEN + 0.5))
    return int(math.floor(levers.skill_project_senior_cost * FEN)) + 3 * allowance


@kernel
def building_cost(levers: Levers) -> float:
    """Yuan a year that schools, bases, studios, norms and online resources for key counties alone take."""
    cost = levers.skill_project_schools_key_only * levers.skill_project_school_cost
    cost += levers.skill_project_bases_key_only * levers.skill_project_base_cost
    cost += levers.skill_project_studios_key_only * levers.skill_project_studio_cost
    cost += levers.skill_project_norms_key_only * levers.skill_project_norm_cost
    return cost + levers.skill_project_online_courses_key_only * levers.skill_project_online_cost


@kernel
def key_only_cost(levers: Levers) -> float:
    """Yuan a year of the skill project for key counties alone: course places, senior workers, building."""
    cost = levers.skill_project_trainees_key_only * float(course_cost(levers)) / FEN
    cost += levers.skill_project_seniors_key_only * float(senior_cost(levers)) / FEN
    return cost + building_cost(levers)


@kernel
def monthly(yuan_a_year: float) -> int:
    """Fen a month of what costs so many yuan a year."""
    return int(math.floor(yuan_a_year * FEN / float(YEAR)))


@kernel
def once(yuan: float) -> int:
    """Yuan as fen."""
    return int(math.floor(yuan * FEN))


@kernel
def unit_cost(measure: int, levers: Levers) -> int:
    """Fen that one unit of a measure takes; 0 where it takes staff-days alone."""
    if measure == LABOUR_EXPORT:
        return once(levers.labour_export_transport_subsidy + levers.labour_export_agency_fee)
    if measure == LABOUR_BRAND:
        return monthly(levers.labour_brand_cost)
    if measure == LOCAL_JOBS:
        return post_cost(levers)
    if measure == STARTUP_SUPPORT:
        return once(levers.startup_support_grant)
    if measure == JOB_SERVICE:
        return monthly(levers.job_service_point_cost)
    if measure == SKILL_PROJECT:
        return course_cost(levers)
    if measure == FARM_TRAINING:
        return once(levers.farm_training_course_cost)
    if measure == SKILL_CONTEST:
        return once(levers.skill_contest_cost)
    if measure == INSURANCE_COVER:
        return once(levers.insurance_cover_contribution)
    if measure == INSURANCE_SERVICE:
        return monthly(levers.insurance_service_agent_pay)
    if measure == GRADUATE_ALLOWANCE:
        return once(levers.graduate_allowance_allowance)
    if measure == PUBLIC_RECRUITMENT:
        return monthly(levers.public_recruitment_post_cost)
    if measure == TITLE_EVALUATION:
        return monthly(levers.title_evaluation_pay_step)
    if measure == EXPERT_SERVICE:
        return monthly(levers.expert_service_expert_cost)
    if measure == STAFF_PAY:
        return once(levers.staff_pay_township_allowance)
    return cooperation_cost(measure, levers)


@kernel
def cooperation_cost(measure: int, levers: Levers) -> int:
    """Fen that one unit of clauses (19) to (26) takes."""
    if measure == COOPERATION_FUNDS:
        return once(levers.cooperation_funds_cost_per_job)
    if measure == JOB_COOPERATION:
        return monthly(levers.job_cooperation_service_cost)
    if measure == SKILL_COOPERATION:
        return monthly(levers.skill_cooperation_seat_cost)
    if measure == TALENT_COOPERATION:
        return monthly(levers.talent_cooperation_secondee_cost)
    if measure == DATA_SHARING:
        return once(levers.data_sharing_visit_cost)
    if measure in (FUND_TILT, POLITICAL_PRIORITY, SUPERVISION):
        return 0
    return once(levers.cadre_training_course_cost)


@kernel
def base_units(measure: int, behaviour: Behaviour) -> float:
    """Units a year and registered person at a dose of one: those of 2020-21, or the Opinion's of what it creates."""
    year = float(YEAR)
    if measure == LABOUR_EXPORT:
        return behaviour.placements_per_registered
    if measure == LABOUR_BRAND:
        return behaviour.brands_per_registered * year
    if measure == LOCAL_JOBS:
        return behaviour.posts_per_registered * year / behaviour.post_money_share
    if measure == STARTUP_SUPPORT:
        return behaviour.founders_per_registered
    if measure == JOB_SERVICE:
        return behaviour.service_points_per_registered * year
    if measure == SKILL_PROJECT:
        return behaviour.courses_per_registered + behaviour.schooling_places_per_registered
    if measure == FARM_TRAINING:
        return behaviour.farm_courses_per_registered
    if measure == SKILL_CONTEST:
        return behaviour.contests_per_registered
    if measure == INSURANCE_COVER:
        return behaviour.contributions_per_registered
    if measure == INSURANCE_SERVICE:
        return behaviour.agents_per_registered * year
    if measure == GRADUATE_ALLOWANCE:
        return behaviour.allowances_per_registered * year
    if measure == PUBLIC_RECRUITMENT:
        return behaviour.special_posts_per_registered * year
    if measure == TITLE_EVALUATION:
        return behaviour.titles_per_registered * year
    if measure == EXPERT_SERVICE:
        return behaviour.experts_per_registered * year
    if measure == STAFF_PAY:
        return behaviour.allowance_staff_per_registered * year
    return cooperation_units(measure, behaviour)


@kernel
def cooperation_units(measure: int, behaviour: Behaviour) -> float:
    """Units a year and registered person of clauses (19) to (26); eastern money is an amount, not units."""
    year = float(YEAR)
    if measure == JOB_COOPERATION:
        return behaviour.served_workers_per_registered * year
    if measure == SKILL_COOPERATION:
        return behaviour.eastern_seats_per_registered * year
    if measure == TALENT_COOPERATION:
        return behaviour.secondees_per_registered * year
    if measure == DATA_SHARING:
        return behaviour.visits_per_registered
    if measure in (FUND_TILT, COOPERATION_FUNDS, POLITICAL_PRIORITY, SUPERVISION):
        return 0.0
    return behaviour.trained_cadres_per_registered


@kernel
def base_days(measure: int, behaviour: Behaviour) -> float:
    """Staff-days a month per thousand registered people that a dose of one asks for."""
    if measure == JOB_SERVICE:
        return behaviour.guidance_days
    if measure == FUND_TILT:
        return behaviour.review_days
    if measure == INSURANCE_SERVICE:
        return behaviour.agent_days
    if measure == POLITICAL_PRIORITY:
        return behaviour.campaign_days
    if measure == DATA_SHARING:
        return behaviour.match_days
    if measure == SUPERVISION:
        return behaviour.audit_days
    return 0.0


@kernel
def own_share(measure: int, behaviour: Behaviour) -> float:
    """Own money a county adds, of the base plan: to what the employment and the link-up fund pay."""
    return behaviour.own_money_share if PAYER[measure] in (EMPLOYMENT_FUND, LINK_UP_FUND) else 0.0


@kernel
def eastern_share(measure: int, levers: Levers) -> float:
    """Share of the eastern money that goes into a measure; the rest is invested in firms."""
    if measure == LABOUR_EXPORT:
        return levers.cooperation_funds_export_share
    if measure == LOCAL_JOBS:
        return levers.cooperation_funds_jobs_share
    if measure == SKILL_PROJECT:
        return levers.cooperation_funds_skill_share
    if measure == TALENT_COOPERATION:
        return levers.cooperation_funds_talent_share
    return 0.0


@kernel
def absorbed(money: float, ceiling: float) -> float:
    """Money that an office turns into places: less and less of it, the more arrives."""
    if ceiling <= 0.0:
        return 0.0
    return ceiling * (1.0 - math.exp(-money / ceiling))


@kernel
def released_share(reviews_per_year: float, review_release_share: float) -> float:
    """Share of idle money that the reviews of one month put to work."""
    return 1.0 - math.exp(math.log(1.0 - review_release_share) * reviews_per_year / float(YEAR))


@kernel
def idle_stock_share(idle_share: float, reviews_per_year: float, review_release_share: float) -> float:
    """Share of a year's even money that lies idle at its end, when reviews release some each month."""
    kept = 1.0 - released_share(reviews_per_year, review_release_share)
    stock = 0.0
    for _ in range(YEAR):
        stock = stock * kept + idle_share / float(YEAR)
    return stock


@kernel
def gross_up(measure: int, behaviour: Behaviour) -> float:
    """Pool money per yuan of places, at a dose and tilt of one: what the places of 2020-21 took."""
    a = behaviour.absorption_capacity
    absorbed_money = -a * math.log(1.0 - 1.0 / a)
    delivered = absorbed_money / (1.0 - behaviour.administration_share)
    arriving = delivered / (1.0 - behaviour.leaked_share)
    idle = idle_stock_share(behaviour.idle_share, behaviour.reviews_per_year, behaviour.review_release_share)
    return arriving / (1.0 - idle) / (1.0 + own_share(measure, behaviour))
