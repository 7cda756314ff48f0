"""Who is hired by whom at which pay: by hand, in order of lots, one hire a vacancy."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import lots, matching, network_first, queues, ranked
from sim.state.codes import EAST, LABOUR_EXPORT, LOCAL, PROVINCE, TRANSFERS

BEHAVIOUR = Behaviour()._replace(
    participation_value=900.0,
    taste_spread=0.5,
    older_home_ratio=1.5,
    journey_cost=1200.0,
    matching_efficiency=0.5,
    matching_elasticity=0.5,
    schooling_return=0.06,
    training_offer_effect=0.1,
    training_pay_effect=0.1,
    training_rise_months=20.0,
    match_spread=0.2,
    reservation_share=1.1,
    reservation_decline=0.0,
    tightness_effect=0.2,
    local_markdown=0.15,
    network_offer_chance=0.0,
    office_offer_chance=0.0,
    service_offer_chance=0.0,
    agency_offer_chance=0.0,
    organised_offer_chance=0.0,
    support_claim_chance=0.5,
    walk_in_offer_chance=1.0,
    informal_pay_penalty=0.0,
    province_journey_share=0.75,
    living_cost_away=1100.0,
    living_cost_weight=0.5,
    belief_renewal=0.2,
    outside_pay=3600.0,
    east_pay_premium=0.1,
)
LEVERS = Levers()._replace(
    labour_export_transport_subsidy=500.0,
    labour_export_agency_fee=400.0,
    labour_export_base_share=0.0,
    labour_export_base_reward=1000.0,
    labour_export_newcomers_share=0.0,
    job_cooperation_reserved_share=0.5,
)
EVEN = 0.1
"""The normal draw at which match quality is worth nothing: spread z = spread^2 / 2."""


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


def test_hiring_lot_by_hand() -> None:
    # exponential: -log(1 - u) is 2; odds of 0.2 shorten it by exp(-0.2)
    u = 1.0 - math.exp(-2.0)
    assert queues.hiring_lot.py_func(u, 1.0, 0.0) == pytest.approx(2.0)
    assert queues.hiring_lot.py_func(u, 0.5, 0.0) == pytest.approx(4.0)
    assert queues.hiring_lot.py_func(u, 1.0, 0.2) == pytest.approx(2.0 * math.exp(-0.2))
    assert queues.hiring_lot.py_func(0.0, 1.0, 0.4) == 0.0
    assert math.isfinite(queues.hiring_lot.py_func(1.0 - 2.0**-53, 0.0, 0.0))


@given(st.floats(0.0, 1.0))
def test_a_course_has_better_odds_against_each_of_the_others(odds: float) -> None:
    """Who waits with a lot x comes before another with chance exp(-x): on average e^odds to 1."""
    lots = [queues.hiring_lot.py_func((i + 0.5) / 2000, 1.0, odds) for i in range(2000)]
    ahead = math.fsum(math.exp(-lot) for lot in lots) / 2000
    assert ahead == pytest.approx(math.exp(odds) / (1.0 + math.exp(odds)), abs=1e-3)


def market(people: int, positions, place: int = LOCAL):
    """People who all look at one place; each firm wants some."""
    world = few_rows((1,) * people, firms=2)
    world.persons.looks[:] = place
    world.counties.applicants[0, place] = people
    world.counties.reach[0, place] = people
    world.employers.positions[:2] = positions
    world.employers.wage[:2] = 200_000
    return world


def hire(world, given=None, behaviour=BEHAVIOUR, month=ORDINARY, first=0, last=None, levers=LEVERS, order=lots):
    """A month of hiring in which the lots are the ids turned round and everybody's match is even."""
    draws = {}
    for one in map(int, world.persons.id):
        draws |= {(Decision.HIRING_ORDER, one, 0): 0.9 - 0.01 * one, (Decision.HIRING_ORDER, one, 1): 0.0}
        draws |= {(Decision.MATCH_QUALITY, one): EVEN, (Decision.CHANNEL, one): 0.0}
        draws[Decision.SUPPORT_CLAIM, one] = 0.99
    room, luck = room_for(world), make_luck(1, 240, draws | (given or {}))
    people = world.persons, world.households, world.villages, world.counties, world.registry.tag
    last = len(world.counties.code) if last is None else last
    order.step(*people, room, behaviour, luck, first, last)
    matching.step(
        world.persons,
        world.households,
        world.employers,
        world.villages,
        world.counties,
        world.registry.tag,
        world.provinces.first_account,
        room,
        levers,
        behaviour,
        month,
        luck,
        first,
        last,
    )


