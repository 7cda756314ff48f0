"""A scenario may run an ensemble: each seed takes one parameter set, and what the scenario sets itself stays."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.differences import differences
from sim.errors import InputError
from sim.scenario import Scenario

ROWS = {"taste_spread": [0.5, 0.6, 0.7], "remitted_share": [0.4, 0.5, 0.6]}


def made(folder: Path, rows: dict[str, list[float]] | None = None, extra: str = "") -> Path:
    """A scenario that runs an ensemble of one's own."""
    pq.write_table(pa.table(ROWS if rows is None else rows), folder / "mine.parquet")
    path = folder / "mine.yaml"
    path.write_text(f"behaviour: mine.parquet\n{extra}", encoding="utf-8")
    return path


def test_each_seed_runs_a_row(tmp_path: Path) -> None:
    """Seed s runs row s modulo the number of rows."""
    scenario = Scenario.load(made(tmp_path))
    for seed in (0, 1, 2, 3, 10):
        told = scenario.replace(seed=seed).behaviour_values()
        assert told.taste_spread == ROWS["taste_spread"][seed % 3]
        assert told.remitted_share == ROWS["remitted_share"][seed % 3]


def test_what_is_set_otherwise_wins(tmp_path: Path) -> None:
    """A number that an extending file or a call sets is not taken from the ensemble; all others still are."""
    made(tmp_path)
    child = tmp_path / "child.yaml"
    child.write_text("extends: mine.yaml\nbehaviour: {taste_spread: 0.9}\n", encoding="utf-8")
    told = Scenario.load(child).replace(seed=2).behaviour_values()
    assert (told.taste_spread, told.remitted_share) == (0.9, 0.6)
    told = Scenario.load(child).replace(seed=1, remitted_share=0.35).behaviour_values()
    assert (told.taste_spread, told.remitted_share) == (0.9, 0.35)


def test_what_is_told_of_a_run_yields_it_again(tmp_path: Path) -> None:
    """A resolved scenario stands for its own seed and for every other."""
    scenario = Scenario.load(made(tmp_path)).replace(seed=1)
    again = Scenario.told(scenario.resolved())
    assert differences(scenario, again) == []
    for seed in (1, 2):
        assert again.replace(seed=seed).behaviour_values() == scenario.replace(seed=seed).behaviour_values()


def test_another_file_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    """What is told of a run holds the digest of the file."""
    told = Scenario.load(made(tmp_path)).resolved()
    told["ensemble"]["digest"] = "0" * 32
    with pytest.raises(InputError, match="has changed"):
        Scenario.told(told)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"taste_spred": [0.5]}, "'taste_spred' is not one of behaviour; .*taste_spread"),
        ({"taste_spread": [1e9]}, "mine.parquet: taste_spread"),
        ({"taste_spread": [float("nan")]}, "mine.parquet: taste_spread"),
        ({"taste_spread": []}, "has no parameter set"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, rows: dict[str, list[float]], said: str) -> None:
    """With the file and line of the scenario, and what is wrong."""
    with pytest.raises(InputError, match=f"mine.yaml:1: .*{said}"):
        Scenario.load(made(tmp_path, rows))


def test_no_such_ensemble_is_refused(tmp_path: Path) -> None:
    """A missing file, and a word that is none."""
    path = tmp_path / "a.yaml"
    path.write_text("behaviour: other.parquet\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.yaml:1: .*no such ensemble"):
        Scenario.load(path)
    path.write_text("behaviour: ensembel\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.yaml:1: behaviour is 'ensembel'; allowed is"):
        Scenario.load(path)
