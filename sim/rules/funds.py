"""Public money: pools split each January, paid month by month; what is displaced, idle, leaked, delivered.

    share    plan_mc = dose_m pool_m need_mc tilt_m^key_c / sum_c' weight need tilt^key      [clause 8]
    key only trainees_key_only unit cost, grossed up like a pool that no own money adds to, by a province's key
             counties over 160, then by their need; under zero_sum out of the pool, under new_money beside it
    displace d = displacement_share (arrived - base), at most the own money of the month; a shortfall is topped up
             while a quarter of the year's base plan lasts                                     [cmr]
    idle     i = idle_share (1 + idle_surge (arrived/base - 1)+) / staff, at most 0.9; reviews release it      [nao]
    leak     l = leaked_share of what is neither displaced nor idle                            [nao]
    absorb   turned into places = K (1 - exp(-D/K)), K = absorption_capacity staff base        [assumption]
    purse    twice a month's places money and one place may wait; what is beyond goes back to the pool

The pool of a measure at a dose of 1 pays the places of 2020-21 at their unit cost, grossed up for what does not
arrive. Nobody else reads a dose or a tilt. Serial, in county-code order.

Reads   counties.need counties.weight counties.is_key counties.staff, provinces.key_counties, households.is_registered
        households.members, provinces.code
Writes  provinces.base_pool provinces.pool provinces.returned, counties.plan counties.base_plan counties.paid
        counties.planned counties.money counties.idle counties.returned counties.purse counties.overhead
        counties.places counties.budget
Levers  all doses and tilts, skill_project_trainees_key_only, local_jobs_post_pay, skill_project_course_cost,
        skill_project_stipend        Luck  none
"""

import math
from typing import NamedTuple

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import kernel
from sim.state.codes import DELIVERED, DISPLACED, FUND_TILT, IDLE, LEAKED, LOCAL_JOBS, MEASURES, SKILL_PROJECT, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.provinces import Provinces
from sim.state.table import Array

COURSE_DAYS = 22
KEY_COUNTIES = 160
FEN = 100.0


class Closure(NamedTuple):
    """Who pays: whether a tilt is new money, whether all doses share one fixed pool."""

    is_new_money: bool
    is_fixed_pool: bool


@kernel
def post_cost(levers: Levers) -> int:
    """Fen that a post takes a month: its pay."""
    return int(math.floor(levers.local_jobs_post_pay * FEN))


@kernel
def course_cost(levers: Levers) -> int:
    """Fen that a place in a course takes: tuition and the trainee's allowance."""
    return int(math.floor((levers.skill_project_course_cost + levers.skill_project_stipend * float(COURSE_DAYS)) * FEN))


@kernel
def unit_cost(measure: int, levers: Levers) -> int:
    """Fen that one place of a measure takes."""
    return post_cost(levers) if measure == LOCAL_JOBS else course_cost(levers)


@kernel
def absorbed(money: float, ceiling: float) -> float:
    """Money that an office turns into places: less and less of it, the more arrives."""
    if ceiling <= 0.0:
        return 0.0
    return ceiling * (1.0 - math.exp(-money / ceiling))


@kernel
def idle_stock_share(idle_share: float, reviews_per_year: float, review_release_share: float) -> float:
    """Share of a year's even money that lies idle at its end, when reviews release some each month."""
    kept = 1.0 - released_share(1.0, reviews_per_year, review_release_share)
    stock = 0.0
    for _ in range(YEAR):
        stock = stock * kept + idle_share / float(YEAR)
    return stock


@kernel
def released_share(dose: float, reviews_per_year: float, review_release_share: float) -> float:
    """Share of idle money that the reviews of one month put to work."""
    return 1.0 - math.exp(math.log(1.0 - review_release_share) * dose * reviews_per_year / float(YEAR))


