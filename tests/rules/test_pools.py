"""Pools of public money: what they are founded on, and how a year's is split with and without a tilt."""

import math

import pytest
from few_rows import few_rows
from public_money import BEHAVIOUR, LEVERS, NEW_MONEY, province, year

from sim.funding import gross_up
from sim.levers import by_measure
from sim.rules import funds
from sim.rules.supervision import usual_honesty
from sim.state.codes import (
    EMPLOYMENT_FUND,
    EXPERT_SERVICE,
    FUND_TILT,
    LOCAL_JOBS,
    SKILL_PROJECT,
    STAFF_PAY,
)


def test_a_tilt_of_zero_takes_that_of_the_fund() -> None:
    doses = by_measure(LEVERS._replace(fund_tilt_tilt=1.4, skill_project_tilt=2.0, expert_service_tilt=0.5))
    assert funds.tilt_of.py_func(LOCAL_JOBS, doses) == 1.4
    assert funds.tilt_of.py_func(SKILL_PROJECT, doses) == 2.0
    # what another fund pays has a tilt of its own
    assert funds.tilt_of.py_func(EXPERT_SERVICE, doses) == 0.5
    assert funds.tilt_of.py_func(STAFF_PAY, doses) == 1.0


def test_the_pool_is_split_by_need_and_a_tilt_is_paid_by_the_others() -> None:
    world = province(100, 300)
    year(world, months=1)
    assert list(world.counties.plan[:, LOCAL_JOBS]) == [300_000, 900_000]
    # tilt 2: shares 200 : 300 of the same money
    year(world, LEVERS._replace(fund_tilt_tilt=2.0), months=1)
    assert list(world.counties.plan[:, LOCAL_JOBS]) == [480_000, 720_000]
    assert list(world.counties.base_plan[:, LOCAL_JOBS]) == [300_000, 900_000]


def test_new_money_takes_from_nobody() -> None:
    world = province(100, 300)
    year(world, LEVERS._replace(fund_tilt_tilt=2.0), NEW_MONEY, months=1)
    assert list(world.counties.plan[:, LOCAL_JOBS]) == [600_000, 900_000]
    assert world.provinces.pool[0, LOCAL_JOBS] == 1_500_000


def test_a_simulated_person_stands_for_its_weight() -> None:
    # needs of 100 x 30 and 300 x 10 people: even halves of 1.2 m, each at the scale of its simulated people
    world = province(100, 300, weights=(30.0, 10.0))
    year(world, months=1)
    assert list(world.counties.plan[:, LOCAL_JOBS]) == [20_000, 60_000]


def test_a_dose_changes_the_bill_or_with_a_fixed_pool_only_its_split() -> None:
    world = province(100)
    world.provinces.base_pool[0, SKILL_PROJECT] = 400_000
    levers = LEVERS._replace(local_jobs_dose=2.0)
    year(world, levers, months=1)
    assert list(world.counties.plan[0, [LOCAL_JOBS, SKILL_PROJECT]]) == [2_400_000, 400_000]
    world.provinces.base_fund[0, EMPLOYMENT_FUND] = 1_600_000
    # 1.6 m for 2.8 m wanted: 1,371,428.57 and 228,571.43
    year(world, levers, funds.Closure(False, True), months=1)
    assert list(world.counties.plan[0, [LOCAL_JOBS, SKILL_PROJECT]]) == [1_371_428, 228_571]


