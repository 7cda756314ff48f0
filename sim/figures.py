"""Figures of one run: the matplotlib door. No pyplot, no global setting: every figure carries its own style.

Colours are those of Okabe and Ito, which colour-blind readers tell apart; curves are named where they end.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import cycle
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from sim.results import Results

ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
INK, FAINT = "#262626", "#6B6B6B"
WIDTH, DPI, COLOURS, YEAR = 8.4, 150, 128, 12
BAR = 0.72
"""Width of a bar; years are 1 apart."""
SIDES = (("key", "Key counties"), ("other", "Other counties"))
READINGS = (
    ("relapse_rate_market", "market", ORANGE),
    ("relapse_rate_raw", "raw", PURPLE),
    ("relapse_rate", "realised", BLUE),
)
PLACES = (
    ("local_share", "in the county", BLUE),
    ("province_share", "in the province", SKY),
    ("east_share", "paired east", ORANGE),
    ("elsewhere_share", "elsewhere", "#9A9A9A"),
)
FATES = (
    ("spending_delivered", "delivered", BLUE),
    ("spending_idle", "idle", SKY),
    ("spending_leaked", "leaked", VERMILION),
    ("spending_displaced", "displaced", PURPLE),
)
FIFTHS = (
    ("income_fifth_1", "lowest fifth", "#7FB8DA"),
    ("income_fifth_2", "second", "#4E9DCB"),
    ("income_fifth_3", "third", "#2A80B3"),
    ("income_fifth_4", "fourth", "#125F8C"),
    ("income_fifth_5", "highest fifth", "#083C5C"),
)


class Curve(NamedTuple):
    """One line, or one band of a stack."""

    label: str
    colour: str
    values: NDArray[np.float64]


class Sheet(Figure):
    """A figure with a heading, panels, and a footer that says which run it shows. Notebooks show it as it is."""

    def __init__(self, results: "Results", heading: str, unit: str, height: float = 4.2) -> None:
        super().__init__(figsize=(WIDTH, height), facecolor="white")
        resolved = results.resolved
        title = shorten(_drawable(resolved["title"], resolved["name"]), 80, placeholder="…")
        run = f"{title}  ·  seed {results.seed}  ·  run {results.run_id[:8]}"
        if resolved["policy_from"] in results.months[1:]:
            run += f"  ·  dashed: policy from {resolved['policy_from']}"
        self._line(0.30, heading, size=12.5, weight="bold", color=INK)
        self._line(0.52, unit, size=9, color=FAINT)
        self._line(height - 0.14, run, size=7.5, color=FAINT)

    def panels(self, rows: int, columns: int, *, is_shared: bool = True, right: float = 1.2) -> list[Axes]:
        """Rows and columns of empty panels; `right` is the margin for names of curves, inches."""
        height = self.get_figheight()
        grid = self.subplots(rows, columns, sharey=is_shared, squeeze=False)
        self.subplots_adjust(left=0.72 / WIDTH, right=1 - right / WIDTH, top=1 - 0.98 / height, bottom=0.62 / height)
        self.subplots_adjust(wspace=0.2 if is_shared else 0.28, hspace=0.62)
        for axes in grid.flat:
            axes.spines[["top", "right"]].set_visible(False)
            axes.spines[["left", "bottom"]].set_color("#A0A0A0")
            axes.tick_params(labelsize=8.5, color="#A0A0A0", labelcolor=INK)
            axes.grid(axis="y", color="#E6E6E6", linewidth=0.7)
            axes.set_axisbelow(True)
            axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
            axes.yaxis.set_major_formatter(FuncFormatter(_number))
        return list(grid.flat)

    def save(self, path: Path) -> None:
        """Write the figure as PNG, 150 dots per inch, in few colours, which keeps the file small."""
        path.write_bytes(self._repr_png_())

    def _line(self, below_top: float, text: str, **style: Any) -> None:
        self.text(0.14 / WIDTH, 1 - below_top / self.get_figheight(), text, parse_math=False, **style)

    def _repr_png_(self) -> bytes:
        self.set_dpi(DPI)
        canvas = FigureCanvasAgg(self)
        canvas.draw()  # type: ignore[no-untyped-call]
        page = BytesIO()
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        picture = Image.fromarray(pixels).convert("RGB")
        picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(page, "PNG", dpi=(DPI, DPI))
        return page.getvalue()


def draw_all(results: "Results", folder: Path) -> None:
    """Draw into a folder those of the four figures whose indicators the run has."""
    for name, draw in (
        ("income_by_fifths.png", income_by_fifths),
        ("relapse.png", relapse),
        ("workplaces.png", workplaces),
        ("money.png", money),
    ):
        sheet = draw(results)
        if sheet:
            sheet.save(folder / name)


def income_by_fifths(results: "Results") -> Sheet | None:
    """Mean registry income of each fifth of persons; None if the run does not have it."""
    unit = "yuan per head and year, nominal, registry concept"
    return _two_sides(results, FIFTHS, "Income by fifths of persons", unit)


def relapse(results: "Results") -> Sheet | None:
    """Relapse in its three readings; None if the run does not have it."""
    unit = "% of alleviated people whose household fell under the poverty line in the last twelve months"
    return _two_sides(results, READINGS, "Relapse: market, raw and realised", unit, scale=100)


def workplaces(results: "Results") -> Sheet | None:
    """Where people with work have it, as shares that add to one; None if the run does not have it."""
    unit = "% of people in a wage job or post"
    return _two_sides(results, PLACES, "Where people work", unit, scale=100, is_stacked=True)


def money(results: "Results") -> Sheet | None:
    """Money of each measure that has some by its fate, year by year; None if the run does not tell."""
    bars = {measure: _known(results, FATES, "measure", measure, 1e-6) for measure in results.groups("measure")}
    bars = {measure: curves for measure, curves in bars.items() if any(curve.values.any() for curve in curves)}
    if not bars:
        return None
    columns = min(3, len(bars))
    rows = -(-len(bars) // columns)
    unit = "million yuan in the twelve months to December (* to the last month), nominal; each panel has its own scale"
    sheet = Sheet(results, "Money by measure and fate", unit, height=2.0 + 1.85 * rows)
    panels = sheet.panels(rows, columns, is_shared=False, right=0.25)
    for axes, (measure, curves) in zip(panels, bars.items(), strict=False):
        _bars(axes, results, curves)
        axes.set_title(measure, loc="left", fontsize=9.5, color=INK, parse_math=False)
    for axes in panels[len(bars) :]:
        axes.set_visible(False)
    known = {curve.label: curve.colour for curves in bars.values() for curve in curves}
    corner = (1 - 0.15 / WIDTH, 1 - 0.10 / sheet.get_figheight())
    style = {"frameon": False, "fontsize": 8.5, "labelcolor": INK, "handlelength": 1, "handleheight": 1}
    patches = [Patch(color=colour) for colour in known.values()]
    sheet.legend(patches, [*known], loc="upper right", bbox_to_anchor=corner, ncols=len(known), **style)
    return sheet


def over_time(results: "Results", indicator: str, unit: str) -> Sheet:
    """One indicator in key, other and all counties; by measure, if it has none of these."""
    sides = (("county_type", "key", VERMILION), ("county_type", "other", BLUE), ("all", "all", FAINT))
    curves = [
        Curve(group, colour, values)
        for kind, group, colour in sides
        if _is_told(values := results.series(indicator, kind, group))
    ] or [
        Curve(measure, colour, values)
        for measure, colour in zip(results.groups("measure"), cycle((BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, INK)))
        if _is_told(values := results.series(indicator, "measure", measure))
    ]
    sheet = Sheet(results, indicator, unit)
    axes = sheet.panels(1, 1, right=1.3)[0]
    for curve in curves:
        axes.plot(curve.values, color=curve.colour, linewidth=1.8)
    low, high = axes.get_ylim()
    axes.set_ylim(0 if 0 <= low < high / 2 else low, high)
    _finish(axes, results)
    _name_ends(axes, curves, [_final(curve.values) for curve in curves])
    return sheet


def _two_sides(
    results: "Results",
    told: Sequence[tuple[str, str, str]],
    heading: str,
    unit: str,
    *,
    scale: float = 1,
    is_stacked: bool = False,
) -> Sheet | None:
    """The same curves in key counties, left, and in other counties, right, on one scale that starts at zero."""
    sides = [_known(results, told, "county_type", group, scale) for group, _ in SIDES]
    if not any(sides):
        return None
    sheet = Sheet(results, heading, unit)
    top = 0.0
    panels = sheet.panels(1, 2)
    for axes, (_, title), curves in zip(panels, SIDES, sides, strict=True):
        if is_stacked:
            bands, colours = [curve.values for curve in curves], [curve.colour for curve in curves]
            axes.stackplot(np.arange(len(results.months)), bands, colors=colours, edgecolor="white", linewidth=0.6)
            top = 100
        for curve in [] if is_stacked else curves:
            axes.plot(curve.values, color=curve.colour, linewidth=1.8)
            top = max(top, 1.06 * float(np.nanmax(curve.values)))
        axes.set_title(title, loc="left", fontsize=10, color=INK)
        _finish(axes, results)
    panels[0].set_ylim(0, top or 1)
    ends = [_final(curve.values) for curve in sides[1]]
    if is_stacked:
        ends = [sum(ends[:place]) + end / 2 for place, end in enumerate(ends)]
    _name_ends(panels[1], sides[1], ends)
    return sheet


def _bars(axes: Axes, results: "Results", curves: Sequence[Curve]) -> None:
    """The twelve months to each December, or to the last month, as stacked bars; the negative hangs below zero."""
    ends = {month[:4]: place for place, month in enumerate(results.months)}
    up = down = np.zeros(len(ends))
    for curve in curves:
        total = np.nan_to_num(curve.values[[*ends.values()]])
        axes.add_collection(_rectangles(np.where(total < 0, down, up), total, curve.colour))
        up, down = up + np.maximum(total, 0), down + np.minimum(total, 0)
    axes.autoscale_view()
    axes.axhline(0, color="#A0A0A0", linewidth=0.8)
    labels = [year if results.months[place].endswith("-12") else f"{year}*" for year, place in ends.items()]
    axes.set_xticks(np.arange(len(up)), labels)
    _policy(axes, results, month=1 / YEAR, first=(int(results.months[0][5:]) - 1) / YEAR - 0.5)


def _rectangles(bottom: NDArray[np.float64], height: NDArray[np.float64], colour: str) -> PolyCollection:
    """Bars at 0, 1, 2, … as one artist: the axes' own bars are as many as there are, and take most of the drawing."""
    left, right = np.arange(len(height)) - BAR / 2, np.arange(len(height)) + BAR / 2
    edges = np.array([(left, bottom), (left, bottom + height), (right, bottom + height), (right, bottom)])
    bars = PolyCollection([*edges.transpose(2, 0, 1)], facecolors=colour)
    bars.sticky_edges.y.append(0)
    return bars


