"""Panels of rows: a name, and below it a bar or a point with its interval; names of any length have room."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.reports.drawing import BOTTOM, SOFT, TOP, WIDTH, Panel

NAME, MARK, GAP = 14.0, 13.0, 5.0
SIDE = 24.0
"""Heights of a name, of a mark below it, and of the gap to the next name; margins left and right."""


class Mark(NamedTuple):
    """One value of a row.

    Attributes
    ----------
    value, low, high : with its interval, NaN where there is none
    colour, is_hollow : how it is drawn
    said : what it is, when one points at it
    """

    value: float
    low: float
    high: float
    colour: str
    said: str = ""
    is_hollow: bool = False


class Row(NamedTuple):
    """A name and its values, one below the other."""

    name: str
    marks: tuple[Mark, ...]


def points(title: str, rows: Sequence[Row], unit: str, told: str, *, is_from_zero: bool = True) -> Panel:
    """Points with intervals along one axis, zero on it if asked for."""
    panel = _panel(title, rows, unit, told, is_from_zero=is_from_zero)
    for y, mark in _places(rows):
        panel.interval(y, mark.low, mark.value, mark.high, mark.colour, mark.said, is_hollow=mark.is_hollow)
    return panel


def bars(title: str, rows: Sequence[Row], unit: str, told: str) -> Panel:
    """Bars from zero, with intervals."""
    panel = _panel(title, rows, unit, told, is_from_zero=True)
    for y, mark in _places(rows):
        ends = sorted((panel.x(0.0), panel.x(mark.value)))
        panel.rectangle(ends[0], y - 4.5, ends[1] - ends[0], 9.0, mark.colour, mark.said)
        if math.isfinite(mark.low) and math.isfinite(mark.high):
            panel.line(panel.x(mark.low), y, panel.x(mark.high), y, SOFT, 1.4)
    return panel


def stacks(title: str, rows: Sequence[Row], unit: str, told: str, per_bar: int, ends: tuple[float, float]) -> Panel:
    """Bars of `per_bar` parts each, what is negative to the left of zero, on an axis that several panels share."""
    short = [Row(row.name, row.marks[::per_bar]) for row in rows]
    panel = _panel(title, short, unit, told, is_from_zero=True, ends=ends)
    bars = [row.marks[at : at + per_bar] for row in rows for at in range(0, len(row.marks), per_bar)]
    for (y, _), parts in zip(_places(short), bars, strict=True):
        right = left = 0.0
        for mark in parts:
            start = right if mark.value >= 0.0 else left + mark.value
            panel.rectangle(panel.x(start), y - 4.5, panel.x(start + abs(mark.value)) - panel.x(start), 9.0,
                            mark.colour, mark.said)  # fmt: skip
            right, left = right + max(mark.value, 0.0), left + min(mark.value, 0.0)
    return panel


def _panel(
    title: str, rows: Sequence[Row], unit: str, told: str, *, is_from_zero: bool,
    ends: tuple[float, float] | None = None,
) -> Panel:  # fmt: skip
    """Axis and names."""
    height = TOP + sum(_height(row) for row in rows) + BOTTOM + (12.0 if unit else 0.0)
    panel = Panel(title, told, height=height, left=SIDE)
    panel.right = WIDTH - SIDE
    panel.bottom = height - BOTTOM - (12.0 if unit else 0.0)
    every = [end for row in rows for mark in row.marks for end in (mark.low, mark.value, mark.high)]
    known = [end for end in every if math.isfinite(end)] + ([0.0] if is_from_zero else [])
    panel.values_along(*(ends or (min(known, default=0.0), max(known, default=1.0))), unit)
    y = TOP
    for row in rows:
        if row.name:
            panel.text(0.0, y + 8.0, row.name, is_apart=True)
        y += _height(row)
    return panel


def _height(row: Row) -> float:
    return (NAME if row.name else 0.0) + MARK * len(row.marks) + GAP


def _places(rows: Sequence[Row]) -> list[tuple[float, Mark]]:
    """Height of each mark."""
    found, y = [], TOP
    for row in rows:
        below = y + (NAME if row.name else 0.0)
        found += [(below + MARK * (at + 0.5), mark) for at, mark in enumerate(row.marks)]
        y += _height(row)
    return found
