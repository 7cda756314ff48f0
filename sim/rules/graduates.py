"""Graduates in county firms: an allowance brings some, they raise what the firm makes, they leave when it ends.

    graduate  from fifteen years of schooling on, or with a senior worker's certificate            [Opinion 14]
    apply     a firm with a vacancy applies for one; graduates without a job or away are asked by lot
    accept    as any job (`bargain`) the allowance added to the pay; who is away, if that beats the net pay there
    firm      makes (1 + graduate_effect) as much of an hour while one works there                 [assumption]
    end       after the term the allowance stops; who would net more in a city of the province goes  [groh]

Reads   persons.id persons.age persons.is_student persons.sick_months persons.course_months persons.post_months
        persons.capacity persons.schooling persons.certificate persons.skill persons.taste persons.know_how
        persons.fortune persons.household, households.land households.members, employers.kind employers.place
        employers.positions employers.wage, counties.places
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months
        persons.allowance_months, employers.filled employers.owner employers.graduates, counties.outside_jobs
Levers  graduate_allowance_allowance graduate_allowance_term     Luck    per candidate: order, match, which firm
"""

import math

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot
from sim.rules.bargain import accepts, match_quality, pay_in_job, start_job
from sim.rules.search import FEN, place_pay
from sim.rules.separations import leave_job
from sim.state.codes import FULL, GRADUATE_ALLOWANCE, HIGH_CERTIFICATE, LOCAL, PROVINCE, PUBLIC_BODY
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room

GRADUATE_SCHOOLING, OLDEST = 15, 45


@kernel
def is_graduate(schooling: int, certificate: int) -> bool:
    """Whether somebody counts as a graduate: of a college, or of a senior or technician class."""
    return schooling >= GRADUATE_SCHOOLING or certificate >= HIGH_CERTIFICATE


@kernel
def is_candidate(persons: Persons, employers: Employers, p: int) -> bool:
    """Whether a graduate may be asked: without a job, or away."""
    e = int(persons.employer[p])
    return bool(
        persons.capacity[p] == FULL
        and persons.age[p] <= OLDEST
        and not persons.is_student[p]
        and persons.sick_months[p] == 0
        and persons.course_months[p] == 0
        and persons.post_months[p] == 0
        and (e == NONE or employers.place[e] != LOCAL)
    )


@kernel
def net_pay_away(persons: Persons, employers: Employers, p: int, behaviour: Behaviour, month: Month) -> float:
    """Fen a month that a person nets away now."""
    e = int(persons.employer[p])
    if e == NONE or employers.place[e] == LOCAL:
        return 0.0
    return float(persons.wage[p]) - behaviour.living_cost_away * month.price_level * FEN


@kernel
def end_term(
    persons: Persons, employers: Employers, counties: Counties, p: int, c: int, behaviour: Behaviour, month: Month
) -> None:
    """A month of the allowance is over; with the last one the graduate may go."""
    e = int(persons.employer[p])
    if e == NONE or employers.place[e] != LOCAL:
        persons.allowance_months[p] = 0
        return
    persons.allowance_months[p] = int(persons.allowance_months[p]) - 1
    if persons.allowance_months[p] > 0:
        return
    offer = place_pay(PROVINCE, behaviour, month.pay_level) * FEN
    net = float(pay_in_job(persons, p, offer, int(persons.match[p]), behaviour))
    if net - behaviour.living_cost_away * month.price_level * FEN > float(persons.wage[p]):
        leave_job(persons, employers, counties, p, c)


@kernel
def firm_that_applies(employers: Employers, counties: Counties, c: int, u: float) -> int:
    """One of the county's firms with a vacancy, drawn evenly, or NONE."""
    start = int(counties.first_employer[c])
    end = start + int(counties.employers[c])
    applying = 0
    for e in range(start, end):
        if employers.kind[e] != PUBLIC_BODY and employers.filled[e] < employers.positions[e]:
            applying += 1
    nth = int(math.floor(u * float(applying)))
    for e in range(start, end):
        if employers.kind[e] != PUBLIC_BODY and employers.filled[e] < employers.positions[e]:
            if nth == 0:
                return e
            nth -= 1
    return NONE


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Allowances of counties first … last - 1: some end, free ones bring graduates; who works where is counted."""
    allowance = once(levers.graduate_allowance_allowance)
    for c in range(first, last):
        first_firm = int(counties.first_employer[c])
        last_firm = first_firm + int(counties.employers[c])
        for e in range(first_firm, last_firm):
            employers.graduates[e] = 0
        start, found, held = int(counties.first_person[c]), 0, 0
        for p in range(start, start + int(counties.persons[c])):
            if not is_graduate(int(persons.schooling[p]), int(persons.certificate[p])):
                continue
            if persons.allowance_months[p] > 0:
                end_term(persons, employers, counties, p, c, behaviour, month)
                held += 1 if persons.allowance_months[p] > 0 else 0
            e = int(persons.employer[p])
            if first_firm <= e < last_firm:
                employers.graduates[e] += 1
            elif is_candidate(persons, employers, p):
                room.rows[start + found] = p
                room.lots[start + found] = lot(luck, Decision.GRADUATE_ORDER, int(persons.id[p]), 0)
                found += 1
        queue = room.rows[start : start + found]
        sort_by_lot(queue, room.lots[start : start + found])
        free = int(counties.places[c, GRADUATE_ALLOWANCE]) - held
        for i in range(found):
            if free <= 0:
                break
            p = int(queue[i])
            e = firm_that_applies(employers, counties, c, lot(luck, Decision.GRADUATE_ORDER, int(persons.id[p]), 1))
            if e == NONE:
                break
            match = match_quality(persons, p, behaviour, luck)
            pay = pay_in_job(persons, p, float(employers.wage[e]), match, behaviour)
            offered = pay + allowance
            if float(offered) > net_pay_away(persons, employers, p, behaviour, month) and accepts(
                persons, households, p, offered, behaviour, month
            ):
                if persons.employer[p] != NONE:
                    leave_job(persons, employers, counties, p, c)
                start_job(persons, p, e, pay, match)
                employers.filled[e] += 1
                employers.graduates[e] += 1
                persons.allowance_months[p] = int(math.floor(levers.graduate_allowance_term))
                free -= 1
