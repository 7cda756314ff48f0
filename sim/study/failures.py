"""Which runs fail, and which factor drives them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.intervals import Outcomes, checked, failed_runs

FEWEST = 5
SURE = 1e-3


def failures(design: Design, outcomes: Outcomes) -> pd.DataFrame:
    """Failure rate of each outcome, and the factor in one part of whose range the failures lie.

    The factor is the one whose best single interval, bounded on one side or both, separates failed rows from others
    best (by the gain in Gini impurity); it is named only if its distribution among failed and other rows differs
    (Kolmogorov-Smirnov, p below 0.001 after Bonferroni) and five rows or more failed.

    Returns
    -------
    DataFrame
        outcome, n_runs, n_failed, rate, factor ("" if none), low, high (values of the factor at the ends of the
        interval; for a factor of names the first and last of them), rate_inside, rate_outside, verdict ("ok", "no
        failures", "no single factor").
    """
    made = []
    for name, array in checked(design, outcomes).items():
        failed = failed_runs(array)
        row = {"outcome": name, "n_runs": failed.size, "n_failed": int(failed.sum()), "rate": float(failed.mean())}
        made.append({**row, **culprit(design, failed.any(axis=1))})
    return pd.DataFrame(made)


def culprit(design: Design, failed: NDArray[np.bool_]) -> dict[str, object]:
    """Factor, interval and failure rates inside and outside it."""
    from scipy.stats import ks_2samp

    nobody: dict[str, object] = {"factor": "", "low": None, "high": None, "rate_inside": np.nan, "rate_outside": np.nan}
    if not failed.any():
        return {**nobody, "verdict": "no failures"}
    if failed.sum() >= FEWEST and not failed.all():
        found = [interval(design.points[:, column], failed) for column in range(len(design.names))]
        best = int(np.argmax([gain for gain, _, _ in found]))
        _, first, last = found[best]
        position = design.points[:, best]
        apart = ks_2samp(position[failed], position[~failed], method="asymp").pvalue * len(design.names) < SURE
        inside = (position >= first) & (position <= last)
        if apart:
            values = design.columns[design.names[best]][inside]
            ends = position[inside]
            return {
                "factor": design.names[best],
                "low": values[np.argmin(ends)],
                "high": values[np.argmax(ends)],
                "rate_inside": float(failed[inside].mean()),
                "rate_outside": float(failed[~inside].mean()) if not inside.all() else np.nan,
                "verdict": "ok",
            }
    return {**nobody, "verdict": "no single factor"}


def interval(position: NDArray[np.float64], failed: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Gain in Gini impurity, and ends, of the interval of one factor that holds failures apart from other rows.

    Two cuts of a tree, found at once: with running sums D of (failed - rate), an interval's excess of failures is a
    difference of two values of D, so the best is the largest rise of D.
    """
    order = np.argsort(position, kind="stable")
    at, last_of_value = np.unique(position[order], return_index=True)
    excess = np.cumsum(failed[order] - failed.mean())
    ends = np.append(last_of_value[1:] - 1, len(order) - 1)
    running = np.concatenate([[0.0], excess[ends]])
    lowest = np.minimum.accumulate(running)
    stop = int(np.argmax(running - lowest))
    start = int(np.argmin(running[: stop + 1]))
    if stop == start:
        return 0.0, float(at[0]), float(at[-1])
    first, last = float(at[start]), float(at[stop - 1])
    inside = (position >= first) & (position <= last)
    share = inside.mean()
    impurity = 2 * failed.mean() * (1 - failed.mean())
    rates = [failed[side].mean() if side.any() else 0.0 for side in (inside, ~inside)]
    after = share * 2 * rates[0] * (1 - rates[0]) + (1 - share) * 2 * rates[1] * (1 - rates[1])
    return float(impurity - after), first, last
