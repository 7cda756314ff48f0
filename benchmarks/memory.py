"""Whether the driver's memory stays flat over very many runs of a trivial callable on local workers.

    python benchmarks/memory.py [RUNS]

Memory is resident, read each time a part of the store has been written, so that it can be told by runs; the peak is
over the whole process, with the plan before the first run and packing after the last.
"""

import resource
import sys
import time

import psutil
from scipy import stats

import sim
from sim.study.store import Store


def trivial(factors, seed):
    """As little as a run can be."""
    return {"y": factors["x"]}


def watch():
    """A list that grows with (runs written, MB) as parts are written."""
    told, process, flush = [], psutil.Process(), Store.flush

    def watched(self):
        written = len(self._waiting)
        flush(self)
        told.append(((told[-1][0] if told else 0) + written, process.memory_info().rss / 1e6))

    Store.flush = watched
    return told


def main(runs=1_000_000):
    """Print memory by tenths of the runs."""
    told, began = watch(), time.perf_counter()
    study = sim.sweep(trivial, {"x": stats.uniform(0, 1)}, method="lhs", samples=runs, replicates=1, on="local")
    seconds = time.perf_counter() - began
    assert study.progress().done == runs
    for tenth in range(1, 11):
        landed, memory = next(each for each in told if each[0] >= runs * tenth // 10)
        print(f"{landed:9,} runs  {memory:6.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak {peak:.0f} MB; {seconds:.0f} s, {1e6 * seconds / runs:.0f} us a run")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
