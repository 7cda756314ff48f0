"""Separations: jobs that end, layoffs where too many are left, posts whose term is over.

    chance   s = s0 exp(-match_effect match - tenure_effect min(tenure, 36) - k demand)             [knightyueh]
             times 1 - (1 - cooperation_separation_ratio) E for eligible workers in the east           [clause 21]
    return   r = r0/12 exp(age_effect (age - 40)/10 + family_effect somebody ill + gap_effect gap)         [bai18]
    festival away: some give up their job at the Spring Festival                                       [mechanisms 7.6]
    layoffs  the surplus of an employer that is left when others have gone, by lot among its workers
    owners   do not leave their firm here, and are the last to go when it closes; workshops keep weak labour
    posts    end after their term, or by lot when fewer are paid

Who returns gives up looking outside for good; gap is log pay at home over that at the place, against the usual gap.
A slump or low demand at a destination moves its separations, its offers (`matching`) and its pay (`earnings`) at once.

Reads   persons.id persons.age persons.capacity persons.is_student persons.household persons.sick_months,
        households.members households.is_registered, registry.tag, employers.positions employers.place employers.kind,
        counties.places counties.province counties.remoteness counties.tightness counties.tightness_base
        counties.served_east, provinces.demand
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months persons.post_months
        persons.is_settled, employers.filled employers.owner, counties.outside_jobs
Levers  none     Luck  one or two per worker
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.bargain import local_offer
from sim.rules.careers import HUNDREDTHS
from sim.rules.search import market_access
from sim.rules.services import is_eligible
from sim.state.codes import EAST, HALF, LOCAL, LOCAL_JOBS, WEAK, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

FESTIVAL = 1
LONGEST_TENURE_EFFECT = 36
OLDEST_WORKER = 70
LONGEST_SEARCH = 120
LONGEST_TENURE = 1200
MOST_REASONS = 3.0


@kernel
def separation_chance(rate: float, match: int, tenure_months: int, demand: float, behaviour: Behaviour) -> float:
    """Chance that a job which fits so well, held so long, ends this month."""
    held = behaviour.tenure_effect * float(min(tenure_months, LONGEST_TENURE_EFFECT))
    fit = behaviour.match_separation_effect * float(match) / HUNDREDTHS
    return min(1.0, rate * math.exp(-held - fit - behaviour.demand_separation_effect * demand))


@kernel
def return_chance(age: int, is_family_ill: bool, gap: float, behaviour: Behaviour) -> float:
    """Chance that somebody away comes home for good this month."""
    reasons = behaviour.return_age_effect * (float(age) - 40.0) / 10.0 + behaviour.return_gap_effect * gap
    if is_family_ill:
        reasons += behaviour.return_family_effect
    return min(1.0, behaviour.return_rate / float(YEAR) * math.exp(min(reasons, MOST_REASONS)))


@kernel
def pay_gap(remoteness: float, tightness: float, usual: float, demand: float, behaviour: Behaviour) -> float:
    """Log pay at home over that at a destination, against a county of middling remoteness in a normal month."""
    offer = local_offer(1.0, tightness, usual, behaviour.tightness_effect, behaviour.local_markdown)
    access = market_access(remoteness, behaviour.remote_pay_effect)
    return math.log(access * offer) - behaviour.demand_pay_effect * demand


@kernel
def is_somebody_ill(persons: Persons, households: Households, p: int) -> bool:
    """Whether another member of the person's household is ill."""
    h = int(persons.household[p])
    for other in range(households.first_person[h], households.first_person[h] + households.members[h]):
        if other != p and persons.sick_months[other] > 0:
            return True
    return False


@kernel
def leave_job(persons: Persons, employers: Employers, counties: Counties, p: int, c: int) -> None:
    """A job ends; its position is vacant again. A firm whose owner goes without settling goes on without one."""
    e = int(persons.employer[p])
    place = int(employers.place[e])
    if place == LOCAL:
        employers.filled[e] -= 1
    else:
        counties.outside_jobs[c, place] -= 1
    if employers.owner[e] == persons.id[p]:
        employers.owner[e] = NONE
    persons.employer[p] = NONE
    persons.wage[p] = 0
    persons.match[p] = 0
    persons.tenure_months[p] = 0
    persons.jobless_months[p] = 0


@kernel
def is_over(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    p: int,
    c: int,
    demand: Array,
    tag: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> bool:
    """Whether the person's job ends by itself this month; who comes home for good settles there."""
    person = int(persons.id[p])
    place = int(employers.place[persons.employer[p]])
    e = int(persons.employer[p])
    if employers.owner[e] == person:
        return False
    rate = behaviour.local_separation_rate if place == LOCAL else behaviour.outside_separation_rate
    now = 0.0 if place == LOCAL else float(demand[place]) - month.destination_slump
    chance = separation_chance(rate, int(persons.match[p]), int(persons.tenure_months[p]), now, behaviour)
    if place == EAST and is_eligible(households, tag, int(persons.household[p])):
        chance = chance * (1.0 - (1.0 - behaviour.cooperation_separation_ratio) * float(counties.served_east[c]))
    u = uniform(luck, Decision.SEPARATION, person, 0)
    if u < chance:
        return True
    most = behaviour.return_rate / float(YEAR) * math.exp(MOST_REASONS)
    if (
        place != LOCAL
        and u < chance + most
        and u
        < chance
        + return_chance(
            int(persons.age[p]),
            is_somebody_ill(persons, households, p),
            pay_gap(
                float(counties.remoteness[c]),
                float(counties.tightness[c]),
                float(counties.tightness_base[c]),
                now,
                behaviour,
            ),
            behaviour,
        )
    ):
        persons.is_settled[p] = True
        return True
    weakest = WEAK if employers.kind[e] == WORKSHOP else HALF
    if persons.age[p] > OLDEST_WORKER or persons.capacity[p] < weakest:
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
            is_last = 1.0 if employers.owner[e] == persons.id[p] else 0.0
            room.lots[start + found] = is_last + lot(luck, Decision.SEPARATION, int(persons.id[p]), 1)
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
            room.rows[start + held] = p
            held += 1 if persons.post_months[p] > 0 else 0
    surplus = held - int(counties.places[c, LOCAL_JOBS])
    if surplus <= 0:
        return
    holders = room.rows[start : start + held]
    for i in range(held):
        room.lots[start + i] = lot(luck, Decision.POST_ORDER, int(persons.id[holders[i]]), 1)
    sort_by_lot(holders, room.lots[start : start + held])
    for i in range(surplus):
        persons.post_months[holders[i]] = 0


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    demand: Array,
    tag: Array,
    room: Room,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Jobs and posts that end in counties first … last - 1. `demand`, `tag`: columns of provinces, registry."""
    for c in range(first, last):
        at = demand[counties.province[c]]
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            if persons.employer[p] == NONE:
                if persons.capacity[p] >= HALF and not persons.is_student[p]:
                    persons.jobless_months[p] = min(int(persons.jobless_months[p]) + 1, LONGEST_SEARCH)
                continue
            persons.tenure_months[p] = min(int(persons.tenure_months[p]) + 1, LONGEST_TENURE)
            if is_over(persons, households, employers, counties, p, c, at, tag, behaviour, month, luck):
                leave_job(persons, employers, counties, p, c)
        lay_off(persons, employers, counties, room, c, luck)
        end_posts(persons, counties, room, c, luck)
