"""What a study takes, and what the rest of it will take, from the runs that are there."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.durable import write_aside
from sim.stored import demand, read_json, refuse
from sim.study.store import Store

FORECAST = "forecast.json"

PILOT = 8
"""Runs of a dry run, spread over the design."""


@dataclass(frozen=True)
class Cost:
    """What runs take, or took.

    Attributes
    ----------
    runs
        How many.
    seconds
        Seconds of computing, over all workers.
    workers
        Runs at the same time.
    memory
        Peak memory of one worker, bytes; 0 if unknown.
    disk
        Bytes.
    """

    runs: int
    seconds: float
    workers: int
    memory: int
    disk: int

    @property
    def hours(self) -> float:
        """Wall clock while all workers are busy."""
        return self.seconds / self.workers / 3600.0


def pilot(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most `PILOT` of the runs to be made, spread evenly."""
    return places[np.linspace(0, len(places) - 1, min(PILOT, len(places))).astype(np.int64)]


def spent(ran: pa.Table, workers: int, disk: int) -> Cost:
    """Cost of the runs that are there."""
    seconds, memory = _numbers(ran, "seconds"), _numbers(ran, "memory")
    return Cost(len(ran), float(seconds.sum()), workers, int(memory.max(initial=0.0)), disk)


def expected(ran: pa.Table, series: pa.Table, pending: int, workers: int) -> Cost:
    """Cost of runs to come, if they are like those that are there: at most as much disk, for tables shrink on it.

    Returns
    -------
    Cost
        With NaN seconds if no run is there.
    """
    seconds, memory = _numbers(ran, "seconds"), _numbers(ran, "memory")
    mean = float(seconds.mean()) if len(seconds) else float("nan")
    bytes_per_run = (ran.nbytes + series.nbytes) / max(1, len(ran))
    return Cost(pending, mean * pending, workers, int(memory.max(initial=0.0)), int(bytes_per_run * pending))


def note(store: Store, runs: int, workers: int) -> None:
    """Keep what runs are expected to take as they are submitted; nothing if no run is there to tell from."""
    ran = store.ran()
    if len(ran) and runs:
        before, ahead = spent(ran, workers, store.size()), expected(ran, store.series(), runs, workers)
        text = json.dumps({"before": asdict(before), "ahead": asdict(ahead)}, indent=2) + "\n"
        write_aside(store.folder / FORECAST, lambda aside: aside.write_text(text, encoding="utf-8"))


def noted(folder: Path, now: Cost) -> tuple[Cost, Cost] | None:
    """What was expected of the last submission, and what came of it up to `now`."""
    path = folder / FORECAST
    if not path.exists():
        return None
    told = read_json(path, f"{path}: no such file")
    demand(path, told, {"before": dict, "ahead": dict})
    for cost in (told["before"], told["ahead"]):
        if set(cost) != {part.name for part in fields(Cost)}:
            refuse(path, "a cost lacks a number, or has one more")
        demand(path, cost, {part.name: (int, float) if part.name == "seconds" else int for part in fields(Cost)})
    before, ahead = Cost(**told["before"]), Cost(**told["ahead"])
    if min(before.workers, ahead.workers) < 1:
        refuse(path, "workers is less than 1")
    runs, seconds, disk = now.runs - before.runs, now.seconds - before.seconds, now.disk - before.disk
    return ahead, Cost(runs, seconds, now.workers, now.memory, max(0, disk))


def _numbers(ran: pa.Table, column: str) -> NDArray[np.float64]:
    return np.asarray(ran[column].drop_null().to_numpy(), dtype=np.float64)
