"""What the purse of local jobs pays beside posts; eastern investment; days of work-relief."""

import math

import numpy as np
import pytest
from earning import earn
from few_rows import ORDINARY, few_rows, room_for, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import local_jobs, relief
from sim.state.codes import COOPERATION_FUNDS, EDGE, FULL, HALF, LOCAL_JOBS, WAGES, WEAK, WORKSHOP

BEHAVIOUR = Behaviour()._replace(
    outside_pay=3600.0,
    local_pay_share=0.75,
    remote_pay_effect=0.0,
    subsidy_ceiling=0.2,
    works_decay=0.12,
    industry_job_cost=10_000.0,
)
LEVERS = Levers()._replace(
    local_jobs_post_pay=500.0,
    local_jobs_relief_share=0.2,
    local_jobs_relief_wage_share=0.5,
    local_jobs_relief_day_pay=100.0,
    local_jobs_workshop_share=0.1,
    local_jobs_industry_share=0.1,
    cooperation_funds_cost_per_job=300_000.0,
)


def county(purse: int = 1_000_000, firms: int = 3):
    """Ten people, a workshop of two, a firm, a free row."""
    world = few_rows((1,) * 10, firms=firms)
    world.employers.kind[0] = WORKSHOP
    world.employers.attraction[0] = 33.0
    world.employers.is_open[2] = False
    for p in range(2):
        work_for(world, p, 0)
    world.counties.purse[0, LOCAL_JOBS] = purse
    return world


def spend(world, levers=LEVERS, given=None, behaviour=BEHAVIOUR):
    local_jobs.step(world.employers, world.counties, levers, behaviour, ORDINARY, make_luck(1, 240, given or {}), 0, 1)


def test_compiled_step_splits_the_purse() -> None:
    world = county()
    world.counties.works[0] = 100.0
    spend(world)
    counties, employers = world.counties, world.employers
    # 10,000 yuan: workshops 1,000, relief 2,000, half of it wages for ten days, industry 1,000
    assert counties.workshop_subsidy[0] == 50_000
    assert list(employers.cash[:2]) == [100_000, 0]
    assert counties.relief_days[0] == 10
    assert counties.industry_jobs[0] == pytest.approx(500 / 10_000)
    assert counties.works[0] == pytest.approx(99.0 + (1_000 + 500) / 10)
    assert counties.bought[0, LOCAL_JOBS] == 100_000 + 100_000 + 100_000
    assert counties.purse[0, LOCAL_JOBS] == 700_000
    # of what is left the wages of relief wait; the rest are posts of 500 yuan
    assert counties.places[0, LOCAL_JOBS] == 12


@pytest.mark.parametrize("factor", [0, 1, 2])
def test_more_money_holds_more_places_and_none_holds_none(factor: int) -> None:
    world = county(purse=factor * 1_000_000)
    spend(world)
    # the subsidy stops at its ceiling, the rest pays posts
    assert world.counties.places[0, LOCAL_JOBS] == (0, 12, 25)[factor]
    assert world.counties.relief_days[0] == 10 * factor
    assert world.counties.workshop_subsidy[0] == (0, 50_000, 54_000)[factor]  # a fifth of usual pay at most


def test_instruments_that_are_off_leave_all_to_posts() -> None:
    world = county()
    spend(world, LEVERS._replace(local_jobs_relief_share=0.0, local_jobs_workshop_share=0.0,
                                 local_jobs_industry_share=0.0))  # fmt: skip
    assert world.counties.places[0, LOCAL_JOBS] == 20
    assert world.counties.bought[0, LOCAL_JOBS] == 0
    assert (world.counties.works[0], world.counties.industry_jobs[0], world.counties.relief_days[0]) == (0, 0, 0)


def test_investment_adds_jobs_to_a_workshop_to_the_fen() -> None:
    world = county(purse=0)
    world.counties.purse[0, COOPERATION_FUNDS] = 65_000_000
    world.counties.places[0, COOPERATION_FUNDS] = 2
    spend(world)
    assert world.employers.attraction[0] == 35.0
    assert world.counties.bought[0, COOPERATION_FUNDS] == 60_000_000
    assert world.counties.purse[0, COOPERATION_FUNDS] == 5_000_000
    assert world.counties.places[0, COOPERATION_FUNDS] == 0


