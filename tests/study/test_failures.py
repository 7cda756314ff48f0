"""A failed run is never a number: blocks are dropped, the rate and the culprit named, the others left right."""

import numpy as np
import pytest
from known_functions import G_S1, G_ST, ISHIGAMI, ISHIGAMI_S1, ISHIGAMI_ST, G, column, evaluate, ishigami, sobol_g
from scipy import stats

from sim.study.design import METHODS, make
from sim.study.sensitivity import failures, indices, reuse


def test_a_tenth_of_the_domain_of_one_factor_fails() -> None:
    factors = {**ISHIGAMI, "x4": stats.uniform(0, 50)}

    def fragile(x: dict[str, float], seed: int) -> float:
        if x["x4"] > 45:
            raise ArithmeticError
        return ishigami(x, seed)

    errors = []
    for seed in range(8):
        design = make(factors, "sobol", 1024, seed=seed)
        runs = {"y": evaluate(design, fragile)}
        table = indices(design, runs)
        found = np.concatenate([column(table, "S1", ISHIGAMI), column(table, "ST", ISHIGAMI)])
        errors.append(found - [*ISHIGAMI_S1, *ISHIGAMI_ST])
        named = failures(design, runs)
        assert len(named) == 1
        row = named.iloc[0]
        assert row["rate"] == pytest.approx(0.1, abs=0.01) and row["factor"] == "x4"
        assert row["low"] == pytest.approx(45, abs=0.5) and row["high"] == pytest.approx(50, abs=0.5)
        assert (row["rate_inside"], row["rate_outside"]) == (1.0, 0.0)
        assert (table["n_failed"] == row["n_failed"]).all()
    assert np.abs(np.mean(errors, axis=0)).max() < 0.03


@pytest.mark.parametrize("culprit", ["x1", "x2"])
def test_the_others_stay_within_three_hundredths_where_the_culprit_itself_matters(culprit: str) -> None:
    def fragile(x: dict[str, float], seed: int) -> float:
        if x[culprit] > 0.9:
            raise ArithmeticError
        return sobol_g(x, seed)

    errors = []
    for seed in range(6):
        design = make(G, "sobol", 1024, seed=seed)
        table = indices(design, {"y": evaluate(design, fragile)})
        names = ["x1", "x2", "x3", "x4"]
        errors.append(np.concatenate([column(table, "S1", names), column(table, "ST", names)]) - [*G_S1, *G_ST])
    assert np.abs(np.mean(errors, axis=0)).max() < 0.03


def test_a_corner_of_two_factors_is_named_by_both() -> None:
    design = make(G, "sobol", 512)
    runs = evaluate(design, sobol_g)
    runs[(design.points[:, 2] > 0.7) & (design.points[:, 6] < 0.3)] = np.nan
    named = failures(design, {"y": runs})
    assert set(named["factor"]) == {"x3", "x7"}
    assert named["rate_inside"].iloc[1] == pytest.approx(1.0)


def test_failures_by_bad_luck_have_no_culprit_and_no_failures_none() -> None:
    design = make(G, "sobol", 256)
    runs = np.random.default_rng(0).normal(size=(len(design), 2))
    assert failures(design, {"y": runs})["verdict"].tolist() == ["no failures"]
    runs[np.random.default_rng(1).random(runs.shape) < 0.02] = np.nan
    assert failures(design, {"y": runs})["verdict"].tolist() == ["no single factor"]


def test_a_rule_variant_that_always_fails_is_named() -> None:
    design = make({**ISHIGAMI, "rule": ["nearest", "random", "ranked"]}, "sobol", 128)

    def fragile(x: dict[str, float], seed: int) -> float:
        if x["rule"] == "random":
            raise ArithmeticError
        return ishigami(x, seed)

    row = failures(design, {"y": evaluate(design, fragile)}).iloc[0]
    assert (row["factor"], row["low"], row["high"]) == ("rule", "random", "random")


@pytest.mark.parametrize("method", METHODS)
def test_where_everything_fails_nothing_is_printed_as_a_number(method: str) -> None:
    design = make(ISHIGAMI, method, {"fast": 260, "grid": 64, "ofat": 3}.get(method, 64))
    table = indices(design, {"y": np.full((len(design), 2), np.nan)})
    assert table[["value", "low", "high"]].isna().all(axis=None)
    assert (table["verdict"] == "not estimable").all()
    assert (table["n_failed"] == 2 * len(design)).all()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_one_bad_run_costs_one_block_only(value: float) -> None:
    design = make(ISHIGAMI, "sobol", 512)
    runs = evaluate(design, ishigami)
    whole = indices(design, {"y": runs})
    runs[100, 1] = value
    table = indices(design, {"y": runs})
    np.testing.assert_allclose(column(table, "ST", ISHIGAMI), column(whole, "ST", ISHIGAMI), atol=0.02)
    assert (table["n_failed"] == 1).all()
    assert (reuse(design, {"y": runs})["n_failed"] == 1).all()
