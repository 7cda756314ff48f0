"""Slices whose job was ended with no time for a word: over its memory, or with its node.

A slice notes the runs that it has under way and takes the note away when it ends in order, also when it is cancelled or
out of time. A note whose job is gone tells who is suspected: these runs are submitted in slices of their own, and one
that was alone under way when its job was killed, twice, has failed.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.durable import write_aside
from sim.stored import are_kind, demand, read_json, refuse
from sim.study import slurm
from sim.study.engines import ALONE, Engine
from sim.study.store import Store
from sim.study.worker import Ran

KILLED_JOB = "its job was killed every time it ran there alone (memory or node)"

UNDER_WAY, DEATHS = ".underway", "deaths.json"
ELEMENT = re.compile(r"[0-9]*_[0-9]*")
"""A job of an array and its element, as `noting` writes them."""


@dataclass(frozen=True)
class Killed:
    """A slice that was killed.

    Attributes
    ----------
    note
        Where the slice noted it.
    runs
        Names of the runs that it had under way.
    words
        Last telling line of its log.
    """

    note: Path
    runs: list[str]
    words: str


@contextmanager
def noting(engine: Engine, note: Path) -> Iterator[Engine]:
    """Note in a file what an engine has under way; take it away at the end, unless this process is killed."""
    flying: list[tuple[Any, list[str]]] = []
    job = "_".join(os.environ.get(name, "") for name in ("SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_ID"))

    def submit(fn: Callable[..., Any], content: Any, points: Any) -> Any:
        flying[:] = [(future, runs) for future, runs in flying if not future.done()]
        new = [point[0] for point in points]
        text = json.dumps({"job": job, "runs": [*(run for _, runs in flying for run in runs), *new]})
        write_aside(note, lambda aside: aside.write_text(text, encoding="utf-8"))
        future = engine.submit(fn, content, points)
        flying.append((future, new))
        return future

    try:
        yield replace(engine, submit=submit)
    finally:
        note.unlink(missing_ok=True)


def found(room: Path) -> list[Killed]:
    """Slices that have left a note and neither wait nor run.

    Raises
    ------
    EnvironmentProblem
        If there are notes and Slurm does not answer.
    """
    told = {path: _note(path) for path in sorted(room.glob(f"*{UNDER_WAY}"))}
    if not told:
        return []
    jobs = sorted({each["job"].partition("_")[0] for each in told.values()})
    living = {f"{job}_{element}" for job, element, _ in slurm.queue(jobs)}
    return [
        Killed(path, each["runs"], slurm.last_words(room.glob(f"slice-{each['job']}.log")))
        for path, each in told.items()
        if each["job"] not in living
    ]


def _note(path: Path) -> dict[str, Any]:
    """A note: the job, as Slurm names an element of an array, and the runs it had under way."""
    told = read_json(path, f"{path}: no such file")
    demand(path, told, {"job": str, "runs": list})
    if not ELEMENT.fullmatch(told["job"]) or not are_kind(told["runs"], str):
        refuse(path, "it names no job of an array with its runs")
    return told


def blame(room: Path, store: Store) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
    """Look at the slices that were killed.

    Returns
    -------
    suspected, failed
        Names of pending runs that may have killed a job, and of those that are found to have, now stored as failed.
    """
    path = room / DEATHS
    deaths: dict[str, int] = read_json(path, f"{path}: no such file") if path.exists() else {}
    demand(path, deaths, dict.fromkeys(deaths, int))
    made, ended = set(store.ran()["run_id"].to_pylist()), found(room)
    for slice_ in ended:
        under_way = [run for run in slice_.runs if run not in made]
        for run in under_way:
            deaths[run] = deaths.get(run, 0) + (len(under_way) == 1)
    failed = [run for run, count in deaths.items() if count >= ALONE and run not in made]
    for run in failed:
        store.add(Ran(run, {}, {}, KILLED_JOB, None, None))
    store.flush()
    left = {run: count for run, count in deaths.items() if run not in made and run not in failed}
    if left or path.exists():
        write_aside(path, lambda aside: aside.write_text(json.dumps(left), encoding="utf-8"))
    for slice_ in ended:
        slice_.note.unlink(missing_ok=True)
    return np.array(list(left), dtype="S32"), np.array(failed, dtype="S32")
