"""A cheap function in place of each moment, used only if it predicts runs that it has not seen.

Sparse polynomial chaos or a Gaussian process, whichever predicts five left-out parts better; chance, the variance of
a mean of replicates, is nobody's to predict, so a perfect emulator of a noisy model has Q2 = 1. Under 0.7 a moment is
left out: it is moved by chance more than by the parameters, and can say little about them.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.surrogates import FOLDS, LEAST_Q2, Predictor, chaos, process

Numbers = NDArray[np.float64]
MOST_FOR_PROCESS = 400
FEWEST_POINTS = 20
GOOD = 0.95
"""Q2 of polynomial chaos from which on a Gaussian process, dearer to fit and to ask, is not tried."""
DUST = 1e-9
"""Spread, of the mean, under which a moment does not vary at all."""


class Emulator(NamedTuple):
    """One moment.

    Attributes
    ----------
    moment : its name
    kind : "sparse polynomial chaos" or "Gaussian process"; "none" of a moment that does not vary
    quality : cross-validated Q2
    predictor : of the mean over seeds, at points of the unit cube
    error : variance with which it misses that mean, from the parts left out
    chance : variance of one run at one point
    """

    moment: str
    kind: str
    quality: float
    predictor: Predictor | None
    error: float
    chance: float

    @property
    def is_used(self) -> bool:
        """Whether it is good enough."""
        return self.quality >= LEAST_Q2


def emulate(moment: str, points: Numbers, runs: Numbers, seed: int) -> Emulator:
    """The better of two emulators of one moment.

    Parameters
    ----------
    moment : its name
    points : (n, k) in the unit cube
    runs : (n, replicates) values
    seed : which rows are left out together

    Raises
    ------
    InputError
        If there are fewer than 20 points.
    """
    if len(points) < FEWEST_POINTS:
        raise InputError(f"{moment}: {len(points)} points ran to the end; an emulator needs {FEWEST_POINTS} or more")
    values = runs.mean(axis=1)
    chance = float(runs.var(axis=1, ddof=1).mean()) if runs.shape[1] > 1 else 0.0
    spread = float(values.var(ddof=1)) - chance / runs.shape[1]
    if spread <= (DUST * abs(float(values.mean()))) ** 2:
        return Emulator(moment, "none", float("-inf"), None, 0.0, chance)
    fold = np.random.default_rng(seed).permutation(len(points)) % FOLDS
    fitters: dict[str, Callable[[Numbers, Numbers], Predictor]] = {"sparse polynomial chaos": chaos}
    if len(points) <= MOST_FOR_PROCESS:
        fitters["Gaussian process"] = process
    missed: dict[str, float] = {}
    for kind, fit in fitters.items():
        parts = [fit(points[fold != one], values[fold != one]) for one in range(FOLDS)]
        gaps = [values[fold == one] - part.predict(points[fold == one]) for one, part in enumerate(parts)]
        missed[kind] = max(0.0, float((np.concatenate(gaps) ** 2).mean()) - chance / runs.shape[1])
        if 1.0 - missed[kind] / spread >= GOOD:
            break
    best = min(missed, key=lambda kind: missed[kind])
    return Emulator(moment, best, 1.0 - missed[best] / spread, fitters[best](points, values), missed[best], chance)


def predicted(emulators: list[Emulator], points: Numbers) -> Numbers:
    """Moments (n, emulators) at points (n, k) of the unit cube."""
    told = [emulator.predictor.predict(points) for emulator in emulators if emulator.predictor is not None]
    return np.column_stack(told)
