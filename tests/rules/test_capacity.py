"""The labour office: staff leave, vacant posts are filled."""

import pytest
from few_rows import few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.rules import capacity

CHANCES = st.floats(0.0, 1.0)


def test_staff_a_month_later() -> None:
    # 0.5 stays 0.5 * 0.9 = 0.45; of the 0.55 vacant a fifth is filled: 0.45 + 0.11
    assert capacity.staff_next.py_func(0.5, 0.1, 0.2) == pytest.approx(0.56)
    assert capacity.staff_next.py_func(1.0, 0.0, 0.2) == 1.0
    assert capacity.staff_next.py_func(0.7, 1.0, 0.0) == 0.0
    assert capacity.staff_next.py_func(0.0, 1.0, 1.0) == 1.0


def test_staff_settle_where_leavers_equal_joiners() -> None:
    # n = n(1-q) + f(1 - n(1-q))  =>  n = f / (1 - (1-f)(1-q)) = 0.08 / (1 - 0.92 * 0.99)
    staff = 0.0
    for _ in range(500):
        staff = capacity.staff_next.py_func(staff, 0.01, 0.08)
    assert staff == pytest.approx(0.08 / (1.0 - 0.92 * 0.99))


@given(CHANCES, CHANCES, CHANCES, CHANCES)
def test_staff_stay_within_established_posts_and_keep_order(a: float, b: float, leaving: float, filling: float) -> None:
    low, high = sorted((a, b))
    after = [capacity.staff_next.py_func(staff, leaving, filling) for staff in (low, high)]
    assert 0.0 <= after[0] <= after[1] + 1e-12 <= 1.0 + 2e-12
    assert capacity.staff_next.py_func(low, 0.0, filling) >= after[0]


def test_compiled_step_moves_the_counties_asked_for() -> None:
    world = few_rows((1,), (1,), (1,))
    world.counties.staff[:] = 0.5
    behaviour = Behaviour()._replace(staff_leaving_chance=0.1, staff_filling_chance=0.2)
    capacity.step(world.counties, behaviour, 1, 3)
    assert list(world.counties.staff) == pytest.approx([0.5, 0.56, 0.56])
