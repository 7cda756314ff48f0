"""What is told of when a policy beats another: the sets of assumptions that were tried, and the regions that decide."""

import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.figures import BLUE, VERMILION
from sim.reports import numbers
from sim.reports.drawing import AXIS, GRID, SOFT, WIDTH, Panel, Stroke
from sim.reports.driving import PER_CENT, short
from sim.reports.outcomes import Outcomes
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases
from sim.study.decided import BASES, LIMITS, REGIONS, SETS

MOST_REGIONS = 3
"""Regions of an outcome that are drawn, the densest first."""
LINE, BAR = 44.0, 8.0
"""Heights of a limit with its words, and of its bar."""
SHARES = ("density", "mass", "coverage")

type Record = Mapping[Hashable, Any]


def when(stage: Path, title: str, say: Phrases) -> Picture:
    """Effects over all sets of assumptions in order, then the regions in which the policy is not better."""
    tried, bases = pd.read_csv(stage / SETS), pd.read_csv(stage / BASES, keep_default_na=False)
    regions, limits = pd.read_csv(stage / REGIONS), pd.read_csv(stage / LIMITS)
    outcomes = Outcomes(stage, say)
    panels, cells, limited = [], [], []
    for outcome in dict.fromkeys(tried["outcome"]):
        mine = tried[(tried["outcome"] == outcome) & tried["effect"].notna()]
        is_lower = mine["better"].iloc[0] == "lower"
        panels.append(_sets(outcome, mine["effect"], is_lower, outcomes, say).markup())
        found = regions[(regions["outcome"] == outcome)].to_dict("records")
        for base in bases[bases["outcome"] == outcome].to_dict("records"):
            share = numbers.spanned(*numbers.triple(base, ("base", "base_low", "base_high"), PER_CENT), say)
            here = [row for row in found if row["method"] == base["method"]]
            cells.append((outcomes.title(outcome), say(f"method {base['method']}"), share, *_counts(base, here, say)))
        for row in found[:MOST_REGIONS]:
            box = limits[(limits["outcome"] == outcome) & (limits["region"] == row["region"])]
            box = box[box["method"] == row["method"]]
            panels.append(_region(outcomes.title(outcome), row, box.to_dict("records"), say).markup())
        for row in found:
            shares = [
                numbers.spanned(*numbers.triple(row, (part, f"{part}_low", f"{part}_high"), PER_CENT), say)
                for part in SHARES
            ]
            limited.append((outcomes.title(outcome), say(f"method {row['method']}"), str(row["rule"]), *shares))
    heads = (say("outcome"), say("method"), say("not better"), say("held sets"), say("regions"), say("dropped"))
    tables = [Table(say("when caption"), heads, tuple(cells), note=say("when note"), words=frozenset({1, 5}))]
    if limited:
        named = (say("outcome"), say("method"), say("where limits hold"), *(say(part) for part in SHARES))
        tables.append(Table(say("regions caption"), named, tuple(limited), words=frozenset({1, 2})))
    legend = (
        Entry(say("is better"), Stroke(BLUE, ""), is_dot=True),
        Entry(say("is not better"), Stroke(VERMILION, ""), is_dot=True, is_hollow=True),
    )
    note = say("regions found") if len(regions) else say("nothing decides")
    return Picture("when", say("when title"), say("when unit"), tuple(panels), legend, note, tuple(tables))


def _counts(base: Record, here: list[Record], say: Phrases) -> tuple[str, str, str]:
    """Sets that a share is told from, regions found, assumptions dropped."""
    named = say("comma").join(say.factor(name) for name in str(base["dropped"]).split())
    return f"{base['held']:,}", f"{len(here)}", named or numbers.ABSENT


def _sets(outcome: str, effects: "pd.Series[float]", is_lower: bool, outcomes: Outcomes, say: Phrases) -> Panel:
    """A mark for each set of assumptions, in order of the effect."""
    how = outcomes.change(outcome, float(effects.abs().max()))
    values = [how.factor * float(effect) for effect in sorted(effects)]
    better = sum(value < 0.0 if is_lower else value > 0.0 for value in values)
    panel = Panel(outcomes.title(outcome), say("sets told", better=better, sets=len(values)))
    panel.values_up(min(0.0, values[0]), max(0.0, values[-1]), how.points)
    panel.text(panel.right, panel.bottom + 15.0, say("sets in order", sets=len(values)), anchor="end", colour=SOFT)
    for place, value in enumerate(values):
        x = panel.left + 4.0 + (panel.right - panel.left - 8.0) * place / max(len(values) - 1, 1)
        is_better = value < 0.0 if is_lower else value > 0.0
        panel.dot(x, panel.y(value), BLUE if is_better else VERMILION, is_hollow=not is_better, radius=2.0)
    return panel


def _region(title: str, region: Record, limits: list[Record], say: Phrases) -> Panel:
    """A region: for each assumption that limits it, what was tried and what of it lies inside."""
    density, mass = (numbers.level(PER_CENT * float(region[part]), 0) for part in ("density", "mass"))
    told = "; ".join(f"{say.factor(str(row['assumption']))} {_inside(row, say)}" for row in limits)
    name = say("region title", title=title, method=say(f"method {region['method']}"))
    panel = Panel(name, told, height=54.0 + LINE * len(limits))
    panel.text(0.0, 32.0, say("region told", density=density, mass=mass), colour=SOFT)
    for place, row in enumerate(limits):
        y = 52.0 + LINE * place
        panel.text(0.0, y, short(str(row["assumption"]), say))
        panel.text(0.0, y + 26.0, _inside(row, say), size=10.0, colour=SOFT)
        if not _is_number(row):
            continue
        lowest, highest = float(row["lowest"]), float(row["highest"])
        low, high = (
            end if math.isnan(float(row[name])) else float(row[name])
            for name, end in (("low", lowest), ("high", highest))
        )
        room = (WIDTH - 10.0) / ((highest - lowest) or 1.0)
        panel.rectangle(0.0, y + 5.0, WIDTH - 10.0, BAR, GRID, edge=AXIS)
        panel.rectangle(room * (low - lowest), y + 5.0, room * (high - low), BAR, VERMILION, _inside(row, say))
    return panel


def _inside(row: Record, say: Phrases) -> str:
    """The limit of an assumption in words, with what was tried."""
    if not _is_number(row):
        return say("inside of", inside=row["inside"], tried=row["tried"])
    tried = say("range", low=numbers.level(float(row["lowest"])), high=numbers.level(float(row["highest"])))
    low, high = float(row["low"]), float(row["high"])
    if math.isnan(low):
        return say("at most", high=numbers.level(high), tried=tried)
    if math.isnan(high):
        return say("at least", low=numbers.level(low), tried=tried)
    return say("inside of", inside=say("range", low=numbers.level(low), high=numbers.level(high)), tried=tried)


def _is_number(row: Record) -> bool:
    return not math.isnan(float(row["lowest"]))
