"""An array of workers on a real Slurm: whatever ends them, no run is lost and none stands twice."""

import json
import sys

import pytest
from batch import CLUSTER, FACTORS, SETTINGS, compiled, endless, poisoned, steady
from conftest import SCRIPT, check_whole, finish, rows, until
from lab import NODES

import sim
from sim.errors import EnvironmentProblem, InputError
from sim.study.study import open_study

pytestmark = pytest.mark.slurm


def test_all_accidents(lab, shared, driver):
    """One worker cancelled, one out of memory, one node down, the driver killed and started again."""
    out, samples = shared / "study", 2000
    accident = {"BATCH_ACCIDENT": str(shared / "accident")}
    process = driver(out, "slurm", samples, "unlucky", accident)
    until(lambda: len(rows(out)) > 50, process)
    lab.run("scancel", lab.running()[0][0])
    before = len(rows(out))
    until(lambda: len(rows(out)) > before + 200, process)
    lab.down(NODES[0])
    before = len(rows(out))
    until(lambda: len(rows(out)) > before + 100, process)
    assert {node for _, node in lab.running()} == {NODES[1]}
    process.kill()
    process.communicate()
    half = len(rows(out))
    assert 0 < half < samples
    lab.up(NODES[0])
    until(lambda: not lab.running())
    finish(driver(out, "slurm", samples, "unlucky", accident))
    assert (shared / "accident").exists()
    check_whole(out, samples, "unlucky")
    until(lambda: not lab.queue())


@pytest.mark.nightly
def test_poisoned_run(lab, shared):
    study = sim.sweep(poisoned, FACTORS, samples=200, **SETTINGS, out=shared / "study", on="slurm", cluster=CLUSTER)
    runs = study.runs
    deadly = runs["x"].between(0.9, 0.915, inclusive="neither")
    assert 0 < deadly.sum() < 10
    assert (
        runs.loc[deadly, "error"] == "killed its worker every time it ran alone (memory, crash, exit or silence)"
    ).all()
    check_whole(shared / "study", 200, "poisoned")


@pytest.mark.nightly
@pytest.mark.parametrize("on", ["slurm", "slurm-array"])
def test_run_that_does_not_end(lab, shared, on):
    """It has failed after its time; the rest of its chunk is made by others."""
    site = CLUSTER | {"jobs": 2}
    study = sim.sweep(endless, FACTORS, samples=200, **SETTINGS, out=shared / "study", on=on, cluster=site, limit=3.0)
    until(lambda: not lab.queue())
    study = check_whole(shared / "study", 200, "endless", limit=3.0)
    hung = study.runs["x"].between(0.9, 0.915, inclusive="neither")
    assert hung.sum() > 0 and (study.runs.loc[hung, "error"] == "did not end within 3 s").all()


@pytest.mark.nightly
def test_a_node_compiles_once(lab, shared, monkeypatch):
    """Of the workers of a node one compiles a kernel, the others find it, on the node's own disk."""
    (shared / "node").mkdir()
    site = CLUSTER | {"jobs": 3, "setup": [f"export TMPDIR={shared}/node"]}
    study = sim.sweep(compiled, FACTORS, samples=60, **SETTINGS, out=shared / "study", on="slurm", cluster=site)
    last = study.runs.groupby("process")[["compiled", "found"]].max()
    assert len(last) == 3 and sorted(last["compiled"]) == [0, 0, 1] and sorted(last["found"]) == [0, 1, 1]
    assert list((shared / "node").glob("tiltsim-*/**/*.nbc")), "kernels lie in the folder of the node"


@pytest.mark.nightly
def test_workers_turn_over(lab, shared, driver):
    """A time limit that is shorter than the sweep."""
    out = shared / "study"
    process = driver(out, "slurm", 2400, time="0:20", jobs=2)
    elements = set()

    def over():
        elements.update(element for element, _ in lab.running())
        return process.poll() is not None

    until(over)
    finish(process)
    assert len(elements) > 2
    check_whole(out, 2400)


