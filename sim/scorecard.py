"""The scorecard: of each year of a run, what the Opinion plans for the key counties and what came of it.

A year ends on 30 November, as the report does that a province sends by 15 December. The goals of (2) are asked of the
alleviated people of key counties; the numbers of (9) are those of the levers for the 160 key counties alone, of which
a run has the part that its own key counties are of 160.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.behaviour import Behaviour
from sim.population.settings import chosen_counties
from sim.rules.funds import KEY_COUNTIES
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.results import Results

YEAR = 12
NOVEMBER = 11
COLUMNS = ("year", "clause", "name", "text", "unit", "planned", "simulated", "is_met")


class Goal(NamedTuple):
    """A goal of clause (2): a share that is to be whole, or a number that is not to fall."""

    text: str
    unit: str
    indicator: str


class Supply(NamedTuple):
    """A number of clause (9) and what shows it: a count of the last twelve months, or a stock of seats."""

    lever: str
    text: str
    unit: str
    indicator: str
    units: str
    """Belief that says how many seats or yearly places one of it has; empty where the indicator counts it itself."""
    is_stock: bool
    is_yearly: bool
    """Whether the belief speaks of places a year; the indicator's seats are of a month."""


GOALS = (
    Goal("Alleviated people employed, not fewer than the year before", "people", "workers_employed"),
    Goal("People who wanted training and got a place", "share", "training_met_share"),
    Goal("School leavers who wanted a technical school and were admitted", "share", "school_admitted_share"),
    Goal("People in the pension scheme of those whose contribution is payable", "share", "payable_cover"),
)
SUPPLIES = (
    Supply("skill_project_schools_key_only", "Technical schools new or expanded", "schools",
           "technical_seats", "seats_per_school", True, False),
    Supply("skill_project_bases_key_only", "High-skill training bases", "bases",
           "base_seats", "places_per_base", True, True),
    Supply("skill_project_studios_key_only", "Master studios", "studios",
           "studio_seats", "places_per_studio", True, True),
    Supply("skill_project_norms_key_only", "Test norms of special skills", "norms", "norms", "", True, False),
    Supply("skill_project_online_courses_key_only", "Online training resources", "courses",
           "online_seats", "places_per_online_course", True, True),
    Supply("skill_project_trainees_key_only", "Training, the baseline's courses included", "person-times",
           "trainees", "", False, False),
    Supply("skill_project_seniors_key_only", "Senior workers and village craftsmen", "people",
           "senior_workers", "", False, False),
)  # fmt: skip


def scorecard(results: "Results") -> pd.DataFrame:
    """Of each year to 30 November what was planned and what was simulated.

    Parameters
    ----------
    results : of a run

    Returns
    -------
    DataFrame
        Columns year, clause, name (of the indicator or the lever), text, unit, planned, simulated, and is_met: None
        where nothing was planned or the run does not say. Empty if the run has no November.
    """
    ends = [t for t, month in enumerate(results.months) if int(month[-2:]) == NOVEMBER]
    scenario = Scenario.told(results.resolved)
    counties = chosen_counties(scenario.population)
    part = sum(county.is_key for county in counties) / KEY_COUNTIES
    rows: list[tuple[object, ...]] = []
    for goal in GOALS:
        is_share = goal.unit == "share"
        values = results.series(goal.indicator, "registered", "key")
        for before, t in zip([None, *ends], ends, strict=False):
            last = np.nan if before is None else float(values[before])
            rows.append(_row(results, t, 2, goal.indicator, goal, 1.0 if is_share else last, float(values[t])))
    for supply in SUPPLIES:
        reached = _reached(results, supply, ends, scenario.behaviour_values())
        for t, value in zip(ends, reached, strict=True):
            asked = [float(getattr(scenario.levers_at(month), supply.lever)) for month in range(t - YEAR + 1, t + 1)]
            rows.append(_row(results, t, 9, supply.lever, supply, part * sum(asked) / YEAR, value))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values("year", kind="stable", ignore_index=True)


def _reached(results: "Results", supply: Supply, ends: list[int], behaviour: Behaviour) -> list[float]:
    """What came of a number of (9) in each year: a count, or what a stock of seats grew by, in units."""
    values: NDArray[np.float64] = results.series(supply.indicator, "county_type", "key")
    if not supply.is_stock:
        return [float(values[t]) for t in ends]
    seats = float(getattr(behaviour, supply.units)) if supply.units else 1.0
    seats = seats / YEAR if supply.is_yearly else seats
    return [float(values[t] - values[max(0, t - YEAR)]) / seats for t in ends]


def _row(
    results: "Results", t: int, clause: int, name: str, what: Goal | Supply, planned: float, simulated: float
) -> tuple[object, ...]:
    """One line of the scorecard."""
    is_asked = planned > 0.0 and not np.isnan(simulated)
    is_met = bool(simulated >= planned * (1.0 - 1e-9)) if is_asked else None
    return int(results.months[t][:4]), clause, name, what.text, what.unit, planned, simulated, is_met
