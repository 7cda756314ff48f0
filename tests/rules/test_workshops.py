"""Workshops and co-operatives: when they open, whom a workshop takes, in which order, at which pay."""

import math

import pytest
from earning import earn
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, make_luck
from sim.rules import workshops
from sim.state.codes import BUSINESS, COOPERATIVE, FULL, HALF, LOCAL_JOBS, NO_CAPACITY, WAGES, WEAK, WORKSHOP

BEHAVIOUR = Behaviour()._replace(
    outside_pay=3600.0,
    local_pay_share=0.75,
    remote_pay_effect=0.0,
    participation_value=1000.0,
    taste_spread=1.0,
    older_home_ratio=1.0,
    reservation_share=1.0,
    near_home_value=500.0,
    schooling_return=0.0,
    match_spread=0.0,
    workshop_opening_rate=0.6,
    cooperative_opening_rate=0.0,
)


def test_openings_by_hand() -> None:
    assert workshops.openings_expected.py_func(2_000, 0.6) == pytest.approx(0.1)
    assert workshops.openings_expected.py_func(0, 0.6) == 0.0


def village(*households: int, firms: int = 2, vacancies: int = 2):
    """One workshop with vacancies, then free rows."""
    world = few_rows(households, firms=firms)
    employers = world.employers
    employers.is_open[1:firms] = False
    employers.kind[0] = WORKSHOP
    employers.wage[0] = 200_000
    employers.positions[0] = vacancies
    world.persons.capacity[:] = HALF
    return world


def month(world, given=None, behaviour=BEHAVIOUR):
    """A month in which lots follow ids and nothing opens unless given."""
    draws = {(Decision.WORKSHOP_ORDER, int(i)): 0.01 * int(i) for i in world.persons.id}
    draws |= {(Decision.WORKSHOP_OPENING, 10, 0): 0.9999, (Decision.COOPERATIVE_OPENING, 10, 0): 0.9999}
    luck = make_luck(1, 240, draws | (given or {}))
    workshops.step(world.persons, world.households, world.employers, world.counties, room_for(world), behaviour,
                   ORDINARY, luck, 0, 1)  # fmt: skip


def test_compiled_step_fills_vacancies_by_lot() -> None:
    world = village(1, 1, 1)
    month(world)
    assert list(world.persons.employer) == [0, 0, NONE]
    assert list(world.persons.wage) == [200_000, 200_000, 0]
    assert world.employers.filled[0] == 2


@pytest.mark.parametrize(
    ("column", "value", "is_taken"),
    [
        ("capacity", WEAK, True),
        ("capacity", HALF, True),
        ("capacity", FULL, False),
        ("capacity", NO_CAPACITY, False),
        ("age", 70, False),
        ("is_student", True, False),
        ("sick_months", 1, False),
        ("post_months", 1, False),
        ("course_months", 1, False),
    ],
)
def test_whom_a_workshop_takes(column: str, value: int, is_taken: bool) -> None:
    world = village(1)
    getattr(world.persons, column)[0] = value
    month(world)
    assert (world.persons.employer[0] == 0) == is_taken


@pytest.mark.parametrize(
    ("child_age", "age", "is_female", "is_taken"),
    [(11, 50, True, True), (12, 50, True, False), (11, 51, True, False), (11, 50, False, False)],
)
def test_mothers_of_full_capacity_are_taken(child_age: int, age: int, is_female: bool, is_taken: bool) -> None:
    world = village(2)
    world.persons.capacity[:] = (FULL, NO_CAPACITY)
    world.persons.age[:] = (age, child_age)
    world.persons.is_female[0] = is_female
    month(world)
    assert (world.persons.employer[0] == 0) == is_taken


def test_neighbours_come_first() -> None:
    world = village(1, 1, 1, vacancies=1)
    world.counties.villages[0] = 2
    world.households.village[2] = 1
    world.employers.id[0] = 5001  # odd: it stands in the second village
    month(world)
    assert list(world.persons.employer) == [NONE, NONE, 0]


