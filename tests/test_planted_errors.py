"""Errors planted in the equations of the rules are found by the tests of the rules, all but a stated share."""

import ast
from pathlib import Path

import planted
import pytest
from tallied import Tally

SAMPLE = 300
MAY_SURVIVE = 0.35
"""Of what is planted: bounds that no value meets, constants that a later rounding hides, and what tests do not see."""


@pytest.mark.nightly
def test_planted_errors_are_found(tmp_path: Path, tally: Tally) -> None:
    tree = planted.copied(tmp_path)
    ones = planted.drawn(SAMPLE, 1, [])
    left = []
    for one in ones:
        is_found = planted.is_found(one, tree)
        tally("mutants", f"one node of an equation in `{one.rule}`", 1, is_found)
        if not is_found:
            left.append(f"{one.rule}.py:{one.line}: {one.before} → {one.after}")
    assert len(left) <= MAY_SURVIVE * len(ones), "\n".join(left)


def test_every_kind_of_error_is_made_and_each_is_one(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text(
        "@kernel\ndef share(a, b):\n    if a < b and not b == 0:\n"
        "        return min(a, 2) + math.exp(-b) * 0.5\n    return 0.0\n"
        "@kernel\ndef step(a):\n    return a + 1\n"
        "def plain(a):\n    return a + 1\n"
        "@kernel\ndef enrol(a):\n    a[0] = 1\n"
    )
    ones = list(planted.planted(path))
    told = {(one.before, one.after) for one in ones}
    assert {("a < b", "a <= b"), ("b == 0", "b != 0"), ("min", "max"), ("math.exp", "math.expm1"), ("-b", "b")} <= told
    assert {("0.5", "0.56"), ("not b == 0", "b == 0"), ("2", "3"), ("0.0", "0.01")} <= told
    original = ast.unparse(ast.parse(path.read_text()))
    assert len({one.source for one in ones}) == len(ones) and original not in {one.source for one in ones}
    assert all("return a + 1" in one.source for one in ones)


def test_thousands_can_be_made() -> None:
    assert len(planted.drawn(10**6, 1, [])) > 1_000
