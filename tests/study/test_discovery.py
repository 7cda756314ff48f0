"""A planted box is found, told honestly from rows that did not help to find it, without assumptions that do nothing."""

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.study import power
from sim.study.confidence import wilson
from sim.study.discovery import discover
from sim.study.peeling import peel
from sim.study.region import Region
from sim.study.trees import leaves

REAL = {"x0", "x1", "x2"}


def planted(rng, rows, at_large=0.1):
    """Twelve assumptions; in a box of three of them (0.5 * 0.6 * 0.6 of all) the policy fails with chance 0.9."""
    table = pd.DataFrame(rng.random((rows, 12)), columns=[f"x{place}" for place in range(12)])
    inside = (table["x0"] < 0.5) & (table["x1"] > 0.4) & table["x2"].between(0.2, 0.8)
    fails = rng.random(rows) < np.where(inside, 0.9, at_large)
    return table, np.where(fails, -1.0, 1.0) * rng.exponential(size=rows)


def missed_and_spurious(seed, method="box", rows=2000):
    """By how much the density told misses that of fresh rows, and which limits do nothing."""
    rng = np.random.default_rng(seed)
    found = discover(*planted(rng, rows), better="high", seed=seed, method=method)
    table, effect = planted(rng, 20_000)
    first = found.findings[0]
    fresh = (effect[first.region.contains(table)] <= 0).mean()
    limits = {name for finding in found.findings for name in finding.region.limits}
    assert limits >= REAL
    return abs(first.density[0] - fresh), limits - REAL


def test_planted_box():
    told = [missed_and_spurious(seed) for seed in range(10)]
    assert sum(missed <= 0.05 for missed, _ in told) >= 9
    assert np.mean([len(spurious) for _, spurious in told]) <= 0.2


@pytest.mark.nightly
@pytest.mark.parametrize(("method", "seeds"), [("box", 200), ("tree", 60)])
def test_planted_box_many_times(method, seeds):
    told = [missed_and_spurious(100 + seed, method) for seed in range(seeds)]
    assert np.mean([missed <= 0.05 for missed, _ in told]) >= 0.9
    assert np.mean([len(spurious) for _, spurious in told]) <= 0.2


def test_planted_box_by_a_tree():
    missed, spurious = missed_and_spurious(3, "tree")
    assert missed <= 0.06 and len(spurious) <= 1


def test_interval_of_the_density_covers_what_fresh_rows_show():
    """What the growing half shows is too good; what the other half shows is not."""
    hits, too_good = 0, []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame(rng.random((300, 6)), columns=list("abcdef"))
        cases = rng.random(300) < 0.3
        region = peel(table.head(150), cases[:150])
        inside = region.contains(table)
        too_good.append(cases[:150][inside[:150]].mean() - 0.3)
        _, low, high = wilson(int(cases[150:][inside[150:]].sum()), int(inside[150:].sum()))
        hits += low <= 0.3 <= high
    assert hits >= 36 and np.mean(too_good) > 0.1


def test_nothing_is_found_where_nothing_decides():
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame(rng.random((400, 8)), columns=list("abcdefgh"))
        found.append(discover(table, rng.normal(0.5, 1.0, 400), better="high", seed=seed))
    assert sum(not discovery.findings for discovery in found) >= 15
    told = next(discovery for discovery in found if not discovery.findings).in_words(("tilt", "none"))
    assert "No assumption was found that decides it." in told


def test_categories_and_whole_numbers():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "matching": rng.choice(["ranked", "random", "network", "queue"], 1200),
            "closed": rng.choice([True, False], 1200),
            "lag": rng.integers(0, 7, 1200),
            "idle": rng.choice(["a", "b", "c"], 1200),
        }
    )
    fails = table["matching"].isin(["random", "queue"]) & ~table["closed"] & (table["lag"] >= 4)
    effect = np.where(rng.random(1200) < np.where(fails, 0.95, 0.05), 2.0, -2.0)
    limits = {"matching": frozenset({"random", "queue"}), "closed": frozenset({"False"}), "lag": (4.0, np.inf)}
    for method in ("box", "tree"):
        found = discover(table, effect, better="low", seed=1, method=method).findings
        assert found[0].region.limits == limits, method
        assert all(chance < 1e-6 for chance in found[0].chance.values())


