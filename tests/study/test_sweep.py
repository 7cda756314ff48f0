"""A sweep makes each run once, tells of failures in rows, and grows without making a run again."""

import functools
import gc
import json
import warnings

import numpy as np
import pytest
from made_sweeps import FACTORS, rows, table
from made_targets import noisy
from pandas.testing import assert_frame_equal
from scipy import stats

import sim
from sim.errors import InputError
from sim.study import sensitivity
from sim.study.design import make
from sim.study.execution import Stopped
from sim.study.study import open_study
from sim.study.target import Function

UNIFORM = {"x": stats.uniform(0, 1), "z": stats.uniform(-1, 2)}


def counted(calls):
    def f(factors, seed):
        calls.append((tuple(factors.items()), seed))
        return {"y": factors["x"] + seed % 7}

    return f


def test_runs_are_the_function_at_the_points_of_the_design():
    study = sim.sweep(noisy, FACTORS, method="sobol", samples=8, seed=5)
    design = make(FACTORS, "sobol", 8, seed=5)
    runs = study.runs
    assert list(runs.columns) == [
        *("run_id", "row", "block", "role", "replicate", "seed", "x", "n", "rule", "level", "squared"),
        *("status", "error", "seconds", "memory"),
    ]
    assert list(zip(runs["row"], runs["replicate"], strict=True)) == [
        (row, replicate) for row in range(len(design)) for replicate in range(2)
    ]
    assert (runs["status"] == "done").any() and (runs["status"] == "failed").any()
    for run in runs[runs["status"] == "done"].itertuples():
        assert run.seed == design.run_seed(run.row, run.replicate)
        assert {"x": run.x, "n": run.n, "rule": run.rule} == design.values(run.row)
        expected = noisy(design.values(run.row), run.seed)
        assert (run.level, run.squared) == (expected["level"], expected["squared"])
    first = runs[runs["status"] == "done"].iloc[0]
    path = study.series("path", where=f"run_id == {first['run_id']!r} and replicate == {first['replicate']}")
    expected = noisy(design.values(first["row"]), first["seed"])["path"]
    np.testing.assert_array_equal(path.loc[path["row"] == first["row"], "path"], expected)
    assert list(path.columns) == ["run_id", "row", "replicate", "month", "path"]


def test_failures_are_rows():
    faults = [
        (lambda: 1 / 0, "ZeroDivisionError: division by zero (in <lambda>, line "),
        (lambda: {"y": float("nan")}, "ValueError: outcome 'y' is nan"),
        (lambda: {"y": float("inf")}, "ValueError: outcome 'y' is inf"),
        (lambda: {"y": "1"}, "TypeError: outcome 'y' is the text '1', not a number"),
        (lambda: {"y": None}, "TypeError: float() argument must be"),
        (lambda: {}, "returned no outcome"),
        (lambda: {"other": 1.0}, "no outcome 'y', which other runs have"),
        (lambda: 3.0, "AttributeError: 'float' object has no attribute 'items'"),
        (lambda: exit(3), "SystemExit: 3"),
        (lambda: [].index(object()), "ValueError: <object object> is not in list (in <lambda>, line "),
        (lambda: {"y": True, "other": np.float32(0.5)}, ""),
    ]

    def f(factors, seed):
        return faults[factors["which"]][0]()

    study = sim.sweep(f, {"which": range(len(faults))}, method="grid", samples=len(faults), replicates=1)
    runs = study.runs
    for run in runs.itertuples():
        said = faults[run.which][1]
        assert run.error.startswith(said) and bool(run.error) == bool(said), run.error
    failed = runs["status"] == "failed"
    assert failed.tolist() == [bool(said) for _, said in faults]
    assert runs.loc[failed, ["y", "other"]].isna().all(axis=None)
    assert runs.loc[~failed, ["y", "other"]].to_numpy().tolist() == [[1.0, 0.5]]
    assert (runs["seconds"] > 0).all() and (runs["memory"] > 1e6).all()
    assert study.failures.loc[0, "n_failed"] == len(faults) - 1


