"""What the targets teach about each parameter, which directions they leave open, and whether known truths come back."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
IDENTIFIED = 0.7
"""Posterior over prior standard deviation under which a parameter counts as identified."""
PAIRED = 0.5
"""Correlation from which on a pair is told."""
PRIOR_SD = 12.0**-0.5
LEADING = 3
COVERAGES = (0.5, 0.9)


def parameters(names: tuple[str, ...], low: Numbers, high: Numbers, points: Numbers) -> pd.DataFrame:
    """One row a parameter: prior, posterior, and what was learnt.

    Parameters
    ----------
    names : (k,) parameters
    low, high : (k,) ends of the priors
    points : (draws, k) of the posterior, in the unit cube

    Returns
    -------
    DataFrame with columns parameter, low, high, mean, sd, q05, q50, q95, sd_ratio (posterior over prior), is_identified
    """
    values = low + (high - low) * points
    ratio = points.std(axis=0, ddof=1) / PRIOR_SD
    q05, q50, q95 = np.quantile(values, (0.05, 0.5, 0.95), axis=0)
    return pd.DataFrame(
        {
            "parameter": names, "low": low, "high": high, "mean": values.mean(axis=0), "sd": values.std(axis=0, ddof=1),
            "q05": q05, "q50": q50, "q95": q95, "sd_ratio": ratio, "is_identified": ratio < IDENTIFIED,
        }
    )  # fmt: skip


def pairs(names: tuple[str, ...], points: Numbers) -> pd.DataFrame:
    """Pairs of parameters that the posterior ties together: columns parameter, other, correlation; strongest first."""
    found: Numbers = np.asarray(np.corrcoef(points.T))
    rows: list[tuple[str, str, float]] = [
        (names[i], names[j], float(found[i, j]))
        for i in range(len(names))
        for j in range(i + 1, len(names))
        if abs(found[i, j]) >= PAIRED
    ]
    rows.sort(key=lambda row: -abs(row[2]))
    table = pd.DataFrame(rows, columns=["parameter", "other", "correlation"])
    return table.astype({"correlation": np.float64})


def directions(names: tuple[str, ...], points: Numbers) -> pd.DataFrame:
    """Directions of the prior that the targets leave open: mixtures of parameters, the most open first.

    Returns
    -------
    DataFrame with columns sd_ratio and direction, such as "+0.8 a -0.5 b": the largest three parts; those with an
    sd_ratio of 0.7 and more alone
    """
    variance, mixtures = np.linalg.eigh(np.cov(points.T) / PRIOR_SD**2)
    rows = []
    for place in np.argsort(-variance):
        ratio = float(np.sqrt(max(0.0, variance[place])))
        if ratio < IDENTIFIED:
            continue
        mixture = mixtures[:, place] * np.sign(mixtures[np.argmax(np.abs(mixtures[:, place])), place])
        parts = np.argsort(-np.abs(mixture))[:LEADING]
        told = " ".join(f"{mixture[part]:+.2f} {names[part]}" for part in parts)
        rows.append((ratio, told))
    return pd.DataFrame(rows, columns=["sd_ratio", "direction"]).astype({"sd_ratio": np.float64})


class Recovery(NamedTuple):
    """Whether truths come back.

    Attributes
    ----------
    ranks : (truths, k) share of the posterior that lies below the truth, by parameter
    ratios : (truths, k) posterior over prior standard deviation
    """

    ranks: Numbers
    ratios: Numbers


def recover(truths: Numbers, fitted: Callable[[int], Numbers]) -> Recovery:
    """Ask for the posterior of each truth.

    Parameters
    ----------
    truths : (truths, k) in the unit cube
    fitted : draws (n, k) of the posterior, given what the model tells at the truth of this row
    """
    ranks, ratios = np.empty_like(truths), np.empty_like(truths)
    for row in range(len(truths)):
        points = fitted(row)
        ranks[row] = (points < truths[row]).mean(axis=0)
        ratios[row] = points.std(axis=0, ddof=1) / PRIOR_SD
    return Recovery(ranks, ratios)


def recovered(names: tuple[str, ...], recovery: Recovery) -> pd.DataFrame:
    """Coverage of central intervals and ranks, by parameter.

    Returns
    -------
    DataFrame with columns parameter, sd_ratio (median over truths), is_identified, coverage_50, coverage_90,
    rank_mean and rank_sd (of a right posterior 0.5 and 0.289), truths
    """
    ranks, ratio = recovery.ranks, np.median(recovery.ratios, axis=0)
    inside = {level: (np.abs(ranks - 0.5) <= level / 2.0).mean(axis=0) for level in COVERAGES}
    return pd.DataFrame(
        {
            "parameter": names, "sd_ratio": ratio, "is_identified": ratio < IDENTIFIED,
            "coverage_50": inside[0.5], "coverage_90": inside[0.9],
            "rank_mean": ranks.mean(axis=0), "rank_sd": ranks.std(axis=0, ddof=1), "truths": len(ranks),
        }
    )  # fmt: skip
