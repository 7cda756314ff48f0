"""What was written earlier or elsewhere and is read as JSON, Parquet or CSV: torn, foreign, or made to do harm.

Results of strangers can be opened: nothing that is read here is run, a file of absurd size is refused before it is
taken in, and every reader says in one sentence what is wrong.
"""

import csv
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sim.errors import EnvironmentProblem, InputError

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST = 100_000_000
"""Bytes of the largest JSON file read."""
MOST_ROWS = 100_000_000
"""Rows of the largest Parquet file read."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape that may be half a character, which no writer of ours makes."""


def not_allowed(path: Path) -> EnvironmentProblem:
    """What to raise where the system does not let us read a file."""
    return EnvironmentProblem(f"{path}: not allowed to read this file")


def read_json(path: Path, missing: str) -> dict[str, Any]:
    """Read a JSON file that holds one object.

    Parameters
    ----------
    path : the file
    missing : what to say if there is none

    Raises
    ------
    InputError
        If the file is missing, torn, foreign, too large, names a key twice or has a number that is not finite.
    EnvironmentProblem
        If the system does not let us read it.
    """
    try:
        _demand_file(path)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST:,} bytes, which no such file needs")
        text = content.decode("utf-8")
        if found := _HALF.search(text):
            raise InputError(f"{path}: {found[0]!r} is no character; the file is torn or foreign")
        told = json.loads(text, object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(missing) from None
    except PermissionError:
        raise not_allowed(path) from None
    except InputError:
        raise
    except (ValueError, RecursionError) as problem:
        raise InputError(f"{path}: not readable as JSON ({one_line(problem)}); the file is torn or foreign") from None
    except OSError as problem:
        raise InputError(f"{one_line(path, 300)}: cannot be read: {problem.strerror}") from None
    if not isinstance(told, dict):
        raise InputError(f"{path}: not a table of keys; the file is torn or foreign")
    return told


def demand(path: Path, told: Mapping[str, Any], kinds: Mapping[str, type | tuple[type, ...]]) -> None:
    """Refuse a file in which a key is missing or of another kind.

    Raises
    ------
    InputError
        If it is; a truth value is no number.
    """
    for name, kind in kinds.items():
        if not is_kind(told.get(name), kind):
            refuse(path, f"{name} is missing or of the wrong kind")


def refuse(path: Path, what: str) -> NoReturn:
    """Refuse a file for what is in it."""
    raise InputError(f"{path}: {what}; the file is torn or foreign")


def read_parquet(path: Path) -> "pa.Table":
    """Read a Parquet file whole, with its checksums.

    Raises
    ------
    FileNotFoundError
        If there is none: who asks knows what to say.
    InputError
        If it is torn, foreign, too large, or has a column twice.
    EnvironmentProblem
        If the system does not let us read it, or memory runs out.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        _demand_file(path)
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if file.metadata.num_rows > MOST_ROWS:
                raise InputError(f"{path}: more than {MOST_ROWS:,} rows, which no such file needs")
            table = file.read()
    except FileNotFoundError:
        raise
    except PermissionError:
        raise not_allowed(path) from None
    except MemoryError:
        raise EnvironmentProblem(f"{path}: not enough memory to read this file") from None
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError, LookupError) as problem:
        raise InputError(f"{path}: not readable as Parquet ({one_line(problem)}); torn or foreign") from None
    if len(set(table.column_names)) < len(table.column_names):
        raise InputError(f"{path}: a column comes twice; torn or foreign")
    return table


def read_csv(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Names of the columns of a CSV file, and its rows with the line on which each ends; a missing cell is empty.

    Raises
    ------
    InputError
        If it is not UTF-8 text, no CSV, or a row has more cells than there are columns.
    EnvironmentProblem
        If the system does not let us read it.
    """
    try:
        _demand_file(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            columns = [*(reader.fieldnames or ())]
            rows = [(reader.line_num, row) for row in reader]
    except PermissionError:
        raise not_allowed(path) from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    except csv.Error as problem:
        raise InputError(f"{path}: not readable as CSV ({one_line(problem)})") from None
    except OSError as problem:
        raise InputError(f"{one_line(path, 300)}: cannot be read: {problem.strerror}") from None
    for line, row in rows:
        if None in row:
            raise InputError(f"{path}:{line}: more cells than the {len(columns)} columns")
    if len(set(columns)) < len(columns):
        raise InputError(f"{path}:1: a column comes twice")
    return columns, rows


def one_line(said: object, longest: int = 120) -> str:
    """Words of a library or of a file on one line, without characters that cannot be printed."""
    line = " ".join(str(said).split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line[:longest])


def is_kind(value: object, kind: type | tuple[type, ...]) -> bool:
    """Whether a value is of a kind; a truth value is no number."""
    allowed = kind if isinstance(kind, tuple) else (kind,)
    return isinstance(value, allowed) and (not isinstance(value, bool) or bool in allowed)


def are_kind(values: object, kind: type) -> bool:
    """Whether it is a list of values of one kind."""
    return isinstance(values, list) and all(is_kind(value, kind) for value in values)


def _demand_file(path: Path) -> None:
    """Refuse what would never end, or never begin, to be read."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is a folder or a device, not a file")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key comes twice")
    return told


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is no finite number")
    return number
