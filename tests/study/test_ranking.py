"""Policies and measures in order, how sure that is, and the wholes that a study moves."""

import re
from pathlib import Path

import numpy as np
import pytest
from made_studies import STUDY, written

from sim.errors import InputError
from sim.measures import MEASURES
from sim.runner import simulate
from sim.sections import BEHAVIOUR, LEVERS
from sim.study.findings import show, tables, write
from sim.study.ranking import ranking
from sim.study.stages import run_file
from sim.study.studyfile import StudyFile
from sim.study.told import findings_of
from sim.study.wholes import PACKAGE, wholes
from sim.study.why import facts

ROOT = Path(__file__).parents[2]
MEASURED = STUDY.replace("method: morris\nsamples: 4\n", "policies: measures\n") + (
    "ranking: {samples: 4, replicates: 1, by: {income: higher, relapse: lower}}\n"
)


def test_a_ranking_counts_who_is_first_and_what_chance_does():
    effects = {
        "y: one": np.array([[1.0, 1.2], [2.0, 2.2], [-1.0, -0.8], [3.0, 3.2], [np.nan, 1.0]]),
        "y: two": np.array([[2.0, 2.2], [1.0, 1.2], [-2.0, -1.8], [1.0, 1.2], [9.0, 9.0]]),
    }
    told = ranking(effects, ["one", "two"], {"y": "higher"}).set_index("policy")
    assert told["points"].tolist() == [4, 4]  # the point with a failed run is left out for both
    assert told.loc["one", "first"] == 0.75 and told.loc["two", "first"] == 0.25
    assert told.loc["one", "effect"] == pytest.approx(1.35)
    noise = 0.02  # variance of two values 0.2 apart
    between = np.var([1.1, 2.1, -0.9, 3.1], ddof=1) - noise / 2
    assert told.loc["one", "chance"] == pytest.approx(noise / (noise + between))
    assert told.loc["one", "better"] == 0.75
    lower = ranking(effects, ["one", "two"], {"y": "lower"}).set_index("policy")
    assert lower.loc["one", "first"] == 0.25 and lower.loc["one", "better"] == 0.25


