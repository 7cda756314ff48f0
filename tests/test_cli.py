"""The command line: what it prints where, its exit codes, and that nothing is left behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim import cli, runner
from sim.errors import EnvironmentProblem
from sim.measures import MEASURES
from sim.results import Results
from sim.screen import said
from sim.sections import LEVERS

HERE = Path(__file__).parent
BAD = HERE / "scenarios" / "bad"
BASELINE = HERE.parent / "scenarios" / "baseline.yaml"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A scenario of a hundred households."""
    path = tmp_path / "tiny.yaml"
    path.write_text(
        f"title: A tiny world\nextends: {BASELINE}\nmonths: 3\npopulation: {{counties: 4, households: 25}}\n"
    )
    return path


def process(*words: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=HERE.parent,
    )


# What cannot be used


@pytest.mark.parametrize("name", ["unknown_lever", "gbk"])
def test_a_process_ends_with_2_and_writes_nothing(name: str, tmp_path: Path) -> None:
    ended = process("run", BAD / f"{name}.yaml", "--out", tmp_path / "results")
    printed, told = ended.communicate()
    assert ended.returncode == 2 and printed == "" and told.count("\n") == 1 and "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "fund_tilt_tlit=1.5"], "did you mean 'fund_tilt_tilt'?"),
        (["--set", "fund_tilt_tilt"], "--set fund_tilt_tilt: no value; write --set name=value"),
        (["--set", "fund_tilt_tilt=much"], "fund_tilt_tilt is 'much'; allowed is a number"),
        (["--set", "fund_tilt_tilt=25"], "fund_tilt_tilt is 25.0 ratio; allowed is a number from 0.5 to 2.5"),
        (["--set", "fund_tilt_tilt=nan"], "fund_tilt_tilt is nan ratio"),
        (["--set", "fund_tilt_tilt=1", "--set", "fund_tilt_tilt=2"], "fund_tilt_tilt is set twice"),
        (["--set", "seed=3"], "'seed' is neither a lever nor one of behaviour"),
        (["--set", "self=3"], "'self' is neither a lever nor one of behaviour"),
        (["--seed", "-1"], "seed is -1; allowed is a whole number"),
        (["--months", "0"], "months is 0; allowed is a whole number from 1 to 600"),
        (["--threads", "0"], "threads is 0; allowed is a whole number from 1 to 256"),
        (["--out", str(BASELINE)], "baseline.yaml: is a file, not a folder in which runs can lie"),
    ],
)
def test_wrong_options_are_answered_in_one_sentence(
    words: list[str], says: str, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results"
    assert cli.main(["run", str(tiny), "--out", str(out), *words]) == 2
    printed = capsys.readouterr()
    assert says in printed.err.splitlines()[-1] and printed.out == "" and not out.exists()


@pytest.mark.parametrize("words", [[], ["rnu"], ["run"], ["run", "a.yaml", "--seed", "x"], ["check"]])
def test_wrong_words_end_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2 and "usage: tiltsim" in capsys.readouterr().err


# Quick questions


def test_help_teaches_by_example(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["run", "--help"], ["check", "--help"], ["schema", "--help"], ["levers", "--help"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        assert ended.value.code == 0
        assert f"tiltsim {words[0] if words[1:] else 'run'}" in capsys.readouterr().out.split("options:")[1]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"tiltsim {sim.__version__}\n"


def test_check_goes_through_all_files(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tiny), str(BASELINE)]) == 0
    assert capsys.readouterr().out.startswith(f"{tiny}: good: A tiny world\n{BASELINE}: good: ")
    assert cli.main(["check", str(BAD / "seed.yaml"), str(tiny)]) == 2
    printed = capsys.readouterr()
    assert printed.out == f"{tiny}: good: A tiny world\n" and "seed.yaml:1:" in printed.err


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_levers_tell_every_lever_and_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["levers", "--json"]) == 0
    listed = {lever["name"]: lever for lever in json.loads(capsys.readouterr().out)}
    assert list(listed) == list(LEVERS)
    assert listed["skill_project_trainees_key_only"]["opinion"] == 600_000 and listed["local_jobs_dose"]["clause"] == 5
    assert cli.main(["levers"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in LEVERS)
    assert all(measure.name in text for measure in MEASURES)
    assert "baseline 0 person-times/year; range 0 to 1,500,000; opinion 600,000; source F04-02; grade text" in text


@pytest.mark.parametrize(
    "words", [["--help"], ["check", str(BASELINE)], ["levers"], ["schema"]], ids=lambda words: words[0]
)
def test_quick_questions_load_nothing_heavy(words: list[str]) -> None:
    asked = [sys.executable, "-X", "importtime", "-m", "sim", *words]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in told.splitlines() if "|" in line}
    assert not loaded & {"numba", "pandas", "mesa", "scipy", "pyarrow", "matplotlib", "networkx", "rich", "pydantic"}


