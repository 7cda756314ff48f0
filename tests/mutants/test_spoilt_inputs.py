"""Whatever a file holds, it is taken for what it says or refused in one sentence: no traceback, nothing left behind."""

import random
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from doors import DOORS, Door, open_scenario, scenario
from spoilers import bits
from tallied import Tally
from trial import Trial, judged, spoil, trials

from sim.errors import InputError

FEW = 24
MANY = {"scenario file": 1600, "study file": 1000, "run: run.json": 500, "comparison": 600}
"""Spoilt inputs of a door in the default run, and in the nightly one; `MANY` of the others are `OTHERS`."""
OTHERS = 200
APART = 200
"""Opened by a process of their own."""

MEMORY = 8 << 30
"""Bytes that a process may take here: what would fill the machine is seen as a fault, not as its end."""


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


doors = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)


def tried(door: Door, tmp_path: Path, numbers: range) -> list[Trial]:
    for name in ("good", "room"):
        (tmp_path / name).mkdir()
    good = door.make(tmp_path / "good")
    assert judged(door, good, "") == Trial("", "taken")
    return list(trials(door, good, tmp_path / "room", numbers))


def lost(made: Sequence[Trial]) -> str:
    return "\n".join(f"{trial.kind}: {trial.came}: {trial.why}" for trial in made if not trial.is_held)


@doors
def test_spoilt_inputs_are_refused_in_a_sentence(door: Door, tmp_path: Path) -> None:
    made = tried(door, tmp_path, range(FEW))
    assert not lost(made), lost(made)
    assert sum(trial.came == "refused" for trial in made) >= FEW / 3, "hardly anything is refused"


@pytest.mark.nightly
@doors
def test_thousands_of_spoilt_inputs(door: Door, tmp_path: Path, tally: Tally) -> None:
    made = tried(door, tmp_path, range(MANY.get(door.name, OTHERS)))
    for trial in made:
        tally("inputs", f"{door.name}, {trial.kind}", 1, trial.is_held)
    assert not lost(made), lost(made)


def test_they_are_thousands() -> None:
    assert sum(MANY.get(door.name, OTHERS) for door in DOORS) >= 5_000
    assert {*MANY} <= {door.name for door in DOORS}


@pytest.mark.nightly
def test_spoilt_inputs_in_processes_of_their_own(tmp_path: Path, tally: Tally) -> None:
    opened = [door for door in DOORS if door.verb]
    wrong = []
    for number in range(APART):
        door = opened[number % len(opened)]
        room = tmp_path / str(number)
        room.mkdir()
        path = door.make(room)
        spoil(door, path, random.Random(f"apart {number}"))
        command = [sys.executable, "-m", "sim", *door.verb, str(path)]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=120, check=False)
        said = done.stderr.decode()
        is_clear = said == "" if done.returncode in (0, 4) else said.count("\n") == 1
        if done.returncode not in (0, 2, 3, 4) or not is_clear or "Traceback" in said:
            wrong.append(f"{door.name} {number}: {done.returncode}: {said}")
    tally("inputs", "any of these, opened by a process of its own", APART, APART - len(wrong))
    assert not wrong, "\n".join(wrong)


# What judges must itself see what is wrong


def opening(open_: Callable[[Path], object]) -> Door:
    return Door("planted", scenario, ("package.yaml",), (bits,), open_, ())


def raises(fault: Exception) -> Callable[[Path], object]:
    def open_(path: Path) -> None:
        raise type(fault)(*(str(word).replace("PATH", str(path)) for word in fault.args))

    return open_


@pytest.mark.parametrize(
    ("fault", "came"),
    [
        (InputError("PATH:1: months is 0; allowed is 1 to 600"), "refused"),
        (InputError("months is 0"), "unclear"),
        (InputError("PATH:1: one line\nand another"), "unclear"),
        (InputError("PATH:1: \x1b[31m"), "unclear"),
        (InputError("PATH: " + "x" * 999), "unclear"),
        (KeyError("months"), "traceback"),
        (ValueError("PATH"), "traceback"),
        (RecursionError("PATH"), "traceback"),
    ],
)
def test_what_is_wrong_is_seen(tmp_path: Path, fault: Exception, came: str) -> None:
    assert judged(opening(raises(fault)), scenario(tmp_path), "").came == came


def test_what_is_left_behind_is_seen(tmp_path: Path) -> None:
    def open_(path: Path) -> None:
        (path.parent / "half.tmp").write_text("half")
        raise InputError(f"{path}: no")

    assert judged(opening(open_), scenario(tmp_path), "").came == "left something"


def test_a_number_always_spoils_alike(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        path = scenario(tmp_path / name)
        kind = spoil(DOORS[0], path, random.Random("9"))
        made.append((kind, path.read_bytes()))
    assert made[0] == made[1]
    assert re.fullmatch(r"[a-z ]+", made[0][0])
    open_scenario(scenario(tmp_path))
