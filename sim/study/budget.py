"""Doses within a budget: the nearest point that spends what may be spent."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError

type Points = NDArray[np.float64]


@dataclass(frozen=True)
class Budget:
    """What doses cost, and what there is.

    Attributes
    ----------
    prices
        Lever -> yuan per unit of its dose, above 0; levers that are not named cost nothing.
    yuan
        What may be spent.
    all_spent
        Whether it must be spent to the last yuan; else it is a ceiling.
    """

    prices: Mapping[str, float]
    yuan: float
    all_spent: bool = True

    def spent(self, levers: Mapping[str, float]) -> float:
        """What these doses cost, yuan."""
        return float(sum(price * levers[name] for name, price in self.prices.items()))

    def check(self, levers: Mapping[str, tuple[float, float]]) -> None:
        """Raise InputError if a price has no lever, is not above 0, or the budget cannot be met within the ranges."""
        for name, price in self.prices.items():
            if name not in levers:
                raise InputError(f"prices names {name!r}, which is no lever; allowed: {', '.join(levers)}")
            if not price > 0.0:
                raise InputError(f"the price of {name!r} is {price!r}; allowed: above 0")
        least, most = (self.spent({name: levers[name][end] for name in self.prices}) for end in (0, 1))
        if self.yuan < least or (self.all_spent and self.yuan > most):
            raise InputError(f"the budget is {self.yuan:,g} yuan; the levers can spend {least:,g} to {most:,g}")


def project(
    points: Points, prices: NDArray[np.float64], yuan: float, low: Points, high: Points, *, all_spent: bool = True
) -> Points:
    """Nearest points, by Euclid, that lie within their ranges and spend a budget.

    With multiplier t the nearest point is clip(x - t * prices, low, high). What it spends falls in t, by straight
    pieces, so t is solved exactly between the two neighbouring corners; in the way of Held, Wolfe, Crowder,
    *Mathematical Programming* 6, 1974, 62-88.

    Parameters
    ----------
    points
        (n, k).
    prices
        (k,) 0 or more; what costs nothing is only brought into its range.
    yuan
        Budget, which can be met within the ranges.
    low, high
        (k,) ranges.
    all_spent
        Whether to spend it all; else points that spend less stay.
    """
    moved = np.clip(points, low, high)
    paid = np.flatnonzero(prices > 0.0)
    if len(paid) == 0:
        return np.asarray(moved)
    price, bottom, top = prices[paid], low[paid], high[paid]
    for row in range(len(points)):
        if not all_spent and moved[row] @ prices <= yuan:
            continue
        x = points[row, paid]
        corners = np.sort(np.concatenate([(x - top) / price, (x - bottom) / price]))
        spent = np.clip(x - corners[:, None] * price, bottom, top) @ price
        after = int(np.searchsorted(-spent, -yuan))  # spent falls; the first corner that spends the budget or less
        place = min(max(after, 1), len(corners) - 1)
        drop = spent[place - 1] - spent[place]
        share = (spent[place - 1] - yuan) / drop if drop > 0.0 else 0.0
        multiplier = corners[place - 1] + min(max(share, 0.0), 1.0) * (corners[place] - corners[place - 1])
        moved[row, paid] = np.clip(x - multiplier * price, bottom, top)
    return np.asarray(moved)