# A run


def test_run_shows_a_table_and_ends_with_its_folder(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results"
    assert cli.main(["run", str(tiny), "--out", str(out), "--seed", "5", "--set", "fund_tilt_tilt=1.5", "--check"]) == 0
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    folder = Path(lines[-1])
    assert list(out.iterdir()) == [folder] and folder.name.startswith("tiny-")
    assert "\x1b" not in printed.out + printed.err
    assert any(line.split()[:2] == ["income_mean", "yuan/year"] for line in lines)
    assert "A tiny world: 4 counties of 25 households, 3 months from 2020-01, seed 5" in printed.err
    assert "3 months simulated" in printed.err
    results = Results.load(folder)
    assert results.seed == 5 and results.resolved["origins"]["levers.fund_tilt_tilt"] == "override"
    assert {path.suffix for path in folder.iterdir()} == {".parquet", ".json", ".png"}


def test_run_as_json(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.main(["run", str(tiny), "--out", str(tmp_path / "results"), "--json", "--no-figures", "--months", "2"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    folder = Path(told["folder"])
    assert {path.name for path in folder.iterdir()} == {"indicators.parquet", "run.json"}
    assert told["run_id"] == Results.load(folder).run_id and told["months"] == 2 and told["seed"] == 1
    rows = {row["indicator"]: row for row in told["summary"]}
    assert rows["income_mean"]["key"] > 0 and rows["income_mean"]["key_change"] is None


def test_risk_as_json(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["risk", str(tiny), "--at", "2020-02", "--draws", "2", "--months", "1"]
    assert cli.main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["date"], told["draws"], told["months"]) == ("2020-02", 2, 1)
    assert cli.main(asked) == 0
    heads, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert heads == list(told["groups"][0]) and [row[:2] for row in rows] == [
        [group["group_kind"], group["group"]] for group in told["groups"]
    ]


def test_the_first_run_says_that_it_compiles(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.numeric.is_warm", lambda: False)
    assert cli.main(["run", str(tiny), "--out", str(tmp_path / "results"), "--no-figures"]) == 0
    assert "First run of this version: compiling" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("problem", "code", "says"),
    [
        (KeyboardInterrupt(), 130, "interrupted; nothing is left half written"),
        (MemoryError(), 3, "not enough memory"),
        (EnvironmentProblem("the disk is full"), 3, "the disk is full"),
        (ModuleNotFoundError("No module named 'x'", name="x"), 3, "the package 'x' is missing"),
    ],
)
def test_what_the_machine_cannot_do(
    problem: BaseException, code: int, says: str, tiny: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fails(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(runner, "simulate", fails)
    assert cli.main(["run", str(tiny), "--out", str(tmp_path / "results")]) == code
    printed = capsys.readouterr()
    assert printed.err.splitlines()[-1].startswith(says) and printed.out == ""
    assert not (tmp_path / "results").exists()


def test_a_bug_is_no_excuse(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "simulate", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["run", str(tiny)])


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [
        (signal.SIGINT, 130, "interrupted; nothing is left half written\n"),
        (signal.SIGTERM, 143, "terminated; nothing is left half written\n"),
    ],
)
def test_a_stopped_process_says_so_in_one_line(
    tiny: Path, tmp_path: Path, sent: signal.Signals, code: int, says: str
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it
    running = process("run", tiny, "--months", "600", "--out", tmp_path / "results")
    assert running.stderr is not None
    for line in running.stderr:
        if "first month ready" in line:
            break
    running.send_signal(sent)
    printed, told = running.communicate(timeout=60)
    assert (running.returncode, printed, told) == (code, "", says)
    assert list(tmp_path.iterdir()) == [tiny]


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    with process("schema") as asked:
        assert asked.stdout is not None and asked.stderr is not None
        asked.stdout.close()
        assert asked.stderr.read() == "" and asked.wait() == 0


@pytest.mark.parametrize(
    ("value", "unit", "level", "change"),
    [
        (0.0213, "share", "2.13 %", "+2.13 pp"),
        (-0.0005, "share", "-0.05 %", "-0.05 pp"),
        (13204.4, "yuan/year", "13,204", "+13,204"),
        (7.07e9, "yuan/year", "7,070 m", "+7,070 m"),
        (0.2874, "index", "0.287", "+0.287"),
        (9.94, "months", "9.9", "+9.9"),
        (float("nan"), "share", "–", "–"),
    ],
)
def test_numbers_as_people_read_them(value: float, unit: str, level: str, change: str) -> None:
    assert (said(value, unit), said(value, unit, is_change=True)) == (level, change)
