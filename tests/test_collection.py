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


def december(world, collector):
    month = ORDINARY._replace(season=11)
    tables = world.persons, world.households, world.registry, world.employers, world.counties, world.provinces.line
    tallies.step(*tables, month, collector.cells, collector.head_income, collector.residents, 0, len(collector.cells))
    collector.remember(world, 10)
    collector.remember(world, 11)
    return {(row.group_kind, row.group, row.indicator): row.value for row in collector.collect(world, 0)}


def test_people_are_followed_from_one_december_to_the_next():
    """Two adults of a key county find work in the county; all others do what they did."""
    world = small_world(villages=3, households=8)
    persons, counties = world.persons, world.counties
    persons.employer[:], persons.looks[:], persons.post_months[:], persons.course_months[:] = -1, -1, 0, 0
    persons.is_student[:] = False
    collector = Collector(world, tuple(f"province {code}" for code in world.provinces.code))
    first = december(world, collector)
    assert not any(kind.endswith("year_ago") for kind, _, _ in first)
    county = np.repeat(np.arange(len(counties.code)), counties.persons)
    hired = np.flatnonzero(counties.is_key[county] & (persons.age >= 16))[:2]
    persons.employer[hired] = np.flatnonzero(world.employers.place == 0)[0]
    told = december(world, collector)
    assert told["key_year_ago", "now_home", "now_local"] == pytest.approx(counties.weight[county[hired]].sum())
    assert told["other_year_ago", "now_home", "now_local"] == told["key_year_ago", "now_local", "now_home"] == 0.0
    adults = counties.weight[county][persons.age >= 16].sum()
    assert sum(value for (kind, _, name), value in told.items() if kind == "all" and name.startswith("now_")) == (
        pytest.approx(adults)
    )


def test_counties_are_told_in_december_and_add_up():
    world = small_world(villages=3, households=8)
    told = december(world, Collector(world, tuple(f"province {code}" for code in world.provinces.code)))
    people = [value for (kind, _, name), value in told.items() if (kind, name) == ("county", "people")]
    assert len(people) == len(world.counties.code) and sum(people) == pytest.approx(told["all", "all", "people"])
    assert ("county", f"{world.counties.code[0]}", "income_mean") in told
