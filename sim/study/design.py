"""Designs: which points of the unit cube are run, and which runs share their luck.

    sobol     block = A, B, one row per factor (A with that column of B), dummy              [saltelli2010]
    radial    block = A, one row per factor moved alone from A, dummy                        [campolongo2011]
    morris    block = A, then one factor after another moved in random order, dummy          [morris1991]
    fast      curves through the cube, one frequency per factor                              [saltelli1999]
    pawn delta regional lhs trend    independent points       grid  every combination       ofat  one at a time

All points of one block share their replicates' seeds, so differences within a block are paired; the dummy repeats A
with the seeds of a block of the same sequence and shows what chance alone does. Sobol', radial and Morris designs of
a seed are prefixes of the larger ones. Points come from four scrambled Sobol' sequences dealt in turn. A Morris or
radial step knows no grid: it goes to (x + 1/4 + v/2) mod 1 with v uniform, again uniform, at least 1/4 away, and no
period can alias it. A block of fast is a curve, but each of its rows has seeds of its own: its estimator needs them.
"""

import difflib
import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.factors import RESERVED, Factors, GaussianCopula, check, transform
from sim.study.points import NETS, Points, paired, unpaired

METHODS = ("morris", "radial", "sobol", "fast", "pawn", "delta", "regional", "grid", "lhs", "trend", "ofat")
GROUPED = ("morris", "radial", "sobol")
SAMPLES = ("pawn", "delta", "regional", "lhs", "trend")
"""Methods of independent points, which correlated factors may have."""

type Groups = Mapping[str, Sequence[str]] | Mapping[str, str] | Sequence[str]
"""Group -> its factors, or factor -> its group, or one group per factor in order."""


@dataclass(frozen=True, eq=False)
class Design:
    """Points, blocks and seeds of a study.

    Attributes
    ----------
    method, names
        Method and the k factors in order.
    points
        (rows, k) in the unit cube.
    columns
        Factor -> (rows,) values at the points.
    block
        (rows,) base row that a point belongs to; failures drop whole blocks, intervals resample them.
    role
        (rows,) "A", "B", the factor or group moved, or "dummy"; with second order also "B:" and the factor.
    seed_block
        (rows,) block whose seeds a row takes: its own but for the dummy; one per row where no rows are compared.
    replicates
        Runs per point.
    seed
        From which points and run seeds follow.
    groups
        Group of each factor, or None.
    linked
        Whether factors are correlated.
    """

    method: str
    names: tuple[str, ...]
    points: NDArray[np.float64]
    columns: Mapping[str, NDArray[Any]]
    block: NDArray[np.int64]
    role: NDArray[np.str_]
    seed_block: NDArray[np.int64]
    replicates: int
    seed: int
    groups: tuple[str, ...] | None = None
    linked: bool = False

    def __len__(self) -> int:
        return len(self.block)

    @property
    def blocks(self) -> int:
        """Number of base rows."""
        return int(self.block[-1]) + 1

    @property
    def units(self) -> tuple[str, ...]:
        """What is moved as one: the groups in order of appearance, or the factors."""
        return self.names if self.groups is None else tuple(dict.fromkeys(self.groups))

    @property
    def second_order(self) -> bool:
        """Whether rows B with one column of A are there too."""
        return self.method == "sobol" and len(self) // self.blocks == 2 * len(self.units) + 3

    def values(self, row: int) -> dict[str, Any]:
        """Factors of one row as plain Python scalars."""
        return {name: column[row : row + 1].tolist()[0] for name, column in self.columns.items()}

    def run_seed(self, row: int, replicate: int) -> int:
        """Seed of one run in 0..2**63-1: a function of (seed, seed_block, replicate) and of nothing else."""
        key = struct.pack("<QQQ", self.seed, int(self.seed_block[row]), replicate)
        return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little") >> 1

    def head(self, blocks: int) -> "Design":
        """The design made of the first blocks."""
        rows = int(np.searchsorted(self.block, blocks))
        columns = {name: column[:rows] for name, column in self.columns.items()}
        return replace(
            self,
            points=self.points[:rows],
            columns=columns,
            block=self.block[:rows],
            role=self.role[:rows],
            seed_block=self.seed_block[:rows],
        )


