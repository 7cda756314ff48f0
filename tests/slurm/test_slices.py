"""Slice mode on a real Slurm: no driver is left behind, and what is lost is submitted again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from batch import CLUSTER, FACTORS, SETTINGS, TARGETS
from conftest import SCRIPT, check_whole, rows, until
from lab import LARGEST_ARRAY

import sim
from sim.cli import main
from sim.study import slices
from sim.study.study import open_study

pytestmark = pytest.mark.slurm


def submit(out, samples, target="steady", **cluster):
    settings = SETTINGS | {"samples": samples, "out": out, "on": "slurm-array"}
    return sim.sweep(TARGETS[target], FACTORS, **settings, cluster=CLUSTER | cluster)


def test_lost_slice(lab, shared):
    """Closed at once, looked at from outside, one slice cancelled, resumed while others run."""
    out = shared / "study"
    study = submit(out, 400, jobs=2)
    assert study.progress().total == 400
    assert len({job for job, *_ in lab.queue()}) == 2, f"8 slices do not fit into one array of {LARGEST_ARRAY}"
    until(lab.running)
    lost = lab.running()[0][0]
    lab.run("scancel", lost)
    until(lambda: lost not in {f"{job}_{element}" for job, element, *_ in lab.queue()})
    until(lambda: open_study(out).progress().done > 0)
    before = len(lab.queue())
    slices.resume(out, CLUSTER | {"jobs": 2}, TARGETS["steady"])
    assert len(lab.queue()) > before, "the lost slice is cut up and submitted"
    until(lambda: not lab.queue())
    slices.resume(out, CLUSTER | {"jobs": 2}, TARGETS["steady"])
    assert not lab.queue(), "nothing is missing"
    check_whole(out, 400)


@pytest.mark.nightly
def test_poisoned_slices(lab, shared):
    """A run that kills its worker is recorded, also where nobody watches from outside."""
    out = shared / "study"
    submit(out, 60, "poisoned", jobs=1, cpus=2, mem="1300M")
    until(lambda: not lab.queue())
    study = check_whole(out, 60, "poisoned")
    assert study.runs["error"].str.startswith("killed its worker").sum() == 1


@pytest.mark.nightly
def test_slice_that_is_killed_for_its_memory(lab, shared, capsys):
    """The site ends the whole job, so nothing in it can tell; the run is found, recorded and not tried again."""
    out = shared / "study"
    study = submit(out, 60, "greedy", jobs=2, mem="800M")
    greedy = study.runs["x"].between(0.9, 0.915, inclusive="neither")
    assert greedy.sum() == 1
    until(lambda: not lab.queue())
    assert study.progress().pending > 0
    assert main(["status", str(out)]) == 0
    told = capsys.readouterr().out
    assert "a slice was killed with " in told and "memory limit" in told
    site = CLUSTER | {"jobs": 2, "mem": "800M"}
    for _ in range(3):
        slices.resume(out, site, TARGETS["greedy"])
        until(lambda: not lab.queue())
    study = open_study(out)
    assert study.progress().pending == 0 and study.progress().failed == (study.runs["x"] > 0.95).sum() + 1
    assert study.runs.loc[greedy, "error"].str.startswith("its job was killed every time").all()
    assert len(rows(out)) == 60
    slices.resume(out, site, TARGETS["greedy"])
    assert not lab.queue()


@pytest.mark.nightly
def test_slices_that_cannot_load_the_target(lab, shared, monkeypatch):
    (shared / "mine_alone.py").write_text("def f(factors, seed):\n    return {'y': 1.0}\n")
    monkeypatch.syspath_prepend(shared)
    from mine_alone import f

    site = CLUSTER | {"python": f"env PYTHONPATH={SCRIPT.parents[2]} {sys.executable}", "jobs": 1}
    settings = SETTINGS | {"samples": 20, "out": shared / "study", "on": "slurm-array"}
    sim.sweep(f, FACTORS, **settings, cluster=site)
    until(lambda: not lab.queue())
    logs = list((shared / "study" / "cluster").glob("slice-*.log"))
    assert len(logs) == 4
    for log in logs:
        said = "cannot be loaded here: ModuleNotFoundError: No module named 'mine_alone'\n"
        assert log.read_text().endswith(said)


def python_for_everyone(folder):
    """An interpreter and the packages, where others may read them."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    if not is_open(Path(sys.executable).resolve()):
        kept = shutil.ignore_patterns("site-packages", "test", "__pycache__", "*.a")
        shutil.copytree(sys.base_prefix, folder / "python", symlinks=True, ignore=kept)
        interpreter = folder / "python" / "bin" / Path(sys.executable).resolve().name
    else:
        interpreter = Path(sys.executable).resolve()
    assert all(is_open(Path(path)) for path in packages), f"{packages} cannot be read by others"
    for name in ("sim", "tests/slurm"):
        shutil.copytree(SCRIPT.parents[2] / name, folder / "code" / name, ignore=shutil.ignore_patterns("__pycache__"))
    code = [str(folder / "code"), str(folder / "code" / "tests" / "slurm")]
    return str(interpreter), os.pathsep.join([*code, *packages])


def is_open(path):
    return all(each.stat().st_mode & 0o005 for each in (path, *path.parents))


@pytest.mark.nightly
@pytest.mark.parametrize("on", ["slurm", "slurm-array"])
def test_as_a_user_who_is_not_root(lab, shared, on):
    room = shared / "room"
    room.mkdir()
    room.chmod(0o777)
    interpreter, path = python_for_everyone(shared)
    script = shared / "code" / "tests" / "slurm" / "batch.py"
    done = subprocess.run(
        [interpreter, "-W", "error", str(script), str(room / "study"), on, "120", "steady", '{"jobs": 2}'],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd=room,
        env={
            "PATH": os.environ["PATH"],
            "SLURM_CONF": os.environ["SLURM_CONF"],
            "HOME": str(room),
            "PYTHONPATH": path,
            "LD_LIBRARY_PATH": str(Path(interpreter).parents[1] / "lib"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    until(lambda: not lab.queue())
    assert {part.owner() for part in (room / "study" / "parts").iterdir()} == {"nobody"}
    assert len(rows(room / "study")) == 120
    check_whole(room / "study", 120)
