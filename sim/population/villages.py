"""Villages: 40 to 60 sampled households each, nearer to the seat or farther."""

import math

import numpy as np

from sim.numeric import Decision, Luck, normal, scratch_kernel, uniform
from sim.population.margins import Margins, Settlement
from sim.population.people import COUNTY_BITS
from sim.population.places import County
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.table import Array, empty
from sim.state.villages import Villages

VILLAGE_PAIR = 100
"""Sampled households of two villages together, so that every hundred ends with a whole village."""


def starts(counts: Array) -> Array:
    """Where each group begins when groups of these sizes follow each other."""
    return np.concatenate(([0], np.cumsum(counts)[:-1]))


@scratch_kernel
def village_sizes(
    code: int, households: int, sizes: Array, distances: Array, remoteness: float, parts: Settlement, luck: Luck
) -> int:
    """Sampled households and way to the seat of each village of a county; returns how many there are."""
    left, v = households, 0
    least, span = float(parts.village[0, 0]), float(parts.village[0, 1])
    while left > 0:
        village = (code << COUNTY_BITS) + v
        if v % 2 == 0:
            size = int(math.floor(least + span * uniform(luck, Decision.POPULATION_VILLAGE, village, 0)))
        else:
            size = VILLAGE_PAIR - sizes[v - 1]
        sizes[v] = min(size, left)
        z = normal(luck, Decision.POPULATION_VILLAGE, village, 1)
        distances[v] = float(parts.village[0, 2]) * (0.5 + remoteness) * math.exp(float(parts.village[0, 3]) * z)
        left -= size
        v += 1
    return v


def make_villages(
    chosen: tuple[County, ...], counties: Counties, households: Households, parts: Margins, luck: Luck
) -> Villages:
    """Villages of 40 to 60 sampled households; the last of a county is cut when the sample ends within it."""
    most = int(counties.households.max()) // 20 + 2
    sizes, distances = np.zeros((len(chosen), most), np.int64), np.zeros((len(chosen), most))
    for c, county in enumerate(chosen):
        counties.villages[c] = village_sizes(
            county.code, int(counties.households[c]), sizes[c], distances[c], county.remoteness, parts.settlement, luck
        )
    counties.first_village[:] = starts(counties.villages)
    is_village = sizes > 0
    villages = empty(Villages, int(counties.villages.sum()))
    of_county, place = np.nonzero(is_village)
    villages.id[:] = (counties.code[of_county] << COUNTY_BITS) + place
    villages.county[:] = of_county
    villages.households[:] = sizes[is_village]
    villages.first_household[:] = starts(villages.households)
    villages.distance[:] = distances[is_village]
    households.village[:] = np.repeat(np.arange(len(villages.id)), villages.households)
    return villages
