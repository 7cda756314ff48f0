"""The tables of a comparison, from what its runs returned."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.scenario import Scenario
from sim.state.codes import MEASURES, READINGS
from sim.study import bill, effects
from sim.study.branch import PLACEBO
from sim.study.pairs import OUTCOMES, PLACES, STATISTICS
from sim.study.pieces import Joined
from sim.study.record import MONEY, SIDES, Household, Numbers, labels, provinces_of


class Reckoned:
    """Makes a table by its name.

    Parameters
    ----------
    policies : names
    scenarios : the reference and they
    runs : what was found under each seed
    precision : what more seeds are told for
    """

    def __init__(
        self,
        policies: Sequence[str],
        scenarios: Sequence[Scenario],
        runs: Joined,
        precision: effects.Precision | None,
    ) -> None:
        self.policies, self.contrasts = list(policies), [*policies, PLACEBO]
        self.scenarios, self.runs = scenarios, runs
        self.precision = effects.RELATIVE if precision is None else precision

    def __call__(self, name: str) -> pd.DataFrame:
        """One of `sim.study.comparison.TABLES`."""
        match name:
            case "effects":
                told = labels(provinces_of(self.scenarios[0].population))
                levels = self._array("levels", 1 + len(self.contrasts), len(told))
                return effects.effects(self.contrasts, told, levels, self.precision)
            case "gainers":
                return effects.gainers(self.contrasts, self._households, self._people)
            case "households":
                return self.households()
            case "places":
                held = self._array("places", len(self.contrasts), len(PLACES), len(SIDES), len(STATISTICS))
                return bill.places_table(self.contrasts, held)
            case "bill":
                relapse = self._array("relapse", len(self.contrasts), 2, READINGS, len(SIDES))
                closures = [scenario.fund_closure for scenario in self.scenarios[1:]]
                return bill.bill(self.policies, closures, relapse[:, : len(self.policies)], self._money)
            case "money":
                return bill.money_table(self.policies, self._money)
        raise InputError(f"a comparison has no table {name!r}")

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
        return np.asarray(self.runs.found[name].reshape(len(self.runs.seeds), *shape))
