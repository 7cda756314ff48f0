"""Sensitivity from points that are there already: any Latin hypercube, any sequence, rows A and B of a Sobol' design.

Each factor's range is cut into classes of equally many rows (or into its values, if few); an index says how far an
outcome within a class differs from the outcome at large.

    S1        variance between class means / variance of the mean, both freed of what chance and finite classes add
    pawn      median over classes of the Kolmogorov-Smirnov distance; pawn_max its maximum             [pianosi2015]
    delta     half the mean area between the two densities                                             [borgonovo2007]
    regional  Kolmogorov-Smirnov distance of a factor among runs above a threshold and the others   [hornberger1981]
    trend     share of the variance, chance included, of a parabola in the factor's rank, freed of what chance adds

S1 is of the mean (with one replicate: of the outcome, chance included, as it cannot be told apart). The others are of
the outcome with its chance; all but trend are never negative, and well above 0 for a factor without effect: read them
against the dummy, a factor of random numbers. Interval: jackknife over tenths of the rows, Student's t.

Trend screens many factors: every run tells of all of them, where a design that moves one at a time has a pair of runs
for each. Its points are a Latin hypercube, for a Sobol' sequence of 500 dimensions and points has pairs of factors
whose correlation is 0.5. What a factor does only with others it does not see; the group of all that was dropped does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.intervals import Outcomes, checked, failed_runs, student, table
from sim.study.variance import DUST, product

TENTHS = 10
FEW_VALUES = 12
FEWEST_ROWS = 40
GRID = 100

type Classes = NDArray[np.int64]
"""(n, factors) class of each row."""


def given_data(
    design: Design, outcomes: Outcomes, kinds: Sequence[str], thresholds: Mapping[str, float], level: float
) -> list[pd.DataFrame]:
    """Tidy indices of the kinds asked for, of each outcome; a series counts with its mean over the months."""
    independent = np.isin(design.role, ["A", "B"])
    ranks = positions(design)
    tables = []
    for name, array in checked(design, outcomes).items():
        failed = failed_runs(array)
        rows = np.flatnonzero(independent & ~failed.any(axis=1))
        runs = array[rows].mean(axis=2)
        place = ranks[rows]
        cut = thresholds.get(name, float(np.median(runs)) if runs.size else 0.0)
        index = [word for kind in kinds for word in (("pawn", "pawn_max") if kind == "pawn" else (kind,))]
        entries = len(design.names) + 1
        value = half = np.full((len(index), entries), np.nan)
        if len(rows) >= FEWEST_ROWS and np.ptp(runs) > DUST * np.abs(runs).max():
            value, half = jackknife(kinds, runs, place, cut, level)
        flat, spread = value.reshape(-1, 1), half.reshape(-1, 1)
        factor = [*design.names, "dummy"] * len(index)
        kind_of = [word for word in index for _ in range(entries)]
        count = np.array([int(failed.sum())])
        tables.append(table([name], count, factor, kind_of, flat, flat - spread, flat + spread, np.isfinite(flat)))
    return tables


def measured(
    kinds: Sequence[str], runs: NDArray[np.float64], place: NDArray[np.int64], cut: float
) -> NDArray[np.float64]:
    """Indices (entries, factors) of the kinds, from runs (n, replicates) at ranks (n, factors)."""
    found = []
    for kind in kinds:
        if kind == "S1":
            found.append(between(runs, classes(place, 32)))
        elif kind == "pawn":
            found.append(distances(runs, classes(place, 10)))
        elif kind == "delta":
            found.append(areas(runs, classes(place, 16)))
        elif kind == "trend":
            found.append(trends(runs, place))
        else:
            found.append(apart(runs > cut, place))
    return np.concatenate(found)


def positions(design: Design) -> NDArray[np.int64]:
    """(rows, factors + 1) rank of each row's value, equal values equal; the last column is the dummy."""
    ranked = []
    for place, column in enumerate(design.columns.values()):
        if column.dtype == object:
            along = column[np.argsort(design.points[:, place], kind="stable")].tolist()
            code = {value: number for number, value in enumerate(dict.fromkeys(along))}
            ranked.append(np.array([code[value] for value in column.tolist()]))
        else:
            ranked.append(np.unique(column, return_inverse=True)[1])
    ranked.append(np.random.default_rng([design.seed, len(design)]).permutation(len(design)))
    return np.stack(ranked, axis=1)


