"""What stands where a file should be, and what the machine does not allow: one sentence, nothing half written."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from doors import DOORS, Door
from tallied import Tally
from trial import judged

from sim.cli import main
from sim.scenario import Scenario

NOBODY = 65534
SAVE = """
import resource, sys
from made_results import made_run
run = made_run(24)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
run.save(sys.argv[1], figures=False)
"""
SWEEP = """
import resource, sys
from made_sweeps import FACTORS
from made_targets import noisy
from sim.study.sweep import sweep
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
sweep(noisy, FACTORS, method="lhs", samples=40, out=sys.argv[1])
"""
COMPLETE = "import sys\nfrom sim.errors import EnvironmentProblem\ntry:\n    exec(sys.argv.pop(1))\n"
CAUGHT = "except EnvironmentProblem as problem:\n    sys.exit(f'environment: {problem}')\n"

SITUATIONS: dict[str, Callable[[Path], object]] = {
    "missing": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a link to nowhere": lambda file: (file.unlink(), file.symlink_to("nowhere")),
    "a link to itself": lambda file: (file.unlink(), file.symlink_to(file.name)),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "a device without an end": lambda file: (file.unlink(), file.symlink_to("/dev/zero")),
    "a device without a content": lambda file: (file.unlink(), file.symlink_to("/dev/null")),
    "a file of secrets": lambda file: (file.unlink(), file.symlink_to("/etc/passwd")),
    "a socket": lambda file: (file.unlink(), socket.socket(socket.AF_UNIX).bind(str(file))),
    "not to be read": lambda file: file.chmod(0),
}

MAY_LACK = (("missing", "facts"),)
"""A folder of facts holds what is to stand in place of ours."""

ABSENT = ("missing", "a link to nowhere", "a link to itself")
NEED_NOT_BE = ("forecast.json", "submitted.json")
"""A study need not have been foretold, nor submitted."""


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user whom permissions bind, which they do not bind root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every user may enter and write to."""
    path = tmp_path_factory.mktemp("room")
    for folder in (path.parent.parent, path.parent):
        folder.chmod(0o711)
    path.chmod(0o777)
    return path


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_what_stands_where_a_file_should_be(door: Door, situation: str, room: Path, tally: Tally) -> None:
    path = door.make(room)
    folder = path if path.is_dir() else path.parent
    file = sorted(folder.glob(door.spoilt[0]))[0]
    SITUATIONS[situation](file)
    with as_nobody() if situation == "not to be read" else nothing():
        came = judged(door, path, situation)
    is_fine = (situation in ABSENT and file.name in NEED_NOT_BE) or (situation, door.name) in MAY_LACK
    tally("situations", f"{situation} in place of a file", 1, came.came == ("taken" if is_fine else "refused"))
    assert came.came == ("taken" if is_fine else "refused"), came.why


@contextmanager
def nothing() -> Iterator[None]:
    yield


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_folder_that_may_not_be_entered(door: Door, room: Path, tally: Tally) -> None:
    path = door.make(room)
    folder = path if path.is_dir() else path.parent
    folder.chmod(0)
    try:
        with as_nobody():
            came = judged(door, path, "closed")
    finally:
        folder.chmod(0o755)
    tally("situations", "a folder that may not be entered", 1, came.came == "refused")
    assert came.came == "refused" and "allowed" in came.why, came


def test_what_is_not_allowed_is_no_fault_of_the_input(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = DOORS[0].make(room)
    path.chmod(0)
    with as_nobody():
        assert main(["check", str(path)]) == 3
    assert capsys.readouterr().err == f"{path}: not allowed to read this file\n"


@pytest.mark.parametrize("way", ["../../../etc/passwd", "/etc/passwd", "../secret/notes.yaml", "/dev/zero", "."])
def test_a_way_out_of_the_folder_brings_nothing_back(room: Path, way: str) -> None:
    (room / "secret").mkdir()
    (room / "secret" / "notes.yaml").write_text("pass word: 1234\n")
    (room / "here").mkdir()
    path = room / "here" / "a.yaml"
    path.write_text(f"extends: {way}\n")
    with pytest.raises(ValueError, match=r"unknown key|no such file|is a folder|not YAML|the file is") as told:
        Scenario.load(path)
    assert "1234" not in str(told.value) and len(str(told.value)) < 300


@pytest.mark.parametrize("key", ["name: ../../x", "name: /x", "name: ..", "name: ''", "name: a/b", 'name: "a\\0b"'])
def test_a_name_leads_nowhere(room: Path, key: str) -> None:
    path = room / "a.yaml"
    path.write_text(f"{key}\n")
    with pytest.raises(ValueError, match=r"a\.yaml:1: name is "):
        Scenario.load(path)


def test_scenarios_that_extend_each_other_in_a_long_row_and_in_circles(room: Path) -> None:
    for number in range(60):
        (room / f"s{number}.yaml").write_text(f"extends: s{number + 1}.yaml\n")
    (room / "s60.yaml").write_text("months: 3\n")
    assert Scenario.load(room / "s0.yaml").months == 3
    for length in (1, 2, 7):
        (room / f"s{length - 1}.yaml").write_text("extends: ../" + room.name + "/s0.yaml\n")
        with pytest.raises(ValueError, match="extends goes in a circle"):
            Scenario.load(room / "s0.yaml")


@pytest.mark.parametrize("key", ["counties", "households", "persons", "mapping", "weights", "facts"])
@pytest.mark.parametrize("place", ["/dev/zero", "/dev/stdin", "."])
def test_data_of_ones_own_are_files(room: Path, key: str, place: str) -> None:
    """A device without an end once filled the memory of the machine."""
    path = DOORS[[door.name for door in DOORS].index("survey and counties")].make(room)
    told = path.read_text()
    line = next((line for line in told.splitlines() if line.startswith(f"  {key}:")), "  weights: raked")
    path.write_text(told.replace(line, f"  {key}: {place}"))
    with pytest.raises(
        ValueError, match=r"own-data\.yaml:\d+: |is a folder or a device|ends in|no such folder|holds none"
    ):
        Scenario.load(path)


# A full disk


@pytest.mark.parametrize("size", [0, 300, 3_000])
@pytest.mark.parametrize("script", [SAVE, SWEEP], ids=["run", "study"])
def test_a_disk_that_fills_leaves_no_part_of_a_file(script: str, size: int, tmp_path: Path, tally: Tally) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", COMPLETE + CAUGHT, script, str(out), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    tally("situations", "a disk that fills", 1, done.stderr.startswith("environment: "))
    assert done.stderr.startswith("environment: ") and done.stderr.count("\n") == 1, done.stderr
    assert "cannot" in done.stderr
    whole = [file for file in out.rglob("*") if file.is_file()]
    assert not [file for file in whole if file.suffix == ".tmp" or file.stat().st_size >= size]
    assert script is SWEEP or not whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["levers"], ["schema"], ["check", "scenarios/baseline.yaml"]])
def test_an_output_that_cannot_be_written(words: list[str], tally: Tally) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "sim", *words]
        root = Path(__file__).parents[2]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=root, text=True, check=False)
    tally("situations", "an output on a full disk", 1, done.returncode == 3)
    assert (done.returncode, done.stderr) == (3, "the output: No space left on device\n")
