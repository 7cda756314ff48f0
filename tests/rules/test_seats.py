"""Seats: what building money buys, how many there are, who stands behind them."""

import pytest
from few_rows import few_rows

from sim.behaviour import Behaviour
from sim.funding import building_cost, gross_up, key_only_cost, own_share
from sim.levers import Levers
from sim.rules import seats
from sim.state.codes import (
    DELIVERED,
    MASTER_STUDIO,
    ONLINE,
    SKILL_BASE,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    VOCATIONAL_SCHOOL,
)

BEHAVIOUR = Behaviour()._replace(
    seats_per_school=600.0,
    places_per_base=240.0,
    places_per_studio=24.0,
    places_per_online_course=1200.0,
    construction_months=20.0,
)
LEVERS = Levers()._replace(
    skill_project_schools_key_only=20.0,
    skill_project_bases_key_only=20.0,
    skill_project_studios_key_only=20.0,
    skill_project_norms_key_only=16.0,
    skill_project_online_courses_key_only=20.0,
    skill_project_school_cost=60e6,
    skill_project_base_cost=5e6,
    skill_project_studio_cost=300_000.0,
    skill_project_norm_cost=50_000.0,
    skill_project_online_cost=200_000.0,
    skill_project_trainees_key_only=0.0,
    skill_project_seniors_key_only=0.0,
    skill_cooperation_school_share=0.3,
    skill_cooperation_firm_share=0.2,
    skill_cooperation_partner_cost=100.0,
)
YEARLY = 20 * (60e6 + 5e6 + 300_000 + 200_000) + 16 * 50_000
KINDS = (VOCATIONAL_SCHOOL, TECHNICAL_COLLEGE, SKILL_BASE, MASTER_STUDIO, ONLINE)


def county(*capacity: float):
    world = few_rows((1,), centres=5)
    world.centres.kind[:] = KINDS
    world.centres.capacity[:] = capacity or (4.0, 6.0, 0.25, 0.25, 0.5)
    return world


def run(world, levers=LEVERS):
    seats.step(world.counties, world.centres, levers, BEHAVIOUR, 0, 1)


def test_building_by_hand() -> None:
    assert building_cost.py_func(LEVERS) == key_only_cost.py_func(LEVERS) == YEARLY
    assert seats.seats_bought.py_func(TECHNICAL_COLLEGE, YEARLY * 100.0, LEVERS, BEHAVIOUR) == pytest.approx(12_000)
    assert seats.seats_bought.py_func(SKILL_BASE, YEARLY * 50.0, LEVERS, BEHAVIOUR) == pytest.approx(200)
    assert seats.seats_bought.py_func(MASTER_STUDIO, YEARLY * 100.0, LEVERS, BEHAVIOUR) == pytest.approx(40)
    assert seats.seats_bought.py_func(ONLINE, YEARLY * 100.0, LEVERS, BEHAVIOUR) == pytest.approx(2000)
    assert seats.seats_bought.py_func(VOCATIONAL_SCHOOL, YEARLY * 100.0, LEVERS, BEHAVIOUR) == 0.0
    assert seats.seats_bought.py_func(ONLINE, 1e6, Levers(), BEHAVIOUR) == 0.0


def funded(key_only: int, plan: int, month: int):
    """A county whose money of the month all became places."""
    world = county()
    counties, m = world.counties, SKILL_PROJECT
    counties.plan[0, m], counties.key_only_plan[0, m] = plan, key_only
    counties.planned[0, m] = counties.money[0, m, DELIVERED] = counties.purse[0, m] = month
    return world


def test_compiled_step_spends_its_part_and_what_is_under_way_gets_ready() -> None:
    world = funded(key_only=600, plan=1200, month=1_000_000_000)
    run(world)
    counties, centres = world.counties, world.centres
    assert counties.bought[0, SKILL_PROJECT] == 500_000_000
    assert counties.purse[0, SKILL_PROJECT] == 500_000_000
    college, base = 500_000_000 / 100 / YEARLY * 12_000, 500_000_000 / 100 / YEARLY * 400
    assert centres.capacity[1] - 6.0 == pytest.approx(college / 20)
    assert centres.building[1] == pytest.approx(college * 19 / 20)
    assert centres.building[2] == pytest.approx(base * 19 / 20)
    assert centres.building[3] == centres.building[4] == 0.0
    usual = gross_up.py_func(SKILL_PROJECT, BEHAVIOUR) * (1 + own_share.py_func(SKILL_PROJECT, BEHAVIOUR))
    assert counties.norms[0] == pytest.approx(min(1.0, usual) * 16 / 160 / 12)
    counties.purse[0, SKILL_PROJECT] = 0
    run(world)
    assert centres.capacity[1] - 6.0 == pytest.approx(college / 20 * (1 + 19 / 20))


def test_no_money_for_key_counties_builds_nothing() -> None:
    world = funded(key_only=0, plan=1200, month=1_000_000)
    run(world)
    assert not world.counties.bought.any()
    assert list(world.centres.capacity) == [4.0, 6.0, 0.25, 0.25, 0.5]


def test_more_building_money_more_seats() -> None:
    built = []
    for key_only in (0, 400, 800):
        world = funded(key_only, 1200, 1_000_000_000)
        run(world)
        built.append(float(world.centres.capacity.sum() + world.centres.building.sum()))
    assert built[0] < built[1] < built[2]
    assert built[2] - built[1] == pytest.approx(built[1] - built[0], rel=1e-6)


def test_fractions_of_seats_are_carried_forward_and_none_is_lost() -> None:
    world = county(0.3, 6.0, 0.25, 0.7, 1.9)
    offered = [0] * 5
    for _ in range(40):
        run(world, Levers())
        offered = [a + int(b) for a, b in zip(offered, world.centres.seats, strict=True)]
    assert offered[0] in (11, 12)
    assert offered[2:] == [10, pytest.approx(28, abs=1), pytest.approx(76, abs=1)]


def test_pupils_sit_in_the_college_and_leave_the_rest_of_its_seats() -> None:
    for pupils, free in ((0, 6), (4, 2), (6, 0), (9, 0)):
        world = county(4.0, 6.9, 0.0, 0.0, 0.0)
        world.counties.pupils[0] = pupils
        world.centres.queue[:] = world.centres.enrolled[:] = 3
        run(world, Levers())
        assert list(world.centres.seats[:2]) == [4, free]
        assert not world.centres.queue.any()
        assert not world.centres.enrolled.any()


def test_partners_stand_behind_the_seats_that_eastern_money_pays() -> None:
    # 10.25 + 0.25 seats at 100 yuan: 105,000 fen for all; 30 and 20 per cent of 100,000 fen
    shares = []
    for money in (0, 100_000, 200_000, 900_000):
        world = county()
        world.counties.money[0, SKILL_COOPERATION, DELIVERED] = money
        world.counties.purse[0, SKILL_COOPERATION] = money
        run(world)
        shares.append((world.counties.partnered[0], world.counties.linked[0]))
        spent = money - world.counties.purse[0, SKILL_COOPERATION]
        assert spent == world.counties.bought[0, SKILL_COOPERATION]
    assert shares[1] == pytest.approx((30 / 105, 20 / 105))
    assert shares[2] == pytest.approx((60 / 105, 40 / 105))
    assert shares[0] == (0.0, 0.0)
    assert shares[3] == (1.0, 1.0)
