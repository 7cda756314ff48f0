"""All that a validation makes, and the page that tells it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.calibration.calibration import Calibration, calibrate, rerun
from sim.calibration.calibrationfile import CalibrationFile
from sim.calibration.written import in_words, save
from sim.durable import write_aside
from sim.scenario import Scenario
from sim.validation import designs
from sim.validation.forecast import YEARS, ForecastTarget, path_of_2020
from sim.validation.forecast import table as forecast_table
from sim.validation.foretold import held_out, told

SEEDS = range(1, 13)
"""Worlds of each published design, and of the year 2020."""
FORECAST_TURN = 1_000
"""Seeds of the forecasts, which no wave of a calibration has."""
LAST_MONTHS = 12 * (YEARS[-1] - 2020 + 1)


def validate(
    file: CalibrationFile, out: Path, on: Any, tell: Callable[[str], None]
) -> tuple[Calibration, dict[str, pd.DataFrame]]:
    """Calibrate, hold a year out, forecast, re-run published designs; write tables and a page into a folder.

    Parameters
    ----------
    file : of the calibration
    out : folder; runs in its `runs` are not made again
    on : where runs are made
    tell : called with a line as each step ends

    Returns
    -------
    the calibration, and the tables that it was held against by the names of their files
    """
    runs = out / "runs"
    found = calibrate(file.target, file.priors, file.aims, effort=file.effort, out=runs, on=on, tell=tell)
    save(found, out, file.title)
    tables = {"check": checked(file, told(file, found, file.effort.waves, runs, on))}
    tables["held-out"] = held_out(file, runs, on, tell)
    ahead = ForecastTarget(file.scenario.replace(months=LAST_MONTHS))
    foretold = rerun(ahead, file.priors, found.members, FORECAST_TURN, effort=file.effort, out=out / "ahead", on=on,
                     tell=tell)  # fmt: skip
    tables["predictions"] = forecast_table(foretold)
    history = file.scenario.with_overrides(found.point)
    tables["path-2020"] = path_of_2020(history, SEEDS)
    tables["designs"] = designs.run(history, SEEDS, tell)
    tables["distribution"] = distribution(history)
    for name, table in tables.items():
        write_aside(out / f"{name}.csv", lambda aside, table=table: table.to_csv(aside, index=False))  # type: ignore[misc]
    text = page(file, found, tables)
    write_aside(out / "report.md", lambda aside: aside.write_text(text, encoding="utf-8") and None)
    return found, tables


def checked(file: CalibrationFile, runs: pd.DataFrame) -> pd.DataFrame:
    """Targets that took no part in the fit, at the members: columns target, value, sd, mean, low, high, z."""
    rows = []
    for target in file.asked:
        if target.id in file.aims.names:
            continue
        values = runs[target.id].dropna()
        low, high = values.quantile((0.05, 0.95))
        mean = values.mean()
        rows.append((target.id, target.value, target.sd, mean, low, high, (mean - target.value) / target.sd))
    return pd.DataFrame(rows, columns=["target", "value", "sd", "mean", "low", "high", "z"])


def distribution(history: Scenario) -> pd.DataFrame:
    """Where people's survey income lies, 2021 and 2022, and who stays in which fifth.

    Returns
    -------
    DataFrame with columns statistic, year, value: quantiles over the mean, the Gini coefficient, and the share of the
    people of each fifth of 2021 who are in each fifth of 2022
    """
    from sim.model import Model

    model = Model(history.replace(months=36), rng=1)
    years = {}
    while model.running:
        model.step()
        if model.month in (24, 36):
            years[2020 + model.month // 12 - 1] = designs.households_of(model)
    rows: list[tuple[str, int, float]] = []
    for number, table in years.items():
        weight = table["weight"] * table["members"]
        order = np.argsort(table["income"].to_numpy())
        share = np.cumsum(weight.to_numpy()[order]) / weight.sum()
        income = table["income"].to_numpy()[order]
        mean = float(np.average(table["income"], weights=weight))
        for quantile in (0.1, 0.25, 0.5, 0.75, 0.9):
            rows.append((f"quantile {quantile:g} over mean", number, float(np.interp(quantile, share, income)) / mean))
        money = np.cumsum(weight.to_numpy()[order] * income) / (weight.sum() * mean)
        rows.append(("Gini", number, 1.0 - 2.0 * float(np.trapezoid(money, share))))
    both = years[2021].join(years[2022], rsuffix="_after", how="inner")
    both["fifth"] = pd.qcut(both["income"], 5, labels=False) + 1
    both["after"] = pd.qcut(both["income_after"], 5, labels=False) + 1
    moved = both.groupby(["fifth", "after"])["weight"].sum().unstack().fillna(0.0).to_numpy(np.float64)
    moved /= moved.sum(axis=1, keepdims=True)
    for (here, there), share in np.ndenumerate(moved):
        rows.append((f"fifth {here + 1} in 2021, {there + 1} in 2022", 2022, float(share)))
    return pd.DataFrame(rows, columns=["statistic", "year", "value"])


def page(file: CalibrationFile, found: Calibration, tables: dict[str, pd.DataFrame]) -> str:
    """The report, in Markdown."""
    counties, people = file.scenario.population.counties, file.scenario.population.households
    effort = file.effort
    parts = [
        f"# Validation: {file.title}\n\n"
        f"{counties} counties of {people} households; {effort.points} points a wave, {effort.replicates} seeds each; "
        f"{len(found.members)} members; {found.failed} runs failed. z and misses are in standard deviations of error, "
        "bridge and discrepancy together, all committed before the fit.\n",
        "## In short\n\n" + "\n".join(f"- {line}" for line in [*in_words(found), *held_in_words(tables["held-out"])]),
        "## Moments that were fitted\n\n" + markdown(found.moments),
        "## Moments that were not\n\n" + markdown(tables["check"]),
        "## Parameters: what was learnt\n\n" + markdown(found.parameters),
        "## 2022 from a fit on 2019 to 2021\n\n" + markdown(tables["held-out"]),
        "## Published designs, re-run at the point\n\n" + markdown(tables["designs"]),
        "## Distribution of survey income, at the point, one seed\n\n" + markdown(tables["distribution"]),
        "## The year 2020, not tuned\n\nAlleviated people at work in a month (ten days or more of a wage job, or a "
        "post) over those with any waged work in 2019, with the stop of movement and without it.\n\n"
        + markdown(tables["path-2020"]),
        "## Forecasts\n\n" + markdown(tables["predictions"]),
    ]
    return "\n\n".join(parts) + "\n"


def held_in_words(table: pd.DataFrame) -> list[str]:
    """Who told 2022 best, over the targets of which a rival says something."""
    lines = []
    for rival in ("persistence", "trend", "additive"):
        both = table.dropna(subset=[f"{rival}_miss"])
        if len(both):
            mine, its = (float(np.sqrt((both[f"{name}_miss"] ** 2).mean())) for name in ("model", rival))
            lines.append(f"2022, {len(both)} targets: the model misses by {mine:.2f} sd, {rival} by {its:.2f}")
    return lines


def markdown(table: pd.DataFrame) -> str:
    """A table of Markdown, numbers to four digits."""

    def cell(value: object) -> str:
        if isinstance(value, float):
            return "" if np.isnan(value) else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
        return "" if value is None else str(value)

    rows = [
        [*table.columns],
        ["---"] * len(table.columns),
        *([cell(value) for value in row] for row in table.to_numpy(object)),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
