"""What differs between two scenarios: in words, and from which month on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.behaviour import Behaviour
from sim.dated import month_name, month_number
from sim.population.settings import OwnData
from sim.sections import BEHAVIOUR, EVENTS, LEVERS

if TYPE_CHECKING:
    from sim.scenario import Scenario

RAMP = 3
"""Monthly changes in a row that are told as one."""


def shared_months(one: "Scenario", other: "Scenario") -> int:
    """Months from the start in which two scenarios are the same run, whatever their seeds; -1 if never.

    Closures, rules, behaviour and people act from before the first month, so that scenarios which differ in these
    share nothing.
    """
    if _ground(one) != _ground(other):
        return -1
    months = max(one.months, other.months)
    for t in range(months):
        if one.levers_at(t) != other.levers_at(t) or one.events_at(t) != other.events_at(t):
            return t
    return months


def differences(one: "Scenario", other: "Scenario") -> list[str]:
    """What differs in one scenario from another, a line each, with units and dates."""
    lines = []
    for name in ("start", "months", "fund_closure", "budget_closure"):
        mine, its = getattr(one, name), getattr(other, name)
        if mine != its:
            lines.append(f"{name}: {mine} instead of {its}")
    for name, mine, its in zip(one.population._fields, one.population, other.population, strict=True):
        if mine != its:
            lines.append(f"population {name}: {_people(mine)} instead of {_people(its)}")
    for slot, theory in one.rules.items():
        if theory != other.rules[slot]:
            lines.append(f"rule of {slot}: {theory} instead of {other.rules[slot]}")
    for names, at in ((LEVERS, "levers_at"), (EVENTS, "events_at")):
        paths = [[getattr(scenario, at)(t) for t in range(scenario.months)] for scenario in (one, other)]
        for name in names:
            mine, its = ([getattr(values, name) for values in path] for path in paths)
            if told := paths_in_words(mine, its, one.start):
                lines.append(f"{name} [{names[name].unit}]: {told}")
    for name in Behaviour._fields:
        mine, its = getattr(one.behaviour, name), getattr(other.behaviour, name)
        if mine != its:
            lines.append(f"{name} [{BEHAVIOUR[name].unit}]: {_number(mine)} instead of {_number(its)}")
    return lines


def paths_in_words(mine: Sequence[float], its: Sequence[float], start: str) -> str:
    """How monthly values differ from others: "1.3 instead of 1 from 2021-12"; nothing if they do not."""
    differ = [t for t, (a, b) in enumerate(zip(mine, its, strict=False)) if a != b]
    if not differ:
        return ""
    pairs = {(mine[t], its[t]) for t in differ}
    if len(pairs) > 1 or len(differ) <= differ[-1] - differ[0]:
        return f"{path_in_words(mine, start)} instead of {path_in_words(its, start)}"
    first, last = differ[0], differ[-1]
    since, until = (month_name(month_number(start) + t) for t in (first, last))
    is_to_the_end = last == min(len(mine), len(its)) - 1
    when = "throughout" if is_to_the_end and first == 0 else f"from {since}"
    return f"{_number(mine[first])} instead of {_number(its[first])} {when}" + ("" if is_to_the_end else f" to {until}")


def path_in_words(values: Sequence[float], start: str) -> str:
    """Monthly values as "1, 1.3 from 2021-12"; changes month by month as "1, to 1.3 over 2021-12 to 2022-11"."""
    first = month_number(start)
    changes = [t for t in range(1, len(values)) if values[t] != values[t - 1]]
    parts = [_number(values[0])]
    while changes:
        length = 1
        while length < len(changes) and changes[length] == changes[0] + length:
            length += 1
        length = length if length >= RAMP else 1
        begins, ends = changes[0], changes[length - 1]
        dates = f"{month_name(first + begins)} to {month_name(first + ends)}"
        parts.append(
            f"to {_number(values[ends])} over {dates}"
            if length > 1
            else f"{_number(values[begins])} from {month_name(first + begins)}"
        )
        changes = changes[length:]
    return ", ".join(parts)


def _ground(scenario: "Scenario") -> tuple[object, ...]:
    """What acts from before the first month."""
    closures = (scenario.fund_closure, scenario.budget_closure)
    return scenario.start, scenario.population, scenario.behaviour, dict(scenario.rules), closures


def _people(value: object) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} named ones"
    if isinstance(value, OwnData):
        return ", ".join(part for part in value if part) or "none"
    return "the run's" if value is None else str(value)


def _number(value: float) -> str:
    return f"{value:,.10g}"
