"""Factors: any quantile function, integers, names, correlated inputs."""

import numpy as np
import pytest
from scipy import stats

from sim.errors import InputError
from sim.study.factors import GaussianCopula, transform


def test_values_by_hand() -> None:
    points = np.array([[0.0, 0.0, 0.0, 0.1], [0.5, 0.5, 0.5, 0.5], [1.0, 1.0, 1.0, 0.99]])
    made = transform(
        {
            "wage": stats.uniform(100, 50),
            "trips": range(2, 5),
            "rule": ["random", "nearest"],
            "visits": stats.randint(1, 4),
        },
        points,
    )
    np.testing.assert_allclose(made["wage"], [100, 125, 150], atol=1e-6)
    assert made["trips"].tolist() == [2, 3, 4]
    assert made["rule"].tolist() == ["random", "nearest", "nearest"]
    assert made["visits"].tolist() == [1, 2, 3]


def test_unbounded_distributions_stay_finite_and_discrete_ones_inside_their_support() -> None:
    edges = np.array([[0.0, 0.0], [1.0, 1.0]])
    made = transform({"z": stats.norm(), "n": stats.poisson(3.0)}, edges)
    assert np.isfinite(made["z"]).all()
    assert made["n"].min() >= 0


def test_lists_may_hold_anything_and_keep_python_types() -> None:
    made = transform({"switch": [True, False], "place": [("a", 1), None]}, np.array([[0.1, 0.1], [0.9, 0.9]]))
    assert made["switch"].tolist() == [True, False]
    assert made["place"].tolist() == [("a", 1), None]


def test_copula_has_the_rank_correlation_asked_for_and_keeps_the_margins() -> None:
    factors = GaussianCopula({"x": stats.uniform(0, 1), "y": stats.expon()}, {("x", "y"): 0.7})
    made = transform(factors, np.random.default_rng(1).random((20_000, 2)))
    expected = 6 / np.pi * np.arcsin(0.7 / 2)
    assert stats.spearmanr(made["x"], made["y"]).statistic == pytest.approx(expected, abs=0.02)
    assert stats.kstest(made["y"], stats.expon().cdf).pvalue > 1e-3


@pytest.mark.parametrize("factor", [3.0, "abc", [], {1: 2}, stats.norm(0, np.nan)])
def test_what_cannot_be_sampled_is_named(factor: object) -> None:
    with pytest.raises(InputError, match="factor 'x'"):
        transform({"x": factor}, np.array([[0.5]]))


def test_contradictory_correlations_are_refused() -> None:
    margins = {name: stats.norm() for name in "abc"}
    with pytest.raises(InputError, match="contradict"):
        GaussianCopula(margins, {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9})
    with pytest.raises(InputError, match="'d'"):
        GaussianCopula(margins, {("a", "d"): 0.5})
