"""History matching: what the targets rule out, wave by wave.

    implausibility   I(x) = max over moments of |target - emulated(x)| / sqrt(target's variance + emulator's error)
    plausible        I(x) <= 3 in this wave and in all before

The target's variance holds error, bridge and the model's discrepancy. Each wave runs the model where nothing rules it
out yet; the volume that survives is told as a share of the prior's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calibration.emulator import Emulator, predicted
from sim.study.points import sequence

Numbers = NDArray[np.float64]
CUT = 3.0
CLOUD = 1 << 14
"""Points of the box at which plausibility is asked."""
ROOM = 0.05
"""What is added to each side of the smallest box around what survives, of its width."""
REFILLS = 6


class Aims(NamedTuple):
    """What is aimed at.

    Attributes
    ----------
    names : (m,) moments
    value : (m,) what each should be
    covariance : (m, m) around it, if the model is as right as it can be
    """

    names: tuple[str, ...]
    value: Numbers
    covariance: Numbers

    def of(self, names: list[str]) -> "Aims":
        """Some of them."""
        rows = [self.names.index(name) for name in names]
        return Aims(tuple(names), self.value[rows], self.covariance[np.ix_(rows, rows)])


class Wave(NamedTuple):
    """What is known after a wave.

    Attributes
    ----------
    low, high : (k,) box, in the prior's unit cube, in which plausible points were found
    emulators : of this wave, those that are good enough
    refused : all others
    volume : share of the prior that is still plausible
    runs : points of the model that the emulators were made of
    """

    low: Numbers
    high: Numbers
    emulators: list[Emulator]
    refused: list[Emulator]
    volume: float
    runs: int


def implausibility(emulators: list[Emulator], aims: Aims, points: Numbers) -> Numbers:
    """(n, moments) at points (n, k), in standard deviations."""
    mine = aims.of([emulator.moment for emulator in emulators])
    variance = np.diag(mine.covariance) + np.array([emulator.error for emulator in emulators])
    return np.asarray(np.abs(predicted(emulators, points) - mine.value) / np.sqrt(variance))


def is_plausible(waves: list[Wave], aims: Aims, points: Numbers) -> NDArray[np.bool_]:
    """(n,) whether no wave rules a point out."""
    found = np.ones(len(points), bool)
    for wave in waves:
        found &= ((points >= wave.low) & (points <= wave.high)).all(axis=1)
        if wave.emulators and found.any():
            found[found] = implausibility(wave.emulators, aims, points[found]).max(axis=1) <= CUT
    return found


def cloud(low: Numbers, high: Numbers, seed: int) -> Numbers:
    """(16,384, k) points that fill a box."""
    return low + (high - low) * sequence(len(low), CLOUD, seed)


def around(points: Numbers) -> tuple[Numbers, Numbers]:
    """The smallest box around points, with some room, within the cube."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = ROOM * (high - low)
    return np.maximum(0.0, low - room), np.minimum(1.0, high + room)


def plausible_points(waves: list[Wave], aims: Aims, factors: int, count: int, seed: int) -> tuple[Numbers, float]:
    """Up to so many plausible points, and the share of the prior that is plausible; none if nothing is."""
    low = np.zeros(factors) if not waves else waves[-1].low
    high = np.ones(factors) if not waves else waves[-1].high
    found = np.zeros((0, factors))
    share = 0.0
    for refill in range(REFILLS):
        points = cloud(low, high, seed + refill)
        is_in = is_plausible(waves, aims, points)
        if is_in.any():
            share = float(np.prod(high - low)) * float(is_in.mean())
        found = np.concatenate([found, points[is_in]])
        if len(found) >= count or len(found) == 0:
            break
        low, high = around(found)
    return found[:count], share
