"""Studies from the command line: what is printed, exit codes, and that a killed sweep goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_studies import SHORT, STUDY, written

from sim import cli
from sim.study.study import open_study

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_sweep_lies_under_results_and_is_told(here, capsys):
    path = written(here, STUDY.replace("samples: 4", "samples: 4\nreplicates: 1"))
    assert cli.main(["sweep", str(path), "--on", "serial"]) == 0
    out, told = capsys.readouterr()
    assert out.rstrip().endswith("results/small") and "rms" in out and "illness_rate" in out
    assert "small: morris, 4 samples of 4 factors" in told
    folder = here / "results" / "small"
    assert {"indices.csv", "tornado.png", "plan.parquet", "manifest.json"} <= {one.name for one in folder.iterdir()}

    assert cli.main(["status", str(folder)]) == 0
    assert "24 of 24 runs done, 0 failed" in capsys.readouterr().out
    assert cli.main(["sweep", str(path), "--on", "serial", "--json"]) == 0
    (stage,) = json.loads(capsys.readouterr().out)
    assert stage["done"] == 24 and {"outcome", "factor", "index"} <= set(stage["tables"]["indices.csv"][0])

    run_id = open_study(folder).runs["run_id"][5]
    assert cli.main(["replay", str(folder), run_id, "--out", str(here / "runs")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{run_id}: equal, bit for bit" and all(Path(line, "run.json").exists() for line in lines[1:])
    assert cli.main(["replay", str(folder), run_id, "--out", str(here / "runs"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["run_id"] == run_id and again["differences"] == [] and again["folders"] == lines[1:]
    assert cli.main(["verify", lines[1]]) == 0
    assert "proved (1 of 1 runs made again)" in capsys.readouterr().out


def test_a_dry_run_says_what_all_stages_will_take(here, capsys):
    path = written(
        here, STUDY.replace("method: morris\nsamples: 4", "screen: {samples: 64}\nthen: {samples: 64, at_most: 2}")
    )
    assert cli.main(["sweep", str(path), "--on", "serial", "--dry-run", "--json"]) == 0
    screen, then = json.loads(capsys.readouterr().out)
    assert (screen["stage"], screen["runs"]) == ("screen", 64 * 6 * 2)
    assert (then["stage"], then["runs"]) == ("then", 64 * 6 * 2)  # two survivors, the dropped, A, B and the dummy
    assert (screen["pending"], then["pending"]) == (64 * 6 * 2 - 8, 64 * 6 * 2)
    assert then["seconds"] / then["pending"] == pytest.approx(screen["seconds"] / screen["pending"])
    assert screen["seconds"] > 0.0
    assert open_study(here / "results" / "small" / "screen").progress().done == 8


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["sweep", "nothing.yaml"], 2, "nothing.yaml: no such file"),
        (["sweep", "small.yaml", "--on", "cluser"], 2, "allowed: 'serial', 'local'"),
        (["status", "."], 2, "not the folder of a study"),
        (["verify", "."], 2, "not the folder of a study"),
        (["replay", ".", "abc"], 2, "not the folder of a study"),
    ],
)
def test_what_cannot_be_used_ends_with_2(here, capsys, words, code, says):
    written(here)
    assert cli.main(words) == code
    out, told = capsys.readouterr()
    assert says in told and told.rstrip().count("\n") <= 1 and out == ""


def test_a_changed_folder_ends_with_4(here, capsys):
    path = written(here, SHORT)
    assert cli.main(["sweep", str(path), "--on", "serial"]) == 0
    folder = here / "results" / "small"
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace('"households": 20', '"households": 30'))
    assert cli.main(["verify", str(folder)]) == 4
    assert "failed" in capsys.readouterr().out
    assert cli.main(["verify", str(folder), "--json"]) == 4
    (verdict,) = json.loads(capsys.readouterr().out)
    assert (verdict["path"], verdict["word"]) == (str(folder), "failed") and verdict["reasons"]


def test_a_terminated_sweep_goes_on_with_the_same_command(here):
    path = written(here, SHORT.replace("samples: 4", "samples: 16"))
    command = [sys.executable, "-m", "sim", "sweep", str(path), "--on", "serial"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=here, env=variables, stderr=subprocess.PIPE, text=True)
    parts = here / "results" / "small" / "parts"
    end = time.monotonic() + 100.0
    while not (parts.exists() and list(parts.glob("*.parquet"))):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 143 and "the same command goes on" in told
    there = open_study(here / "results" / "small").progress()
    assert 0 < there.done < there.total
    ended = subprocess.run(command, cwd=here, env=variables, capture_output=True, text=True, timeout=200)
    assert ended.returncode == 0, ended.stderr
    study = open_study(here / "results" / "small")
    assert study.progress().done == study.progress().total == 16 * 3 * 2
