"""What runs many: this process, the cores of this machine, Slurm, a Dask cluster, an executor; all submit(fn, *args).

Beside the names "serial", "local" and "slurm", and the address or scheduler file of a Dask scheduler, whatever the user
has opened is taken: a Dask client, a cluster of Dask or dask-jobqueue (PBS, LSF, SGE, HTCondor), an executor.
"""

import logging
import os
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import EnvironmentProblem, InputError
from sim.study.cluster import Cluster
from sim.study.worker import Hung

CHUNK_SECONDS = 2.0

ALONE, ALONE_ON_SLURM = 2, 3
"""Deaths of a worker that had one run alone, after which the run has failed; a site kills for reasons of its own."""

WENT_BACK = 300.0
"""Seconds by which the wall clock may go back; a sweep waits for it to catch up."""

LONELY = 60.0
"""Seconds without any worker after which the user of a cluster is told once."""

NAMES = (
    "'serial', 'local', 'slurm', 'slurm-array', tcp://host:port, a scheduler file, "
    "a Dask client or cluster, or an object with submit"
)

SETTINGS = {
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.deploy.lost-worker-timeout": "1 day",
    "distributed.worker.preload": ["sim.study.worker"],
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.low-level-log-length": 20,
}
"""Of Dask where we start it: a worker is given one chunk at a time, so that only what ran is blamed when it dies; its
nanny is not dismissed for being about to start another; a run that needs too much memory dies and is told, not waited
for; the scheduler remembers no chunk that is done."""


LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application")
"""Those that Dask gives a handler of their own."""


@dataclass(frozen=True)
class Engine:
    """How to hand over chunks.

    Attributes
    ----------
    submit
        Starts fn(*args) and returns at once a future shaped like that of `concurrent.futures`.
    slots
        How many run at the same time now.
    chunk_seconds
        How long one should take; 0 for single runs.
    here
        Whether they run in this process, so that nothing is pickled.
    deadly
        Exceptions that say that the worker of a chunk died.
    alone
        Deaths of the worker of a single run, after which the run has failed.
    watch
        Called with the number of chunks that have come back, when none has for some seconds; raises if none will.
    """

    submit: Callable[..., "Future[Any]"]
    slots: Callable[[], int]
    chunk_seconds: float = CHUNK_SECONDS
    here: bool = False
    deadly: tuple[type[BaseException], ...] = ()
    alone: int = ALONE
    watch: Callable[[int], None] = lambda landed: None


