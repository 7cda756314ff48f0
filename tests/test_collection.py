"""What is told of the spread of survey income: of residents, of the last whole calendar year."""

import numpy as np
import pytest
from few_rows import ORDINARY
from small_world import small_world

from sim import tallies
from sim.collection import Collector


def collected(world, season, collector):
    month = ORDINARY._replace(season=season)
    tables = world.persons, world.households, world.registry, world.employers, world.counties, world.provinces.line
    tallies.step(*tables, month, collector.cells, collector.head_income, collector.residents, 0, len(collector.cells))
    collector.remember(world, season)
    return {row.indicator: row.value for row in collector.collect(world, 0) if row.group_kind == "all"}


def test_survey_income_is_spread_over_residents_and_kept_until_the_next_december():
    world = small_world(villages=3, households=8)
    households = world.households
    world.persons.away_months[:] = 0
    gone = households.first_person[0]
    world.persons.away_months[gone : gone + households.members[0]] = 4095
    households.survey_income[:] = 100_000 * (1 + np.arange(len(households.id)))
    collector = Collector(world, tuple(f"province {code}" for code in world.provinces.code))
    assert "gini_survey" not in collected(world, 10, collector)
    told = collected(world, 11, collector)
    county = np.repeat(np.arange(len(world.counties.code)), world.counties.households)
    residents = np.where(np.arange(len(households.id)) == 0, 0, households.members)
    weight, income = residents * world.counties.weight[county], households.survey_income / households.members / 100.0
    mean = np.average(income, weights=weight)
    order = np.argsort(income)
    middle = np.cumsum(weight[order]) - 0.5 * weight[order]
    median = np.interp(0.5 * weight.sum(), middle, income[order])
    gaps = np.abs(income[:, None] - income) * weight[:, None] * weight
    assert told["income_survey_median"] == pytest.approx(median)
    assert told["income_survey_relative_median"] == pytest.approx(median / mean)
    assert told["gini_survey"] == pytest.approx(gaps.sum() / (2.0 * mean * weight.sum() ** 2))
    households.survey_income[:] = 0
    assert collected(world, 0, collector)["income_survey_median"] == told["income_survey_median"]
