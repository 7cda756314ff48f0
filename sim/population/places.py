"""The counties that there are: the 462 of `counties.csv`, or those of a researcher's own file.

Of one's own counties the covariates are brought to the model's scales by ranks: remoteness from terrain and distance,
local jobs from firms per head and income, each with the distribution that it has among the 462.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data import rows
from sim.population.cells import Cells
from sim.population.fields import COUNTIES

FEWEST_COUNTIES = 4
HUNDRED_OF_HUNDREDS = 10_000
"""What a six-digit code is divided by to find the province."""


class County(NamedTuple):
    """One alleviated county."""

    id: str
    code: int
    province: int
    is_key: bool
    is_provincial_key: bool
    registered_people: float
    registered_share: float
    remoteness: float
    local_jobs: float
    draw: float


def all_counties(facts: str = "") -> tuple[County, ...]:
    """The 462 counties, by code; `facts` is a folder of one's own in which `counties.csv` may lie."""
    counties = [
        County(
            row["id"],
            int(row["code"]),
            int(row["province"]),
            row["is_key"] == "1",
            row["is_provincial_key"] == "1",
            float(row["registered_people"]),
            float(row["registered_share"]),
            float(row["remoteness"]),
            float(row["local_jobs"]),
            float(row["draw"]),
        )
        for row in rows("counties.csv", facts)
    ]
    return tuple(sorted(counties, key=lambda county: county.code))


@lru_cache(maxsize=2)
def own_counties(path: str, digest: str) -> tuple[County, ...]:
    """The counties of a file, by code; `digest` is a hash of it.

    Raises
    ------
    InputError
        If a cell is not allowed: one sentence.
    """
    cells = Cells(Path(path), COUNTIES)
    ids = cells.texts("id")
    told = {name: cells.numbers(name) for name, field in COUNTIES.items() if not field.is_text}
    provinces = {int(row["code"]): row["name"] for row in rows("provinces.csv")}
    for row, name in enumerate(ids):
        code = int(told["code"][row])
        if name in ids[:row]:
            cells.fault(row, "id", name, "an id that no other row has")
        if code in told["code"][:row]:
            cells.fault(row, "code", str(code), "a code that no other row has")
        if code // HUNDRED_OF_HUNDREDS not in provinces:
            begins = ", ".join(f"{number} {province}" for number, province in provinces.items())
            cells.fault(row, "code", str(code), f"a code that begins with one of {begins}")
    if len(ids) < FEWEST_COUNTIES:
        cells.fault(len(ids) - 1, "id", ids[-1], f"{FEWEST_COUNTIES} counties or more, and there are {len(ids)}")
    remoteness = np.sort([county.remoteness for county in all_counties()])
    jobs = np.sort([county.local_jobs for county in all_counties()])
    far = like(remoteness, ranks(told["terrain"]) + ranks(told["distance"]))
    busy = like(jobs, ranks(told["firms"] / told["population"]) + ranks(told["income"]))
    found = [
        County(
            name,
            int(told["code"][row]),
            int(told["code"][row]) // HUNDRED_OF_HUNDREDS,
            told["is_key"][row] == 1.0,
            False,
            float(told["population"][row] * told["registered_share"][row]),
            float(told["registered_share"][row]),
            float(far[row]),
            float(busy[row]),
            float(row),
        )
        for row, name in enumerate(ids)
    ]
    return tuple(sorted(found, key=lambda county: county.code))


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Middle of each value's place among all, from 0 to 1; equal values have equal places."""
    below = (values[:, None] > values).sum(axis=1)
    equal = (values[:, None] == values).sum(axis=1)
    return np.asarray((below + 0.5 * equal) / len(values))


def like(sample: NDArray[np.float64], score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values with the order of a score and the distribution of a sorted sample."""
    return np.asarray(np.quantile(sample, ranks(score)))
