"""A row that cannot be is found and named, in every column; a run that has one is a failure, never a number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import small_world
from tallied import Tally

from sim import invariants
from sim.behaviour import Behaviour
from sim.invariants import BOUNDS, BY_UNIT, MAY_BE_NEGATIVE, RANGES, bounds, domains, first_violation
from sim.model import BooksDoNotClose, Model
from sim.scenario import Scenario
from sim.state import World
from sim.state.links import LINKS, MAY_BE_NONE
from sim.state.table import columns
from sim.study.measured import Measured
from sim.study.modeltarget import ModelTarget
from sim.study.worker import run_one

TABLES = World.__annotations__
NAMES = [f"{table}.{column}" for table, column, _ in domains()]
WORLD = small_world()
FLAGS = {f"{table}.{name}" for table, kind in TABLES.items() for name, is_ in columns(kind).items() if is_.dtype == "?"}


def spoilt(name: str, value: float) -> str | None:
    """What is found after one row of a column was set to a value."""
    table, _, column = name.partition(".")
    last = getattr(getattr(WORLD, table), column).reshape(-1)[-1:]
    before = last.copy()
    try:
        last[0] = value
        return first_violation(WORLD)
    finally:
        last[:] = before


def test_a_sound_world_has_none() -> None:
    assert first_violation(WORLD) is None


def test_every_column_has_a_domain_or_is_a_flag() -> None:
    every = {f"{table}.{name}" for table, kind in TABLES.items() for name in columns(kind)}
    assert {*NAMES} | FLAGS == every and not {*NAMES} & FLAGS


def test_what_is_said_of_columns_is_said_of_columns_that_are_there() -> None:
    assert {*BOUNDS, *MAY_BE_NEGATIVE} <= {*NAMES}
    units = {column.unit for kind in TABLES.values() for column in columns(kind).values()}
    assert {*BY_UNIT} <= units
    for table, first, count, target in RANGES:
        assert {first, count} <= {*columns(TABLES[table])} and target in TABLES
    for table, kind in TABLES.items():
        for name in columns(kind):
            if name.startswith("first_") and name != "first_account":
                assert any((table, name) == row[:2] for row in RANGES), f"{table}.{name} begins rows of no table"


@pytest.mark.parametrize("name", NAMES)
def test_one_step_outside_is_found_in_every_column(name: str, tally: Tally) -> None:
    table, _, column = name.partition(".")
    declared = columns(TABLES[table])[column]
    kind, allowed = np.dtype(declared.dtype), bounds(name, declared)
    if kind.kind == "f":
        for value in (np.nan, np.inf, -np.inf):
            said = spoilt(name, value) or ""
            tally("numerics", "a value that is not finite, in any column", 1, said.startswith(name))
            assert said.startswith(f"{name}: row ")
    is_wide = kind.itemsize == 8 or kind.kind == "f"  # one more is no other number there
    steps = [allowed.low * 2 - 1, allowed.high * 2 + 1] if is_wide else [allowed.low - 1, allowed.high + 1]
    room = np.iinfo(kind) if kind.kind == "i" else np.finfo(kind)
    inside = [step for step in steps if float(room.min) <= step <= float(room.max) and np.isfinite(step)]
    assert inside or kind.itemsize == 1, "nothing is outside of it"
    for value in inside:
        said = spoilt(name, value) or ""
        kind_of = "below its domain" if value < allowed.low else "above its domain or near overflow"
        tally("numerics", f"a value {kind_of}, in any column", 1, said.startswith(name))
        assert said.startswith(f"{name}: row "), value


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_links_and_ranges_that_lead_elsewhere_are_found(data: st.DataObject) -> None:
    table, column, target = data.draw(st.sampled_from(LINKS))
    rows = len(getattr(WORLD, target)[0])
    value = data.draw(st.integers(rows, rows + 50) if f"{table}.{column}" in MAY_BE_NONE else st.just(-1))
    assert spoilt(f"{table}.{column}", value)
    table, column, _, _ = data.draw(st.sampled_from(RANGES))
    assert spoilt(f"{table}.{column}", data.draw(st.integers(1, 3)) + 10_000)


def test_what_nears_the_end_of_its_type_is_told_before_it_wraps() -> None:
    said = spoilt("households.savings", 2**30)
    assert said and "near the most that its type holds" in said and "households.savings: row 95 is" in said
    assert spoilt("households.savings", 2**30 - 1) is None
    assert "near the most" in (spoilt("employers.cash", 2**53 + 2) or "")


def test_a_run_that_breaks_one_is_a_failure_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sweep, with the reason; the rows of others are not touched."""

    def broken(world: World) -> str | None:
        world.persons.age[17] = 121
        return found(world)

    found = first_violation
    scenario = Scenario.make(months=2, population={"counties": 4, "households": 20})
    asked = {"income": Measured("a", "income_mean", "all", "all", 1, False)}
    target = ModelTarget("a", {"a": scenario}, None, asked)
    monkeypatch.setattr("sim.model.first_violation", broken)
    ran = run_one(target, ("0" * 32, {"illness_rate": Behaviour().illness_rate}, 1))
    assert ran.outcomes == {} and "persons.age: row 17 is 121, allowed is 0 to 120" in ran.error
    with pytest.raises(BooksDoNotClose, match=r"2018-01: persons\.age: row 17 is 121"):
        Model(scenario, rng=1, check=True)
    assert invariants.first_violation is found
