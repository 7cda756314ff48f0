"""Public money: each payer's pool of each measure, split each January; staff-days, shared each month.

    base     pool_m = registered * units * unit cost * gross-up, the units of 2020-21; a part is eastern [facts]
    dose     home_m = dose_m (pool_m - eastern_m); the eastern envelope times its own dose is split by share_m dose_m,
             what is left of it is invested; a fixed pool scales all that one payer pays to its baseline     [clause 20]
    tilt     plan_mc = money need_mc tilt^key_c / sum_c' weight need tilt^key, eastern money by its own tilt  [clause 8]
    key only places, senior workers and building for them alone, grossed up like a pool that no own money adds to, by
             a province's key counties over 160, then by their need; under zero_sum out of the pool, else beside it
    days     asked_m = dose_m days_m registered; if all ask for more than the stock, (1 + spare_days_share) of what
             2020-21 asked for, all get less in proportion; then by need and tilt, done by the staff at work
    carried  what nobody needs, and what comes back, is split again next January

A measure's own tilt replaces that of the fund; nobody else reads a dose or a tilt. What becomes of a county's plan says
`delivery`. Serial, in county-code order.

Reads   counties.need counties.weight counties.is_key counties.staff counties.attention counties.honesty
        counties.is_found counties.late_months, provinces.key_counties, households.is_registered
        households.members, provinces.code
Writes  provinces.registered provinces.base_pool provinces.base_eastern provinces.base_fund provinces.pool
        provinces.returned, counties.plan counties.last_plan counties.key_only_plan counties.eastern_plan
        counties.base_plan counties.paid counties.planned counties.own counties.start_months
        counties.money counties.idle counties.returned counties.purse counties.overhead counties.places counties.budget
        counties.service counties.bought
Levers  all doses and tilts, what the skill project is for key counties alone:
        skill_project_trainees_key_only skill_project_seniors_key_only skill_project_schools_key_only
        skill_project_bases_key_only skill_project_studios_key_only skill_project_norms_key_only
        skill_project_online_courses_key_only skill_project_school_cost skill_project_base_cost
        skill_project_studio_cost skill_project_norm_cost skill_project_online_cost skill_project_senior_cost,
        the shares of eastern money
        cooperation_funds_export_share cooperation_funds_jobs_share cooperation_funds_skill_share
        cooperation_funds_talent_share, the costs of a unit local_jobs_post_pay skill_project_course_cost
        skill_project_stipend labour_export_transport_subsidy labour_export_agency_fee labour_brand_cost
        startup_support_grant job_service_point_cost farm_training_course_cost skill_contest_cost
        insurance_cover_contribution insurance_service_agent_pay graduate_allowance_allowance
        public_recruitment_post_cost title_evaluation_pay_step expert_service_expert_cost staff_pay_township_allowance
        cadre_training_course_cost cooperation_funds_cost_per_job job_cooperation_service_cost
        skill_cooperation_seat_cost talent_cooperation_secondee_cost data_sharing_visit_cost        Luck  none
"""

import math
from typing import NamedTuple

