"""What the machine can do, and what the same month costs otherwise: the yardsticks that the model is held against."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from twin import TwinModel
from twin_month.referee import RefereedModel

from sim.model import Model
from sim.numeric import hashed_id, kernel

LONG_COPY = 16_000_000
"""Numbers of a copy that no cache holds."""
TURNS = 20_000_000


@kernel
def reference_loop(turns: int) -> int:
    """Arithmetic alone, in registers: what a second core gives to whoever needs nothing but a core."""
    total = 0
    for turn in range(turns):
        total ^= hashed_id(turn, total & 7)
    return total


def copy_bandwidth() -> float:
    """Bytes a second that one core reads and writes in a long copy; best of five."""
    source, target = np.ones(LONG_COPY), np.empty(LONG_COPY)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        np.copyto(target, source)
        best = max(best, 2 * source.nbytes / (time.perf_counter() - start))
    return best


def second_core() -> float:
    """How many times as much two threads do of the reference loop as one; best of three."""
    reference_loop(1)
    with ThreadPoolExecutor(2) as pool:
        alone = min(_seconds(lambda: reference_loop(TURNS)) for _ in range(3))
        both = min(_seconds(lambda: [*pool.map(reference_loop, (TURNS, TURNS))]) for _ in range(3))
    return 2 * alone / both


def twin_of(model: Model, *, own_luck: bool = True) -> TwinModel:
    """The people of a model in plain Mesa, one object each; it draws from `random.Random`, as a Mesa model would."""
    random.seed(1)
    return TwinModel(
        model.world,
        model._behaviour,
        model.resolved.levers_at,
        model._calendar,
        model._closure,
        seed=1,
        own_luck=own_luck,
    )


def months_equal(model: Model, months: int) -> int:
    """Months through which the twin, with the luck of the columns, agrees with them after every rule, to the last bit.

    Raises
    ------
    Disagreement
        Where it does not.
    """
    refereed = RefereedModel(model.resolved.replace(months=months), rng=1)
    while refereed.running:
        refereed.step()
    return refereed.month


def best_months(model: Model, twin: TwinModel, months: int) -> tuple[float, float]:
    """Seconds of processor time of the best month of each; they take turns."""
    ticks: list[list[float]] = [[], []]
    for _ in range(months):
        for place, step in enumerate((model.step, twin.step)):
            start = time.process_time()
            step()
            ticks[place].append(time.process_time() - start)
    return min(ticks[0]), min(ticks[1])


def _seconds(call: Callable[[], object]) -> float:
    start, end = (time.perf_counter(), call(), time.perf_counter())[::2]
    return end - start
