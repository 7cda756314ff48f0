"""Jobs and posts that end: chances by hand, layoffs by lot, both sides of every job."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, make_luck
from sim.rules import separations
from sim.state.codes import FULL, HALF, LOCAL_JOBS, WEAK

BEHAVIOUR = Behaviour()._replace(
    local_separation_rate=0.02,
    outside_separation_rate=0.04,
    tenure_effect=0.05,
    demand_separation_effect=1.0,
    festival_return_share=0.1,
    match_separation_effect=1.0,
    cooperation_separation_ratio=0.5,
    return_rate=0.0,
    return_age_effect=0.4,
    return_family_effect=1.0,
    return_gap_effect=1.0,
    demand_pay_effect=0.3,
    remote_pay_effect=0.25,
    tightness_effect=0.2,
    local_markdown=0.15,
)
CITY, EAST = 2, 3
"""Rows of the accounts outside, after two firms."""


def chance(rate, match, tenure, demand, **beliefs) -> float:
    return separations.separation_chance.py_func(rate, match, tenure, demand, BEHAVIOUR._replace(**beliefs))


def test_separation_chance_by_hand() -> None:
    assert chance(0.04, 0, 0, 0.0) == 0.04
    assert chance(0.04, 0, 20, 0.0) == pytest.approx(0.04 * math.exp(-1))
    assert chance(0.04, 0, 36, 0.0) == pytest.approx(0.04 * math.exp(-1.8))
    assert chance(0.04, 0, 99, 0.0) == pytest.approx(0.04 * math.exp(-1.8))
    assert chance(0.04, 50, 0, 0.0, match_separation_effect=2.0) == pytest.approx(0.04 * math.exp(-1))
    assert chance(0.04, 0, 0, -0.5, demand_separation_effect=2.0) == pytest.approx(0.04 * math.e)
    assert chance(0.04, 0, 0, -9.0) == 1.0


@given(st.floats(0.0, 1.0), st.integers(-127, 126), st.integers(0, 1200), st.floats(-3.0, 3.0))
def test_separation_chance_is_one_and_falls_with_match_tenure_and_demand(rate, match, tenure, demand) -> None:
    now = chance(rate, match, tenure, demand)
    assert 0.0 <= now <= 1.0
    assert chance(rate, match + 1, tenure, demand) <= now
    assert chance(rate, match, tenure + 1, demand) <= now
    assert chance(rate, match, tenure, demand + 0.1) <= now


def test_return_chance_by_hand() -> None:
    behaviour = BEHAVIOUR._replace(return_rate=0.024)
    found = separations.return_chance.py_func
    assert found(40, False, 0.0, behaviour) == pytest.approx(0.002)
    assert found(50, False, 0.0, behaviour) == pytest.approx(0.002 * math.exp(0.4))
    assert found(40, True, 0.0, behaviour) == pytest.approx(0.002 * math.e)
    assert found(40, False, -0.5, behaviour) == pytest.approx(0.002 * math.exp(-0.5))
    # however many reasons, no more than e cubed times as likely
    assert found(99, True, 9.0, behaviour) == pytest.approx(0.002 * math.exp(3.0))


def test_the_gap_of_pay_by_hand() -> None:
    gap = separations.pay_gap.py_func
    assert gap(0.5, 1.0, 1.0, 0.0, BEHAVIOUR) == pytest.approx(0.0)
    # the farthest county pays 0.125 less; two vacancies where one is usual add 0.2 log 2; demand away takes 0.3 of it
    assert gap(1.0, 2.0, 1.0, -0.1, BEHAVIOUR) == pytest.approx(-0.125 + 0.2 * math.log(2.0) + 0.03)


def town(people: int):
    world = few_rows((1,) * people, firms=2)
    world.employers.positions[:2] = 100
    world.counties.places[:, LOCAL_JOBS] = 100
    return world


def part(world, given=None, month=ORDINARY, first=0, last=None, behaviour=BEHAVIOUR):
    """A month in which nobody leaves but by what is given."""
    quiet = {}
    for one in map(int, world.persons.id):
        quiet |= {(Decision.SEPARATION, one, 0): 0.999, (Decision.RETURN_HOME, one): 0.999}
        quiet |= {(Decision.SEPARATION, one, 1): 0.01 * one, (Decision.POST_ORDER, one, 1): 0.01 * one}
    separations.step(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.provinces.demand,
        world.registry.tag,
        room_for(world),
        behaviour,
        month,
        make_luck(1, 240, quiet | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )
    check_jobs(world)


def check_jobs(world) -> None:
    """Every job has both its sides."""
    at = world.persons.employer[world.persons.employer != NONE]
    counts = np.bincount(at, minlength=len(world.employers.id))
    assert list(counts[:2]) == list(world.employers.filled[:2])
    assert list(counts[2:]) == list(world.counties.outside_jobs[:, 1:].sum(axis=0))


def test_compiled_step_ends_the_job_of_who_drew_it_and_frees_the_position() -> None:
    world = town(4)
    for p in range(3):
        work_for(world, p, 0, tenure_months=19)
    work_for(world, 3, EAST, tenure_months=19)
    local, away = 0.02 * math.exp(-1), 0.04 * math.exp(-1)  # the month now opening is the twentieth
    given = {(Decision.SEPARATION, one, 0): u for one, u in ((1, local - 1e-9), (2, local + 1e-9), (4, away - 1e-9))}
    part(world, given)
    persons = world.persons
    assert list(persons.employer) == [NONE, 0, 0, NONE]
    assert list(persons.tenure_months) == [0, 20, 20, 0]
    assert list(persons.wage) == [0, 300_000, 300_000, 0]
    assert world.employers.filled[0] == 2
    assert world.counties.outside_jobs[0, 2] == 0


def test_demand_and_a_slump_move_jobs_outside_only() -> None:
    for demand, slump in ((-1.0, 0.0), (0.0, 1.0)):
        world = town(2)
        work_for(world, 0, 0)
        work_for(world, 1, EAST)
        world.provinces.demand[0] = (demand, 0.0, demand, 0.0)
        held = math.exp(-0.05)
        chances = {
            (Decision.SEPARATION, 1, 0): 0.02 * held + 1e-6,
            (Decision.SEPARATION, 2, 0): 0.04 * math.e * held - 1e-6,
        }
        part(world, chances, ORDINARY._replace(destination_slump=slump))
        assert list(world.persons.employer) == [0, NONE]


def test_layoffs_go_to_the_lowest_lots_of_the_employer_with_too_many() -> None:
    world = town(5)
    for p in range(4):
        work_for(world, p, 0)
    work_for(world, 4, 1)
    world.employers.positions[:2] = (2, 1)
    part(world, {(Decision.SEPARATION, 1, 1): 0.5, (Decision.SEPARATION, 5, 1): 0.0})
    assert list(world.persons.employer) == [0, NONE, NONE, 0, 1]


def test_who_leaves_anyway_is_not_laid_off_as_well() -> None:
    """Three of four may stay; one leaves by itself, so nobody is laid off, whatever the lots."""
    world = town(4)
    for p in range(4):
        work_for(world, p, 0)
    world.employers.positions[0] = 3
    part(world, {(Decision.SEPARATION, 3, 0): 0.0})
    assert list(world.persons.employer) == [0, 0, NONE, 0]


def test_a_closed_firm_keeps_nobody() -> None:
    world = town(3)
    for p in range(3):
        work_for(world, p, 0)
    world.employers.positions[0] = 0
    part(world)
    assert (world.persons.employer == NONE).all()
    assert world.employers.filled[0] == 0


@given(st.lists(st.integers(0, 1), min_size=1, max_size=12), st.tuples(st.integers(0, 6), st.integers(0, 6)))
def test_layoffs_end_with_no_more_workers_than_positions(firms, positions) -> None:
    world = town(len(firms))
    for p, e in enumerate(firms):
        work_for(world, p, e)
    world.employers.positions[:2] = positions
    part(world)
    assert list(world.employers.filled[:2]) == [min(firms.count(e), positions[e]) for e in (0, 1)]


def test_the_old_and_the_unfit_stop() -> None:
    world = town(4)
    for p in range(4):
        work_for(world, p, 0)
    world.persons.age[:] = (70, 71, 30, 30)
    world.persons.capacity[:] = (HALF, HALF, WEAK, FULL)
    part(world)
    assert list(world.persons.employer) == [0, NONE, NONE, 0]


def test_the_spring_festival_brings_some_home_for_good() -> None:
    for season, expected in ((0, [0, CITY, CITY]), (1, [0, NONE, CITY])):
        world = town(3)
        for p, e in enumerate((0, CITY, CITY)):
            work_for(world, p, e)
        given = {(Decision.RETURN_HOME, 1): 0.0, (Decision.RETURN_HOME, 2): 0.0999, (Decision.RETURN_HOME, 3): 0.1}
        part(world, given, ORDINARY._replace(season=season))
        assert list(world.persons.employer) == expected


def test_months_of_search_are_counted_for_who_can_work() -> None:
    world = town(5)
    persons = world.persons
    persons.jobless_months[:] = (3, 120, 3, 3, 3)
    persons.capacity[2] = WEAK
    persons.is_student[3] = True
    work_for(world, 4, 0, tenure_months=1200)
    part(world)
    assert list(persons.jobless_months) == [4, 120, 3, 3, 3]
    assert persons.tenure_months[4] == 1200


def test_who_just_left_starts_the_count_at_nought() -> None:
    world = town(1)
    work_for(world, 0, 1)
    world.persons.jobless_months[0] = 9
    part(world, {(Decision.SEPARATION, 1, 0): 0.0})
    assert world.persons.jobless_months[0] == 0


def test_who_was_just_laid_off_starts_there_too_and_has_one_month_after_the_next() -> None:
    world = town(2)
    work_for(world, 0, 0)
    world.employers.positions[0] = 0
    world.persons.jobless_months[:] = (9, 4)
    part(world)
    assert list(world.persons.jobless_months) == [0, 5]
    part(world)
    assert list(world.persons.jobless_months) == [1, 6]


def test_posts_end_with_their_term_and_the_surplus_by_lot() -> None:
    world = town(5)
    world.persons.post_months[:] = (1, 5, 5, 5, 0)
    world.counties.places[0, LOCAL_JOBS] = 2
    part(world, {(Decision.POST_ORDER, 2, 1): 0.9, (Decision.POST_ORDER, 5, 1): 0.0})
    assert list(world.persons.post_months) == [0, 4, 0, 4, 0]


def test_no_places_no_posts() -> None:
    world = town(3)
    world.persons.post_months[:] = 7
    world.counties.places[0, LOCAL_JOBS] = 0
    part(world)
    assert not world.persons.post_months.any()


def test_a_county_outside_the_range_keeps_its_jobs() -> None:
    world = few_rows((1,), (1,), firms=1)
    world.counties.places[:] = 1
    work_for(world, 0, 0)
    work_for(world, 1, 1)
    luck = make_luck(1, 240, {(Decision.SEPARATION, 1): 0.0, (Decision.SEPARATION, 2): 0.0})
    people = world.persons, world.households, world.employers, world.counties
    separations.step(
        *people, world.provinces.demand, world.registry.tag, room_for(world), BEHAVIOUR, ORDINARY, luck, 1, 2
    )
    assert list(world.persons.employer) == [0, NONE]


def test_who_comes_home_for_good_settles() -> None:
    """Under 0.04 a job away ends; over it, a return of 0.002, e times as likely while another member is ill."""
    behaviour = BEHAVIOUR._replace(return_rate=0.024, tenure_effect=0.0)
    u = 0.042 + 1e-6
    for sick, at, employer, settled in ((0, CITY, CITY, False), (1, CITY, NONE, True), (1, 0, 0, False)):
        world = few_rows((2,), firms=2)
        world.employers.positions[:2] = 9
        world.persons.age[0] = 40
        world.persons.sick_months[1] = sick
        work_for(world, 0, at)
        part(world, {(Decision.SEPARATION, 1, 0): u}, behaviour=behaviour)
        assert (world.persons.employer[0], world.persons.is_settled[0]) == (employer, settled)
    world = town(1)
    work_for(world, 0, CITY)
    part(world, {(Decision.SEPARATION, 1, 0): 0.04 - 1e-6}, behaviour=behaviour)
    assert (world.persons.employer[0], world.persons.is_settled[0]) == (NONE, False)


def test_served_eligible_workers_in_the_east_lose_fewer_jobs() -> None:
    """Half as many, when all of them are served."""
    behaviour = BEHAVIOUR._replace(tenure_effect=0.0)
    for at, is_registered, served, stays in (
        (EAST, True, 1.0, True),
        (EAST, True, 0.0, False),
        (EAST, False, 1.0, False),
        (CITY, True, 1.0, False),
    ):
        world = town(1)
        world.households.is_registered[0] = is_registered
        world.counties.served_east[:] = served
        work_for(world, 0, at)
        part(world, {(Decision.SEPARATION, 1, 0): 0.021}, behaviour=behaviour)
        assert (world.persons.employer[0] != NONE) == stays
