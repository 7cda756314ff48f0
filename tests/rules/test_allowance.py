"""Minimum living allowance: what is due by hand, who is in need, the review of December."""

import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import allowance
from sim.state.codes import CHRONIC, DISABLED, FULL, HALF, NO_CAPACITY
from sim.state.room import Room
from sim.state.table import empty

BEHAVIOUR = Behaviour()._replace(allowance_gap_share=0.9, allowance_floor_share=0.35, allowance_edge_ratio=1.5)
STANDARD = 500_000.0
REVIEW = ORDINARY._replace(season=11, allowance=STANDARD)


@pytest.mark.parametrize(
    ("income", "is_in_need", "due"),
    [
        (0.0, False, 450_000),  # nine tenths of the standard
        (300_000.0, False, 180_000),
        (499_999.0, False, 0),  # nine tenths of a fen
        (500_000.0, False, 0),
        (600_000.0, False, 0),
        (0.0, True, 450_000),  # more than the floor
        (300_000.0, True, 180_000),
        (400_000.0, True, 175_000),  # the floor: 0.35 x 500,000 is more than 0.9 x 100,000
        (749_999.0, True, 175_000),
        (750_000.0, True, 0),
    ],
)
def test_allowance_due_by_hand(income: float, is_in_need: bool, due: int) -> None:
    assert allowance.allowance_due.py_func(income, STANDARD, is_in_need, 0.9, 0.35, 1.5) == due


@pytest.mark.parametrize(
    ("capacities", "healths", "is_in_need"),
    [
        ((FULL, NO_CAPACITY), (0, 0), False),
        ((HALF, NO_CAPACITY), (0, 0), True),
        ((NO_CAPACITY, FULL), (CHRONIC, 0), False),
        ((FULL, HALF), (0, DISABLED), True),
        ((FULL, HALF), (DISABLED, 0), True),
    ],
)
def test_who_is_in_need(capacities: tuple[int, int], healths: tuple[int, int], is_in_need: bool) -> None:
    world = few_rows((2,), (1,))
    world.persons.capacity[:2], world.persons.health[:2] = capacities, healths
    assert allowance.is_in_need.py_func(world.persons, 0, 2) == is_in_need


def review(world, month=REVIEW, first=0, last=None, budget=100, given=None):
    world.counties.allowance_people[:] = budget
    allowance.step(
        world.persons,
        world.households,
        world.registry,
        world.counties,
        empty(Room, len(world.persons.id)),
        BEHAVIOUR,
        month,
        make_luck(1, 240, given),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_grants_by_recorded_income_and_lists_who_receives() -> None:
    world = few_rows((2, 1, 1, 1))
    world.registry.recorded_income[:] = (300_000, 700_000, 700_000, 900_000)
    world.persons.capacity[2:] = (FULL, NO_CAPACITY, NO_CAPACITY)
    world.households.is_dibao[3] = True
    review(world)
    assert list(world.registry.allowance) == [180_000, 0, 175_000, 0]
    assert list(world.households.is_dibao) == [True, False, True, False]


@pytest.mark.parametrize(
    ("budget", "covered"),
    [
        (0, [False] * 4),
        (1, [False, True, False, False]),  # the poorest household has two people: one of them is half of it
        (2, [False, True, False, False]),
        (3, [True, True, False, False]),  # of the two with the same income the lower lot comes first
        (4, [True, True, False, True]),
        (100, [True, True, True, True]),
    ],
)
def test_the_budget_covers_the_poorest_first(budget: int, covered: list[bool]) -> None:
    """Incomes 300,000, 100,000, 400,000 and 300,000; households of one, two, one and one."""
    world = few_rows((1, 2, 1, 1))
    world.registry.recorded_income[:] = (300_000, 100_000, 400_000, 300_000)
    lots = {(Decision.ALLOWANCE_ORDER, 1000): 0.2, (Decision.ALLOWANCE_ORDER, 1003): 0.7}
    review(world, budget=budget, given=lots)
    assert list(world.households.is_dibao) == covered
    assert list(world.registry.allowance > 0) == covered


def test_what_is_paid_already_does_not_count_as_income() -> None:
    """Recorded 480,000, of which 180,000 are last year's allowance: 300,000 of its own, the same as before."""
    world = few_rows((1,))
    world.registry.recorded_income[0], world.registry.allowance[0] = 480_000, 180_000
    review(world)
    assert world.registry.allowance[0] == 180_000


def test_income_of_its_own_is_never_less_than_nothing() -> None:
    """Recorded under what it is paid already: nine tenths of the standard, not more."""
    world = few_rows((1,))
    world.registry.recorded_income[0], world.registry.allowance[0] = 130_000, 180_000
    review(world)
    assert world.registry.allowance[0] == 450_000


def test_nothing_changes_before_december_or_out_of_range() -> None:
    world = few_rows((1,), (1,))
    review(world, REVIEW._replace(season=10))
    assert not world.registry.allowance.any()
    review(world, first=1, last=2)
    assert list(world.registry.allowance) == [0, 450_000]
