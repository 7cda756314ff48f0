"""Illness, injury, disaster, harvest and demand: the equations by hand, then the step with luck filled in."""

import math

import pytest
from few_rows import ORDINARY, USUAL_STOCK, few_rows, room_for, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import illness, shocks
from sim.state.codes import CHRONIC, CITY, FIRM, FULL, HALF, HEALTHY, PUBLIC_BODY, REST_OF_COUNTRY, WORKSHOP

BASELINE = Levers()
QUIET = Behaviour()._replace(
    illness_rate=0.01,
    illness_age=0.5,
    illness_chronic=3.0,
    illness_cost=4_000.0,
    illness_cost_spread=1.0,
    serious_share=0.5,
    serious_cost_ratio=2.5,
    illness_service_effect=0.2,
    reimbursed_share=0.6,
    medical_aid_share=0.5,
    bill_income_elasticity=0.0,
    illness_months=3.0,
    chronic_chance=0.2,
    chronic_cost=90.0,
    chronic_cost_spread=0.0,
    injury_rate=0.12,
    injury_indoor_ratio=0.5,
    injury_outside_ratio=1.5,
    injury_odd_ratio=2.0,
    disaster_rate=0.3,
    disaster_correlation=0.36,
    disaster_neighbours=0.19,
    disaster_stock_share=0.3,
    disaster_loss=3000.0,
    disaster_reach=0.1,
    farm_persistence=0.8,
    farm_spread=0.1,
)


def test_illness_chance_grows_with_age_and_chronic_illness() -> None:
    assert illness.illness_chance.py_func(40, HEALTHY, 0.002, 0.35, 2.5) == 0.002
    # twenty years on: 0.002 * exp(0.35 * 2) = 0.002 * 2.01375
    assert illness.illness_chance.py_func(60, HEALTHY, 0.002, 0.35, 2.5) == pytest.approx(0.0040275, rel=1e-5)
    assert illness.illness_chance.py_func(20, HEALTHY, 0.002, 0.35, 2.5) == pytest.approx(0.002 / 2.0137527, rel=1e-6)
    assert illness.illness_chance.py_func(40, CHRONIC, 0.002, 0.35, 2.5) == pytest.approx(0.005)
    assert illness.illness_chance.py_func(120, CHRONIC, 0.9, 0.5, 5.0) == 1.0


def test_own_bill_is_what_insurance_leaves() -> None:
    # 10,000 yuan, 60 % paid by the scheme, prices 10 % up: 4,400 yuan
    assert illness.own_bill.py_func(10_000.0, 1.0, 0.0, 0.6, 0.0, 1.1) == 440_000
    assert illness.own_bill.py_func(10_000.0, 1.0, 0.0, 0.6, 0.25, 1.1) == 330_000
    # one spread above the median: 10,000 * e * 0.4 = 10,873.127 yuan
    assert illness.own_bill.py_func(10_000.0, 1.0, 1.0, 0.6, 0.0, 1.0) == 1_087_313
    assert illness.own_bill.py_func(10_000.0, 1.0, 1.0, 1.0, 0.0, 1.0) == 0
    assert illness.own_bill.py_func(30_000.0, 1.5, 6.8, 0.4, 0.0, 1.0) == 30_000_000  # 500,000 yuan at most


def test_who_has_more_spends_more_on_an_illness() -> None:
    ratio = illness.means_ratio.py_func
    assert ratio(2_400_000.0, 2, 1.0, 0.5) == pytest.approx(1.0)
    assert ratio(9_600_000.0, 2, 1.0, 0.5) == pytest.approx(2.0)
    assert ratio(2_400_000.0, 2, 2.0, 0.5) == pytest.approx(math.sqrt(0.5))
    assert ratio(-5.0, 2, 1.0, 0.5) == pytest.approx(0.5)  # a quarter of the usual at least
    assert ratio(1e12, 2, 1.0, 0.5) == pytest.approx(2.0)