@kernel
def gross_up(behaviour: Behaviour) -> float:
    """Pool money per yuan of places, at a dose and tilt of one: what the places of 2020-21 took."""
    a = behaviour.absorption_capacity
    absorbed_money = -a * math.log(1.0 - 1.0 / a)
    delivered = absorbed_money / (1.0 - behaviour.administration_share)
    arriving = delivered / (1.0 - behaviour.leaked_share)
    idle = idle_stock_share(behaviour.idle_share, behaviour.reviews_per_year, behaviour.review_release_share)
    return arriving / (1.0 - idle) / (1.0 + behaviour.own_money_share)


@kernel
def found(
    provinces: Provinces, counties: Counties, households: Households, levers: Levers, behaviour: Behaviour
) -> None:
    """Set up the base pools: what the places of 2020-21 took, for the registered people of each province.

    `levers` are the baseline's: pools are money, and a dearer place later buys fewer of them.
    """
    for q in range(len(provinces.code)):
        registered = 0.0
        for c in range(provinces.first_county[q], provinces.first_county[q] + provinces.counties[q]):
            people = 0
            for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
                if households.is_registered[h]:
                    people += int(households.members[h])
            registered += float(people) * counties.weight[c]
        per_year = registered * gross_up(behaviour)
        posts = behaviour.posts_per_registered * float(post_cost(levers)) * float(YEAR)
        courses = behaviour.courses_per_registered * float(course_cost(levers))
        provinces.base_pool[q, LOCAL_JOBS] = int(math.floor(per_year * posts))
        provinces.base_pool[q, SKILL_PROJECT] = int(math.floor(per_year * courses))


@kernel
def tilt_of(measure: int, doses: Array) -> float:
    """Tilt of a measure: its own, or that of the fund that pays it."""
    own = float(doses[measure, 1])
    return own if own > 0.0 else float(doses[FUND_TILT, 1])


@kernel
def split_pool(
    provinces: Provinces,
    counties: Counties,
    q: int,
    m: int,
    doses: Array,
    levers: Levers,
    behaviour: Behaviour,
    closure: Closure,
    scale: float,
) -> None:
    """Split one province's pool of one measure over its counties for the year."""
    first = int(provinces.first_county[q])
    last = first + int(provinces.counties[q])
    tilt = tilt_of(m, doses)
    pool = float(provinces.base_pool[q, m]) * float(doses[m, 0]) * scale + float(provinces.returned[q, m])
    provinces.returned[q, m] = 0
    even, tilted, key_need = 0.0, 0.0, 0.0
    for c in range(first, last):
        need = counties.weight[c] * float(counties.need[c, m])
        even += need
        tilted += need * (tilt if counties.is_key[c] else 1.0)
        key_need += need if counties.is_key[c] else 0.0
    key_only = 0.0
    if m == SKILL_PROJECT and key_need > 0.0:
        key_only = (
            levers.skill_project_trainees_key_only
            * float(unit_cost(m, levers))
            * gross_up(behaviour)
            * (1.0 + behaviour.own_money_share)
            * float(provinces.key_counties[q])
            / float(KEY_COUNTIES)
        )
    shared = pool if closure.is_new_money else max(0.0, pool - key_only)
    key_only = key_only if closure.is_new_money else min(key_only, pool)
    split = 0.0
    for c in range(first, last):
        need = float(counties.need[c, m])
        weight = counties.weight[c]
        plan, base = 0.0, 0.0
        if even > 0.0:
            divisor = even if closure.is_new_money else tilted
            plan = shared * need * (tilt if counties.is_key[c] else 1.0) / divisor
            base = float(provinces.base_pool[q, m]) * need / even
        if counties.is_key[c] and key_need > 0.0:
            plan += key_only * need / key_need
        split += weight * plan
        counties.plan[c, m] = int(math.floor(plan))
        counties.base_plan[c, m] = int(math.floor(base))
        counties.paid[c, m] = 0
        counties.budget[c, m] = int(math.floor(base)) // 4 if weight > 0.0 else 0
    provinces.pool[q, m] = int(math.floor(split + 0.5))


