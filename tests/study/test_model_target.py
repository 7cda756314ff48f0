"""The model as target: branching and full runs give the same bits; what is run names its study; the stages."""

import pickle

import numpy as np
import pandas as pd
import pytest
from made_studies import SHORT, STUDY, written
from scipy import stats
from test_study_files import STAGED

import sim
from sim.runner import simulate
from sim.study import modeltarget, stages
from sim.study.findings import tables, write
from sim.study.modeltarget import ModelTarget
from sim.study.stages import half_width, run_file
from sim.study.studyfile import StudyFile
from sim.study.sweep import sweep

POINT = {"fund_tilt_tilt": 1.9, "local_jobs_post_pay": 600.0, "illness_rate": 0.003, "reimbursed_share": 0.5}


@pytest.fixture
def file(tmp_path) -> StudyFile:
    return StudyFile.load(written(tmp_path))


def by_whole_runs(file: StudyFile, target: ModelTarget, seed: int):
    """Outcomes of the same point from uninterrupted runs."""
    package, base = (simulate(world, threads=1) for world in target.worlds(POINT, seed).values())
    key = package.series("income_mean", "county_type", "key")
    return {
        "income": key[-3:].mean(),
        "relapse": package.series("relapse_rate", "county_type", "other")[-1],
        "effect on income": (key - base.series("income_mean", "county_type", "key"))[-1],
        "income by month": key,
    }


def test_outcomes_are_those_of_whole_runs_bit_for_bit(file):
    target = file.target(file.stages[0])
    made = target(POINT, 11)
    whole = by_whole_runs(file, target, 11)
    assert made.keys() == whole.keys()
    for name, value in whole.items():
        assert np.array_equal(made[name], value), name
    assert made["effect on income"] != 0.0


def test_runs_that_differ_in_levers_share_their_past_and_nothing_else(file, monkeypatch):
    begun = []

    class Counted(modeltarget.Watched):
        def __init__(self, scenario, since):
            begun.append(scenario.seed)
            super().__init__(scenario, since)

    monkeypatch.setattr(modeltarget, "Watched", Counted)
    target = file.target(file.stages[0])
    first = target(POINT, 11)
    other = target(POINT | {"local_jobs_post_pay": 400.0}, 11)
    assert begun == [11]
    target(POINT | {"illness_rate": 0.005}, 11)
    target(POINT, 12)
    assert begun == [11, 11, 12]
    assert first["income"] != other["income"]
    fresh = file.target(file.stages[0])(POINT | {"local_jobs_post_pay": 400.0}, 11)
    assert all(np.array_equal(fresh[name], other[name]) for name in fresh)


def test_a_reference_on_other_ground_is_run_by_itself(tmp_path):
    path = written(tmp_path)
    (tmp_path / "base.yaml").write_text((tmp_path / "base.yaml").read_text() + "fund_closure: new_money\n")
    (tmp_path / "package.yaml").write_text((tmp_path / "package.yaml").read_text() + "fund_closure: zero_sum\n")
    file = StudyFile.load(path)
    target = file.target(file.stages[0])
    made, whole = target(POINT, 5), by_whole_runs(file, target, 5)
    assert all(np.array_equal(made[name], value) for name, value in whole.items())


def test_the_identity_names_all_that_counts(file, tmp_path, monkeypatch):
    target = file.target(file.stages[0])
    assert pickle.loads(pickle.dumps(target)).identity == target.identity
    again = ModelTarget.from_manifest("another name", target.describe())
    assert again.identity == target.identity and again.months == target.months
    others = [
        STUDY.replace("last: 3", "last: 2"),
        "months: 9\n" + STUDY,
        "population: {households: 21}\n" + STUDY,
        "equal_yuan: true\n" + STUDY,
    ]
    for text in others:
        changed = StudyFile.load(written(tmp_path, text))
        assert changed.target(changed.stages[0]).identity != target.identity
    monkeypatch.setattr(modeltarget, "code_hash", lambda: "other")
    assert file.target(file.stages[0]).identity != target.identity


