"""The scorecard: years to November, plans from levers, goals from the year before."""

import math

import numpy as np
import pandas as pd
import pytest

from sim.population.settings import all_counties
from sim.provenance import Provenance
from sim.results import Results, month_names
from sim.scorecard import GOALS, SUPPLIES, scorecard
from sim.screen import scorecard_json

KEY = [county.id for county in all_counties() if county.is_key][:4]
OTHER = [county.id for county in all_counties() if not county.is_key][:4]


def made(months: int = 36, **levers: object) -> Results:
    """Employment falls by one a month; technical seats grow by 50 a month; courses are 1,000 a year; half are met."""
    names = month_names("2020-01", months)
    rows = []
    for t, month in enumerate(names):
        rows += [(month, "registered", "key", "workers_employed", 5000.0 - t)]
        rows += [(month, "registered", "key", "training_met_share", 0.5)]
        rows += [(month, "county_type", "key", "technical_seats", 100.0 + 50.0 * t)]
        rows += [(month, "county_type", "key", "trainees", 1000.0)]
        rows += [(month, "all", "all", "trainees", 9000.0)]
    resolved = {
        "name": "made", "title": "made", "start": "2020-01", "months": months, "policy_from": "2021-12",
        "levers": levers, "population": {"counties": [*KEY, *OTHER], "households": 40},
    }  # fmt: skip
    table = pd.DataFrame(rows, columns=["month", "group_kind", "group", "indicator", "value"])
    return Results(table, Provenance.now(resolved, 1, {}, 1))


def of(results: Results, name: str) -> list[tuple[int, float, float, object]]:
    rows = scorecard(results).query("name == @name")
    return list(rows[["year", "planned", "simulated", "is_met"]].itertuples(index=False, name=None))


def test_a_goal_that_is_a_number_must_not_fall() -> None:
    first, second, third = of(made(), "workers_employed")
    assert (first[0], first[2], first[3]) == (2020, 4990.0, None) and math.isnan(first[1])
    assert second == (2021, 4990.0, 4978.0, False)
    assert third[1:] == (4978.0, 4966.0, False)


def test_a_goal_that_is_a_share_must_be_whole() -> None:
    assert of(made(), "training_met_share") == [(year, 1.0, 0.5, False) for year in (2020, 2021, 2022)]


def test_a_plan_is_the_levers_of_the_year_for_the_key_counties_that_there_are() -> None:
    levers = {"skill_project_trainees_key_only": {"2021-12": 600_000.0, "2022-06": 300_000.0}}
    *_, last = of(made(**levers), "skill_project_trainees_key_only")
    planned = (6 * 600_000 + 6 * 300_000) / 12 * 4 / 160
    assert last == (2022, pytest.approx(planned), 1000.0, False)
    assert [row[1:] for row in of(made(), "skill_project_trainees_key_only")] == [(0.0, 1000.0, None)] * 3


def test_a_stock_counts_by_what_it_grew_in_units() -> None:
    from sim.behaviour import Behaviour

    simulated = [row[2] for row in of(made(), "skill_project_schools_key_only")]
    assert simulated == pytest.approx(np.array([500.0, 600.0, 600.0]) / Behaviour().seats_per_school)


def test_what_a_run_does_not_say_is_null() -> None:
    rows = [row for row in scorecard_json(made()) if row["name"] == "skill_project_norms_key_only"]
    assert [(row["planned"], row["simulated"], row["is_met"]) for row in rows] == [(0.0, None, None)] * 3


def test_a_run_without_a_november_has_no_year() -> None:
    assert scorecard(made(10)).empty


def test_every_line_names_an_indicator() -> None:
    from sim.indicators import DEFINITIONS
    from sim.levers import Levers

    assert {line.indicator for line in (*GOALS, *SUPPLIES)} <= set(DEFINITIONS)
    assert {supply.lever for supply in SUPPLIES} <= set(Levers._fields)
