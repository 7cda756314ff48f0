"""Reading everybody costs what the arrays cost, not what objects cost."""

import timeit

import numpy as np
import pytest
from small_model import SmallModel

from sim.agents import Household

SLACK = 4
"""How many times the arrays' own time, on a busy machine; a loop over agents takes a thousand times as long."""


@pytest.fixture(scope="module")
def model():
    return SmallModel(villages=50, households=100)


def seconds(call):
    return min(timeit.repeat(call, number=1, repeat=15))


@pytest.mark.parametrize(
    ("bare", "asked"),
    [
        (lambda t: (t.savings / 100).mean(), lambda s: s.agg("savings", np.mean)),
        (lambda t: (t.savings / 100).tolist(), lambda s: s.get("savings")),
        (lambda t: (t.income.sum(axis=1, dtype=np.int64) / (100.0 * t.members)).mean(), lambda s: s.agg("income", max)),
        (lambda t: t.debt.fill(100), lambda s: [s.set("debt", 1.0)]),
    ],
    ids=["agg", "get", "agg-of-a-sum", "set"],
)
def test_as_fast_as_the_arrays(model, bare, asked):
    households = model.agents_by_type[Household]
    assert len(households) == 20_000
    assert seconds(lambda: asked(households)) < SLACK * seconds(lambda: bare(model.world.households)) + 100e-6


def test_groups_cost_little_more_than_the_whole(model):
    households = model.agents_by_type[Household]
    by_county = seconds(lambda: households.groupby("county").agg("savings", np.mean))
    one_by_one = seconds(lambda: [agent.savings for agent in households])
    assert by_county < one_by_one / 5
