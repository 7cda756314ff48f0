"""A researcher's own facts: files that take the place of those of `sim/data`, row by row."""

import math
from pathlib import Path

from sim.data import FOLDER, rows
from sim.declare import did_you_mean, shown
from sim.errors import InputError
from sim.stored import read_csv

KEYS = {
    "margins.csv": ("margin", "stratum", "category"),
    "tilts.csv": ("stratum",),
    "paths.csv": ("path", "province", "year"),
    "provinces.csv": ("code", "name", "chinese", "id"),
    "counties.csv": ("id", "code", "province"),
}
"""Files that the model reads, and the columns that say what a row is; all other numbers are free."""
FREE = ("source", "grade", "note", "name_grade", "registered_grade", "structure_grade", "eastern_pairs", "unit", "name")

MOST = 1e12
"""Largest number that a fact may be; one that is not negative in ours stays so, and a share at most 1."""


def check_facts(folder: str) -> None:
    """Refuse a folder whose files have other rows or columns than the model's, or cells that are no numbers.

    Raises
    ------
    InputError
        One sentence with file, line, column, what was found and what is allowed.
    """
    if not Path(folder).is_dir():
        raise InputError(f"{folder}: no such folder of facts")
    there = sorted(path.name for path in Path(folder).glob("*.csv"))
    mine = [name for name in there if name in KEYS]
    for name in there:
        if name not in KEYS and name not in ("moments.csv", "targets.csv"):
            raise InputError(f"{Path(folder) / name}: allowed are {', '.join(KEYS)}{did_you_mean(name, KEYS)}")
    if not mine:
        raise InputError(f"{folder}: holds none of {', '.join(KEYS)}")
    for name in mine:
        _check(Path(folder) / name, rows(name), KEYS[name])


def _check(path: Path, ours: list[dict[str, str]], keys: tuple[str, ...]) -> None:
    names, found = read_csv(path)
    columns = list(ours[0])
    for column in columns:
        if column not in names:
            raise InputError(f"{path}:1: no column {column!r}; allowed are those of {FOLDER / path.name}")
    for (line, row), our in zip(found, ours, strict=False):
        for column in keys:
            if row[column] != our[column]:
                raise InputError(
                    f"{path}:{line}: {column} is {shown(row[column])}; allowed is {our[column]!r}, as in ours"
                )
        for column in set(columns) - {*keys, *FREE}:
            value, usual = _number(row[column]), _number(our[column])
            if usual is None:
                continue
            low = 0.0 if usual >= 0.0 else -MOST
            high = 1.0 if row.get("unit") in ("share", "probability") and usual <= 1.0 else MOST
            if value is None or not low <= value <= high:
                said = "a number" if value is None else f"a number from {low:g} to {high:g}"
                raise InputError(f"{path}:{line}: {column} is {shown(row[column])}; allowed is {said}")
    if len(found) != len(ours):
        raise InputError(f"{path}: has {len(found)} rows; allowed are the {len(ours)} of {FOLDER / path.name}")


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None