def test_more_reuses_every_run(tmp_path):
    calls = []
    f = counted(calls)
    first = sim.sweep(f, UNIFORM, method="sobol", samples=16, out=tmp_path / "study")
    made = len(calls)
    second = sim.sweep(f, UNIFORM, method="sobol", samples=64, out=tmp_path / "study")
    assert len(calls) == len(set(calls)) == second.progress().total == len(rows(tmp_path / "study"))
    assert made == first.progress().total
    assert_frame_equal(table(second).head(len(first.runs)), table(first), check_exact=True)
    calls.clear()
    third = sim.sweep(f, UNIFORM, method="sobol", samples=64, replicates=3, out=tmp_path / "study")
    assert len(calls) == third.progress().total - second.progress().total
    smaller = sim.sweep(f, UNIFORM, method="sobol", samples=16, out=tmp_path / "study")
    assert len(calls) == third.progress().total - second.progress().total
    assert_frame_equal(table(smaller), table(first), check_exact=True)
    assert len(open_study(tmp_path / "study").runs) == len(third.runs)
    fresh = sim.sweep(counted([]), UNIFORM, method="sobol", samples=64, replicates=3)
    assert_frame_equal(table(third), table(fresh), check_exact=True)


def test_retry_is_explicit(tmp_path):
    broken = [True]

    def f(factors, seed):
        if broken[0] and factors["x"] > 0.5:
            raise OSError("the file server is away")
        return {"y": factors["x"]}

    def go(**settings):
        return sim.sweep(f, UNIFORM, method="lhs", samples=30, out=tmp_path / "study", **settings)

    failed = go().progress().failed
    assert 0 < failed < 60
    again = go(retry_failed=True)
    assert again.progress().failed == failed
    assert len(rows(tmp_path / "study")) == 60 + failed
    broken[0] = False
    with pytest.raises(InputError, match="before broken changed"):
        go()
    broken[0] = True
    assert go().progress().failed == failed


def test_retry_mends(tmp_path):
    server = tmp_path / "server"

    def f(factors, seed):
        if factors["x"] > 0.5 and not server.exists():
            raise OSError("the file server is away")
        return {"y": factors["x"]}

    def go(**settings):
        return sim.sweep(f, UNIFORM, method="lhs", samples=30, out=tmp_path / "study", **settings)

    failed = go().progress().failed
    server.touch()
    assert go().progress().failed == failed > 0
    assert go(retry_failed=True).progress().failed == 0
    assert open_study(tmp_path / "study").runs["y"].notna().all()


def test_another_study_in_the_folder_is_refused(tmp_path):
    def go(f=noisy, factors=FACTORS, **settings):
        return sim.sweep(f, factors, **{"method": "sobol", "samples": 8, "out": tmp_path / "study", **settings})

    go()
    for settings in ({"seed": 1}, {"method": "lhs"}, {"factors": {**FACTORS, "x": stats.uniform(0, 2)}}):
        with pytest.raises(InputError, match="holds a study with other factors, method or seed"):
            go(**settings)
    with pytest.raises(
        InputError, match=r"its runs were made by made_targets\.noisy as it was before its code changed"
    ):
        go(f=lambda factors, seed: {"level": 1.0})
    assert go().progress().pending == 0


def test_dry_run_makes_a_pilot_that_counts(tmp_path):
    settings = {"method": "sobol", "samples": 16, "out": tmp_path / "study"}
    pilot = sim.sweep(noisy, FACTORS, **settings, dry_run=True)
    progress = pilot.progress()
    assert progress.done + progress.failed == 8
    expected, spent = pilot.forecast(), pilot.cost()
    assert expected.runs == progress.pending and spent.runs == 8
    assert expected.seconds == pytest.approx(spent.seconds / 8 * progress.pending)
    assert expected.hours == pytest.approx(expected.seconds / 3600)
    assert expected.memory == spent.memory > 1e6
    assert progress.eta == pytest.approx(expected.seconds)
    with pytest.raises(InputError, match=f"{progress.pending} runs are pending"):
        pilot.indices  # noqa: B018
    study = sim.sweep(noisy, FACTORS, **settings)
    assert study.forecast().runs == 0
    assert study.cost().runs == progress.total == len(rows(tmp_path / "study"))
    parts = sum(path.stat().st_size for path in (tmp_path / "study").rglob("*.parquet"))
    assert expected.disk > 0 and parts < study.cost().disk < parts + 10_000


