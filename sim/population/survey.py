"""A survey's households and their members, checked row by row, with weights raked to margins."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import files
from sim.data import rows
from sim.declare import did_you_mean, shown
from sim.errors import InputError
from sim.numeric import NONE
from sim.population.cells import Cells, missing_of, sources_of
from sim.population.fields import HOUSEHOLDS, MOST_MEMBERS, NOWHERE, PERSONS
from sim.population.margins import NEVER, REGISTERED, STRATA
from sim.population.raking import raked
from sim.population.settings import GIVEN, RAKED, OwnData
from sim.stored import read_csv

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
FIRST_YEAR, LAST_YEAR = 2010, 2022
"""Years of which a survey may be: what happened later is the test of the model."""
ELDER = 60
FEWEST = 20
"""Households of each stratum that a survey needs at least."""


class Survey(NamedTuple):
    """Households in the order of their file, members of each together; NaN where nothing is known.

    `first` and `members` have a row for each household, so have `county` and `province`: a name or empty. `partner` is
    the place among the members, or NONE. Money is yuan of 2020.
    """

    weight: Numbers
    first: Rows
    members: Rows
    county: NDArray[np.str_]
    province: NDArray[np.str_]
    is_registered: NDArray[np.bool_]
    households: dict[str, Numbers]
    partner: Rows
    persons: dict[str, Numbers]


def read_survey(own: OwnData) -> Survey:
    """The survey of these files, with the weights that were asked for.

    Raises
    ------
    InputError
        If a file, column or cell is not allowed, or margins cannot be met: one sentence.
    """
    return _read(own)


@lru_cache(maxsize=2)
def _read(own: OwnData) -> Survey:
    households, persons = _cells(own)
    ids = _unique(households, "household_id")
    person_ids = _unique(persons, "person_id")
    of = np.array([ids.get(name, NONE) for name in persons.texts("household_id")])
    if (of == NONE).any():
        astray = int(np.argmax(of == NONE))
        name = persons.texts("household_id")[astray]
        persons.fault(astray, "household_id", name, f"a household of {households.path.name}{did_you_mean(name, ids)}")
    members = np.bincount(of, minlength=households.count)
    for row in np.flatnonzero((members == 0) | (members > MOST_MEMBERS)).tolist():
        name = households.texts("household_id")[row]
        households.fault(row, "household_id", name, f"1 to {MOST_MEMBERS} members in {persons.path.name}")
    order = np.argsort(of, kind="stable")
    first = np.concatenate(([0], np.cumsum(members)[:-1]))
    partner = _partners(persons, person_ids, of)
    place = np.empty(len(of), np.int64)
    place[order] = np.arange(len(of)) - np.repeat(first, members)
    values = {name: persons.numbers(name) for name, field in PERSONS.items() if not field.is_text}
    _agree(persons, values)
    blank = [""] * households.count
    return _weighed(
        own,
        Survey(
            households.numbers("weight", 1.0),
            first,
            members,
            np.array(households.texts("county") if "county" in households else blank),
            np.array(households.texts("province") if "province" in households else blank),
            households.numbers("is_registered") == 1.0,
            {name: households.numbers(name) for name in ("is_relocated", "is_dibao", "land", "savings", "debt")},
            np.where(partner == NONE, NONE, place[partner])[order],
            {name: column[order] for name, column in values.items()},
        ),
    )


def _cells(own: OwnData) -> tuple[Cells, Cells]:
    """Both files, by the mapping file if there is one."""
    paths = Path(own.households), Path(own.persons)
    if not own.mapping:
        return Cells(paths[0], HOUSEHOLDS), Cells(paths[1], PERSONS)
    document = files.read(own.mapping)
    entries = document.mapping("a mapping file", ("title", "year", "missing", "households", "persons"))
    for key in ("year", "households", "persons"):
        if key not in entries:
            document.fault(f"a mapping file needs `{key}`")
    entries["year"].whole("year", FIRST_YEAR, LAST_YEAR)
    missing = missing_of(entries["missing"]) if "missing" in entries else frozenset()
    return (
        Cells(paths[0], HOUSEHOLDS, sources_of(entries["households"], HOUSEHOLDS), missing),
        Cells(paths[1], PERSONS, sources_of(entries["persons"], PERSONS), missing),
    )


def _unique(cells: Cells, name: str) -> dict[str, int]:
    """Rows by name, of which no two may be alike."""
    found: dict[str, int] = {}
    for row, text in enumerate(cells.texts(name)):
        if text in found:
            cells.fault(row, name, text, f"a name that no other row has, as {cells.place(found[text])} does")
        found[text] = row
    return found


def _partners(persons: Cells, ids: dict[str, int], of: Rows) -> Rows:
    """Row of each person's husband or wife, or NONE."""
    partner = np.full(len(of), NONE)
    if "partner" not in persons:
        return partner
    names = persons.texts("partner")
    for row, name in enumerate(names):
        if not name:
            continue
        other = ids.get(name, NONE)
        if other in (NONE, row) or of[other] != of[row]:
            persons.fault(row, "partner", name, "the person_id of another member of the household, or nothing")
        partner[row] = other
    for row in np.flatnonzero(partner != NONE).tolist():
        if partner[partner[row]] != row:
            persons.fault(
                row, "partner", names[row], f"somebody who names this person; see {persons.place(partner[row])}"
            )
    return partner


