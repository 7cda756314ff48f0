"""The spread of incomes by hand: median, tenth, Gini and fifths, with weights and ties."""

import numpy as np
import pytest

from sim.numeric import NONE
from sim.spread import add_cells, settle_ties, spread

EVERYBODY = np.zeros((1, 1), np.int64)


def spread_of_one_group(income, weight):
    people = np.array([float(np.sum(weight))])
    cell = np.zeros(len(income), np.int64)
    return spread(np.array(income, float), np.array(weight, float), cell, EVERYBODY, people)[:, 0]


def test_five_households_of_one_person_each():
    median, tenth, gini, *fifths = spread_of_one_group([300.0, 100.0, 500.0, 200.0, 400.0], [1.0] * 5)
    assert median == 300.0
    assert tenth == 100.0
    assert gini == pytest.approx(4.0 / 15.0)  # mean difference of pairs 160, over twice the mean of 300
    assert fifths == pytest.approx([100.0, 200.0, 300.0, 400.0, 500.0])


def test_a_household_over_several_fifths_is_in_each_of_them():
    median, tenth, gini, *fifths = spread_of_one_group([700.0], [3.0])
    assert (median, tenth) == (700.0, 700.0)
    assert gini == pytest.approx(0.0)
    assert fifths == pytest.approx([700.0] * 5)


def test_a_person_counts_as_often_as_she_stands_for():
    rng = np.random.default_rng(3)
    income, weight = rng.lognormal(9.0, 0.6, 400), rng.integers(1, 6, 400)
    apart = np.repeat(income, weight)
    assert spread_of_one_group(income, weight)[2:] == pytest.approx(spread_of_one_group(apart, np.ones(len(apart)))[2:])
    pairs = np.abs(apart[:, None] - apart).mean()
    assert spread_of_one_group(income, weight)[2] == pytest.approx(pairs / (2.0 * apart.mean()))
    assert spread_of_one_group(income, weight)[:2] == pytest.approx(np.quantile(apart, [0.5, 0.1]), rel=0.02)


def test_groups_are_told_apart_and_one_without_people_has_nothing():
    income, weight = np.array([10.0, 20.0, 30.0, 40.0]), np.ones(4)
    cell = np.array([0, 1, 0, 1])
    groups = np.array([[0, NONE], [0, 1]])
    told = spread(income, weight, cell, groups, np.array([4.0, 2.0, 0.0]))
    assert told[3:, 0] == pytest.approx(spread_of_one_group(income, weight)[3:])
    assert told[:, 1] == pytest.approx(spread_of_one_group([20.0, 40.0], [1.0, 1.0]))
    assert np.isnan(told[:, 2]).all()


def test_of_no_income_there_is_no_gini():
    assert np.isnan(spread_of_one_group([0.0, 0.0], [1.0, 2.0])[2])


def test_equal_incomes_stand_in_order_of_rows():
    order = np.array([4, 2, 0, 3, 1])
    settle_ties(order, np.array([5.0, 7.0, 5.0, 7.0, 1.0])[order])
    assert order.tolist() == [4, 0, 2, 1, 3]


def test_sums_of_cells_by_group():
    cells = np.array([[2, 10], [0, 0], [3, 7]])
    counts = np.empty((2, 2))
    add_cells(cells, np.array([1.0, 5.0, 2.0]), np.array([[0, NONE], [0, 1], [0, 1]]), counts)
    assert counts.tolist() == [[8.0, 6.0], [24.0, 14.0]]
