"""A clock that jumps and a disk that fills: what was done stays, the rest is made when it can be."""

import errno
import importlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from counted import count
from made_sweeps import FACTORS, rows, table
from made_targets import noisy, slow
from pandas.testing import assert_frame_equal

from sim import durable
from sim.errors import EnvironmentProblem
from sim.study.study import open_study
from sim.study.sweep import sweep

HOUR, YEAR = 3600.0, 366 * 86_400.0
SETTINGS = {"method": "lhs", "samples": 120, "replicates": 1, "seed": 3}


def check_equal(folder, expected):
    stored = [run_id for run_id, _ in rows(folder)]
    assert len(stored) == len(set(stored)) == SETTINGS["samples"]
    assert_frame_equal(table(open_study(folder)), table(expected), check_exact=True)


def jump(monkeypatch, by, after):
    """Let the wall clock of this process, its scheduler included, jump once so many seconds have gone by."""
    real, real_ns, began = time.time, time.time_ns, time.monotonic()

    def shift():
        return by if time.monotonic() - began > after else 0.0

    monkeypatch.setattr(time, "time", lambda: real() + shift())
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(shift() * 1e9))
    scheduler = importlib.import_module("distributed.scheduler")
    monkeypatch.setattr(scheduler, "time", lambda: real() + shift())
    return shift


@pytest.mark.parametrize("by", [HOUR, -HOUR, YEAR, -YEAR])
def test_a_clock_that_jumps_costs_no_run(tmp_path, monkeypatch, by):
    expected = sweep(slow, FACTORS, **SETTINGS)
    shift = jump(monkeypatch, by, after=0.1)
    sweep(slow, FACTORS, **SETTINGS, out=tmp_path / "study")
    assert shift() == by
    sweep(slow, FACTORS, **SETTINGS | {"samples": 121}, out=tmp_path / "other")  # the clock has jumped long ago
    check_equal(tmp_path / "study", expected)


@pytest.mark.nightly
def test_a_clock_that_jumps_under_workers(tmp_path, monkeypatch):
    """Dask takes all workers for dead and starts others; what they had under way is made again."""
    settings = SETTINGS | {"samples": 4_000}
    expected = sweep(slow, FACTORS, **settings, on="local")
    for by in (HOUR, -HOUR):
        with monkeypatch.context() as patched:
            jump(patched, by, after=8.0)
            study = sweep(slow, FACTORS, **settings, out=tmp_path / str(by), on="local")
        assert study.progress().pending == 0
        assert_frame_equal(table(study), table(expected), check_exact=True)
    count("clock that jumps by an hour under a sweep, forward and back", 6, 0)


def full(monkeypatch, calls):
    """Let the disk be full from the n-th flush on."""
    left = [calls]
    flush = durable.flush

    def fails(path):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(path)

    monkeypatch.setattr(durable, "flush", fails)


def test_a_disk_that_fills_at_any_write_of_a_sweep(tmp_path, monkeypatch):
    """After each write: the sweep stops with one sentence, what was written stays, the same call makes the rest."""
    expected = sweep(noisy, FACTORS, **SETTINGS)
    before, writes = 0, 0
    while True:
        folder = tmp_path / str(writes)
        with monkeypatch.context() as patched:
            full(patched, writes)
            try:
                sweep(noisy, FACTORS, **SETTINGS, out=folder)
            except EnvironmentProblem as problem:
                assert str(problem).endswith("cannot be written: No space left on device")
            else:
                break
        assert not list(folder.rglob("*.tmp"))
        done = len(rows(folder))
        assert done >= before
        before, writes = done, writes + 1
        sweep(noisy, FACTORS, **SETTINGS, out=folder)
        check_equal(folder, expected)
    assert writes >= 6
    count("disk that fills at any write of a sweep", writes, 0)


@contextmanager
def small_disk(place, size):
    """A file system of so many bytes, which root may make."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.nightly
def test_a_real_disk_that_is_full(tmp_path):
    """Runs and sweeps of the command line on file systems of 4 kB and up: exit 3, one sentence, nothing half written."""
    held = 0
    for size in [4 << 10, 16 << 10, 32 << 10, 48 << 10, 64 << 10, 96 << 10]:
        with small_disk(tmp_path / f"disk-{size}", size) as disk:
            script = Path(__file__).parents[1] / "study" / "made_sweeps.py"
            command = [sys.executable, "-W", "error", str(script), str(disk / "study"), "serial", "32"]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode:
                assert "cannot be written: No space left on device" in ended.stderr.splitlines()[-1]
            assert not list(disk.rglob("*.tmp"))
            done = {run_id for run_id, _ in rows(disk / "study")}
            shutil.copytree(disk / "study", tmp_path / f"kept-{size}")
        kept = tmp_path / f"kept-{size}"
        subprocess.run([*command[:4], str(kept), "serial", "32"], check=True)
        after = [run_id for run_id, _ in rows(kept)]
        assert done <= set(after) and len(after) == len(set(after))
        assert open_study(kept).progress().pending == 0
        held += bool(ended.returncode)
    assert held >= 3
    count("file system that is full under a sweep", held, 0)
