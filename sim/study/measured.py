"""What a study measures: one indicator of one group, over some months at the end, as it is or against the reference."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collection import STRATA, TAGS, Row
from sim.data import rows
from sim.declare import did_you_mean, nearest, shown
from sim.files import Written
from sim.indicators import DEFINITIONS, SPENDING
from sim.measures import MEASURES
from sim.population.settings import Population, chosen_counties

KEYS = ("indicator", "group", "last", "effect")
COUNTY_TYPES = ("key", "other")


class Measured(NamedTuple):
    """One outcome.

    Attributes
    ----------
    scenario : name of the scenario it is measured in
    indicator, group_kind, group : which value of each month
    last : months at the end whose mean it is
    is_effect : whether the reference's value under the same luck is taken off
    """

    scenario: str
    indicator: str
    group_kind: str
    group: str
    last: int
    is_effect: bool


def read(entry: Written, scenario: str, population: Population, months: int, has_reference: bool) -> Measured:
    """Read `{indicator: …, group: …, last: …, effect: …}`.

    Raises
    ------
    InputError
        If an indicator or group is unknown, the run is shorter, or an effect has no reference.
    """
    entries = entry.mapping("an outcome", KEYS)
    if "indicator" not in entries:
        entry.fault(f"an outcome names no indicator; allowed keys are {', '.join(KEYS)}")
    indicator = entries["indicator"].text("indicator")
    if indicator not in DEFINITIONS:
        entries["indicator"].fault(f"unknown indicator {shown(indicator)}{did_you_mean(indicator, DEFINITIONS)}")
    group_kind, group = "all", "all"
    if "group" in entries:
        kinds = group_kinds(population, indicator)
        group = entries["group"].text("group")
        if group not in kinds:
            end = did_you_mean(group, kinds) if nearest(group, kinds) else f"; allowed is {' or '.join(kinds)}"
            entries["group"].fault(f"unknown group {shown(group)} of {indicator} in this population{end}")
        group_kind = kinds[group]
    last = entries["last"].whole("last", 1, months) if "last" in entries else 1
    is_effect = truth(entries["effect"], "effect") if "effect" in entries else False
    if is_effect and not has_reference:
        entries["effect"].fault("an effect needs something to compare with; give the study a `reference`")
    return Measured(scenario, indicator, group_kind, group, last, is_effect)


def truth(entry: Written, name: str) -> bool:
    """Read true or false."""
    if not isinstance(entry.value, bool):
        entry.refuse(name, "true or false")
    return entry.value


def group_kinds(population: Population, indicator: str) -> dict[str, str]:
    """Groups that have a value of an indicator, and the kind of each."""
    sampled = {county.province for county in chosen_counties(population)}
    kinds = {"all": "all", **dict.fromkeys(COUNTY_TYPES, "county_type")}
    kinds |= {row["name"]: "province" for row in rows("provinces.csv") if int(row["code"]) in sampled}
    if indicator in SPENDING:
        return kinds | {measure.name: "measure" for measure in MEASURES}
    return kinds | dict.fromkeys(STRATA, "stratum") | dict.fromkeys(TAGS, "tag")


def monthly(collected: Iterable[Row], asked: Iterable[Measured], months: int) -> dict[Measured, NDArray[np.float64]]:
    """Values of each outcome in each month, NaN where nobody is in the group or nothing was collected."""
    wanted = {(item.group_kind, item.group, item.indicator): np.full(months, np.nan) for item in asked}
    for row in collected:
        values = wanted.get((row.group_kind, row.group, row.indicator))
        if values is not None:
            values[row.month] = row.value
    return {item: wanted[item.group_kind, item.group, item.indicator] for item in asked}
