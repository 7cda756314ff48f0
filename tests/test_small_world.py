"""The small world that other tests stand on: its links, counts and books."""

import numpy as np
from small_world import small_world

from sim.numeric import NONE
from sim.rules import accounts
from sim.state.codes import PLACES, REALISED


def test_links_and_counts_agree() -> None:
    world = small_world()
    persons, households, employers, counties = world.persons, world.households, world.employers, world.counties
    ends = np.cumsum(households.members.astype(int))
    assert list(households.first_person) == [0, *ends[:-1]] and ends[-1] == len(persons.id) == 192
    assert np.array_equal(households.id, persons.id[households.first_person])
    assert len(set(persons.id)) == len(persons.id) and len(set(employers.id)) == len(employers.id)
    assert np.array_equal(persons.household, np.repeat(np.arange(len(households.id)), households.members))
    named = np.bincount(persons.employer[persons.employer != NONE], minlength=len(employers.id))
    assert np.array_equal(named, employers.filled)
    assert np.all(employers.positions >= employers.filled) and not employers.positions[~employers.is_open].any()
    assert counties.persons.sum() == len(persons.id) and counties.households.sum() == len(households.id)
    assert np.array_equal(counties.first_person, [0, 48, 96, 144])
    assert np.all(np.diff(counties.code) > 0) and np.all(np.diff(persons.household) >= 0)
    assert np.all(households.is_poor[:, REALISED] == (households.debt > 0))


def test_books_close_before_the_first_month() -> None:
    world = small_world()
    faults = np.zeros((4, 4), np.int64)
    workers, away = np.zeros(len(world.employers.id), np.int64), np.zeros((4, PLACES), np.int64)
    people = world.persons, world.households, world.employers
    accounts.step(*people, world.counties, workers, away, faults, 0, 4)
    assert not faults.any()


def test_grows_with_its_size() -> None:
    world = small_world(villages=2, households=16)
    assert len(world.households.id) == 4 * 2 * 16
    assert len(set(world.households.id)) == 4 * 2 * 16
    assert np.array_equal(world.households.id, world.persons.id[world.households.first_person])
