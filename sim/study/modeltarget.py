"""The model as what a study runs: scenarios and a reference under one luck, from one burn-in.

All worlds of a run have the same people, behaviour and seed. The months in which their levers and events are the same
are simulated once; each world goes on from a copy. A copy continues bit for bit as if it had never been one.
"""

import dataclasses
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.dated import month_number
from sim.differences import shared_months
from sim.model import Model
from sim.provenance import LABELS, code_files, code_hash
from sim.results import month_names
from sim.scenario import Scenario
from sim.sections import LEVERS
from sim.study import measured
from sim.study.measured import Measured
from sim.study.target import Factors, Outcomes

TRUNKS = 4
"""Worlds kept in a process for runs that differ from earlier ones in levers alone."""

KNOWN = 64
"""Values of the reference kept in a process, for the same runs: no lever of theirs changes it."""

REFERENCE = "reference"


class Watched(Model):
    """A model that tells its indicators from the month `since` on only, which spares most of the collecting.

    Every month is looked through for rows that cannot be: a run with one is a failure that names it.
    """

    def __init__(self, scenario: Scenario, since: int) -> None:
        super().__init__(scenario, rng=scenario.seed, check=True)
        self._since = since

    def _collect(self) -> None:
        """Count every month, for the sums of twelve; tell those that are asked for."""
        self._count(self.month)
        if self.month >= self._since:
            self.collected.extend(self._collector.collect(self.world, self.month))