@kernel
def pay(counties: Counties, c: int, m: int, doses: Array, levers: Levers, behaviour: Behaviour, month: Month) -> None:
    """One month of one measure's money in one county."""
    due = int(counties.plan[c, m]) * (month.season + 1) // YEAR
    arrived = due - int(counties.paid[c, m])
    counties.paid[c, m] = due
    base = int(counties.base_plan[c, m]) // YEAR
    own = int(math.floor(behaviour.own_money_share * float(base)))
    withdrawn = int(math.floor(behaviour.displacement_share * float(arrived - base)))
    withdrawn = min(withdrawn, own)
    if withdrawn < 0:
        withdrawn = -min(-withdrawn, int(counties.budget[c, m]))
        counties.budget[c, m] += withdrawn
    available = arrived + own - withdrawn
    staff = max(float(counties.staff[c]), 0.2)
    surge = float(arrived) / float(base) - 1.0 if base > 0 else 0.0
    share = min(0.9, behaviour.idle_share * (1.0 + behaviour.idle_surge * max(0.0, surge)) / staff)
    waits = int(math.floor(share * float(available)))
    released = int(
        math.floor(
            released_share(float(doses[FUND_TILT, 0]), behaviour.reviews_per_year, behaviour.review_release_share)
            * float(counties.idle[c, m, 0])
        )
    )
    counties.idle[c, m, 0] += waits - released
    arriving = available - waits + released
    leaked = int(math.floor(behaviour.leaked_share * float(arriving)))
    delivered = arriving - leaked
    counties.planned[c, m] = arrived + own
    counties.money[c, m, DISPLACED] = withdrawn
    counties.money[c, m, IDLE] = waits - released
    counties.money[c, m, LEAKED] = leaked
    counties.money[c, m, DELIVERED] = delivered
    needed = float(base) / gross_up(behaviour)
    ceiling = behaviour.absorption_capacity * staff * needed
    places_money = int(math.floor(absorbed(float(delivered) * (1.0 - behaviour.administration_share), ceiling)))
    counties.overhead[c, m] = delivered - places_money
    counties.purse[c, m] += places_money
    most = 2 * places_money + unit_cost(m, levers)
    if counties.purse[c, m] > most:
        unspent = int(counties.purse[c, m]) - most
        counties.purse[c, m] = most
        counties.returned[c, m] += unspent
    counties.places[c, m] = int(counties.purse[c, m]) // unit_cost(m, levers)


@kernel
def close_year(provinces: Provinces, counties: Counties, q: int, m: int) -> None:
    """January: money idle for more than a year goes back to the province's pool."""
    first = int(provinces.first_county[q])
    for c in range(first, first + int(provinces.counties[q])):
        old = int(counties.idle[c, m, 1])
        counties.returned[c, m] += old
        counties.idle[c, m, 1] = counties.idle[c, m, 0]
        counties.idle[c, m, 0] = 0


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
    """Split the pools each January; pay each month."""
    for q in range(len(provinces.code)):
        base, wanted = 0.0, 0.0
        for m in range(MEASURES):
            base += float(provinces.base_pool[q, m])
            wanted += float(provinces.base_pool[q, m]) * float(doses[m, 0])
        scale = base / wanted if closure.is_fixed_pool and wanted > 0.0 else 1.0
        for m in range(MEASURES):
            if provinces.base_pool[q, m] == 0:
                continue
            if month.season == 0:
                close_year(provinces, counties, q, m)
                split_pool(provinces, counties, q, m, doses, levers, behaviour, closure, scale)
            first = int(provinces.first_county[q])
            for c in range(first, first + int(provinces.counties[q])):
                pay(counties, c, m, doses, levers, behaviour, month)
                provinces.returned[q, m] += int(math.floor(float(counties.returned[c, m]) * counties.weight[c]))
