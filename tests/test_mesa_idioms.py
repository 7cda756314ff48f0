"""Mesa's own documented idioms, one by one, on a model whose agents are rows.

The headings are those of Mesa's overview and tutorials. Where Mesa's set can answer too, it is asked the same question
about the same agents, held in a list, and must give the same answer.
"""

import copy
import functools
import operator

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agentset import AgentSet
from mesa.time import Schedule
from small_model import SmallModel

from sim.agents import KINDS, Employer, Household, Person, TrainingCenter
from sim.agentset import AgentTable


@pytest.fixture
def model():
    return SmallModel()


@pytest.fixture
def households(model):
    return model.agents_by_type[Household]


@pytest.fixture
def held(households):
    """The same agents, held so that Mesa's own set does not lose them."""
    return households.to_list()


@pytest.fixture
def mesas(model, held):
    return AgentSet(held, model.random)


def is_poor(agent):
    return agent.true_income < 6000


def bracket(agent):
    return "poor" if agent.income < 5000 else "middle" if agent.income < 10_000 else "rich"


# What is an AgentSet?


def test_counting_and_going_through_all_agents(model):
    assert len(model.agents) == 96 + 192 + 26 + 4
    assert [agent.unique_id for agent in model.agents.select(at_most=5)] == [520101000000 + i for i in (0, 1, 4, 6, 8)]
    assert {type(agent) for agent in model.agents} == set(KINDS)


def test_all_agents_of_a_type(model):
    assert [len(model.agents_by_type[kind]) for kind in model.agent_types] == [96, 192, 26, 4]
    assert {type(agent) for agent in model.agents_by_type[Employer]} == {Employer}
    with pytest.raises(KeyError):
        model.agents_by_type[mesa.Agent]


def test_membership(model, households):
    assert households[3] in households and households[3] in model.agents
    assert households[3] not in model.agents_by_type[Person]
    assert households[3] not in households.select(at_most=3) and households[3] in households.select(at_most=4)
    assert SmallModel().agents_by_type[Household][3] not in households
    assert "household" not in households


# Retrieving attribute values with get


@pytest.mark.parametrize("names", ["income", "unique_id", "members", ["income", "county"], ["tag", "members"]])
def test_get(households, mesas, names):
    assert households.get(names) == mesas.get(names)


def test_get_of_what_is_missing(households, mesas):
    for agents in (households, mesas):
        with pytest.raises(AttributeError, match="'Household' object has no attribute 'wealth'"):
            agents.get("wealth")
        with pytest.raises(ValueError, match="handle_missing"):
            agents.get("wealth", handle_missing="ignore")
    assert households.get("wealth", "default", 0) == mesas.get("wealth", "default", 0) == [0] * 96
    both = ["income", "wealth"]
    assert households.get(both, "default", 1) == mesas.get(both, handle_missing="default", default_value=1)


def test_get_across_classes(model):
    ids = model.agents.get("unique_id")
    assert ids == [agent.unique_id for agent in model.agents] and {type(one) for one in ids} == {int}
    kinds = model.agents.get("kind", "default")
    assert kinds[0] is None and kinds[-1] == "vocational_school"
    with pytest.raises(AttributeError, match="'Person' object has no attribute 'income'"):
        model.agents.get("income")


# Filtering agents with select


def test_select(model, households, held):
    poor = households.select(is_poor)
    assert isinstance(poor, AgentTable) and poor is not households
    assert poor.to_list() == [agent for agent in held if is_poor(agent)] != []
    assert len(households.select(lambda h: h.debt > 1e9)) == 0
    assert model.agents.select(agent_type=Household).to_list() == held
    assert model.agents.select(agent_type=mesa.Agent).to_list() == model.agents.to_list()


@pytest.mark.parametrize("at_most", [0, 1, 5, 0.0, 0.1, 0.999, 1.0, 500, float("inf")])
@pytest.mark.parametrize("filter_func", [None, is_poor])
def test_select_at_most(households, mesas, filter_func, at_most):
    assert (
        households.select(filter_func, at_most=at_most).to_list()
        == mesas.select(filter_func, at_most=at_most).to_list()
    )


