"""Public-welfare posts: rationed places for weak and half labour of registered and of monitored households.

    places   K_c = purse_c / post pay                                                 [one a month of pay]
    order    monitored households first, then by lot                                   [Opinion 5]

Reads   persons.id persons.employer persons.is_student persons.sick_months persons.age persons.capacity
        persons.course_months persons.household, households.is_registered, registry.tag, counties.places
Writes  persons.post_months
Levers  local_jobs_post_term     Luck  one per candidate; one per person of full capacity who asks against the rules
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.state.codes import FULL, LOCAL_JOBS, NO_TAG, WEAK
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

OLDEST_POST_HOLDER = 69


@kernel
def wants_post(
    persons: Persons, households: Households, p: int, is_monitored: bool, behaviour: Behaviour, luck: Luck
) -> bool:
    """Whether a person may have, and asks for, a post: weak and half labour of registered or monitored households."""
    is_free = (persons.employer[p] == NONE) & (persons.course_months[p] == 0) & (persons.post_months[p] == 0)
    is_able = (persons.capacity[p] >= WEAK) & (persons.sick_months[p] == 0) & (persons.is_student[p] == 0)
    is_meant = is_monitored | households.is_registered[persons.household[p]]
    if not is_free & is_able & is_meant & (persons.age[p] <= OLDEST_POST_HOLDER):
        return False
    if persons.capacity[p] == FULL:
        return uniform(luck, Decision.POST_APPLICATION, int(persons.id[p]), 0) < behaviour.post_full_capacity_chance
    return True


@kernel
def fill_posts(
    persons: Persons,
    households: Households,
    counties: Counties,
    tag: Array,
    room: Room,
    c: int,
    levers: Levers,
    behaviour: Behaviour,
    luck: Luck,
) -> None:
    """Free public-welfare posts go to those who may have one, monitored households first, then by lot."""
    start = int(counties.first_person[c])
    end = start + int(counties.persons[c])
    held = 0
    for p in range(start, end):
        held += 1 if persons.post_months[p] > 0 else 0
    free = int(counties.places[c, LOCAL_JOBS]) - held
    if free <= 0:
        return
    waiting = 0
    for p in range(start, end):
        is_monitored = bool(tag[persons.household[p]] != NO_TAG)
        if wants_post(persons, households, p, is_monitored, behaviour, luck):
            room.rows[start + waiting] = p
            later = 0.0 if is_monitored else 1.0
            room.lots[start + waiting] = later + lot(luck, Decision.POST_ORDER, int(persons.id[p]))
            waiting += 1
    queue = room.rows[start : start + waiting]
    sort_by_lot(queue, room.lots[start : start + waiting])
    for i in range(min(waiting, free)):
        persons.post_months[queue[i]] = int(math.floor(levers.local_jobs_post_term))


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    tag: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Fill the free posts of counties first … last - 1. `tag` is the registry's column."""
    for c in range(first, last):
        fill_posts(persons, households, counties, tag, room, c, levers, behaviour, luck)
