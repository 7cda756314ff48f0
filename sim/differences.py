"""What differs between two scenarios: in words, and from which month on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

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


class Says(NamedTuple):
    """How a difference is told: sentences with gaps. Pages in other languages have their own."""

    instead: str = "{mine} instead of {its}"
    throughout: str = "{change} throughout"
    since: str = "{change} from {since}"
    between: str = "{change} from {since} to {until}"
    step: str = "{value} from {since}"
    ramp: str = "to {value} over {since} to {until}"
    named: str = "{count} named ones"
    own: str = "the run's"
    nothing: str = "none"
    comma: str = ", "


ENGLISH = Says()


class Difference(NamedTuple):
    """One thing that differs.

    Attributes
    ----------
    kind : "setting", "population", "rule", "lever", "event" or "behaviour"
    name : of the setting, the lever, …
    unit : of its numbers; empty where they have none
    told : what it is here and what there, in words
    """

    kind: str
    name: str
    unit: str
    told: str


HEADS = {"population": "population {name}", "rule": "rule of {name}"}
"""What stands before the words where it is more than the name."""


def differences(one: "Scenario", other: "Scenario") -> list[str]:
    """What differs in one scenario from another, a line each, with units and dates."""
    lines = []
    for kind, name, unit, told in differing(one, other):
        head = HEADS.get(kind, "{name}").format(name=name)
        lines.append(f"{head} [{unit}]: {told}" if unit else f"{head}: {told}")
    return lines


def differing(one: "Scenario", other: "Scenario", says: Says = ENGLISH) -> list[Difference]:
    """What differs in one scenario from another, thing by thing, in the order of declarations."""
    found = []
    for name in ("start", "months", "fund_closure", "budget_closure"):
        mine, its = getattr(one, name), getattr(other, name)
        if mine != its:
            found.append(Difference("setting", name, "", says.instead.format(mine=mine, its=its)))
    for name, mine, its in zip(one.population._fields, one.population, other.population, strict=True):
        if mine != its:
            told = says.instead.format(mine=_people(mine, says), its=_people(its, says))
            found.append(Difference("population", name, "", told))
    for slot, theory in one.rules.items():
        if theory != other.rules[slot]:
            found.append(Difference("rule", slot, "", says.instead.format(mine=theory, its=other.rules[slot])))
    for kind, names, at in (("lever", LEVERS, "levers_at"), ("event", EVENTS, "events_at")):
        paths = [[getattr(scenario, at)(t) for t in range(scenario.months)] for scenario in (one, other)]
        for name in names:
            mine, its = ([getattr(values, name) for values in path] for path in paths)
            if told := paths_in_words(mine, its, one.start, says):
                found.append(Difference(kind, name, names[name].unit, told))
    if one.ensemble != other.ensemble:
        mine, its = ("behaviour" if told is None else told.file for told in (one.ensemble, other.ensemble))
        found.append(Difference("setting", "ensemble", "", says.instead.format(mine=mine, its=its)))
    drawn = one.ensemble.names if one.ensemble is not None and one.ensemble == other.ensemble else ()
    for name in (name for name in Behaviour._fields if name not in drawn):
        mine, its = getattr(one.behaviour, name), getattr(other.behaviour, name)
        if mine != its:
            told = says.instead.format(mine=_number(mine), its=_number(its))
            found.append(Difference("behaviour", name, BEHAVIOUR[name].unit, told))
    return found


def paths_in_words(mine: Sequence[float], its: Sequence[float], start: str, says: Says = ENGLISH) -> str:
    """How monthly values differ from others: "1.3 instead of 1 from 2021-12"; nothing if they do not."""
    differ = [t for t, (a, b) in enumerate(zip(mine, its, strict=False)) if a != b]
    if not differ:
        return ""
    pairs = {(mine[t], its[t]) for t in differ}
    if len(pairs) > 1 or len(differ) <= differ[-1] - differ[0]:
        here, there = (path_in_words(values, start, says) for values in (mine, its))
        return says.instead.format(mine=here, its=there)
    first, last = differ[0], differ[-1]
    since, until = (month_name(month_number(start) + t) for t in (first, last))
    is_to_the_end = last == min(len(mine), len(its)) - 1
    change = says.instead.format(mine=_number(mine[first]), its=_number(its[first]))
    when = says.between if not is_to_the_end else says.throughout if first == 0 else says.since
    return when.format(change=change, since=since, until=until)


def path_in_words(values: Sequence[float], start: str, says: Says = ENGLISH) -> str:
    """Monthly values as "1, 1.3 from 2021-12"; changes month by month as "1, to 1.3 over 2021-12 to 2022-11"."""
    first = month_number(start)
    changes = [t for t in range(1, len(values)) if values[t] != values[t - 1]]
    parts = [_number(values[0])]
    while changes:
        length = 1
        while length < len(changes) and changes[length] == changes[0] + length:
            length += 1
        length = length if length >= RAMP else 1
        since, until = (month_name(first + t) for t in (changes[0], changes[length - 1]))
        how = says.ramp if length > 1 else says.step
        parts.append(how.format(value=_number(values[changes[length - 1]]), since=since, until=until))
        changes = changes[length:]
    return says.comma.join(parts)


def _ground(scenario: "Scenario") -> tuple[object, ...]:
    """What acts from before the first month."""
    closures = (scenario.fund_closure, scenario.budget_closure)
    return scenario.start, scenario.population, scenario.behaviour_values(), dict(scenario.rules), closures


def _people(value: object, says: Says) -> str:
    if isinstance(value, OwnData):
        return says.comma.join(part for part in value if part) or says.nothing
    if isinstance(value, tuple):
        return says.named.format(count=len(value))
    return says.own if value is None else str(value)


def _number(value: float) -> str:
    return f"{value:,.10g}"
