"""Numbers as readers want them: in a unit that suits their size, with no more digits than are known."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.reports.phrases import Phrases

DIGITS = 3
"""Significant digits of a number about whose error nothing is known."""
ABSENT = "–"


class Scale(NamedTuple):
    """What a number is multiplied by before it is told, and the unit that it then has; of a change `points` instead."""

    factor: float
    unit: str
    points: str


def scale(unit: str, size: float, say: Phrases) -> Scale:
    """Scale of numbers of a unit, the largest of which has this size."""
    if unit == "share":
        return Scale(100.0, "%", say("points"))
    told = say.unit(unit)
    for factor, word in say.large:
        if size >= 1e5 and size * factor >= 1.0:
            return Scale(factor, f"{word}{told}", f"{word}{told}")
    return Scale(1.0, told, told)


def level(value: float, decimals: int | None = None) -> str:
    """A number that stands by itself."""
    return _told(value, usual_decimals(value) if decimals is None else decimals, "")


def change(value: float, decimals: int | None = None) -> str:
    """A number with its sign."""
    return _told(value, usual_decimals(value) if decimals is None else decimals, "+")


def between(value: float, low: float, high: float, say: Phrases) -> str:
    """A change with its interval, as precise as half of that is wide; of a change alone three digits."""
    if math.isnan(low) or math.isnan(high):
        return change(value)
    decimals = known_decimals(low, high)
    return f"{change(value, decimals)}{say('interval', low=_told(low, decimals, ''), high=_told(high, decimals, ''))}"


def spanned(value: float, low: float, high: float, say: Phrases) -> str:
    """A level with its interval, if it has one."""
    if math.isnan(low) or math.isnan(high):
        return level(value)
    decimals = known_decimals(low, high)
    return f"{level(value, decimals)}{say('interval', low=_told(low, decimals, ''), high=_told(high, decimals, ''))}"


def apart(one: float, other: float) -> tuple[str, str]:
    """Two levels with as many digits as show whether they differ, up to six decimals."""
    first = max(usual_decimals(one), usual_decimals(other)) if math.isfinite(one + other) else None
    for decimals in range(first or 0, 7) if first is not None and one != other else ():
        told = level(one, decimals), level(other, decimals)
        if told[0] != told[1]:
            return told
    return level(one), level(other)


def triple(row: Mapping[Any, Any], names: tuple[str, str, str], factor: float = 1.0) -> tuple[float, float, float]:
    """A value and the ends of its interval from a row of a table, in another unit."""
    value, low, high = names
    return factor * float(row[value]), factor * float(row[low]), factor * float(row[high])


def known_decimals(low: float, high: float) -> int:
    """Decimals with which half an interval has two digits."""
    half = (high - low) / 2.0
    return 0 if half <= 0.0 or not math.isfinite(half) else max(0, 1 - math.floor(math.log10(half)))


def usual_decimals(value: float) -> int:
    """Decimals with which a number has three digits, none if it is larger."""
    if value == 0.0 or not math.isfinite(value):
        return 0
    return min(6, max(0, DIGITS - 1 - math.floor(math.log10(abs(value)))))


def _told(value: float, decimals: int, sign: str) -> str:
    if not math.isfinite(value):
        return ABSENT
    text = f"{value:{sign},.{decimals}f}"
    is_nothing = not any(digit in text for digit in "123456789")
    return text.lstrip("+-") if is_nothing else text.replace("-", "−")
