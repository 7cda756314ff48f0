"""Rows of persons, households and registry made anew: some appended, some gone, each county's together again.

Ids are permanent, rows are not: whoever keeps a row number over a January keeps nothing.
"""

from typing import NamedTuple

import numpy as np

from sim.numeric import NONE
from sim.state import World
from sim.state.links import LINKS, MAY_BE_NONE
from sim.state.table import Array, columns, empty, kept


def blank[T: NamedTuple](table: type[T], name: str, rows: int) -> T:
    """Rows of nobody: zero, and NONE where a column of the table `name` may be NONE."""
    made = empty(table, rows)
    for column, values in zip(table._fields, made, strict=True):
        if f"{name}.{column}" in MAY_BE_NONE:
            values[...] = NONE
    return made


def stocks(table: type[NamedTuple]) -> list[str]:
    """Columns that hold one amount of a household: money or land, not per head."""
    return [name for name, column in columns(table).items() if column.unit in AMOUNTS and not column.width]


def histories(table: type[NamedTuple]) -> list[str]:
    """Columns that hold amounts of many months."""
    return [name for name, column in columns(table).items() if column.unit in AMOUNTS and column.width]


AMOUNTS = {"fen", "fen/month", "mu"}
"""Units of what is divided when a household divides; everything else is inherited as it is."""


def regrouped(world: World, stays: Array, home: Array, is_new: Array) -> World:
    """The world with people in their households: households by village, their members together.

    The tables of people stay where they are in memory, for a country is not held twice: the world handed in is none any
    more.
    Links to rows that have moved follow them; links to rows that are gone become NONE.

    Parameters
    ----------
    world : tables in which persons and households may stand in any order
    stays : array of shape (persons,), who is kept; a household that keeps nobody ends
    home : array of shape (persons,), household row of each
    is_new : array of shape (persons,), who stands after the members that were there before

    Returns
    -------
    World with the rows of persons, households and registry that there are now; everything is changed in place
    """
    lives = np.bincount(home[stays], minlength=len(world.households.id)) > 0
    living = np.flatnonzero(lives)
    order = living[np.argsort(world.households.village[living], kind="stable")]
    new_household = np.full(len(lives), NONE, np.int64)
    new_household[order] = np.arange(len(order))
    people = np.flatnonzero(stays)
    people = people[np.argsort(2 * new_household[home[people]] + is_new[people], kind="stable")]
    new_person = np.full(len(stays), NONE, np.int64)
    new_person[people] = np.arange(len(people))

    world.persons.household[:] = home
    moved = {"persons": new_person, "households": new_household}
    made = world._replace(
        persons=kept(world.persons, people),
        households=kept(world.households, order),
        registry=kept(world.registry, order),
    )
    for table, column, target in LINKS:
        if target in moved:
            links = getattr(getattr(made, table), column)
            links[:] = np.where(links == NONE, NONE, moved[target][links])
    count(made)
    return made


def count(world: World) -> None:
    """Set where rows begin and how many there are, from the links."""
    persons, households, _, _, _, villages, counties, _ = world
    households.members[:] = np.bincount(persons.household, minlength=len(households.id))
    households.first_person[:] = _starts(households.members)
    villages.households[:] = np.bincount(households.village, minlength=len(villages.id))
    villages.first_household[:] = _starts(villages.households)
    villages.people[:] = np.bincount(households.village, households.members, len(villages.id))
    counties.households[:] = np.bincount(villages.county, villages.households, len(counties.code))
    counties.first_household[:] = _starts(counties.households)
    counties.persons[:] = np.bincount(villages.county, villages.people, len(counties.code))
    counties.first_person[:] = _starts(counties.persons)


def _starts(counts: Array) -> Array:
    """Where each group begins when groups of these sizes follow each other."""
    ends = np.cumsum(counts, dtype=np.int64)
    return ends - counts
