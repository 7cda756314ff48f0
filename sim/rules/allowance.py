"""Minimum living allowance 低保: each December officials review who gets it and how much it pays.

    income     y = recorded income - allowance already paid, at least nothing, per head and year
    gap        a household with y under the standard s gets allowance_gap_share (s - y) a head
    by need    one without a member of full labour capacity, or with a disabled one, gets at least
               allowance_floor_share s as long as y is under allowance_edge_ratio s                [F06-11, F06-12]
    rationed   the county's budget covers as many people as in the first month; those to whom most is due come first,
               those to whom as much is due by lot, and the last household is the one of which half still fits: who
               is entitled and who receives are not the same people in rural China               [F06-13, golan]

Reads   persons.capacity persons.health, households.id households.members, registry.recorded_income,
        counties.allowance_people
Writes  registry.allowance, households.is_dibao     Levers  none     Luck  per household: order
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, lot, sort_by_lot
from sim.state.codes import DISABLED, FULL
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.registry import Registry
from sim.state.room import Room

DECEMBER = 11


@kernel
def allowance_due(
    income: float,
    standard: float,
    is_in_need: bool,
    allowance_gap_share: float,
    allowance_floor_share: float,
    allowance_edge_ratio: float,
) -> int:
    """Fen of allowance a head and year."""
    due = allowance_gap_share * max(0.0, standard - income)
    if is_in_need and income < allowance_edge_ratio * standard:
        due = max(due, allowance_floor_share * standard)
    return int(math.floor(due))


@kernel
def is_in_need(persons: Persons, first: int, last: int) -> bool:
    """Whether a household has no member of full labour capacity, or a disabled one."""
    has_worker = False
    for p in range(first, last):
        if persons.health[p] == DISABLED:
            return True
        has_worker = has_worker or persons.capacity[p] == FULL
    return not has_worker


@kernel
def ration(households: Households, registry: Registry, counties: Counties, room: Room, c: int, luck: Luck) -> None:
    """Take back what the budget of a county does not cover; `registry.allowance` holds what is due."""
    start, found, covered = int(counties.first_person[c]), 0, 0
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        if registry.allowance[h] > 0:
            room.rows[start + found] = h
            order = lot(luck, Decision.ALLOWANCE_ORDER, int(households.id[h]))
            room.lots[start + found] = order - float(registry.allowance[h])
            found += 1
    queue = room.rows[start : start + found]
    sort_by_lot(queue, room.lots[start : start + found])
    for i in range(found):
        h = int(queue[i])
        members = int(households.members[h])
        if 2 * covered + members > 2 * counties.allowance_people[c]:
            registry.allowance[h] = 0
        covered += members


@kernel
def step(
    persons: Persons,
    households: Households,
    registry: Registry,
    counties: Counties,
    room: Room,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """The review of December in counties first … last - 1."""
    if month.season != DECEMBER:
        return
    for c in range(first, last):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            start = int(households.first_person[h])
            registry.allowance[h] = allowance_due(
                max(0.0, float(registry.recorded_income[h]) - float(registry.allowance[h])),
                month.allowance,
                is_in_need(persons, start, start + int(households.members[h])),
                behaviour.allowance_gap_share,
                behaviour.allowance_floor_share,
                behaviour.allowance_edge_ratio,
            )
        ration(households, registry, counties, room, c, luck)
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            households.is_dibao[h] = registry.allowance[h] > 0
