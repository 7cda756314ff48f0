"""First, total and second order indices of a Sobol' design, free of the bias that chance puts into them.

For d over the r replicates of a point, U(d) = [(sum d)^2 - sum d^2] / (r (r - 1)) multiplies only different
replicates, so its mean is the square of the mean of d and no part of the noise. With a, b, c_i, e_i the blocks' rows
A, B, A with i of B, B with i of A, centred, and X(b, d) the same product of two:

    Vm    mean U over A, B and all c_i                           variance of the mean
    S1_i  X(b, c_i - a) / Vm                                     [saltelli2010]
    ST_i  U(a - c_i) / 2 Vm                                      [jansen1999]
    S2_ij [X(c_i - a, e_j - b) + X(c_j - a, e_i - b)] / 2 Vm
    Ev    mean within-point variance;  noise share = Ev / (Vm + Ev)

S1 and ST are corrected by what four quantities of known mean 0 show by accident: X(a, b), U(a) - Vm, U(b) - Vm,
U(a) - U(c_i). On Ishigami with a noise share of 0.22 (N = 512, r = 2, 300 seeds) that lowers the RMSE over the six
indices from 0.031 to 0.026. The interval is Student's t over the four independently scrambled sequences. Nominal 95 per
cent covered 94.6 to 96.1 on Ishigami with and without noise, Sobol' G, a pure interaction and Poisson (N = 256, 200
seeds each); taking blocks for independent, as a bootstrap does, covered 96 to 100 (N = 512), for it knows
nothing of what a sequence gains over random points. A series counts with the sum of its months [gamboa2014].
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.intervals import (
    LEAST_BLOCKS,
    Batch,
    Control,
    net_error,
    orthogonal,
    ratio,
    student,
    table,
)
from sim.study.points import NETS

type Statistics = NDArray[np.float64]

DUST = 1e-12
"""A variance below this share of the mean square is rounding, not variance."""


@dataclass(frozen=True)
class Parts:
    """Statistics of n blocks for m outcomes, u units and the dummy.

    Attributes
    ----------
    spread
        (n, m) estimate of Vm.
    noise
        (n, m) estimate of Ev.
    first
        (n, u + 1, m) numerators of S1, the dummy last.
    total
        (n, u, m) numerators of ST.
    dummy_total
        (n, m) the same of the dummy, chance included.
    unpaired, paired
        (n, u, m) noise of a - c_i if their seeds differed, and as it is.
    controls
        For S1 with the dummy.
    square
        (m,) mean square of the runs, to tell rounding from variance.
    """

    spread: Statistics
    noise: Statistics
    first: Statistics
    total: Statistics
    dummy_total: Statistics
    unpaired: Statistics
    paired: Statistics
    controls: list[Control]
    square: Statistics
    second: Statistics | None


def product(one: Statistics, other: Statistics) -> Statistics:
    """Mean product of different replicates (axis -2); of the only one where there is but one."""
    count = one.shape[-2]
    if count == 1:
        return np.asarray((one * other)[..., 0, :])
    crossed = one.sum(axis=-2) * other.sum(axis=-2) - np.einsum("...rm,...rm->...m", one, other)
    return np.asarray(crossed / (count * (count - 1)))


def within(runs: Statistics) -> Statistics:
    """Variance over the replicates (axis -2); 0 where there is but one."""
    return np.zeros_like(runs[..., 0, :]) if runs.shape[-2] == 1 else np.asarray(runs.var(axis=-2, ddof=1))


def parts(design: Design, batch: Batch) -> Parts:
    """Statistics of the blocks of a Sobol' design."""
    units = len(design.units)
    square = batch.total((batch.runs**2).mean(axis=(0, 1, 2)))
    runs = batch.runs - batch.runs[:, : 2 + units].mean(axis=(0, 1, 2))
    a, b, c, dummy = runs[:, :1], runs[:, 1:2], runs[:, 2 : 2 + units], runs[:, -1:]
    step = np.concatenate([c, dummy], axis=1) - a
    total = batch.total
    of_a, of_b, of_c = total(product(a, a)), total(product(b, b)), total(product(c, c))
    spread = (of_a + of_b + of_c.sum(axis=1, keepdims=True)) / (units + 2)
    noise_a, noise_b = total(within(a)), total(within(b))
    noise_c = total(within(c))
    noise = (noise_a + noise_b + noise_c.sum(axis=1, keepdims=True))[:, 0] / (units + 2)
    dummy_total = total((step[:, -1] ** 2).mean(axis=-2)) / 2
    of_dummy = total(product(dummy, dummy))
    second = None
    if design.second_order:
        e = runs[:, 2 + units : 2 + 2 * units] - b
        pairs = [(i, j) for i in range(units) for j in range(i + 1, units)]
        second = np.stack(
            [total(product(step[:, i], e[:, j]) + product(step[:, j], e[:, i])) / 2 for i, j in pairs], axis=1
        )
    return Parts(
        spread=spread[:, 0],
        noise=dummy_total if design.replicates == 1 else noise,
        first=total(product(np.broadcast_to(b, step.shape), step)),
        total=total(product(step[:, :-1], step[:, :-1])) / 2,
        dummy_total=dummy_total,
        unpaired=noise_a + noise_c,
        paired=total(within(step[:, :-1])),
        controls=orthogonal(
            [total(product(a, b)), spread - of_a, spread - of_b, of_a - np.concatenate([of_c, of_dummy], axis=1)]
        ),
        square=square,
        second=second,
    )