def test_compiled_step_hires_by_lot_into_named_vacancies() -> None:
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


def test_who_has_learnt_comes_before_a_slightly_lower_draw() -> None:
    """Draws of 0.52 and 0.5 are lots of 0.734 and 0.693; a whole course makes the first 0.734 exp(-0.1) = 0.664."""
    for know_how, hired in ((0.0, 1), (0.5, 1), (1.0, 0)):
        world = market(2, (2, 0))
        world.persons.know_how[0] = know_how
        draws = {(Decision.HIRING_ORDER, 1, 0): 0.52, (Decision.HIRING_ORDER, 2, 0): 0.5}
        hire(world, draws)
        assert list(np.flatnonzero(world.persons.employer == 0)) == [hired]


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
    made = min(expected, people, vacant.sum())
    assert math.floor(made - 1e-9) <= counts.sum() <= math.floor(made + 1e-9)


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
    # 2,000 yuan exp(0.18) for three years more of school and 18 hundredths for the match: 0.2 - 0.02
    assert list(world.persons.wage) == [200_000, round(200_000 * math.exp(0.18) * math.exp(0.18))]


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
    # two are hired and pay 1,200 for the way; two walked in for nothing: 1,200 and half of 1,100 to live on
    assert list(world.households.costs_away) == [175_000, 175_000, 120_000, 120_000]
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
    world.counties.reach[:, LOCAL] = 1.0
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


def test_the_fit_of_the_job_is_kept() -> None:
    world = market(2, (8, 0))
    hire(world, {(Decision.MATCH_QUALITY, 2): -1.0})
    # 0.2 z - 0.02
    assert list(world.persons.match) == [0, -22]


def test_channels_multiply_what_is_heard_and_so_the_meetings() -> None:
    # four searchers whom the channels reach half as often as usual meet half the vacancies: 0.5 x 0.5 x 4
    world = market(4, (4, 0))
    world.counties.reach[0, LOCAL] = 2.0
    hire(world)
    assert world.counties.openings[0, LOCAL] == 1


def test_who_hears_of_more_comes_first() -> None:
    """Lots of 0.9 and 0.69 with equal reach; a village whose network doubles the first one's reach turns them round."""
    for network, hired in ((0.0, 1), (1.0, 0)):
        world = few_rows((1,), (1,), firms=1)
        counties = world.counties
        counties.persons[0], counties.households[0], counties.employers[0] = 2, 2, 1
        world.households.village[:] = (0, 1)
        world.villages.network[0, LOCAL] = network
        world.persons.looks[:] = LOCAL
        counties.applicants[0, LOCAL] = 2
        counties.reach[0, LOCAL] = 1.0
        world.employers.positions[0], world.employers.wage[0] = 2, 200_000
        draws = {(Decision.HIRING_ORDER, i, 0): 1.0 - math.exp(-lot) for i, lot in ((1, 0.9), (2, 0.69))}
        hire(world, draws, BEHAVIOUR._replace(walk_in_offer_chance=0.5), last=1)
        assert list(np.flatnonzero(world.persons.employer == 0)) == [hired]


def abroad(people: int, openings: int, place: int = EAST):
    """People who look at one place outside, which has so many offers for them."""
    world = market(people, (0, 0), place)
    world.counties.openings[0, place] = openings
    return world


def test_an_agencys_placement_is_paid_for_and_others_are_claimed() -> None:
    """Each costs 900 yuan; all walked in, so a claim of one half decides; the unregistered get nothing."""
    world = abroad(4, 4)
    world.households.is_registered[0] = False
    world.counties.purse[0, LABOUR_EXPORT] = 180_000
    claims = {(Decision.SUPPORT_CLAIM, i): 0.49 for i in (1, 3, 4)} | {(Decision.SUPPORT_CLAIM, 2): 0.51}
    hire(world, claims)
    assert list(world.households.subsidies) == [0, 0, 50_000, 50_000]
    assert list(world.households.earned[:, TRANSFERS]) == [0, 0, 50_000, 50_000]
    assert (world.counties.purse[0, LABOUR_EXPORT], world.counties.bought[0, LABOUR_EXPORT]) == (0, 180_000)
    assert (world.persons.employer != NONE).all()


