"""What is lost without one item of a package when its yuan go to the others.

    L_i = v(all) - v(all but i, the other doses multiplied by the one number with which as many yuan are spent)

Every package meets the same seeds, and the intervals are Student's t over the seeds. Without the equal yuan an item
would be praised for its budget; with them, for what it does with a yuan that another item would not.
"""

from collections.abc import Callable, Mapping
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
    if len(doses) < 2 or NOTHING in doses:
        raise InputError(f"doses has the items {', '.join(doses) or 'none'}; allowed: two or more, none {NOTHING!r}")
    whole = {item: float(dose) for item, dose in doses.items()}
    budget = float(yuan(dict(whole)))
    scales = {item: _scale(yuan, whole, item, budget) for item in whole}
    packages = {NOTHING: whole} | {item: _without(whole, item, scale) for item, scale in scales.items()}
    target = adapted(value, partial(_package, value, packages), packages)
    study = sweep(
        target,
        {WITHOUT: list(packages)},
        method="grid",
        samples=len(packages),
        replicates=seeds,
        seed=seed,
        out=out,
        on=on,
    )
    runs, outcomes = numbers(study)
    tables = []
    for outcome in outcomes:
        worth = paired(runs, runs[outcome], WITHOUT, list(packages))
        usable = worth[:, np.isfinite(worth).all(axis=0)]
        if usable.shape[1] == 0:
            raise InputError(f"outcome {outcome!r}: with no seed did all {len(packages)} packages run to the end")
        loss, low, high = mean_interval(usable[0] - usable[1:], level)
        tables.append(
            pd.DataFrame(
                {
                    "outcome": outcome,
                    "item": list(whole),
                    "scale": list(scales.values()),
                    "yuan": [float(yuan(dict(packages[item]))) for item in whole],
                    **{"value": loss, "low": low, "high": high},
                    **{"seeds": usable.shape[1], "failed": worth.shape[1] - usable.shape[1]},
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _scale(yuan: Callable[[dict[str, float]], float], doses: dict[str, float], item: str, budget: float) -> float:
    """By what the doses of all items but one are multiplied to spend the budget."""
    from scipy.optimize import brentq

    def left(scale: float) -> float:
        return float(yuan(_without(doses, item, scale))) - budget

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


def _without(doses: dict[str, float], item: str, scale: float) -> dict[str, float]:
    return {name: 0.0 if name == item else scale * dose for name, dose in doses.items()}


def _package(
    value: Callable[[dict[str, float], int], Outcomes],
    packages: dict[str, dict[str, float]],
    factors: dict[str, Any],
    seed: int,
) -> Outcomes:
    return value(dict(packages[factors[WITHOUT]]), seed)
