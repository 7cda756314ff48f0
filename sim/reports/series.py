"""Figures over time: relapse in its three readings, where people work."""

from collections.abc import Sequence

import numpy as np

from sim.figures import BLUE, ORANGE, PLACES, PURPLE
from sim.reports import numbers
from sim.reports.drawing import Numbers, Panel, Stroke, stroke
from sim.reports.given import World
from sim.reports.levels import Course, course, levels, over_seeds
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases

SIDES = ("key", "other")
READING = {
    "relapse_rate_market": Stroke(ORANGE, "2.5 2.5"),
    "relapse_rate_raw": Stroke(PURPLE, "7 3"),
    "relapse_rate": Stroke(BLUE, ""),
}
PER_CENT = 100.0


def relapse(worlds: Sequence[World], say: Phrases) -> Picture:
    """Relapse over time: of one world its readings in one panel, of several a panel for each reading."""
    courses = {
        (world.name, reading, side): course(world, reading, "county_type", side)
        for world in worlds
        for reading in READING
        for side in SIDES
    }
    top = max(float(np.nanmax([one.mean, one.high], initial=0.0)) for one in courses.values())
    panels = []
    if len(worlds) == 1:
        world = worlds[0]
        for side in SIDES:
            lines = [(say.indicator(one), courses[world.name, one, side], how) for one, how in READING.items()]
            panels.append(_panel(say.group(side), lines, top, world, say))
        legend = [Entry(say.indicator(one), how) for one, how in READING.items()]
    else:
        for reading in READING:
            for side in SIDES:
                told = [(world.name, courses[world.name, reading, side], stroke(i)) for i, world in enumerate(worlds)]
                title = say("title of", name=say.indicator(reading), where=say.group(side))
                panels.append(_panel(title, told, top, worlds[0], say))
        legend = [Entry(world.name, stroke(i)) for i, world in enumerate(worlds)]
    table = _ends(worlds, list(READING), say("relapse title"), say)
    return Picture("relapse", say("relapse title"), say("relapse unit"), tuple(p.markup() for p in panels),
                   tuple(legend), _how_to_read(worlds, say), (table,))  # fmt: skip


def workplaces(worlds: Sequence[World], say: Phrases) -> Picture:
    """Where people with work have it, month by month, in every world."""
    panels = []
    for world in worlds:
        for side in SIDES:
            shares = [course(world, place, "county_type", side).mean for place, _, _ in PLACES]
            title = say.group(side) if len(worlds) == 1 else say("title of", name=world.name, where=say.group(side))
            ends = "; ".join(
                f"{say.indicator(place)} {numbers.level(PER_CENT * float(values[-12:].mean()))} %"
                for (place, _, _), values in zip(PLACES, shares, strict=True)
            )
            panel = Panel(title, say("stack told", ends=ends))
            months = world.runs[0].months
            panel.values_up(0.0, 100.0)
            panel.months(months)
            below = np.zeros_like(shares[0])
            for (place, _, colour), values in zip(PLACES, shares, strict=True):
                panel.band(
                    PER_CENT * below, PER_CENT * (below + values), colour, opacity=1.0, said=say.indicator(place)
                )
                below = below + values
            panel.policy(months, world.scenario.policy_from)
            panels.append(panel.markup())
    legend = tuple(Entry(say.indicator(place), Stroke(colour, ""), is_area=True) for place, _, colour in PLACES)
    table = _ends(worlds, [place for place, _, _ in PLACES], say("work title"), say)
    return Picture("work", say("work title"), say("work unit"), tuple(panels), legend, say("policy dashed"), (table,))


def _panel(title: str, lines: Sequence[tuple[str, Course, Stroke]], top: float, world: World, say: Phrases) -> Panel:
    """Curves with what lies within their intervals."""
    ends = "; ".join(f"{name} {_span(one.mean)}" for name, one, _ in lines)
    panel = Panel(title, say("curve told", ends=ends))
    panel.values_up(0.0, PER_CENT * top)
    panel.months(world.runs[0].months)
    panel.policy(world.runs[0].months, world.scenario.policy_from)
    for _, one, how in lines:
        panel.band(PER_CENT * one.low, PER_CENT * one.high, how.colour)
    for name, one, how in lines:
        panel.curve(PER_CENT * one.mean, how, name)
    return panel


def _span(values: Numbers) -> str:
    known = values[np.isfinite(values)]
    if not len(known):
        return numbers.ABSENT
    return f"{numbers.level(PER_CENT * float(known[0]))} % → {numbers.level(PER_CENT * float(known[-1]))} %"


def _ends(worlds: Sequence[World], indicators: Sequence[str], title: str, say: Phrases) -> Table:
    """The same at the end of the run, in numbers."""
    asked = [(one, "county_type", side) for one in indicators for side in SIDES]
    rows = []
    for world in worlds:
        told = over_seeds(levels(world, asked))
        for one in indicators:
            cells = [world.name, say.indicator(one)]
            for side in SIDES:
                mean, low, high = (PER_CENT * float(part[asked.index((one, "county_type", side))]) for part in told)
                cells.append(numbers.spanned(mean, low, high, say))
            rows.append(tuple(cells))
    heads = (say("scenario"), say("what"), *(say.group(side) for side in SIDES))
    caption = say("end caption", title=title, unit="%")
    return Table(caption, heads, tuple(rows), words=frozenset({1}))


def _how_to_read(worlds: Sequence[World], say: Phrases) -> str:
    seeds = min(len(world.runs) for world in worlds)
    return say("policy dashed") + (say("bands", seeds=seeds) if seeds > 1 else say("one seed"))
