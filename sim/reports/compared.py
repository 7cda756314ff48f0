"""What is told of effects: the forest, who gains and loses, and the bill."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.figures import BLUE, VERMILION
from sim.forest import SHOWN
from sim.reports import numbers, rows
from sim.reports.drawing import Stroke
from sim.reports.numbers import Scale
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases
from sim.reports.rows import Mark, Row
from sim.study.bill import READINGS
from sim.study.branch import PLACEBO
from sim.study.comparison import Comparison

SIDES = (("key", VERMILION), ("other", BLUE))
PER_CENT = 100.0
SHARES = (("gainers", "gainers_low", "gainers_high"), ("losers", "losers_low", "losers_high"))
DEADWEIGHT = ("deadweight", "deadweight_low", "deadweight_high")
DISPLACEMENT = ("displacement", "displacement_low", "displacement_high")


def forest(effects: pd.DataFrame, contrasts: Sequence[str], reference: str, say: Phrases) -> Picture:
    """Effects with their intervals, a panel for each indicator."""
    told = effects[effects["group_kind"] == "county_type"]
    panels, cells = [], []
    for one in [name for name in SHOWN if name in set(told["indicator"])]:
        mine = told[told["indicator"] == one]
        by_row = {(row["scenario"], row["group"]): row for row in mine.to_dict("records")}
        how = numbers.scale(mine["unit"].iloc[0], float(mine["reference"].abs().max()), say)
        shown = []
        for name in contrasts:
            marks = []
            for side, colour in SIDES:
                if row := by_row.get((name, side)):
                    value, low, high = (how.factor * row[part] for part in ("effect", "low", "high"))
                    told_so = numbers.between(value, low, high, say)
                    said = say("mark of", what=f"{name}, {say.group(side)}", value=told_so)
                    marks.append(Mark(value, low, high, colour, said, is_hollow=side == "other"))
            called = say("placebo") if name == PLACEBO else name
            shown.append(Row(called, tuple(marks)))
            named = say.in_unit(say.indicator(one), how.points)
            cells.append((named, called, *_by_side(by_row, name, how, say)))
        said = "; ".join(mark.said for row in shown for mark in row.marks)
        panels.append(rows.points(say.indicator(one), shown, how.points, said).markup())
    legend = tuple(
        Entry(say.group(side), Stroke(colour, ""), is_dot=True, is_hollow=side == "other") for side, colour in SIDES
    )
    is_single = bool(told["low"].isna().all())
    note = say("one seed") if is_single else say("forest note")
    unit = say("forest unit", reference=reference)
    heads = (say("indicator"), say("scenario"), *(say.group(side) for side, _ in SIDES))
    table = Table(say("forest caption", reference=reference), heads, tuple(cells), words=frozenset({1}))
    return Picture("forest", say("forest title"), unit, tuple(panels), legend, note, (table,))


def _by_side(
    by_row: Mapping[tuple[str, str], Mapping[Hashable, Any]], name: str, how: Scale, say: Phrases
) -> Iterator[str]:
    """Effects of one policy on one indicator, in key and in other counties."""
    for side, _ in SIDES:
        row = by_row.get((name, side))
        parts = (math.nan,) * 3 if row is None else numbers.triple(row, ("effect", "low", "high"), how.factor)
        yield numbers.between(*parts, say)


def gainers(comparison: Comparison, say: Phrases) -> Table:
    """Households that are steadier in gain or loss than queues alone make them."""
    told = comparison.gainers
    told = told[told["group_kind"].isin(["all", "county_type", "stratum"])]
    cells = []
    for row in told[told["outcome"] == "income"].to_dict("records"):
        shares = [numbers.triple(row, names, PER_CENT) for names in SHARES]
        middle = [numbers.change(row[part]) for part in ("p10", "median", "p90")]
        named = (row["scenario"], say.group(row["group"]))
        cells.append((*named, *(numbers.spanned(*share, say) for share in shares), *middle))
    heads = (say("scenario"), say("households"), say("gain"), say("lose"), say("p10"), say("median"), say("p90"))
    return Table(say("gainers caption"), heads, tuple(cells), note=say("gainers note"), words=frozenset({1}))


def bill(comparison: Comparison, say: Phrases) -> Table:
    """Relapse-months per million yuan."""
    told = comparison.bill
    cells = []
    for (scenario, what), part in told.groupby(["scenario", "what"], sort=False):
        by_reading = {row["reading"]: row for row in part.to_dict("records")}
        first = by_reading[READINGS[0]]
        paid = say(f"paid {first['per']}", money=numbers.level(float(first["million_yuan"])))
        values = [numbers.triple(by_reading[reading], ("value", "low", "high")) for reading in READINGS]
        spans = [numbers.spanned(*value, say) for value in values]
        cells.append((str(scenario), say(f"bill {what}"), paid, *spans))
    heads = (say("scenario"), say("what"), say("money"), *(say(f"reading {reading}") for reading in READINGS))
    return Table(say("bill caption"), heads, tuple(cells), note=say("bill note"), words=frozenset({1, 2}))


def places(comparison: Comparison, say: Phrases) -> Table:
    """Whom the places of measures reach."""
    cells = []
    told = comparison.places
    for row in told[told["scenario"] != PLACEBO].to_dict("records"):
        named = (row["scenario"], say.measure(row["measure"]), say.group(row["where"]))
        counts = (numbers.level(row["places"] / 1e3), numbers.change((row["places"] - row["reference"]) / 1e3))
        dead, lost = numbers.triple(row, DEADWEIGHT, PER_CENT), numbers.triple(row, DISPLACEMENT)
        cells.append((*named, *counts, numbers.spanned(*dead, say), numbers.spanned(*lost, say)))
    heads = (
        say("scenario"),
        say("measure"),
        say("where"),
        say("places"),
        say("more"),
        say("deadweight"),
        say("displaced"),
    )
    return Table(say("places caption"), heads, tuple(cells), note=say("places note"), words=frozenset({1, 2}))
