"""Offers outside: how many reach the searchers of a province, and how its counties share them."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.rules import offers
from sim.state.codes import EAST, ELSEWHERE, LOCAL, PROVINCE

BEHAVIOUR = Behaviour()._replace(offer_crowding=0.5, belief_renewal=0.2)


def test_offers_per_searcher_fall_with_searchers_and_rise_with_demand() -> None:
    assert offers.offer_ratio.py_func(100.0, 100.0, 0.5, 0.0) == 1.0
    assert offers.offer_ratio.py_func(400.0, 100.0, 0.5, 0.0) == pytest.approx(0.5)
    assert offers.offer_ratio.py_func(400.0, 100.0, 0.0, 0.0) == 1.0
    assert offers.offer_ratio.py_func(100.0, 100.0, 0.5, math.log(2.0)) == pytest.approx(2.0)
    assert offers.offer_ratio.py_func(0.0, 100.0, 0.5, 0.0) == 0.0
    assert offers.offer_ratio.py_func(100.0, 0.0, 0.5, 0.0) == 0.0


def test_beliefs_move_a_fifth_of_the_way() -> None:
    assert offers.blended.py_func(0.5, 0.0, 0.2) == pytest.approx(0.4)
    assert offers.blended.py_func(0.0, 1.0, 0.2) == pytest.approx(0.2)


def share(world, month=ORDINARY, is_burn_in=False):
    world.counties.reach[:] = 0.4 * world.counties.applicants
    offers.step(world.provinces, world.counties, BEHAVIOUR, month, is_burn_in)


def test_compiled_pass_splits_offers_and_carries_the_fraction() -> None:
    world = few_rows((1,), (1,))
    counties, provinces = world.counties, world.provinces
    provinces.searchers_base[:] = 10.0
    counties.applicants[:, PROVINCE] = (3, 7)
    share(world)
    # 0.4 each: 1.2 and 2.8 offers
    assert list(counties.openings[:, PROVINCE]) == [1, 2]
    assert list(counties.openings_carried[:, PROVINCE]) == pytest.approx([0.2, 0.8])
    share(world)
    assert list(counties.openings[:, PROVINCE]) == [1, 3]
    assert list(counties.openings_carried[:, PROVINCE]) == pytest.approx([0.4, 0.6])
    assert not counties.openings[:, [LOCAL, EAST, ELSEWHERE]].any()


def test_real_searchers_crowd_by_weight() -> None:
    # 3 x 10 + 1 x 10 = 40 real searchers against 10: half the chance, 0.2
    world = few_rows((1,), (1,))
    world.counties.weight[:] = (10.0, 10.0)
    world.counties.applicants[:, EAST] = (30, 10)
    world.provinces.searchers_base[:] = 100.0
    share(world)
    assert list(world.counties.openings[:, EAST]) == [6, 2]


@settings(max_examples=40)
@given(st.integers(0, 40), st.integers(0, 40), st.floats(-1.0, 1.0), st.floats(0.0, 1.0))
def test_offers_never_exceed_applicants_and_the_fraction_stays_one(a: int, b: int, demand: float, stop: float) -> None:
    world = few_rows((1,), (1,))
    world.counties.applicants[:, 1:] = ((a,), (b,))
    world.provinces.searchers_base[:] = 1.0
    world.provinces.demand[:] = demand
    offered = np.zeros((2, 4))
    for _ in range(5):
        share(world, ORDINARY._replace(movement_stop=stop))
        assert (world.counties.openings <= world.counties.applicants).all()
        assert ((world.counties.openings_carried >= 0) & (world.counties.openings_carried < 1)).all()
        offered += world.counties.openings
    each = min(1.0, 0.4 * offers.offer_ratio.py_func(a + b, 1.0, 0.5, demand) * (1 - stop))
    expected = 5 * each * world.counties.applicants[:, 1:]
    assert offered[:, 1:] + world.counties.openings_carried[:, 1:] == pytest.approx(expected)


def test_a_stop_of_movement_or_no_county_leaves_no_offer() -> None:
    world = few_rows((1,))
    world.counties.applicants[:] = 9
    world.provinces.searchers_base[:] = 9.0
    share(world, ORDINARY._replace(movement_stop=1.0))
    assert not world.counties.openings.any()
    share(few_rows())


def test_the_normal_month_is_learned_in_the_burn_in_only() -> None:
    world = few_rows((1,))
    world.counties.applicants[0] = (0, 10, 10, 0)
    share(world, is_burn_in=True)
    assert list(world.provinces.searchers_base[0]) == [0.0, 10.0, 10.0, 0.0]
    world.counties.applicants[0] = (0, 20, 10, 0)
    share(world, is_burn_in=True)
    assert list(world.provinces.searchers_base[0]) == pytest.approx([0.0, 12.0, 10.0, 0.0])
    share(world)
    assert list(world.provinces.searchers_base[0]) == pytest.approx([0.0, 12.0, 10.0, 0.0])


def test_the_usual_tightness_is_learned_in_the_burn_in_only() -> None:
    world = few_rows((1,), (1,))
    counties = world.counties
    for tightness, is_burn_in, usual in ((2.0, True, 2.0), (1.0, True, 1.8), (9.0, False, 1.8)):
        counties.tightness[:] = tightness
        share(world, is_burn_in=is_burn_in)
        assert list(counties.tightness_base) == pytest.approx([usual, usual])
