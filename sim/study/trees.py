"""A classification tree of cases: regions that together are no box, such as two corners.

Grown by CART and pruned by cost complexity; of all prunings the smallest whose squared error over five folds is within
one standard error of the least. A category becomes one yes-or-no column per value.

Source: Breiman, Friedman, Olshen, Stone, *Classification and Regression Trees*, 1984.
"""

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.region import Limit, Region, is_category

type Mask = NDArray[np.bool_]

LEAST_ROWS, LEAST_SHARE = 10, 0.02
"""Smallest leaf."""

FOLDS, PRUNINGS = 5, 8


def leaves(assumptions: pd.DataFrame, cases: Mask, seed: int = 0) -> list[Region]:
    """Regions in which cases are denser than at large, the densest first.

    Parameters
    ----------
    assumptions
        (n, k) numbers or categories, without missing values.
    cases
        (n,) which rows are cases.
    seed
        Of the folds.
    """
    coded, meaning = _coded(assumptions)
    tree = _pruned(coded, cases, seed).tree_
    found: list[tuple[float, Region]] = []

    def descend(node: int, inside: Mask, limits: dict[str, Limit]) -> None:
        children = (tree.children_left[node], tree.children_right[node])
        if children[0] < 0:
            density = float(cases[inside].mean())
            if limits and density > cases.mean():
                found.append((density, Region(limits)))
            return
        column, edge = coded[:, tree.feature[node]], tree.threshold[node]
        name, category = meaning[tree.feature[node]]
        for child, side in zip(children, (column <= edge, column > edge), strict=True):
            limit: Limit
            if category is not None:
                possible = limits.get(name, frozenset(assumptions[name].astype(str)))
                limit = frozenset(map(str, possible)) & frozenset(assumptions.loc[side, name].astype(str))
            else:
                low, high = map(float, limits.get(name, (-math.inf, math.inf)))
                at = float(column[side].max()) if child == children[0] else float(column[side].min())
                limit = (low, at) if child == children[0] else (at, high)
            descend(child, inside & side, {**limits, name: limit})

    descend(0, np.ones(len(cases), dtype=bool), {})
    return [region for _, region in sorted(found, key=lambda pair: -pair[0])]


def used(assumptions: pd.DataFrame, cases: Mask, seed: int = 0) -> Any:
    """A fitted tree: its assumptions, and a function from a table to the chance of a case at each row."""
    coded, meaning = _coded(assumptions)
    tree = _pruned(coded, cases, seed)
    names = {meaning[feature][0] for feature in tree.tree_.feature if feature >= 0}

    def chance(table: pd.DataFrame) -> NDArray[np.float64]:
        columns = [
            (table[name].astype(str) == category).to_numpy(dtype=np.float64)
            if category is not None
            else table[name].to_numpy(dtype=np.float64)
            for name, category in meaning
        ]
        return np.asarray(_chance(tree, np.stack(columns, axis=1)))

    return names, chance


def _coded(assumptions: pd.DataFrame) -> tuple[NDArray[np.float64], list[tuple[str, str | None]]]:
    """Columns for the tree, and what each means: (assumption, category or None)."""
    columns: list[NDArray[np.float64]] = []
    meaning: list[tuple[str, str | None]] = []
    for name, column in assumptions.items():
        if is_category(column):
            texts = column.astype(str)
            for category in sorted(set(texts)):
                columns.append(np.asarray(texts == category, dtype=np.float64))
                meaning.append((str(name), category))
        else:
            columns.append(np.asarray(column, dtype=np.float64))
            meaning.append((str(name), None))
    return np.stack(columns, axis=1), meaning


def _pruned(coded: NDArray[np.float64], cases: Mask, seed: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    settings = {"min_samples_leaf": max(LEAST_ROWS, math.ceil(LEAST_SHARE * len(cases))), "random_state": seed}
    path = DecisionTreeClassifier(**settings).cost_complexity_pruning_path(coded, cases).ccp_alphas
    prices = np.unique(np.quantile(path, np.linspace(0.0, 1.0, PRUNINGS)))
    prices = np.append((prices[:-1] + prices[1:]) / 2, prices[-1])
    fold = np.random.default_rng(seed).permutation(len(cases)) % FOLDS
    missed = np.empty((len(prices), len(cases)))
    for one in range(FOLDS):
        here = fold == one
        for place, price in enumerate(prices):
            tree = DecisionTreeClassifier(**settings, ccp_alpha=price).fit(coded[~here], cases[~here])
            missed[place, here] = (_chance(tree, coded[here]) - cases[here]) ** 2
    error = missed.mean(axis=1)
    near = error[best := int(error.argmin())] + missed[best].std(ddof=1) / math.sqrt(len(cases))
    return DecisionTreeClassifier(**settings, ccp_alpha=prices[np.flatnonzero(error <= near)[-1]]).fit(coded, cases)


def _chance(tree: Any, coded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of a case; a tree that saw none, or nothing else, knows one class only."""
    if len(tree.classes_) == 1:
        return np.full(len(coded), float(tree.classes_[0]))
    return np.asarray(tree.predict_proba(coded)[:, 1])
