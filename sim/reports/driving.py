"""What is told of a study that varies what one does not know: whose variance it is, what drives what, which is best."""

import math
from pathlib import Path

import pandas as pd

from sim.figures import BLUE, GREEN, ORANGE, PURPLE, SKY
from sim.reports import numbers, rows
from sim.reports.outcomes import Outcomes
from sim.reports.parts import Picture, Table
from sim.reports.phrases import Phrases
from sim.reports.rows import Mark, Row
from sim.study.findings import OMITTED, measure_of, strongest

COLOURS = {"levers": BLUE, "uncertainties": ORANGE, "structure": GREEN, "interactions": PURPLE, "chance": "#9A9A9A"}
BARS = 8
PER_CENT = 100.0
OWN_UNIT = ("rms", "mu_star", "mu")
"""Indices in the unit of the outcome; the others are shares of variance."""


def shares(stage: Path, title: str, say: Phrases) -> Picture:
    """Levers, uncertainties, interactions and chance of each outcome."""
    table, outcomes = pd.read_csv(stage / "shares.csv"), Outcomes(stage, say)
    told = table[(table["index"] == "share_alone") & (table["measure"] == "mean")]
    panels, cells = [], []
    for outcome in dict.fromkeys(told["outcome"]):
        shown = []
        for row in told[told["outcome"] == outcome].to_dict("records"):
            part = f"part of {row['factor']}"
            name = say(part) if part in say else str(row["factor"])
            value, low, high = numbers.triple(row, ("value", "low", "high"), PER_CENT)
            span = numbers.spanned(value, low, high, say)
            shown.append(Row(name, (Mark(value, low, high, COLOURS.get(row["factor"], SKY), f"{span} %"),)))
            cells.append((outcomes.title(outcome), name, span))
        panels.append(rows.bars(outcomes.title(outcome), shown, "%", said(shown)).markup())
    heads = (say("outcome"), say("part"), say("share of variance"))
    numbers_told = Table(say("shares title", stage=title), heads, tuple(cells), words=frozenset({1}))
    return Picture(
        "shares", say("shares title", stage=title), say("shares unit"), tuple(panels), (), say("bars note"),
        (numbers_told,),
    )  # fmt: skip


def tornado(stage: Path, title: str, say: Phrases) -> Picture:
    """The strongest factors of each outcome."""
    table, outcomes = pd.read_csv(stage / "indices.csv"), Outcomes(stage, say)
    index = measure_of(table)
    panels, cells = [], []
    for outcome in dict.fromkeys(table["outcome"]):
        told = strongest(table, outcome, BARS)
        told = told[told["value"].notna()]
        how = outcomes.change(outcome, told["value"].abs().max()) if index in OWN_UNIT else numbers.Scale(1.0, "", "")
        shown = []
        for row in told.to_dict("records"):
            value, low, high = numbers.triple(row, ("value", "low", "high"), how.factor)
            span = numbers.spanned(value, low, high, say)
            shown.append(Row(short(str(row["factor"]), say), (Mark(value, low, high, SKY, span),)))
            called = say.factor(str(row["factor"]))
            cells.append((outcomes.title(outcome), called, str(row["factor"]), span, how.points))
        if shown:
            unit = how.points or say(f"index {index}")
            panels.append(rows.bars(outcomes.title(outcome), shown, unit, said(shown)).markup())
    heads = (say("outcome"), say("factor"), say("name in files"), say(f"index {index}"), say("unit"))
    numbers_told = Table(say("tornado title", stage=title), heads, tuple(cells), words=frozenset({1, 2, 4}))
    return Picture(
        "tornado", say("tornado title", stage=title), say(f"index {index} unit"), tuple(panels), (),
        say("bars note") if panels else say("not estimable"), (numbers_told,) if cells else (),
    )  # fmt: skip


def ranked(stage: Path, title: str, say: Phrases) -> Picture:
    """What each policy changes, or what is lost without each measure, and how often it is the best of all."""
    table, outcomes = pd.read_csv(stage / "ranking.csv"), Outcomes(stage, say)
    heading, unit = "ranking title", "ranking unit"
    if set(table["against"]) == {OMITTED}:
        heading, unit = "omission title", "omission unit"
    panels, cells = [], []
    for outcome in dict.fromkeys(table["outcome"]):
        mine = table[table["outcome"] == outcome]
        how = outcomes.change(outcome, float(mine["effect"].abs().max()))
        shown = []
        for row in mine.to_dict("records"):
            value, low, high = numbers.triple(row, ("effect", "low", "high"), how.factor)
            often = PER_CENT * float(row["first"])
            span, name = numbers.between(value, low, high, say), say.measure(str(row["policy"]))
            shown.append(
                Row(
                    say("best of all", policy=name, often=f"{often:.0f} %"),
                    (Mark(value, low, high, BLUE, span),),
                )
            )
            cells.append((outcomes.title(outcome), name, span, how.points, f"{often:.0f}"))
        panels.append(rows.points(outcomes.title(outcome), shown, how.points, said(shown)).markup())
    heads = (say("outcome"), say("policy"), say("effect"), say("unit"), say("often best"))
    numbers_told = Table(say(heading, stage=title), heads, tuple(cells), words=frozenset({1, 3}))
    return Picture(
        "ranking", say(heading, stage=title), say(unit), tuple(panels), (), say("bars note"),
        (numbers_told,),
    )  # fmt: skip


def short(factor: str, say: Phrases) -> str:
    """What a factor is called, cut to what a line of a panel holds."""
    called, most = say.factor(factor), 26 if say.is_chinese else 54
    return called if len(called) <= most else f"{called[: most - 1].rstrip(' ,;:(')}…"


def said(shown: list[Row]) -> str:
    """Rows in words, for who cannot see them."""
    marks = [(row.name, mark) for row in shown for mark in row.marks if math.isfinite(mark.value)]
    return "; ".join(f"{name} {mark.said}" for name, mark in marks)
