"""Levels and effects from runs: over the seeds of each scenario, and pair by pair against the first."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.reports.given import World
from sim.results import Results, first_like_last
from sim.study.effects import EFFECTS, LEVEL, effects
from sim.study.intervals import student
from sim.study.record import MONTHLY

type Numbers = NDArray[np.float64]
type Label = tuple[str, str, str]

YEAR = 12


class Course(NamedTuple):
    """Mean over seeds in each month, and its Student interval; NaN of a single run."""

    mean: Numbers
    low: Numbers
    high: Numbers


def course(world: World, indicator: str, group_kind: str, group: str) -> Course:
    """How an indicator goes over the months of a world."""
    values = np.array([run.series(indicator, group_kind, group) for run in world.runs])
    return Course(*over_seeds(values))


def over_seeds(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Mean and interval over the first axis; undefined where a seed is."""
    seeds, mean = len(values), values.mean(axis=0)
    if seeds < 2:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    half = student(seeds - 1, LEVEL) * values.std(axis=0, ddof=1) / seeds**0.5
    return mean, mean - half, mean + half


def level(run: Results, indicator: str, group_kind: str, group: str) -> float:
    """What a run came to: the mean of the last twelve months of an indicator of one month, the last of a yearly one."""
    values = run.series(indicator, group_kind, group)
    return float(values[-YEAR:].mean()) if indicator in MONTHLY else float(values[-1])


def first_level(run: Results, indicator: str, group_kind: str, group: str) -> float:
    """What a run had come to a whole number of years before its end, in its first year."""
    values = run.series(indicator, group_kind, group)
    return float(values[:YEAR].mean() if indicator in MONTHLY else values[first_like_last(len(values))])


def levels(world: World, labels: Sequence[Label]) -> Numbers:
    """Levels by run and label."""
    return np.array([[level(run, *label) for label in labels] for run in world.runs])


def first_levels(world: World, labels: Sequence[Label]) -> Numbers:
    """Levels of the first year by run and label."""
    return np.array([[first_level(run, *label) for label in labels] for run in world.runs])


def shared_seeds(worlds: Sequence[World]) -> list[int]:
    """Seeds of which all worlds have a run."""
    return sorted(set(worlds[0].seeds).intersection(*(world.seeds for world in worlds[1:])))


def paired(worlds: Sequence[World], labels: Sequence[Label]) -> pd.DataFrame:
    """Effects of each world against the first under the seeds that they share.

    Returns
    -------
    DataFrame
        Columns of `sim.study.effects.effects`; without intervals if one seed is shared; empty if none is.
    """
    seeds = shared_seeds(worlds) if len(worlds) > 1 else []
    if not seeds:
        return pd.DataFrame(columns=list(EFFECTS))
    chosen = [world._replace(runs=tuple(run for run in world.runs if run.seed in seeds)) for world in worlds]
    values = np.stack([levels(world, labels) for world in chosen], axis=1)
    names = [world.name for world in worlds[1:]]
    if len(seeds) > 1:
        return effects(names, labels, values)
    single = effects(names, labels, np.concatenate([values, values]))
    single[["low", "high", "noise_removed", "more_seeds"]] = np.nan
    return single.assign(seeds=1)
