"""Shapley values of games whose values are known, with luck and without; what is lost without an item at equal yuan."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.study.attribution import attribute, interaction_indices, shapley, shapley_values
from sim.study.omission import leave_one_out

AREAS = ("labour export", "enterprises", "training", "safety net", "monitoring")


def game(players, worth):
    """(2**n,) worth of every coalition, from a function of the set of players in it."""
    sets = (
        frozenset(player for bit, player in enumerate(players) if code >> bit & 1) for code in range(2 ** len(players))
    )
    return np.array([float(worth(members)) for members in sets])


def by_orders(worth):
    """Shapley values as Shapley told them: the mean gain of a player over all orders of arrival."""
    players = len(worth).bit_length() - 1
    gains = np.zeros(players)
    for order in itertools.permutations(range(players)):
        there = 0
        for player in order:
            gains[player] += worth[there | 1 << player] - worth[there]
            there |= 1 << player
    return gains / math.factorial(players)


def test_glove_game():
    """One left glove, two right ones; a pair is worth 1: the left glove gets 2/3, each right one 1/6."""
    worth = game("lrs", lambda members: "l" in members and len(members) > 1)
    np.testing.assert_allclose(shapley_values(worth), [2 / 3, 1 / 6, 1 / 6], atol=1e-15)


def test_airport_game():
    """Runways for planes that need 1, 3, 6 and 10: each stretch is paid in equal parts by those who use it."""
    needs = {"a": 1, "b": 3, "c": 6, "d": 10}
    worth = game(needs, lambda members: max((needs[member] for member in members), default=0))
    np.testing.assert_allclose(
        shapley_values(worth), [1 / 4, 1 / 4 + 2 / 3, 1 / 4 + 2 / 3 + 3 / 2, 1 / 4 + 2 / 3 + 3 / 2 + 4], atol=1e-14
    )


def test_additive_game():
    """Each gets what it adds, and no pair interacts."""
    adds = dict(zip(AREAS, (3.0, -1.0, 0.0, 0.25, 10.0), strict=True))
    worth = game(AREAS, lambda members: 7.0 + sum(adds[member] for member in members))
    np.testing.assert_allclose(shapley_values(worth), list(adds.values()), atol=1e-14)
    np.testing.assert_allclose(interaction_indices(worth), 0.0, atol=1e-14)


def test_unanimity_game():
    """1 if a, b and c are all there: a third each; a pair of them interacts by 1/2, the mean of 0 without the third
    and 1 with it, where with five players a third that has to be there arrives before both in half of the orders."""
    worth = game("abcde", lambda members: members >= set("abc"))
    np.testing.assert_allclose(shapley_values(worth), [1 / 3, 1 / 3, 1 / 3, 0, 0], atol=1e-15)
    pairs = dict(zip(itertools.combinations("abcde", 2), interaction_indices(worth), strict=True))
    for pair, index in pairs.items():
        assert index == pytest.approx(0.5 if set(pair) <= set("abc") else 0.0, abs=1e-15)


def test_any_game_is_the_mean_over_orders():
    worth = np.random.default_rng(1).normal(size=(32, 3))
    worth[:, 2] = worth[:, 0] + 2 * worth[:, 1]
    values = shapley_values(worth)
    for column in range(3):
        np.testing.assert_allclose(values[:, column], by_orders(worth[:, column]), atol=1e-13)
    np.testing.assert_allclose(values.sum(axis=0), worth[-1] - worth[0], atol=1e-13)


def test_runs_every_coalition_with_the_same_seeds(tmp_path):
    made = tmp_path / "made"
    made.mkdir()

    def value(coalition, seed):
        (made / f"{'+'.join(sorted(coalition))} {seed}").touch()
        luck = np.random.default_rng(seed).normal(size=2)
        both = {"training", "enterprises"} <= coalition
        relapse = 9.0 + luck[0] - 2.0 * ("training" in coalition) - both - 0.5 * luck[1] * ("monitoring" in coalition)
        return {"relapse": relapse, "income": 100.0 * len(coalition)}

    found = shapley(value, AREAS, seeds=6, out=tmp_path / "study")
    names = [path.name.rsplit(" ", 1) for path in made.iterdir()]
    assert len(names) == 32 * 6 and len({seed for _, seed in names}) == 6
    relapse = found.values[found.values["outcome"] == "relapse"].set_index("player")
    # Luck that all coalitions share leaves no trace: the interval of who adds no luck has no width.
    assert relapse.loc["training", ["value", "low", "high"]].tolist() == pytest.approx([-2.5] * 3)
    assert relapse.loc["enterprises", ["value", "alone", "last"]].tolist() == pytest.approx([-0.5, 0.0, -1.0])
    luck = np.array([np.random.default_rng(int(seed)).normal(size=2)[1] for seed in {seed for _, seed in names}])
    half = 2.5706 * (0.5 * luck).std(ddof=1) / np.sqrt(6)
    assert relapse.loc["monitoring", "value"] == pytest.approx(-0.5 * luck.mean())
    assert relapse.loc["monitoring", "high"] - relapse.loc["monitoring", "value"] == pytest.approx(half, rel=1e-4)
    grand = found.grand.set_index("outcome")
    assert grand.loc["relapse", "sum"] == pytest.approx(grand.loc["relapse", "value"])
    assert relapse["share"].sum() == pytest.approx(1.0)
    income = found.values[found.values["outcome"] == "income"]
    assert income["share"].tolist() == pytest.approx([0.2] * 5) and income["value"].tolist() == pytest.approx([100] * 5)
    pair = found.interactions.query("outcome == 'relapse' and player == 'enterprises' and partner == 'training'")
    assert pair["value"].item() == pytest.approx(-1.0)
    for path in made.iterdir():
        path.unlink()
    again = shapley(value, AREAS, seeds=6, out=tmp_path / "study")
    assert not list(made.iterdir())
    pd.testing.assert_frame_equal(again.values, found.values, check_exact=True)


def test_no_share_of_an_effect_that_may_be_nothing():
    def value(coalition, seed):
        return {"relapse": np.random.default_rng([seed, len(coalition)]).normal()}

    found = shapley(value, ("a", "b"), seeds=5)
    assert found.values["share"].isna().all() and found.values["value"].notna().all()


def test_a_seed_that_failed_is_left_out():
    runs = pd.DataFrame(
        [
            {"a": a, "b": b, "seed": seed, "y": 2 * a + seed * b}
            for a, b, seed in itertools.product((0, 1), (0, 1), (1, 2, 9))
        ]
    )
    runs.loc[(runs["a"] == 1) & (runs["seed"] == 9), "y"] = np.nan
    found = attribute(runs, ("a", "b"), ["y"])
    assert found.values["value"].tolist() == pytest.approx([2.0, 1.5])
    assert found.grand.loc[0, ["seeds", "failed"]].tolist() == [2, 1]
    with pytest.raises(InputError, match="coalition 3 has 0 runs with seed 2"):
        attribute(runs.query("not (a == 1 and b == 1 and seed == 2)"), ("a", "b"), ["y"])
    with pytest.raises(InputError, match="with no seed did all 4 coalitions run"):
        attribute(runs.assign(y=np.nan), ("a", "b"), ["y"])
    with pytest.raises(InputError, match="no column 'c'"):
        attribute(runs, ("a", "c"), ["y"])


def test_refused_games():
    with pytest.raises(InputError, match="allowed: 1 to 12 different names"):
        shapley(lambda coalition, seed: {"y": 1.0}, ("a", "a"))
    with pytest.raises(InputError, match="all runs failed, the first with KeyError"):
        shapley(lambda coalition, seed: {}["y"], ("a",))


DOSES = {"roads": 2.0, "courses": 1.0, "posts": 1.0}
PRICES = {"roads": 10.0, "courses": 40.0, "posts": 40.0}


def yuan(doses):
    return sum(PRICES[item] * dose for item, dose in doses.items())


def test_without_an_item_the_others_spend_its_yuan():
    """Roads cost 20 of 100, so without them the others grow by 100/80; relapse falls by 3, 4 and 1 per dose."""

    def value(doses, seed):
        assert yuan(doses) == pytest.approx(100.0)
        return {"relapse": 50.0 + seed % 11 - 3.0 * doses["roads"] - 4.0 * doses["courses"] - doses["posts"]}

    found = leave_one_out(value, DOSES, yuan, seeds=3).set_index("item")
    assert found["scale"].tolist() == pytest.approx([100 / 80, 100 / 60, 100 / 60])
    assert found["yuan"].tolist() == pytest.approx([100.0] * 3)
    expected = {"roads": -11 + 5 * 1.25, "courses": -11 + 7 * 100 / 60, "posts": -11 + 10 * 100 / 60}
    for item, loss in expected.items():
        assert found.loc[item, ["value", "low", "high"]].tolist() == pytest.approx([loss] * 3)
    assert (found["failed"] == 0).all()


def test_yuan_that_grow_by_a_law_of_their_own():
    def squared(doses):
        return yuan(doses) ** 2

    found = leave_one_out(lambda doses, seed: doses, DOSES, squared, seeds=1)
    assert found["yuan"].to_numpy() == pytest.approx(1e4)
    with pytest.raises(InputError, match="without 'roads' the other items cannot spend the 100 yuan"):
        leave_one_out(
            lambda doses, seed: doses, DOSES | {"courses": 0.0, "posts": 0.0}, lambda doses: 50 * doses["roads"]
        )
    with pytest.raises(InputError, match="two or more"):
        leave_one_out(lambda doses, seed: doses, {"roads": 1.0}, yuan)
