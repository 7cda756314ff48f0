"""Targeting by rank and cut: of the households recorded under the line, the poorest are monitored, up to a quota.

    quota     quota_share of the county's registered people; the last household is in if half of it is    [F05-01]
    order     recorded income per head, then by lot: errors of the records decide who is left out, the more the
              tighter the quota; who is left out stays a candidate until a record says otherwise

Reads   households.id households.members households.is_registered households.medical households.damage,
        registry.recorded_income, counties.province, provinces.line
Writes  registry.tag registry.tagged_month registry.is_ended registry.was_tagged registry.is_candidate registry.sign
        registry.aid
Levers  none     Luck  order: per candidate
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, lot, sort_by_lot
from sim.rules.monitoring import enlist
from sim.state.codes import NO_TAG
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.registry import Registry
from sim.state.room import Room
from sim.state.table import Array


@kernel
def free_places(households: Households, registry: Registry, counties: Counties, c: int, quota_share: float) -> int:
    """How many more people a county may monitor."""
    registered, monitored = 0, 0
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        if households.is_registered[h]:
            registered += int(households.members[h])
        if registry.tag[h] != NO_TAG:
            monitored += int(households.members[h])
    return int(math.floor(quota_share * float(registered))) - monitored


@kernel
def step(
    households: Households,
    registry: Registry,
    counties: Counties,
    room: Room,
    line: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """List candidates of counties first … last - 1. `line` is the provinces' column."""
    for c in range(first, last):
        start = int(counties.first_person[c])
        waiting = 0
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            if registry.is_candidate[h]:
                room.rows[start + waiting] = h
                tie = lot(luck, Decision.TARGETING_ORDER, int(households.id[h]))
                room.lots[start + waiting] = float(registry.recorded_income[h]) + tie
                waiting += 1
        if waiting == 0:
            continue
        queue = room.rows[start : start + waiting]
        sort_by_lot(queue, room.lots[start : start + waiting])
        free = free_places(households, registry, counties, c, behaviour.quota_share)
        for i in range(waiting):
            h = int(queue[i])
            people = int(households.members[h])
            if 2 * free < people:
                break
            free -= people
            enlist(registry, households, h, int(line[counties.province[c]]), behaviour, month)
