"""The chance of a fall within a year: futures differ, agree with what later happens, and leave the model as it was."""

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.model import Model
from sim.scenario import Scenario
from sim.state.codes import RAW

PEOPLE = {"counties": 8, "households": 20}
HARD = {"illness_rate": 0.014, "serious_share": 0.5}


def scenario() -> Scenario:
    return Scenario.make(start="2020-01", policy_from="2020-01", months=6, population=PEOPLE, behaviour=HARD)


@pytest.fixture(scope="module")
def model() -> Model:
    made = Model(scenario(), rng=3)
    for _ in range(3):
        made.step()
    return made


def test_a_look_ahead_changes_nothing(model: Model) -> None:
    before = [column.copy() for table in model.world for column in table]
    sim.risk(model, draws=2, months=2)
    assert all(np.array_equal(a, b) for a, b in zip(before, (c for t in model.world for c in t), strict=True))
    assert (model.month, model.seed, model.running) == (3, 3, True)


def test_it_counts_the_futures_in_which_each_household_falls(model: Model) -> None:
    found = sim.risk(model, draws=4, months=4)
    assert (found.date, found.draws, found.months) == ("2020-03", 4, 4)
    assert list(found.household) == list(model.world.households.id)
    assert set(np.unique(found.chance * 4)) <= {0.0, 1.0, 2.0, 3.0, 4.0}
    assert 0.0 < found.chance.mean() < 0.5
    assert found.error == pytest.approx(np.sqrt(found.chance * (1.0 - found.chance) / 3))
    # half-way chances: luck is drawn anew in every future
    assert ((found.chance > 0.0) & (found.chance < 1.0)).any()


def test_the_same_question_has_the_same_answer(model: Model) -> None:
    first, again = (sim.risk(model, draws=2, months=3) for _ in range(2))
    assert np.array_equal(first.chance, again.chance)
    assert first.groups == again.groups


def test_who_is_in_poverty_and_cannot_settle_in_time_does_not_fall(model: Model) -> None:
    """Six months above the line end a spell: with fewer than four behind it none ends and begins in three months."""
    found, households = sim.risk(model, draws=3, months=3), model.world.households
    is_deep = households.is_poor[:, RAW] & (households.months_above[:, RAW] < 4)
    assert is_deep.any()
    assert not found.chance[is_deep].any()


def test_groups_are_means_over_their_people(model: Model) -> None:
    found = sim.risk(model, draws=3, months=4)
    groups = {(row.group_kind, row.group): row for row in found.groups}
    world = model.world
    weight = np.repeat(world.counties.weight, world.counties.households) * world.households.members
    for group, is_in in (("all", weight > 0), ("registered", world.households.is_registered)):
        row = groups["all" if group == "all" else "stratum", group]
        assert row.people == pytest.approx(weight[is_in].sum())
        assert row.chance == pytest.approx((found.chance * weight)[is_in].sum() / weight[is_in].sum())
    assert groups["all", "all"].error > 0.0


def test_a_scenario_is_run_until_the_date(model: Model) -> None:
    ours, theirs = sim.risk(model, draws=2, months=2), sim.risk(scenario(), at="2020-03", draws=2, months=2, seed=3)
    assert np.array_equal(ours.chance, theirs.chance)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"draws": 1}, "draws is 1; allowed is a whole number from 2 to 10000"),
        ({"months": 0}, "months is 0; allowed is a whole number from 1 to 120"),
        ({"at": "2020-03"}, "a model stands where it stands"),
    ],
)
def test_what_cannot_be_asked_of_a_model(model: Model, asked: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        sim.risk(model, **asked)


def test_a_date_must_be_a_month_of_the_scenario() -> None:
    with pytest.raises(InputError, match="at is '2031-01'; allowed is a month of the scenario, 2020-01 to 2020-06"):
        sim.risk(scenario(), at="2031-01", draws=2)
