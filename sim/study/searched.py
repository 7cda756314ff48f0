"""The front of a study file: which doses and tilts spend the scenario's yuan best, by what they change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario import Scenario
from sim.study import packages
from sim.study.budget import Budget
from sim.study.front import Front
from sim.study.optimise import optimise
from sim.study.stage import Stage, stage_factors
from sim.study.studyfile import StudyFile


def searched(file: StudyFile, stage: Stage, root: Path, *, on: Any = "serial") -> Front:
    """Run the search of a front, or find its runs in the folder; the scenario's own point is held against it.

    Raises
    ------
    InputError
        If the levers that vary cannot spend what the scenario plans on them.
    """
    scenario = next(iter(file.scenarios.values()))
    levers = {name: _ends(factor) for name, factor in stage_factors(stage, file.factors, file.kinds).items()}
    objectives = {outcome: {"lower": "low", "higher": "high"}[better] for outcome, better in stage.by.items()}
    return optimise(
        file.target(stage),
        levers,
        objectives,
        budget=budget(scenario, levers),
        own={name: float(getattr(scenario.levers_at(scenario.months - 1), name)) for name in levers},
        effort=stage.effort,
        seed=file.seed,
        out=root / stage.name,
        on=on,
    )


def budget(scenario: Scenario, levers: Mapping[str, object]) -> Budget | None:
    """Yuan a year and registered person that a scenario plans on those of these levers that are doses and cost some."""
    prices = packages.spent(scenario, levers)
    there = {packages.dose_lever(measure): dose for measure, dose in packages.doses(scenario).items()}
    return Budget(prices, sum(price * there[lever] for lever, price in prices.items())) if prices else None


def _ends(factor: Any) -> tuple[float, float]:
    """Range of a lever: of a distribution its support, of a list its smallest and largest value."""
    low, high = factor.support() if hasattr(factor, "support") else (min(factor), max(factor))
    return float(low), float(high)
