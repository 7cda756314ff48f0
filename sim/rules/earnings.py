"""Earnings: how the days of the month are shared, and what they bring in. No income is drawn; it is summed.

    days      work days by capacity; wage job, course and post first, then the farm, then odd jobs
    farm      Y = land farm_output season min(1, days/needed)^farm_labour_elasticity exp(shock) (1 - drought)
    stock     farm and courtyard bring stock_effect of the usual (see spending)
    prices    at the farm gate are exp(-remote_farm_effect (remoteness - 1/2)) of the usual        [assumption]
    idle land without hands at home the land is rented out
    odd jobs up to odd_days_offered D/(D0 P) days, for half and full labour under 65 without a wage job; of the days
             still left up to eight go to the courtyard
    away      pay = wage days/22 exp(demand_pay_effect demand), net pay = pay - min(pay, living cost); an absent
             member sends remitted_share of it home
    children  old people who live alone get children_support a head from children elsewhere   [assumption]
    posts     post pay from the county's purse for holders who can work, none in a month of illness
    entitled  trainees' allowance, land subsidy, the living allowance granted

Reads   persons.capacity persons.sick_months persons.course_months persons.post_months persons.employer persons.wage
        persons.away_months persons.is_student persons.age, households.first_person households.members households.land
        households.stock, registry.allowance, employers.place, counties.remoteness counties.farm_shock counties.demand
        counties.demand_base counties.province, provinces.demand
Writes  persons.farm_days persons.post_days persons.odd_days persons.wage_days persons.course_days persons.pay
        persons.worked_months persons.away_months, households.earned households.surveyed households.subsidies
        households.costs_away, employers.wage_bill, counties.outside_wages counties.odd_wages counties.bought
        counties.purse
Levers  local_jobs_post_pay skill_project_stipend     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import COURSE_DAYS, post_cost
from sim.levers import Levers
from sim.numeric import NONE, kernel
from sim.rules.search import market_access
from sim.rules.spending import stock_effect, usual_stock
from sim.state.codes import BUSINESS, FULL, HALF, LOCAL, LOCAL_JOBS, PROPERTY, TRANSFERS, WAGES, WEAK
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

FEN = 100.0
FULL_MONTH, HOLIDAY_MONTH, POST_DAYS = 22, 14, 10
FESTIVAL = 1
HALF_YEAR = 6
ADULT_AGE, ELDER_AGE = 16, 60


@kernel
def work_days(capacity: int, sick_months: int) -> int:
    """Days a month that a person can work at all."""
    if sick_months > 0:
        return 0
    if capacity == FULL:
        return 26
    if capacity == HALF:
        return 18
    return 10 if capacity == WEAK else 0


@kernel
def months_set(bits: int) -> int:
    """Months marked in a history of twelve."""
    count = 0
    for i in range(12):
        count += (bits >> i) & 1
    return count


@kernel
def season_share(season: int, autumn_share: float, summer_share: float) -> float:
    """Share of a year's farm income and work that falls in a month."""
    if season == 8 or season == 9:
        return autumn_share / 2.0
    if season == 5:
        return summer_share
    return (1.0 - autumn_share - summer_share) / 9.0


@kernel
def farm_output(
    land: float,
    output_per_mu: float,
    share: float,
    days: float,
    needed: float,
    elasticity: float,
    shock: float,
    drought: float,
) -> float:
    """Net farm output of a month in yuan at the prices of `output_per_mu`."""
    if land <= 0.0 or days <= 0.0:
        return 0.0
    labour = min(1.0, days / needed) if needed > 0.0 else 1.0
    return land * output_per_mu * share * math.exp(elasticity * math.log(labour) + shock) * (1.0 - drought)


@kernel
def fen(yuan: float) -> int:
    """Whole fen, rounded once, where money is posted."""
    return int(math.floor(yuan * FEN + 0.5))