def test_select_with_all_criteria_and_in_a_chain(model, held):
    subset = model.agents.select(filter_func=lambda h: h.is_poor, agent_type=Household, at_most=3)
    assert subset.to_list() == [agent for agent in held if agent.is_poor][:3]
    chained = model.agents.select(agent_type=Household).select(lambda h: h.tag == "edge").select(is_poor)
    assert chained.to_list() == [agent for agent in held if agent.tag == "edge" and is_poor(agent)]


def test_select_stops_asking_when_it_has_enough(households):
    asked = []
    households.select(lambda agent: asked.append(agent) or True, at_most=2)
    assert len(asked) == 2


def test_select_by_an_array_is_select_by_a_function(model, households):
    by_array = households.select(households.column("true_income") < 6000)
    assert by_array.to_list() == households.select(is_poor).to_list()
    assert (
        households.select(households.column("is_poor"), at_most=2).to_list()
        == households.select(lambda h: h.is_poor, at_most=2).to_list()
    )
    for wrong in (np.ones(3, bool), np.ones(96)):
        with pytest.raises(ValueError, match=r"select takes a bool array of shape \(96,\)"):
            households.select(wrong)
    with pytest.raises(AttributeError, match=r"Household\.members is not read from the tables; use get or map"):
        households.column("members")
    with pytest.raises(AttributeError, match="has no attribute 'wealth'"):
        households.column("wealth")


def test_select_in_place(model):
    mine = model.agents_by_type[Household]
    assert mine.select(is_poor, inplace=True) is mine
    assert all(is_poor(agent) for agent in mine) and len(model.agents_by_type[Household]) == 96


# Computing aggregates with agg


@pytest.mark.parametrize(
    "func",
    [
        min,
        max,
        sum,
        len,
        np.mean,
        np.median,
        np.std,
        sorted,
        functools.partial(np.quantile, q=[0.1, 0.9]),
        np.add.reduce,
    ],
)
@pytest.mark.parametrize("name", ["income", "size", "land"])
def test_agg(households, mesas, name, func):
    assert np.array_equal(households.agg(name, func), mesas.agg(name, func))


def test_agg_with_several_functions_and_of_a_subset(households, mesas):
    assert households.agg("savings", [min, max, np.mean]) == mesas.agg("savings", [min, max, np.mean])
    assert households.select(is_poor).agg("income", np.mean) == mesas.select(is_poor).agg("income", np.mean)
    assert households.agg("members", lambda all_members: sum(map(len, all_members))) == 192
    assert type(households.agg("savings", max)) is float


# Grouping agents with groupby


@pytest.mark.parametrize("by", ["county", "tag", "is_poor", bracket, lambda agent: agent.members[0].place])
def test_groupby(households, mesas, by):
    ours, theirs = households.groupby(by), mesas.groupby(by)
    assert list(ours.groups) == list(theirs.groups) and {type(name) for name in ours.groups} <= {int, str, bool}
    assert ours.count() == theirs.count() and len(ours) == len(theirs)
    assert ours.agg("income", np.mean) == pytest.approx(theirs.agg("income", np.mean), rel=1e-15)
    assert ours.agg("members", len) == theirs.agg("members", len)
    assert ours.map(len) == theirs.map(len)
    assert ours.map("get", "savings") == theirs.map("get", "savings")
    for (_, group), (_, expected) in zip(ours, theirs, strict=True):
        assert isinstance(group, AgentTable) and group.to_list() == expected.to_list()


def test_groupby_to_lists_do_and_none(model, households, held):
    lists = households.groupby("county", result_type="list")
    assert lists.groups[620101] == [agent for agent in held if agent.county == 620101]
    seen = []
    groups = households.groupby("county")
    assert groups.do(lambda group: seen.append(len(group))) is groups and seen == [24] * 4
    assert groups.do("set", "debt", 1.0) is groups and households.agg("debt", set) == {1.0}
    assert households.select(at_most=0).groupby("county").count() == {}
    assert model.agents.groupby(type).count() == {Household: 96, Person: 192, Employer: 26, TrainingCenter: 4}


# Setting attributes with set


