"""Forecasts for 2023 to 2025: every member of an ensemble runs on, and is told in the units that are published.

A published figure speaks of other people than the model's 462 counties; the bridges of the targets lead back to them.
Rivals are what anybody can say without a model: persistence, the last published figure; trend, the straight line (in
logarithms where it is money or people) through the published ones.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.calibration.momenttarget import Read
from sim.calibration.targets import INPUT, Target, targets
from sim.dated import month_number
from sim.model import Model
from sim.provenance import LABELS, code_files, code_hash
from sim.scenario import Scenario
from sim.study.confidence import mean_interval
from sim.study.target import Factors

YEARS = (2023, 2024, 2025)
NATION = 82.0
"""Million alleviated and monitored people of the nation (facts F07-02)."""
MOST_OF_A_MONTH = 10
"""Days in a wage job from which on somebody is at work in a month."""
NORMAL = 1.645
"""Deviations that hold 90 %."""


class Forecast(NamedTuple):
    """What is foretold of each year.

    Attributes
    ----------
    name : of the indicator in the table
    population : whose it is, in words
    indicator, group_kind, group : what the model tells
    month : of each year
    unit : as it is told
    series : moment and name of the targets that tell the same of earlier years; empty if none does
    times : from the indicator to the unit
    """

    name: str
    population: str
    indicator: str
    group_kind: str
    group: str
    month: int
    unit: str
    series: tuple[str, str] = ("", "")
    times: float = 1.0


RURAL, NATIONAL, KEY = (
    "rural people of the 832 counties",
    "alleviated people, nation",
    "alleviated people, 160 counties",
)
INCOME = ("C1", "832-county rural income / national rural income")
EMPLOYED = ("C4", "employed alleviated workers")
FORECASTS = (
    Forecast("survey income", RURAL, "income_survey_mean", "all", "all", 12, "yuan", INCOME),
    Forecast("employed", NATIONAL, "employed_share", "stratum", "registered", 12, "million", EMPLOYED, NATION),
    Forecast("employed", KEY, "workers_employed", "registered", "key", 12, "million", times=1e-6),
    Forecast("at work in the paired east", NATIONAL, "east_share", "stratum", "registered", 9, "share"),
    Forecast("at work outside the province", NATIONAL, "outside_share", "stratum", "registered", 9, "share",
             ("C5", "place of work: outside province")),
    Forecast("at work elsewhere in the province", NATIONAL, "province_share", "stratum", "registered", 9, "share",
             ("C5", "place of work: in province, outside county")),
    Forecast("at work in the county", NATIONAL, "local_share", "stratum", "registered", 9, "share",
             ("C5", "place of work: in county")),
    Forecast("in public-welfare posts, of employed", NATIONAL, "post_share", "stratum", "registered", 10, "share",
             ("C6", "public-welfare posts / employed alleviated workers")),
    Forecast("in assistance workshops, of employed", NATIONAL, "workshop_share", "stratum", "registered", 10, "share",
             ("C6b", "workshop workers / employed alleviated workers")),
    Forecast("risk ended, of monitored", "people ever monitored", "risk_ended_share", "all", "all", 12, "share",
             ("C8", "monitored people with risk ended")),
    Forecast("newly monitored in the year", "people of the 462 counties", "newly_monitored", "", "", 12, "million"),
    Forecast("median over mean of survey income", "rural people of the nation", "income_survey_relative_median", "all",
             "all", 12, "ratio", ("C10", "rural median / mean income")),
    Forecast("relocated labour employed, any work", "relocated labour", "labour_employed_share", "stratum", "relocated",
             12, "share", ("C11", "relocated labour employed, any work")),
)  # fmt: skip


def key_of(one: Forecast, year: int) -> str:
    """Name of an outcome of a run."""
    return f"{one.name}, {one.population}, {year}-{one.month:02d}"


class Onward(Read):
    """A model that tells its indicators in the months of the forecasts, and who became monitored."""

    def newly_monitored(self) -> float:
        """Million people of households whose tag was given in the last twelve months."""
        world = self.world
        weight = np.repeat(world.counties.weight, world.counties.households)
        last = self._calendar.month(self.month - 1).number
        is_new = world.registry.tagged_month > last - 12
        return float(weight @ (is_new * world.households.members)) / 1e6


@dataclass
class ForecastTarget:
    """All forecasts of one run; see `sim.study.target.Target`.

    Parameters
    ----------
    scenario : what goes on from January 2020 to the last forecast
    """

    scenario: Scenario
    name: str = "forecast"
    months: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Name all that determines the numbers."""
        text = json.dumps({**self._content(), "code": code_hash(), "measuring": _measuring()}, sort_keys=True)
        self.identity = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __call__(self, factors: Factors, seed: int, /) -> Mapping[str, float]:
        """Run it."""
        first = month_number(self.scenario.start)
        at = {(year, month): month_number(f"{year}-{month:02d}") - first for year in YEARS for month in (9, 10, 12)}
        scenario = self.scenario.replace(seed=seed, months=max(at.values()) + 1).with_overrides(factors)
        model = Onward(scenario, frozenset(at.values()))
        new = {}
        while model.running:
            model.step()
            if model.month - 1 in at.values():
                new[model.month - 1] = model.newly_monitored()
        told = {(row.month, row.group_kind, row.group, row.indicator): row.value for row in model.collected}
        found = {}
        for one in FORECASTS:
            for year in YEARS:
                month = at[year, one.month]
                value = told.get((month, one.group_kind, one.group, one.indicator), math.nan)
                found[key_of(one, year)] = new[month] if one.indicator == "newly_monitored" else value * one.times
        return found

    def describe(self) -> dict[str, Any]:
        """What the manifest tells."""
        return {**self._content(), "code": code_hash(), "measuring": _measuring(), "files": code_files()}

    def _content(self) -> dict[str, Any]:
        return {"scenario": {key: value for key, value in self.scenario.resolved().items() if key not in LABELS}}


