"""Which factors survive a screening, and what a failed drop takes back."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from known_functions import G, evaluate, sobol_g
from scipy import stats

from sim.errors import InputError
from sim.study.design import make
from sim.study.sensitivity import indices, second_stage, verified_drop
from sim.study.survival import by_strength, enough, taken_back, variance_shares


def screened(rms: dict[str, dict[str, float]], noise: dict[str, float]) -> pd.DataFrame:
    rows = [(outcome, "rms", name, value) for outcome, held in rms.items() for name, value in held.items()]
    rows += [(outcome, "noise_share", "chance", value) for outcome, value in noise.items()]
    table = pd.DataFrame(rows, columns=["outcome", "index", "factor", "value"])
    return table.assign(measure="mean", low=table["value"], high=table["value"], verdict="ok")


def test_shares_are_parts_of_the_whole_variance_and_chance_makes_an_outcome_count_less() -> None:
    table = screened(
        {"y": {"a": 3.0, "b": 4.0, "c": 0.0}, "z": {"a": 0.0, "b": 1.0, "c": 1.0}, "flat": dict.fromkeys("abc", 0.0)},
        {"y": 0.0, "z": 0.9},
    )
    shares = variance_shares(table)
    assert list(shares) == ["y", "z"]
    np.testing.assert_allclose(shares["y"], [0.36, 0.64, 0.0])
    np.testing.assert_allclose(shares["z"], [0.0, 0.05, 0.05])
    assert by_strength(shares) == ["b", "a", "c"]
    assert [enough(shares, drop) for drop in (0.5, 0.36, 0.05, 0.04)] == [1, 1, 2, 3]


def test_shares_of_a_linear_function_are_its_indices() -> None:
    factors = {f"x{number}": stats.uniform(0, 1) for number in range(4)}
    design = make(factors, "morris", 64)
    rng = np.random.default_rng(1)
    runs = evaluate(design, lambda x, seed: 4 * x["x0"] - 2 * x["x1"] + x["x2"])
    runs = runs + rng.normal(0, 1.0, (64 + 8, 2))[design.seed_block]  # shared within a block: paired away
    shares = variance_shares(indices(design, {"y": runs}))["y"]
    signal = 21 / 12 / (21 / 12 + 1)
    np.testing.assert_allclose(shares, signal * np.array([16, 4, 1, 0]) / 21, atol=0.12)


def test_a_wrong_drop_takes_back_the_next_strongest_until_it_is_small() -> None:
    morris = make(G, "morris", 32, seed=1)
    order = by_strength(variance_shares(indices(morris, {"y": evaluate(morris, sobol_g)})))
    assert order[:2] == ["x1", "x2"]
    kept, seen, rows = 1, [], []
    while True:
        design = make(G, "sobol", 512, groups=second_stage(list(G), order[:kept]))
        rows.append({point.tobytes() for point in design.points})
        table = indices(design, {"y": evaluate(design, sobol_g)})
        more = taken_back(table, 0.05, order, kept, 8)
        seen.append(kept)
        if more == kept:
            break
        assert verified_drop(table)["verdict"].tolist() == ["refuted"]
        kept = more
    assert seen == [1, 2, 3][: len(seen)] and len(seen) >= 2 and (verified_drop(table)["value"] <= 0.05).all()
    for before, after in pairwise(rows):
        assert len(before - after) == 512  # of the earlier design only the rows of the dropped group are not used again


def test_no_more_are_taken_back_than_may_survive() -> None:
    table = pd.DataFrame({"outcome": ["y"], "measure": "mean", "factor": "dropped", "index": "ST", "value": 0.5})
    order = list("abcdefgh")
    assert [taken_back(table, 0.05, order, kept, 6) for kept in (1, 3, 5, 6)] == [2, 5, 6, 6]
    assert taken_back(table.assign(value=0.04), 0.05, order, 3, 6) == 3
    assert taken_back(table.assign(value=np.nan), 0.05, order, 3, 6) == 3
    assert taken_back(table, 0.05, order, 8, 99) == 8


def test_a_verdict_tells_a_wrong_drop_from_one_that_cannot_be_judged() -> None:
    ends = [(0.01, 0.0, 0.04), (0.3, 0.1, 0.5), (0.2, -0.1, 0.5), (np.nan, np.nan, np.nan)]
    table = pd.DataFrame(ends, columns=["value", "low", "high"]).assign(
        outcome=list("wxyz"), measure="mean", factor="dropped", index="ST"
    )
    assert verified_drop(table)["verdict"].tolist() == ["verified", "refuted", "undecided", "not estimable"]


def test_nothing_that_could_be_estimated_is_said() -> None:
    table = screened({"y": {"a": np.nan}}, {}).assign(verdict="not estimable")
    with pytest.raises(InputError, match="nothing can be screened"):
        variance_shares(table)


def test_a_screening_by_trend_is_taken_as_it_is() -> None:
    rows = [
        ("y", "a", 0.2),
        ("y", "b", -0.01),
        ("y", "dummy", 0.01),
        ("z", "a", 0.0),
        ("z", "b", 0.3),
        ("z", "dummy", 0.0),
    ]
    table = pd.DataFrame(rows, columns=["outcome", "factor", "value"])
    shares = variance_shares(table.assign(measure="mean", index="trend", verdict="ok"))
    assert shares.to_dict() == {"y": {"a": 0.2, "b": 0.0}, "z": {"a": 0.0, "b": 0.3}}
    assert by_strength(shares) == ["b", "a"]
