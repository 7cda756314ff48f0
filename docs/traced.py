"""The record of what was tested: prose of docs/prose, lists and counts from tests and data."""

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from clauses import read, table
from odd import FILES, filled, rows_of

from sim.behaviour import Behaviour
from sim.declare import GRADES, declared
from sim.levers import Levers
from sim.rules import accounts

FOLDER = Path(__file__).parent
TESTS = FOLDER.parent / "tests"


def tests(files: Iterable[Path]) -> str:
    """Files of tests with the first line of each."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(files)}
    cells = [
        (f"`{path.relative_to(TESTS.parent)}`", (ast.get_docstring(tree) or "").split("\n")[0])
        for path, tree in trees.items()
    ]
    return table(("file", "what it shows"), cells)


def grade_table() -> str:
    """How many numbers are of which grade."""
    rows = Counter(row["grade"] for name in FILES for row in rows_of(name) if row.get("grade"))
    parts = (
        ("levers", Counter(q.grade for q in declared(Levers).values())),
        ("behaviour", Counter(q.grade for q in declared(Behaviour).values())),
        ("rows of data", rows),
    )
    return table(("", *GRADES), [(what, *(f"{count[grade]:,}" for grade in GRADES)) for what, count in parts])


def ratios() -> list[float]:
    """Simulated over published, of every figure in the page of levels."""
    text = (FOLDER / "levels.md").read_text(encoding="utf-8")
    page = text.split("<!-- table -->")[1].split("Levels without a target")[0]
    heads, _, *rows = [[cell.strip() for cell in line.split("|")] for line in page.splitlines() if line.startswith("|")]
    published = next(place for place, head in enumerate(heads) if head.startswith("published"))
    simulated = heads.index("simulated")
    return [amount(row[simulated]) / amount(row[published]) for row in rows]


def amount(cell: str) -> float:
    """The number that a cell begins with."""
    return float(cell.split()[0].replace(",", ""))


def trace_page() -> str:
    """The record."""
    phrases = read("opinion-trace.csv")
    left_out = sum(bool(row["left_out_because"]) for row in phrases)
    far = [max(ratio, 1.0 / ratio) for ratio in ratios()]
    return filled(
        "trace.md",
        {
            "books": lambda: str(len(accounts.BOOKS)),
            "grade_table": grade_table,
            "left_out": lambda: str(left_out),
            "level_count": lambda: str(len(far)),
            "level_near": lambda: str(sum(ratio <= 1.05 for ratio in far)),
            "level_off": lambda: str(sum(ratio > 1.1 for ratio in far)),
            "level_worst": lambda: f"{max(far):.1f}",
            "model_tests": lambda: tests(TESTS.glob("test_*.py")),
            "phrases": lambda: str(len(phrases)),
            "rule_tests": lambda: tests((TESTS / "rules").glob("test_*.py")),
            "study_tests": lambda: tests((TESTS / "study").glob("test_*.py")),
            "traced": lambda: str(len(phrases) - left_out),
            "verification_tests": lambda: tests((TESTS / "verification").glob("test_*.py")),
        },
    )
