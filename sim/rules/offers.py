"""Offers: how many jobs outside a month brings, and how the counties of a province share them.

    offers   sum of r over the searchers of a county, times (S/S0)^-offer_crowding exp(demand)        [model: 0.1]
    usual    S0 searchers and local tightness of a normal month are learned in the burn-in

r is a searcher's reach through the channels, S all searchers of the province at a place, at their weight.

Reads   counties.applicants counties.weight counties.reach counties.tightness, provinces.code provinces.demand
Writes  counties.openings counties.openings_carried counties.tightness_base, provinces.searchers_base
Levers  none     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import kernel
from sim.state.codes import PLACES, PROVINCE
from sim.state.counties import Counties
from sim.state.month import Month
from sim.state.provinces import Provinces


@kernel
def offer_ratio(searchers: float, searchers_base: float, crowding: float, demand: float) -> float:
    """Offers per searcher at a destination against those of a normal month."""
    if searchers <= 0.0 or searchers_base <= 0.0:
        return 0.0
    return math.exp(demand - crowding * math.log(searchers / searchers_base))


@kernel
def blended(before: float, now: float, renewal: float) -> float:
    """What people believe, or what is usual: mostly what it was, partly what this month shows."""
    return (1.0 - renewal) * before + renewal * now


@kernel
def step(provinces: Provinces, counties: Counties, behaviour: Behaviour, month: Month, is_burn_in: bool) -> None:
    """Serial: the offers at each destination of a province, split by the reach of its counties' searchers."""
    renewal = behaviour.belief_renewal
    for q in range(len(provinces.code)):
        first = int(provinces.first_county[q])
        last = first + int(provinces.counties[q])
        for place in range(PROVINCE, PLACES):
            searchers = 0.0
            for c in range(first, last):
                searchers += counties.weight[c] * float(counties.applicants[c, place])
            if is_burn_in:
                base = float(provinces.searchers_base[q, place])
                provinces.searchers_base[q, place] = searchers if base == 0.0 else blended(base, searchers, renewal)
            ratio = offer_ratio(
                searchers,
                float(provinces.searchers_base[q, place]),
                behaviour.offer_crowding,
                float(provinces.demand[q, place]) - month.destination_slump,
            ) * (1.0 - month.movement_stop)
            for c in range(first, last):
                most = float(counties.applicants[c, place])
                offers = min(most, ratio * float(counties.reach[c, place])) + float(counties.openings_carried[c, place])
                counties.openings[c, place] = int(math.floor(offers))
                counties.openings_carried[c, place] = offers - math.floor(offers)
        for c in range(first, last):
            if is_burn_in:
                usual, now = float(counties.tightness_base[c]), float(counties.tightness[c])
                counties.tightness_base[c] = now if usual == 0.0 else blended(usual, now, renewal)
