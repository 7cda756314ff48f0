"""What has been run: parts of 250 to 2,000 runs, each written aside, flushed, renamed and never changed.

A run is named by all that determines it, so two writers cannot disagree and need no lock, and a run that stands twice
has the same numbers. Small parts, as long runs and kills leave them, are packed into larger ones: the
large part is written whole before the small ones go. A failed run is a row that says why, never a number.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.declare import shown
from sim.durable import remove_leftovers, write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.stored import read_parquet
from sim.study.plan import COLUMNS, RESULTS
from sim.study.worker import Ran

SCHEMA = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("error", pa.string(), nullable=False),
        pa.field("seconds", pa.float64()),
        pa.field("memory", pa.int64()),
    ]
)
"""First columns of a part; then come its outcomes (float64). `error` is empty for a run that is done."""

FEW, MANY = 250, 2_000
"""Runs of a part."""

SOON, LATE, HEAVY = 1.0, 30.0, 1 << 26
"""A smaller part is written after a twentieth of the time so far (seconds, within these limits), or for its bytes."""


@dataclass
class Store:
    """The parts of one target in one folder."""

    folder: Path
    identity: str
    factors: tuple[str, ...] = ()
    _waiting: list[Ran] = field(default_factory=list, init=False, repr=False)
    _weight: int = field(default=0, init=False, repr=False)
    _began: float = field(default_factory=time.monotonic, init=False, repr=False)
    _written: float = field(default_factory=time.monotonic, init=False, repr=False)
    _known: tuple[list[Path], pa.Table] | None = field(default=None, init=False, repr=False)

    def open(self) -> None:
        """Make the folders, and remove what killed writers left."""
        try:
            for folder in (self.folder, *self._folders):
                folder.mkdir(parents=True, exist_ok=True)
                remove_leftovers(folder)
        except (FileExistsError, NotADirectoryError):
            raise InputError(f"{self.folder}: is a file, not a folder in which a study can lie") from None
        except OSError as problem:
            raise EnvironmentProblem(f"{self.folder}: cannot be written: {problem.strerror or problem}") from problem

    @property
    def _folders(self) -> tuple[Path, Path]:
        return self.folder / "parts", self.folder / "series"

    def add(self, ran: Ran) -> None:
        """Take a run in; it is on disk after the next `flush`.

        Raises
        ------
        InputError
            If an outcome is called like a factor or a column of the tables.
        """
        for name in (*ran.outcomes, *ran.series):
            if name in (*COLUMNS, *RESULTS, *self.factors):
                raise InputError(
                    f"outcome {name!r} is called like a factor or a column of the table of runs; call it otherwise"
                )
        self._waiting.append(ran)
        self._weight += sum(values.nbytes for values in ran.series.values())
        self.flush_if_due()

    def flush_if_due(self) -> None:
        """Write a part if enough runs, bytes or seconds have come together."""
        now = time.monotonic()
        late = now - self._written > min(LATE, max(SOON, (now - self._began) / 20))
        if len(self._waiting) >= MANY or self._weight >= HEAVY or (late and self._waiting):
            self.flush()

    def flush(self) -> None:
        """Write the runs that were taken in."""
        parts, series = self._folders
        name = _name(time.time_ns())
        told = [ran for ran in self._waiting if ran.series]
        if told:
            names = sorted({name for ran in told for name in ran.series})
            columns = {name: pa.array([ran.series.get(name) for ran in told], SERIES) for name in names}
            self._write(series / name, pa.table({"run_id": [ran.run_id for ran in told], **columns}))
        if self._waiting:
            self._write(parts / name, _table(self._waiting))
        self._waiting, self._weight, self._written = [], 0, time.monotonic()

    def pack(self) -> None:
        """Put small parts together into larger ones."""
        for folder in self._folders:
            try:
                for group in _groups(_listed(folder)):
                    stamp = int(group[-1].name.partition("-")[0])
                    self._write(folder / _name(stamp), _joined([self._read(part) for part in group]))
                    for part in group:
                        part.unlink(missing_ok=True)
            except FileNotFoundError:
                continue  # another process is packing the same parts

    def ran(self) -> pa.Table:
        """All runs, one row each: `SCHEMA` and the outcomes in alphabetical order, null for a failed run.

        A run that lacks an outcome which others have has failed. Of a run that stands twice a done one counts, or the
        last failure.

        Raises
        ------
        InputError
            If a part is torn or foreign.
        EnvironmentProblem
            If a run stands twice with different outcomes.
        """
        listed = _listed(self._folders[0])
        if self._known is None or self._known[0] != listed:
            self._known = (
                listed,
                self._unique(_complete(_joined([SCHEMA.empty_table(), *self._tables(self._folders[0])]))),
            )
        return self._known[1]

    def _unique(self, table: pa.Table) -> pa.Table:
        ids = table["run_id"].to_numpy().astype("S32")
        failed = pc.not_equal(table["error"], "").to_numpy()
        age = np.arange(len(ids))
        order = np.lexsort((np.where(failed, -age, age), failed, ids))
        first = np.append(True, ids[order][1:] != ids[order][:-1]) if len(ids) else np.zeros(0, bool)
        if not first.all():
            self._compare(table.filter(pa.array(~failed)))
        return table.take(order[first])

    def series(self, names: Sequence[str] | None = None) -> pa.Table:
        """All series: run_id, then one list of numbers per outcome, one row per run.

        Raises
        ------
        InputError
            If a file is torn or foreign, or no run has a series of that name.
        """
        start = pa.schema([SCHEMA.field("run_id")]).empty_table()
        table = _joined([start, *self._tables(self._folders[1])])
        names = table.column_names[1:] if names is None else list(names)
        for name in names:
            if name not in table.column_names[1:]:
                there = ", ".join(table.column_names[1:]) or "none"
                raise InputError(f"{self.folder}: no series {name!r}; there: {there}")
        first = np.unique(table["run_id"].to_numpy(), return_index=True)[1] if len(table) else np.zeros(0, int)
        return table.select(["run_id", *names]).take(first)

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def _write(self, path: Path, table: pa.Table) -> None:
        table = table.replace_schema_metadata({"target": self.identity})
        write_aside(path, lambda aside: pq.write_table(table, aside, compression="zstd", write_page_checksum=True))

    def _tables(self, folder: Path) -> list[pa.Table]:
        """Every part of a folder; again from the start when another process has packed some meanwhile."""
        while True:
            listed = _listed(folder)
            try:
                return [self._read(part) for part in listed]
            except FileNotFoundError:
                if _listed(folder) == listed:
                    raise InputError(f"{folder}: a part is a link to nowhere; remove it") from None

    def _read(self, part: Path) -> pa.Table:
        try:
            table = read_parquet(part)
        except InputError as problem:
            raise InputError(f"{problem}, remove it") from None
        if b"target" not in (table.schema.metadata or {}) or not _is_part(table, part.parent == self._folders[1]):
            raise InputError(f"{part}: not a part of a study; remove it")
        if (made := table.schema.metadata[b"target"].decode(errors="replace")) != self.identity:
            raise InputError(f"{part}: made by another target ({shown(made)}, here {self.identity}); remove it")
        return table.replace_schema_metadata(None)

    def _compare(self, done: pa.Table) -> None:
        """Refuse a run that stands twice with different outcomes."""
        outcomes = done.drop_columns(["error", "seconds", "memory"]).to_pandas().drop_duplicates()
        twice = outcomes.loc[outcomes["run_id"].duplicated(), "run_id"]
        if len(twice):
            raise EnvironmentProblem(
                f"{self.folder}: run {twice.iloc[0]} was made twice with different outcomes; "
                "the target does not depend on its factors and seed alone"
            )


SERIES = pa.list_(pa.float64())


def _is_part(table: pa.Table, is_series: bool) -> bool:
    """Whether a table has the columns of a part, and names its runs as runs are named."""
    first = 1 if is_series else len(SCHEMA)
    kinds = [table.schema.field(name).type for name in table.column_names]
    if table.column_names[:first] != SCHEMA.names[:first] or kinds[:first] != SCHEMA.types[:first]:
        return False
    if any(kind != (SERIES if is_series else pa.float64()) for kind in kinds[first:]):
        return False
    texts = table.column_names[: 1 if is_series else 2]
    named = pc.all(pc.match_substring_regex(table["run_id"], "^[0-9a-f]{32}$")).as_py()
    return all(table[name].null_count == 0 for name in texts) and named is not False


def _table(rans: Sequence[Ran]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "run_id": [ran.run_id for ran in rans],
        "error": [ran.error for ran in rans],
        "seconds": [ran.seconds for ran in rans],
        "memory": [ran.memory for ran in rans],
    }
    table = pa.table(columns, schema=SCHEMA)
    for name in sorted({name for ran in rans for name in ran.outcomes}):
        table = table.append_column(name, pa.array([ran.outcomes.get(name) for ran in rans], pa.float64()))
    return table


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of all tables, outcomes in alphabetical order, null where a table lacks one."""
    names = sorted({name for table in tables for name in table.column_names} - set(SCHEMA.names))
    joined = pa.concat_tables(tables, promote_options="default")
    return joined.select([*(name for name in SCHEMA.names if name in joined.column_names), *names])