def table(runs: Sequence[Mapping[str, float]]) -> pd.DataFrame:
    """Forecasts of many runs, each of another member, beside what rivals say.

    Parameters
    ----------
    runs : outcomes of `ForecastTarget`

    Returns
    -------
    DataFrame with columns indicator, population, date, unit, value, low, high (90 %: members, chance, bridge and
    discrepancy together), runs, rival_persistence, rival_trend (NaN where nothing or one figure was published)
    """
    told = pd.DataFrame(runs)
    known = [target for target in targets() if target.role != INPUT]
    rows = []
    for one in FORECASTS:
        series = [target for target in known if (target.moment, target.name) == one.series]
        bridge = series[-1].bridge if series else 1.0
        relative = math.hypot(series[-1].bridge_sd, series[-1].discrepancy) if series else 0.0
        for year in YEARS:
            values = told[key_of(one, year)].dropna().to_numpy() / bridge
            middle = float(np.mean(values)) if len(values) else math.nan
            half = NORMAL * math.hypot(float(np.std(values)), relative * middle) if len(values) else math.nan
            date = f"{year}-{one.month:02d}"
            rows.append((one.name, one.population, date, one.unit, middle, middle - half, middle + half, len(values),
                         *rivals(series, year, one)))  # fmt: skip
    columns = ["indicator", "population", "date", "unit", "value", "low", "high", "runs"]
    return pd.DataFrame(rows, columns=[*columns, "rival_persistence", "rival_trend"])


def rivals(series: Sequence[Target], year: int, one: Forecast) -> tuple[float, float]:
    """What persistence and trend say of a year, in the unit of the forecast."""
    if not series:
        return math.nan, math.nan
    years = np.array([int(target.month[:4]) for target in series], dtype=np.float64)
    figures = np.array([target.value / target.bridge * one.times for target in series])
    last = float(figures[-1])
    if len(series) < 2:
        return last, math.nan
    is_share = one.unit in ("share", "ratio")
    slope, level = np.polyfit(years, figures if is_share else np.log(figures), 1)
    line = float(level + slope * year)
    return last, line if is_share else math.exp(line)


def _measuring() -> str:
    """Hash of the code of this file."""
    return hashlib.blake2b(Path(__file__).read_bytes().replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


def path_of_2020(history: Scenario, seeds: Sequence[int]) -> pd.DataFrame:
    """People at work in each month of 2020, over all who worked in 2019, with and without the stop of movement.

    Parameters
    ----------
    history : scenario with the stop
    seeds : one pair of worlds each

    Returns
    -------
    DataFrame with columns month, stopped, low, high, free, free_low, free_high: alleviated people with ten days or more
    in a wage job, or in a post, in the month, as a ratio to those with at least a month of it in 2019; 95 % over seeds
    """
    early = Scenario.told({**history.resolved(), "start": "2019-01", "months": 24})
    free = Scenario.told({**early.resolved(), "events": {}})
    worlds = np.array([[_at_work(scenario, seed) for scenario in (early, free)] for seed in seeds])
    value, low, high = mean_interval(np.moveaxis(worlds, 0, -1))
    names = [f"2020-{month:02d}" for month in range(1, 13)]
    return pd.DataFrame({"month": names, "stopped": value[0], "low": low[0], "high": high[0], "free": value[1],
                         "free_low": low[1], "free_high": high[1]})  # fmt: skip


def _at_work(scenario: Scenario, seed: int) -> list[float]:
    model = Model(scenario, rng=seed)
    now, before = [], 0.0
    while model.running:
        model.step()
        world = model.world
        weight = np.repeat(world.counties.weight, world.counties.persons)
        is_registered = world.households.is_registered[world.persons.household]
        is_at_work = (world.persons.wage_days >= MOST_OF_A_MONTH) | (world.persons.post_months > 0)
        if model.month > 12:
            now.append(float(weight @ (is_registered & is_at_work)) / before)
        elif model.month == 12:
            before = next(
                row.value
                for row in reversed(model.collected)
                if (row.group_kind, row.group, row.indicator) == ("stratum", "registered", "workers_employed")
            )
    return now
