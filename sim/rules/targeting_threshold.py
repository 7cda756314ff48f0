"""Targeting by a threshold: every household recorded under the line is monitored at once; a rival of `targeting`.

Reads   households.members households.is_registered households.medical households.damage,
        registry.recorded_income, counties.province, provinces.line
Writes  registry.tag registry.tagged_month registry.is_ended registry.was_tagged registry.is_candidate registry.sign
        registry.aid
Levers  none     Luck  none
"""

from sim.behaviour import Behaviour
from sim.numeric import Luck, kernel
from sim.rules.monitoring import enlist
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.registry import Registry
from sim.state.room import Room
from sim.state.table import Array


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
    """List candidates of counties first … last - 1. `line` is the provinces' column; there is no queue, nor luck."""
    for c in range(first, last):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            if registry.is_candidate[h]:
                enlist(registry, households, h, int(line[counties.province[c]]), behaviour, month)
