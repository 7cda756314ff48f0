"""What a worker does: run the target at some points, and tell what came of each."""

import math
import pickle
import re
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.study.target import Target
from sim.study.warm import first_alone

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
        Wall clock, and peak memory of its process in bytes; None where nobody lived to tell.
    """

    run_id: str
    outcomes: dict[str, float]
    series: dict[str, NDArray[np.float64]]
    error: str
    seconds: float | None
    memory: int | None


def dask_setup(worker: Any) -> None:
    """Leave Ctrl-C, which a terminal sends to the workers too, to the driver: Dask calls this as a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _loaded(content: bytes) -> Target:
    target: Target = pickle.loads(content)
    return target


def run_chunk(content: Target | bytes, points: Sequence[Point]) -> list[Ran]:
    """Run a target, pickled or not, at some points."""
    if not isinstance(content, bytes):
        return [run_one(content, point) for point in points]
    target, rans = _loaded(content), []
    for point in points:
        with first_alone(content):
            rans.append(run_one(target, point))
    return rans


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
