"""The key table: what became of key and other counties, and what each policy changed there, with intervals."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.reports import numbers
from sim.reports.given import Given, World
from sim.reports.levels import Label, first_levels, levels, over_seeds, paired
from sim.reports.numbers import Scale
from sim.reports.parts import Table
from sim.reports.phrases import Phrases
from sim.results import first_like_last, unit

PARTS = {
    "part relapse": ("relapse_rate", "relapse_rate_raw", "relapse_rate_market", "at_risk_share", "relapse_prevalence",
                     "monitored_share", "unnoticed_share"),
    "part income": ("income_mean", "income_median", "income_p10", "gini", "wage_share"),
    "part work": ("workers_employed", "months_worked", "unemployment_rate", "local_share", "east_share",
                  "public_posts"),
    "part support": ("trainees", "pension_cover", "spending_delivered"),
}  # fmt: skip
"""Indicators of the table, by part."""
SHOWN = tuple(name for names in PARTS.values() for name in names)
SIDES = ("key", "other")
YEAR = 12

type Row = Mapping[Hashable, Any]


def labels() -> list[Label]:
    """What the table speaks of."""
    return [(name, "county_type", side) for name in SHOWN for side in SIDES]


def effects(given: Given) -> pd.DataFrame:
    """Effects that the page tells: those of the comparison, else of the runs that share seeds."""
    return paired(given.worlds, labels()) if given.comparison is None else given.comparison.effects


def tables(given: Given, told: pd.DataFrame, say: Phrases) -> list[Table]:
    """A table for each policy; of one world alone its levels and what changed over the run."""
    if told.empty:
        return [_alone(world, say) for world in given.worlds]
    reference = given.worlds[0].name if given.comparison is None else given.comparison.reference
    policies = [world.name for world in given.worlds[1:]] if given.comparison is None else given.comparison.policies
    return [_against(told, name, reference, say) for name in policies]


def _against(told: pd.DataFrame, name: str, reference: str, say: Phrases) -> Table:
    """Levels of the reference and effects of one policy, in key and in other counties."""
    mine = told[(told["scenario"] == name) & (told["group_kind"] == "county_type")].to_dict("records")
    by_label = {(row["indicator"], row["group"]): row for row in mine}
    rows: list[tuple[str, ...]] = []
    parts: dict[int, str] = {}
    strong: set[tuple[int, int]] = set()
    for part, indicators in PARTS.items():
        known = [one for one in indicators if all((one, side) in by_label for side in SIDES)]
        if known:
            parts[len(rows)] = say(part)
        for one in known:
            sides = [by_label[one, side] for side in SIDES]
            strong |= {(len(rows), 2 + 2 * place) for place, side in enumerate(sides) if is_sure(side)}
            rows.append(_effect_row(one, sides, say))
    seeds = int(max(row["seeds"] for row in mine))
    return Table(
        caption=say("effects caption", policy=name, reference=reference),
        heads=(say("indicator"), *(reference, say("effect")) * 2),
        rows=tuple(rows),
        groups=(("", 1), *((say.group(side), 2) for side in SIDES)),
        parts=parts,
        note=say("effects one seed") if seeds == 1 else say("effects note", seeds=seeds),
        strong=frozenset(strong),
    )


def _effect_row(indicator: str, sides: Sequence[Row], say: Phrases) -> tuple[str, ...]:
    how = numbers.scale(sides[0]["unit"], max(abs(side["reference"]) for side in sides), say)
    cells = [_named(indicator, how, say)]
    for side in sides:
        effect, low, high = (how.factor * side[part] for part in ("effect", "low", "high"))
        cells += [numbers.level(how.factor * side["reference"]), numbers.between(effect, low, high, say)]
    return tuple(cells)


def is_sure(row: Row) -> bool:
    """Whether the interval of an effect leaves out 0."""
    return bool(row["low"] > 0.0 or row["high"] < 0.0)


def _alone(world: World, say: Phrases) -> Table:
    """Levels of one world at its end, and what changed since its first year."""
    months = world.runs[0].months
    first, last = months[first_like_last(len(months))], months[-1]
    asked = labels()
    ends = over_seeds(levels(world, asked))
    changes = over_seeds(levels(world, asked) - first_levels(world, asked)) if first != last else None
    rows: list[tuple[str, ...]] = []
    parts: dict[int, str] = {}
    for part, indicators in PARTS.items():
        known = [one for one in indicators if math.isfinite(ends[0][asked.index((one, "county_type", "key"))])]
        if known:
            parts[len(rows)] = say(part)
        for one in known:
            places = [asked.index((one, "county_type", side)) for side in SIDES]
            how = numbers.scale(unit(one), max(abs(ends[0][place]) for place in places), say)
            cells = [_named(one, how, say)]
            for place in places:
                cells.append(numbers.level(how.factor * ends[0][place]))
                if changes is not None:
                    mean, low, high = (how.factor * float(part[place]) for part in changes)
                    cells.append(numbers.between(mean, low, high, say))
            rows.append(tuple(cells))
    heads = (last,) if changes is None else (last, say("change since", month=first))
    seeds = len(world.runs)
    return Table(
        caption=say("levels caption", world=world.name),
        heads=(say("indicator"), *heads * 2),
        rows=tuple(rows),
        groups=(("", 1), *((say.group(side), len(heads)) for side in SIDES)),
        parts=parts,
        note=say("levels one seed") if seeds == 1 else say("levels note", seeds=seeds),
    )


def _named(indicator: str, how: Scale, say: Phrases) -> str:
    return say.in_unit(say.indicator(indicator), how.unit)
