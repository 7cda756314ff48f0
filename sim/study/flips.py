"""Where along a factor, or along the line between two scenarios, the preferred policy changes.

Runs stand at some positions; between two of them a seed's effect (policy less other, same luck) is taken as linear. A
flip is a root of the mean effect. Its interval holds the positions at which Student's t interval of the mean effect
contains 0: Fieller's construction (*JRSS B* 16, 1954, 175-185), exact for a linear effect with normal luck. Flips that
the seeds cannot tell apart are one; an undecided stretch with the same policy on both sides is none.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.adapted import adapted
from sim.study.intervals import student
from sim.study.study import Study
from sim.study.sweep import sweep
from sim.study.tables import check_columns, paired
from sim.study.target import Outcomes

ALONG = "along"
"""Factor of the runs of `line`: 0 in the one scenario, 1 in the other."""

COLUMNS = ["outcome", "along", "position", "low", "high", "below", "above"]


def line(
    function: Callable[[dict[str, Any], int], Mapping[str, float]],
    policies: Mapping[str, Mapping[str, Any]],
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    *,
    positions: int = 9,
    seeds: int = 8,
    seed: int = 0,
    out: str | Path | None = None,
    on: Any = "serial",
) -> Study:
    """Run policies at even steps between two scenarios, all with the same seeds.

    Parameters
    ----------
    function
        Function of (factors, seed) that returns outcomes; or a target.
    policies
        Policy -> its factors.
    one, other
        Factors of the two scenarios: the same names; numbers are mixed, anything else must be equal.
    positions
        Steps, both ends among them: 2 or more.
    seeds, seed, out, on
        Runs per position and policy, and as for `sim.study.sweep.sweep`.

    Returns
    -------
    Study
        For `flips(study.runs, outcome, "along", ...)`.

    Raises
    ------
    InputError
        If the scenarios cannot be mixed.
    """
    if one.keys() != other.keys():
        raise InputError(f"only one of the two scenarios has {sorted(one.keys() ^ other.keys())[0]!r}")
    for name in one:
        if not (_is_number(one[name]) and _is_number(other[name])) and one[name] != other[name]:
            raise InputError(f"{name!r} is {one[name]!r} in one scenario and {other[name]!r} in the other; no mixture")
    told = {name: dict(factors) for name, factors in policies.items()}
    target = adapted(function, partial(_mixed, function, dict(one), dict(other), told), [dict(one), dict(other), told])
    factors = {"policy": list(policies), ALONG: np.linspace(0.0, 1.0, positions).tolist()}
    samples = positions * len(policies)
    return sweep(target, factors, method="grid", samples=samples, replicates=seeds, seed=seed, out=out, on=on)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mixed(
    function: Callable[[dict[str, Any], int], Outcomes],
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    policies: Mapping[str, Mapping[str, Any]],
    factors: dict[str, Any],
    seed: int,
) -> Outcomes:
    there = factors[ALONG]
    mixed = {
        name: (1.0 - there) * one[name] + there * other[name] if _is_number(one[name]) else one[name] for name in one
    }
    return function({**mixed, **policies[factors["policy"]]}, seed)


def flips(
    runs: pd.DataFrame, outcome: str, along: str, policies: Sequence[str], *, better: str, level: float = 0.95
) -> pd.DataFrame:
    """Positions at which the preferred of two policies changes.

    Parameters
    ----------
    runs
        One row per run: policy, seed, the factor, the outcome (NaN where the run failed: the seed is then left out).
        Both policies at every position with the same seeds.
    outcome, along
        Columns of numbers.
    policies
        Two.
    better
        "high" or "low": which values of the outcome are better.
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per flip: outcome, along; position; low, high (infinite where the runs end before the policies can be
        told apart; NaN from a single seed); below, above (preferred policy at smaller and at larger values).

    Raises
    ------
    InputError
        If a column, run or seed is missing, or there are fewer than two positions.
    """
    check_columns(runs, ["policy", "seed", along, outcome])
    if len(policies) != 2 or better not in ("high", "low"):
        raise InputError(f"policies is {list(policies)!r} and better {better!r}; allowed: two, and 'high' or 'low'")
    some = runs[runs["policy"].isin(policies)]
    position = np.unique(some[along].to_numpy(dtype=np.float64))
    if len(position) < 2:
        raise InputError(f"{along!r} has {len(position)} values; needed: two or more")
    sides = [
        paired(part, part[outcome], along, position.tolist())
        for part in (some[some["policy"] == name] for name in policies)
    ]
    if sides[0].shape != sides[1].shape:
        raise InputError(f"policies {' and '.join(policies)} were not run with the same seeds")
    effect = (sides[0] - sides[1]) * (1.0 if better == "high" else -1.0)
    effect = effect[:, np.isfinite(effect).all(axis=0)]
    if effect.shape[1] == 0:
        raise InputError(f"outcome {outcome!r}: with no seed did both policies run to the end at every position")
    rows = [
        {"position": root, "low": low, "high": high, "below": policies[before], "above": policies[1 - before]}
        for root, low, high, before in _flips(position, effect, level)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).assign(outcome=outcome, along=along)


def _flips(
    position: NDArray[np.float64], effect: NDArray[np.float64], level: float
) -> list[tuple[float, float, float, int]]:
    """Root, ends of its interval, and which policy is preferred below it; from effects (positions, seeds)."""
    mean = effect.mean(axis=1)
    roots = _zeros(position, np.zeros(len(position) - 1), np.diff(mean), mean[:-1])
    if effect.shape[1] < 2:
        ends = np.concatenate([position[:1], roots, position[-1:]])
        sign = np.sign(np.interp((ends[1:] + ends[:-1]) / 2, position, mean))
        turns = np.flatnonzero(sign[1:] * sign[:-1] < 0)
        return [(float(roots[turn]), np.nan, np.nan, int(sign[turn] < 0)) for turn in turns]
    narrow = student(effect.shape[1] - 1, level) ** 2 / effect.shape[1]
    centred = effect - mean[:, None]
    spread = (centred**2).sum(axis=1) / (effect.shape[1] - 1)
    common = (centred[1:] * centred[:-1]).sum(axis=1) / (effect.shape[1] - 1)
    # mean^2 - narrow * variance, from position to position a parabola in the share of the way
    first, second = spread[:-1], spread[1:]
    square = np.diff(mean) ** 2 - narrow * (first - 2 * common + second)
    linear = 2 * mean[:-1] * np.diff(mean) - 2 * narrow * (common - first)
    edges = _zeros(position, square, linear, mean[:-1] ** 2 - narrow * first)
    knots = np.unique(np.concatenate([position, roots, edges]))
    middle = (knots[1:] + knots[:-1]) / 2
    each = np.array([np.interp(middle, position, path) for path in effect.T])
    inside = each.mean(axis=0) ** 2 <= narrow * each.var(axis=0, ddof=1)
    sign = np.where(inside, 0.0, np.sign(each.mean(axis=0)))
    found = []
    bounds = np.flatnonzero(np.diff(sign, prepend=np.nan, append=np.nan) != 0)
    stretches = [(start, stop, sign[start]) for start, stop in itertools.pairwise(bounds)]
    at = np.interp(knots, position, mean)
    for place, (start, stop, kind) in enumerate(stretches):
        here = roots[(roots >= knots[start]) & (roots <= knots[stop])]
        if kind == 0.0 and at[start] * at[stop] < 0.0:
            low = float(knots[start]) if place else -np.inf
            high = float(knots[stop]) if place + 1 < len(stretches) else np.inf
            found.append((float(here[len(here) // 2]), low, high, int(at[start] < 0.0)))
        elif place and kind * stretches[place - 1][2] < 0.0:
            sure = float(knots[start])
            found.append((sure, sure, sure, int(kind > 0.0)))
    return found


def _zeros(
    position: NDArray[np.float64],
    square: NDArray[np.float64],
    linear: NDArray[np.float64],
    constant: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where a function that is a parabola between neighbouring positions is 0, in ascending order."""
    found = []
    for place, terms in enumerate(zip(square, linear, constant, strict=True)):
        for share in np.roots(np.trim_zeros(np.array(terms), "f")):
            if abs(share.imag) < 1e-12 and 0.0 <= share.real <= 1.0:
                found.append(position[place] + float(share.real) * (position[place + 1] - position[place]))
    ordered = np.sort(np.array(found))
    return ordered[np.diff(ordered, prepend=-np.inf) > 1e-12 * np.ptp(position)]
