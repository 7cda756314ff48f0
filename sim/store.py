"""The folder of a run on disk: `indicators.parquet`, `run.json`, figures.

It is written aside, flushed and renamed, so whoever looks sees a whole run or none, also after a power cut.
"""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.durable import aside_of, flush, remove_leftovers
from sim.errors import EnvironmentProblem, InputError
from sim.provenance import Provenance
from sim.stored import read_parquet

TABLE, MANIFEST = "indicators.parquet", "run.json"
KEYS = ["indicator", "group_kind", "group", "month"]
SCHEMA = pa.schema(
    [
        pa.field("month", pa.string(), nullable=False),
        pa.field("group_kind", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=False),
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
    ]
)
"""Columns of the table of indicators, in memory and on disk."""


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Columns of `SCHEMA`, values that are not defined (NaN) left out, rows sorted by `KEYS`.

    Raises
    ------
    ValueError
        If a column is missing or foreign, a key comes twice, or a value is infinite.
    """
    if set(table.columns) != set(SCHEMA.names):
        raise ValueError(f"columns are {list(table.columns)}, should be {SCHEMA.names}")
    kinds = {name: "float64" if name == "value" else "str" for name in SCHEMA.names}
    told: pd.DataFrame = table[SCHEMA.names].dropna(subset=["value"]).astype(kinds)
    told = told.sort_values(KEYS, ignore_index=True)
    for fault, rows in (("comes twice", told.duplicated(KEYS)), ("is infinite", np.isinf(told["value"]))):
        if rows.any():
            raise ValueError(f"{' '.join(told.loc[rows, KEYS].iloc[0])}: the value {fault}")
    return told


def write(target: Path, table: pd.DataFrame, provenance: Provenance, draw: Callable[[Path], None] | None) -> None:
    """Write a run to the folder `target`; `draw` puts its figures into a given folder.

    A whole folder of the same run is kept, and gets the figures it lacks; a damaged one is replaced.

    Raises
    ------
    InputError
        If a file is where a folder should be.
    EnvironmentProblem
        If the disk is full or not writable, memory runs out, or the folder holds other numbers under the same id.
    """
    aside = aside_of(target.with_name(f".{target.name}"))
    try:
        aside.mkdir(parents=True)
        remove_leftovers(target.parent)
        _fill(aside, table, provenance, draw)
        _place(aside, target, table, provenance)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{target.parent}: is a file, not a folder in which runs can lie") from None
    except MemoryError:
        raise EnvironmentProblem(f"{target}: not enough memory to write the run") from None
    except OSError as problem:
        raise EnvironmentProblem(f"{target}: cannot write the run: {problem.strerror or problem}") from problem
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read(folder: Path) -> tuple[pd.DataFrame, Provenance]:
    """Read the folder of a run.

    Raises
    ------
    InputError
        If a file is missing, torn, foreign, changed, or of another schema.
    """
    provenance = Provenance.read(folder / MANIFEST)
    path = folder / TABLE
    try:
        table = read_parquet(path)
    except FileNotFoundError:
        raise InputError(f"{folder}: no {TABLE} beside {MANIFEST}") from None
    owner = (table.schema.metadata or {}).get(b"run_id", b"").decode(errors="replace")
    if not table.schema.equals(SCHEMA) or owner != provenance.run_id:
        raise InputError(f"{path}: not the table of the run that {MANIFEST} tells of")
    try:
        return tidy(table.to_pandas()), provenance
    except ValueError as problem:
        raise InputError(f"{path}: {problem}") from None


def _fill(folder: Path, table: pd.DataFrame, provenance: Provenance, draw: Callable[[Path], None] | None) -> None:
    columns = pa.Table.from_pandas(table, schema=SCHEMA, preserve_index=False)
    columns = columns.replace_schema_metadata({"run_id": provenance.run_id})
    pq.write_table(columns, folder / TABLE, compression="zstd", write_page_checksum=True)
    (folder / MANIFEST).write_text(provenance.text(), encoding="utf-8")
    if draw:
        draw(folder)
    for path in [*folder.iterdir(), folder]:
        flush(path)


def _place(aside: Path, target: Path, table: pd.DataFrame, provenance: Provenance) -> None:
    """Give a finished folder its name; lend its figures to a whole folder of the same run that is there already."""
    try:
        aside.rename(target)
    except OSError as problem:
        if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        if _is_whole(target, table, provenance):
            for path in aside.iterdir():
                if not (target / path.name).exists():
                    path.rename(target / path.name)
        else:
            damaged = aside_of(target.with_name(f".{target.name}"))
            target.rename(damaged)
            aside.rename(target)
            shutil.rmtree(damaged)
    flush(target)
    flush(target.parent)


def _is_whole(folder: Path, table: pd.DataFrame, provenance: Provenance) -> bool:
    try:
        other_table, other = read(folder)
    except InputError:
        return False
    if other.run_id == provenance.run_id and not other_table.equals(table):
        raise EnvironmentProblem(
            f"{folder}: holds other numbers under the same run id (made with {other.versions}, now "
            f"{provenance.versions}); move it away to save this run"
        )
    return other.run_id == provenance.run_id
