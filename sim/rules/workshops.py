"""Assistance workshops 就业帮扶车间 and farm co-operatives: some open; workshops take people near home.

    opening   chance a month 1 - exp(-m), m = rate need/1000/12, need: weak and half labour on the registry; of
              workshops m exp(workshop_subsidy_effect s/usual pay), of co-operatives m + jobs paid for/mean size
    who       weak and half labour, and women with a child under 12 at home, without a wage job or a post
    order     those of the workshop's own village first, then by lot
    accept    as any job (`bargain`), near_home_value added to the pay; paid by the piece, that is for the days that
              the person can work                                                                  [mechanisms 5]

Reads   persons.id persons.age persons.is_female persons.is_student persons.sick_months persons.course_months
        persons.post_months persons.capacity persons.schooling persons.skill persons.taste persons.certificate
        persons.know_how persons.fortune persons.household, households.village households.members households.land,
        counties.need counties.code counties.remoteness counties.workshop_subsidy counties.industry_jobs
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months, employers.id
        employers.kind employers.is_open employers.age_months employers.positions employers.filled employers.wage
        employers.attraction employers.productivity employers.owner employers.cash employers.loan employers.is_supported
Levers  none     Luck    per county: opening, size, pay; per candidate: order, match
"""

import math
from typing import NamedTuple

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, hashed_id, kernel, lot, normal, sort_by_lot, uniform
from sim.rules.bargain import accepts, match_quality, pay_in_job, start_job
from sim.rules.firms import LARGEST_FIRM, usual_pay
from sim.rules.search import CARE_AGE, FEN
from sim.rules.startups import free_row, open_row
from sim.state.codes import COOPERATIVE, FULL, LOCAL_JOBS, WEAK, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

OLDEST_WORKER, OLDEST_MOTHER = 69, 50
FIRST_CASH_MONTHS = 3.0
PAY_SPREAD = 0.1
SIZE_DRAW, PAY_DRAW = 1, 2


class Plan(NamedTuple):
    """What employers of a kind are like when they open, as in the first month."""

    kind: int
    mean_size: float
    size_spread: float
    pay_gap: float
    """How far pay, and what an hour makes, is under the usual, in log points."""


WORKSHOP_PLAN = Plan(WORKSHOP, 33.0, 0.4, 0.2)
COOPERATIVE_PLAN = Plan(COOPERATIVE, 6.0, 0.7, 0.05)


@kernel
def openings_expected(need: int, opening_rate: float) -> float:
    """Employers that open by themselves in a month where so many weak and half labour are registered."""
    return opening_rate * float(need) / 1000.0 / float(YEAR)


@kernel
def open_if_lucky(
    employers: Employers,
    counties: Counties,
    c: int,
    plan: Plan,
    expected: float,
    decision: int,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Perhaps an employer opens in a free row, all its jobs vacant; `expected` are those expected this month."""
    code = int(counties.code[c])
    if uniform(luck, decision, code, 0) >= 1.0 - math.exp(-expected):
        return
    e = free_row(employers, counties, c)
    if e == NONE:
        return
    z = normal(luck, decision, code, SIZE_DRAW)
    size = plan.mean_size * math.exp(plan.size_spread * z - 0.5 * plan.size_spread * plan.size_spread)
    size = min(max(size, 1.0), LARGEST_FIRM)
    pay = usual_pay(float(counties.remoteness[c]), behaviour, month.pay_level)
    pay = pay * math.exp(PAY_SPREAD * normal(luck, decision, code, PAY_DRAW) - plan.pay_gap)
    cash = int(math.floor(FIRST_CASH_MONTHS * pay * size))
    identity = hashed_id(code, month.number, plan.kind)
    open_row(employers, e, identity, plan.kind, size, math.exp(-plan.pay_gap), pay, cash)
    employers.positions[e] = int(math.floor(size + 0.5))


@kernel
def may_join(persons: Persons, p: int, has_child: bool) -> bool:
    """Whether a workshop is for this person, and the person is free."""
    if (
        persons.employer[p] != NONE
        or persons.post_months[p] > 0
        or persons.course_months[p] > 0
        or persons.is_student[p]
        or persons.sick_months[p] > 0
        or persons.capacity[p] < WEAK
        or persons.age[p] > OLDEST_WORKER
    ):
        return False
    return bool(persons.capacity[p] < FULL or (has_child and persons.is_female[p] and persons.age[p] <= OLDEST_MOTHER))


@kernel
def lives_with_child(persons: Persons, households: Households, h: int) -> bool:
    """Whether a child under twelve lives in the household."""
    for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
        if persons.age[p] < CARE_AGE:
            return True
    return False


@kernel
def line_up(persons: Persons, households: Households, counties: Counties, room: Room, c: int, luck: Luck) -> int:
    """Put those of a county whom workshops take into the order of their lots; returns how many they are."""
    start, found = int(counties.first_person[c]), 0
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        has_child = lives_with_child(persons, households, h)
        for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
            if may_join(persons, p, has_child):
                room.rows[start + found] = p
                room.lots[start + found] = lot(luck, Decision.WORKSHOP_ORDER, int(persons.id[p]))
                found += 1
    sort_by_lot(room.rows[start : start + found], room.lots[start : start + found])
    return found


@kernel
def hire_near_home(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    queue: Array,
    e: int,
    c: int,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """One workshop fills its vacancies from those in the queue who are free still, its own village first."""
    village = int(counties.first_village[c]) + int(employers.id[e]) % int(counties.villages[c])
    near = int(math.floor(behaviour.near_home_value * month.pay_level * FEN))
    for is_neighbour in (True, False):
        for i in range(len(queue)):
            if employers.filled[e] >= employers.positions[e]:
                return
            p = int(queue[i])
            if (households.village[persons.household[p]] == village) != is_neighbour or persons.employer[p] != NONE:
                continue
            match = match_quality(persons, p, behaviour, luck)
            wage = pay_in_job(persons, p, float(employers.wage[e]), match, behaviour)
            if accepts(persons, households, p, wage + near, behaviour, month):
                start_job(persons, p, e, wage, match)
                employers.filled[e] += 1


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    room: Room,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Workshops and co-operatives of counties first … last - 1 open; workshops hire."""
    for c in range(first, last):
        need = int(counties.need[c, LOCAL_JOBS])
        usual = usual_pay(float(counties.remoteness[c]), behaviour, month.pay_level)
        pull = behaviour.workshop_subsidy_effect * float(counties.workshop_subsidy[c]) / usual
        expected = openings_expected(need, behaviour.workshop_opening_rate) * math.exp(pull)
        decision = Decision.WORKSHOP_OPENING
        open_if_lucky(employers, counties, c, WORKSHOP_PLAN, expected, decision, behaviour, month, luck)
        expected = openings_expected(need, behaviour.cooperative_opening_rate)
        expected += float(counties.industry_jobs[c]) / COOPERATIVE_PLAN.mean_size
        decision = Decision.COOPERATIVE_OPENING
        open_if_lucky(employers, counties, c, COOPERATIVE_PLAN, expected, decision, behaviour, month, luck)
        start, found = int(counties.first_person[c]), NONE
        for e in range(counties.first_employer[c], counties.first_employer[c] + counties.employers[c]):
            if employers.is_open[e] and employers.kind[e] == WORKSHOP and employers.filled[e] < employers.positions[e]:
                if found == NONE:
                    found = line_up(persons, households, counties, room, c, luck)
                queue = room.rows[start : start + found]
                hire_near_home(persons, households, employers, counties, queue, e, c, behaviour, month, luck)
