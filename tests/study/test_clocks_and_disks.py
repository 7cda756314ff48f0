"""A clock that jumps and a disk that fills: what was done stays, the rest is made when it can be."""

import errno
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_sweeps import FACTORS, rows, table
from made_targets import noisy, slow
from pandas.testing import assert_frame_equal

from sim import durable
from sim.errors import EnvironmentProblem
from sim.study.study import open_study
from sim.study.sweep import sweep

HOUR, YEAR = 3600.0, 366 * 86_400.0
JUMPS = 4
SCRIPT = Path(__file__).with_name("made_sweeps.py")
SETTINGS = {"method": "lhs", "samples": 120, "replicates": 1, "seed": 3}


def check_equal(folder, expected):
    stored = [run_id for run_id, _ in rows(folder)]
    assert len(stored) == len(set(stored)) == SETTINGS["samples"]
    assert_frame_equal(table(open_study(folder)), table(expected), check_exact=True)


SHIFTED = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    struct stat file;
    if (clock == CLOCK_REALTIME && stat(getenv("CLOCK_FORWARD"), &file) == 0) now->tv_sec += 60 * file.st_size;
    if (clock == CLOCK_REALTIME && stat(getenv("CLOCK_BACK"), &file) == 0) now->tv_sec -= 60 * file.st_size;
    return failed;
}
"""
"""The wall clock of every process that loads this, ahead and behind by minutes: as many as two files have bytes."""


def jump(monkeypatch, by, after):
    """Let the wall clock of this process jump once so many seconds have gone by."""
    real, real_ns, began = time.time, time.time_ns, time.monotonic()

    def shift():
        return by if time.monotonic() - began > after else 0.0

    monkeypatch.setattr(time, "time", lambda: real() + shift())
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(shift() * 1e9))
    return shift


@pytest.mark.parametrize("by", [HOUR, -HOUR, YEAR, -YEAR])
def test_a_clock_that_jumps_costs_no_run(tmp_path, monkeypatch, by, tally):
    tally("faults", "clock of one process that jumps under a sweep", 1, 0)
    expected = sweep(slow, FACTORS, **SETTINGS)
    shift = jump(monkeypatch, by, after=0.1)
    sweep(slow, FACTORS, **SETTINGS, out=tmp_path / "study")
    assert shift() == by
    sweep(slow, FACTORS, **SETTINGS | {"samples": 121}, out=tmp_path / "other")  # the clock has jumped long ago
    check_equal(tmp_path / "study", expected)
    tally("faults", "clock of one process that jumps under a sweep", 0, 1)


@pytest.mark.nightly
def test_a_clock_that_jumps_for_driver_and_workers(tmp_path, tally):
    """Forward, Dask takes all workers for dead and starts others; what they had under way is made again.

    Back, it holds every message until the clock has caught up: the sweep says so and ends, and the same call goes on.
    """
    kind = "clock of all processes that jumps by an hour under a sweep"
    if shutil.which("cc") is None:
        pytest.skip("no C compiler")
    (tmp_path / "clock.c").write_text(SHIFTED)
    library = tmp_path / "clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "clock.c")], check=True)
    expected = sweep(slow, FACTORS, method="sobol", samples=256, seed=3, on="local")
    for case in range(JUMPS):
        out, files = tmp_path / f"study-{case}", [tmp_path / f"{way}-{case}" for way in ("forward", "back")]
        clock = {"LD_PRELOAD": str(library), "CLOCK_FORWARD": str(files[0]), "CLOCK_BACK": str(files[1])}
        command = [sys.executable, "-W", "error", str(SCRIPT), str(out), "local", "256"]
        tally("faults", kind, 1, 0)
        driver = subprocess.Popen(command, env=os.environ | clock, stderr=subprocess.PIPE, text=True)
        while driver.poll() is None and len(rows(out)) < 300 * (1 + case // 2):
            time.sleep(0.05)
        assert driver.poll() is None
        files[case % 2].write_text("." * 61)
        said = driver.communicate(timeout=300)[1]
        if driver.returncode == 3:
            assert case % 2 and "the clock of this machine went back by 61 minutes" in said and "\n" not in said
            there = {run_id for run_id, _ in rows(out)}
            assert len(there) == len(rows(out)) >= 300
            driver = subprocess.Popen(command, env=os.environ | clock, stderr=subprocess.PIPE, text=True)
            said = driver.communicate(timeout=300)[1]
            assert there <= {run_id for run_id, _ in rows(out)}
        assert said == "" and driver.returncode == 0
        stored = [run_id for run_id, _ in rows(out)]
        assert len(stored) == len(set(stored))
        assert_frame_equal(table(open_study(out)), table(expected), check_exact=True)
        tally("faults", kind, 0, 1)


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


def stopped(folder):
    """What stops a sweep, if anything does."""
    try:
        sweep(noisy, FACTORS, **SETTINGS, out=folder)
    except EnvironmentProblem as problem:
        return str(problem)
    return None


def test_a_disk_that_fills_at_any_write_of_a_sweep(tmp_path, monkeypatch, tally):
    """After each write: the sweep stops with one sentence, what was written stays, the same call makes the rest."""
    expected = sweep(noisy, FACTORS, **SETTINGS)
    before, writes = 0, 0
    while True:
        folder = tmp_path / str(writes)
        with monkeypatch.context() as patched:
            full(patched, writes)
            said = stopped(folder)
        if said is None:
            break
        tally("faults", "disk that fills at any write of a sweep", 1, 0)
        assert said.endswith("cannot be written: No space left on device")
        assert not list(folder.rglob("*.tmp"))
        done = len(rows(folder))
        assert done >= before
        before, writes = done, writes + 1
        sweep(noisy, FACTORS, **SETTINGS, out=folder)
        check_equal(folder, expected)
        tally("faults", "disk that fills at any write of a sweep", 0, 1)
    assert writes >= 6


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
def test_a_real_disk_that_is_full(tmp_path, tally):
    """File systems of 4 kB and up: one sentence at the end, nothing half written, the rest is made elsewhere."""
    held = 0
    for size in [4 << 10, 16 << 10, 32 << 10, 48 << 10, 64 << 10, 96 << 10]:
        with small_disk(tmp_path / f"disk-{size}", size) as disk:
            command = [sys.executable, "-W", "error", str(SCRIPT), str(disk / "study"), "serial", "32"]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode:
                tally("faults", "file system that is full under a sweep", 1, 0)
                assert "cannot be written: " in (said := ended.stderr.splitlines()[-1]) and "No space left" in said
            assert not list(disk.rglob("*.tmp"))
            done = {run_id for run_id, _ in rows(disk / "study")}
            shutil.copytree(disk / "study", tmp_path / f"kept-{size}")
        kept = tmp_path / f"kept-{size}"
        subprocess.run([*command[:4], str(kept), "serial", "32"], check=True)
        after = [run_id for run_id, _ in rows(kept)]
        assert done <= set(after) and len(after) == len(set(after))
        assert open_study(kept).progress().pending == 0
        if ended.returncode:
            tally("faults", "file system that is full under a sweep", 0, 1)
            held += 1
    assert held >= 3
