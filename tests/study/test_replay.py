"""A run made again is equal bit for bit; a folder is proved, or it is said what is wrong with it."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_studies import STUDY, written
from made_targets import noisy
from scipy import stats

import sim
from sim.results import Results
from sim.runner import simulate
from sim.study import replay as replaying
from sim.study.findings import write
from sim.study.replay import replay, verify
from sim.study.stages import run_file
from sim.study.studyfile import StudyFile
from sim.study.sweep import sweep

GRID = STUDY.replace("method: morris\nsamples: 4", "method: radial\nsamples: 4\nreplicates: 1")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study that is done, its file and its folder."""
    folder = tmp_path_factory.mktemp("study")
    path = written(folder, GRID)
    file, done = StudyFile.load(path), run_file(path, folder / "out")
    write(file, done)
    return done[0].study, folder / "out"


@pytest.fixture
def copy(made, tmp_path):
    """The folder again, to be harmed."""
    import shutil

    return shutil.copytree(made[1], tmp_path / "copy")


def change(folder, column, value, row=0):
    """Write another number into a part, as somebody with a Parquet library would."""
    path = sorted((folder / "parts").glob("*.parquet"))[0]
    table = pq.read_table(path)
    values = table[column].to_pylist()
    values[row] = value
    table = table.set_column(
        table.column_names.index(column), column, pa.array(values, table.schema.field(column).type)
    )
    pq.write_table(table, path)


def test_a_run_is_made_again_bit_for_bit_and_written_in_full(made, tmp_path):
    study, folder = made
    row = study.runs.iloc[3]
    again = replay(folder, row["run_id"][:12], out=tmp_path / "runs")
    assert again.run_id == row["run_id"] and again.differences == () and again.changed == ()
    package, base = (Results.load(path) for path in again.folders)
    assert package.seed == base.seed == row["seed"]
    assert package.resolved["behaviour"]["illness_rate"] == row["illness_rate"]
    key = package.series("income_mean", "county_type", "key")
    assert key[-3:].mean() == row["income"]
    effect = key - base.series("income_mean", "county_type", "key")
    assert effect[-1] == row["effect on income"]


def test_what_differs_is_named(made, copy):
    run_id = pq.read_table(sorted((copy / "parts").glob("*.parquet"))[0])["run_id"][0].as_py()
    change(copy, "income", 12.5)
    (line,) = replay(copy, run_id).differences
    assert line.startswith("income is 12.5, made again ")


@pytest.mark.parametrize("run_id", ["", "no such run"])
def test_a_run_that_is_not_there_is_refused(made, run_id):
    with pytest.raises(sim.InputError, match="begin"):
        replay(made[1], run_id)


def test_runs_of_a_function_need_the_function(tmp_path):
    study = sweep(noisy, {"x": stats.uniform(0, 0.9), "n": [1], "rule": ["a"]}, method="lhs", samples=3, out=tmp_path)
    run_id = study.runs["run_id"][1]
    with pytest.raises(sim.InputError, match="not by the model"):
        replay(tmp_path, run_id)
    assert replay(tmp_path, run_id, target=noisy).differences == ()


def test_a_whole_study_is_proved(made):
    (verdict,) = verify(made[1])
    assert (verdict.word, verdict.made, verdict.runs) == ("proved", 4 * 6, 4 * 6)


def test_a_long_study_is_proved_by_a_sample(made, monkeypatch):
    monkeypatch.setattr(replaying, "SECONDS", 1e-3)
    (verdict,) = verify(made[1])
    assert (verdict.word, verdict.made, verdict.runs) == ("proved", 4, 24)
    assert verify(made[1], is_all=True)[0].made == 24


def test_a_changed_number_is_found(copy):
    change(copy, "income", 12.5, row=7)
    (verdict,) = verify(copy)
    assert verdict.word == "failed" and "income is 12.5, made again" in verdict.reasons[0]


def test_a_changed_index_is_found(copy):
    text = (copy / "indices.csv").read_text().splitlines()
    text[1] = text[1].replace(text[1].split(",")[5], "0.123", 1)
    (copy / "indices.csv").write_text("\n".join(text) + "\n")
    (verdict,) = verify(copy)
    assert verdict.word == "failed" and "indices.csv" in verdict.reasons[0]


def test_a_torn_file_is_found(copy):
    path = sorted((copy / "parts").glob("*.parquet"))[0]
    path.write_bytes(path.read_bytes()[:-100])
    (verdict,) = verify(copy)
    assert verdict.word == "failed" and "torn" in verdict.reasons[0]


def test_a_changed_plan_is_found(copy):
    path = copy / "plan.parquet"
    table = pq.read_table(path)
    place = table.column_names.index("illness_rate")
    values = np.array(table["illness_rate"].to_pylist())
    values[5] *= 1.5
    pq.write_table(table.set_column(place, "illness_rate", pa.array(values)), path)
    (verdict,) = verify(copy)
    assert verdict.word == "failed" and "do not give its run ids" in verdict.reasons[0]


def test_other_code_is_told_by_the_files_that_differ(copy):
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["target"]["model"]["files"]["rules/funds.py"] = "0" * 16
    path.write_text(json.dumps(manifest))
    (verdict,) = verify(copy)
    assert (verdict.word, verdict.made, verdict.reasons) == ("made by other code", 0, ("rules/funds.py",))


def test_a_changed_scenario_is_no_longer_what_was_run(copy):
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["target"]["model"]["scenarios"]["package"]["population"]["households"] = 21
    path.write_text(json.dumps(manifest))
    (verdict,) = verify(copy)
    assert verdict.word == "failed" and "do not give its identity" in verdict.reasons[0]


def test_numbers_of_other_libraries_are_not_called_wrong(copy):
    path = copy / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(manifest))
    assert verify(copy)[0].word == "proved"
    change(copy, "income", 12.5)
    (verdict,) = verify(copy)
    assert verdict.word == "environment differs" and verdict.reasons[-1].startswith("numpy 1.0, here ")


@pytest.fixture
def run(tmp_path):
    written(tmp_path)
    return simulate(sim.Scenario.load(tmp_path / "package.yaml")).save(tmp_path / "runs", figures=False)


def test_the_folder_of_a_run_is_proved(run):
    (verdict,) = verify(run)
    assert (verdict.word, verdict.made, verdict.runs) == ("proved", 1, 1)


def test_a_changed_number_of_a_run_is_found(run):
    path = run / "indicators.parquet"
    table = pq.read_table(path)
    values = table["value"].to_pylist()
    values[10] += 1.0
    place = table.column_names.index("value")
    pq.write_table(table.set_column(place, table.schema.field("value"), pa.array(values)), path)
    (verdict,) = verify(run)
    assert verdict.word == "failed" and verdict.reasons[0].startswith("1 values differ: ")


def test_a_run_of_other_code_is_not_called_wrong(run):
    path = run / "run.json"
    manifest = json.loads(path.read_text())
    manifest["code"] = "0" * 32
    manifest["run_id"] = sim.provenance.run_id(manifest["resolved"], manifest["seed"], manifest["code"])
    path.write_text(json.dumps(manifest))
    table = pq.read_table(run / "indicators.parquet")
    pq.write_table(table.replace_schema_metadata({"run_id": manifest["run_id"]}), run / "indicators.parquet")
    assert verify(run)[0].word == "made by other code"


def test_a_folder_of_neither_is_refused(tmp_path):
    with pytest.raises(sim.InputError, match="not the folder of a study"):
        verify(tmp_path)
