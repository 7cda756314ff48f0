"""What a search found, told by seeds that it has not seen."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.confidence import mean_interval
from sim.study.region import number
from sim.study.search import hypervolume, nondominated
from sim.study.study import Study

type Points = NDArray[np.float64]

OWN = -1
"""Number of what is no search: the point that was handed in to be held against those that are found."""

BEYOND = 1.1
"""Worst corner of the hypervolume, where the best value of each objective found is 0 and the worst 1."""


@dataclass(frozen=True)
class Front:
    """What was found.

    Attributes
    ----------
    table
        One row per point: search (from 1; 0 for the mean of what several found for one objective; -1 for the point that
        was handed in), the levers, yuan (without a budget: 0); for each objective its mean over the fresh seeds that
        are told, with _low and _high, and _searched (over the panel of the search); efficient: whether by the other
        fresh seeds no point of the table is as good in all objectives and better in one. With a point handed in, for
        each objective also the difference from it under the same seeds, _from_own with _from_own_low and
        _from_own_high. The first objective orders the rows, best first; of one objective alone the efficient point
        comes first.
    gap
        One row per objective: searched and fresh (means over the points found), gap (what the panel promised too much;
        below 0 too little), low, high (over fresh seeds).
    apart
        One row per objective: pairs (of efficient points found), apart (those whose difference under the same seeds
        has an interval that does not hold 0; a twentieth do by chance alone where none differs).
    searches
        One row per search: search, points; the best value of each objective on the fresh seeds told; with several
        objectives hypervolume, as a share of the box up to a corner a tenth beyond the worst.
    failed
        Runs that failed.
    study
        All runs.
    """

    table: pd.DataFrame
    gap: pd.DataFrame
    apart: pd.DataFrame
    searches: pd.DataFrame
    failed: int
    study: Study

    @property
    def found(self) -> pd.DataFrame:
        """Rows of the table that were found, without the point that was handed in."""
        return self.table[self.table["search"] != OWN]

    @property
    def own(self) -> "pd.Series[Any] | None":
        """The row of the point that was handed in, if one was."""
        rows = self.table[self.table["search"] == OWN]
        return None if rows.empty else rows.iloc[0]

    def __str__(self) -> str:
        found = self.found
        told = [f"{int(found['efficient'].sum())} of {len(found)} points found are efficient on fresh seeds"]
        for row in self.gap.to_dict("records"):
            told.append(
                f"{row['objective']}: {number(row['searched'])} promised by the search, {number(row['fresh'])} on "
                f"fresh seeds; optimism gap {number(row['gap'])} ({number(row['low'])} to {number(row['high'])})"
            )
        for row in self.apart.to_dict("records"):
            told.append(f"{row['objective']}: {row['apart']} of {row['pairs']} pairs of efficient points differ")
        column = self.searches.columns[-1]
        ends = self.searches[column]
        told.append(f"{column} of {len(ends)} searches: {number(ends.min())} to {number(ends.max())}")
        if self.failed:
            told.append(f"{self.failed} runs failed; a point with a failed run loses against any without")
        return "\n".join(told)


def told(
    table: pd.DataFrame,
    objectives: Sequence[str],
    sign: NDArray[np.float64],
    promised: NDArray[np.float64],
    fresh: NDArray[np.float64],
    study: Study,
    level: float,
) -> Front:
    """Judge points by fresh seeds.

    Parameters
    ----------
    table
        (n,) points: search, levers, yuan; among them one that was handed in, or none.
    objectives, sign
        (m,) outcomes, and -1 where high is better, else 1.
    promised, fresh
        (n, seeds, m) sign * outcome with the seeds of the search, and with fresh ones; NaN where a run failed. Points
        with a failed run are left out.
    study, level
        All runs, and the level of the intervals.

    Raises
    ------
    InputError
        If no point is left.
    """
    whole = np.isfinite(promised).all(axis=(1, 2)) & np.isfinite(fresh).all(axis=(1, 2))
    if not whole.any():
        raise InputError("every point that was found had a failed run; nothing can be told")
    table, fresh, promised = table[whole].reset_index(drop=True), fresh[whole], promised[whole].mean(axis=1)
    half = fresh.shape[1] // 2
    is_found = (table["search"] != OWN).to_numpy()
    if not is_found.any():
        raise InputError("every point that was found had a failed run; nothing can be told")
    own = np.flatnonzero(~is_found)
    gaps = []
    for place, name in enumerate(objectives):
        judged = sign[place] * fresh[:, half:, place]
        table[name], table[f"{name}_low"], table[f"{name}_high"] = mean_interval(judged, level)
        table[f"{name}_searched"] = sign[place] * promised[:, place]
        if len(own):
            more = [np.where(is_found, end, np.nan) for end in mean_interval(judged - judged[own], level)]
            table[f"{name}_from_own"], table[f"{name}_from_own_low"], table[f"{name}_from_own_high"] = more
        seen, kept = promised[is_found, place], fresh[is_found, :, place]
        gap, low, high = mean_interval((kept - seen[:, None]).mean(axis=0)[None], level)
        means = {"searched": seen.mean(), "fresh": kept.mean()}
        gaps.append(
            {"objective": name}
            | {side: sign[place] * mean for side, mean in means.items()}
            | {"gap": gap[0], "low": low[0], "high": high[0]}
        )
    efficient = nondominated(fresh[:, :half].mean(axis=1))
    table["efficient"] = efficient
    worth = fresh[:, half:].mean(axis=1)
    order = np.lexsort((worth[:, 0], ~table["efficient"])) if len(objectives) == 1 else np.argsort(worth[:, 0])
    return Front(
        table=table.iloc[order].reset_index(drop=True),
        gap=pd.DataFrame(gaps),
        apart=_apart(objectives, fresh[efficient & is_found, half:], level),
        searches=_searches(objectives, sign, worth, table["search"].to_numpy()),
        failed=int((study.runs["status"] == "failed").sum()),
        study=study,
    )


def _apart(objectives: Sequence[str], fresh: NDArray[np.float64], level: float) -> pd.DataFrame:
    """How many pairs of points (n, seeds, objectives) can be told from one another, in each objective."""
    pairs = [*itertools.combinations(range(len(fresh)), 2)]
    rows = []
    for place, name in enumerate(objectives):
        differences = np.array([fresh[one, :, place] - fresh[other, :, place] for one, other in pairs])
        _, low, high = mean_interval(differences, level) if pairs else (0.0, np.empty(0), np.empty(0))
        rows.append({"objective": name, "pairs": len(pairs), "apart": int(((low > 0.0) | (high < 0.0)).sum())})
    return pd.DataFrame(rows)


def _searches(
    objectives: Sequence[str], sign: NDArray[np.float64], worth: Points, search: NDArray[np.int64]
) -> pd.DataFrame:
    """Points, best values and hypervolume of each search."""
    best, worst = worth.min(axis=0), worth.max(axis=0)
    scaled = (worth - best) / np.where(worst > best, worst - best, 1.0)
    corner = np.full(len(objectives), BEYOND)
    rows = []
    for one in np.unique(search[search > 0]).tolist():
        here = search == one
        row = {"search": one, "points": int(here.sum())}
        row |= dict(zip(objectives, (sign * worth[here].min(axis=0)).tolist(), strict=True))
        if len(objectives) > 1:
            row["hypervolume"] = hypervolume(scaled[here], corner) / BEYOND ** len(objectives)
        rows.append(row)
    return pd.DataFrame(rows)
