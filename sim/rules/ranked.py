"""Matching by rank: employers and agencies see who is worth most and take the best first.

    key      - log pay_factor: schooling, skill and course; among equals the lower lot              [worksim]

What a searcher hears of then decides only how many offers there are, not who gets them.

Reads   persons.id persons.looks persons.know_how persons.link persons.trained_months persons.certificate
        persons.household persons.helped_months
        persons.schooling persons.skill, households.village
        households.is_registered, registry.tag, villages.network, counties.staff counties.village_service
        counties.reputation counties.organised counties.served_east
Writes  none but the keys of the queue
Levers  none     Luck  per searcher: order among equals
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Luck, kernel
from sim.rules.learning import learnt_pay
from sim.rules.queues import lot_of
from sim.rules.search import pay_factor
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

LOTS_WEIGHT = 1e-9
"""So little that it decides among equals alone."""


@kernel
def rank(factor: float, lot: float) -> float:
    """Key of a searcher whose pay would be `factor` of the usual."""
    return LOTS_WEIGHT * lot - math.log(factor)


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
                factor = pay_factor(
                    int(persons.schooling[p]),
                    float(persons.skill[p]),
                    learnt_pay(persons, p, behaviour),
                    behaviour.schooling_return,
                )
                lot = lot_of(persons, households, villages, counties, tag, p, c, behaviour, luck)
                room.keys[p] = rank(factor, lot)
