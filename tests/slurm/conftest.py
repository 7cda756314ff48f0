"""One Slurm for all tests that are marked so; where it cannot be had, they fail."""

import contextlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from batch import FACTORS, SETTINGS, TARGETS
from lab import Lab
from pandas.testing import assert_frame_equal

import sim
from sim.study.study import open_study

SCRIPT = Path(__file__).with_name("batch.py")


@pytest.fixture(scope="session")
def daemons():
    lab = Lab()
    try:
        yield lab.start()
    finally:
        lab.stop()
        assert not lab.processes(), "processes outlive the Slurm of the tests"


@pytest.fixture
def lab(daemons, monkeypatch):
    for name in ("SLURM_CONF", "PATH"):
        monkeypatch.setenv(name, daemons.environment[name])
    yield daemons
    daemons.clean()


@pytest.fixture
def shared():
    """A folder that every user sees."""
    folder = Path(tempfile.mkdtemp(prefix="slurm-study-", dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def driver():
    """Starts sweeps in processes of their own; none outlives the test."""
    started = []

    def start(out, on, samples, target="steady", environment=None, **cluster):
        words = [sys.executable, "-W", "error", str(SCRIPT), str(out), on, str(samples), target, json.dumps(cluster)]
        started.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=os.environ | (environment or {})))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        with contextlib.suppress(ValueError):
            process.communicate()


def finish(process, patience=300):
    """Until a driver is through, without a word."""
    said = process.communicate(timeout=patience)[1]
    assert process.returncode == 0 and said == "", said


def until(condition, process=None, patience=600.0):
    """Until something is so; not longer than the process lives."""
    end = time.monotonic() + patience
    while not condition():
        assert process is None or process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def rows(folder):
    """Run names in all parts, one for each row."""
    paths = Path(folder, "parts").glob("*.parquet")
    return [name for path in paths for name in pq.read_table(path, columns=["run_id"])["run_id"].to_pylist()]


def table(study):
    """What must be equal whoever made the runs."""
    return study.runs.drop(columns=["seconds", "memory"])


def check_whole(folder, samples, target="steady", *, once=True, limit=math.inf):
    """All runs are there, once, and the table is that of a local sweep, bit for bit."""
    stored = rows(folder)
    assert len(set(stored)) == samples
    if once:
        assert len(stored) == samples
    study = open_study(folder)
    assert study.progress().pending == 0
    expected = sim.sweep(TARGETS[target], FACTORS, samples=samples, **SETTINGS, on="local", limit=limit)
    assert_frame_equal(table(study), table(expected), check_exact=True)
    assert_frame_equal(study.series(), expected.series(), check_exact=True)
    return study
