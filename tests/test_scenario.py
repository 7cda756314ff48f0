"""Scenarios: what a file says, what it leaves out, what a later file or an override changes, and who set it."""

import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.behaviour import Behaviour
from sim.dated import month_number
from sim.errors import InputError
from sim.events import Events
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.population.settings import Population
from sim.provenance import run_id
from sim.scenario import Scenario
from sim.sections import LEVERS

HERE = Path(__file__).parent


def month_of(scenario: Scenario, date: str) -> int:
    return month_number(date) - month_number(scenario.start)


def lever(scenario: Scenario, name: str, *dates: str) -> list[float]:
    return [getattr(scenario.levers_at(month_of(scenario, date)), name) for date in dates]


def write(folder: Path, **files: str) -> Path:
    """Scenario files by name; the path of the last."""
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return path


def without_origins(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in scenario.resolved().items() if key != "origins"}


# What files say


def test_defaults() -> None:
    scenario = Scenario.make()
    assert (scenario.start, scenario.months, scenario.policy_from) == ("2020-01", 72, "2021-12")
    assert scenario.behaviour_values() == Behaviour() and scenario.events_at(5) == Events()
    assert (scenario.fund_closure, scenario.budget_closure) == ("zero_sum", "additive")
    assert scenario.population == Population() and scenario.outputs == tuple(DEFINITIONS)


def test_a_plain_lever_holds_from_policy_from() -> None:
    scenario = Scenario.make(policy_from="2022-03", levers={"fund_tilt_tilt": 1.5})
    assert lever(scenario, "fund_tilt_tilt", "2022-02", "2022-03", "2025-12") == [1.0, 1.5, 1.5]
    assert scenario.levers_at(-1) == Levers()


def test_a_dated_lever_has_its_default_before() -> None:
    scenario = Scenario.make(levers={"fund_tilt_tilt": {"2021-12": 1.2, "2023-01": {"to": 2.4, "over": 12}}})
    found = lever(
        scenario, "fund_tilt_tilt", "2021-11", "2021-12", "2022-12", "2023-01", "2023-06", "2023-12", "2025-01"
    )
    assert found == pytest.approx([1.0, 1.2, 1.2, 1.3, 1.8, 2.4, 2.4])
    assert lever(scenario, "fund_tilt_tilt", "2023-12") == [2.4]


def test_a_change_cut_short_goes_on_from_where_it_was() -> None:
    path = {"2020-01": {"to": 2.2, "over": 12}, "2020-07": {"to": 1.6, "over": 2}}
    scenario = Scenario.make(levers={"fund_tilt_tilt": path})
    assert lever(scenario, "fund_tilt_tilt", "2020-06", "2020-07", "2020-08") == pytest.approx([1.6, 1.6, 1.6])


def test_policy_before_the_start_and_after_the_end() -> None:
    early = Scenario.make(policy_from="2019-01", levers={"fund_tilt_tilt": 1.5})
    assert early.levers_at(0).fund_tilt_tilt == 1.5 and early.levers_at(-1) == Levers()
    late = Scenario.make(policy_from="2030-01", levers={"fund_tilt_tilt": 1.5})
    assert late.resolved()["levers"] == {name: Levers._field_defaults[name] for name in LEVERS}


def test_what_extends_keeps_what_was_before_its_first_date(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        parent="levers: {fund_tilt_tilt: {2020-01: 1.2, 2023-01: 1.4}, local_jobs_dose: 2}\nmonths: 48\n",
        plain="extends: parent.yaml\nlevers: {fund_tilt_tilt: 2}\n",
        dated="extends: parent.yaml\nlevers: {fund_tilt_tilt: {2022-06: 2}}\n",
        later="extends: parent.yaml\npolicy_from: 2022-06\n",
    ).parent
    dates = ("2020-01", "2021-11", "2021-12", "2022-06", "2023-01")
    assert lever(Scenario.load(path / "plain.yaml"), "fund_tilt_tilt", *dates) == [1.2, 1.2, 2, 2, 2]
    assert lever(Scenario.load(path / "dated.yaml"), "fund_tilt_tilt", *dates) == [1.2, 1.2, 1.2, 2, 2]
    later = Scenario.load(path / "later.yaml")
    assert later.months == 48 and lever(later, "local_jobs_dose", "2021-12", "2022-06") == [1, 2]


