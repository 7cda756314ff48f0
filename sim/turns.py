"""Turns: of several processes that are about to make the same file, one makes it and the others wait."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without such locks: what two processes make at once is made twice
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.02
"""Seconds between two looks whether the other is done."""


@contextlib.contextmanager
def turn(file: Path, patience: float) -> Iterator[bool]:
    """Hold the right to make a file.

    Parameters
    ----------
    file : what is about to be made; the right is a lock on a file beside it
    patience : seconds to wait for whoever has it

    Yields
    ------
    bool
        Whether it was had in time; True also where locks cannot be had at all.
    """
    lock, beside = None, file.with_suffix(".lock")
    with contextlib.suppress(OSError):
        beside.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
    if lock is None:
        yield True
        return
    try:
        is_ours = _is_had(lock, time.monotonic() + patience)
        yield is_ours
        if is_ours:
            with contextlib.suppress(OSError):
                beside.unlink()
    finally:
        os.close(lock)


def _is_had(lock: int, until: float) -> bool:
    while fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        except OSError:  # a disk without locks
            return True
        else:
            return True
    return True
