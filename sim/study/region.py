"""A region of assumptions: ranges of numbers and sets of categories that hold together, and how to say it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

type Limit = tuple[float, float] | frozenset[str]
"""Smallest and largest number inside (infinite where open), or the categories inside."""


@dataclass(frozen=True)
class Region:
    """Where all limits hold; everywhere if there is none.

    Attributes
    ----------
    limits
        Assumption -> its limit.
    """

    limits: Mapping[str, Limit]

    def contains(self, assumptions: pd.DataFrame) -> NDArray[np.bool_]:
        """(n,) which rows of a table of assumptions lie inside."""
        inside = np.ones(len(assumptions), dtype=bool)
        for name, limit in self.limits.items():
            if isinstance(limit, frozenset):
                inside &= assumptions[name].astype(str).isin(limit).to_numpy()
            else:
                values = assumptions[name].to_numpy(dtype=np.float64)
                inside &= (limit[0] <= values) & (values <= limit[1])
        return inside

    def without(self, name: str) -> "Region":
        """The region without the limit of one assumption."""
        return Region({other: limit for other, limit in self.limits.items() if other != name})

    def in_words(self, units: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None) -> str:
        """The limits, joined by "and".

        Parameters
        ----------
        units
            Assumption -> unit, put after its numbers; none where it is missing.
        names
            Assumption -> what to call it; its name where it is missing.
        """
        parts = []
        for name, limit in self.limits.items():
            called = (names or {}).get(name, name)
            unit = f" {units[name]}" if units and units.get(name) else ""
            if isinstance(limit, frozenset):
                parts.append(f"{called} is {' or '.join(sorted(limit))}")
            elif limit[0] == limit[1]:
                parts.append(f"{called} is {number(limit[0])}{unit}")
            elif math.isinf(limit[0]):
                parts.append(f"{called} is at most {number(limit[1])}{unit}")
            elif math.isinf(limit[1]):
                parts.append(f"{called} is at least {number(limit[0])}{unit}")
            else:
                parts.append(f"{called} is from {number(limit[0])} to {number(limit[1])}{unit}")
        return " and ".join(parts)


def number(value: float) -> str:
    """A number with three figures that count, as people write it."""
    if value == 0.0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    told = f"{value:,.{digits}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def is_category(column: "pd.Series[Any]") -> bool:
    """Whether a column holds categories (texts, truth values) and not numbers."""
    return bool(pd.api.types.is_bool_dtype(column)) or not pd.api.types.is_numeric_dtype(column)
