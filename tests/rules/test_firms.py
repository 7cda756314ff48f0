"""Firms: custom, jobs wanted, closing, opening."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import firms
from sim.state.codes import FIRM, PUBLIC_BODY, WORKSHOP

BEHAVIOUR = Behaviour()._replace(
    local_sales_share=0.5,
    demand_elasticity=0.8,
    firm_growth_spread=0.03,
    firm_closure_rate=0.1,
    young_firm_closure=2.0,
    workshop_closure_rate=0.2,
    firm_entry_rate=0.12,
    outside_pay=3600.0,
    local_pay_share=0.75,
)


def test_wanted_jobs_follow_custom_with_the_elasticity() -> None:
    assert firms.wanted_jobs.py_func(10.0, 1.0, 0.8) == 10
    assert firms.wanted_jobs.py_func(10.0, 2.0, 1.0) == 20
    assert firms.wanted_jobs.py_func(10.0, 2.0, 0.8) == 17  # 2^0.8 = 1.7411
    assert firms.wanted_jobs.py_func(10.0, 0.5, 0.8) == 6  # 0.5^0.8 = 0.5743
    assert firms.wanted_jobs.py_func(10.0, 0.0, 0.8) == 0
    assert firms.wanted_jobs.py_func(0.4, 1.0, 0.8) == 0
    assert firms.wanted_jobs.py_func(0.5, 1.0, 0.8) == 1


def test_custom_is_a_share_of_the_countys_spending_and_steady_sales_outside() -> None:
    # a quarter of 1,000 at home; outside (1/0.4 - 1) * 800 * 2/10 = 1.5 * 160
    assert firms.custom.py_func(2.0, 8.0, 10.0, 1000.0, 800.0, 0.4) == pytest.approx(250.0 + 240.0)
    assert firms.custom.py_func(2.0, 8.0, 10.0, 1000.0, 800.0, 1.0) == pytest.approx(250.0)


@given(st.lists(st.floats(0.6, 500.0), min_size=1, max_size=8), st.floats(0.0, 1e9))
def test_firms_together_take_all_that_is_spent_at_home(sizes: list[float], demand: float) -> None:
    together = math.fsum(sizes)
    taken = [firms.custom.py_func(size, together, together, demand, 0.0, 0.5) for size in sizes]
    assert math.fsum(taken) == pytest.approx(demand, rel=1e-9, abs=1e-6)


def test_a_yearly_rate_is_twelve_monthly_chances() -> None:
    assert (1 - firms.monthly_chance.py_func(0.3)) ** 12 == pytest.approx(0.7)
    assert firms.monthly_chance.py_func(0.0) == 0.0
    assert firms.monthly_chance.py_func(7.0) < 1.0


@pytest.mark.parametrize(
    ("kind", "age_months", "per_year"),
    [(FIRM, 23, 0.2), (FIRM, 24, 0.1), (WORKSHOP, 23, 0.4), (WORKSHOP, 24, 0.2)],
)
def test_young_firms_and_workshops_close_more_often(kind: int, age_months: int, per_year: float) -> None:
    chance = firms.closure_chance.py_func(kind, age_months, BEHAVIOUR)
    assert (1 - chance) ** 12 == pytest.approx(1 - per_year)


def town(firm_count: int = 3):
    world = few_rows((1,), firms=firm_count)
    rows = slice(0, firm_count)
    world.employers.attraction[rows] = 10.0
    world.employers.age_months[rows] = 100
    world.employers.wage[rows] = 200_000
    world.counties.attraction_base[:] = 10.0 * firm_count
    world.counties.demand_base[:] = 3_000_000.0
    world.counties.demand[:] = 3_000_000
    return world


def trade(world, given=None, month=ORDINARY, pay_growth=1.0, behaviour=BEHAVIOUR):
    """A month without growth, closing or opening but what is given."""
    quiet = {}
    for e, identity in enumerate(world.employers.id):
        quiet |= {(Decision.FIRM_CHANGE, int(identity)): 0.015, (Decision.FIRM_CLOSURE, int(identity)): 0.999}
        quiet[Decision.FIRM_ENTRY, 10, 0, e] = 0.999
    luck = make_luck(1, 240, quiet | (given or {}))
    firms.step(world.employers, world.counties, behaviour, month, pay_growth, luck, 0, len(world.counties.code))


def test_compiled_step_in_a_normal_month_changes_nothing_but_age_and_sales() -> None:
    world = town()
    world.employers.revenue[:], world.employers.wage_bill[:] = 5, 5
    trade(world)
    # growth 0.03 * 0.015 - 0.00045 = 0; a third of 3 m at home and as much outside
    assert list(world.employers.positions[:3]) == [10, 10, 10]
    assert list(world.employers.revenue[:3]) == [2_000_000] * 3
    assert list(world.employers.wage_bill[:3]) == [0, 0, 0]
    assert list(world.employers.age_months[:3]) == [101] * 3
    assert list(world.employers.wage[:3]) == [200_000] * 3
    assert list(world.employers.attraction[:3]) == pytest.approx([10.0] * 3)


def test_less_spending_at_home_moves_half_of_custom() -> None:
    # home custom falls by half, so custom to 0.75 of normal; 10 * 0.75^0.8 = 7.94
    world = town()
    world.counties.demand[:] = 1_500_000
    trade(world)
    assert list(world.employers.positions[:3]) == [8, 8, 8]
    assert list(world.employers.revenue[:3]) == [1_500_000] * 3


def test_prices_alone_move_no_job() -> None:
    world = town()
    world.counties.demand[:] = 6_000_000
    trade(world, month=ORDINARY._replace(price_level=2.0))
    assert list(world.employers.positions[:3]) == [10, 10, 10]


def test_a_firm_that_grows_takes_more_people() -> None:
    world = town()
    trade(world, {(Decision.FIRM_CHANGE, 5000): 5.0, (Decision.FIRM_CHANGE, 5001): -5.0})
    # 10 exp(0.15 - 0.00045) = 11.61, 10 exp(-0.15 - 0.00045) = 8.60
    assert list(world.employers.positions[:3]) == [12, 9, 10]
    assert list(world.employers.attraction[:2]) == pytest.approx([11.613, 8.603], abs=1e-3)


def test_size_keeps_within_its_bounds() -> None:
    world = town()
    world.employers.attraction[:2] = (500.0, 0.6)
    trade(world, {(Decision.FIRM_CHANGE, 5000): 6.0, (Decision.FIRM_CHANGE, 5001): -6.0})
    assert list(world.employers.attraction[:2]) == pytest.approx([500.0, 0.6])


def test_a_closed_firm_wants_nobody_and_is_free_next_month() -> None:
    world = town()
    world.employers.positions[:3] = 10
    world.employers.filled[0] = 7
    chance = 1 - 0.9 ** (1 / 12)
    trade(world, {(Decision.FIRM_CLOSURE, 5000): chance - 1e-9, (Decision.FIRM_CLOSURE, 5001): chance + 1e-9})
    assert list(world.employers.is_open[:3]) == [False, True, True]
    assert list(world.employers.positions[:3]) == [0, 10, 10]
    assert world.employers.filled[0] == 7  # who works there is laid off by separations
    assert world.employers.revenue[0] == 0


def test_a_new_firm_takes_custom_from_the_others() -> None:
    world = town(4)
    world.employers.is_open[3] = False
    world.employers.kind[3] = WORKSHOP
    world.counties.attraction_base[:] = 30.0
    before = town()
    trade(before)
    chance = 1 - 0.88 ** (1 / 12)
    trade(world, {(Decision.FIRM_ENTRY, 10, 0, 3): chance - 1e-9})
    assert world.employers.is_open[3]
    assert (world.employers.positions[3], world.employers.filled[3], world.employers.age_months[3]) == (0, 0, 0)
    assert world.employers.kind[3] == FIRM
    assert list(world.employers.positions[:3]) == list(before.employers.positions[:3])
    world.employers.attraction[3] = 10.0
    trade(world)
    assert world.employers.positions[3] > 0
    assert (world.employers.positions[:3] < before.employers.positions[:3]).all()


def test_a_free_row_stays_free_when_the_lot_is_against_it() -> None:
    world = town(2)
    world.employers.is_open[1] = False
    chance = 1 - 0.88 ** (1 / 12)
    trade(world, {(Decision.FIRM_ENTRY, 10, 0, 1): chance + 1e-9})
    assert not world.employers.is_open[1]


def test_a_new_firm_is_the_same_whatever_counties_are_simulated_beside_it() -> None:
    ids = []
    for beside in ((), ((1,),)):
        world = few_rows((1,), firms=2) if not beside else few_rows((1,), (1,), firms=2)
        c = len(world.counties.code) - 1
        world.counties.code[c] = 10
        if c:
            world.counties.code[0] = 9
        world.employers.is_open[:] = False
        luck = make_luck(1, 240, {(Decision.FIRM_ENTRY, 10, 0, 1): 0.0, (Decision.FIRM_ENTRY, 10, 0, 0): 0.999})
        firms.step(world.employers, world.counties, BEHAVIOUR, ORDINARY, 1.0, luck, c, c + 1)
        ids.append(int(world.employers.id[2 * c + 1]))
    assert ids[0] == ids[1]


def test_new_firms_of_a_month_have_ids_of_their_own() -> None:
    world = few_rows((1,), firms=300)
    world.employers.is_open[:300] = False
    luck = make_luck(1, 240, {(Decision.FIRM_ENTRY, 10): 0.0})
    firms.step(world.employers, world.counties, BEHAVIOUR, ORDINARY, 1.0, luck, 0, 1)
    assert world.employers.is_open[:300].all()
    assert len(np.unique(world.employers.id[:300])) == 300


def test_places_of_a_large_county_have_luck_of_their_own() -> None:
    """Five thousand free rows: whether a firm opens in row 4,096 + i says nothing about row i."""
    world = few_rows((1,), firms=5_000)
    world.employers.is_open[:5_000] = False
    behaviour = BEHAVIOUR._replace(firm_entry_rate=0.999)
    firms.step(world.employers, world.counties, behaviour, ORDINARY, 1.0, make_luck(1, 240), 0, 1)
    opened = world.employers.is_open[:5_000]
    # each with a chance of 0.438: 2,188 with a spread of 35; of 904 pairs 458 agree, with a spread of 15
    assert abs(int(opened.sum()) - 2_188) < 150
    assert abs(int((opened[4_096:] == opened[:904]).sum()) - 458) < 75


def test_public_bodies_keep_their_size_and_raise_pay() -> None:
    world = town()
    world.employers.kind[2] = PUBLIC_BODY
    world.employers.positions[2] = 5
    world.counties.demand[:] = 0
    trade(world, pay_growth=1.01)
    assert world.employers.positions[2] == 5
    assert list(world.employers.wage[:3]) == [202_000] * 3
    assert world.employers.revenue[2] == 0
    # the two firms share the county's spending between them
    world = town()
    world.employers.kind[2] = PUBLIC_BODY
    world.counties.attraction_base[:] = 20.0
    trade(world)
    assert list(world.employers.revenue[:3]) == [3_000_000, 3_000_000, 0]


def test_an_outside_account_is_no_business_of_the_counties() -> None:
    world = town()
    before = [column.copy() for column in world.employers]
    trade(world, pay_growth=1.01)
    assert all((new[3:] == old[3:]).all() for new, old in zip(world.employers, before, strict=True))


def test_the_first_firm_of_a_county_without_any_has_all_its_custom() -> None:
    world = town(1)
    world.counties.attraction_base[:] = 0.0
    trade(world)
    assert world.employers.revenue[0] == 6_000_000
    assert world.employers.positions[0] == 10
