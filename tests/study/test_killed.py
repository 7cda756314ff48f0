"""Notes of slices: taken away at an orderly end, left by a kill; who was alone under way in two kills has failed."""

import json
from concurrent.futures import Future

import numpy as np
import pytest

from sim.study import killed, slurm
from sim.study.engines import ALONE, Engine
from sim.study.store import Store
from sim.study.worker import Ran


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "study", "target")
    made.open()
    made.add(Ran("a" * 32, {"y": 1.0}, {}, "", 0.1, 1))
    made.flush()
    (made.folder / "cluster").mkdir()
    return made


def note(store, name, job, *runs):
    path = store.folder / "cluster" / f"{name}{killed.UNDER_WAY}"
    path.write_text(json.dumps({"job": job, "runs": list(runs)}))
    return path


def test_what_is_under_way_is_noted(tmp_path, monkeypatch):
    monkeypatch.setenv("SLURM_ARRAY_JOB_ID", "7")
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "2")
    path = tmp_path / f"slice{killed.UNDER_WAY}"
    futures = [Future(), Future()]
    with killed.noting(Engine(lambda *_: futures[len(seen)], lambda: 1), path) as engine:
        seen = []
        engine.submit(print, b"", [("a", {}, 0), ("b", {}, 0)])
        assert json.loads(path.read_text()) == {"job": "7_2", "runs": ["a", "b"]}
        futures[0].set_result(None)
        seen.append("a, b")
        engine.submit(print, b"", [("c", {}, 0)])
        assert json.loads(path.read_text())["runs"] == ["c"]
    assert not path.exists()

    def interrupted(*arguments):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), killed.noting(Engine(interrupted, lambda: 1), path) as engine:
        engine.submit(print, b"", [("a", {}, 0)])
    assert not path.exists()


def test_the_runs_of_a_killed_slice_are_suspected_and_one_alone_has_failed(store, monkeypatch):
    monkeypatch.setattr(slurm, "queue", lambda jobs: [("7", 1, "RUNNING")])
    done, guilty, other, running = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
    room = store.folder / "cluster"
    alive = note(store, "one", "7_1", running)
    note(store, "two", "7_2", done, guilty, other)
    (room / "slice-7_2.log").write_text("all well\nslurmstepd: error: Exceeded job memory limit\nbye\n")
    assert [(len(each.runs), "memory limit" in each.words) for each in killed.found(room)] == [(3, True)]
    suspected, failed = killed.blame(room, store)
    assert set(suspected.astype(str)) == {guilty, other} and not len(failed)
    assert alive.exists() and [path.name for path in room.glob(f"*{killed.UNDER_WAY}")] == [alive.name]
    store.add(Ran(other, {"y": 2.0}, {}, "", 0.1, 1))
    store.flush()
    for death in range(ALONE):
        note(store, f"alone{death}", f"8_{death}", guilty)
        suspected, failed = killed.blame(room, store)
        assert failed.astype(str).tolist() == ([guilty] if death == ALONE - 1 else [])
    assert not len(suspected)
    told = dict(zip(store.ran()["run_id"].to_pylist(), store.ran()["error"].to_pylist(), strict=True))
    assert told == {done: "", other: "", guilty: killed.KILLED_JOB}
    assert not len(np.concatenate(killed.blame(room, store)))
