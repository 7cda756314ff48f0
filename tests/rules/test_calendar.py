"""The month opens: what is cleared, who ages, who leaves school."""

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import calendar
from sim.state.codes import CHRONIC, DISABLED, FULL, HALF, HEALTHY, NO_CAPACITY, WEAK

NO_LUCK = make_luck(1, 240)
JANUARY = ORDINARY._replace(season=0)
BEHAVIOUR = Behaviour()._replace(leaving_after_junior_chance=0.2, leaving_after_senior_chance=0.6)


@pytest.mark.parametrize(
    ("age", "health", "capacity"),
    [
        (15, HEALTHY, NO_CAPACITY),
        (16, HEALTHY, FULL),
        (59, HEALTHY, FULL),
        (60, HEALTHY, HALF),
        (69, HEALTHY, HALF),
        (70, HEALTHY, WEAK),
        (79, HEALTHY, WEAK),
        (80, HEALTHY, NO_CAPACITY),
        (15, CHRONIC, NO_CAPACITY),
        (16, CHRONIC, HALF),
        (60, CHRONIC, WEAK),
        (70, CHRONIC, NO_CAPACITY),
        (16, DISABLED, WEAK),
        (59, DISABLED, WEAK),
        (60, DISABLED, NO_CAPACITY),
    ],
)
def test_labour_capacity_by_age_and_health(age: int, health: int, capacity: int) -> None:
    assert calendar.labour_capacity.py_func(age, health) == capacity


def test_leaving_chance_only_at_the_end_of_a_school() -> None:
    chances = {age: calendar.leaving_chance.py_func(age, 0.2, 0.6) for age in range(6, 25)}
    assert {age: chance for age, chance in chances.items() if chance > 0} == {
        16: 0.2,
        19: 0.6,
        22: 1.0,
        23: 1.0,
        24: 1.0,
    }


def open_month(world, month, given=None):
    luck = make_luck(1, month.number, given)
    calendar.step(world.persons, world.households, world.counties, BEHAVIOUR, month, luck, 0, len(world.counties.code))


def test_compiled_step_clears_the_month_and_nothing_else() -> None:
    world = few_rows((2,), (1,))
    households, counties, persons = world.households, world.counties, world.persons
    for column in (households.earned, households.surveyed, households.income, households.hardship, households.aid):
        column[:] = 7
    households.savings[:], households.debt[:] = 100, 260
    for column in (households.subsidies, households.medical, households.damage, households.consumed):
        column[:] = 9
    counties.spent[:], counties.demand[:] = (50, 60), 1
    counties.bought[:], counties.returned[:], counties.odd_wages[:] = 3, 3, 3
    counties.applicants[:], counties.hires[:], counties.outside_jobs[:] = 4, 4, 4
    persons.pay[:], persons.looks[:] = 5, 0
    open_month(world, ORDINARY)
    assert list(counties.demand) == [50, 60]
    assert list(counties.spent) == [0, 0]
    assert list(households.worth_before) == [-160, -160]
    for column in (households.earned, households.surveyed, households.subsidies, households.medical, households.damage):
        assert not column.any()
    for column in (counties.bought, counties.returned, counties.odd_wages, counties.applicants, counties.hires):
        assert not column.any()
    assert (counties.outside_jobs == 4).all()
    assert not persons.pay.any()
    assert (persons.looks == -1).all()
    for ring in (households.income, households.hardship, households.aid):
        assert (ring[:, 3] == 0).all()
        assert (np.delete(ring, 3, axis=1) == 7).all()
    assert (persons.age == 30).all()


def test_only_the_counties_asked_for_are_opened() -> None:
    world = few_rows((1,), (1,), (1,))
    world.persons.pay[:] = 5
    calendar.step(world.persons, world.households, world.counties, BEHAVIOUR, ORDINARY, NO_LUCK, 1, 2)
    assert list(world.persons.pay) == [5, 0, 5]


def test_histories_of_twelve_months_forget_the_thirteenth() -> None:
    world = few_rows((1,))
    world.persons.worked_months[0] = 0b1000_0000_0001
    world.persons.away_months[0] = 0xFFF
    world.households.fell_months[0] = (1, 0b1000_0000_0000, 0)
    open_month(world, ORDINARY)
    assert world.persons.worked_months[0] == 0b10
    assert world.persons.away_months[0] == 0xFFE
    assert list(world.households.fell_months[0]) == [2, 0, 0]


def test_january_turns_the_year() -> None:
    world = few_rows((1,))
    world.households.survey_income[0] = 900
    open_month(world, ORDINARY)
    assert world.households.survey_income[0] == 900
    open_month(world, JANUARY)
    assert world.households.survey_income[0] == 0
    assert world.persons.age[0] == 31


def test_january_ages_people_and_their_capacity() -> None:
    world = few_rows((5,))
    world.persons.age[:] = (15, 59, 69, 79, 120)
    open_month(world, JANUARY)
    assert list(world.persons.age) == [16, 60, 70, 80, 120]
    assert list(world.persons.capacity) == [FULL, HALF, WEAK, NO_CAPACITY, NO_CAPACITY]


def test_a_pupil_has_nine_years_at_the_end_of_junior_high_and_twelve_of_senior_high() -> None:
    world = few_rows((1,))
    persons = world.persons
    persons.age[:], persons.schooling[:] = 4, 0
    found = {}
    for _ in range(18):
        open_month(world, JANUARY, {(Decision.SCHOOL_LEAVING, 1): 0.99})
        found[int(persons.age[0])] = (bool(persons.is_student[0]), int(persons.schooling[0]))
    assert found[5] == (False, 0)
    assert found[7] == (True, 0)
    assert found[16] == (True, 9)
    assert found[19] == (True, 12)
    assert found[22] == (False, 15)


def test_pupils_leave_by_lot_at_the_end_of_a_school() -> None:
    world = few_rows((4,))
    persons = world.persons
    persons.age[:], persons.is_student[:] = (15, 15, 16, 18), True
    open_month(
        world, JANUARY, {(Decision.SCHOOL_LEAVING, one): u for one, u in ((1, 0.19), (2, 0.2), (3, 0.0), (4, 0.59))}
    )
    assert list(persons.is_student) == [False, True, True, False]
    assert list(persons.schooling) == [10, 10, 10, 10]


def test_schooling_stops_at_sixteen_years() -> None:
    world = few_rows((1,))
    world.persons.age[:], world.persons.is_student[:], world.persons.schooling[:] = 17, True, 16
    open_month(world, JANUARY)
    assert world.persons.schooling[0] == 16
