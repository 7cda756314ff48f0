"""Careers: what January does to pay, for good and for the year, by hand; other months nothing."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, work_for

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import careers

BEHAVIOUR = Behaviour()._replace(permanent_pay_spread=0.2, transitory_pay_spread=0.1, raise_share=0.5)
JANUARY = ORDINARY._replace(season=0)


def january(world, given, month=JANUARY, growth=1.0, behaviour=BEHAVIOUR) -> None:
    last = len(world.counties.code)
    careers.step(world.persons, world.counties, behaviour, month, growth, make_luck(1, 240, given), 0, last)


def test_draws_have_a_mean_of_one() -> None:
    assert careers.drawn.py_func(0.2, 1.0) == pytest.approx(0.18)
    z = np.random.default_rng(1).standard_normal(200_000)
    assert np.exp([careers.drawn.py_func(0.2, one) for one in z]).mean() == pytest.approx(1.0, abs=0.003)


def test_hundredths_are_rounded_and_stay_narrow() -> None:
    assert [careers.hundredths.py_func(x) for x in (0.0, 0.184, -0.016, 9.0, -9.0)] == [0, 18, -2, 127, -127]


def test_a_raise_is_part_of_a_year_of_growth() -> None:
    assert careers.moved_wage.py_func(100_000, 0.0, 1.01, 0.0) == 100_000
    assert careers.moved_wage.py_func(100_000, 0.0, 1.01, 1.0) == round(100_000 * 1.01**12)
    assert careers.moved_wage.py_func(100_000, 0.1, 1.01, 0.5) == round(100_000 * math.exp(0.1) * 1.01**6)


def test_compiled_january_moves_skill_for_good_and_fortune_for_the_year() -> None:
    world = few_rows((1,) * 3, firms=1)
    work_for(world, 0, 0, 100_000)
    world.persons.fortune[:] = 10
    world.persons.is_student[2] = True
    given = {(Decision.PERMANENT_PAY, 1): 1.0, (Decision.TRANSITORY_PAY, 1): -0.95}
    given |= {(Decision.PERMANENT_PAY, 2): 0.1, (Decision.TRANSITORY_PAY, 2): 0.05}
    january(world, given)
    # 0.2 - 0.02 for good; -0.095 - 0.005 for the year is -10 hundredths where 10 were
    assert list(world.persons.skill) == pytest.approx([0.18, 0.0, 0.0], abs=1e-7)
    assert list(world.persons.fortune) == [-10, 0, 10]
    assert list(world.persons.wage) == [round(100_000 * math.exp(0.18 - 0.20)), 0, 0]


def test_other_months_change_nothing() -> None:
    world = few_rows((1,), firms=1)
    work_for(world, 0, 0, 100_000)
    january(world, {(Decision.PERMANENT_PAY, 1): 3.0}, month=ORDINARY, growth=1.1)
    assert (world.persons.skill[0], world.persons.fortune[0], world.persons.wage[0]) == (0.0, 0, 100_000)
