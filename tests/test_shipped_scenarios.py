"""The scenarios in the repository: each loads, says what it asks, and is what it says."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from sim.dated import month_number
from sim.levers import Levers
from sim.scenario import Scenario
from sim.schema import schema
from sim.sections import LEVERS

FOLDER = Path(__file__).parent.parent / "scenarios"
SHIPPED = sorted(
    path for path in FOLDER.rglob("*.yaml") if path.parent.name not in ("studies", "survey", "calibration")
)
NAMES = {"baseline", "history", "opinion-2021", "no-tilt-same-money", "withdrawal", "destination-slump", "drought"}


def month_of(scenario: Scenario, date: str) -> int:
    return month_number(date) - month_number(scenario.start)


def test_the_questions_of_the_house_are_there() -> None:
    assert {path.stem for path in SHIPPED} >= NAMES


def test_what_follows_from_the_declarations_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "make.py", "--check"], cwd=FOLDER.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_load_and_say_what_they_ask(path: Path) -> None:
    scenario = Scenario.load(path)
    assert scenario.name == path.stem and scenario.title != scenario.name
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ") and "?" in text.split("\ntitle:")[0]
    assert json.loads(json.dumps(scenario.resolved(), allow_nan=False)) == scenario.resolved()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_schema_takes_shipped_scenarios(path: Path) -> None:
    jsonschema.validate(YAML(typ="safe", pure=True).load(path), schema(), jsonschema.Draft202012Validator)


def test_baseline_is_every_lever_at_its_default_and_2020_as_it_came() -> None:
    scenario = Scenario.load(FOLDER / "baseline.yaml")
    assert {scenario.levers_at(t) for t in range(-24, 72)} == {Levers()}
    stops = [scenario.events_at(t).movement_stop for t in range(-1, 6)]
    assert stops == [0.0, 0.0, 0.9, 0.5, 0.2, 0.0, 0.0]
    assert scenario.resolved()["levers"] == {name: Levers._field_defaults[name] for name in LEVERS}


def test_the_opinion_is_what_the_declarations_say() -> None:
    scenario = Scenario.load(FOLDER / "opinion-2021.yaml")
    before, after = (scenario.levers_at(month_of(scenario, date)) for date in ("2021-11", "2021-12"))
    assert before == Levers()
    for name, quantity in LEVERS.items():
        of_the_text = quantity.opinion if quantity.opinion is not None else quantity.package
        assert getattr(after, name) == (Levers._field_defaults[name] if of_the_text is None else of_the_text), name


def test_no_tilt_has_the_doses_of_the_opinion_and_no_preference() -> None:
    opinion, even = (Scenario.load(FOLDER / f"{name}.yaml") for name in ("opinion-2021", "no-tilt-same-money"))
    levers = even.levers_at(40)
    doses = [name for name in Levers._fields if name.endswith("_dose")]
    assert [getattr(levers, name) for name in doses] == [getattr(opinion.levers_at(40), name) for name in doses]
    assert levers.fund_tilt_tilt == 1 and levers.local_jobs_tilt == levers.skill_project_tilt == 0
    assert levers.skill_project_trainees_key_only == 0


def test_withdrawal_ends_every_dose_that_exists() -> None:
    levers = Scenario.load(FOLDER / "withdrawal.yaml").levers_at(23)
    assert all(getattr(levers, name) == 0 for name in LEVERS if name.endswith("_dose"))


def test_a_slump_comes_and_goes() -> None:
    scenario = Scenario.load(FOLDER / "destination-slump.yaml")
    at = {date: scenario.events_at(month_of(scenario, date)) for date in ("2022-12", "2023-01", "2024-06", "2024-12")}
    slumps = [events.destination_slump for events in at.values()]
    assert slumps[:2] == [0, 0.25] and slumps[2] == pytest.approx(0.125) and slumps[3] == 0
    assert scenario.events_at(1).movement_stop == 0.9
