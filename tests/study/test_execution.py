"""The seam: chunks of two seconds, a bounded window, memory that does not grow, and what workers do when they fail."""

import concurrent.futures
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from made_sweeps import FACTORS, rows, table
from made_targets import noisy
from pandas.testing import assert_frame_equal
from scipy import stats

import sim
from sim.errors import EnvironmentProblem, InputError
from sim.study.engines import ALONE, Engine
from sim.study.execution import _Pace, _Work, execute
from sim.study.plan import Plan
from sim.study.store import MANY, Store
from sim.study.study import open_study
from sim.study.target import Function

UNIFORM = {"x": stats.uniform(0, 1)}


class Counting:
    """An executor that notes how many chunks are in flight and how long they are."""

    def __init__(self, slots):
        self.pool = concurrent.futures.ThreadPoolExecutor(slots)
        self.flying, self.most, self.lengths = 0, 0, []

    def submit(self, fn, *args):
        self.flying += 1
        self.most = max(self.most, self.flying)
        self.lengths.append(len(args[-1]))
        future = self.pool.submit(fn, *args)
        future.add_done_callback(self.landed)
        return future

    def landed(self, future):
        self.flying -= 1


class Mortal:
    """An executor whose workers die of certain runs."""

    class Death(Exception):
        pass

    def __init__(self, deadly):
        self.deadly, self.chunks = deadly, []

    def submit(self, fn, content, points):
        future = concurrent.futures.Future()
        self.chunks.append([factors["n"] for _, factors, _ in points])
        if self.deadly & set(self.chunks[-1]):
            future.set_exception(self.Death())
        else:
            future.set_result(fn(content, points))
        return future


def test_window_is_bounded_and_chunks_grow_from_the_pilot():
    executor = Counting(2)
    study = sim.sweep(noisy, FACTORS, method="lhs", samples=3000, replicates=1, on=executor)
    assert study.progress().pending == 0
    assert sum(executor.lengths) == 3000
    assert executor.most <= max(4, 3 * (os.cpu_count() or 1))
    assert executor.lengths[0] == 1 and max(executor.lengths) > 100
    assert_frame_equal(table(study), table(sim.sweep(noisy, FACTORS, method="lhs", samples=3000, replicates=1)))


def test_pace():
    pace = _Pace(2.0)
    for _ in range(20):
        pace.learn(pace.size, 0.1 * pace.size)
    assert pace.size == 20
    pace.learn(20, 20.0)
    assert pace.size < 20
    for _ in range(40):
        pace.learn(pace.size, 0.0)
    assert pace.size == MANY
    slow = _Pace(2.0)
    slow.learn(1, 60.0)
    assert slow.size == 1
    single = _Pace(0.0)
    single.learn(1, 1e-6)
    assert single.size == 1


