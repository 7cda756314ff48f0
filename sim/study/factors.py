"""Factors: what a study varies, and how a point of the unit cube becomes their values.

A factor is a frozen `scipy.stats` distribution, a `range` of integers, or a list of values held equally likely (doses,
names of rule variants, any scalars). Every sampler works on the unit cube and the quantile function does the rest, so
a design needs to know nothing about distributions.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError

type Factors = Mapping[str, Any]
"""Name of a factor -> frozen distribution, `range`, or list of values; or a `GaussianCopula` of those."""

RESERVED = ("A", "B", "dummy", "chance", "interactions")
EDGE = 2.0**-32
"""Points closer than this to a face of the cube are moved here: no quantile is infinite, none below a support."""


class GaussianCopula(Mapping[str, Any]):
    """Factors that move together: margins, and the correlation of their normal scores.

    Parameters
    ----------
    margins
        Name -> distribution, range or list of values.
    correlation
        (name, name) -> correlation of the two normal scores, strictly between -1 and 1; pairs left out are independent.

    Raises
    ------
    InputError
        A pair names an unknown factor, or the correlations contradict each other.
    """

    def __init__(self, margins: Mapping[str, Any], correlation: Mapping[tuple[str, str], float]) -> None:
        self.margins = dict(margins)
        self.correlation = dict(correlation)
        names = list(self.margins)
        matrix = np.eye(len(names))
        for (one, other), value in self.correlation.items():
            for name in (one, other):
                if name not in self.margins:
                    raise InputError(f"correlation names {name!r}, which is no factor; allowed: {', '.join(names)}")
            if one == other or not -1.0 < value < 1.0:
                raise InputError(
                    f"correlation of {one!r} and {other!r} is {value!r}; allowed: two names, above -1, below 1"
                )
            row, column = names.index(one), names.index(other)
            matrix[row, column] = matrix[column, row] = value
        try:
            self.cholesky: NDArray[np.float64] = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            raise InputError(
                "the correlations of the factors contradict each other: no joint distribution has them"
            ) from None

    def __getitem__(self, name: str) -> Any:
        return self.margins[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.margins)

    def __len__(self) -> int:
        return len(self.margins)

    def linked(self) -> list[tuple[str, str]]:
        """Pairs of factors that are not independent."""
        return [pair for pair, value in self.correlation.items() if value != 0.0]


def levels(factor: Any) -> int | None:
    """Number of distinct values of a `range` or list; None for a distribution."""
    return None if hasattr(factor, "ppf") else len(factor)


def check(factors: Factors) -> None:
    """Raise InputError at the first factor that cannot be sampled."""
    if not factors:
        raise InputError("a design needs at least one factor, found none")
    for name, factor in factors.items():
        if not name or name in RESERVED:
            raise InputError(f"factor name {name!r} cannot be used; allowed: any text but {', '.join(RESERVED)}")
        if hasattr(factor, "ppf"):
            if not np.all(np.isfinite(factor.ppf([0.25, 0.5, 0.75]))):
                raise InputError(f"factor {name!r}: its distribution has no finite quartiles; check its parameters")
        elif isinstance(factor, str) or not isinstance(factor, Sequence | np.ndarray) or len(factor) == 0:
            raise InputError(
                f"factor {name!r}: found {factor!r}; allowed: a frozen scipy.stats distribution, a range of integers, "
                "or a list of values"
            )


def transform(factors: Factors, points: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Values of the factors at points of the unit cube.

    Parameters
    ----------
    factors
        k factors.
    points
        (n, k) in [0, 1], columns in the order of `factors`.

    Returns
    -------
    dict
        Name -> (n,) array: float64 for a continuous distribution, int64 for integers, object for other values.
    """
    check(factors)
    cube = np.clip(np.asarray(points, dtype=np.float64), EDGE, 1.0 - EDGE)
    if isinstance(factors, GaussianCopula):
        from scipy.special import ndtr, ndtri

        cube = np.clip(ndtr(ndtri(cube) @ factors.cholesky.T), EDGE, 1.0 - EDGE)
    return {name: quantile(factor, cube[:, column]) for column, (name, factor) in enumerate(factors.items())}


def quantile(factor: Any, chance: NDArray[np.float64]) -> NDArray[Any]:
    """Quantile function of one factor at chances (n,) strictly inside (0, 1)."""
    if hasattr(factor, "ppf"):
        values = np.asarray(factor.ppf(chance))
        return values.astype(np.int64) if hasattr(factor, "pmf") else values.astype(np.float64)
    position = np.minimum((chance * len(factor)).astype(np.int64), len(factor) - 1)
    if isinstance(factor, range):
        return np.asarray(factor, dtype=np.int64)[position]
    choices = np.empty(len(factor), dtype=object)
    choices[:] = [value.item() if isinstance(value, np.generic) else value for value in factor]
    return choices[position]
