"""Study files: what they say, and one sentence with file and line for each that cannot be used."""

import re
from pathlib import Path

import pytest
from made_studies import STUDY, written
from scipy import stats

from sim import files
from sim.errors import InputError
from sim.study import varied
from sim.study.measured import Measured
from sim.study.studyfile import KEYS, StudyFile

ROOT = Path(__file__).parents[2]

STAGED = STUDY.replace(
    "method: morris\nsamples: 4\n",
    """
policies:
  posts: {local_jobs_dose: 1.5}
  tilt: {fund_tilt_tilt: 1.3}
shares: {samples: 8, replicates: 3}
screen: {samples: 4}
then: {samples: 16, may_drop: 0.2, at_most: 3}
ranking: {samples: 5, by: {income: higher}}
""",
)


def test_a_file_says_what_is_run(tmp_path):
    file = StudyFile.load(written(tmp_path))
    assert (file.name, file.title) == ("small", "A small study")
    assert list(file.scenarios) == ["package"] and file.reference.name == "base"
    assert file.outcomes["income"] == Measured("package", "income_mean", "county_type", "key", 3, False)
    assert file.outcomes["effect on income"].is_effect
    assert file.kinds == {
        "fund_tilt_tilt": "levers",
        "local_jobs_post_pay": "levers",
        "illness_rate": "uncertainties",
        "reimbursed_share": "uncertainties",
    }
    assert file.factors["fund_tilt_tilt"].ppf([0.0, 1.0]).tolist() == [0.5, 2.5]
    assert file.factors["illness_rate"].ppf([0.0, 1.0]) == pytest.approx([0.002, 0.014])
    (stage,) = file.stages
    assert (stage.name, stage.method, stage.samples, stage.replicates) == ("", "morris", 4, 2)


def test_all_means_every_declared_number_and_every_rule_with_a_rival(tmp_path, monkeypatch):
    monkeypatch.setattr(varied, "VARIANTS", {"matching": ("lots", "best_first"), "posts": ("lots",)})
    path = written(
        tmp_path, re.sub(r"factors:\n.*\n.*\n", "factors: {levers: all, behaviour: all, rules: all}\n", STUDY)
    )
    file = StudyFile.load(path)
    quantities = {**varied.LEVERS, **varied.BEHAVIOUR}
    assert list(file.factors) == [*quantities, "matching"]
    for name, quantity in quantities.items():
        low = 0.5 if name.endswith("_tilt") else quantity.low  # 0 is no tilt: it means that of the fund
        assert file.factors[name].ppf([0.0, 1.0]) == pytest.approx([low, quantity.high])
    assert file.kinds["matching"] == "structure" and file.factors["matching"] == ["lots", "best_first"]


def test_patterns_take_in_whatever_is_called_so_and_names_go_first():
    told = {
        "local_jobs_*": "declared",
        "local_jobs_post_pay": [400, 600],
        "*_tilt": [0.5, 2],
        "fund_tilt_tilt": "fixed",
    }
    factors, kinds = varied.read(files.given({"levers": told, "behaviour": {"*": "declared", "illness_rate": "fixed"}}))
    jobs = {name for name in varied.LEVERS if name.startswith("local_jobs_")}
    tilts = {name for name in varied.LEVERS if name.endswith("_tilt")} - {"fund_tilt_tilt"}
    assert {name for name, kind in kinds.items() if kind == "levers"} == jobs | tilts
    assert set(factors) - jobs - tilts == set(varied.BEHAVIOUR) - {"illness_rate"}
    assert factors["local_jobs_post_pay"].ppf([0.0, 1.0]).tolist() == [400.0, 600.0]
    assert factors["local_jobs_tilt"].ppf([0.0, 1.0]).tolist() == [0.5, 2.0]  # the later of two patterns


def test_population_months_and_equal_yuan_hold_in_scenario_and_reference(tmp_path):
    lines = "months: 10\npopulation: {households: 25}\nequal_yuan: true\n"
    file = StudyFile.load(written(tmp_path, lines + STUDY))
    for scenario in (*file.scenarios.values(), file.reference):
        assert (scenario.months, scenario.population.counties, scenario.population.households) == (10, 4, 25)
        assert scenario.budget_closure == "fixed_pool"