def test_indices_of_an_unfinished_study_are_those_of_its_complete_blocks(tmp_path):
    def f(factors, seed):
        if limit and len(calls) == limit[0]:
            raise KeyboardInterrupt
        calls.append(1)
        return {"y": factors["x"] + 0.1 * factors["z"]}

    calls, limit = [], [90]
    with pytest.raises(Stopped):
        sim.sweep(f, UNIFORM, method="sobol", samples=16, out=tmp_path / "study")
    study = open_study(tmp_path / "study")
    assert study.progress().done == 90
    limit.clear()
    whole = sim.sweep(f, UNIFORM, method="sobol", samples=16)
    complete = int(study.runs.loc[study.runs["status"] == "pending", "block"].min())
    assert complete == 9
    head = study.design.head(complete)
    expected = sensitivity.indices(head, {"y": whole.outcomes["y"][: len(head)]})
    assert_frame_equal(study.indices, expected, check_exact=True)


def test_indices_of_a_known_function():
    def f(factors, seed):
        return {"y": 3 * factors["x"] + factors["z"] / 2}

    indices = sim.sweep(f, UNIFORM, method="sobol", samples=128, replicates=2).indices
    first = indices[indices["index"] == "S1"].set_index("factor")["value"]
    assert first["x"] == pytest.approx(9 / (9 + 1), abs=0.03)
    assert first["z"] == pytest.approx(1 / (9 + 1), abs=0.03)


def test_outcomes_are_arrays_of_the_design():
    study = sim.sweep(noisy, FACTORS, method="sobol", samples=8)
    outcomes = study.outcomes
    shape = (len(study.design), 2)
    assert {name: values.shape for name, values in outcomes.items()} == {
        "level": shape,
        "path": (*shape, 6),
        "squared": shape,
    }
    runs = study.runs
    for name in ("level", "squared"):
        np.testing.assert_array_equal(outcomes[name].ravel(), runs[name])
    failed = (runs["status"] == "failed").to_numpy().reshape(shape)
    np.testing.assert_array_equal(np.isnan(outcomes["path"]).all(axis=2), failed)


def test_sql():
    study = sim.sweep(noisy, FACTORS, method="lhs", samples=40)
    runs = study.runs
    found = study.sql("select rule, count(*) as runs, avg(level) as level from runs group by rule order by rule")
    assert found["runs"].tolist() == runs.groupby("rule")["run_id"].count().tolist()
    np.testing.assert_allclose(found["level"], runs.groupby("rule")["level"].mean())
    series = study.sql("select path[6] as last from runs join series using (run_id) order by row, replicate")
    np.testing.assert_array_equal(series["last"], study.series("path").query("month == 5")["path"])
    with pytest.raises(InputError, match=r"the query is refused: .*nonsense"):
        study.sql("select nonsense from runs")


def test_series_that_are_not_there():
    study = sim.sweep(noisy, FACTORS, method="lhs", samples=4)
    with pytest.raises(InputError, match="no series 'paths'; there: path"):
        study.series("paths")
    with pytest.raises(InputError, match="where='y > 1' cannot be understood"):
        study.series("path", where="y > 1")
    none = sim.sweep(counted([]), UNIFORM, method="lhs", samples=4).series()
    assert list(none.columns) == ["run_id", "row", "replicate", "month"] and none.empty


def test_series_of_different_lengths():
    def f(factors, seed):
        return {"short": [1.0, 2.0], "long": np.arange(factors["n"] + 2.0)}

    study = sim.sweep(f, {"n": [1, 2]}, method="grid", samples=2, replicates=1)
    series = study.series()
    assert series["month"].tolist() == [0, 1, 2, 3] * 2
    assert series["long"].tolist()[:3] == [0.0, 1.0, 2.0] and np.isnan(series["long"][3])
    assert series.groupby("row")["short"].count().tolist() == [2, 2]


