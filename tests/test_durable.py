"""What is written is whole or absent; what killed writers left goes, and files of others never do."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from sim.durable import OLD, aside_of, remove_leftovers, write_aside
from sim.errors import EnvironmentProblem


@pytest.fixture(scope="module")
def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def aside(path: Path, process: int, machine: str = platform.node()) -> Path:
    made = path.with_name(f"{path.name}~{machine}~{process}~0123abcd.tmp")
    made.write_text("half")
    return made


def write(path: Path, text: str) -> None:
    write_aside(path, lambda aside: aside.write_text(text))


def test_a_write_takes_away_what_killed_writers_of_the_same_file_left(tmp_path: Path, dead: int) -> None:
    page = tmp_path / "page.html"
    left, living = aside(page, dead), aside(page, os.getpid())
    another = aside(tmp_path / "other.html", dead)
    write(page, "whole")
    assert not left.exists() and living.exists() and another.exists()
    remove_leftovers(tmp_path)
    assert not another.exists() and living.exists() and page.read_text() == "whole"


def test_files_of_others_stay_however_old(tmp_path: Path, dead: int) -> None:
    """Where results are written may be anybody's folder."""
    names = ("mine.tmp", f"notes~{platform.node()}~{dead}~x.tmp", "a~b.tmp", "a~b~c~01234567.tmp", "~~1~01234567.tmp")
    for name in names:
        (tmp_path / name).write_text("mine")
        os.utime(tmp_path / name, (0, 0))
    write(tmp_path / "page.html", "whole")
    remove_leftovers(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*names, "page.html"}


def test_what_another_machine_left_goes_after_a_day(tmp_path: Path, dead: int) -> None:
    new, old = (aside(tmp_path / name, dead, "elsewhere") for name in ("new", "old"))
    os.utime(old, (old.stat().st_mtime - 2 * OLD,) * 2)
    remove_leftovers(tmp_path)
    assert new.exists() and not old.exists()


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "first")

    def fill(aside: Path) -> None:
        aside.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(EnvironmentProblem, match=r"page\.html: cannot be written: No space left on device"):
        write_aside(tmp_path / "page.html", fill)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text() == "first"
    assert aside_of(tmp_path / "page.html") != aside_of(tmp_path / "page.html")
