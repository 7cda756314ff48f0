"""Line charts as SVG text: quick to make every month, sharp, and told in words to who cannot see them."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from math import isfinite, nan

from sim.reports.dashboard.shown import SIDES, Shown
from sim.reports.dashboard.track import Track

WIDTH, HEIGHT = 400, 168
LEFT, TOP, BOTTOM, GAP = 46, 24, 22, 14
PANEL = (WIDTH - LEFT - GAP - 4) / 2


def sides_chart(shown: Shown, policy: Track, baseline: Track, months: Sequence[str], first: int) -> str:
    """An indicator in key and in other counties, policy and baseline, on one scale.

    Parameters
    ----------
    months : names of all months of the run; those to come stay empty
    first : the month in which the policy begins, marked
    """
    paths = [
        [[value / shown.scale for value in track.path(shown.name, side)] for track in (policy, baseline)]
        for side, _ in SIDES
    ]
    low, high = _range([value for side in paths for path in side for value in path])
    parts, told = [], []
    for place, ((side, title), (mine, other)) in enumerate(zip(SIDES, paths, strict=True)):
        left = LEFT + place * (PANEL + GAP)
        parts.append(_frame(left, title, months, first, low, high, has_numbers=place == 0, shown=shown))
        parts.append(_line(other, left, len(months), low, high, "baseline"))
        parts.append(_line(mine, left, len(months), low, high, "policy"))
        now, then = policy.value(shown.name, side), baseline.value(shown.name, side)
        told.append(f"{title}: policy {shown.number(now)}, baseline {shown.number(then)}")
    words = escape(f"{shown.title}, {shown.unit}. {'; '.join(told)}.", quote=True)
    return (
        f'<svg role="img" aria-label="{words}" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" '
        f'font-family="sans-serif" font-size="10.5">{"".join(parts)}</svg>'
    )


def household_chart(lines: Sequence[tuple[str, Sequence[float]]], poverty: str, months: Sequence[str]) -> str:
    """One number of a household month by month in its two lives, policy first, NaN where it was not there."""
    low, high = _range([value for _, values in lines for value in values] + [0.0])
    drawn = [
        _line([*values], LEFT, len(months), low, high, world, width=2 * PANEL + GAP)
        for (_, values), world in reversed([*zip(lines, ("policy", "baseline"), strict=True)])
    ]
    frame = _axes(LEFT, 2 * PANEL + GAP, months, low, high, has_numbers=True, decimals=0)
    words = escape("; ".join(f"{name}: {_last(values)}" for name, values in lines) + f". {poverty}", quote=True)
    return (
        f'<svg role="img" aria-label="{words}" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" '
        f'font-family="sans-serif" font-size="10.5">{frame}{"".join(drawn)}</svg>'
    )


def _last(values: Sequence[float]) -> str:
    known = [value for value in values if isfinite(value)]
    return f"{known[-1]:,.0f} yuan" if known else "not there"


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Bounds of the scale: from zero where that costs less than half of it."""
    known = [value for value in values if isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if 0 <= low < high / 2:
        low = 0.0
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return (low if low == 0 else low - room), high + room


def _frame(
    left: float,
    title: str,
    months: Sequence[str],
    first: int,
    low: float,
    high: float,
    *,
    has_numbers: bool,
    shown: Shown,
) -> str:
    x = left + PANEL * max(first - 1, 0) / max(len(months) - 1, 1)
    mark = f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
    axes = _axes(left, PANEL, months, low, high, has_numbers=has_numbers, decimals=max(shown.decimals - 1, 0))
    return f'<text x="{left:.1f}" y="13" font-weight="bold">{title}</text>{mark if first else ""}{axes}'


def _axes(
    left: float, width: float, months: Sequence[str], low: float, high: float, *, has_numbers: bool, decimals: int
) -> str:
    """Three lines across with their values, and the years along the bottom."""
    parts = []
    for share in (0.0, 0.5, 1.0):
        value, y = low + share * (high - low), HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
        parts.append(f'<line x1="{left:.1f}" x2="{left + width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        if has_numbers:
            text = f"{value:,.{decimals}f}".replace("-", "−")
            parts.append(f'<text x="{left - 5:.1f}" y="{y + 3.5:.1f}" text-anchor="end" class="faint">{text}</text>')
    years = [(place, month[:4]) for place, month in enumerate(months) if month.endswith("-01")]
    every = max(1, -(-len(years) * 34 // int(width)))
    for place, year in years[::every]:
        x = left + width * place / max(len(months) - 1, 1)
        anchor = "start" if place == 0 else "middle"
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 7}" text-anchor="{anchor}" class="faint">{year}</text>')
    return "".join(parts)


def _line(
    values: Sequence[float], left: float, months: int, low: float, high: float, world: str, width: float = PANEL
) -> str:
    """A line through the values, broken where there is none."""
    points = [
        (
            left + width * place / max(months - 1, 1),
            HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM),
        )
        for place, value in enumerate(values)
    ]
    path = "".join(
        f"{'L' if isfinite(before) else 'M'}{x:.1f},{y:.1f}"
        for (before, value), (x, y) in zip(pairwise([nan, *values]), points, strict=True)
        if isfinite(value)
    )
    return f'<path d="{path}" class="{world}"/>' if path else ""
