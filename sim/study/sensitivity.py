"""What drives an outcome, and how sure that is: one tidy table from a design and what its runs returned.

Estimators: `variance` (sobol), `screening` (morris, radial), `fourier` (fast), `given_data` (pawn, delta, regional,
lhs, and any rows that are there), `factorial` (grid, ofat), `surrogates`, `failures`. They see arrays only and need no
model. A failed run is NaN and never a number: its whole block is dropped. Where one factor drives the failures the
indices are therefore those of the region in which the model answers; `failures` names that region.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.design import GROUPED, Design
from sim.study.factorial import factorial_indices
from sim.study.failures import failures
from sim.study.fourier import fourier_indices
from sim.study.given_data import given_data
from sim.study.intervals import Outcomes, batches, in_order, resampled_means
from sim.study.screening import effect_indices, second_stage, steps, survivors, verified_drop
from sim.study.surrogates import surrogate_indices
from sim.study.variance import parts, product, variance_indices, variance_shares

__all__ = [
    "convergence",
    "failures",
    "indices",
    "rank_stability",
    "replicates_needed",
    "reuse",
    "second_stage",
    "shares",
    "surrogate_indices",
    "survivors",
    "verified_drop",
]

GIVEN = {
    "pawn": ("pawn",), "delta": ("delta", "S1"), "regional": ("regional",), "lhs": ("S1", "pawn", "delta"),
    "trend": ("trend",),
}  # fmt: skip


def indices(
    design: Design,
    outcomes: Outcomes,
    *,
    thresholds: Mapping[str, float] | None = None,
    variance: bool = False,
    resamples: int = 200,
    level: float = 0.95,
) -> pd.DataFrame:
    """Sensitivity indices of a design, by its method.

    Parameters
    ----------
    design
        From `sim.study.design.make`.
    outcomes
        Outcome -> (rows, replicates), or (rows, replicates, months) for a series, which then counts as a whole; NaN
        for a failed run.
    thresholds
        Outcome -> threshold: adds the indices of the probability of lying above it (regional: where to cut instead of
        at the median).
    variance
        Adds the indices of the within-point variance, from pairs of replicates: four replicates or more.
    resamples
        Bootstrap samples of blocks (morris, radial).
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        outcome; measure ("mean", "variance", "probability"); factor (or group, "dummy", "chance"); partner (S2 only);
        index; value, low, high (NaN where not estimable); verdict ("ok", "not estimable"); n_failed.

    Raises
    ------
    InputError
        An outcome has another shape than the design, or a threshold names none.
    """
    cuts = dict(thresholds or {})
    unknown = [name for name in cuts if name not in outcomes]
    if unknown:
        raise InputError(f"thresholds names {unknown[0]!r}, which is no outcome; allowed: {', '.join(outcomes)}")
    tables = [of_mean(design, outcomes, cuts, resamples, level)]
    if cuts and design.method != "regional":
        above = {name: exceedance(outcomes[name], cut) for name, cut in cuts.items()}
        tables.append(of_mean(design, above, {}, resamples, level).assign(measure="probability"))
    if variance:
        halved, spread = paired_variance(design, outcomes)
        tables.append(of_mean(halved, spread, {}, resamples, level).assign(measure="variance"))
    return in_order(outcomes, tables)


def of_mean(
    design: Design, outcomes: Outcomes, cuts: Mapping[str, float], resamples: int, level: float
) -> pd.DataFrame:
    """Indices of the mean."""
    if design.method == "sobol":
        tables = [variance_indices(design, batch, level) for batch in batches(design, outcomes)]
    elif design.method in GROUPED:
        tables = [effect_indices(design, batch, resamples, level) for batch in batches(design, outcomes)]
    elif design.method == "fast":
        tables = fourier_indices(design, outcomes, level)
    elif design.method in GIVEN:
        tables = given_data(design, outcomes, GIVEN[design.method], cuts, level)
    else:
        tables = factorial_indices(design, outcomes, level)
    return in_order(outcomes, tables)


def exceedance(runs: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """1 where a run lies above the threshold, 0 where not, NaN where it failed: its mean is the probability."""
    array = np.asarray(runs, dtype=np.float64)
    return np.where(np.isfinite(array), (array > threshold).astype(np.float64), np.nan)


def paired_variance(design: Design, outcomes: Outcomes) -> tuple[Design, dict[str, NDArray[np.float64]]]:
    """Half the squared difference of replicates 1 and 2, 3 and 4, …: unbiased, independent estimates of the variance.

    As outcomes of half the replicates they go through the estimators of the mean, which remove their own noise.
    """
    pairs = design.replicates // 2
    if pairs < 2:
        raise InputError(f"replicates is {design.replicates}; indices of the variance need four or more")
    spread = {}
    for name, runs in outcomes.items():
        array = np.asarray(runs, dtype=np.float64)[:, : 2 * pairs]
        spread[name] = (array[:, 0::2] - array[:, 1::2]) ** 2 / 2
    return replace(design, replicates=pairs), spread


def shares(design: Design, outcomes: Outcomes, *, level: float = 0.95) -> pd.DataFrame:
    """The first table: how much of the whole variance is levers, uncertainties, their interactions, and chance.

    From a Sobol' design, best a grouped one. Same columns as `indices`; index "share_alone" sums to 1 over the groups,
    "interactions" and "chance"; "share_total" of a group counts the interactions it takes part in.
    """
    if design.method != "sobol":
        raise InputError(f"shares need a design of method 'sobol', found {design.method!r}")
    return in_order(outcomes, [variance_shares(design, batch, level) for batch in batches(design, outcomes)])


def reuse(
    design: Design, outcomes: Outcomes, *, thresholds: Mapping[str, float] | None = None, level: float = 0.95
) -> pd.DataFrame:
    """All measures that given data allow, from the independent rows of any design but fast, morris, radial and ofat."""
    if design.method in ("fast", "morris", "radial", "ofat", "grid"):
        raise InputError(f"rows of method {design.method!r} are no sample; allowed: sobol, lhs, pawn, delta, regional")
    return in_order(
        outcomes, given_data(design, outcomes, ("S1", "pawn", "delta", "regional"), thresholds or {}, level)
    )


def rank_stability(
    design: Design, outcomes: Outcomes, *, best: int = 5, resamples: int = 200, level: float = 0.95
) -> pd.DataFrame:
    """Rank of each factor or group by ST (sobol) or rms (morris, radial), over bootstraps of blocks.

    Returns
    -------
    DataFrame
        outcome, factor, rank (1 is the most important), low, high, share_best (of the resamples where it is among the
        `best`).
    """
    if design.method not in GROUPED:
        raise InputError(f"ranks need a design of method {', '.join(GROUPED)}, found {design.method!r}")
    tables = []
    for batch in batches(design, outcomes):
        if len(batch.blocks) == 0:
            continue
        if design.method == "sobol":
            statistic = parts(design, batch).total
        else:
            difference, _ = steps(design, batch)
            statistic = batch.total(product(difference, difference))
        drawn = resampled_means(statistic, resamples, np.random.default_rng(design.seed))
        rank = 1 + np.argsort(np.argsort(-statistic.mean(axis=0), axis=0, kind="stable"), axis=0)
        ranks = 1 + np.argsort(np.argsort(-drawn, axis=1, kind="stable"), axis=1)
        low, high = np.quantile(ranks, [0.5 - level / 2, 0.5 + level / 2], axis=0, method="nearest")
        units = len(design.units)
        tables.append(
            pd.DataFrame(
                {
                    "outcome": np.repeat(np.array(batch.names, dtype=object), units),
                    "factor": np.tile(np.array(design.units, dtype=object), len(batch.names)),
                    "rank": rank.T.reshape(-1),
                    "low": low.T.reshape(-1).astype(int),
                    "high": high.T.reshape(-1).astype(int),
                    "share_best": (ranks <= best).mean(axis=0).T.reshape(-1),
                }
            )
        )
    if not tables:
        return pd.DataFrame(columns=["outcome", "factor", "rank", "low", "high", "share_best"])
    return in_order(outcomes, tables)


def convergence(design: Design, outcomes: Outcomes, *, resamples: int = 200, level: float = 0.95) -> pd.DataFrame:
    """`indices` of the first quarter, the first half and all of the blocks, with a column `samples`."""
    if design.method not in GROUPED:
        raise InputError(f"convergence needs a design of method {', '.join(GROUPED)}, found {design.method!r}")
    tables = []
    for blocks in dict.fromkeys((max(1, design.blocks // 4), max(1, design.blocks // 2), design.blocks)):
        part = design.head(blocks)
        some = {name: np.asarray(runs)[: len(part)] for name, runs in outcomes.items()}
        tables.append(indices(part, some, resamples=resamples, level=level).assign(samples=blocks))
    return pd.concat(tables, ignore_index=True)


def replicates_needed(noise_share: float) -> int:
    """Replicates per point that suit a noise share best, max(2, ceil(2 sqrt(share / (1 - share)))); else points."""
    if not 0.0 <= noise_share < 1.0:
        raise InputError(f"noise share is {noise_share!r}; allowed: from 0 to below 1")
    return max(2, int(np.ceil(2.0 * np.sqrt(noise_share / (1.0 - noise_share)) - 1e-9)))