def test_months_lost_are_geometric() -> None:
    # mean 3: P(1) = 1/3, P(<=2) = 1 - 4/9 = 5/9, P(<=3) = 1 - 8/27 = 19/27
    at = [illness.months_lost.py_func(3.0, u) for u in (0.0, 0.333, 0.334, 0.555, 0.556, 0.703, 0.704)]
    assert at == [1, 1, 2, 2, 3, 3, 4]
    assert illness.months_lost.py_func(1.0, 0.99) == 1
    assert illness.months_lost.py_func(9.0, 1.0 - 2.0**-53) == 24
    draws = [illness.months_lost.py_func(3.0, (i + 0.5) / 10_000) for i in range(10_000)]
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


def test_medical_aid_is_for_the_alleviated_and_those_on_the_allowance() -> None:
    world = few_rows((1,), (1,), (1,))
    world.persons.age[:] = 40
    world.households.is_registered[:] = (True, False, False)
    world.households.is_dibao[:] = (False, True, False)
    strike(world, {(Decision.ILLNESS, p, 0): 0.009 for p in (1, 2, 3)})
    assert list(world.households.medical) == [80_000, 80_000, 160_000]


def strike(world, given, behaviour=QUIET, month=ORDINARY, first=0, last=None, levers=BASELINE):
    """One month of shocks: what is not given does not happen."""
    quiet = {}
    for p in world.persons.id:
        quiet |= {(Decision.ILLNESS, int(p)): 0.999, (Decision.INJURY, int(p)): 0.999}
        quiet[Decision.ILLNESS_COST, int(p)] = 0.0
    for code in (1, *map(int, world.counties.code)):
        quiet |= {(Decision.DISASTER, code, draw): 3.0 for draw in (0, 1, 3)}
        quiet |= {(Decision.FARM_PRICE, code, 0): 0.0, (Decision.FARM_PRICE, code, 1): 0.0}
    for h in world.households.id:
        quiet[Decision.DISASTER, int(h), 2] = 0.999
    shocks.step(
        world.persons,
        world.households,
        world.counties,
        world.employers.kind,
        world.provinces.code,
        room_for(world),
        levers,
        behaviour,
        month,
        make_luck(1, 240, quiet | given),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_makes_ill_exactly_who_drew_it() -> None:
    world = few_rows((2, 1))
    world.persons.age[:] = 40
    world.households.is_registered[:] = False
    # of a chance of 0.01 half is for a serious illness, whose bill is 2.5 times 4,000 yuan, 40 % of it their own
    strike(world, {(Decision.ILLNESS, 2, 0): 0.0049, (Decision.ILLNESS, 2, 1): 0.5, (Decision.ILLNESS, 3, 0): 0.01})
    assert list(world.persons.sick_months) == [0, 2, 0]
    assert list(world.households.medical) == [400_000, 0]
    assert list(world.persons.health) == [HEALTHY] * 3
    assert not world.households.damage.any()


def test_a_stay_that_is_not_serious_costs_money_and_no_months() -> None:
    world = few_rows((1,))
    world.persons.age[:] = 40
    world.households.is_registered[:] = False
    strike(world, {(Decision.ILLNESS, 1, 0): 0.0051, (Decision.ILLNESS, 1, 1): 0.5, (Decision.ILLNESS, 1, 2): 0.0})
    assert (world.persons.sick_months[0], world.persons.health[0]) == (0, HEALTHY)
    assert world.households.medical[0] == 160_000


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


def test_injury_chance_by_employer() -> None:
    chance = illness.injury_chance.py_func
    # 0.01 a month in a firm; 22 days of odd jobs make a full month
    kinds = (FIRM, WORKSHOP, PUBLIC_BODY, CITY, REST_OF_COUNTRY)
    assert [chance(kind, 0, QUIET) for kind in kinds] == pytest.approx([0.01, 0.005, 0.005, 0.015, 0.015])
    assert [chance(NONE, days, QUIET) for days in (0, 11, 22)] == pytest.approx([0.0, 0.01, 0.02])


def test_workers_are_injured_beyond_the_chance_of_illness() -> None:
    """Three of 40 years, ill below 0.01: in a firm hurt below 0.02, with eleven days of odd jobs too, at home never."""
    for drawn, hurt in ((0.0101, [True, True, False]), (0.0199, [True, True, False]), (0.0201, [False] * 3)):
        world = few_rows((3,), firms=1)
        world.persons.age[:] = 40
        world.households.is_registered[:] = False
        work_for(world, 0, 0)
        world.persons.odd_days[1] = 11
        strike(world, {(Decision.ILLNESS, p, 0): drawn for p in (1, 2, 3)})
        assert list(world.persons.sick_months > 0) == hurt
        assert world.households.medical[0] == 400_000 * sum(hurt)


def test_nobody_is_above_the_chance_that_ends_the_search() -> None:
    most = illness.most_chance.py_func(1.3, QUIET)
    for kind in (NONE, FIRM, CITY):
        ill = 1.3 * illness.illness_chance.py_func(
            120, CHRONIC, QUIET.illness_rate, QUIET.illness_age, QUIET.illness_chronic
        )
        assert ill + illness.injury_chance.py_func(kind, 31, QUIET) <= most


def test_better_health_service_makes_fewer_ill() -> None:
    assert illness.service_ratio.py_func(1.0, 0.2) == 1.0
    assert illness.service_ratio.py_func(2.0, 0.2) == pytest.approx(math.exp(-0.2))
    ill = []
    for service in (0.5, 1.0, 2.0):
        world = few_rows((1,) * 8)
        world.persons.age[:] = 40
        world.counties.health_service[:] = service
        strike(world, {(Decision.ILLNESS, p, 0): 0.0075 + 0.0005 * p for p in range(1, 9)})
        ill.append(int((world.households.medical > 0).sum()))
    # the chance is 0.01 exp(0.1), 0.01, 0.01 exp(-0.2) = 0.0082
    assert ill == [7, 4, 1]


def test_a_disaster_hits_a_county_below_its_quantile_and_a_share_of_its_households() -> None:
    # monthly chance 1 - 0.7^(1/12) = 0.02929, its quantile -1.892; z = 0.6 z_province + 0.8 z_county without neighbours
    assert pytest.approx(0.02929, abs=1e-5) == 1 - 0.7 ** (1 / 12)
    for z_county, is_hit in ((-1.5, False), (-1.63, True)):
        world = few_rows((1, 1), (1,))
        given = {(Decision.DISASTER, 1, 1): -1.0, (Decision.DISASTER, 10, 0): z_county}
        given |= {
            (Decision.DISASTER, 1000, 2): 0.0999,
            (Decision.DISASTER, 1001, 2): 0.1,
            (Decision.DISASTER, 1002, 2): 0.0,
        }
        strike(world, given, QUIET._replace(disaster_neighbours=0.0))
        assert list(world.counties.is_disaster) == [is_hit, False]
        assert list(world.households.damage) == [300_000 * is_hit, 0, 0]
        assert list(world.households.stock) == [USUAL_STOCK - 75_000 * is_hit, USUAL_STOCK, USUAL_STOCK]


@given(st.floats(0.0, 0.9), st.floats(0.0, 0.9))
def test_luck_with_nature_is_standard_normal_and_shared_as_said(shared: float, neighbours: float) -> None:
    loads = [shocks.spatial.py_func(*(float(i == k) for i in range(3)), shared, neighbours) for k in range(3)]
    assert sum(load * load for load in loads) == pytest.approx(1.0)
    assert loads[0] ** 2 == pytest.approx(shared)
    assert loads[0] ** 2 + loads[1] ** 2 == pytest.approx(shared + (1.0 - shared) * neighbours)


def test_neighbours_are_hit_together() -> None:
    """Counties 10 and 11 are neighbours, their luck is 0.6 z_province + 0.349 z_neighbours + 0.72 z_county."""
    world = few_rows((1,), (1,))
    own = {(Decision.DISASTER, 10, 0): -1.0, (Decision.DISASTER, 11, 0): -1.0, (Decision.DISASTER, 1, 1): -1.0}
    # -0.6 - 0.72 - 0.349 x 1.6 = -1.878 is not under -1.892, with 1.7 it is; the neighbourhood has the province's id
    for z, is_hit in ((-1.6, False), (-1.7, True)):
        strike(world, own | {(Decision.DISASTER, 1, 3): z})
        assert list(world.counties.is_disaster) == [is_hit] * 2


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
    bills = [illness.own_bill.py_func(14_000.0, 1.0, 0.7, share, 0.3, 1.0) for share in (0.4, 0.6, 0.85)]
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
