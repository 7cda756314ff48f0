"""Patient rule induction: a box in which cases are dense, found by peeling thin slabs off, then moving its faces.

Each step takes off the slab (the lowest or highest twentieth of an assumption inside the box, or one category) whose
density lies furthest below that of the box, in standard errors. Of all boxes on the way the one is kept under which the
cases are likeliest with one rate inside and one outside. Then each face that was peeled moves, out or in, to where that
likelihood is highest, and so on until none moves.

Source: Friedman, Fisher, Bump hunting in high-dimensional data, *Statistics and Computing* 9, 1999, 123-143. The step
by standard errors puts slabs of different size (categories, whole numbers) on one scale, the likelihood replaces the
choice by eye, and moving faces the pasting of slabs; these three are ours.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.region import Region, is_category

SLAB = 0.05
"""Share of the box that a step takes off."""

LEAST_MASS, LEAST_ROWS = 0.02, 15
"""Smallest box."""

type Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Column:
    """One assumption: numbers, or codes of categories."""

    name: str
    values: NDArray[np.float64]
    categories: tuple[str, ...]

    @classmethod
    def of(cls, name: str, column: "pd.Series[Any]") -> "_Column":
        if not is_category(column):
            return cls(name, np.asarray(column, dtype=np.float64), ())
        codes, names = pd.factorize(column.astype(str), sort=True)
        return cls(name, np.asarray(codes, dtype=np.float64), tuple(map(str, names)))

    def slabs(self, box: Mask) -> list[Mask]:
        """What a step may take off the box."""
        inside = self.values[box]
        if self.categories:
            return [self.values == code for code in np.unique(inside)]
        place = max(0, math.ceil(SLAB * len(inside)) - 1)
        low, high = np.partition(inside, [place, len(inside) - 1 - place])[[place, len(inside) - 1 - place]]
        return [self.values <= low, self.values >= high]

    def moved(self, limit: Mask, others: Mask, cases: Mask, least: int) -> Mask:
        """The limit (which rows it lets in) with its faces, or its categories, where the likelihood is highest.

        Parameters
        ----------
        others
            Rows within the limits of all other assumptions.
        """
        if self.categories:
            for code in range(len(self.categories)):
                changed = limit ^ (self.values == code)
                if (changed & others).sum() >= least and two_rates(cases, changed & others) > two_rates(
                    cases, limit & others
                ):
                    limit = changed
            return limit
        for turned in (self.values, -self.values):
            face = turned[limit].min()
            if face == turned.min():
                continue
            beyond = limit | (turned < face)
            order = np.flatnonzero(beyond & others)
            order = order[np.argsort(-turned[order], kind="stable")]
            last = np.append(np.diff(turned[order]) != 0, True)
            rows = np.arange(1, len(order) + 1)
            likelihood = _two_rates(rows, np.cumsum(cases[order]), len(cases), int(cases.sum()))
            likelihood[~last | (rows < least)] = -math.inf
            best = int(likelihood.argmax())
            if likelihood[best] > two_rates(cases, limit & others):
                limit = beyond & ((turned >= turned[order[best]]) | (best == len(order) - 1))
        return limit


def peel(assumptions: pd.DataFrame, cases: Mask) -> Region:
    """The box in which cases are likeliest to lie apart; everywhere if no slab is less dense than the rest.

    Parameters
    ----------
    assumptions
        (n, k) numbers or categories, without missing values.
    cases
        (n,) which rows are cases.
    """
    columns = [_Column.of(str(name), column) for name, column in assumptions.items()]
    limits = [np.ones(len(cases), dtype=bool) for _ in columns]
    best, best_likelihood = list(limits), -math.inf
    box = np.ones(len(cases), dtype=bool)
    least = max(LEAST_ROWS, math.ceil(LEAST_MASS * len(cases)))
    while True:
        likelihood = two_rates(cases, box)
        if likelihood > best_likelihood:
            best, best_likelihood = list(limits), likelihood
        taken = _next(columns, cases, box, least)
        if taken is None:
            break
        place, slab = taken
        limits[place] = limits[place] & ~slab
        box = box & ~slab
    return _region(columns, _settled(columns, cases, best, least))


def _next(columns: list[_Column], cases: Mask, box: Mask, least: int) -> tuple[int, Mask] | None:
    """Which assumption to peel next and what to take off; None if nothing is less dense than the box."""
    rows, density = int(box.sum()), float(cases[box].mean())
    taken, furthest = None, 0.0
    for place, column in enumerate(columns):
        for slab in column.slabs(box):
            off = slab & box
            size = int(off.sum())
            if rows - size < least:
                continue
            below = (density - float(cases[off].mean())) * math.sqrt(size)
            if below > furthest:
                taken, furthest = (place, slab), below
    return taken


def _settled(columns: list[_Column], cases: Mask, limits: list[Mask], least: int) -> list[Mask]:
    """Limits (one mask per assumption) moved one after another until none moves."""
    while True:
        before = list(limits)
        for place, column in enumerate(columns):
            if not limits[place].all():
                others = np.logical_and.reduce([np.ones_like(cases), *limits[:place], *limits[place + 1 :]])
                limits[place] = column.moved(limits[place], others, cases, least)
        if all(np.array_equal(one, other) for one, other in zip(before, limits, strict=True)):
            return limits


def _region(columns: list[_Column], limits: list[Mask]) -> Region:
    found: dict[str, tuple[float, float] | frozenset[str]] = {}
    for column, held in zip(columns, limits, strict=True):
        inside, outside = column.values[held], column.values[~held]
        if len(outside) == 0:
            continue
        if column.categories:
            found[column.name] = frozenset(column.categories[int(code)] for code in np.unique(inside))
        else:
            low = float(inside.min()) if (outside < inside.min()).any() else -math.inf
            high = float(inside.max()) if (outside > inside.max()).any() else math.inf
            found[column.name] = (low, high)
    return Region(found)


def two_rates(cases: Mask, inside: Mask) -> float:
    """Log-likelihood of cases with one rate inside and one outside."""
    rows, hits = np.array([inside.sum()]), np.array([cases[inside].sum()])
    return float(_two_rates(rows, hits, len(cases), int(cases.sum()))[0])


def _two_rates(rows: NDArray[np.int64], hits: NDArray[np.int64], all_rows: int, all_hits: int) -> NDArray[np.float64]:
    """The same for several regions, from their rows and the cases among them."""
    from scipy.special import xlogy

    total = np.zeros(len(rows))
    for size, found in ((rows, hits), (all_rows - rows, all_hits - hits)):
        share = found / np.maximum(size, 1)
        total += xlogy(found, share) + xlogy(size - found, 1.0 - share)
    return total
