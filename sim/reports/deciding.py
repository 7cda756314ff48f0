"""What is told of the questions of a study: who brings it about, what is lost without, where it turns, the front."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup
from numpy.typing import NDArray

from sim.figures import BLUE, ORANGE, SKY, VERMILION
from sim.reports import numbers, rows
from sim.reports.drawing import TOP, Numbers, Panel, Stroke
from sim.reports.driving import PER_CENT, said, short
from sim.reports.outcomes import Outcomes
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases
from sim.reports.rows import Mark, Row
from sim.study.decided import FLIPS, FRONT, GAP, LINES, OMITTED, PAIRS, SHAPLEY

SPAN = ("value", "low", "high")
OWN = -1
"""Search of the row of a front that is the policy itself."""


def areas(stage: Path, title: str, say: Phrases) -> Picture:
    """Shapley values of the areas with their shares, and of their pairs what they do together."""
    table, pairs, outcomes = pd.read_csv(stage / SHAPLEY), pd.read_csv(stage / PAIRS), Outcomes(stage, say)
    panels, cells, both = [], [], []
    for outcome in dict.fromkeys(table["outcome"]):
        mine = table[table["outcome"] == outcome]
        how, name = outcomes.change(outcome, float(mine["value"].abs().max())), outcomes.title(outcome)
        shown = []
        for row in mine.to_dict("records"):
            value = numbers.triple(row, SPAN, how.factor)
            share = numbers.spanned(*numbers.triple(row, ("share", "share_low", "share_high"), PER_CENT), say)
            known = share != numbers.ABSENT
            area = say.area(str(row["player"]))
            shown.append(Row(say("share of", area=area, share=share) if known else area, (_mark(value, say),)))
            ends = (numbers.change(how.factor * row[part]) for part in ("alone", "last"))
            cells.append((name, area, numbers.between(*value, say), how.points, share, *ends))
        panels.append(rows.points(name, shown, how.points, said(shown)).markup())
        for row in pairs[pairs["outcome"] == outcome].to_dict("records"):
            value = numbers.triple(row, SPAN, how.factor)
            pair = say("pair", one=say.area(str(row["player"])), other=say.area(str(row["partner"])))
            both.append((name, pair, numbers.between(*value, say), how.points))
    heads = (
        say("outcome"),
        say("area"),
        say("shapley"),
        say("unit"),
        say("share of all"),
        say("area alone"),
        say("area last"),
    )
    tables = (
        Table(say("areas caption"), heads, tuple(cells), note=say("areas note"), words=frozenset({1, 3})),
        Table(
            say("pairs caption"),
            (say("outcome"), say("areas"), say("pair of areas together"), say("unit")),
            tuple(both),
            words=frozenset({1, 3}),
        ),
    )  # fmt: skip
    return Picture("areas", say("areas title"), say("areas unit"), tuple(panels), _sure(say), say("sure note"), tables)


def measures(stage: Path, title: str, say: Phrases) -> Picture:
    """What is lost without one measure whose yuan the others get."""
    table, outcomes = pd.read_csv(stage / OMITTED), Outcomes(stage, say)
    named = list(dict.fromkeys(table["outcome"]))
    panels: list[Markup] = []
    by_item: dict[str, list[str]] = {}
    for outcome in named:
        mine = table[table["outcome"] == outcome]
        how = outcomes.change(outcome, float(mine["value"].abs().max()))
        shown = []
        for row in mine.to_dict("records"):
            value = numbers.triple(row, SPAN, how.factor)
            item = say.clause(str(row["item"]))
            cells = by_item.setdefault(item, [numbers.level(float(row["price"]))])
            cells.append(numbers.between(*value, say))
            if math.isfinite(value[0]):
                shown.append(Row(item, (_mark(value, say),)))
        panels.append(rows.points(outcomes.title(outcome), shown, how.points, said(shown)).markup())
    units = [outcomes.change(name, 0.0).points for name in named]
    heads = (
        say("measure"),
        say("price"),
        *(say.in_unit(outcomes.title(name), unit) for name, unit in zip(named, units, strict=True)),
    )
    told = tuple((item, *cells) for item, cells in by_item.items())
    numbers_told = Table(say("measures caption"), heads, told, note=say("measures note"))
    return Picture(
        "measures", say("measures title"), say("measures unit"), tuple(panels), _sure(say), say("sure note"),
        (numbers_told,),
    )  # fmt: skip


def along(stage: Path, title: str, say: Phrases) -> Picture:
    """The mean effect along each factor, and where the better policy changes."""
    table, turned, outcomes = pd.read_csv(stage / LINES), pd.read_csv(stage / FLIPS), Outcomes(stage, say)
    panels, cells = [], []
    for (outcome, factor), mine in table.groupby(["outcome", "along"], sort=False):
        how = outcomes.change(str(outcome), float(mine["effect"].abs().max()))
        told = mine.sort_values("position")
        ends = [how.factor * told[part].to_numpy() for part in ("low", "effect", "high")]
        places = told["position"].to_numpy()
        name = say("title of", name=outcomes.title(str(outcome)), where=short(str(factor), say))
        last = f"{numbers.change(ends[1][0])} → {numbers.change(ends[1][-1])} {how.points}"
        panel = Panel(name, last)
        panel.values_along(float(places.min()), float(places.max()))
        panel.values_up(min(0.0, float(ends[0].min())), max(0.0, float(ends[2].max())), how.points)
        band = [(panel.x(x), panel.y(y)) for x, y in zip(places, ends[2], strict=True)]
        band += [(panel.x(x), panel.y(y)) for x, y in zip(places[::-1], ends[0][::-1], strict=True)]
        panel.shape(band, SKY, opacity=0.35)
        points = [(panel.x(x), panel.y(y)) for x, y in zip(places, ends[1], strict=True)]
        panel.path(points, Stroke(BLUE, ""))
        for row in turned[(turned["outcome"] == outcome) & (turned["along"] == factor)].to_dict("records"):
            at = panel.x(float(row["position"]))
            panel.line(at, TOP, at, panel.bottom, VERMILION, 1.6, "4 3")
        panels.append(panel.markup())
        for x, low, value, high in zip(places, *ends, strict=True):
            span = numbers.between(value, low, high, say)
            named = (outcomes.title(str(outcome)), say.factor(str(factor)))
            cells.append((*named, numbers.level(x), span, how.points))
    heads = (say("outcome"), say("factor"), say("value of it"), say("effect"), say("unit"))
    numbers_told = Table(say("along title"), heads, tuple(cells), words=frozenset({1, 4}))
    legend = (Entry(say("effect"), Stroke(BLUE, "")), Entry(say("turns"), Stroke(VERMILION, "4 3")))
    return Picture("along", say("along title"), say("along unit"), tuple(panels), legend, "", (numbers_told,))


def front(stage: Path, title: str, say: Phrases) -> Picture:
    """The first objective against each other one on fresh seeds, as differences from the policy itself."""
    table, gap, outcomes = pd.read_csv(stage / FRONT), pd.read_csv(stage / GAP), Outcomes(stage, say)
    objectives = [str(name) for name in gap["objective"]]
    is_own = f"{objectives[0]}_from_own" in table
    found = table[table["search"] != OWN]
    how = {name: outcomes.change(name, float(found[name].abs().max())) for name in objectives}
    ends = {
        name: [
            how[name].factor * found[f"{name}{'_from_own' if is_own else ''}{end}"].to_numpy()
            for end in ("", "_low", "_high")
        ]
        for name in objectives
    }
    kept = found["efficient"].to_numpy(dtype=bool)
    named = {name: say.in_unit(outcomes.title(name), how[name].points) for name in objectives}
    panels = []
    for other in objectives[1:] or objectives:
        across, up = ends[objectives[0]], ends[other]
        told = say("front told", points=len(found), kept=int(kept.sum()))
        panel = Panel(outcomes.title(other), told, height=290.0)
        panel.right, panel.bottom = panel.right - 12.0, panel.bottom - 12.0
        panel.values_along(*_reach(across, kept, is_own), named[objectives[0]])
        panel.values_up(*_reach(up, kept, is_own), how[other].points)
        if is_own:
            panel.line(panel.x(0.0), TOP, panel.x(0.0), panel.bottom)
            panel.line(panel.left, panel.y(0.0), panel.right, panel.y(0.0))
        for i in np.argsort(kept, kind="stable"):
            place = panel.x(across[0][i]), panel.y(up[0][i])
            if kept[i]:
                panel.line(panel.x(across[1][i]), place[1], panel.x(across[2][i]), place[1], SKY, 1.2)
                panel.line(place[0], panel.y(up[1][i]), place[0], panel.y(up[2][i]), SKY, 1.2)
            values = (numbers.level(values[0][i]) for values in (across, up))
            panel.dot(*place, BLUE if kept[i] else "#8A8A8A", say("comma").join(values), is_hollow=not kept[i])
        if is_own:
            panel.diamond(panel.x(0.0), panel.y(0.0), VERMILION, say("the policy itself"))
        panels.append(panel.markup())
    cells = []
    for at, row in enumerate(found.to_dict("records")):
        spans = [numbers.spanned(ends[name][0][at], ends[name][1][at], ends[name][2][at], say) for name in objectives]
        cells.append((str(at + 1), *spans, say("yes" if row["efficient"] else "no")))
    heads = (
        say("point"),
        *named.values(),
        say("holds"),
    )
    numbers_told = Table(say("front caption own" if is_own else "front caption"), heads, tuple(cells))
    legend = [
        Entry(say("holds its place"), Stroke(BLUE, ""), is_dot=True),
        Entry(say("does not hold"), Stroke("#8A8A8A", ""), is_dot=True, is_hollow=True),
    ]
    if is_own:
        legend.append(Entry(say("the policy itself"), Stroke(VERMILION, ""), is_dot=True))
    unit = say("front unit own" if is_own else "front unit")
    return Picture("front", say("front title"), unit, tuple(panels), tuple(legend), say("front note"), (numbers_told,))


def _mark(value: tuple[float, float, float], say: Phrases) -> Mark:
    """A value with its interval: filled where that does not hold zero."""
    is_sure = value[1] > 0.0 or value[2] < 0.0
    return Mark(*value, ORANGE if is_sure else BLUE, numbers.between(*value, say), is_hollow=not is_sure)


def _sure(say: Phrases) -> tuple[Entry, ...]:
    return (
        Entry(say("told from chance"), Stroke(ORANGE, ""), is_dot=True),
        Entry(say("not told from chance"), Stroke(BLUE, ""), is_dot=True, is_hollow=True),
    )


def _reach(values: list[Numbers], kept: NDArray[np.bool_], is_own: bool) -> tuple[float, float]:
    """Ends of what is shown: all points, the intervals of those that hold, and the policy itself."""
    shown = [values[0].min(), values[0].max(), *values[1][kept], *values[2][kept], *([0.0] if is_own else [])]
    return float(min(shown)), float(max(shown))
