"""Who brings about an effect: Shapley values of a few players, exact, with the interactions of their pairs.

    Shapley value   phi_i  = sum over S without i of |S|! (n-|S|-1)! / n!  (v(S+i) - v(S))             [shapley1953]
    interaction     I_ij   = sum over S without i, j of |S|! (n-|S|-2)! / (n-1)!
                             (v(S+i+j) - v(S+i) - v(S+j) + v(S))                                      [grabisch1999]

All coalitions are run, so nothing is sampled but luck: every coalition meets the same seeds, the values are formed
seed by seed, and the intervals are Student's t over the seeds. A seed with which one coalition failed is left out.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.adapted import adapted
from sim.study.confidence import mean_interval, ratio_interval
from sim.study.sweep import sweep
from sim.study.tables import check_columns, numbers, paired
from sim.study.target import Outcomes

MOST_PLAYERS = 12
"""Players of an exact game: 4,096 coalitions."""


@dataclass(frozen=True)
class Attribution:
    """Shapley values of one game, outcome by outcome.

    Attributes
    ----------
    values
        One row per outcome and player: outcome, player; value, low, high (Shapley value, in the unit of the
        outcome); share, share_low, share_high (of the grand effect; NaN where its interval reaches 0); alone (effect
        of the player without the others), last (effect of adding it to all others); seeds.
    grand
        One row per outcome: outcome; value, low, high of v(all) - v(none); sum (of the Shapley values); seeds, failed
        (seeds left out).
    interactions
        One row per outcome and pair: outcome, player, partner; value, low, high (Shapley interaction index: above 0
        they complete each other, below 0 they stand in for each other); seeds.
    """

    values: pd.DataFrame
    grand: pd.DataFrame
    interactions: pd.DataFrame


def shapley(
    value: Callable[[frozenset[str], int], Mapping[str, float]],
    players: Sequence[str],
    *,
    seeds: int = 8,
    seed: int = 0,
    level: float = 0.95,
    out: str | Path | None = None,
    on: Any = "serial",
) -> Attribution:
    """Run every coalition with the same seeds, and share the grand effect among the players.

    Parameters
    ----------
    value
        Function of (coalition, seed) that returns outcomes: numbers.
    players
        n names, at most 12: 2**n coalitions.
    seeds
        Runs per coalition.
    seed
        From which the seeds of the runs follow.
    level
        Of the intervals.
    out, on
        Folder in which runs are kept and found again, and where they are made: see `sim.study.sweep.sweep`.

    Raises
    ------
    InputError
        If players are too many, too few or named twice, or with no seed all coalitions ran to the end.
    """
    _check_players(players)
    target = adapted(value, partial(_coalition, value), list(players))
    study = sweep(
        target,
        dict.fromkeys(players, (False, True)),
        method="grid",
        samples=2 ** len(players),
        replicates=seeds,
        seed=seed,
        out=out,
        on=on,
    )
    runs, outcomes = numbers(study)
    return attribute(runs, players, outcomes, level=level)


def attribute(
    runs: pd.DataFrame, players: Sequence[str], outcomes: Sequence[str], *, seed: str = "seed", level: float = 0.95
) -> Attribution:
    """Shapley values from a table of runs.

    Parameters
    ----------
    runs
        One row per run: a column per player that is true (or 1) where the player takes part, the seed, the outcomes
        (NaN where the run failed). Every coalition with every seed.
    players, outcomes
        Columns.
    seed
        Column of the seed, the same seeds for all coalitions.
    level
        Of the intervals.

    Raises
    ------
    InputError
        If a column, coalition or seed is missing or stands twice, or with no seed all coalitions ran to the end.
    """
    _check_players(players)
    check_columns(runs, [*players, *outcomes, seed])
    weights = 1 << np.arange(len(players))
    tables: dict[str, list[pd.DataFrame]] = {"values": [], "grand": [], "interactions": []}
    keyed = pd.DataFrame({"coalition": runs[list(players)].to_numpy(dtype=bool) @ weights, "seed": runs[seed]})
    for outcome in outcomes:
        worth = paired(keyed, runs[outcome], "coalition", list(range(2 ** len(players))))
        whole = worth[:, np.isfinite(worth).all(axis=0)]
        if whole.shape[1] == 0:
            raise InputError(f"outcome {outcome!r}: with no seed did all {len(worth)} coalitions run to the end")
        for name, table in _of_outcome(players, whole, level).items():
            tables[name].append(table.assign(outcome=outcome, seeds=whole.shape[1]))
        tables["grand"][-1]["failed"] = worth.shape[1] - whole.shape[1]
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    return Attribution(**{name: table[["outcome", *table.columns.drop("outcome")]] for name, table in joined.items()})


def _of_outcome(players: Sequence[str], worth: NDArray[np.float64], level: float) -> dict[str, pd.DataFrame]:
    """The three tables of one outcome from worth (coalitions, seeds)."""
    values = shapley_values(worth)
    effect = worth[-1] - worth[0]
    value, low, high = mean_interval(values, level)
    share, share_low, share_high = ratio_interval(values, np.broadcast_to(effect, values.shape), level)
    single = 1 << np.arange(len(players))
    grand, grand_low, grand_high = mean_interval(effect[None], level)
    pairs = [(one, other) for one in range(len(players)) for other in range(one + 1, len(players))]
    index, index_low, index_high = mean_interval(interaction_indices(worth), level)
    return {
        "values": pd.DataFrame(
            {
                "player": list(players),
                **{"value": value, "low": low, "high": high},
                **{"share": share, "share_low": share_low, "share_high": share_high},
                "alone": (worth[single] - worth[0]).mean(axis=1),
                "last": (worth[-1] - worth[len(worth) - 1 - single]).mean(axis=1),
            }
        ),
        "grand": pd.DataFrame({"value": grand, "low": grand_low, "high": grand_high, "sum": value.sum()}),
        "interactions": pd.DataFrame(
            {
                "player": [players[one] for one, _ in pairs],
                "partner": [players[other] for _, other in pairs],
                **{"value": index, "low": index_low, "high": index_high},
            }
        ),
    }


def shapley_values(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shapley values (n, ...) of a game (2**n, ...): player i takes part in coalition c where bit i of c is set.

    Source: Shapley, A value for n-person games, *Contributions to the Theory of Games* II, 1953, 307-317.
    """
    players, coalitions, size = _game(worth)
    weight = [math.factorial(s) * math.factorial(players - s - 1) / math.factorial(players) for s in range(players)]
    found = np.empty((players, *worth.shape[1:]))
    for player in range(players):
        without = coalitions[coalitions >> player & 1 == 0]
        found[player] = np.tensordot(np.take(weight, size[without]), worth[without | 1 << player] - worth[without], 1)
    return found


