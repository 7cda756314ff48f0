"""Delivery: what becomes of a county's plan, month by month: displaced, idle, leaked, delivered, turned into places.

    displace d = displacement_share (arrived - base), at most the own money of the month; a shortfall is topped up
             while top_up_share of the year's base plan lasts; a measure without a plan has no own money      [cmr]
    start    a county goes on with last year's money until it has started, late_months / ((1 + days(25)) (1 + g a)),
             then catches up                                                                  [clauses 24, 25]
    idle     i = idle_share (1 + idle_surge (arrived/base - 1)+) / capacity, more where audits make cautious, at most
             most_idle_share; reviews release it, as many as their staff-days allow; the January after a whole idle
             year it goes back to the pool                                                        [nao]
    leak     l = what officials have learnt to divert of what is neither displaced nor idle, less what a find recovers
    absorb   turned into places = K (1 - exp(-D/K)), K = absorption_capacity capacity base, capacity = staff times
             (1 + g a), g a rise with attention; attention moves some of it to the visible measures (3, 5, 9)
    purse    twice a month's places money and one place may wait; what is beyond goes back to the pool

`funds` calls it, county after county.

Reads   counties.plan counties.last_plan counties.base_plan counties.staff counties.service counties.weight
        counties.attention counties.honesty counties.is_found counties.late_months
Writes  provinces.returned, counties.paid counties.planned counties.own counties.money counties.idle counties.returned
        counties.purse counties.overhead counties.places counties.budget counties.start_months
Levers  through the cost of a unit: local_jobs_post_pay skill_project_course_cost
        skill_project_stipend labour_export_transport_subsidy labour_export_agency_fee labour_brand_cost
        startup_support_grant job_service_point_cost farm_training_course_cost skill_contest_cost
        insurance_cover_contribution insurance_service_agent_pay graduate_allowance_allowance
        public_recruitment_post_cost title_evaluation_pay_step expert_service_expert_cost staff_pay_township_allowance
        cadre_training_course_cost cooperation_funds_cost_per_job job_cooperation_service_cost
        skill_cooperation_seat_cost talent_cooperation_secondee_cost data_sharing_visit_cost        Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import absorbed, base_days, gross_up, own_share, released_share, unit_cost
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.supervision import QUARTER, days_ratio, leak
from sim.state.codes import (
    DATA_SHARING,
    DELIVERED,
    DISPLACED,
    FUND_TILT,
    IDLE,
    LABOUR_EXPORT,
    LEAKED,
    LOCAL_JOBS,
    SKILL_PROJECT,
    SUPERVISION,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.month import Month
from sim.state.provinces import Provinces


@kernel
def withdrawn(counties: Counties, c: int, m: int, beyond: int, own: int, displacement_share: float) -> int:
    """Fen of own money that a county saves when more arrives than the base; negative what it adds when less does."""
    saved = min(int(math.floor(displacement_share * float(beyond))), own)
    if saved < 0:
        saved = -min(-saved, int(counties.budget[c, m]))
        counties.budget[c, m] += saved
    return saved


@kernel
def at_work(staff: float, least_staff_share: float) -> float:
    """Work done by the staff per established post."""
    return max(staff, least_staff_share)


@kernel
def speed(attention: float, behaviour: Behaviour) -> float:
    """Capacity and speed at this attention, against those of 2020-21."""
    return (1.0 + behaviour.attention_speed * attention) / (1.0 + behaviour.attention_speed * behaviour.usual_attention)


@kernel
def visible_capacity(m: int, attention: float, behaviour: Behaviour) -> float:
    """How attention moves capacity to the measures that everybody looks at, against 2020-21."""
    moved = behaviour.crowding * (attention - behaviour.usual_attention)
    return math.exp(moved if m in (LABOUR_EXPORT, LOCAL_JOBS, SKILL_PROJECT) else -moved)


@kernel
def start_months(late_months: float, organisation: float, attention: float, behaviour: Behaviour) -> int:
    """Months until a county has started what is new in the year's plan."""
    months = late_months / ((1.0 + organisation) * (1.0 + behaviour.attention_speed * attention))
    return min(YEAR - 1, int(math.floor(months)))


@kernel
def due_by(plan: int, last_plan: int, season: int, start: int) -> int:
    """Fen of the year's plan that have arrived by the end of a month."""
    before = min(plan, last_plan)
    if season < start:
        return before * (season + 1) // YEAR
    held = before * start // YEAR
    return held + (plan - held) * (season + 1 - start) // (YEAR - start)


