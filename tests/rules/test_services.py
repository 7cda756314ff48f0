"""Services for work: what money and days reach, what is spent, who is helped back to work."""

import math

import pytest
from few_rows import few_rows, room_for, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, make_luck
from sim.rules import services
from sim.state.codes import DATA_SHARING, JOB_COOPERATION, JOB_SERVICE, LABOUR_BRAND, LABOUR_EXPORT, WEAK

BEHAVIOUR = Behaviour()._replace(
    brand_decay=0.12,
    brand_promotion=0.01,
    brand_half=1.0,
    brand_certified_weight=0.5,
    people_a_point=100.0,
    people_a_fair=500.0,
    village_alert_chance=0.5,
    loss_report_chance=0.1,
    case_days=0.5,
    help_months=3.0,
)
LEVERS = Levers()._replace(
    labour_brand_cost=500_000.0,
    job_service_point_cost=12_000.0,
    job_service_fair_cost=50_000.0,
    job_service_fair_share=0.0,
    job_cooperation_service_cost=300.0,
)
EAST = 3
"""Row of the eastern account, after two firms and the cities."""


def serve(world, given=None, levers=LEVERS, behaviour=BEHAVIOUR) -> None:
    """A month of services."""
    services.step(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.registry.tag,
        room_for(world),
        levers,
        behaviour,
        make_luck(1, 240, given or {}),
        0,
        len(world.counties.code),
    )


def test_nothing_paid_and_no_days_reach_nobody() -> None:
    world = few_rows((1,) * 4, firms=2)
    world.counties.seekers[0] = 3
    world.persons.jobless_months[:] = 2
    work_for(world, 0, EAST)
    serve(world, {(Decision.JOB_LOSS_KNOWN, i): 0.0 for i in (2, 3, 4)})
    counties = world.counties
    reached = counties.organised, counties.served_east, counties.village_service, counties.reputation, counties.helped
    assert [float(column[0]) for column in reached] == [0.0] * 5
    assert not counties.bought.any()
    assert not world.persons.helped_months.any()


@pytest.mark.parametrize(("places", "seekers", "share"), [(3, 6, 0.5), (9, 6, 1.0), (0, 6, 0.0), (1, 0, 1.0)])
def test_placements_are_shared_by_last_months_seekers(places: int, seekers: int, share: float) -> None:
    world = few_rows((1,))
    world.counties.places[0, LABOUR_EXPORT] = places
    world.counties.seekers[0] = seekers
    serve(world)
    assert world.counties.organised[0] == pytest.approx(share)


def test_the_served_in_the_east_are_eligible_and_paid_for() -> None:
    # three eligible of four, money for two: 25 yuan each
    world = few_rows((1,) * 4, firms=2)
    for p in range(4):
        work_for(world, p, EAST)
    world.households.is_registered[0] = False
    world.counties.places[0, JOB_COOPERATION] = 2
    world.counties.purse[0, JOB_COOPERATION] = 6_000
    serve(world)
    assert world.counties.served_east[0] == pytest.approx(2 / 3)
    assert (world.counties.purse[0, JOB_COOPERATION], world.counties.bought[0, JOB_COOPERATION]) == (1_000, 5_000)


def test_reputation_by_hand() -> None:
    found = services.reputation_next.py_func
    assert found(0.5, 0.0, 0.0, 0.12, 0.01, 1.0, 0.5) == pytest.approx(0.5 * 0.88 ** (1 / 12))
    assert found(0.0, math.e - 1.0, 0.4, 0.12, 0.01, 1.0, 0.5) == pytest.approx(0.012)
    assert found(1.0, 1000.0, 1.0, 0.12, 0.01, 1.0, 0.5) == 1.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 50.0), st.floats(0.0, 1.0))
def test_reputation_stays_in_bounds_and_grows_with_money(reputation: float, yuan: float, certified: float) -> None:
    after = services.reputation_next.py_func(reputation, yuan, certified, 0.15, 0.008, 1.0, 0.5)
    assert 0.0 <= after <= 1.0
    assert services.reputation_next.py_func(reputation, yuan + 1.0, certified, 0.15, 0.008, 1.0, 0.5) >= after