def test_ranks_have_intervals_from_points_drawn_again():
    rng = np.random.default_rng(3)
    gains = {"clear": 5.0, "one": 1.0, "like it": 1.0, "bad": -4.0, "worse": -6.0, "worst": -9.0}
    effects = {f"y: {name}": gain + rng.normal(0, 1.5, (40, 1)) for name, gain in gains.items()}
    table = ranking(effects, list(gains), {"y": "higher"})
    assert table["policy"].iloc[0] == "clear" and table["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    told = table.set_index("policy")
    assert told.loc["clear", ["rank_low", "rank_high", "among_best"]].tolist() == [1, 1, 1]
    for alike in ("one", "like it"):
        assert told.loc[alike, ["rank_low", "rank_high"]].tolist() == [2, 3]
    assert told.loc["worst", "among_best"] == 0 and told.loc["worse", "among_best"] == 1
    lower = ranking(effects, list(gains), {"y": "lower"})
    assert lower["policy"].tolist() == table["policy"].tolist()[::-1]


def test_every_measure_is_ranked_by_what_is_lost_without_it(tmp_path, capsys):
    file = StudyFile.load(written(tmp_path, MEASURED))
    (stage,) = file.stages
    target = file.target(stage)
    assert list(target.scenarios) == [measure.name for measure in MEASURES] and target.reference.name == "package"
    less = target.scenarios["fund_tilt"].levers_at(7)
    assert (less.fund_tilt_dose, less.fund_tilt_tilt) == (0.0, 1.0)
    assert target.reference.levers_at(7).fund_tilt_dose == 2.0

    done = run_file(written(tmp_path, MEASURED), tmp_path / "out")
    study = done[0].study
    table = tables(file, done[0])["ranking.csv"]
    assert len(table) == 2 * 24 and table.groupby("outcome")["rank"].sum().tolist() == [24 * 25 / 2] * 2
    worlds = target.worlds(study.design.values(0), study.design.run_seed(0, 0))
    income = {
        name: simulate(worlds[name], threads=1).series("income_mean", "county_type", "key")[-3:].mean()
        for name in ("fund_tilt", "reference")
    }
    assert study.outcomes["income: fund_tilt"][0, 0] == pytest.approx(income["fund_tilt"] - income["reference"])
    told = table[table["outcome"] == "income"].set_index("policy")
    assert told.loc["fund_tilt", "effect"] == pytest.approx(-study.outcomes["income: fund_tilt"].mean())
    assert told.loc["fund_tilt", "effect"] != 0.0

    assert {path.name for path in write(file, done)} == {"ranking.csv", "ranking.png"}
    missed = facts(findings_of(file, done))["drives"]
    assert [fact["outcome"]["name"] for fact in missed if fact["say"] == "missed"] == ["income", "relapse"]
    show(file, done)
    assert "The scenario against itself without a measure" in capsys.readouterr().out


def test_each_factor_belongs_to_a_measure_to_a_rule_that_reads_it_or_to_its_theory():
    kinds = dict.fromkeys(LEVERS, "levers") | dict.fromkeys(BEHAVIOUR, "uncertainties") | {"matching": "structure"}
    found = wholes(kinds)
    assert list(found) == list(kinds)
    assert found["local_jobs_dose"] == found["local_jobs_post_pay"] == "measure local_jobs"
    assert found["matching"] == "theory of matching"
    assert {f"measure {measure.name}" for measure in MEASURES} <= set(found.values())
    for name in BEHAVIOUR:
        kind, _, rule = found[name].partition(" ")
        elsewhere = [PACKAGE / f"{kind}.py", *PACKAGE.glob(f"{kind}/*.py")]
        paths = [PACKAGE / "rules" / f"{rule}.py"] if kind == "rule" else elsewhere
        assert any(re.search(rf"\bbehaviour\.{name}\b", path.read_text()) for path in paths if path.is_file()), name


def test_a_study_moves_wholes_and_then_single_factors(tmp_path):
    text = STUDY.replace(
        "method: morris\nsamples: 4\n",
        "wholes: {samples: 4}\nscreen: {method: trend, samples: 40}\nthen: {samples: 4, survivors: 1, at_most: 1}\n",
    )
    path = written(tmp_path, text)
    whole, screen, then = run_file(path, tmp_path / "out")
    assert whole.study.design.units == ("measure fund_tilt", "measure local_jobs", "rule illness")
    assert set(screen.study.indices["index"]) == {"trend"} and len(then.kept) == 1
    assert set(then.study.design.units) == {*then.kept, "dropped"}
    names = {str(one.relative_to(tmp_path / "out")) for one in write(StudyFile.load(path), (whole, screen, then))}
    assert {"wholes/indices.csv", "wholes/tornado.png", "screen/tornado.png", "then/drop.csv"} <= names

    with pytest.raises(InputError, match="does not tell how many survive; give `then` its `survivors`"):
        StudyFile.load(written(tmp_path, text.replace("survivors: 1, ", "")))
    with pytest.raises(InputError, match="unknown key 'groups' in wholes"):
        StudyFile.load(written(tmp_path, text.replace("{samples: 4}", "{samples: 4, groups: kinds}")))
    alone = StudyFile.load(written(tmp_path, STUDY + "groups: wholes\n"))
    assert alone.stages[0].groups == wholes(alone.kinds)


def test_the_shipped_study_ranks_all_measures_at_equal_yuan():
    file = StudyFile.load(ROOT / "scenarios" / "studies" / "what-drives-relapse.yaml")
    assert file.scenarios["opinion-2021"].budget_closure == file.reference.budget_closure == "fixed_pool"
    assert set(file.factors) >= {*LEVERS, *BEHAVIOUR}
    assert list(file.policies) == [measure.name for measure in MEASURES] and file.are_omissions
    assert [stage.name for stage in file.stages] == ["shares", "wholes", "screen", "then", "ranking"]
