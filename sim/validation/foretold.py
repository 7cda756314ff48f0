"""The year 2022 told from a fit on 2019 to 2021, beside what anybody can say without a model.

persistence   the figure of 2021
trend         the line through 2020 and 2021, in logarithms where it is money
additive      the figure of 2021 and the published effect of each measure times how many people it newly reaches
              (`additive.csv`), added up: no shocks, no displacement, no interaction
"""

import csv
import dataclasses
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.calibration.calibration import Calibration, calibrate, rerun
from sim.calibration.calibrationfile import CalibrationFile
from sim.calibration.targets import FIT, Target

HELD_OUT = 2022
WAVES = 2
ADDITIVE = Path(__file__).parent / "additive.csv"
KINDS = {"income_survey_mean": "income", "income_mean": "income", "employed_share": "employed"}
"""Indicators of which the additive sum says something."""
RIVALS = ("persistence", "trend", "additive")


def year(target: Target) -> int:
    """In which it is read."""
    return int(target.month[:4])


def held_out(file: CalibrationFile, out: Path, on: Any, tell: Callable[[str], None]) -> pd.DataFrame:
    """Targets of 2022, told by a fit on those before and by rivals.

    Parameters
    ----------
    file : of the calibration; its runs of the first wave are used again
    out : folder of its runs
    on, tell : as of a calibration

    Returns
    -------
    DataFrame with columns target, published (brought to the model's counties), sd (of error, bridge and discrepancy),
    model, low, high (5 and 95 % of members), then for the model and each rival its miss in sd; NaN where a rival says
    nothing
    """
    early = [target.id for target in file.asked if target.role == FIT and year(target) < HELD_OUT]
    effort = dataclasses.replace(file.effort, waves=min(WAVES, file.effort.waves), truths=0)
    found = calibrate(file.target, file.priors, file.aims.of(early), effort=effort, out=out, on=on, tell=tell)
    return table(file, told(file, found, effort.waves, out, on))


def told(file: CalibrationFile, found: Calibration, turn: int, out: Path, on: Any) -> pd.DataFrame:
    """All targets of the members' runs, means over seeds: a row a member, a column a target."""
    return pd.DataFrame(rerun(file.target, file.priors, found.members, turn, effort=file.effort, out=out, on=on))


def table(file: CalibrationFile, runs: pd.DataFrame) -> pd.DataFrame:
    """What runs that know nothing of 2022 say of it, and rivals."""
    rows = []
    for target in (one for one in file.asked if year(one) == HELD_OUT):
        series = [one for one in file.asked if (one.moment, one.name) == (target.moment, target.name)]
        values = runs[target.id].dropna().to_numpy()
        model = float(values.mean())
        low, high = np.quantile(values, (0.05, 0.95))
        said = rivals(target, [one for one in series if year(one) < HELD_OUT])
        misses = [(value - target.value) / target.sd for value in (model, *said)]
        rows.append((target.id, target.value, target.sd, model, float(low), float(high), *misses))
    names = [f"{name}_miss" for name in ("model", *RIVALS)]
    return pd.DataFrame(rows, columns=["target", "published", "sd", "model", "low", "high", *names])


def rivals(target: Target, before: list[Target]) -> tuple[float, float, float]:
    """What persistence, trend and the additive sum say of a target, from earlier ones of its series."""
    if not before:
        return math.nan, math.nan, math.nan
    last = before[-1].value
    is_money = target.value > 1.0
    trend = math.nan
    if len(before) > 1:
        step = year(target) - year(before[-1])
        one, other = before[-2].value, last
        trend = other * (other / one) ** step if is_money else other + step * (other - one)
    kind = KINDS.get(target.indicator)
    return last, trend, last * (1.0 + added(kind)) if kind else math.nan


def added(kind: str) -> float:
    """Published effects times coverage, added up: a relative change."""
    with ADDITIVE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["of"] == kind]
    return sum(float(row["coverage"]) * float(row["effect"]) for row in rows)
