"""The margins that the first month is made from, as `data/margins.csv` has them."""

from typing import NamedTuple

import numpy as np

from sim.data import rows
from sim.state.table import Array

NEVER, REGISTERED = 0, 1


class Margins(NamedTuple):
    """One array a margin, of shape (2, categories): never registered and registered people.

    Categories, units, sources and grades stand in the file, in the same order.
    """

    household_type: Array
    type_age: Array
    children: Array
    birth: Array
    elder: Array
    son: Array
    schooling: Array
    schooling_lower: Array
    chronic: Array
    disabled: Array
    skill: Array
    relocated: Array
    dibao: Array
    insured: Array
    land_spread: Array
    savings: Array
    debt: Array
    job_men: Array
    job_women: Array
    job_factor: Array
    place: Array
    tenure: Array
    past_work: Array
    post: Array
    trained: Array
    high_certificate: Array
    position_share: Array
    employer_size: Array
    employer_pay: Array
    vacancy: Array
    employer_age: Array
    village: Array


def margins() -> Margins:
    """Read the margins."""
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in Margins._fields}
    for row in rows("margins.csv"):
        for stratum, name in ((NEVER, "never"), (REGISTERED, "registered")):
            if row["stratum"] in (name, "all"):
                found[row["margin"]][stratum].append(float(row["value"]))
    return Margins._make(np.array(values, np.float64) for values in found.values())
