"""The seam to whatever runs many: an object with `submit(fn, *args) -> Future`, here or on a cluster.

    chunk    runs of about two seconds, from the seconds of the chunks that came back; one run to begin with
    window   at most three chunks in flight per slot, each released when it lands: memory does not grow with the runs
    deaths   a chunk whose worker died comes back in pieces, down to single runs; one that kills alone has failed
    limit    a run that does not end within it has failed, and the rest of its chunk is made by another worker

The driver alone writes. A worker returns failures of the target as rows, so an exception that comes out of a chunk is
trouble with the machine: a worker that cannot import the target says so at once.
"""

import math
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import EnvironmentProblem, InputError
from sim.study.engines import ALONE, Engine
from sim.study.plan import Plan
from sim.study.store import MANY, Store
from sim.study.target import Target
from sim.study.worker import Hung, Ran, run_chunk

WINDOW = 3
"""Chunks in flight per slot."""

KILLED = "killed its worker every time it ran alone (memory, crash, exit or silence)"


class Stopped(KeyboardInterrupt):
    """A signal ended the sweep; what was done is stored. `code` is the exit code that a shell expects."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class _Pace:
    """How many runs make a chunk."""

    chunk_seconds: float
    size: int = 1
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=16))

    def learn(self, runs: int, seconds: float) -> None:
        """Take in a chunk that came back; the size at most doubles, for the first runs may not be like the others."""
        self.recent.append(seconds / runs)
        mean = sum(self.recent) / len(self.recent)
        wanted = self.chunk_seconds / mean if mean > 0.0 else MANY
        self.size = int(min(max(1.0, wanted), 2 * self.size, MANY))


@dataclass
class _Work:
    """Places of the plan that are still to be submitted: pieces of dead chunks first, then fresh ones."""

    places: NDArray[np.int64]
    alone: int = ALONE
    next: int = 0
    again: deque[NDArray[np.int64]] = field(default_factory=deque)
    deaths: dict[int, int] = field(default_factory=dict)

    def take(self, size: int, slots: int) -> NDArray[np.int64] | None:
        """The next chunk, or None when all are out; the last ones are small, so that all slots end together."""
        if self.again:
            return self.again.popleft()
        left = len(self.places) - self.next
        size = min(size, math.ceil(left / (2 * slots)))
        self.next += size
        return self.places[self.next - size : self.next] if size else None

    def died(self, chunk: NDArray[np.int64]) -> int | None:
        """Bring back what was in a dead chunk; the place of the run that has failed, if it is found."""
        if len(chunk) > 1:
            self.again.extend(np.array_split(chunk, math.ceil(math.sqrt(len(chunk)))))
            return None
        place = int(chunk[0])
        self.deaths[place] = self.deaths.get(place, 0) + 1
        if self.deaths[place] < self.alone:
            self.again.append(chunk)
            return None
        return place


def execute(
    plan: Plan,
    places: NDArray[np.int64],
    target: Target,
    engine: Engine,
    store: Store,
    tell: Callable[[int], None],
    limit: float = math.inf,
) -> None:
    """Run what stands at these places of the plan, and store it.

    Parameters
    ----------
    tell
        Called with the number of runs that have come back.
    limit
        Seconds after which a run that has not ended has failed; those after it in its chunk are made elsewhere.

    Raises
    ------
    EnvironmentProblem
        If the engine fails, or its workers cannot load the target; what was done is in the store.
    """
    work, pace = _Work(places, engine.alone), _Pace(engine.chunk_seconds)
    content: Any = target if engine.here else pickled(target)
    make = run_chunk if limit == math.inf else partial(run_chunk, limit=limit)
    landed: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
    flying: dict[Future[Any], NDArray[np.int64]] = {}
    slots, back = engine.slots(), 0
    counted = time.monotonic()
    try:
        while True:
            if time.monotonic() - counted > 5.0:
                slots, counted = engine.slots(), time.monotonic()
            window = 1 if engine.here else max(4, WINDOW * slots)
            while len(flying) < window and (chunk := work.take(pace.size, slots)) is not None:
                future = engine.submit(make, content, [plan.run(place) for place in chunk.tolist()])
                flying[future] = chunk
                future.add_done_callback(landed.put)
            if not flying:
                return
            try:
                future = landed.get(timeout=5.0)
            except queue.Empty:
                store.flush_if_due()
                engine.watch(back)
                continue
            chunk = flying.pop(future)
            try:
                rans = _result(future, engine)
            except TimeoutError:  # slow to come, or its worker died before it was delivered and another makes it again
                flying[future] = chunk
                future.add_done_callback(landed.put)
                continue
            if rans is None:
                place = work.died(chunk)
                rans = [] if place is None else [Ran(plan.run(place)[0], {}, {}, KILLED, None, None)]
            else:
                back += 1
                if len(rans) < len(chunk):  # the last of them hangs
                    work.again.append(chunk[len(rans) :])
                pace.learn(len(rans), sum(ran.seconds or 0.0 for ran in rans))
            for ran in rans:
                store.add(ran)
            tell(len(rans))
    finally:
        for future in flying:
            future.cancel()


def _result(future: "Future[Any]", engine: Engine) -> list[Ran] | None:
    """What a chunk has made, or None if its worker died."""
    try:
        rans: list[Ran] = future.result(timeout=5.0)
    except Hung as hung:
        return hung.rans
    except engine.deadly:
        return None
    except TimeoutError:
        raise
    except (Exception, CancelledError) as problem:
        said = f"{type(problem).__name__}: {problem}".splitlines()[0]
        raise EnvironmentProblem(f"the workers cannot go on: {said}; what was done is stored") from problem
    return rans


def pickled(target: Target) -> bytes:
    """Target as workers get it.

    Raises
    ------
    InputError
        If it holds what cannot be sent.
    """
    import cloudpickle

    try:
        return bytes(cloudpickle.dumps(target))
    except Exception as problem:  # whatever the objects that it holds raise
        raise InputError(
            f"target {target.name} cannot be sent to workers ({problem}); allowed: on='serial'"
        ) from problem


@contextmanager
def stoppable(message: Callable[[], str]) -> Iterator[Callable[[], None]]:
    """Turn the first SIGTERM or SIGINT into `Stopped`, wherever the main thread is; later ones wait until it is left.

    Parameters
    ----------
    message
        Called when the sweep has been left: how much is done and how to go on.

    Yields
    ------
    callable
        To be called between runs: stops if a signal came and the code that it met swallowed the exception.
    """
    came: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM)
    main = threading.current_thread() is threading.main_thread()

    def stop(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if len(came) == 1:
            raise KeyboardInterrupt

    def check() -> None:
        if came:
            raise KeyboardInterrupt

    before = [signal.signal(number, stop) for number in signals] if main else []
    try:
        yield check
    except KeyboardInterrupt:
        raise Stopped(message(), 128 + (came[0] if came else signal.SIGINT)) from None
    finally:
        for number, handler in zip(signals, before, strict=False):
            signal.signal(number, handler)
