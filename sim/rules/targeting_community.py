"""Targeting by the community: village meetings say who is poorest of the candidates; a rival of `targeting`.

    order     true income without aid times exp(community_spread z): neighbours know what records do not, and err in
              another way; the quota is the same                                               [alatas]

Reads   households.id households.members households.is_registered households.medical households.damage
        households.income households.hardship households.aid households.policy, registry.recorded_income,
        counties.province, provinces.line
Writes  registry.tag registry.tagged_month registry.is_ended registry.was_tagged registry.is_candidate registry.sign
        registry.aid
Levers  none     Luck  view: per candidate
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, normal, sort_by_lot
from sim.rules.monitoring import enlist
from sim.rules.relapse import true_income
from sim.rules.targeting import free_places
from sim.state.codes import RAW
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.registry import Registry
from sim.state.room import Room
from sim.state.table import Array


@kernel
def seen_income(true_income_head: int, community_spread: float, z: float) -> float:
    """Income per head as neighbours see it, fen a year."""
    return float(true_income_head) * math.exp(community_spread * z)


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
                z = normal(luck, Decision.COMMUNITY_VIEW, int(households.id[h]), 0)
                room.rows[start + waiting] = h
                room.lots[start + waiting] = seen_income(true_income(households, h, RAW), behaviour.community_spread, z)
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