def test_a_fault_of_the_model_is_a_failed_row(file, monkeypatch):
    def broken(self, t):
        raise modeltarget.Watched.__mro__[1].__init__.__globals__["BooksDoNotClose"]("2020-03: cash: row 4 is off by 1")

    monkeypatch.setattr(modeltarget.Watched, "_close_books", broken)
    study = sweep(file.target(file.stages[0]), {"illness_rate": [0.003, 0.005]}, method="grid", samples=2, replicates=1)
    assert study.runs["status"].tolist() == ["failed", "failed"]
    assert study.runs["error"].str.startswith("BooksDoNotClose: 2020-03: cash").all()


def test_stages_build_on_each_other_and_are_told(tmp_path):
    path = written(
        tmp_path,
        STAGED.replace("samples: 16", "samples: 4, replicates: 1").replace(
            "samples: 8, replicates: 3", "samples: 4, replicates: 1"
        ),
    )
    file = StudyFile.load(path)
    begun = []
    done = run_file(path, tmp_path / "out", tell=begun.append)
    assert [one.stage.name for one in done] == ["shares", "screen", "then", "ranking"]
    assert [line.partition(":")[0] for line in begun] == ["shares", "screen", "then", "ranking", "small"]
    shares, screen, then, rank = done
    assert set(shares.study.design.units) == {"levers", "uncertainties"}
    assert set(then.kept) <= set(file.factors) and 0 < len(then.kept) <= 3
    assert set(then.study.design.units) - {"dropped"} == set(then.kept)
    assert rank.study.design.names == ("illness_rate", "reimbursed_share")
    told = tables(file, rank)["ranking.csv"]
    assert set(told["policy"]) == {"posts", "tilt"} and told["first"].sum() == pytest.approx(1.0)
    written_paths = write(file, done)
    names = {str(one.relative_to(tmp_path / "out")) for one in written_paths}
    assert {"shares/shares.csv", "screen/indices.csv", "then/tornado.png", "ranking/ranking.png"} <= names
    assert list(pd.read_csv(tmp_path / "out" / "screen" / "indices.csv").columns) == list(screen.study.indices.columns)

    again = run_file(path, tmp_path / "out")
    for one, other in zip(done, again, strict=True):
        pd.testing.assert_frame_equal(one.study.runs, other.study.runs)