@kernel
def wage_month(place: int, season: int, movement_stop: float) -> int:
    """Days of a wage job this month: a holiday at the Spring Festival, fewer when journeys are stopped."""
    if place == LOCAL:
        return int(math.floor(float(FULL_MONTH) * (1.0 - 0.5 * movement_stop)))
    days = HOLIDAY_MONTH if season == FESTIVAL else FULL_MONTH
    return int(math.floor(float(days) * (1.0 - movement_stop)))


@kernel
def paid_away(pay: int, demand: float, effect: float) -> int:
    """Fen that a month's work outside brings: overtime when demand there is high, short time when it is low."""
    return int(math.floor(float(pay) * math.exp(effect * demand) + 0.5))


@kernel
def earn_wage(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    p: int,
    h: int,
    c: int,
    demand: Array,
    behaviour: Behaviour,
    month: Month,
) -> None:
    """One person's wage job this month. `demand` is that of the places for workers of the province."""
    e = int(persons.employer[p])
    place = int(employers.place[e])
    days = wage_month(place, month.season, month.movement_stop) if persons.sick_months[p] == 0 else 0
    persons.wage_days[p] = days
    pay = int(persons.wage[p]) * days // FULL_MONTH
    if place != LOCAL:
        pay = paid_away(pay, float(demand[place]) - month.destination_slump, behaviour.demand_pay_effect)
    persons.pay[p] = int(persons.pay[p]) + pay
    if days > 0:
        persons.worked_months[p] = int(persons.worked_months[p]) | 1
    households.earned[h, WAGES] += pay
    if place == LOCAL:
        employers.wage_bill[e] += pay
        households.surveyed[h, WAGES] += pay
        return
    if month.movement_stop < 0.5:
        persons.away_months[p] = int(persons.away_months[p]) | 1
    counties.outside_wages[c, place] += pay
    cost = min(pay, fen(behaviour.living_cost_away * month.price_level * float(days) / float(FULL_MONTH)))
    households.costs_away[h] += cost
    if months_set(int(persons.away_months[p])) >= HALF_YEAR:
        households.surveyed[h, TRANSFERS] += int(math.floor(behaviour.remitted_share * float(pay - cost)))
    else:
        households.surveyed[h, WAGES] += pay - cost


@kernel
def post(households: Households, h: int, source: int, amount: int) -> None:
    """Income that both concepts count alike."""
    households.earned[h, source] += amount
    households.surveyed[h, source] += amount


@kernel
def earn_public(
    persons: Persons, households: Households, counties: Counties, p: int, h: int, c: int, levers: Levers
) -> None:
    """Post pay and trainee's allowance of one person."""
    if persons.post_months[p] > 0 and work_days(int(persons.capacity[p]), int(persons.sick_months[p])) > 0:
        pay = post_cost(levers)
        persons.post_days[p] = POST_DAYS
        persons.worked_months[p] = int(persons.worked_months[p]) | 1
        counties.bought[c, LOCAL_JOBS] += pay
        counties.purse[c, LOCAL_JOBS] -= pay
        persons.pay[p] = int(persons.pay[p]) + pay
        post(households, h, WAGES, pay)
        households.subsidies[h] += pay
    if persons.course_months[p] > 0:
        allowance = fen(levers.skill_project_stipend * float(COURSE_DAYS))
        persons.course_days[p] = COURSE_DAYS
        post(households, h, TRANSFERS, allowance)
        households.subsidies[h] += allowance


