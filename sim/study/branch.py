"""Many policies from one past: the block of a comparison, all runs of one seed.

The reference runs from its burn-in to the end. Where another scenario begins to differ, a copy of the model is taken
(`Model.branch`) and goes on under that scenario; the placebo is a copy in which only the lots of queues are drawn anew.
Of all runs but the reference one copy is in memory at a time.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from sim.dated import month_number
from sim.differences import shared_months
from sim.model import Model
from sim.provenance import code_files, code_hash, run_id
from sim.scenario import Scenario
from sim.state.codes import YEAR
from sim.study.pairs import household_effects, place_statistics
from sim.study.record import Numbers, Record

SCHEMA = 1
"""Version of what a block returns."""
PLACEBO = "placebo"
OTHER_LOTS = 1
"""Key of the lots of the placebo."""
LUCK = "luck"
"""Factor of the design: which of the seeds, counted from that of the reference."""
MOST_SEEDS = 2**64


@dataclass(frozen=True)
class Block:
    """The runs of a comparison under one seed: a target of `sim.study.sweep`.

    Attributes
    ----------
    scenarios : the reference, then what is compared with it; all with the same people and months
    threads : of each model
    begin : month in which the placebo is copied, and from which a scenario that never differs counts; None is the first
        in which one of the scenarios differs
    has_placebo : whether the placebo is run too
    """

    scenarios: tuple[Scenario, ...]
    threads: int
    begin: int | None = None
    has_placebo: bool = True
    name: str = "comparison"
    months: Sequence[str] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """Month from which each policy, then the placebo if there is one, may differ from the reference; copied there.

        -1 for a scenario that differs from before the first month, which is run by itself.
        """
        reference = self.scenarios[0]
        shared = [shared_months(reference, scenario) for scenario in self.scenarios[1:]]
        starts = [self.first if month == reference.months else month for month in shared]
        return (*starts, self.first) if self.has_placebo else tuple(starts)

    @property
    def first(self) -> int:
        """Month from which anything may differ."""
        if self.begin is not None:
            return self.begin
        reference = self.scenarios[0]
        first = min(max(0, shared_months(reference, scenario)) for scenario in self.scenarios[1:])
        if first < reference.months:
            return first
        policy = month_number(reference.policy_from) - month_number(reference.start)  # nobody ever differs
        return min(max(0, policy), reference.months - 1)

    @property
    def window(self) -> int:
        """Months that the mean of a monthly indicator is over: the last twelve, or as many as can differ."""
        return min(YEAR, self.scenarios[0].months - self.first)

    @property
    def identity(self) -> str:
        """Hash of all that determines the numbers but for the seed."""
        content = [SCHEMA, self.run_ids, self.first, self.has_placebo]
        return hashlib.blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()

    @property
    def run_ids(self) -> list[str]:
        """Names of the runs of its scenarios under the seed of the reference."""
        return [run_id(scenario.resolved(), self.scenarios[0].seed, code_hash()) for scenario in self.scenarios]

    def describe(self) -> dict[str, Any]:
        """What the manifest tells, by which another comparison finds runs that it needs too."""
        worlds = [scenario.resolved() for scenario in self.scenarios]
        told = {"runs": self.run_ids, "first": self.first, "has_placebo": self.has_placebo}
        return {**told, "worlds": worlds, "files": code_files()}

    @classmethod
    def from_manifest(cls, told: Mapping[str, Any]) -> Self:
        """The block that a manifest tells of, made of the code that is here.

        Raises
        ------
        InputError
            If this code no longer allows what it tells.
        """
        scenarios = tuple(Scenario.told(world) for world in told["worlds"])
        return cls(scenarios, threads=1, begin=told["first"], has_placebo=told["has_placebo"])

    def seed(self, place: int) -> int:
        """The seed at a place of the sequence that begins with the seed of the reference."""
        return (self.scenarios[0].seed + place) % MOST_SEEDS

    def __call__(self, factors: Mapping[str, Any], seed: int, /) -> dict[str, Numbers]:
        """Run everything once; the seed of the study plays no part.

        Returns
        -------
        dict of flattened arrays; first axes: contrasts (policies, then the placebo), then (policy, reference)
            levels (1 + contrasts, labels) with the reference first, relapse (…, readings, sides) and money
            (…, measures, sides, kinds) summed over the months from which they differ, households (contrasts, outcomes,
            households), places (contrasts, measures, sides, statistics), people (columns of `Household`, households)
        """
        reference, records = self.run(self.seed(int(factors[LUCK])))
        made = {
            "levels": np.stack([record.levels for record in (reference, *records)]),
            "relapse": np.stack([_both_sums(record.relapse, reference.relapse) for record in records]),
            "money": np.stack([_both_sums(record.money, reference.money) for record in records]),
            "households": np.stack([household_effects(record, reference) for record in records]),
            "places": np.stack([place_statistics(record, reference) for record in records]),
            "people": np.stack(reference.household),
        }
        return {name: values.ravel() for name, values in made.items()}

    def run(self, seed: int) -> tuple[Record, list[Record]]:
        """Records of the reference, and of the policies and the placebo, each from where it may differ."""
        begin = max(0, min(self.first, *self.starts))
        asked = [(scenario, 0) for scenario in self.scenarios[1:]]
        if self.has_placebo:
            asked.append((self.scenarios[0], OTHER_LOTS))
        records = {
            which: self._lived(self._model(scenario, seed))
            for which, ((scenario, _), start) in enumerate(zip(asked, self.starts, strict=True))
            if start < 0
        }
        model = self._model(self.scenarios[0], seed)
        while model.month < begin:
            model.step()
        reference = Record(model)
        while model.running:
            for which, ((scenario, ties), start) in enumerate(zip(asked, self.starts, strict=True)):
                if start == model.month:
                    records[which] = self._lived(model.branch(scenario, ties=ties))
            model.step()
            reference.observe(model)
        reference.close(model, self.window)
        return reference, [records[which] for which in range(len(asked))]

    def _model(self, scenario: Scenario, seed: int) -> Model:
        return Model(scenario, rng=seed, threads=self.threads, check=True)

    def _lived(self, model: Model) -> Record:
        """Run to the end."""
        record = Record(model)
        while model.running:
            model.step()
            record.observe(model)
        record.close(model, self.window)
        return record


def _both_sums(monthly: Numbers, reference: Numbers) -> Numbers:
    """Sums of a run and of the reference over the months of the run."""
    return np.stack([monthly.sum(axis=0), reference[-len(monthly) :].sum(axis=0)])
