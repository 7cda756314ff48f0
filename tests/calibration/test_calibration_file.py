"""A calibration file and its verb: what it says, what it refuses, what it leaves behind."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.calibration.calibration import calibrate
from sim.calibration.calibrationfile import CalibrationFile
from sim.calibration.effort import Effort
from sim.calibration.history import Aims
from sim.calibration.momenttarget import MomentTarget
from sim.calibration.written import in_words, save
from sim.cli import main
from sim.errors import InputError
from sim.model import Model
from sim.scenario import Scenario

SHIPPED = Path("scenarios/calibration/history-2022.yaml")


def test_the_shipped_calibration_frees_base_processes_on_history():
    file = CalibrationFile.load(SHIPPED)
    assert len(file.priors) == 15 and file.scenario.name == "history"
    assert file.priors["participation_value"] == (500.0, 4000.0)
    assert set(file.aims.names) < {target.id for target in file.asked}
    assert np.linalg.eigvalsh(file.aims.covariance).min() > 0.0
    assert max(target.month for target in file.asked) <= "2022-12"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  taste_spread: declared", "  training_pay_effect: declared", ":8: 'training_pay_effect' is no base process"),
        ("  taste_spread: declared", "  taste_sprea: declared", ":8: unknown name 'taste_sprea'"),
        ("  taste_spread: declared", "  taste_spread: [2, 1]", "allowed is two numbers, the lower one first"),
        ("points: 400", "points: 4", "points is 4; allowed is a whole number from 40 on"),
        ("points: 400", "point: 400", "unknown key 'point' in a calibration; did you mean 'points'?"),
        ("../history.yaml", "../histori.yaml", "did you mean"),
        ("free:", "fre:", "unknown key 'fre'"),
        ("seed: 2022", "targets: nowhere", "nowhere: no such folder of targets"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path, old, new, says):
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "../history.yaml", str(Path("scenarios/history.yaml").absolute())
    )
    if old.startswith(".."):
        old = str(Path("scenarios/history.yaml").absolute())
        new = old.replace("history", "histori")
    assert old in text
    (tmp_path / "mine.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(says)):
        CalibrationFile.load(tmp_path / "mine.yaml")


def test_what_is_left_behind(tmp_path, capsys):
    goal = Aims(("sum", "off"), np.array([1.0, 5.0]), np.diag([0.0025, 0.01]))
    effort = Effort(points=40, replicates=1, waves=1, members=8, truths=4)
    found = calibrate(
        lambda x, seed: {"sum": x["a"] + x["b"], "off": x["a"]}, {"a": (0.0, 1.0), "b": (0.0, 1.0)}, goal, effort=effort
    )
    save(found, tmp_path, "a sum")
    table = pq.read_table(tmp_path / "ensemble.parquet")
    assert table.column_names == ["a", "b"] and len(table) == 8
    assert json.loads(table.schema.metadata[b"calibration"])["title"] == "a sum"
    assert (tmp_path / "point.yaml").read_text().startswith("# a sum")
    names = {path.stem for path in tmp_path.glob("*.csv")}
    assert names == {"waves", "emulators", "parameters", "pairs", "open-directions", "moments", "recovery"}
    moments = pd.read_csv(tmp_path / "moments.csv").set_index("moment")
    assert abs(moments.loc["off", "z"]) > 3.0
    assert "not met: off" in in_words(found)


def test_the_verb_tells_how_much_it_would_run(capsys):
    assert main(["calibrate", str(SHIPPED), "--dry-run"]) == 0
    assert "at most 2,592 runs: 3 waves of 400 points, 96 members" in capsys.readouterr().out
    assert main(["calibrate", "scenarios/calibration/history.yaml", "--dry-run"]) == 2
    assert "no such file; did you mean" in capsys.readouterr().err


def test_moments_are_the_indicators_of_the_run():
    file = CalibrationFile.load(SHIPPED)
    asked = tuple(target for target in file.asked if target.month <= "2020-09")
    small = {"counties": 4, "households": 25}
    scenario = Scenario.load("scenarios/history.yaml").replace(population=small)
    told = MomentTarget("small", scenario, asked)({"farm_output": 1800.0}, 7)
    model = Model(scenario.replace(months=9), rng=7, farm_output=1800.0)
    while model.running:
        model.step()
    rows = {(row.indicator, row.group, row.month): row.value for row in model.collected}
    assert told["registry_income_2020"] == rows["income_mean", "registered", 8]
    assert told["wage_share_2019"] == rows["wage_share", "all", 0]
    assert told["outside_share_2020"] == rows["outside_share", "registered", 8]
    other = MomentTarget("small", scenario.replace(population={"households": 30}), asked)
    assert other.identity != MomentTarget("small", scenario, asked).identity
