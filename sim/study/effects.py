"""Effects of policies from pairs of runs with the same luck: means, intervals, what pairing is worth, who gains.

    effect         mean over seeds of policy - reference
    interval       effect ± t(n - 1) s/sqrt(n), s the standard deviation of the differences
    noise removed  1 - var(difference)/(var(policy) + var(reference))
    steadiness     mean effect on a household over seeds, in its own standard errors
    gainers        share of households steadier than all but a fortieth of them are in the placebo, less that fortieth
    balance        share of households with a mean gain less share with a mean loss, less the same of the placebo

What shuffling queues does to anybody is no effect: the placebo shows how much of it there is.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.results import unit
from sim.study.intervals import student
from sim.study.pairs import BETTER, OUTCOMES
from sim.study.record import SIDES, Household, Numbers

LEVEL = 0.95
RELATIVE = 0.25
"""Half-width against the size of the effect that `more_seeds` speaks of, where no other precision is asked for."""
CHURN = 0.025
"""Share of the placebo's households beyond each bound."""
EFFECTS = (
    "scenario", "indicator", "group_kind", "group", "effect", "low", "high", "reference", "level", "unit", "seeds",
    "noise_removed", "more_seeds",
)  # fmt: skip

type Precision = float | Mapping[str, float]
"""Half-width against the size of the effect, or half-widths in units of the indicators by name."""


def effects(
    names: Sequence[str], labels: Sequence[tuple[str, str, str]], levels: Numbers, precision: Precision = RELATIVE
) -> pd.DataFrame:
    """Effects on every indicator of every group in which it is defined.

    Parameters
    ----------
    names : contrasts
    labels : indicator, kind of group, group
    levels : (seeds, 1 + contrasts, labels) with the reference first, NaN where not defined
    precision : what `more_seeds` is to reach

    Returns
    -------
    DataFrame
        Columns `EFFECTS`. `effect`, `low`, `high` in the unit of the indicator; `reference` and `level` are the means
        of both worlds over the `seeds` in which both are defined; `more_seeds` how many seeds are lacking until the
        interval is as narrow as asked for, NaN where the effect is 0 but the differences are not.
    """
    tables = []
    for contrast, name in enumerate(names, 1):
        pair = np.stack([levels[:, contrast], levels[:, 0]])
        whole = np.isfinite(pair).all(axis=0)
        seeds = whole.sum(axis=0)
        told = seeds >= 2
        pair = np.where(whole, pair, np.nan)[:, :, told]
        difference = pair[0] - pair[1]
        effect, spread = np.nanmean(difference, axis=0), np.nanstd(difference, axis=0, ddof=1)
        half = np.array([student(n - 1, LEVEL) for n in seeds[told]]) * spread / np.sqrt(seeds[told])
        apart = np.nanvar(pair, axis=1, ddof=1).sum(axis=0)
        removed = 1.0 - np.divide(spread**2, apart, out=np.full(len(apart), np.nan), where=apart > 0)
        table = pd.DataFrame(np.array(labels, dtype=object)[told], columns=EFFECTS[1:4])
        table["scenario"] = name
        table["effect"], table["low"], table["high"] = effect, effect - half, effect + half
        table["reference"], table["level"] = np.nanmean(pair[1], axis=0), np.nanmean(pair[0], axis=0)
        table["unit"] = [unit(indicator) for indicator in table["indicator"]]
        table["seeds"], table["noise_removed"] = seeds[told], removed
        wanted = [half_width(what, e, precision) for what, e in zip(table["indicator"], effect, strict=True)]
        table["more_seeds"] = [
            float(seeds_needed(float(s), w)) - n if s == 0 or w > 0 else math.nan
            for s, w, n in zip(spread, wanted, seeds[told], strict=True)
        ]
        tables.append(table[list(EFFECTS)])
    made = pd.concat(tables, ignore_index=True)
    made["more_seeds"] = made["more_seeds"].clip(lower=0)
    return made


def half_width(indicator: str, effect: float, precision: Precision) -> float:
    """Half-width that is asked for, in the unit of the indicator."""
    if isinstance(precision, Mapping):
        return float(precision[indicator]) if indicator in precision else RELATIVE * abs(effect)
    return precision * abs(effect)


