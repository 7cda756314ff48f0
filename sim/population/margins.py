"""The margins that the first month is made from, as `data/margins.csv` has them."""

from typing import NamedTuple

import numpy as np

from sim.data import rows
from sim.state.table import Array

NEVER, REGISTERED = 0, 1
STRATA = ("never", "registered")

# One array a margin, of shape (2, categories): never registered and registered people. Categories, units, sources and
# grades stand in the file, in the same order. A kernel takes only the group it reads: compiling grows with arrays.


class Composition(NamedTuple):
    """Who lives together."""

    household_type: Array
    type_age: Array
    children: Array
    birth: Array
    elder: Array
    son: Array
    tilt: Array
    """From `data/tilts.csv`, fitted by `raking`: per member, per elder, log of the largest weight."""


class Traits(NamedTuple):
    """What people are."""

    schooling: Array
    schooling_lower: Array
    trained: Array
    high_certificate: Array
    disabled: Array
    chronic: Array
    skill: Array
    insured: Array


class Estate(NamedTuple):
    """What a household has."""

    relocated: Array
    dibao: Array
    land_spread: Array
    savings: Array
    debt: Array
    stock_spread: Array


class Work(NamedTuple):
    """Who works and where."""

    job_men: Array
    job_women: Array
    job_factor: Array
    place: Array
    network: Array
    tenure: Array
    past_work: Array
    post: Array


class Firms(NamedTuple):
    """The employers of a county."""

    position_share: Array
    employer_size: Array
    employer_pay: Array
    vacancy: Array
    employer_age: Array


class Settlement(NamedTuple):
    """The villages of a county."""

    village: Array


class Vital(NamedTuple):
    """Who dies, bears and marries in a year."""

    death_men: Array
    death_women: Array
    fertility: Array
    parity: Array
    marriage_men: Array
    marriage_women: Array


class Margins(NamedTuple):
    """All margins."""

    composition: Composition
    traits: Traits
    estate: Estate
    work: Work
    firms: Firms
    settlement: Settlement
    vital: Vital


def margins(facts: str = "") -> Margins:
    """Read the margins; `facts` is a folder of one's own in which the files may lie."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for row in rows("margins.csv", facts):
        values = found.setdefault(row["margin"], ([], []))
        for stratum, name in enumerate(STRATA):
            if row["stratum"] in (name, "all"):
                values[stratum].append(float(row["value"]))
    tilts = {
        row["stratum"]: [float(row[name]) for name in ("members", "elders", "largest")]
        for row in rows("tilts.csv", facts)
    }
    found["tilt"] = tilts["never"], tilts["registered"]
    arrays = {name: np.array(values, np.float64) for name, values in found.items()}

    def group[T: NamedTuple](kind: type[T]) -> T:
        return kind._make(arrays[name] for name in kind._fields)

    return Margins(
        group(Composition), group(Traits), group(Estate), group(Work), group(Firms), group(Settlement), group(Vital)
    )
