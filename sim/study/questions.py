"""Figures of the questions of a study: who brings it about, when the scenario is better, what the yuan should buy."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.figures import BLUE, FAINT, INK, ORANGE, SKY, VERMILION
from sim.indicators import DEFINITIONS
from sim.study import decided
from sim.study.confidence import mean_interval
from sim.study.figures import COLUMNS, Page, panels
from sim.study.findings import strongest
from sim.study.front import OWN
from sim.study.modeltarget import REFERENCE
from sim.study.stages import Done
from sim.study.studyfile import StudyFile, effect_of

MOST_PANELS = 4
FIFTHS = 5
POINTS = 100.0
"""Percentage points of a share."""


def of_question(file: StudyFile, done: Done, tables: Mapping[str, pd.DataFrame]) -> dict[str, Page]:
    """Figures of a question by the name of their file."""
    runs = done.study.progress().total
    foot = f"{file.name}  ·  {runs:,} runs  ·  points and bars: mean and 95 % interval"
    units = {outcome: DEFINITIONS[item.indicator][0] for outcome, item in file.outcomes.items()}
    if decided.SHAPLEY in tables:
        unit = "Shapley value; orange: where the interval does not hold 0"
        table = tables[decided.SHAPLEY].rename(columns={"player": "name"})
        return {"areas.png": dots("Which area brings the change about?", unit, table, units, foot)}
    if decided.OMITTED in tables:
        unit = "the package less the one without the measure, at equal yuan; orange: where the interval does not hold 0"
        table = tables[decided.OMITTED].rename(columns={"item": "name"})
        return {"measures.png": dots("What is lost without a measure?", unit, table, units, foot)}
    if decided.LINES in tables:
        return {"along.png": along(file, tables[decided.LINES], units, foot)}
    if decided.FRONT in tables:
        return {"front.png": front(tables[decided.FRONT], list(done.stage.by), units, foot)}
    return {"when.png": when(file, done, units, foot)}


def dots(heading: str, line: str, table: pd.DataFrame, units: Mapping[str, str], foot: str) -> Page:
    """Values with their intervals, a panel for each outcome, which says its unit."""
    outcomes = list(dict.fromkeys(table["outcome"]))
    names = list(dict.fromkeys(table["name"]))
    rows = -(-len(outcomes) // COLUMNS)
    page = Page(heading, line, foot, height=1.3 + (0.5 + 0.24 * len(names)) * rows)
    axes_of = panels(page, rows, COLUMNS, left=1.5)
    for axes, outcome in zip(axes_of, outcomes, strict=False):
        told = table[table["outcome"] == outcome].set_index("name")[["value", "low", "high"]].reindex(names[::-1])
        told = told * (POINTS if units[outcome] == "share" else 1.0)
        place = np.arange(len(told))
        sure = (told["low"] > 0.0) | (told["high"] < 0.0)
        colours = np.where(sure, ORANGE, SKY)
        axes.hlines(place, told["low"], told["high"], color=colours, linewidth=3)
        axes.plot(told["value"], place, "o", color=INK, ms=3.5)
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_yticks(place, [str(name).replace("_", " ") for name in told.index], fontsize=7.5)
        axes.set_ylim(-0.6, len(told) - 0.4)
        axes.set_title(_in_unit(outcome, units), loc="left", fontsize=9, color=INK, parse_math=False)
    _hide(axes_of[len(outcomes) :])
    return page


def when(file: StudyFile, done: Done, units: Mapping[str, str], foot: str) -> Page:
    """Effects over the assumptions that limit a region, the first found; else over the one that goes with them."""
    scenario, reference = next(iter(file.scenarios)), "" if file.reference is None else file.reference.name
    limits = [
        (outcome, name, limit)
        for (outcome, _), discovery in decided.discovered(file, done).items()
        for finding in discovery.findings[:1]
        for name, limit in finding.region.limits.items()
        if not isinstance(limit, frozenset)
    ]
    shown = (list(dict.fromkeys(limits)) or _closest(file, done))[:MOST_PANELS]
    rows = -(-len(shown) // COLUMNS)
    unit = (
        f"{scenario} less {reference}; a point a set of assumptions, bars: fifths of them; grey: found not to be better"
    )
    page = Page(f"When is {scenario} better?", unit, foot, height=1.5 + 2.4 * rows)
    axes_of = panels(page, rows, COLUMNS, left=0.9)
    for axes, (outcome, name, limit) in zip(axes_of, shown, strict=False):
        effect = _effect(done, outcome, scenario) * (POINTS if units[outcome] == "share" else 1.0)
        value = done.study.design.columns[name].astype(np.float64)
        ran = np.isfinite(effect)
        sign = 1.0 if done.stage.by[outcome] == "higher" else -1.0
        axes.scatter(value[ran], effect[ran], s=6, c=np.where(sign * effect[ran] > 0.0, SKY, ORANGE), linewidths=0)
        for part in np.array_split(np.flatnonzero(ran)[np.argsort(value[ran])], FIFTHS):
            mean, low, high = mean_interval(effect[part])
            axes.hlines(mean, value[part].min(), value[part].max(), color=BLUE, linewidth=2)
            axes.vlines(value[part].mean(), low, high, color=BLUE, linewidth=1.4)
        axes.axhline(0.0, color=INK, linewidth=0.8)
        if limit is not None:
            left, right = axes.get_xlim()
            axes.axvspan(max(left, limit[0]), min(right, limit[1]), color="#E6E6E6", zorder=0)
            axes.set_xlim(left, right)
        axes.set_title(_in_unit(outcome, units), loc="left", fontsize=9, color=INK, parse_math=False)
        axes.yaxis.set_major_formatter("{x:,.6g}")
        axes.set_xlabel(name.replace("_", " "), fontsize=8, color=FAINT)
    _hide(axes_of[len(shown) :])
    return page


def _closest(file: StudyFile, done: Done) -> list[tuple[str, str, None]]:
    """Outcomes with the assumption, a number, that their effect goes with most closely, though none decides."""
    table = decided.drivers(file, done)
    kinds = {name: values.dtype.kind for name, values in done.study.design.columns.items()}
    table = table[table["factor"].map(kinds.get).isin([*"fiu"])]
    return [
        (outcome, str(strongest(table, outcome, 1)["factor"].iloc[0]), None)
        for outcome in done.stage.by
        if len(strongest(table, outcome, 1))
    ]


def along(file: StudyFile, table: pd.DataFrame, units: Mapping[str, str], foot: str) -> Page:
    """The mean effect along each factor, with its interval; where it crosses 0 the better policy changes."""
    pairs = list(dict.fromkeys(zip(table["outcome"], table["along"], strict=True)))
    rows = -(-len(pairs) // COLUMNS)
    scenario, reference = next(iter(file.scenarios)), "" if file.reference is None else file.reference.name
    page = Page("Where does the better policy change?", f"{scenario} less {reference}", foot, height=1.5 + 2.2 * rows)
    axes_of = panels(page, rows, COLUMNS, left=0.9)
    for axes, (outcome, factor) in zip(axes_of, pairs, strict=False):
        told = table[(table["outcome"] == outcome) & (table["along"] == factor)].sort_values("position")
        told[["effect", "low", "high"]] *= POINTS if units[outcome] == "share" else 1.0
        axes.fill_between(told["position"], told["low"], told["high"], color=SKY, alpha=0.4, linewidth=0)
        axes.plot(told["position"], told["effect"], color=BLUE, linewidth=1.6)
        axes.axhline(0.0, color=INK, linewidth=0.8)
        axes.set_title(_in_unit(outcome, units), loc="left", fontsize=9, color=INK, parse_math=False)
        axes.yaxis.set_major_formatter("{x:,.6g}")
        axes.set_xlabel(factor.replace("_", " "), fontsize=8, color=FAINT)
    _hide(axes_of[len(pairs) :])
    return page


def front(table: pd.DataFrame, objectives: Sequence[str], units: Mapping[str, str], foot: str) -> Page:
    """The first objective against each other one: changes on fresh seeds with intervals, and what was promised."""
    others = objectives[1:] or objectives
    unit = "change against the reference under the same luck; filled: holds its place on fresh seeds, lines: 95 %"
    page = Page("What can the same yuan buy?", unit, foot, height=4.9)
    by = {name: POINTS if units[name] == "share" else 1.0 for name in objectives}
    kinds = (table["search"] == OWN, table["efficient"] & (table["search"] != OWN))
    own, kept = (kind.to_numpy(dtype=bool) for kind in kinds)
    axes_of = panels(page, 1, len(others), left=0.9)
    for axes, other in zip(axes_of, others, strict=True):
        pair = (objectives[0], other)
        x, y = (by[name] * table[name] for name in pair)
        for rows, colour in ((kept, SKY), (own, ORANGE)):
            across, up = ([by[name] * table.loc[rows, f"{name}_{end}"] for end in ("low", "high")] for name in pair)
            axes.hlines(y[rows], across[0], across[1], color=colour, linewidth=1)
            axes.vlines(x[rows], up[0], up[1], color=colour, linewidth=1)
        axes.axhline(0.0, color=INK, linewidth=0.8)
        axes.axvline(0.0, color=INK, linewidth=0.8)
        others_found = ~kept & ~own
        axes.plot(x[others_found], y[others_found], "o", color="white", markeredgecolor=FAINT, ms=4)
        axes.plot(x[kept], y[kept], "o", color=BLUE, ms=4.5, label="found, holds its place")
        promised = [by[name] * table.loc[kept, f"{name}_searched"] for name in pair]
        axes.plot(*promised, "x", color=VERMILION, ms=4, label="promised by the search")
        axes.plot(x[own], y[own], "*", color=ORANGE, markeredgecolor=INK, ms=11, label="the policy as it is")
        axes.set_title(_in_unit(other, units), loc="left", fontsize=9, color=INK, parse_math=False)
        axes.yaxis.set_major_formatter("{x:,.6g}")
        axes.set_xlabel(_in_unit(objectives[0], units), fontsize=8, color=FAINT, parse_math=False)
    marks = axes_of[0].get_legend_handles_labels()
    page.legend(*marks, loc="upper right", ncols=3, frameon=False, fontsize=8, bbox_to_anchor=(0.985, 0.985))
    return page


def _in_unit(outcome: str, units: Mapping[str, str]) -> str:
    """An outcome with the unit in which it is drawn."""
    return f"{outcome}, {'% points' if units[outcome] == 'share' else units[outcome]}"


def _effect(done: Done, outcome: str, scenario: str) -> NDArray[np.float64]:
    """Mean over the seeds of each point."""
    levels = done.study.outcomes
    effect = levels[effect_of(outcome, scenario)] - levels[effect_of(outcome, REFERENCE)]
    return np.asarray(effect.mean(axis=1))


def _hide(axes_of: Sequence[Axes]) -> None:
    for axes in axes_of:
        axes.set_visible(False)