def make(
    factors: Factors,
    method: str,
    samples: int,
    *,
    replicates: int = 2,
    seed: int = 0,
    groups: Groups | None = None,
    second_order: bool = False,
) -> Design:
    """Design of a study.

    Parameters
    ----------
    factors
        k factors (see `sim.study.factors`).
    method
        One of `METHODS`.
    samples
        Base rows N: a power of two for sobol; points per factor for fast (at least 130) and ofat (at least 2); the most
        points allowed for grid.
    replicates
        Runs per point; 1 serves only models without chance.
    seed
        0 or more; the same seed gives the same design.
    groups
        Factors to be moved as one (sobol, radial, morris): N(G+3) points for sobol, whatever the number of factors.
    second_order
        sobol only: k more rows per block, for the index S2 of pairs.

    Raises
    ------
    InputError
        Unknown method, impossible number, group or factor; correlated factors that are to be moved apart.
    """
    check(factors)
    _check_numbers(method, samples, replicates, seed)
    names = tuple(factors)
    group_of = None if groups is None else _group_of(names, groups)
    if group_of is not None and method not in GROUPED:
        raise InputError(f"method {method!r} cannot move groups; allowed with groups: {', '.join(GROUPED)}")
    if second_order and method != "sobol":
        raise InputError(f"second order needs method 'sobol', found {method!r}")
    if method not in SAMPLES:
        _refuse_split_pairs(factors, method, group_of)
    units = names if group_of is None else tuple(dict.fromkeys(group_of))
    moved = np.array([[member == unit for member in (group_of or names)] for unit in units])
    if method in GROUPED:
        points, roles = paired(method, units, moved, samples, seed, second_order)
        rows = len(roles) // samples
        block = np.repeat(np.arange(samples), rows)
        seed_block = np.where(roles == "dummy", block ^ NETS, block)
    else:
        curves = method == "fast"
        points, block, roles, seed_block = (
            _curves(factors, samples, seed) if curves else unpaired(factors, method, samples, seed)
        )
    linked = isinstance(factors, GaussianCopula) and bool(factors.linked())
    columns = transform(factors, points)
    return Design(method, names, points, columns, block, roles, seed_block, replicates, seed, group_of, linked)


def problem(names: Sequence[str], groups: Sequence[str] | None = None) -> dict[str, Any]:
    """The unit cube as a SALib problem."""
    cube: dict[str, Any] = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    return cube if groups is None else {**cube, "groups": list(groups)}


def _check_numbers(method: str, samples: int, replicates: int, seed: int) -> None:
    if method not in METHODS:
        near = difflib.get_close_matches(str(method), METHODS, 1)
        hint = f"; nearest: {near[0]!r}" if near else ""
        raise InputError(f"method {method!r} is unknown; allowed: {', '.join(METHODS)}{hint}")
    numbers: tuple[tuple[str, object, int], ...] = (
        ("samples", samples, 1),
        ("replicates", replicates, 1),
        ("seed", seed, 0),
    )
    for word, number, least in numbers:
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < least:
            raise InputError(f"{word} is {number!r}; allowed: whole numbers from {least}")
    if method == "sobol" and samples & (samples - 1):
        raise InputError(
            f"samples is {samples}; method 'sobol' needs a power of two, e.g. {1 << int(samples).bit_length()}"
        )
    least = {"fast": 130, "ofat": 2}.get(method, 1)
    if samples < least:
        raise InputError(f"samples is {samples}; method {method!r} needs at least {least}")


def _group_of(names: tuple[str, ...], groups: Groups) -> tuple[str, ...]:
    """Group of each factor, whichever of the three ways it was written."""
    if not isinstance(groups, Mapping):
        if len(groups) != len(names):
            raise InputError(
                f"groups has {len(groups)} entries for {len(names)} factors; allowed: one group per factor"
            )
        found = dict(zip(names, groups, strict=True))
    elif all(isinstance(member, str) for member in groups.values()):
        found = {name: str(group) for name, group in groups.items()}
    else:
        pairs = [(name, group) for group, members in groups.items() for name in members]
        found = dict(pairs)
        twice = [name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1]
        if twice:
            raise InputError(f"factor {twice[0]!r} is in two groups; allowed: one")
    for name in found:
        if name not in names:
            raise InputError(f"groups names {name!r}, which is no factor; allowed: {', '.join(names)}")
    for name in names:
        if name not in found:
            raise InputError(f"factor {name!r} is in no group; allowed: each factor in one group")
    for group in found.values():
        if group in RESERVED:
            raise InputError(f"group name {group!r} cannot be used; allowed: any text but {', '.join(RESERVED)}")
    return tuple(found[name] for name in names)


def _refuse_split_pairs(factors: Factors, method: str, group_of: tuple[str, ...] | None) -> None:
    """Correlated factors have no indices of their own: they may only be moved together."""
    if not isinstance(factors, GaussianCopula):
        return
    position = {name: index for index, name in enumerate(factors)}
    for one, other in factors.linked():
        if group_of is None or group_of[position[one]] != group_of[position[other]]:
            raise InputError(
                f"factors {one!r} and {other!r} are correlated, and method {method!r} would move them apart; "
                "allowed: put them in one group, or use pawn, delta, regional or lhs"
            )


def _curves(factors: Factors, samples: int, seed: int) -> Points:
    """Extended FAST: per factor two to four curves with random phases, each a block; every row has seeds of its own.

    As many curves as leave each factor a frequency of its own. SALib gives all columns of a curve one phase, so factors
    of equal frequency would move in lockstep: every column is rolled by an amount of its own, which shifts its phase.
    """
    from SALib.sample import fast_sampler

    count = len(factors)
    curves = min(4, max(2, samples // (64 * (count - 1) + 1)), samples // 65)
    length = samples // curves
    rng = np.random.default_rng([seed, 0])
    points = np.concatenate([fast_sampler.sample(problem(list(factors)), length, seed=rng) for _ in range(curves)])
    each = points.reshape(curves * count, length, count)
    for curve in each:
        for column in range(count):
            curve[:, column] = np.roll(curve[:, column], int(rng.integers(length)))
    block = np.repeat(np.arange(curves * count), length)
    roles = np.tile(np.repeat(list(factors), length), curves)
    return each.reshape(-1, count), block, roles, np.arange(len(points))
