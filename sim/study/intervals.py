"""What all estimators share: outcomes in batches without failed blocks, ratios of means, intervals, the tidy table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.design import Design
from sim.study.points import NETS

type Outcomes = Mapping[str, NDArray[np.float64]]
"""Outcome -> (rows, replicates), or (rows, replicates, months) for a series; NaN where a run failed."""

OK = "ok"
NOT_ESTIMABLE = "not estimable"
COLUMNS = ["outcome", "measure", "factor", "partner", "index", "value", "low", "high", "verdict", "n_failed"]
LEAST_BLOCKS = 4
BATCH = 1_000_000
"""Numbers held at a time: outcomes are taken a batch after another."""


@dataclass(frozen=True)
class Batch:
    """Outcomes that lost the same blocks.

    Attributes
    ----------
    names
        m outcomes.
    runs
        (n, rows of a block, replicates, columns) of the n blocks without a failure; a series has a column per month.
    starts
        (m,) first column of each outcome.
    blocks
        (n,) which blocks they are.
    failed
        (m,) failed runs of each outcome.
    """

    names: list[str]
    runs: NDArray[np.float64]
    starts: NDArray[np.int64]
    blocks: NDArray[np.int64]
    failed: NDArray[np.int64]

    def total(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum over the months of each outcome: (..., columns) -> (..., m)."""
        return np.asarray(np.add.reduceat(columns, self.starts, axis=-1))


def checked(design: Design, outcomes: Outcomes) -> dict[str, NDArray[np.float64]]:
    """Outcomes as (rows, replicates, columns) with NaN for all that is not finite."""
    made = {}
    for name, values in outcomes.items():
        array = np.asarray(values, dtype=np.float64)
        if array.ndim not in (2, 3) or array.shape[:2] != (len(design), design.replicates) or 0 in array.shape:
            raise InputError(
                f"outcome {name!r} has shape {array.shape}; allowed: ({len(design)}, {design.replicates}), with "
                "months as a third dimension"
            )
        made[name] = array.reshape(*array.shape[:2], -1)
    return made


