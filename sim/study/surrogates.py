"""A cheap function in place of the model, used only if it predicts runs it has not seen.

Three candidates on the unit cube: sparse polynomial chaos (Legendre terms by orthogonal matching pursuit, their
number by leave-one-out), gradient boosting, Gaussian process. Each is judged by Q2 = 1 - (squared error of prediction
- chance) / Vm over five folds of whole blocks: chance, the variance of a mean of replicates, is nobody's to predict,
so a perfect surrogate of a noisy model has Q2 = 1. Below 0.7 none is used.
"""

import itertools
import warnings
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.design import Design
from sim.study.intervals import Outcomes, checked, failed_runs, student, table
from sim.study.points import sequence
from sim.study.variance import DUST, product

LEAST_Q2 = 0.7
FOLDS = 5
MOST_TERMS = 1000
MOST_DEGREE = 10
MOST_FOR_PROCESS = 250
MOST_LENGTHS = 12
FEWEST_ROWS = 40
BASE = 2048

type Points = NDArray[np.float64]


class Predictor(Protocol):
    """What predicts an outcome at points of the unit cube."""

    def predict(self, points: Points, /) -> NDArray[np.float64]:
        """(n,) predictions at (n, factors)."""
        ...


@dataclass(frozen=True)
class Surrogate:
    """The best of three, with what it is worth.

    Attributes
    ----------
    kind
        "sparse polynomial chaos", "gradient boosting" or "Gaussian process".
    quality
        Kind -> Q2.
    predictor
        Fitted to all rows.
    folds
        The same fitted without one fold each.
    """

    kind: str
    quality: dict[str, float]
    predictor: Predictor
    folds: list[Predictor]


@dataclass(frozen=True)
class Chaos:
    """Sum of products of Legendre polynomials."""

    terms: NDArray[np.int64]
    weights: NDArray[np.float64]

    def predict(self, points: Points) -> NDArray[np.float64]:
        """(n,) predictions at (n, factors)."""
        return np.asarray(legendre(points, self.terms) @ self.weights)


def legendre(points: Points, terms: NDArray[np.int64]) -> NDArray[np.float64]:
    """Orthonormal products (n, terms) of Legendre polynomials whose degrees are the rows of `terms`."""
    highest = int(terms.max(initial=0))
    single = np.polynomial.legendre.legvander(2.0 * points - 1.0, highest) * np.sqrt(2.0 * np.arange(highest + 1) + 1.0)
    made = np.ones((len(points), len(terms)))
    for factor in range(points.shape[1]):
        made *= single[:, factor][:, terms[:, factor]]
    return made


def degrees(factors: int) -> NDArray[np.int64]:
    """Degrees (terms, factors) up to the highest total degree that keeps the basis small."""
    from math import comb

    highest = 2
    while highest < MOST_DEGREE and comb(factors + highest + 1, factors) <= MOST_TERMS:
        highest += 1
    terms = [np.zeros(factors, dtype=np.int64)]
    for degree in range(1, highest + 1):
        for chosen in itertools.combinations_with_replacement(range(factors), degree):
            terms.append(np.bincount(chosen, minlength=factors))
    return np.array(terms)