def variance_indices(design: Design, batch: Batch, level: float) -> pd.DataFrame:
    """Tidy S1, ST, S2, share of noise that pairing removes, and noise share, of one batch of outcomes."""
    units, outcomes = list(design.units), len(batch.names)
    pairs = [(i, j) for at, i in enumerate(units) for j in units[at + 1 :]] if design.second_order else []
    factor = [*units, "dummy"] * 2 + [one for one, _ in pairs] + units + ["chance"]
    partner = [""] * (2 * len(units) + 2) + [other for _, other in pairs] + [""] * (len(units) + 1)
    index = ["S1"] * (len(units) + 1) + ["ST"] * (len(units) + 1) + ["S2"] * len(pairs) + ["pairing"] * len(units)
    index.append("noise_share")
    if len(batch.blocks) < LEAST_BLOCKS:
        nothing = np.full((len(factor), outcomes), np.nan)
        return table(batch.names, batch.failed, factor, index, nothing, nothing, nothing, nothing == 0.0, partner)
    part = parts(design, batch)
    spread, whole = part.spread[:, None], (part.spread + part.noise)[:, None]
    own = [control.without(1) for control in part.controls]
    found = [
        ratio(part.first, spread, part.controls),
        ratio(part.total, spread, own),
        ratio(part.dummy_total[:, None], whole),
    ]
    if part.second is not None and pairs:
        found.append(ratio(part.second, spread, part.controls[:1]))
    found += [ratio(part.unpaired - part.paired, part.unpaired), ratio(part.noise[:, None], whole)]
    value = np.concatenate([estimate for estimate, _ in found])
    influence = np.concatenate([share for _, share in found], axis=1)
    half = student(NETS - 1, level) * net_error(influence, batch.blocks)
    estimable = np.broadcast_to(seen(part, batch, level), value.shape).copy()
    kinds = np.array(index)
    noisy = part.noise.mean(axis=0) > DUST * part.square
    if design.replicates == 1:
        estimable[(kinds == "S1") | (kinds == "S2") | ((kinds == "ST") & (np.array(factor) != "dummy"))] &= ~noisy
    has_variance = (part.spread + part.noise).mean(axis=0) > DUST * part.square
    estimable[kinds == "noise_share"] = has_variance
    estimable[kinds == "pairing"] = noisy & (design.replicates > 1)
    return table(batch.names, batch.failed, factor, index, value, value - half, value + half, estimable, partner)


def seen(part: Parts, batch: Batch, level: float) -> NDArray[np.bool_]:
    """(m,) whether the interval of Vm stays clear of 0: only then has any index a meaning."""
    mean = part.spread.mean(axis=0)
    half = student(NETS - 1, level) * net_error(part.spread - mean, batch.blocks)
    return np.asarray((mean - half > 0.0) & (mean > DUST * part.square))


def variance_shares(design: Design, batch: Batch, level: float) -> pd.DataFrame:
    """Tidy shares of the whole variance: each unit alone and in total, interactions among units, chance."""
    units, outcomes = list(design.units), len(batch.names)
    factor = [*units, *units, "interactions", "chance"]
    index = ["share_alone"] * len(units) + ["share_total"] * len(units) + ["share_alone"] * 2
    if len(batch.blocks) < LEAST_BLOCKS:
        nothing = np.full((len(factor), outcomes), np.nan)
        return table(batch.names, batch.failed, factor, index, nothing, nothing, nothing, nothing == 0.0)
    part = parts(design, batch)
    whole = (part.spread + part.noise)[:, None]
    own = [control.without(1) for control in part.controls]
    alone = part.first[:, :-1]
    found = [
        ratio(alone, whole, own),
        ratio(part.total, whole, own),
        ratio(part.noise[:, None], whole),
    ]
    remaining = 1.0 - found[0][0].sum(axis=0, keepdims=True) - found[2][0]
    together = -found[0][1].sum(axis=1, keepdims=True) - found[2][1]
    value = np.concatenate([found[0][0], found[1][0], remaining, found[2][0]])
    influence = np.concatenate([found[0][1], found[1][1], together, found[2][1]], axis=1)
    half = student(NETS - 1, level) * net_error(influence, batch.blocks)
    noisy = part.noise.mean(axis=0) > DUST * part.square
    has_variance = whole.mean(axis=0)[0] > DUST * part.square
    estimable = np.broadcast_to(has_variance & ~(noisy & (design.replicates == 1)), value.shape)
    return table(batch.names, batch.failed, factor, index, value, value - half, value + half, estimable)
