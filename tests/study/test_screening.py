"""Elementary effects, and screening followed by a Sobol' design that verifies the drop."""

import numpy as np
import pytest
from known_functions import G, column, evaluate, sobol_g
from scipy import stats

from sim.errors import InputError
from sim.study.design import make
from sim.study.sensitivity import indices, second_stage, survivors, verified_drop

FACTORS = {f"x{number}": stats.uniform(0, 1) for number in range(1, 5)}


def linear(x: dict[str, float], seed: int) -> float:
    return 4 * x["x1"] - 2 * x["x2"] + x["x3"]


@pytest.mark.parametrize("method", ["morris", "radial"])
def test_effects_of_a_linear_function_are_its_slopes(method: str) -> None:
    design = make(FACTORS, method, 16)
    table = indices(design, {"y": evaluate(design, linear)})
    np.testing.assert_allclose(column(table, "mu", FACTORS), [4, -2, 1, 0], atol=1e-9)
    np.testing.assert_allclose(column(table, "mu_star", FACTORS), [4, 2, 1, 0], atol=1e-9)
    np.testing.assert_allclose(column(table, "sigma", FACTORS), 0.0, atol=1e-6)
    np.testing.assert_allclose(column(table, "mu_star", FACTORS, "low"), [4, 2, 1, 0], atol=1e-9)


def test_a_period_of_half_the_range_is_not_aliased() -> None:
    design = make(FACTORS, "morris", 32)
    table = indices(design, {"y": evaluate(design, lambda x, seed: np.sin(4 * np.pi * x["x1"]))})
    assert column(table, "mu_star", ["x1"])[0] > 1.0


def test_chance_adds_nothing_to_mu_star_of_an_inert_factor() -> None:
    design = make(FACTORS, "morris", 512, seed=3)
    noise = np.random.default_rng(1).normal(0, 2, (len(design), 2))
    runs = evaluate(design, linear) + noise
    table = indices(design, {"y": runs})
    low, value, high = (column(table, "mu_star", ["x4"], side)[0] for side in ("low", "value", "high"))
    assert low <= 0.0 <= high
    steps = np.diff(runs.mean(axis=1).reshape(512, -1)[:, :-1], axis=1)
    usual = np.abs(steps)[design.role.reshape(512, -1)[:, 1:-1] == "x4"].mean()
    assert abs(value) < 0.35 * usual
    assert column(table, "rms", ["x1"])[0] == pytest.approx(4.0, abs=0.8)


def test_unbounded_factors_give_finite_effects() -> None:
    factors = {"z": stats.norm(), "t": stats.t(3)}
    design = make(factors, "morris", 64)
    table = indices(design, {"y": evaluate(design, lambda x, seed: x["z"] + x["t"])})
    assert np.isfinite(table.loc[table["index"] == "mu_star", "value"]).all()


def test_groups_have_a_size_but_no_sign() -> None:
    design = make(FACTORS, "morris", 32, groups={"strong": ["x1", "x2"], "weak": ["x3", "x4"]})
    table = indices(design, {"y": evaluate(design, linear)})
    assert column(table, "mu_star", ["strong"])[0] > 1.5 * column(table, "mu_star", ["weak"])[0]
    assert (table.loc[table["index"] == "mu", "verdict"] == "not estimable").all()


def test_screening_then_sobol_then_the_drop_is_verified() -> None:
    morris = make(G, "morris", 32, seed=1)
    kept = survivors(indices(morris, {"y": evaluate(morris, sobol_g)}))
    assert {"x1", "x2"} <= set(kept) and not {"x5", "x6", "x7", "x8"} & set(kept)
    design = make(G, "sobol", 512, groups=second_stage(list(G), kept))
    assert len(design) == 512 * (len(kept) + 1 + 3)
    table = indices(design, {"y": evaluate(design, sobol_g)})
    np.testing.assert_allclose(column(table, "S1", ["x1", "x2"]), [0.7162, 0.1790], atol=0.05)
    assert verified_drop(table)["verified"].tolist() == [True]


def test_a_wrong_drop_is_found_out() -> None:
    design = make(G, "sobol", 512, groups=second_stage(list(G), ["x1", "x3"]))
    assert verified_drop(indices(design, {"y": evaluate(design, sobol_g)}))["verified"].tolist() == [False]


def test_shared_seeds_keep_the_top_five_of_forty_where_fresh_ones_do_not() -> None:
    factors = {f"x{number}": stats.uniform(0, 1) for number in range(40)}
    slopes = np.zeros(40)
    slopes[:5] = [1.0, 0.9, 0.8, 0.7, 0.6]
    design = make(factors, "morris", 10, seed=2)
    clean = (design.points @ slopes)[:, None]
    rng = np.random.default_rng(3)
    luck = rng.normal(0, np.sqrt((slopes**2).sum() / 12), (16, 2))
    shared = indices(design, {"y": clean + luck[design.seed_block]})
    fresh = indices(design, {"y": clean + rng.normal(0, luck.std(), (len(design), 2))})
    best = set(list(factors)[:5])

    def found(table: object) -> int:
        sizes = dict(zip(factors, column(table, "rms", factors), strict=True))
        return len(best & set(sorted(sizes, key=lambda name: -sizes[name])[:5]))

    assert found(shared) == 5 > found(fresh)


def test_nothing_to_screen_is_said() -> None:
    design = make(FACTORS, "morris", 8)
    table = indices(design, {"y": np.full((len(design), 2), np.nan)})
    assert (table["verdict"] == "not estimable").all() and table["value"].isna().all()
    with pytest.raises(InputError, match="nothing can be screened"):
        survivors(table)
