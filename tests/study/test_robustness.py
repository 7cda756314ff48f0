"""Measures of robustness worked out by hand, and where along a line the preferred policy changes."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from sim.errors import InputError
from sim.study.flips import flips, line
from sim.study.robustness import Question, robustness

INCOME = {"steady": (10, 12, 14, 16), "bold": (4, 16, 18, 20), "flat": (11, 11, 11, 11)}
"""Income in four worlds: two scenarios with two sets of parameters each."""

EXPECTED = {
    "mean": (13, 14.5, 11),
    "median": (13, 17, 11),
    "percentile": (11.5, 13, 11),  # of the worst quarter: three quarters of the way from the first to the second
    "cvar": (10, 4, 11),
    "maximin": (10, 4, 11),
    "maximax": (16, 20, 11),
    "hurwicz": (11.5, 8, 11),  # three parts worst, one part best
    "regret_mean": (13 / 4, 7 / 4, 21 / 4),  # the best are 11, 16, 18, 20
    "regret_max": (4, 7, 9),
    "satisficing": (3 / 4, 3 / 4, 0),
    "undesirable_deviation": ((3 + 1) / 4, (13 + 1) / 4, 0),
}
QUESTION = {"threshold": 12.0, "tail": 0.25, "pessimism": 0.75}


def made(performance=INCOME, seeds=(0.0,), sign=1.0):
    """Runs in which a seed adds its number to all policies in all worlds."""
    return pd.DataFrame(
        {"policy": policy, "scenario": place // 2, "parameters": place % 2, "seed": seed, "y": sign * (value + luck)}
        for policy, values in performance.items()
        for place, value in enumerate(values)
        for seed, luck in enumerate(seeds)
    )


@pytest.mark.parametrize(("better", "sign"), [("high", 1.0), ("low", -1.0)])
def test_measures_by_hand(better, sign):
    """A loss is a gain turned round: measures of level turn with it, regret and rank do not."""
    question = Question(better, **{**QUESTION, "threshold": sign * 12.0})
    found = robustness(made(seeds=(-2.0, 1.0, 1.0), sign=sign), "y", question, resamples=5)
    assert found.worlds == 4 and found.failed == 0
    turns = {
        name: 1.0 if "regret" in name or name in ("satisficing", "undesirable_deviation") else sign for name in EXPECTED
    }
    for name, expected in EXPECTED.items():
        rows = found.measures[found.measures["measure"] == name]
        assert rows["policy"].tolist() == list(INCOME)
        assert rows["value"].tolist() == pytest.approx([turns[name] * value for value in expected]), name
    ranks = found.ranks()
    assert list(ranks.columns) == list(EXPECTED)
    assert ranks.loc["steady"].tolist() == [2, 2, 2, 2, 2, 2, 1, 2, 1, 1.5, 2]
    assert ranks.loc["bold"].tolist() == [1, 1, 1, 3, 3, 1, 3, 1, 2, 1.5, 3]


def test_other_tails_and_a_domain():
    found = robustness(made(), "y", Question("high", threshold=(11.0, 16.0), tail=0.375, pessimism=0.0), resamples=5)
    table = found.measures.pivot(index="measure", columns="policy", values="value")[list(INCOME)]
    assert table.loc["cvar"].tolist() == pytest.approx([(10 + 6) / 1.5, (4 + 8) / 1.5, 11])  # a world and a half
    assert table.loc["satisficing"].tolist() == [0.75, 0.25, 1.0]
    assert table.loc["hurwicz"].tolist() == [16, 20, 11]


def test_luck_as_risk():
    """Averaged, luck of -6 and +6 is nothing; as risk the worst world is 6 worse."""
    runs = made(seeds=(-6.0, 6.0))
    averaged, risk = (robustness(runs, "y", Question("high", luck=luck), resamples=5) for luck in ("averaged", "risk"))
    assert (averaged.worlds, risk.worlds) == (4, 8)
    worst = [found.measures.query("measure == 'maximin'")["value"].tolist() for found in (averaged, risk)]
    assert worst == [[10, 4, 11], [4, -2, 5]]


def test_reversals():
    found = robustness(made(), "y", Question("high", **QUESTION), resamples=5)
    pairs = found.reversals.set_index(["measure", "other"])
    assert pairs.loc[("mean", "maximin"), "reversed"] == ["steady | bold", "steady | flat", "bold | flat"]
    assert pairs.loc[("mean", "maximin"), "kendall"] == -1.0
    assert pairs.loc[("mean", "median"), "reversed"] == [] and pairs.loc[("mean", "median"), "kendall"] == 1.0
    # equal ones count half: (steady, bold) is level by satisficing
    assert pairs.loc[("mean", "satisficing"), "kendall"] == pytest.approx(2 / np.sqrt(6))
    values = np.random.default_rng(2).normal(size=(5, 6))
    runs = made({f"p{place}": row for place, row in enumerate(values.tolist())})
    pairs = robustness(runs, "y", Question("high"), resamples=2).reversals.set_index(["measure", "other"])
    expected = kendalltau(values.mean(axis=1), values.min(axis=1)).statistic
    assert pairs.loc[("mean", "maximin"), "kendall"] == pytest.approx(expected)


def test_bootstraps_of_scenarios_and_of_seeds_are_apart():
    """Scenarios differ, seeds do not: the mean is unsure over scenarios, and sure over seeds."""
    found = robustness(made(seeds=(1.0, 1.0, 1.0)), "y", Question("high"), resamples=400).measures
    mean = found.query("measure == 'mean'").set_index("policy")
    # two scenarios: the mean is 11, 13 or 15 plus 1, the ends with a quarter of the chance each
    assert mean.loc["steady", ["scenario_low", "scenario_high"]].tolist() == [12.0, 16.0]
    assert mean.loc["steady", ["seed_low", "seed_high"]].tolist() == [14.0, 14.0]
    assert mean.loc["flat", ["parameters_low", "parameters_high"]].tolist() == [12.0, 12.0]
    # bold has 10 in the first scenario and 19 in the second: less than 11 only if the first is drawn twice
    assert mean.loc["bold", "scenario_first"] == pytest.approx(0.75, abs=0.07)
    assert mean.loc["bold", "seed_first"] == 1.0
    alone = robustness(made(), "y", Question("high"), resamples=5).measures
    assert alone[["seed_low", "seed_high", "seed_first"]].isna().all(axis=None)


def test_seeds_that_are_common_do_not_blur_ranks():
    luck = np.random.default_rng(3).normal(0, 50, size=10)
    found = robustness(made(seeds=luck), "y", Question("high"), resamples=100).measures
    mean = found.query("measure == 'mean'").set_index("policy")
    assert mean.loc["bold", "seed_first"] == 1.0
    assert mean.loc["bold", "seed_high"] - mean.loc["bold", "seed_low"] > 20


def test_a_failed_run_leaves_out_those_it_is_compared_with():
    runs = made(seeds=(0.0, 3.0))
    fault = (runs["policy"] == "flat") & (runs["seed"] == 1) & (runs["scenario"] == 0)
    found = robustness(runs.assign(y=runs["y"].mask(fault)), "y", Question("high"), resamples=20)
    assert found.failed == 2 and found.worlds == 4
    value = found.measures.query("measure == 'mean'")["value"].tolist()
    assert value == pytest.approx([13 + 0.75, 14.5 + 0.75, 11.75])
    lost = runs["y"].mask((runs["policy"] == "flat") & (runs["scenario"] == 1))
    assert robustness(runs.assign(y=lost), "y", Question("high"), resamples=20).worlds == 2


def test_refused_tables():
    runs = made()
    with pytest.raises(InputError, match="'steady' has 0 runs with scenario 0, parameters 1, seed 0"):
        robustness(runs.drop(index=1), "y", Question("high"))
    with pytest.raises(InputError, match="has 2 runs with"):
        robustness(pd.concat([runs, runs.head(1)], ignore_index=True), "y", Question("high"))
    with pytest.raises(InputError, match="in no world did all"):
        robustness(runs.assign(y=np.nan), "y", Question("high"))
    with pytest.raises(InputError, match="two or more"):
        robustness(runs.query("policy == 'flat'"), "y", Question("high"))
    for wrong in ({"better": "up"}, {"better": "low", "tail": 0.0}, {"better": "low", "threshold": (2.0, 1.0)}):
        with pytest.raises(InputError, match="allowed"):
            Question(**wrong)


def paths(effects, positions):
    """Runs of a and b, whose difference in seed s at a position is effects[s]."""
    return pd.DataFrame(
        {"policy": policy, "seed": seed, "x": position, "y": 7.0 * seed + (effect if policy == "a" else 0.0)}
        for seed, path in enumerate(effects)
        for position, effect in zip(positions, path, strict=True)
        for policy in "ab"
    )


def test_a_flip_without_luck():
    """The effect falls from 3 through 0 at 1.5 to -1, and comes back through 0 half-way from 2 to 4."""
    found = flips(paths([(3, 1, -1, 1)], (0, 1, 2, 4)), "y", "x", ("a", "b"), better="high")
    assert found["position"].tolist() == [1.5, 3.0] and found["low"].isna().all()
    assert found[["below", "above"]].to_numpy().tolist() == [["a", "b"], ["b", "a"]]
    sure = flips(paths([(3, 1, -1, 1)] * 3, (0, 1, 2, 4)), "y", "x", ("a", "b"), better="low")
    assert sure[["position", "low", "high"]].to_numpy() == pytest.approx(np.array([[1.5] * 3, [3.0] * 3]))
    assert sure[["below", "above"]].to_numpy().tolist() == [["b", "a"], ["a", "b"]]
    assert flips(paths([(3, 0, 2)], (0, 1, 2)), "y", "x", ("a", "b"), better="high").empty


def test_the_interval_of_a_flip_is_fieller_s():
    """Effect 5 - x + luck that moves the whole line: the interval is 5 plus the t interval of the mean luck."""
    luck = np.array([-1.0, 0.5, 0.2, 0.7, -0.4])
    positions = np.linspace(0, 10, 6)
    found = flips(paths(5.0 - positions + luck[:, None], positions), "y", "x", ("a", "b"), better="high")
    half = 2.7764 * luck.std(ddof=1) / np.sqrt(5)
    assert found[["position", "low", "high"]].to_numpy()[0] == pytest.approx([5.0, 5.0 - half, 5.0 + half], abs=1e-4)
    wide = flips(paths(7.0 - positions + 4 * luck[:, None], positions), "y", "x", ("a", "b"), better="high")
    assert wide[["position", "low", "high"]].to_numpy()[0] == pytest.approx([7.0, 7.0 - 4 * half, np.inf], abs=1e-3)


def test_wiggles_within_luck_are_one_flip_and_a_touch_is_none():
    luck = np.array([[-2.0], [2.0], [-1.0], [1.0]])
    wiggle = np.array([30, 0.5, -0.5, 0.5, -0.5, -30])
    found = flips(paths(wiggle + luck, range(6)), "y", "x", ("a", "b"), better="high")
    assert len(found) == 1 and found[["below", "above"]].to_numpy().tolist() == [["a", "b"]]
    assert found.loc[0, "low"] < 1.0 < 4.0 < found.loc[0, "high"]
    touch = np.array([30, 0.5, -0.5, 30])
    assert flips(paths(touch + luck, range(4)), "y", "x", ("a", "b"), better="high").empty


def test_interval_of_a_flip_covers():
    """At 95 %, over 400 made tables."""
    rng = np.random.default_rng(4)
    positions = np.linspace(0, 1, 5)
    hits = 0
    for _ in range(400):
        effects = 0.37 - positions + rng.normal(0, 0.3, (6, 1)) + positions * rng.normal(0, 0.2, (6, 1))
        found = flips(paths(effects, positions), "y", "x", ("a", "b"), better="high")
        hits += bool(((found["low"] <= 0.37) & (found["high"] >= 0.37)).any())
    assert 0.92 <= hits / 400 <= 0.98


def world(factors, seed):
    growth = factors["growth"]
    gain = 4.0 if factors["rule"] == "old" else 0.0
    return {"income": 10 * growth + seed % 13 + factors["tilt"] * (growth - 0.03) * 100 + gain}


def test_between_two_scenarios(tmp_path):
    """Growth from 1 % to 6 %: the tilt starts to pay at 3 %, two fifths of the way."""
    one, other = {"growth": 0.01, "rule": "old"}, {"growth": 0.06, "rule": "old"}
    study = line(world, {"tilt": {"tilt": 1.0}, "none": {"tilt": 0.0}}, one, other, seeds=3, out=tmp_path / "line")
    found = flips(study.runs, "income", "along", ("tilt", "none"), better="high")
    assert found["position"].tolist() == pytest.approx([0.4])
    assert found.loc[0, ["below", "above"]].tolist() == ["none", "tilt"]
    assert len(study.runs) == 2 * 9 * 3 and study.runs["seed"].nunique() == 3
    with pytest.raises(InputError, match="'rule' is 'old' in one scenario and 'new'"):
        line(world, {"none": {"tilt": 0.0}}, one, other | {"rule": "new"})
    with pytest.raises(InputError, match="only one of the two scenarios has 'growth'"):
        line(world, {"none": {"tilt": 0.0}}, {"rule": "old"}, other)


def test_refused_lines():
    runs = paths([(1, -1), (1, -2)], (0, 1))
    with pytest.raises(InputError, match=r"x 1\.0 has 0 runs with seed 1"):
        flips(runs.query("not (policy == 'b' and x == 1 and seed == 1)"), "y", "x", ("a", "b"), better="high")
    with pytest.raises(InputError, match="with no seed did both"):
        flips(runs.assign(y=np.nan), "y", "x", ("a", "b"), better="high")
    with pytest.raises(InputError, match="needed: two or more"):
        flips(runs.query("x == 0"), "y", "x", ("a", "b"), better="high")
    for policies, better in (("a",), "high"), (("a", "b"), "up"):
        with pytest.raises(InputError, match="allowed: two, and"):
            flips(runs, "y", "x", policies, better=better)