@kernel
def earn_at_home(
    persons: Persons,
    households: Households,
    counties: Counties,
    h: int,
    c: int,
    odd_days: float,
    behaviour: Behaviour,
    month: Month,
) -> None:
    """Farm, courtyard and odd jobs with the days that are left, which wait in `farm_days` until they are shared."""
    start = int(households.first_person[h])
    end = start + int(households.members[h])
    usual = usual_stock(int(households.members[h]), behaviour.stock_per_head, month.price_level)
    prices = stock_effect(int(households.stock[h]), usual, behaviour.stock_share)
    prices *= month.farm_price_level * market_access(float(counties.remoteness[c]), behaviour.remote_farm_effect)
    total = 0
    for p in range(start, end):
        persons.farm_days[p] = 0
        persons.odd_days[p] = 0
        if persons.is_student[p]:
            continue
        days = work_days(int(persons.capacity[p]), int(persons.sick_months[p]))
        days -= int(persons.wage_days[p]) + int(persons.post_days[p]) + int(persons.course_days[p])
        persons.farm_days[p] = max(0, days)
        total += int(persons.farm_days[p])
    land = float(households.land[h])
    share = season_share(month.season, behaviour.autumn_share, behaviour.summer_share)
    needed = land * behaviour.farm_days_per_mu * share
    worked = min(float(total), needed)
    if worked > 0.0:
        output = farm_output(
            land,
            behaviour.farm_output * prices,
            share,
            worked,
            needed,
            behaviour.farm_labour_elasticity,
            float(counties.farm_shock[c]),
            month.drought,
        )
        post(households, h, BUSINESS, fen(output))
    elif land > 0.0 and total == 0:
        post(households, h, PROPERTY, fen(behaviour.rent_per_mu * land * month.price_level / 12.0))
    for p in range(start, end):
        free = int(persons.farm_days[p])
        if free == 0:
            continue
        farm_days = int(math.floor(worked * float(free) / float(total)))
        persons.farm_days[p] = farm_days
        rest = free - farm_days
        odd = 0
        if persons.capacity[p] >= HALF and persons.employer[p] == NONE and persons.age[p] < 65:
            odd = min(rest, int(math.floor(odd_days + 0.5)))
        persons.odd_days[p] = odd
        pay = fen(behaviour.odd_day_pay * month.pay_level * float(odd))
        persons.pay[p] = int(persons.pay[p]) + pay
        counties.odd_wages[c] += pay
        post(households, h, WAGES, pay)
        home_days = min(rest - odd, 8)
        post(households, h, BUSINESS, fen(behaviour.courtyard_output * prices * float(home_days)))


@kernel
def support_of_children(persons: Persons, households: Households, h: int, behaviour: Behaviour, month: Month) -> int:
    """Fen that children who live elsewhere send a household of old people alone this month."""
    elders = 0
    for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
        if persons.age[p] >= ADULT_AGE:
            if persons.age[p] < ELDER_AGE:
                return 0
            elders += 1
    return fen(behaviour.children_support * month.pay_level * float(elders) / 12.0)


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    allowance: Array,
    demand: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    first: int,
    last: int,
) -> None:
    """What the members of households in counties first … last - 1 earn this month.

    `allowance` is the registry's column, `demand` the provinces'.
    """
    for c in range(first, last):
        demand_ratio = 1.0
        if counties.demand_base[c] > 0.0:
            demand_ratio = float(counties.demand[c]) / (counties.demand_base[c] * month.price_level)
        odd_days = behaviour.odd_days_offered * demand_ratio * (1.0 - 0.5 * month.movement_stop)
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            start = int(households.first_person[h])
            for p in range(start, start + int(households.members[h])):
                persons.wage_days[p] = 0
                persons.post_days[p] = 0
                persons.course_days[p] = 0
                if persons.employer[p] != NONE:
                    at = demand[counties.province[c]]
                    earn_wage(persons, households, employers, counties, p, h, c, at, behaviour, month)
                earn_public(persons, households, counties, p, h, c, levers)
            earn_at_home(persons, households, counties, h, c, odd_days, behaviour, month)
            subsidy = fen(behaviour.land_subsidy * float(households.land[h]) / 12.0)
            subsidy += int(allowance[h]) * int(households.members[h]) // 12
            post(households, h, TRANSFERS, subsidy + support_of_children(persons, households, h, behaviour, month))
            households.subsidies[h] += subsidy
