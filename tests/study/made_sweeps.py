"""Sweeps of the tests; as a script, one in a process of its own that can be killed."""

import sys
from pathlib import Path

import pyarrow.parquet as pq
from made_targets import slow
from scipy import stats

from sim.errors import EnvironmentProblem
from sim.study.execution import Stopped
from sim.study.sweep import sweep

FACTORS = {"x": stats.uniform(0, 1), "n": range(5), "rule": ["a", "b"]}


def table(study):
    """What must be equal whoever made the runs."""
    return study.runs.drop(columns=["seconds", "memory"])


def parts(folder):
    """Files of runs."""
    return sorted(Path(folder, "parts").glob("*.parquet"))


def rows(folder):
    """(run_id, error) of every row in every part."""
    tables = [pq.read_table(path, columns=["run_id", "error"]).to_pylist() for path in parts(folder)]
    return [(row["run_id"], row["error"]) for table in tables for row in table]


def main(out, on, samples):
    try:
        sweep(slow, FACTORS, method="sobol", samples=int(samples), seed=3, out=out, on=on)
    except Stopped as stop:
        sys.stderr.write(str(stop))
        sys.exit(stop.code)
    except EnvironmentProblem as problem:
        sys.stderr.write(str(problem))
        sys.exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
