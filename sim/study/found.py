"""What a search found, as facts: how many points hold, what the ends change, which are better than the policy's own."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from sim.study.front import Front

MOST = 3
"""Levers that are named for a point."""


def found(front: Front, outcome: Callable[[str], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Facts of a front: see `sim.study.why`.

    Parameters
    ----------
    front
        What the searches found.
    outcome
        An objective as a fact.
    """
    objectives = front.gap["objective"].tolist()
    points, own = front.found, front.own
    kept = points[points["efficient"]]
    many = {"points": len(points), "kept": len(kept), "searches": len(front.searches)}
    yield {"say": "front", **many, "own_kept": None if own is None else bool(own["efficient"])}
    for place, end in enumerate([] if kept.empty else [kept.iloc[0], kept.iloc[-1]][: len(kept)]):
        changes = [{"outcome": outcome(name), **_triple(end, name)} for name in objectives]
        yield {"say": "end", "place": place, "changes": changes, **_moved(end, own)}
    if own is not None and len(kept):
        sides = []
        for name in objectives:
            low, high = kept[f"{name}_from_own_low"], kept[f"{name}_from_own_high"]
            sides.append({"outcome": outcome(name), "below": int((high < 0.0).sum()), "above": int((low > 0.0).sum())})
        yield {"say": "from own", "points": len(kept), "sides": sides}
    pairs = front.apart.to_dict("records")
    if pairs[0]["pairs"]:
        outcomes = [{"outcome": outcome(row["objective"]), "apart": row["apart"]} for row in pairs]
        yield {"say": "apart", "pairs": pairs[0]["pairs"], "outcomes": outcomes}
    gaps = [
        {
            "outcome": outcome(row["objective"]),
            "value": float(row["gap"]),
            "low": plain(row["low"]),
            "high": plain(row["high"]),
        }
        for row in front.gap.to_dict("records")
    ]
    yield {"say": "gap", "gaps": gaps}
    if "hypervolume" in front.searches and len(front.searches) > 1:
        volumes = front.searches["hypervolume"]
        yield {"say": "hypervolume", "low": float(volumes.min()), "high": float(volumes.max())}


def _moved(row: "pd.Series[Any]", own: "pd.Series[Any] | None") -> dict[str, Any]:
    """The levers in which a point differs most from the own one."""
    if own is None:
        return {}
    names = list(row.index[1 : list(row.index).index("yuan")])
    change = (row[names] - own[names]).astype(float).sort_values()
    up, down = change[::-1][:MOST], change[:MOST]
    return {
        "more": [_lever(name, row, own) for name, by in up.items() if by > 0.0],
        "less": [_lever(name, row, own) for name, by in down.items() if by < 0.0],
    }


def _lever(name: Any, row: "pd.Series[Any]", own: "pd.Series[Any]") -> dict[str, Any]:
    return {"lever": str(name), "own": float(own[name]), "value": float(row[name])}


def _triple(row: "pd.Series[Any]", name: str) -> dict[str, Any]:
    return {"value": float(row[name]), "low": plain(row[f"{name}_low"]), "high": plain(row[f"{name}_high"])}


def plain(value: float) -> float | None:
    """A number for JSON; None for one that is missing or infinite."""
    return float(value) if math.isfinite(value) else None
