"""Where people look, how offers are split, who is hired by whom: by hand, in order of lots, one hire a vacancy."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, make_luck
from sim.rules import matching
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PROVINCE, WEAK

BEHAVIOUR = Behaviour()._replace(
    participation_value=900.0,
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
    outside_offer_chance=0.4,
    offer_crowding=0.5,
    matching_efficiency=0.5,
    matching_elasticity=0.5,
    schooling_return=0.06,
    training_pay_effect=0.1,
    training_rise_months=20.0,
    match_spread=0.2,
    reservation_share=1.1,
    outside_pay=3600.0,
    local_pay_share=0.75,
    east_pay_premium=0.1,
    living_cost_away=1000.0,
)
EVEN = 0.1
"""The normal draw at which match quality is worth nothing: spread z = spread^2 / 2."""


def test_pay_factor_by_hand() -> None:
    assert matching.pay_factor.py_func(9, 0.0, NONE, 0.06, 0.1, 20.0) == 1.0
    # three years more school, skill 0.1, half a course: 0.18 + 0.1 + 0.05
    assert matching.pay_factor.py_func(12, 0.1, 10, 0.06, 0.1, 20.0) == pytest.approx(math.exp(0.33))
    assert matching.pay_factor.py_func(6, 0.0, NONE, 0.06, 0.1, 20.0) == pytest.approx(math.exp(-0.18))


def test_place_pay_and_distaste() -> None:
    pay = [matching.place_pay.py_func(place, BEHAVIOUR, 2.0) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert pay == pytest.approx([5400.0, 7200.0, 7200.0 * math.exp(0.1), 7200.0])
    alone = [matching.distaste.py_func(place, False, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    carer = [matching.distaste.py_func(place, True, BEHAVIOUR) for place in (LOCAL, PROVINCE, EAST, ELSEWHERE)]
    assert alone == pytest.approx([0.0, 0.25, 0.55, 0.65])
    assert carer == pytest.approx([0.0, 0.55, 0.85, 0.95])


def test_place_value_by_hand() -> None:
    # log(1800/900) - 0.25 + 0.5 log(1 + 100 * 0.03)
    assert matching.place_value.py_func(1800.0, 900.0, 0.25, 0.03, 0.5) == pytest.approx(
        math.log(2.0) - 0.25 + 0.5 * math.log(4.0)
    )
    assert matching.place_value.py_func(900.0, 900.0, 0.0, 0.0, 0.5) == 0.0


def test_offer_chance_falls_with_searchers_and_rises_with_demand() -> None:
    assert matching.offer_chance.py_func(100.0, 100.0, 0.4, 0.5, 0.0) == pytest.approx(0.4)
    assert matching.offer_chance.py_func(400.0, 100.0, 0.4, 0.5, 0.0) == pytest.approx(0.2)
    assert matching.offer_chance.py_func(100.0, 100.0, 0.4, 0.5, math.log(2.0)) == pytest.approx(0.8)
    assert matching.offer_chance.py_func(1.0, 100.0, 0.4, 0.5, 0.0) == 1.0
    assert matching.offer_chance.py_func(0.0, 100.0, 0.4, 0.5, 0.0) == 0.0
    assert matching.offer_chance.py_func(100.0, 0.0, 0.4, 0.5, 0.0) == 0.0


def test_local_matches_by_hand() -> None:
    assert matching.local_matches.py_func(16, 4, 0.5, 0.5) == pytest.approx(4.0)
    assert matching.local_matches.py_func(4, 16, 0.25, 0.5) == pytest.approx(2.0)
    assert matching.local_matches.py_func(100, 1, 0.5, 0.7) == 1.0
    assert matching.local_matches.py_func(0, 9, 0.5, 0.5) == 0.0
    assert matching.local_matches.py_func(9, 0, 0.5, 0.5) == 0.0


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0.2, 1.0), st.floats(0.4, 0.7))
def test_matches_grow_with_both_sides_and_exceed_neither(u: int, v: int, efficiency: float, elasticity: float) -> None:
    made = matching.local_matches.py_func(u, v, efficiency, elasticity)
    assert 0.0 <= made <= min(u, v)
    assert matching.local_matches.py_func(u + 1, v, efficiency, elasticity) >= made
    assert matching.local_matches.py_func(u, v + 1, efficiency, elasticity) >= made


def test_beliefs_move_a_fifth_of_the_way() -> None:
    assert matching.blended.py_func(0.5, 0.0) == pytest.approx(0.4)
    assert matching.blended.py_func(0.0, 1.0) == pytest.approx(0.2)


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
    assert matching.may_work.py_func(world.persons, 0)
    getattr(world.persons, column)[0] = value
    assert matching.may_work.py_func(world.persons, 0) == is_free


@pytest.mark.parametrize(("age", "is_care"), [(11, True), (12, False), (74, False), (75, True)])
def test_who_has_somebody_to_care_for(age: int, is_care: bool) -> None:
    world = few_rows((2,), (1,))
    world.persons.age[1:] = (age, 1)
    assert matching.is_carer.py_func(world.persons, world.households, 0) == is_care


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
    matching.apply(
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
    """Value of county, city, east and elsewhere to one of average taste and chances of a half, by the docstring."""
    found = [math.log(2700 * 0.5 / 900)]
    for pay, away in ((3600.0, 0.25), (3600.0 * math.exp(0.1), 0.55), (3600.0, 0.65)):
        found.append(math.log((pay * 0.5 - 500.0) / 900) - away)
    return found


def test_gumbel_by_hand() -> None:
    assert matching.gumbel.py_func(math.exp(-1.0)) == pytest.approx(0.0)
    assert matching.gumbel.py_func(math.exp(-math.exp(-1.5))) == pytest.approx(1.5)
    assert matching.gumbel.py_func(0.0) == pytest.approx(-math.log(300 * math.log(10.0)))
    assert math.isfinite(matching.gumbel.py_func(1.0 - 2.0**-53))


def test_value_of_home_by_hand() -> None:
    assert matching.home_value.py_func(900.0, 1.2, 0.0, 49, 1.5) == pytest.approx(1080.0)
    assert matching.home_value.py_func(900.0, 1.0, 0.5, 50, 1.5) == pytest.approx(1350.0 * math.exp(0.5))
    world = few_rows((1,))
    world.persons.taste[0], world.persons.age[0] = -2.0, 50
    assert matching.value_of_home.py_func(world.persons, 0, BEHAVIOUR, 1.0) == pytest.approx(1350.0 / math.e)


def test_compiled_first_pass_takes_the_best_by_value_and_luck() -> None:
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
    matching.apply(
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
    """Ten of a hundred in the east add half of log(1 + 10)."""
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
    tie = math.log(2700 * 0.02 / 900) - (math.log(1.0 / 900) - 0.25)
    look(world, {(1, HOME): -9.0, (2, HOME): -9.0, (1, PROVINCE): tie - 1e-6, (2, PROVINCE): tie + 1e-6})
    assert list(world.persons.looks) == [LOCAL, PROVINCE]


def share(world, month=ORDINARY, is_burn_in=False):
    matching.share_offers(world.provinces, world.counties, BEHAVIOUR, month, is_burn_in)


def test_compiled_second_pass_splits_offers_and_carries_the_fraction() -> None:
    world = few_rows((1,), (1,))
    counties, provinces = world.counties, world.provinces
    provinces.searchers_base[:] = 10.0
    counties.applicants[:, PROVINCE] = (3, 7)
    share(world)
    # 0.4 each: 1.2 and 2.8 offers
    assert list(counties.openings[:, PROVINCE]) == [1, 2]
    assert list(counties.openings_carried[:, PROVINCE]) == pytest.approx([0.2, 0.8])
    share(world)
    assert list(counties.openings[:, PROVINCE]) == [1, 3]
    assert list(counties.openings_carried[:, PROVINCE]) == pytest.approx([0.4, 0.6])
    assert not counties.openings[:, [LOCAL, EAST, ELSEWHERE]].any()


def test_real_searchers_crowd_by_weight() -> None:
    # 3 x 10 + 1 x 10 = 40 real searchers against 10: half the chance, 0.2
    world = few_rows((1,), (1,))
    world.counties.weight[:] = (10.0, 10.0)
    world.counties.applicants[:, EAST] = (30, 10)
    world.provinces.searchers_base[:] = 100.0
    share(world)
    assert list(world.counties.openings[:, EAST]) == [6, 2]


@settings(max_examples=40)
@given(st.integers(0, 40), st.integers(0, 40), st.floats(-1.0, 1.0), st.floats(0.0, 1.0))
def test_offers_never_exceed_applicants_and_the_fraction_stays_one(a: int, b: int, demand: float, stop: float) -> None:
    world = few_rows((1,), (1,))
    world.counties.applicants[:, 1:] = ((a,), (b,))
    world.provinces.searchers_base[:] = 1.0
    world.provinces.demand[:] = demand
    offered = np.zeros((2, 4))
    for _ in range(5):
        share(world, ORDINARY._replace(movement_stop=stop))
        assert (world.counties.openings <= world.counties.applicants).all()
        assert ((world.counties.openings_carried >= 0) & (world.counties.openings_carried < 1)).all()
        offered += world.counties.openings
    chance = matching.offer_chance.py_func(a + b, 1.0, 0.4, 0.5, demand) * (1 - stop)
    expected = 5 * chance * world.counties.applicants[:, 1:]
    assert offered[:, 1:] + world.counties.openings_carried[:, 1:] == pytest.approx(expected)


def test_a_stop_of_movement_or_no_county_leaves_no_offer() -> None:
    world = few_rows((1,))
    world.counties.applicants[:] = 9
    world.provinces.searchers_base[:] = 9.0
    share(world, ORDINARY._replace(movement_stop=1.0))
    assert not world.counties.openings.any()
    share(few_rows())


def test_the_normal_month_is_learned_in_the_burn_in_only() -> None:
    world = few_rows((1,))
    world.counties.applicants[0] = (0, 10, 10, 0)
    share(world, is_burn_in=True)
    assert list(world.provinces.searchers_base[0]) == [0.0, 10.0, 10.0, 0.0]
    world.counties.applicants[0] = (0, 20, 10, 0)
    share(world, is_burn_in=True)
    assert list(world.provinces.searchers_base[0]) == pytest.approx([0.0, 12.0, 10.0, 0.0])
    share(world)
    assert list(world.provinces.searchers_base[0]) == pytest.approx([0.0, 12.0, 10.0, 0.0])


def market(people: int, positions, place: int = LOCAL):
    """People who all look at one place; each firm wants some."""
    world = few_rows((1,) * people, firms=2)
    world.persons.looks[:] = place
    world.counties.applicants[0, place] = people
    world.employers.positions[:2] = positions
    world.employers.wage[:2] = 200_000
    return world


def hire(world, given=None, behaviour=BEHAVIOUR, month=ORDINARY, first=0, last=None):
    """A month of hiring in which the lots are the ids turned round and everybody's match is even."""
    lots = {}
    for one in map(int, world.persons.id):
        lots |= {(Decision.HIRING_ORDER, one, 0): 0.9 - 0.01 * one, (Decision.HIRING_ORDER, one, 1): 0.0}
        lots[Decision.MATCH_QUALITY, one] = EVEN
    matching.hire(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.provinces.first_account,
        room_for(world),
        behaviour,
        month,
        make_luck(1, 240, lots | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_third_pass_hires_by_lot_into_named_vacancies() -> None:
    # 4 searchers, 4 vacancies, efficiency 0.5: two hires, ids 4 and 3; the first takes vacancy 0, the last moves up
    world = market(4, (1, 3))
    hire(world)
    assert list(world.persons.employer) == [NONE, NONE, 1, 0]
    assert list(world.employers.filled[:2]) == [1, 1]
    assert list(world.persons.wage) == [0, 0, 200_000, 200_000]
    assert world.counties.hires[0, LOCAL] == 2
    assert world.counties.openings[0, LOCAL] == 2
    assert world.counties.chances[0, LOCAL] == pytest.approx(0.2 * 0.5)
    assert world.households.costs_away.sum() == 0


def test_the_lot_names_the_vacancy() -> None:
    world = market(4, (1, 3))
    hire(world, {(Decision.HIRING_ORDER, 4, 1): 0.25, (Decision.HIRING_ORDER, 3, 1): 0.34})
    assert list(world.persons.employer) == [NONE, NONE, 1, 1]


@pytest.mark.parametrize("vacant", range(7))
def test_one_more_local_searcher_at_the_end_moves_nobody_before_him(vacant: int) -> None:
    without, with_one = market(4, (vacant, 1)), market(5, (vacant, 1))
    last = {(Decision.HIRING_ORDER, 5, 0): 0.99}
    hire(without, last)
    hire(with_one, last)
    hired_before = without.persons.employer != NONE
    assert list(with_one.persons.employer[:4][hired_before]) == list(without.persons.employer[hired_before])
    assert list(with_one.persons.wage[:4][hired_before]) == list(without.persons.wage[hired_before])


@settings(max_examples=60)
@given(
    st.integers(0, 12),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
    st.lists(st.floats(0.0, 0.999), min_size=12, max_size=12),
    st.floats(0.2, 1.0),
)
def test_never_more_hires_than_vacancies_and_one_hire_a_vacancy(people, positions, filled, lots, efficiency) -> None:
    world = market(people, positions)
    world.employers.filled[:2] = filled
    vacant = np.maximum(0, np.array(positions) - np.array(filled))
    hire(
        world,
        {(Decision.HIRING_ORDER, i + 1, 1): u for i, u in enumerate(lots)},
        BEHAVIOUR._replace(matching_efficiency=efficiency),
    )
    at = world.persons.employer[world.persons.employer != NONE]
    counts = np.bincount(at, minlength=2)[:2]
    assert (counts <= vacant).all()
    assert list(world.employers.filled[:2]) == list(np.array(filled) + counts)
    assert world.counties.hires[0, LOCAL] == counts.sum() == len(at)
    expected = efficiency * math.sqrt(people * int(vacant.sum()))
    assert counts.sum() == math.floor(min(expected, people, vacant.sum()))


def test_the_fraction_of_a_match_is_carried_to_the_next_month() -> None:
    # 2 searchers and 1 vacancy: 0.7071 of a match; the second month makes it one
    world = market(2, (1, 0))
    hire(world)
    assert world.counties.hires[0, LOCAL] == 0
    assert world.counties.openings_carried[0, LOCAL] == pytest.approx(math.sqrt(0.5))
    hire(world)
    assert world.counties.hires[0, LOCAL] == 1
    assert world.counties.openings_carried[0, LOCAL] == pytest.approx(math.sqrt(2.0) - 1.0)


def test_pay_under_the_reservation_is_refused_and_changes_nothing() -> None:
    # lowest pay taken 1.1 x 900 yuan
    for wage, is_taken in ((98_999, False), (99_001, True)):
        world = market(1, (4, 0))
        world.persons.jobless_months[0] = 5
        world.employers.wage[:2] = wage
        hire(world)
        assert (world.persons.employer[0] == 0) == is_taken
        assert world.employers.filled[0] == is_taken
        assert world.counties.hires[0, LOCAL] == is_taken
        assert world.persons.wage[0] == wage * is_taken
        assert world.persons.jobless_months[0] == (0 if is_taken else 5)


def test_the_reservation_is_ones_own_value_of_home() -> None:
    # 1.1 x 900 x 1.5 yuan from fifty on; a taste of two spreads makes it e times as high
    for taste, age, lowest in ((0.0, 50, 148_500), (2.0, 49, 99_000 * math.e)):
        for wage, is_taken in ((lowest - 1, False), (lowest + 1, True)):
            world = market(1, (4, 0))
            world.persons.taste[0], world.persons.age[0] = taste, age
            world.employers.wage[:2] = wage
            hire(world)
            assert (world.persons.employer[0] == 0) == is_taken


@pytest.mark.parametrize(("nth", "employer"), [(0, 1), (1, 1), (2, 3), (3, 4), (4, 4)])
def test_vacancies_are_counted_through_the_firms(nth: int, employer: int) -> None:
    world = few_rows((1,), firms=5)
    world.employers.positions[:5] = (2, 5, 1, 4, 2)
    world.employers.filled[:5] = (3, 3, 1, 3, 0)
    assert matching.employer_of_vacancy.py_func(world.employers, 0, nth) == employer


def test_a_refused_vacancy_is_free_for_the_next() -> None:
    # two searchers, four vacancies of one firm: 1.41 matches; the first refuses bad luck, so nobody is hired twice
    world = market(8, (2, 0))
    world.employers.wage[:2] = 100_000
    hire(world, {(Decision.MATCH_QUALITY, 8): -5.0})
    assert list(world.persons.employer) == [NONE] * 6 + [0, NONE]
    assert world.employers.filled[0] == 1


def test_pay_follows_the_person_and_the_match() -> None:
    world = market(2, (8, 0))
    world.persons.schooling[1] = 12
    hire(world, {(Decision.MATCH_QUALITY, 2): 1.0})
    # 2,000 yuan exp(0.18 + 0.2 - 0.02)
    assert list(world.persons.wage) == [200_000, round(200_000 * math.exp(0.36))]


def test_offers_outside_go_by_lot_at_the_place_of_the_search() -> None:
    world = market(4, (0, 0), EAST)
    world.persons.jobless_months[:] = 5
    world.counties.openings[0] = (0, 9, 2, 9)
    hire(world)
    east = 2 + 1
    assert list(world.persons.employer) == [NONE, NONE, east, east]
    assert list(world.persons.wage) == [0, 0, round(360_000 * math.exp(0.1)), round(360_000 * math.exp(0.1))]
    assert list(world.persons.jobless_months) == [5, 5, 0, 0]
    assert list(world.counties.outside_jobs[0]) == [0, 0, 2, 0]
    assert list(world.counties.hires[0]) == [0, 0, 2, 0]
    assert list(world.households.costs_away) == [0, 0, 120_000, 120_000]
    assert world.counties.chances[0, EAST] == pytest.approx(0.1)


def test_one_more_searcher_outside_at_the_end_moves_nobody_before_him() -> None:
    for offers in range(6):
        without, with_one = market(4, (0, 0), PROVINCE), market(5, (0, 0), PROVINCE)
        last = {(Decision.HIRING_ORDER, 5, 0): 0.99}
        for world in (without, with_one):
            world.counties.openings[0, PROVINCE] = min(offers, len(world.persons.id))
            hire(world, last)
        assert list(with_one.persons.employer[:4]) == list(without.persons.employer)


def test_a_county_outside_the_range_hires_nobody() -> None:
    world = few_rows((1,), (1,), firms=1)
    world.persons.looks[:] = LOCAL
    world.counties.applicants[:, LOCAL] = 1
    world.employers.positions[:2] = 4
    world.employers.wage[:2] = 200_000
    hire(world, first=1, last=2)
    assert list(world.persons.employer) == [NONE, 1]


def test_with_vacancies_fixed_one_more_hired_is_one_other_not_hired() -> None:
    """The last vacancy goes to whoever has the lower lot."""
    world, rival = market(9, (1, 0)), market(9, (1, 0))
    hire(world)
    hire(rival, {(Decision.HIRING_ORDER, 1, 0): 0.0})
    assert list(np.flatnonzero(world.persons.employer == 0)) == [8]
    assert list(np.flatnonzero(rival.persons.employer == 0)) == [0]
