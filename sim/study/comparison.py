"""What a comparison has found: tables, words, a figure; and how it is kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from sim.declare import shown
from sim.durable import write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.scenario import Scenario
from sim.sections import NAME
from sim.stored import are_kind, demand, read_json, read_parquet, refuse
from sim.study.branch import PLACEBO
from sim.study.effects import Precision

if TYPE_CHECKING:
    from sim.forest import Forest

SCHEMA = 1
TOLD = "comparison.json"
TABLES = ("effects", "gainers", "households", "places", "bill", "money")
KINDS = {
    **dict.fromkeys(("policies", "seeds", "failed", "scenarios"), list),
    **dict.fromkeys(("schema", "months_averaged"), int),
    **dict.fromkeys(("name", "reference", "code"), str),
    "versions": dict,
}
"""Kinds of what `comparison.json` holds."""
WATCHED = ("income_mean", "relapse_rate")
"""Indicators that a relative precision is about, in key and in other counties."""


@dataclass(frozen=True)
class Told:
    """What is known of a comparison beside its tables: `comparison.json`.

    Attributes
    ----------
    name : of its folder
    names : of its scenarios, the reference first
    scenarios : they
    seeds : whose runs are done
    failed : columns seed and error, of those that failed
    precision : what `more_seeds` is to reach; None is a quarter of each effect
    window : months that the mean of a monthly indicator is over
    code, versions : that made it
    resolved : the scenarios as they are written, with where each value comes from
    """

    name: str
    names: Sequence[str]
    scenarios: tuple[Scenario, ...]
    seeds: list[int]
    failed: pd.DataFrame
    precision: Precision | None
    window: int
    code: str
    versions: Mapping[str, str]
    resolved: Sequence[Mapping[str, Any]]


class Comparison:
    """Effects of policies against a reference, from runs with the same luck.

    Parameters
    ----------
    about : what is known beside the tables
    table : makes or reads a table by its name, one of `TABLES`

    Attributes
    ----------
    reference : name of the scenario that the others are compared with
    policies : their names
    contrasts : the policies and "placebo", the reference with only the lots of queues drawn anew
    differences : what differs in each policy from the reference, in words
    seeds : the seeds whose runs are done
    failed : seed and error of those that failed
    """

    def __init__(self, about: Told, table: Callable[[str], pd.DataFrame]) -> None:
        self._about, self._table = about, table
        self.reference, *self.policies = about.names
        self.contrasts = [*self.policies, PLACEBO]
        self.scenarios, self.precision = about.scenarios, about.precision
        self.seeds, self.failed = about.seeds, about.failed
        others = zip(self.policies, about.scenarios[1:], strict=True)
        self.differences = {name: scenario.differences(about.scenarios[0]) for name, scenario in others}

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Open a comparison that was kept by `save`; its tables are read when they are asked for.

        Raises
        ------
        InputError
            If there is none, a file of it is torn or foreign, or this version no longer allows its scenarios.
        """
        folder = Path(folder)
        return cls(_read_told(folder / TOLD), partial(_read_table, folder))

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self.policies)} with {self.reference}: {len(self.seeds)} seeds>"

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Effects on all indicators by group: `sim.study.effects.effects`."""
        return self._table("effects")

    @cached_property
    def gainers(self) -> pd.DataFrame:
        """Who gains and who loses beyond the churn of the placebo: `sim.study.effects.gainers`."""
        return self._table("gainers")

    @cached_property
    def households(self) -> pd.DataFrame:
        """Mean effect over seeds on every household: `sim.study.reckoned.Reckoned.households`."""
        return self._table("households")

    @cached_property
    def places(self) -> pd.DataFrame:
        """Deadweight and displacement of the places of measures: `sim.study.bill.places_table`."""
        return self._table("places")

    @cached_property
    def bill(self) -> pd.DataFrame:
        """Relapse-months per million yuan: `sim.study.bill.bill`."""
        return self._table("bill")

    @cached_property
    def money(self) -> pd.DataFrame:
        """Money by measure, side, payer and fate: `sim.study.bill.money_table`."""
        return self._table("money")

    @property
    def is_reached(self) -> bool:
        """Whether the intervals are as narrow as was asked for."""
        return self.more_seeds == 0

    @property
    def more_seeds(self) -> int:
        """Seeds that are lacking until the effects that the precision is about are as narrow as asked for.

        These are effects in key and in other counties: on the indicators that the precision names, or on income and
        relapse. An effect of 0 amid chance lacks as many seeds as anybody may ask for.
        """
        asked = self.precision if isinstance(self.precision, Mapping) else WATCHED
        told = self.effects
        rows = told["indicator"].isin([*asked]) & (told["group_kind"] == "county_type") & (told["scenario"] != PLACEBO)
        lacking = told.loc[rows, "more_seeds"].fillna(np.iinfo(np.int32).max)
        return int(lacking.max()) if len(lacking) else 0

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self._about.name

    def words(self) -> list[str]:
        """What differs, a line for each policy."""
        return [
            f"{name} against {self.reference}: {'; '.join(lines) or 'nothing differs'}"
            for name, lines in self.differences.items()
        ]

    def plot(self) -> "Forest":
        """Draw the main effects in key and in other counties, with their intervals."""
        from sim.forest import Forest

        return Forest(
            self.effects, self.reference, self.contrasts, self.words(), f"{len(self.seeds)} seeds  ·  {self.name}"
        )

    def save(self, directory: str | Path = "results") -> Path:
        """Write tables, figure and provenance to a folder of its own in a directory; each file is whole or absent.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If a file is where a folder should be.
        EnvironmentProblem
            If the disk is full or not writable.
        """
        folder = Path(directory) / self.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise InputError(f"{folder}: is a file, not a folder in which a comparison can lie") from None
        except OSError as problem:
            raise EnvironmentProblem(f"{folder}: cannot be written: {problem.strerror or problem}") from problem
        tables = (self.effects, self.gainers, self.households, self.places, self.bill, self.money)
        for name, table in zip(TABLES, tables, strict=True):
            write_aside(folder / f"{name}.parquet", partial(table.to_parquet, compression="zstd", index=False))
        write_aside(folder / "forest.png", self.plot().save)
        text = json.dumps(self.told(), indent=2, ensure_ascii=False) + "\n"
        write_aside(folder / TOLD, lambda aside: aside.write_text(text, encoding="utf-8"))
        return folder

    def told(self) -> dict[str, Any]:
        """Where the numbers come from, as `comparison.json` has it."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "reference": self.reference,
            "policies": self.policies,
            "differences": self.differences,
            "seeds": self.seeds,
            "failed": self.failed.to_dict("records"),
            "precision": self.precision,
            "more_seeds": self.more_seeds,
            "months_averaged": self._about.window,
            "code": self._about.code,
            "versions": dict(self._about.versions),
            "scenarios": list(self._about.resolved),
        }


