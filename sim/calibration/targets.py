"""Targets: what is published, of whom and when, beside the indicator that the model tells of the same.

`targets.csv` says of each row of `data/moments.csv` which indicator of which group in which month it is, what
times brings the published figure to the indicator's unit, and how far the two may differ, in relative standard
deviations that were fixed before anything was fitted:

    error        of the published figure: sampling, rounding, a denominator that is only about known
    bridge       from the people who were asked to those of the 462 counties, a ratio and its standard deviation
    discrepancy  what the model cannot tell rightly, however its parameters are set

Role "fit" takes part in a calibration; "check" is told beside it, since it follows from others or no free parameter
moves it; "input" is put into the model and is no evidence. A folder of one's own may hold other `moments.csv` and
`targets.csv`.
"""

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data import FOLDER as FACTS
from sim.declare import did_you_mean, shown
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.results import Results

FOLDER = Path(__file__).parent
FIT, CHECK, INPUT = "fit", "check", "input"
ROLES = (FIT, CHECK, INPUT)
MOST_UNEXPLAINED = 0.15
"""Largest discrepancy or bridge that needs no reason."""
FIRST_TEST_YEAR = 2023
SHARED_DISCREPANCY = 0.5
"""Correlation of the model's discrepancies in years of one moment; a bridge is the same in all of them."""
FRACTIONS = ("times", "error", "bridge", "bridge_sd", "discrepancy")
COLUMNS = (
    *("id", "moment", "name", "date", "role", "indicator", "group_kind", "group", "month", "times", "error"),
    *("error_basis", "bridge", "bridge_sd", "bridge_basis", "discrepancy", "reason"),
)
MOMENT_COLUMNS = ("moment", "name", "date", "value", "unit", "grade", "note")


class Target(NamedTuple):
    """A published figure and what the model tells of the same.

    Attributes
    ----------
    id : short name of this target, also of the outcome of a calibration
    moment, name, date : row of `moments.csv`
    role : "fit", "check" or "input"
    published : the figure as it was printed
    indicator, group_kind, group, month : what it is in a run; empty for an input
    value : what the indicator should be in the 462 counties: published × times × bridge
    error, bridge_sd, discrepancy : relative standard deviations
    error_basis, bridge_basis, reason : why these
    """

    id: str
    moment: str
    name: str
    date: str
    role: str
    published: float
    indicator: str
    group_kind: str
    group: str
    month: str
    value: float
    error: float
    bridge: float
    bridge_sd: float
    discrepancy: float
    error_basis: str
    bridge_basis: str
    reason: str

    @property
    def sd(self) -> float:
        """Standard deviation of the indicator around `value` if the model were as right as it can be."""
        return abs(self.value) * math.sqrt(self.error**2 + self.bridge_sd**2 + self.discrepancy**2)


def targets(folder: str | Path | None = None, *, roles: Sequence[str] = ROLES) -> tuple[Target, ...]:
    """The targets of these roles.

    Parameters
    ----------
    folder : where one's own `moments.csv`, `targets.csv` or both lie; what is not there is the model's
    roles : of "fit", "check", "input"

    Raises
    ------
    InputError
        If a row of a file is not allowed: one sentence with file, line, column, what was found and what is allowed.
    """
    moments, told = _file(folder, "moments.csv", FACTS), _file(folder, "targets.csv", FOLDER)
    figures = {}
    for line, row in _rows(moments, MOMENT_COLUMNS):
        key = row["moment"], row["name"], row["date"]
        if key in figures:
            _fault(moments, line, "name", row["name"], "each moment, name and date once")
        figures[key] = _number(moments, line, row, "value", -math.inf)
    found: dict[str, Target] = {}
    for line, row in _rows(told, COLUMNS):
        target = _target(told, line, row, figures)
        if target.id in found:
            _fault(told, line, "id", target.id, "an id that no other row has")
        found[target.id] = target
    there = {(target.moment, target.name, target.date) for target in found.values()}
    if missing := next((key for key in figures if key not in there), None):
        raise InputError(f"{told}: has no row for {' / '.join(missing)} of {moments.name}; give it one, or role input")
    return tuple(target for target in found.values() if target.role in roles)


def simulated(results: Results, asked: Sequence[Target]) -> dict[str, float]:
    """What a run tells of each target by id; NaN where it is too short or has nobody of the group.

    Parameters
    ----------
    results : of a run
    asked : targets; inputs are passed over
    """
    told = results.indicators
    keys = ["indicator", "group_kind", "group", "month"]
    value = told.set_index(keys)["value"]
    wanted = {target.id: target[6:10] for target in asked if target.role != INPUT}
    return {name: float(value.get(key, math.nan)) for name, key in wanted.items()}


