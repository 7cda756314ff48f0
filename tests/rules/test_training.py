"""Courses: who applies, in which order seats are given, what finishing brings."""

import math

import numpy as np
import pytest
from few_rows import few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import training
from sim.state.codes import BASIC_CERTIFICATE, HALF, HIGH_CERTIFICATE, SKILL_PROJECT, UNSTABLE, WEAK

BEHAVIOUR = Behaviour()._replace(
    application_intercept=-2.0,
    application_distance=0.5,
    completion_chance=0.8,
    certificate_chance=0.6,
)
LEVERS = Levers()._replace(skill_project_course_cost=1200.0, skill_project_stipend=25.0)
COST = 175_000


def test_application_chance_by_hand() -> None:
    # log odds -2 - 0.5 * 20/10 = -3: 1 / (1 + e^3)
    assert training.application_chance.py_func(20.0, -2.0, 0.5) == pytest.approx(0.0474259)
    assert training.application_chance.py_func(0.0, 0.0, 0.5) == 0.5
    assert training.application_chance.py_func(0.0, math.log(3.0), 0.5) == pytest.approx(0.75)


def test_the_near_apply_more() -> None:
    by_distance = [training.application_chance.py_func(km, -2.0, 0.1) for km in (0.0, 10.0, 60.0)]
    assert by_distance == sorted(by_distance, reverse=True)
    assert len(set(by_distance)) == 3


def test_effect_rises_evenly_and_then_stays() -> None:
    months = (NONE, 0, 6, 24, 120)
    assert [training.training_effect.py_func(t, 24.0) for t in months] == [0.0, 0.0, 0.25, 1.0, 1.0]


@pytest.mark.parametrize(
    ("column", "value", "is_free"),
    [
        ("capacity", HALF, True),
        ("capacity", WEAK, False),
        ("age", 59, True),
        ("age", 60, False),
        ("is_student", True, False),
        ("sick_months", 1, False),
        ("course_months", 1, False),
        ("post_months", 1, False),
        ("employer", 0, False),
        ("trained_months", 23, False),
        ("trained_months", 24, True),
    ],
)
def test_who_may_take_a_course(column: str, value: int, is_free: bool) -> None:
    world = few_rows((1,), firms=1)
    assert training.may_apply.py_func(world.persons, 0)
    getattr(world.persons, column)[0] = value
    assert training.may_apply.py_func(world.persons, 0) == is_free


def classroom(people: int, places: int, *capacity: float):
    world = few_rows((1,) * people, firms=1, centres=len(capacity))
    world.counties.places[0, SKILL_PROJECT] = places
    world.counties.purse[0, SKILL_PROJECT] = places * COST
    world.centres.capacity[:] = capacity
    return world