def failed_runs(array: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(rows, replicates): which runs have a number missing."""
    return np.asarray(~np.isfinite(array).all(axis=2))


def batches(design: Design, outcomes: Outcomes) -> Iterator[Batch]:
    """Outcomes of a design of equal blocks, those that lost the same blocks together, memory bounded by `BATCH`."""
    rows = len(design) // design.blocks
    alike: dict[bytes, list[str]] = {}
    arrays = checked(design, outcomes)
    failed = {name: failed_runs(array) for name, array in arrays.items()}
    for name in arrays:
        alike.setdefault(np.packbits(failed[name].reshape(design.blocks, -1).any(axis=1)).tobytes(), []).append(name)
    for names in alike.values():
        blocks = np.flatnonzero(~failed[names[0]].reshape(design.blocks, -1).any(axis=1))
        while names:
            sizes = np.cumsum([arrays[name].shape[2] for name in names])
            count = max(1, int(np.searchsorted(sizes, BATCH // (len(design) * design.replicates), side="right")))
            some, names = names[:count], names[count:]
            runs = np.concatenate([arrays[name] for name in some], axis=2)
            runs = runs.reshape(design.blocks, rows, design.replicates, -1)
            yield Batch(
                some,
                runs if len(blocks) == design.blocks else runs[blocks],
                np.concatenate([[0], sizes[: count - 1]]).astype(np.int64),
                blocks,
                np.array([int(failed[name].sum()) for name in some]),
            )


def in_order(outcomes: Outcomes, tables: list[pd.DataFrame]) -> pd.DataFrame:
    """One table, outcomes in the order in which they were given."""
    whole = pd.concat(tables, ignore_index=True)
    position = {name: place for place, name in enumerate(outcomes)}
    return whole.iloc[np.argsort(whole["outcome"].map(position).to_numpy(), kind="stable")].reset_index(drop=True)


@dataclass(frozen=True)
class Control:
    """A block statistic whose expectation is known to be 0, made orthogonal to those before it.

    Attributes
    ----------
    centred
        (n, entries or 1, m) less its mean.
    mean
        (entries or 1, m) what it shows by accident.
    square
        (entries or 1, m) sum of squares of `centred`; infinite where it says nothing new.
    """

    centred: NDArray[np.float64]
    mean: NDArray[np.float64]
    square: NDArray[np.float64]

    def without(self, last: int) -> "Control":
        """The same without the last entries, if it has entries of its own."""
        if self.centred.shape[1] == 1:
            return self
        return Control(self.centred[:, :-last], self.mean[:-last], self.square[:-last])


def orthogonal(statistics: list[NDArray[np.float64]]) -> list[Control]:
    """Controls from block statistics (n, entries or 1, m) of mean 0; none from too few blocks to weigh them."""
    made: list[Control] = []
    if len(statistics[0]) < 8 * len(statistics):
        return made
    for statistic in statistics:
        mean = statistic.mean(axis=0)
        centred = statistic - mean
        size = dot(centred, centred)
        for before in made:
            weight = dot(before.centred, centred) / before.square
            centred = centred - weight * before.centred
            mean = mean - weight * before.mean
        square = dot(centred, centred)
        made.append(Control(centred, mean, np.where(square > 1e-9 * size, square, np.inf)))
    return made


def dot(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over blocks of the products of two statistics (n, entries or 1, m)."""
    if one.shape == other.shape:
        return np.asarray(np.einsum("nkm,nkm->km", one, other))
    few, many = (one, other) if one.shape[1] == 1 else (other, one)
    return np.asarray(np.einsum("nm,nkm->km", few[:, 0], many))


def ratio(
    above: NDArray[np.float64], below: NDArray[np.float64], controls: Sequence[Control] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ratio of the means of two block statistics (n, entries or 1, m), and what each block adds to its error.

    What the controls show by accident is regressed out.
    """
    bottom = below.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = above.mean(axis=0) / bottom
        influence = (above - value * below) / bottom
    for control in controls:
        weight = dot(control.centred, influence) / control.square
        value = value - weight * control.mean
        influence -= weight * control.centred
    return np.asarray(value), np.asarray(influence)


def net_error(influence: NDArray[np.float64], blocks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Standard error from the disagreement of the independently scrambled sequences that the blocks belong to."""
    count = len(influence)
    sums = np.stack([influence[blocks % NETS == net].sum(axis=0) for net in range(NETS)]) / count
    return np.asarray(np.sqrt(NETS / (NETS - 1) * ((sums - sums.mean(axis=0)) ** 2).sum(axis=0)))


def student(freedom: int, level: float) -> float:
    """Half-width of a t interval in standard errors."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def resampled_means(statistics: NDArray[np.float64], resamples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Means (resamples, ...) of block statistics (n, ...) over blocks drawn with replacement."""
    count = len(statistics)
    weights = rng.multinomial(count, np.full(count, 1.0 / count), size=resamples) / count
    return np.asarray((weights @ statistics.reshape(count, -1)).reshape(resamples, *statistics.shape[1:]))


def table(
    names: list[str],
    failed: NDArray[np.int64],
    factor: list[str],
    index: list[str],
    value: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    estimable: NDArray[np.bool_],
    partner: list[str] | None = None,
) -> pd.DataFrame:
    """Tidy rows from arrays (entries, outcomes): entries are the pairs (factor, index)."""
    shown = estimable & np.isfinite(value)
    entries, outcomes = value.shape

    def flat(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.where(shown, numbers, np.nan).T.reshape(-1))

    columns: dict[str, Any] = {
        "outcome": np.repeat(np.array(names, dtype=object), entries),
        "measure": "mean",
        "factor": np.tile(np.array(factor, dtype=object), outcomes),
        "partner": np.tile(np.array(partner or [""] * entries, dtype=object), outcomes),
        "index": np.tile(np.array(index, dtype=object), outcomes),
        "value": flat(value),
        "low": flat(low),
        "high": flat(high),
        "verdict": np.where(shown.T.reshape(-1), OK, NOT_ESTIMABLE).astype(object),
        "n_failed": np.repeat(failed, entries),
    }
    return pd.DataFrame(columns)[COLUMNS]