def _at_once(fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    try:
        future.set_result(fn(*args))
    except Hung as hung:
        future.set_exception(hung)
    return future


@contextmanager
def engine(on: Any, cluster: Cluster | None = None, folder: Path | None = None) -> Iterator[Engine]:
    """Open what `on` names, and close it if it was opened here.

    Parameters
    ----------
    on
        "serial": in this process. "local": one worker process per core. "slurm": an array of workers. Or the address
        or scheduler file of a Dask scheduler, a Dask client or cluster, or an executor.
    cluster
        Options of the jobs of "slurm".
    folder
        Of the study, which the jobs of "slurm" must see.

    Raises
    ------
    InputError
        If it is none of these.
    EnvironmentProblem
        If no worker can be started or no scheduler answers.
    """
    if on == "serial":
        yield Engine(_at_once, lambda: 1, chunk_seconds=0.0, here=True)
    elif on == "local":
        with local(os.cpu_count() or 1) as opened:
            yield opened
    elif on == "slurm":
        with _slurm(cluster or Cluster.of(), folder) as opened:
            yield opened
    elif isinstance(on, Path) or (isinstance(on, str) and on.endswith(".json")):
        if not Path(on).is_file():
            raise InputError(f"on is {str(on)!r}: no such scheduler file")
        with _client(None, str(on)) as client:
            yield _dask(client)
    elif isinstance(on, str) and "://" in on:
        with _client(on) as client:
            yield _dask(client)
    elif hasattr(on, "nthreads"):
        _warn_of_processes(on.cluster)
        yield _dask(on)
    elif hasattr(on, "scheduler_address"):
        _warn_of_processes(on)
        with _client(on) as client:
            yield _dask(client)
    elif hasattr(on, "submit"):
        yield Engine(on.submit, lambda: os.cpu_count() or 1)
    else:
        raise InputError(f"on is {on!r}; allowed: {NAMES}")


def _dask(client: Any) -> Engine:
    from distributed.scheduler import KilledWorker

    # Not client.get_executor(): its futures break when a worker dies between the end of a chunk and its delivery.
    submit = partial(client.submit, pure=False)
    return Engine(submit, partial(_threads, client), deadly=(KilledWorker,), watch=_clocked(_Lonely(client)))


def _threads(client: Any) -> int:
    return max(1, int(sum(client.nthreads().values())))


def _clocked(watch: Callable[[int], None]) -> Callable[[int], None]:
    """Also end a sweep when the wall clock went back, by which Dask dates its messages and holds them until then."""
    began = time.time() - time.monotonic()

    def check(landed: int) -> None:
        back = began - (time.time() - time.monotonic())
        if back > WENT_BACK:
            raise EnvironmentProblem(
                f"the clock of this machine went back by {back / 60.0:.0f} minutes, for which Dask holds its messages; "
                "what was done is stored, and the same call goes on"
            )
        watch(landed)

    return check


class _Lonely:
    """Tells once that a cluster of the user's has no worker; it may still wait in a queue."""

    def __init__(self, client: Any) -> None:
        self._client, self._since = client, time.monotonic()

    def __call__(self, landed: int) -> None:
        if self._client.nthreads():
            self._since = time.monotonic()
        elif time.monotonic() - self._since > LONELY:
            self._since = float("inf")
            warnings.warn(f"no worker is there yet; the sweep waits for one at {self._client}", stacklevel=2)


def _warn_of_processes(cluster: Any) -> None:
    """A job of dask-jobqueue with several workers that is killed is not replaced by adapt."""
    processes = getattr(getattr(cluster, "_dummy_job", None), "worker_processes", 1)
    if getattr(cluster, "_adaptive", None) is not None and processes > 1:
        warnings.warn(
            f"the cluster has processes={processes} and adapt, which does not replace a job that is killed; "
            "give it processes=1",
            stacklevel=2,
        )


@contextmanager
def _client(address: Any, scheduler_file: str | None = None) -> Iterator[Any]:
    from distributed import Client

    try:
        opened = Client(address, scheduler_file=scheduler_file, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise EnvironmentProblem(f"no scheduler answers at {scheduler_file or address}: {problem}") from problem
    with opened as client:
        yield client


@contextmanager
def _silence() -> Iterator[None]:
    """Keep back what Dask logs of workers and connections that come and go, to the end of its thread.

    Workers are told by `Engine.watch` and by the rows of their runs;
    left to itself, a cluster speaks again while it still closes.
    """
    import distributed  # noqa: F401  sets the levels when it is first imported

    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def local(workers: int, memory: int | None = None) -> Iterator[Engine]:
    """Single-threaded worker processes on this machine, watched by nannies.

    Parameters
    ----------
    memory
        Bytes that one may use; its share of the machine if None.
    """
    import dask
    from distributed import Client, LocalCluster

    with dask.config.set(SETTINGS), _silence():
        try:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=memory or "auto",
                processes=True,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
                scheduler_kwargs={"allowed_failures": 0, "dashboard_address": "127.0.0.1:0"},
            )
        except (OSError, RuntimeError) as problem:
            raise EnvironmentProblem(
                f"no workers could be started ({problem}); a script must call it under `if __name__ == '__main__':`"
            ) from problem
        with cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
            yield _dask(client)


@contextmanager
def _slurm(cluster: Cluster, folder: Path | None) -> Iterator[Engine]:
    from sim.study.slurm import worker_array

    if folder is None:
        raise InputError("on is 'slurm'; give `out`, a folder that the nodes see too")
    with _silence(), worker_array(cluster, folder, SETTINGS) as (client, watch):
        yield replace(_dask(client), chunk_seconds=cluster.chunk_seconds, alone=ALONE_ON_SLURM, watch=_clocked(watch))
