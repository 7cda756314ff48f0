"""What a worker does: run the target at some points, and tell what came of each."""

import math
import pickle
import re
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.study.limit import leave, within
from sim.study.target import Target
from sim.study.warm import first_alone

COMPILING = 1800.0
"""Seconds that the first run of a process may take beyond its limit, for it may compile."""

_has_run = False
"""Whether this process has made a run that had a limit."""

type Point = tuple[str, dict[str, Any], int]
"""Name, factors and seed of a run."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run that is over.

    Attributes
    ----------
    run_id
        Its name.
    outcomes
        Outcome -> number; empty if it failed.
    series
        Outcome -> (months,) numbers; empty if it failed.
    error
        Why it failed, or nothing.
    seconds, memory
        Wall clock, of a run that came to an end, and peak memory of its process in bytes; None where nobody can tell.
    """

    run_id: str
    outcomes: dict[str, float]
    series: dict[str, NDArray[np.float64]]
    error: str
    seconds: float | None
    memory: int | None


class Hung(Exception):
    """A run has not ended within its time. `rans` is what the chunk has made up to and with it; the rest is not made.

    An exception, for Dask brings one to the driver without asking its worker again.
    """

    def __init__(self, rans: list[Ran]) -> None:
        super().__init__(rans)
        self.rans = rans

    def __str__(self) -> str:
        return f"{self.rans[-1].run_id}: {self.rans[-1].error}"


def dask_setup(worker: Any) -> None:
    """Leave Ctrl-C, which a terminal sends to the workers too, to the driver: Dask calls this as a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _loaded(content: bytes) -> Target:
    target: Target = pickle.loads(content)
    return target


def run_chunk(content: Target | bytes, points: Sequence[Point], limit: float = math.inf) -> list[Ran]:
    """Run a target, pickled or not, at some points.

    Parameters
    ----------
    limit
        Seconds that a run may take.

    Raises
    ------
    Hung
        If one takes longer.
    """
    target = _loaded(content) if isinstance(content, bytes) else content
    rans: list[Ran] = []
    for point in points:
        with first_alone(content) if isinstance(content, bytes) else nullcontext():
            ran = run_one(target, point) if limit == math.inf else _run_within(limit, target, point)
        if ran is None:
            leave()
            error = f"did not end within {limit:g} s"
            raise Hung([*rans, Ran(point[0], {}, {}, error, None, _peak_memory())])
        rans.append(ran)
    return rans


def _run_within(limit: float, target: Target, point: Point) -> Ran | None:
    global _has_run
    patience = limit if _has_run else limit + COMPILING
    _has_run = True
    return within(patience, partial(run_one, target, point))


def run_one(target: Target, point: Point) -> Ran:
    """Run a target once; whatever goes wrong in it is told in the row."""
    run_id, factors, seed = point
    began = time.perf_counter()
    outcomes: dict[str, float] = {}
    series: dict[str, NDArray[np.float64]] = {}
    error = ""
    try:
        for name, value in target(factors, seed).items():
            if np.ndim(value):
                series[name] = np.asarray(value, dtype=np.float64).reshape(-1)
            else:
                outcomes[name] = _number(name, value)
        if not outcomes and not series:
            error = "returned no outcome"
    except (Exception, SystemExit) as fault:
        outcomes, series, error = {}, {}, _told(fault)
    return Ran(run_id, outcomes, series, error, time.perf_counter() - began, _peak_memory())


def _number(name: str, value: Any) -> float:
    if isinstance(value, str | bytes):
        raise TypeError(f"outcome {name!r} is the text {value!r}, not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"outcome {name!r} is {number}")
    return number


def _told(fault: BaseException) -> str:
    """An exception in one line that is the same wherever it is raised: no addresses, no folders."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    place = f" (in {frame.name}, line {frame.lineno})" if frame.filename != __file__ else ""
    text = " ".join(f"{type(fault).__name__}: {fault}".split())
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)[:500] + place


def _peak_memory() -> int:
    """Largest memory that this process has had, bytes."""
    try:
        import resource
    except ImportError:
        import psutil

        return int(psutil.Process().memory_info().rss)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
