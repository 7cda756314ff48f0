"""What tests measure can be kept: `pytest --record` writes it for docs/reliability.md."""

import datetime
import json
import shlex
import sys
from pathlib import Path

import pytest
from tallied import Tally

KEPT = Path(__file__).parents[1] / "results" / "validation" / "reliability"

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
    """Keep the tables; rows of kinds that were not tried now stay as they were."""
    if not session.config.getoption("--record"):
        return
    command = shlex.join(["pytest", *(word.replace(f"{Path.cwd()}/", "") for word in sys.argv[1:])])
    KEPT.mkdir(parents=True, exist_ok=True)
    for name, kinds in session.config.stash[COUNTS].items():
        about = {"measured": datetime.date.today().isoformat(), "command": command}
        rows = [
            {"kind": kind, "cases": cases, "held": held, "lost": cases - held, **about}
            for kind, (cases, held) in kinds.items()
        ]
        path = KEPT / f"{name}.json"
        before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        rows = sorted([*(row for row in before if row["kind"] not in kinds), *rows], key=lambda row: row["kind"])
        path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
