"""Kernels: what they are, how they divide, and a cache that is named by its sources and safe to share."""

import os
from pathlib import Path

import pytest
from processes import answer, start

from sim import kernels
from sim.kernels import imported_files, kernel, source_hash

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


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of four files: rules/posts.py imports numeric and rules/funds.py, which imports levers."""
    home = tmp_path / "town"
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
        (home / name).write_text(text)
    return home


def test_a_kernel_depends_on_all_that_its_file_imports(package: Path) -> None:
    found = {path.relative_to(package).as_posix() for path in imported_files(package / "rules" / "posts.py", package)}
    assert found == {"rules/posts.py", "rules/funds.py", "rules/__init__.py", "numeric.py", "levers.py"}


def test_the_cache_is_named_by_every_source_that_a_kernel_uses(package: Path) -> None:
    posts = package / "rules" / "posts.py"
    before = source_hash.__wrapped__(posts, package)
    (package / "figures.py").write_text("A = 2\n")
    assert source_hash.__wrapped__(posts, package) == before
    seen = {before}
    for path in (package / "numeric.py", package / "levers.py", package / "rules" / "funds.py", posts):
        path.write_text(path.read_text() + "B = 2\n")
        seen.add(source_hash.__wrapped__(posts, package))
    assert len(seen) == 5


def test_a_rule_depends_on_its_equations_elsewhere_but_not_on_its_neighbours() -> None:
    files = {path.relative_to(kernels.PACKAGE).as_posix() for path in imported_files(_rule("posts"), kernels.PACKAGE)}
    assert {"rules/posts.py", "numeric.py", "kernels.py", "levers.py", "behaviour.py", "state/persons.py"} <= files
    assert not files & {"rules/matching.py", "rules/shocks.py", "model.py", "results.py"}
    assert "rules/calendar.py" in {
        path.relative_to(kernels.PACKAGE).as_posix() for path in imported_files(_rule("shocks"), kernels.PACKAGE)
    }


def _rule(name: str) -> Path:
    return kernels.PACKAGE / "rules" / f"{name}.py"


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
