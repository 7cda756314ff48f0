"""What a page says in sentences: what differs, what came out."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from sim.differences import Difference, Says, differing
from sim.measures import MEASURES
from sim.reports import numbers
from sim.reports.given import Given
from sim.reports.keytable import SIDES, is_sure
from sim.reports.phrases import Phrases
from sim.scenario import Scenario
from sim.sections import LEVERS

WATCHED = ("income_mean", "income_p10", "relapse_rate", "relapse_rate_raw", "spending_delivered")
"""Indicators of which a page says in sentences what came of them."""
UNTOLD = ("", "ratio")
"""Units of which nothing is said where a number is named."""
BY_CLAUSE = {measure.clause: measure for measure in MEASURES}


class Item(NamedTuple):
    """One thing that differs: what it is, its name in scenario files, and how it differs."""

    text: str
    code: str
    told: str


class Group(NamedTuple):
    """What differs in one measure, or of one kind: its name, the other name of a measure, and the things."""

    head: str
    other: str
    items: tuple[Item, ...]


class Policy(NamedTuple):
    """What differs in a policy from the reference.

    Attributes
    ----------
    name, title : of the policy
    differing : how many things differ
    groups : what differs, by measure and kind
    """

    name: str
    title: str
    differing: int
    groups: tuple[Group, ...]


def scenarios(given: Given) -> list[tuple[str, Scenario]]:
    """Names and scenarios of the page, the reference first."""
    if given.comparison is None:
        return [(world.name, world.scenario) for world in given.worlds]
    names = [given.comparison.reference, *given.comparison.policies]
    return list(zip(names, given.comparison.scenarios, strict=True))


def policies(given: Given, say: Phrases) -> list[Policy]:
    """What differs in each policy from the reference."""
    told = scenarios(given)
    found = []
    for name, scenario in told[1:]:
        differ = differing(scenario, told[0][1], Says(*(say(f"differs {gap}") for gap in Says._fields)))
        found.append(Policy(name, scenario.title, len(differ), tuple(_grouped(differ, say))))
    return found


def _grouped(differ: Sequence[Difference], say: Phrases) -> Iterator[Group]:
    """Levers by measure; settings, events and beliefs by kind."""
    heads: dict[tuple[str, str], list[Item]] = {}
    for one in differ:
        heads.setdefault(_head(one, say), []).append(Item(_text(one, say), one.name, one.told))
    for (named, other), items in heads.items():
        yield Group(named, other, tuple(items))


def _head(one: Difference, say: Phrases) -> tuple[str, str]:
    """What a difference stands under: its measure, with the Chinese name on an English page, or its kind."""
    if one.kind != "lever":
        return say(f"kind {one.kind}"), ""
    measure = BY_CLAUSE[LEVERS[one.name].clause or 0]
    return f"({measure.clause}) {say.measure(measure.name)}", "" if say.is_chinese else measure.chinese


def _text(one: Difference, say: Phrases) -> str:
    if one.kind in ("lever", "event", "behaviour"):
        text = say.called(one.name)
        named = "" if text == one.name else text
        return named if one.unit in UNTOLD else say("in unit", name=named, unit=say.unit(one.unit)).strip()
    return say(f"{one.kind} {one.name}")


def came_out(effects: pd.DataFrame, names: Sequence[str], say: Phrases) -> list[tuple[str, list[str]]]:
    """Sentences on the watched indicators for each policy."""
    found = []
    for name in names:
        mine = effects[(effects["scenario"] == name) & (effects["group_kind"] == "county_type")].to_dict("records")
        by_label = {(row["indicator"], row["group"]): row for row in mine}
        sentences = [
            _sentence(one, [by_label[one, side] for side in SIDES], say)
            for one in WATCHED
            if all((one, side) in by_label for side in SIDES)
        ]
        found.append((name, sentences))
    return found


def _sentence(indicator: str, sides: Sequence[Mapping[Hashable, Any]], say: Phrases) -> str:
    how = numbers.scale(sides[0]["unit"], max(abs(side["reference"]) for side in sides), say)
    parts = []
    for side in sides:
        effect, low, high = (how.factor * side[part] for part in ("effect", "low", "high"))
        key = "one seed side" if pd.isna(low) else "sure side" if is_sure(side) else "open side"
        told = numbers.between(effect, low, high, say)
        parts.append(say(key, where=say.group(side["group"]), told=told, unit=how.points))
    return say("came out", name=say.indicator(indicator), parts=say("semicolon").join(parts))
