"""Published designs, re-run inside the model: the same question asked of simulated people in the same way.

    illness     difference in differences of log survey income a head between households that illness met in 2021 and
                like ones that it did not: matched by province, size, registration and fifth of income in 2020
    pension     jump at age 60 in log survey income a head of the household, straight lines on both sides, those who
                turn 60 in the year left out
    fare        registered households of the poorer half of which nobody was away for a year: how many more have
                somebody away from February to June if the fare is paid, per household that is offered it
    works       local pay, and people at work outside, if twice the days of work-relief are paid, and nothing else
                changes

A design is no test of a fit: none of its figures is a target. Where sign or size differ, the reason is looked for.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model import Model
from sim.numeric import NONE
from sim.scenario import Scenario
from sim.state.codes import LOCAL, NO_TAG
from sim.study.confidence import mean_interval

Numbers = NDArray[np.float64]
FEN = 100.0
MONTHS = 36
"""Years 2020 to 2022."""
BAND = 5
"""Years of age on each side of 60."""


class Published(NamedTuple):
    """An estimate from the field.

    Attributes
    ----------
    outcome : of whom and what
    unit : of the estimate
    value, low, high : what was found, and the range given for it; NaN where none was
    sign : which way it must go, +1 or -1
    source : key of the reference
    """

    outcome: str
    unit: str
    value: float
    low: float
    high: float
    sign: int
    source: str


NOTHING = math.nan
PUBLISHED: dict[str, tuple[Published, ...]] = {
    "illness": (
        Published("income a head, households met by illness", "%", -6.0, -12.0, -3.0, -1, "wjy"),
        Published("net assets a head, households met by illness", "yuan", -13635.0, NOTHING, NOTHING, -1, "wjy"),
        Published("asks for relief, households met by illness", "pp", 2.8, NOTHING, NOTHING, +1, "wjy"),
    ),
    "pension": (
        Published("income a head of the household at age 60", "%", 18.0, NOTHING, NOTHING, +1, "huang"),
        Published("days of farm work at age 60", "%", -6.0, NOTHING, NOTHING, -1, "huang"),
    ),
    "fare": (Published("households with somebody away, per offer of a fare", "pp", 5.0, 0.0, 22.0, +1, "bcm"),),
    "works": (
        Published("local pay of wage jobs", "%", 5.0, 0.0, 7.0, +1, "mns23"),
        Published("people at work outside", "%", NOTHING, NOTHING, NOTHING, +1, "yigong"),
    ),
}
"""What each design found; an outcome without a value tells a direction alone."""


def illness(history: Scenario, seed: int) -> list[float]:
    """Effects of illness in 2021 on income, assets and relief, in the units of `PUBLISHED`."""
    model = Model(history.replace(months=MONTHS), rng=seed)
    years, sick = [], {2020: set[int](), 2021: set[int]()}
    while model.running:
        year = 2020 + model.month // 12
        before = model.world.persons.id, model.world.persons.sick_months.copy()
        model.step()
        if year in sick:
            sick[year] |= _met(model, *before)
        if model.month % 12 == 0:
            years.append(households_of(model))
    table = years[0].join(years[1], rsuffix="_2021").join(years[2], rsuffix="_2022").dropna()
    table = table[(table["income"] > 0) & (table["income_2021"] > 0) & (table["income_2022"] > 0)]
    ids = table.index
    table["is_met"] = ids.isin(list(sick[2021]))
    table = table[~ids.isin(list(sick[2020] - sick[2021]))].copy()
    table["fifth"] = pd.qcut(table["income"], 5, labels=False)
    table["size"] = table["members"].clip(upper=6)
    table["rise"] = np.log((table["income_2021"] + table["income_2022"]) / 2.0) - np.log(table["income"])
    table["gain"] = (table["worth_2021"] + table["worth_2022"]) / 2.0 - table["worth"]
    table["asks"] = (table["is_aided_2021"] | table["is_aided_2022"]).astype(float) - table["is_aided"].astype(float)
    strata = ["province", "size", "is_registered", "fifth"]
    rise, gain, asks = (matched(table, strata, name) for name in ("rise", "gain", "asks"))
    return [100.0 * math.expm1(rise), gain, 100.0 * asks]


def matched(table: pd.DataFrame, strata: list[str], outcome: str) -> float:
    """Mean outcome of those who were met less that of like ones who were not, within strata that hold both.

    Parameters
    ----------
    table : rows with columns is_met, weight, the strata and the outcome
    strata : columns in which the two must be alike
    outcome : column that is compared
    """
    sums = table.assign(product=table["weight"] * table[outcome]).groupby([*strata, "is_met"])[["weight", "product"]]
    told = sums.sum().unstack("is_met").dropna()
    mean = told["product"] / told["weight"]
    return float(np.average(mean[True] - mean[False], weights=told["weight"][True]))


def _met(model: Model, ids: NDArray[np.int64], sick: NDArray[np.int8]) -> set[int]:
    """Households of which a member lost months of work to illness or injury that began this month."""
    persons, households = model.world.persons, model.world.households
    before = pd.Series(sick, index=ids).reindex(persons.id, fill_value=0).to_numpy()
    is_new = persons.sick_months > before
    return {int(one) for one in households.id[persons.household[is_new]]}


def households_of(model: Model) -> pd.DataFrame:
    """Every household of a December by its id; money in yuan a head, of the year."""
    households, registry, counties = model.world.households, model.world.registry, model.world.counties
    county = np.repeat(np.arange(len(counties.code)), counties.households)
    members = households.members.astype(np.float64)
    worth = households.savings.astype(np.float64) + households.stock - households.debt
    return pd.DataFrame(
        {
            "income": households.survey_income / FEN / members,
            "worth": worth / FEN / members,
            "members": households.members,
            "is_registered": households.is_registered,
            "is_aided": (registry.tag != NO_TAG) | households.is_dibao,
            "province": counties.province[county],
            "weight": counties.weight[county],
        },
        index=households.id,
    )


def pension(history: Scenario, seed: int) -> list[float]:
    """Jumps at 60 in income of the household and in days of farm work, in the units of `PUBLISHED`."""
    model = Model(history.replace(months=MONTHS), rng=seed)
    rows = []
    while model.running:
        model.step()
        if model.month % 12 == 0:
            persons, households, counties = model.world.persons, model.world.households, model.world.counties
            weight = np.repeat(counties.weight, counties.persons)
            is_near = (np.abs(persons.age - 60) <= BAND) & (persons.age != 59)
            h = persons.household[is_near]
            income = households.survey_income[h] / households.members[h]
            rows.append((persons.age[is_near], income, persons.farm_days[is_near], weight[is_near]))
    age, income, days, weight = (np.concatenate(part).astype(np.float64) for part in zip(*rows, strict=True))
    is_told = income > 0
    at_60 = jump(age[is_told], np.log(income[is_told]), weight[is_told], 60.0)
    before = float(np.average(days[age < 60], weights=weight[age < 60]))
    return [100.0 * math.expm1(at_60), 100.0 * jump(age, days, weight, 60.0) / before]


def jump(age: Numbers, outcome: Numbers, weight: Numbers, at: float) -> float:
    """Jump of an outcome at an age, with straight lines of their own on both sides."""
    is_over = (age >= at).astype(np.float64)
    columns = np.column_stack([np.ones_like(age), is_over, age - at, (age - at) * is_over])
    root = np.sqrt(weight)
    return float(np.linalg.lstsq(columns * root[:, None], outcome * root, rcond=None)[0][1])


def fare(history: Scenario, seed: int) -> list[float]:
    """More households with somebody away if the fare is paid, per household that is offered it, in points."""
    trunk = _trunk(history, seed, 25)
    households, persons = trunk.world.households, trunk.world.persons
    was_away = np.zeros(len(households.id), bool)
    np.logical_or.at(was_away, persons.household, (persons.away_months != 0) | _outside(trunk))
    income = households.income.sum(axis=1) / households.members
    is_asked = households.is_registered & ~was_away & (income <= np.median(income))
    asked = households.id[is_asked]
    county = np.repeat(np.arange(len(trunk.world.counties.code)), trunk.world.counties.households)
    weight = pd.Series(trunk.world.counties.weight[county[is_asked]], index=asked)
    places = {"labour_export_dose": 3.0, "labour_export_newcomers_share": 1.0}
    shares, offered = [], 0.0
    for subsidy in (0.0, 500.0):
        model = trunk.branch(_changed(trunk, {**places, "labour_export_transport_subsidy": subsidy}))
        left: set[int] = set()
        reached = []
        for _ in range(5):
            model.step()
            world = model.world
            left |= {int(one) for one in world.households.id[world.persons.household[_outside(model)]]}
            reached.append(np.average(world.counties.organised, weights=world.counties.weight * world.counties.persons))
        shares.append(float(np.average(np.isin(asked, list(left)), weights=weight)))
        offered = float(np.mean(reached))
    return [100.0 * (shares[1] - shares[0]) / offered]


def works(history: Scenario, seed: int) -> list[float]:
    """Changes of local pay and of people at work outside, per cent, if work-relief is doubled and nothing else."""
    trunk = _trunk(history, seed, 23)
    levers = trunk.resolved.levers_at(trunk.month)
    relief = levers.local_jobs_dose * levers.local_jobs_relief_share
    rest = levers.local_jobs_dose * (1.0 - levers.local_jobs_relief_share)
    told = []
    for added in (0.0, relief):
        dose = rest + relief + added
        changed = {"local_jobs_dose": dose, "local_jobs_relief_share": (relief + added) / dose}
        model = trunk.branch(_changed(trunk, changed))
        months = []
        while model.running:
            model.step()
            months.append((_local_pay(model), float(_weights(model) @ _outside(model))))
        told.append(np.array(months)[-12:].mean(axis=0))
    return [float(value) for value in 100.0 * (told[1] / told[0] - 1.0)]


def _trunk(history: Scenario, seed: int, months: int) -> Model:
    trunk = Model(history.replace(months=MONTHS), rng=seed)
    while trunk.month < months:
        trunk.step()
    return trunk


def _changed(trunk: Model, levers: dict[str, float]) -> Scenario:
    """The history with other levers from this month on."""
    date = f"{2020 + trunk.month // 12}-{trunk.month % 12 + 1:02d}"
    told = trunk.resolved.resolved()
    paths = {name: {date: value} for name, value in levers.items()}
    return Scenario.told({**told, "levers": {**told["levers"], **paths}})


def _outside(model: Model) -> NDArray[np.bool_]:
    """Who works outside the county."""
    employer = model.world.persons.employer
    return np.asarray((employer != NONE) & (model.world.employers.place[np.maximum(employer, 0)] != LOCAL))


def _weights(model: Model) -> Numbers:
    return np.repeat(model.world.counties.weight, model.world.counties.persons)


def _local_pay(model: Model) -> float:
    """Mean pay of a full month in wage jobs in the counties, yuan."""
    persons, employers = model.world.persons, model.world.employers
    is_local = (persons.employer != NONE) & (employers.place[np.maximum(persons.employer, 0)] == LOCAL)
    return float(np.average(persons.wage[is_local], weights=_weights(model)[is_local])) / FEN


def run(history: Scenario, seeds: Sequence[int], tell: Callable[[str], None]) -> pd.DataFrame:
    """Every design with every seed.

    Parameters
    ----------
    history : scenario that begins in January 2020, of 36 months at least
    seeds : one world each
    tell : called with a line as a design ends

    Returns
    -------
    DataFrame with columns design, outcome, unit, value, low, high (Student's 95 % over seeds), seeds, published,
    published_low, published_high, source, is_sign_right, is_within (None where the field gives no range)
    """
    rows: list[tuple[object, ...]] = []
    for name, design in DESIGNS.items():
        told = np.array([design(history, seed) for seed in seeds])
        value, low, high = mean_interval(told.T)
        for place, one in enumerate(PUBLISHED[name]):
            is_ranged = not math.isnan(one.low)
            is_within = bool(low[place] <= one.high and high[place] >= one.low) if is_ranged else None
            rows.append((name, one.outcome, one.unit, value[place], low[place], high[place], len(seeds), one.value,
                         one.low, one.high, one.source, bool(one.sign * value[place] > 0), is_within))  # fmt: skip
        tell(f"{name}: {len(seeds)} worlds")
    columns = ["design", "outcome", "unit", "value", "low", "high", "seeds", "published", "published_low"]
    return pd.DataFrame(rows, columns=[*columns, "published_high", "source", "is_sign_right", "is_within"])


DESIGNS: dict[str, Callable[[Scenario, int], list[float]]] = {
    "illness": illness, "pension": pension, "fare": fare, "works": works,
}  # fmt: skip
