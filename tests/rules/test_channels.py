"""Channels: each one's chance by hand, all together, which brought an offer, and what co-villagers are worth."""

import math

import pytest
from few_rows import few_rows, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.rules import channels
from sim.state.codes import EAST, LOCAL, PROVINCE

BEHAVIOUR = Behaviour()._replace(
    network_offer_chance=0.6,
    network_half=0.05,
    office_offer_chance=0.1,
    service_offer_chance=0.2,
    agency_offer_chance=0.2,
    organised_offer_chance=0.1,
    cooperation_offer_chance=0.05,
    brand_offer_chance=0.04,
    help_offer_chance=0.5,
    walk_in_offer_chance=0.5,
    usual_network=0.07,
    network_effect=0.5,
    network_hire_share=0.6,
    informal_pay_penalty=0.1,
)


def test_half_the_network_chance_at_the_half() -> None:
    assert channels.network_chance.py_func(0.0, BEHAVIOUR) == 0.0
    assert channels.network_chance.py_func(0.05, BEHAVIOUR) == pytest.approx(0.3)
    assert channels.network_chance.py_func(0.15, BEHAVIOUR) == pytest.approx(0.45)


def test_service_follows_staff_and_villages_reached() -> None:
    world = few_rows((1,))
    world.counties.staff[0] = 0.5
    assert channels.service_chance.py_func(world.counties, 0, BEHAVIOUR) == pytest.approx(0.05)
    world.counties.village_service[0] = 0.5
    assert channels.service_chance.py_func(world.counties, 0, BEHAVIOUR) == pytest.approx(0.15)


def test_agencies_work_outside_only_and_paid_ones_for_the_eligible() -> None:
    counties = few_rows((1,)).counties
    counties.reputation[0], counties.organised[0], counties.served_east[0] = 0.5, 0.5, 0.5
    found = channels.agency_chance.py_func
    assert found(counties, 0, LOCAL, True, BEHAVIOUR) == 0.0
    assert found(counties, 0, PROVINCE, False, BEHAVIOUR) == pytest.approx(0.22)
    assert found(counties, 0, PROVINCE, True, BEHAVIOUR) == pytest.approx(0.27)
    assert found(counties, 0, EAST, False, BEHAVIOUR) == pytest.approx(0.22)
    assert found(counties, 0, EAST, True, BEHAVIOUR) == pytest.approx(0.295)


def test_together_at_least_one_brings_an_offer() -> None:
    assert channels.together.py_func(0.5, 0.0, 0.0, 0.5) == pytest.approx(0.75)
    assert channels.together.py_func(0.3, 0.1, 0.2, 0.5) == pytest.approx(1 - 0.7 * 0.9 * 0.8 * 0.5)


@given(*[st.floats(0.0, 1.0)] * 4, st.floats(0.0, 0.3))
def test_more_of_any_channel_never_reaches_less(a, b, c, d, more) -> None:
    least = channels.together.py_func(a, b, c, d)
    assert -1e-12 <= least <= 1.0
    assert channels.together.py_func(min(1.0, a + more), b, c, d) >= least - 1e-12
    assert channels.together.py_func(a, b, min(1.0, c + more), d) >= least - 1e-12


def test_an_offer_comes_through_channels_in_proportion() -> None:
    # 0.3, 0.1, 0.2 and 0.4 of one
    found = [
        channels.channel_of_offer.py_func(0.3, 0.1, 0.2, 0.4, u) for u in (0.0, 0.29, 0.31, 0.39, 0.41, 0.59, 0.61)
    ]
    network, service, agency, walk_in = channels.NETWORK, channels.SERVICE, channels.AGENCY, channels.WALK_IN
    assert found == [network, network, service, service, agency, agency, walk_in]


def test_informal_offers_pay_less_and_the_mean_stays() -> None:
    informal = channels.channel_pay.py_func(channels.NETWORK, BEHAVIOUR)
    formal = channels.channel_pay.py_func(channels.AGENCY, BEHAVIOUR)
    assert math.log(formal / informal) == pytest.approx(0.1)
    assert 0.6 * math.log(informal) + 0.4 * math.log(formal) == pytest.approx(0.0, abs=1e-12)


def test_a_usual_network_of_seven_in_a_hundred_is_worth_nothing() -> None:
    assert channels.network_pull.py_func(0.07, BEHAVIOUR) == pytest.approx(0.0, abs=1e-12)
    assert channels.network_pull.py_func(0.0, BEHAVIOUR) == pytest.approx(-0.5 * math.log(8.0))
    assert channels.network_pull.py_func(0.15, BEHAVIOUR) == pytest.approx(0.5 * math.log(2.0))


def test_villagers_are_met_where_they_work() -> None:
    world = few_rows((1,) * 20, firms=2)
    for p in range(2):
        work_for(world, p, 3)
    channels.meet_villagers(
        world.persons, world.households, world.employers, world.villages, world.counties, 0, BEHAVIOUR
    )
    assert list(world.villages.workers[0]) == [0, 0, 2, 0]
    # a tenth of the village: 0.6 x 0.1/0.15
    assert world.villages.network[0, EAST] == pytest.approx(0.4)
    assert world.villages.network[0, PROVINCE] == 0.0
    # 1 - 0.6 x 0.9 x 0.8 x 0.5; guidance halves the chance of none
    for helped, none in ((0, 0.216), (1, 0.108)):
        world.persons.helped_months[5] = helped
        tag = world.registry.tag
        reach = channels.reach_at(
            world.persons, world.households, world.villages, world.counties, tag, 5, 0, EAST, BEHAVIOUR
        )
        assert reach == pytest.approx(1.0 - none)
