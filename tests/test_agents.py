"""Agents as rows of the tables: what they show, that they are live, that they keep nothing."""

import copy
import gc
import re
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet
from small_model import SmallModel

from sim.agents import KINDS, Employer, Household, Person, TrainingCenter
from sim.errors import InputError
from sim.numeric import NONE
from sim.rowview import Attribute
from sim.rules.relapse import true_income
from sim.state.codes import REALISED

NAMES = [(kind, name) for kind in KINDS for name, entry in vars(kind).items() if isinstance(entry, Attribute)]


@pytest.fixture
def model():
    return SmallModel()


def household(model, village=0, number=0):
    return model.agents_by_type[Household][8 * village + number]


def test_household_shows_its_row_in_yuan(model):
    """Household 5 of the first village: a couple in debt, monitored as unstable."""
    poor = household(model, number=5)
    assert (poor.savings, poor.debt, poor.land, poor.size) == (5050.0, 20_000.0, 5.0, 2)
    # Twelve months of 240,500 fen and 0, 1 … 11 fen more, for two people; 5,000 fen of hardship a month.
    assert poor.income == (12 * 240_500 + 66) / 2 / 100
    assert poor.true_income == (12 * 235_500 + 66) / 2 / 100
    assert poor.recorded_income == poor.income
    assert (poor.is_monitored, poor.tag, poor.is_poor, poor.is_registered, poor.is_relocated) == (
        True,
        "unstable",
        True,
        True,
        False,
    )
    assert (poor.county, poor.village, poor.province, poor.is_in_key_county, poor.weight) == (
        520101,
        52010100,
        52,
        True,
        100.0,
    )


def test_true_income_is_what_the_rule_holds_against_the_lines(model):
    households = model.world.households
    shown = model.agents_by_type[Household].column("true_income")
    assert list(shown) == [true_income.py_func(households, h, REALISED) / 100 for h in range(96)]


def test_members_are_persons_and_know_their_household(model):
    couple = household(model, village=4, number=1)
    members = couple.members
    assert [type(person) for person in members] == [Person] * 3
    assert [person.household for person in members] == [couple] * 3
    assert [person.age for person in members] == [32, 33, 10]
    assert members[0].unique_id == couple.unique_id
    assert [person.place for person in members] == ["east", "none", "none"]
    assert [person.labour_capacity for person in members] == ["full", "full", "none"]
    assert members[0].wage == 4000.0 and members[1].wage == 0.0
    assert members[0].county == couple.county == 520102


def test_employer_and_its_workers_name_each_other(model):
    worker = household(model, number=2).members[0]
    firm = worker.employer
    assert isinstance(firm, Employer)
    assert (firm.kind, firm.place, firm.county, firm.wage) == ("firm", "county", 520101, 2500.0)
    assert (firm.positions, firm.filled, firm.vacancies) == (4, 3, 1)
    assert len(firm.workers) == firm.filled and worker in firm.workers
    assert all(person.employer == firm for person in firm.workers)
    assert household(model).members[0].employer is None


def test_accounts_outside_are_employers_that_stand_for_all_their_people(model):
    is_outside = model.world.employers.county == NONE
    model.world.employers.filled[is_outside] = model.world.employers.positions[is_outside] = 600
    east = household(model, number=1).members[0].employer
    assert (east.kind, east.county) == ("eastern_province", NONE)
    assert (east.filled, east.positions, east.vacancies) == (600, 600, 0) and len(east.workers) == 6


def test_centre_shows_seats_and_queue(model):
    model.world.centres.seats[1], model.world.centres.queue[1], model.world.centres.enrolled[1] = 4, 9, 3
    centre = model.agents_by_type[TrainingCenter][1]
    assert (centre.seats, centre.queue, centre.enrolled, centre.capacity) == (4, 9, 3, 4.0)
    assert (centre.kind, centre.county, centre.quality) == ("vocational_school", 520102, 1.0)


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_one_row_shows_what_many_rows_show(model, kind, name):
    """Plain Python values, one by one and all at once the same, and each explained."""
    agents = model.agents_by_type[kind]
    singly = [getattr(agent, name) for agent in agents]
    assert {type(value) for value in singly} <= {bool, int, float, str}
    assert singly == agents.get(name) == agents.column(name).tolist()
    assert vars(kind)[name].__doc__


def test_whole_numbers_do_not_overflow(model):
    """Columns are narrow; what is shown is not."""
    model.world.persons.age[:] = 120
    ages = model.agents_by_type[Person].column("age")
    assert (ages * 1000).max() == 120_000
    assert model.agents_by_type[Person].column("skill").dtype == np.float64


