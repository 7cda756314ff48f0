"""What is lost without one item of a package when its yuan go to the others.

    L_i = v(all) - v(all but i, the other doses multiplied by the one number with which as many yuan are spent)

The dose of what costs nothing stays as it is.

Every package meets the same seeds, and the intervals are Student's t over the seeds. Without the equal yuan an item
would be praised for its budget; with them, for what it does with a yuan that another item would not.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.study.adapted import adapted
from sim.study.confidence import mean_interval
from sim.study.sweep import sweep
from sim.study.tables import numbers, paired
from sim.study.target import Outcomes

WITHOUT, NOTHING = "without", "nothing"
"""Factor of the runs, and its value where all items are there."""


@dataclass(frozen=True)
class Package:
    """The whole, or what is left without one item.

    Attributes
    ----------
    doses : of each item
    scale : by what the doses of the items that cost something were multiplied
    yuan : what it costs
    """

    doses: Mapping[str, float]
    scale: float
    yuan: float


def leave_one_out(
    value: Callable[[dict[str, float], int], Mapping[str, float]],
    doses: Mapping[str, float],
    yuan: Callable[[dict[str, float]], float],
    *,
    seeds: int = 8,
    seed: int = 0,
    level: float = 0.95,
    out: str | Path | None = None,
    on: Any = "serial",
) -> pd.DataFrame:
    """What is lost without one item when its yuan go to the others in proportion to their doses.

    Parameters
    ----------
    value
        Function of (doses, seed) that returns outcomes: numbers. An item left out has dose 0.
    doses
        Dose of each item in the whole package, 0 or more.
    yuan
        What doses cost; 0 or more, and growing when all doses grow together.
    seeds, seed, level, out, on
        As for `shapley`.

    Returns
    -------
    DataFrame
        One row per outcome and item: outcome, item; scale (of the other doses), yuan; value, low, high (outcome of
        the whole less that of the package without the item); seeds, failed (seeds left out). An item whose value is 0
        does as much per yuan as the others. Outcomes are not turned: of a rate that should fall a useful item has a
        value below 0.

    Raises
    ------
    InputError
        If there are fewer than two items, the others cannot spend as much, or with no seed all packages ran to the end.
    """
    asked = packages(doses, yuan)
    told = {item: dict(package.doses) for item, package in asked.items()}
    target = adapted(value, partial(_package, value, told), told)
    study = sweep(
        target,
        {WITHOUT: list(asked)},
        method="grid",
        samples=len(asked),
        replicates=seeds,
        seed=seed,
        out=out,
        on=on,
    )
    runs, outcomes = numbers(study)
    return lost(runs, asked, outcomes, level=level)


def packages(
    doses: Mapping[str, float],
    yuan: Callable[[dict[str, float]], float] | Mapping[str, float],
    *,
    most: float = float("inf"),
    skip: bool = False,
) -> dict[str, Package]:
    """The whole (`NOTHING` is left out), then what is left without each item, all at the cost of the whole.

    Parameters
    ----------
    doses
        Dose of each item in the whole.
    yuan
        What doses cost, or the price of a dose of one of each item.
    most
        Largest dose; where one would grow beyond it, the others grow more.
    skip
        Whether to leave out what cannot be replaced by the others.

    Raises
    ------
    InputError
        If there are fewer than two items, or the others cannot spend as much.
    """
    if len(doses) < 2 or NOTHING in doses:
        raise InputError(f"doses has the items {', '.join(doses) or 'none'}; allowed: two or more, none {NOTHING!r}")
    cost = yuan if callable(yuan) else partial(_sum, dict(yuan))
    whole = {item: float(dose) for item, dose in doses.items()}
    budget = float(cost(dict(whole)))
    found = {NOTHING: Package(whole, 1.0, budget)}
    for item in whole:
        rest = _without(whole, item)
        paid = {other for other in rest if cost(rest) != cost(_without(rest, other))}
        full = _scaled(rest, paid, math.inf, most) if math.isfinite(most) else None
        if skip and full is not None and cost(full) < budget:
            continue
        scale = _scale(cost, rest, paid, item, budget, most)
        left = _scaled(rest, paid, scale, most)
        found[item] = Package(left, scale, float(cost(dict(left))))
    return found


def lost(
    runs: pd.DataFrame, asked: Mapping[str, Package], outcomes: Sequence[str], *, level: float = 0.95
) -> pd.DataFrame:
    """What is lost without each item, from a table of runs.

    Parameters
    ----------
    runs
        One row per run: without (the item left out, or `NOTHING`), seed, the outcomes (NaN where the run failed).
    asked
        Packages, as `packages` makes them.
    outcomes
        Columns.
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        As of `leave_one_out`.

    Raises
    ------
    InputError
        If a run is missing or stands twice, or with no seed all packages ran to the end.
    """
    items = [item for item in asked if item != NOTHING]
    tables = []
    for outcome in outcomes:
        worth = paired(runs, runs[outcome], WITHOUT, [NOTHING, *items])
        usable = worth[:, np.isfinite(worth).all(axis=0)]
        if usable.shape[1] == 0:
            raise InputError(f"outcome {outcome!r}: with no seed did all {len(asked)} packages run to the end")
        loss, low, high = mean_interval(usable[0] - usable[1:], level)
        tables.append(
            pd.DataFrame(
                {
                    "outcome": outcome,
                    "item": items,
                    "scale": [asked[item].scale for item in items],
                    "yuan": [asked[item].yuan for item in items],
                    **{"value": loss, "low": low, "high": high},
                    **{"seeds": usable.shape[1], "failed": worth.shape[1] - usable.shape[1]},
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _scale(
    yuan: Callable[[dict[str, float]], float],
    rest: dict[str, float],
    paid: set[str],
    item: str,
    budget: float,
    most: float,
) -> float:
    """By what the doses that cost something are multiplied to spend the budget without one item."""
    from scipy.optimize import brentq

    def left(scale: float) -> float:
        return float(yuan(_scaled(rest, paid, scale, most))) - budget

    near = 1e-9 * max(1.0, abs(budget))
    high = 1.0
    while left(high) < -near:
        high *= 2.0
        if high > 2.0**20:
            raise InputError(f"without {item!r} the other items cannot spend the {budget:g} yuan of the whole package")
    if abs(left(high)) <= near:
        return high
    if left(0.0) > near:
        raise InputError(f"without {item!r} the other items cost more than {budget:g} yuan at dose 0")
    return float(brentq(left, 0.0, high, xtol=1e-12, rtol=1e-12))


def _without(doses: Mapping[str, float], item: str) -> dict[str, float]:
    return {name: 0.0 if name == item else dose for name, dose in doses.items()}


def _scaled(doses: Mapping[str, float], paid: set[str], scale: float, most: float) -> dict[str, float]:
    return {name: min(scale * dose, max(most, dose)) if name in paid else dose for name, dose in doses.items()}


def _sum(prices: Mapping[str, float], doses: Mapping[str, float]) -> float:
    return sum(price * doses[item] for item, price in prices.items())


def _package(
    value: Callable[[dict[str, float], int], Outcomes],
    packages: dict[str, dict[str, float]],
    factors: dict[str, Any],
    seed: int,
) -> Outcomes:
    return value(dict(packages[factors[WITHOUT]]), seed)
