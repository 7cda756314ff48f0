"""Which doses and tilts a budget should buy: a front for several objectives, a best point for one.

The search compares all points with the same panel of seeds, so that it compares policies and not luck; but whoever
wins on a panel is in part who suits that panel. So what it finds is run again with seeds that it has not seen, in two
halves: the first says which points hold their place, the second alone gives the numbers that are told. The optimism gap
is what the panel promised beyond that. Several searches from different starts say whether the search was long enough:
their hypervolumes should be alike.
"""

import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import provenance
from sim.errors import InputError
from sim.progress import bar
from sim.study.budget import Budget, project
from sim.study.engines import Engine, engine
from sim.study.execution import stoppable
from sim.study.front import OWN, Front, told
from sim.study.panel import SEARCH, Panel
from sim.study.plan import Plan
from sim.study.search import climb, evolve, nondominated
from sim.study.study import PLAN
from sim.study.target import Function, Outcomes, Target

type Points = NDArray[np.float64]


BETWEEN = 0
"""Number of what is no search: the mean of what several searches for one objective found."""


@dataclass(frozen=True)
class Effort:
    """How hard to look.

    Attributes
    ----------
    population, generations
        Points of a generation (4 or more), and generations of a search.
    searches
        Searches from different starts.
    panel
        Seeds of the search, the same for all points.
    fresh
        Fresh seeds for what was found: an even multiple of `panel`.
    """

    population: int = 40
    generations: int = 40
    searches: int = 3
    panel: int = 4
    fresh: int = 32

    def __post_init__(self) -> None:
        """Raise InputError at the first number that is impossible."""
        for name, least in (("population", 4), ("generations", 1), ("searches", 1), ("panel", 1), ("fresh", 2)):
            if getattr(self, name) < least:
                raise InputError(f"{name} is {getattr(self, name)!r}; allowed: whole numbers from {least}")
        if self.fresh % (2 * self.panel):
            raise InputError(f"fresh is {self.fresh}; allowed: an even multiple of panel, which is {self.panel}")

    @property
    def most(self) -> int:
        """Runs of all searches, at most."""
        return self.population * self.generations * self.searches * self.panel


