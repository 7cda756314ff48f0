"""Indices of functions whose indices are known."""

import time

import numpy as np
import pytest
from known_functions import (
    G_S1,
    G_ST,
    ISHIGAMI,
    ISHIGAMI_S1,
    ISHIGAMI_ST,
    POISSON,
    POISSON_NOISE,
    POISSON_S1,
    POISSON_ST,
    SQUARE,
    Function,
    G,
    column,
    evaluate,
    interaction,
    ishigami,
    noisy_ishigami,
    poisson,
    sobol_g,
)
from scipy import stats

from sim.errors import InputError
from sim.study.design import make
from sim.study.sensitivity import convergence, indices, rank_stability, replicates_needed, shares

CASES = {
    "ishigami": (ISHIGAMI, ishigami, ISHIGAMI_S1, ISHIGAMI_ST, 0.0),
    "noisy ishigami": (ISHIGAMI, noisy_ishigami, ISHIGAMI_S1, ISHIGAMI_ST, 4 / 17.845),
    "g": (G, sobol_g, G_S1, G_ST, 0.0),
    "interaction": (SQUARE, interaction, [0.0, 0.0], [1.0, 1.0], 0.0),
    "poisson": (POISSON, poisson, POISSON_S1, POISSON_ST, POISSON_NOISE),
}


@pytest.mark.parametrize("name", CASES)
def test_known_indices_and_noise_share(name: str) -> None:
    factors, function, first, total, noise = CASES[name]
    design = make(factors, "sobol", 1024, seed=3)
    table = indices(design, {"y": evaluate(design, function)})
    names = list(factors)[: len(first)]
    assert (table["verdict"][table["index"] != "pairing"] == "ok").all() and (table["n_failed"] == 0).all()
    np.testing.assert_allclose(column(table, "S1", names), first, atol=0.06)
    np.testing.assert_allclose(column(table, "ST", names), total, atol=0.06)
    assert column(table, "noise_share", ["chance"])[0] == pytest.approx(noise, abs=0.04)
    assert (table["low"] <= table["high"])[table["verdict"] == "ok"].all()
    low, high = (column(table, "S1", ["dummy"], side)[0] for side in ("low", "high"))
    assert low <= 0.0 <= high
    assert column(table, "ST", ["dummy"])[0] == pytest.approx(noise, abs=0.04)


def test_bias_and_error_at_512_blocks() -> None:
    errors = []
    for seed in range(12):
        design = make(ISHIGAMI, "sobol", 512, seed=seed)
        table = indices(design, {"y": evaluate(design, noisy_ishigami)})
        found = np.concatenate([column(table, "S1", ISHIGAMI), column(table, "ST", ISHIGAMI)])
        errors.append(found - [*ISHIGAMI_S1, *ISHIGAMI_ST])
    assert np.abs(np.mean(errors, axis=0)).max() <= 0.03
    assert np.sqrt(np.mean(np.square(errors))) <= 0.035
    assert np.sqrt(np.mean(np.square(errors), axis=0)).max() <= 0.06


def test_replicate_means_in_the_usual_estimator_would_have_been_wrong() -> None:
    rng = np.random.default_rng(0)
    design = make(SQUARE, "sobol", 1024)
    y = design.points[:, :1] + rng.normal(0, np.sqrt(1 / 12), (len(design), 2))
    table = indices(design, {"y": y})
    assert column(table, "ST", ["x2"])[0] == pytest.approx(0.0, abs=0.08)
    means = y.mean(axis=1).reshape(1024, -1)
    usual = ((means[:, 0] - means[:, 3]) ** 2).mean() / 2 / means[:, 0].var()
    assert usual > 0.25


def test_pure_chance_and_constants_have_no_index() -> None:
    design = make(ISHIGAMI, "sobol", 256, seed=1)
    noise = np.random.default_rng(2).normal(size=(len(design), 2))
    table = indices(design, {"noise": noise, "constant": np.full((len(design), 2), 1e9)}).set_index(
        ["outcome", "index"]
    )
    assert (table.loc["constant", "verdict"] == "not estimable").all()
    for index in ("S1", "ST"):
        values = table.loc[("noise", index)].set_index("factor").drop(index="dummy")
        assert (values["verdict"] == "not estimable").all() and values[["value", "low", "high"]].isna().all(axis=None)
    assert table.loc[("noise", "noise_share"), "value"] == pytest.approx(1.0, abs=0.1)


