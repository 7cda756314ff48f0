"""Panels of figures as SVG: sizes suit a phone, letters are the reader's own, every mark says what it is.

A panel is as wide as a phone's screen; a page sets as many side by side as there is room for. Colours are those of
Okabe and Ito, and whatever has a colour has a dash or a place of its own too.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.figures import BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION

type Numbers = NDArray[np.float64]

WIDTH, HEIGHT = 360.0, 236.0
TOP, RIGHT, BOTTOM, LEFT = 30.0, 10.0, 24.0, 46.0
GRID, AXIS, SOFT = "#E3E3E3", "#767676", "#4D4D4D"
SMALLEST = 8.5
"""Size of the smallest letters."""
YEAR = 12
MOST_YEARS = 8


class Stroke(NamedTuple):
    """How a scenario is drawn wherever it is: colour, and dash of its lines."""

    colour: str
    dash: str


STROKES = (
    Stroke(INK, ""), Stroke(BLUE, "7 3"), Stroke(VERMILION, "2.5 2.5"), Stroke(GREEN, "9 3 2 3"),
    Stroke(PURPLE, "4 2"), Stroke(ORANGE, "1.5 3"), Stroke(SKY, "12 3"),
)  # fmt: skip


def stroke(place: int) -> Stroke:
    """Stroke of the scenario at a place."""
    return STROKES[place % len(STROKES)]


def ems(text: str) -> float:
    """About how wide a text is, in its own size: a Chinese character is as wide as high."""
    return sum(1.0 if ord(sign) > 0x2E80 else 0.57 for sign in text)


class Panel:
    """One panel of a figure.

    Parameters
    ----------
    title : above it
    told : what a reader sees who cannot see it
    height, left : of the whole, and of the margin for names of rows or values, in units of `WIDTH`
    """

    def __init__(self, title: str, told: str, *, height: float = HEIGHT, left: float = LEFT) -> None:
        self.height, self.left = height, left
        self.right, self.bottom = WIDTH - RIGHT, height - BOTTOM
        label = f"{title}. {told}" if title else told
        self._svg = Element("svg", {"viewBox": f"0 0 {WIDTH:g} {height:g}", "role": "img", "aria-label": label})
        self._x = self._y = (0.0, 1.0)
        self.text(0.0, 14.0, title, weight="600", size=13.0)

    def markup(self) -> Markup:
        """The panel as it stands in a page; all text in it is escaped."""
        return Markup(tostring(self._svg, encoding="unicode", short_empty_elements=False))

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", size: float = 11.0, weight: str = "",
        colour: str = INK, is_apart: bool = False,
    ) -> None:  # fmt: skip
        """Write where there is room for it, smaller if it is long; `is_apart` from lines behind by a white rim."""
        if anchor == "start":
            size = min(size, max(SMALLEST, size * (WIDTH - x) / max(1.0, size * ems(text))))
        style = {"x": _at(x), "y": _at(y), "font-size": f"{size:g}", "fill": colour, "text-anchor": anchor}
        style |= {"font-weight": weight} if weight else {}
        if anchor == "start" and size * ems(text) > WIDTH - x:
            style |= {"textLength": _at(WIDTH - x), "lengthAdjust": "spacingAndGlyphs"}
        style |= {"paint-order": "stroke", "stroke": "#FFFFFF", "stroke-width": "3"} if is_apart else {}
        SubElement(self._svg, "text", style).text = text

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str = AXIS, width: float = 1.0,
             dash: str = "") -> None:  # fmt: skip
        """A straight line."""
        place = {"x1": _at(x), "y1": _at(y), "x2": _at(to_x), "y2": _at(to_y)}
        self._stroked("line", place, Stroke(colour, dash), width)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, said: str = "", *,
                  opacity: float = 1.0, edge: str = "") -> None:  # fmt: skip
        """A filled rectangle; `said` shows when one points at it."""
        place = {"x": _at(x), "y": _at(y), "width": _at(max(width, 0.0)), "height": _at(max(height, 0.0))}
        place |= {"fill": colour} | ({"fill-opacity": f"{opacity:g}"} if opacity < 1.0 else {})
        _say(SubElement(self._svg, "rect", place | ({"stroke": edge} if edge else {})), said)

    def dot(
        self, x: float, y: float, colour: str, said: str = "", *, is_hollow: bool = False, radius: float = 3.6
    ) -> None:  # fmt: skip
        """A round mark."""
        fill = "#FFFFFF" if is_hollow else colour
        place = {"cx": _at(x), "cy": _at(y), "r": f"{radius:g}", "fill": fill, "stroke": colour, "stroke-width": "1.6"}
        _say(SubElement(self._svg, "circle", place), said)

    def diamond(self, x: float, y: float, colour: str, said: str) -> None:
        """A mark that stands out among round ones."""
        self.shape([(x - 6.0, y), (x, y - 6.0), (x + 6.0, y), (x, y + 6.0)], colour, said)

    def path(self, points: Sequence[tuple[float, float]], how: Stroke, width: float = 2.0) -> None:
        """A line through points."""
        steps = "L".join(f"{_at(x)} {_at(y)}" for x, y in points)
        self._stroked("path", {"d": f"M{steps}", "fill": "none"}, how, width)

    def shape(self, points: Sequence[tuple[float, float]], colour: str, said: str = "", opacity: float = 1.0) -> None:
        """A filled polygon."""
        place = {"points": " ".join(f"{_at(x)},{_at(y)}" for x, y in points), "fill": colour}
        _say(SubElement(self._svg, "polygon", place | {"fill-opacity": f"{opacity:g}"}), said)

    def ribbon(self, x: float, y: float, to_x: float, to_y: float, thick: float, colour: str, said: str) -> None:
        """A band that bends from one height to another."""
        half = _at((x + to_x) / 2.0)
        over = f"M{_at(x)} {_at(y)}C{half} {_at(y)} {half} {_at(to_y)} {_at(to_x)} {_at(to_y)}"
        back = f"C{half} {_at(to_y + thick)} {half} {_at(y + thick)} {_at(x)} {_at(y + thick)}Z"
        place = {"d": f"{over}L{_at(to_x)} {_at(to_y + thick)}{back}", "fill": colour, "fill-opacity": "0.5"}
        _say(SubElement(self._svg, "path", place), said)

    # Values

    def x(self, value: float) -> float:
        """Where a value lies along the width."""
        low, high = self._x
        return self.left + (self.right - self.left) * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Where a value lies along the height."""
        low, high = self._y
        return self.bottom - (self.bottom - TOP) * (value - low) / (high - low)

    def values_up(self, low: float, high: float, unit: str = "") -> None:
        """Values along the height, with a line for each that is told."""
        shown = ticks(low, high)
        self._y = (min(low, shown[0]), max(high, shown[-1]))
        for value in shown:
            self.line(self.left, self.y(value), self.right, self.y(value), GRID if value else AXIS)
            self.text(self.left - 5.0, self.y(value) + 3.8, tick(value, shown), anchor="end", colour=SOFT)
        if unit:
            self.text(self.left, TOP - 3.0, unit, size=10.0, colour=SOFT)

    def values_along(self, low: float, high: float, unit: str = "") -> None:
        """Values along the width, with a line for each that is told, and their unit below."""
        shown = ticks(low, high, 4)
        self._x = (min(low, shown[0]), max(high, shown[-1]))
        for value in shown:
            self.line(self.x(value), TOP - 4.0, self.x(value), self.bottom, GRID if value else AXIS)
            self.text(self.x(value), self.bottom + 13.0, tick(value, shown), anchor="middle", colour=SOFT)
        if unit:
            self.text(self.right, self.bottom + 26.0, unit, anchor="end", size=10.0, colour=SOFT)

    def months(self, months: Sequence[str]) -> None:
        """Months along the width: Januaries in a long run, quarters in a short one."""
        self._x = (0.0, max(len(months) - 1.0, 1.0))
        is_long = len(months) > YEAR + 1
        marked = [
            t for t, month in enumerate(months) if month[5:] in (("01",) if is_long else ("01", "04", "07", "10"))
        ]
        apart = -(-len(marked) // MOST_YEARS) if is_long else 1
        for t in marked[::apart]:
            self.line(self.x(t), self.bottom, self.x(t), self.bottom + 4.0)
            anchor = "middle" if self.x(t) < self.right - 14.0 else "end"
            self.text(
                self.x(t), self.bottom + 15.0, months[t][:4] if is_long else months[t], anchor=anchor, colour=SOFT
            )
        self.line(self.left, self.bottom, self.right, self.bottom)

    def policy(self, months: Sequence[str], policy_from: str) -> None:
        """An upright dashed line where the policy begins, if it does so after the first month."""
        if policy_from in months[1:]:
            at = self.x(months.index(policy_from))
            self.line(at, TOP, at, self.bottom, INK, dash="3 3")

    def curve(self, values: Numbers, how: Stroke, said: str = "", width: float = 2.0) -> None:
        """A value for each month; it breaks where there is none."""
        steps, is_open = [], False
        for t, value in enumerate(values):
            if math.isfinite(value):
                steps.append(f"{'L' if is_open else 'M'}{_at(self.x(t))} {_at(self.y(float(value)))}")
            is_open = math.isfinite(value)
        _say(self._stroked("path", {"d": "".join(steps), "fill": "none"}, how, width), said)

    def band(self, low: Numbers, high: Numbers, colour: str, *, opacity: float = 0.18, said: str = "") -> None:
        """What lies between two values in each month in which there are both."""
        there = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
        if len(there) < 2:
            return
        upper = [(self.x(float(t)), self.y(float(high[t]))) for t in there]
        lower = [(self.x(float(t)), self.y(float(low[t]))) for t in there[::-1]]
        self.shape([*upper, *lower], colour, said, opacity)

    def interval(self, y: float, low: float, value: float, high: float, colour: str, said: str = "", *,
                 is_hollow: bool = False) -> None:  # fmt: skip
        """A value with its interval at a height."""
        if math.isfinite(low) and math.isfinite(high):
            self.line(self.x(low), y, self.x(high), y, colour, 1.8)
        self.dot(self.x(value), y, colour, said, is_hollow=is_hollow)

    def _stroked(self, tag: str, place: dict[str, str], how: Stroke, width: float) -> Element:
        style = {"stroke": how.colour, "stroke-width": f"{width:g}", "stroke-linejoin": "round"}
        return SubElement(self._svg, tag, place | style | ({"stroke-dasharray": how.dash} if how.dash else {}))


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values from the last at or below `low` to the first at or above `high`, about `count` of them."""
    if not high > low:
        high = low + 1.0
    size = 10.0 ** math.floor(math.log10((high - low) / count))
    step = next(size * part for part in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if (high - low) / (size * part) <= count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * place for place in range(first, last + 1)]


def tick(value: float, shown: Sequence[float]) -> str:
    """A value as it stands at an axis."""
    step = shown[1] - shown[0]
    decimals = next(places for places in range(8) if abs(step * 10**places - round(step * 10**places)) < 1e-6)
    return f"{value:,.{decimals}f}".replace("-", "−") if abs(value) > step / 1e3 else "0"


def _at(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _say(mark: Element, said: str) -> None:
    if said:
        SubElement(mark, "title").text = said
