"""How income is spread over the people of each group: all groups at once, in one pass over households by income."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.numeric import NONE, kernel
from sim.state.table import Array

Values = NDArray[np.float64]

MEDIAN, TENTH, GINI, FIFTHS = 0, 1, 2, 3
"""Places of the median, the tenth percentile, the Gini coefficient and the first of five means of fifths."""
MEASURES = 8
BEFORE, EARNED, AREA, MIDDLE, INCOME, REACHED, LEVEL, FULL = range(8)
"""What is carried along in each group: people and their income so far, twice the area under the curve of Lorenz, where
the last household's middle lies among people, its income, how many fifths are full, the next level among people whose
income is asked for, and the people with whom the next fifth is full."""
CARRIED = 8


@kernel
def settle_ties(order: Array, income: Array) -> None:
    """Put households of equal income into the order of their rows, whatever the sort did; `income` is in that order."""
    for i in range(1, len(order)):
        h = order[i]
        j = i
        while j > 0 and income[j - 1] == income[i] and order[j - 1] > h:
            order[j] = order[j - 1]
            j -= 1
        order[j] = h


@kernel
def begin(carried: Array, people: float) -> None:
    """Nobody of a group of so many people is in yet."""
    carried[MIDDLE] = -1.0
    carried[LEVEL] = 0.1 * people
    carried[FULL] = 0.2 * people


@kernel
def tell_level(told: Array, carried: Array, people: float, middle: float, income: float) -> None:
    """The tenth percentile, the median or both lie between the middles of the last household and of this one."""
    for place, level, following in ((TENTH, 0.1 * people, 0.5 * people), (MEDIAN, 0.5 * people, math.inf)):
        if carried[MIDDLE] <= level < middle:
            below = income if carried[BEFORE] == 0.0 else float(carried[INCOME])
            share = (level - float(carried[MIDDLE])) / (middle - float(carried[MIDDLE]))
            told[place] = below + share * (income - below)
            carried[LEVEL] = following


@kernel
def fill_fifths(told: Array, carried: Array, people: float, after: float, income: float) -> None:
    """One fifth or more are full with this household, after which so many people are in; the last is never full."""
    while after > carried[FULL]:
        full = int(carried[REACHED])
        told[FIFTHS + full] = carried[EARNED] + income * (0.2 * (full + 1.0) * people - carried[BEFORE])
        carried[REACHED] = full + 1.0
        carried[FULL] = 0.2 * (full + 2.0) * people if full < 3 else math.inf


@kernel
def add_household(told: Array, carried: Array, people: float, weight: float, income: float) -> None:
    """One group's next household by income, of `weight` people; `people` is how many the group has."""
    before, earned = float(carried[BEFORE]), float(carried[EARNED])
    middle, after = before + 0.5 * weight, before + weight
    if middle > carried[LEVEL]:
        tell_level(told, carried, people, middle, income)
    if after > carried[FULL]:
        fill_fifths(told, carried, people, after, income)
    carried[BEFORE] = after
    carried[EARNED] = earned + weight * income
    carried[AREA] += weight * (earned + carried[EARNED])
    carried[MIDDLE] = middle
    carried[INCOME] = income


@kernel
def conclude(told: Array, carried: Array, people: float) -> None:
    """What can be told of one group once its last household is in."""
    for place, level in ((MEDIAN, 0.5 * people), (TENTH, 0.1 * people)):
        if carried[MIDDLE] <= level:
            told[place] = carried[INCOME]
    if carried[EARNED] > 0.0:
        told[GINI] = 1.0 - float(carried[AREA]) / (float(carried[BEFORE]) * float(carried[EARNED]))
    for full in range(int(carried[REACHED]), 5):
        told[FIFTHS + full] = carried[EARNED]
    for full in range(4, 0, -1):
        told[FIFTHS + full] -= told[FIFTHS + full - 1]
    for full in range(5):
        told[FIFTHS + full] /= 0.2 * people


@kernel
def _spread(
    income: Array, weight: Array, cell: Array, groups: Array, people: Array, told: Array, carried: Array
) -> None:
    """All households, by income."""
    for g in range(len(people)):
        begin(carried[g], people[g])
    for i in range(len(income)):
        if weight[i] <= 0.0:
            continue
        for j in range(groups.shape[1]):
            g = groups[cell[i], j]
            if g == NONE:
                break
            add_household(told[g], carried[g], people[g], float(weight[i]), float(income[i]))
    for g in range(len(people)):
        if people[g] > 0.0:
            conclude(told[g], carried[g], people[g])


def spread(income: Values, weight: Values, cell: Array, groups: Array, people: Values) -> Values:
    """Distribution of income over people.

    Parameters
    ----------
    income : income per head of each household, shape (households,)
    weight : people for whom a household stands, shape (households,); one of nobody is left out
    cell : cell of each household, shape (households,)
    groups : groups to which a cell belongs, filled up with NONE, shape (cells, most groups)
    people : people of each group, shape (groups,)

    Returns
    -------
    Array of shape (8, groups): median, tenth percentile, Gini coefficient, means of fifths from the poorest on; NaN for
    a group without people. Income between the middles of two neighbours is taken to lie on a straight line; the curve
    of Lorenz starts at nobody.
    """
    told = np.full((len(people), MEASURES), np.nan)
    carried = np.zeros((len(people), CARRIED))
    order = np.argsort(income)
    in_order = income[order]
    settle_ties(order, in_order)
    _spread(in_order, weight[order], cell[order], groups, people, told, carried)
    return np.ascontiguousarray(told.T)


@kernel
def add_cells(cells: Array, weight: Array, groups: Array, counts: Array) -> None:
    """Add up the cells of each group.

    Parameters
    ----------
    cells : what is counted, shape (cells, tallies)
    weight : people for whom one of a cell stands, shape (cells,)
    groups : groups to which a cell belongs, filled up with NONE, shape (cells, most groups)
    counts : where sums are written, shape (tallies, groups)
    """
    counts[:] = 0.0
    for cell in range(len(cells)):
        if cells[cell, 0] == 0:
            continue
        for g in groups[cell]:
            if g == NONE:
                break
            for t in range(cells.shape[1]):
                counts[t, g] += float(weight[cell]) * float(cells[cell, t])
