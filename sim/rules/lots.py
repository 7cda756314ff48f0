"""Matching by lots: chance decides who comes first, with better odds for who hears of more or has learnt.

    key      the lot of `queues`: an urn in which each searcher has reach exp(course odds) balls
             [petrongolo2001: random rounds]

Reads   persons.id persons.looks persons.know_how persons.link persons.trained_months
        persons.household persons.helped_months, households.village
        households.is_registered, registry.tag, villages.network, counties.staff counties.village_service
        counties.reputation counties.organised counties.served_east
Writes  none but the keys of the queue
Levers  none     Luck  per searcher: order
"""

from sim.behaviour import Behaviour
from sim.numeric import NONE, Luck, kernel
from sim.rules.queues import lot_of
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages


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
                room.keys[p] = lot_of(persons, households, villages, counties, tag, p, c, behaviour, luck)
