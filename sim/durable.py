"""Files that are whole or absent, also after a kill or a power cut."""

import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from sim.errors import EnvironmentProblem

_ASIDE = re.compile(r"(?P<name>.+)~(?P<machine>[^~]+)~(?P<process>[0-9]+)~[0-9a-f]{8}\.tmp")

OLD = 86_400.0
"""Seconds after which a file written aside on another machine counts as left over."""


def flush(path: Path) -> None:
    """Make what was written to a file or folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def aside_of(path: Path) -> Path:
    """A name beside a file or folder under which this process writes it, so that what a killed one left is known."""
    return path.with_name(f"{path.name}~{platform.node()}~{os.getpid()}~{secrets.token_hex(4)}.tmp")


def write_aside(path: Path, fill: Callable[[Path], object]) -> None:
    """Let `fill` write a file beside `path`, flush it, give it the name `path`; what killed writers left of it goes.

    Raises
    ------
    EnvironmentProblem
        If the disk is full or not writable.
    """
    aside = aside_of(path)
    try:
        fill(aside)
        flush(aside)
        aside.replace(path)
        flush(path.parent)
        remove_leftovers(path.parent, path.name)
    except OSError as problem:
        raise EnvironmentProblem(f"{path}: cannot be written: {problem.strerror or problem}") from problem
    finally:
        aside.unlink(missing_ok=True)


def remove_leftovers(folder: Path, name: str | None = None) -> None:
    """Remove what killed writers of one name, or of any, left aside in a folder; what a living one is writing stays."""
    for path in folder.glob("*.tmp"):
        told = _ASIDE.fullmatch(path.name)
        if told is None or name not in (None, told["name"]):
            continue  # a file of somebody else's
        import psutil

        is_here = told["machine"] == platform.node()
        left = not psutil.pid_exists(int(told["process"])) if is_here else _age(path) > OLD
        if left and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif left:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
