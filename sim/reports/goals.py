"""The scorecard: what the Opinion plans for key counties, year by year, and what came of it in each scenario."""

from collections.abc import Sequence

import pandas as pd

from sim.reports import numbers
from sim.reports.given import World
from sim.reports.parts import Table
from sim.reports.phrases import Phrases


def scorecards(worlds: Sequence[World], say: Phrases) -> list[Table]:
    """A table for each scenario of the last year; means over seeds, met if it is in all of them."""
    found = []
    for world in worlds:
        told = pd.concat([run.scorecard().assign(seed=run.seed) for run in world.runs])
        if told.empty:
            continue
        year = int(told["year"].max())
        last = told[told["year"] == year]
        cells = []
        for (clause, name), part in last.groupby(["clause", "name"], sort=False):
            unit = str(part["unit"].iloc[0])
            how = numbers.scale(unit, float(part["simulated"].abs().max()), say)
            planned, simulated = (how.factor * float(part[column].mean()) for column in ("planned", "simulated"))
            text = f"({clause}) {say(f'goal {name}')}"
            met = numbers.ABSENT if part["is_met"].isna().all() else say("yes" if part["is_met"].all() else "no")
            cells.append(
                (say("in unit", name=text, unit=how.unit), numbers.level(planned), numbers.level(simulated), met)
            )
        caption = say("score caption", world=world.name, year=year)
        heads = (say("goal"), say("planned"), say("simulated"), say("met"))
        found.append(Table(caption, heads, tuple(cells), words=frozenset({3})))
    return found
