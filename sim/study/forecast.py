"""What a study takes, and what the rest of it will take, from the runs that are there."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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


def _numbers(ran: pa.Table, column: str) -> NDArray[np.float64]:
    return np.asarray(ran[column].drop_null().to_numpy(), dtype=np.float64)