def test_agents_are_live(model):
    first = household(model)
    before = first.savings
    model.step()
    assert first.savings == before + 1.0
    first.savings = 12.34
    assert model.world.households.savings[0] == 1234


def test_equal_by_class_model_and_id(model):
    one, same, other = household(model), household(model), household(model, number=1)
    person = one.members[0]
    assert one == same and hash(one) == hash(same) and one is not same
    assert one != other and one != household(SmallModel())
    assert one.unique_id == person.unique_id and one != person
    assert len({one, same, other, person}) == 3


def test_views_are_agents_and_nobody_keeps_them(model):
    agent = household(model)
    assert isinstance(agent, mesa.Agent) and agent.model is model and isinstance(agent.unique_id, int)
    kept = weakref.ref(agent)
    del agent
    gc.collect()
    assert kept() is None
    list(model.agents)
    assert not model._all_agents and not model._agents_by_type


def test_a_view_of_a_row_given_to_another_says_so(model):
    firm = model.agents_by_type[Employer][0]
    model.world.employers.id[firm.row] = 99
    with pytest.raises(LookupError, match=f"Employer {firm.unique_id} is gone"):
        _ = firm.wage
    with pytest.raises(LookupError, match="is gone"):
        firm.wage = 1.0
    assert firm not in model.agents_by_type[Employer]
    assert model.agents_by_type[Employer][0].unique_id == 99


def test_closed_firms_are_no_agents_and_new_ones_are_there_at_once(model):
    employers = model.agents_by_type[Employer]
    assert len(employers) == 4 * 5 + 2 * 3 and all(employers.get("is_open"))
    model.world.employers.is_open[5] = True
    assert len(employers) == 27
    snapshot = employers.copy()
    model.world.employers.is_open[5] = False
    assert (len(employers), len(snapshot)) == (26, 27)


def test_a_set_kept_for_months_loses_whoever_is_gone(model):
    """A closed firm stays until its row is given to a new one: never does a set show another agent in its place."""
    firms = model.agents_by_type[Employer].select(lambda employer: employer.kind == "firm")
    some = model.agents.select(lambda agent: isinstance(agent, Employer))
    gone = firms[1]
    model.world.employers.id[gone.row] = 99
    assert 99 not in firms.get("unique_id") and gone not in firms and len(firms) == 7
    assert 99 not in some.get("unique_id") and len(some) == 25 and len(some.column("wage")) == 25
    assert len(model.agents_by_type[Employer]) == 26


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("savings", -1.0, "Household.savings is -1; allowed is 0 to 2.14748e.07 yuan"),
        ("savings", 1e9, "Household.savings is 1e.09; allowed is 0 to 2.14748e.07 yuan"),
        ("savings", float("nan"), "Household.savings is nan; allowed is 0"),
        ("savings", "much", "Household.savings is 'much'; allowed is one number from 0"),
        ("savings", True, "Household.savings is True; allowed is one number"),
        ("savings", np.ones(2), r"Household.savings is array\(\[1., 1.\]\); allowed is one number"),
        ("is_dibao", 1, "Household.is_dibao is 1; allowed is True or False"),
    ],
)
def test_a_value_that_may_not_be_is_refused_and_nothing_changes(model, name, value, words):
    before = copy.deepcopy(model.world.households)
    with pytest.raises(InputError, match=words):
        setattr(household(model), name, value)
    with pytest.raises(InputError, match=words):
        model.agents_by_type[Household].set(name, value)
    assert all(np.array_equal(old, new) for old, new in zip(before, model.world.households, strict=True))


@pytest.mark.parametrize("name", ["income", "is_registered", "unique_id", "model", "wealth", "members"])
def test_a_name_that_may_not_be_set_says_which_may(model, name):
    words = f"Household.{name} may not be set.*may be set: is_relocated, is_dibao, land, savings, debt"
    with pytest.raises(AttributeError, match=words):
        setattr(household(model), name, 1)
    with pytest.raises(AttributeError, match=words):
        model.agents_by_type[Household].set(name, 1)