def test_set_in_a_chain(households):
    poor = households.select(is_poor)
    assert poor.set("savings", 100) is poor
    assert poor.agg("savings", set) == {100.0} and households.agg("savings", max) > 5000
    with pytest.raises(AttributeError, match=r"Household\.taxed may not be set: agents are rows"):
        poor.set("taxed", True)


# Sorting, shuffling, copying, lists


@pytest.mark.parametrize("key", ["income", "tag", "is_poor", operator.attrgetter("savings"), lambda h: (h.tag, h.land)])
@pytest.mark.parametrize("ascending", [False, True])
def test_sort(households, mesas, key, ascending):
    """Ties keep their order, as in Mesa."""
    assert households.sort(key, ascending=ascending).to_list() == mesas.sort(key, ascending=ascending).to_list()


def test_sort_by_a_linked_agent_and_in_place(model):
    workers = model.agents_by_type[Person].select(lambda person: person.employer is not None)
    wages = [worker.employer.wage for worker in workers.sort("employer.wage")]
    assert wages == sorted(wages, reverse=True) and len(wages) == 72
    paid = workers.get("wage")
    assert workers.sort("wage", inplace=True) is workers and workers.get("wage") == sorted(paid, reverse=True)


def test_shuffle(households):
    shuffled = households.shuffle()
    assert shuffled.to_list() != households.to_list() and set(shuffled) == set(households)
    mine = households.copy()
    assert mine.shuffle(inplace=True) is mine and mine.to_list() != households.to_list()
    sample = households.shuffle().select(at_most=10)
    assert len(set(sample)) == 10


def test_lists_indices_and_random_choice(model, households, held):
    assert households.to_list() == list(households) == held
    assert households[0] == held[0] and households[-1] == held[-1] and households[2:9:3] == held[2:9:3]
    with pytest.raises(IndexError):
        households[96]
    assert model.random.choice(households) in households
    assert households.random is model.random


def test_copies_and_set_algebra(households):
    poor, settled = households.select(is_poor), households.select(lambda h: not h.is_relocated)
    assert copy.copy(poor).to_list() == poor.copy().to_list() == poor.to_list()
    assert set(poor & settled) == set(poor) & set(settled) != set()
    assert set(poor | settled) == set(poor) | set(settled)
    assert set(poor - settled) == set(poor) - set(settled)
    assert poor <= households and poor == households.select(is_poor) and poor.isdisjoint(households - poor)
    assert isinstance(poor & settled, AgentTable) and len(poor & (settled - settled)) == 0


# Agent activation


def test_do_and_map_with_a_function(households, mesas):
    def tax(agent, rate):
        agent.savings -= round(rate * agent.savings, 2)

    before = households.get("savings")
    assert households.do(tax, rate=0.1) is households
    assert households.get("savings") == pytest.approx([0.9 * value for value in before], abs=0.01)
    assert households.map(lambda agent: agent.savings / agent.size) == mesas.map(lambda a: a.savings / a.size)


def test_do_and_map_with_a_method(households):
    assert households.map("__repr__")[0] == "<Household 520101000000>"
    with pytest.raises(AttributeError, match="'Household' object has no attribute 'exchange'"):
        households.do("exchange")


def test_shuffle_do_asks_everybody_once(households):
    seen = []
    assert households.shuffle_do(seen.append) is households
    assert seen != households.to_list() and set(seen) == set(households) and len(seen) == 96


def test_select_then_shuffle_do_with_recipients(households):
    """The redistribution of Mesa's tutorial: whoever has more gives to one of the poor."""

    def donate(agent, recipients):
        recipient = agent.random.choice(recipients)
        agent.savings -= 1
        recipient.savings += 1

    total = households.agg("savings", sum)
    households.select(lambda a: a.income > 10_000).shuffle_do(donate, households.select(is_poor))
    assert households.agg("savings", sum) == pytest.approx(total) and total > 0


@pytest.mark.parametrize("stage", ["step", "advance"])
def test_activating_a_step_of_their_own_is_refused(model, stage):
    for activate in (model.agents.do, model.agents.shuffle_do, model.agents_by_type[Employer].do):
        with pytest.raises(TypeError, match="agents have no step of their own: the rules act on whole tables"):
            activate(stage)


