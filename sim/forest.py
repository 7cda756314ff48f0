"""The forest of effects: a panel per indicator, a row per policy, key and other counties apart, each on its scale."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures import BLUE, FAINT, INK, VERMILION, Sheet

SHOWN = (
    "income_mean", "income_p10", "relapse_rate",
    "relapse_rate_raw", "at_risk_share", "monitored_share",
    "months_worked", "unemployment_rate", "local_share",
    "public_posts", "trainees", "spending_delivered",
)  # fmt: skip
SIDES = (("key", "key counties", VERMILION, -0.13), ("other", "other counties", BLUE, 0.13))
SCALES = {"share": (100.0, "points")}
LARGE = 1e7
"""Numbers from here on are drawn in millions."""
DOT, STROKE = 4.5, 1.5
COLUMNS, LETTERS, LINE = 3, 150, 0.145
"""Panels side by side; letters of a line of small text, and its height in inches."""


class Forest(Sheet):
    """Effects with their 95 % intervals; a thin line is no effect, hollow marks are the placebo's.

    Parameters
    ----------
    effects : as `sim.study.effects.effects` makes them
    reference : name of the scenario that others are compared with
    contrasts : names, from top to bottom, the placebo last
    words : what differs
    footer : which runs these are
    """

    def __init__(
        self, effects: pd.DataFrame, reference: str, contrasts: Sequence[str], words: Sequence[str], footer: str
    ) -> None:
        told = effects[effects["group_kind"] == "county_type"]
        shown = [name for name in SHOWN if name in set(told["indicator"])]
        rows = -(-len(shown) // COLUMNS)
        stamped = [part for line in words for part in wrap(line, LETTERS, subsequent_indent="    ")]
        deep = 0.28 + LINE * len(stamped)
        high = 0.62 + 0.26 * len(contrasts)
        Figure.__init__(self, figsize=(10.6, 1.15 + rows * (high + 0.55) + deep), facecolor="white")
        self._line(0.30, f"Effects against {reference}", size=12.5, weight="bold", color=INK)
        said = "policy less reference with the same luck and people: mean over seeds and 95 % interval of chance alone"
        self._line(0.52, said, size=9, color=FAINT)
        for place, line in enumerate([*stamped, footer]):
            self._line(self.get_figheight() - deep + 0.06 + LINE * (place + 1), line, size=7.2, color=FAINT)
        grid = self.subplots(rows, COLUMNS, squeeze=False, sharey=True)
        width, height = self.get_size_inches()
        self.subplots_adjust(
            left=(0.3 + 0.075 * max(len(name) for name in contrasts)) / width,
            right=1 - 0.25 / width,
            top=1 - 1.1 / height,
            bottom=(deep + 0.42) / height,
            wspace=0.12,
            hspace=0.62 / high,
        )
        for axes, name in zip(grid.flat, shown, strict=False):
            _panel(axes, told[told["indicator"] == name], name, contrasts)
        for axes in list(grid.flat)[len(shown) :]:
            axes.set_visible(False)
        self.legend(
            [Line2D([], [], color=colour, marker="o", markersize=DOT, linewidth=STROKE) for _, _, colour, _ in SIDES],
            [label for _, label, _, _ in SIDES],
            loc="upper right",
            frameon=False,
            fontsize=8.5,
            labelcolor=INK,
            ncols=2,
            bbox_to_anchor=(1 - 0.2 / width, 1 - 0.12 / height),
        )


def _panel(axes: Axes, told: pd.DataFrame, name: str, contrasts: Sequence[str]) -> None:
    """Effects on one indicator."""
    scale, unit = SCALES.get(told["unit"].iloc[0], (1.0, told["unit"].iloc[0]))
    if float(np.abs(told[["low", "high"]].to_numpy()).max()) >= LARGE:
        scale, unit = scale / 1e6, f"m {unit}"
    axes.axvline(0.0, color="#A0A0A0", linewidth=0.9)
    for group, _, colour, shift in SIDES:
        for row in told[told["group"] == group].to_dict("records"):
            place = contrasts.index(row["scenario"])
            fill = "white" if place == len(contrasts) - 1 else colour
            ends = [scale * row["low"], scale * row["high"]]
            axes.plot(ends, [place + shift] * 2, color=colour, linewidth=STROKE)
            dot = [scale * row["effect"]], [place + shift]
            axes.plot(*dot, color=colour, marker="o", markerfacecolor=fill, markersize=DOT)
    axes.set_title(f"{name}  [{unit}]", loc="left", fontsize=8.8, color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color("#A0A0A0")
    axes.tick_params(labelsize=8, color="#A0A0A0", labelcolor=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks(range(len(contrasts)), contrasts)
    axes.set_ylim(len(contrasts) - 0.5, -0.5)
    axes.grid(axis="x", color="#E6E6E6", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