def test_more_doubles_and_a_stopped_more_is_only_finished(tmp_path, monkeypatch):
    path = written(tmp_path, SHORT)
    (first,) = run_file(path, tmp_path / "out")
    count = len(first.study.runs)

    def stopped(*arguments, **words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sim.study.sweep.execute", stopped)
        with pytest.raises(stages.Stopped, match="the same command goes on") as stop:
            run_file(path, tmp_path / "out", more=True)
    assert stop.value.code == 130
    (second,) = run_file(path, tmp_path / "out", more=True)
    assert len(second.study.runs) == 2 * count and second.study.progress().pending == 0
    assert second.study.runs["run_id"][:count].tolist() == first.study.runs["run_id"].tolist()
    (kept,) = run_file(path, tmp_path / "out")
    assert len(kept.study.runs) == 2 * count


@pytest.mark.parametrize(("samples", "blocks"), [(64, 8), (7, 4)])
def test_a_study_doubles_until_its_intervals_are_narrow_enough(tmp_path, monkeypatch, samples, blocks):
    monkeypatch.setattr(stages, "half_width", lambda study: 1.0 / study.design.blocks)
    path = written(tmp_path, SHORT + f"stop: {{half_width: 0.13, samples: {samples}}}\n")
    (done,) = run_file(path, tmp_path / "out")
    assert done.study.design.blocks == blocks


def test_the_width_of_a_study_is_that_of_its_worst_index():
    factors = {"x": stats.uniform(0, 1), "z": stats.uniform(0, 1)}

    def steep(point, seed):
        return {"y": point["x"] ** 3 + 4.0 * point["z"]}

    def flat(point, seed):
        return {**steep(point, seed), "constant": 1.0}

    study = sweep(steep, factors, method="sobol", samples=16)
    totals = study.indices.query("index == 'ST' and factor != 'dummy'")
    assert half_width(study) == pytest.approx(((totals["high"] - totals["low"]) / 2).max())
    assert half_width(sweep(flat, factors, method="sobol", samples=16)) == float("inf")


def test_a_study_over_its_budget_is_refused_after_the_pilot(tmp_path):
    path = written(tmp_path, STUDY.replace("samples: 4", "samples: 4096") + "budget: {minutes: 0.5}\n")
    with pytest.raises(sim.InputError, match=r"about \d+ minutes by its pilot, and its budget is 0.5"):
        run_file(path, tmp_path / "out")
    assert list((tmp_path / "out" / "parts").glob("*.parquet"))


def test_sweep_takes_a_study_file_and_no_design_beside_it(tmp_path):
    path = written(tmp_path, SHORT + "series: {by month: {indicator: income_mean, group: key}}\n")
    study = sim.sweep(path, out=tmp_path / "out")
    assert study.progress().done == study.progress().total == 2 * 4 * 3
    assert set(study.series("by month")["month"]) == {f"2020-0{month}" for month in range(1, 9)}
    with pytest.raises(sim.InputError, match="a study file names its factors and design"):
        sim.sweep(path, method="sobol", samples=8)


def test_a_finished_study_is_within_any_budget_and_more_of_it_is_forecast_by_what_is_pending(tmp_path):
    path = written(tmp_path, SHORT)
    (done,) = run_file(path, tmp_path / "out")
    tight = written(tmp_path, SHORT + "budget: {minutes: 0.01}\n", "tight")
    (again,) = run_file(tight, tmp_path / "out")
    assert again.study.runs.equals(done.study.runs)
    file = StudyFile.load(tight)
    (whole,) = stages.expected(file, again.study, tmp_path / "out")
    assert (whole.runs, whole.pending, whole.seconds) == (24, 0, 0.0)
    (double,) = stages.expected(file, again.study, tmp_path / "out", more=True)
    assert (double.runs, double.pending) == (48, 24)
    assert double.seconds == pytest.approx(24 * stages.usual_seconds(done.study))


def test_a_drop_that_turns_out_wrong_takes_factors_back_and_a_second_call_runs_nothing(tmp_path, monkeypatch):
    text = STUDY.replace(
        "method: morris\nsamples: 4\n", "screen: {samples: 4}\nthen: {samples: 4, survivors: 1, at_most: 3}\n"
    )
    path = written(tmp_path, text)
    judged = []

    def wrong_below_three(indices, may_drop, order, kept, at_most):
        judged.append(kept)
        return min(kept + 1, at_most)

    monkeypatch.setattr(stages.survival, "taken_back", wrong_below_three)
    told = []
    screen, then = run_file(path, tmp_path / "out", tell=told.append)
    order = stages.survival.by_strength(stages.survival.variance_shares(screen.study.indices))
    assert then.kept == tuple(order[:3]) and judged == [1, 2, 3]
    assert set(then.study.design.units) == {*order[:3], "dropped"} and then.study.progress().pending == 0
    made = sum(len(pd.read_parquet(part)) for part in (tmp_path / "out" / "then" / "parts").glob("*.parquet"))
    assert made == 4 * 2 * (3 + 3 + 3)  # A, B and dummy, three survivors, three dropped groups: no run twice
    assert sum("are taken back" in line for line in told) == 2

    def no_run(*arguments, **words):
        raise AssertionError("a run was made")

    monkeypatch.setattr("sim.study.sweep.execute", no_run)
    judged.clear()
    again = run_file(path, tmp_path / "out")
    assert judged == [3] and again[1].kept == then.kept
    _, ahead = stages.expected(StudyFile.load(path), again[0].study, tmp_path / "out")
    assert ahead.pending == 0