def classes(place: NDArray[np.int64], most: int) -> Classes:
    """Classes 0, 1, ... of about equally many rows for each column, at least 16 rows each; few values are their own."""
    wanted = max(2, min(most, len(place) // 16))
    made = np.empty_like(place)
    for column in range(place.shape[1]):
        values, code = np.unique(place[:, column], return_inverse=True)
        if len(values) > FEW_VALUES:
            order = np.argsort(place[:, column], kind="stable")
            code = np.empty(len(place), dtype=np.int64)
            code[order] = np.arange(len(place)) * wanted // len(place)
        made[:, column] = code
    return made


def jackknife(
    kinds: Sequence[str], runs: NDArray[np.float64], place: NDArray[np.int64], cut: float, level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Indices, and half the width of their intervals from leaving out one tenth of the rows after another."""
    part = np.random.default_rng(len(runs)).permutation(len(runs)) % TENTHS
    without = np.stack([measured(kinds, runs[part != tenth], place[part != tenth], cut) for tenth in range(TENTHS)])
    error = np.sqrt((TENTHS - 1) / TENTHS * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    return measured(kinds, runs, place, cut), student(TENTHS - 1, level) * error


def between(runs: NDArray[np.float64], member: Classes) -> NDArray[np.float64]:
    """S1 (1, factors) from runs (n, replicates): class means, less what their finite size adds."""
    count = len(runs)
    centred = runs - runs.mean()
    mean = centred.mean(axis=1)
    spread = product(centred[:, :, None], centred[:, :, None])[:, 0].mean()
    found = []
    for code in member.T:
        size = np.bincount(code)
        sums, squares = np.bincount(code, mean), np.bincount(code, mean * mean)
        usable = size > 1
        inside = (squares[usable] - sums[usable] ** 2 / size[usable]) / (size[usable] - 1)
        explained = (sums[usable] ** 2 / size[usable]).sum() / count
        added = inside.sum() / count - (size[usable] * inside).sum() / count**2
        found.append((explained - added) / spread if spread > 0.0 else np.nan)
    return np.array([found])


def trends(runs: NDArray[np.float64], place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share (1, factors) of the variance of runs (n, replicates) that goes with a parabola in each factor's rank."""
    count, replicates = runs.shape
    mean = runs.mean(axis=1)
    centred = mean - mean.mean()
    line = place - place.mean(axis=0)
    bend = line**2 - (line**2).mean(axis=0)
    bend -= line * along(bend, line)
    whole = float(centred @ centred)
    fitted = sum(along(centred[:, None], shape) ** 2 * (shape**2).sum(axis=0) for shape in (line, bend)) / whole
    between = whole / (count - 1)
    noise = float(runs.var(axis=1, ddof=1).mean()) * (1.0 - 1.0 / replicates) if replicates > 1 else 0.0
    return np.asarray([(1.0 - (1.0 - fitted) * (count - 1) / (count - 3)) * between / (between + noise)])


def along(values: NDArray[np.float64], shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slope (factors,) of values on each column of a shape; 0 on one that is flat."""
    size = (shape**2).sum(axis=0)
    return np.asarray((values * shape).sum(axis=0) / np.where(size > DUST, size, np.inf))


def distances(runs: NDArray[np.float64], member: Classes) -> NDArray[np.float64]:
    """Median and maximum (2, factors) over classes of the distance between distribution functions."""
    flat = runs.reshape(-1)
    order = np.argsort(flat, kind="stable")
    last = np.append(np.flatnonzero(np.diff(flat[order])), len(flat) - 1)
    whole = (last + 1) / len(flat)
    found = []
    for code in member.T:
        belongs = np.repeat(code, runs.shape[1])[order]
        inside = np.cumsum(belongs[:, None] == np.arange(code.max() + 1), axis=0)[last] / np.bincount(belongs)
        distance = np.abs(inside - whole[:, None]).max(axis=0)
        found.append((np.median(distance), distance.max()))
    return np.array(found).T


def areas(runs: NDArray[np.float64], member: Classes) -> NDArray[np.float64]:
    """Delta (1, factors): densities by Gaussian kernels of Silverman's width on a grid."""
    flat = runs.reshape(-1)
    grid = np.linspace(flat.min(), flat.max(), GRID)
    whole = density(flat, grid)
    found = []
    for code in member.T:
        belongs = np.repeat(code, runs.shape[1])
        gaps = [
            (belongs == one).mean() * np.trapezoid(np.abs(density(flat[belongs == one], grid) - whole), grid) / 2
            for one in range(code.max() + 1)
        ]
        found.append(sum(gaps))
    return np.array([found])


def density(values: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kernel density on a grid; values all alike make a spike one grid step wide."""
    width = max(float(values.std(ddof=1)) * (0.75 * len(values)) ** -0.2, float(grid[1] - grid[0]) / 2)
    apart_by = (grid[:, None] - values) / width
    return np.asarray(np.exp(-0.5 * apart_by**2).sum(axis=1) / (len(values) * width * np.sqrt(2.0 * np.pi)))


def apart(above: NDArray[np.bool_], place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Regional index (1, factors): distance of a factor's distributions among runs above and not above the cut."""
    inside, outside = above.sum(axis=1).astype(float), (~above).sum(axis=1).astype(float)
    if not inside.any() or not outside.any():
        return np.full((1, place.shape[1]), np.nan)
    found = [
        np.abs(np.cumsum(np.bincount(code, inside) / inside.sum() - np.bincount(code, outside) / outside.sum())).max()
        for code in place.T
    ]
    return np.array([found])