def covariance(asked: Sequence[Target]) -> NDArray[np.float64]:
    """Covariance of indicators around the values of their targets, if the model is as right as it can be.

    Parameters
    ----------
    asked : n targets, none an input

    Returns
    -------
    array of shape (n, n): errors are independent, a bridge is the same for all rows of one moment and name, the
    model's discrepancies of these correlate by a half
    """
    value = np.array([target.value for target in asked])
    error, bridge, discrepancy = (
        value * np.array([getattr(target, part) for target in asked]) for part in ("error", "bridge_sd", "discrepancy")
    )
    name = [(target.moment, target.name) for target in asked]
    same = np.array([[one == other for other in name] for one in name], dtype=np.float64)
    shared = SHARED_DISCREPANCY * same + (1.0 - SHARED_DISCREPANCY) * np.eye(len(name))
    return np.asarray(np.diag(error**2) + same * np.outer(bridge, bridge) + shared * np.outer(discrepancy, discrepancy))


def _file(folder: str | Path | None, name: str, ours: Path) -> Path:
    if folder is None:
        return ours / name
    if not Path(folder).is_dir():
        raise InputError(f"{folder}: no such folder of targets")
    if not any((Path(folder) / file).is_file() for file in ("moments.csv", "targets.csv")):
        raise InputError(f"{folder}: holds neither moments.csv nor targets.csv")
    own = Path(folder) / name
    return own if own.is_file() else ours / name


def _rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows with their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise InputError(
                        f"{path}:1: column {column!r} is missing; there: {', '.join(reader.fieldnames or ())}"
                    )
            found = []
            for row in reader:
                if None in row or None in row.values():
                    raise InputError(f"{path}:{reader.line_num}: has another number of cells than the first line")
                found.append((reader.line_num, row))
            return found
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InputError(f"{path}: not a CSV file in UTF-8: {problem}") from None


def _fault(path: Path, line: int, column: str, found: str, allowed: str) -> None:
    raise InputError(f"{path}:{line}: {column} is {shown(found)}; allowed is {allowed}")


def _number(path: Path, line: int, row: dict[str, str], column: str, low: float) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = math.nan
    if not low <= value < math.inf:
        _fault(path, line, column, row[column], "a number" if low == -math.inf else f"a number from {low:g} on")
    return value


def _target(path: Path, line: int, row: dict[str, str], figures: dict[tuple[str, str, str], float]) -> Target:
    """One row, checked."""
    key = row["moment"], row["name"], row["date"]
    if key not in figures:
        names = [name for moment, name, _ in figures if moment == row["moment"]]
        _fault(path, line, "name", row["name"], f"a row of moments.csv{did_you_mean(row['name'], names)}")
    if row["role"] not in ROLES:
        _fault(path, line, "role", row["role"], f"{' or '.join(ROLES)}{did_you_mean(row['role'], ROLES)}")
    basis = row["error_basis"], row["bridge_basis"], row["reason"]
    if row["role"] == INPUT:
        blank = math.nan
        return Target(row["id"], *key, INPUT, figures[key], "", "", "", "", blank, blank, blank, blank, blank, *basis)
    if row["indicator"] not in DEFINITIONS:
        near = did_you_mean(row["indicator"], DEFINITIONS)
        _fault(path, line, "indicator", row["indicator"], f"an indicator of docs/indicators.md{near}")
    year, _, month = row["month"].partition("-")
    if not (year.isdigit() and month.isdigit() and len(row["month"]) == 7 and 1 <= int(month) <= 12):
        _fault(path, line, "month", row["month"], "a month such as 2021-12")
    if int(year) >= FIRST_TEST_YEAR:
        _fault(path, line, "month", row["month"], f"a month before {FIRST_TEST_YEAR}; later ones are the test")
    times, error, bridge, bridge_sd, discrepancy = (_number(path, line, row, column, 0.0) for column in FRACTIONS)
    if error + bridge_sd + discrepancy == 0.0:
        _fault(path, line, "error", row["error"], "above 0 where bridge_sd and discrepancy are 0 too")
    if max(bridge_sd, discrepancy) > MOST_UNEXPLAINED and not row["reason"].strip():
        _fault(path, line, "reason", row["reason"], f"a text where a deviation is above {MOST_UNEXPLAINED:g}")
    place = row["indicator"], row["group_kind"], row["group"], row["month"]
    value = figures[key] * times * bridge
    told = row["id"], *key, row["role"], figures[key]
    return Target(*told, *place, value, error, bridge, bridge_sd, discrepancy, *basis)