def _complete(table: pa.Table) -> pa.Table:
    """Mark as failed the runs that are done but lack an outcome, and take the numbers of failed ones away."""
    error = table["error"]
    for name in table.column_names[len(SCHEMA) :]:
        lacks = pc.and_(pc.equal(error, ""), pc.is_null(table[name]))
        error = pc.if_else(lacks, f"no outcome {name!r}, which other runs have", error)
    done = pc.equal(error, "")
    for index, name in enumerate(table.column_names[len(SCHEMA) :], len(SCHEMA)):
        table = table.set_column(index, name, pc.if_else(done, table[name], None))
    return table.set_column(1, "error", error)


def _groups(parts: Sequence[Path]) -> list[list[Path]]:
    """Small parts that make a larger one together, of at most `MANY` runs and `HEAVY` bytes."""
    groups: list[list[Path]] = [[]]
    runs = weight = 0
    for part in parts:
        count, size = pq.read_metadata(part).num_rows, part.stat().st_size
        if count >= FEW or size >= HEAVY // 4:
            continue
        if runs + count > MANY or weight + size > HEAVY:
            groups.append([])
            runs = weight = 0
        groups[-1].append(part)
        runs, weight = runs + count, weight + size
    return [group for group in groups if len(group) > 1]


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet"))


def _name(stamp: int) -> str:
    return f"{stamp:020d}-{secrets.token_hex(4)}.parquet"
