"""A run of a study is played on the dashboard as it was run."""

import pytest
from made_studies import STUDY, written

from sim.cli import main
from sim.errors import InputError
from sim.reports.dashboard.opening import of_run
from sim.reports.dashboard.pair import Desk, Pair
from sim.study import compare
from sim.study.stages import run_file

FEW = STUDY.replace("samples: 4", "samples: 1").replace("effect: true", "effect: true, last: 3")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study that is done, and its folder."""
    folder = tmp_path_factory.mktemp("study")
    return run_file(written(folder, FEW), folder / "out")[0].study, folder / "out"


def played(opening) -> Pair:
    pair = Pair(Desk(opening), opening.policy.seed)
    while pair.running:
        pair.step()
    return pair


def test_its_last_months_are_those_of_the_row_bit_for_bit(made) -> None:
    study, folder = made
    row = study.runs.iloc[2]
    opening = of_run(folder, row["run_id"][:14], None)
    assert opening.policy.population.households == 20, "the people of the study, not the small ones of the dashboard"
    pair = played(opening)
    mine, other = (track.path("income_mean", "key") for track in (pair.policy, pair.baseline))
    assert sum(mine[-3:]) / 3 == pytest.approx(row["income"], rel=1e-14)
    assert row["effect on income"] != 0
    effect = (sum(mine[-3:]) - sum(other[-3:])) / 3
    assert effect == pytest.approx(row["effect on income"], rel=1e-12)
    assert "other code" not in opening.source


def test_a_run_of_a_comparison_has_its_first_scenario_as_baseline(made, tmp_path) -> None:
    worlds = [made[1].parent / name for name in ("base.yaml", "package.yaml")]
    done = compare.compare(*worlds, seeds=2, out=tmp_path)
    runs = next(tmp_path.rglob("plan.parquet")).parent
    import pyarrow.parquet as pq

    name = pq.read_table(runs / "plan.parquet").column("run_id")[0].as_py()
    opening = of_run(runs, name, None)
    assert done is not None
    assert (opening.policy.title, opening.baseline.title) == ("A small world with a tilt", "A small world")


def test_a_wrong_run_or_world_is_refused_in_one_sentence(made, capsys) -> None:
    study, folder = made
    with pytest.raises(InputError, match="no run begins with 'zzz'"):
        of_run(folder, "zzz", None)
    with pytest.raises(InputError, match="--world packege: the run has package; did you mean 'package'"):
        of_run(folder, study.runs.iloc[0]["run_id"], "packege")
    assert main(["dashboard", str(folder), "--run", "3", "--seed", "4"]) == 2
    assert "--seed is for a scenario" in capsys.readouterr().err
    assert main(["dashboard", "--run", "3"]) == 2
    assert main(["dashboard", str(folder), "--world", "package"]) == 2
