"""Figures of amounts: income by fifths of people, money by measure and fate."""

import math
from collections.abc import Sequence

import numpy as np

from sim.figures import FATES
from sim.measures import MEASURES
from sim.reports import numbers, rows
from sim.reports.drawing import Numbers, Stroke, stroke
from sim.reports.given import World
from sim.reports.levels import Label, levels, over_seeds, paired
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases
from sim.reports.rows import Mark, Row

FIFTHS = ("income_fifth_1", "income_fifth_2", "income_fifth_3", "income_fifth_4", "income_fifth_5")
SIDES = ("key", "other")
MILLION = 1e-6


def fifths(worlds: Sequence[World], say: Phrases) -> Picture:
    """Income of each fifth of people at the end, and what each policy changed of it."""
    asked: list[Label] = [(one, "county_type", side) for one in FIFTHS for side in SIDES]
    ends = [over_seeds(levels(world, asked)) for world in worlds]
    unit = say.unit("yuan/year")
    panels = []
    for side in SIDES:
        told = []
        for one in FIFTHS:
            at = asked.index((one, "county_type", side))
            marks = tuple(Mark(*_at(end, at), stroke(i).colour, worlds[i].name) for i, end in enumerate(ends))
            told.append(Row(say.indicator(one), marks))
        panels.append(rows.points(say.group(side), told, unit, _said(told)).markup())
    effects = paired(worlds, asked)
    for side in SIDES if len(effects) else ():
        told = []
        for one in FIFTHS:
            mine = effects[(effects["indicator"] == one) & (effects["group"] == side)].to_dict("records")
            colours = {world.name: stroke(i).colour for i, world in enumerate(worlds)}
            marks = tuple(
                Mark(row["effect"], row["low"], row["high"], colours[row["scenario"]], row["scenario"]) for row in mine
            )
            told.append(Row(say.indicator(one), marks))
        title = say("change of", where=say.group(side), reference=worlds[0].name)
        panels.append(rows.points(title, told, unit, _said(told)).markup())
    table = Table(
        say("end caption", title=say("fifths title"), unit=unit),
        (say("scenario"), say("what"), *(say.group(side) for side in SIDES)),
        tuple(
            (
                world.name,
                say.indicator(one),
                *(numbers.spanned(*_at(end, asked.index((one, "county_type", side))), say) for side in SIDES),
            )
            for world, end in zip(worlds, ends, strict=True)
            for one in FIFTHS
        ),
        words=frozenset({1}),
    )
    legend = tuple(Entry(world.name, Stroke(stroke(i).colour, ""), is_dot=True) for i, world in enumerate(worlds))
    seeds = min(len(world.runs) for world in worlds)
    note = say("intervals", seeds=seeds) if seeds > 1 else say("one seed")
    return Picture("fifths", say("fifths title"), say("fifths unit"), tuple(panels), legend, note, (table,))


def money(worlds: Sequence[World], say: Phrases) -> Picture | None:
    """Money of each measure by its fate over the last twelve months; None if no run tells of any."""
    known = sorted({name for world in worlds for run in world.runs for name in run.groups("measure")}, key=_clause)
    asked: list[Label] = [(fate, "measure", name) for name in known for fate, _, _ in FATES]
    if not asked:
        return None
    means = [np.nan_to_num(MILLION * over_seeds(levels(world, asked))[0]) for world in worlds]
    told, cells = [], []
    for m, name in enumerate(known):
        marks: list[Mark] = []
        for world, mean in zip(worlds, means, strict=True):
            parts = [float(value) for value in mean[4 * m : 4 * m + 4]]
            for (fate, _, colour), value in zip(FATES, parts, strict=True):
                said = say("mark of", what=f"{world.name}, {say.indicator(fate)}", value=numbers.level(value))
                marks.append(Mark(value, math.nan, math.nan, colour, said))
            cells.append((say.clause(name), world.name, *(numbers.level(part) for part in parts)))
        if any(mark.value for mark in marks):
            told.append(Row(say.clause(name), tuple(marks)))
    bars = [row.marks[at : at + 4] for row in told for at in range(0, len(row.marks), 4)]
    ends = (
        min((sum(min(mark.value, 0.0) for mark in bar) for bar in bars), default=0.0),
        max((sum(max(mark.value, 0.0) for mark in bar) for bar in bars), default=1.0),
    )
    half = -(-len(told) // 2)
    unit = say("million yuan")
    panels = [
        rows.stacks("", part, unit, say("money told"), 4, ends).markup() for part in (told[:half], told[half:]) if part
    ]
    legend = [Entry(say.indicator(fate), Stroke(colour, ""), is_area=True) for fate, _, colour in FATES]
    order = say("bars from top", worlds=say("comma").join(world.name for world in worlds))
    heads = (say("measure"), say("scenario"), *(say.indicator(fate) for fate, _, _ in FATES))
    table = Table(say("end caption", title=say("money title"), unit=unit), heads, tuple(cells), words=frozenset({1}))
    return Picture("money", say("money title"), say("money unit"), tuple(panels), tuple(legend), order, (table,))


def _clause(name: str) -> int:
    return next((measure.clause for measure in MEASURES if measure.name == name), 0)


def _at(end: tuple[Numbers, Numbers, Numbers], at: int) -> tuple[float, float, float]:
    mean, low, high = end
    return float(mean[at]), float(low[at]), float(high[at])


def _said(told: Sequence[Row]) -> str:
    return "; ".join(f"{row.name} {', '.join(numbers.level(mark.value) for mark in row.marks)}" for row in told)