def test_who_values_home_more_than_pay_and_nearness_stays_there() -> None:
    # 2,000 + 500 yuan against 1,000 exp(taste)
    for taste, is_taken in ((math.log(2.5) - 1e-3, True), (math.log(2.5) + 1e-3, False)):
        world = village(1)
        world.persons.taste[0] = taste
        month(world)
        assert (world.persons.employer[0] == 0) == is_taken


def test_work_is_paid_by_the_piece() -> None:
    # 2,200 yuan for 22 days: weak labour works ten, half labour eighteen, full labour all
    for capacity, days in ((WEAK, 10), (HALF, 18), (FULL, 22)):
        world = few_rows((1,), firms=1)
        world.employers.kind[0] = WORKSHOP
        work_for(world, 0, 0, wage=220_000)
        world.persons.capacity[0] = capacity
        earn(world)
        assert world.persons.wage_days[0] == days
        assert world.households.earned[0, WAGES] == days * 10_000


def test_an_owner_lives_on_what_the_firm_pays_out() -> None:
    world = few_rows((2,), firms=1)
    for p in range(2):
        work_for(world, p, 0, wage=0 if p == 0 else 220_000)
    world.employers.owner[0], world.employers.paid_out[0] = 1, 333_333
    earn(world)
    courtyard = 2 * 4 * 2_000  # four days are left to each
    assert world.households.earned[0, BUSINESS] == 333_333 + courtyard
    assert world.households.earned[0, WAGES] == 220_000
    assert world.employers.wage_bill[0] == 220_000


def test_a_workshop_opens_by_need_and_a_co_operative_beside_it() -> None:
    chance = 1 - math.exp(-0.6 / 12)
    for u, is_open in ((chance - 1e-9, True), (chance + 1e-9, False)):
        world = village(1, firms=3, vacancies=0)
        world.counties.need[0, LOCAL_JOBS] = 1_000
        given = {(Decision.WORKSHOP_OPENING, 10, 0): u, (Decision.WORKSHOP_OPENING, 10, 1): 0.2,
                 (Decision.WORKSHOP_OPENING, 10, 2): 0.0}  # fmt: skip
        month(world, given)
        assert world.employers.is_open[1] == is_open
        if is_open:
            assert world.employers.kind[1] == WORKSHOP
            assert world.employers.attraction[1] == pytest.approx(33.0)  # 0.4 * 0.2 = 0.08
            assert world.employers.positions[1] == 33
            assert world.employers.wage[1] == int(270_000 * math.exp(-0.2))
            assert world.employers.productivity[1] == pytest.approx(math.exp(-0.2))
            assert world.employers.filled[1] == 1  # half labour found it at once
    world = village(1, firms=3, vacancies=0)
    world.counties.need[0, LOCAL_JOBS] = 1_000
    month(world, {(Decision.COOPERATIVE_OPENING, 10, 0): 0.0}, BEHAVIOUR._replace(cooperative_opening_rate=0.5))
    assert (world.employers.kind[1], world.employers.is_open[1]) == (COOPERATIVE, True)


def test_a_subsidy_opens_more_workshops_and_industry_money_more_co_operatives() -> None:
    behaviour = BEHAVIOUR._replace(workshop_subsidy_effect=3.0)
    subsidised = 0.05 * math.exp(3.0 * 0.1)
    for u, is_open in ((1 - math.exp(-subsidised) - 1e-9, True), (1 - math.exp(-subsidised) + 1e-9, False)):
        world = village(1, firms=3, vacancies=0)
        world.counties.need[0, LOCAL_JOBS] = 1_000
        world.counties.workshop_subsidy[0] = 27_000
        month(world, {(Decision.WORKSHOP_OPENING, 10, 0): u}, behaviour)
        assert world.employers.is_open[1] == is_open
    for u, is_open in ((1 - math.exp(-0.5) - 1e-9, True), (1 - math.exp(-0.5) + 1e-9, False)):
        world = village(1, firms=3, vacancies=0)
        world.counties.industry_jobs[0] = 3.0
        month(world, {(Decision.COOPERATIVE_OPENING, 10, 0): u})
        assert world.employers.is_open[1] == is_open