def test_all_brand_money_is_spent_and_builds_reputation() -> None:
    world = few_rows((1,))
    world.counties.need[0, LABOUR_BRAND] = 10
    world.counties.purse[0, LABOUR_BRAND] = 1_000
    serve(world)
    assert world.counties.reputation[0] == pytest.approx(0.01 * math.log(2.0))
    assert (world.counties.purse[0, LABOUR_BRAND], world.counties.bought[0, LABOUR_BRAND]) == (0, 1_000)


@pytest.mark.parametrize(("fairs", "share"), [(0.0, 0.5), (1.0, 0.05), (0.5, 0.275)])
def test_village_services_and_fairs_from_one_purse(fairs: float, share: float) -> None:
    # 5,000 yuan: 5 points of a month at 1,000 reach 500 of 1,000 people; a tenth of a fair at 50,000 reaches 50
    world = few_rows((1,))
    world.counties.need[0, DATA_SHARING] = 1_000
    world.counties.purse[0, JOB_SERVICE] = 500_000
    serve(world, levers=LEVERS._replace(job_service_fair_share=fairs))
    assert world.counties.village_service[0] == pytest.approx(share)
    assert (world.counties.purse[0, JOB_SERVICE], world.counties.bought[0, JOB_SERVICE]) == (0, 500_000)


def test_no_more_is_bought_than_there_are_people_for() -> None:
    world = few_rows((1,))
    world.counties.need[0, DATA_SHARING] = 250
    world.counties.purse[0, JOB_SERVICE] = 500_000
    serve(world)
    assert world.counties.village_service[0] == 1.0
    assert world.counties.purse[0, JOB_SERVICE] == 250_000


def test_a_loss_is_known_by_report_or_in_the_village() -> None:
    assert services.known_chance.py_func(0.0, 0.5, 0.1) == pytest.approx(0.1)
    assert services.known_chance.py_func(1.0, 0.5, 0.1) == pytest.approx(1 - 0.9 * 0.5)


def test_compiled_guidance_goes_by_lot_to_as_many_as_the_days_allow() -> None:
    """Six jobless, two of them unknown to the office and one never registered; a day and a quarter is two cases."""
    world = few_rows((1,) * 6)
    persons, counties = world.persons, world.counties
    persons.jobless_months[:] = (1, 2, 3, 4, 5, 6)
    world.households.is_registered[5] = False
    counties.need[0, JOB_SERVICE] = 5
    counties.service[0, JOB_SERVICE] = 0.25
    known = {(Decision.JOB_LOSS_KNOWN, i): (0.09 if i not in (1, 2) else 0.11) for i in range(1, 7)}
    serve(world, known | {(Decision.GUIDANCE_ORDER, i): 0.9 - 0.1 * i for i in range(1, 7)})
    assert list(persons.helped_months) == [0, 0, 0, 3, 3, 0]
    assert (counties.helped[0], counties.helped_wait[0]) == (2, 9)
    assert counties.guidance_carried[0] == pytest.approx(0.5)
    serve(world, {(Decision.JOB_LOSS_KNOWN, i): 0.99 for i in range(1, 7)})
    assert list(persons.helped_months) == [0, 0, 0, 2, 2, 0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("employer", 0), ("jobless_months", 13), ("capacity", WEAK), ("is_student", True)),
        *(("sick_months", 1), ("course_months", 1)),
    ],
)
def test_who_is_not_waiting_for_help(column: str, value: int) -> None:
    world = few_rows((1,), firms=1)
    assert services.is_waiting.py_func(world.persons, 0)
    getattr(world.persons, column)[0] = value
    assert not services.is_waiting.py_func(world.persons, 0)


def test_more_money_and_days_reach_more() -> None:
    found = []
    for dose in (0, 1, 2):
        world = few_rows((1,) * 20, firms=2)
        counties = world.counties
        counties.need[0], counties.seekers[0] = 1_000, 20
        world.persons.jobless_months[:] = 3
        for p in range(10):
            work_for(world, p, EAST)
        counties.purse[0] = 200_000 * dose
        counties.places[0] = 4 * dose
        counties.service[0] = 0.001 * dose
        serve(world, {(Decision.JOB_LOSS_KNOWN, i): 0.0 for i in range(21)})
        reached = counties.organised, counties.served_east, counties.village_service, counties.reputation
        found.append([*(float(column[0]) for column in reached), int(counties.helped[0])])
    for none, one, two in zip(*found, strict=True):
        assert none == 0 < one < two
