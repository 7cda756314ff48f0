"""Supervision: attention, audits and what officials learn from them, matches of records, late starts."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import supervision
from sim.state.codes import DATA_SHARING, LOCAL_JOBS, POLITICAL_PRIORITY, SUPERVISION

BEHAVIOUR = Behaviour()._replace(
    attention_fading=0.3,
    usual_attention=0.5,
    leaked_share=0.01,
    audit_find_chance=0.125,
    audit_lesson=0.6,
    publicity_effect=0.05,
    matches_per_year=4.0,
    plan_months=3.0,
    timetable_months=2.0,
    campaign_days=0.5,
    match_days=0.8,
    audit_days=0.4,
)
QUARTER_END = ORDINARY._replace(season=2)


def served(counties: int = 1, campaign: float = 1.0, match: float = 1.0, audits: float = 1.0):
    """Counties in office, with so many staff-days against those of 2020-21."""
    world = few_rows(*((1,) for _ in range(counties)))
    supervision.begin(world.counties, world.provinces, BEHAVIOUR, make_luck(1, 228))
    service = world.counties.service
    service[:, POLITICAL_PRIORITY] = 0.0005 * campaign
    service[:, DATA_SHARING] = 0.0008 * match
    service[:, SUPERVISION] = 0.0004 * audits
    world.counties.plan[:, LOCAL_JOBS] = world.counties.base_plan[:, LOCAL_JOBS] = 1_000_000
    return world


def move(world, month=ORDINARY, given=None, number: int = 240) -> None:
    month = month._replace(number=number)
    supervision.step(world.counties, world.provinces, BEHAVIOUR, month, make_luck(1, number, given or {}))


def test_attention_fades_by_a_share_a_year_and_campaigns_keep_it() -> None:
    attention = 0.8
    for _ in range(12):
        attention = supervision.attention_next.py_func(attention, 0.0, 0.3, 0.5)
    assert attention == pytest.approx(0.8 * 0.7)
    assert supervision.attention_next.py_func(0.5, 1.0, 0.3, 0.5) == pytest.approx(0.5)
    for _ in range(400):
        attention = supervision.attention_next.py_func(attention, 1.6, 0.3, 0.5)
    assert attention == pytest.approx(0.8, abs=1e-3)
    assert supervision.attention_next.py_func(1.0, 9.0, 0.3, 0.5) == 1.0


def test_leak_by_hand() -> None:
    assert supervision.leak.py_func(0.0, 1.0) == 0.5
    assert supervision.leak.py_func(0.0, 0.28) == 0.28
    assert supervision.leak.py_func(supervision.usual_honesty.py_func(0.01), 0.28) == pytest.approx(0.01)


def test_who_diverts_more_of_more_money_is_found_sooner() -> None:
    find = supervision.find_chance.py_func
    assert find(0.01, 0.01, 1.0, 1.0, 0.125) == pytest.approx(0.125)
    assert find(0.01, 0.01, 0.0, 1.0, 0.125) == 0.0
    # twice as much of anything: 1 - 0.875^2
    for twice in ((0.02, 0.01, 1.0, 1.0), (0.01, 0.01, 2.0, 1.0), (0.01, 0.01, 1.0, 2.0)):
        assert find(*twice, 0.125) == pytest.approx(1 - 0.875**2)


def test_at_the_usual_leak_an_official_learns_nothing_on_average() -> None:
    found, not_found = (supervision.learnt.py_func(4.6, is_found, 0.125, 0.6) for is_found in (True, False))
    assert 0.125 * found + 0.875 * not_found == pytest.approx(4.6)
    assert found == pytest.approx(5.2)


@given(st.floats(-3.0, 12.0))
def test_being_found_out_makes_honest_and_nothing_else_does(honesty: float) -> None:
    assert supervision.learnt.py_func(honesty, True, 0.125, 0.6) > honesty
    assert supervision.learnt.py_func(honesty, False, 0.125, 0.6) < honesty


def test_audits_come_at_the_end_of_a_quarter() -> None:
    world = served()
    before = float(world.counties.honesty[0])
    found = {(Decision.AUDIT, 10, 0): 0.12}
    move(world, ORDINARY, found)
    assert (world.counties.is_found[0], world.counties.honesty[0]) == (False, before)
    move(world, QUARTER_END, found)
    assert (world.counties.is_found[0], world.counties.honesty[0]) == (True, pytest.approx(before + 0.6))
    move(world, ORDINARY)
    assert not world.counties.is_found[0]


def test_practice_of_better_counties_spreads_where_it_is_made_known() -> None:
    for audits, closed in ((0.0, 0.0), (1.0, 0.05), (2.0, 0.1)):
        world = served(2, audits=audits)
        world.counties.honesty[:] = (3.0, 5.0)
        supervision.publish.py_func(world.counties, 0, 2, BEHAVIOUR)
        assert list(world.counties.honesty) == [pytest.approx(3.0 + closed), 5.0]


def test_more_audits_less_leakage_and_without_any_more_and_more() -> None:
    """Forty counties for six years, real luck: the usual audits keep the leak about where it was."""
    leaks = []
    for audits in (0.0, 1.0, 3.0):
        world = served(40, audits=audits)
        for number in range(240, 312):
            move(world, ORDINARY._replace(season=number % 12), number=number)
        leaks.append(np.mean([supervision.leak.py_func(x, 0.28) for x in world.counties.honesty]))
    none, usual, many = leaks
    assert 0.006 < usual < 0.014
    assert many < 0.6 * usual
    assert none > 3 * usual


def test_records_are_matched_four_times_a_year_and_half_as_often_with_half_the_days() -> None:
    for match, times in ((1.0, 4), (0.5, 2), (0.0, 0), (3.0, 12)):
        world = served(match=match * (1 + 1e-9))
        matches = 0
        for number in range(240, 252):
            move(world, ORDINARY._replace(season=number % 12), number=number)
            matches += int(world.counties.is_matched[0])
        assert matches == times


def test_lateness_is_the_provinces_and_the_countys_own() -> None:
    world = few_rows((1,), (1,))
    given = {(Decision.PLAN_MONTHS, 1, 0): 0.5, **{(Decision.TIMETABLE_MONTHS, 10 + c, 0): c / 4 for c in range(2)}}
    supervision.begin(world.counties, world.provinces, BEHAVIOUR, make_luck(1, 228, given))
    assert list(world.counties.late_months) == [3.0, 4.0]
    assert supervision.days_ratio.py_func(0.0008, 0.8) == pytest.approx(1.0)
    assert math.isclose(world.counties.attention[0], 0.5)
