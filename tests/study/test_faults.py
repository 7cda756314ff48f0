"""Whatever happens to a sweep, no run is lost, none stands twice, and the table is the same."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from made_sweeps import FACTORS, parts, rows, table
from made_targets import deadly, greedy, hanging, noisy, slow
from pandas.testing import assert_frame_equal

from sim.errors import InputError
from sim.study.plan import Plan
from sim.study.study import open_study
from sim.study.sweep import sweep

SCRIPT = Path(__file__).with_name("made_sweeps.py")


def start(out, on, samples):
    command = [sys.executable, "-W", "error", str(SCRIPT), str(out), on, str(samples)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def await_parts(process, out, number):
    """Until so many parts are there, or the process is over."""
    while process.poll() is None and len(parts(out)) < number:
        time.sleep(0.01)


def check_whole(folder, expected):
    """The study has each run once, nothing is left aside, and its table is the one expected, bit for bit."""
    study = open_study(folder)
    stored = rows(folder)
    assert len({run_id for run_id, _ in stored}) == len(stored) == len(study._plan.distinct)
    assert not list(Path(folder).rglob("*.tmp"))
    assert_frame_equal(table(study), table(expected), check_exact=True)
    assert_frame_equal(study.series(), expected.series(), check_exact=True)


def survive(tmp_path, kills, samples, seed):
    luck = random.Random(seed)
    done = []
    for _ in range(kills):
        process = start(tmp_path / "killed", "local", samples)
        await_parts(process, tmp_path / "killed", luck.randint(0, 1) + len(parts(tmp_path / "killed")))
        time.sleep(luck.uniform(0.0, 1.5))
        children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.communicate()
        assert not psutil.wait_procs(children, timeout=20)[1], "workers outlive their driver"
        done.append(len({run_id for run_id, _ in rows(tmp_path / "killed")}))
    assert done == sorted(done)
    process = start(tmp_path / "killed", "local", samples)
    assert process.communicate()[1] == "" and process.returncode == 0
    expected = sweep(slow, FACTORS, method="sobol", samples=samples, seed=3)
    check_whole(tmp_path / "killed", expected)
    return done


def test_kills(tmp_path):
    survive(tmp_path, 3, 128, 1)


@pytest.mark.nightly
def test_fifty_kills(tmp_path, tally):
    kind = "kill -9 of the driver of a sweep with workers"
    tally("faults", kind, 50, 0)
    done = survive(tmp_path, 50, 2048, 2)
    assert len(set(done)) > 10
    tally("faults", kind, 0, len(done))


def test_signal(tmp_path):
    process = start(tmp_path / "study", "serial", 64)
    await_parts(process, tmp_path / "study", 1)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    said = process.communicate()[1]
    assert process.returncode == 128 + signal.SIGTERM
    study = open_study(tmp_path / "study")
    progress = study.progress()
    assert 0 < progress.done < progress.total
    assert said == (
        f"stopped with {progress.done + progress.failed} of {progress.total} runs done; "
        f"the same call with out={str(tmp_path / 'study')!r} goes on"
    )
    resumed = sweep(slow, FACTORS, method="sobol", samples=64, seed=3, out=tmp_path / "study")
    assert resumed.progress().pending == 0


def test_interrupt_of_all_processes_as_a_terminal_sends_it(tmp_path):
    process = start(tmp_path / "study", "local", 256)
    await_parts(process, tmp_path / "study", 1)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 128 + signal.SIGINT
    assert said.startswith("stopped with ") and said.count("\n") == 0
    assert not psutil.wait_procs(children, timeout=20)[1]
    assert 0 < open_study(tmp_path / "study").progress().done < 256 * 12


def test_swallowed_signal(tmp_path):
    from sim.study.execution import Stopped

    def stubborn(factors, seed):
        with contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGTERM)
        return {"y": 1.0}

    with pytest.raises(Stopped) as stop:
        sweep(stubborn, FACTORS, method="lhs", samples=5, out=tmp_path / "study")
    assert stop.value.code == 143
    assert open_study(tmp_path / "study").progress().done == 1
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_two_at_once(tmp_path):
    at_once(tmp_path / "study", ["serial", "serial"])


@pytest.mark.nightly
def test_several_at_once_by_several_engines(tmp_path, tally):
    for number, engines in enumerate([["serial", "local"], ["local", "local"], ["serial"] * 4]):
        tally("faults", "several processes on one study at once", 1, 0)
        at_once(tmp_path / str(number), engines)
        tally("faults", "several processes on one study at once", 0, 1)


def at_once(folder, engines):
    """Sweeps of one study at the same time: each run is there, and those made twice are equal."""
    for process in [start(folder, on, 32) for on in engines]:
        assert process.communicate()[1] == "" and process.returncode == 0
    expected = sweep(slow, FACTORS, method="sobol", samples=32, seed=3)
    study = open_study(folder)
    assert study.progress().pending == 0
    assert_frame_equal(table(study), table(expected), check_exact=True)


def test_a_folder_of_an_older_version(tmp_path, tally):
    """It is refused in a sentence and left as it is; what it holds counts again where the version is the same."""
    settings = {"method": "lhs", "samples": 8, "seed": 3}
    folder, manifest = tmp_path / "study", tmp_path / "study" / "manifest.json"
    sweep(noisy, FACTORS, replicates=1, **settings, out=folder)
    now = manifest.read_text()
    older = now.replace('"schema": 1', '"schema": 0')
    assert older != now
    for text, target, said in (
        (older, noisy, "of schema 0, this version reads 1; run the study again"),
        (now, slow, "its runs were made by .*noisy as it was before its code changed; give another `out`"),
    ):
        tally("faults", "study folder of an older version", 1, 0)
        manifest.write_text(text)
        there = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with pytest.raises(InputError, match=said):
            sweep(target, FACTORS, replicates=2, **settings, out=folder)
        assert there == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    sweep(noisy, FACTORS, replicates=2, **settings, out=folder)
    expected = sweep(noisy, FACTORS, replicates=2, **settings)
    assert_frame_equal(table(open_study(folder)), table(expected), check_exact=True)
    tally("faults", "study folder of an older version", 0, 2)


def test_workers_and_order(tmp_path, monkeypatch):
    """One worker, two, or a shuffled plan: the same table."""
    from distributed import Client, LocalCluster

    settings = {"method": "sobol", "samples": 32, "seed": 3}
    expected = sweep(slow, FACTORS, **settings)
    port = {"dashboard_address": "127.0.0.1:0"}
    with (
        LocalCluster(1, threads_per_worker=1, dashboard_address=None, scheduler_kwargs=port) as cluster,
        Client(cluster) as client,
    ):
        sweep(slow, FACTORS, **settings, out=tmp_path / "one", on=client)
    check_whole(tmp_path / "one", expected)
    ordered = Plan.pending
    shuffled = random.Random(1)

    def pending(plan, done):
        places = ordered(plan, done)
        shuffled.shuffle(places)
        return places

    monkeypatch.setattr(Plan, "pending", pending)
    sweep(slow, FACTORS, **settings, out=tmp_path / "shuffled")
    check_whole(tmp_path / "shuffled", expected)


def test_poisoned_runs(tmp_path, tally):
    """A run that kills its worker is found among many, and has failed; the others are done."""
    tally("faults", "run that kills its worker", 2, 0)
    study = sweep(deadly, FACTORS, method="lhs", samples=120, replicates=1, out=tmp_path / "study", on="local")
    runs = study.runs
    poisoned = runs["x"] > 0.985
    assert poisoned.sum() == 2
    assert (
        runs.loc[poisoned, "error"] == "killed its worker every time it ran alone (memory, crash, exit or silence)"
    ).all()
    assert runs.loc[poisoned, ["level", "squared"]].isna().all(axis=None)
    others = runs[~poisoned]
    assert (others["status"] == "done").sum() == (others["x"] <= 0.95).sum()
    assert study.progress().pending == 0
    tally("faults", "run that kills its worker", 0, 2)


@pytest.mark.parametrize("on", ["serial", "local"])
def test_runs_that_hang(tmp_path, on, tally):
    """A run that does not end is told as failed after its time, once; the others are done, also those of its chunk."""
    settings = {"method": "lhs", "samples": 120, "replicates": 1}
    study = sweep(hanging, FACTORS, **settings, out=tmp_path / "study", on=on, limit=1.5)
    runs = study.runs
    hung = runs["x"] > 0.985
    tally("faults", f"run that never ends, {on}", 2, 0)
    assert hung.sum() == 2
    assert (runs.loc[hung, "error"] == "did not end within 1.5 s").all() and runs.loc[hung, "seconds"].isna().all()
    others = runs[~hung]
    assert (others["status"] == "done").sum() == (others["x"] <= 0.95).sum()
    assert study.progress().pending == 0 and len(rows(tmp_path / "study")) == 120
    again = sweep(noisy, FACTORS, **settings)
    columns = ["level", "squared"]
    assert_frame_equal(runs.loc[~hung, columns], again.runs.loc[~hung, columns], check_exact=True)
    tally("faults", f"run that never ends, {on}", 0, 2)


@pytest.mark.nightly
def test_a_worker_out_of_memory(tmp_path, tally):
    """One run takes more than its worker may have, once: the worker is ended, and all runs are made all the same."""
    from distributed import LocalCluster

    port = {"dashboard_address": "127.0.0.1:0"}
    settings = {"method": "lhs", "samples": 60, "replicates": 1}
    target = partial(greedy, str(tmp_path / "accident"))
    tally("faults", "worker out of memory", 1, 0)
    with LocalCluster(
        2, threads_per_worker=1, memory_limit="500MB", dashboard_address=None, silence_logs=60, scheduler_kwargs=port
    ) as cluster:
        study = sweep(target, FACTORS, **settings, out=tmp_path / "study", on=cluster)
    assert (tmp_path / "accident").exists()
    runs = study.runs
    expected = sweep(noisy, FACTORS, **settings).runs
    assert study.progress().pending == 0
    assert_frame_equal(runs[["x", "level", "squared"]], expected[["x", "level", "squared"]], check_exact=True)
    tally("faults", "worker out of memory", 0, 1)
