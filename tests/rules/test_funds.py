"""Public money month by month: unit costs, what waits and comes back, and where every fen goes."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from public_money import LEVERS, province, year

from sim import funding
from sim.levers import by_measure
from sim.rules import funds
from sim.state.codes import DELIVERED, DISPLACED, EMPLOYMENT_FUND, IDLE, LEAKED, LOCAL_JOBS, SKILL_PROJECT


def test_unit_costs_in_fen() -> None:
    assert funding.post_cost.py_func(LEVERS) == 50_000
    assert funding.course_cost.py_func(LEVERS) == (1200 + 25 * 22) * 100
    assert funding.unit_cost.py_func(LOCAL_JOBS, LEVERS) == 50_000
    assert funding.unit_cost.py_func(SKILL_PROJECT, LEVERS) == 175_000


def test_absorbed_by_hand() -> None:
    assert funding.absorbed.py_func(100.0, 100.0) == pytest.approx(63.212, abs=1e-3)
    assert funding.absorbed.py_func(100.0, 0.0) == 0.0
    assert funding.absorbed.py_func(0.0, 100.0) == 0.0
    assert funding.absorbed.py_func(1e9, 100.0) == pytest.approx(100.0)


@given(st.floats(0.0, 1e9), st.floats(1.0, 1e9), st.floats(1.0, 1e9))
def test_twice_the_money_gives_less_than_twice_the_places(money: float, ceiling: float, more: float) -> None:
    once, twice = (funding.absorbed.py_func(amount, ceiling) for amount in (money, 2 * money))
    assert once <= twice + 1e-6 <= 2 * once + 2e-6
    assert once <= min(money, ceiling) + 1e-15 * ceiling
    assert funding.absorbed.py_func(money, ceiling + more) >= once - 1e-6 * (1 + once)


def test_reviews_release_idle_money() -> None:
    # four reviews a year, each releases half: a sixteenth is left after twelve months
    released = funding.released_share.py_func(4.0, 0.5)
    assert (1 - released) ** 12 == pytest.approx(1 / 16)
    assert funding.released_share.py_func(0.0, 0.5) == 0.0
    assert (1 - funding.released_share.py_func(12.0, 0.5)) ** 4 == pytest.approx(1 / 16)


def test_idle_stock_of_a_year_by_hand() -> None:
    # a twelfth of 12 % each month; kept share 2^(-1/3): 0.01 (1 - 1/16) / (1 - 2^(-1/3))
    assert funding.idle_stock_share.py_func(0.12, 4.0, 0.5) == pytest.approx(0.01 * (15 / 16) / (1 - 2 ** (-1 / 3)))


def test_a_month_by_hand() -> None:
    """1.2 m a year at its base: 100,000 arrive, 20,000 own; a tenth waits, a hundredth of the rest leaks."""
    world = province(100)
    year(world, months=1)
    counties = world.counties
    assert counties.planned[0, LOCAL_JOBS] == 120_000
    money = counties.money[0, LOCAL_JOBS]
    assert money[DISPLACED] == 0
    assert money[IDLE] == 12_000
    assert money[LEAKED] == 1_080
    assert money[DELIVERED] == 106_920
    # gross-up: D = -5 ln(0.8) n of places n; base = D / 0.95 / 0.99 / (1 - stock) / 1.2
    stock = 0.1 / 12 * (15 / 16) / (1 - 2 ** (-1 / 3))
    needed = 100_000 * 1.2 * (1 - stock) * 0.99 * 0.95 / (-5 * math.log(0.8))
    places_money = math.floor(5 * needed * (1 - math.exp(-106_920 * 0.95 / (5 * needed))))
    assert counties.overhead[0, LOCAL_JOBS] == 106_920 - places_money
    assert counties.purse[0, LOCAL_JOBS] == places_money
    assert counties.places[0, LOCAL_JOBS] == places_money // 50_000
    # next month reviews release 1 - 2^(-1/3) = 20.63 % of the 12,000 idle while another 12,000 wait
    year(world, months=1, start=1)
    assert world.counties.money[0, LOCAL_JOBS, IDLE] == 12_000 - 2_475
    assert world.counties.idle[0, LOCAL_JOBS, 0] == 24_000 - 2_475


def test_money_beyond_the_base_displaces_own_money_and_waits_longer() -> None:
    # key county gets twice its base: 200,000 for 100,000. Withdrawn: half of 100,000, but own money is 20,000
    world = province(100)
    year(world, LEVERS._replace(local_jobs_dose=2.0), months=1)
    money = world.counties.money[0, LOCAL_JOBS]
    assert world.counties.planned[0, LOCAL_JOBS] == 220_000
    assert money[DISPLACED] == 20_000
    assert money[IDLE] == 30_000  # 10 % (1 + 0.5) of 200,000


def test_money_short_of_the_base_is_topped_up_until_the_budget_is_spent() -> None:
    # half of the base arrives, 50,000 short; half of that is topped up, from a budget of a quarter of the base
    world = province(100)
    levers = LEVERS._replace(local_jobs_dose=0.5)
    topped = []
    for season in range(12):
        year(world, levers, months=1, start=season)
        topped.append(-int(world.counties.money[0, LOCAL_JOBS, DISPLACED]))
    assert topped == [25_000] * 12
    assert world.counties.budget[0, LOCAL_JOBS] == 300_000 - 12 * 25_000
    world = province(100)
    levers = LEVERS._replace(local_jobs_dose=0.25)
    topped = []
    for season in range(12):
        year(world, levers, months=1, start=season)
        topped.append(-int(world.counties.money[0, LOCAL_JOBS, DISPLACED]))
    assert topped == [37_500] * 8 + [0] * 4


def test_a_measure_without_a_dose_has_no_own_money_either() -> None:
    world = province(100)
    year(world, LEVERS._replace(local_jobs_dose=0.0))
    assert not world.counties.planned[0, LOCAL_JOBS].any()
    assert not world.counties.money[0, LOCAL_JOBS].any()


def test_an_understaffed_office_lets_more_money_wait_and_makes_fewer_places() -> None:
    idle, purse = [], []
    for staff in (1.0, 0.5, 0.1, 0.0):
        world = province(100)
        world.counties.staff[:] = staff
        year(world, months=1)
        idle.append(int(world.counties.money[0, LOCAL_JOBS, IDLE]))
        purse.append(int(world.counties.purse[0, LOCAL_JOBS]))
    assert idle == [12_000, 24_000, 60_000, 60_000]
    assert purse[0] > purse[1] > purse[2] == purse[3] > 0


def test_more_reviews_leave_less_idle() -> None:
    idle = []
    for dose in (0.0, 1.0, 2.0):
        world = province(100)
        year(world, LEVERS._replace(fund_tilt_dose=dose))
        idle.append(int(world.counties.idle[0, LOCAL_JOBS].sum()))
    assert idle[0] == 144_000
    assert idle[0] > idle[1] > idle[2] > 0


def test_a_year_pays_the_plan_to_the_fen() -> None:
    world = province(1, 1, 1)
    world.provinces.base_pool[0, LOCAL_JOBS] = 1_000_003
    arrived = np.zeros(3, np.int64)
    for season in range(12):
        year(world, months=1, start=season)
        arrived += world.counties.planned[:, LOCAL_JOBS] - np.floor(
            0.2 * (world.counties.base_plan[:, LOCAL_JOBS] // 12)
        ).astype(int)
    assert list(arrived) == [333_334] * 3


def test_idle_money_comes_back_after_a_year_and_is_split_again() -> None:
    world = province(100, weights=(10.0,))
    # without reviews everything that waits lies there: 10 % of 12,000 fen a month, at the county's scale
    levers = LEVERS._replace(fund_tilt_dose=0.0)
    year(world, levers)
    assert list(world.counties.idle[0, LOCAL_JOBS]) == [14_400, 0]
    purse_returned = int(world.provinces.returned[0, LOCAL_JOBS])
    year(world, levers, months=1)
    assert world.counties.idle[0, LOCAL_JOBS, 1] == 14_400
    assert world.counties.plan[0, LOCAL_JOBS] == (1_200_000 + purse_returned) // 10
    year(world, levers, months=11, start=1)
    before = int(world.provinces.returned[0, LOCAL_JOBS])
    year(world, levers, months=1)
    returned = int(world.counties.returned[0, LOCAL_JOBS])
    assert returned >= 14_400
    # what has been idle for a whole year is split at once, what the purse could not hold next year
    assert world.provinces.returned[0, LOCAL_JOBS] == (returned - 14_400) * 10
    assert world.provinces.pool[0, LOCAL_JOBS] == 1_200_000 + before + 144_000


def test_money_that_buys_nothing_returns_beyond_two_months() -> None:
    world = province(100)
    year(world)
    month = int(world.counties.money[0, LOCAL_JOBS, DELIVERED] - world.counties.overhead[0, LOCAL_JOBS])
    assert world.counties.purse[0, LOCAL_JOBS] == 2 * month + 50_000
    assert world.counties.returned[0, LOCAL_JOBS] > 0


@settings(max_examples=60, deadline=None)
@given(
    needs=st.lists(st.integers(0, 5_000), min_size=1, max_size=5),
    pool=st.integers(0, 10**13),
    dose=st.floats(0.0, 3.0),
    tilt=st.floats(0.5, 2.5),
    reviews=st.floats(0.0, 3.0),
    staff=st.floats(0.0, 1.0),
    is_new_money=st.booleans(),
    is_fixed_pool=st.booleans(),
)
def test_every_fen_has_one_fate(needs, pool, dose, tilt, reviews, staff, is_new_money, is_fixed_pool) -> None:
    world = province(*needs)
    counties, provinces = world.counties, world.provinces
    provinces.base_pool[0, LOCAL_JOBS] = pool
    provinces.base_pool[0, SKILL_PROJECT] = pool // 3
    provinces.base_fund[0, EMPLOYMENT_FUND] = pool + pool // 3
    counties.staff[:] = staff
    levers = LEVERS._replace(
        local_jobs_dose=dose, fund_tilt_tilt=tilt, fund_tilt_dose=reviews, skill_project_trainees_key_only=1000.0
    )
    stock = np.zeros((len(needs), 24), np.int64)
    for season in range(14):
        returned = provinces.returned.copy()
        year(world, levers, funds.Closure(is_new_money, is_fixed_pool), months=1, start=season)
        assert (counties.money.sum(axis=2) == counties.planned).all()
        assert (counties.money[:, :, [LEAKED, DELIVERED]] >= 0).all()
        assert (counties.idle >= 0).all()
        assert (counties.purse >= 0).all()
        assert (counties.overhead >= 0).all()
        assert (counties.budget >= 0).all()
        assert (
            counties.places * np.array([[funding.unit_cost.py_func(m, levers) for m in range(24)]]) <= counties.purse
        ).all()
        flow = counties.money[:, :, DELIVERED] + counties.money[:, :, IDLE] - counties.overhead - counties.returned
        now = counties.purse + counties.idle.sum(axis=2)
        assert (now - stock == flow).all()
        stock = now
        if season % 12 == 0 and not is_new_money and not is_fixed_pool:
            split = provinces.base_pool[0] * by_measure(levers)[:, 0] + returned[0] + counties.returned.sum(axis=0)
            assert np.allclose(provinces.pool[0] + provinces.returned[0], split, rtol=1e-12, atol=2)
        if season % 12 > 0:
            assert (provinces.returned[0] - returned[0] == counties.returned.sum(axis=0)).all()
        for m in (LOCAL_JOBS, SKILL_PROJECT):
            planned = int(counties.plan[:, m].sum())
            assert planned - 1 <= provinces.pool[0, m] <= planned + len(needs) + 1