def _finish(axes: Axes, results: "Results") -> None:
    """Months along the bottom: Januaries in a long run, half years or quarters in a short one."""
    months = results.months
    is_long = len(months) > 2 * YEAR
    marked = ("01",) if is_long else ("01", "07") if len(months) > YEAR else ("01", "04", "07", "10")
    ticks = [place for place, month in enumerate(months) if month[5:] in marked]
    axes.set_xticks(ticks, [months[place][:4] if is_long else months[place] for place in ticks])
    axes.set_xlim(0, max(len(months) - 1, 1))
    _policy(axes, results, month=1, first=0)


def _policy(axes: Axes, results: "Results", month: float, first: float) -> None:
    """Mark the month from which the scenario's levers hold, on an axis whose months are this wide and start here."""
    if results.resolved["policy_from"] in results.months[1:]:
        at = first + month * results.months.index(results.resolved["policy_from"])
        axes.axvline(at, color=INK, linewidth=0.8, linestyle=(0, (4, 3)))


def _name_ends(axes: Axes, curves: Sequence[Curve], ends: Sequence[float]) -> None:
    """Write each curve's name to the right of its end, no two names on top of each other."""
    low, high = axes.get_ylim()
    gap = 0.065 * (high - low)
    order = np.argsort(ends)
    heights = np.clip(np.array(ends)[order], low, high)
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + gap)
    heights -= max(0.0, float(heights[-1]) - high)
    for place in range(len(heights) - 1, 0, -1):
        heights[place - 1] = min(heights[place - 1], heights[place] - gap)
    for place, row in enumerate(order):
        label, colour, _ = curves[row]
        ink = [0.72 * part for part in to_rgb(colour)]
        style: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        axes.annotate(
            label,
            (1, heights[place]),
            (5, 0),
            va="center",
            fontsize=9,
            color=ink,
            parse_math=False,
            annotation_clip=False,
            **style,
        )


def _known(
    results: "Results", told: Sequence[tuple[str, str, str]], group_kind: str, group: str, scale: float = 1
) -> list[Curve]:
    """Curves of those indicators that the run has for this group."""
    return [
        Curve(label, colour, scale * values)
        for indicator, label, colour in told
        if _is_told(values := results.series(indicator, group_kind, group))
    ]


def _number(value: float, _: int | None) -> str:
    return f"{value / 1e6:,.10g} M" if abs(value) >= 1e6 else f"{value:,.10g}"


def _is_told(values: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(values).any())


def _final(values: NDArray[np.float64]) -> float:
    return float(values[np.isfinite(values)][-1])


def _drawable(text: str, name: str) -> str:
    """The text if the font has all its letters, else the name, which is plain ASCII."""
    letters = get_font(findfont("DejaVu Sans")).get_charmap()
    return text if all(ord(letter) in letters for letter in text) else name
