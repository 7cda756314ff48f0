"""Every book is checked, the first fault named: a clean world passes, each planted error is found."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, work_for
from small_world import small_world
from some_months import found, simulate

from sim.behaviour import Behaviour
from sim.numeric import NONE
from sim.rules import accounts
from sim.state.codes import (
    DELIVERED,
    DISPLACED,
    EAST,
    IDLE,
    LEAKED,
    LOCAL_JOBS,
    PLACES,
    PROPERTY,
    PROVINCE,
    SKILL_PROJECT,
    WAGES,
)

BEHAVIOUR = Behaviour()._replace(outside_pay=3600.0, east_pay_premium=0.1)


def balanced():
    """Two counties after a month: wages, a post, public money, a household that saved and one that borrowed."""
    world = few_rows((2, 1), (1,), firms=2)
    persons, households, employers, counties = world.persons, world.households, world.employers, world.counties
    work_for(world, 0, 0)
    work_for(world, 3, 4 + EAST - 1)
    persons.pay[:] = (300_000, 20_000, 50_000, 400_000)
    employers.wage_bill[0] = 300_000
    counties.odd_wages[0] = 20_000
    counties.bought[0, LOCAL_JOBS] = counties.public_wages[0] = 50_000
    counties.outside_wages[1, EAST] = 400_000
    households.earned[:, WAGES] = (320_000, 50_000, 400_000)
    households.earned[1, PROPERTY] = -3_000
    households.costs_away[2], households.aid_paid[1] = 110_000, 10_000
    households.medical[1], households.damage[1], households.school_fees[0] = 150_000, 20_000, 50_000
    households.consumed[:] = (70_000, 30_000, 40_000)
    households.savings[:] = (1_000_000 + 200_000, 0, 250_000)
    households.debt[1] = 143_000
    households.worth_before[:] = (1_000_000, 0, 0)
    counties.worth_before[:] = (1_000_000, 0)
    counties.planned[0, LOCAL_JOBS] = 120_000
    money = counties.money[0, LOCAL_JOBS]
    money[DISPLACED], money[IDLE], money[LEAKED], money[DELIVERED] = -5_000, 12_000, 1_000, 112_000
    counties.overhead[0, LOCAL_JOBS], counties.returned[0, LOCAL_JOBS] = 12_000, 3_000
    counties.balance[0, LOCAL_JOBS] = 200_000
    counties.purse[0, LOCAL_JOBS] = 180_000
    counties.idle[0, LOCAL_JOBS] = (49_000, 30_000)
    return world


def check(world, first=0, last=2):
    faults = np.zeros((len(world.counties.code), 4), np.int64)
    workers = np.full(len(world.employers.id), 99, np.int64)
    away = np.full((len(world.counties.code), PLACES), 99, np.int64)
    people = world.persons, world.households, world.employers
    accounts.step(*people, world.counties, workers, away, faults, first, last)
    return faults


def test_compiled_step_finds_nothing_where_all_balances_and_keeps_the_balance() -> None:
    world = balanced()
    assert not check(world).any()
    assert world.counties.balance[0, LOCAL_JOBS] == 180_000 + 49_000 + 30_000


@pytest.mark.parametrize(
    ("table", "column", "place", "change", "fault"),
    [
        ("households", "savings", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("households", "debt", 1, 1, (accounts.HOUSEHOLD_BOOK, 1, 0, -1)),
        ("households", "consumed", 1, -7, (accounts.HOUSEHOLD_BOOK, 1, 0, -7)),
        ("households", "medical", 1, 1, (accounts.HOUSEHOLD_BOOK, 1, 0, 1)),
        ("households", "school_fees", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("households", "damage", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("households", "invested", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("households", "aid_paid", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, -1)),
        ("households", "costs_away", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("households", "earned", (1, PROPERTY), 1, (accounts.HOUSEHOLD_BOOK, 1, 0, -1)),
        ("counties", "planned", (0, LOCAL_JOBS), 1, (accounts.MEASURE_BOOK, 0, LOCAL_JOBS, 1)),
        ("counties", "money", (0, LOCAL_JOBS, LEAKED), 1, (accounts.MEASURE_BOOK, 0, LOCAL_JOBS, -1)),
        ("counties", "money", (0, SKILL_PROJECT, DISPLACED), 9, (accounts.MEASURE_BOOK, 0, SKILL_PROJECT, -9)),
        ("counties", "purse", (0, LOCAL_JOBS), 1, (accounts.PURSE_BOOK, 0, LOCAL_JOBS, 1)),
        ("counties", "idle", (0, LOCAL_JOBS, 1), 1, (accounts.PURSE_BOOK, 0, LOCAL_JOBS, 1)),
        ("counties", "overhead", (0, LOCAL_JOBS), 1, (accounts.PURSE_BOOK, 0, LOCAL_JOBS, 1)),
        ("counties", "returned", (0, LOCAL_JOBS), 1, (accounts.PURSE_BOOK, 0, LOCAL_JOBS, 1)),
        ("counties", "public_wages", 0, 1, (accounts.WAGE_BOOK, 0, 0, 1)),
        ("counties", "bought", (0, SKILL_PROJECT), 1, (accounts.PURSE_BOOK, 0, SKILL_PROJECT, 1)),
        ("persons", "pay", 1, 1, (accounts.WAGE_BOOK, 0, 0, -1)),
        ("employers", "wage_bill", 1, 1, (accounts.WAGE_BOOK, 0, 0, 1)),
        ("counties", "odd_wages", 0, 1, (accounts.WAGE_BOOK, 0, 0, 1)),
        ("counties", "outside_wages", (0, PROVINCE), 5, (accounts.WAGE_BOOK, 0, 0, 5)),
        ("employers", "filled", 1, 1, (accounts.JOB_BOOK, 1, 0, -1)),
        ("persons", "employer", 1, 1, (accounts.JOB_BOOK, 0, 0, 1)),
        ("households", "funeral", 0, 1, (accounts.HOUSEHOLD_BOOK, 0, 0, 1)),
        ("counties", "deaths", 0, 1, (accounts.PEOPLE_BOOK, 0, 0, -1)),
        ("counties", "moved_in", 0, 3, (accounts.PEOPLE_BOOK, 0, 0, 3)),
        ("counties", "bequests", 0, 7, (accounts.ESTATE_BOOK, 0, 0, 7)),
        ("counties", "outside_jobs", (0, PROVINCE), 2, (accounts.OUTSIDE_BOOK, 0, PROVINCE, -2)),
    ],
)
def test_each_planted_error_is_found_and_named(table, column, place, change, fault) -> None:
    world = balanced()
    getattr(getattr(world, table), column)[place] += change
    faults = check(world)
    assert tuple(faults[0]) == fault
    assert not faults[1].any()


def test_negative_stocks_are_a_fault_even_when_the_books_close() -> None:
    for savings, debt in ((-5, 0), (5, -5)):
        world = balanced()
        world.households.savings[2], world.households.debt[2] = savings, debt
        world.households.worth_before[2] = world.counties.worth_before[1] = savings - debt - 250_000
        assert tuple(check(world)[1]) == (accounts.STOCK_BOOK, 2, 0, 0)


def test_the_first_fault_is_the_one_kept_and_counties_do_not_mix() -> None:
    world = balanced()
    world.households.savings[:] += 3
    world.counties.planned[0, LOCAL_JOBS] += 1
    faults = check(world)
    assert [tuple(fault) for fault in faults] == [
        (accounts.MEASURE_BOOK, 0, LOCAL_JOBS, 1),
        (accounts.HOUSEHOLD_BOOK, 2, 0, 3),
    ]
    assert not check(balanced(), 1, 2)[0].any()


def test_every_book_has_its_words() -> None:
    books = [
        accounts.HOUSEHOLD_BOOK,
        accounts.MEASURE_BOOK,
        accounts.PURSE_BOOK,
        accounts.WAGE_BOOK,
        accounts.JOB_BOOK,
        accounts.OUTSIDE_BOOK,
        accounts.STOCK_BOOK,
        accounts.PEOPLE_BOOK,
        accounts.ESTATE_BOOK,
    ]
    assert books == list(range(1, len(accounts.BOOKS)))
    assert all(accounts.BOOKS[1:])
    assert len(set(accounts.BOOKS)) == len(accounts.BOOKS)


def close(world, away):
    accounts.close_accounts(
        world.employers, world.counties, world.provinces, np.array(away), BEHAVIOUR, ORDINARY._replace(pay_level=1.5)
    )


def test_compiled_close_gives_accounts_the_real_numbers_of_their_province() -> None:
    """In the east 3 people of weight 10.5 and 2 of weight 20 work: 71.5, so 72; elsewhere nobody."""
    world = few_rows((1,), (1,), firms=1)
    world.counties.weight[:] = (10.5, 20.0)
    world.counties.outside_wages[:, EAST] = (900_001, 700_000)
    world.employers.filled[:2], world.employers.wage[:2] = 7, 7
    close(world, [[9, 1, 3, 0], [9, 0, 2, 0]])
    city, east, rest = 2, 3, 4
    employers = world.employers
    assert list(employers.filled[[city, east, rest]]) == [11, 72, 0]
    assert list(employers.positions) == [0, 0, 11, 72, 0]
    # 10.5 x 900,001 + 20 x 700,000 fen
    assert list(employers.wage_bill) == [0, 0, 0, 23_450_011, 0]
    assert list(employers.revenue) == list(employers.wage_bill)
    assert list(employers.wage) == [7, 7, 540_000, math.floor(540_000 * math.exp(0.1)), 540_000]
    assert list(employers.filled[:2]) == [7, 7]


def test_each_province_has_accounts_of_its_own() -> None:
    world = small_world()
    away = np.zeros((4, PLACES), np.int64)
    away[:, EAST] = (1, 2, 4, 8)
    close(world, away)
    first = world.provinces.first_account
    assert list(world.employers.filled[first + EAST - PROVINCE]) == [300, 1200]


def test_accounts_show_the_workers_that_the_books_have_counted() -> None:
    """After a month of all rules: an account's people and pay are those of the persons who name it."""
    world = found()
    assert not simulate(world, 0, seed=5).any()
    persons, employers = world.persons, world.employers
    for e in np.flatnonzero(employers.county == NONE):
        there = persons.employer == e
        assert there.any()
        assert employers.filled[e] == 100 * there.sum()
        assert employers.wage_bill[e] == 100 * persons.pay[there].astype(int).sum()


def test_a_world_without_counties_has_no_fault() -> None:
    assert check(few_rows(), 0, 0).shape == (0, 4)
