"""Families: where people live after January, and what goes with them.

    born       id = hash(mother, month), skill of the mother, no schooling, not insured
    bride      from outside: two years younger than the man, his schooling and skill, at home without a job
    founded    a household of its own has its founder's id, village and entitlements: an alleviated household stays one
    a year     who moves takes a head's share of the year's income along; a birth or a death divides the past anew
    divided    a founder takes a head's share of land, savings, debts; who moves to a household takes none
    ended      a household without members leaves what it has to the first of those who moved; if all died, savings and
               debts go to heirs who are not simulated (`bequests`), land to the village in equal parts
    funeral    funeral_cost, guests' gifts taken off, is paid by those who stay; it is no hardship that X counts

Amounts are what the tables declare in fen or mu; shares are rounded down and the rest stays. Rows are set in order by
`sim.state.rebuild`.

Reads   households.village households.savings households.debt, counties.code
Writes  persons.id persons.age persons.is_female persons.schooling persons.skill persons.taste persons.capacity
        persons.partner, households.id households.funeral households.land, counties.bequests
Levers  none     Luck  per new-born: sex, taste; per bride from outside: taste
"""

from typing import NamedTuple

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, hashed_id, kernel, normal, uniform
from sim.rules.calendar import labour_capacity
from sim.rules.demography import USUAL_GAP, YOUNGEST_BRIDE
from sim.rules.earnings import fen
from sim.state import World
from sim.state.codes import HEALTHY
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.moves import DIES, FROM_OUTSIDE, STAYS, Moves
from sim.state.persons import Persons
from sim.state.rebuild import blank, histories, regrouped, stocks
from sim.state.table import Array, joined, taken

BRIDE = 1
"""Salt of the id that a bride from outside has of the man whom she marries."""


@kernel
def begin_lives(persons: Persons, mothers: Array, first: int, son_share: float, month: Month, luck: Luck) -> None:
    """The new-born children of these mothers, in rows from `first` on."""
    for i in range(len(mothers)):
        mother, p = int(mothers[i]), first + i
        person = hashed_id(int(persons.id[mother]), month.number)
        persons.id[p] = person
        persons.is_female[p] = uniform(luck, Decision.NEWBORN, person, 0) >= son_share
        persons.skill[p] = persons.skill[mother]
        persons.taste[p] = normal(luck, Decision.NEWBORN, person, 1)


@kernel
def bring_brides(persons: Persons, grooms: Array, first: int, month: Month, luck: Luck) -> None:
    """The brides from outside of these men, in rows from `first` on."""
    for i in range(len(grooms)):
        groom, p = int(grooms[i]), first + i
        person = hashed_id(int(persons.id[groom]), month.number, BRIDE)
        persons.id[p] = person
        persons.age[p] = max(YOUNGEST_BRIDE, int(persons.age[groom]) - USUAL_GAP)
        persons.is_female[p] = True
        persons.schooling[p] = persons.schooling[groom]
        persons.skill[p] = persons.skill[groom]
        persons.taste[p] = normal(luck, Decision.NEWBORN, person, 1)
        persons.capacity[p] = labour_capacity(int(persons.age[p]), HEALTHY)


def carry[T: NamedTuple](table: T, names: list[str], origin: Array, target: Array, heads: Array) -> None:
    """Take one head's share of amounts from households to others, one entry a mover; `heads` are those of each."""
    for name in names:
        values = getattr(table, name)
        divisor = heads.reshape(-1, *[1] * (values.ndim - 1))
        if values.dtype.kind == "f":
            share = (values[origin].astype(np.float64) / divisor).astype(values.dtype)
        else:
            share = values[origin] // divisor.astype(values.dtype)
        np.subtract.at(values, origin, share)
        np.add.at(values, target, share)