def test_investment_opens_a_workshop_where_there_is_none() -> None:
    world = county(purse=0)
    world.employers.kind[0] = 0
    world.counties.places[0, COOPERATION_FUNDS] = 2
    spend(world)
    employers = world.employers
    assert (employers.is_open[2], employers.kind[2], employers.owner[2]) == (True, WORKSHOP, NONE)
    assert employers.positions[2] == 2
    assert employers.wage[2] == int(270_000 * math.exp(-0.2))


def test_the_workshop_that_gets_the_investment_is_drawn() -> None:
    for lots, row in (((0.2, 0.3), 0), ((0.4, 0.3), 1)):
        world = county(purse=0)
        world.employers.kind[1] = WORKSHOP
        world.counties.places[0, COOPERATION_FUNDS] = 1
        spend(world, given={(Decision.INVESTMENT, 5000 + i, 0): u for i, u in enumerate(lots)})
        assert world.employers.attraction[row] == (33.0, 0.0)[row] + 1.0


def share_days(world, days: int):
    world.counties.relief_days[0] = days
    lots = {(Decision.RELIEF_ORDER, int(i), 0): 0.01 * int(i) for i in world.persons.id}
    relief.step(world.persons, world.households, world.counties, world.registry.tag, room_for(world),
                make_luck(1, 240, lots), 0, 1)  # fmt: skip


def test_days_of_relief_go_by_lot_fifteen_to_each() -> None:
    world = few_rows((1, 1, 1))
    world.persons.relief_days[2] = 9
    share_days(world, 20)
    assert list(world.persons.relief_days) == [15, 5, 0]


@pytest.mark.parametrize(
    ("column", "value", "works"),
    [
        ("capacity", HALF, True),
        ("capacity", WEAK, False),
        ("age", 65, True),
        ("age", 66, False),
        ("employer", 0, False),
        ("post_months", 1, False),
        ("course_months", 1, False),
        ("sick_months", 1, False),
        ("is_student", True, False),
    ],
)
def test_who_works_for_relief(column: str, value: int, works: bool) -> None:
    world = few_rows((1,), firms=1)
    assert world.persons.capacity[0] == FULL
    getattr(world.persons, column)[0] = value
    share_days(world, 10)
    assert (world.persons.relief_days[0] == 10) == works


def test_relief_is_for_registered_and_monitored_households() -> None:
    world = few_rows((1, 1, 1))
    world.households.is_registered[:] = (False, False, True)
    world.registry.tag[1] = EDGE
    share_days(world, 100)
    assert list(world.persons.relief_days) == [0, 15, 15]


def test_relief_is_paid_from_the_purse_by_the_day_and_takes_days_from_home() -> None:
    world = few_rows((1,))
    world.counties.purse[0, LOCAL_JOBS] = 150_000
    world.persons.relief_days[0] = 12
    world.persons.employer[0] = NONE
    earn(world, levers=LEVERS._replace(local_jobs_relief_day_pay=100.0))
    persons, households, counties = world.persons, world.households, world.counties
    assert counties.bought[0, LOCAL_JOBS] == counties.public_wages[0] == 120_000
    assert counties.purse[0, LOCAL_JOBS] == 30_000
    # four odd days of 100 yuan beside; of 26 days ten are left for the courtyard, which takes eight
    assert persons.pay[0] == households.earned[0, WAGES] == 120_000 + 40_000
    assert households.subsidies[0] == 120_000
    assert persons.worked_months[0] == 1


@given(st.lists(st.floats(0.0, 1.0), unique=True, max_size=12), st.integers(1, 6))
def test_the_lowest_lots_are_kept_in_their_order(lots: list[float], most: int) -> None:
    rows, kept_lots, kept = np.zeros(12, np.int64), np.zeros(12), 0
    for p, drawn in enumerate(lots):
        kept = relief.keep_lowest.py_func(rows, kept_lots, kept, most, p, drawn)
    assert list(rows[:kept]) == sorted(range(len(lots)), key=lots.__getitem__)[:most]
