"""Bargain: what a local employer offers, what hands are worth on the farm, the lowest pay that is taken."""

import math

import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import bargain

BEHAVIOUR = Behaviour()._replace(
    participation_value=1000.0,
    taste_spread=0.0,
    reservation_share=1.0,
    reservation_decline=0.02,
    farm_output=1200.0,
    farm_labour_elasticity=0.5,
)


def test_local_offer_follows_tightness_up_to_what_a_worker_brings_in() -> None:
    offer = bargain.local_offer.py_func
    assert offer(1000.0, 1.0, 1.0, 0.2, 0.15) == 1000.0
    assert offer(1000.0, 2.0, 1.0, 0.2, 0.15) == pytest.approx(1000.0 * 2**0.2)
    assert offer(1000.0, 1.0, 2.0, 0.2, 0.15) == pytest.approx(1000.0 / 2**0.2)
    assert offer(1000.0, 100.0, 1.0, 0.2, 0.15) == pytest.approx(1000.0 / 0.85)
    assert offer(1000.0, 1.0, 100.0, 0.2, 0.15) == pytest.approx(850.0)
    # nothing is known of the market yet
    assert offer(1000.0, 0.0, 1.0, 0.2, 0.15) == offer(1000.0, 1.0, 0.0, 0.2, 0.15) == 1000.0


@given(st.floats(0.01, 100.0), st.floats(0.1, 0.4), st.floats(0.0, 0.35))
def test_an_employer_without_market_power_pays_what_it_always_pays(tightness, effect, markdown) -> None:
    assert bargain.local_offer.py_func(500.0, tightness, 1.0, effect, 0.0) == pytest.approx(500.0)
    paid = bargain.local_offer.py_func(500.0, tightness, 1.0, effect, markdown)
    assert 500.0 * (1.0 - markdown) - 1e-9 <= paid <= 500.0 / (1.0 - markdown) + 1e-9


def test_reservation_by_hand() -> None:
    assert bargain.farm_hand.py_func(8.0, 4, 1200.0, 0.5) == pytest.approx(100.0)
    lowest = bargain.reservation.py_func
    assert lowest(1000.0, 100.0, 0, 1.1, 0.02) == pytest.approx(1200.0)
    assert lowest(1000.0, 100.0, 10, 1.1, 0.02) == pytest.approx(1100.0 * math.exp(-0.2) + 100.0)
    assert lowest(1000.0, 0.0, 99, 1.0, 0.02) == lowest(1000.0, 0.0, 24, 1.0, 0.02)


def test_land_and_short_search_make_choosy() -> None:
    # 1,000 yuan at home, two mu for two: 0.5 x 1,200 x 2/(12 x 2) = 50
    for jobless, lowest in ((0, 105_000), (10, 100_000 * math.exp(-0.2) + 5_000)):
        world = few_rows((2,))
        world.households.land[0], world.persons.jobless_months[0] = 2.0, jobless
        for wage, is_taken in ((math.floor(lowest), jobless == 0), (math.floor(lowest) - 1, False), (120_000, True)):
            took = bargain.accepts.py_func(world.persons, world.households, 0, wage, BEHAVIOUR, ORDINARY)
            assert took == is_taken


def test_pay_follows_fit_and_fortune() -> None:
    world = few_rows((1,))
    world.persons.fortune[0] = -10
    paid = bargain.pay_in_job.py_func(world.persons, 0, 100_000.0, 30, BEHAVIOUR)
    assert paid == round(100_000 * math.exp(0.2))


@pytest.mark.parametrize("z", [-1.0, 0.0, 2.0])
def test_a_fit_is_drawn_in_hundredths(z: float) -> None:
    world = few_rows((1,))
    luck = make_luck(1, 240, {(Decision.MATCH_QUALITY, 1): z})
    fit = bargain.match_quality.py_func(world.persons, 0, BEHAVIOUR._replace(match_spread=0.2), luck)
    assert fit == math.floor(20 * z - 2 + 0.5)
