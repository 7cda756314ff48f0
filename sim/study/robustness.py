"""Which policy holds up where one does not know which world one is in.

A world is a scenario with a set of parameters; luck is the seed. Performance of a policy in a world is its mean over
the seeds, or, where luck is to count as risk, each run is a world of its own. All worlds weigh the same: they are a
sample of what may be, not a forecast. With u the performance, larger the better, over n worlds [mcphail2018]:

    mean                  sum u / n                                           Laplace's insufficient reason
    median, percentile    quantiles; the percentile counts from the bad end
    cvar                  mean of the worst `tail` of the worlds              [rockafellar2000]
    maximin, maximax      worst, best                                         [wald1950]
    hurwicz               pessimism * worst + (1 - pessimism) * best          [hurwicz1951]
    regret_mean, _max     of (best policy in the world) - u                   [savage1951]
    satisficing           share of worlds that meet the threshold or domain   [starr1963]
    undesirable_deviation mean over all worlds of max(0, median - u)          [kwakkel2016], there as a sum

Values are told as the outcome is measured; only the ranks know what is better.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.tables import check_columns

type Performance = NDArray[np.float64]

WORLD = ("scenario", "parameters")
MEASURES = (
    *("mean", "median", "percentile", "cvar", "maximin", "maximax", "hurwicz"),
    *("regret_mean", "regret_max", "satisficing", "undesirable_deviation"),
)
LOSSES = ("regret_mean", "regret_max", "undesirable_deviation")
"""Measures of which less is better, whatever the outcome."""


@dataclass(frozen=True)
class Question:
    """What counts as good.

    Attributes
    ----------
    better
        "high" or "low": which values of the outcome are better.
    threshold
        What satisfices: a value at least as good as this number; or from the first to the second of two (a domain).
        None for no such measure.
    tail
        Share of the worst worlds: of `cvar`, and the place of `percentile`.
    pessimism
        Weight of the worst world for Hurwicz, 0 to 1.
    luck
        "averaged": performance in a world is the mean over its seeds; "risk": each seed is a world.
    """

    better: str
    threshold: float | tuple[float, float] | None = None
    tail: float = 0.1
    pessimism: float = 0.5
    luck: str = "averaged"

    def __post_init__(self) -> None:
        """Raise InputError at the first setting that means nothing."""
        for name, found, allowed in (
            ("better", self.better, ("high", "low")),
            ("luck", self.luck, ("averaged", "risk")),
        ):
            if found not in allowed:
                raise InputError(f"{name} is {found!r}; allowed: {' or '.join(map(repr, allowed))}")
        if not 0.0 < self.tail <= 1.0 or not 0.0 <= self.pessimism <= 1.0:
            raise InputError(
                f"tail is {self.tail!r} and pessimism {self.pessimism!r}; allowed: above 0 to 1, and 0 to 1"
            )
        if isinstance(self.threshold, tuple) and not self.threshold[0] < self.threshold[1]:
            raise InputError(f"threshold is {self.threshold!r}; allowed: a number, or a smaller and a larger one")

    @property
    def sign(self) -> float:
        """1 if high is better, else -1."""
        return 1.0 if self.better == "high" else -1.0

    @property
    def measures(self) -> list[str]:
        """Those that can be told."""
        return [name for name in MEASURES if name != "satisficing" or self.threshold is not None]


@dataclass(frozen=True)
class Robustness:
    """How policies rank, by which measure, and how sure that is.

    Attributes
    ----------
    measures
        One row per measure and policy: measure, policy, value, rank (1 is best; equal ones share their mean rank); for
        resampled scenarios, parameters and seeds each: low, high, and first (share of the resamples in which it ranks
        first, ties shared), as scenario_low, ..., seed_first; NaN where there is only one to resample.
    reversals
        One row per pair of measures: measure, other, kendall (rank correlation tau-b; NaN if a measure tells no
        policies apart), reversed (pairs of policies that they order the opposite way, as "A | B").
    worlds, failed
        Worlds that count; runs left out, with those of the other policies in the same world with the same seed, because
        they failed.
    """

    measures: pd.DataFrame
    reversals: pd.DataFrame
    worlds: int
    failed: int

    def ranks(self) -> pd.DataFrame:
        """Rank of each policy (rows) by each measure (columns)."""
        ranks: pd.DataFrame = self.measures.pivot(index="policy", columns="measure", values="rank")
        return ranks[list(dict.fromkeys(self.measures["measure"]))]


def robustness(
    runs: pd.DataFrame,
    outcome: str,
    question: Question,
    *,
    resamples: int = 300,
    level: float = 0.95,
    seed: int = 0,
) -> Robustness:
    """Rank policies by all measures.

    Parameters
    ----------
    runs
        One row per run: policy, seed, the outcome (NaN where the run failed), and scenario, parameters or both (what is
        missing counts as one). Every policy in every world with the same seeds.
    outcome
        Column of numbers.
    question
        What counts as good.
    resamples
        Bootstrap samples, of whole scenarios, sets of parameters, or seeds; all policies always meet the same ones.
        The worst of few scenarios is better known from looking at them than from its interval.
    level
        Of the intervals (percentiles of the resamples).
    seed
        Of the resampling.

    Raises
    ------
    InputError
        If a column or run is missing, a run stands twice, fewer than two policies are there, or no world has a seed
        with which all policies ran to the end.
    """
    policies, cube, failed = _cube(runs, outcome)
    value = question.sign * cube
    rng = np.random.default_rng(seed)
    names = question.measures
    table = pd.DataFrame(itertools.product(names, policies), columns=["measure", "policy"])
    found = _measured(value, question)
    table["value"] = _told(found, question).ravel()
    table["rank"] = _ranks(found, names).ravel()
    for axis, name in ((1, "scenario"), (2, "parameters"), (3, "seed")):
        size = cube.shape[axis]
        ends = np.full((3, len(names), len(policies)), np.nan)
        if size > 1:
            drawn = [np.take(value, rng.integers(size, size=size), axis) for _ in range(resamples)]
            some = [_measured(draw, question) for draw in drawn if np.isfinite(draw).any()]
            told = np.stack([_told(one, question) for one in some])
            ends[:2] = np.quantile(told, [0.5 - level / 2, 0.5 + level / 2], axis=0)
            ends[2] = np.mean([_first(one, names) for one in some], axis=0)
        for place, word in enumerate(("low", "high", "first")):
            table[f"{name}_{word}"] = ends[place].ravel()
    worlds = int(np.isfinite(_performance(value, question)[0]).sum())
    return Robustness(table, _reversals(found, names, policies), worlds, failed)


def _cube(runs: pd.DataFrame, outcome: str) -> tuple[list[str], Performance, int]:
    """Policies, and outcomes (policies, scenarios, parameters, seeds), NaN for all policies where one failed."""
    check_columns(runs, ["policy", "seed", outcome])
    keys = pd.DataFrame({name: runs.get(name, 0) for name in (*WORLD, "seed")}, index=runs.index)
    policies = list(dict.fromkeys(runs["policy"]))
    if len(policies) < 2:
        raise InputError(f"the table of runs has the policies {', '.join(policies) or 'none'}; needed: two or more")
    count = pd.crosstab([keys[name] for name in keys], runs["policy"])[policies]
    if (count.to_numpy() != 1).any():
        row, column = np.argwhere(count.to_numpy() != 1)[0]
        where = ", ".join(f"{name} {part}" for name, part in zip(keys, count.index[row], strict=True))
        raise InputError(
            f"policy {policies[column]!r} has {count.iloc[row, column]} runs with {where}; allowed: each policy once"
        )
    wide = runs.assign(**keys).pivot(index=list(keys), columns="policy", values=outcome)[policies]
    values = wide.to_numpy(dtype=np.float64).T
    whole = np.isfinite(values).all(axis=0)
    if not whole.any():
        raise InputError(f"outcome {outcome!r}: in no world did all policies run to the end with the same seed")
    index = wide.index.to_frame(index=False)
    scenario, parameters = (pd.factorize(index[name])[0] for name in WORLD)
    luck = index.groupby(list(WORLD)).cumcount().to_numpy()
    shape = (len(policies), *(int(code.max()) + 1 for code in (scenario, parameters, luck)))
    cube = np.full(shape, np.nan)
    cube[:, scenario, parameters, luck] = np.where(whole, values, np.nan)
    return policies, cube, int((~np.isfinite(values)).sum())


def _performance(value: Performance, question: Question) -> Performance:
    """(policies, worlds) performance, NaN where a world has no run."""
    flat = value.reshape(len(value), -1, value.shape[-1])
    if question.luck == "risk":
        return flat.reshape(len(value), -1)
    there = np.isfinite(flat)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, flat, 0.0).sum(axis=-1) / there.sum(axis=-1))


def _measured(value: Performance, question: Question) -> NDArray[np.float64]:
    """(measures, policies) from turned outcomes (policies, scenarios, parameters, seeds)."""
    performance = _performance(value, question)
    found = of_performance(performance[:, np.isfinite(performance[0])], question)
    return np.stack([found[name] for name in question.measures])


def of_performance(performance: Performance, question: Question) -> dict[str, NDArray[np.float64]]:
    """Measure -> (policies,), from performance (policies, worlds) that was turned so that larger is better."""
    ordered = np.sort(performance, axis=1)
    worlds = ordered.shape[1]
    worst, best, median = ordered[:, 0], ordered[:, -1], np.median(ordered, axis=1)
    in_tail = np.clip(question.tail * worlds - np.arange(worlds), 0.0, 1.0)
    regret = performance.max(axis=0) - performance
    found = {
        "mean": performance.mean(axis=1),
        "median": median,
        "percentile": np.quantile(ordered, question.tail, axis=1),
        "cvar": ordered @ in_tail / in_tail.sum(),
        "maximin": worst,
        "maximax": best,
        "hurwicz": question.pessimism * worst + (1.0 - question.pessimism) * best,
        "regret_mean": regret.mean(axis=1),
        "regret_max": regret.max(axis=1),
        "undesirable_deviation": np.maximum(0.0, median[:, None] - performance).mean(axis=1),
    }
    if isinstance(question.threshold, tuple):
        outcome = question.sign * performance
        inside = (question.threshold[0] <= outcome) & (outcome <= question.threshold[1])
        found["satisficing"] = inside.mean(axis=1)
    elif question.threshold is not None:
        found["satisficing"] = (performance >= question.sign * question.threshold).mean(axis=1)
    return found


def _told(found: NDArray[np.float64], question: Question) -> NDArray[np.float64]:
    """Measures as the outcome is measured."""
    turned = [name not in (*LOSSES, "satisficing") for name in question.measures]
    return np.where(np.array(turned)[:, None], question.sign * found, found)


def _goodness(found: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """The same, larger the better, equal where only rounding differs."""
    scale = np.abs(found).max(axis=1, keepdims=True)
    alike = np.round(found / np.where(scale > 0.0, scale, 1.0), 12)
    return np.where(np.isin(names, LOSSES)[:, None], -alike, alike)


def _ranks(found: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    from scipy.stats import rankdata

    return np.asarray(rankdata(-_goodness(found, names), axis=1))


def _first(found: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """1 for the best policy of each measure, shared by equal ones."""
    good = _goodness(found, names)
    is_best = good == good.max(axis=1, keepdims=True)
    return np.asarray(is_best / is_best.sum(axis=1, keepdims=True))


def _reversals(found: NDArray[np.float64], names: Sequence[str], policies: Sequence[str]) -> pd.DataFrame:
    good = dict(zip(names, _goodness(found, names), strict=True))
    pairs = list(itertools.combinations(range(len(policies)), 2))
    rows = []
    for one, other in itertools.combinations(names, 2):
        turned = [(i, k) for i, k in pairs if (good[one][i] - good[one][k]) * (good[other][i] - good[other][k]) < 0.0]
        rows.append(
            {
                "measure": one,
                "other": other,
                "kendall": _kendall(good[one], good[other]),
                "reversed": [f"{policies[i]} | {policies[k]}" for i, k in turned],
            }
        )
    return pd.DataFrame(rows)


def _kendall(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Rank correlation tau-b (Kendall, *Biometrika* 33, 1945, 239-251)."""
    first, second = (np.sign(values[:, None] - values)[np.triu_indices(len(values), 1)] for values in (one, other))
    size = np.sqrt((first**2).sum() * (second**2).sum())
    return float((first * second).sum() / size) if size > 0.0 else float("nan")
