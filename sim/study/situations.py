"""What a search for assumptions that decide leaves on disk: the sets that were tried, the regions and their limits."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.discovery import Discovery

type ByMethod = Mapping[tuple[str, str], Discovery]
"""(outcome, method) -> what was found."""


def sets(effects: Mapping[str, NDArray[np.float64]], better: Mapping[str, str]) -> pd.DataFrame:
    """One row per outcome and set of assumptions: outcome, better, set, effect.

    Parameters
    ----------
    effects
        Outcome -> (sets, seeds) what the policy changes; the mean counts, NaN where a run failed.
    better
        Outcome -> "lower" or "higher".
    """
    parts = [
        pd.DataFrame(
            {
                "outcome": outcome,
                "better": better[outcome],
                "set": np.arange(len(effect)),
                "effect": effect.mean(axis=1),
            }
        )
        for outcome, effect in effects.items()
    ]
    return pd.concat(parts, ignore_index=True)


def regions(found: ByMethod) -> pd.DataFrame:
    """One row per region: outcome, method, region (from 1), then as `Discovery.table`."""
    parts = [
        discovery.table.assign(outcome=outcome, method=method, region=np.arange(1, len(discovery.findings) + 1))
        for (outcome, method), discovery in found.items()
        if discovery.findings
    ]
    return pd.concat(parts) if parts else pd.DataFrame({"outcome": [], "method": [], "region": [], "rule": []})


def limits(found: ByMethod, assumptions: pd.DataFrame) -> pd.DataFrame:
    """One row per limit of a region, beside what was tried of the assumption.

    Returns
    -------
    DataFrame
        outcome, method, region, assumption; low, high (empty where open) and lowest, highest (tried) of a number;
        inside and tried, joined by " or ", of a category.
    """
    rows = [
        {"outcome": outcome, "method": method, "region": place, "assumption": name} | _limit(limit, assumptions[name])
        for (outcome, method), discovery in found.items()
        for place, finding in enumerate(discovery.findings, 1)
        for name, limit in finding.region.limits.items()
    ]
    columns = ("outcome", "method", "region", "assumption", "low", "high", "lowest", "highest", "inside", "tried")
    return pd.DataFrame(rows, columns=list(columns))


def searches(found: ByMethod) -> pd.DataFrame:
    """One row per search.

    Returns
    -------
    DataFrame
        outcome, method; base (share in which the policy does not beat the other), base_low, base_high; held (sets that
        it is told from), grown, failed; dropped (assumptions that were looked at, joined by blanks).
    """
    rows = [
        {"outcome": outcome, "method": method}
        | dict(zip(("base", "base_low", "base_high"), one.base, strict=True))
        | {"held": one.held, "grown": one.grown, "failed": one.failed, "dropped": " ".join(one.dropped)}
        for (outcome, method), one in found.items()
    ]
    columns = ("outcome", "method", "base", "base_low", "base_high", "held", "grown", "failed", "dropped")
    return pd.DataFrame(rows, columns=list(columns))


def _limit(limit: tuple[float, float] | frozenset[str], tried: "pd.Series[float]") -> dict[str, object]:
    if isinstance(limit, frozenset):
        return {"inside": " or ".join(sorted(limit)), "tried": " or ".join(sorted(set(tried.astype(str))))}
    low, high = (end if math.isfinite(end) else math.nan for end in limit)
    return {"low": low, "high": high, "lowest": float(tried.min()), "highest": float(tried.max())}