def test_two_corners_need_a_tree():
    rng = np.random.default_rng(6)
    table = pd.DataFrame(rng.random((2000, 6)), columns=list("abcdef"))
    corners = ((table["a"] < 0.3) & (table["b"] < 0.4)) | ((table["a"] > 0.7) & (table["b"] > 0.5))
    effect = np.where(rng.random(2000) < np.where(corners, 0.9, 0.05), -1.0, 1.0)
    found = discover(table, effect, better="high", method="tree")
    dense = [finding for finding in found.findings if finding.density[1] > 0.7]
    assert sum(finding.coverage[0] for finding in dense) > 0.8
    for corner in ((0.15, 0.2), (0.85, 0.75)):
        point = pd.DataFrame([[*corner, 0.5, 0.5, 0.5, 0.5]], columns=list("abcdef"))
        assert sum(bool(finding.region.contains(point)[0]) for finding in dense) == 1


def test_a_box_by_hand():
    """Cases are those from 0.70 on, and nothing else: the box is that, and it has all of them."""
    table = pd.DataFrame({"x": np.arange(200) / 200, "idle": np.arange(200) % 7})
    region = peel(table, table["x"].to_numpy() >= 0.7)
    assert region.limits == {"x": (0.7, np.inf)}
    assert leaves(table, table["x"].to_numpy() >= 0.7)[0].limits == {"x": (0.7, np.inf)}


def test_told_from_the_held_out_half_alone():
    rng = np.random.default_rng(7)
    table, effect = planted(rng, 1000)
    effect[:13] = np.nan
    found = discover(table, effect, better="high", seed=4)
    assert (found.grown, found.held, found.failed) == (493, 494, 13)
    kept = table.iloc[13:].reset_index(drop=True)
    order = np.random.default_rng(4).permutation(987)
    held, cases = kept.iloc[order[493:]], (effect[13:] <= 0)[order[493:]]
    finding = found.findings[0]
    inside = finding.region.contains(held)
    assert finding.density == wilson(int(cases[inside].sum()), int(inside.sum()))
    assert finding.coverage[0] == pytest.approx(cases[inside].sum() / cases.sum())
    assert finding.mass[0] == pytest.approx(inside.mean()) and found.base[0] == pytest.approx(cases.mean())
    doubled = discover(table, np.stack([effect - 1.0, effect + 1.0], axis=1), better="high", seed=4)
    assert doubled.table.equals(found.table)
    assert discover(table, effect + 5.0, better="high", margin=5.0, seed=4).table.equals(found.table)


def test_in_words():
    region = Region(
        {
            "growth": (-np.inf, 0.02134),
            "subsidy": (1234.5, np.inf),
            "lag": (3.0, 3.0),
            "wage": (100.0, 2345.6),
            "matching": frozenset({"random", "queue"}),
        }
    )
    assert region.in_words({"growth": "per year", "subsidy": "yuan/person-year"}, {"wage": "the wage outside"}) == (
        "growth is at most 0.0213 per year and subsidy is at least 1,234 yuan/person-year and lag is 3 and "
        "the wage outside is from 100 to 2,346 and matching is queue or random"
    )
    rng = np.random.default_rng(1)
    found = discover(*planted(rng, 2000), better="high", seed=1)
    told = found.in_words(("tilt", "the same money everywhere"), {"x0": "months"})
    finding = found.findings[0]
    density, mass, coverage = (round(100 * share[0]) for share in (finding.density, finding.mass, finding.coverage))
    assert told.startswith("tilt does not beat the same money everywhere in ")
    assert " months and x1 is at least 0." in told and f"it does not in {density} % (" in told
    assert f"Such are {mass} % (" in told and f"and {coverage} % (" in told


def test_wilson_as_published():
    """Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.0, 0.1611), abs=5e-5)


def test_refused():
    table, effect = planted(np.random.default_rng(0), 200)
    wrong = [
        (table.head(60), effect[:60], {}, "needed: 100 rows"),
        (table, np.ones(200), {}, "always beats the other"),
        (table, -np.ones(200), {}, "never beats the other"),
        (table, effect, {"method": "forest"}, "box or tree"),
        (table.assign(x3=np.nan), effect, {}, "assumption 'x3' has missing values"),
    ]
    for some, values, settings, said in wrong:
        with pytest.raises(InputError, match=said):
            discover(some, values, better="high", **settings)


def test_what_a_silent_search_would_have_found(monkeypatch):
    """A quarter that always fails is found among few assumptions; one that fails like all others is not."""
    monkeypatch.setattr(power, "TRIES", 4)
    assert power.found(400, 3, (2,), 0.35, 1.0) == 1.0
    assert power.found(400, 3, (2,), 0.35, 0.35) <= 0.25
    monkeypatch.setattr(power, "found", lambda rows, numbers, categories, base, density: float(density > 0.65))
    assert power.detectable(100, 3, (), 0.35) == pytest.approx(0.7)
    monkeypatch.setattr(power, "found", lambda rows, numbers, categories, base, density: 0.5)
    assert np.isnan(power.detectable(101, 3, (), 0.35))
