"""The keys of a scenario file: how each is read onto what was there before."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sim.behaviour import Behaviour
from sim.dated import Part, Timeline, read_month, read_part
from sim.declare import Quantity, declared, did_you_mean, shown
from sim.errors import InputError
from sim.events import Events
from sim.files import Written
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.population.settings import (
    FEWEST_COUNTIES,
    FEWEST_HOUSEHOLDS,
    MOST_HOUSEHOLDS,
    SYNTHETIC,
    Population,
    all_counties,
    chosen_counties,
)
from sim.rules import VARIANTS

LEVERS: Mapping[str, Quantity] = declared(Levers)
BEHAVIOUR: Mapping[str, Quantity] = declared(Behaviour)
EVENTS: Mapping[str, Quantity] = declared(Events)
FUND_CLOSURES = ("zero_sum", "new_money")
BUDGET_CLOSURES = ("additive", "fixed_pool")
MOST_MONTHS = 600
LARGEST_SEED = 2**64 - 1
LAST_START = "2050-12"
NAME = re.compile(r"\w[\w.-]{0,79}")


def unknown_override(name: str) -> str:
    """What is wrong with a name that is neither a lever's nor one of behaviour."""
    return f"{shown(name)} is neither a lever nor one of behaviour{did_you_mean(name, [*LEVERS, *BEHAVIOUR])}"


def unknown(name: str, section: str) -> str:
    """What is wrong with a name that a section does not have."""
    sections = {"levers": LEVERS, "behaviour": BEHAVIOUR, "events": EVENTS}
    for other, names in sections.items():
        if name in names:
            return f"{shown(name)} is not one of {section}; it belongs under `{other}`"
    return f"unknown name {shown(name)} in {section}{did_you_mean(name, sections[section])}"


def _name(entry: Written, _: str) -> str:
    name = entry.text("name")
    if not NAME.fullmatch(name):
        entry.refuse("name", "letters, digits, '-', '_' and '.', at most 80 of them, for it names a folder")
    return name


def _title(entry: Written, _: str) -> str:
    return entry.text("title")


def _start(entry: Written, _: str) -> str:
    return read_month(entry, "start", last=LAST_START)


def _policy_from(entry: Written, _: str) -> str:
    return read_month(entry, "policy_from")


def _months(entry: Written, _: int) -> int:
    return entry.whole("months", 1, MOST_MONTHS)


def _seed(entry: Written, _: int) -> int:
    return entry.whole("seed", 0, LARGEST_SEED)


def _parts(entry: Written, section: str, names: Mapping[str, Quantity]) -> dict[str, Part]:
    parts = {}
    for name, part in entry.mapping(section).items():
        if name not in names:
            part.fault(unknown(name, section))
        parts[name] = read_part(part, name, names[name])
    return parts


def extended(timelines: Mapping[str, Timeline], parts: Mapping[str, Part]) -> dict[str, Timeline]:
    """Timelines with one more part each; a number without a date takes the place of another one."""
    longer = dict(timelines)
    for name, part in parts.items():
        before = longer.get(name, ())
        if before and len(part) == 1 and part[0].month is None and before[-1][0].month is None:
            before = before[:-1]
        longer[name] = (*before, part)
    return longer


def _levers(entry: Written, before: Mapping[str, Timeline]) -> dict[str, Timeline]:
    return extended(before, _parts(entry, "levers", LEVERS))


def _events(entry: Written, before: Mapping[str, Timeline]) -> dict[str, Timeline]:
    return extended(before, _parts(entry, "events", EVENTS))


def _behaviour(entry: Written, before: Behaviour) -> Behaviour:
    values = {}
    for name, value in entry.mapping("behaviour").items():
        if name not in BEHAVIOUR:
            value.fault(unknown(name, "behaviour"))
        values[name] = value.number(name, BEHAVIOUR[name])
    return before._replace(**values)


def _rules(entry: Written, before: Mapping[str, str]) -> dict[str, str]:
    chosen = entry.mapping("rules", VARIANTS).items()
    return {**before, **{slot: name.choice(f"rule {slot}", VARIANTS[slot]) for slot, name in chosen}}


def _fund_closure(entry: Written, _: str) -> str:
    return entry.choice("fund_closure", FUND_CLOSURES)


def _budget_closure(entry: Written, _: str) -> str:
    return entry.choice("budget_closure", BUDGET_CLOSURES)


def _population(entry: Written, before: Population) -> Population:
    entries = entry.mapping("population", Population._fields)
    source, counties, households, seed = before
    if "source" in entries:
        source = entries["source"].choice("source", (SYNTHETIC,))
    if "households" in entries:
        households = entries["households"].whole("households", FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS)
    if "counties" in entries:
        counties = _counties(entries["counties"])
    if "seed" in entries:
        seed = None if entries["seed"].value is None else entries["seed"].whole("seed", 0, LARGEST_SEED)
    chosen = Population(source, counties, households, seed)
    try:
        chosen_counties(chosen)
    except InputError as problem:
        entries.get("counties", entry).fault(str(problem))
    return chosen


def _counties(entry: Written) -> int | tuple[str, ...]:
    """How many, or their ids in order of the alphabet: the order in which they are named changes nothing."""
    if isinstance(entry.value, list):
        return tuple(sorted(county.text("county") for county in entry.items("counties")))
    return entry.whole("counties", FEWEST_COUNTIES, len(all_counties()))


def _outputs(entry: Written, _: tuple[str, ...]) -> tuple[str, ...]:
    names = set()
    for item in entry.items("outputs"):
        name = item.text("an output")
        if name not in DEFINITIONS:
            item.fault(f"unknown indicator {shown(name)} in outputs{did_you_mean(name, DEFINITIONS)}")
        if name in names:
            item.fault(f"indicator {shown(name)} comes twice in outputs")
        names.add(name)
    if not names:
        entry.fault("outputs names no indicator; leave it out to keep all")
    return tuple(name for name in DEFINITIONS if name in names)


READERS: dict[str, Callable[[Written, Any], Any]] = {
    "name": _name,
    "title": _title,
    "start": _start,
    "months": _months,
    "policy_from": _policy_from,
    "seed": _seed,
    "levers": _levers,
    "behaviour": _behaviour,
    "events": _events,
    "rules": _rules,
    "fund_closure": _fund_closure,
    "budget_closure": _budget_closure,
    "population": _population,
    "outputs": _outputs,
}
"""How each key is read: what is written, what was there before, what is there after."""

KEYS = (*READERS, "extends")
SECTIONS = ("levers", "behaviour", "events", "rules", "population")
"""Keys whose entries are set one by one; what a file does not name stays."""
