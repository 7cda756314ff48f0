"""FAST, given data, grids and one at a time, against closed forms and SALib."""

import warnings

import numpy as np
import pytest
from known_functions import ISHIGAMI, ISHIGAMI_S1, ISHIGAMI_ST, column, evaluate, ishigami, noisy_ishigami
from scipy import stats

from sim.errors import InputError
from sim.study.design import METHODS, make, problem
from sim.study.factors import GaussianCopula
from sim.study.sensitivity import indices, reuse
from sim.study.survival import by_strength, variance_shares

PLANE = {"x1": stats.uniform(0, 1), "x2": stats.uniform(0, 1)}


@pytest.mark.parametrize("function", [ishigami, noisy_ishigami])
def test_fast_of_ishigami_with_and_without_chance(function: object) -> None:
    design = make(ISHIGAMI, "fast", 2048)
    table = indices(design, {"y": evaluate(design, function)})
    np.testing.assert_allclose(column(table, "S1", ISHIGAMI), ISHIGAMI_S1, atol=0.04)
    np.testing.assert_allclose(column(table, "ST", ISHIGAMI), ISHIGAMI_ST, atol=0.06)


@pytest.mark.filterwarnings("ignore:FAST confidence")
def test_fast_agrees_with_salib_on_the_same_curves() -> None:
    from SALib.analyze import fast

    design = make(ISHIGAMI, "fast", 1024, replicates=1)
    runs = evaluate(design, ishigami)
    cube = problem(list(ISHIGAMI))
    theirs = [fast.analyze(cube, curves, num_resamples=2, seed=1) for curves in runs[:, 0].reshape(4, -1)]
    table = indices(design, {"y": runs})
    for index in ("S1", "ST"):
        mean = np.mean([curve[index] for curve in theirs], axis=0)
        np.testing.assert_allclose(column(table, index, ISHIGAMI), mean, atol=0.03)


@pytest.mark.parametrize("method", ["lhs", "delta"])
def test_first_order_by_classes_with_chance(method: str) -> None:
    design = make(ISHIGAMI, method, 2048)
    table = indices(design, {"y": evaluate(design, noisy_ishigami)})
    np.testing.assert_allclose(column(table, "S1", ISHIGAMI), ISHIGAMI_S1, atol=0.06)
    assert column(table, "S1", ["dummy"])[0] == pytest.approx(0.0, abs=0.03)


def test_pawn_agrees_with_salib() -> None:
    from SALib.analyze import pawn

    design = make(ISHIGAMI, "pawn", 1000, replicates=1)
    runs = evaluate(design, ishigami)
    theirs = pawn.analyze(problem(list(ISHIGAMI)), design.points, runs[:, 0], S=10, seed=1)
    table = indices(design, {"y": runs})
    np.testing.assert_allclose(column(table, "pawn", ISHIGAMI), theirs["median"], atol=0.02)
    np.testing.assert_allclose(column(table, "pawn_max", ISHIGAMI), theirs["maximum"], atol=0.02)


def test_delta_of_a_jointly_normal_pair() -> None:
    factors = {"x1": stats.norm(), "x2": stats.norm()}
    design = make(factors, "delta", 4096)
    table = indices(design, {"y": evaluate(design, lambda x, seed: 2 * x["x1"] + x["x2"])})
    # Numerically: mean over x1 of half the area between N(2 x1, 1) and N(0, 5), and the same for x2.
    grid, nodes = np.linspace(-14, 14, 4001), stats.norm.ppf((np.arange(400) + 0.5) / 400)
    exact = [
        np.mean(
            [
                np.trapezoid(np.abs(stats.norm(slope * x, rest).pdf(grid) - stats.norm(0, 5**0.5).pdf(grid)), grid) / 2
                for x in nodes
            ]
        )
        for slope, rest in ((2, 1), (1, 2))
    ]
    np.testing.assert_allclose(column(table, "delta", factors), exact, atol=0.05)
    assert column(table, "delta", ["dummy"])[0] < 0.08


def test_regional_by_hand() -> None:
    design = make(PLANE, "regional", 2000)
    table = indices(design, {"y": evaluate(design, lambda x, seed: x["x1"])}, thresholds={"y": 0.5})
    # Above the threshold x1 lies in the upper half, below in the lower: the distributions do not meet.
    assert column(table, "regional", ["x1"])[0] == pytest.approx(1.0, abs=0.01)
    assert column(table, "regional", ["x2"])[0] < 0.1


def test_rows_of_a_sobol_design_are_reused() -> None:
    design = make(ISHIGAMI, "sobol", 1024)
    table = reuse(design, {"y": evaluate(design, ishigami)})
    assert set(table["index"]) == {"S1", "pawn", "pawn_max", "delta", "regional"}
    np.testing.assert_allclose(column(table, "S1", ISHIGAMI), ISHIGAMI_S1, atol=0.05)
    with pytest.raises(InputError, match="no sample"):
        reuse(make(ISHIGAMI, "morris", 8), {})