def seeds_needed(spread: float, half: float) -> int:
    """Fewest seeds, at least 2, whose interval of a mean has at most this half-width."""
    if spread == 0.0:
        return 2
    seeds = max(2, math.floor((student(10**9, LEVEL) * spread / half) ** 2))
    while student(seeds - 1, LEVEL) * spread / math.sqrt(seeds) > half:
        seeds += max(1, seeds // 1000)
    return seeds


def gainers(names: Sequence[str], households: Numbers, people: Household) -> pd.DataFrame:
    """Who gains and who loses beyond the churn of the placebo.

    Parameters
    ----------
    names : contrasts, the placebo last
    households : (seeds, contrasts, outcomes, households) differences
    people : who they are

    Returns
    -------
    DataFrame
        A row per policy, outcome and group: `households` that they stand for; `gainers` and `losers` as shares beyond
        the churn, never below 0, and their `balance`, with jackknife intervals over seeds (none of two seeds); the
        p10, median and p90 of mean effects of the policy and of the `placebo`, in the outcome's own unit, where fewer
        months in poverty and not to fall are gains.
    """
    rows = []
    for kind, group, member in _groups(people):
        weight = people.weight[member] / people.weight[member].sum()
        for outcome, (what, better) in enumerate(zip(OUTCOMES, BETTER, strict=True)):
            held = better * households[:, :, outcome, member]
            spread = [[_quantile(mean, weight, level) for level in (0.1, 0.5, 0.9)] for mean in held.mean(axis=0)]
            for contrast, name in enumerate(names[:-1]):
                pair = held[:, contrast], held[:, -1]
                share, error = _beyond(*pair, weight), _jackknife(*pair, weight)
                told = np.stack([share, share - error, share + error], axis=1)
                told[:2] = np.maximum(told[:2], 0.0)
                stands = people.weight[member].sum()
                rows.append((name, what, kind, group, stands, *told.ravel(), *spread[contrast], *spread[-1]))
    columns = ["scenario", "outcome", "group_kind", "group", "households"]
    columns += ["gainers", "gainers_low", "gainers_high", "losers", "losers_low", "losers_high"]
    columns += ["balance", "balance_low", "balance_high"]
    columns += ["p10", "median", "p90", "placebo_p10", "placebo_median", "placebo_p90"]
    return pd.DataFrame(rows, columns=columns)


def _groups(people: Household) -> list[tuple[str, str, np.ndarray]]:
    """Kind of group, group, which households; without those that have nobody."""
    key, registered = people.is_key > 0, people.is_registered > 0
    sides = dict(zip(SIDES, (key, ~key), strict=True))
    strata = {"registered": registered, "never_registered": ~registered}
    made = [("all", "all", np.ones(len(key), bool))]
    made += [("county_type", side, held) for side, held in sides.items()]
    made += [("stratum", stratum, held) for stratum, held in strata.items()]
    made += [
        (f"stratum in {side} counties", stratum, held & within)
        for side, within in sides.items()
        for stratum, held in strata.items()
    ]
    return [(kind, group, np.flatnonzero(held)) for kind, group, held in made if held.any()]


def _beyond(ours: Numbers, placebo: Numbers, weight: Numbers) -> Numbers:
    """Gainers, losers and balance, all less those of the placebo; from (seeds, households)."""
    mine, its = _steadiness(ours), _steadiness(placebo)
    high, low = _quantile(its, weight, 1.0 - CHURN), _quantile(its, weight, CHURN)
    return np.array(
        [
            weight[mine > high].sum() - weight[its > high].sum(),
            weight[mine < low].sum() - weight[its < low].sum(),
            (weight * (np.sign(mine) - np.sign(its))).sum(),
        ]
    )


def _steadiness(differences: Numbers) -> Numbers:
    """Mean effect of each household over seeds in its own standard errors; infinite where it never varies."""
    mean = differences.mean(axis=0)
    error = differences.std(axis=0, ddof=1) / math.sqrt(len(differences))
    limit = np.where(mean == 0.0, 0.0, np.copysign(np.inf, mean))
    return np.asarray(np.divide(mean, error, out=limit, where=error > 0.0))


def _jackknife(ours: Numbers, placebo: Numbers, weight: Numbers) -> Numbers:
    """Half-widths of the intervals of these shares, from leaving out one seed after another; NaN of two seeds."""
    seeds = len(ours)
    if seeds < 3:
        return np.full(3, np.nan)
    left_out = [_beyond(np.delete(ours, s, axis=0), np.delete(placebo, s, axis=0), weight) for s in range(seeds)]
    return np.asarray(student(seeds - 1, LEVEL) * np.sqrt((seeds - 1) * np.var(left_out, axis=0)))


def _quantile(values: Numbers, weight: Numbers, level: float) -> float:
    """Smallest value at or under which this share of the weight lies."""
    order = np.argsort(values)
    place = int(np.searchsorted(np.cumsum(weight[order]), level * (1.0 - 1e-12)))
    return float(values[order[min(place, len(order) - 1)]])
