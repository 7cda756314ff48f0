"""Where people look: what a place is worth by hand, then the best by value and luck, then who may and can."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, work_for

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, make_luck
from sim.rules import search
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
    journey_cost=1200.0,
    credit_for_journey=1000.0,
    outside_pay=3600.0,
    local_pay_share=0.75,
    east_pay_premium=0.1,
    living_cost_away=1000.0,
)


def test_pay_factor_by_hand() -> None:
    assert search.pay_factor.py_func(9, 0.0, NONE, 0.06, 0.1, 20.0) == 1.0
    # three years more school, skill 0.1, half a course: 0.18 + 0.1 + 0.05
    assert search.pay_factor.py_func(12, 0.1, 10, 0.06, 0.1, 20.0) == pytest.approx(math.exp(0.33))
    assert search.pay_factor.py_func(6, 0.0, NONE, 0.06, 0.1, 20.0) == pytest.approx(math.exp(-0.18))


def test_place_pay_and_distaste() -> None:
    pay = [search.place_pay.py_func(place, BEHAVIOUR, 2.0) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert pay == pytest.approx([5400.0, 7200.0, 7200.0 * math.exp(0.1), 7200.0])
    alone = [search.distaste.py_func(place, False, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    carer = [search.distaste.py_func(place, True, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert alone == pytest.approx([0.0, 0.25, 0.55, 0.65])
    assert carer == pytest.approx([0.0, 0.55, 0.85, 0.95])


def test_place_value_by_hand() -> None:
    # log(1800/900) - 0.25 + 0.5 log((1 + 100 * 0.03)/8)
    assert search.place_value.py_func(1800.0, 900.0, 0.25, 0.03, 0.5) == pytest.approx(
        math.log(2.0) - 0.25 + 0.5 * math.log(4.0 / 8.0)
    )


def test_a_usual_network_of_seven_in_a_hundred_is_worth_nothing() -> None:
    assert search.place_value.py_func(900.0, 900.0, 0.0, 0.07, 0.5) == pytest.approx(0.0, abs=1e-12)
    # nobody there costs 0.5 log 8; fifteen in a hundred add 0.5 log 2
    assert search.place_value.py_func(900.0, 900.0, 0.0, 0.0, 0.5) == pytest.approx(-0.5 * math.log(8.0))
    assert search.place_value.py_func(900.0, 900.0, 0.0, 0.15, 0.5) == pytest.approx(0.5 * math.log(2.0))
    assert search.place_value.py_func(900.0, 900.0, 0.0, 0.15, 0.0) == 0.0


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
    world.counties.chances[:] = 0.5
    return world


HOME = 4
"""Draw of staying at home, after those of the four places."""


def look(world, pulls=None, month=ORDINARY, behaviour=BEHAVIOUR):
    """A month of choosing; `pulls` are Gumbel numbers by (person, place), nought for the rest."""
    given = {
        (Decision.WHERE_TO_LOOK, int(one), place): math.exp(-1.0) for one in world.persons.id for place in range(5)
    }
    for (person, place), pull in (pulls or {}).items():
        given[Decision.WHERE_TO_LOOK, person, place] = math.exp(-math.exp(-pull))
    world.counties.applicants[:] = 0
    search.step(
        world.persons,
        world.households,
        world.employers,
        world.villages,
        world.counties,
        behaviour,
        month,
        make_luck(1, 240, given),
        0,
        len(world.counties.code),
    )


def values() -> list[float]:
    """Value of county, city, east and elsewhere to one of average taste, chances of a half, where nobody is yet."""
    found = [math.log(2700 * 0.5 / 300)]
    for pay, away in ((3600.0, 0.25), (3600.0 * math.exp(0.1), 0.55), (3600.0, 0.65)):
        found.append(math.log((pay * 0.5 - 500.0) / 300) - away)
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
    # 1,200 yuan less 1,000 that can be raised: 200 yuan must be there
    for savings, place in ((20_000, PROVINCE), (19_999, LOCAL)):
        world = village(1, savings)
        look(world, {(1, PROVINCE): 5.0})
        assert world.persons.looks[0] == place


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
