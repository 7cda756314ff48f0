"""A study on disk: its design, its runs, what they show; for whoever made it, watches it or comes back to it."""

import json
import shutil
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from sim.durable import write_aside
from sim.errors import InputError
from sim.study.design import Design
from sim.study.forecast import Cost, expected, spent
from sim.study.plan import COLUMNS, Plan
from sim.study.store import Store

PLAN, MANIFEST, SCHEMA = "plan.parquet", "manifest.json", 1


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
        self._store = Store(folder, manifest["target"]["identity"])
        if temporary:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

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
        outcomes = [name for name in ran.columns if name not in ("run_id", "error", "seconds", "memory")]
        if clash := [name for name in outcomes if name in self.design.names]:
            raise InputError(f"{self.folder}: {clash[0]!r} is a factor and an outcome; call one of them otherwise")
        told["memory"] = told["memory"].astype("float64")
        keys = [name for name in COLUMNS if name in told]
        columns = [*keys, *self.design.names, *outcomes, "status", "error", "seconds", "memory"]
        return told[columns]

    @property
    def outcomes(self) -> list[str]:
        """Names of the outcomes that are numbers, in alphabetical order."""
        return [name for name in self._store.ran().column_names if name not in ("run_id", "error", "seconds", "memory")]

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
        told = self._store.series([names] if isinstance(names, str) else names).to_pandas()
        columns = list(told.columns[1:])
        told = told.merge(runs[["run_id", "row", "replicate"]], on="run_id").sort_values(["row", "replicate"])
        lists = {name: [np.zeros(0) if held is None else held for held in told[name]] for name in columns}
        months = np.array([max(map(len, held)) for held in zip(*lists.values(), strict=True)], dtype=np.int64)
        month = np.concatenate([np.zeros(0, np.int64), *map(np.arange, months)])
        series = told[["run_id", "row", "replicate"]].take(np.repeat(np.arange(len(told)), months))
        series = series.reset_index(drop=True)
        series["month"] = np.array(self.manifest["months"])[month] if self.manifest["months"] else month
        for name, held in lists.items():
            padded = [
                np.append(values, np.full(count - len(values), np.nan))
                for values, count in zip(held, months, strict=True)
            ]
            series[name] = np.concatenate([np.zeros(0), *padded])
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
    try:
        manifest: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path.parent}: no {path.name} here; this is not the folder of a study") from None
    except (ValueError, RecursionError) as problem:
        raise InputError(f"{path}: not readable as JSON ({problem}); torn or foreign") from None
    if not isinstance(manifest, dict):
        raise InputError(f"{path}: not a table of keys; torn or foreign")
    kinds = {"schema": int, "target": dict, "months": list, "workers": int}
    for name, kind in kinds.items():
        if not isinstance(manifest.get(name), kind):
            raise InputError(f"{path}: {name} is missing or of the wrong kind; torn or foreign")
    if manifest["schema"] != SCHEMA:
        raise InputError(f"{path}: of schema {manifest['schema']}, this version reads {SCHEMA}; run the study again")
    return cast(dict[str, Any], manifest)
