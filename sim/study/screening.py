"""Elementary effects of a Morris or radial design, and the two stages that build on them.

An elementary effect is the paired difference that one step makes, per unit of quantile: EE = (y' - y) / (u' - u).

    mu       mean EE
    mu_star  mean |EE|, with the sign that the other replicates give: chance adds nothing to it   [campolongo2007]
    rms      root of mean U(y' - y) / mean (u' - u)^2, which chance does not raise on average (U as in `variance`)
    sigma    standard deviation of EE over the blocks, by U free of chance too

A group moves several factors at once, so its EE has no sign: only mu_star and rms, per the step's root mean square, are
given. Where chance drowns an effect mu_star errs low (512 blocks, two replicates, a slope of 4 under unpaired noise of
standard deviation 2: mu_star 1.7, rms 3.9 over 30 seeds), so ranks and survivors go by rms; the usual |mean of
replicates| errs high for every inert factor. The interval is the percentile interval of a bootstrap of blocks.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.design import Design
from sim.study.intervals import LEAST_BLOCKS, NOT_ESTIMABLE, Batch, resampled_means, table
from sim.study.variance import DUST, product, within

DROPPED = "dropped"


def steps(design: Design, batch: Batch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Differences (n, units, replicates, columns) and signed steps (n, units) in the order of `design.units`."""
    units = design.units
    rows = len(design) // design.blocks
    role = design.role.reshape(design.blocks, rows)[batch.blocks, 1:-1]
    place = np.argsort(role, axis=1, kind="stable")
    column = place[:, np.argsort(np.argsort(np.array(units)))] + 1
    block = np.arange(len(column))[:, None]
    before = np.zeros_like(column) if design.method == "radial" else column - 1
    points = design.points.reshape(design.blocks, rows, -1)[batch.blocks]
    moved = points[block, column] - points[block, before]
    step = moved.sum(axis=-1)
    if design.groups is not None:
        step = np.sqrt((moved**2).sum(axis=-1) / np.maximum((moved != 0.0).sum(axis=-1), 1))
    return batch.runs[block, column] - batch.runs[block, before], step


def effect_indices(design: Design, batch: Batch, resamples: int, level: float) -> pd.DataFrame:
    """Tidy mu, mu_star, sigma, share of noise that pairing removes, and noise share, of one batch of outcomes."""
    units = list(design.units)
    factor = [*(units * 4), "dummy", *units, "chance"]
    index = [word for word in ("mu", "mu_star", "rms", "sigma") for _ in units]
    index += ["mu_star"] + ["pairing"] * len(units) + ["noise_share"]
    if len(batch.blocks) < LEAST_BLOCKS:
        nothing = np.full((len(factor), len(batch.names)), np.nan)
        return table(batch.names, batch.failed, factor, index, nothing, nothing, nothing, nothing == 0.0)
    difference, step = steps(design, batch)
    total = batch.total
    effect = difference / step[:, :, None, None]
    start = batch.runs[:, 0] - batch.runs[:, 0].mean(axis=(0, 1))
    luck = (batch.runs[:, -1:] - batch.runs[:, :1]) / 0.5
    noise = total(within(start)) if design.replicates > 1 else total((luck[:, 0] ** 2).mean(axis=1)) / 8
    unpaired = total(within(batch.runs[:, 1:-1])) + total(within(batch.runs[:, :1]))
    statistics = np.concatenate(
        [
            total(effect.mean(axis=2)),
            total(signed(effect)),
            total(product(effect, effect)),
            total(product(difference, difference)),
            np.repeat(step[:, :, None] ** 2, len(batch.names), axis=2),
            total(np.abs(luck).mean(axis=2)),
            unpaired - total(within(difference)),
            unpaired,
            noise[:, None],
            total(product(start, start))[:, None],
        ],
        axis=1,
    )
    drawn = resampled_means(statistics, resamples, np.random.default_rng(design.seed))
    value = entries(statistics.mean(axis=0)[None], len(units))[0]
    low, high = np.quantile(entries(drawn, len(units)), [0.5 - level / 2, 0.5 + level / 2], axis=0)
    kinds = np.array(index)
    size = total((batch.runs**2).mean(axis=(0, 1, 2)))
    noisy = noise.mean(axis=0) > DUST * size
    estimable = np.ones(value.shape, dtype=bool)
    estimable[kinds == "pairing"] = noisy & (design.replicates > 1)
    estimable[kinds == "noise_share"] = statistics[:, -2:].sum(axis=1).mean(axis=0) > DUST * size
    if design.replicates == 1:
        estimable[
            (kinds == "sigma") | (kinds == "rms") | ((kinds == "mu_star") & (np.array(factor) != "dummy"))
        ] = ~noisy
    if design.groups is not None:
        estimable[(kinds == "mu") | (kinds == "sigma")] = False
    return table(batch.names, batch.failed, factor, index, value, low, high, estimable)