def test_one_replicate_serves_only_models_without_chance() -> None:
    design = make(ISHIGAMI, "sobol", 256, replicates=1)
    quiet = indices(design, {"y": evaluate(design, ishigami)})
    np.testing.assert_allclose(column(quiet, "S1", ISHIGAMI), ISHIGAMI_S1, atol=0.12)
    loud = indices(design, {"y": evaluate(design, noisy_ishigami)})
    first = loud[(loud["index"] == "S1")]
    assert (first["verdict"] == "not estimable").all()
    assert column(loud, "noise_share", ["chance"])[0] == pytest.approx(0.224, abs=0.08)


def test_second_order_of_the_pure_interaction_and_of_ishigami() -> None:
    square = make(SQUARE, "sobol", 512, second_order=True)
    table = indices(square, {"y": evaluate(square, interaction)})
    pair = table[table["index"] == "S2"].iloc[0]
    assert (pair["factor"], pair["partner"]) == ("x1", "x2") and pair["value"] == pytest.approx(1.0, abs=0.05)
    design = make(ISHIGAMI, "sobol", 1024, second_order=True)
    table = indices(design, {"y": evaluate(design, ishigami)})
    second = table[table["index"] == "S2"].set_index(["factor", "partner"])["value"]
    assert second["x1", "x3"] == pytest.approx(0.2437, abs=0.05)
    assert second["x1", "x2"] == pytest.approx(0.0, abs=0.05)


def test_agrees_with_salib_where_the_definitions_coincide() -> None:
    from SALib.analyze import sobol

    from sim.study.design import problem

    design = make(ISHIGAMI, "sobol", 2048, seed=5)
    runs = evaluate(design, ishigami)
    rows = np.arange(len(design)).reshape(2048, 6)[:, [0, 2, 3, 4, 1]].reshape(-1)
    theirs = sobol.analyze(problem(list(ISHIGAMI)), runs[rows, 0], calc_second_order=False, num_resamples=2, seed=1)
    ours = indices(design, {"y": runs})
    np.testing.assert_allclose(column(ours, "S1", ISHIGAMI), theirs["S1"], atol=0.04)
    np.testing.assert_allclose(column(ours, "ST", ISHIGAMI), theirs["ST"], atol=0.04)


def test_pairing_is_measured_and_its_loss_is_seen() -> None:
    design = make(ISHIGAMI, "sobol", 128)
    shared = indices(design, {"y": evaluate(design, noisy_ishigami)})
    np.testing.assert_allclose(column(shared, "pairing", ISHIGAMI), 1.0)
    fresh = evaluate(design, ishigami) + np.random.default_rng(0).normal(0, 2, (len(design), 2))
    np.testing.assert_allclose(column(indices(design, {"y": fresh}), "pairing", ISHIGAMI), 0.0, atol=0.2)


def test_a_series_counts_as_a_whole() -> None:
    design = make(SQUARE, "sobol", 1024, seed=2)
    one, two = design.points[:, 0] - 0.5, design.points[:, 1] - 0.5
    series = np.stack([np.stack([3 * one, one + two, two], axis=1)] * 2, axis=1)
    table = indices(design, {"series": series})
    # By hand: variances of months 9, 1 + 1, 1 in units of 1/12; x1 has 9 + 1 of 12, x2 has 1 + 1.
    np.testing.assert_allclose(column(table, "S1", SQUARE), [10 / 12, 2 / 12], atol=0.03)
    np.testing.assert_allclose(column(table, "ST", SQUARE), [10 / 12, 2 / 12], atol=0.03)


def test_probability_of_a_threshold() -> None:
    design = make(SQUARE, "sobol", 2048, seed=2)
    table = indices(design, {"y": evaluate(design, lambda x, seed: x["x1"])}, thresholds={"y": 0.25})
    above = table[table["measure"] == "probability"]
    np.testing.assert_allclose(column(above, "S1", SQUARE), [1.0, 0.0], atol=0.03)
    both = indices(design, {"y": np.repeat(design.points.min(axis=1)[:, None], 2, axis=1)}, thresholds={"y": 0.5})
    # P(both above 1/2): product of two fair coins, S1 = (1/16) / (3/16), ST = (1/8) / (3/16).
    both = both[both["measure"] == "probability"]
    np.testing.assert_allclose(column(both, "S1", SQUARE), [1 / 3, 1 / 3], atol=0.05)
    np.testing.assert_allclose(column(both, "ST", SQUARE), [2 / 3, 2 / 3], atol=0.05)
    with pytest.raises(InputError, match="no outcome"):
        indices(design, {"y": np.zeros((len(design), 2))}, thresholds={"z": 1.0})


