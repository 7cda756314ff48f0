"""A calibration file: history, what is free, the targets, how much is run; every fault with file and line."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Self

import numpy as np

from sim import files
from sim.calibration.effort import Effort
from sim.calibration.free import check_free
from sim.calibration.history import Aims
from sim.calibration.momenttarget import MomentTarget
from sim.calibration.targets import CHECK, FIT, Target, covariance, targets
from sim.dated import month_number
from sim.errors import InputError
from sim.files import Written
from sim.scenario import Scenario
from sim.sections import NAME, READERS
from sim.study import varied

EFFORT = ("points", "replicates", "waves", "members", "truths", "seed")
KEYS = ("name", "title", "history", "population", "free", "targets", *EFFORT)
MOST = 1_000_000


@dataclass(frozen=True)
class CalibrationFile:
    """What a calibration file says.

    Attributes
    ----------
    name, title : as in a scenario
    scenario : what happened, with the people of this calibration
    priors : free parameter -> ends of its uniform prior
    asked : targets that are read, those of role "check" beside those of "fit"
    effort : how much is run
    """

    name: str
    title: str
    scenario: Scenario
    priors: Mapping[str, tuple[float, float]]
    asked: tuple[Target, ...]
    effort: Effort

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a calibration file and the scenario and targets that it names, relative to it.

        Raises
        ------
        InputError
            If a file is missing or no such YAML, a key or name is unknown, or a value is not allowed: one sentence
            that begins with file and line.
        """
        path = Path(path)
        document = files.read(path)
        entries = document.mapping("a calibration", KEYS)
        for key in ("history", "free"):
            if key not in entries:
                document.fault(f"a calibration needs `{key}`")
        name = entries["name"].text("name") if "name" in entries else path.stem
        if not NAME.fullmatch(name):
            entries.get("name", document).refuse("name", "letters, digits, '-', '_' and '.', for it names a folder")
        numbers = {key: entries[key].whole(key, 0, MOST) for key in EFFORT if key in entries}
        try:
            effort = Effort(**numbers)
        except InputError as problem:
            entries.get(str(problem).split(" ", 1)[0], document).fault(str(problem))
        scenario = _history(entries, path.parent)
        folder = normpath(path.parent / entries["targets"].text("targets")) if "targets" in entries else None
        asked = targets(folder, roles=(FIT, CHECK))
        first = month_number(scenario.start)
        for target in asked:
            if not 0 <= month_number(target.month) - first < scenario.months:
                entries["history"].fault(f"{target.id} is read in {target.month}, which {scenario.name} does not have")
        title = entries["title"].text("title") if "title" in entries else name
        return cls(name, title, scenario, _priors(entries["free"]), asked, effort)

    @property
    def aims(self) -> Aims:
        """What is fitted."""
        fitted = [target for target in self.asked if target.role == FIT]
        value = np.array([target.value for target in fitted])
        return Aims(tuple(target.id for target in fitted), value, covariance(fitted))

    @property
    def target(self) -> MomentTarget:
        """What is run."""
        return MomentTarget(self.name, self.scenario, self.asked)


def _history(entries: Mapping[str, Written], folder: Path) -> Scenario:
    entry = entries["history"]
    try:
        scenario = Scenario.load(Path(normpath(folder / entry.text("history"))))
    except InputError as problem:
        if str(problem).startswith(f"{entry.place.file}:"):
            raise
        entry.fault(str(problem))
    if "population" in entries:
        people = READERS["population"](entries["population"], scenario.population)
        scenario = dataclasses.replace(scenario, population=people)
    return scenario


def _priors(entry: Written) -> dict[str, tuple[float, float]]:
    """Ranges of the free parameters, `declared` or narrower."""
    found, kinds = varied.read(files.Written({"behaviour": entry}, entry.place))
    try:
        check_free(list(kinds))
    except InputError as problem:
        named = entry.value if isinstance(entry.value, dict) else {}
        culprit = next((part for name, part in named.items() if f"'{name}'" in str(problem)), entry)
        culprit.fault(str(problem))
    for name, factor in found.items():
        if not hasattr(factor, "support"):
            entry.value[name].fault(f"{name} has a list of values; allowed is `declared` or a range [low, high]")
    return {name: tuple(float(end) for end in factor.support()) for name, factor in found.items()}  # type: ignore[misc]