def teach(world, given=None, first=0, last=None):
    """A month of courses in which everybody applies, the lots being the ids turned round."""
    everybody = {(Decision.COURSE_APPLICATION, int(one)): 0.0 for one in world.persons.id}
    everybody |= {(Decision.COURSE_ORDER, int(one)): 0.9 - 0.01 * int(one) for one in world.persons.id}
    training.step(
        world.persons,
        world.households,
        world.counties,
        world.centres,
        world.registry.tag,
        world.villages.distance,
        room_for(world),
        LEVERS,
        BEHAVIOUR,
        make_luck(1, 240, everybody | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_gives_seats_by_lot_and_pays_for_them() -> None:
    world = classroom(5, 3, 10.0)
    teach(world)
    assert list(world.persons.course_months) == [0, 0, 1, 1, 1]
    assert (world.centres.seats[0], world.centres.enrolled[0], world.centres.queue[0]) == (3, 3, 2)
    assert world.counties.bought[0, SKILL_PROJECT] == 3 * COST
    assert world.counties.purse[0, SKILL_PROJECT] == 0


def test_monitored_people_come_first() -> None:
    world = classroom(5, 2, 10.0)
    world.registry.tag[1] = UNSTABLE
    teach(world, {(Decision.COURSE_ORDER, 2): 0.999})
    assert list(world.persons.course_months) == [0, 1, 0, 0, 1]


def test_one_more_at_the_end_of_the_queue_moves_nobody_before_him() -> None:
    for places in range(6):
        without, with_one = classroom(4, places, 10.0), classroom(5, places, 10.0)
        last = {(Decision.COURSE_ORDER, 5): 0.99}
        teach(without, last)
        teach(with_one, last)
        assert list(with_one.persons.course_months[:4]) == list(without.persons.course_months)
        assert with_one.persons.course_months[4] == (places >= 5)


def test_seats_fill_centre_by_centre_within_whole_seats() -> None:
    world = classroom(5, 4, 1.9, 2.0, 9.0)
    world.centres.queue[:] = 7
    teach(world)
    assert list(world.centres.seats) == [1, 2, 1]
    assert list(world.centres.enrolled) == [1, 2, 1]
    assert list(world.centres.queue) == [1, 0, 0]
    assert world.persons.course_months.sum() == 4


def test_more_seats_than_people_cost_only_those_taken() -> None:
    world = classroom(2, 8, 3.0, 9.0)
    teach(world)
    assert list(world.centres.seats) == [3, 5]
    assert list(world.centres.enrolled) == [2, 0]
    assert world.counties.bought[0, SKILL_PROJECT] == 2 * COST
    assert world.counties.purse[0, SKILL_PROJECT] == 6 * COST


def test_no_centre_no_course() -> None:
    world = classroom(2, 8)
    teach(world)
    assert not world.persons.course_months.any()
    assert not world.counties.bought.any()


def test_the_door_is_open_to_the_registered_and_the_monitored() -> None:
    world = classroom(3, 8, 9.0)
    world.households.is_registered[:] = (True, False, False)
    world.registry.tag[2] = UNSTABLE
    teach(world)
    assert list(world.persons.course_months) == [1, 0, 1]


def test_who_applies_is_drawn_against_the_chance_at_its_distance() -> None:
    world = few_rows((1, 1), (1,), centres=1)
    world.villages.distance[:] = (20.0, 0.0)
    world.counties.places[:, SKILL_PROJECT] = 5
    world.centres.capacity[:] = 5.0
    near = 1 / (1 + math.exp(2.0))
    given = {(Decision.COURSE_APPLICATION, 1): 0.0474, (Decision.COURSE_APPLICATION, 2): 0.0475}
    teach(world, given | {(Decision.COURSE_APPLICATION, 3): near - 1e-9})
    assert list(world.persons.course_months) == [1, 0, 1]


def test_a_course_ends_completed_or_not_certified_or_not() -> None:
    world = classroom(4, 0, 9.0)
    persons = world.persons
    persons.course_months[:] = 1
    persons.certificate[3] = HIGH_CERTIFICATE
    given = {(Decision.COMPLETION, 1): 0.8, (Decision.CERTIFICATE, 1): 0.0}
    given |= {(Decision.COMPLETION, 2): 0.79, (Decision.CERTIFICATE, 2): 0.6}
    given |= {(Decision.COMPLETION, 3): 0.0, (Decision.CERTIFICATE, 3): 0.59}
    given |= {(Decision.COMPLETION, 4): 0.0, (Decision.CERTIFICATE, 4): 0.0}
    teach(world, given)
    assert not persons.course_months.any()
    assert list(persons.trained_months) == [NONE, 0, 0, 0]
    assert list(persons.certificate) == [0, 0, BASIC_CERTIFICATE, HIGH_CERTIFICATE]


def test_memory_of_a_course_grows_to_ten_years() -> None:
    world = classroom(3, 0, 9.0)
    world.persons.trained_months[:] = (NONE, 5, 120)
    teach(world)
    assert list(world.persons.trained_months) == [NONE, 6, 120]


def test_a_county_outside_the_range_holds_no_course() -> None:
    world = few_rows((1,), (1,), centres=1)
    world.counties.places[:, SKILL_PROJECT] = 1
    world.centres.capacity[:] = 1.0
    teach(world, first=1, last=2)
    assert list(world.persons.course_months) == [0, 1]


def test_a_worker_keeps_to_his_job() -> None:
    world = classroom(2, 5, 9.0)
    work_for(world, 0, 0)
    teach(world)
    assert list(world.persons.course_months) == [0, 1]
    assert np.array_equal(world.centres.queue, [0])
