"""A sweep in a process of its own, that can be killed; and targets that meet with accidents.

python batch.py FOLDER ON SAMPLES [TARGET [CLUSTER as JSON]]
"""

import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
from scipy import stats

FACTORS = {"x": stats.uniform(0, 1), "n": range(5), "rule": ["a", "b"]}
CLUSTER = {"jobs": 3, "mem": "900M", "time": "10"}
SETTINGS = {"method": "lhs", "replicates": 1, "seed": 3}
ACCIDENT = "BATCH_ACCIDENT"
"""Names a file: the first run that finds it missing makes it, and then takes all memory it can get."""


def steady(factors, seed):
    """Two outcomes and a series from factors and seed; fails in a corner."""
    time.sleep(0.02)
    luck = np.random.default_rng(seed)
    if factors["x"] > 0.95:
        raise ValueError("x is too large")
    level = factors["x"] + factors["n"] + (factors["rule"] == "b") + luck.normal()
    return {"level": level, "squared": level * level, "path": np.cumsum(luck.normal(size=6))}


def unlucky(factors, seed):
    """As `steady`, but for one accident."""
    if ACCIDENT in os.environ and factors["x"] > 0.5:
        try:
            Path(os.environ[ACCIDENT]).open("x").close()
        except FileExistsError:
            pass
        else:
            held = []
            while len(held) < 30:
                held.append(bytearray(os.urandom(1 << 10) * (50 << 10)))
                time.sleep(0.05)
            raise AssertionError("1.5 GB were to be had")
    return steady(factors, seed)


def poisoned(factors, seed):
    """As `steady`, but it ends its worker for a few values of x."""
    if 0.9 < factors["x"] < 0.915:
        os._exit(7)
    return steady(factors, seed)


def greedy(factors, seed):
    """As `steady`, but for a few values of x another program, which nobody watches but the site, takes 1.2 GB."""
    if 0.9 < factors["x"] < 0.915:
        subprocess.run([sys.executable, "-c", "import time; held = b'1' * (1200 << 20); time.sleep(20)"], check=True)
    return steady(factors, seed)


def endless(factors, seed):
    """As `steady`, but for a few values of x it never ends."""
    while 0.9 < factors["x"] < 0.915:
        time.sleep(0.05)
    return steady(factors, seed)


def compiled(factors, seed):
    """Says which process runs it, and whether this run compiled the kernel or found it on disk."""
    kernel = _kernel()
    kernel(factors["x"])
    return {"process": os.getpid(), "compiled": len(kernel.stats.cache_misses), "found": len(kernel.stats.cache_hits)}


@cache
def _kernel():
    import numba

    return numba.njit(cache=True)(half)


def half(x):
    """A kernel that takes a second to compile."""
    return 0.5 * x


TARGETS = {each.__name__: each for each in (steady, unlucky, poisoned, greedy, endless)}


def main(out, on, samples, target="steady", cluster="{}"):
    from sim.study.execution import Stopped
    from sim.study.sweep import sweep

    site = CLUSTER | json.loads(cluster) if on.startswith("slurm") else None
    try:
        sweep(TARGETS[target], FACTORS, samples=int(samples), **SETTINGS, out=out, on=on, cluster=site)
    except Stopped as stop:
        sys.stderr.write(str(stop))
        sys.exit(stop.code)


if __name__ == "__main__":
    main(*sys.argv[1:])