def test_stages_have_their_usual_methods(tmp_path):
    file = StudyFile.load(written(tmp_path, STAGED))
    told = {stage.name: (stage.method, stage.samples, stage.replicates) for stage in file.stages}
    assert told == {
        "shares": ("sobol", 8, 3),
        "screen": ("morris", 4, 2),
        "then": ("sobol", 16, 2),
        "ranking": ("pawn", 5, 2),
    }
    shares, _, then, ranking = file.stages
    assert shares.groups == file.kinds and (then.may_drop, then.survivors, then.at_most) == (0.2, 0, 3)
    asked = file.target(ranking).outcomes
    assert list(asked) == ["income: posts", "income: tilt"] and all(item.is_effect for item in asked.values())
    assert file.policies["posts"].levers_at(5).local_jobs_dose == 1.5
    assert file.policies["posts"].levers_at(5).fund_tilt_tilt == 1.0  # the reference, not the package


def test_several_scenarios_share_the_design(tmp_path):
    file = StudyFile.load(
        written(tmp_path, STUDY.replace("scenario: package.yaml", "scenarios: [package.yaml, base.yaml]"))
    )
    assert list(file.scenarios) == ["package", "base"]
    assert {"income: package", "income: base", "effect on income: package"} <= set(file.outcomes)


def test_factors_in_no_group_are_moved_alone(tmp_path):
    file = StudyFile.load(written(tmp_path, STUDY + "groups: {health: [illness_rate, reimbursed_share]}\n"))
    assert file.stages[0].groups == {
        "fund_tilt_tilt": "fund_tilt_tilt",
        "local_jobs_post_pay": "local_jobs_post_pay",
        "illness_rate": "health",
        "reimbursed_share": "health",
    }
    assert StudyFile.load(written(tmp_path, STUDY + "groups: kinds\n")).stages[0].groups == file.kinds


def test_the_range_of_a_factor_is_what_is_written():
    written_factors = files.given({"behaviour": {"illness_rate": [0.003, 0.004]}})
    factors, _ = varied.read(written_factors)
    assert varied.read(files.given({"levers": {"local_jobs_post_pay": {"values": [400, 600]}}}))[0] == {
        "local_jobs_post_pay": [400.0, 600.0]
    }
    assert factors["illness_rate"].ppf(0.5) == pytest.approx(stats.uniform(0.003, 0.001).median())


