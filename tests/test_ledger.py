"""Headers tell the truth, no lever and no belief is dead, and only the funds read a dose or a tilt."""

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

from sim import population, rules
from sim.behaviour import Behaviour
from sim.ledger import TABLES, done, told
from sim.levers import Levers

RULES = [importlib.import_module(f"sim.rules.{found.name}") for found in pkgutil.iter_modules(rules.__path__)]
DOSES = {name for name in Levers._fields if name.endswith(("_dose", "_tilt"))}


def tables_taken(rule: ModuleType) -> set[str]:
    """Tables that some function of the rule takes whole; of others it may be handed single columns."""
    names = {node.id for node in ast.walk(ast.parse(inspect.getsource(rule))) if isinstance(node, ast.Name)}
    return {table for table, declared in TABLES.items() if declared.__name__ in names}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_header_lists_what_the_code_reads_and_writes(rule: ModuleType) -> None:
    said, does = told(rule), done(rule)
    handed = {column for column in said.reads if column.split(".")[0] not in tables_taken(rule)}
    assert said.reads - handed == does.reads
    assert said.writes == does.writes
    assert said.levers - DOSES == does.levers


def test_no_lever_is_dead() -> None:
    used = set().union(*(told(rule).levers for rule in RULES))
    assert set(Levers._fields) == used


def test_no_belief_is_dead() -> None:
    used = set().union(*(done(rule).behaviour for rule in RULES))
    for found in pkgutil.iter_modules(population.__path__):
        used |= done(importlib.import_module(f"sim.population.{found.name}")).behaviour
    assert set(Behaviour._fields) == used


def test_only_the_funds_read_a_dose_or_a_tilt() -> None:
    for rule in RULES:
        is_funds = rule.__name__ == "sim.rules.funds"
        assert bool(told(rule).levers & DOSES) == is_funds
        assert not done(rule).levers & DOSES
        assert ("doses" in inspect.getsource(rule)) == is_funds


def test_a_wrong_header_is_found() -> None:
    false = ModuleType("false")
    false.__doc__ = "Reads   persons.age     Writes  persons.skill     Levers  none     Luck  none"
    assert told(false).reads == {"persons.age"}
    false.__doc__ = "Reads   persons.age"
    with pytest.raises(ValueError, match="no ledger"):
        told(false)
