"""Comparing: nothing differs from nothing, pairing takes noise away, shuffled queues are no effect, all is kept."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim import cli
from sim.compared import placebo_in_words
from sim.errors import EnvironmentProblem, InputError
from sim.model import Model
from sim.results import MAIN
from sim.scenario import Scenario
from sim.study.branch import PLACEBO
from sim.study.compare import compare
from sim.study.comparison import TABLES, Comparison
from sim.study.effects import EFFECTS
from sim.study.replay import PROVED, replay, verify
from sim.study.study import open_study

PEOPLE = {"counties": 4, "households": 60}
SIDES = ["key", "other"]


def asked(name: str, **fields: Any) -> Scenario:
    return Scenario.make(**{"name": name, "months": 30, "policy_from": "2020-12", "population": PEOPLE, **fields})


BASE = asked("base")
LATER = asked("later", levers={"skill_project_dose": 2})
EARLY = asked("early", levers={"skill_project_dose": {"2020-06": 2}})
GENEROUS = asked("generous", levers={"local_jobs_dose": 3, "local_jobs_tilt": 2}, fund_closure="new_money")
TILT = asked("tilt", levers={"fund_tilt_tilt": 2})


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare(BASE, BASE, TILT, GENEROUS, seeds=6, out=tmp_path_factory.mktemp("compared"))


def of(table: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    for name, value in wanted.items():
        table = table[table[name] == value]
    return table


def test_the_same_scenario_twice_differs_in_nothing(comparison: Comparison) -> None:
    assert comparison.policies == ["base-2", "tilt", "generous"] and comparison.differences["base-2"] == []
    same = of(comparison.effects, scenario="base-2")
    assert len(same) > 300 and (same[["effect", "low", "high"]] == 0).all(axis=None)
    assert (same["noise_removed"].dropna() == 1).all() and (same["more_seeds"] == 0).all()
    assert (of(comparison.gainers, scenario="base-2")[["gainers", "losers", "p10", "p90"]] == 0).all(axis=None)
    held = of(comparison.households, scenario="base-2")
    assert (held[["income", "x", "poor_months", "fell"]] == 0).all(axis=None)
    assert (of(comparison.money, scenario="base-2")["change"] == 0).all()
    assert (of(comparison.places, scenario="base-2")["new"] == 0).all()
    bill = of(comparison.bill, scenario="base-2")
    assert (bill["verdict"] == "not estimable").all() and bill["value"].isna().all() and (bill["months"] == 0).all()


def test_pairing_removes_noise(comparison: Comparison) -> None:
    income = of(comparison.effects, scenario="tilt", indicator="income_mean", group_kind="county_type")
    assert (income["noise_removed"] > 0.5).all()


def test_effects_are_differences_of_runs_that_anybody_can_make(comparison: Comparison) -> None:
    people = {**PEOPLE, "seed": BASE.seed}
    income = {}
    for scenario in (BASE, TILT):
        runs = [sim.run(scenario, seed=seed, population=people) for seed in comparison.seeds]
        income[scenario.name] = np.array([run.series("income_mean", "county_type", "key")[-1] for run in runs])
        posts = np.array([run.series("public_posts", "county_type", "key")[-12:].mean() for run in runs])
    (row,) = of(comparison.effects, scenario="tilt", indicator="income_mean", group="key").to_dict("records")
    assert row["effect"] == pytest.approx((income["tilt"] - income["base"]).mean(), rel=1e-9)
    assert (row["reference"], row["level"]) == pytest.approx((income["base"].mean(), income["tilt"].mean()))
    assert (row["seeds"], row["unit"]) == (6, "yuan/year")
    (row,) = of(comparison.effects, scenario="tilt", indicator="public_posts", group="key").to_dict("records")
    assert row["level"] == pytest.approx(posts.mean())


def test_shuffled_queues_churn_and_have_no_effect(comparison: Comparison) -> None:
    placebo = of(comparison.effects, scenario=PLACEBO, group_kind="county_type")
    main = placebo[placebo["indicator"].isin(MAIN)]
    assert ((main["low"] <= 0) & (main["high"] >= 0)).mean() >= 0.85
    income = of(main, indicator="income_mean")
    assert (income["effect"] != 0).all() and ((income["low"] < 0) & (income["high"] > 0)).all()
    churn = of(comparison.households, scenario=PLACEBO)["income"]
    assert (churn != 0).mean() > 0.2
    assert f"of {len(main)} main effects" in placebo_in_words(comparison.effects)


def test_who_gets_places_gains_and_money_goes_where_the_lever_sends_it(comparison: Comparison) -> None:
    posts = of(comparison.effects, scenario="generous", indicator="public_posts", group="key")
    assert (posts["low"] > 0).all()
    gains = of(comparison.gainers, scenario="generous", outcome="income", group_kind="stratum in key counties")
    (row,) = of(gains, group="registered").to_dict("records")
    assert row["gainers"] > row["losers"] and row["balance"] > 0
    money = of(comparison.money, scenario="tilt", measure="local_jobs", what="employment fund").set_index("where")
    assert money.loc["key", "low"] > 0 > money.loc["other", "high"]
    assert money.loc["key", "change"] == pytest.approx(-money.loc["other", "change"], rel=0.1)
    assert set(of(comparison.bill, scenario="tilt")["per"]) == {"moved"}
    assert set(of(comparison.bill, scenario="generous")["per"]) == {"added"}
    places = of(comparison.places, scenario="generous", measure="local_jobs")
    assert (places["places"] > places["reference"]).all() and places["deadweight"].between(0, 1).all()


def test_money_by_payer_is_money_by_fate_and_what_came_back(comparison: Comparison) -> None:
    money = of(comparison.money, scenario="generous")
    for told, part in money.groupby(["measure", "where"]):  # what cannot be used comes back
        fates = part[(part["kind"] == "fate") & (part["what"] != "displaced")]["policy"].sum()
        payers = part[part["kind"] == "payer"]["policy"].sum()
        assert payers <= fates + 1e-6 and payers > 0.4 * fates, (told, payers, fates)


def test_households_are_the_same_people_in_all_runs(comparison: Comparison) -> None:
    held = comparison.households
    assert (held.groupby("household").size() == len(comparison.contrasts)).all()
    first = Model(BASE.replace(population={"seed": BASE.seed}), rng=5).first_households
    assert set(held["household"]) == set(first.id.tolist())
    assert held["is_registered"].mean() == first.is_registered.mean()


def test_more_seeds_add_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = compare(BASE, TILT, seeds=2, out=tmp_path)
    made: list[int] = []
    step = Model.__init__

    def counted(self: Model, *arguments: Any, **words: Any) -> None:
        made.append(words["rng"])
        step(self, *arguments, **words)

    monkeypatch.setattr(Model, "__init__", counted)
    more = compare(BASE, TILT, seeds=3, out=tmp_path)
    assert (few.seeds, more.seeds, made) == ([1, 2], [1, 2, 3], [3])
    again = compare(BASE, TILT, seeds=3, out=tmp_path)
    assert made == [3] and again.effects.equals(more.effects)


def count_models(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    made: list[tuple[str, int]] = []
    start = Model.__init__

    def counted(self: Model, scenario: Scenario, *arguments: Any, **words: Any) -> None:
        made.append((scenario.name, words["rng"]))
        start(self, scenario, *arguments, **words)

    monkeypatch.setattr(Model, "__init__", counted)
    return made


def test_one_more_scenario_takes_the_runs_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(BASE, TILT, seeds=3, out=tmp_path)
    whole = compare(BASE, TILT, LATER, seeds=3, out=tmp_path / "anew")
    lived: list[str] = []
    branch = Model.branch

    def followed(self: Model, scenario: Scenario, **words: Any) -> Model:
        lived.append(scenario.name if words.get("ties", 0) == 0 else PLACEBO)
        return branch(self, scenario, **words)

    monkeypatch.setattr(Model, "branch", followed)
    more = compare(BASE, TILT, LATER, seeds=3, out=tmp_path)
    assert lived == ["later"] * 3
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(more, name), getattr(whole, name), check_exact=True)
    assert more.name == whole.name
    again = compare(BASE, LATER, TILT, seeds=3, out=tmp_path)
    assert lived == ["later"] * 3 and again.policies == ["later", "tilt"]
    made = count_models(monkeypatch)
    compare(BASE, TILT, LATER, seeds=4, out=tmp_path)
    assert {seed for _, seed in made} == {4}  # a fourth seed, and no earlier one again
    made.clear()
    assert compare(BASE, LATER, seeds=2, out=tmp_path).seeds == [1, 2] and made == []


def test_fewer_scenarios_take_the_runs_of_more_where_all_seeds_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = compare(BASE, TILT, LATER, seeds=2, out=tmp_path)
    made = count_models(monkeypatch)
    one = compare(BASE, LATER, seeds=2, out=tmp_path)
    assert made == []
    pd.testing.assert_frame_equal(
        one.effects, both.effects[both.effects["scenario"] != "tilt"].reset_index(drop=True), check_exact=True
    )
    compare(BASE, LATER, seeds=3, out=tmp_path)
    assert {seed for _, seed in made} == {1, 2, 3}  # the third is made without the policy that nobody asks for


def test_a_placebo_that_begins_elsewhere_is_another_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(BASE, LATER, seeds=2, out=tmp_path)
    made = count_models(monkeypatch)
    mixed = compare(BASE, LATER, EARLY, seeds=2, out=tmp_path)
    assert {seed for _, seed in made} == {1, 2}
    fresh = compare(BASE, LATER, EARLY, seeds=2)
    pd.testing.assert_frame_equal(mixed.households, fresh.households, check_exact=True)


def test_runs_go_on_until_the_precision_or_the_most(tmp_path: Path) -> None:
    loose = {"income_mean": 1e6, "relapse_rate": 1.0}
    reached = compare(BASE, TILT, seeds=2, precision=loose, out=tmp_path)
    assert reached.is_reached and len(reached.seeds) == 2
    strict = compare(BASE, TILT, seeds=2, precision={"income_mean": 1e-6}, most_seeds=4, out=tmp_path)
    assert not strict.is_reached and len(strict.seeds) == 4 and strict.more_seeds > 1000
    posts = of(strict.effects, scenario="tilt", indicator="public_posts", group="key")["more_seeds"]
    assert (posts < 1000).all()


def test_workers_and_threads_change_no_number() -> None:
    """Blocks go through the seam pickled, and come back in any order."""
    with ThreadPoolExecutor(2) as workers:
        pooled = compare(BASE, TILT, seeds=3, on=workers)
    serial = compare(BASE, TILT, seeds=3, threads=2)
    pd.testing.assert_frame_equal(pooled.effects, serial.effects, check_exact=True)
    pd.testing.assert_frame_equal(pooled.households, serial.households, check_exact=True)


@pytest.mark.nightly
def test_all_cores_change_no_number() -> None:
    local, serial = (compare(BASE, TILT, seeds=3, on=on) for on in ("local", "serial"))
    pd.testing.assert_frame_equal(local.effects, serial.effects, check_exact=True)


def test_a_comparison_is_kept_whole(comparison: Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path)
    assert folder.parent == tmp_path and folder.name.startswith("base-vs-base-2-vs-tilt-vs-generous-")
    kept = {path.name for path in folder.iterdir()}
    tables = {f"{name}.parquet" for name in ("effects", "gainers", "households", "places", "bill", "money")}
    assert kept == {*tables, "forest.png", "comparison.json"}
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "effects.parquet"), comparison.effects, check_exact=True)
    assert list(comparison.effects) == list(EFFECTS)
    told = json.loads((folder / "comparison.json").read_text())
    assert told["seeds"] == [1, 2, 3, 4, 5, 6] and told["scenarios"][2]["levers"]["fund_tilt_tilt"] == {
        "2020-01": 1.0,
        "2020-12": 2.0,
    }
    assert told["differences"]["tilt"] == ["fund_tilt_tilt [ratio]: 2 instead of 1 from 2020-12"]
    assert (folder / "forest.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="is a file, not a folder"):
        comparison.save(folder / "comparison.json")


def test_a_comparison_that_was_kept_is_opened_again(comparison: Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path)
    opened = Comparison.load(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(opened, name), getattr(comparison, name), check_exact=True)
    assert opened.told() == comparison.told() and opened.words() == comparison.words()
    assert (opened.seeds, opened.more_seeds, repr(opened)) == (
        *(comparison.seeds, comparison.more_seeds, repr(comparison)),
    )
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".png"}
    assert opened.save(tmp_path) == folder
    assert {name: (folder / name).read_bytes() for name in before} == before
    with pytest.raises(InputError, match="not the folder of a comparison"):
        Comparison.load(tmp_path)
    (folder / "bill.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"bill\.parquet: not readable as Parquet"):
        _ = Comparison.load(folder).bill
    (folder / "comparison.json").write_text("[]")
    with pytest.raises(InputError, match="not a table of keys"):
        Comparison.load(folder)


def test_the_runs_of_a_comparison_are_proved(tmp_path: Path) -> None:
    kept = compare(BASE, TILT, seeds=2, out=tmp_path)
    (verdict,) = verify(tmp_path / kept.name, is_all=True)
    assert (verdict.word, verdict.made) == (PROVED, 2)
    run = open_study(tmp_path / kept.name).runs["run_id"][1]
    assert replay(tmp_path / kept.name, run).differences == ()


def test_seeds_that_fail_are_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Model.step

    def faulty(self: Model) -> None:
        if self.seed == 2 or self.seed >= bad_from:
            raise RuntimeError("books do not close")
        step(self)

    monkeypatch.setattr(Model, "step", faulty)
    bad_from = 99
    held = compare(BASE, TILT, seeds=3)
    assert held.seeds == [1, 3] and held.failed["seed"].tolist() == [2]
    assert "books do not close" in held.failed["error"].iloc[0]
    bad_from = 3
    with pytest.raises(EnvironmentProblem, match=r"only 1 of 3 seeds could be run: .*books do not close"):
        compare(BASE, TILT, seeds=3)


@pytest.mark.parametrize(
    ("scenarios", "words", "says"),
    [
        ([BASE], {}, "found 1 scenario; allowed are two or more"),
        ([BASE, asked("short", months=20)], {}, "short: months is 20; allowed is 30, as in base"),
        ([BASE, asked("few", population={"counties": 4, "households": 30})], {}, "few: population is .*households=30"),
        ([BASE, TILT], {"seeds": 1}, "seeds is 1; allowed is a whole number from 2"),
        ([BASE, TILT], {"precision": 0}, "precision is 0; allowed is a half-width above 0"),
        ([BASE, TILT], {"precision": {"income_men": 1}}, "'income_men', which is no indicator; did you mean"),
        ([BASE, TILT], {"on": "moon"}, "on is 'moon'"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(scenarios: list[Scenario], words: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        compare(*scenarios, **words)


def test_the_command_shows_tables_and_ends_with_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "months: 15\npopulation: {counties: 4, households: 25}\npolicy_from: 2020-06\n"
    (tmp_path / "base.yaml").write_text(text)
    (tmp_path / "tilt.yaml").write_text("extends: base.yaml\nlevers: {fund_tilt_tilt: 2}\n")
    words = [
        "compare",
        str(tmp_path / "base.yaml"),
        str(tmp_path / "tilt.yaml"),
        "--seeds",
        "2",
        "--out",
        str(tmp_path),
    ]
    assert cli.main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tilt against base: fund_tilt_tilt [ratio]: 2 instead of 1 from 2020-06"
    assert any(line.split()[:1] == ["income_mean"] for line in lines) and "…" not in lines[-1]
    assert (Path(lines[-1]) / "effects.parquet").exists() and (Path(lines[-1]) / "plan.parquet").exists()
    assert cli.main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == lines[-1] and {row["scenario"] for row in told["effects"]} == {"tilt", "placebo"}
    assert cli.main([*words[:2]]) == 2 and "two or more" in capsys.readouterr().err
