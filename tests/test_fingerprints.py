"""Shipped scenarios give what they gave; where two versions part is told by month, rule, column and agent."""

import json
import shutil
from pathlib import Path

import fingerprints
import numpy as np
import pytest

SHIPPED = fingerprints.shipped()
GOLDEN = json.loads(fingerprints.KEPT.read_text()) if fingerprints.KEPT.exists() else {}


def test_the_baseline_and_the_package_have_a_fingerprint() -> None:
    assert {"scenarios/baseline.yaml", "scenarios/opinion-2021.yaml"} <= {*GOLDEN} <= {*SHIPPED}


@pytest.mark.nightly
@pytest.mark.parametrize("scenario", GOLDEN)
def test_a_shipped_scenario_gives_its_fingerprint(scenario: str) -> None:
    """Who moves one says by how much in the changelog, then `python tests/fingerprints.py --write`."""
    assert fingerprints.fingerprint(scenario) == GOLDEN[scenario]


def test_the_first_row_that_differs_is_named() -> None:
    here = {"persons.id": np.array([7, 8, 9]), "persons.wage": np.array([[1, 2], [3, 4], [5, 6]])}
    there = {"persons.id": here["persons.id"], "persons.wage": np.array([[1, 2], [3, 5], [5, 7]])}
    said = "persons.wage: row 1 (id 8) is [3, 4] here, [3, 5] there (2 differ)"
    assert fingerprints.first_difference(here, there) == said
    assert (
        fingerprints.first_difference(here, {"persons.id": here["persons.id"]}) == "column persons.wage is not in both"
    )
    nothing = np.array([np.nan])
    assert fingerprints.first_difference({"a.b": nothing}, {"a.b": nothing.copy()}) == "nothing"


def trace(place: str, digests: str) -> list[list[str]]:
    return [[f"2020-0{month} {place}", digest] for month, digest in enumerate(digests, 1)]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (trace("firms.step", "aab"), trace("firms.step", "aab"), "s: equal, bit for bit, in 3 calls of rules"),
        (trace("firms.step", "aab"), trace("firms.step", "aaa"), "s: persons.age: row 0 is 1 here, 2 there (1 differ)"
         " after 2020-03 firms.step"),
        (trace("firms.step", "aab"), trace("farm.step", "aab"), "s: 2020-01 firms.step is called here, 2020-01 f"),
        (trace("firms.step", "aab"), trace("firms.step", "aa"), "s: equal for 2 calls, then one goes on"),
    ],
)  # fmt: skip
def test_where_two_versions_part(
    one: list[list[str]], other: list[list[str]], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = {Path("one"): (one, 1), Path("other"): (other, 2)}

    def elsewhere(tree: Path, room: Path, *words: str) -> object:
        told, age = trees[tree]
        return {"persons.age": np.array([age])} if "--tables" in words else told

    monkeypatch.setattr(fingerprints, "elsewhere", elsewhere)
    assert fingerprints.parted(Path("one"), Path("other"), "s", tmp_path).startswith(said)


@pytest.mark.nightly
def test_a_planted_error_is_found_where_it_was_planted(tmp_path: Path) -> None:
    """The rule of farm work is changed in a copy of the sources; the tool says so, from outside."""
    for name in ("sim", "scenarios"):
        shutil.copytree(fingerprints.ROOT / name, tmp_path / name)
    path = tmp_path / "sim" / "model.py"
    planted = "        self._each(farm.step, persons, households, counties, behaviour, month)\n"
    text = path.read_text()
    assert text.count(planted) == 1
    path.write_text(text.replace(planted, f"{planted}        households.savings[3] += t == 20\n"))
    said = fingerprints.parted(fingerprints.ROOT, tmp_path, "scenarios/baseline.yaml", tmp_path)
    assert said.startswith("scenarios/baseline.yaml: households.savings: row 3 (id ") and "2021-09" in said, said