def test_driver_inside_a_job(lab, shared):
    out = shared / "study"
    words = [sys.executable, "-W", "error", str(SCRIPT), str(out), "slurm", "200", "steady", json.dumps({"jobs": 2})]
    text = " ".join(f"'{word}'" for word in words)
    job = lab.run("sbatch", "--parsable", "--mem=500M", f"--output={shared}/driver.log", "--wrap", text)
    until(lambda: job not in {each[0] for each in lab.queue()})
    assert (shared / "driver.log").read_text() == ""
    check_whole(out, 200)


def test_workers_without_our_code_are_told_at_once(lab, shared):
    (shared / "python").write_text('#!/bin/sh\ncd /; unset PYTHONPATH; exec /usr/bin/env -i python3 -I "$@"\n')
    (shared / "python").chmod(0o755)
    site = CLUSTER | {"python": str(shared / "python")}
    with pytest.raises(EnvironmentProblem, match=r"no worker of job \d+ .*: .*No module named 'sim'"):
        sim.sweep(steady, FACTORS, samples=20, **SETTINGS, out=shared / "study", on="slurm", cluster=site)
    assert open_study(shared / "study").progress().done == 0


@pytest.mark.nightly
def test_code_that_workers_lack_is_told_at_once(lab, shared, monkeypatch):
    (shared / "mine_alone.py").write_text("def f(factors, seed):\n    return {'y': 1.0}\n")
    monkeypatch.syspath_prepend(shared)
    from mine_alone import f

    site = CLUSTER | {"python": f"env PYTHONPATH={SCRIPT.parents[2]} {sys.executable}"}
    with pytest.raises(EnvironmentProblem, match="cannot go on: ModuleNotFoundError: No module named 'mine_alone'"):
        sim.sweep(f, FACTORS, samples=20, **SETTINGS, out=shared / "study", on="slurm", cluster=site)


def test_what_slurm_refuses(lab, shared):
    settings = SETTINGS | {"samples": 20, "on": "slurm"}
    with pytest.raises(EnvironmentProblem, match=r"sbatch .*: invalid partition specified: nowhere"):
        sim.sweep(steady, FACTORS, **settings, out=shared / "study", cluster=CLUSTER | {"partition": "nowhere"})
    with pytest.raises(InputError, match="cluster time is '2:00:00', and partition main ends jobs after 60 minutes"):
        sim.sweep(steady, FACTORS, **settings, out=shared / "study", cluster=CLUSTER | {"time": "2:00:00"})
    with pytest.raises(InputError, match="give `out`, a folder that the nodes see too"):
        sim.sweep(steady, FACTORS, **settings, cluster=CLUSTER)


@pytest.mark.nightly
def test_interrupt_leaves_nothing_in_the_queue(lab, shared, driver):
    process = driver(shared / "study", "slurm", 2000)
    until(lambda: len(rows(shared / "study")) > 20, process)
    process.terminate()
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 143 and said.startswith("stopped with ")
    until(lambda: not lab.queue(), patience=30)


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore")
def test_cluster_of_dask_jobqueue(lab, shared):
    jobqueue = pytest.importorskip("dask_jobqueue")
    settings = {"cores": 1, "memory": "700MB", "walltime": "00:10:00", "log_directory": str(shared)}
    settings["job_script_prologue"] = [f"export PYTHONPATH={SCRIPT.parents[2]}:{SCRIPT.parent}"]
    with jobqueue.SLURMCluster(**settings, python=sys.executable, scheduler_options={"host": "127.0.0.1"}) as cluster:
        cluster.scale(2)
        sim.sweep(steady, FACTORS, samples=200, **SETTINGS, out=shared / "study", on=cluster)
        address = cluster.scheduler_address
        sim.sweep(steady, FACTORS, samples=250, **SETTINGS, out=shared / "more", on=address)
    check_whole(shared / "study", 200)
    check_whole(shared / "more", 250)


@pytest.mark.nightly
def test_scheduler_file(lab, shared):
    from distributed import Client, LocalCluster

    file = shared / "scheduler.json"
    with LocalCluster(1, dashboard_address=None, threads_per_worker=1) as cluster, Client(cluster) as client:
        client.write_scheduler_file(str(file))
        sim.sweep(steady, FACTORS, samples=20, **SETTINGS, out=shared / "study", on=file)
    check_whole(shared / "study", 20)