from sim.behaviour import Behaviour
from sim.funding import (
    FEN,
    PAYER,
    base_days,
    base_units,
    eastern_share,
    gross_up,
    key_only_cost,
    own_share,
    unit_cost,
)
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.delivery import close_year, pay
from sim.state.codes import (
    COOPERATION_FUNDS,
    EASTERN_TRANSFER,
    EMPLOYMENT_FUND,
    FUND_TILT,
    MEASURES,
    SKILL_PROJECT,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.provinces import Provinces
from sim.state.table import Array

KEY_COUNTIES = 160


class Closure(NamedTuple):
    """Who pays: whether a tilt is new money, whether all doses share one fixed pool."""

    is_new_money: bool
    is_fixed_pool: bool


@kernel
def found(
    provinces: Provinces, counties: Counties, households: Households, doses: Array, levers: Levers, behaviour: Behaviour
) -> None:
    """Set up the base pools: what the units of 2020-21 took, for the registered people of each province.

    `doses` and `levers` are the baseline's: pools are money, and a dearer place later buys fewer of them.
    """
    for q in range(len(provinces.code)):
        registered = 0.0
        for c in range(provinces.first_county[q], provinces.first_county[q] + provinces.counties[q]):
            people = 0
            for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
                if households.is_registered[h]:
                    people += int(households.members[h])
            registered += float(people) * counties.weight[c]
        provinces.registered[q] = registered
        envelope = registered * behaviour.eastern_aid_per_registered * FEN
        invested = envelope
        for m in range(MEASURES):
            if m == COOPERATION_FUNDS:
                continue
            unit = float(unit_cost(m, levers)) * gross_up(m, behaviour)
            pool = int(math.floor(registered * base_units(m, behaviour) * unit))
            eastern = min(pool, int(math.floor(envelope * eastern_share(m, levers))))
            invested -= float(eastern)
            provinces.base_pool[q, m] = pool
            provinces.base_eastern[q, m] = eastern
            provinces.base_fund[q, PAYER[m]] += int(math.floor(float(pool - eastern) * float(doses[m, 0])))
        provinces.base_pool[q, COOPERATION_FUNDS] = int(math.floor(invested))
        provinces.base_eastern[q, COOPERATION_FUNDS] = int(math.floor(invested))
        provinces.base_fund[q, EASTERN_TRANSFER] += int(math.floor(envelope * float(doses[COOPERATION_FUNDS, 0])))
        for m in range(MEASURES):
            plan_as_usual(provinces, counties, q, m, float(doses[m, 0]))


@kernel
def plan_as_usual(provinces: Provinces, counties: Counties, q: int, m: int, dose: float) -> None:
    """The plans of the year before the first, so that nothing starts anew in it."""
    first = int(provinces.first_county[q])
    last = first + int(provinces.counties[q])
    even = 0.0
    for c in range(first, last):
        even += counties.weight[c] * float(counties.need[c, m])
    for c in range(first, last):
        if even > 0.0:
            plan = float(provinces.base_pool[q, m]) * dose * float(counties.need[c, m]) / even
            counties.plan[c, m] = int(math.floor(plan))


@kernel
def spend(counties: Counties, c: int, m: int, fen: int) -> None:
    """Pay for something out of a county's purse of a measure."""
    counties.purse[c, m] -= fen
    counties.bought[c, m] += fen


@kernel
def tilt_of(measure: int, doses: Array) -> float:
    """Tilt of a measure: its own, or where it is 0 that of the employment fund, which pays it."""
    own = float(doses[measure, 1])
    return float(doses[FUND_TILT, 1]) if PAYER[measure] == EMPLOYMENT_FUND and own == 0.0 else own


@kernel
def eastern_envelope(provinces: Provinces, q: int) -> float:
    """Eastern money of a province at a dose of one."""
    envelope = 0.0
    for m in range(MEASURES):
        envelope += float(provinces.base_eastern[q, m])
    return envelope


@kernel
def fund_scale(provinces: Provinces, q: int, payer: int, doses: Array) -> float:
    """What makes all that one payer pays cost as much as in the baseline."""
    wanted = eastern_envelope(provinces, q) * float(doses[COOPERATION_FUNDS, 0]) if payer == EASTERN_TRANSFER else 0.0
    for m in range(MEASURES):
        if PAYER[m] == payer:
            wanted += float(provinces.base_pool[q, m] - provinces.base_eastern[q, m]) * float(doses[m, 0])
    return float(provinces.base_fund[q, payer]) / wanted if wanted > 0.0 else 1.0


@kernel
def eastern_part(provinces: Provinces, q: int, measure: int, doses: Array, levers: Levers) -> float:
    """Share of the eastern money of a year that a measure gets: by share and dose, what is left is invested."""
    into, left, mine = 0.0, 1.0, 0.0
    for m in range(MEASURES):
        share = eastern_share(m, levers) if provinces.base_pool[q, m] > 0 else 0.0
        left -= share
        into += share * float(doses[m, 0])
        if m == measure:
            mine = share * float(doses[m, 0])
    left = max(0.0, left)
    if measure == COOPERATION_FUNDS:
        mine = left
    return mine / (into + left) if into + left > 0.0 else 0.0


@kernel
def key_only_money(provinces: Provinces, q: int, m: int, levers: Levers, behaviour: Behaviour) -> float:
    """Fen a year that are for key counties alone: this province's part of the skill project's."""
    if m != SKILL_PROJECT:
        return 0.0
    named = key_only_cost(levers) * FEN * float(provinces.key_counties[q]) / float(KEY_COUNTIES)
    return named * gross_up(m, behaviour) * (1.0 + own_share(m, behaviour))


@kernel
def split_pool(
    provinces: Provinces,
    counties: Counties,
    q: int,
    m: int,
    home: float,
    eastern: float,
    key_only: float,
    top_up: float,
    doses: Array,
    closure: Closure,
) -> None:
    """Split one province's money of one measure over its counties for the year; what nobody needs is kept."""
    first = int(provinces.first_county[q])
    last = first + int(provinces.counties[q])
    tilt, eastern_tilt = tilt_of(m, doses), tilt_of(COOPERATION_FUNDS, doses)
    even, tilted, eastern_tilted, key_need = 0.0, 0.0, 0.0, 0.0
    for c in range(first, last):
        need = counties.weight[c] * float(counties.need[c, m])
        even += need
        tilted += need * (tilt if counties.is_key[c] else 1.0)
        eastern_tilted += need * (eastern_tilt if counties.is_key[c] else 1.0)
        key_need += need if counties.is_key[c] else 0.0
    if key_need == 0.0:
        key_only = 0.0
    if closure.is_new_money:
        tilted, eastern_tilted = even, even
    else:
        key_only = min(key_only, home)
        home -= key_only
    split = 0.0
    for c in range(first, last):
        need, weight = float(counties.need[c, m]), float(counties.weight[c])
        plan, part, base, key_part = 0.0, 0.0, 0.0, 0.0
        if even > 0.0:
            part = eastern * need * (eastern_tilt if counties.is_key[c] else 1.0) / eastern_tilted
            plan = part + home * need * (tilt if counties.is_key[c] else 1.0) / tilted
            base = float(provinces.base_pool[q, m]) * need / even
        if counties.is_key[c] and key_need > 0.0:
            key_part = key_only * need / key_need
            plan += key_part
        split += weight * plan
        counties.last_plan[c, m] = counties.plan[c, m]
        counties.plan[c, m] = int(math.floor(plan))
        counties.eastern_plan[c, m] = int(math.floor(part))
        counties.key_only_plan[c, m] = int(math.floor(key_part))
        counties.base_plan[c, m] = int(math.floor(base))
        counties.budget[c, m] = int(math.floor(top_up * base))
        counties.paid[c, m] = 0
    provinces.pool[q, m] = int(math.floor(split + 0.5))
    provinces.returned[q, m] = 0 if even > 0.0 else int(math.floor(home + eastern + key_only))


@kernel
def staff_day_scale(doses: Array, behaviour: Behaviour) -> float:
    """What each measure gets of the staff-days that it asks for."""
    usual, asked = 0.0, 0.0
    for m in range(MEASURES):
        usual += base_days(m, behaviour)
        asked += base_days(m, behaviour) * float(doses[m, 0])
    return min(1.0, (1.0 + behaviour.spare_days_share) * usual / asked) if asked > 0.0 else 0.0


@kernel
def share_days(provinces: Provinces, counties: Counties, q: int, m: int, days: float, tilt: float) -> None:
    """Share the staff-days of one measure: by need and tilt; where posts are vacant fewer are done."""
    first = int(provinces.first_county[q])
    last = first + int(provinces.counties[q])
    tilted = 0.0
    for c in range(first, last):
        tilted += counties.weight[c] * float(counties.need[c, m]) * (tilt if counties.is_key[c] else 1.0)
    for c in range(first, last):
        a_person = days * (tilt if counties.is_key[c] else 1.0) / tilted if tilted > 0.0 else 0.0
        counties.service[c, m] = a_person * float(counties.staff[c])


@kernel
def step(
    provinces: Provinces,
    counties: Counties,
    doses: Array,
    levers: Levers,
    behaviour: Behaviour,
    closure: Closure,
    month: Month,
) -> None:
    """Share staff-days; split the pools each January; pay each month."""
    day_scale = staff_day_scale(doses, behaviour)
    for q in range(len(provinces.code)):
        first = int(provinces.first_county[q])
        for m in range(MEASURES):
            if base_days(m, behaviour) > 0.0:
                days = base_days(m, behaviour) / 1000.0 * float(provinces.registered[q]) * float(doses[m, 0])
                share_days(provinces, counties, q, m, days * day_scale, tilt_of(m, doses))
        for m in range(MEASURES):
            if provinces.base_pool[q, m] == 0:
                continue
            if month.season == 0:
                close_year(provinces, counties, q, m)
                scale, eastern_scale = 1.0, 1.0
                if closure.is_fixed_pool:
                    scale = fund_scale(provinces, q, PAYER[m], doses)
                    eastern_scale = fund_scale(provinces, q, EASTERN_TRANSFER, doses)
                home = float(provinces.base_pool[q, m] - provinces.base_eastern[q, m])
                home = home * float(doses[m, 0]) * scale + float(provinces.returned[q, m])
                eastern = eastern_envelope(provinces, q) * float(doses[COOPERATION_FUNDS, 0]) * eastern_scale
                eastern *= eastern_part(provinces, q, m, doses, levers)
                key_only = key_only_money(provinces, q, m, levers, behaviour)
                top_up = behaviour.top_up_share if own_share(m, behaviour) > 0.0 else 0.0
                split_pool(provinces, counties, q, m, home, eastern, key_only, top_up, doses, closure)
            for c in range(first, first + int(provinces.counties[q])):
                unspent = pay(counties, c, m, levers, behaviour, month)
                provinces.returned[q, m] += int(math.floor(float(unspent) * counties.weight[c]))
