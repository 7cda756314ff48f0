"""Declared numbers: what is refused and how it is said; every declaration in order."""

import math
from typing import Annotated, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.data import rows
from sim.declare import GRADES, Quantity, checked, declared, fill, nearest
from sim.errors import InputError
from sim.levers import Levers, by_measure
from sim.measures import MEASURES
from sim.state.codes import FUND_TILT, LOCAL_JOBS, SKILL_PROJECT

SHARE = Quantity("Share of something", "share", low=0.2, high=0.8, source="assumption", grade="assumption")


class Pair(NamedTuple):
    """Two numbers."""

    first_share: Annotated[float, SHARE] = 0.5
    second_months: Annotated[float, Quantity("Wait", "months", 1.0, 9.0, "assumption", "assumption")] = 3


class Bare(NamedTuple):
    """One number that is not declared."""

    number: float = 1.0


@pytest.mark.parametrize("value", [0.2, 0.5, 0.8])
def test_numbers_within_the_range_pass(value: float) -> None:
    assert checked("a", value, SHARE) == value


@pytest.mark.parametrize("value", [0.1999, 0.8001, -1, 2, math.nan, math.inf, -math.inf, "0.5", None, True, [0.5]])
def test_anything_else_is_refused_with_name_and_range(value: object) -> None:
    with pytest.raises(InputError, match=r"^a is .*allowed is .*0\.2 to 0\.8"):
        checked("a", value, SHARE)


@given(st.integers(1, 9))
def test_whole_numbers_become_floats(value: int) -> None:
    filled = fill(Pair, {"second_months": value})
    assert filled == (0.5, value)
    assert all(type(number) is float for number in filled)


def test_defaults_become_floats_too() -> None:
    assert [type(number) for number in fill(Pair, {})] == [float, float]
    assert fill(Pair, {"first_share": 0.3})._asdict() == {"first_share": 0.3, "second_months": 3.0}


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"^unknown name 'frist_share'; did you mean 'first_share'\?$"):
        fill(Pair, {"frist_share": 0.5})
    with pytest.raises(InputError, match=r"^unknown name 'zzzz'$"):
        fill(Pair, {"zzzz": 0.5})


def test_nearest_name() -> None:
    assert nearest("local_jobs_dos", Levers._fields) == "local_jobs_dose"
    assert nearest("qqq", Levers._fields) is None
    assert nearest("a", []) is None


def test_declarations_are_read_in_order_and_a_missing_one_is_an_error() -> None:
    assert list(declared(Pair)) == ["first_share", "second_months"]
    assert declared(Pair)["first_share"] is SHARE
    with pytest.raises(TypeError, match=r"Bare\.number has no Quantity"):
        declared(Bare)


@pytest.mark.parametrize("table", [Levers, Behaviour])
def test_every_declared_number_is_whole(table: type[NamedTuple]) -> None:
    """Default within its range; text, unit, known grade and a source that exists."""
    sources = {row["key"] for row in rows("sources.csv")} | {row["id"] for row in rows("facts.csv")}
    faults = []
    for name, quantity in declared(table).items():
        default = table._field_defaults[name]
        if type(default) is not float or not quantity.low <= default <= quantity.high:
            faults.append(f"{name}: default {default!r}")
        if not quantity.low < quantity.high or not (math.isfinite(quantity.low) and math.isfinite(quantity.high)):
            faults.append(f"{name}: range {quantity.low} to {quantity.high}")
        if not quantity.text.strip() or not quantity.unit.strip():
            faults.append(f"{name}: no text or unit")
        if quantity.grade not in GRADES:
            faults.append(f"{name}: grade {quantity.grade}")
        if quantity.source not in sources:
            faults.append(f"{name}: source {quantity.source}")
        if (quantity.source == "assumption") and quantity.grade != "assumption":
            faults.append(f"{name}: an assumption graded {quantity.grade}")
    assert not faults


def test_every_lever_belongs_to_the_clause_its_name_says() -> None:
    clauses = {measure.name: measure.clause for measure in MEASURES}
    for name, quantity in declared(Levers).items():
        measure = max((measure for measure in clauses if name.startswith(f"{measure}_")), key=len)
        assert quantity.clause == clauses[measure]
        for value in (quantity.opinion, quantity.package):
            assert value is None or quantity.low <= value <= quantity.high
    assert all(quantity.clause is None for quantity in declared(Behaviour).values())


def test_measures_are_the_clauses_three_to_twenty_six() -> None:
    assert [measure.clause for measure in MEASURES] == list(range(3, 27))
    assert len({measure.name for measure in MEASURES}) == 24
    assert tuple(
        [measure.name for measure in MEASURES].index(name) for name in ("local_jobs", "fund_tilt", "skill_project")
    ) == (LOCAL_JOBS, FUND_TILT, SKILL_PROJECT)


def test_doses_and_tilts_stand_in_the_row_of_their_measure() -> None:
    levers = Levers(
        local_jobs_dose=1.1,
        local_jobs_tilt=1.2,
        fund_tilt_dose=1.3,
        fund_tilt_tilt=1.4,
        skill_project_dose=1.5,
        skill_project_tilt=1.6,
    )
    table = by_measure(levers)
    assert table.shape == (24, 2)
    assert list(table[LOCAL_JOBS]) == [1.1, 1.2]
    assert list(table[FUND_TILT]) == [1.3, 1.4]
    assert list(table[SKILL_PROJECT]) == [1.5, 1.6]
