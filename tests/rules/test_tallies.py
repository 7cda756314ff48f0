import numpy as np
from few_rows import ORDINARY
from small_world import small_world

from sim import tallies
from sim.numeric import NONE
from sim.state.codes import BUSINESS, LOCAL
from sim.tally import Tally


def counted(world):
    cells = np.zeros((len(world.counties.code), tallies.KINDS, tallies.TALLIES), np.int64)
    head_income = np.zeros(len(world.households.id))
    tables = world.persons, world.households, world.registry, world.employers, world.counties, world.provinces.line
    tallies.step(*tables, ORDINARY, cells, head_income, 0, len(cells))
    return cells, head_income


def test_output_is_all_pay_for_work_in_the_county_and_net_business():
    world = small_world()
    world.persons.pay[:] = 1_000 + np.arange(len(world.persons.id))
    world.households.earned[:, BUSINESS] = 50_000
    is_away = [e != NONE and world.employers.place[e] != LOCAL for e in world.persons.employer]
    assert 0 < sum(is_away) < np.sum(world.persons.employer != NONE)
    expected = world.persons.pay[~np.array(is_away)].sum() + 50_000 * len(world.households.id)
    cells, _ = counted(world)
    assert cells[:, :, Tally.OUTPUT].sum() == expected


def test_income_of_the_year_by_cell_and_by_head():
    world = small_world()
    world.households.income[:] = np.arange(world.households.income.size).reshape(world.households.income.shape)
    cells, head_income = counted(world)
    year = world.households.income.sum(axis=1)
    assert cells[:, :, Tally.INCOME_YEAR].sum() == year.sum()
    assert cells[:, :, Tally.PEOPLE].sum() == len(world.persons.id)
    assert np.array_equal(head_income, year / world.households.members / 100.0)
    registered = world.households.members[world.households.is_registered].sum()
    assert cells[:, 8:, Tally.PEOPLE].sum() == cells[:, :, Tally.REGISTERED].sum() == registered
