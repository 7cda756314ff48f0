"""Graduates: who counts, whom a firm gets, what is paid from the purse, who goes when it ends."""

import pytest
from earning import earn
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import graduates
from sim.state.codes import GRADUATE_ALLOWANCE, HALF, HIGH_CERTIFICATE, PUBLIC_BODY, WAGES

BEHAVIOUR = Behaviour()._replace(
    outside_pay=3600.0,
    living_cost_away=1000.0,
    participation_value=1500.0,
    taste_spread=1.0,
    older_home_ratio=1.0,
    reservation_share=1.0,
    schooling_return=0.0,
    match_spread=0.0,
)
LEVERS = Levers()._replace(graduate_allowance_allowance=1000.0, graduate_allowance_term=24.0)
CITY = 2


def test_who_is_a_graduate() -> None:
    assert graduates.is_graduate.py_func(15, 0)
    assert not graduates.is_graduate.py_func(14, 1)
    assert graduates.is_graduate.py_func(9, HIGH_CERTIFICATE)


def town(places: int = 1):
    """Two graduates without a job, one worker who is none; a firm and a public body with vacancies."""
    world = few_rows((1, 1, 1), firms=2)
    world.persons.schooling[:] = (16, 16, 9)
    world.employers.kind[1] = PUBLIC_BODY
    world.employers.wage[:2] = 200_000
    world.employers.positions[:2] = 5
    world.counties.places[0, GRADUATE_ALLOWANCE] = places
    return world


def bring(world):
    lots = {(Decision.GRADUATE_ORDER, int(i), 0): 0.1 * int(i) for i in world.persons.id}
    graduates.step(world.persons, world.households, world.employers, world.counties, room_for(world), LEVERS, BEHAVIOUR,
                   ORDINARY, make_luck(1, 240, lots), 0, 1)  # fmt: skip


@pytest.mark.parametrize("places", [0, 1, 2])
def test_compiled_step_brings_as_many_as_there_are_allowances(places: int) -> None:
    world = town(places)
    bring(world)
    assert list(world.persons.employer) == [[NONE, NONE, NONE], [0, NONE, NONE], [0, 0, NONE]][places]
    assert list(world.persons.allowance_months) == [[0, 0, 0], [24, 0, 0], [24, 24, 0]][places]
    assert (world.employers.filled[0], world.employers.graduates[0]) == (places, places)
    assert world.employers.filled[1] == 0  # public bodies do not apply


def test_the_allowance_decides_whether_somebody_comes() -> None:
    # 2,000 + 1,000 against 1,500 exp(taste)
    for taste, comes in ((0.69, True), (0.70, False)):
        world = town()
        world.persons.taste[:] = (taste, 9.0, 0.0)
        bring(world)
        assert (world.persons.employer[0] == 0) == comes


def test_who_is_away_comes_back_if_it_nets_more() -> None:
    for wage, comes in ((399_000, True), (400_000, False)):
        world = town()
        work_for(world, 0, CITY, wage=wage)
        work_for(world, 1, CITY, wage=900_000)
        bring(world)
        assert (world.persons.employer[0] == 0) == comes
        assert world.counties.outside_jobs[0, 1] == (1 if comes else 2)


def test_held_allowances_take_places_and_run_out() -> None:
    world = town(places=1)
    work_for(world, 1, 0, wage=300_000)
    world.persons.allowance_months[1] = 2
    bring(world)
    assert list(world.persons.allowance_months) == [0, 1, 0]
    assert world.persons.employer[0] == NONE
    bring(world)
    assert list(world.persons.allowance_months) == [24, 0, 0]


def test_when_it_ends_who_nets_more_in_the_city_goes() -> None:
    # there 3,600 less 1,000 a month
    for wage, stays in ((260_000, True), (259_999, False)):
        world = town(places=0)
        work_for(world, 1, 0, wage=wage)
        world.persons.allowance_months[1] = 1
        bring(world)
        assert (world.persons.employer[1] == 0) == stays


def test_half_capacity_and_students_are_not_asked() -> None:
    for column, value in (("capacity", HALF), ("is_student", True), ("age", 46), ("sick_months", 1)):
        world = town()
        getattr(world.persons, column)[:2] = value
        bring(world)
        assert not world.employers.filled.any()


def test_it_is_paid_while_there_is_money_and_work() -> None:
    for purse, sick, paid in ((100_000, 0, 100_000), (99_999, 0, 0), (100_000, 1, 0)):
        world = town()
        work_for(world, 0, 0, wage=220_000)
        world.persons.allowance_months[0], world.persons.sick_months[0] = 5, sick
        world.counties.purse[0, GRADUATE_ALLOWANCE] = purse
        earn(world, levers=LEVERS)
        assert world.counties.bought[0, GRADUATE_ALLOWANCE] == paid
        assert world.counties.purse[0, GRADUATE_ALLOWANCE] == purse - paid
        assert world.households.earned[0, WAGES] == paid + (0 if sick else 220_000)