def test_places_for_key_counties_alone_come_out_of_the_same_pool_unless_money_is_new() -> None:
    """160 places of 1,750 yuan in 160 counties, 20 of them here: 20 places, 3.5 m fen grossed up, to the key county."""
    stock = 0.1 / 12 * (15 / 16) / (1 - 2 ** (-1 / 3))
    named = 3_500_000 * -5 * math.log(0.8) / 0.95 / 0.99 / (1 - stock)
    levers = LEVERS._replace(skill_project_trainees_key_only=160.0)
    world = province(100, 100)
    world.provinces.base_pool[0, SKILL_PROJECT] = 10_000_000
    year(world, levers, months=1)
    rest = (10_000_000 - named) / 2
    assert list(world.counties.plan[:, SKILL_PROJECT]) == [math.floor(rest + named), math.floor(rest)]
    assert world.provinces.pool[0, SKILL_PROJECT] == 10_000_000
    year(world, levers, NEW_MONEY, months=1)
    assert list(world.counties.plan[:, SKILL_PROJECT]) == [math.floor(5_000_000 + named), 5_000_000]
    assert world.provinces.pool[0, SKILL_PROJECT] == round(10_000_000 + named)
    # never more than there is
    world = province(100, 100)
    world.provinces.base_pool[0, SKILL_PROJECT] = 10_000_000
    year(world, levers._replace(skill_project_trainees_key_only=1600.0), months=1)
    assert list(world.counties.plan[:, SKILL_PROJECT]) == [10_000_000, 0]


def test_places_for_key_counties_alone_are_as_many_as_the_lever_names() -> None:
    """Where an office takes any amount and nothing is displaced: 4,000 for 160 counties are 500 for these 20."""
    behaviour = BEHAVIOUR._replace(displacement_share=0.0, idle_surge=0.0, absorption_capacity=1e6)
    bought = []
    for named in (0.0, 4_000.0):
        world = province(100, key=(True,))
        world.provinces.base_pool[0, SKILL_PROJECT] = 10**9
        levers = LEVERS._replace(skill_project_trainees_key_only=named)
        bought.append(0)
        for season in range(12):
            year(world, levers, NEW_MONEY, months=1, behaviour=behaviour, start=season)
            bought[-1] += int(world.counties.purse[0, SKILL_PROJECT])
            world.counties.purse[0, SKILL_PROJECT] = 0
    assert (bought[1] - bought[0]) / 175_000 == pytest.approx(500, rel=1e-3)


def test_no_need_no_money_and_no_county_no_error() -> None:
    world = province(0, 0)
    year(world)
    assert not world.counties.plan.any()
    assert not world.counties.money.any()
    assert not world.provinces.pool.any()
    # it is kept, and split once there is a need again
    assert world.provinces.returned[0, LOCAL_JOBS] == 1_200_000
    world.counties.need[:, LOCAL_JOBS] = 1
    year(world, months=1)
    assert list(world.counties.plan[:, LOCAL_JOBS]) == [1_200_000, 1_200_000]
    empty_world = few_rows()
    empty_world.provinces.base_pool[0, LOCAL_JOBS] = 1_000
    year(empty_world)


def test_base_pool_buys_the_places_of_2020_and_no_more() -> None:
    """At a dose and tilt of 1 a year of base pool, every month spent, pays the posts it was founded on."""
    world = few_rows((4,) * 250)
    world.counties.weight[:] = 100.0
    world.counties.need[:, LOCAL_JOBS] = 10
    world.counties.need[:, SKILL_PROJECT] = 10
    world.counties.need[:, FUND_TILT] = 800
    world.counties.honesty[:] = usual_honesty.py_func(BEHAVIOUR.leaked_share)
    world.households.is_registered[200:] = False
    funds.found(world.provinces, world.counties, world.households, by_measure(LEVERS), LEVERS, BEHAVIOUR)
    assert world.provinces.base_pool[0, LOCAL_JOBS] == pytest.approx(
        80_000 * 0.05 * 50_000 * 12 * gross_up.py_func(LOCAL_JOBS, BEHAVIOUR), rel=1e-6
    )
    bought = {LOCAL_JOBS: 0, SKILL_PROJECT: 0}
    for season in range(12):
        year(world, months=1, start=season)
        for m in bought:
            bought[m] += int(world.counties.purse[0, m])
            world.counties.purse[0, m] = 0
    assert bought[LOCAL_JOBS] == pytest.approx(800 * 0.05 * 50_000 * 12, rel=0.01)
    assert bought[SKILL_PROJECT] == pytest.approx(800 * 0.03 * 175_000, rel=0.01)


def test_fund_rows_without_a_pool_stay_empty() -> None:
    world = province(100)
    year(world)
    others = [m for m in range(24) if m != LOCAL_JOBS]
    assert not world.counties.money[:, others].any()
    assert not world.counties.plan[:, FUND_TILT].any()
