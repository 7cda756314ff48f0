"""Grids and one at a time: every run shares the replicate's seeds, so all differences are paired.

    grid   S1_i = product over different replicates of class means / Vm, exact but for chance
    ofat   effect_low, effect_high: outcome at a factor's first and last step (quantiles 0.05, 0.95) less the centre's

Interval: Student's t over the replicates; none with one replicate.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.intervals import Outcomes, checked, failed_runs, student, table
from sim.study.variance import DUST, product


def factorial_indices(design: Design, outcomes: Outcomes, level: float) -> list[pd.DataFrame]:
    """Tidy S1 of a grid, or effects of a one-at-a-time design; a series counts with its mean over the months."""
    tables = []
    for name, array in checked(design, outcomes).items():
        failed = failed_runs(array)
        runs = np.where(failed, np.nan, array.mean(axis=2))
        if design.method == "grid":
            index = ["S1"] * len(design.names)
            value, each = main_effects(design, runs[~failed.any(axis=1)], ~failed.any(axis=1))
        else:
            index = [word for word in ("effect_low", "effect_high") for _ in design.names]
            each = effects(design, runs)
            value = each.mean(axis=1)
        half = np.full(len(index), np.nan)
        if design.replicates > 1:
            error = each.std(axis=1, ddof=1) / np.sqrt(design.replicates)
            half = student(design.replicates - 1, level) * error
        flat, spread = value[:, None], half[:, None]
        factor = list(design.names) * (len(index) // len(design.names))
        count = np.array([int(failed.sum())])
        tables.append(table([name], count, factor, index, flat, flat - spread, flat + spread, np.isfinite(flat)))
    return tables


def main_effects(
    design: Design, runs: NDArray[np.float64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """S1 (factors,) free of chance, and S1 within each replicate's luck (factors, replicates), from rows that ran."""
    nothing = np.full((len(design.names), design.replicates), np.nan)
    if len(runs) < 2:
        return nothing[:, 0], nothing
    centred = runs - runs.mean(axis=0)
    spread = product(centred[:, :, None], centred[:, :, None])[:, 0].mean()
    alone = (centred**2).mean(axis=0)
    if min(spread, alone.min()) <= DUST * (runs**2).mean():
        return nothing[:, 0], nothing
    value, each = [], []
    for column in design.points[kept].T:
        code = np.unique(column, return_inverse=True)[1]
        size = np.bincount(code)
        means = np.stack([np.bincount(code, replicate) for replicate in centred.T], axis=1) / size[:, None]
        value.append((size * product(means[:, :, None], means[:, :, None])[:, 0]).sum() / len(runs) / spread)
        each.append((size @ means**2) / len(runs) / alone)
    return np.array(value), np.array(each)


def effects(design: Design, runs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differences (2 factors, replicates): all first steps less the centre, then all last steps."""
    steps = runs[1:].reshape(len(design.names), -1, design.replicates)
    return np.asarray(np.concatenate([steps[:, 0], steps[:, -1]]) - runs[0])
