"""The same people die, bear and marry under every policy; books close; whoever looks on finds them again."""

import numpy as np
import pytest

from sim.agents import Household, Person
from sim.model import Model
from sim.scenario import Scenario

SIZE = {"counties": 8, "households": 60}
JANUARY = 13
"""Months after which the second January is over."""


def lived(**levers: float) -> Model:
    asked = Scenario.make(start="2020-01", policy_from="2020-01", months=JANUARY, population=SIZE, levers=levers or {})
    model = Model(asked, rng=4, check=True)
    while model.month < JANUARY:
        model.step()
    return model


@pytest.fixture(scope="module")
def baseline() -> Model:
    return lived()


def test_people_come_and_go_and_the_books_close(baseline: Model) -> None:
    counties, persons = baseline.world.counties, baseline.world.persons
    assert counties.deaths.sum() > 0 and counties.births.sum() > 0 and counties.moved_in.sum() > 0
    came = counties.births + counties.moved_in - counties.deaths - counties.moved_out
    assert np.array_equal(counties.people_before + came, counties.persons)
    assert len(np.unique(persons.id)) == len(persons.id) == counties.persons.sum()
    households = baseline.world.households
    assert len(np.unique(households.id)) == len(households.id)
    new = ~np.isin(households.id, baseline.first_households.id)
    assert new.any() and np.isin(households.id[new], persons.id).all()


def test_couples_live_together(baseline: Model) -> None:
    persons = baseline.world.persons
    married = np.flatnonzero(persons.partner >= 0)
    assert np.array_equal(persons.partner[persons.partner[married]], married)
    assert np.array_equal(persons.household[persons.partner[married]], persons.household[married])
    assert (persons.is_female[persons.partner[married]] != persons.is_female[married]).all()


def test_policy_touches_lives_only_through_health(baseline: Model) -> None:
    other = lived(local_jobs_dose=0.2, skill_project_dose=2.0)
    mine, yours = baseline.world.persons, other.world.persons
    assert not np.array_equal(baseline.world.households.savings, other.world.households.savings[: len(mine.id)])
    alike = np.intersect1d(mine.id, yours.id)
    assert len(alike) > 0.998 * len(mine.id)
    assert abs(int(baseline.world.counties.births.sum()) - int(other.world.counties.births.sum())) <= 1


def test_agents_are_found_again_after_their_rows_have_moved() -> None:
    asked = Scenario.make(start="2020-12", policy_from="2020-12", months=3, population=SIZE)
    model = Model(asked, rng=4)
    model.step()
    everybody = model.agents_by_type[Person].copy()
    last, home = everybody[len(everybody) - 1], model.agents_by_type[Household][50]
    ids = set(model.world.persons.id.tolist())
    name, age, savings = last.unique_id, last.age, home.unique_id
    model.step()
    left = set(model.world.persons.id.tolist()) & ids
    assert {agent.unique_id for agent in everybody} == left and len(left) < len(ids)
    assert model.world.persons.id[last.row] == name or name in left
    assert last.unique_id == name and last.age == age + 1 and last in everybody
    assert home.unique_id == savings and home.size >= 1