def test_the_last_chunks_are_small():
    work = _Work(np.arange(1000))
    lengths = []
    while (chunk := work.take(100, 4)) is not None:
        lengths.append(len(chunk))
    assert sum(lengths) == 1000 and lengths[0] == 100 and lengths[-1] == 1
    assert all(
        length <= max(1, left // 8 + 1) for length, left in zip(lengths, 1000 - np.cumsum([0, *lengths]), strict=False)
    )


@pytest.mark.parametrize("deadly", [{7}, {0, 199}, {3, 4, 5, 6, 7, 8}, set(range(150, 170))])
def test_deaths_are_traced_to_single_runs(tmp_path, deadly):
    executor = Mortal(deadly)
    target = Function.of(lambda factors, seed: {"y": float(factors["n"])})
    design = sim.study.design.make({"n": range(200)}, "grid", 200, replicates=1)
    plan, store = Plan.of(design, target.identity), Store(tmp_path, target.identity)
    store.open()
    engine = Engine(executor.submit, lambda: 1, deadly=(Mortal.Death,))
    execute(plan, plan.pending(np.zeros(0, "S32")), target, engine, store, lambda runs: None)
    store.flush()
    found = store.ran().to_pandas().set_index("run_id")
    failed = {factors["n"] for run_id, factors, _ in map(plan.run, range(200)) if found.loc[run_id, "error"]}
    assert failed == deadly
    assert len(rows(tmp_path)) == 200
    for run in deadly:
        assert executor.chunks.count([run]) == ALONE
    assert len(executor.chunks) < 200


def test_closures_run_in_this_process():
    seen = set()

    def f(factors, seed):
        seen.add((os.getpid(), threading.current_thread()))
        return {"y": 1.0}

    sim.sweep(f, UNIFORM, method="lhs", samples=4)
    assert seen == {(os.getpid(), threading.main_thread())}


def test_local_takes_closures_and_uses_every_core(tmp_path):
    shift = np.arange(3.0)

    def f(factors, seed):
        if factors["x"] > 0.9:
            raise ValueError("too large")
        return {"y": factors["x"] + shift.sum(), "worker": float(os.getpid()), "path": shift}

    settings = {"method": "lhs", "samples": 400, "replicates": 1}
    study = sim.sweep(f, UNIFORM, **settings, out=tmp_path / "study", on="local")
    expected = sim.sweep(f, UNIFORM, **settings)
    assert_frame_equal(table(study).drop(columns="worker"), table(expected).drop(columns="worker"), check_exact=True)
    assert_frame_equal(study.series(), expected.series(), check_exact=True)
    workers = set(study.runs["worker"].dropna())
    assert float(os.getpid()) not in workers and 1 <= len(workers) <= (os.cpu_count() or 1)
    assert study.manifest["workers"] == os.cpu_count()


def test_a_target_that_workers_cannot_import_is_told_at_once(tmp_path, monkeypatch):
    (tmp_path / "mine_alone.py").write_text("def f(factors, seed):\n    return {'y': 1.0}\n")
    monkeypatch.syspath_prepend(tmp_path)
    from mine_alone import f

    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        pool.submit(exec, f"import sys; sys.path.remove({str(tmp_path)!r}); del sys.modules['mine_alone']").result()
        with pytest.raises(EnvironmentProblem, match="cannot go on: ModuleNotFoundError: No module named 'mine_alone'"):
            sim.sweep(f, UNIFORM, method="lhs", samples=4, out=tmp_path / "study", on=pool)
    assert open_study(tmp_path / "study").progress().done == 0


def test_a_pool_that_breaks_is_told(tmp_path):
    def f(factors, seed):
        if factors["x"] > 0.9:
            os._exit(3)
        return {"y": 1.0}

    with (
        concurrent.futures.ProcessPoolExecutor(1) as pool,
        pytest.raises(
            EnvironmentProblem, match=r"the workers cannot go on: BrokenProcessPool: .*; what was done is stored"
        ),
    ):
        sim.sweep(f, UNIFORM, method="lhs", samples=50, out=tmp_path / "study", on=pool)


def test_what_cannot_be_pickled_is_told():
    lock = threading.Lock()

    def f(factors, seed):
        with lock:
            return {"y": 1.0}

    with (
        concurrent.futures.ThreadPoolExecutor(1) as pool,
        pytest.raises(InputError, match=r"cannot be sent to workers \(.*lock.*\); allowed: on='serial'"),
    ):
        sim.sweep(f, UNIFORM, method="lhs", samples=4, on=pool)
    assert sim.sweep(f, UNIFORM, method="lhs", samples=4).progress().done == 8


def test_unknown_engine():
    with pytest.raises(InputError, match="on is 'cluster'; allowed: 'serial', 'local', 'slurm', 'slurm-array', "):
        sim.sweep(noisy, FACTORS, method="lhs", samples=4, on="cluster")


MEMORY = """
import sys, psutil, sim
from scipy import stats

def trivial(factors, seed):
    return {"y": factors["x"]}

if __name__ == "__main__":
    process, told = psutil.Process(), []
    from sim.study.store import Store
    flush = Store.flush
    def watched(self):
        flush(self)
        told.append(process.memory_info().rss / 1e6)
    Store.flush = watched
    study = sim.sweep(trivial, {"x": stats.uniform(0, 1)}, method="lhs", samples=100_000, replicates=1, on=sys.argv[1])
    assert study.progress().done == 100_000
    print(told[len(told) // 10], max(told))
"""


@pytest.mark.nightly
@pytest.mark.parametrize("on", ["serial", "local"])
def test_memory_is_flat(tmp_path, on):
    """After a tenth of 100,000 runs the driver grows by no more than 15 MB."""
    script = tmp_path / "memory.py"
    script.write_text(MEMORY)
    told = subprocess.run([sys.executable, str(script), on], capture_output=True, text=True, check=True, cwd=Path.cwd())
    early, most = map(float, told.stdout.split())
    assert most < early + 15.0