def chaos(points: Points, values: NDArray[np.float64]) -> Chaos:
    """Sparse polynomial chaos: terms enter one after another, as many as leave-one-out wants."""
    from sklearn.linear_model import orthogonal_mp

    terms = degrees(points.shape[1])
    basis = legendre(points, terms)
    most = max(1, min(60, len(values) // 3, len(terms) - 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        path = orthogonal_mp(basis[:, 1:], values - values.mean(), n_nonzero_coefs=most, return_path=True)
    path = path.reshape(len(terms) - 1, -1)
    best, chosen = np.inf, np.array([0])
    for size in sorted({int(size) for size in np.geomspace(1, path.shape[1], 12)}):
        active = np.concatenate([[0], 1 + np.flatnonzero(path[:, size - 1])])
        orthonormal, _ = np.linalg.qr(basis[:, active])
        residual = values - orthonormal @ (orthonormal.T @ values)
        leverage = (orthonormal**2).sum(axis=1)
        error = float(((residual / np.maximum(1.0 - leverage, 1e-6)) ** 2).mean())
        if error < best:
            best, chosen = error, active
    weights = np.linalg.lstsq(basis[:, chosen], values, rcond=None)[0]
    return Chaos(terms[chosen], weights)


def boosting(points: Points, values: NDArray[np.float64]) -> Any:
    """Gradient boosting of shallow trees."""
    from sklearn.ensemble import GradientBoostingRegressor

    return GradientBoostingRegressor(
        n_estimators=300, max_depth=4, learning_rate=0.06, subsample=0.7, min_samples_leaf=5, random_state=0
    ).fit(points, values)


def process(points: Points, values: NDArray[np.float64]) -> Any:
    """Gaussian process with a length for each factor, and chance."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    lengths = np.full(points.shape[1], 0.5)
    kernel = ConstantKernel(1.0) * RBF(lengths, (0.05, 50.0)) + WhiteKernel(0.01, (1e-8, 2.0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return GaussianProcessRegressor(kernel, normalize_y=True, random_state=0).fit(points, values)


def surrogate(points: Points, runs: NDArray[np.float64], fold: NDArray[np.int64]) -> Surrogate:
    """The candidate with the best Q2.

    Parameters
    ----------
    points
        (n, factors) in the unit cube.
    runs
        (n, replicates) without failures.
    fold
        (n,) 0 to `FOLDS` - 1; rows of one block in one fold.
    """
    values = runs.mean(axis=1)
    centred = (runs - runs.mean())[:, :, None]
    spread = float(product(centred, centred).mean())
    chance = float(runs.var(axis=1, ddof=1).mean() / runs.shape[1]) if runs.shape[1] > 1 else 0.0
    fitters = {"sparse polynomial chaos": chaos, "gradient boosting": boosting}
    if len(values) <= MOST_FOR_PROCESS and points.shape[1] <= MOST_LENGTHS:
        fitters["Gaussian process"] = process
    quality, parts = {}, {}
    for kind, fit in fitters.items():
        parts[kind] = [fit(points[fold != one], values[fold != one]) for one in range(FOLDS)]
        missed = np.concatenate(
            [values[fold == one] - part.predict(points[fold == one]) for one, part in enumerate(parts[kind])]
        )
        quality[kind] = 1.0 - (float((missed**2).mean()) - chance) / spread
    best = max(quality, key=lambda kind: quality[kind])
    return Surrogate(best, quality, fitters[best](points, values), parts[best])


def surrogate_indices(design: Design, outcomes: Outcomes, *, level: float = 0.95) -> pd.DataFrame:
    """S1 and ST of the best surrogate of each outcome, from any sample; a series counts with its mean over the months.

    Returns
    -------
    DataFrame
        As `indices`, measure "surrogate"; a row Q2 per candidate has its name as factor, always with its value. Where
        no Q2 reaches 0.7 the verdict of S1 and ST is "not estimable". The interval is a jackknife over the folds: how
        far the surrogate depends on the rows it saw, not how far it is from the model.

    Raises
    ------
    InputError
        The rows are curves or lines through the cube (fast, ofat), fewer than 40 ran, or factors are correlated.
    """
    if design.method in ("fast", "ofat"):
        raise InputError(f"a surrogate needs points all over the cube; method {design.method!r} has curves or lines")
    if design.linked:
        raise InputError("a surrogate's indices move factors one by one, and these are correlated; allowed: reuse")
    names = list(design.names)
    tables = []
    for name, array in checked(design, outcomes).items():
        failed = failed_runs(array)
        rows = np.flatnonzero(~failed.any(axis=1) & (design.role != "dummy"))
        if len(rows) < FEWEST_ROWS:
            raise InputError(f"outcome {name!r} has {len(rows)} usable rows; a surrogate needs {FEWEST_ROWS} or more")
        runs = array[rows].mean(axis=2)
        if np.ptp(runs) <= DUST * np.abs(runs).max():
            raise InputError(f"outcome {name!r} does not vary, so no surrogate can be judged")
        points = design.points[rows]
        number = np.unique(design.block[rows], return_inverse=True)[1]
        made = surrogate(points, runs, np.random.default_rng(design.seed).permutation(number.max() + 1)[number] % FOLDS)
        kinds = list(made.quality)
        value = np.array([*indices_of(made.predictor, len(names)), *made.quality.values()])
        folds = np.stack([indices_of(part, len(names)) for part in made.folds])
        error = np.sqrt((FOLDS - 1) / FOLDS * ((folds - folds.mean(axis=0)) ** 2).sum(axis=0))
        half = np.concatenate([student(FOLDS - 1, level) * error, np.full(len(kinds), np.nan)])
        good = made.quality[made.kind] >= LEAST_Q2
        shown = np.array([good] * (2 * len(names)) + [True] * len(kinds))[:, None]
        factor = names * 2 + kinds
        index = ["S1"] * len(names) + ["ST"] * len(names) + ["Q2"] * len(kinds)
        flat, spread = value[:, None], half[:, None]
        count = np.array([int(failed.sum())])
        tables.append(table([name], count, factor, index, flat, flat - spread, flat + spread, shown))
    return pd.concat(tables, ignore_index=True).assign(measure="surrogate")


def indices_of(predictor: Predictor, factors: int) -> NDArray[np.float64]:
    """S1 and ST (2 factors,) of a predictor on a large Sobol' design without chance."""
    cube = sequence(2 * factors, BASE, 0)
    start, target = cube[:, :factors], cube[:, factors:]
    moved = [np.where(np.arange(factors) == factor, target, start) for factor in range(factors)]
    of_a, of_b, *of_c = np.split(predictor.predict(np.concatenate([start, target, *moved])), factors + 2)
    both = np.concatenate([of_a, of_b])
    spread = both.var()
    first = [((of_b - both.mean()) * (of - of_a)).mean() / spread for of in of_c]
    total = [((of - of_a) ** 2).mean() / 2 / spread for of in of_c]
    return np.array([*first, *total])
