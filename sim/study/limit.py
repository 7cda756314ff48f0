"""A run that does not end: it is left to itself, told as failed, and its worker replaced if that can be done.

No thread can be stopped from outside, so the run goes on where it is until its process ends. A worker that a nanny
watches takes no more chunks and ends itself once what it has made is told; the nanny starts another.
"""

import contextvars
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

FAREWELL = 2.0
"""Seconds between the last word of a worker and its end."""


def within[T](seconds: float, call: Callable[[], T]) -> T | None:
    """What a call returns, or None if it has not after so many seconds; it then goes on, and nobody hears of it."""
    told: Future[T] = Future()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            told.set_result(context.run(call))
        except BaseException as fault:
            told.set_exception(fault)

    Thread(target=work, daemon=True).start()
    wait([told], timeout=seconds)
    return told.result() if told.done() else None


def leave() -> None:
    """Let the worker that we are in take no more chunks and end soon, if a nanny replaces it; else do nothing."""
    if "distributed" not in sys.modules:
        return
    from distributed import Status, get_worker

    try:
        worker = get_worker()
    except ValueError:
        return
    if worker.nanny:
        worker.loop.add_callback(setattr, worker, "status", Status.paused)
        worker.loop.add_callback(worker.loop.call_later, FAREWELL, os._exit, 1)
