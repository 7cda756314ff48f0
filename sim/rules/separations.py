"""Separations: jobs that end, layoffs where too many are left, posts whose term is over.

    chance   s = s0 exp(-tenure_effect min(tenure, 36)) exp(-k demand)      away: also the festival return  [knightyueh]
    layoffs  the surplus of an employer that is left when others have gone, by lot among its workers
    posts    end after their term, or by lot when fewer are paid

Reads   persons.id persons.age persons.capacity persons.is_student, employers.positions employers.place,
        counties.places counties.province, provinces.demand
Writes  persons.employer persons.wage persons.tenure_months persons.jobless_months persons.post_months
        employers.filled, counties.outside_jobs
Levers  none     Luck  one or two per worker
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.state.codes import HALF, LOCAL, LOCAL_JOBS
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

FESTIVAL = 1
LONGEST_TENURE_EFFECT = 36
OLDEST_WORKER = 70
LONGEST_SEARCH = 120
LONGEST_TENURE = 1200


@kernel
def separation_chance(
    rate: float, tenure_months: int, tenure_effect: float, demand: float, demand_effect: float
) -> float:
    """Chance that a job ends this month."""
    held = float(min(tenure_months, LONGEST_TENURE_EFFECT))
    return min(1.0, rate * math.exp(-tenure_effect * held - demand_effect * demand))


@kernel
def leave_job(persons: Persons, employers: Employers, counties: Counties, p: int, c: int) -> None:
    """A wage job ends; its position is vacant again."""
    e = int(persons.employer[p])
    place = int(employers.place[e])
    if place == LOCAL:
        employers.filled[e] -= 1
    else:
        counties.outside_jobs[c, place] -= 1
    persons.employer[p] = NONE
    persons.wage[p] = 0
    persons.tenure_months[p] = 0
    persons.jobless_months[p] = 0


@kernel
def is_over(
    persons: Persons, employers: Employers, p: int, demand: Array, behaviour: Behaviour, month: Month, luck: Luck
) -> bool:
    """Whether the person's job ends by itself this month."""
    person = int(persons.id[p])
    place = int(employers.place[persons.employer[p]])
    rate = behaviour.local_separation_rate if place == LOCAL else behaviour.outside_separation_rate
    fall = 0.0 if place == LOCAL else float(demand[place]) - month.destination_slump
    chance = separation_chance(
        rate, int(persons.tenure_months[p]), behaviour.tenure_effect, fall, behaviour.demand_separation_effect
    )
    if uniform(luck, Decision.SEPARATION, person, 0) < chance:
        return True
    if persons.age[p] > OLDEST_WORKER or persons.capacity[p] < HALF:
        return True
    return (
        place != LOCAL
        and month.season == FESTIVAL
        and uniform(luck, Decision.RETURN_HOME, person, 0) < behaviour.festival_return_share
    )


@kernel
def lay_off(persons: Persons, employers: Employers, counties: Counties, room: Room, c: int, luck: Luck) -> None:
    """Employers of a county with more people than positions let go those with the lowest lots."""
    start = int(counties.first_person[c])
    found = 0
    for p in range(start, start + counties.persons[c]):
        e = int(persons.employer[p])
        if e != NONE and employers.place[e] == LOCAL and employers.filled[e] > employers.positions[e]:
            room.rows[start + found] = p
            room.lots[start + found] = lot(luck, Decision.SEPARATION, int(persons.id[p]), 1)
            found += 1
    workers = room.rows[start : start + found]
    sort_by_lot(workers, room.lots[start : start + found])
    for i in range(found):
        p = int(workers[i])
        e = int(persons.employer[p])
        if employers.filled[e] > employers.positions[e]:
            leave_job(persons, employers, counties, p, c)


@kernel
def end_posts(persons: Persons, counties: Counties, room: Room, c: int, luck: Luck) -> None:
    """Posts end with their term; if fewer are paid than held, the surplus ends by lot."""
    start = int(counties.first_person[c])
    end = start + int(counties.persons[c])
    held = 0
    for p in range(start, end):
        if persons.post_months[p] > 0:
            persons.post_months[p] = int(persons.post_months[p]) - 1
            if persons.post_months[p] > 0:
                room.rows[start + held] = p
                room.lots[start + held] = lot(luck, Decision.POST_ORDER, int(persons.id[p]), 1)
                held += 1
    holders = room.rows[start : start + held]
    sort_by_lot(holders, room.lots[start : start + held])
    for i in range(held - int(counties.places[c, LOCAL_JOBS])):
        persons.post_months[holders[i]] = 0


@kernel
def step(
    persons: Persons,
    employers: Employers,
    counties: Counties,
    demand: Array,
    room: Room,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Jobs and posts that end in counties first … last - 1. `demand` is the provinces' column."""
    for c in range(first, last):
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            if persons.employer[p] == NONE:
                if persons.capacity[p] >= HALF and not persons.is_student[p]:
                    persons.jobless_months[p] = min(int(persons.jobless_months[p]) + 1, LONGEST_SEARCH)
                continue
            persons.tenure_months[p] = min(int(persons.tenure_months[p]) + 1, LONGEST_TENURE)
            if is_over(persons, employers, p, demand[counties.province[c]], behaviour, month, luck):
                leave_job(persons, employers, counties, p, c)
        lay_off(persons, employers, counties, room, c, luck)
        end_posts(persons, counties, room, c, luck)
