"""A researcher's table, read cell by cell: CSV, Parquet or Stata, columns and codes as a mapping file says.

Every mistake is one sentence: file, line or row, column, what was found, what is allowed.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from sim.declare import did_you_mean, shown
from sim.errors import InputError
from sim.files import Written
from sim.population.fields import Field

if TYPE_CHECKING:
    import pandas as pd

KINDS = (".csv", ".parquet", ".dta")


class Source(NamedTuple):
    """Where a field stands in a file.

    Attributes
    ----------
    column : name of the column
    codes : what a cell's text stands for, a word or number of the field; empty if cells hold these already
    times : what a number is multiplied with
    """

    column: str
    codes: Mapping[str, str]
    times: float


class Cells:
    """Columns of one file, by field.

    Parameters
    ----------
    path : of the file
    fields : what the columns are
    sources : field -> where it stands; None if every column is called like its field
    missing : texts of cells that say nothing, beside the empty one

    Raises
    ------
    InputError
        If the file cannot be read, or a required field has no column.
    """

    def __init__(
        self,
        path: Path,
        fields: Mapping[str, Field],
        sources: Mapping[str, Source] | None = None,
        missing: frozenset[str] = frozenset(),
    ) -> None:
        self.path, self._fields, self._missing = path, fields, missing
        frame = _frame(path)
        if sources is None:
            named = [str(column) for column in frame.columns]
            for column in named:
                if column not in fields:
                    raise InputError(f"{path}:1: unknown column {shown(column)}{did_you_mean(column, fields)}")
            sources = {column: Source(column, {}, 1.0) for column in named}
        self._sources = dict(sources)
        for name, source in self._sources.items():
            if source.column not in frame.columns:
                near = did_you_mean(source.column, [str(column) for column in frame.columns])
                raise InputError(f"{path}:1: no column {shown(source.column)} for {name}{near}")
        for name, field in fields.items():
            if field.is_required and name not in self._sources:
                raise InputError(f"{path}:1: no column for {name}, {field.text}; it is needed")
        if not len(frame):
            raise InputError(f"{path}: holds no row")
        self._texts = {name: _texts(frame[source.column]) for name, source in self._sources.items()}
        self.count = len(frame)

    def __contains__(self, name: str) -> bool:
        return name in self._sources

    def fault(self, row: int, name: str, found: str, allowed: str) -> NoReturn:
        """Refuse a cell."""
        column = self._sources[name].column
        told = column if column == name else f"{column} ({name})"
        raise InputError(f"{self.place(row)}: {told} is {shown(found)}; allowed is {allowed}")

    def place(self, row: int) -> str:
        """File and line of a row, counted from 0."""
        return f"{self.path}:{row + 2}" if self.path.suffix == ".csv" else f"{self.path}: row {row + 1}"

    def texts(self, name: str) -> list[str]:
        """A column of names; empty where there is none."""
        cells = ["" if text in self._missing else text for text in self._texts[name]]
        if self._fields[name].is_required and "" in cells:
            self.fault(cells.index(""), name, "", "a text")
        return cells

    def numbers(self, name: str, default: float = np.nan) -> NDArray[np.float64]:
        """A column of numbers; the default where a cell says nothing, or there is no such column."""
        if name not in self:
            return np.full(self.count, default)
        field, source = self._fields[name], self._sources[name]
        known: dict[str, float] = {}
        values = np.empty(self.count)
        for row, text in enumerate(self._texts[name]):
            if text not in known:
                known[text] = self._number(row, name, text, field, source, default)
            values[row] = known[text]
        return values

    def _number(self, row: int, name: str, text: str, field: Field, source: Source, default: float) -> float:
        if not text or text in self._missing:
            if field.is_required:
                self.fault(row, name, text, f"{field.allowed}; no row may lack it")
            return default
        if source.codes and text not in source.codes:
            self.fault(row, name, text, f"{' or '.join(source.codes)}{did_you_mean(text, source.codes)}")
        word = source.codes.get(text, text)
        if word.lower() in field.words:
            return float(field.words[word.lower()])
        try:
            value = float(word) * source.times
        except ValueError:
            self.fault(row, name, text, f"{field.allowed}{did_you_mean(word, field.words)}")
        is_off = not field.low <= value <= field.high or (field.is_whole and value != int(value))
        if is_off or field.words:
            self.fault(row, name, text, field.allowed)
        return value


def sources_of(entry: Written, fields: Mapping[str, Field]) -> dict[str, Source]:
    """Read `field: column`, or `field: {column: …, codes: {…}, times: …}`."""
    found = {}
    for name, part in entry.mapping("a mapping of fields to columns").items():
        if name not in fields:
            part.fault(f"unknown field {shown(name)}{did_you_mean(name, fields)}")
        if not isinstance(part.value, dict):
            found[name] = Source(part.text(f"column of {name}"), {}, 1.0)
            continue
        keys = part.mapping(name, ("column", "codes", "times"))
        if "column" not in keys:
            part.fault(f"{name} names no column")
        codes = {}
        for code, word in keys["codes"].mapping("codes").items() if "codes" in keys else ():
            told = _plain(word.value)
            if fields[name].words and told not in fields[name].words:
                word.refuse(f"code {code} of {name}", fields[name].allowed)
            codes[_plain(code)] = told
        times = keys["times"].value if "times" in keys else 1.0
        if isinstance(times, bool) or not isinstance(times, int | float) or not 0.0 < times < 1e9:
            keys["times"].refuse(f"times of {name}", "a number above 0")
        found[name] = Source(keys["column"].text(f"column of {name}"), codes, float(times))
    return found


def missing_of(entry: Written) -> frozenset[str]:
    """Read the list of what says nothing."""
    return frozenset(_plain(item.value) for item in entry.items("missing"))


def _plain(value: Any) -> str:
    """A cell's value as text: a whole number without a point, a truth value as yes or no."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value).strip()


def _texts(column: "pd.Series[Any]") -> list[str]:
    is_empty = column.isna().to_numpy()
    return ["" if empty else _plain(cell) for cell, empty in zip(column.tolist(), is_empty, strict=True)]


def _frame(path: Path) -> "pd.DataFrame":
    """Read a file by its ending."""
    import pandas as pd

    if path.suffix not in KINDS:
        raise InputError(f"{path}: allowed is a file that ends in {' or '.join(KINDS)}")
    if not path.is_file():
        there = sorted(other.name for other in path.parent.glob("*")) if path.parent.is_dir() else []
        raise InputError(f"{path}: no such file{did_you_mean(path.name, there)}")
    try:
        if path.suffix == ".csv":
            return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_stata(path, convert_categoricals=False)
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, OSError) as problem:
        words = " ".join(str(problem).split())[:120]
        raise InputError(f"{path}: not a readable {path.suffix} file: {words}") from None
