"""What a run costs beside itself: in a bare loop, in this process, on local workers, on the Slurm of the tests.

    python benchmarks/cluster.py [RUNS] [SECONDS]

A run is busy for a given time of the clock. Overhead is what the workers were idle or otherwise busy from the start of
the first run to the end of the last, as a share of what the runs took; starting workers is told apart. Slurm needs
root and Debian's slurm-wlm and munge; driver, scheduler, daemons and workers share the cores of this machine.
"""

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "slurm"))

from scipy import stats

import sim

WORKERS = os.cpu_count() or 1


def busy(seconds, factors, seed):
    """Spin for some time; tell when."""
    began = time.time()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
    return {"began": began, "ended": time.time()}


def bare(seconds, runs):
    """Begin and end of each run in a plain loop."""
    told = [busy(seconds, {}, 0) for _ in range(runs)]
    return [each["began"] for each in told], [each["ended"] for each in told]


def swept(seconds, runs, on):
    """Begin and end of each run in a sweep."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        study = sim.sweep(
            partial(busy, seconds),
            {"x": stats.uniform(0, 1)},
            method="lhs",
            samples=runs,
            replicates=1,
            out=Path(folder) / "study",
            on=on,
            cluster={"jobs": WORKERS, "mem": "1G", "time": "30"},
        )
        assert study.progress().done == runs
        return study.runs["began"].tolist(), study.runs["ended"].tolist()


def tell(name, workers, called, began, ended):
    """One line of the table."""
    work = sum(end - begin for begin, end in zip(began, ended, strict=True))
    span = max(ended) - min(began)
    share = (workers * span - work) / work
    each = 1000 * (workers * span - work) / len(began)
    print(f"{name:12} {workers:2}  {min(began) - called:6.1f} s  {span:7.1f} s  {each:7.2f} ms  {100 * share:6.2f} %")


def main(runs=200, seconds=0.2):
    """Print the table."""
    print(f"{runs} runs of {seconds} s\n{'':15}    start      span     per run  overhead")
    called = time.time()
    tell("bare loop", 1, called, *bare(seconds, runs))
    for on, workers in (("serial", 1), ("local", WORKERS)):
        called = time.time()
        tell(on, workers, called, *swept(seconds, runs, on))
    from lab import Lab, NoSlurm

    try:
        lab = Lab()
    except NoSlurm as problem:
        sys.exit(f"no Slurm: {problem}")
    try:
        lab.start()
        os.environ.update({name: lab.environment[name] for name in ("SLURM_CONF", "PATH")})
        called = time.time()
        tell("slurm", WORKERS, called, *swept(seconds, runs, "slurm"))
    finally:
        lab.stop()


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((int, float), sys.argv[1:], strict=False)))
