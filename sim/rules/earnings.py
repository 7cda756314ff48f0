"""Earnings: what wage jobs, own firms, posts and entitlements bring in. No income is drawn; it is summed.

    wages     pay of the job by days at work; in workshops by the piece, for the days that a person can work
    owners    have no wage; what their firm pays out is business income
    away      wage days/22 by hours, brand and arrears (`away`), net pay = pay - min(pay, living cost); an absent
              member sends remitted_share of it home
    children  old people who live alone get children_support a head from children elsewhere   [assumption]
    posts     post pay from the county's purse for holders who can work, none in a month of illness
    public    days of work-relief, the allowance of a graduate at work, from the purses of their measures
    entitled  trainees' allowance, pupils' grant, land subsidy, the living allowance granted

What the days that are left bring at home is `farm`.

Reads   persons.id persons.capacity persons.sick_months persons.course persons.course_months persons.post_months
        persons.employer persons.wage persons.age persons.relief_days persons.allowance_months, households.members
        households.land, registry.allowance, employers.place employers.kind employers.owner employers.paid_out,
        persons.tenure_months, households.is_registered, registry.tag, counties.province counties.school_grant
        counties.reputation counties.served_east counties.arrears_recovered, provinces.demand
Writes  persons.post_days persons.wage_days persons.course_days persons.pay persons.worked_months persons.away_months,
        households.earned households.surveyed households.subsidies households.costs_away, employers.wage_bill,
        counties.outside_wages counties.public_wages counties.bought counties.purse
Levers  local_jobs_post_pay local_jobs_relief_day_pay graduate_allowance_allowance skill_project_stipend
Luck    one per worker away
"""

import math

from sim.behaviour import Behaviour
from sim.funding import COURSE_DAYS, once, post_cost, relief_day_cost
from sim.levers import Levers
from sim.numeric import NONE, Luck, kernel
from sim.rules.away import FULL_MONTH, earned_away, wage_month
from sim.rules.funds import spend
from sim.rules.services import is_eligible
from sim.state.codes import (
    BUSINESS,
    CRAFT_COURSE,
    EASTERN_SCHOOL,
    FARM_COURSE,
    FULL,
    GRADUATE_ALLOWANCE,
    HALF,
    LOCAL,
    LOCAL_JOBS,
    ONLINE_COURSE,
    SENIOR_COURSE,
    TECHNICAL_SCHOOL,
    TRANSFERS,
    WAGES,
    WEAK,
    WORKSHOP,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

FEN = 100.0
POST_DAYS = 10
SHORT_COURSE_DAYS = 8
"""Days that an online or a farm course takes."""
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
    left, count = bits & 0xFFF, 0
    while left:
        left &= left - 1
        count += 1
    return count


@kernel
def fen(yuan: float) -> int:
    """Whole fen, rounded once, where money is posted."""
    return int(math.floor(yuan * FEN + 0.5))


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
    is_meant: bool,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """One person's wage job this month. `demand` is that of the places for workers of the province."""
    e = int(persons.employer[p])
    place = int(employers.place[e])
    days = wage_month(place, month.season, month.movement_stop) if persons.sick_months[p] == 0 else 0
    if employers.kind[e] == WORKSHOP:
        days = min(days, work_days(int(persons.capacity[p]), int(persons.sick_months[p])))
    persons.wage_days[p] = days
    pay = int(persons.wage[p]) * days // FULL_MONTH
    if place != LOCAL:
        now = float(demand[place]) - month.destination_slump
        pay = earned_away(persons, counties, p, c, place, pay, now, is_meant, behaviour, luck)
    persons.pay[p] = int(persons.pay[p]) + pay
    if days > 0:
        persons.worked_months[p] = int(persons.worked_months[p]) | 1
    households.earned[h, WAGES] += pay
    if place == LOCAL:
        employers.wage_bill[e] += pay
        households.surveyed[h, WAGES] += pay
        if employers.owner[e] == persons.id[p]:
            post(households, h, BUSINESS, int(employers.paid_out[e]))
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
def pay_publicly(
    persons: Persons, households: Households, counties: Counties, p: int, h: int, c: int, measure: int, pay: int
) -> None:
    """Pay for work out of a county's purse."""
    spend(counties, c, measure, pay)
    counties.public_wages[c] += pay
    persons.pay[p] = int(persons.pay[p]) + pay
    post(households, h, WAGES, pay)
    households.subsidies[h] += pay


@kernel
def course_days(course: int, course_months: int) -> int:
    """Days that a course takes this month; a pupil has no days to share."""
    if course_months == 0 or course in (TECHNICAL_SCHOOL, EASTERN_SCHOOL):
        return 0
    return SHORT_COURSE_DAYS if course in (ONLINE_COURSE, FARM_COURSE) else COURSE_DAYS


@kernel
def earn_public(
    persons: Persons, households: Households, counties: Counties, p: int, h: int, c: int, levers: Levers
) -> None:
    """Post pay, work-relief, a graduate's and a trainee's allowance, a pupil's grant of one person."""
    persons.course_days[p] = course_days(int(persons.course[p]), int(persons.course_months[p]))
    if persons.post_months[p] > 0 and work_days(int(persons.capacity[p]), int(persons.sick_months[p])) > 0:
        pay = post_cost(levers)
        persons.post_days[p] = POST_DAYS
        persons.worked_months[p] = int(persons.worked_months[p]) | 1
        pay_publicly(persons, households, counties, p, h, c, LOCAL_JOBS, pay)
    if persons.relief_days[p] > 0:
        persons.worked_months[p] = int(persons.worked_months[p]) | 1
        pay = int(persons.relief_days[p]) * relief_day_cost(levers)
        pay_publicly(persons, households, counties, p, h, c, LOCAL_JOBS, pay)
    if persons.allowance_months[p] > 0 and persons.wage_days[p] > 0:
        pay = once(levers.graduate_allowance_allowance)
        if counties.purse[c, GRADUATE_ALLOWANCE] >= pay:
            pay_publicly(persons, households, counties, p, h, c, GRADUATE_ALLOWANCE, pay)
    if persons.course[p] == TECHNICAL_SCHOOL:
        grant = int(counties.school_grant[c])
        post(households, h, TRANSFERS, grant)
        households.subsidies[h] += grant
    if persons.course[p] in (CRAFT_COURSE, SENIOR_COURSE):
        allowance = fen(levers.skill_project_stipend * float(COURSE_DAYS))
        post(households, h, TRANSFERS, allowance)
        households.subsidies[h] += allowance


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
    tag: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """What the members of households in counties first … last - 1 earn this month.

    `allowance` and `tag` are the registry's columns, `demand` the provinces'.
    """
    for c in range(first, last):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            start = int(households.first_person[h])
            is_meant = is_eligible(households, tag, h)
            for p in range(start, start + int(households.members[h])):
                persons.wage_days[p] = 0
                persons.post_days[p] = 0
                persons.course_days[p] = 0
                if persons.employer[p] != NONE:
                    at = demand[counties.province[c]]
                    earn_wage(persons, households, employers, counties, p, h, c, at, is_meant, behaviour, month, luck)
                earn_public(persons, households, counties, p, h, c, levers)
            subsidy = fen(behaviour.land_subsidy * float(households.land[h]) / 12.0)
            subsidy += int(allowance[h]) * int(households.members[h]) // 12
            post(households, h, TRANSFERS, subsidy + support_of_children(persons, households, h, behaviour, month))
            households.subsidies[h] += subsidy
