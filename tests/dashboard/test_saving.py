"""What the dashboard saves is an ordinary run: its scenario run again has its id and numbers, bit for bit."""

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.reports.dashboard.opening import Opening, without_policy
from sim.reports.dashboard.pair import Desk, Pair
from sim.results import Results
from sim.runner import simulate
from sim.scenario import Scenario

pytest.importorskip("solara")

from sim.reports.dashboard.saving import run_of, told_of_saving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SMALL = {"counties": 4, "households": 30}


@pytest.fixture
def pair() -> Pair:
    policy = Scenario.make(
        name="here", title="Here", start="2021-10", policy_from="2021-12", months=6, population=SMALL, seed=3,
        levers={"job_service_dose": {"2021-12": 2.0, "2022-02": 1.0}},
    )  # fmt: skip
    return Pair(Desk(Opening(policy, without_policy(policy), "here")), 5)


def saved_in(told: str, months: str) -> Path:
    """The folder that a sentence on the page names."""
    begin = f"{months}, saved in "
    assert told.startswith(begin), told
    return Path(told.removeprefix(begin))


def test_the_months_so_far_are_a_run_that_can_be_made_again(pair: Pair, tmp_path: Path) -> None:
    pair.step()
    pair.turn("local_jobs_dose", 2.5)
    pair.step()
    pair.turn("labour_export_dose", 3.0)  # of a month that is not played
    results = tmp_path / "new" / "results"
    folder = saved_in(told_of_saving(pair, results), "4 months, 2021-10 to 2022-01")
    assert [path for path in sorted(tmp_path.rglob("*")) if path.is_file()] == [
        folder / "indicators.parquet",
        folder / "run.json",
    ]
    assert folder.parent == results and folder.name.startswith("here-turned-")
    saved = Results.load(folder)
    assert (saved.seed, saved.resolved["title"]) == (5, "Here, levers as turned in the dashboard")
    assert saved.resolved["levers"]["local_jobs_dose"] == {"2021-10": 1.0, "2022-01": 2.5}
    assert saved.resolved["levers"]["labour_export_dose"] == 1.0
    assert saved.seconds["simulate"] > 0
    told = {key: value for key, value in saved.resolved.items() if key != "origins"}
    again = simulate(Scenario.make(**told))
    assert again.run_id == saved.run_id
    assert again.indicators.equals(saved.indicators)


def test_the_whole_run_with_no_lever_turned_is_the_scenarios_own(pair: Pair, tmp_path: Path) -> None:
    while pair.running:
        pair.step()
    folder = saved_in(told_of_saving(pair, tmp_path), "6 months, 2021-10 to 2022-03")
    own = simulate(pair.desk.opening.policy.replace(seed=5))
    assert folder.name == f"here-{own.run_id}"
    assert Results.load(folder).indicators.equals(own.indicators)
    assert told_of_saving(pair, tmp_path).endswith(str(folder)), "saved twice it is there once"
    assert [*tmp_path.iterdir()] == [folder]


def test_a_page_is_made_of_it(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair.step()
    folder = saved_in(told_of_saving(pair, tmp_path), "3 months, 2021-10 to 2021-12")
    assert main(["report", str(folder), "-o", str(tmp_path / "page.html")]) == 0, capsys.readouterr().err
    assert "Here" in (tmp_path / "page.html").read_text()


def test_what_cannot_be_saved_is_one_sentence(pair: Pair, tmp_path: Path) -> None:
    pair.step()
    (tmp_path / "file").write_text("mine")
    told = told_of_saving(pair, tmp_path / "file")
    assert told == f"Not saved. {tmp_path / 'file'}: is a file, not a folder in which runs can lie"
    told = told_of_saving(pair, tmp_path / ("long" * 100))
    assert told.startswith("Not saved. ") and "cannot write the run: File name too long" in told
    folder = saved_in(told_of_saving(pair, tmp_path), "3 months, 2021-10 to 2021-12")
    manifest = json.loads((folder / "run.json").read_text())
    assert manifest["run_id"] == run_of(pair).run_id
    assert (tmp_path / "file").read_text() == "mine"


def test_a_run_without_a_month_is_not_saved(tmp_path: Path) -> None:
    policy = Scenario.make(start="2021-12", policy_from="2021-12", months=2, population=SMALL, seed=3)
    pair = Pair(Desk(Opening(policy, without_policy(policy), "here")), 3)
    assert told_of_saving(pair, tmp_path) == "Not saved. No month is over yet: press Step first."
    assert not [*tmp_path.iterdir()]
