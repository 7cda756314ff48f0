"""Which policy is best, and how sure that is: what each changes, at many points of what one does not know.

effect     mean over the points; low and high its interval, Student's t over the points
spread     the middle 95 % of points: what the assumptions leave open
better     share of points at which it beats the reference        first   share at which it beats all others
chance     share of the variance of its effect that the seeds make and the points do not
rank       by the mean effect, 1 the best; low and high the middle 95 % over points drawn again; among_best how often
           it is then among the best five
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.intervals import resampled_means
from sim.study.studyfile import effect_of

COLUMNS = (
    *("outcome", "policy", "effect", "low", "high", "spread_low", "spread_high", "better"),
    *("first", "first_low", "first_high", "chance", "points", "rank", "rank_low", "rank_high", "among_best"),
)
FEWEST = 4
BEST = 5
RESAMPLES = 2000
LEVEL = 0.95


def ranking(
    outcomes: Mapping[str, NDArray[np.float64]], policies: Sequence[str], by: Mapping[str, str]
) -> pd.DataFrame:
    """Rank policies by what they change.

    Parameters
    ----------
    outcomes : (points, replicates) effect of each policy on each outcome; a point with a failed run is left out
    policies : names
    by : outcome -> "lower" or "higher", which is better

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, the policies of an outcome from the best mean effect down.

    Raises
    ------
    InputError
        If fewer than four points were run without a failure.
    """
    tables = []
    for outcome, better in by.items():
        runs = np.stack([outcomes[effect_of(outcome, policy)] for policy in policies])
        runs = runs[:, np.isfinite(runs).all(axis=(0, 2))]
        if runs.shape[1] < FEWEST:
            raise InputError(f"{runs.shape[1]} points without a failure; a ranking needs {FEWEST}")
        table = pd.DataFrame(_rows(outcome, policies, runs, 1.0 if better == "higher" else -1.0), columns=COLUMNS)
        tables.append(table.sort_values("rank"))
    return pd.concat(tables, ignore_index=True)


def _rows(
    outcome: str, policies: Sequence[str], runs: NDArray[np.float64], sign: float
) -> list[tuple[str | float, ...]]:
    from scipy import stats

    effects = runs.mean(axis=2)
    points, replicates = runs.shape[1:]
    best = (sign * effects).max(axis=0)
    is_first = sign * effects == best
    firsts = is_first / is_first.sum(axis=0)
    half = stats.t.ppf(0.5 + LEVEL / 2, points - 1) * effects.std(axis=1, ddof=1) / np.sqrt(points)
    noise = runs.var(axis=2, ddof=1).mean(axis=1) if replicates > 1 else np.full(len(policies), np.nan)
    between = effects.var(axis=1, ddof=1) - noise / replicates
    ranks = _ranks(sign * effects)
    rows = []
    for place, policy in enumerate(policies):
        effect, first = float(effects[place].mean()), float(firsts[place].mean())
        spread = np.quantile(effects[place], [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
        whole = noise[place] + max(between[place], 0.0)
        interval = stats.binomtest(round(first * points), points).proportion_ci(LEVEL, method="wilson")
        better = float((sign * effects[place] > 0.0).mean())
        chance = float(noise[place] / whole) if whole > 0.0 else float("nan")
        told = (effect, effect - float(half[place]), effect + float(half[place]), *map(float, spread), better)
        sure = (first, float(interval.low), float(interval.high), chance, points)
        rows.append((outcome, policy, *told, *sure, *(float(column[place]) for column in ranks)))
    return rows


def _ranks(gains: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Rank by the mean gain, its low and high end and share among the best, from gains (policies, points)."""
    from scipy import stats

    rng = np.random.default_rng(len(gains))
    drawn = resampled_means(gains.T, RESAMPLES, rng)
    there = stats.rankdata(-drawn, axis=1)
    low, high = np.quantile(there, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0, method="nearest")
    return stats.rankdata(-gains.mean(axis=1)), low, high, (there <= BEST).mean(axis=0)