BROKEN = [
    ("title: A small study", "titel: A small study", 2, "unknown key 'titel' in a study; did you mean 'title'?"),
    ("scenario: package.yaml", "scenario: packag.yaml", 3, "did you mean"),
    ("scenario: package.yaml\n", "", 2, "a study needs `scenario`"),
    ("reference: base.yaml\n", "", 10, "give the study a `reference`"),
    ("fund_tilt_tilt: [0.5, 2.5]", "fund_tilt_tlit: [0.5, 2.5]", 6, "did you mean 'fund_tilt_tilt'?"),
    ("fund_tilt_tilt: [0.5, 2.5]", "fund_tilt_tilt: [2.5, 0.5]", 6, "the lower one first"),
    ("fund_tilt_tilt: [0.5, 2.5]", "fund_tilt_tilt: [0.5, 3.5]", 6, "allowed is a number from 0.5 to 2.5 ratio"),
    ("fund_tilt_tilt: [0.5, 2.5]", "fund_tilt_tilt: 0.5", 6, "allowed is `declared`, a range [low, high]"),
    ("[400, 600]}", "{values: [400, 400]}}", 6, "one comes twice"),
    ("[400, 600]}", "{values: []}}", 6, "the values of local_jobs_post_pay are none"),
    ("fund_tilt_tilt: [0.5", "local_jobs_tilt: [0.1", 6, "begins at 0.1; allowed is 0.5 or more"),
    ("fund_tilt_tilt: [0.5, 2.5]", "rural_*: declared", 6, "no number under levers is called like 'rural_*'"),
    ("illness_rate: declared", "fund_tilt_dose: declared", 7, "it belongs under `levers`"),
    ("  behaviour: {", "  rules: {matching: [lotts]}\n  behaviour: {", 7, "did you mean 'lots'?"),
    ("  behaviour: {", "  beliefs: {", 7, "unknown key 'beliefs' in factors"),
    ("income_mean, group: key, last: 3", "income_meen, group: key", 9, "did you mean 'income_mean'?"),
    ("group: key, last: 3", "group: kee, last: 3", 9, "unknown group 'kee' of income_mean in this population"),
    ("group: key, last: 3", "group: Ningxia, last: 3", 9, "unknown group 'Ningxia'"),
    ("group: key, last: 3", "group: key, last: 9", 9, "allowed is a whole number from 1 to 8"),
    ("effect: true", "effect: yes", 11, "allowed is true or false"),
    ("income by month:", "income:", 13, "income is an outcome too"),
    ("method: morris", "method: moriss", 14, "nearest: 'morris'"),
    ("method: morris\nsamples: 4", "method: sobol\nsamples: 5", 15, "needs a power of two"),
    ("method: morris\n", "", 2, "a study needs `method` and `samples`, or the stages"),
    ("samples: 4", "samples: 4\nsamples: 8", 16, "comes twice"),
    ("samples: 4", "samples: 4\ngroups: {a: [illness_rat]}", 16, "did you mean 'illness_rate'?"),
    ("samples: 4", "samples: 4\ngroups: {a: [illness_rate], b: [illness_rate]}", 16, "is in two groups"),
    ("samples: 4", "samples: 4\nthresholds: {incme: 5}", 16, "did you mean 'income'?"),
    ("samples: 4", "samples: 4\nmonths: 3", 5, "every scenario ends before its `policy_from`"),
    ("samples: 4", "samples: 4\npopulation: {counties: 3}", 16, "counties"),
    ("samples: 4", "samples: 4\nbudget: {minutes: -1}", 16, "allowed is a number from 0.01"),
    ("samples: 4", "samples: 4\nseed: -1", 16, "allowed is a whole number from 0"),
    ("samples: 4", "samples: 4\nranking: {samples: 4}", 2, "and not both"),
    ("samples: 4", "samples: 4\npolicies: {one: {local_jobs_dose: 2}}", 16, "a ranking needs two"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"), BROKEN, ids=[new.split("\n")[-1][:40] for _, new, _, _ in BROKEN]
)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path, old, new, line, says):
    assert old in STUDY
    path = written(tmp_path, STUDY.replace(old, new))
    with pytest.raises(InputError) as refused:
        StudyFile.load(path)
    message = str(refused.value)
    assert message.startswith(f"{path}:{line}: ") and says in message and "\n" not in message


BROKEN_STAGES = [
    ("then: {samples: 16, may_drop: 0.2, at_most: 3}\n", "", "`screen` needs `then`"),
    ("at_most: 3", "survivors: 4, at_most: 3", "survivors is 4, and at_most 3 may survive"),
    ("shares: {samples: 8, replicates: 3}", "shares: {samples: 8, method: morris}", "method of shares is 'morris'"),
    ("may_drop: 0.2", "may_dro: 0.2", "unknown key 'may_dro' in then; did you mean 'may_drop'?"),
    ("ranking: {samples: 5, by: {income: higher}}\n", "", "`ranking` and `policies` need each other"),
    ("by: {income: higher}", "by: {income: more}", "allowed is lower or higher"),
    ("by: {income: higher}", "by: {incom: higher}", "did you mean 'income'?"),
    ("ranking: {samples: 5, by: {income: higher}}", "ranking: {samples: 5}", "`by` is empty"),
    ("posts: {local_jobs_dose: 1.5}", "posts: {illness_rate: 0.001}", "it belongs under `behaviour`"),
]


@pytest.mark.parametrize(("old", "new", "says"), BROKEN_STAGES, ids=[says[:30] for _, _, says in BROKEN_STAGES])
def test_a_broken_stage_is_refused(tmp_path, old, new, says):
    assert old in STAGED
    path = written(tmp_path, STAGED.replace(old, new))
    with pytest.raises(InputError, match=re.escape(says)) as refused:
        StudyFile.load(path)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", str(refused.value))


def test_the_page_names_every_key_and_its_example_is_a_study(tmp_path):
    page = (ROOT / "docs" / "studies.md").read_text()
    assert [key for key in KEYS if f"`{key}`" not in page] == []
    example = page.partition("```yaml\n")[2].partition("```")[0].replace("../", f"{ROOT}/scenarios/")
    (tmp_path / "example.yaml").write_text(example)
    file = StudyFile.load(tmp_path / "example.yaml")
    assert set(file.outcomes) == {"relapse", "effect on relapse"} and set(varied.BEHAVIOUR) < set(file.factors)
