"""Figures of a study: what drives each outcome, how variance is shared out, which policy is best."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.figures import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION, WIDTH, Sheet
from sim.study.findings import measure_of, strongest
from sim.study.replay import INDICES
from sim.study.stages import Done
from sim.study.studyfile import StudyFile

BARS = 8
COLUMNS = 2
COLOURS = {"levers": BLUE, "uncertainties": ORANGE, "structure": GREEN, "interactions": PURPLE, "chance": "#B5B5B5"}
OTHERS = (SKY, VERMILION, GREEN, BLUE, ORANGE)
MEANINGS = {
    "ST": "total index: share of the variance of the mean that would remain if all other factors were known",
    "S1": "first index: share of the variance of the mean that would go if the factor were known",
    "trend": "share of the variance, chance included, that goes with the factor along a line or parabola",
    "rms": "root mean square of the change in the outcome's own unit, per whole range of the factor",
}


class Page(Sheet):
    """A figure with a heading, what is shown, and the study at the foot."""

    def __init__(self, heading: str, unit: str, foot: str, height: float) -> None:
        Figure.__init__(self, figsize=(WIDTH, height), facecolor="white")
        self._line(0.30, heading, size=12.5, weight="bold", color=INK)
        self._line(0.52, unit, size=9, color=FAINT)
        self._line(height - 0.14, foot, size=7.5, color=FAINT)


def of_stage(file: StudyFile, done: Done, tables: Mapping[str, pd.DataFrame]) -> dict[str, Page]:
    """Figures of a stage by the name of their file."""
    foot = f"{file.name}  ·  {done.study.progress().total:,} runs  ·  bars and points: estimate and 95 % interval"
    pages: dict[str, Page] = {}
    if "shares.csv" in tables:
        pages["shares.png"] = shares(tables["shares.csv"], foot)
    if INDICES in tables:
        pages["tornado.png"] = tornado(tables[INDICES], foot)
    if "ranking.csv" in tables:
        pages["ranking.png"] = ranked(tables["ranking.csv"], foot, file.are_omissions)
    return pages


def tornado(indices: pd.DataFrame, foot: str) -> Page:
    """The strongest factors of each outcome, with their intervals; a dot is the first index, where there is one."""
    outcomes = list(dict.fromkeys(indices["outcome"]))
    index = measure_of(indices)
    rows = -(-len(outcomes) // COLUMNS)
    page = Page("What drives what", MEANINGS.get(index, index), foot, height=1.3 + 2.3 * rows)
    axes_of = panels(page, rows, COLUMNS, left=1.75)
    for axes, outcome in zip(axes_of, outcomes, strict=False):
        told = strongest(indices, outcome, BARS).iloc[::-1]
        told = told[told["value"].notna()]
        axes.set_title(outcome, loc="left", fontsize=9, color=INK, parse_math=False)
        if told.empty:
            axes.text(0.02, 0.5, "not estimable from these runs", transform=axes.transAxes, fontsize=8.5, color=FAINT)
            axes.set_yticks([])
            continue
        place = np.arange(len(told))
        axes.barh(place, told["value"], 0.66, color=SKY)
        axes.hlines(place, told["low"], told["high"], color=INK, linewidth=1)
        firsts = indices[(indices["outcome"] == outcome) & (indices["index"] == "S1") & (indices["measure"] == "mean")]
        if index == "ST" and len(firsts):
            axes.plot(firsts.set_index("factor")["value"].reindex(told["factor"]), place, "o", color=VERMILION, ms=3.5)
        axes.set_yticks(place, told["factor"], fontsize=7.5)
        axes.set_xlim(min(0.0, float(told["low"].min())), 1.05 * float(told["high"].max()) or 1.0)
    for axes in axes_of[len(outcomes) :]:
        axes.set_visible(False)
    if index == "ST":
        _legend(page, {"ST": SKY, "S1": VERMILION})
    return page


def shares(table: pd.DataFrame, foot: str) -> Page:
    """Levers, uncertainties, interactions and chance side by side, for each outcome, with their intervals."""
    rows = table[(table["index"] == "share_alone") & (table["measure"] == "mean")]
    outcomes = list(dict.fromkeys(rows["outcome"]))
    factors = list(dict.fromkeys(rows["factor"]))
    page = Page("Whose variance is it?", "% of the variance over all runs", foot, height=1.7 + 0.28 * len(outcomes))
    axes_of = panels(page, 1, len(factors), left=2.15)
    page.subplots_adjust(wspace=0.12)
    place = np.arange(len(outcomes))[::-1]
    for at, (axes, name) in enumerate(zip(axes_of, factors, strict=True)):
        told = 100.0 * rows[rows["factor"] == name].set_index("outcome")[["value", "low", "high"]].reindex(outcomes)
        axes.barh(place, told["value"], 0.66, color=COLOURS.get(name, OTHERS[at % len(OTHERS)]))
        axes.hlines(place, told["low"], told["high"], color=INK, linewidth=1)
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_title(name, loc="left", fontsize=9, color=INK, parse_math=False)
        axes.set_xlim(-50.0, 125.0)
        axes.set_yticks(place, outcomes if at == 0 else [], fontsize=8)
    return page


def ranked(table: pd.DataFrame, foot: str, are_omissions: bool) -> Page:
    """What each policy changes, mean with its interval, and its rank with the interval of it.

    Of few policies also the middle 95 % of what the assumptions leave open, which dwarfs the means of many.
    """
    outcomes = list(dict.fromkeys(table["outcome"]))
    policies = list(dict.fromkeys(table["policy"]))
    rows = -(-len(outcomes) // COLUMNS)
    unit = "change against the reference, same luck; thin: middle 95 % of draws; right: rank and its 95 % interval"
    if are_omissions:
        unit = "with the measure less without it, its yuan on the others, same luck; right: rank and its 95 % interval"
    heading = "Which measure would be missed most?" if are_omissions else "Which policy helps most?"
    page = Page(heading, unit, foot, height=1.2 + (0.5 + (0.2 if are_omissions else 0.32) * len(policies)) * rows)
    axes_of = panels(page, rows, COLUMNS, left=1.2)
    for axes, outcome in zip(axes_of, outcomes, strict=False):
        told = table[table["outcome"] == outcome].set_index("policy")
        told = told.iloc[::-1] if are_omissions else told.reindex(policies[::-1])
        place = np.arange(len(told))
        if not are_omissions:
            axes.hlines(place, told["spread_low"], told["spread_high"], color=SKY, linewidth=1.6)
        axes.hlines(place, told["low"], told["high"], color=BLUE, linewidth=4)
        axes.plot(told["effect"], place, "o", color=INK, ms=4)
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_yticks(place, told.index, fontsize=8)
        axes.set_ylim(-0.6, len(told) - 0.4)
        axes.set_title(outcome, loc="left", fontsize=9, color=INK, parse_math=False)
        for y, (_, row) in zip(place, told.iterrows(), strict=True):
            rank = f"{row['rank']:.0f} ({row['rank_low']:.0f} to {row['rank_high']:.0f})"
            axes.annotate(rank, (1.01, y), xycoords=("axes fraction", "data"), fontsize=7, va="center")
    for axes in axes_of[len(outcomes) :]:
        axes.set_visible(False)
    return page


def panels(page: Page, rows: int, columns: int, left: float) -> list[Axes]:
    """Panels with room for names at their left, a grid along the values."""
    panels = page.panels(rows, columns, is_shared=False, right=0.45)
    height = page.get_figheight()
    between = 0.85 / (height / rows - 1.2)
    page.subplots_adjust(left=left / WIDTH, wspace=1.0 if columns > 1 else 0.2, hspace=min(0.5, between))
    page.subplots_adjust(top=1 - 0.95 / height, bottom=0.75 / height)
    for axes in panels:
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x", color="#E6E6E6", linewidth=0.7)
        axes.tick_params(axis="x", labelsize=7.5)
        axes.yaxis.set_major_formatter("{x}")
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    return panels


def _legend(page: Page, colours: Mapping[str, str]) -> None:
    corner = (1 - 0.15 / WIDTH, 1 - 0.05 / page.get_figheight())
    patches = [Patch(color=colour) for colour in colours.values()]
    page.legend(
        patches, [*colours], loc="upper right", bbox_to_anchor=corner, ncols=len(colours), frameon=False, fontsize=8.5,
        labelcolor=INK, handlelength=1, handleheight=1,
    )  # fmt: skip
