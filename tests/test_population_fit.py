"""The first month against what is published: raking meets its margins, what cannot be met is refused in words."""

import numpy as np
import pytest
from test_population import first_of_burn_in

from sim.collection import groups_of
from sim.data import rows
from sim.declare import GRADES
from sim.errors import InputError
from sim.population import raking
from sim.population.build import build
from sim.population.fit import SIMULATED, Line, errors, fit_of, joint_tables
from sim.population.settings import Population

ROLES = ("input", "fitted", "tuned", "check", "refused")


@pytest.fixture(scope="module")
def nation():
    return build(Population(counties=40, households=300), *first_of_burn_in(), 11)


@pytest.fixture(scope="module")
def lines(nation):
    return fit_of(nation)


def test_raking_of_two_categories_by_hand():
    """One draw in four is a one; to have two in four, ones must weigh three times as much."""
    ones = np.repeat([[1.0], [0.0]], (250, 750), axis=0)
    assert raking.raked(ones, np.array([0.5]), ("ones",))[0] == pytest.approx(np.log(3.0), abs=1e-4)


def test_raking_changes_nothing_that_fits_already():
    draws = np.random.default_rng(1).normal(size=(1000, 2))
    assert np.abs(raking.raked(draws, draws.mean(axis=0), ("a", "b"))).max() < 1e-6


def test_of_all_ways_to_meet_the_margins_raking_tells_least_more():
    """Any other weights with the same means are farther from the draws, in the sense of Kullback and Leibler."""
    draws = np.random.default_rng(2).normal(size=(400, 2))
    tilt = raking.raked(draws, np.array([0.3, -0.2]), ("a", "b"))
    weight = np.exp(draws @ tilt)
    weight /= weight.sum()
    away = np.random.default_rng(3).normal(size=400)
    kept = np.column_stack((np.ones(400), draws))
    away -= kept @ np.linalg.lstsq(kept, away, rcond=None)[0]
    other = weight + away * 0.5 * (weight / np.abs(away)).min()
    assert np.allclose(other @ draws, [0.3, -0.2], atol=1e-5) and other.min() > 0

    def told(shares):
        return float(np.sum(shares * np.log(shares * len(shares))))

    assert told(other) > told(weight)


@pytest.mark.parametrize(
    ("target", "words"),
    [([9.0, 0.0], "margin size cannot be met"), ([1.01, 0.99], "size, elders cannot be met together")],
)
def test_a_margin_that_cannot_be_met_is_refused_in_words(target, words):
    draws = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 2.0]])
    with pytest.raises(InputError, match=words):
        raking.raked(draws, np.array(target), ("size", "elders"))


def test_kept_chance_by_hand():
    assert raking.kept_chance.py_func(4, 1, np.array([-0.1, 0.2, 0.1])) == pytest.approx(np.exp(-0.3))


def test_tilts_in_use_are_those_that_fit():
    kept = {
        row["stratum"]: [float(row[name]) for name in ("members", "elders", "largest")] for row in rows("tilts.csv")
    }
    assert {name: list(tilt) for name, tilt in raking.fit().items()} == {
        name: pytest.approx(tilt, abs=1e-5) for name, tilt in kept.items()
    }


def test_every_published_margin_has_a_role_a_source_and_a_reading():
    known = {row["key"] for row in rows("sources.csv")} | {row["id"] for row in rows("facts.csv")}
    known |= {row["moment"] for row in rows("moments.csv")}
    for row in rows("published.csv"):
        assert row["source"] in known and row["grade"] in GRADES and row["role"] in ROLES, row
        if row["role"] == "refused":
            assert row["note"] and not row["value"], row
        else:
            assert row["margin"] in SIMULATED and float(row["value"]) > 0, row
    assert set(SIMULATED) == {row["margin"] for row in rows("published.csv") if row["role"] != "refused"}


def test_what_is_fitted_is_met(lines):
    error = errors(lines)
    met = {(line.margin, line.stratum): line.role for line in lines}
    for key, role in met.items():
        if role in ("fitted", "input"):
            assert error[key] < 0.03, (key, error[key])
        if role == "tuned":
            assert error[key] < 0.15, (key, error[key])


def test_margins_used_nowhere_are_near(lines):
    """Sizes and ages of residents follow from those of all members and from who works away."""
    error = errors(lines)
    for name in ("residents of 60 and older", "residents of 65 and older", "resident household size"):
        assert error[name, "all"] < 0.15, (name, error)


def test_error_of_a_margin_by_hand():
    def line(category, published, simulated):
        return Line("place", "all", category, published, simulated, "", "", "check", "")

    lines = [line("a", 0.5, 0.6), line("b", 0.3, 0.3), line("c", 0.2, 0.1)]
    assert errors(lines)["place", "all"] == pytest.approx(np.sqrt(0.02 / 3) / (1 / 3))


def test_joint_tables_are_shares_of_all(nation):
    for rows_, columns, shares in joint_tables(nation).values():
        assert shares.shape == (len(rows_), len(columns)) and shares.sum() == pytest.approx(1.0)
    _, _, age = joint_tables(nation)["age by labour capacity"]
    assert age[0, 1:].sum() == 0, "children have no labour capacity"
    assert age[2, 3] > age[3, 3] > age[4, 3] == 0


def test_provincial_key_counties_are_a_group_where_there_are_some(nation):
    groups = groups_of(nation, tuple(str(code) for code in nation.provinces.code))
    is_in = np.flatnonzero([name == "provincial_key" for name in groups.names])
    assert nation.counties.is_provincial_key.any() and len(is_in) == 1
    held = groups.cells[is_in[0], :, 0]
    assert np.array_equal(held > 0, nation.counties.is_provincial_key)
    assert not (nation.counties.is_provincial_key & nation.counties.is_key).any()