@dataclass
class ModelTarget:
    """Scenarios, run at the values of the factors; see `sim.study.target.Target`.

    Parameters
    ----------
    name : of the study
    scenarios : by name; factors may be levers, behaviour and slots of rules, and hold in all of them
    reference : what effects are taken against; only behaviour and rules hold in it
    outcomes : by name
    series : by name, monthly
    """

    name: str
    scenarios: Mapping[str, Scenario]
    reference: Scenario | None
    outcomes: Mapping[str, Measured]
    series: Mapping[str, Measured] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the months and all that determines the numbers."""
        first = next(iter(self.scenarios.values()))
        self.months: Sequence[str] = month_names(first.start, first.months) if self.series else ()
        self._asked = [*self.outcomes.values(), *self.series.values()]
        self._since = 0 if self.series else first.months - max(item.last for item in self._asked)
        self._trunks: OrderedDict[str, Watched] = OrderedDict()
        self._known: OrderedDict[str, dict[Measured, NDArray[np.float64]]] = OrderedDict()
        content = {**self._told(), "code": code_hash(), "measuring": measuring()}
        text = json.dumps(content, sort_keys=True, allow_nan=False)
        self.identity = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __getstate__(self) -> dict[str, Any]:
        """What workers need: all but the worlds and values kept."""
        return {**self.__dict__, "_trunks": OrderedDict(), "_known": OrderedDict()}

    def __call__(self, factors: Factors, seed: int, /) -> Outcomes:
        """Outcomes and series of one run.

        Raises
        ------
        BooksDoNotClose
            If the model is at fault.
        """
        worlds = self.worlds(factors, seed)
        first = next(iter(worlds.values()))
        before_policy = month_number(first.policy_from) - month_number(first.start)
        shared = min(before_policy, first.months - 1, *(shared_months(first, other) for other in worlds.values()))
        trunk = self._trunk(first, max(shared, 0))
        values: dict[str, dict[Measured, NDArray[np.float64]]] = {}
        for name, world in worlds.items():
            is_reference = name == REFERENCE
            key = _key({**_content(world), "seed": world.seed}) if is_reference else ""
            if key in self._known:
                values[name] = self._known[key]
                continue
            model = trunk.branch(world) if shared >= 0 or world is first else Watched(world, self._since)
            while model.running:
                model.step()
            asked = [item for item in self._asked if is_reference or item.scenario == name]
            values[name] = measured.monthly(model.collected, asked, first.months)
            if is_reference:
                self._known[key] = values[name]
                while len(self._known) > KNOWN:
                    self._known.popitem(last=False)
        return self.outcomes_of(values)

    def worlds(self, factors: Factors, seed: int) -> dict[str, Scenario]:
        """Scenarios of one run by name, the reference last."""
        worlds = {name: _amended(scenario, factors, seed) for name, scenario in self.scenarios.items()}
        if self.reference is not None:
            beliefs = {name: value for name, value in factors.items() if name not in LEVERS}
            worlds[REFERENCE] = _amended(self.reference, beliefs, seed)
        return worlds

    def outcomes_of(self, values: Mapping[str, Mapping[Measured, NDArray[np.float64]]]) -> Outcomes:
        """Outcomes and series from the monthly values of each world."""

        def told(item: Measured) -> NDArray[np.float64]:
            path = values[item.scenario][item]
            return path - values[REFERENCE][item] if item.is_effect else path

        numbers: dict[str, Any] = {name: told(item)[-item.last :].mean() for name, item in self.outcomes.items()}
        return numbers | {name: told(item) for name, item in self.series.items()}

    def describe(self) -> dict[str, Any]:
        """What the manifest tells, and `from_manifest` reads: scenarios, outcomes, the code that made them."""
        return {**self._told(), "code": code_hash(), "measuring": measuring(), "files": code_files()}

    @classmethod
    def from_manifest(cls, name: str, told: Mapping[str, Any]) -> Self:
        """The target that a manifest tells of, made of the code that is here.

        Raises
        ------
        InputError
            If this code no longer allows what it tells.
        """

        def made(resolved: Mapping[str, Any]) -> Scenario:
            return Scenario.told(resolved)

        def read(items: Mapping[str, Sequence[Any]]) -> dict[str, Measured]:
            return {key: Measured(*item) for key, item in items.items()}

        reference = None if told[REFERENCE] is None else made(told[REFERENCE])
        scenarios = {key: made(resolved) for key, resolved in told["scenarios"].items()}
        return cls(name, scenarios, reference, read(told["outcomes"]), read(told["series"]))

    def _told(self) -> dict[str, Any]:
        return {
            "scenarios": {name: _content(scenario) for name, scenario in self.scenarios.items()},
            REFERENCE: None if self.reference is None else _content(self.reference),
            "outcomes": {name: list(item) for name, item in self.outcomes.items()},
            "series": {name: list(item) for name, item in self.series.items()},
        }

    def _trunk(self, first: Scenario, months: int) -> Watched:
        """The first months, which all worlds of the run share; from an earlier run if one had the same."""
        past = [(first.levers_at(t), first.events_at(t)) for t in range(months)]
        ground = {**_content(first), "seed": first.seed, "levers": None, "events": None, "months": first.months}
        key = _key((ground, past))
        trunk = self._trunks.pop(key, None)
        if trunk is None:
            trunk = Watched(first, self._since)
            while trunk.month < months:
                trunk.step()
        self._trunks[key] = trunk
        while len(self._trunks) > TRUNKS:
            self._trunks.popitem(last=False)
        return trunk


def _amended(scenario: Scenario, factors: Factors, seed: int) -> Scenario:
    """A scenario at the values of factors: rules by name, levers and behaviour by number."""
    numbers = {name: value for name, value in factors.items() if name not in scenario.rules}
    rules = {**scenario.rules, **{name: value for name, value in factors.items() if name in scenario.rules}}
    return dataclasses.replace(scenario, rules=rules).replace(seed=seed).with_overrides(numbers)


def _key(content: object) -> str:
    """A short name of what determines a world."""
    return hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()


def _content(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario without what changes no number."""
    return {key: value for key, value in scenario.resolved().items() if key not in LABELS}


def measuring() -> str:
    """Hash of the code of this package that makes outcomes of indicators."""
    digest = hashlib.blake2b(digest_size=16)
    for path in (Path(__file__), Path(measured.__file__)):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
