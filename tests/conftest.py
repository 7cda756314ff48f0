"""What tests measure can be kept: `pytest --record` writes it for docs/reliability.md."""

import datetime
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / "results" / "validation" / "reliability"

type Row = dict[str, str | int]
"""kind (of fault or input), cases, held, lost."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help=f"write what is measured to {KEPT.name}")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[[str, Sequence[Row]], None]:
    """Keeps the rows of a table under a name, if the tests were asked to record."""

    def write(name: str, rows: Sequence[Row]) -> None:
        if not request.config.getoption("--record"):
            return
        command = shlex.join(["pytest", *(word.replace(f"{Path.cwd()}/", "") for word in sys.argv[1:])])
        told = {"measured": datetime.date.today().isoformat(), "command": command, "rows": [*rows]}
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{name}.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    return write
