"""Adoption: who takes a practice up, who gives it up."""

import math

import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import adoption

BEHAVIOUR = Behaviour()._replace(
    adoption_intercept=-1.0, adoption_schooling=0.1, adoption_agronomist=0.5, adoption_loss_rate=0.1
)


def test_adoption_chance_by_hand() -> None:
    assert adoption.adoption_chance.py_func(9, 0.0, BEHAVIOUR) == pytest.approx(1 / (1 + math.e))
    # -1 + 0.3 + 0.7 = 0
    assert adoption.adoption_chance.py_func(12, 1.4, BEHAVIOUR) == pytest.approx(0.5)


def test_a_quarter_adopt_without_an_agronomist_and_more_with() -> None:
    chances = [adoption.adoption_chance.py_func(9, agronomists, Behaviour()) for agronomists in (0.0, 1.0, 2.0)]
    assert chances[0] == pytest.approx(0.25, abs=0.005)
    assert chances == sorted(chances)


def test_the_household_of_a_graduate_adopts() -> None:
    world = few_rows((2,), (1,))
    luck = make_luck(1, 240, {(Decision.ADOPTION, 2): 0.26, (Decision.ADOPTION, 3): 0.27})
    for p in (1, 2):
        adoption.take_up(world.persons, world.households, p, 0.0, BEHAVIOUR, luck)
    assert list(world.households.has_adopted) == [True, False]


def test_compiled_step_gives_up_in_january_alone() -> None:
    for season, kept in ((1, [True] * 3), (0, [False, True, True])):
        world = few_rows((1, 1, 1))
        world.households.has_adopted[:] = True
        given = {(Decision.ADOPTION_LOSS, 1000): 0.099, (Decision.ADOPTION_LOSS, 1001): 0.1}
        luck = make_luck(1, 240, given | {(Decision.ADOPTION_LOSS, 1002): 0.9})
        adoption.step(world.households, world.counties, BEHAVIOUR, ORDINARY._replace(season=season), luck, 0, 1)
        assert list(world.households.has_adopted) == kept


def test_a_practice_raises_the_harvest() -> None:
    assert adoption.harvest_gain.py_func(True, 0.05) == 0.05
    assert adoption.harvest_gain.py_func(False, 0.05) == 0.0
