"""Which runs fail, and which factors drive them."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.intervals import Outcomes, checked, failed_runs

FEWEST = 5
SURE = 1e-3
DEPTH = 2


def failures(design: Design, outcomes: Outcomes) -> pd.DataFrame:
    """Failure rate of each outcome, and the factors in one part of whose range the failures lie.

    A factor is named for the one interval of its range, bounded on one side or both, that holds failed rows apart from
    others better than any interval of any other factor (by the gain in Gini impurity), provided its distribution among
    failed and other rows differs (Kolmogorov-Smirnov, p below 0.001 after Bonferroni) and five rows or more failed. A
    second factor is sought among the rows inside that interval.

    Returns
    -------
    DataFrame
        outcome, n_runs, n_failed, rate, and for each factor named (a row each, the second within the first): factor,
        low, high (its values at the ends of the interval; of names the first and last), rate_inside, rate_outside (of
        the rows looked at), verdict ("ok", "no failures", "no single factor").
    """
    made: list[dict[str, Any]] = []
    for name, array in checked(design, outcomes).items():
        failed = failed_runs(array)
        row = {
            "outcome": name,
            "n_runs": failed.size,
            "n_failed": int(failed.sum()),
            "rate": float(failed.mean()),
        }
        named = culprits(design, failed.any(axis=1))
        nobody: dict[str, Any] = {
            "factor": "",
            "low": None,
            "high": None,
            "rate_inside": np.nan,
            "rate_outside": np.nan,
        }
        nobody["verdict"] = "no single factor" if failed.any() else "no failures"
        made += [{**row, **culprit} for culprit in named or [nobody]]
    return pd.DataFrame(made)


def culprits(design: Design, failed: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Factors with interval and failure rates inside and outside it, the second among the rows inside the first's."""
    from scipy.stats import ks_2samp

    rows = np.arange(len(failed))
    named: list[dict[str, Any]] = []
    while len(named) < DEPTH and failed[rows].sum() >= FEWEST and not failed[rows].all():
        bad, points = failed[rows], design.points[rows]
        found = [interval(column, bad) for column in points.T]
        best = int(np.argmax([gain for gain, _, _ in found]))
        _, first, last = found[best]
        position = points[:, best]
        test = ks_2samp(position[bad], position[~bad], method="asymp")
        inside = (position >= first) & (position <= last)
        if test.pvalue * len(found) >= SURE or inside.all():
            break
        values, ends = design.columns[design.names[best]][rows[inside]], position[inside]
        named.append(
            {
                "factor": design.names[best],
                "low": values[np.argmin(ends)],
                "high": values[np.argmax(ends)],
                "rate_inside": float(bad[inside].mean()),
                "rate_outside": float(bad[~inside].mean()),
                "verdict": "ok",
            }
        )
        rows = rows[inside]
    return named


def interval(position: NDArray[np.float64], failed: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Gain in Gini impurity, and ends, of the interval of one factor that holds failures apart from other rows.

    Two cuts of a tree, found at once: with running sums D of (failed - rate), an interval's excess of failures is a
    difference of two values of D, so the best is the largest rise of D.
    """
    order = np.argsort(position, kind="stable")
    at, first_of_value = np.unique(position[order], return_index=True)
    excess = np.cumsum(failed[order] - failed.mean())
    running = np.concatenate([[0.0], excess[np.append(first_of_value[1:] - 1, len(order) - 1)]])
    stop = int(np.argmax(running - np.minimum.accumulate(running)))
    start = int(np.argmin(running[: stop + 1]))
    if stop == start:
        return 0.0, float(at[0]), float(at[-1])
    first, last = float(at[start]), float(at[stop - 1])
    inside = (position >= first) & (position <= last)
    gain = impurity(failed)
    for side in (inside, ~inside):
        gain -= side.mean() * impurity(failed[side])
    return float(gain), first, last


def impurity(failed: NDArray[np.bool_]) -> float:
    """Gini impurity of a set of rows."""
    return float(2 * failed.mean() * (1 - failed.mean())) if len(failed) else 0.0
