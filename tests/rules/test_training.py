"""Courses: who applies, in which order seats are given, what finishing brings."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import training
from sim.state.codes import (
    BASIC_CERTIFICATE,
    CRAFT_COURSE,
    FARM_COURSE,
    FARM_TRAINING,
    FIRM_LINK,
    HALF,
    HIGH_CERTIFICATE,
    NO_LINK,
    ONLINE,
    ONLINE_COURSE,
    SENIOR_COURSE,
    SKILL_BASE,
    SKILL_PROJECT,
    TECHNICAL_SCHOOL,
    UNSTABLE,
    VOCATIONAL_SCHOOL,
    WEAK,
)

BEHAVIOUR = Behaviour()._replace(
    application_intercept=-2.0,
    application_distance=0.5,
    giving_up_chance=0.1,
    senior_course_wish=0.2,
    farm_course_wish=0.3,
    contest_uplift=0.02,
    norm_effect=0.1,
    completion_chance=0.8,
    certificate_chance=0.6,
)
LEVERS = Levers()._replace(
    skill_project_course_cost=1200.0,
    skill_project_stipend=25.0,
    skill_project_online_fee=200.0,
    skill_project_senior_cost=4000.0,
    farm_training_course_cost=1200.0,
)
COST, ONLINE_COST, SENIOR_COST, FARM_COST = 175_000, 20_000, 565_000, 120_000
"""Fen: 1,200 + 22 * 25 yuan, 200, 4,000 + 3 * 22 * 25, 1,200."""


def test_application_chance_by_hand() -> None:
    # log odds -2 - 0.5 * 20/10 = -3: 1 / (1 + e^3)
    assert training.application_chance.py_func(20.0, 0.0, -2.0, 0.5) == pytest.approx(0.0474259)
    assert training.application_chance.py_func(0.0, 0.0, 0.0, 0.5) == 0.5
    assert training.application_chance.py_func(0.0, 1.0, math.log(3.0) - 1.0, 0.5) == pytest.approx(0.75)


def test_the_near_apply_more() -> None:
    by_distance = [training.application_chance.py_func(km, 0.0, -2.0, 0.1) for km in (0.0, 10.0, 60.0)]
    assert by_distance == sorted(by_distance, reverse=True)
    assert len(set(by_distance)) == 3


def test_norms_certify_more_of_those_who_complete() -> None:
    assert training.certified_chance.py_func(0.0, 0.6, 0.1) == pytest.approx(0.6)
    # 1 - 0.4 e^-1
    assert training.certified_chance.py_func(10.0, 0.6, 0.1) == pytest.approx(0.8528482)


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
        ("certificate", BASIC_CERTIFICATE, True),
        ("certificate", HIGH_CERTIFICATE, False),
    ],
)
def test_who_may_take_a_course(column: str, value: int, is_free: bool) -> None:
    world = few_rows((1,), firms=1)
    assert training.may_apply.py_func(world.persons, 0)
    getattr(world.persons, column)[0] = value
    assert training.may_apply.py_func(world.persons, 0) == is_free


def classroom(people: int, places: int, *seats: int, kind: int = VOCATIONAL_SCHOOL):
    """Money for so many craft courses, centres of one kind with so many seats; nobody has land."""
    world = few_rows((1,) * people, firms=1, centres=len(seats))
    world.counties.purse[0, SKILL_PROJECT] = places * COST
    world.centres.kind[:] = kind
    world.centres.seats[:] = seats
    world.centres.quality[:] = 1.0
    return world


def teach(world, given=None, first=0, last=None, levers=LEVERS):
    """A month of courses in which everybody applies, the lots being the ids turned round."""
    everybody = {(Decision.COURSE_APPLICATION, int(one)): 0.0 for one in world.persons.id}
    everybody |= {(Decision.COURSE_ORDER, int(one)): 0.9 - 0.01 * int(one) for one in world.persons.id}
    everybody |= {(Decision.COURSE_KIND, int(one)): 0.5 for one in world.persons.id}
    training.step(
        world.persons,
        world.households,
        world.counties,
        world.centres,
        world.registry.tag,
        world.villages.distance,
        world.provinces.demand,
        room_for(world),
        levers,
        BEHAVIOUR,
        ORDINARY,
        make_luck(1, 240, everybody | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_gives_seats_by_lot_and_pays_for_them() -> None:
    world = classroom(5, 3, 10)
    teach(world)
    persons = world.persons
    assert list(persons.course_months) == [0, 0, 1, 1, 1]
    assert list(persons.course) == [0, 0, CRAFT_COURSE, CRAFT_COURSE, CRAFT_COURSE]
    assert list(persons.waiting_months) == [1, 1, 0, 0, 0]
    assert (world.centres.seats[0], world.centres.enrolled[0], world.centres.queue[0]) == (10, 3, 2)
    assert world.counties.bought[0, SKILL_PROJECT] == 3 * COST
    assert world.counties.purse[0, SKILL_PROJECT] == 0


def test_monitored_people_come_first() -> None:
    world = classroom(5, 2, 10)
    world.registry.tag[1] = UNSTABLE
    world.persons.waiting_months[3] = 120
    teach(world, {(Decision.COURSE_ORDER, 2): 0.999, (Decision.COURSE_APPLICATION, 4): 0.5})
    assert list(world.persons.course_months) == [0, 1, 0, 1, 0]


def test_who_has_waited_longest_comes_first_among_the_others() -> None:
    world = classroom(4, 2, 10)
    world.persons.waiting_months[:] = (2, 0, 1, 0)
    teach(world, {(Decision.COURSE_APPLICATION, one): 0.1 for one in (1, 3)})
    assert list(world.persons.course_months) == [1, 0, 1, 0]
    assert list(world.persons.waiting_months) == [0, 1, 0, 1]


def test_who_waits_may_give_up_and_who_works_is_off_the_list() -> None:
    world = classroom(3, 0, 10)
    world.persons.waiting_months[:] = 5
    work_for(world, 2, 0)
    teach(world, {(Decision.COURSE_APPLICATION, 1): 0.0999, (Decision.COURSE_APPLICATION, 2): 0.1})
    assert list(world.persons.waiting_months) == [0, 6, 0]


def test_one_more_at_the_end_of_the_queue_moves_nobody_before_him() -> None:
    for places in range(6):
        without, with_one = classroom(4, places, 10), classroom(5, places, 10)
        last = {(Decision.COURSE_ORDER, 5): 0.99}
        teach(without, last)
        teach(with_one, last)
        assert list(with_one.persons.course_months[:4]) == list(without.persons.course_months)
        assert with_one.persons.course_months[4] == (places >= 5)


def test_seats_fill_centre_by_centre() -> None:
    world = classroom(5, 4, 1, 2, 9)
    teach(world)
    assert list(world.centres.enrolled) == [1, 2, 1]
    assert list(world.centres.queue) == [1, 0, 0]
    assert world.persons.course_months.sum() == 4


def test_more_money_than_seats_stays_in_the_purse() -> None:
    world = classroom(5, 8, 1, 2)
    teach(world)
    assert list(world.centres.enrolled) == [1, 2]
    assert world.counties.bought[0, SKILL_PROJECT] == 3 * COST
    assert world.counties.purse[0, SKILL_PROJECT] == 5 * COST


def test_pupils_grants_are_kept_back() -> None:
    world = classroom(3, 2, 10)
    persons = world.persons
    persons.course[0], persons.course_months[0], persons.is_student[0] = TECHNICAL_SCHOOL, 20, True
    levers = LEVERS._replace(skill_project_school_grant=12.0)
    teach(world, {(Decision.SCHOOL_DROPOUT, 1): 0.5}, levers=levers)
    assert list(persons.course_months) == [19, 0, 1]
    assert world.counties.pupils[0] == 1


def test_online_seats_take_who_is_left_and_cost_their_fee() -> None:
    world = classroom(3, 2, 1, 5)
    world.centres.kind[1] = ONLINE
    teach(world)
    assert list(world.persons.course) == [ONLINE_COURSE, ONLINE_COURSE, CRAFT_COURSE]
    assert world.counties.bought[0, SKILL_PROJECT] == COST + 2 * ONLINE_COST


def test_the_certified_may_become_senior_workers() -> None:
    world = classroom(4, 20, 9, 1)
    world.centres.kind[1] = SKILL_BASE
    persons = world.persons
    persons.certificate[:3] = BASIC_CERTIFICATE
    persons.schooling[1] = 8
    wish = {(Decision.COURSE_KIND, one): 0.19 for one in (1, 2, 3, 4)}
    teach(world, wish)
    assert list(persons.course) == [CRAFT_COURSE, CRAFT_COURSE, SENIOR_COURSE, CRAFT_COURSE]
    assert list(persons.course_months) == [1, 1, 3, 1]
    assert world.counties.bought[0, SKILL_PROJECT] == SENIOR_COST + 3 * COST
    for months in (2, 1, 0):
        teach(world, {(Decision.COMPLETION, 3): 0.0, (Decision.CERTIFICATE, 3): 0.59})
        assert persons.course_months[2] == months
    assert persons.certificate[2] == HIGH_CERTIFICATE


def test_farm_courses_have_money_of_their_own_and_teach_a_rural_craft() -> None:
    world = classroom(3, 1, 1)
    persons, households, counties = world.persons, world.households, world.counties
    households.land[:2] = 3.0
    counties.purse[0, FARM_TRAINING] = FARM_COST + 1
    teach(world, {(Decision.COURSE_KIND, one): 0.71 for one in (1, 2, 3)})
    assert list(persons.course) == [0, FARM_COURSE, CRAFT_COURSE]
    assert (counties.purse[0, FARM_TRAINING], counties.bought[0, FARM_TRAINING]) == (1, FARM_COST)
    teach(world, {(Decision.COMPLETION, 2): 0.0, (Decision.ADOPTION, 2): 0.0})
    assert list(persons.has_rural_craft) == [False, True, False]
    assert list(households.has_adopted) == [False, True, False]


def test_no_centre_no_craft_course() -> None:
    world = classroom(2, 8)
    teach(world)
    assert not world.persons.course_months.any()
    assert not world.counties.bought.any()


def test_the_door_is_open_to_the_registered_and_the_monitored() -> None:
    world = classroom(3, 8, 9)
    world.households.is_registered[:] = (True, False, False)
    world.registry.tag[2] = UNSTABLE
    teach(world)
    assert list(world.persons.course_months) == [1, 0, 1]


def test_who_applies_is_drawn_against_the_chance_at_its_distance() -> None:
    world = few_rows((1, 1), (1,), centres=1)
    world.villages.distance[:] = (20.0, 0.0)
    world.counties.purse[:, SKILL_PROJECT] = 5 * COST
    world.centres.kind[:] = VOCATIONAL_SCHOOL
    world.centres.seats[:] = 5
    near = 1 / (1 + math.exp(2.0))
    given = {(Decision.COURSE_APPLICATION, 1): 0.0474, (Decision.COURSE_APPLICATION, 2): 0.0475}
    teach(world, given | {(Decision.COURSE_APPLICATION, 3): near - 1e-9})
    assert list(world.persons.course_months) == [1, 0, 1]


def test_a_contest_moves_the_young() -> None:
    near = 1 / (1 + math.exp(2.0))
    given = {(Decision.COURSE_APPLICATION, one): near + 1e-4 for one in (1, 2)}
    for spirit, asks in ((0.0, [0, 0]), (1.0, [1, 0])):
        world = classroom(2, 5, 9)
        world.persons.age[:] = (34, 35)
        world.counties.contest_spirit[0] = spirit
        teach(world, given)
        assert list(world.persons.course_months) == asks


def test_a_course_ends_completed_or_not_certified_or_not() -> None:
    world = classroom(4, 0, 9)
    persons = world.persons
    persons.course_months[:] = 1
    persons.lesson[:] = 90
    persons.certificate[3] = HIGH_CERTIFICATE
    world.counties.linked[0] = 0.5
    given = {(Decision.COMPLETION, 1): 0.8, (Decision.CERTIFICATE, 1): 0.0}
    given |= {(Decision.COMPLETION, 2): 0.79, (Decision.CERTIFICATE, 2): 0.6, (Decision.COURSE_LINK, 2): 0.5}
    given |= {(Decision.COMPLETION, 3): 0.0, (Decision.CERTIFICATE, 3): 0.59, (Decision.COURSE_LINK, 3): 0.49}
    given |= {(Decision.COMPLETION, 4): 0.0, (Decision.CERTIFICATE, 4): 0.0}
    teach(world, given)
    assert not persons.course_months.any()
    assert list(persons.trained_months) == [NONE, 0, 0, 0]
    assert list(persons.certificate) == [0, 0, BASIC_CERTIFICATE, HIGH_CERTIFICATE]
    assert persons.lesson[0] == 0
    assert list(persons.link[1:3]) == [NO_LINK, FIRM_LINK]


def test_a_county_outside_the_range_holds_no_course() -> None:
    world = few_rows((1,), (1,), centres=1)
    world.counties.purse[:, SKILL_PROJECT] = COST
    world.centres.kind[:] = VOCATIONAL_SCHOOL
    world.centres.seats[:] = 1
    teach(world, first=1, last=2)
    assert list(world.persons.course_months) == [0, 1]


def test_a_worker_keeps_to_his_job() -> None:
    world = classroom(2, 5, 9)
    work_for(world, 0, 0)
    teach(world)
    assert list(world.persons.course_months) == [0, 1]
    assert np.array_equal(world.centres.queue, [0])


@pytest.mark.parametrize("people", [3, 9])
@pytest.mark.parametrize("money", [0, 2, 30])
def test_seats_taken_are_no_more_than_seats_and_money_bought_is_purse_spent(people: int, money: int) -> None:
    world = classroom(people, money, 2, 3, 1, 1)
    world.centres.kind[2:] = (SKILL_BASE, ONLINE)
    world.persons.certificate[::2] = BASIC_CERTIFICATE
    teach(world, {(Decision.COURSE_KIND, int(one)): 0.1 for one in world.persons.id})
    assert (world.centres.enrolled <= world.centres.seats).all()
    assert world.centres.enrolled.sum() == (world.persons.course > 0).sum()
    spent = money * COST - world.counties.purse[0, SKILL_PROJECT]
    assert spent == world.counties.bought[0, SKILL_PROJECT] >= 0
    by_course = {CRAFT_COURSE: COST, ONLINE_COURSE: ONLINE_COST, SENIOR_COURSE: SENIOR_COST}
    assert spent == sum(by_course[int(course)] for course in world.persons.course if course)
