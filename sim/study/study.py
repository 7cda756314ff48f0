"""A study on disk: its design, its runs, what they show; for whoever made it, watches it or comes back to it."""

import json
import shutil
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from sim.declare import shown
from sim.durable import write_aside
from sim.errors import InputError
from sim.stored import are_kind, demand, one_line, read_json, refuse
from sim.study.design import GROUPED, Design
from sim.study.forecast import Cost, expected, spent
from sim.study.plan import COLUMNS, Plan
from sim.study.store import Store

PLAN, MANIFEST, SCHEMA = "plan.parquet", "manifest.json", 1
MEASURED = ("run_id", "error", "seconds", "memory")
"""Columns of what was run, before the outcomes."""


@dataclass(frozen=True)
class Progress:
    """How far a study is: distinct runs by what became of them.

    Attributes
    ----------
    done, failed, pending, total
        Runs.
    eta
        Seconds to the end with as many workers as the last sweep had; NaN before the first run.
    """

    done: int
    failed: int
    pending: int
    total: int
    eta: float


class Study:
    """The runs of a design.

    Parameters
    ----------
    folder
        Where it lies.
    plan
        Its runs.
    manifest
        What `manifest.json` says.
    temporary
        Whether the folder goes when the study is no longer used.
    """

    def __init__(self, folder: Path, plan: Plan, manifest: dict[str, Any], *, temporary: bool = False) -> None:
        self.folder = folder
        self.manifest = manifest
        self._plan = plan
        self._store = Store(folder, manifest["target"]["identity"], plan.design.names)
        if temporary:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def __repr__(self) -> str:
        progress = self.progress()
        return f"<Study {self.folder}: {progress.done} of {progress.total} runs done, {progress.failed} failed>"

    @property
    def design(self) -> Design:
        """Points, blocks and seeds."""
        return self._plan.design

    @property
    def runs(self) -> pd.DataFrame:
        """One row per run in the order of the design, the same whoever made them.

        Returns
        -------
        DataFrame
            Columns run_id, row, block, role, replicate, seed; the factors; the outcomes (NaN unless done); status
            ("done", "failed" or "pending"), error, seconds, memory (bytes). Only the last two differ between machines.
        """
        ran = self._store.ran().to_pandas()
        told = self._plan.frame().merge(ran, on="run_id", how="left", validate="many_to_one")
        made = told["error"].notna()
        told["error"] = told["error"].fillna("")
        told["status"] = np.select([~made, told["error"] != ""], ["pending", "failed"], "done")
        told["memory"] = told["memory"].astype("float64")
        keys = [name for name in COLUMNS if name in told]
        outcomes = [name for name in ran.columns if name not in MEASURED]
        runs: pd.DataFrame = told[[*keys, *self.design.names, *outcomes, "status", "error", "seconds", "memory"]]
        return runs

    @property
    def outcomes(self) -> dict[str, NDArray[np.float64]]:
        """What the estimators take: NaN for a run that failed or is pending.

        Returns
        -------
        dict
            Outcome -> (rows, replicates) numbers, or (rows, replicates, months) series; in alphabetical order.
        """
        numbers, series = self._store.ran(), self._store.series()
        found: dict[str, NDArray[np.float64]] = {}
        for table, names in ((numbers, numbers.column_names[len(MEASURED) :]), (series, series.column_names[1:])):
            place = pd.Index(table["run_id"].to_numpy()).get_indexer(self._plan.run_ids.ravel().astype(str))
            for name in names:
                values = _stacked(table[name])
                values = np.concatenate([values, np.full_like(values[:1], np.nan, shape=(1, *values.shape[1:]))])
                found[name] = values[place].reshape(*self._plan.run_ids.shape, *values.shape[1:])
        return dict(sorted(found.items()))

    @property
    def indices(self) -> pd.DataFrame:
        """What drives each outcome, by the method of the design: `sim.study.sensitivity.indices`.

        Of an unfinished study, from the blocks that are complete.
        """
        from sim.study import sensitivity

        return sensitivity.indices(*self._analysable())

    @property
    def failures(self) -> pd.DataFrame:
        """Which runs fail, and the factor that drives it: `sim.study.failures.failures`."""
        from sim.study import failures

        return failures.failures(*self._analysable())

    @property
    def shares(self) -> pd.DataFrame:
        """Variance by group of factors, interactions and chance: `sim.study.sensitivity.shares`."""
        from sim.study import sensitivity

        return sensitivity.shares(*self._analysable())

    def _analysable(self) -> tuple[Design, dict[str, NDArray[np.float64]]]:
        """The design and its outcomes, without the blocks from the first pending run on.

        Raises
        ------
        InputError
            If no run is done, or the method allows no part of a design.
        """
        outcomes = self.outcomes
        pending = ~np.isin(self._plan.run_ids, self._store.ran()["run_id"].to_numpy().astype("S32")).all(axis=1)
        blocks = int(self.design.block[pending].min()) if pending.any() else self.design.blocks
        if not outcomes or blocks == 0 or (pending.any() and self.design.method not in GROUPED):
            progress, errors = self.progress(), self.runs["error"]
            if progress.failed and not progress.done:
                first = errors[errors != ""].iloc[0]
                raise InputError(
                    f"{self.folder}: all of {progress.failed} runs failed, the first with {one_line(first, 500)}"
                )
            raise InputError(f"{self.folder}: {progress.pending} runs are pending; nothing can be told yet")
        design = self.design.head(blocks) if pending.any() else self.design
        return design, {name: values[: len(design)] for name, values in outcomes.items()}

    def progress(self) -> Progress:
        """How far it is; from another process, as of the parts written so far."""
        ran = self._store.ran().select(["run_id", "error", "seconds"]).to_pandas()
        ids = self._plan.run_ids.ravel()[self._plan.distinct]
        ran = ran[np.isin(ran["run_id"].to_numpy().astype("S32"), ids)]
        failed = int((ran["error"] != "").sum())
        pending = len(ids) - len(ran)
        eta = 0.0 if pending == 0 else pending * float(ran["seconds"].mean()) / self.manifest["workers"]
        return Progress(len(ran) - failed, failed, pending, len(ids), eta)

    def cost(self) -> Cost:
        """What the runs that are there took."""
        return spent(self._store.ran(), self.manifest["workers"], self._store.size())

    def forecast(self) -> Cost:
        """What the pending runs will take, if they are like those that are there."""
        return expected(self._store.ran(), self._store.series(), self.progress().pending, self.manifest["workers"])

    def series(self, names: str | Sequence[str] | None = None, *, where: str | None = None) -> pd.DataFrame:
        """Monthly series of the runs that are done.

        Parameters
        ----------
        names
            Outcomes that are series; all of them unless given.
        where
            Which runs: an expression on the columns of `runs`, as `DataFrame.query` takes it.

        Returns
        -------
        DataFrame
            Columns run_id, row, replicate, month (its name, or its number from 0), and one per name; sorted by row,
            replicate and month.

        Raises
        ------
        InputError
            If no run has a series of that name, or the expression cannot be understood.
        """
        runs = self.runs[lambda runs: runs["status"] == "done"]
        if where is not None:
            try:
                runs = runs.query(where)
            except Exception as problem:  # whatever the parser or an unknown name raises
                raise InputError(f"where={where!r} cannot be understood: {problem}") from None
        told = self._store.series([names] if isinstance(names, str) else names)
        place = pd.Index(told["run_id"].to_numpy()).get_indexer(runs["run_id"])
        runs = runs.loc[place >= 0, ["run_id", "row", "replicate"]]
        values = {name: _stacked(told[name])[place[place >= 0]] for name in told.column_names[1:]}
        months = max((held.shape[1] for held in values.values()), default=0)
        month = np.tile(np.arange(months), len(runs))
        series = pd.DataFrame(runs.loc[runs.index.repeat(months)].reset_index(drop=True))
        series["month"] = np.array(self.manifest["months"])[month] if self.manifest["months"] else month
        for name, held in values.items():
            width = ((0, 0), (0, months - held.shape[1]))
            series[name] = np.pad(held, width, constant_values=np.nan).ravel()
        return series

    def sql(self, query: str) -> pd.DataFrame:
        """Ask the study in SQL.

        Parameters
        ----------
        query
            Of the tables `runs` (as the attribute) and `series` (run_id, then a list of numbers per outcome).

        Raises
        ------
        InputError
            If DuckDB refuses the query.
        """
        import duckdb

        with duckdb.connect() as database:
            database.register("runs", self.runs)
            database.register("series", self._store.series())
            try:
                answer: pd.DataFrame = database.sql(query).df()
            except duckdb.Error as problem:
                raise InputError(f"the query is refused: {problem}") from None
        return answer

    def save(self) -> None:
        """Write the plan and the manifest."""
        self._plan.write(self.folder / PLAN)
        self.save_manifest()

    def save_manifest(self) -> None:
        """Write the manifest."""
        text = json.dumps({"schema": SCHEMA, **self.manifest}, indent=2, ensure_ascii=False) + "\n"
        write_aside(self.folder / MANIFEST, lambda aside: aside.write_text(text, encoding="utf-8"))


