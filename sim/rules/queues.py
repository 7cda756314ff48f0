"""Queues: those who look for work at a place, in the order in which they are hired.

    lot      -log(1 - u)/(r exp(course odds)), the lowest lots first         [mck17]

r is a searcher's reach through the channels: who hears of twice as much is twice as likely to come before another.
Which order holds is a theory that a scenario chooses under `matching`: `lots`, `ranked` or `network_first`.

Reads   persons.id persons.looks persons.know_how persons.link persons.trained_months persons.household
        persons.helped_months, households.village
        households.is_registered, registry.tag, villages.network, counties.staff counties.village_service
        counties.reputation counties.organised counties.served_east
Writes  none
Levers  none     Luck  per searcher: order, channel
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.channels import agency_chance, channel_of_offer, reach_at, service_chance
from sim.rules.learning import learnt_odds
from sim.rules.services import is_eligible
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

LEAST_REACH = 1e-6


@kernel
def hiring_lot(u: float, reach: float, odds: float) -> float:
    """Lot of a searcher, lowest first: who hears of more, or has learnt, has better odds against each of the others."""
    return -math.log(1.0 - u) * math.exp(-odds) / max(reach, LEAST_REACH)


@kernel
def line_up(persons: Persons, counties: Counties, room: Room, c: int, place: int) -> int:
    """Put those of a county who look for work at a place into the room's rows, the lowest keys first; count them."""
    start = int(counties.first_person[c])
    found = 0
    for p in range(start, start + counties.persons[c]):
        if persons.looks[p] == place:
            room.rows[start + found] = p
            room.lots[start + found] = room.keys[p]
            found += 1
    sort_by_lot(room.rows[start : start + found], room.lots[start : start + found])
    return found


@kernel
def lot_of(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    p: int,
    c: int,
    behaviour: Behaviour,
    luck: Luck,
) -> float:
    """Lot of a person who looks for work."""
    return hiring_lot(
        lot(luck, Decision.HIRING_ORDER, int(persons.id[p])),
        reach_at(persons, households, villages, counties, tag, p, c, int(persons.looks[p]), behaviour),
        learnt_odds(persons, p, behaviour),
    )


@kernel
def channel_at(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    p: int,
    c: int,
    place: int,
    behaviour: Behaviour,
    luck: Luck,
) -> int:
    """Channel that brings this month's offer, or would have brought it."""
    return channel_of_offer(
        float(villages.network[households.village[persons.household[p]], place]),
        service_chance(counties, c, behaviour),
        agency_chance(counties, c, place, is_eligible(households, tag, int(persons.household[p])), behaviour),
        behaviour.walk_in_offer_chance,
        uniform(luck, Decision.CHANNEL, int(persons.id[p]), 0),
    )
