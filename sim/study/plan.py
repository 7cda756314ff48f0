"""The plan of a study: one row per run, each named by all that determines its result."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.durable import write_aside
from sim.errors import InputError
from sim.stored import are_kind, is_kind, one_line, read_parquet, refuse
from sim.study.design import GROUPED, Design

COLUMNS = ("run_id", "row", "block", "role", "seed_block", "replicate", "seed", "point")
KINDS = [
    *(pa.string(), pa.int64(), pa.int64(), pa.string()),
    *(pa.int64(), pa.int64(), pa.int64(), pa.list_(pa.float64())),
]
"""Types of these columns."""
RESULTS = ("status", "error", "seconds", "memory", "month")
"""Columns of the tables of a study, which no factor or outcome may be called."""

GROUP = 65_536
"""Rows written at once."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Runs of a design with one target.

    Attributes
    ----------
    design
        Points, blocks and seeds.
    run_ids
        (rows, replicates) names in hex, as bytes: BLAKE2b-128 of target, factors and seed. Equal runs have equal names.
    """

    design: Design
    run_ids: NDArray[np.bytes_]

    @classmethod
    def of(cls, design: Design, identity: str) -> "Plan":
        """Name the runs of a design with the target of this identity.

        Raises
        ------
        InputError
            If a factor is called like a column of the tables, or its values are of several kinds.
        """
        for name in design.names:
            if name in COLUMNS + RESULTS:
                raise InputError(f"factor {name!r} is called like a column of the table of runs; call it otherwise")
            _kind(name, design.columns[name])
        start = hashlib.blake2b(json.dumps([identity, design.names]).encode(), digest_size=16)
        ids = np.empty((len(design), design.replicates), dtype="S32")
        for row in range(len(design)):
            point = start.copy()
            point.update(json.dumps(list(design.values(row).values()), allow_nan=False).encode())
            for replicate in range(design.replicates):
                run = point.copy()
                run.update(design.run_seed(row, replicate).to_bytes(8, "little"))
                ids[row, replicate] = run.hexdigest().encode()
        return cls(design, ids)

    def __len__(self) -> int:
        return self.run_ids.size

    @cached_property
    def distinct(self) -> NDArray[np.int64]:
        """Places, in the order of the plan, of the runs without those that an earlier one equals."""
        return np.sort(np.unique(self.run_ids.ravel(), return_index=True)[1])

    def pending(self, done: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Places, in the order of the plan, of the distinct runs that are not among the names `done`."""
        return self.distinct[~np.isin(self.run_ids.ravel()[self.distinct], done)]

    def run(self, place: int) -> tuple[str, dict[str, Any], int]:
        """Name, factors and seed of the run at a place."""
        row, replicate = divmod(int(place), self.design.replicates)
        return (
            self.run_ids[row, replicate].decode(),
            self.design.values(row),
            self.design.run_seed(row, replicate),
        )

    def table(self, first: int = 0, last: int | None = None) -> pa.Table:
        """Rows of the plan in order, as a table with `COLUMNS` and the factors.

        Parameters
        ----------
        first, last
            Rows of the design: a range.
        """
        design = self.design
        rows = np.arange(first, len(design) if last is None else last)
        each = np.repeat(rows, design.replicates)
        replicate = np.tile(np.arange(design.replicates), len(rows))
        seeds = [design.run_seed(int(row), int(which)) for row, which in zip(each, replicate, strict=True)]
        columns: dict[str, Any] = {
            "run_id": pa.array(self.run_ids[rows].ravel().astype(str), pa.string()),
            "row": each,
            "block": design.block[each],
            "role": pa.array(design.role[each].astype(str), pa.string()),
            "seed_block": design.seed_block[each],
            "replicate": replicate,
            "seed": np.array(seeds, dtype=np.int64),
            "point": pa.array(list(design.points[each]), pa.list_(pa.float64())),
        }
        columns |= {
            name: pa.array(design.columns[name][each], _kind(name, design.columns[name])) for name in design.names
        }
        return pa.table(columns)

    def write(self, path: Path) -> None:
        """Write `plan.parquet`: the table, and in its metadata what is the same for all rows."""
        design = self.design
        told = {
            "method": design.method,
            "replicates": design.replicates,
            "seed": design.seed,
            "names": design.names,
            "groups": design.groups,
        }
        schema = self.table(0, 0).schema.with_metadata({"design": json.dumps(told)})
        step = max(1, GROUP // design.replicates)

        def fill(aside: Path) -> None:
            with pq.ParquetWriter(aside, schema, compression="zstd", write_page_checksum=True) as writer:
                for first in range(0, len(design), step):
                    writer.write_table(self.table(first, min(first + step, len(design))).cast(schema))

        write_aside(path, fill)

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Read `plan.parquet`.

        Raises
        ------
        InputError
            If it is missing, torn or foreign.
        """
        try:
            table = read_parquet(path)
            told = json.loads(table.schema.metadata[b"design"])
            if fault := _fault(table, told):
                refuse(path, f"not readable as the plan of a study: {fault}")
            replicates, names = told["replicates"], tuple(told["names"])
            rows = table.take(np.arange(0, len(table), replicates))
            points = rows["point"].combine_chunks().flatten().to_numpy().reshape(-1, len(names))
            design = Design(
                method=told["method"],
                names=names,
                points=points,
                columns={name: _column(rows[name]) for name in names},
                block=rows["block"].to_numpy(),
                role=np.array(rows["role"].to_pylist(), dtype=str),
                seed_block=rows["seed_block"].to_numpy(),
                replicates=replicates,
                seed=told["seed"],
                groups=None if told["groups"] is None else tuple(told["groups"]),
            )
            ids = np.array(table["run_id"].to_pylist(), dtype="S32").reshape(len(design), replicates)
        except FileNotFoundError:
            raise InputError(f"{path.parent}: no {path.name} here; this is not the folder of a study") from None
        except InputError:
            raise
        except (LookupError, TypeError, ValueError, RecursionError, OverflowError) as problem:
            refuse(path, f"not readable as the plan of a study ({one_line(problem)})")
        if fault := _misshapen(design):
            refuse(path, f"not readable as the plan of a study: {fault}")
        return cls(design, ids)

    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame, without the points of the unit cube."""
        return pd.DataFrame(self.table().drop_columns(["point", "seed_block"]).to_pandas())


def _fault(table: pa.Table, told: Any) -> str:
    """What keeps a table with this metadata from being a plan, or nothing."""
    kinds = {"method": str, "replicates": int, "seed": int, "names": list}
    if not isinstance(told, dict) or not all(is_kind(told.get(name), kind) for name, kind in kinds.items()):
        return "its metadata is of another kind"
    names, groups = told["names"], told.get("groups")
    if not are_kind(names, str) or table.column_names != [*COLUMNS, *names]:
        return "it has other columns than it says"
    if groups is not None and (not are_kind(groups, str) or len(groups) != len(names)):
        return "it does not have a group for each factor"
    if [table.schema.field(name).type for name in COLUMNS] != KINDS:
        return "a column is of another kind"
    if any(column.null_count for column in table.columns):
        return "a value is missing"
    if not all(_is_value(table.schema.field(name).type) for name in names):
        return "a factor is neither a number nor a text"
    if not 1 <= told["replicates"] <= max(1, len(table)) or len(table) % told["replicates"] or not len(table):
        return "its rows are not as many as its replicates ask for"
    if told["seed"] < 0 or told["seed"] >= 2**64:
        return "its seed is not from 0 to 2**64 - 1"
    if not pc.all(pc.match_substring_regex(table["run_id"], "^[0-9a-f]{32}$")).as_py():
        return "a run has no name"
    return ""


def _is_value(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(types.is_floating(kind) or types.is_integer(kind) or types.is_string(kind) or types.is_boolean(kind))


def _misshapen(design: Design) -> str:
    """What in the blocks, points or roles of a design its method cannot have made, or nothing."""
    steps = np.diff(design.block)
    if design.block[0] != 0 or ((steps != 0) & (steps != 1)).any() or (design.seed_block < 0).any():
        return "its blocks are out of order"
    points = design.points
    if not np.isfinite(points).all() or ((points < 0.0) | (points > 1.0)).any():
        return "a point lies outside the unit cube"
    numbers = [column for column in design.columns.values() if column.dtype.kind == "f"]
    if not all(np.isfinite(column).all() for column in numbers):
        return "a factor is no finite number"
    if design.method not in GROUPED:
        return ""
    rows, left = divmod(len(design), design.blocks)
    role = design.role.reshape(-1, rows) if not left else design.role[None, :]
    is_even = not left and (design.block == np.repeat(np.arange(design.blocks), rows)).all()
    if not is_even or not np.array_equal(np.sort(role, axis=1), np.broadcast_to(np.sort(role[0]), role.shape)):
        return "its blocks are not alike"
    known = [("A", "B", *design.units, "dummy"), ("A", *design.units, "dummy")]
    pairs = tuple(f"B:{unit}" for unit in design.units)
    ordered = [tuple(sorted(roles)) for roles in (*known, (*known[0], *pairs))]
    return "" if tuple(np.sort(role[0]).tolist()) in ordered else "its rows have other roles than its factors"


def _kind(name: str, values: NDArray[Any]) -> pa.DataType:
    """Type of the column of a factor."""
    if values.dtype != object:
        return pa.from_numpy_dtype(values.dtype)
    kinds = set(map(type, values.tolist()))
    known = {float: pa.float64(), int: pa.int64(), str: pa.string(), bool: pa.bool_()}
    if len(kinds) > 1 or not kinds <= set(known):
        found = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise InputError(f"factor {name!r} has values of the kinds {found}; allowed: one of float, int, str, bool")
    return known[kinds.pop()] if kinds else pa.string()


def _column(column: pa.ChunkedArray) -> NDArray[Any]:
    """Values of a factor as `Design` holds them."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return np.asarray(column.to_numpy())
    values = np.empty(len(column), dtype=object)
    values[:] = column.to_pylist()
    return values
