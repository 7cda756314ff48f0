"""The model as what a calibration runs: history at the free parameters, read as the targets are."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.calibration.targets import Target
from sim.dated import month_number
from sim.model import Model
from sim.provenance import LABELS, code_files, code_hash
from sim.scenario import Scenario
from sim.study.target import Factors


class Read(Model):
    """A model that tells its indicators in some months only, which spares most of the collecting."""

    def __init__(self, scenario: Scenario, months: frozenset[int]) -> None:
        super().__init__(scenario, rng=scenario.seed)
        self._told = months

    def _collect(self) -> None:
        """Count every month, for the sums of twelve; tell those that are asked for."""
        self._count(self.month)
        if self.month in self._told:
            self.collected.extend(self._collector.collect(self.world, self.month))


@dataclass
class MomentTarget:
    """Moments of a scenario by the ids of targets; see `sim.study.target.Target`.

    Parameters
    ----------
    name : of the calibration
    scenario : what happened
    asked : targets, none an input
    """

    name: str
    scenario: Scenario
    asked: tuple[Target, ...]
    months: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Name all that determines the numbers."""
        first = month_number(self.scenario.start)
        self._at = {target.id: month_number(target.month) - first for target in self.asked}
        text = json.dumps({**self._content(), "code": code_hash(), "measuring": measuring()}, sort_keys=True)
        self.identity = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __call__(self, factors: Factors, seed: int, /) -> Mapping[str, float]:
        """Moments of one run, up to the last month that is asked for."""
        months = max(self._at.values()) + 1
        scenario = self.scenario.replace(seed=seed, months=months).with_overrides(factors)
        model = Read(scenario, frozenset(self._at.values()))
        while model.running:
            model.step()
        told = {(row.month, row.group_kind, row.group, row.indicator): row.value for row in model.collected}
        return {
            target.id: told.get((self._at[target.id], target.group_kind, target.group, target.indicator), float("nan"))
            for target in self.asked
        }

    def describe(self) -> dict[str, Any]:
        """What the manifest tells: the scenario, what is read of it, the code that made it."""
        return {**self._content(), "code": code_hash(), "measuring": measuring(), "files": code_files()}

    def _content(self) -> dict[str, Any]:
        resolved = self.scenario.resolved()
        places = {t.id: (t.indicator, t.group_kind, t.group, t.month) for t in self.asked}
        return {"history": {key: value for key, value in resolved.items() if key not in LABELS}, "moments": places}


def measuring() -> str:
    """Hash of the code of this file, which makes moments of indicators."""
    return hashlib.blake2b(Path(__file__).read_bytes().replace(b"\r\n", b"\n"), digest_size=16).hexdigest()
