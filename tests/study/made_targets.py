"""Targets of the tests, apart from what a worker does not need."""

import contextlib
import os
import time
from pathlib import Path

import numpy as np


def noisy(factors, seed):
    """Two outcomes and a series from factors and seed; fails in a corner."""
    luck = np.random.default_rng(seed)
    if factors["x"] > 0.95:
        raise ValueError(f"x is too large at {object()}")
    level = factors["x"] + factors["n"] + (factors["rule"] == "b") + luck.normal()
    return {"level": level, "squared": level * level, "path": np.cumsum(luck.normal(size=6))}


def slow(factors, seed):
    time.sleep(0.004)
    return noisy(factors, seed)


def deadly(factors, seed):
    if factors["x"] > 0.985:
        os._exit(7)
    return noisy(factors, seed)


def hanging(factors, seed):
    """As `noisy`, but a run in the corner never ends."""
    while factors["x"] > 0.985:
        time.sleep(0.05)
    return noisy(factors, seed)


def greedy(accident, factors, seed):
    """As `noisy`, but the first run that finds the file `accident` missing makes it, and then takes 1.5 GB."""
    if factors["x"] > 0.5:
        with contextlib.suppress(FileExistsError):
            Path(accident).open("x").close()
            held = []
            while len(held) < 30:
                held.append(bytearray(os.urandom(1 << 10) * (50 << 10)))
                time.sleep(0.05)
            raise AssertionError("1.5 GB were to be had")
    return noisy(factors, seed)
