"""What tests measure can be kept: `pytest --record` writes it for docs/reliability.md."""

import datetime
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / "results" / "validation" / "reliability"

type Tally = Callable[[str, str, int, int], None]
"""Takes a table, a kind of fault or input, how many cases were tried and how many of them held."""

COUNTS = pytest.StashKey[dict[str, dict[str, list[int]]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="keep what is measured in results/validation/reliability")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COUNTS] = {}


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Adds cases to a table that is kept at the end, if the tests were asked to record."""

    def add(table: str, kind: str, cases: int, held: int) -> None:
        row = request.config.stash[COUNTS].setdefault(table, {}).setdefault(kind, [0, 0])
        row[0] += cases
        row[1] += held

    return add


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not session.config.getoption("--record"):
        return
    command = shlex.join(["pytest", *(word.replace(f"{Path.cwd()}/", "") for word in sys.argv[1:])])
    KEPT.mkdir(parents=True, exist_ok=True)
    for name, kinds in session.config.stash[COUNTS].items():
        rows = [
            {"kind": kind, "cases": cases, "held": held, "lost": cases - held} for kind, (cases, held) in kinds.items()
        ]
        told = {"measured": datetime.date.today().isoformat(), "command": command, "rows": rows}
        (KEPT / f"{name}.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
