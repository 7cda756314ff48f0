"""Illness, injury, disaster, harvest and demand: the equations by hand, then the step with luck filled in."""

import math

import pytest
from few_rows import ORDINARY, few_rows, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import Decision, make_luck
from sim.rules import shocks
from sim.state.codes import CHRONIC, FULL, HALF, HEALTHY

QUIET = Behaviour()._replace(
    illness_rate=0.01,
    illness_age=0.5,
    illness_chronic=3.0,
    illness_cost=10_000.0,
    illness_cost_spread=1.0,
    reimbursed_share=0.6,
    illness_months=3.0,
    chronic_chance=0.2,
    chronic_cost=90.0,
    injury_rate=0.12,
    disaster_rate=0.3,
    disaster_correlation=0.36,
    disaster_loss=3000.0,
    disaster_reach=0.1,
    farm_persistence=0.8,
    farm_spread=0.1,
)


def test_illness_chance_grows_with_age_and_chronic_illness() -> None:
    assert shocks.illness_chance.py_func(40, HEALTHY, 0.002, 0.35, 2.5) == 0.002
    # twenty years on: 0.002 * exp(0.35 * 2) = 0.002 * 2.01375
    assert shocks.illness_chance.py_func(60, HEALTHY, 0.002, 0.35, 2.5) == pytest.approx(0.0040275, rel=1e-5)
    assert shocks.illness_chance.py_func(20, HEALTHY, 0.002, 0.35, 2.5) == pytest.approx(0.002 / 2.0137527, rel=1e-6)
    assert shocks.illness_chance.py_func(40, CHRONIC, 0.002, 0.35, 2.5) == pytest.approx(0.005)
    assert shocks.illness_chance.py_func(120, CHRONIC, 0.9, 0.5, 5.0) == 1.0


def test_own_bill_is_what_insurance_leaves() -> None:
    # 10,000 yuan, 60 % paid by the scheme, prices 10 % up: 4,400 yuan
    assert shocks.own_bill.py_func(10_000.0, 1.0, 0.0, 0.6, 1.1) == 440_000
    # one spread above the median: 10,000 * e * 0.4 = 10,873.127 yuan
    assert shocks.own_bill.py_func(10_000.0, 1.0, 1.0, 0.6, 1.0) == 1_087_313
    assert shocks.own_bill.py_func(10_000.0, 1.0, 1.0, 1.0, 1.0) == 0
    assert shocks.own_bill.py_func(30_000.0, 1.5, 6.8, 0.4, 1.0) == 30_000_000  # 500,000 yuan at most


def test_months_lost_are_geometric() -> None:
    # mean 3: P(1) = 1/3, P(<=2) = 1 - 4/9 = 5/9, P(<=3) = 1 - 8/27 = 19/27
    at = [shocks.months_lost.py_func(3.0, u) for u in (0.0, 0.333, 0.334, 0.555, 0.556, 0.703, 0.704)]
    assert at == [1, 1, 2, 2, 3, 3, 4]
    assert shocks.months_lost.py_func(1.0, 0.99) == 1
    assert shocks.months_lost.py_func(9.0, 1.0 - 2.0**-53) == 24
    draws = [shocks.months_lost.py_func(3.0, (i + 0.5) / 10_000) for i in range(10_000)]
    assert sum(draws) / len(draws) == pytest.approx(3.0, abs=0.01)


def test_persistent_shock_by_hand() -> None:
    # z = 0.6 * 1 + 0.8 * 2 = 2.2; 0.8 * 0.5 + 0.6 * 0.1 * 2.2
    assert shocks.persistent.py_func(0.5, 0.8, 0.1, 0.36, 1.0, 2.0) == pytest.approx(0.4 + 0.132)
    assert shocks.persistent.py_func(0.5, 0.8, 0.1, 1.0, 0.0, 9.0) == pytest.approx(0.4)
    assert shocks.persistent.py_func(0.5, 0.8, 0.1, 0.0, 9.0, 0.0) == pytest.approx(0.4)


@given(st.floats(0.0, 0.99), st.floats(0.0, 0.3), st.floats(0.0, 1.0))
def test_persistent_shock_keeps_its_long_run_variance(persistence: float, spread: float, shared: float) -> None:
    carried = shocks.persistent.py_func(spread, persistence, 0.0, shared, 0.0, 0.0)
    news_shared = shocks.persistent.py_func(0.0, persistence, spread, shared, 1.0, 0.0)
    news_own = shocks.persistent.py_func(0.0, persistence, spread, shared, 0.0, 1.0)
    assert carried**2 + news_shared**2 + news_own**2 == pytest.approx(spread**2, abs=1e-12)