@kernel
def idle_share_of(arrived: int, base: int, capacity: float, audits: float, behaviour: Behaviour) -> float:
    """Share of the money at hand that finds no project this month."""
    surge = float(arrived) / float(base) - 1.0 if base > 0 else 0.0
    caution = 1.0 - behaviour.audit_caution + behaviour.audit_caution * audits
    share = behaviour.idle_share * caution * (1.0 + behaviour.idle_surge * max(0.0, surge)) / capacity
    return min(behaviour.most_idle_share, share)


@kernel
def leak_of(honesty: float, is_found: bool, behaviour: Behaviour) -> float:
    """Share of the arriving money that leaks this month; a find brings back a part of the quarter's."""
    recovered = min(1.0, float(QUARTER) * behaviour.recovered_share) if is_found else 0.0
    return leak(honesty, behaviour.most_leaked_share) * (1.0 - recovered)


@kernel
def pay(counties: Counties, c: int, m: int, levers: Levers, behaviour: Behaviour, month: Month) -> int:
    """One month of one measure in one county; returns the fen that it sends back. Without a plan no own money."""
    attention = float(counties.attention[c])
    organisation = days_ratio(float(counties.service[c, DATA_SHARING]), base_days(DATA_SHARING, behaviour))
    audits = days_ratio(float(counties.service[c, SUPERVISION]), base_days(SUPERVISION, behaviour))
    start = start_months(float(counties.late_months[c]), organisation, attention, behaviour)
    counties.start_months[c] = start
    due = due_by(int(counties.plan[c, m]), int(counties.last_plan[c, m]), month.season, start)
    due = max(due, int(counties.paid[c, m]))
    arrived = due - int(counties.paid[c, m])
    counties.paid[c, m] = due
    base = int(counties.base_plan[c, m]) // YEAR
    is_on = counties.plan[c, m] > 0
    own = int(math.floor(own_share(m, behaviour) * float(base))) if is_on else 0
    saved = withdrawn(counties, c, m, arrived - base, own, behaviour.displacement_share) if is_on else 0
    available = arrived + own - saved
    capacity = at_work(float(counties.staff[c]), behaviour.least_staff_share) * speed(attention, behaviour)
    waits = int(math.floor(idle_share_of(arrived, base, capacity, audits, behaviour) * float(available)))
    reviews = behaviour.reviews_per_year * days_ratio(float(counties.service[c, FUND_TILT]), behaviour.review_days)
    share = released_share(reviews, behaviour.review_release_share)
    released = int(math.floor(share * float(counties.idle[c, m, 0])))
    counties.idle[c, m, 0] += waits - released
    arriving = available - waits + released
    leaked = int(
        math.floor(leak_of(float(counties.honesty[c]), bool(counties.is_found[c]), behaviour) * float(arriving))
    )
    delivered = arriving - leaked
    counties.planned[c, m] = arrived + own
    counties.own[c, m] = own - saved
    counties.money[c, m, DISPLACED] = saved
    counties.money[c, m, IDLE] = waits - released
    counties.money[c, m, LEAKED] = leaked
    counties.money[c, m, DELIVERED] = delivered
    capacity *= visible_capacity(m, attention, behaviour)
    ceiling = behaviour.absorption_capacity * capacity * (float(base) / gross_up(m, behaviour))
    places_money = int(math.floor(absorbed(float(delivered) * (1.0 - behaviour.administration_share), ceiling)))
    counties.overhead[c, m] = delivered - places_money
    cost = unit_cost(m, levers)
    unspent = max(0, int(counties.purse[c, m]) + places_money - (2 * places_money + cost))
    counties.purse[c, m] += places_money - unspent
    counties.returned[c, m] += unspent
    counties.places[c, m] = int(counties.purse[c, m]) // cost
    return unspent


@kernel
def close_year(provinces: Provinces, counties: Counties, q: int, m: int) -> None:
    """January: money idle for a whole year goes back to the province's pool, in time for this year's split."""
    first = int(provinces.first_county[q])
    for c in range(first, first + int(provinces.counties[q])):
        old = int(counties.idle[c, m, 1])
        counties.idle[c, m, 1] = counties.idle[c, m, 0]
        counties.idle[c, m, 0] = 0
        counties.returned[c, m] += old
        provinces.returned[q, m] += int(math.floor(float(old) * counties.weight[c]))
