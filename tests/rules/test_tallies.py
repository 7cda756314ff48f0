"""What is counted of a county each month, by hand, on a few rows."""

import numpy as np
from few_rows import ORDINARY
from small_world import small_world

from sim import tallies
from sim.numeric import NONE
from sim.state.codes import BUSINESS, HALF, LOCAL, WEAK
from sim.tally import Tally


def counted(world):
    cells = np.zeros((len(world.counties.code), tallies.KINDS, tallies.TALLIES), np.int64)
    head_income, residents = np.zeros(len(world.households.id)), np.zeros(len(world.households.id), np.int64)
    tables = world.persons, world.households, world.registry, world.employers, world.counties, world.provinces.line
    tallies.step(*tables, ORDINARY, cells, head_income, residents, 0, len(cells))
    return cells, head_income, residents


def test_output_is_all_pay_for_work_in_the_county_and_net_business():
    world = small_world()
    world.persons.pay[:] = 1_000 + np.arange(len(world.persons.id))
    world.households.earned[:, BUSINESS] = 50_000
    is_away = [e != NONE and world.employers.place[e] != LOCAL for e in world.persons.employer]
    assert 0 < sum(is_away) < np.sum(world.persons.employer != NONE)
    expected = world.persons.pay[~np.array(is_away)].sum() + 50_000 * len(world.households.id)
    cells, _, _ = counted(world)
    assert cells[:, :, Tally.OUTPUT].sum() == expected


def test_income_of_the_year_by_cell_and_by_head():
    world = small_world()
    world.households.income[:] = np.arange(world.households.income.size).reshape(world.households.income.shape)
    cells, head_income, residents = counted(world)
    year = world.households.income.sum(axis=1)
    assert cells[:, :, Tally.INCOME_YEAR].sum() == year.sum()
    assert cells[:, :, Tally.PEOPLE].sum() == len(world.persons.id)
    assert np.array_equal(head_income, year / world.households.members / 100.0)
    registered = world.households.members[world.households.is_registered].sum()
    assert cells[:, 8:, Tally.PEOPLE].sum() == cells[:, :, Tally.REGISTERED].sum() == registered
    assert cells[:, :, Tally.RESIDENTS].sum() == residents.sum()
    away = np.array([int(months).bit_count() >= 6 for months in world.persons.away_months])
    for h in range(len(residents)):
        assert residents[h] == np.sum(~away & (world.persons.household == h))


def test_labour_is_who_could_work_and_is_not_at_school():
    world = small_world()
    persons = world.persons
    persons.capacity[:] = HALF
    persons.is_student[:] = False
    persons.worked_months[:], persons.farm_days[:] = 0, 0
    persons.capacity[0], persons.is_student[1] = WEAK, True
    persons.worked_months[:3], persons.farm_days[3] = 1, 4
    cells, _, _ = counted(world)
    assert cells[:, :, Tally.LABOUR].sum() == len(persons.id) - 2
    assert cells[:, :, Tally.LABOUR_AT_WORK].sum() == 2


def test_who_is_poor_by_bills_is_poor():
    world = small_world()
    world.households.income[:] = 100_000
    world.households.income[0] = 1_000
    world.households.medical_year[0] = 100_000_000
    cells, _, _ = counted(world)
    people = world.households.members[0]
    assert cells[:, :, Tally.UNDER_POVERTY_LINE].sum() == cells[:, :, Tally.POOR_BY_BILLS].sum() == people
