"""Targeting: whom of the candidates each theory lists, and how many."""

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import VARIANTS, targeting, targeting_community, targeting_threshold
from sim.state.codes import EDGE, NO_TAG, UNSTABLE

LINE = np.array([600_000])
TARGETING = {"rank_and_cut": targeting, "threshold": targeting_threshold, "community": targeting_community}
BEHAVIOUR = Behaviour()._replace(quota_share=0.2, aid_share=0.6, community_spread=0.3)


def candidates(*records: int, members: int = 1, others: int = 0):
    """Candidates with these records, and others who are none; a quota of a fifth of all."""
    world = few_rows((members,) * (len(records) + others))
    world.registry.recorded_income[:] = [*records, *(others * [900_000])]
    world.registry.is_candidate[: len(records)] = True
    return world


def listed(world, theory: str = "rank_and_cut", given=None, first: int = 0, last: int | None = None):
    TARGETING[theory].step(
        *(world.households, world.registry, world.counties, room_for(world), LINE, BEHAVIOUR, ORDINARY),
        *(make_luck(1, 240, given or {}), first, len(world.counties.code) if last is None else last),
    )
    return np.flatnonzero(world.registry.tag != NO_TAG).tolist()


def test_every_theory_has_a_rule() -> None:
    assert VARIANTS["targeting"] == tuple(TARGETING)


def test_the_poorest_by_the_records_are_listed_up_to_the_quota() -> None:
    world = candidates(590_000, 300_000, 400_000, others=7)
    assert listed(world) == [1, 2]
    assert list(world.registry.is_candidate[:3]) == [True, False, False]
    assert list(world.registry.aid[:3]) == [0, 15_000, 10_000]


def test_places_in_use_are_not_given_twice() -> None:
    world = candidates(590_000, 300_000, 400_000, others=7)
    world.registry.tag[9] = EDGE
    assert listed(world) == [1, 9]


def test_the_last_household_is_in_if_half_of_it_is_within_the_quota() -> None:
    # twelve people in fours: a fifth is 2.4, two places: half a household
    assert listed(candidates(300_000, others=2, members=4)) == [0]
    assert listed(candidates(300_000, others=1, members=4)) == []


def test_equal_records_are_listed_by_lot() -> None:
    given = {(Decision.TARGETING_ORDER, 1000 + h, 0): u for h, u in enumerate((0.5, 0.1, 0.9))}
    assert listed(candidates(*(3 * [300_000]), others=2), given=given) == [1]


def test_neighbours_know_the_truth_and_err_in_their_own_way() -> None:
    true = {(Decision.COMMUNITY_VIEW, 1000 + h): 0.0 for h in range(3)}
    world = candidates(590_000, 300_000, 400_000, others=2)
    world.households.income[:3, 0] = (200_000, 500_000, 450_000)
    assert listed(world, "community", true) == [0]
    world = candidates(590_000, 300_000, 400_000, others=2)
    world.households.income[:3, 0] = (200_000, 500_000, 450_000)
    assert listed(world, "community", true | {(Decision.COMMUNITY_VIEW, 1000): 5.0}) == [2]
    assert targeting_community.seen_income.py_func(100, 0.5, 2.0) == pytest.approx(100 * np.e)


def test_a_threshold_lists_every_candidate() -> None:
    assert listed(candidates(590_000, 300_000, 400_000, others=7), "threshold") == [0, 1, 2]


@pytest.mark.parametrize("theory", TARGETING)
def test_a_county_outside_the_range_lists_nobody(theory: str) -> None:
    world = few_rows((1,) * 5, (1,) * 5)
    world.registry.is_candidate[:] = True
    assert all(h >= 5 for h in listed(world, theory, first=1))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=40), st.integers(1, 5))
def test_nobody_poorer_by_the_records_is_left_out(records: list[int], members: int) -> None:
    world = candidates(*records, members=members)
    chosen = listed(world)
    left = world.registry.recorded_income[world.registry.is_candidate]
    if chosen and len(left):
        assert world.registry.recorded_income[chosen].max() <= left.min()
    assert abs(len(chosen) * members - 0.2 * len(records) * members) <= members
    assert set(world.registry.tag[chosen]) <= {UNSTABLE}
    assert targeting.free_places.py_func(world.households, world.registry, world.counties, 0, 0.2) >= -members