def _read_told(path: Path) -> Told:
    """Read `comparison.json`."""
    told = read_json(path, f"{path.parent}: no {path.name} here; this is not the folder of a comparison")
    demand(path, told, KINDS)
    if told["schema"] != SCHEMA:
        raise InputError(f"{path}: of schema {shown(told['schema'])}, this version reads {SCHEMA}; compare again")
    names = [told["reference"], *told["policies"]]
    is_named = are_kind(names, str) and len(set(names)) == len(names) == len(told["scenarios"])
    if not is_named or not NAME.fullmatch(told["name"]):
        refuse(path, "not readable as a comparison: its scenarios have no names, or not one each")
    if not are_kind(told["seeds"], int) or not are_kind(told["failed"], dict) or not are_kind(told["scenarios"], dict):
        refuse(path, "not readable as a comparison: a seed or scenario is of another kind")
    if not isinstance(told.get("precision"), (int, float, dict, type(None))):
        refuse(path, "not readable as a comparison: its precision is of another kind")
    failed = pd.DataFrame(told["failed"], columns=["seed", "error"])
    try:
        scenarios = tuple(Scenario.told(world) for world in told["scenarios"])
    except InputError as problem:
        raise InputError(f"{path}: not readable as a comparison: {problem}") from None
    found = told["seeds"], failed, told["precision"], told["months_averaged"], told["code"]
    return Told(told["name"], names, scenarios, *found, versions=told["versions"], resolved=told["scenarios"])


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        return pd.DataFrame(read_parquet(path).to_pandas())
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; the comparison is not whole") from None