@pytest.mark.parametrize("name", ["seed", "status", "point", "month"])
def test_names_of_columns_are_taken(name, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(InputError, match=f"factor {name!r} is called like a column"):
        sim.sweep(noisy, {name: [1, 2]}, method="lhs", samples=4)
    with pytest.raises(InputError, match=f"outcome {name!r} is called like a factor or a column"):
        sim.sweep(lambda factors, seed: {name: 1.0}, UNIFORM, method="lhs", samples=4)
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_an_outcome_called_like_a_factor():
    with pytest.raises(InputError, match="outcome 'x' is called like a factor"):
        sim.sweep(lambda factors, seed: {"x": 1.0}, UNIFORM, method="lhs", samples=4)


def test_mixed_values_of_a_factor():
    with pytest.raises(InputError, match="factor 'n' has values of the kinds int, str; allowed: one of float"):
        sim.sweep(noisy, {"n": [1, "a"]}, method="lhs", samples=40)


def test_a_study_without_a_folder_goes_with_it():
    study = sim.sweep(noisy, FACTORS, method="lhs", samples=4)
    folder = study.folder
    assert folder.exists()
    assert repr(study) == f"<Study {folder}: {study.progress().done} of 8 runs done, {study.progress().failed} failed>"
    with warnings.catch_warnings(action="error"):
        del study
    assert not folder.exists()


def test_manifest(tmp_path):
    sim.sweep(noisy, FACTORS, method="lhs", samples=4, out=tmp_path / "study")
    manifest = json.loads((tmp_path / "study" / "manifest.json").read_text())
    assert manifest["target"]["name"] == "made_targets.noisy"
    assert manifest["factors"] == {"x": "uniform(0, 1)", "n": "range(0, 5)", "rule": "['a', 'b']"}
    assert {"python", "numpy", "tiltsim"} <= set(manifest["versions"])


OFFSET = 1.0


def helper(x):
    return x + OFFSET


def whole(factors, seed):
    return {"y": helper(factors["x"])}


class Scaled:
    def __init__(self, scale):
        self.scale = scale

    def __call__(self, factors, seed):
        return {"y": factors["x"] * self.scale}

    def method(self, factors, seed):
        return {"y": self.scale}


def with_default(factors, seed, power=2):
    return {"y": factors["x"] ** power}


def made(scale, weights=(1, 2)):
    return lambda factors, seed: {"y": scale * factors["x"] * sum(weights)}


def test_identity_tells_what_determines_results(monkeypatch):
    def identity(function):
        return Function.of(function).identity

    functions = [
        made(1.0),
        made(2.0),
        made(1.0, (1, 3)),
        made(1.0, np.array([1, 2])),
        made(1.0, np.array([1, 3])),
        made(1.0, {"a": 1}),
        made(1.0, {"a": 2}),
        Scaled(1.0),
        Scaled(2.0),
        Scaled(1.0).method,
        Scaled(2.0).method,
        with_default,
        functools.partial(with_default, power=3),
        functools.partial(with_default, power=4),
        lambda factors, seed: {"y": factors["x"] in {"a", "b", "c"}},
        lambda factors, seed: {"y": factors["x"] in {"a", "b", "d"}},
        whole,
    ]
    found = [identity(function) for function in functions]
    assert len(set(found)) == len(functions)
    assert found == [identity(function) for function in functions]
    assert identity(made(1.0)) == found[0] and identity(Scaled(1.0)) == identity(Scaled(1.0))
    monkeypatch.setattr(f"{__name__}.OFFSET", 2.0)
    assert identity(whole) != found[-1]
    monkeypatch.setattr(f"{__name__}.OFFSET", 1.0)
    monkeypatch.setattr(f"{__name__}.helper", lambda x: x + OFFSET + 1)
    assert identity(whole) != found[-1]


def test_identity_is_the_same_in_another_process():
    import os
    import subprocess
    import sys
    from pathlib import Path

    code = "import made_targets; from sim.study.target import Function; print(Function.of(made_targets.noisy).identity)"
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parent)}
        told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == Function.of(noisy).identity


def test_layout_and_comments_are_no_change():
    scopes = []
    for source in (
        "def f(x, s):\n    return {'y': x['x'] * 2}",
        "# said\n\ndef f(x, s):\n    # twice\n    return {'y': (x['x'] * 2)}",
    ):
        scope = {}
        exec(source, scope)
        scopes.append(Function.of(scope["f"]).identity)
    assert scopes[0] == scopes[1]


def test_a_target_that_cannot_be_called():
    with pytest.raises(InputError, match="target is 3; allowed: a function of"):
        sim.sweep(3, UNIFORM, method="lhs", samples=4)


def test_a_recorder_of_calls_is_no_other_target_but_an_edited_parameter_is(tmp_path):
    calls, parameters = [], {"slope": 2.0}

    def f(factors, seed):
        calls.append(seed)
        return {"y": parameters["slope"] * factors["x"]}

    def go(samples):
        return sim.sweep(f, UNIFORM, method="sobol", samples=samples, out=tmp_path / "study")

    go(4)
    made = len(calls)
    go(8)
    assert made < len(calls)
    calls.clear()
    go(16)
    parameters["slope"] = 3.0
    with pytest.raises(InputError, match="as it was before parameters changed"):
        go(16)
