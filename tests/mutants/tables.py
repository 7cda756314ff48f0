"""Parquet that is sound as a file and foreign in what it holds: columns, kinds, values, rows, metadata."""

import io
import json
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from spoilers import HOSTILE_TEXTS, spoilt_tree

DEEDS = ("drop", "rename", "double", "add", "kind", "values", "nulls", "rows", "order", "metadata", "told", "empty")


def table_values(luck: Random, content: bytes) -> bytes:
    """Another table, written with sound checksums."""
    table = pq.read_table(io.BytesIO(content))
    metadata = dict(table.schema.metadata or {})
    for _ in range(luck.choice((1, 1, 2))):
        table, metadata = _spoilt(luck, table, metadata)
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), out, compression="zstd", write_page_checksum=True)
    return out.getvalue()


def _spoilt(luck: Random, table: pa.Table, metadata: dict[bytes, bytes]) -> tuple[pa.Table, dict[bytes, bytes]]:
    deed = luck.choice(DEEDS)
    if not table.num_columns:
        return table, metadata
    at = luck.randrange(table.num_columns)
    name, column = table.column_names[at], table.column(at)
    if deed == "drop":
        table = table.remove_column(at)
    elif deed == "rename":
        names = [*table.column_names]
        names[at] = luck.choice((*names, *HOSTILE_TEXTS, name.upper()))
        table = table.rename_columns(names)
    elif deed == "double":
        table = table.append_column(name, column)
    elif deed == "add":
        table = table.append_column(
            luck.choice(("extra", "seed", "month", "", *HOSTILE_TEXTS)), _made(luck, len(table))
        )
    elif deed == "kind":
        table = table.set_column(at, name, _made(luck, len(table)))
    elif deed == "values":
        table = table.set_column(at, name, _other_values(luck, column))
    elif deed == "nulls":
        holes = pa.array([luck.random() < 0.3 for _ in range(len(table))], pa.bool_())
        table = table.set_column(
            at, pa.field(name, column.type), pa.compute.if_else(holes, pa.scalar(None, column.type), column)
        )
    elif deed == "rows":
        rows = [luck.randrange(max(1, len(table))) for _ in range(luck.choice((1, 3, len(table), 2 * len(table))))]
        table = table.take(pa.array(rows, pa.int64())) if len(table) else table
    elif deed == "order":
        table = table.take(pa.array(luck.sample(range(len(table)), len(table)), pa.int64()))
    elif deed == "told" and b"design" in metadata:
        tree = spoilt_tree(luck, json.loads(metadata[b"design"]))
        metadata = {**metadata, b"design": json.dumps(tree).encode("utf-8", "surrogatepass")}
    elif deed == "empty":
        table = table.slice(0, 0)
    else:
        wrong = luck.choice((b"", b"\xff\xfe", b"{}", b"[" * 5000, b"null", b"x" * 64))
        metadata = dict.fromkeys(metadata, wrong) if luck.random() < 0.7 else {}
    return table, metadata


def _made(luck: Random, rows: int) -> pa.Array:
    """A column of any kind."""
    numbers = np.random.default_rng(luck.randrange(2**32))
    kinds = (
        lambda: pa.array(numbers.normal(size=rows)),
        lambda: pa.array(numbers.integers(-(2**62), 2**62, rows)),
        lambda: pa.array(numbers.integers(0, 9, rows).astype(np.int8)),
        lambda: pa.array([luck.choice(HOSTILE_TEXTS[:30]) for _ in range(rows)], pa.string()),
        lambda: pa.nulls(rows),
        lambda: pa.array([[1.0, 2.0]] * rows, pa.list_(pa.float64())),
        lambda: pa.array([{"a": 1}] * rows),
        lambda: pa.array(numbers.random(rows) < 0.5),
        lambda: pa.array(numbers.integers(0, 10**9, rows).astype("datetime64[s]")),
        lambda: pa.array([b"\xff"] * rows, pa.binary()),
        lambda: pa.array(["a"] * rows).dictionary_encode(),
    )
    return luck.choice(kinds)()


def _other_values(luck: Random, column: pa.ChunkedArray) -> pa.Array:
    """Some values of the same kind that do not belong there."""
    values = column.to_pylist()
    some = [row for row in range(len(values)) if luck.random() < luck.choice((0.02, 0.5, 1.0))]
    for row in some:
        if pa.types.is_floating(column.type):
            values[row] = luck.choice((float("nan"), float("inf"), -float("inf"), -1.0, 1e308, 0.0))
        elif pa.types.is_integer(column.type):
            values[row] = luck.choice((-1, 0, 2**31, 2**62, -(2**62)))
        elif pa.types.is_string(column.type):
            values[row] = luck.choice(("", "a" * 32, *(text for text in HOSTILE_TEXTS)))
        elif pa.types.is_list(column.type):
            values[row] = luck.choice(([], [float("nan")], [1.0] * 200, [None]))
    return pa.array(values, column.type)
