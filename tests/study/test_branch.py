"""Branching: one past, many policies; each copy is the uninterrupted run, and nothing of one reaches another."""

import tracemalloc
from typing import Any

import numpy as np
import pytest

from sim.errors import InputError
from sim.model import Model
from sim.scenario import Scenario
from sim.state import World
from sim.study.branch import Block

SEED = 11
TINY = {"counties": 4, "households": 40}


def asked(**fields: Any) -> Scenario:
    return Scenario.make(**{"months": 26, "policy_from": "2020-12", "population": TINY, **fields})


def to_the_end(model: Model) -> Model:
    while model.running:
        model.step()
    return model


def columns(world: World) -> list[np.ndarray]:
    return [column for table in world for column in table]


@pytest.fixture(scope="module")
def trunk() -> Model:
    """A model that stands at the month from which policies may differ."""
    model = Model(asked(), rng=SEED)
    while model.month < 11:
        model.step()
    return model


POLICIES = {
    "a tilt": {"levers": {"fund_tilt_tilt": 1.8}},
    "a dose that rises": {"levers": {"local_jobs_dose": {"2020-12": {"to": 2, "over": 6}}}},
    "a drought": {"events": {"drought": {"2021-06": 0.5, "2021-10": 0}}},
    "a longer run": {"months": 28},
}


@pytest.mark.parametrize("fields", POLICIES.values(), ids=POLICIES)
def test_a_branch_is_the_uninterrupted_run_bit_for_bit(fields: dict[str, Any], trunk: Model) -> None:
    branch = to_the_end(trunk.branch(asked(**fields)))
    whole = to_the_end(Model(asked(**fields), rng=SEED))
    assert branch.collected == whole.collected and branch.month == whole.months
    assert all(np.array_equal(a, b) for a, b in zip(columns(branch.world), columns(whole.world), strict=True))
    pd_branch, pd_whole = (m.datacollector.get_model_vars_dataframe() for m in (branch, whole))
    assert pd_branch.equals(pd_whole)
    assert trunk.month == 11


def test_branches_and_trunk_do_not_touch_each_other(trunk: Model) -> None:
    before = [column.copy() for column in columns(trunk.world)]
    first, second = trunk.branch(fund_tilt_tilt=2.0), trunk.branch(fund_tilt_tilt=2.0)
    to_the_end(first)
    assert all(np.array_equal(a, b) for a, b in zip(before, columns(trunk.world), strict=True))
    assert not any(np.shares_memory(a, b) for a, b in zip(columns(first.world), columns(second.world), strict=True))
    assert to_the_end(second).collected == first.collected
    assert first.resolved.levers_at(11).fund_tilt_tilt == 2.0 and trunk.resolved.levers_at(11).fund_tilt_tilt == 1.0


def test_other_lots_shuffle_queues_and_nothing_before(trunk: Model) -> None:
    shuffled, usual = to_the_end(trunk.branch(ties=1)), to_the_end(trunk.branch())
    assert shuffled.collected[: len(trunk.collected)] == usual.collected[: len(trunk.collected)]
    assert not np.array_equal(shuffled.world.persons.employer, usual.world.persons.employer)
    assert np.array_equal(shuffled.world.counties.farm_shock, usual.world.counties.farm_shock)


def test_a_branch_takes_the_memory_of_one_copy() -> None:
    model = Model(asked(population={"counties": 4, "households": 1000}), rng=SEED)
    tables = sum(column.nbytes for column in columns(model.world))
    tracemalloc.start()
    try:
        branch = model.branch()
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert branch.running and 0.95 * tables < held <= most < 1.3 * tables + 500_000 < 2 * tables


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"population": {"counties": 4, "households": 41}}, "population households: 41 instead of 40"),
        ({"population": {**TINY, "seed": 3}}, "population seed: 3 instead of the run's"),
        ({"behaviour": {"illness_rate": 0.004}}, r"illness_rate \[.*\]: 0.004 instead of"),
        ({"levers": {"fund_tilt_tilt": {"2020-06": 1.5}}}, "fund_tilt_tilt .*: 1.5 instead of 1 from 2020-06"),
        ({"events": {"drought": {"2020-03": 0.5, "2020-05": 0}}}, "0.5 instead of 0 from 2020-03 to 2020-04"),
        ({"fund_closure": "new_money"}, "fund_closure: new_money instead of zero_sum"),
    ],
)
def test_what_differs_before_is_refused(fields: dict[str, Any], says: str, trunk: Model) -> None:
    with pytest.raises(InputError, match=f"scenario cannot branch from scenario at 2020-12, before which.*{says}"):
        trunk.branch(asked(**fields))


def test_a_block_of_branches_equals_runs_by_themselves() -> None:
    tilt, drought = asked(levers={"fund_tilt_tilt": 2}), asked(events={"drought": {"2021-06": 0.5, "2021-10": 0}})
    ill = asked(behaviour={"illness_rate": 0.004})
    block = Block((asked(), tilt, drought, ill), 1)
    assert block.starts == (11, 17, -1, 0) and block.window == 12
    reference, records = block.run(SEED)
    for scenario, record in zip((tilt, drought, ill), records, strict=False):
        (alone, _) = Block((scenario, scenario), 1).run(SEED)
        np.testing.assert_array_equal(record.income, alone.income)
        np.testing.assert_array_equal(record.levels, alone.levels)
        months = min(len(record.activity), len(alone.activity))
        _, here, there = np.intersect1d(record.person_id, alone.person_id, return_indices=True)
        assert len(here) > 0.9 * len(record.person_id)
        np.testing.assert_array_equal(record.activity[-months:, here], alone.activity[-months:, there])
    assert len(reference.activity) == 26 and [len(record.activity) for record in records] == [15, 9, 26, 26]


def test_scenarios_that_never_differ_are_copied_when_policy_begins() -> None:
    assert Block((asked(), asked()), 1).starts == (11, 11)
    assert Block((asked(policy_from="2030-01"), asked()), 1).starts == (25, 25)
    assert Block((asked(), asked(levers={"fund_tilt_tilt": {"2022-01": 2}})), 1).window == 2