def _agree(persons: Cells, values: dict[str, Numbers]) -> None:
    """Refuse what cannot be together in one row."""
    has_no_job = values["place_of_work"] == NOWHERE
    pairs = (
        ("wage", (values["wage"] > 0.0) & has_no_job, "empty or 0 where place_of_work is none"),
        ("age", (values["age"] < 14.0) & (values["place_of_work"] > NOWHERE), "14 or more of somebody with a wage job"),
        ("has_post", (values["has_post"] == 1.0) & (values["place_of_work"] > NOWHERE), "no where there is a wage job"),
    )
    for name, is_off, allowed in pairs:
        if is_off.any():
            row = int(np.argmax(is_off))
            persons.fault(row, name, f"{values[name][row]:g}", allowed)


def _weighed(own: OwnData, survey: Survey) -> Survey:
    """The survey with its weights raked, unless they are to stay."""
    for s, name in enumerate(STRATA):
        found = int(np.sum(survey.is_registered == (s == REGISTERED)))
        if found < FEWEST:
            word = "registered" if s == REGISTERED else "never registered"
            raise InputError(f"{own.households}: holds {found} {word} households; allowed is {FEWEST} or more ({name})")
    if own.weights == GIVEN:
        return survey
    weight = survey.weight.copy()
    for s in (NEVER, REGISTERED):
        is_in = survey.is_registered == (s == REGISTERED)
        weight[is_in] = _raked(own, survey, s, is_in)
    return survey._replace(weight=weight)


def _raked(own: OwnData, survey: Survey, s: int, is_in: NDArray[np.bool_]) -> Numbers:
    """Weights of one stratum that meet the margins, nearest to those given; their sum stays."""
    features, targets, names = [], [], []
    for name, value in margins_of(own, STRATA[s]).items():
        column = feature(survey, name, own)[is_in]
        is_size = name == SIZE
        features.append(column if is_size else column - value * survey.members[is_in])
        targets.append(value if is_size else 0.0)
        names.append(f"{name} ({STRATA[s]})")
    base = survey.weight[is_in] / survey.weight[is_in].sum()
    matrix = np.column_stack(features)
    tilt = raked(matrix, np.array(targets), tuple(names), base)
    log = (matrix - np.array(targets)) @ tilt
    weight = base * np.exp(log - log.max())
    return np.asarray(weight * survey.weight[is_in].sum() / weight.sum())


SIZE = "household size"
PEOPLE_WHO: dict[str, tuple[str, Callable[[Numbers], NDArray[np.bool_]]]] = {
    "members of 60 and older": ("age", lambda value: value >= ELDER),
    "worked in the last year": ("months_worked", lambda value: value > 0.0),
    "public-welfare post": ("has_post", lambda value: value == 1.0),
}
HOUSEHOLDS_WHICH = {"minimum living allowance": "is_dibao", "relocated": "is_relocated"}
MARGINS = (SIZE, *PEOPLE_WHO, *HOUSEHOLDS_WHICH)


def feature(survey: Survey, margin: str, own: OwnData) -> Numbers:
    """Of each household how many of its members a margin counts; of the size, its members.

    Raises
    ------
    InputError
        If the survey lacks the column, or a row of it.
    """
    if margin == SIZE:
        return survey.members.astype(np.float64)
    if margin in HOUSEHOLDS_WHICH:
        name, values = HOUSEHOLDS_WHICH[margin], survey.households[HOUSEHOLDS_WHICH[margin]]
        counted = values * survey.members
    else:
        name, counts = PEOPLE_WHO[margin]
        values = survey.persons[name]
        counted = np.add.reduceat(np.where(np.isnan(values), np.nan, counts(values)), survey.first)
    if np.isnan(values).any():
        raise InputError(
            f"{own.weights}: margin {margin!r} needs {name} of everybody, and a row of the survey lacks it"
        )
    return np.asarray(counted)


def margins_of(own: OwnData, stratum: str) -> dict[str, float]:
    """Margins of one stratum: those that synthetic people are fitted to, or a file of one's own."""
    if own.weights == RAKED:
        return {
            row["margin"]: float(row["value"])
            for row in rows("published.csv")
            if row["role"] == "fitted" and row["stratum"] == stratum
        }
    found = {}
    path = Path(own.weights)
    if not path.is_file():
        raise InputError(f"{path}: no such file; weights: allowed is {RAKED}, {GIVEN} or a CSV file of margins")
    columns, told = read_csv(path)
    for column in ("margin", "stratum", "value"):
        if column not in columns:
            raise InputError(f"{path}:1: no column {column!r}; allowed are margin, stratum, value")
    for line, row in told:
        at = f"{path}:{line}"
        if row["margin"] not in MARGINS:
            near = did_you_mean(row["margin"], MARGINS)
            raise InputError(f"{at}: margin is {shown(row['margin'])}; allowed is {' or '.join(MARGINS)}{near}")
        if row["stratum"] not in STRATA:
            raise InputError(f"{at}: stratum is {shown(row['stratum'])}; allowed is {' or '.join(STRATA)}")
        most = float(MOST_MEMBERS) if row["margin"] == SIZE else 1.0
        try:
            value = float(row["value"])
        except ValueError:
            value = np.nan
        if not 0.0 < value < most:
            raise InputError(f"{at}: value is {shown(row['value'])}; allowed is a number between 0 and {most:g}")
        if row["stratum"] == stratum:
            found[row["margin"]] = value
    if not found:
        raise InputError(f"{path}: holds no margin of stratum {stratum}")
    return found
