"""Surrogates: judged on runs they have not seen, used only above 0.7."""

import numpy as np
import pytest
from known_functions import ISHIGAMI, ISHIGAMI_S1, ISHIGAMI_ST, column, evaluate, noisy_ishigami
from scipy import stats

from sim.errors import InputError
from sim.study.design import make
from sim.study.factors import GaussianCopula
from sim.study.sensitivity import surrogate_indices
from sim.study.surrogates import chaos, degrees, legendre


def test_indices_of_noisy_ishigami_from_four_hundred_points() -> None:
    design = make(ISHIGAMI, "lhs", 400, seed=1)
    table = surrogate_indices(design, {"y": evaluate(design, noisy_ishigami)})
    np.testing.assert_allclose(column(table, "S1", ISHIGAMI), ISHIGAMI_S1, atol=0.08)
    np.testing.assert_allclose(column(table, "ST", ISHIGAMI), ISHIGAMI_ST, atol=0.08)
    assert table.loc[table["index"] == "Q2", "value"].max() > 0.85
    assert (table["measure"] == "surrogate").all()


def test_what_cannot_be_predicted_is_refused() -> None:
    design = make(ISHIGAMI, "lhs", 100)
    table = surrogate_indices(design, {"y": np.random.default_rng(0).normal(size=(100, 2))})
    used = table[table["index"] != "Q2"]
    assert (used["verdict"] == "not estimable").all() and used["value"].isna().all()
    assert table.loc[table["index"] == "Q2", "value"].notna().all()


def test_chaos_finds_the_terms_of_a_polynomial() -> None:
    rng = np.random.default_rng(2)
    points = rng.random((200, 4))
    terms = degrees(4)
    wanted = np.flatnonzero((terms == [2, 0, 0, 0]).all(axis=1) | (terms == [0, 1, 1, 0]).all(axis=1))
    values = legendre(points, terms[wanted]) @ [3.0, -2.0]
    made = chaos(points, values)
    fresh = rng.random((50, 4))
    np.testing.assert_allclose(made.predict(fresh), legendre(fresh, terms[wanted]) @ [3.0, -2.0], atol=1e-8)


def test_the_basis_is_orthonormal_and_small() -> None:
    terms = degrees(2)
    side = (np.polynomial.legendre.leggauss(12)[0] + 1) / 2
    weights = np.outer(*[np.polynomial.legendre.leggauss(12)[1] / 2] * 2).reshape(-1)
    points = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
    basis = legendre(points, terms)
    np.testing.assert_allclose(basis.T @ (weights[:, None] * basis), np.eye(len(terms)), atol=1e-10)
    assert len(degrees(40)) == 861


def test_what_a_surrogate_cannot_serve_is_refused() -> None:
    with pytest.raises(InputError, match="curves or lines"):
        surrogate_indices(make(ISHIGAMI, "ofat", 20), {})
    linked = GaussianCopula({"a": stats.norm(), "b": stats.norm()}, {("a", "b"): 0.5})
    with pytest.raises(InputError, match="correlated"):
        surrogate_indices(make(linked, "lhs", 64), {})
    with pytest.raises(InputError, match="usable rows"):
        surrogate_indices(make(ISHIGAMI, "lhs", 20), {"y": np.zeros((20, 2))})
