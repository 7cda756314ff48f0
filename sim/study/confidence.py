"""How sure a mean over seeds and a share of cases are."""

import numpy as np
from numpy.typing import NDArray

from sim.study.intervals import student

type Interval = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Value, low end and high end, of one shape."""


def mean_interval(values: NDArray[np.float64], level: float = 0.95) -> Interval:
    """Mean over the last axis, with Student's t interval; the ends are NaN for a single number.

    Parameters
    ----------
    values
        (..., n) independent numbers without NaN, n at least 1.
    level
        Of the interval, above 0, below 1.
    """
    count = values.shape[-1]
    mean = np.asarray(values.mean(axis=-1))
    if count < 2:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    half = student(count - 1, level) * values.std(axis=-1, ddof=1) / np.sqrt(count)
    return mean, mean - half, mean + half


def ratio_interval(above: NDArray[np.float64], below: NDArray[np.float64], level: float = 0.95) -> Interval:
    """Ratio of two means over the last axis, with the t interval of its linear expansion.

    NaN where the interval of the lower mean reaches 0: a share of nothing is not estimable.

    Parameters
    ----------
    above, below
        (..., n) numbers, paired along the last axis.
    """
    bottom, low, high = mean_interval(below, level)
    known = np.where(np.isnan(low), bottom != 0.0, low * high > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = above.mean(axis=-1) / bottom
        influence = (above - ratio[..., None] * below) / bottom[..., None]
        _, low, high = mean_interval(influence, level)
    ratio = np.where(known, ratio, np.nan)
    return ratio, ratio + low, ratio + high


def wilson(cases: int, trials: int, level: float = 0.95) -> tuple[float, float, float]:
    """Share of cases with the score interval of Wilson (*JASA* 22, 1927, 209-212); without trials 0 to 1 and NaN."""
    from scipy.special import ndtri

    if trials == 0:
        return float("nan"), 0.0, 1.0
    score = float(ndtri(0.5 + level / 2))
    share = cases / trials
    centre = (share + score**2 / (2 * trials)) / (1 + score**2 / trials)
    half = score / (1 + score**2 / trials) * np.sqrt(share * (1 - share) / trials + score**2 / (4 * trials**2))
    return share, max(0.0, float(centre - half)), min(1.0, float(centre + half))
