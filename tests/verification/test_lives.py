"""Lives against closed forms: exposure to a known hazard, and the stationary age pyramid of a constant stream.

Odds: each statistic is held to four standard errors, so a right model fails about once in sixteen thousand runs.
"""

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.numeric import NONE, make_luck
from sim.population.margins import margins
from sim.rules import demography, families
from sim.state.codes import FULL, HEALTHY
from sim.state.month import Month
from sim.state.moves import Moves
from sim.state.room import Room
from sim.state.table import empty

STILL = Behaviour()._replace(
    death_level=1.0, fertility_level=0.0, chronic_onset=0.0, disability_onset=0.0, distant_marriage_share=0.0
)
ERRORS = 4.0


def vital(death: float):
    """Everybody dies at the same rate, nobody marries or bears."""
    return margins().vital._replace(
        death_men=np.full((2, 20), death),
        death_women=np.full((2, 20), death),
        marriage_men=np.zeros((2, 6)),
        marriage_women=np.zeros((2, 6)),
    )


def years_of(world, table, years: int):
    """The survivors after so many Januaries."""
    for year in range(years):
        month: Month = ORDINARY._replace(number=240 + 12 * year)
        luck = make_luck(5, month.number)
        moves, room = empty(Moves, len(world.persons.id)), empty(Room, len(world.persons.id))
        world.persons.age[:] = np.minimum(world.persons.age + 1, 100)
        people = world.persons, world.households, world.employers, world.counties
        demography.step(*people, moves, room, table, STILL, luck, 0, len(world.counties.code))
        world = families.regroup(world, moves, STILL, month, luck)
    return world


def test_survivors_of_a_constant_hazard_are_binomial() -> None:
    count, years, hazard = 4000, 6, 0.05
    world = few_rows(tuple([2] * (count // 2)))
    survivors = len(years_of(world, vital(hazard), years).persons.id)
    alive = (1.0 - hazard) ** years
    assert abs(survivors - count * alive) < ERRORS * np.sqrt(count * alive * (1.0 - alive))


def test_households_end_when_both_have_died() -> None:
    """Of couples under a hazard, the share with somebody left is 1 - (1 - l)^2."""
    count, years, hazard = 4000, 6, 0.1
    world = few_rows(tuple([2] * (count // 2)))
    left = len(years_of(world, vital(hazard), years).households.id)
    share = 1.0 - (1.0 - (1.0 - hazard) ** years) ** 2
    assert abs(left - count / 2 * share) < ERRORS * np.sqrt(count / 2 * share * (1.0 - share))


def test_the_life_table_itself_is_lived() -> None:
    """People of 60 under the table of men: survivors after eight years against its product of yearly chances."""
    count, years = 4000, 8
    world = few_rows(tuple([1] * count))
    world.persons.age[:] = 60
    table = margins().vital
    survivors = len(years_of(world, table, years).persons.id)
    alive = float(
        np.prod([1 - table.death_men[1, demography.death_group.py_func(60 + k)] for k in range(1, years + 1)])
    )
    assert abs(survivors - count * alive) < ERRORS * np.sqrt(count * alive * (1.0 - alive))


@pytest.mark.parametrize("hazard", [0.15])
def test_a_constant_stream_under_a_constant_hazard_has_a_geometric_pyramid(hazard: float) -> None:
    """A hundred newcomers a year: at age a there are 100 (1 - q)^a, in all 100 (1 - q)/q at rest."""
    yearly, years, ages = 100, 40, []
    world = few_rows(tuple([1] * yearly))
    world.persons.age[:] = 0
    for year in range(years):
        world = years_of_one(world, vital(hazard), year)
        ages = world.persons.age.copy()
        if year < years - 1:
            world = joined_by(world, yearly, year)
    expected = sum(yearly * (1.0 - hazard) ** age for age in range(1, years + 1))
    assert abs(len(ages) - expected) < ERRORS * np.sqrt(expected)
    young = float(np.mean(ages <= 4))
    geometric = 1.0 - (1.0 - hazard) ** 4
    assert abs(young - geometric) < ERRORS * np.sqrt(geometric * (1.0 - geometric) / expected) + (1.0 - hazard) ** years


def years_of_one(world, table, year: int):
    """One January of a given year."""
    month = ORDINARY._replace(number=12 * year)
    luck = make_luck(9, month.number)
    moves, room = empty(Moves, len(world.persons.id)), empty(Room, len(world.persons.id))
    world.persons.age[:] += 1
    people = world.persons, world.households, world.employers, world.counties
    demography.step(*people, moves, room, table, STILL, luck, 0, 1)
    return families.regroup(world, moves, STILL, month, luck)


def joined_by(world, yearly: int, year: int):
    """The same county with so many newcomers of age 0, each in a household of its own."""
    kept = len(world.persons.id)
    more = few_rows(tuple([1] * (kept + yearly)))
    more.persons.age[:kept], more.persons.age[kept:] = world.persons.age, 0
    more.persons.id[:kept] = world.persons.id
    more.persons.id[kept:] = 1_000_000 * (year + 1) + np.arange(yearly)
    more.persons.health[:], more.persons.capacity[:], more.persons.employer[:] = HEALTHY, FULL, NONE
    return more
