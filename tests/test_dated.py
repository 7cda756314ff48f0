"""Properties of values over time, and of scenarios made from anything."""

import json
import math
from operator import itemgetter
from typing import Any

import jsonschema
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sim.dated import Step, in_order, month_name, month_number, told, value_at
from sim.errors import InputError
from sim.scenario import Scenario
from sim.schema import schema
from sim.sections import KEYS


def without_origins(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in scenario.resolved().items() if key != "origins"}


MONTHS = st.integers(month_number("2018-01"), month_number("2030-12"))
VALUES = st.floats(0.5, 2.5)
PARTS = st.one_of(
    st.tuples(st.builds(Step, st.none(), VALUES, st.just(1))),
    st.lists(st.builds(Step, MONTHS, VALUES, st.integers(1, 40)), min_size=1, max_size=4, unique_by=itemgetter(0)).map(
        lambda steps: tuple(sorted(steps))
    ),
)
TIMELINES = st.lists(PARTS, max_size=3).map(tuple)


@given(timeline=TIMELINES, plain_from=MONTHS)
def test_a_path_stays_within_what_was_written_and_ends_there(timeline: Any, plain_from: int) -> None:
    changes = in_order(timeline, plain_from)
    assert [change[0] for change in changes] == sorted({change[0] for change in changes})
    values = [value_at(changes, 1.0, month) for month in range(month_number("2017-01"), month_number("2035-01"))]
    allowed = [1.0, *(change[1] for change in changes)]
    assert min(allowed) - 1e-12 <= min(values) and max(values) <= max(allowed) + 1e-12
    assert values[0] == 1.0 and values[-1] == (changes[-1][1] if changes else 1.0)


@given(timeline=TIMELINES, part=PARTS, plain_from=MONTHS)
def test_a_later_part_changes_nothing_before_its_first_date(timeline: Any, part: Any, plain_from: int) -> None:
    first = plain_from if part[0].month is None else part[0].month
    before, after = in_order(timeline, plain_from), in_order((*timeline, part), plain_from)
    for month in range(first - 30, first):
        assert value_at(before, 1.0, month) == value_at(after, 1.0, month)
    for month in range(first + 200, first + 203):
        assert value_at(after, 1.0, month) == part[-1].to


@given(timeline=TIMELINES, plain_from=MONTHS, months=st.integers(1, 90))
def test_what_is_told_of_a_path_can_be_read_again(timeline: Any, plain_from: int, months: int) -> None:
    scenario = Scenario(months=months, policy_from=month_name(plain_from), levers={"fund_tilt_tilt": timeline})
    again = Scenario.make(**without_origins(scenario))
    assert [again.levers_at(t) for t in range(months)] == [scenario.levers_at(t) for t in range(months)]
    assert without_origins(again) == without_origins(scenario)


def test_what_is_told_is_the_default_or_dates() -> None:
    assert told([1.0, 1.0], 1.0, 24240) == 1.0
    assert told([2.0, 2.0, 1.0], 1.0, 24240) == {"2020-01": 2.0, "2020-03": 1.0}


WORDS = ["fund_tilt_tilt", "idle_share", "drought", "matching", "to", "over", "2022-01", "counties", "lots", "gini"]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(fields=st.dictionaries(st.sampled_from([*KEYS, "nonsense"]), ANYTHING, max_size=3))
def test_any_mapping_is_a_scenario_or_refused_in_a_sentence(fields: dict[str, Any]) -> None:
    try:
        scenario = Scenario.make(**fields)
    except InputError as problem:
        refusal = str(problem)
    else:
        refusal = ""
        json.dumps(scenario.resolved(), allow_nan=False)
    event("refused" if refusal else "taken")
    assert "\n" not in refusal


SHARES = st.floats(0.0, 1.0)
DATES = MONTHS.map(month_name)
CHANGES = VALUES | st.fixed_dictionaries({"to": VALUES, "over": st.integers(1, 600)})
DATED = st.dictionaries(DATES, CHANGES, min_size=1, max_size=4).map(lambda dates: dict(sorted(dates.items())))
GOOD = st.fixed_dictionaries(
    {},
    optional={
        "name": st.from_regex(r"[a-z][a-z0-9_.-]{0,20}", fullmatch=True),
        "title": st.text("ab 重点", min_size=1).filter(str.strip),
        "start": st.sampled_from(["2018-01", "2022-07", "2050-12"]),
        "months": st.integers(1, 600),
        "policy_from": DATES,
        "seed": st.integers(0, 2**64 - 1),
        "levers": st.fixed_dictionaries({}, optional={"fund_tilt_tilt": VALUES | DATED, "local_jobs_dose": DATED}),
        "behaviour": st.fixed_dictionaries({"idle_share": st.floats(0.02, 0.25)}),
        "events": st.fixed_dictionaries({"drought": SHARES | st.dictionaries(DATES, SHARES, min_size=1, max_size=1)}),
        "rules": st.just({"matching": "lots"}),
        "fund_closure": st.sampled_from(["zero_sum", "new_money"]),
        "budget_closure": st.sampled_from(["additive", "fixed_pool"]),
        "population": st.fixed_dictionaries({"counties": st.integers(4, 462)}, optional={"households": st.just(99)}),
        "outputs": st.lists(st.sampled_from(["gini", "relapse_rate", "spending_idle"]), min_size=1, unique=True),
    },
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(fields=GOOD)
def test_a_good_mapping_is_taken_as_the_schema_takes_it_and_comes_back(fields: dict[str, Any]) -> None:
    jsonschema.validate(fields, schema(), jsonschema.Draft202012Validator)
    scenario = Scenario.make(**fields)
    for t in (-1, 0, scenario.months // 2, scenario.months - 1):
        for table in (scenario.levers_at(t), scenario.events_at(t)):
            assert all(type(value) is float and math.isfinite(value) for value in table)
    for key in ("months", "seed", "policy_from", "start", "fund_closure"):
        assert key not in fields or scenario.resolved()[key] == fields[key]
    resolved = without_origins(scenario)
    assert without_origins(Scenario.make(**resolved)) == resolved
    jsonschema.validate(resolved, schema(), jsonschema.Draft202012Validator)