def test_indices_of_the_variance() -> None:
    design = make(SQUARE, "sobol", 2048, seed=4, replicates=4)

    def spreading(x: dict[str, float], seed: int) -> float:
        return x["x1"] + float(np.random.default_rng(seed).normal(0, 1 + 4 * (x["x2"] > 0.5)))

    table = indices(design, {"y": evaluate(design, spreading)}, variance=True)
    spread = table[table["measure"] == "variance"]
    np.testing.assert_allclose(column(spread, "ST", SQUARE), [0.0, 1.0], atol=0.1)
    with pytest.raises(InputError, match="four or more"):
        indices(make(SQUARE, "sobol", 16), {"y": np.zeros((80, 2))}, variance=True)


def test_first_table_levers_uncertainties_chance() -> None:
    factors = {name: stats.uniform(0, 1) for name in ("lever1", "lever2", "belief1", "belief2")}
    groups = {"levers": ["lever1", "lever2"], "uncertainties": ["belief1", "belief2"]}
    design = make(factors, "sobol", 512, groups=groups)
    assert len(design) == 512 * (2 + 3)

    def outcome(x: dict[str, float], seed: int) -> float:
        return (
            2 * x["lever1"] + x["lever2"] + x["belief1"] + float(np.random.default_rng(seed).normal(0, np.sqrt(2 / 12)))
        )

    table = shares(design, {"y": evaluate(design, outcome)})
    # By hand, in twelfths: levers 4 + 1, uncertainties 1, chance 2, in all 8.
    alone = column(table, "share_alone", ["levers", "uncertainties", "interactions", "chance"])
    np.testing.assert_allclose(alone, [5 / 8, 1 / 8, 0.0, 2 / 8], atol=0.05)
    assert alone.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(column(table, "share_total", groups), [5 / 8, 1 / 8], atol=0.05)


def test_ranks_and_convergence() -> None:
    design = make(G, "sobol", 256)
    runs = evaluate(design, sobol_g)
    ranks = rank_stability(design, {"y": runs}, best=2).set_index("factor")
    assert ranks.loc[["x1", "x2", "x3", "x4"], "rank"].tolist() == [1, 2, 3, 4]
    assert (ranks.loc[["x1", "x2"], "share_best"] > 0.95).all() and ranks.loc["x5", "low"] >= 5
    doubling = convergence(design, {"y": runs})
    assert doubling["samples"].unique().tolist() == [64, 128, 256]
    last = doubling[doubling["samples"] == 256].drop(columns="samples").reset_index(drop=True)
    np.testing.assert_allclose(last["value"], indices(design, {"y": runs})["value"])


def test_replicates_by_hand() -> None:
    assert [replicates_needed(share) for share in (0.0, 0.2, 0.5, 0.8, 0.9)] == [2, 2, 2, 4, 6]


def test_outcomes_of_another_shape_are_refused() -> None:
    design = make(SQUARE, "sobol", 16)
    with pytest.raises(InputError, match="shape"):
        indices(design, {"y": np.zeros((len(design), 3))})


def test_outcomes_keep_their_order_and_do_not_touch_each_other() -> None:
    design = make(SQUARE, "sobol", 128)
    good = evaluate(design, interaction)
    bad = good.copy()
    bad[7, 1] = np.nan
    together = indices(design, {"bad": bad, "good": good})
    assert together["outcome"].unique().tolist() == ["bad", "good"]
    alone = indices(design, {"good": good})
    np.testing.assert_allclose(together["value"][together["outcome"] == "good"], alone["value"])
    assert together.groupby("outcome")["n_failed"].max().tolist() == [1, 0]


def test_a_thousand_outcomes_in_seconds() -> None:
    factors = {f"x{number}": stats.uniform(0, 1) for number in range(40)}
    design = make(factors, "sobol", 512)
    base = design.points @ np.linspace(0, 1, 40)
    runs = np.stack([base, base**2], axis=1)
    started = time.process_time()
    table = indices(design, {f"y{number}": runs for number in range(1000)})
    assert time.process_time() - started < 20
    assert len(table) == 1000 * (3 * 40 + 3)


@pytest.mark.nightly
@pytest.mark.parametrize("name", CASES)
def test_intervals_cover_the_truth(name: str) -> None:
    factors, function, first, total, _ = CASES[name]
    names = list(factors)[: len(first)]
    assert 0.90 <= coverage(factors, function, names, np.array([*first, *total]), seeds=200) <= 0.99


def coverage(factors: dict, function: Function, names: list[str], truth: np.ndarray, seeds: int) -> float:
    inside = []
    for seed in range(seeds):
        design = make(factors, "sobol", 256, seed=1000 + seed)
        table = indices(design, {"y": evaluate(design, function)})
        low, high = (
            np.concatenate([column(table, index, names, side) for index in ("S1", "ST")]) for side in ("low", "high")
        )
        inside.append((low <= truth + 5e-5) & (truth - 5e-5 <= high))
    return float(np.mean(inside))
