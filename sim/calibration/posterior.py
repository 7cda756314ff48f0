"""The posterior on the emulated likelihood, by the affine-invariant sampler of many walkers (emcee).

log likelihood   -1/2 r' C^-1 r,  r = emulated(x) - target,  C = covariance of the targets + emulators' error
prior            uniform over the declared ranges, within the box that history matching left
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calibration.emulator import Emulator, predicted
from sim.calibration.history import Aims

Numbers = NDArray[np.float64]
FEWEST_WALKERS = 32
BLOCK, MOST_BLOCKS = 500, 12
"""Steps between two looks at how fast the chain forgets, and how many such blocks at most."""
LONG_ENOUGH = 50.0
"""Autocorrelation times that a chain must be long."""


class Chain(NamedTuple):
    """Draws from the posterior.

    Attributes
    ----------
    points : (draws, k) in the prior's unit cube, thinned to about one per autocorrelation time
    memory : longest autocorrelation time, steps
    is_long : whether the chain is fifty of them long
    accepted : share of proposals that were taken
    """

    points: Numbers
    memory: float
    is_long: bool
    accepted: float


class Likelihood:
    """Log posterior density, but for a constant.

    Parameters
    ----------
    emulators : of the moments that take part
    aims : what they should be
    low, high : (k,) box of the prior
    """

    def __init__(self, emulators: list[Emulator], aims: Aims, low: Numbers, high: Numbers) -> None:
        mine = aims.of([emulator.moment for emulator in emulators])
        errors = np.diag([emulator.error for emulator in emulators])
        self._emulators, self._value, self._low, self._high = emulators, mine.value, low, high
        self._root = np.linalg.cholesky(mine.covariance + errors)

    def __call__(self, points: Numbers) -> Numbers:
        """(n,) at points (n, k)."""
        found = np.full(len(points), -np.inf)
        is_in = ((points >= self._low) & (points <= self._high)).all(axis=1)
        if is_in.any():
            gap = predicted(self._emulators, points[is_in]) - self._value
            found[is_in] = -0.5 * (np.linalg.solve(self._root, gap.T) ** 2).sum(axis=0)
        return found


def sample(likelihood: Likelihood, starts: Numbers, seed: int, most_blocks: int = MOST_BLOCKS) -> Chain:
    """Draw from the posterior.

    Parameters
    ----------
    likelihood : of points of the unit cube
    starts : (n, k) points of finite likelihood to begin at; each walker takes one
    seed : of the sampler
    most_blocks : of 500 steps, after which it ends however long its memory is
    """
    import emcee

    factors = starts.shape[1]
    walkers = max(FEWEST_WALKERS, 2 * factors + 2)
    rng = np.random.default_rng(seed)
    begin = starts[rng.choice(len(starts), walkers, replace=len(starts) < walkers)]
    low, high = likelihood._low, likelihood._high
    begin = np.clip(begin + 0.01 * (high - low) * rng.standard_normal(begin.shape), low, high)
    moves = [(emcee.moves.DEMove(), 0.6), (emcee.moves.StretchMove(), 0.4)]
    sampler = emcee.EnsembleSampler(walkers, factors, likelihood, vectorize=True, moves=moves)
    sampler.random_state = np.random.RandomState(seed).get_state()
    memory, is_long, state = float("inf"), False, begin
    for _ in range(most_blocks):
        state = sampler.run_mcmc(state, BLOCK, skip_initial_state_check=True)
        steps = sampler.iteration
        memory = float(np.nanmax(sampler.get_autocorr_time(discard=steps // 3, tol=0)))
        is_long = steps - steps // 3 > LONG_ENOUGH * memory
        if is_long:
            break
    thin = max(1, int(memory)) if np.isfinite(memory) else BLOCK
    points = sampler.get_chain(discard=sampler.iteration // 3, thin=thin, flat=True)
    return Chain(np.asarray(points), memory, is_long, float(sampler.acceptance_fraction.mean()))
