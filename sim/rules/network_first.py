"""Matching through networks first: jobs are filled by whom a worker there brings, and only then by others.

    key      the lot of `queues`; of those whom no co-villager brings it counts after all others' lots    [long]

Reads   persons.id persons.looks persons.know_how persons.link persons.trained_months
        persons.household persons.helped_months, households.village
        households.is_registered, registry.tag, villages.network, counties.staff counties.village_service
        counties.reputation counties.organised counties.served_east
Writes  none but the keys of the queue
Levers  none     Luck  per searcher: channel, order
"""

from sim.behaviour import Behaviour
from sim.numeric import NONE, Luck, kernel
from sim.rules.channels import NETWORK
from sim.rules.queues import channel_at, lot_of
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

AFTER_ALL = 1e12
"""Greater than any lot."""


@kernel
def network_key(channel: int, lot: float) -> float:
    """Key of a searcher whom this channel brings."""
    return lot if channel == NETWORK else AFTER_ALL + lot


@kernel
def step(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    room: Room,
    behaviour: Behaviour,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Order the searchers of counties first … last - 1. `tag` is the registry's column."""
    for c in range(first, last):
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            if persons.looks[p] != NONE:
                place = int(persons.looks[p])
                channel = channel_at(persons, households, villages, counties, tag, p, c, place, behaviour, luck)
                lot = lot_of(persons, households, villages, counties, tag, p, c, behaviour, luck)
                room.keys[p] = network_key(channel, lot)
