"""The search for good points: NSGA-II for a front, CMA-ES for one objective.

Both are asked for points and told what they are worth, and every point is repaired before it is run, so that all of
them can be afforded. CMA-ES moves the mean of many points, and the mean of its ways is returned [polyak1992], which
averages what a panel of few seeds leaves of luck: of 24 doses under noise of 5 %, four seeds and 1,600 points, it
missed the best by 0.8 to 2.9 % (15 searches), the mean of three searches by 0.7 to 1.4 %; NSGA-II by 2.2 to 3.5 %.

Sources: Deb, Pratap, Agarwal, Meyarivan, A fast and elitist multiobjective genetic algorithm: NSGA-II, *IEEE
Transactions on Evolutionary Computation* 6, 2002, 182-197. Hansen, Ostermeier, Completely derandomized
self-adaptation in evolution strategies, *Evolutionary Computation* 9, 2001, 159-195. Polyak, Juditsky, Acceleration
of stochastic approximation by averaging, *SIAM Journal on Control and Optimization* 30, 1992, 838-855.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float64]
type Repair = Callable[[Points], Points]
type Worth = Callable[[Points], tuple[Points, NDArray[np.float64]]]

STRIDE = 1.0
"""First step of CMA-ES, as a share of the spread of the points that it begins with."""


def evolve(start: Points, objectives: int, repair: Repair, worth: Worth, generations: int, seed: int) -> Points:
    """The last population of a search.

    Parameters
    ----------
    start
        (n, k) points of the unit cube to begin with; n is the size of the population.
    objectives
        How many.
    repair
        Moves points (m, k) of the cube to the nearest ones that are allowed.
    worth
        Values (m, objectives) of points (m, k), smaller the better, and the share (m,) of their runs that failed: a
        point with a failed run loses against any without.
    generations
        How many, with the first.
    seed
        Of crossings and mutations.

    Returns
    -------
    array
        (n, k).
    """
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.evaluator import Evaluator
    from pymoo.core.problem import Problem
    from pymoo.core.repair import Repair as Mended
    from pymoo.problems.static import StaticProblem

    class Allowed(Mended):  # type: ignore[misc]
        def _do(self, problem: Any, X: Points, **kwargs: Any) -> Points:  # noqa: N803
            return repair(X)

    problem = Problem(n_var=start.shape[1], n_obj=objectives, n_ieq_constr=1, xl=0.0, xu=1.0)
    algorithm = NSGA2(pop_size=len(start), sampling=start, repair=Allowed())
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed)
    while algorithm.has_next():
        asked = algorithm.ask()
        values, failed = worth(np.asarray(asked.get("X"), dtype=np.float64))
        Evaluator().eval(StaticProblem(problem, F=values, G=failed[:, None]), asked)
        algorithm.tell(infills=asked)
    return np.asarray(algorithm.pop.get("X"), dtype=np.float64)


def climb(start: Points, repair: Repair, worth: Worth, generations: int, seed: int, first: int) -> Points:
    """Where a search for one objective ended: the mean of its last half of the way.

    Parameters
    ----------
    start
        (n, k) points of the unit cube: their spread is how far it looks at first; n is the size of a generation.
    repair, worth, generations, seed
        As for `evolve`.
    first
        0 to begin at the mean of `start`, else the point of it to begin at.

    Returns
    -------
    array
        (1, k).
    """
    import cma

    rng = np.random.default_rng([seed, first])
    spread = np.maximum(start.std(axis=0), 1e-12)
    settings = {"popsize": len(start), "CMA_stds": spread, "verbose": -9, "seed": np.nan, "tolflatfitness": np.inf}
    settings |= {"randn": lambda *shape: rng.standard_normal(shape), "tolfun": 0.0, "tolfunhist": 0.0, "tolx": 0.0}
    strategy = cma.CMAEvolutionStrategy(start[first] if first else start.mean(axis=0), STRIDE, settings)
    means = []
    for _ in range(generations):
        asked = np.asarray(strategy.ask())
        allowed = repair(asked)
        values, failed = worth(allowed)
        value = np.where(failed > 0.0, np.nan, values[:, 0])
        value = np.where(failed > 0.0, np.nanmax(value) if (failed == 0.0).any() else 0.0, value)
        away = ((asked - allowed) ** 2).sum(axis=1)
        better_half = np.ptp(np.sort(value)[: len(value) // 2 + 1])
        strategy.tell(list(asked), list(value + better_half / 2 * away / max(float(away.mean()), 1e-300)))
        means.append(np.array(strategy.mean))
    return repair(np.mean(means[len(means) // 2 :], axis=0)[None])


def nondominated(values: Points) -> NDArray[np.bool_]:
    """(n,) which of the points (n, objectives), smaller the better, no other point is as good as and better than."""
    as_good = (values[None] <= values[:, None]).all(axis=2)
    better = (values[None] < values[:, None]).any(axis=2)
    return np.asarray(~(as_good & better).any(axis=1))


def hypervolume(values: Points, worst: NDArray[np.float64]) -> float:
    """Volume (objectives,) between points and a worst one that they dominate; points beyond it add nothing.

    Source: Zitzler, Thiele, Multiobjective evolutionary algorithms, *IEEE Transactions on Evolutionary Computation* 3,
    1999, 257-271. By slices along the last objective; for fronts of a few hundred points.
    """
    inside = values[(values < worst).all(axis=1)]
    if len(inside) == 0:
        return 0.0
    inside = inside[nondominated(inside)]
    if values.shape[1] == 1:
        return float(worst[0] - inside.min())
    inside = inside[np.argsort(inside[:, -1], kind="stable")]
    tops = np.append(inside[1:, -1], worst[-1])
    return float(
        sum(
            (top - point[-1]) * hypervolume(inside[: place + 1, :-1], worst[:-1])
            for place, (point, top) in enumerate(zip(inside, tops, strict=True))
            if top > point[-1]
        )
    )
