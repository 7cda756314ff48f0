"""What runs many: this process, the cores of this machine, a Dask cluster, any executor; all take submit(fn, *args)."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.errors import EnvironmentProblem, InputError

CHUNK_SECONDS = 2.0

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
"""Of Dask on one machine: a worker is given one chunk at a time, so that only what ran is blamed when it dies; its
nanny is not dismissed for being about to start another; a run that needs too much memory dies and is told, not waited
for; the scheduler remembers no chunk that is done."""


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
    """

    submit: Callable[..., "Future[Any]"]
    slots: Callable[[], int]
    chunk_seconds: float = CHUNK_SECONDS
    here: bool = False
    deadly: tuple[type[BaseException], ...] = ()


def _at_once(fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_result(fn(*args))
    return future


@contextmanager
def engine(on: Any) -> Iterator[Engine]:
    """Open what `on` names, and close it if it was opened here.

    Parameters
    ----------
    on
        "serial": in this process. "local": one worker process per core. Or a Dask client, or an executor.

    Raises
    ------
    InputError
        If it is none of these.
    """
    if on == "serial":
        yield Engine(_at_once, lambda: 1, chunk_seconds=0.0, here=True)
    elif on == "local":
        with _local_cluster() as client:
            yield _dask(client)
    elif hasattr(on, "nthreads"):
        yield _dask(on)
    elif hasattr(on, "submit"):
        yield Engine(on.submit, lambda: os.cpu_count() or 1)
    else:
        raise InputError(f"on is {on!r}; allowed: 'serial', 'local', a Dask client, or an object with submit")


def _dask(client: Any) -> Engine:
    from distributed.scheduler import KilledWorker

    def slots() -> int:
        return max(1, int(sum(client.nthreads().values())))

    # Not client.get_executor(): its futures break when a worker dies between the end of a chunk and its delivery.
    return Engine(partial(client.submit, pure=False), slots, deadly=(KilledWorker,))


@contextmanager
def _local_cluster() -> Iterator[Any]:
    """Client of one single-threaded worker process per core, watched by nannies."""
    import dask
    from distributed import Client, LocalCluster

    with dask.config.set(SETTINGS):
        try:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=os.cpu_count() or 1,
                threads_per_worker=1,
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
            yield client