def test_money_is_rounded_to_whole_fen_once(model):
    first = household(model)
    first.savings = 0.29  # 0.29 * 100 is 28.999999999999996
    assert model.world.households.savings[0] == 29 and first.savings == 0.29


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (
            lambda agent: agent.step(),
            "Household agents have no step of their own: the rules act on whole tables in model.step",
        ),
        (lambda agent: agent.advance(), "Household agents have no step of their own"),
        (lambda agent: agent.remove(), "Household agents cannot be removed: they come and go by the rules of a month"),
        (lambda agent: Household.create_agents(agent.model, 3), "Household agents cannot be created: they are rows"),
        (lambda agent: Household.from_dataframe(agent.model, None), "Household agents cannot be created"),
        (
            lambda agent: mesa.Agent(agent.model),
            r"Agent objects cannot join: .*\(Household, Person, Employer, TrainingCenter\)",
        ),
        (lambda agent: agent.model.deregister_agent(agent), "Household agents cannot leave"),
        (lambda agent: agent.model.agents.add(agent), "agents cannot be added to the set"),
        (lambda agent: agent.model.agents.remove(agent), "agents cannot be taken out of the set"),
        (lambda agent: agent.model.agents.discard(agent), "agents cannot be taken out of the set"),
        (lambda agent: agent.model.agents.pop(), "agents cannot be taken out of the set"),
        (lambda agent: agent.model.agents.clear(), "agents cannot be taken out of the set"),
    ],
)
def test_what_cannot_be_is_refused_with_words(model, attempt, words):
    with pytest.raises(TypeError, match=words):
        attempt(household(model))
    assert len(model.agents) == 318


def test_sets_are_mesas(model):
    for agents in (model.agents, *model.agents_by_type.values()):
        assert isinstance(agents, AbstractAgentSet)
    assert model.agent_types == [Household, Person, Employer, TrainingCenter]
    assert repr(model.agents_by_type[Household]) == "<96 agents: Household>"


def test_shuffling_moves_no_row_and_draws_only_from_mesas_generator(model):
    """Two models of one seed shuffle alike; the tables do not notice."""
    before = copy.deepcopy(model.world)
    shuffled = model.agents_by_type[Household].shuffle()
    assert shuffled.get("unique_id") == SmallModel().agents_by_type[Household].shuffle().get("unique_id")
    assert shuffled.get("unique_id") != model.agents_by_type[Household].get("unique_id")
    assert sorted(shuffled.get("unique_id")) == model.agents_by_type[Household].get("unique_id")
    for old, new in zip(before, model.world, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(old, new, strict=True))


def test_the_run_ends_once_and_for_all(model):
    model.run_for(2)
    assert (model.month, model.time, model.running) == (2, 2, True)
    model.run_for(100)
    assert (model.month, model.time, model.running) == (6, 6, False)
    for go_on in (model.step, model.step, lambda: model.run_for(1), lambda: model.run_until(9)):
        with pytest.raises(RuntimeError, match="the run is over: 6 of 6 months are done"):
            go_on()
    assert (model.month, model.time) == (6, 6)


def test_run_model_runs_to_the_end(model):
    model.run_model()
    assert (model.month, model.time, model.running) == (6, 6, False)


def test_a_month_that_failed_cannot_be_gone_on_from():
    """Mesa would pass the next months by in silence."""

    class Failing(SmallModel):
        def step(self):
            super().step()
            if self.month == 3:
                raise ArithmeticError("the books do not close")

    model = Failing()
    with pytest.raises(ArithmeticError, match="the books do not close"):
        model.run_model()
    with pytest.raises(RuntimeError, match="the run is over: 3 of 6 months are done"):
        model.step()


def test_mesas_scenario_is_out_of_the_way(model):
    assert model.scenario is None and household(model).scenario is None


DOCS = (Path(__file__).parents[1] / "docs" / "mesa.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_every_attribute_and_marks_what_may_be_set(kind):
    part = next(part for part in DOCS.split("\n\n") if part.startswith(f"**{kind.__name__}** "))
    written = set(re.findall(r"`(\w+)`", part))
    names = {name for of, name in NAMES if of is kind}
    assert written == names
    may_be_set = {name for name, entry in kind.stored.items() if entry.low is not None}
    assert set(re.findall(r"\*\*`(\w+)`\*\*", part)) == may_be_set


def test_the_page_quotes_refusals_word_for_word(model):
    """Whatever the second table says is refused is tried here, and the words must be those."""
    first, households = household(model), model.agents_by_type[Household]
    attempts = [
        lambda: setattr(first, "wealth", 1),
        lambda: setattr(first, "savings", -1),
        first.step,
        lambda: Household.create_agents(model, 3),
        first.remove,
        lambda: mesa.Agent(model),
        lambda: model.agents.add(first),
        lambda: model.agents.clear(),
        lambda: households.column("members"),
        lambda: (model.run_model(), model.step()),
        None,
        lambda: households.get("wealth"),
    ]
    table = DOCS.split("| tried | refused with |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    assert len(table) == len(attempts)
    for line, attempt in zip(table, attempts, strict=True):
        if attempt is None:
            continue
        with pytest.raises((TypeError, AttributeError, RuntimeError, InputError)) as refused:
            attempt()
        assert re.findall(r"`([^`]+)`", line)[-1] == str(refused.value), line
