"""What a comparison has found: tables, words, a figure; and how it is kept."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.durable import write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.provenance import code_hash, versions
from sim.scenario import Scenario
from sim.state.codes import MEASURES, READINGS
from sim.study import bill, effects
from sim.study.branch import LUCK, PLACEBO, Block
from sim.study.pairs import OUTCOMES, PLACES, STATISTICS
from sim.study.record import MONEY, SIDES, Household, Numbers, labels, provinces_of
from sim.study.study import Study

if TYPE_CHECKING:
    from sim.forest import Forest

SCHEMA = 1
WATCHED = ("income_mean", "relapse_rate")
"""Indicators that a relative precision is about, in key and in other counties."""


class Comparison:
    """Effects of policies against a reference, from runs with the same luck.

    Parameters
    ----------
    block : what was run under each seed
    names : of its scenarios, the reference first
    study : the runs
    precision : what `more_seeds` is to reach; None is a quarter of each effect

    Attributes
    ----------
    reference : name of the scenario that the others are compared with
    policies : their names
    contrasts : the policies and "placebo", the reference with only the lots of queues drawn anew
    differences : what differs in each policy from the reference, in words
    seeds : the seeds whose runs are done
    failed : seed and error of those that failed
    """

    def __init__(
        self, block: Block, names: Sequence[str], study: Study, precision: effects.Precision | None = None
    ) -> None:
        self.block, self.precision = block, precision
        self.reference, *self.policies = names
        self.contrasts = [*self.policies, PLACEBO]
        self.scenarios: tuple[Scenario, ...] = block.scenarios
        others = zip(self.policies, block.scenarios[1:], strict=True)
        self.differences = {name: scenario.differences(block.scenarios[0]) for name, scenario in others}
        runs = study.runs
        done = (runs["status"] == "done").to_numpy()
        self.seeds = [block.seed(int(place)) for place in runs.loc[done, LUCK]]
        bad = runs.loc[~done]
        self.failed = pd.DataFrame({"seed": [block.seed(int(p)) for p in bad[LUCK]], "error": bad["error"].tolist()})
        if len(self.seeds) < 2:
            why = self.failed["error"].iloc[0]
            raise EnvironmentProblem(f"only {len(self.seeds)} of {len(runs)} seeds could be run: {why}")
        self._found = {name: values[done, 0] for name, values in study.outcomes.items()}

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self.policies)} with {self.reference}: {len(self.seeds)} seeds>"

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Effects on all indicators by group: `sim.study.effects.effects`."""
        told = labels(provinces_of(self.scenarios[0].population))
        levels = self._array("levels", 1 + len(self.contrasts), len(told))
        asked = effects.RELATIVE if self.precision is None else self.precision
        return effects.effects(self.contrasts, told, levels, asked)

    @cached_property
    def gainers(self) -> pd.DataFrame:
        """Who gains and who loses beyond the churn of the placebo: `sim.study.effects.gainers`."""
        return effects.gainers(self.contrasts, self._households, self._people)

    @cached_property
    def households(self) -> pd.DataFrame:
        """Mean effect over seeds on every household.

        Returns
        -------
        DataFrame
            A row per contrast and household: scenario, household (permanent id), county (code), is_key, is_registered,
            weight (households that it stands for), and the `OUTCOMES` of `sim.study.pairs`.
        """
        people = self._people
        who = {
            "household": people.id.astype(np.int64),
            "county": people.county.astype(np.int64),
            "is_key": people.is_key > 0,
            "is_registered": people.is_registered > 0,
            "weight": people.weight,
        }
        means = self._households.mean(axis=0)
        tables = [
            pd.DataFrame({"scenario": name, **who, **dict(zip(OUTCOMES, held, strict=True))})
            for name, held in zip(self.contrasts, means, strict=True)
        ]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Deadweight and displacement of the places of measures: `sim.study.bill.places_table`."""
        held = self._array("places", len(self.contrasts), len(PLACES), len(SIDES), len(STATISTICS))
        return bill.places_table(self.contrasts, held)

    @cached_property
    def bill(self) -> pd.DataFrame:
        """Relapse-months per million yuan: `sim.study.bill.bill`."""
        policies = len(self.policies)
        relapse = self._array("relapse", len(self.contrasts), 2, READINGS, len(SIDES))[:, :policies]
        closures = [scenario.fund_closure for scenario in self.scenarios[1:]]
        return bill.bill(self.policies, closures, relapse, self._money)

    @cached_property
    def money(self) -> pd.DataFrame:
        """Money by measure, side, payer and fate: `sim.study.bill.money_table`."""
        return bill.money_table(self.policies, self._money)

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

    @staticmethod
    def folder_name(names: Sequence[str], block: Block) -> str:
        """Scenarios, and a hash of all that determines the numbers but the seeds."""
        return f"{'-vs-'.join(names)[:100]}-{block.identity[:8]}"

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder_name([self.reference, *self.policies], self.block)

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
        tables = {
            "effects": self.effects,
            "gainers": self.gainers,
            "households": self.households,
            "places": self.places,
            "bill": self.bill,
            "money": self.money,
        }
        for name, table in tables.items():
            write_aside(folder / f"{name}.parquet", partial(table.to_parquet, compression="zstd", index=False))
        write_aside(folder / "forest.png", self.plot().save)
        text = json.dumps(self.told(), indent=2, ensure_ascii=False) + "\n"
        write_aside(folder / "comparison.json", lambda aside: aside.write_text(text, encoding="utf-8"))
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
            "months_averaged": self.block.window,
            "identity": self.block.identity,
            "code": code_hash(),
            "versions": versions(),
            "scenarios": [scenario.resolved() for scenario in self.scenarios],
        }

    @cached_property
    def _people(self) -> Household:
        return Household(*self._array("people", len(Household._fields), -1)[0])

    @cached_property
    def _households(self) -> Numbers:
        """Differences (seeds, contrasts, outcomes, households)."""
        return self._array("households", len(self.contrasts), len(OUTCOMES), -1)

    @cached_property
    def _money(self) -> Numbers:
        """Yuan (seeds, policies, (policy, reference), measures, sides, kinds)."""
        held = self._array("money", len(self.contrasts), 2, MEASURES, len(SIDES), len(MONEY))
        return held[:, : len(self.policies)]

    def _array(self, name: str, *shape: int) -> Numbers:
        return np.asarray(self._found[name].reshape(len(self.seeds), *shape))
