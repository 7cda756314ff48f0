"""Validation: designs find effects that were planted, rivals say what they should, forecasts speak published units."""

import math

import numpy as np
import pandas as pd
import pytest

from sim.calibration.targets import CHECK, FIT, targets
from sim.validation import foretold
from sim.validation.designs import PUBLISHED, jump, matched
from sim.validation.forecast import FORECASTS, YEARS, key_of, rivals, table
from sim.validation.foretold import added, year

RNG = np.random.default_rng(3)


def test_matching_takes_out_what_strata_differ_in() -> None:
    """Those who are met are poorer and their incomes grow less anyway; only the planted effect is left."""
    count = 20_000
    fifth = RNG.integers(0, 5, count)
    is_met = RNG.random(count) < 0.05 + 0.1 * (fifth == 0)
    rise = 0.1 * fifth - 0.06 * is_met + RNG.normal(0.0, 0.1, count)
    rows = pd.DataFrame({"fifth": fifth, "is_met": is_met, "rise": rise, "weight": RNG.uniform(0.5, 2.0, count)})
    assert matched(rows, ["fifth"], "rise") == pytest.approx(-0.06, abs=0.01)
    naive = rows.groupby("is_met")["rise"].mean()
    assert naive[True] - naive[False] < -0.1


def test_a_jump_is_not_a_slope() -> None:
    """Lines on both sides differ in slope; the jump between them at 60 is found."""
    age = RNG.integers(55, 66, 50_000).astype(float)
    outcome = 1.0 + 0.03 * (age - 60) - 0.05 * (age - 60) * (age >= 60) + 0.18 * (age >= 60)
    outcome += RNG.normal(0.0, 0.2, len(age))
    assert jump(age, outcome, np.ones_like(age), 60.0) == pytest.approx(0.18, abs=0.02)


def test_rivals_of_a_year() -> None:
    """Persistence is the last figure, trend the line through the last two, the sum adds what is published."""
    asked = {target.id: target for target in targets(roles=(FIT, CHECK))}
    before = [asked["registry_income_2020"], asked["registry_income_2021"]]
    last, trend, total = foretold.rivals(asked["registry_income_2022"], before)
    one, other = (target.value for target in before)
    assert last == other
    assert trend == pytest.approx(other * other / one)
    assert total == pytest.approx(other * (1.0 + added("income")))
    assert 0.0 < added("income") < 0.05
    assert all(math.isnan(value) for value in foretold.rivals(asked["post_share_2022"], []))


def test_no_target_is_read_after_2022() -> None:
    """What is foretold cannot have been seen."""
    assert max(year(target) for target in targets(roles=(FIT, CHECK))) == 2022
    assert min(YEARS) == 2023


def test_forecasts_speak_of_the_published_people() -> None:
    """A run that gives the published figure, brought to its counties, is told as the published figure."""
    asked = {(target.moment, target.name): target for target in targets(roles=(FIT, CHECK))}
    run = {
        key_of(one, when): asked[one.series].value * one.times if one.series in asked else 1.0
        for one in FORECASTS
        for when in YEARS
    }
    told = table([run, run]).set_index(["indicator", "date"])
    employed = told.xs("employed").query("population == 'alleviated people, nation'")
    assert employed["value"].tolist() == pytest.approx([32.779] * 3)
    assert employed["rival_persistence"].tolist() == pytest.approx([32.779] * 3)
    assert told.loc[("survey income", "2023-12"), "value"] == pytest.approx(15111, rel=0.001)
    assert (told["low"] <= told["value"]).all()
    assert (told["value"] <= told["high"]).all()


def test_a_trend_of_one_figure_is_none() -> None:
    """Place of work was published once: persistence says something, trend nothing."""
    one = next(one for one in FORECASTS if one.series[0] == "C5")
    series = [t for t in targets(roles=(FIT, CHECK)) if (t.moment, t.name) == one.series]
    last, trend = rivals(series, 2023, one)
    assert last == pytest.approx(0.357)
    assert math.isnan(trend)


def test_every_forecast_names_a_series_that_is_there() -> None:
    """A misspelt series would silently have no rivals and no bridge."""
    there = {(target.moment, target.name) for target in targets(roles=(FIT, CHECK))}
    assert {one.series for one in FORECASTS} - there == {("", "")}
    assert {one.sign for ones in PUBLISHED.values() for one in ones} <= {1, -1}
