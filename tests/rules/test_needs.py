"""Needs: whom each measure is for, counted once a year from what the registry holds."""

import pytest
from few_rows import ORDINARY, few_rows, work_for

from sim.rules import needs
from sim.state import codes
from sim.state.codes import DISABLED, EDGE, FULL, HALF, LOCAL_JOBS, NO_CAPACITY, SKILL_PROJECT, WEAK

DECEMBER = ORDINARY._replace(season=11)


def count(world, month=DECEMBER, first=0, last=None):
    needs.step(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.registry.tag,
        month,
        first,
        len(world.counties.code) if last is None else last,
    )
    return world.counties.need


def test_needs_are_counted_in_december_by_the_registry() -> None:
    world = few_rows((8,), (2,), (1, 1))
    persons = world.persons
    persons.capacity[:8] = (WEAK, HALF, FULL, HALF, NO_CAPACITY, WEAK, FULL, FULL)
    persons.age[:8] = (40, 59, 59, 60, 30, 70, 30, 15)
    persons.is_student[6] = True
    world.households.is_registered[1:] = False
    world.registry.tag[2] = EDGE
    persons.capacity[10:] = HALF
    assert not count(world, ORDINARY._replace(season=10)).any()
    # posts: weak of 40, half of 59 and of 60; courses: half and full of 59
    assert list(count(world)[:, LOCAL_JOBS]) == [3, 0, 1]
    assert list(count(world)[:, SKILL_PROJECT]) == [2, 0, 1]


def test_an_ordinary_worker_at_home_needs_what_workers_need() -> None:
    """One of 30, nine years of schooling, full capacity, no land, no job: everything but what is for others."""
    need = count(few_rows((1,)))[0]
    none = {"LOCAL_JOBS", "FARM_TRAINING", "INSURANCE_COVER", "GRADUATE_ALLOWANCE", "SKILL_COOPERATION"}
    assert {m for m in range(24) if need[m] == 0} == {getattr(codes, name) for name in none}
    assert need.max() == 1


@pytest.mark.parametrize(
    ("measure", "table", "column", "value"),
    [
        ("LOCAL_JOBS", "persons", "capacity", WEAK),
        ("FARM_TRAINING", "households", "land", 2.5),
        ("INSURANCE_COVER", "households", "is_dibao", True),
        ("INSURANCE_COVER", "registry", "tag", EDGE),
        ("INSURANCE_COVER", "persons", "health", DISABLED),
        ("GRADUATE_ALLOWANCE", "persons", "schooling", 12),
    ],
)
def test_what_makes_a_need(measure, table, column, value) -> None:
    world = few_rows((1,))
    getattr(getattr(world, table), column)[0] = value
    assert count(world)[0, getattr(codes, measure)] == 1


@pytest.mark.parametrize(
    ("measure", "column", "value"),
    [
        ("STARTUP_SUPPORT", "schooling", 8),
        ("STARTUP_SUPPORT", "capacity", HALF),
        ("JOB_COOPERATION", "capacity", HALF),
        ("SKILL_CONTEST", "age", 35),
        ("SKILL_PROJECT", "age", 60),
        ("INSURANCE_SERVICE", "age", 15),
    ],
)
def test_what_takes_a_need_away(measure, column, value) -> None:
    world = few_rows((1,))
    getattr(world.persons, column)[0] = value
    assert count(world)[0, getattr(codes, measure)] == 0


def test_a_job_ends_the_need_for_job_service_and_one_away_that_for_farm_courses() -> None:
    world = few_rows((1,), firms=1)
    world.households.land[0] = 3.0
    work_for(world, 0, 0)
    need = count(world)[0]
    assert (need[codes.JOB_SERVICE], need[codes.FARM_TRAINING]) == (0, 1)
    world.persons.employer[0] = 1
    assert count(world)[0, codes.FARM_TRAINING] == 0


def test_pupils_of_fifteen_to_eighteen_need_seats_in_the_east() -> None:
    world = few_rows((4,))
    world.persons.age[:] = (14, 15, 18, 19)
    world.persons.is_student[:] = True
    assert count(world)[0, codes.SKILL_COOPERATION] == 2


def test_compiled_count_takes_the_counties_asked_for() -> None:
    world = few_rows((3,), (2,))
    assert list(count(world, first=1)[:, SKILL_PROJECT]) == [0, 2]