def test_names_and_correlated_inputs_are_served() -> None:
    design = make({"rule": ["a", "b", "c"], "x": stats.norm()}, "lhs", 600)
    means = {"a": 0.0, "b": 1.0, "c": 5.0}
    table = indices(design, {"y": evaluate(design, lambda x, seed: means[x["rule"]])})
    assert column(table, "S1", ["rule"])[0] == pytest.approx(1.0, abs=0.02)
    linked = GaussianCopula({"x1": stats.norm(), "x2": stats.norm()}, {("x1", "x2"): 0.8})
    design = make(linked, "lhs", 4000)
    table = indices(design, {"y": evaluate(design, lambda x, seed: x["x1"])})
    # x2 explains 0.8 squared of x1.
    np.testing.assert_allclose(column(table, "S1", ["x1", "x2"]), [1.0, 0.64], atol=0.05)


def test_grid_by_hand() -> None:
    design = make({"a": [0, 1], "b": [0, 1, 2]}, "grid", 6)
    table = indices(design, {"y": evaluate(design, lambda x, seed: 3 * x["a"] + x["b"] + seed % 1000)})
    # Variances 9/4 and 2/3; the replicate's luck is common to all points and cancels.
    np.testing.assert_allclose(column(table, "S1", ["a", "b"]), [27 / 35, 8 / 35], atol=1e-9)


def test_one_at_a_time_by_hand() -> None:
    design = make(PLANE, "ofat", 3)
    table = indices(design, {"y": evaluate(design, lambda x, seed: 10 * x["x1"] + seed % 1000)})
    np.testing.assert_allclose(column(table, "effect_low", PLANE), [-4.5, 0], atol=1e-9)
    np.testing.assert_allclose(column(table, "effect_high", PLANE), [4.5, 0], atol=1e-9)


def test_nothing_warns_and_the_global_generator_is_left_alone() -> None:
    np.random.seed(3)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for method in METHODS:
            design = make(ISHIGAMI, method, {"fast": 260, "ofat": 3}.get(method, 64))
            indices(design, {"y": evaluate(design, noisy_ishigami)})
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_trend_is_the_share_of_line_and_parabola_in_the_whole_variance() -> None:
    factors = {"line": stats.uniform(0, 1), "bend": stats.uniform(0, 1), "theory": ["a", "b", "c"], "only": [1.0]}
    design = make(factors, "trend", 2048)
    theory = {"a": 0.0, "b": 1.0, "c": 0.0}

    def model(x: dict, seed: int) -> float:
        chance = np.random.default_rng(seed).normal(0, 0.5)
        return 2.0 * x["line"] + 6.0 * (x["bend"] - 0.5) ** 2 + theory[x["theory"]] + chance

    parts = np.array([4 / 12, 36 / 180, 2 / 9])
    table = indices(design, {"y": evaluate(design, model)})
    np.testing.assert_allclose(column(table, "trend", factors), [*parts / (parts.sum() + 0.25), 0.0], atol=0.025)
    assert column(table, "trend", ["dummy"])[0] == pytest.approx(0.0, abs=0.01)
    once = make(factors, "trend", 2048, replicates=1)
    alone = indices(once, {"y": evaluate(once, model), "flat": np.ones((2048, 1))})
    line = column(alone[alone["outcome"] == "y"], "trend", ["line"])
    assert line == pytest.approx(parts[0] / (parts.sum() + 0.25), abs=0.03)
    assert set(alone.loc[alone["outcome"] == "flat", "verdict"]) == {"not estimable"}


def test_a_factor_that_acts_only_with_another_has_no_trend() -> None:
    design = make(PLANE, "trend", 2048, replicates=1)
    table = indices(design, {"y": evaluate(design, lambda x, seed: (x["x1"] - 0.5) * (x["x2"] - 0.5))})
    np.testing.assert_allclose(column(table, "trend", PLANE), 0.0, atol=0.01)


def test_points_of_many_factors_are_not_correlated_as_those_of_a_sequence_are() -> None:
    many = {f"x{number}": stats.uniform(0, 1) for number in range(400)}
    most = {}
    for method in ("trend", "pawn"):
        together = np.corrcoef(make(many, method, 512).points.T)
        most[method] = np.abs(together[np.triu_indices(400, 1)]).max()
    assert most["trend"] < 0.25 < 0.4 < most["pawn"]


def test_a_trend_finds_among_many_factors_under_chance_what_morris_misses_with_more_runs() -> None:
    many = {f"x{number}": stats.uniform(0, 1) for number in range(200)}
    acting = {f"x{number}": 3.0 + number % 3 for number in range(0, 200, 20)}

    def model(x: dict, seed: int) -> float:  # half of the variance is chance that common seeds do not take away
        chance = np.random.default_rng([seed, int(1e9 * sum(x.values()))]).normal(0, 3.9)
        return sum(slope * x[name] for name, slope in acting.items()) + chance

    found = {}
    for method, samples, replicates in (("trend", 640, 1), ("morris", 4, 2)):
        design = make(many, method, samples, replicates=replicates)
        table = indices(design, {"y": evaluate(design, model)})
        strongest = by_strength(variance_shares(table))[: len(acting)]
        found[method] = len(acting.keys() & set(strongest)), len(design) * replicates
    assert found["trend"][0] >= 9 and found["morris"][0] <= 6 and found["trend"][1] < found["morris"][1] / 2
