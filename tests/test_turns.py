"""Turns: one process makes a file while the others wait."""

import sys
from pathlib import Path

import pytest
from processes import start

from sim.turns import turn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such locks")

HOLD = """
import time
from pathlib import Path
from sim.turns import turn
with turn(Path({file!r}), 0.0) as ours:
    print(ours, flush=True)
    time.sleep(600)
"""


def test_whoever_comes_second_waits_and_then_has_it(tmp_path: Path) -> None:
    file = tmp_path / "kernel"
    with turn(file, 0.0) as ours:
        assert ours
        with turn(file, 0.1) as too:
            assert not too
    with turn(file, 0.0) as again:
        assert again
    assert not list(tmp_path.iterdir())


def test_the_turn_of_a_killed_process_ends(tmp_path: Path) -> None:
    other = start(HOLD.format(file=str(tmp_path / "kernel")))
    try:
        assert other.stdout is not None and other.stdout.readline() == "True\n"
        with turn(tmp_path / "kernel", 0.0) as ours:
            assert not ours
    finally:
        other.kill()
        other.communicate()
    with turn(tmp_path / "kernel", 5.0) as ours:
        assert ours


def test_a_folder_that_refuses_keeps_nobody_waiting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with turn(tmp_path / "file" / "kernel", 60.0) as ours:
        assert ours
