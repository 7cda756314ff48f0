"""Kernels: what they are, how they divide, and a cache that is named by its sources and safe to share."""

import os
from pathlib import Path

import numpy as np
import pytest
from processes import answer, start

from sim import kernels
from sim.kernels import kernel, source_hash
from sim.numeric import Decision
from sim.sources import imported_files
from sim.state.table import Array

ONE_KERNEL = "from sim.numeric import philox; print(*map(hex, philox(0, 0, 0, 0, 0, 0)))"
ANSWER = "0x6627e8d5 0xe169c58d 0xbc57ac4c 0x9b00dbd8\n"


def test_processes_may_share_a_cache_and_half_a_file_is_none(tmp_path: Path) -> None:
    """Two compile at once into one empty cache; a third finds its files cut short."""
    racing = [start(ONE_KERNEL, NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2)]
    assert [answer(process) for process in racing] == [ANSWER] * 2
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    whole = kept[0].read_bytes()
    kept[0].write_bytes(whole[: len(whole) // 2])
    assert answer(start(ONE_KERNEL, NUMBA_CACHE_DIR=str(tmp_path))) == ANSWER
    assert len(kept[0].read_bytes()) > len(whole) // 2


def package(folder: Path, changed: str = "") -> Path:
    """A package of seven files: rules/posts.py imports numeric and rules/funds.py, which imports levers."""
    home = folder / "town"
    (home / "rules").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "rules/__init__.py": "",
        "numeric.py": "import math\n",
        "levers.py": "A = 1\n",
        "figures.py": "A = 1\n",
        "rules/funds.py": "from town.levers import A\n",
        "rules/posts.py": "import town.numeric\nfrom town.rules import funds\n",
    }.items():
        (home / name).write_text(text + "B = 2\n" * (name == changed))
    return home


def test_a_kernel_depends_on_all_that_its_file_imports(tmp_path: Path) -> None:
    home = package(tmp_path)
    found = {path.relative_to(home).as_posix() for path in imported_files(home / "rules" / "posts.py", home)}
    assert found == {"rules/posts.py", "rules/funds.py", "rules/__init__.py", "numeric.py", "levers.py"}


def test_the_cache_is_named_by_every_source_that_a_kernel_uses(tmp_path: Path) -> None:
    def named(folder: str, changed: str = "") -> str:
        home = package(tmp_path / folder, changed)
        return source_hash(home / "rules" / "posts.py", home)

    assert named("first") == named("elsewhere") == named("other", "figures.py")
    used = ("numeric.py", "levers.py", "rules/funds.py", "rules/posts.py")
    assert len({named("first again"), *(named(str(place), name) for place, name in enumerate(used))}) == 5


def test_a_rule_depends_on_its_equations_elsewhere_but_not_on_its_neighbours() -> None:
    files = {path.relative_to(kernels.PACKAGE).as_posix() for path in imported_files(_rule("posts"), kernels.PACKAGE)}
    assert {"rules/posts.py", "numeric.py", "kernels.py", "levers.py", "behaviour.py", "state/persons.py"} <= files
    assert not files & {"rules/matching.py", "rules/shocks.py", "model.py", "results.py"}
    assert "rules/calendar.py" in {
        path.relative_to(kernels.PACKAGE).as_posix() for path in imported_files(_rule("shocks"), kernels.PACKAGE)
    }


def _rule(name: str) -> Path:
    return kernels.PACKAGE / "rules" / f"{name}.py"


def test_whole_numbers_of_every_width_meet_one_version_of_a_kernel() -> None:
    @kernel
    def grown(x: int, by: int = 1) -> int:
        """Add."""
        return x + by

    @kernel
    def asked(columns: Array, narrow: Array) -> int:
        """Ask with a written number, a left-out one, a column's, a narrow column's and a decision."""
        return grown(3) + grown(columns[0], 2) + grown(narrow[0], columns[0]) + grown(Decision.TIE, narrow[0])

    columns, narrow = np.array([40], np.int64), np.array([100], np.int8)
    assert asked(columns, narrow) == asked.py_func(columns, narrow) == 4 + 42 + 140 + 129
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        assert len(grown._within.signatures) == 1
        assert grown(3) == 4


def test_a_kernel_is_its_python_function_too() -> None:
    @kernel
    def twice(x: float) -> float:
        """Double a number."""
        return 2.0 * x

    assert twice(4.0) == twice.py_func(4.0) == 8.0


def test_a_kernel_divides_as_python_does() -> None:
    @kernel
    def ratio(a: float, b: float) -> float:
        """Divide."""
        return a / b

    with pytest.raises(ZeroDivisionError):
        ratio(1.0, 0.0)


def test_warm_is_what_a_finished_run_has_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "cache_directory", lambda: tmp_path / "kernels")
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        kernels.mark_warm()
        assert kernels.is_warm()
        assert not (tmp_path / "kernels").exists()
        return
    assert not kernels.is_warm()
    kernels.mark_warm()
    assert kernels.is_warm()


def test_a_disk_that_refuses_costs_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(kernels, "cache_directory", lambda: tmp_path / "file" / "kernels")
    kernels.mark_warm()
    assert (tmp_path / "file").read_text() == ""
