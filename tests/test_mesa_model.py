"""The model itself in Mesa's hands: collector, batch run, seeds, and that looking at it changes nothing."""

import math
import multiprocessing

import mesa
import numpy as np
import pandas as pd
import pytest

from sim.agents import KINDS, Employer, Household, Person
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.model import Model
from sim.numeric import NONE
from sim.runner import run
from sim.scenario import Scenario

SMALL = Scenario.load("scenarios/baseline.yaml").replace(months=3, population={"counties": 4, "households": 20})


@pytest.fixture
def start_method():
    """`batch_run` sets the start method of processes for good; put it back."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture(scope="module")
def finished():
    model = Model(SMALL, rng=11)
    model.run_model()
    return model


def same_rows(one, other):
    return [row[:-1] for row in one] == [row[:-1] for row in other] and [row.value for row in one] == [
        row.value for row in other
    ]


def test_same_seed_same_bits_as_run(finished):
    results = run(SMALL, seed=11, threads=1)
    months = results.months
    kept = {(months[month], *of): value for month, *of, value in finished.collected if of[-1] in SMALL.outputs}
    columns = ["month", "group_kind", "group", "indicator", "value"]
    told = {tuple(of): value for *of, value in results.indicators[columns].astype(object).to_numpy().tolist()}
    assert told == kept and len(kept) > 1000
    assert finished.seed == finished.resolved.seed == 11


def test_no_seed_is_a_fresh_one_and_is_told():
    models = [Model(SMALL) for _ in range(2)]
    assert models[0].seed != models[1].seed
    again = Model(SMALL, rng=models[0].seed)
    for one, other in zip(models[0].world, again.world, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("rng", [-1, 2**64, 1.0, "7", True, np.random.default_rng(1)])
def test_a_seed_that_is_none_is_refused(rng):
    with pytest.raises(InputError, match=r"rng is .*; allowed is a whole number from 0 to 2\*\*64 - 1, or None"):
        Model(SMALL, rng=rng)


def test_seed_by_mesas_old_name_is_refused():
    with pytest.raises(InputError, match="a model takes its seed as rng"):
        Model(SMALL, seed=3)


def test_looking_changes_no_bit(finished):
    """Every way to look, and Mesa's own luck, between the months."""
    model = Model(SMALL, rng=11)
    while model.running:
        list(model.agents)
        model.agents.shuffle().select(at_most=50).get("unique_id")
        model.agents_by_type[Household].shuffle_do(lambda household: household.random.random() + household.rng.random())
        model.agents_by_type[Household].groupby("county").agg("income", np.mean)
        model.agents_by_type[Person].sort("age")
        model.step()
    assert same_rows(model.collected, finished.collected)
    for one, other in zip(model.world, finished.world, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_agents_agree_with_the_indicators(finished):
    """Mean registry income per head, over people: from the agents, as the indicator says it."""
    households = finished.agents_by_type[Household]
    people = households.column("size") * households.column("weight")
    assert np.average(households.column("income"), weights=people) == pytest.approx(finished.indicators["income_mean"])
    monitored = np.average(households.column("is_monitored"), weights=people)
    assert monitored == pytest.approx(finished.indicators["monitored_share"])


def test_links_of_a_lived_in_world(finished):
    persons, employers = finished.agents_by_type[Person], finished.agents_by_type[Employer]
    workers = persons.select(lambda person: person.employer is not None)
    assert len(workers) == sum(len(employer.workers) for employer in employers) > 0
    assert all(person.employer in employers for person in workers)
    for employer in employers:
        weights = [person.household.weight if employer.county == NONE else 1.0 for person in employer.workers]
        assert employer.filled == pytest.approx(sum(weights), abs=0.5001)
    assert employers.select(lambda employer: employer.county == NONE).agg("filled", min) > 0
    assert [len(finished.agents_by_type[kind]) > 0 for kind in KINDS] == [True] * 4


def test_whatever_may_be_set_leaves_the_books_closed():
    """Every name that may be set, to its lowest value and to a usual one, and a month after each."""
    usual = {"is_relocated": True, "is_dibao": True, "is_insured": True, "savings": 1000.0, "debt": 500.0, "land": 3.0}
    usual |= {"schooling": 9, "skill": 0.1, "wage": 3000.0, "attraction": 5.0, "capacity": 10.0, "quality": 1.2}
    names = [(kind, name, entry) for kind in KINDS for name, entry in kind.stored.items() if entry.low is not None]
    assert {name for _, name, _ in names} == set(usual)
    model = Model(SMALL, rng=11, check=True)
    for kind, name, entry in names:
        model.agents_by_type[kind].set(name, entry.low)
    model.step()
    for kind, name, _ in names:
        model.agents_by_type[kind].set(name, usual[name])
    assert set(model.agents_by_type[Household].get("savings")) == {1000.0}
    model.step()
    assert len(set(model.agents_by_type[Household].get("savings"))) > 10


def test_the_models_own_collector_has_every_indicator(finished):
    frame = finished.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == ["seed", *DEFINITIONS] and len(frame) == 3
    for name, value in finished.indicators.items():
        assert frame[name].iloc[-1] == value
    collected = [row.value for row in finished.collected if row.group_kind == "all" and row.indicator == "gini"]
    assert frame["gini"].to_list() == collected
    assert not math.isnan(frame["relapse_rate"].iloc[-1])


class Watched(Model):
    """A model with a collector of one's own, which one collects with oneself, as in any Mesa model."""

    def __init__(self, scenario, rng=None, **overrides):
        super().__init__(scenario, rng, **overrides)
        self.datacollector = mesa.DataCollector(
            {"Mean": lambda m: m.agents_by_type[Household].agg("savings", np.mean)},
            agenttype_reporters={Employer: {"Filled": "filled"}},
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)


def test_a_collector_of_ones_own_changes_nothing_and_collects_once(finished):
    model = Watched(SMALL, rng=11)
    model.run_model()
    assert same_rows(model.collected, finished.collected)
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 3 and frame["Mean"].iloc[-1] == finished.agents_by_type[Household].agg("savings", np.mean)
    filled = model.datacollector.get_agenttype_vars_dataframe(Employer).xs(3, level="Step")["Filled"]
    assert filled.sum() == finished.agents_by_type[Employer].agg("filled", sum)


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="mesa 4 has no batch_run")
@pytest.mark.usefixtures("start_method")
@pytest.mark.parametrize("processes", [1, 2])
def test_batch_run(processes, finished):
    rows = mesa.batch_run(
        Model,
        parameters={"scenario": SMALL, "local_jobs_dose": [0.5, 1.0]},
        rng=[11, 12],
        number_processes=processes,
        data_collection_period=1,
        display_progress=False,
    )
    frame = pd.DataFrame(rows)
    assert len(frame) == 2 * 2 * 3 and set(frame["seed"]) == {11, 12}
    baseline = frame[(frame["rng"] == 11) & (frame["local_jobs_dose"] == 1.0)].sort_values("Step")
    expected = finished.datacollector.get_model_vars_dataframe()
    assert baseline["gini"].to_list() == expected["gini"].to_list()


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="mesa 4 has no batch_run")
@pytest.mark.usefixtures("start_method")
def test_batch_run_from_a_path_without_a_seed_makes_replicates_that_differ(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text("months: 1\npopulation: {counties: 4, households: 20}\n")
    rows = mesa.batch_run(Model, {"scenario": str(path)}, rng=[None, None], display_progress=False)
    assert len(rows) == 2 and rows[0]["seed"] != rows[1]["seed"] and rows[0]["Step"] == 1