def test_an_agency_is_always_paid_while_the_purse_lasts() -> None:
    world = abroad(3, 3)
    world.counties.purse[0, LABOUR_EXPORT] = 200_000
    all_agencies = BEHAVIOUR._replace(agency_offer_chance=1.0, walk_in_offer_chance=1e-9)
    hire(world, {(Decision.SUPPORT_CLAIM, i): 0.99 for i in (1, 2, 3)}, all_agencies)
    # two of the lowest lots, 3 and 2; 200 yuan are left
    assert list(world.households.subsidies) == [0, 50_000, 50_000]
    assert world.counties.purse[0, LABOUR_EXPORT] == 20_000


def test_support_comes_once_a_year_and_may_be_kept_for_newcomers() -> None:
    april = ORDINARY  # season 3: bits 0 to 2 are this year's months
    for bits, kept, is_paid in (
        (0b000, 0.0, True),
        (0b100, 0.0, False),
        (0b1000, 0.0, True),
        (0b1000, 1.0, False),
        (0, 1.0, True),
    ):
        world = abroad(1, 1)
        world.persons.away_months[0] = bits
        world.counties.purse[0, LABOUR_EXPORT] = 90_000
        levers = LEVERS._replace(labour_export_newcomers_share=kept)
        hire(world, {(Decision.SUPPORT_CLAIM, 1): 0.0}, month=april, levers=levers)
        assert bool(world.households.subsidies[0]) == is_paid


def test_kept_places_in_the_east_are_a_share_of_the_same_openings() -> None:
    """Of four openings half are kept when all are served: ids 1 and 2, who have the highest lots, are eligible."""
    for served, hired in ((0.0, [2, 3, 4, 5]), (1.0, [0, 1, 4, 5])):
        world = abroad(6, 4)
        world.households.is_registered[:] = [True, True, False, False, False, False]
        world.counties.served_east[:] = served
        hire(world, {(Decision.SUPPORT_CLAIM, i): 0.99 for i in range(7)})
        assert list(np.flatnonzero(world.persons.employer != NONE)) == hired
        assert world.counties.hires[0, EAST] == 4


def test_a_base_keeps_as_many_places_as_can_be_rewarded_and_is_paid_for_each() -> None:
    # 10,000 yuan, a fifth for rewards of 1,000: two places
    world = abroad(4, 3, PROVINCE)
    world.households.is_registered[:] = [True, True, True, False]
    world.counties.purse[0, LABOUR_EXPORT] = 1_000_000
    hire(
        world,
        {(Decision.SUPPORT_CLAIM, i): 0.99 for i in range(5)},
        levers=LEVERS._replace(labour_export_base_share=0.2),
    )
    assert list(np.flatnonzero(world.persons.employer != NONE)) == [1, 2, 3]
    assert world.counties.bought[0, LABOUR_EXPORT] == 200_000
    assert world.counties.hires[0, PROVINCE] == 3


def test_the_network_pays_less_away_and_agencies_more() -> None:
    behaviour = BEHAVIOUR._replace(informal_pay_penalty=0.1, network_hire_share=0.6, walk_in_offer_chance=0.5)
    for network, log_pay in ((0.5, -0.04), (0.0, 0.06)):
        world = abroad(1, 1, PROVINCE)
        world.villages.network[0, PROVINCE] = network
        hire(world, behaviour=behaviour)
        assert world.persons.wage[0] == round(360_000 * math.exp(log_pay))


def test_ranked_takes_the_best_first_whatever_the_lot() -> None:
    world = market(3, (4, 0))
    world.persons.schooling[:] = (9, 12, 9)
    world.persons.skill[:] = (0.0, 0.0, 0.1)
    hire(world, order=ranked, behaviour=BEHAVIOUR._replace(matching_efficiency=0.577))
    # 0.577 sqrt(12) = 1.999: one hire, of twelve years of schooling; by lot it would be the third
    assert list(np.flatnonzero(world.persons.employer == 0)) == [1]


def test_ranked_decides_among_equals_by_lot() -> None:
    world = market(4, (4, 0))
    hire(world, order=ranked)
    assert list(np.flatnonzero(world.persons.employer == 0)) == [2, 3]


def test_network_first_takes_whom_a_worker_brings_before_all_others() -> None:
    """Half of what is heard comes through the network: draws under a half are theirs."""
    world = market(4, (4, 0))
    world.villages.network[:, LOCAL] = 0.5
    draws = {(Decision.CHANNEL, i): u for i, u in ((1, 0.49), (2, 0.51), (3, 0.51), (4, 0.51))}
    hire(world, draws, BEHAVIOUR._replace(walk_in_offer_chance=0.5, matching_efficiency=0.3), order=network_first)
    assert list(np.flatnonzero(world.persons.employer == 0)) == [0, 3]
