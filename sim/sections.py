"""The keys of a scenario file: how each is read onto what was there before."""

import re
from collections.abc import Callable, Mapping
from os.path import normpath
from pathlib import Path
from typing import Any

from sim.behaviour import Behaviour
from sim.dated import Part, Timeline, read_month, read_part
from sim.declare import Quantity, declared, did_you_mean, shown
from sim.errors import InputError
from sim.events import Events
from sim.files import Written
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.population.facts import check_facts
from sim.population.places import FEWEST_COUNTIES, all_counties
from sim.population.settings import (
    FEWEST_HOUSEHOLDS,
    FULL,
    GIVEN,
    MICRODATA,
    MOST_HOUSEHOLDS,
    RAKED,
    SAMPLE,
    SYNTHETIC,
    OwnData,
    Population,
    chosen_counties,
    digest_of,
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
POPULATION = (
    *("source", "counties", "households", "scale", "persons", "mapping", "weights", "per_county", "facts", "seed"),
    "digest",
)
"""Keys of a population; `digest` is told of a run, and checks that its files are still the same."""
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
    """People made up, or from files of one's own, named relative to the file that names them."""
    entries = entry.mapping("population", POPULATION)
    chosen = before._replace(own=_own(entries, before.own))
    if "source" in entries:
        chosen = chosen._replace(source=entries["source"].choice("source", (SYNTHETIC, MICRODATA)))
    for key in ("households", "per_county"):
        if key in entries and not isinstance(entries[key].value, str):
            count = entries[key].whole(key, FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS)
            chosen = chosen._replace(households=count)
    if "scale" in entries:
        chosen = chosen._replace(scale=entries["scale"].choice("scale", (SAMPLE, FULL)))
    elif "households" in entries:
        chosen = chosen._replace(scale=SAMPLE)
    if chosen.scale == FULL:
        for key in ("households", "per_county"):
            if key in entries:
                entries[key].fault(
                    f"{key} belongs to a population with `scale: {SAMPLE}`; a full one has all households"
                )
        if chosen.source == MICRODATA:
            entry.fault(
                f"a population with `scale: {FULL}` is made up; allowed with source {MICRODATA}: `scale: {SAMPLE}`"
            )
    if "counties" in entries and not isinstance(entries["counties"].value, str):
        chosen = chosen._replace(counties=_counties(entries["counties"]))
    if "seed" in entries:
        seed = None if entries["seed"].value is None else entries["seed"].whole("seed", 0, LARGEST_SEED)
        chosen = chosen._replace(seed=seed)
    is_own = chosen.source == MICRODATA
    for key in ("households", "persons"):
        if is_own and not getattr(chosen.own, key):
            entry.fault(f"source {MICRODATA} needs `{key}`, a file of the survey")
    for key in ("persons", "mapping", "weights"):
        if key in entries and not is_own:
            entries[key].fault(f"{key} belongs to a population with `source: {MICRODATA}`")
    if not is_own and isinstance(getattr(entries.get("households"), "value", None), str):
        entries["households"].refuse("households", f"a whole number, or a file with `source: {MICRODATA}`")
    try:
        chosen = chosen._replace(own=chosen.own._replace(digest=digest_of(chosen.own)))
        if chosen.own != before.own:
            _check(chosen)
        chosen_counties(chosen)
    except InputError as problem:
        entries.get("counties", entry).fault(str(problem))
    if "digest" in entries and entries["digest"].value != chosen.own.digest:
        entries["digest"].fault("files of the population are not those of the run that is told of; one has changed")
    return chosen


def _check(population: Population) -> None:
    """Read one's own files, row by row."""
    if population.own.facts:
        check_facts(population.own.facts)
    if population.source == MICRODATA:
        from sim.population.survey import read_survey  # brings numba

        read_survey(population.own)


def _own(entries: Mapping[str, Written], before: OwnData) -> OwnData:
    """The files that are named; what is not named stays."""
    found = {}
    for key in ("households", "persons", "mapping", "counties", "facts", "weights"):
        if key not in entries or (key in ("households", "counties") and not isinstance(entries[key].value, str)):
            continue
        name = entries[key].text(key)
        is_word = key == "weights" and name in (RAKED, GIVEN)
        found[key] = name if is_word else normpath(Path(entries[key].place.file).parent / name)
    if "counties" in entries and not isinstance(entries["counties"].value, str):
        found["counties"] = ""
    return before._replace(**found)


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

KEYS = (*READERS, "ensemble", "extends")
SECTIONS = ("levers", "behaviour", "events", "rules", "population")
"""Keys whose entries are set one by one; what a file does not name stays."""
