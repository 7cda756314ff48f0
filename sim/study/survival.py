"""Which factors survive a screening, in which order, and which are taken back where the drop was wrong.

    share_io   (1 - chance_o) rms_io^2 / sum_i rms_io^2     of the whole variance of outcome o, chance included
    strength   max_o share_io

Of a screening by trend share_io is the trend itself; of many factors too many have a small one by chance, so there the
file says how many survive.

For a linear function share_io is its part of the variance; for others rms^2 bounds the total index from above up to a
constant [kucherenko2009]. An outcome that is mostly chance therefore lets few factors survive, for what its rms say is
mostly chance too. Fewest survivors: the strongest, until what is left makes at most `may_drop` of each outcome. The
Sobol' design moves all that was dropped as one; where its total index is larger than `may_drop`, half as many again as
survive are taken back, the strongest first. Points of the design do not depend on who survives, so every run but those
of the dropped group is used again.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.study.intervals import NOT_ESTIMABLE
from sim.study.screening import DROPPED


def variance_shares(indices: pd.DataFrame) -> pd.DataFrame:
    """Share of each factor (row) in the whole variance of each outcome (column), from the table of a screening.

    Raises
    ------
    InputError
        If no effect could be estimated.
    """
    told = indices[(indices["measure"] == "mean") & (indices["verdict"] != NOT_ESTIMABLE)]
    trends = told[told["index"] == "trend"]
    if len(trends):
        names = [name for name in dict.fromkeys(trends["factor"]) if name != "dummy"]
        return trends.pivot(index="factor", columns="outcome", values="value").clip(lower=0.0).reindex(names)
    effects = told[told["index"] == "rms"]
    if effects.empty:
        raise InputError("no effect could be estimated, so nothing can be screened: run more blocks, or see what fails")
    squares = effects.assign(value=effects["value"] ** 2).pivot(index="factor", columns="outcome", values="value")
    squares = squares.reindex(list(dict.fromkeys(effects["factor"]))).fillna(0.0)
    squares = squares.loc[:, squares.sum() > 0.0]
    noise = told[told["index"] == "noise_share"].set_index("outcome")["value"].reindex(squares.columns).fillna(0.0)
    return squares / squares.sum() * (1.0 - noise.clip(0.0, 1.0))


def by_strength(shares: pd.DataFrame) -> list[str]:
    """Factors from the strongest down; equals in the order of the table."""
    return [str(name) for name in shares.max(axis=1).sort_values(ascending=False, kind="stable").index]


def enough(shares: pd.DataFrame, may_drop: float) -> int:
    """Fewest of the strongest factors, at least one, that leave at most `may_drop` of every outcome to the others."""
    ordered = shares.loc[by_strength(shares)].to_numpy()
    left = ordered.sum(axis=0) - np.cumsum(ordered, axis=0)
    return 1 + int(np.argmax((left <= may_drop + 1e-12).all(axis=1)))


def taken_back(indices: pd.DataFrame, may_drop: float, order: Sequence[str], kept: int, at_most: int) -> int:
    """How many survive from now on: more than `kept` where the dropped factors make more than they may, if allowed.

    Parameters
    ----------
    indices
        Table of a Sobol' design in which the dropped factors are one group.
    order
        All factors by strength, of which the first `kept` survive.
    """
    rows = indices[(indices["index"] == "ST") & (indices["factor"] == DROPPED) & (indices["measure"] == "mean")]
    if not (rows["value"] > may_drop).any():
        return kept
    return max(kept, min(kept + (kept + 1) // 2, at_most, len(order)))
