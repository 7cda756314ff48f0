"""What is told of a study: whose variance it is, what drives what, which policy is best."""

import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError
from sim.figures import BLUE, GREEN, ORANGE, PURPLE, SKY
from sim.reports import numbers, rows
from sim.reports.method import stages
from sim.reports.parts import Picture
from sim.reports.phrases import Phrases
from sim.reports.rows import Mark, Row
from sim.study.findings import OMITTED, measure_of, strongest

COLOURS = {"levers": BLUE, "uncertainties": ORANGE, "structure": GREEN, "interactions": PURPLE, "chance": "#9A9A9A"}
BARS = 8
PER_CENT = 100.0


def pictures(folder: Path, say: Phrases) -> list[Picture]:
    """Figures of the tables that lie in the folders of a study's stages.

    Raises
    ------
    InputError
        If a table is torn or foreign.
    """
    found = []
    for place, stage in enumerate(stages(folder)):
        for name, draw in (("shares.csv", shares), ("indices.csv", tornado), ("ranking.csv", ranked)):
            path = stage / name
            if path.is_file():
                title = stage.name if stage != folder else folder.resolve().name
                try:
                    picture = draw(pd.read_csv(path), title, say)
                except (ValueError, LookupError, TypeError) as problem:
                    raise InputError(
                        f"{path}: not readable as a table of a study ({problem}); torn or foreign"
                    ) from None
                found.append(picture._replace(name=f"{picture.name}-{folder.resolve().name}-{place}"))
    return found


def shares(table: pd.DataFrame, stage: str, say: Phrases) -> Picture:
    """Levers, uncertainties, interactions and chance of each outcome."""
    told = table[(table["index"] == "share_alone") & (table["measure"] == "mean")]
    panels = []
    for outcome in dict.fromkeys(told["outcome"]):
        shown = [
            Row(
                say(f"part of {row['factor']}") if f"part of {row['factor']}" in say else row["factor"],
                (_mark(row, COLOURS.get(row["factor"], SKY), PER_CENT),),
            )
            for row in told[told["outcome"] == outcome].to_dict("records")
        ]
        panels.append(rows.bars(outcome, shown, "%", _said(shown)).markup())
    return Picture("shares", say("shares title", stage=stage), say("shares unit"), tuple(panels), note=say("bars note"))


def tornado(table: pd.DataFrame, stage: str, say: Phrases) -> Picture:
    """The strongest factors of each outcome."""
    index = measure_of(table)
    panels = []
    for outcome in dict.fromkeys(table["outcome"]):
        told = strongest(table, outcome, BARS)
        shown = [Row(str(row["factor"]), (_mark(row, SKY, 1.0),)) for row in told.to_dict("records")]
        shown = [row for row in shown if math.isfinite(row.marks[0].value)]
        if shown:
            panels.append(rows.bars(outcome, shown, say(f"index {index}"), _said(shown)).markup())
    note = say("bars note") if panels else say("not estimable")
    return Picture("tornado", say("tornado title", stage=stage), say(f"index {index} unit"), tuple(panels), note=note)


def ranked(table: pd.DataFrame, stage: str, say: Phrases) -> Picture:
    """What each policy changes, or what is lost without each measure, and how often it is the best of all."""
    title, unit = "ranking title", "ranking unit"
    if set(table["against"]) == {OMITTED}:
        title, unit = "omission title", "omission unit"
    panels = []
    for outcome in dict.fromkeys(table["outcome"]):
        shown = []
        for row in table[table["outcome"] == outcome].to_dict("records"):
            first = f"{PER_CENT * row['first']:.0f} %"
            mark = _mark(row | {"value": row["effect"]}, BLUE, 1.0)
            shown.append(Row(say("best of all", policy=row["policy"], often=first), (mark,)))
        panels.append(rows.points(outcome, shown, "", _said(shown)).markup())
    return Picture("ranking", say(title, stage=stage), say(unit), tuple(panels), note=say("bars note"))


def _mark(row: Mapping[Hashable, Any], colour: str, factor: float) -> Mark:
    value, low, high = (factor * float(row[part]) for part in ("value", "low", "high"))
    return Mark(value, low, high, colour, f"{numbers.level(value)} ({numbers.level(low)} – {numbers.level(high)})")


def _said(shown: list[Row]) -> str:
    return "; ".join(f"{row.name} {row.marks[0].said}" for row in shown)