def optimise(
    target: Callable[[dict[str, float], int], Outcomes] | Target,
    levers: Mapping[str, tuple[float, float]],
    objectives: Mapping[str, str],
    *,
    budget: Budget | None = None,
    own: Mapping[str, float] | None = None,
    effort: Effort | None = None,
    seed: int = 0,
    level: float = 0.95,
    out: str | Path | None = None,
    on: Any = "serial",
) -> Front:
    """Search the levers for the best within a budget.

    Parameters
    ----------
    target
        Function of (levers, seed) that returns outcomes: numbers; or a target.
    levers
        Lever -> smallest and largest value, a dose or a tilt.
    objectives
        Outcome -> "high" or "low": which values are better.
    budget
        What doses cost and what there is; none if anything may be spent.
    own
        A point with which every search begins, and that is run with the seeds of all others, so that they can be held
        against it; none for none.
    effort
        How hard to look.
    seed
        Of the searches and, through the panels, of the runs.
    level
        Of the intervals.
    out
        Folder in which runs are kept: the same call finds them there and goes on where it was stopped. Unless given, it
        goes with the study that is returned.
    on
        Where runs are made: see `sim.study.sweep.sweep`.

    Raises
    ------
    InputError
        If a range, objective, price or effort is impossible, the budget cannot be met, an objective is no outcome,
        the own point lacks a lever, or with no point all runs went well.
    Stopped
        If a signal ended it.
    """
    effort = effort or Effort()
    _check(levers, objectives)
    if own is not None and own.keys() != levers.keys():
        raise InputError(f"own and levers differ in {sorted(own.keys() ^ levers.keys())[0]!r}; allowed: the same names")
    if budget:
        budget.check(levers)
    ran: Target = cast(Target, target) if hasattr(target, "identity") else Function.of(target)
    low, high = (np.array([ends[end] for ends in levers.values()], dtype=np.float64) for end in (0, 1))
    if out is not None and (Path(out) / PLAN).exists() and Plan.read(Path(out) / PLAN).design.method != SEARCH:
        raise InputError(f"{out}: holds a study that is no search; give another `out`")
    folder = Path(tempfile.mkdtemp(prefix="tiltsim-")) if out is None else Path(out)
    panel = Panel(ran, tuple(levers), low, high, effort.panel, seed, folder)
    done = 0

    def message() -> str:
        kept = (
            "nothing is kept, for no `out` was given" if out is None else f"the same call with out={str(out)!r} goes on"
        )
        return f"stopped after {done} of at most {effort.most} runs; {kept}"

    with stoppable(message) as check, bar("runs", effort.most) as advance, engine(on) as opened:

        def tell(runs: int) -> None:
            nonlocal done
            done += runs
            advance(done)
            check()

        given = None if own is None else np.array([[own[name] for name in levers]], dtype=np.float64)
        search = _Search(panel, objectives, budget, given, effort, opened, tell)
        try:
            found = [search.once(which) for which in range(effort.searches)]
            if len(objectives) == 1 and effort.searches > 1:
                found.append(search.centre(np.concatenate(found)))
            points = np.concatenate(found)
            if len(points) == 0:
                raise InputError("every point of the searches had a failed run; nothing can be compared")
            if given is not None:
                found = [*(some[~np.isclose(some, given).all(axis=1)] for some in found), given]
                points = np.concatenate(found)
            promised = search.values(points)
            fresh = [search.values(points, 1 + part) for part in range(effort.fresh // effort.panel)]
        except BaseException:
            panel.store.flush()
            if out is None:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    panel.store.flush()
    panel.store.pack()
    manifest = {
        "target": {"name": ran.name, "identity": ran.identity},
        "months": list(ran.months),
        "workers": 1,
        "factors": {name: f"from {ends[0]!r} to {ends[1]!r}" for name, ends in levers.items()},
        **{"versions": provenance.versions(), "machine": platform.platform()},
    }
    study = panel.study(manifest, temporary=out is None)
    study.save()
    names = list(objectives)
    table = pd.DataFrame(points, columns=list(levers))
    numbers = [*range(1, effort.searches + 1), BETWEEN][: len(found) - (own is not None)]
    numbers += [OWN] * (own is not None)
    table.insert(0, "search", np.repeat(numbers, [len(some) for some in found]))
    table["yuan"] = points @ search.prices
    return told(table, names, search.sign, promised, np.concatenate(fresh, axis=1), study, level)


class _Search:
    """Points by what they are worth on a panel."""

    def __init__(
        self,
        panel: Panel,
        objectives: Mapping[str, str],
        budget: Budget | None,
        own: Points | None,
        effort: Effort,
        engine: Engine,
        tell: Callable[[int], None],
    ) -> None:
        self.panel, self.effort, self.engine, self.tell = panel, effort, engine, tell
        self.objectives = list(objectives)
        self.sign = np.array([-1.0 if better == "high" else 1.0 for better in objectives.values()])
        self.low, self.span = panel.low, panel.high - panel.low
        self.budget, self.own = budget, own
        self.prices = np.array([budget.prices.get(name, 0.0) if budget else 0.0 for name in panel.names])

    def values(self, points: Points, which: int = 0) -> NDArray[np.float64]:
        """(n, seeds, objectives) on a panel, smaller the better; NaN where a run failed."""
        outcomes = self.panel.run(points, which, self.engine, self.tell)
        named = {name for row in outcomes for one in row for name in one}
        missing = [name for name in self.objectives if named and name not in named]
        if missing:
            raise InputError(f"objective {missing[0]!r} is no outcome; there: {', '.join(sorted(named))}")
        numbers = [[[one.get(name, np.nan) for name in self.objectives] for one in row] for row in outcomes]
        return self.sign * np.array(numbers, dtype=np.float64)

    def worth(self, cube: Points) -> tuple[Points, NDArray[np.float64]]:
        """Means (n, objectives) over the panel of the search, and the share (n,) of runs that failed."""
        values = self.values(self.low + cube * self.span)
        failed = np.isnan(values).any(axis=2).mean(axis=1)
        return np.where(failed[:, None] > 0.0, 0.0, values.mean(axis=1)), failed

    def repair(self, cube: Points) -> Points:
        """The nearest points of the cube that can be afforded."""
        if self.budget is None:
            return np.asarray(np.clip(cube, 0.0, 1.0))
        yuan = self.budget.yuan - float(self.prices @ self.low)
        ends = np.zeros(len(self.span)), np.ones(len(self.span))
        return project(cube, self.prices * self.span, yuan, *ends, all_spent=self.budget.all_spent)

    def centre(self, points: Points) -> Points:
        """The mean (1, k) of points: where one hill is all there is, it is nearer the top than they are."""
        cube = (points - self.low) / np.where(self.span > 0.0, self.span, 1.0)
        return np.asarray(self.low + self.repair(cube.mean(axis=0)[None]) * self.span)

    def start(self, rng: np.random.Generator) -> Points:
        """Points to begin with: the own one, then random ones, of which every other divides the budget at random."""
        cube = rng.random((self.effort.population, len(self.span)))
        price = self.prices * self.span
        paid = np.flatnonzero(price > 0.0)
        if self.budget and len(paid):
            yuan = self.budget.yuan - float(self.prices @ self.low)
            cube[1::2, paid] = rng.dirichlet(np.ones(len(paid)), len(cube[1::2])) * yuan / price[paid]
        if self.own is not None:
            cube[0] = (self.own - self.low) / np.where(self.span > 0.0, self.span, 1.0)
        return self.repair(cube)

    def once(self, which: int) -> Points:
        """What one search found: the front of its last population, or for one objective where it ended."""
        seed = int(np.random.default_rng([self.panel.seed, which]).integers(2**31))
        start = self.start(np.random.default_rng(seed))
        number = self.effort.generations
        if len(self.sign) == 1:
            return np.asarray(self.low + climb(start, self.repair, self.worth, number, seed, which) * self.span)
        cube = np.unique(evolve(start, len(self.sign), self.repair, self.worth, number, seed), axis=0)
        worth, failed = self.worth(cube)
        cube, worth = cube[failed == 0.0], worth[failed == 0.0]
        return np.asarray(self.low + cube[nondominated(worth)] * self.span)


def _check(levers: Mapping[str, tuple[float, float]], objectives: Mapping[str, str]) -> None:
    """Raise InputError at the first range or objective that is impossible."""
    if not levers or not objectives:
        raise InputError("needed: one lever and one objective, or more")
    for name, (low, high) in levers.items():
        if not (np.isfinite(low) and np.isfinite(high) and low <= high):
            raise InputError(f"lever {name!r} goes from {low!r} to {high!r}; allowed: two numbers in ascending order")
    for name, better in objectives.items():
        if better not in ("high", "low"):
            raise InputError(f"objective {name!r} is {better!r}; allowed: 'high' or 'low'")
