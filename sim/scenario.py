"""A scenario: levers and events over time, behaviour, rules, population, horizon; from YAML or from Python."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import normpath
from pathlib import Path
from typing import Any, Self

from sim import files
from sim.behaviour import Behaviour
from sim.dated import Step, Timeline, in_order, month_number, told, value_at
from sim.declare import checked, did_you_mean, shown
from sim.differences import differences
from sim.ensemble import Ensemble, read_told, read_word
from sim.errors import InputError
from sim.events import Events
from sim.files import Written
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.population.settings import Population, as_written
from sim.rules import VARIANTS
from sim.sections import (
    BEHAVIOUR,
    BUDGET_CLOSURES,
    FUND_CLOSURES,
    KEYS,
    LEVERS,
    NAME,
    READERS,
    SECTIONS,
    extended,
    unknown_override,
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is simulated, from which month to which, under which policy.

    A scenario file has these fields as keys, and `extends`: a file that this one begins from, relative to it. `events`
    are what happens from outside: a stop of movement, a slump at the destinations, a drought.

    Attributes
    ----------
    name : short name, also of the folder of a run; the file's own name if it gives none
    title : one line for figures; the name if there is none
    start : first month, such as "2020-01"
    months : how many months are simulated, 1 to 600
    policy_from : month from which a lever without a date holds; before the start it is the start
    seed : key of all luck, unless a run asks for another
    levers : `{x: 1.5}` holds from `policy_from`; `{x: {2021-12: 1, 2023-01: {to: 2, over: 12}}}` is dated. Before its
        first date a lever keeps what the extended file says, else its default
    behaviour : what is believed about people, firms and offices, for the whole run
    ensemble : sets of beliefs of which each seed runs one, in place of some of `behaviour`; or None
    events : dated as levers are; a number without a date holds from the start
    rules : the theory chosen for each step that has several
    fund_closure : "zero_sum" (others lose what key counties gain) or "new_money"
    budget_closure : "additive" (a dose changes the bill) or "fixed_pool"
    population : the counties, and how many households of each
    outputs : indicators that are kept
    origins : file and line of each value that is set, or "override" or "argument", by dotted key
    """

    name: str = "scenario"
    title: str = "scenario"
    start: str = "2020-01"
    months: int = 72
    policy_from: str = "2021-12"
    seed: int = 1
    levers: Mapping[str, Timeline] = field(default_factory=dict)
    behaviour: Behaviour = field(default_factory=Behaviour)
    ensemble: Ensemble | None = None
    events: Mapping[str, Timeline] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=lambda: {slot: names[0] for slot, names in VARIANTS.items()})
    fund_closure: str = FUND_CLOSURES[0]
    budget_closure: str = BUDGET_CLOSURES[0]
    population: Population = field(default_factory=Population)
    outputs: tuple[str, ...] = tuple(DEFINITIONS)
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a scenario file and those that it extends.

        Raises
        ------
        InputError
            If a file is missing or no such YAML, a key or name is unknown, or a value is not allowed: one sentence
            that begins with file and line.
        """
        if not isinstance(path, (str, Path)):
            raise InputError(f"scenario is {shown(path)}; allowed is a path or a Scenario")
        path = Path(path)
        document = files.read(path)
        if "name" not in document.value and not NAME.fullmatch(path.stem):
            document.fault(f"the file's own name {shown(path.stem)} cannot name a folder; give the scenario a `name`")
        return cls._read(document, path.parent, path.stem, [path])

    @classmethod
    def make(cls, **fields: object) -> Self:
        """A scenario from Python: keys and values as in a file, `extends` relative to the current folder.

        Raises
        ------
        InputError
            If a key or name is unknown, or a value is not allowed.
        """
        return cls._read(files.given(fields), Path(), "scenario", [])

    @classmethod
    def told(cls, resolved: Mapping[str, Any]) -> Self:
        """The scenario of which `resolved` told, as results keep it; unlike a file's it names no other file.

        Raises
        ------
        InputError
            If this version no longer allows it.
        """
        if "extends" in resolved:
            raise InputError("a resolved scenario extends another file; allowed is one that stands by itself")
        return cls.make(**{key: value for key, value in resolved.items() if key != "origins"})

    def replace(
        self,
        *,
        seed: int | None = None,
        months: int | None = None,
        population: "Population | Mapping[str, object] | None" = None,
        **overrides: float,
    ) -> Self:
        """Return it with another seed, horizon or population, levers or behaviour.

        Parameters
        ----------
        seed, months, population : as in a file; of a population given as a mapping, what it does not name stays
        **overrides : levers and behaviour by name; a lever's whole path from `policy_from` is replaced

        Raises
        ------
        InputError
            If a name is neither a lever's nor one of behaviour, or a value is not allowed.
        """
        if isinstance(population, Population):
            population = as_written(population)
        fields = {"seed": seed, "months": months, "population": population}
        given = files.given({key: value for key, value in fields.items() if value is not None})
        return self._amended(given.value, "override").with_overrides(overrides)

    def with_overrides(self, overrides: Mapping[str, float]) -> Self:
        """Return it with other levers or behaviour, by name; a lever's whole path from `policy_from` is replaced.

        Raises
        ------
        InputError
            If a name is neither a lever's nor one of behaviour, or a value is not allowed.
        """
        parts, values, origins = {}, {}, dict(self.origins)
        for name, value in overrides.items():
            if name in LEVERS:
                parts[name] = (Step(None, checked(name, value, LEVERS[name])),)
                origins[f"levers.{name}"] = "override"
            elif name in BEHAVIOUR:
                values[name] = checked(name, value, BEHAVIOUR[name])
                origins[f"behaviour.{name}"] = "override"
            else:
                raise InputError(unknown_override(name))
        levers, behaviour = extended(self.levers, parts), self.behaviour._replace(**values)
        ensemble = self.ensemble and self.ensemble.without(values)
        return dataclasses.replace(self, levers=levers, behaviour=behaviour, ensemble=ensemble, origins=origins)

    def levers_at(self, t: int) -> Levers:
        """Levers in force `t` months after the start; before it, the baseline's."""
        if t < 0:
            return Levers()
        return Levers()._replace(**self._values(self.levers, Levers._field_defaults, self.policy_from, t))

    def events_at(self, t: int) -> Events:
        """What happens from outside `t` months after the start; before it, nothing."""
        if t < 0:
            return Events()
        return Events()._replace(**self._values(self.events, Events._field_defaults, self.start, t))

    def behaviour_values(self) -> Behaviour:
        """What is believed under this seed."""
        return self.behaviour if self.ensemble is None else self.behaviour._replace(**self.ensemble.member(self.seed))

    def differences(self, other: "Scenario") -> list[str]:
        """What differs from another scenario, a line each, with units and dates."""
        return differences(self, other)

    def resolved(self) -> dict[str, Any]:
        """Every value, defaults included, as JSON has it.

        A lever or event that leaves its default is told as dates with numbers. All but `origins` can be given to
        `make`, and yields the same run.
        """
        built = {name: Levers._field_defaults[name] for name in LEVERS}
        levers = self._told(self.levers, built, self.policy_from)
        events = self._told(self.events, Events._field_defaults, self.start)
        return {
            "name": self.name,
            "title": self.title,
            "start": self.start,
            "months": self.months,
            "policy_from": self.policy_from,
            "seed": self.seed,
            "levers": levers,
            "behaviour": self.behaviour_values()._asdict(),
            **({} if self.ensemble is None else {"ensemble": self.ensemble.told()}),
            "events": events,
            "rules": dict(self.rules),
            "fund_closure": self.fund_closure,
            "budget_closure": self.budget_closure,
            "population": as_written(self.population),
            "outputs": list(self.outputs),
            "origins": dict(self.origins),
        }

    def origin(self, key: str) -> str:
        """What set a value: file and line, "override", "argument", or "default".

        Parameters
        ----------
        key : dotted key of a resolved value, such as "months" or "levers.fund_tilt_tilt"

        Raises
        ------
        InputError
            If there is no such value.
        """
        resolved = self.resolved()
        del resolved["origins"]
        keys = [key for key in resolved if key not in SECTIONS]
        keys += [f"{section}.{name}" for section in SECTIONS for name in resolved[section]]
        if key not in keys:
            raise InputError(f"unknown key {shown(key)}{did_you_mean(key, keys)}")
        return self.origins.get(key, "default")

    @classmethod
    def _read(cls, document: Written, folder: Path, stem: str, chain: list[Path]) -> Self:
        """What a document and those it extends say, the last of them first."""
        layers = [document]
        while "extends" in layers[-1].mapping("a scenario", KEYS):
            entry = layers[-1].value["extends"]
            path = Path(normpath(folder / entry.text("extends")))
            layers.append(files.read(path, entry))
            if any(path.samefile(other) for other in chain):
                entry.fault(f"extends goes in a circle: {' → '.join(str(other) for other in [*chain, path])}")
            chain, folder = [*chain, path], path.parent
        scenario = cls()
        for layer in reversed(layers):
            origins = {key: place for key, place in scenario.origins.items() if key not in ("name", "title")}
            scenario = dataclasses.replace(scenario, name=stem, origins=origins)._amended(layer.value)
            if "title" not in layer.value:
                scenario = dataclasses.replace(scenario, title=scenario.name)
        return scenario

    def _amended(self, entries: Mapping[str, Written], by: str = "argument") -> Self:
        """Return it with what one file or call says."""
        changes: dict[str, Any] = {}
        origins = dict(self.origins)
        for key, entry in entries.items():
            if key in ("extends", "ensemble"):
                continue
            if key == "behaviour" and isinstance(entry.value, str):
                changes["ensemble"] = ensemble = read_word(entry)
                origins |= {f"behaviour.{name}": str(entry.place) or by for name in ensemble.names}
                continue
            changes[key] = READERS[key](entry, getattr(self, key))
            if key == "behaviour" and self.ensemble is not None:
                changes["ensemble"] = self.ensemble.without(entry.value)
            for name, part in entry.value.items() if key in SECTIONS else [("", entry)]:
                origins[f"{key}.{name}" if name else key] = str(part.place) or by
        if "ensemble" in entries:
            changes["ensemble"] = read_told(entries["ensemble"])
        return dataclasses.replace(self, **changes, origins=origins)

    def _values(
        self, timelines: Mapping[str, Timeline], defaults: Mapping[str, Any], plain_from: str, t: int
    ) -> dict[str, float]:
        first, month = month_number(plain_from), month_number(self.start) + t
        return {name: value_at(in_order(path, first), defaults[name], month) for name, path in timelines.items()}

    def _told(
        self, timelines: Mapping[str, Timeline], defaults: Mapping[str, Any], plain_from: str
    ) -> dict[str, float | dict[str, float]]:
        first = month_number(self.start)
        months = range(first, first + self.months)
        values: dict[str, float | dict[str, float]] = dict(defaults)
        for name, path in timelines.items():
            changes = in_order(path, month_number(plain_from))
            values[name] = told([value_at(changes, defaults[name], month) for month in months], defaults[name], first)
        return values
