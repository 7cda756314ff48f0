"""How far something long is and how long the rest takes: a bar on a terminal, lines elsewhere, always on stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

FIRST = 2.0
"""Seconds after which the first line is written; each next one when as much again has passed, at most `LONGEST`."""
LONGEST = 60.0

_are_lines_wanted: ContextVar[bool] = ContextVar("are_lines_wanted", default=False)


@contextmanager
def lines_wanted() -> Iterator[None]:
    """In here lines are written where there is no terminal; a program that calls the library gets none."""
    before = _are_lines_wanted.set(True)
    try:
        yield
    finally:
        _are_lines_wanted.reset(before)


@contextmanager
def bar(what: str, total: int, done: int = 0) -> Iterator[Callable[[int], None]]:
    """Show how far something is.

    Parameters
    ----------
    what : what is counted, in the plural
    total : how many there are
    done : how many are done already

    Yields
    ------
    callable
        To be called with the number that is done by now.
    """
    if not sys.stderr.isatty():
        yield Lines(what, total, done).advance if _are_lines_wanted.get() else lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}, left"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total, completed=done)
        yield lambda done: progress.update(task, completed=done)


class Lines:
    """How far something is, a line now and then.

    Parameters
    ----------
    what : what is counted, in the plural
    total : how many there are
    done : how many are done already
    """

    def __init__(self, what: str, total: int, done: int = 0) -> None:
        self._what, self._total, self._first = what, total, done
        self._begun = perf_counter()
        self._next = self._begun + FIRST

    def advance(self, done: int) -> None:
        """Tell that so many are done, if it is time for a line and some are left."""
        now = perf_counter()
        if now < self._next or not self._first < done < self._total:
            return
        took = now - self._begun
        left = took / (done - self._first) * (self._total - done)
        sys.stderr.write(f"{took:6.1f} s  {done:,} of {self._total:,} {self._what}, about {span(left)} left\n")
        sys.stderr.flush()
        self._next = now + min(took, LONGEST)


def span(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 90.0:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60.0:.0f} minutes" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} hours"
