"""The command line's manners: it says how far it is, teaches by example and speaks to programs."""

import argparse
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from sim import cli, progress

HERE = Path(__file__).parent
BAD, GOOD = HERE / "scenarios" / "bad", HERE.parent / "scenarios" / "baseline.yaml"


def verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each verb."""
    choices = next(action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


# How far it is


class Clock:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_lines_come_at_two_seconds_and_then_ever_more_rarely(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "perf_counter", Clock())
    with progress.lines_wanted(), progress.bar("runs", 40) as advance:
        for done in range(1, 41):
            advance(done)
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.splitlines() == [
        "   2.0 s  2 of 40 runs, about 38 seconds left",
        "   4.0 s  4 of 40 runs, about 36 seconds left",
        "   8.0 s  8 of 40 runs, about 32 seconds left",
        "  16.0 s  16 of 40 runs, about 24 seconds left",
        "  32.0 s  32 of 40 runs, about 8 seconds left",
    ]


def test_a_program_that_calls_the_library_gets_no_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "perf_counter", Clock())
    with progress.bar("runs", 40) as advance:
        for done in range(1, 41):
            advance(done)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("variables", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_bar_on_a_terminal_has_no_colour_where_none_is_wanted(variables: dict[str, str], is_coloured: bool) -> None:
    ours, theirs = pty.openpty()
    script = "from sim.progress import bar\nwith bar('runs', 9) as advance:\n    advance(3)"
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-c", script], stderr=theirs, stdout=subprocess.PIPE,
        env={**kept, "TERM": "xterm-256color", **variables},
    ) as drawing:  # fmt: skip
        os.close(theirs)
        told = b""
        with suppress(OSError):  # the other end is closed
            while part := os.read(ours, 4096):
                told += part
        assert drawing.stdout is not None and drawing.stdout.read() == b""
    os.close(ours)
    assert b"3/9" in told and b"runs, left" in told
    assert bool(re.search(rb"\x1b\[[0-9;]*3[0-9]", told)) == is_coloured


# What programs read


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--json", str(GOOD), str(BAD / "seed.yaml")]) == 2
    printed = capsys.readouterr()
    good, bad = json.loads(printed.out)
    assert printed.err == "" and good == {
        "file": str(GOOD),
        "title": "The package of 2020-21 throughout",
        "problem": None,
    }
    assert bad["title"] is None and "seed.yaml:1:" in bad["problem"]


def test_help_fits_eighty_columns_and_keeps_what_is_to_be_copied_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    parser = cli.parser()
    for told in (parser, *verbs(parser).values()):
        *lines, example = told.format_help().splitlines()
        assert all(len(line) <= 80 for line in lines)
        assert example.startswith("  tiltsim ") and example.strip() == (told.epilog or "").splitlines()[-1].strip()
    for name in verbs(parser):
        assert re.search(rf"^  {name} +\S", parser.format_help(), re.MULTILINE), (
            f"{name} stands apart from what it does"
        )


def test_every_verb_that_tells_something_tells_it_as_json() -> None:
    """All but what is read by other means: the schema is JSON, a shell reads completion, a browser a page."""
    for name, verb in verbs(cli.parser()).items():
        assert name in ("schema", "completion", "dashboard", "report") or "--json" in verb.format_help(), name


def test_every_verb_says_what_it_is_for_and_shows_an_example_that_can_be_asked() -> None:
    for name, verb in verbs(cli.parser()).items():
        assert verb.description and "\n" not in verb.description and verb.description.endswith("."), name
        assert verb.epilog is not None and verb.epilog.startswith(f"Example:\n  tiltsim {name} "), name
        words = shlex.split(verb.epilog.removeprefix("Example:\n  tiltsim ").split(" > ")[0])
        cli.parser().parse_args(words)
        for word in words:
            assert not word.startswith("scenarios/") or list(HERE.parent.glob(word)), word
