"""Public-welfare posts: who may have one, in which order they are given."""

import numpy as np
import pytest
from few_rows import few_rows, room_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, make_luck
from sim.rules import needs, posts
from sim.state.codes import EDGE, FULL, HALF, LOCAL_JOBS, NO_CAPACITY, UNSTABLE, WEAK

BEHAVIOUR = Behaviour()._replace(post_full_capacity_chance=0.05)
LEVERS = Levers()._replace(local_jobs_post_term=12.0)


@pytest.mark.parametrize(
    ("column", "value", "is_wanted"),
    [
        ("capacity", HALF, True),
        ("capacity", WEAK, True),
        ("capacity", NO_CAPACITY, False),
        ("age", 69, True),
        ("age", 70, False),
        ("is_student", True, False),
        ("sick_months", 1, False),
        ("employer", 0, False),
        ("post_months", 1, False),
        ("course_months", 1, False),
    ],
)
def test_who_may_have_a_post(column: str, value: int, is_wanted: bool) -> None:
    world = few_rows((1,), firms=1)
    world.persons.capacity[0] = HALF
    getattr(world.persons, column)[0] = value
    luck = make_luck(1, 240)
    assert posts.wants_post.py_func(world.persons, world.households, 0, False, BEHAVIOUR, luck) == is_wanted


@pytest.mark.parametrize(
    ("is_registered", "is_monitored", "is_wanted"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_registered_and_monitored_households_have_posts(
    is_registered: bool, is_monitored: bool, is_wanted: bool
) -> None:
    world = few_rows((1,))
    world.persons.capacity[0] = HALF
    world.households.is_registered[0] = is_registered
    luck = make_luck(1, 240)
    assert posts.wants_post.py_func(world.persons, world.households, 0, is_monitored, BEHAVIOUR, luck) == is_wanted


@pytest.mark.parametrize(("u", "is_wanted"), [(0.0, True), (0.0499, True), (0.05, False), (0.9, False)])
def test_full_capacity_asks_against_the_rules_by_chance(u: float, is_wanted: bool) -> None:
    world = few_rows((1,))
    luck = make_luck(1, 240, {(Decision.POST_APPLICATION, 1): u})
    assert world.persons.capacity[0] == FULL
    assert posts.wants_post.py_func(world.persons, world.households, 0, False, BEHAVIOUR, luck) == is_wanted


def queue(people: int, places: int):
    world = few_rows((1,) * people)
    world.persons.capacity[:] = HALF
    world.counties.places[0, LOCAL_JOBS] = places
    return world


def give(world, given=None, levers=LEVERS, first=0, last=None):
    """A month in which the lots are the ids turned round."""
    lots = {(Decision.POST_ORDER, int(one), 0): 0.9 - 0.01 * int(one) for one in world.persons.id}
    posts.step(
        world.persons,
        world.households,
        world.counties,
        world.registry.tag,
        room_for(world),
        levers,
        BEHAVIOUR,
        make_luck(1, 240, lots | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_gives_free_posts_to_the_lowest_lots() -> None:
    world = queue(5, 3)
    world.persons.post_months[0] = 4
    give(world)
    assert list(world.persons.post_months) == [4, 0, 0, 12, 12]


def test_monitored_households_come_first_by_lot_among_themselves() -> None:
    world = queue(5, 2)
    world.registry.tag[[0, 1, 2]] = UNSTABLE
    give(world, {(Decision.POST_ORDER, 1, 0): 0.999, (Decision.POST_ORDER, 2, 0): 0.998})
    assert list(world.persons.post_months) == [0, 12, 12, 0, 0]


def test_posts_go_to_all_who_are_counted_as_needing_one() -> None:
    world = queue(3, 3)
    world.households.is_registered[:] = (True, False, False)
    world.registry.tag[1] = EDGE
    give(world)
    assert list(world.persons.post_months) == [12, 12, 0]
    needs.count(world.persons, world.households, world.employers, world.counties, world.registry.tag, 0, 1)
    assert world.counties.need[0, LOCAL_JOBS] == 2


def test_a_post_is_tried_for_anew_each_month() -> None:
    """Real luck: of 4,000 of full capacity 5 % ask a month, 200 with a spread of 14; half labour all ask."""
    asked = set()
    for number in (240, 241):
        world = queue(4_000, 4_000)
        world.persons.capacity[100:] = FULL
        luck = make_luck(7, number)
        posts.step(world.persons, world.households, world.counties, world.registry.tag, room_for(world), LEVERS,
                   BEHAVIOUR, luck, 0, 1)  # fmt: skip
        asking = frozenset(map(int, np.flatnonzero(world.persons.post_months)))
        assert set(range(100)) <= asking
        assert abs(len(asking) - 100 - 195) < 70
        asked.add(asking)
    assert len(asked) == 2


def test_one_more_at_the_end_of_the_queue_moves_nobody_before_him() -> None:
    for places in range(6):
        without, with_one = queue(4, places), queue(5, places)
        last = {(Decision.POST_ORDER, 5, 0): 0.99}
        give(without, last)
        give(with_one, last)
        assert list(with_one.persons.post_months[:4]) == list(without.persons.post_months)
        assert with_one.persons.post_months[4] == (12 if places >= 5 else 0)


@pytest.mark.parametrize("places", [0, 1, 2, 7])
def test_never_more_posts_than_places_nor_a_post_lost(places: int) -> None:
    world = queue(6, places)
    world.persons.post_months[:2] = 3
    give(world)
    held = int((world.persons.post_months > 0).sum())
    assert held == max(2, min(places, 6))


def test_the_term_is_the_levers_in_whole_months() -> None:
    world = queue(1, 1)
    give(world, levers=LEVERS._replace(local_jobs_post_term=7.9))
    assert world.persons.post_months[0] == 7


def test_a_county_outside_the_range_gives_none() -> None:
    world = few_rows((1,), (1,))
    world.persons.capacity[:] = HALF
    world.counties.places[:, LOCAL_JOBS] = 1
    give(world, first=0, last=1)
    assert list(world.persons.post_months) == [12, 0]
