"""Every phrase of the Opinion, goals and measures, is somewhere in the model or left out for a stated reason."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from sim.declare import declared
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.measures import MEASURES

ROOT = Path(__file__).parent.parent
COLUMNS = ("clause", "phrase", "gist", "lever", "rule", "indicator", "left_out_because")
DIGITS = "〇一二三四五六七八九十"


def number(chinese: str) -> int:
    """A number from two to twenty-six: 二, 十, 十一, 二十, 二十六."""
    tens, _, ones = chinese.rpartition("十")
    if "十" not in chinese:
        return DIGITS.index(chinese)
    return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if ones else 0)


def clauses(text: str) -> dict[int, str]:
    """Text of each clause; headings of the areas, as 二、…, belong to none."""
    _, _, *lines = text.splitlines()
    body = "".join(line for line in lines if not re.match(r"[一二三四五六七]、", line))
    parts = re.split(r"\(([一二三四五六七八九十]+)\)", body)
    return {number(parts[i]): f"({parts[i]}){parts[i + 1]}" for i in range(1, len(parts), 2)}


TEXT = clauses((ROOT / "docs" / "opinion-2021.txt").read_text(encoding="utf-8"))
with (ROOT / "docs" / "opinion-trace.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
RULES = {path.stem for path in (ROOT / "sim" / "rules").glob("*.py")} - {"__init__"}


def test_the_text_has_its_clauses() -> None:
    assert list(TEXT) == list(range(2, 27))
    assert number("二十六") == 26 and number("十") == 10 and number("十一") == 11 and number("二十") == 20


@pytest.mark.parametrize("clause", TEXT)
def test_no_phrase_is_missing(clause: int) -> None:
    phrases = [row["phrase"] for row in ROWS if int(row["clause"]) == clause]
    assert "".join(phrases) == TEXT[clause]


def test_every_row_says_where_a_phrase_is_or_why_not() -> None:
    wrong = []
    for row in ROWS:
        assert tuple(row) == COLUMNS
        levers, rules, indicators = (row[column].split() for column in ("lever", "rule", "indicator"))
        is_there = bool(levers and rules)
        if is_there == bool(row["left_out_because"]) or not row["gist"] or (indicators and not is_there):
            wrong.append(row)
        wrong += [name for name in levers if name not in Levers._fields]
        wrong += [name for name in rules if name not in RULES]
        wrong += [name for name in indicators if name not in DEFINITIONS]
    assert not wrong


def test_every_clause_uses_a_lever_of_its_own() -> None:
    of_clause = defaultdict(set)
    for row in ROWS:
        of_clause[int(row["clause"])].update(row["lever"].split())
    quantities = declared(Levers)
    for measure in MEASURES:
        assert any(quantities[name].clause == measure.clause for name in of_clause[measure.clause]), measure.name