def signed(effect: NDArray[np.float64]) -> NDArray[np.float64]:
    """Absolute effect (n, units, columns) of which one replicate tells the size and the others the sign."""
    if effect.shape[2] == 1:
        return np.abs(effect[:, :, 0])
    others = effect.sum(axis=2, keepdims=True) - effect
    return np.asarray((np.sign(others) * effect).mean(axis=2))


def entries(means: NDArray[np.float64], units: int) -> NDArray[np.float64]:
    """Mean statistics (resamples, statistics, m) -> the entries of the table."""
    mu, star, square, moved, step = np.split(means[:, : 5 * units], 5, axis=1)
    dummy, removed, unpaired = np.split(means[:, 5 * units : -2], [1, 1 + units], axis=1)
    noise, spread = means[:, -2:-1], means[:, -1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        rms = np.sqrt(np.maximum(moved, 0.0) / step)
        sigma = np.sqrt(np.maximum(square - mu**2, 0.0))
        return np.concatenate([mu, star, rms, sigma, dummy, removed / unpaired, noise / (noise + spread)], axis=1)


def survivors(indices: pd.DataFrame, share: float = 0.1) -> list[str]:
    """Factors that a screening keeps.

    Parameters
    ----------
    indices
        Table of a Morris or radial design, any number of outcomes.
    share
        A factor stays if for some outcome the upper end of its rms reaches this share of the largest rms.

    Raises
    ------
    InputError
        The table has no rms that could be estimated.
    """
    effects = indices[indices["index"] == "rms"]
    usable = effects[effects["verdict"] != NOT_ESTIMABLE]
    if usable.empty:
        raise InputError("no effect could be estimated, so nothing can be screened: run more blocks, or see what fails")
    largest = usable.groupby("outcome")["value"].transform("max")
    kept = set(usable["factor"][(usable["high"] >= share * largest) & (largest > 0.0)])
    return [name for name in dict.fromkeys(effects["factor"]) if name in kept]


def second_stage(names: Sequence[str], kept: Sequence[str]) -> dict[str, list[str]]:
    """Groups for a Sobol' design: each survivor by itself, all that was dropped as one that verifies the drop."""
    if DROPPED in names:
        raise InputError(f"factor name {DROPPED!r} is kept for the group of dropped factors; rename the factor")
    groups = {name: [name] for name in names if name in kept}
    rest = [name for name in names if name not in kept]
    return {**groups, DROPPED: rest} if rest else groups


def verified_drop(indices: pd.DataFrame, limit: float = 0.05) -> pd.DataFrame:
    """Per outcome whether the dropped factors together stay below a total index of `limit`, their interval included.

    Returns
    -------
    DataFrame
        outcome, value, low, high (their ST), verified, and a verdict: "verified", "refuted" (the whole interval lies
        above the limit), "undecided" (more samples would tell), "not estimable".
    """
    rows = indices[(indices["index"] == "ST") & (indices["factor"] == DROPPED) & (indices["measure"] == "mean")]
    made = rows[["outcome", "value", "low", "high"]].reset_index(drop=True)
    cases = [made["value"].isna(), made["high"] <= limit, made["low"] > limit]
    verdict = np.select(cases, [NOT_ESTIMABLE, "verified", "refuted"], "undecided")
    return made.assign(verified=made["high"] <= limit, verdict=verdict)
