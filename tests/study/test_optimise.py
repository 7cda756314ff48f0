"""Doses under a budget: the projection is exact, known optima are found through luck, and what was run stays run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from made_searches import BEST, DOSES, YUAN, search, slow, two_sided, water, worth
from made_sweeps import rows
from scipy.optimize import minimize

from sim.errors import InputError
from sim.study.budget import Budget, project
from sim.study.optimise import Effort, optimise
from sim.study.search import hypervolume, nondominated
from sim.study.study import open_study


def test_projection_by_hand():
    """Three doses of price 1, 1 and 2: (3, 1, 1) spends 6; to spend 3 a half times the prices is taken off."""
    points, prices, low, high = np.array([[3.0, 1.0, 1.0]]), np.array([1.0, 1.0, 2.0]), np.zeros(3), np.full(3, 9.0)
    assert project(points, prices, 3.0, low, high)[0] == pytest.approx([2.5, 0.5, 0.0])
    assert project(points, prices, 9.0, low, high)[0] == pytest.approx([3.5, 1.5, 2.0])
    assert project(points, prices, 9.0, low, high, all_spent=False)[0].tolist() == [3.0, 1.0, 1.0]
    assert project(points, prices, 9.0, low, np.array([3.0, 1.0, 9.0]))[0] == pytest.approx([3.0, 1.0, 2.5])
    assert project(points, np.array([1.0, 0.0, 0.0]), 2.0, low, high)[0].tolist() == [2.0, 1.0, 1.0]


def test_projection_is_the_nearest_point():
    rng = np.random.default_rng(1)
    for _ in range(20):
        low, prices = rng.uniform(-1, 0.5, 5), rng.uniform(0.1, 3, 5)
        high = low + rng.uniform(0.1, 2, 5)
        yuan = rng.uniform(prices @ low, prices @ high)
        point = rng.normal(0, 2, (1, 5))
        found = project(point, prices, yuan, low, high)[0]
        assert found @ prices == pytest.approx(yuan, abs=1e-12)
        assert (found >= low).all() and (found <= high).all()
        spends = {"type": "eq", "fun": lambda c, prices=prices, yuan=yuan: c @ prices - yuan}
        nearest = minimize(
            lambda c, point=point: ((c - point[0]) ** 2).sum(), found, bounds=[*zip(low, high, strict=True)],
            constraints=[spends], method="SLSQP", options={"ftol": 1e-14},
        )  # fmt: skip
        assert ((found - point) ** 2).sum() <= nearest.fun + 1e-9
        np.testing.assert_allclose(project(found[None], prices, yuan, low, high)[0], found, atol=1e-12)


def test_fronts_by_hand():
    values = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0], [3.0, 3.0], [2.0, 2.0]])
    assert nondominated(values).tolist() == [True, True, True, False, True]
    assert hypervolume(values, np.array([4.0, 4.0])) == pytest.approx(3 * 1 + 2 * 1 + 1 * 1)
    assert hypervolume(values, np.array([1.0, 1.0])) == 0.0
    corners = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    assert hypervolume(corners, np.array([2.0, 2.0, 2.0])) == pytest.approx(4.0)  # three boxes of 2 share one of 1
    rng = np.random.default_rng(2)
    made = rng.random((15, 4))
    drawn = rng.random((200_000, 4))
    dominated = np.logical_or.reduce([(point <= drawn).all(axis=1) for point in made])
    assert hypervolume(made, np.ones(4)) == pytest.approx(dominated.mean(), abs=0.005)


def test_closed_form_of_the_water():
    """At the best all doses above 0 have one marginal worth, and none at 0 has more."""
    a, k = np.array(list(DOSES.values())).T
    marginal = a * k * np.exp(-k * BEST)
    assert BEST.sum() == pytest.approx(YUAN) and (BEST >= 0).all() and (BEST == 0).any()
    np.testing.assert_allclose(marginal[BEST > 0], marginal.max(), rtol=1e-9)


def test_water_filling():
    """Every run with luck of 5 % of its own, so that not even common seeds help."""
    for seed in range(3):
        found = search(seed=seed, effort=Effort(population=24, generations=30, searches=2))
        best = found.table.iloc[0]
        assert best["efficient"] and best["yuan"] == pytest.approx(YUAN)
        doses = best[list(DOSES)].to_numpy(dtype=float)
        assert worth(doses) >= 0.98 * worth(BEST)
        assert best["good"] == pytest.approx(worth(doses), rel=4 * 0.05 / 4)
        assert best["good_low"] < best["good"] < best["good_high"]


@pytest.mark.nightly
def test_water_filling_with_as_many_doses_as_measures():
    rng = np.random.default_rng(0)
    names = [f"m{place}" for place in range(24)]
    a, k = rng.uniform(1, 10, 24), rng.uniform(0.2, 3, 24)
    budget = Budget(dict.fromkeys(names, 1.0), 14.4)
    levels = np.geomspace(1e-9, (a * k).max(), 400_000)[:, None]
    best = np.maximum(0.0, np.log(a * k / levels) / k)
    best = best[np.abs(best.sum(axis=1) - 14.4).argmin()]

    def value(doses):
        return float((a * (1 - np.exp(-k * doses))).sum())

    def noisy(levers, seed):
        doses = np.array([levers[name] for name in names])
        luck = np.random.default_rng([seed, *doses.view(np.uint64).tolist()]).normal()
        return {"good": value(doses) * (1 + 0.05 * luck)}

    for seed in range(3):
        ranges, effort = dict.fromkeys(names, (0.0, 14.4)), Effort(fresh=128)
        found = optimise(noisy, ranges, {"good": "high"}, budget=budget, seed=seed, effort=effort)
        assert value(found.table.loc[0, names].to_numpy(dtype=float)) >= 0.98 * value(best)


def test_the_gap_is_what_the_panel_promised_too_much():
    """Nothing helps and luck differs from point to point: the panel promises, fresh seeds tell 0."""

    def nothing(levers, seed):
        return {
            "bad": np.random.default_rng([seed, int(1e9 * levers["x"]), int(1e9 * levers["y"])]).normal(),
            "level": levers["x"],
        }

    effort = Effort(population=12, generations=8, searches=2, panel=2, fresh=40)
    ranges = {"x": (0.0, 1.0), "y": (0.0, 1.0)}
    found = optimise(nothing, ranges, {"bad": "low", "level": "high"}, effort=effort)
    gap = found.gap.set_index("objective").loc["bad"]
    assert gap["searched"] < -1.0 and gap["low"] > 0.5 and gap["gap"] == pytest.approx(gap["fresh"] - gap["searched"])
    assert abs(found.table["bad"].mean()) < 0.5
    assert "promised by the search" in str(found) and "optimism gap" in str(found)


def test_a_known_front():
    """Income sqrt(c) at the one place and at the other, c + d = 1 at most: the front is the quarter of a circle."""
    effort = Effort(population=24, generations=25, searches=2, panel=2, fresh=4)
    budget = Budget({"here": 2.0, "there": 2.0}, 2.0, all_spent=False)
    levers = {"here": (0.0, 1.0), "there": (0.0, 1.0), "waste": (0.0, 1.0)}
    found = optimise(two_sided, levers, {"a": "high", "b": "high"}, budget=budget, effort=effort)
    front = found.table[found.table["efficient"]]
    luck = front["a_searched"] - np.sqrt(front["here"]) + 0.2 * front["waste"] ** 2
    assert np.ptp(luck.to_numpy()) < 1e-9  # common seeds: the luck of the panel is the same everywhere
    radius = np.sqrt(front["here"] + front["there"])
    assert (radius > 0.97).mean() > 0.9 and radius.min() > 0.9 and (front["yuan"] <= 2.0 + 1e-12).all()
    assert (front["waste"] < 0.2).mean() > 0.8
    angles = np.sort(np.arctan2(np.sqrt(front["there"]), np.sqrt(front["here"])))
    assert angles[0] < 0.15 and angles[-1] > 1.4 and np.diff(angles).max() < 0.4
    assert found.searches["hypervolume"].min() > 0.9 * found.searches["hypervolume"].max()
    assert front["a"].is_monotonic_decreasing


def test_what_was_run_is_not_run_again(tmp_path):
    out = tmp_path / "search"
    effort = Effort(population=8, generations=3, searches=2, panel=2, fresh=4)
    first = search(seed=1, effort=effort, out=out)
    stored = rows(out)
    assert len({run_id for run_id, _ in stored}) == len(stored) == first.study.progress().total
    again = search(seed=1, effort=effort, out=out)
    assert rows(out) == stored and again.table.equals(first.table)
    longer = search(seed=1, effort=Effort(population=8, generations=5, searches=2, panel=2, fresh=4), out=out)
    assert len(rows(out)) - len(stored) == longer.study.progress().total - len(
        {*longer.study.runs["run_id"]} & {run_id for run_id, _ in stored}
    )
    study = open_study(out)
    assert set(DOSES) <= set(study.runs) and study.progress().failed == 0
    assert search(seed=1, effort=effort).table.equals(first.table)


def test_a_signal_stops_it_and_the_same_call_goes_on(tmp_path):
    out = tmp_path / "search"
    script = Path(__file__).with_name("made_searches.py")
    process = subprocess.Popen(
        [sys.executable, "-W", "error", str(script), str(out)], stderr=subprocess.PIPE, text=True, env=os.environ
    )
    while process.poll() is None and not list(out.glob("parts/*.parquet")):
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 128 + signal.SIGTERM and "stopped after" in said and "goes on" in said
    stored = rows(out)
    assert stored and not list(out.rglob("*.tmp"))
    effort = Effort(population=8, generations=12, searches=1, panel=2, fresh=4)
    found = search(slow, seed=1, effort=effort, out=out)
    assert {run_id for run_id, _ in stored} <= {run_id for run_id, _ in rows(out)}
    assert found.table.equals(search(seed=1, effort=effort).table)


def test_failed_points_lose(tmp_path):
    def broken(levers, seed):
        if levers["x"] > 0.5:
            raise ValueError("too much")
        return {"good": levers["x"], "bad": levers["x"] ** 2}

    effort = Effort(population=12, generations=10, searches=1, panel=1, fresh=2)
    for objectives in ({"good": "high"}, {"good": "high", "bad": "low"}):
        found = optimise(broken, {"x": (0.0, 1.0)}, objectives, effort=effort)
        assert found.failed > 0 and 0.4 < found.table["good"].max() <= 0.5
        assert f"{found.failed} runs failed" in str(found)

    def never(levers, seed):
        raise ValueError("never")

    with pytest.raises(InputError, match="had a failed run"):
        optimise(never, {"x": (0.0, 1.0)}, {"good": "high"}, effort=effort)
    with pytest.raises(InputError, match="had a failed run"):
        optimise(never, {"x": (0.0, 1.0)}, {"good": "high", "bad": "low"}, effort=effort)


def test_global_luck_is_left_alone():
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    effort = Effort(population=8, generations=3, searches=1, panel=1, fresh=2)
    search(effort=effort)
    optimise(two_sided, {"here": (0, 1), "there": (0, 1), "waste": (0, 1)}, {"a": "high", "b": "low"}, effort=effort)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_refused(tmp_path):
    ranges, good = {"x": (0.0, 1.0)}, {"good": "high"}
    wrong = [
        ({}, good, {}, "needed: one lever"),
        ({"x": (1.0, 0.0)}, good, {}, "ascending order"),
        (ranges, {"good": "more"}, {}, "allowed: 'high' or 'low'"),
        (ranges, good, {"budget": Budget({"z": 1.0}, 1.0)}, "'z', which is no lever"),
        (ranges, good, {"budget": Budget({"x": 0.0}, 1.0)}, "allowed: above 0"),
        (ranges, good, {"budget": Budget({"x": 2.0}, 3.0)}, "the levers can spend 0 to 2"),
        (ranges, {"other": "high"}, {"effort": Effort(4, 1, 1, 1, 2)}, "'other' is no outcome; there: good"),
    ]
    for levers, objectives, settings, said in wrong:
        with pytest.raises(InputError, match=said):
            optimise(lambda levers, seed: {"good": 1.0}, levers, objectives, **settings)
    for settings, said in (({"panel": 3}, "even multiple of panel"), ({"population": 2}, "whole numbers from 4")):
        with pytest.raises(InputError, match=said):
            Effort(**settings)
    import sim

    study = sim.sweep(water, {name: [0.0, 1.0] for name in DOSES}, method="grid", samples=2 ** len(DOSES), out=tmp_path)
    assert len(study.runs)
    with pytest.raises(InputError, match="holds a study that is no search"):
        search(out=tmp_path)


def test_points_are_held_against_the_own_one():
    """Luck is common and huge: levels say nothing, differences from the own point under the same seeds all."""

    def lucky(levers, seed):
        luck = np.random.default_rng(seed).normal(0, 10)
        return {"a": np.sqrt(levers["here"]) + luck, "b": np.sqrt(levers["there"]) - luck}

    levers, own = {"here": (0.0, 1.0), "there": (0.0, 1.0)}, {"here": 0.25, "there": 0.25}
    budget = Budget({"here": 1.0, "there": 1.0}, 1.0)
    effort = Effort(population=12, generations=6, searches=2, panel=2, fresh=8)
    found = optimise(lucky, levers, {"a": "high", "b": "high"}, budget=budget, own=own, effort=effort)
    table, mine = found.found, found.own
    assert len(found.table) == len(table) + 1 and mine["here"] == 0.25 and not mine["efficient"]
    assert np.isnan(mine["a_from_own"])
    np.testing.assert_allclose(table["yuan"], 1.0)
    assert (table["a_high"] - table["a_low"]).min() > 5.0
    np.testing.assert_allclose(table["a_from_own"], np.sqrt(table["here"]) - 0.5, atol=1e-9)
    np.testing.assert_allclose(table["b_from_own_high"] - table["b_from_own_low"], 0.0, atol=1e-9)
    kept = int(table["efficient"].sum())
    assert found.apart["pairs"].tolist() == [kept * (kept - 1) // 2] * 2 and found.apart["apart"].min() > 0
    assert found.gap["gap"].abs().max() > 1e-9 and f"of {len(table)} points found" in str(found)
    with pytest.raises(InputError, match="own and levers differ in 'there'"):
        optimise(lucky, levers, {"a": "high"}, own={"here": 0.25}, effort=effort)
