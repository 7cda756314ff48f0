"""Under which assumptions a policy stops beating another, told from cases that did not help to find it.

The rows are cut in half at random. On the first half regions are grown: one box (`peeling`) or the leaves of a tree
(`trees`). Five times a fifth of that half stands aside and judges what the rest grew: an assumption whose limit, or
whose column, does nothing for the rows aside is spurious, is dropped, and the region is grown again without it. The
second half is looked at once, at the end:

    density   share of the rows inside that are cases       coverage   share of the cases that are inside
    mass      share of all rows that are inside             base       share of all rows that are cases

each with Wilson's interval, and for each limit the chance that rows next to it are as dense as those inside (Fisher's
exact test). Terms: Bryant, Lempert, Thinking inside the box, *Technological Forecasting & Social Change* 77, 2010,
34-49.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.confidence import wilson
from sim.study.peeling import peel
from sim.study.region import Region
from sim.study.trees import leaves, used

METHODS = ("box", "tree")
FOLDS = 5
SPURIOUS = 0.05
"""Chance from which on an assumption is dropped."""

_NAMED = 3
"""Dropped assumptions that are named; of the others it is told how many they are."""
SHUFFLES = 5
FEWEST = 100
"""Rows below which nothing can be grown and told."""

type Mask = NDArray[np.bool_]
type Share = tuple[float, float, float]
"""Value, low, high."""


@dataclass(frozen=True)
class Finding:
    """A region, judged by the held-out half.

    Attributes
    ----------
    region
        Limits of the assumptions.
    density, coverage, mass
        Value, low, high.
    chance
        Assumption -> chance that the rows beyond its limit are as dense (p-value).
    """

    region: Region
    density: Share
    coverage: Share
    mass: Share
    chance: Mapping[str, float]


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes
    ----------
    findings
        Regions, the densest first as they were grown; none if no assumption decides.
    base
        Share of cases among the held-out rows: value, low, high.
    dropped
        Assumption that limited a region in some fold, but was spurious -> its p-value.
    grown, held, failed
        Rows of the first half, rows of the second, rows left out because their effect is missing.
    """

    findings: tuple[Finding, ...]
    base: Share
    dropped: Mapping[str, float]
    grown: int
    held: int
    failed: int

    @property
    def table(self) -> pd.DataFrame:
        """One row per region: rule, then value, low and high of density, coverage and mass."""
        rows = [
            {"rule": finding.region.in_words()}
            | {
                f"{name}{end}": getattr(finding, name)[place]
                for name in ("density", "coverage", "mass")
                for place, end in enumerate(("", "_low", "_high"))
            }
            for finding in self.findings
        ]
        return pd.DataFrame(rows)

    def in_words(
        self,
        policies: tuple[str, str],
        units: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> str:
        """A few sentences.

        Parameters
        ----------
        policies
            The one that should beat, and the one to be beaten.
        units, names
            Of the assumptions: see `Region.in_words`.
        """
        one, other = policies
        told = [
            f"{one} does not beat {other} in {_percent(self.base)} of {self.held:,} situations that were not used to "
            "find what follows."
        ]
        for finding in self.findings:
            told.append(
                f"Where {finding.region.in_words(units, names)}, it does not in {_percent(finding.density)}. Such are "
                f"{_percent(finding.mass)} of all situations, and {_percent(finding.coverage)} of those in which it "
                "does not beat it."
            )
        if not self.findings:
            told.append("No assumption was found that decides it.")
        if self.dropped:
            called = ", ".join((names or {}).get(name, name) for name in [*self.dropped][:_NAMED])
            more = len(self.dropped) - _NAMED
            told.append(
                f"Looked at and dropped, for situations set aside gave them no part in it: {called}"
                + (f", and {more} more." if more > 0 else ".")
            )
        return "\n".join(told)


def discover(
    assumptions: pd.DataFrame,
    effect: NDArray[np.float64],
    *,
    better: str,
    method: str = "box",
    margin: float = 0.0,
    seed: int = 0,
    level: float = 0.95,
) -> Discovery:
    """Regions of assumptions in which one policy does not beat another.

    Parameters
    ----------
    assumptions
        (n, k) one row per point, numbers or categories (texts, truth values).
    effect
        (n,) outcome of the policy less that of the other, same luck; or (n, seeds), of which the mean counts. A row
        with a missing number has failed and is left out.
    better
        "high" or "low": which values of the outcome are better.
    method
        "box": one region. "tree": as many as a tree has leaves in which cases are denser than at large.
    margin
        By how much the policy must be better to count as beating the other, in the unit of the outcome.
    seed
        Of the halves and folds.
    level
        Of the intervals.

    Raises
    ------
    InputError
        If there are fewer than 100 rows or no assumption, a value is missing, or nothing or everything is a case.
    """
    if better not in ("high", "low") or method not in METHODS:
        raise InputError(
            f"better is {better!r} and method {method!r}; allowed: high or low, and {' or '.join(METHODS)}"
        )
    values = np.asarray(effect, dtype=np.float64).reshape(len(assumptions), -1)
    ran = np.isfinite(values).all(axis=1)
    table = assumptions.loc[ran].reset_index(drop=True)
    if len(table) < FEWEST or table.shape[1] == 0:
        raise InputError(f"{len(table)} rows with {table.shape[1]} assumptions; needed: {FEWEST} rows and one or more")
    missing = table.columns[table.isna().any()]
    if len(missing):
        raise InputError(f"assumption {missing[0]!r} has missing values")
    cases = values[ran].mean(axis=1) * (1.0 if better == "high" else -1.0) <= margin
    if cases.all() or not cases.any():
        raise InputError(
            f"the policy {'never' if cases.all() else 'always'} beats the other; nothing divides the cases"
        )
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(table))
    first, second = np.sort(order[: len(table) // 2]), np.sort(order[len(table) // 2 :])
    growing, grown_cases = table.iloc[first].reset_index(drop=True), cases[first]
    judge = _limits_judged if method == "box" else _columns_judged
    chance = judge(growing, grown_cases, rng)
    kept = _kept(table, chance)
    regions: list[Region] = []
    if kept:
        regions = [peel(growing[kept], grown_cases)] if method == "box" else leaves(growing[kept], grown_cases, seed)
    held, held_cases = table.iloc[second].reset_index(drop=True), cases[second]
    return Discovery(
        findings=tuple(_finding(region, held, held_cases, level) for region in regions if region.limits),
        base=wilson(int(held_cases.sum()), len(held), level),
        dropped={name: value for name, value in sorted(chance.items()) if name not in kept},
        grown=len(growing),
        held=len(held),
        failed=int((~ran).sum()),
    )


def deciding(table: pd.DataFrame, cases: Mask, rng: np.random.Generator) -> list[str]:
    """Assumptions that a box grown on these rows would be limited by: those that rows aside do not call spurious."""
    return _kept(table, _limits_judged(table, cases, rng))


def _kept(table: pd.DataFrame, chance: Mapping[str, float]) -> list[str]:
    return [str(name) for name in table if chance.get(str(name), 1.0) < SPURIOUS]


def _finding(region: Region, held: pd.DataFrame, cases: Mask, level: float) -> Finding:
    from scipy.stats import fisher_exact

    inside = region.contains(held)
    hits, rows = int(cases[inside].sum()), int(inside.sum())
    chance = {}
    for name in region.limits:
        beyond = region.without(name).contains(held) & ~inside
        counts = [[hits, rows - hits], [int(cases[beyond].sum()), int((~cases)[beyond].sum())]]
        chance[name] = float(fisher_exact(counts, alternative="greater").pvalue)
    return Finding(
        region=region,
        density=wilson(hits, rows, level),
        coverage=wilson(hits, int(cases.sum()), level),
        mass=wilson(rows, len(held), level),
        chance=chance,
    )


def _limits_judged(table: pd.DataFrame, cases: Mask, rng: np.random.Generator) -> dict[str, float]:
    """Assumption that limits a box in some fold -> p-value of "rows beyond its limit are as dense".

    Within each fold hits are hypergeometric if the limit does nothing; they are summed over the folds as Mantel and
    Haenszel do (*JNCI* 22, 1959, 719-748).
    """
    from scipy.special import ndtr

    surplus: dict[str, float] = {}
    spread: dict[str, float] = {}
    for aside in _folds(len(table), rng):
        region = peel(table[~aside].reset_index(drop=True), cases[~aside])
        rows, hit = table[aside], cases[aside]
        inside = region.contains(rows)
        for name in region.limits:
            freed = region.without(name).contains(rows)
            total, within, hits = int(freed.sum()), int(inside.sum()), int(hit[freed].sum())
            surplus.setdefault(name, 0.0)
            spread.setdefault(name, 0.0)
            if total > 1:
                surplus[name] += int(hit[inside].sum()) - within * hits / total
                spread[name] += within * (total - within) * hits * (total - hits) / (total**2 * (total - 1))
    return {
        name: float(ndtr(-(surplus[name] - 0.5) / np.sqrt(spread[name]))) if spread[name] > 0.0 else 1.0
        for name in surplus
    }


def _columns_judged(table: pd.DataFrame, cases: Mask, rng: np.random.Generator) -> dict[str, float]:
    """Assumption that divides a tree in some fold -> p-value of "shuffled among the rows aside it predicts as well"."""
    from scipy.special import ndtr

    lost: dict[str, list[NDArray[np.float64]]] = {}
    for aside in _folds(len(table), rng):
        names, chance = used(table[~aside].reset_index(drop=True), cases[~aside])
        rows, hit = table[aside].reset_index(drop=True), cases[aside]
        error = (chance(rows) - hit) ** 2
        for name in names:
            shuffled = [
                (chance(rows.assign(**{name: rows[name].to_numpy()[rng.permutation(len(rows))]})) - hit) ** 2
                for _ in range(SHUFFLES)
            ]
            lost.setdefault(name, []).append(np.mean(shuffled, axis=0) - error)
    found = {}
    for name, parts in lost.items():
        each = np.concatenate(parts)
        error_of_mean = each.std(ddof=1) / np.sqrt(len(each))
        found[name] = float(ndtr(-each.mean() / error_of_mean)) if error_of_mean > 0.0 else 1.0
    return found


def _folds(rows: int, rng: np.random.Generator) -> list[Mask]:
    fold = rng.permutation(rows) % FOLDS
    return [fold == one for one in range(FOLDS)]


def _percent(share: Share) -> str:
    value, low, high = (100.0 * part for part in share)
    return f"{value:.0f} % ({low:.0f} to {high:.0f})"