def test_agents_of_your_own_are_refused(model):
    class Official(mesa.Agent):
        pass

    with pytest.raises(TypeError, match="Official objects cannot join: the agents of this model are rows"):
        Official.create_agents(model, 3)


# Time and events


def test_events_between_months(model):
    seen = []
    note, again = functools.partial(seen.append, "once"), functools.partial(seen.append, "again")
    model.schedule_event(note, at=2.5)
    model.schedule_recurring(again, Schedule(interval=2, start=1))
    model.run_until(3)
    assert seen == ["again", "once", "again"] and model.month == 3


# Collecting data


def mean_income(model):
    return model.agents_by_type[Household].agg("income", np.mean)


class Watched(SmallModel):
    """As Mesa's tutorial writes it: a collector, and a step that collects."""

    def __init__(self, scenario=None, rng=None, months=3):
        super().__init__(rng=rng or 7, months=months)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "Income": mean_income,
                "Month": "month",
                "Poor": lambda m: len(m.agents_by_type[Household].select(is_poor)),
                "Savings": functools.partial(total, name="savings"),
                "Debt": [self.agents_by_type[Household].agg, ["debt", sum]],
            },
            agent_reporters={"Id": "unique_id", "Kind": lambda agent: type(agent).__name__},
            agenttype_reporters={
                Household: {"Savings": "savings", "Members": lambda agent: len(agent.members)},
                Employer: {"Jobs": "positions", "Twice": [times, [2]]},
            },
            tables={"Notes": ["month", "text"]},
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)
        self.datacollector.add_table_row("Notes", {"month": self.month, "text": "done"})


def times(agent, factor):
    return factor * agent.positions


def total(model, name):
    return model.agents_by_type[Household].agg(name, sum)


def test_data_collector_with_every_kind_of_reporter():
    model = Watched()
    savings = total(model, "savings")
    model.run_model()
    collector = model.datacollector
    whole = collector.get_model_vars_dataframe()
    assert list(whole["Month"]) == [1, 2, 3] and list(whole["Income"]) == [mean_income(model)] * 3
    assert list(whole["Savings"]) == pytest.approx([savings + 96, savings + 192, savings + 288])
    assert list(whole["Debt"]) == [240_000.0] * 3 and (whole["Poor"] > 0).all()
    everybody = collector.get_agent_vars_dataframe()
    assert len(everybody) == 3 * 318 and set(everybody["Kind"]) == {kind.__name__ for kind in KINDS}
    by_household = collector.get_agenttype_vars_dataframe(Household)
    assert len(by_household) == 3 * 96 and by_household["Members"].sum() == 3 * 192
    one = by_household.xs(520101000000, level="AgentID")["Savings"]
    assert list(one) == [5001.0, 5002.0, 5003.0]
    jobs = collector.get_agenttype_vars_dataframe(Employer)
    assert jobs["Jobs"].sum() == 3 * model.agents_by_type[Employer].agg("positions", sum)
    assert (jobs["Twice"] == 2 * jobs["Jobs"]).all()
    assert len(collector.get_table_dataframe("Notes")) == 3


def test_agents_are_read_as_in_mesas_tutorial_into_a_frame(households):
    frame = pd.DataFrame([{"income": agent.income, "tag": agent.tag} for agent in households])
    assert frame.groupby("tag")["income"].mean().to_dict() == pytest.approx(
        households.groupby("tag").agg("income", np.mean)
    )


# Batch run


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="mesa 4 has no batch_run")
def test_batch_run_with_all_reporters():
    rows = mesa.batch_run(
        Watched, {"months": [2, 3]}, rng=[1, 2], data_collection_period=1, display_progress=False, number_processes=1
    )
    frame = pd.DataFrame(rows)
    assert frame.groupby("RunId")["Step"].max().to_list() == [2, 3, 2, 3]
    assert set(frame["rng"]) == {1, 2}
    one = frame[(frame.RunId == 1) & (frame.Step == 3)]
    assert one["Savings"].count() == len(one)
    assert len(one) == 318 + 96 + 26
