"""Points of the unit cube: blocks of paired rows, independent points, every combination, one at a time."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.factors import Factors, levels

type Points = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.str_], NDArray[np.int64]]
"""Points (rows, factors), block, role and seed block (rows,)."""


NETS = 4
"""Independently scrambled sequences that a design is dealt from, one block each in turn."""


def sequence(dimensions: int, count: int, seed: int) -> NDArray[np.float64]:
    """First points (count, dimensions) of `NETS` scrambled Sobol' sequences dealt in turn.

    Each has its own scrambling and order of dimensions. How far the four disagree is an honest standard error of what
    they agree on, whatever a sequence gains over random points; and no pair of factors is stuck with a poor projection.
    """
    from scipy.stats import qmc

    points = np.empty((count, dimensions))
    for net in range(min(NETS, count)):
        rng = np.random.default_rng([seed, net])
        share = len(range(net, count, NETS))
        drawn = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(math.ceil(math.log2(share)))
        points[net::NETS] = drawn[:share, rng.permutation(dimensions)]
    return points


def paired(
    method: str, units: tuple[str, ...], moved: NDArray[np.bool_], samples: int, seed: int, second_order: bool
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Points and roles of the three designs whose blocks compare rows, block after block."""
    factors = moved.shape[1]
    cube = sequence(2 * factors, samples, seed)
    start, target = cube[:, :factors], cube[:, factors:]
    roles = np.tile(np.array(["A", *units, "dummy"]), (samples, 1))
    if method == "sobol":
        rows = [start, target, *(np.where(moves, target, start) for moves in moved)]
        names = ["A", "B", *units]
        if second_order:
            rows += [np.where(moves, start, target) for moves in moved]
            names += [f"B:{unit}" for unit in units]
        roles = np.tile(np.array([*names, "dummy"]), (samples, 1))
    elif method == "radial":
        target = (start + 0.25 + target / 2) % 1.0
        rows = [start, *(np.where(moves, target, start) for moves in moved)]
    else:
        target = (start + 0.25 + target / 2) % 1.0
        order = np.argsort(np.random.default_rng([seed, NETS]).random((samples, len(units))), axis=1)
        roles[:, 1:-1] = np.array(units)[order]
        rows = [start]
        for step in range(len(units)):
            rows.append(np.where(moved[order[:, step]], target, rows[-1]))
    return np.stack([*rows, start], axis=1).reshape(-1, factors), roles.reshape(-1)


def unpaired(factors: Factors, method: str, samples: int, seed: int) -> Points:
    """Points, blocks, roles and seed blocks of the designs without paired rows."""
    count = len(factors)
    if method == "ofat":
        steps = np.linspace(0.05, 0.95, samples)
        points = np.full((1 + count * samples, count), 0.5)
        for column in range(count):
            points[1 + column * samples : 1 + (column + 1) * samples, column] = steps
        roles = np.array(["A", *(name for name in factors for _ in range(samples))])
        return points, np.zeros(len(points), np.int64), roles, np.zeros(len(points), np.int64)
    if method == "grid":
        points = grid(factors, samples)
        return points, np.arange(len(points)), np.full(len(points), "A"), np.zeros(len(points), np.int64)
    if method in ("lhs", "trend"):
        from scipy.stats import qmc

        points = np.asarray(qmc.LatinHypercube(count, rng=np.random.default_rng([seed, 0])).random(samples))
    else:
        points = sequence(count, samples, seed)
    rows = np.arange(samples)
    return points, rows, np.full(samples, "A"), rows


def grid(factors: Factors, samples: int) -> NDArray[np.float64]:
    """Every combination: each value of a list or range; of the rest as many even levels as `samples` allows."""
    given = {name: levels(factor) for name, factor in factors.items()}
    fixed = math.prod(number for number in given.values() if number)
    open_sides = sum(number is None for number in given.values())
    each = max(1, int((samples / fixed) ** (1 / open_sides) + 1e-9)) if open_sides else 1
    if fixed > samples or (open_sides and each < 2):
        raise InputError(f"samples is {samples}; the smallest grid of these factors has {fixed * 2**open_sides} points")
    sides = [(np.arange(number or each) + 0.5) / (number or each) for number in given.values()]
    return np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, len(given))