def interaction_indices(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shapley interaction indices (n(n-1)/2, ...) of the pairs (0, 1), (0, 2), ... of a game (2**n, ...).

    Source: Grabisch, Roubens, An axiomatic approach to the concept of interaction among players in cooperative games,
    *International Journal of Game Theory* 28, 1999, 547-565.
    """
    players, coalitions, size = _game(worth)
    factorial = math.factorial
    weight = [factorial(s) * factorial(players - s - 2) / factorial(players - 1) for s in range(players - 1)]
    found = np.empty((players * (players - 1) // 2, *worth.shape[1:]))
    pairs = ((one, other) for one in range(players) for other in range(one + 1, players))
    for place, (one, other) in enumerate(pairs):
        with_one, with_other = 1 << one, 1 << other
        without = coalitions[coalitions & (with_one | with_other) == 0]
        gain = worth[without | with_one | with_other] - worth[without | with_one] - worth[without | with_other]
        found[place] = np.tensordot(np.take(weight, size[without]), gain + worth[without], 1)
    return found


def _game(worth: NDArray[np.float64]) -> tuple[int, NDArray[np.int64], NDArray[np.int64]]:
    """Number of players, coalitions, and how many players each has."""
    players = len(worth).bit_length() - 1
    if len(worth) != 2**players or players < 1:
        raise InputError(f"a game has 2**n coalitions, found {len(worth)}")
    coalitions = np.arange(len(worth))
    return players, coalitions, np.bitwise_count(coalitions).astype(np.int64)


def _coalition(value: Callable[[frozenset[str], int], Outcomes], factors: dict[str, Any], seed: int) -> Outcomes:
    return value(frozenset(name for name, takes_part in factors.items() if takes_part), seed)


def _check_players(players: Sequence[str]) -> None:
    if not 1 <= len(players) <= MOST_PLAYERS or len(set(players)) < len(players):
        raise InputError(f"players are {', '.join(players) or 'none'}; allowed: 1 to {MOST_PLAYERS} different names")