def _stacked(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Numbers (runs,) or series (runs, months) of a column; NaN for null and after the end of a shorter series."""
    if not pa.types.is_list(column.type):
        return np.asarray(column.to_numpy(), dtype=np.float64)
    lists = column.to_pylist()
    values = np.full((len(lists), max((len(held or ()) for held in lists), default=0)), np.nan)
    for row, held in enumerate(lists):
        values[row, : len(held or ())] = held or ()
    return values


def open_study(path: str | Path) -> Study:
    """Look at a study that was made, or is being made, in a folder; nothing is run.

    Raises
    ------
    InputError
        If there is none, or a file of it is torn or foreign.
    """
    folder = Path(path)
    return Study(folder, Plan.read(folder / PLAN), read_manifest(folder / MANIFEST))


def read_manifest(path: Path) -> dict[str, Any]:
    """Read `manifest.json`.

    Raises
    ------
    InputError
        If it is missing, torn, foreign or of another schema.
    """
    manifest = read_json(path, f"{path.parent}: no {path.name} here; this is not the folder of a study")
    demand(path, manifest, {"schema": int, "target": dict, "months": list, "workers": int, "versions": dict})
    if manifest["schema"] != SCHEMA:
        found = shown(manifest["schema"])
        raise InputError(f"{path}: of schema {found}, this version reads {SCHEMA}; run the study again")
    demand(path, manifest["target"], {"name": str, "identity": str})
    if not are_kind(manifest["months"], str):
        refuse(path, "months are not names")
    if manifest["workers"] < 1:
        refuse(path, "workers is less than 1")
    return manifest
