"""Risk: the chance that a household falls into poverty within a year, from the model's own futures.

A future is a branch of a model whose luck is drawn anew from today on, under the levers and events that its scenario
holds. Falls are told in the raw reading: aid that monitoring triggered is taken out of income. No rule reads this.
"""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collection import groups_of
from sim.enacted import Calendar
from sim.errors import InputError
from sim.model import Model
from sim.population.settings import check_whole
from sim.progress import bar
from sim.scenario import Scenario
from sim.state.codes import RAW

FEWEST_DRAWS, MOST_DRAWS = 2, 10_000
LONGEST_MONTHS = 120
DRAWS, MONTHS = 20, 12


class GroupRisk(NamedTuple):
    """What share of a group's people fall, and how surely that is known."""

    group_kind: str
    group: str
    chance: float
    error: float
    """Standard error over futures."""
    people: float


class Risk(NamedTuple):
    """Chances of a raw fall under the poverty line, by household and by group."""

    date: str
    """The month whose end is today, such as 2022-12."""
    draws: int
    months: int
    household: NDArray[np.int64]
    """Permanent ids, shape (households,)."""
    chance: NDArray[np.float64]
    """Share of futures in which each falls, same shape."""
    error: NDArray[np.float64]
    """Standard error of that share, same shape: sqrt(p (1 - p)/(draws - 1))."""
    groups: tuple[GroupRisk, ...]
    """All groups that results speak of and that have somebody; `alleviated` people are the stratum `registered`."""


def risk(
    model: Model | str | Path | Scenario,
    *,
    at: str | None = None,
    draws: int = DRAWS,
    months: int = MONTHS,
    seed: int = 1,
) -> Risk:
    """Chance of a raw fall under the poverty line within some months, given today's state.

    Parameters
    ----------
    model : a model as it stands, which stays as it is; or a scenario, or its path, which is run until `at`
    at : last month that has happened, such as "2022-12"; needed for a scenario, and only for one
    draws : how many futures, 2 to 10,000
    months : how far ahead, 1 to 120
    seed : seed of a scenario's past; a model has its own

    Returns
    -------
    Risk
        A household that ends in a future counts as not fallen from then on. One that is in poverty today falls only
        if it settles first, as everywhere in the model.

    Raises
    ------
    InputError
        If a number or the date is not allowed.
    """
    check_whole("draws", draws, FEWEST_DRAWS, MOST_DRAWS)
    check_whole("months", months, 1, LONGEST_MONTHS)
    today = model if isinstance(model, Model) else _arrived(model, at, seed)
    if isinstance(model, Model) and at is not None:
        raise InputError(f"at is {at!r}; a model stands where it stands, only a scenario takes a date")
    falls = np.zeros((draws, len(today.world.households.id)), np.bool_)
    with bar("futures", draws) as advance:
        for draw in range(draws):
            falls[draw] = _falls(today, draw, months)
            advance(draw + 1)
    chance = falls.mean(axis=0)
    error = np.sqrt(chance * (1.0 - chance) / (draws - 1))
    date = _calendar(today).label(today.month - 1)
    return Risk(date, draws, months, today.world.households.id.copy(), chance, error, tuple(_by_group(today, falls)))


def _calendar(model: Model) -> Calendar:
    """What a model's months are called."""
    return Calendar(model.resolved.start, model.resolved.events_at)


def _arrived(scenario: str | Path | Scenario, at: str | None, seed: int) -> Model:
    """A model of the scenario after the month `at`."""
    model = Model(scenario, rng=seed)
    calendar = _calendar(model)
    labels = [calendar.label(t) for t in range(model.months)]
    if at not in labels:
        raise InputError(f"at is {at!r}; allowed is a month of the scenario, {labels[0]} to {labels[-1]}")
    past = labels.index(at) + 1
    with bar("months until today", past) as advance:
        for month in range(past):
            model.step()
            advance(month + 1)
    return model


def _falls(today: Model, draw: int, months: int) -> NDArray[np.bool_]:
    """Which of today's households fall in one future, shape (households,)."""
    future = today.branch()
    future.seed = int(np.random.SeedSequence((today.seed, today.month, draw)).generate_state(1, np.uint64)[0])
    future.months, future.running = today.month + months, True
    known = today.world.households.id
    order = np.argsort(known)
    fell = np.zeros(len(known), np.bool_)
    for _ in range(months):
        future.step()
        households = future.world.households
        falling = households.id[(households.fell_months[:, RAW] & 1) > 0]
        place = np.minimum(np.searchsorted(known, falling, sorter=order), len(known) - 1)
        rows = order[place]
        fell[rows[known[rows] == falling]] = True
    return fell


def _by_group(today: Model, falls: NDArray[np.bool_]) -> list[GroupRisk]:
    """Shares of people who fall, by group; the error is that of the mean over futures."""
    households, registry, counties = today.world.households, today.world.registry, today.world.counties
    calendar = _calendar(today)
    names = tuple(calendar.province_name(int(code)) for code in today.world.provinces.code)
    groups = groups_of(today.world, names)
    county = np.repeat(np.arange(len(counties.code)), counties.households)
    kinds = 8 * households.is_registered + 4 * households.is_relocated + registry.tag
    rows = []
    for kind, name, cells in zip(groups.kinds, groups.names, groups.cells, strict=True):
        weight = households.members * cells[county, kinds]
        people = float(weight.sum())
        if people > 0.0:
            shares = falls @ weight / people
            error = float(shares.std(ddof=1)) / math.sqrt(len(falls))
            rows.append(GroupRisk(kind, name, float(shares.mean()), error, people))
    return rows
