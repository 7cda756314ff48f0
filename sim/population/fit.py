"""How well the first month meets what is published: every margin beside what came out, and three joint tables.

`data/published.csv` gives the margins and the role of each: `input` is put in as it is, `fitted` is met by `raking`,
`tuned` by hand through other margins, `check` is used nowhere, `refused` cannot be met, and its note says why.
The error of a margin is its standardised root mean square error: the root of the mean squared difference of its
categories over their published mean; of a margin of one number the relative error.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.data import rows
from sim.numeric import NONE
from sim.state import World
from sim.state.codes import EAST, HALF, LOCAL, PROVINCE, WORKSHOP
from sim.state.table import Array

ADULT, ELDER = 16, 60
AGES = (0, 16, 30, 45, 60, 70, 121)
SCHOOLING = (("none", 0), ("primary", 1), ("junior", 7), ("senior", 10), ("college", 13), ("", 99))
"""Least years of each level, and one more than there can be."""


class Line(NamedTuple):
    """One category of one margin."""

    margin: str
    stratum: str
    category: str
    published: float
    simulated: float
    source: str
    grade: str
    role: str
    note: str


class Sample:
    """People of the first month with what each stands for.

    Parameters
    ----------
    world : tables of the first month, before anything is simulated
    """

    def __init__(self, world: World) -> None:
        persons, households, employers, counties = world.persons, world.households, world.employers, world.counties
        self.persons, self.households = persons, households
        self.weight = np.repeat(counties.weight, counties.persons)
        self.household_weight = np.repeat(counties.weight, counties.households)
        self.registered = households.is_registered[persons.household]
        self.relocated = households.is_relocated[persons.household] & self.registered
        has_job = persons.employer != NONE
        self.is_in_workshop = has_job & (employers.kind[persons.employer] == WORKSHOP)
        self.job = np.where(has_job, employers.place[persons.employer], NONE)
        self.place = np.where(persons.post_months > 0, LOCAL, self.job)
        self.resident = self.job <= LOCAL

    def share(self, what: Array, of: Array) -> float:
        """Weighted share of people, or mean of a number."""
        return float(np.average(what[of].astype(np.float64), weights=self.weight[of]))

    def of_households(self, what: Array, of: Array) -> float:
        """Weighted mean over households."""
        return float(np.average(what[of].astype(np.float64), weights=self.household_weight[of]))

    def people_of(self, stratum: str) -> Array:
        """Who belongs to a stratum."""
        return {"registered": self.registered, "never": ~self.registered, "all": np.ones(len(self.weight), bool)}[
            stratum
        ]


def household_size(sample: Sample, stratum: str, category: str) -> float:
    """Registered members per household."""
    is_registered = sample.households.is_registered
    return sample.of_households(sample.households.members, is_registered == (stratum == "registered"))


def resident_household_size(sample: Sample, stratum: str, category: str) -> float:
    """Members at home per household."""
    return float(sample.weight[sample.resident].sum() / sample.household_weight.sum())


def share_of_elders(sample: Sample, stratum: str, category: str) -> float:
    """Members of 60 and older."""
    return sample.share(sample.persons.age >= ELDER, sample.people_of(stratum))


def residents_of_60(sample: Sample, stratum: str, category: str) -> float:
    """Residents of 60 and older."""
    return sample.share(sample.persons.age >= ELDER, sample.resident)


def residents_of_65(sample: Sample, stratum: str, category: str) -> float:
    """Residents of 65 and older."""
    return sample.share(sample.persons.age >= 65, sample.resident)


def worked(sample: Sample, stratum: str, category: str) -> float:
    """With any waged month in the year."""
    return sample.share(sample.persons.worked_months > 0, sample.people_of(stratum))


def place_of_work(sample: Sample, stratum: str, category: str) -> float:
    """Of those at work, posts included."""
    places = {"county": (LOCAL,), "province": (PROVINCE,), "outside": (EAST, EAST + 1)}[category]
    return sample.share(np.isin(sample.place, places), sample.people_of(stratum) & (sample.place != NONE))


def holds_post(sample: Sample, stratum: str, category: str) -> float:
    """In a public-welfare post."""
    return sample.share(sample.persons.post_months > 0, sample.people_of(stratum))


def has_allowance(sample: Sample, stratum: str, category: str) -> float:
    """In a household with the minimum living allowance."""
    return sample.share(sample.households.is_dibao[sample.persons.household], sample.people_of(stratum))


def is_relocated(sample: Sample, stratum: str, category: str) -> float:
    """In a relocated household."""
    return sample.share(sample.relocated, sample.people_of(stratum))


def has_pension_cover(sample: Sample, stratum: str, category: str) -> float:
    """Insured, of adults out of school."""
    adult = (sample.persons.age >= ADULT) & ~sample.persons.is_student
    return sample.share(sample.persons.is_insured, sample.people_of(stratum) & adult)


def women_among_workers(sample: Sample, stratum: str, category: str) -> float:
    """Of those with a wage job, all or away."""
    return sample.share(sample.persons.is_female, sample.job > LOCAL if category != "all" else sample.job != NONE)


def age_of_workers(sample: Sample, stratum: str, category: str) -> float:
    """Of those with a wage job."""
    return sample.share(sample.persons.age, sample.job > LOCAL if category == "away" else sample.job == LOCAL)


def schooling_of_workers(sample: Sample, stratum: str, category: str) -> float:
    """Of those with a wage job."""
    least = dict(SCHOOLING)
    names = [name for name, _ in SCHOOLING]
    years = sample.persons.schooling
    after = least[names[names.index(category) + 1]]
    return sample.share((years >= least[category]) & (years < after), sample.job != NONE)


def labour_of_relocated(sample: Sample, stratum: str, category: str) -> float:
    """Half or full capacity and out of school."""
    return sample.share((sample.persons.capacity >= HALF) & ~sample.persons.is_student, sample.relocated)


def in_workshops(sample: Sample, stratum: str, category: str) -> float:
    """Of those at work, posts included."""
    return sample.share(sample.is_in_workshop, sample.people_of(stratum) & (sample.place != NONE))


SIMULATED: dict[str, Callable[[Sample, str, str], float]] = {
    "household size": household_size,
    "members of 60 and older": share_of_elders,
    "worked in the last year": worked,
    "place of work": place_of_work,
    "public-welfare post": holds_post,
    "minimum living allowance": has_allowance,
    "relocated": is_relocated,
    "residents' pension": has_pension_cover,
    "women among workers": women_among_workers,
    "residents of 60 and older": residents_of_60,
    "residents of 65 and older": residents_of_65,
    "resident household size": resident_household_size,
    "women among workers away": women_among_workers,
    "age of workers": age_of_workers,
    "schooling of workers": schooling_of_workers,
    "labour of relocated people": labour_of_relocated,
    "workers of workshops": in_workshops,
}


def fit_of(world: World) -> list[Line]:
    """Every category of every published margin; what is refused has NaN on both sides.

    Parameters
    ----------
    world : tables of the first month
    """
    sample = Sample(world)
    lines = []
    for row in rows("published.csv"):
        told = row["margin"], row["stratum"], row["category"]
        about = row["source"], row["grade"], row["role"], row["note"]
        if row["role"] == "refused":
            lines.append(Line(*told, np.nan, np.nan, *about))
            continue
        simulated = SIMULATED[row["margin"]](sample, row["stratum"], row["category"])
        lines.append(Line(*told, float(row["value"]), simulated, *about))
    return lines


def errors(lines: list[Line]) -> dict[tuple[str, str], float]:
    """Standardised root mean square error of each margin and stratum that was met."""
    held: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.role != "refused":
            held.setdefault((line.margin, line.stratum), []).append(line)
    found = {}
    for margin, some in held.items():
        published = np.array([line.published for line in some])
        simulated = np.array([line.simulated for line in some])
        found[margin] = float(np.sqrt(np.mean((simulated - published) ** 2)) / np.mean(published))
    return found


def joint(sample: Sample, row: Array, rows_: int, column: Array, columns: int, of: Array) -> Array:
    """Weighted shares of people by two properties, shape (rows, columns)."""
    cells = row[of].astype(np.int64) * columns + column[of]
    table = np.bincount(cells, sample.weight[of], rows_ * columns).reshape(rows_, columns)
    return np.asarray(table / table.sum())


def joint_tables(world: World) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], Array]]:
    """Age by labour capacity, schooling by place of work, size of household by members at work: names and shares.

    Registered people; of the third, by the household that they belong to.
    """
    sample = Sample(world)
    persons, households = sample.persons, sample.households
    age = np.searchsorted(AGES, persons.age, side="right") - 1
    names = tuple(f"{low} to {high - 1}" for low, high in pairwise(AGES))
    school = np.searchsorted([least for _, least in SCHOOLING], persons.schooling, side="right") - 1
    levels = tuple(name for name, _ in SCHOOLING[:-1])
    at_work = np.bincount(persons.household[sample.place != NONE], minlength=len(households.id))
    size = np.minimum(households.members, 6)[persons.household] - 1
    of, working = sample.registered, sample.registered & (sample.place != NONE)
    workers = np.minimum(at_work, 3)[persons.household]
    return {
        "age by labour capacity": (
            names,
            ("none", "weak", "half", "full"),
            joint(sample, age, len(names), persons.capacity, 4, of),
        ),
        "schooling by place of work": (
            levels,
            ("county", "province", "east", "elsewhere"),
            joint(sample, school, len(levels), sample.place, 4, working),
        ),
        "size of household by members at work": (
            ("1", "2", "3", "4", "5", "6 and more"),
            ("none", "1", "2", "3 and more"),
            joint(sample, size, 6, workers, 4, of),
        ),
    }