def strike(world, given, behaviour=QUIET, month=ORDINARY, first=0, last=None):
    """One month of shocks: what is not given does not happen."""
    quiet = {}
    for p in world.persons.id:
        quiet |= {(Decision.ILLNESS, int(p)): 0.999, (Decision.INJURY, int(p)): 0.999}
        quiet[Decision.ILLNESS_COST, int(p)] = 0.0
    for code in (1, *map(int, world.counties.code)):
        quiet |= {(Decision.DISASTER, code, 0): 3.0, (Decision.DISASTER, code, 1): 3.0}
        quiet |= {(Decision.FARM_PRICE, code, 0): 0.0, (Decision.FARM_PRICE, code, 1): 0.0}
    for h in world.households.id:
        quiet[Decision.DISASTER, int(h), 2] = 0.999
    shocks.step(
        world.persons,
        world.households,
        world.counties,
        world.provinces.code,
        behaviour,
        month,
        make_luck(1, 240, quiet | given),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_makes_ill_exactly_who_drew_it() -> None:
    world = few_rows((2, 1))
    world.persons.age[:] = 40
    strike(world, {(Decision.ILLNESS, 2, 0): 0.0099, (Decision.ILLNESS, 2, 1): 0.5, (Decision.ILLNESS, 3, 0): 0.01})
    assert list(world.persons.sick_months) == [0, 2, 0]
    assert list(world.households.medical) == [400_000, 0]
    assert list(world.persons.health) == [HEALTHY] * 3
    assert not world.households.damage.any()


def test_a_serious_illness_may_turn_chronic_and_takes_capacity() -> None:
    world = few_rows((2,))
    ill = {(Decision.ILLNESS, p, draw): 0.0 for p in (1, 2) for draw in (0, 1)}
    strike(world, ill | {(Decision.ILLNESS, 1, 2): 0.199, (Decision.ILLNESS, 2, 2): 0.2})
    assert list(world.persons.health) == [CHRONIC, HEALTHY]
    assert list(world.persons.capacity) == [HALF, FULL]


def test_chronic_illness_costs_every_month() -> None:
    world = few_rows((2, 1))
    world.persons.health[:2] = CHRONIC
    strike(world, {}, month=ORDINARY._replace(price_level=1.1))
    assert list(world.households.medical) == [2 * 9_900, 0]


def test_sickness_ends_a_month_at_a_time_and_a_new_one_never_shortens_it() -> None:
    world = few_rows((3,))
    world.persons.sick_months[:] = (1, 5, 2)
    strike(world, {(Decision.ILLNESS, 2, 0): 0.0, (Decision.ILLNESS, 2, 1): 0.5, (Decision.ILLNESS, 2, 2): 0.9})
    assert list(world.persons.sick_months) == [0, 4, 1]


def test_only_workers_are_injured() -> None:
    world = few_rows((3,), firms=1)
    work_for(world, 0, 0)
    work_for(world, 1, 0)
    strike(world, {(Decision.INJURY, 1): 0.0099, (Decision.INJURY, 2): 0.0101, (Decision.INJURY, 3): 0.0})
    assert list(world.persons.sick_months > 0) == [True, False, False]
    assert world.households.medical[0] == 400_000


def test_a_disaster_hits_a_county_below_its_quantile_and_a_share_of_its_households() -> None:
    # monthly chance 1 - 0.7^(1/12) = 0.02929, its quantile -1.892; z = 0.6 z_province + 0.8 z_county
    assert pytest.approx(0.02929, abs=1e-5) == 1 - 0.7 ** (1 / 12)
    for z_county, is_hit in ((-1.5, False), (-1.63, True)):
        world = few_rows((1, 1), (1,))
        given = {(Decision.DISASTER, 1, 1): -1.0, (Decision.DISASTER, 10, 0): z_county}
        given |= {
            (Decision.DISASTER, 1000, 2): 0.0999,
            (Decision.DISASTER, 1001, 2): 0.1,
            (Decision.DISASTER, 1002, 2): 0.0,
        }
        strike(world, given)
        assert list(world.counties.is_disaster) == [is_hit, False]
        assert list(world.households.damage) == [300_000 * is_hit, 0, 0]


def test_harvests_of_a_province_share_a_part_of_their_luck() -> None:
    world = few_rows((1,), (1,))
    world.counties.farm_shock[:] = (0.5, -0.5)
    strike(world, {(Decision.FARM_PRICE, 1, 1): 1.0, (Decision.FARM_PRICE, 10, 0): 2.0})
    assert list(world.counties.farm_shock) == pytest.approx([0.4 + 0.06 * 2.2, -0.4 + 0.06 * 0.6])


def test_a_county_outside_the_range_stays_as_it_was() -> None:
    world = few_rows((1,), (1,))
    world.counties.farm_shock[:] = 0.5
    world.persons.sick_months[:] = 3
    strike(world, {}, first=1, last=2)
    assert list(world.counties.farm_shock) == pytest.approx([0.5, 0.4])
    assert list(world.persons.sick_months) == [3, 2]


def test_more_reimbursement_leaves_smaller_bills() -> None:
    bills = [shocks.own_bill.py_func(14_000.0, 1.0, 0.7, share, 1.0) for share in (0.4, 0.6, 0.85)]
    assert bills == sorted(bills, reverse=True)
    assert len(set(bills)) == 3


def test_compiled_demand_has_one_factor_common_to_all_destinations() -> None:
    world = few_rows((1,))
    behaviour = QUIET._replace(demand_persistence=0.8, demand_spread=0.1, demand_common_share=0.36)
    world.provinces.demand[0] = (9.0, 0.5, 0.0, 0.0)
    given = {(Decision.DESTINATION_DEMAND, 0): 1.0}
    given |= {(Decision.DESTINATION_DEMAND, 1, place): float(place - 1) for place in (1, 2, 3)}
    shocks.move_demand(world.provinces, behaviour, make_luck(1, 240, given))
    news = [0.06 * (0.6 + 0.8 * z) for z in (0.0, 1.0, 2.0)]
    assert list(world.provinces.demand[0]) == pytest.approx([9.0, 0.4 + news[0], news[1], news[2]])
    assert math.isclose(world.provinces.demand[0, 3], 0.132)
