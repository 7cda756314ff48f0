"""Rows made anew: every link follows, every column of a household is known to divide or to be inherited."""

import numpy as np
from small_world import small_world

from sim.invariants import first_violation
from sim.numeric import NONE
from sim.state import Households, Persons, Registry
from sim.state.links import LINKS, MAY_BE_NONE
from sim.state.rebuild import blank, histories, regrouped, stocks
from sim.state.table import columns

INHERITED = {"", "row", "people", "months", "month", "bits", "fen/head-year"}
"""Units of what a new household has like its parents' one."""


def test_every_amount_divides_and_everything_else_is_inherited() -> None:
    for table in (Households, Registry):
        divided = {*stocks(table), *histories(table)}
        for name, column in columns(table).items():
            assert (name in divided) != (column.unit in INHERITED), f"{name} in {column.unit}: does it divide?"
    assert {"savings", "debt", "land"} <= set(stocks(Households)) and "income" in histories(Households)
    assert "aid" in stocks(Registry) and "recorded_income" not in stocks(Registry)


def test_links_are_columns_of_their_tables() -> None:
    world = small_world()
    for table, column, target in LINKS:
        links = getattr(getattr(world, table), column)
        low = NONE if f"{table}.{column}" in MAY_BE_NONE else 0
        assert links.min() >= low and links.max() < len(getattr(world, target)[0])


def test_nobody_is_blank() -> None:
    nobody = blank(Persons, "persons", 1)
    assert nobody.employer[0] == nobody.partner[0] == nobody.looks[0] == NONE
    assert nobody.age[0] == nobody.id[0] == 0


def test_whoever_stays_keeps_everything_but_the_row() -> None:
    """One person is gone, one household too, one person has moved to another household."""
    before, world = small_world(), small_world()
    stays = np.ones(len(world.persons.id), bool)
    stays[[0, 5]] = False  # the elder who lives alone, and somebody with a partner
    home = world.persons.household.astype(np.int64)
    home[3] = 9
    made = regrouped(world, stays, home, np.arange(len(home)) == 3)
    assert first_violation(made) is None
    assert len(made.households.id) == len(before.households.id) - 1
    row = {int(person): p for p, person in enumerate(before.persons.id)}
    for p, person in enumerate(made.persons.id.tolist()):
        was = row[person]
        for name in ("age", "skill", "wage", "employer"):
            assert getattr(made.persons, name)[p] == getattr(before.persons, name)[was]
        h, old = made.persons.household[p], 9 if was == 3 else before.persons.household[was]
        assert made.households.id[h] == before.households.id[old]
        assert made.households.savings[h] == before.households.savings[old]
        assert made.registry.tag[h] == before.registry.tag[old]
        mate, married = made.persons.partner[p], before.persons.partner[was]
        gone = married == NONE or not stays[married]
        assert mate == NONE if gone else made.persons.id[mate] == before.persons.id[married]
    last = made.households.first_person[8] + made.households.members[8] - 1
    assert made.persons.id[last] == before.persons.id[3], "who comes stands after who was there"
    assert made.counties.persons.sum() == len(made.persons.id)
    assert made.villages.households.tolist()[0] == before.villages.households[0] - 1
