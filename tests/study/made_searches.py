"""Searches of the tests; as a script, a slow one in a process of its own that can be stopped."""

import sys
import time

import numpy as np

from sim.study.budget import Budget
from sim.study.execution import Stopped
from sim.study.optimise import Effort, optimise

YUAN = 8.0
DOSES = {
    "training": (5.0, 0.9),
    "export": (8.0, 0.5),
    "posts": (3.0, 2.0),
    "loans": (1.0, 0.6),
    "monitoring": (2.0, 1.5),
    "idle": (0.2, 0.3),
}
"""Dose c -> (a, k): its good is a (1 - exp(-k c)), and it costs c yuan."""


def _filled():
    """Doses with one marginal worth, found by halving: c_i = max(0, log(a_i k_i / worth) / k_i)."""
    a, k = _laws()
    low, high = 1e-12, float((a * k).max())
    for _ in range(300):
        middle = np.sqrt(low * high)
        doses = np.maximum(0.0, np.log(a * k / middle) / k)
        low, high = (middle, high) if doses.sum() > YUAN else (low, middle)
    return doses


def _laws():
    return np.array(list(DOSES.values())).T


def worth(doses):
    """Sum of a (1 - exp(-k c))."""
    a, k = _laws()
    return float((a * (1.0 - np.exp(-k * doses))).sum())


BEST = _filled()


def water(levers, seed):
    """The good of doses, with luck of 5 % that is another one for every point and seed."""
    doses = np.array([levers[name] for name in DOSES])
    luck = np.random.default_rng([seed, *doses.view(np.uint64).tolist()]).normal()
    return {"good": worth(doses) * (1.0 + 0.05 * luck)}


def slow(levers, seed):
    time.sleep(0.01)
    return water(levers, seed)


def two_sided(levers, seed):
    """Two incomes that a yuan serves with falling return, less what a third lever wastes; luck that all share."""
    luck = np.random.default_rng(seed).normal(0, 0.1)
    lost = 0.2 * levers["waste"] ** 2 - luck
    return {"a": np.sqrt(levers["here"]) - lost, "b": np.sqrt(levers["there"]) - lost}


def search(target=water, **settings):
    budget = Budget(dict.fromkeys(DOSES, 1.0), YUAN)
    return optimise(target, dict.fromkeys(DOSES, (0.0, YUAN)), {"good": "high"}, budget=budget, **settings)


if __name__ == "__main__":
    try:
        search(slow, seed=1, effort=Effort(population=8, generations=12, searches=1, panel=2, fresh=4), out=sys.argv[1])
    except Stopped as stop:
        sys.stderr.write(str(stop))
        sys.exit(stop.code)
