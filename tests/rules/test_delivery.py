"""Delivery: capacity and speed of an office under attention, late starts, caution and leaks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from public_money import BEHAVIOUR, LEVERS, province, year

from sim.behaviour import Behaviour
from sim.rules import delivery
from sim.state.codes import IDLE, LABOUR_BRAND, LEAKED, LOCAL_JOBS

USUAL = Behaviour()._replace(
    usual_attention=0.5,
    attention_speed=0.5,
    crowding=0.1,
    idle_share=0.1,
    idle_surge=0.5,
    audit_caution=0.2,
    most_idle_share=0.9,
    most_leaked_share=0.28,
    recovered_share=0.13,
)


def test_attention_makes_an_office_faster_and_moves_it_to_what_everybody_sees() -> None:
    assert delivery.speed.py_func(0.5, USUAL) == 1.0
    assert delivery.speed.py_func(1.0, USUAL) == pytest.approx(1.5 / 1.25)
    assert delivery.visible_capacity.py_func(LOCAL_JOBS, 0.5, USUAL) == 1.0
    assert delivery.visible_capacity.py_func(LOCAL_JOBS, 1.0, USUAL) == pytest.approx(math.exp(0.05))
    assert delivery.visible_capacity.py_func(LABOUR_BRAND, 1.0, USUAL) == pytest.approx(math.exp(-0.05))


def test_idle_share_by_hand() -> None:
    assert delivery.idle_share_of.py_func(100, 100, 1.0, 1.0, USUAL) == pytest.approx(0.1)
    # twice the base waits longer, half the capacity twice as long, twice the audits make cautious
    assert delivery.idle_share_of.py_func(200, 100, 1.0, 1.0, USUAL) == pytest.approx(0.15)
    assert delivery.idle_share_of.py_func(100, 100, 0.5, 1.0, USUAL) == pytest.approx(0.2)
    assert delivery.idle_share_of.py_func(100, 100, 1.0, 2.0, USUAL) == pytest.approx(0.12)
    assert delivery.idle_share_of.py_func(100, 100, 0.01, 1.0, USUAL) == 0.9


def test_a_find_brings_back_a_part_of_the_quarter() -> None:
    usual = delivery.leak_of.py_func(4.6, False, USUAL)
    assert usual == pytest.approx(1 / (1 + math.exp(4.6)))
    assert delivery.leak_of.py_func(4.6, True, USUAL) == pytest.approx(usual * (1 - 0.39))


def test_start_months_by_hand() -> None:
    # six months: halved by organisation as usual, and again by 1.25 of attention
    assert delivery.start_months.py_func(6.0, 1.0, 0.5, USUAL) == 2
    assert delivery.start_months.py_func(6.0, 0.0, 0.0, USUAL) == 6
    assert delivery.start_months.py_func(60.0, 0.0, 0.0, USUAL) == 11


def test_a_late_county_goes_on_as_last_year_and_catches_up() -> None:
    arrived = [delivery.due_by.py_func(2_400, 1_200, season, 3) for season in range(12)]
    assert arrived[:3] == [100, 200, 300]
    assert arrived[3] == 300 + 2_100 // 9
    assert arrived[11] == 2_400
    # a cut holds at once
    assert [delivery.due_by.py_func(600, 1_200, season, 3) for season in (0, 5, 11)] == [50, 300, 600]


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 11))
def test_a_year_pays_its_plan_month_by_month(plan: int, last_plan: int, start: int) -> None:
    arrived = [delivery.due_by.py_func(plan, last_plan, season, start) for season in range(12)]
    assert arrived == sorted(arrived)
    assert arrived[0] >= 0
    assert arrived[-1] == plan


def test_what_officials_have_learnt_is_what_leaks() -> None:
    leaked = []
    for honesty in (3.0, 4.6, 6.0):
        world = province(100)
        world.counties.honesty[:] = honesty
        year(world, months=1)
        leaked.append(int(world.counties.money[0, LOCAL_JOBS, LEAKED]))
    assert leaked[0] > leaked[1] > leaked[2] > 0
    assert leaked[0] == pytest.approx(108_000 / (1 + math.exp(3.0)), abs=1)


def test_attention_leaves_less_idle() -> None:
    idle = []
    for attention in (0.2, 0.9):
        world = province(100)
        world.counties.attention[:] = attention
        year(world, LEVERS, months=1, behaviour=BEHAVIOUR._replace(attention_speed=0.5, usual_attention=0.5))
        idle.append(int(world.counties.money[0, LOCAL_JOBS, IDLE]))
    assert idle[0] > idle[1] > 0


def test_a_county_that_is_late_gets_a_new_measure_late() -> None:
    world = province(100)
    world.counties.late_months[:] = 6.0
    year(world, months=2)
    assert world.counties.paid[0, LOCAL_JOBS] == 0
    year(world, months=10, start=2)
    assert world.counties.paid[0, LOCAL_JOBS] == 1_200_000