def test_names_and_titles_are_not_inherited(tmp_path: Path) -> None:
    path = write(tmp_path, parent="name: old\ntitle: The old one\n", child="extends: parent.yaml\n")
    child = Scenario.load(path)
    assert (child.name, child.title) == ("child", "child")
    assert child.origin("title") == "default"
    assert Scenario.load(tmp_path / "parent.yaml").title == "The old one"


def test_extends_is_relative_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write(tmp_path, base="months: 7\n")
    path = write(tmp_path / "deep", child="extends: ../base.yaml\n", grandchild="extends: child.yaml\nseed: 5\n")
    scenario = Scenario.load(path)
    assert (scenario.months, scenario.seed) == (7, 5)
    assert scenario.origin("months") == f"{tmp_path / 'base.yaml'}:1"


def test_a_file_whose_name_cannot_name_a_run(tmp_path: Path) -> None:
    path = tmp_path / "my scenario (2).yaml"
    path.write_text("months: 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="give the scenario a `name`"):
        Scenario.load(path)
    path.write_text("months: 3\nname: mine\n", encoding="utf-8")
    assert Scenario.load(path).name == "mine"


@pytest.mark.parametrize("name", ["../up", "a/b", "", " ", ".hidden", "a\nb", "x" * 81])
def test_a_name_names_a_folder(name: str) -> None:
    with pytest.raises(InputError, match=r"^name is "):
        Scenario.make(name=name)


def test_order_of_counties_and_outputs_does_not_matter() -> None:
    counties = ["guizhou-key-01", "guizhou-key-02", "guizhou-other-01", "guizhou-other-02"]
    one = Scenario.make(population={"counties": counties}, outputs=["gini", "relapse_rate"])
    other = Scenario.make(population={"counties": counties[::-1]}, outputs=["relapse_rate", "gini"])
    assert one == other and one.outputs == ("relapse_rate", "gini")


# Overrides


def test_an_override_replaces_the_path_from_policy_from() -> None:
    dated = Scenario.make(levers={"fund_tilt_tilt": {"2020-06": 1.2, "2023-01": 1.4}})
    changed = dated.replace(fund_tilt_tilt=2)
    dates = ("2020-01", "2020-06", "2021-11", "2021-12", "2023-01")
    assert lever(changed, "fund_tilt_tilt", *dates) == [1.0, 1.2, 1.2, 2.0, 2.0]
    assert lever(dated, "fund_tilt_tilt", *dates) == [1.0, 1.2, 1.2, 1.2, 1.4]
    assert changed.replace(fund_tilt_tilt=1.5).levers == dated.replace(fund_tilt_tilt=1.5).levers


def test_an_override_equal_to_the_default_is_no_change() -> None:
    scenario = Scenario.make()
    for name in LEVERS:
        same = scenario.replace(**{name: Levers._field_defaults[name]})
        assert without_origins(same) == without_origins(scenario)


def test_overrides_of_behaviour_seed_months_population() -> None:
    scenario = Scenario.make(population={"counties": 8})
    changed = scenario.replace(seed=7, months=np.int64(5), population={"households": 25}, idle_share=0.1)
    assert (changed.seed, changed.months, changed.behaviour_values().idle_share) == (7, 5, 0.1)
    assert changed.population == Population("synthetic", 8, 25) and scenario.population.households == 500
    assert scenario.replace(population=Population(counties=4, households=25)).population.counties == 4
    assert scenario.replace() == scenario


def test_numbers_of_numpy_are_numbers() -> None:
    changed = Scenario.make().replace(local_jobs_post_term=np.int64(24), fund_tilt_tilt=np.float64(1.5))
    levers = changed.levers_at(30)
    assert type(levers.local_jobs_post_term) is float and levers.local_jobs_post_term == 24


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"fund_tilt_tlit": 1.5}, "'fund_tilt_tlit' is neither a lever nor one of behaviour; did you mean 'fund_tilt_"),
        ({"movement_stop": 0.1}, "is neither a lever nor one of behaviour"),
        ({"start": "2021-01"}, "is neither a lever nor one of behaviour"),
        ({"fund_tilt_tilt": 25}, "fund_tilt_tilt is 25 ratio; allowed is a number from 0.5 to 2.5"),
        ({"fund_tilt_tilt": math.nan}, "fund_tilt_tilt is nan"),
        ({"fund_tilt_tilt": True}, "fund_tilt_tilt is True"),
        ({"fund_tilt_tilt": "1.5"}, "fund_tilt_tilt is '1.5'"),
        ({"fund_tilt_tilt": None}, "fund_tilt_tilt is empty"),
        ({"fund_tilt_tilt": 10**500}, "fund_tilt_tilt is a number of very many digits"),
        ({"seed": -1}, "seed is -1; allowed is a whole number from 0 to 18446744073709551615"),
        ({"seed": True}, "seed is True"),
        ({"months": 601}, "months is 601"),
        ({"months": 6.0}, "months is 6.0"),
        ({"population": {"countys": 4}}, "unknown key 'countys' in population; did you mean 'counties'?"),
        ({"population": 3}, "population is 3"),
        ({"population": {"counties": 3}}, "counties is 3; allowed is a whole number from 4 to 462"),
    ],
)  # fmt: skip
def test_wrong_overrides(asked: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as told:
        Scenario.make().replace(**asked)
    assert says in str(told.value)


def test_only_a_path_can_be_loaded() -> None:
    with pytest.raises(InputError, match="scenario is 3; allowed is a path or a Scenario"):
        Scenario.load(3)  # type: ignore[arg-type]


# Who set what


def test_origins(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        base="months: 24\nlevers:\n  fund_tilt_tilt: 1.2\n  fund_tilt_dose: 2\n",
        child="extends: base.yaml\n\nlevers:\n  fund_tilt_tilt: 1.5\npopulation: {households: 100}\n",
    )
    scenario = Scenario.load(path).replace(local_jobs_dose=2, idle_share=0.1, seed=4)
    base, child = tmp_path / "base.yaml", tmp_path / "child.yaml"
    assert scenario.origin("levers.fund_tilt_tilt") == f"{child}:4"
    assert scenario.origin("levers.fund_tilt_dose") == f"{base}:4"
    assert scenario.origin("months") == f"{base}:1"
    assert scenario.origin("population.households") == f"{child}:5"
    assert scenario.origin("population.counties") == scenario.origin("levers.local_jobs_tilt") == "default"
    assert {scenario.origin(key) for key in ("levers.local_jobs_dose", "behaviour.idle_share", "seed")} == {"override"}
    assert scenario.resolved()["origins"]["levers.fund_tilt_dose"] == f"{base}:4"
    assert Scenario.make(months=3).origin("months") == "argument"
    with pytest.raises(
        InputError, match=r"unknown key 'levers\.fund_tilt_tlit'; did you mean 'levers\.fund_tilt_tilt'"
    ):
        scenario.origin("levers.fund_tilt_tlit")


def test_who_set_a_value_does_not_name_the_run(tmp_path: Path) -> None:
    path = write(tmp_path, base="levers: {fund_tilt_tilt: 1.5}\n", child="extends: base.yaml\n")
    ids = {
        run_id(scenario.resolved(), 1, "code")
        for scenario in (
            Scenario.load(path),
            Scenario.make(levers={"fund_tilt_tilt": 1.5}),
            Scenario.make().replace(fund_tilt_tilt=1.5),
        )
    }
    assert len(ids) == 1
    assert run_id(Scenario.make().resolved(), 1, "code") not in ids


def test_a_scenario_can_be_sent_to_another_process() -> None:
    scenario = Scenario.load(HERE.parent / "scenarios/history.yaml")
    assert pickle.loads(pickle.dumps(scenario)) == scenario
