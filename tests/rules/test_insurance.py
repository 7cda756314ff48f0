"""The residents' pension: who joins, what they pay, what the old receive."""

import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import insurance
from sim.state.codes import TRANSFERS

BEHAVIOUR = Behaviour()._replace(enrolment_chance=0.5, pension_contribution=200.0)
MONTH = ORDINARY._replace(pension=17_000.9)
JANUARY, DECEMBER = MONTH._replace(season=0), MONTH._replace(season=11)


@pytest.mark.parametrize(
    ("age", "is_insured", "is_student", "season", "due"),
    [
        (16, True, False, 11, 20_000),
        (59, True, False, 11, 20_000),
        (15, True, False, 11, 0),
        (60, True, False, 11, 0),
        (30, False, False, 11, 0),
        (30, True, True, 11, 0),
        (30, True, False, 10, 0),
    ],
)
def test_contribution(age: int, is_insured: bool, is_student: bool, season: int, due: int) -> None:
    assert insurance.contribution.py_func(age, is_insured, is_student, season, 200.0) == due


def insure(world, month, given=None, first=0, last=None):
    insurance.step(
        world.persons,
        world.households,
        world.counties,
        BEHAVIOUR,
        month,
        make_luck(1, 240, given),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_pays_pensions_to_the_insured_from_sixty_on() -> None:
    world = few_rows((3, 1), (1,))
    world.persons.age[:] = (59, 60, 90, 70, 80)
    world.persons.is_insured[:] = (True, True, True, False, True)
    insure(world, MONTH)
    assert list(world.households.earned[:, TRANSFERS]) == [34_000, 0, 17_000]
    assert (world.households.surveyed == world.households.earned).all()
    assert not world.households.subsidies.any()


def test_contributions_leave_the_household_in_december() -> None:
    world = few_rows((3,))
    world.persons.age[:] = (30, 16, 60)
    world.persons.is_insured[:] = True
    insure(world, DECEMBER)
    assert world.households.earned[0, TRANSFERS] == 17_000 - 40_000


def test_adults_join_in_january_by_chance_and_stay() -> None:
    world = few_rows((5,))
    world.persons.age[:] = (16, 15, 30, 40, 30)
    world.persons.is_student[2] = True
    world.persons.is_insured[4] = True
    draws = {(Decision.ENROLMENT, one): 0.0 for one in range(1, 6)} | {
        (Decision.ENROLMENT, 4): 0.5,
        (Decision.ENROLMENT, 5): 0.9,
    }
    insure(world, MONTH, draws)
    assert list(world.persons.is_insured) == [False, False, False, False, True]
    insure(world, JANUARY, draws)
    assert list(world.persons.is_insured) == [True, False, False, False, True]


def test_a_county_outside_the_range_is_not_paid() -> None:
    world = few_rows((1,), (1,))
    world.persons.age[:], world.persons.is_insured[:] = 70, True
    insure(world, MONTH, first=0, last=1)
    assert list(world.households.earned[:, TRANSFERS]) == [17_000, 0]
