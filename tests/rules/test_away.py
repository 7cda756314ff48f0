"""Pay away: overtime, reputation that fades, arrears and who recovers them."""

import math

import pytest
from few_rows import few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import away
from sim.state.codes import EAST, PROVINCE

BEHAVIOUR = Behaviour()._replace(
    demand_pay_effect=0.5,
    brand_pay_effect=0.1,
    employer_learning=0.5,
    arrears_rate=0.12,
    arrears_months=2.0,
    arrears_recovered=0.5,
    cooperation_recovered=0.25,
)


def test_hours_follow_demand() -> None:
    assert away.paid_away.py_func(300_000, 0.0, 0.5) == 300_000
    assert away.paid_away.py_func(300_000, -0.2, 0.5) == round(300_000 * math.exp(-0.1))


def test_reputation_counts_until_the_employer_knows_the_worker() -> None:
    assert away.brand_pay.py_func(0.5, 0, 0.1, 0.5) == pytest.approx(0.05)
    assert away.brand_pay.py_func(0.5, 24, 0.1, 0.5) == pytest.approx(0.05 / math.e)


def test_arrears_by_hand() -> None:
    # 0.12 a year of two months each: 0.02 of all months, half of which are recovered
    assert away.arrears_chance.py_func(0.12, 2.0, 0.5) == pytest.approx(0.01)
    assert away.arrears_chance.py_func(0.12, 2.0, 1.3) == 0.0


@given(st.floats(0.0, 0.02), st.floats(1.0, 5.0), st.floats(0.0, 1.0))
def test_more_recovered_is_less_lost(rate: float, months: float, recovered: float) -> None:
    lost = away.arrears_chance.py_func(rate, months, recovered)
    assert 0.0 <= away.arrears_chance.py_func(rate, months, recovered + 0.1) <= lost <= 1.0


@pytest.mark.parametrize(
    ("place", "is_eligible", "served", "u", "earned"),
    [
        (PROVINCE, True, 1.0, 0.0099, 0),
        (PROVINCE, True, 1.0, 0.0101, 100_000),
        (EAST, True, 1.0, 0.0051, 100_000),
        (EAST, True, 1.0, 0.0049, 0),
        (EAST, False, 1.0, 0.0051, 0),
        (EAST, True, 0.0, 0.0051, 0),
    ],
)
def test_the_service_in_the_east_recovers_more(place, is_eligible, served, u, earned) -> None:
    world = few_rows((1,))
    world.counties.served_east[0] = served
    luck = make_luck(1, 240, {(Decision.ARREARS, 1): u})
    rows = world.persons, world.counties, 0, 0, place, 100_000, 0.0, is_eligible
    assert away.earned_away.py_func(*rows, BEHAVIOUR, luck) == earned


def test_reputation_and_demand_add_up() -> None:
    world = few_rows((1,))
    world.counties.reputation[0], world.persons.tenure_months[0] = 0.5, 24
    luck = make_luck(1, 240, {(Decision.ARREARS, 1): 0.99})
    rows = world.persons, world.counties, 0, 0, PROVINCE, 100_000, 0.2, False
    assert away.earned_away.py_func(*rows, BEHAVIOUR, luck) == round(100_000 * math.exp(0.1 + 0.05 / math.e))
