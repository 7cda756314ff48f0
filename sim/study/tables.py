"""A table of runs: whether its columns are there, which outcomes it has, and its runs paired by their seed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.study import Study


def check_columns(runs: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise InputError at the first column that is missing."""
    for name in names:
        if name not in runs:
            raise InputError(f"the table of runs has no column {name!r}; there: {', '.join(map(str, runs.columns))}")


def numbers(study: Study) -> tuple[pd.DataFrame, list[str]]:
    """Runs of a study, and which of its outcomes are numbers.

    Raises
    ------
    InputError
        If no run was done, or all outcomes are series.
    """
    runs = study.runs
    names = [name for name in study.outcomes if name in runs]
    if not names:
        failed = runs.loc[runs["status"] == "failed", "error"]
        why = f"all runs failed, the first with {failed.iloc[0]}" if len(failed) else "the runs returned series only"
        raise InputError(f"{why}; needed: outcomes that are numbers")
    return runs, names


def paired(keys: pd.DataFrame, values: pd.Series, column: str, rows: Sequence[Any]) -> NDArray[np.float64]:
    """Values by what is compared and by seed; NaN where a run failed.

    Parameters
    ----------
    keys
        One row per run: `column` and seed.
    values
        (runs,) of an outcome.
    column, rows
        Which runs are compared: those with these entries in this column, each once with each seed.

    Returns
    -------
    array
        (rows, seeds), seeds in ascending order.

    Raises
    ------
    InputError
        If a pair is missing or stands twice.
    """
    place = pd.Index(rows).get_indexer(keys[column])
    seeds, which = np.unique(keys["seed"].to_numpy(), return_inverse=True)
    there = place >= 0
    count = np.zeros((len(rows), len(seeds)), dtype=np.int64)
    np.add.at(count, (place[there], which[there]), 1)
    if (count != 1).any():
        row, seed = np.argwhere(count != 1)[0]
        raise InputError(
            f"{column} {rows[row]!r} has {count[row, seed]} runs with seed {seeds[seed]}; allowed: each {column} once "
            "with each seed"
        )
    table = np.empty((len(rows), len(seeds)))
    table[place[there], which[there]] = values.to_numpy(dtype=np.float64)[there]
    return table
