"""The truth against the lines: three readings of income, and spells that begin and end by the rule of six months."""

import numpy as np
import pytest
from few_rows import few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import relapse
from sim.state.codes import MARKET, RAW, REALISED

LINE = np.array([600_000])
POVERTY = 400_000


def family(members: int = 2, income: int = 0, policy: int = 0, aid: int = 0, hardship: int = 0):
    """A household with the same money every month."""
    world = few_rows((members,))
    households = world.households
    households.income[:], households.policy[:], households.aid[:] = income, policy, aid
    households.hardship[:] = hardship
    return world


def test_poverty_line_is_two_thirds_of_the_monitoring_line() -> None:
    assert relapse.poverty_line.py_func(600_000) == 400_000
    assert relapse.poverty_line.py_func(780_001) == 520_000


def test_three_readings_by_subtraction() -> None:
    world = family(2, income=100_000, policy=30_000, aid=20_000, hardship=10_000)
    readings = [relapse.true_income.py_func(world.households, 0, reading) for reading in (MARKET, RAW, REALISED)]
    # per head and year: six times 40,000, 70,000, 90,000
    assert readings == [240_000, 420_000, 540_000]


def test_income_may_be_negative_and_large() -> None:
    world = family(1, hardship=50_000_000)
    assert relapse.true_income.py_func(world.households, 0, REALISED) == -600_000_000
    world = family(1, income=2**31 - 1)
    assert relapse.true_income.py_func(world.households, 0, REALISED) == 12 * (2**31 - 1)


def follow(world, count: int = 1, first: int = 0, last: int = 1):
    for _ in range(count):
        relapse.step(world.households, world.counties, LINE, first, last)


def test_compiled_step_falls_after_six_months_above_not_after_five() -> None:
    for months_above, is_fall in ((5, False), (6, True)):
        world = family()
        world.households.months_above[:] = months_above
        follow(world)
        assert (world.households.fell_months == is_fall).all()
        assert (world.households.is_poor == is_fall).all()
        assert (world.households.months_above == 0).all()


@pytest.mark.parametrize(("income", "is_under"), [(66_666, True), (66_667, False)])
def test_the_line_itself_is_not_under_it(income: int, is_under: bool) -> None:
    # two heads: 6 x 66,667 = 400,002; 6 x 66,666 = 399,996
    world = family(2, income=income)
    world.households.months_above[:] = 9
    follow(world)
    assert world.households.is_poor[0, REALISED] == is_under
    assert world.households.months_above[0, REALISED] == (0 if is_under else 10)


def test_exactly_at_the_line_is_above() -> None:
    world = family(1)
    world.households.income[0, 0] = POVERTY
    world.households.months_above[:] = 9
    follow(world)
    assert not world.households.is_poor.any()


def test_a_spell_ends_after_six_months_above_and_counts_one_fall() -> None:
    world = family(1, income=10_000)
    households = world.households
    households.months_above[:] = 12
    follow(world, 3)
    assert households.is_poor[0, REALISED]
    assert households.fell_months[0, REALISED] == 1
    households.income[:] = 50_000
    follow(world, 5)
    assert households.is_poor[0, REALISED]
    households.income[:] = 10_000
    follow(world)  # falls back within the spell: no new fall
    assert households.fell_months[0, REALISED] == 1
    assert households.months_above[0, REALISED] == 0
    households.income[:] = 50_000
    follow(world, 6)
    assert not households.is_poor[0, REALISED]


def test_months_above_stop_counting_at_ten_years() -> None:
    world = family(1, income=50_000)
    world.households.months_above[:] = 120
    follow(world)
    assert (world.households.months_above == 120).all()


def test_aid_can_hide_a_fall_from_the_realised_reading_only() -> None:
    world = family(1, income=40_000, policy=2_000, aid=8_000)
    world.households.months_above[:] = 6
    follow(world)
    assert list(world.households.is_poor[0]) == [True, True, False]
    assert list(world.households.fell_months[0]) == [1, 1, 0]


def test_compiled_start_counts_prevalence_and_no_fall() -> None:
    world = few_rows((1, 1), (1,))
    households = world.households
    households.income[:] = np.array([[10_000], [50_000], [10_000]])
    households.fell_months[:] = 9
    relapse.start(households, world.counties, LINE, 0, 1)
    assert list(households.is_poor[:, REALISED]) == [True, False, False]
    assert list(households.months_above[:, REALISED]) == [0, 6, 0]
    assert list(households.fell_months[:, REALISED]) == [0, 0, 9]


def test_a_county_outside_the_range_is_not_followed() -> None:
    world = few_rows((1,), (1,))
    relapse.step(world.households, world.counties, np.array([-600_000]), 1, 2)
    assert list(world.households.months_above[:, REALISED]) == [0, 1]


@given(st.lists(st.tuples(*[st.integers(-(10**6), 10**6)] + [st.integers(0, 10**6)] * 3), min_size=12, max_size=12))
def test_less_of_policy_never_reads_as_more_income(months) -> None:
    world = family(3)
    households = world.households
    for i, (income, policy, aid, hardship) in enumerate(months):
        households.income[0, i], households.policy[0, i] = income, policy
        households.aid[0, i], households.hardship[0, i] = aid, hardship
    market, raw, realised = (relapse.true_income.py_func(households, 0, reading) for reading in (MARKET, RAW, REALISED))
    assert market <= raw <= realised
    assert realised == sum(income - hardship for income, _, _, hardship in months) // 3
    assert raw == sum(income - hardship - aid for income, _, aid, hardship in months) // 3