def leave_to_heirs(
    households: Households, counties: Counties, county: Array, ended: Array, heir: Array, stays: Array
) -> None:
    """What households that ended own goes to an heir's, or, where `heir` is NONE, to people who are not simulated.

    `county` and `stays` have a row a household: its county, and whether it goes on.
    """
    for h, g in zip(ended.tolist(), heir.tolist(), strict=True):
        if g != NONE:
            for name in stocks(Households):
                values = getattr(households, name)
                values[g] += values[h]
    lost = ended[heir == NONE]
    worth = households.savings[lost].astype(np.int64) - households.debt[lost]
    counties.bequests[:] += np.bincount(county[lost], worth, len(counties.code)).astype(np.int64)
    villages = int(households.village.max()) + 1
    pool, neighbours = np.zeros(villages), np.bincount(households.village[stays], minlength=villages)
    np.add.at(pool, households.village[lost], households.land[lost].astype(np.float64))
    part = (pool / np.maximum(neighbours, 1))[households.village]
    households.land[stays] = households.land[stays] + part[stays]


def couple(persons: Persons, grooms: Array, brides: Array) -> None:
    """Man and wife know of each other."""
    persons.partner[grooms] = brides
    persons.partner[brides] = grooms


def pay_funerals(households: Households, dead: Array, cost: int) -> None:
    """A cost for each of the dead, who lived in these households."""
    households.funeral[:] = cost * np.bincount(dead, minlength=len(households.id))


def found[T: NamedTuple](table: T, parents: Array) -> T:
    """A table of households with new rows at its end: like the parents' rows, but without their amounts."""
    new = taken(table, parents)
    for name in (*stocks(type(table)), *histories(type(table))):
        getattr(new, name)[:] = 0
    return joined(table, new)


def name_after(households: Households, first: int, founders: Array) -> None:
    """New households, in rows from `first` on, bear their founders' ids."""
    households.id[first:] = founders


def regroup(world: World, moves: Moves, behaviour: Behaviour, month: Month, luck: Luck) -> World:
    """Let the births, deaths and moves of January come true.

    Returns
    -------
    World of these people; the tables handed in are changed in place, and are none any more
    """
    people, before = len(world.persons.id), len(world.households.id)
    origin = world.persons.household.copy()
    mothers, founders = np.flatnonzero(moves.bears), np.flatnonzero(moves.founds)
    grooms = np.flatnonzero(moves.weds != NONE)
    is_fetched = moves.weds[grooms] == FROM_OUTSIDE
    fetching = grooms[is_fetched]
    brides = np.where(is_fetched, people + np.cumsum(is_fetched) - 1, moves.weds[grooms])

    persons = joined(world.persons, blank(type(world.persons), "persons", len(fetching) + len(mothers)))
    bring_brides(persons, fetching, people, month, luck)
    begin_lives(persons, mothers, people + len(fetching), behaviour.son_share, month, luck)
    couple(persons, grooms, brides)
    parents = origin[founders]
    households, registry = found(world.households, parents), found(world.registry, parents)
    name_after(households, before, world.persons.id[founders])

    home = np.concatenate((moves.home, np.zeros(len(fetching) + len(mothers), np.int64)))
    home[founders] = before + np.arange(len(founders))
    home[brides] = home[grooms]
    home[people + len(fetching) :] = home[mothers]
    stays = np.concatenate((moves.fate == STAYS, np.ones(len(home) - people, bool)))
    moved = np.flatnonzero(stays[:people] & (home[:people] != origin))
    heads = households.members.astype(np.int64)
    carry(households, histories(Households), origin[moved], home[moved], heads[origin[moved]])
    carry(households, stocks(Households), parents, home[founders], heads[parents])
    carry(registry, stocks(type(registry)), parents, home[founders], heads[parents])

    lives = np.bincount(home[stays], minlength=len(households.id)) > 0
    heir = np.full(len(households.id), NONE)
    heir[origin[moved][::-1]] = home[moved][::-1]
    county, ended = world.villages.county[households.village], np.flatnonzero(~lives)
    leave_to_heirs(households, world.counties, county, ended, heir[ended], lives)
    pay_funerals(households, origin[moves.fate == DIES], fen(behaviour.funeral_cost * month.price_level))

    is_new = np.ones(len(home), bool)
    is_new[:people] = home[:people] != origin
    is_new[founders] = False
    made = world._replace(persons=persons, households=households, registry=registry)
    made = regrouped(made, stays, home, is_new)
    made.households.worth_before[:] = made.households.savings - made.households.debt
    return made
