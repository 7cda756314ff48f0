"""Test functions with known indices; their noise comes from the seed they are handed."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.study.design import Design

type Function = Callable[[dict[str, Any], int], float]

ISHIGAMI = {name: stats.uniform(-np.pi, 2 * np.pi) for name in ("x1", "x2", "x3")}
ISHIGAMI_S1, ISHIGAMI_ST = [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]
G = {f"x{number}": stats.uniform(0, 1) for number in range(1, 9)}
G_WEIGHTS = np.array([0, 1, 4.5, 9, 99, 99, 99, 99.0])
G_S1, G_ST = [0.7162, 0.1790, 0.0237, 0.0072], [0.7871, 0.2422, 0.0343, 0.0105]
SQUARE = {"x1": stats.uniform(0, 1), "x2": stats.uniform(0, 1)}
POISSON = {"x1": stats.uniform(0.5, 1.0), "x2": stats.uniform(0.2, 1.6), "x3": stats.uniform(0.9, 0.2)}
POISSON_S1, POISSON_ST, POISSON_NOISE = [0.2614, 0.6691, 0.0105], [0.3182, 0.7273, 0.0137], 0.1356


def ishigami(x: dict[str, Any], seed: int) -> float:
    return float(np.sin(x["x1"]) + 7 * np.sin(x["x2"]) ** 2 + 0.1 * x["x3"] ** 4 * np.sin(x["x1"]))


def noisy_ishigami(x: dict[str, Any], seed: int) -> float:
    return ishigami(x, seed) + float(np.random.default_rng(seed).normal(0, 2))


def sobol_g(x: dict[str, Any], seed: int) -> float:
    values = np.array(list(x.values()))
    return float(np.prod((np.abs(4 * values - 2) + G_WEIGHTS) / (1 + G_WEIGHTS)))


def interaction(x: dict[str, Any], seed: int) -> float:
    return float((x["x1"] - 0.5) * (x["x2"] - 0.5))


def poisson(x: dict[str, Any], seed: int) -> float:
    return float(np.random.default_rng(seed).poisson(20 * x["x1"] * x["x2"] * x["x3"]))


def evaluate(design: Design, function: Function) -> NDArray[np.float64]:
    """(rows, replicates) outcomes; NaN where the function raises."""
    runs = np.full((len(design), design.replicates), np.nan)
    for row in range(len(design)):
        values = design.values(row)
        for replicate in range(design.replicates):
            try:
                runs[row, replicate] = function(values, design.run_seed(row, replicate))
            except ArithmeticError:
                continue
    return runs


def column(table: Any, index: str, factors: Any, value: str = "value") -> NDArray[np.float64]:
    """Values of one index for some factors, in their order."""
    return table[table["index"] == index].set_index("factor")[value].loc[list(factors)].to_numpy(dtype=float)
