"""Where people look: what a place is worth by hand, then the best by value and luck, then who may and can."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import satisficing, search
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PROVINCE, WEAK

BEHAVIOUR = Behaviour()._replace(
    participation_value=300.0,
    taste_spread=0.5,
    older_home_ratio=1.5,
    choice_scale=1.0,
    network_effect=0.5,
    province_distaste=0.25,
    east_distaste=0.55,
    elsewhere_distaste=0.65,
    care_distaste=0.3,
    usual_network=0.07,
    journey_cost=1200.0,
    province_journey_share=0.75,
    stay_months=10.0,
    living_cost_weight=0.5,
    ruin_aversion=0.0,
    credit_for_journey=1000.0,
    consumption_floor=4000.0,
    network_offer_chance=0.0,
    network_half=0.05,
    office_offer_chance=0.0,
    service_offer_chance=0.0,
    agency_offer_chance=0.0,
    organised_offer_chance=0.0,
    walk_in_offer_chance=0.5,
    least_believed_chance=0.02,
    outside_pay=3600.0,
    local_pay_share=0.75,
    east_pay_premium=0.1,
    living_cost_away=1000.0,
)
LEVERS = Levers()._replace(labour_export_transport_subsidy=500.0)


def test_pay_factor_by_hand() -> None:
    assert search.pay_factor.py_func(9, 0.0, 0.0, 0.06) == 1.0
    # three years more school, skill 0.1, what courses bring 0.05: 0.18 + 0.1 + 0.05
    assert search.pay_factor.py_func(12, 0.1, 0.05, 0.06) == pytest.approx(math.exp(0.33))
    assert search.pay_factor.py_func(6, 0.0, 0.0, 0.06) == pytest.approx(math.exp(-0.18))


def test_place_pay_and_distaste() -> None:
    pay = [search.place_pay.py_func(place, BEHAVIOUR, 2.0) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert pay == pytest.approx([5400.0, 7200.0, 7200.0 * math.exp(0.1), 7200.0])
    alone = [search.distaste.py_func(place, False, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    carer = [search.distaste.py_func(place, True, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert alone == pytest.approx([0.0, 0.25, 0.55, 0.65])
    assert carer == pytest.approx([0.0, 0.55, 0.85, 0.95])


def test_place_value_by_hand() -> None:
    assert search.place_value.py_func(1800.0, 900.0, 0.25, 0.125, 0.5) == pytest.approx(math.log(2.0) + 0.125)


def test_a_journey_within_the_province_is_cheaper() -> None:
    assert search.journey.py_func(PROVINCE, BEHAVIOUR, 1.1) == pytest.approx(990.0)
    assert search.journey.py_func(EAST, BEHAVIOUR, 1.1) == pytest.approx(1320.0)


def test_a_failed_trip_is_feared_by_whom_it_would_ruin() -> None:
    # 3,000 yuan less a trip of 2,000 leave less than 1,001 but not less than 1,000; it fails with chance 0.6
    assert search.ruin.py_func(0.4, 3000.0, 2000.0, 1001.0, 0.5) == pytest.approx(0.3)
    assert search.ruin.py_func(0.4, 3000.0, 2000.0, 1000.0, 0.5) == 0.0
    assert search.ruin.py_func(1.0, 0.0, 2000.0, 1000.0, 0.5) == 0.0


def test_a_believed_chance_has_a_floor_and_is_never_more_than_one() -> None:
    assert search.believed_chance.py_func(0.4, 0.5, 0.02) == pytest.approx(0.2)
    assert search.believed_chance.py_func(0.4, 0.0, 0.02) == 0.02
    assert search.believed_chance.py_func(0.8, 2.0, 0.02) == 1.0


@pytest.mark.parametrize(
    ("column", "value", "is_free"),
    [
        ("capacity", HALF, True),
        ("capacity", WEAK, False),
        ("employer", 0, False),
        ("is_student", True, False),
        ("sick_months", 1, False),
        ("course_months", 1, False),
        ("post_months", 1, False),
    ],
)
def test_who_may_look_for_work(column: str, value: int, is_free: bool) -> None:
    world = few_rows((1,), firms=1)
    assert search.may_work.py_func(world.persons, 0)
    getattr(world.persons, column)[0] = value
    assert search.may_work.py_func(world.persons, 0) == is_free


@pytest.mark.parametrize(("age", "is_care"), [(11, True), (12, False), (74, False), (75, True)])
def test_who_has_somebody_to_care_for(age: int, is_care: bool) -> None:
    world = few_rows((2,), (1,))
    world.persons.age[1:] = (age, 1)
    assert search.is_carer.py_func(world.persons, world.households, 0) == is_care


def village(people: int = 1, savings: int = 1_000_000):
    world = few_rows((1,) * people, firms=2)
    world.households.savings[:] = savings
    world.counties.chances[:] = 1.0
    return world


HOME = 4
"""Draw of staying at home, after those of the four places."""


def look(world, pulls=None, month=ORDINARY, behaviour=BEHAVIOUR, theory=search):
    """A month of choosing; `pulls` are Gumbel numbers by (person, place), nought for the rest."""
    given = {
        (Decision.WHERE_TO_LOOK, int(one), place): math.exp(-1.0) for one in world.persons.id for place in range(5)
    }
    for (person, place), pull in (pulls or {}).items():
        given[Decision.WHERE_TO_LOOK, person, place] = math.exp(-math.exp(-pull))
    world.counties.applicants[:] = 0
    theory.step(
        world.persons,
        world.households,
        world.employers,
        world.villages,
        world.counties,
        world.registry.tag,
        room_for(world),
        np.zeros((len(world.counties.code), search.DRAWS)),
        LEVERS,
        behaviour,
        month,
        make_luck(1, 240, given),
        0,
        len(world.counties.code),
    )


def values() -> list[float]:
    """Value of county, city, east and elsewhere to one of average taste, chances of a half, where nobody is yet."""
    found = [math.log(2700 * 0.5 / 300)]
    for pay, away, cost in ((3600.0, 0.25, 90.0), (3600.0 * math.exp(0.1), 0.55, 120.0), (3600.0, 0.65, 120.0)):
        found.append(math.log((pay * 0.5 - 500.0 - cost) / 300) - away)
    return [value - 0.5 * math.log(8.0) for value in found]


def test_gumbel_by_hand() -> None:
    assert search.gumbel.py_func(math.exp(-1.0)) == pytest.approx(0.0)
    assert search.gumbel.py_func(math.exp(-math.exp(-1.5))) == pytest.approx(1.5)
    assert search.gumbel.py_func(0.0) == pytest.approx(-math.log(300 * math.log(10.0)))
    assert math.isfinite(search.gumbel.py_func(1.0 - 2.0**-53))


def test_value_of_home_by_hand() -> None:
    assert search.home_value.py_func(900.0, 1.2, 0.0, 49, 1.5) == pytest.approx(1080.0)
    assert search.home_value.py_func(900.0, 1.0, 0.5, 50, 1.5) == pytest.approx(1350.0 * math.exp(0.5))
    # two spreads of 0.5 less than usual, and older: 300 x 1.5 / e
    world = few_rows((1,))
    world.persons.taste[0], world.persons.age[0] = -2.0, 50
    assert search.value_of_home.py_func(world.persons, 0, BEHAVIOUR, 1.0) == pytest.approx(450.0 / math.e)


def test_compiled_step_takes_the_best_by_value_and_luck() -> None:
    local, city, east, elsewhere = values()
    assert local > max(city, east, elsewhere, 0.0)
    tie = {
        PROVINCE: local - city,
        EAST: local - east,
        ELSEWHERE: local - elsewhere,
        HOME: local,
    }
    pulls, expected = {}, []
    for i, (place, pull) in enumerate(tie.items()):
        pulls |= {(2 * i + 1, place): pull - 1e-6, (2 * i + 2, place): pull + 1e-6}
        expected += [LOCAL, NONE if place == HOME else place]
    world = village(8)
    look(world, pulls)
    assert list(world.persons.looks) == expected
    assert list(world.counties.applicants[0]) == [4, 1, 1, 1]


def test_the_scale_weighs_value_against_luck() -> None:
    local = values()[LOCAL]
    for scale in (1.0, 3.0):
        world = village(2)
        pulls = {(1, HOME): scale * local - 1e-6, (2, HOME): scale * local + 1e-6}
        look(world, pulls, behaviour=BEHAVIOUR._replace(choice_scale=scale))
        assert list(world.persons.looks) == [LOCAL, NONE]


def test_choices_of_many_are_a_logit() -> None:
    """Four thousand alike, real luck: chi square with four degrees under 23.5, which it exceeds once in 10,000."""
    world = village(4000)
    search.step(
        world.persons,
        world.households,
        world.employers,
        world.villages,
        world.counties,
        world.registry.tag,
        room_for(world),
        np.zeros((len(world.counties.code), search.DRAWS)),
        LEVERS,
        BEHAVIOUR,
        ORDINARY,
        make_luck(20211, 240),
        0,
        1,
    )
    weights = np.exp([*values(), 0.0])
    expected = 4000 * weights / weights.sum()
    counts = np.array([(world.persons.looks == place).sum() for place in (LOCAL, PROVINCE, EAST, ELSEWHERE, NONE)])
    assert counts.sum() == 4000
    assert ((counts - expected) ** 2 / expected).sum() < 23.5


def test_who_values_home_more_looks_less() -> None:
    """A taste of one spread costs half a log point; fifty years of age cost log 1.5."""
    local = values()[LOCAL]
    for taste, age, cost in ((1.0, 30, 0.5), (-1.0, 30, -0.5), (0.0, 50, math.log(1.5)), (0.0, 49, 0.0)):
        world = village(2)
        world.persons.taste[:], world.persons.age[:], world.persons.capacity[:] = taste, age, HALF
        look(world, {(1, HOME): local - cost - 1e-6, (2, HOME): local - cost + 1e-6})
        assert list(world.persons.looks) == [LOCAL, NONE]


def test_who_cannot_pay_the_journey_looks_at_home() -> None:
    # 1,200 yuan less 1,000 that can be raised: 200 yuan must be there; the way to a city costs 900
    for savings, place in ((20_000, EAST), (19_999, LOCAL)):
        world = village(1, savings)
        look(world, {(1, EAST): 9.0, (1, LOCAL): 3.0})
        assert world.persons.looks[0] == place
        look(world, {(1, PROVINCE): 9.0, (1, LOCAL): 3.0})
        assert world.persons.looks[0] == PROVINCE


def test_whom_a_failed_trip_would_ruin_looks_away_less() -> None:
    """A city costs 900 and 1,000 to live in; 333.33 a month must be left: 1,233.34 of savings beside the credit."""
    behaviour = BEHAVIOUR._replace(ruin_aversion=0.8)
    local, city, *_ = values()
    for savings, fear in ((123_334, 0.0), (123_333, 0.4)):
        world = village(2, savings)
        tie = local - city + fear
        look(world, {(1, PROVINCE): tie - 1e-6, (2, PROVINCE): tie + 1e-6}, behaviour=behaviour)
        assert list(world.persons.looks) == [LOCAL, PROVINCE]


def test_who_came_home_for_good_stays() -> None:
    world = village(2)
    world.persons.is_settled[0] = True
    look(world, {(1, EAST): 9.0, (2, EAST): 9.0})
    assert list(world.persons.looks) == [LOCAL, EAST]


def test_the_reach_of_those_who_look_is_counted_by_place() -> None:
    world = village(4)
    behaviour = BEHAVIOUR._replace(office_offer_chance=0.2, walk_in_offer_chance=0.5, agency_offer_chance=0.1)
    world.counties.staff[:] = 0.5
    look(world, {(1, EAST): 9.0, (2, EAST): 9.0, (3, HOME): 9.0}, behaviour=behaviour)
    # 1 - 0.9 x 0.5 = 0.55 at home, 1 - 0.9 x 0.9 x 0.5 = 0.595 away
    assert list(world.counties.reach[0]) == pytest.approx([0.55, 0.0, 1.19, 0.0])


@pytest.mark.parametrize(
    ("age", "capacity", "may_leave"), [(30, FULL, True), (60, FULL, True), (61, FULL, False), (30, HALF, False)]
)
def test_only_the_fit_up_to_sixty_leave(age: int, capacity: int, may_leave: bool) -> None:
    world = village()
    world.persons.age[0], world.persons.capacity[0] = age, capacity
    ways = []
    for place in (PROVINCE, EAST, ELSEWHERE):
        look(world, {(1, place): 9.0, (1, LOCAL): 1.0})
        ways.append(int(world.persons.looks[0]))
    assert ways == ([PROVINCE, EAST, ELSEWHERE] if may_leave else [LOCAL] * 3)


def test_co_villagers_at_a_place_draw_others_there() -> None:
    """Ten of a hundred in the east add half of log(1 + 10) to what it is worth where nobody is."""
    world = village(100)
    for p in range(2, 12):
        work_for(world, p, 3)
    world.persons.capacity[12:] = WEAK
    tie = values()[LOCAL] - values()[EAST] - 0.5 * math.log(11.0)
    look(world, {(1, EAST): tie - 1e-6, (2, EAST): tie + 1e-6})
    assert list(world.persons.looks[:2]) == [LOCAL, EAST]
    assert list(world.villages.workers[0]) == [0, 0, 10, 0]


def test_a_chance_of_nought_is_still_two_in_a_hundred_and_pay_away_never_negative() -> None:
    world = village(2)
    world.counties.chances[:] = 0.0
    tie = math.log(2700 * 0.02 / 300) - (math.log(1.0 / 300) - 0.25)
    look(world, {(1, HOME): -9.0, (2, HOME): -9.0, (1, PROVINCE): tie - 1e-6, (2, PROVINCE): tie + 1e-6})
    assert list(world.persons.looks) == [LOCAL, PROVINCE]


def test_market_access_by_hand() -> None:
    # a county of middling remoteness is the yardstick; from 0 to 1 pay falls by the whole effect
    assert search.market_access.py_func(0.5, 0.25) == 1.0
    near, far = (search.market_access.py_func(remoteness, 0.25) for remoteness in (0.0, 1.0))
    assert math.log(near / far) == pytest.approx(0.25)


def test_a_supported_placement_lowers_the_cost_of_the_move_for_the_eligible() -> None:
    """Half of them may hope for 500 yuan: 1,200 become 950, which 199.99 of savings beside 1,000 of credit pay."""
    for organised, is_registered, place in ((0.5, True, EAST), (0.0, True, LOCAL), (0.5, False, LOCAL)):
        world = village(1, 19_999)
        world.counties.organised[:] = organised
        world.households.is_registered[:] = is_registered
        look(world, {(1, EAST): 9.0, (1, LOCAL): 3.0})
        assert world.persons.looks[0] == place


def test_the_subsidy_counts_by_the_month_of_stay() -> None:
    # 500 yuan less for a stay of ten months: 50 more a month
    world = village(2)
    world.counties.organised[:] = 1.0
    local, city, *_ = values()
    city_with = math.log((3600.0 * 0.5 - 500.0 - 40.0) / 300) - 0.25 - 0.5 * math.log(8.0)
    assert city_with > city
    tie = local - city_with
    look(world, {(1, PROVINCE): tie - 1e-6, (2, PROVINCE): tie + 1e-6})
    assert list(world.persons.looks) == [LOCAL, PROVINCE]


def test_eligible_searchers_outside_are_counted() -> None:
    world = village(4)
    world.households.is_registered[1] = False
    world.registry.tag[1] = 1
    world.households.is_registered[2] = False
    look(world, {(i, EAST): 9.0 for i in (1, 2, 3)})
    assert world.counties.seekers[0] == 2


def test_guidance_brings_more_offers() -> None:
    world = village(1)
    world.persons.helped_months[0] = 2
    look(world, behaviour=BEHAVIOUR._replace(walk_in_offer_chance=0.5, help_offer_chance=0.2))
    assert world.counties.reach[0, LOCAL] == pytest.approx(0.6)


def test_satisficing_takes_the_first_place_good_enough_of_those_known_best() -> None:
    """Two of ten work in the east: it comes first, and is taken although home county and city are worth more."""
    world = village(10)
    for p in (8, 9):
        work_for(world, p, 3)
    world.persons.capacity[2:8] = WEAK
    behaviour = BEHAVIOUR._replace(aspiration_margin=0.0, aspiration_decline=0.0)
    local, _, east, _ = values()
    east += 0.5 * math.log(21.0)
    # the second's luck with home is better than the east is worth, but not than home county: it goes on to the next
    look(
        world,
        {(1, LOCAL): 9.0, (2, HOME): east + 1e-6, (2, LOCAL): east - local + 2e-6},
        behaviour=behaviour,
        theory=satisficing,
    )
    assert list(world.persons.looks[:2]) == [EAST, LOCAL]


def test_the_longer_without_a_job_the_less_is_good_enough() -> None:
    behaviour = BEHAVIOUR._replace(aspiration_margin=0.5, aspiration_decline=0.1)
    assert satisficing.aspiration.py_func(0.2, 0, 0.5, 0.1) == pytest.approx(0.7)
    assert satisficing.aspiration.py_func(0.2, 99, 0.5, 0.1) == pytest.approx(0.7 - 2.4)
    local = values()[LOCAL]
    for months, place in ((2, NONE), (4, LOCAL)):
        world = village(1)
        world.persons.capacity[:], world.persons.jobless_months[:] = HALF, months
        look(world, {(1, HOME): local - 0.2}, behaviour=behaviour, theory=satisficing)
        assert world.persons.looks[0] == place


def test_places_are_gone_through_from_the_best_known() -> None:
    world = few_rows((1,))
    world.villages.workers[0] = (1, 4, 0, 4)
    order, place = [], NONE
    for _ in range(4):
        place = satisficing.best_known.py_func(world.villages, 0, place)
        order.append(place)
    assert order == [PROVINCE, ELSEWHERE, LOCAL, EAST]
    assert satisficing.best_known.py_func(world.villages, 0, EAST) == NONE
