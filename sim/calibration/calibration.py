"""Calibrate: waves of history matching, the posterior on emulated moments, the true model re-run at the posterior."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.calibration import learning
from sim.calibration.effort import Effort
from sim.calibration.emulator import Emulator, emulate, predicted
from sim.calibration.history import Aims, Wave, around, implausibility, plausible_points
from sim.calibration.posterior import Chain, Likelihood, sample
from sim.errors import InputError
from sim.study.engines import Engine, engine
from sim.study.execution import stoppable
from sim.study.panel import Panel
from sim.study.points import sequence
from sim.study.target import Function, Outcomes, Target

Numbers = NDArray[np.float64]
MANY = 1_000_000
"""Panels of seeds that each wave may have: every point meets luck of its own, so that none is common to all."""
SHORT_CHAIN = 2
"""Blocks of steps of the chains that ask whether truths come back."""


@dataclass(frozen=True)
class Calibration:
    """What came of it.

    Attributes
    ----------
    names, low, high : parameters and the ends of their priors
    aims : of the moments that take part
    waves : of history matching
    prior : (points, moments) of the first wave, means over seeds
    chain : draws from the posterior
    members : (members, k) parameter sets of the ensemble, values
    told : (members, moments) of the true model there, NaN where its runs failed
    emulated : (members, moments) that were foretold
    recovery : of known truths, or None
    failed : runs that failed
    """

    names: tuple[str, ...]
    low: Numbers
    high: Numbers
    aims: Aims
    waves: list[Wave]
    prior: Numbers
    chain: Chain
    members: Numbers
    told: Numbers
    emulated: Numbers
    recovery: learning.Recovery | None
    failed: int

    @property
    def parameters(self) -> pd.DataFrame:
        """What was learnt of each parameter; see `sim.calibration.learning.parameters`."""
        return learning.parameters(self.names, self.low, self.high, self.chain.points)

    @property
    def point(self) -> dict[str, float]:
        """The member whose true moments are nearest to the targets."""
        gaps = self.told - self.aims.value
        far = np.array([float(gap @ np.linalg.solve(self.aims.covariance, gap)) for gap in gaps])
        best = self.members[int(np.nanargmin(far))]
        return dict(zip(self.names, best.tolist(), strict=True))

    @property
    def moments(self) -> pd.DataFrame:
        """Each moment: target, what the prior and the posterior give, scores.

        Returns
        -------
        DataFrame with columns moment, target, sd, prior_mean, prior_z, mean, low, high (5 and 95 % of members), z,
        quality (Q2 in the last wave), is_used, emulator_miss (root mean square of true less emulated, in sd)
        """
        sd = np.sqrt(np.diag(self.aims.covariance))
        prior, mean = np.nanmean(self.prior, axis=0), np.nanmean(self.told, axis=0)
        low, high = np.nanquantile(self.told, (0.05, 0.95), axis=0)
        miss = np.full(len(mean), np.nan)
        used = np.isfinite(self.emulated).any(axis=0)
        miss[used] = np.sqrt(np.nanmean((self.told - self.emulated)[:, used] ** 2, axis=0)) / sd[used]
        last = {emulator.moment: emulator for emulator in (*self.waves[-1].emulators, *self.waves[-1].refused)}
        return pd.DataFrame(
            {
                "moment": self.aims.names, "target": self.aims.value, "sd": sd,
                "prior_mean": prior, "prior_z": (prior - self.aims.value) / sd,
                "mean": mean, "low": low, "high": high, "z": (mean - self.aims.value) / sd,
                "quality": [last[name].quality for name in self.aims.names],
                "is_used": [last[name].is_used for name in self.aims.names],
                "emulator_miss": miss,
            }
        )  # fmt: skip


def calibrate(
    target: Callable[[dict[str, Any], int], Outcomes] | Target,
    priors: Mapping[str, tuple[float, float]],
    aims: Aims,
    *,
    effort: Effort | None = None,
    out: str | Path | None = None,
    on: Any = "serial",
    tell: Callable[[str], None] = lambda line: None,
) -> Calibration:
    """Find what parameters meet the aims; runs that are in the folder `out` are not made again.

    Parameters
    ----------
    target : function of (parameters, seed) that returns moments by name, as of a sweep
    priors : parameter -> ends of its uniform prior
    aims : moments, what each should be, and how far it may be off
    effort : how much is run
    out : folder of the runs; unless given, nothing is kept
    on : where runs are made: "serial", "local", "slurm", or a Dask scheduler
    tell : called with a line as each step ends

    Raises
    ------
    InputError
        If a prior is no range, too few runs come to an end, or no moment can be emulated.
    Stopped
        If a signal ended it; the same call goes on.
    """
    effort = effort or Effort()
    for name, (low, high) in priors.items():
        if not low < high:
            raise InputError(f"the prior of {name} goes from {low:g} to {high:g}; allowed is the lower end first")
    ran: Target = cast(Target, target) if hasattr(target, "identity") else Function.of(target)
    names = tuple(priors)
    least, most = (np.array([ends[end] for ends in priors.values()]) for end in (0, 1))
    folder = Path(tempfile.mkdtemp(prefix="tiltsim-")) if out is None else Path(out)
    panel = Panel(ran, names, least, most, effort.replicates, effort.seed, folder)

    def message() -> str:
        return (
            "nothing is kept, for no `out` was given" if out is None else f"the same call with out={str(out)!r} goes on"
        )

    with stoppable(message) as check, engine(on, folder=folder) as opened:
        work = _Work(panel, aims, effort, opened, tell, lambda runs: check())
        try:
            found = work.calibrate()
        finally:
            panel.store.flush()
    panel.store.pack()
    return found


def rerun(
    target: Target,
    priors: Mapping[str, tuple[float, float]],
    members: Numbers,
    turn: int,
    *,
    effort: Effort,
    out: Path,
    on: Any = "serial",
    tell: Callable[[str], None] = lambda line: None,
) -> list[dict[str, float]]:
    """All that a target tells at the members of an ensemble; runs that are in the folder `out` are not made again.

    Parameters
    ----------
    target : as of a calibration, or another one of the same parameters
    priors : of the calibration
    members : (n, k) parameter sets, values
    turn : which seeds: the waves of a calibration are those of its re-run members
    effort : its seed and its seeds of each member
    out : folder of the runs
    on, tell : as of a calibration

    Returns
    -------
    a dict a member: outcome -> mean over seeds, NaN where no seed tells it
    """
    low, high = (np.array([ends[end] for ends in priors.values()]) for end in (0, 1))
    panel = Panel(target, tuple(priors), low, high, effort.replicates, effort.seed, out)
    with stoppable(lambda: f"the same call with out={str(out)!r} goes on") as check, engine(on, folder=out) as opened:
        try:
            told = panel.run(members, turn * MANY + np.arange(len(members)), opened, lambda runs: check())
        finally:
            panel.store.flush()
    panel.store.pack()
    tell(f"{target.name}: {len(members)} members, {effort.replicates} seeds each")
    means = [pd.DataFrame([run for run in row if run]).mean() for row in told]
    return [{str(name): float(value) for name, value in one.items()} for one in means]


class _Work:
    """One calibration under way."""

    def __init__(
        self, panel: Panel, aims: Aims, effort: Effort, opened: Engine, tell: Callable[[str], None],
        advance: Callable[[int], None],
    ) -> None:  # fmt: skip
        self.panel, self.aims, self.effort, self.engine, self.tell = panel, aims, effort, opened, tell
        self.advance = advance
        self.failed = 0

    def runs(self, points: Numbers, turn: int) -> Numbers:
        """(n, replicates, moments) of the true model at points of the unit cube; NaN where a run failed.

        `turn` is the wave, or the number after the last one: runs of another turn have other seeds.
        """
        values = self.panel.low + (self.panel.high - self.panel.low) * points
        panels = turn * MANY + np.arange(len(points))
        told = self.panel.run(values, panels, self.engine, self.advance)
        blank = dict.fromkeys(self.aims.names, np.nan)
        for run in (run for row in told for run in row if run):
            missing = next((name for name in self.aims.names if name not in run), None)
            if missing is not None:
                raise InputError(f"{self.panel.target.name} tells no moment {missing!r}; there: {', '.join(run)}")
        self.failed += sum(not run for row in told for run in row)
        return np.array([[[(run or blank)[name] for name in self.aims.names] for run in row] for row in told])

    def calibrate(self) -> Calibration:
        """All of it."""
        effort, factors = self.effort, len(self.panel.names)
        points, told = np.zeros((0, factors)), np.zeros((0, effort.replicates, len(self.aims.names)))
        waves: list[Wave] = []
        starts = sequence(factors, effort.points, effort.seed)
        low, high = np.zeros(factors), np.ones(factors)
        for number in range(effort.waves):
            points = np.concatenate([points, starts])
            told = np.concatenate([told, self.runs(starts, number)])
            waves.append(self._wave(points, told, low, high))
            starts, share = plausible_points(waves, self.aims, factors, effort.points, effort.seed + 100 * (number + 1))
            waves[-1] = waves[-1]._replace(volume=share)
            emulated = f"{len(waves[-1].emulators)} of {len(self.aims.names)} moments emulated"
            self.tell(f"wave {number + 1}: {len(points)} points, {emulated}, {share:.2g} of the prior plausible")
            if len(starts) < effort.points:
                break
            low, high = around(starts)
        first = told[: effort.points].mean(axis=1)
        if len(starts) == 0:
            self.tell("no point is plausible within the committed deviations; the posterior is told all the same")
            starts = self._least_implausible(waves[-1])
        last = waves[-1]
        chain = sample(Likelihood(last.emulators, self.aims, last.low, last.high), starts, effort.seed)
        self.tell(f"posterior: {len(chain.points)} draws, memory of {chain.memory:.0f} steps")
        rng = np.random.default_rng(effort.seed)
        members = chain.points[
            rng.choice(len(chain.points), effort.members, replace=len(chain.points) < effort.members)
        ]
        true = self.runs(members, effort.waves).mean(axis=1)
        self.tell(f"the model re-run at {effort.members} draws of the posterior")
        foretold = np.full(true.shape, np.nan)
        places = [self.aims.names.index(emulator.moment) for emulator in last.emulators]
        foretold[:, places] = predicted(last.emulators, members)
        design = points[: effort.points], told[: effort.points]
        used = tuple(emulator.moment for emulator in waves[0].emulators)
        recovery = self._recovery(*design, used) if effort.truths else None
        span = self.panel.high - self.panel.low
        return Calibration(
            self.panel.names, self.panel.low, self.panel.high, self.aims, waves, first, chain,
            self.panel.low + span * members, true, foretold, recovery, self.failed,
        )  # fmt: skip

    def _wave(self, points: Numbers, told: Numbers, low: Numbers, high: Numbers) -> Wave:
        """Emulators of the points within a box that ran to the end."""
        is_in = ((points >= low) & (points <= high)).all(axis=1) & np.isfinite(told).all(axis=(1, 2))
        made = self._emulators(points[is_in], told[is_in], self.aims.names)
        good = [emulator for emulator in made if emulator.is_used]
        if not good:
            best = max(made, key=lambda emulator: emulator.quality)
            raise InputError(
                f"no moment can be emulated: the best, {best.moment}, has Q2 {best.quality:.2f}, and 0.7 is needed; "
                "allowed are more points or replicates"
            )
        return Wave(low, high, good, [one for one in made if not one.is_used], 0.0, int(is_in.sum()))

    def _emulators(self, points: Numbers, told: Numbers, names: tuple[str, ...]) -> list[Emulator]:
        seed, places = self.effort.seed, [self.aims.names.index(name) for name in names]
        return [emulate(name, points, told[:, :, place], seed) for name, place in zip(names, places, strict=True)]

    def _least_implausible(self, wave: Wave) -> Numbers:
        """Points to begin a chain at where nothing is plausible."""
        points = wave.low + (wave.high - wave.low) * sequence(len(wave.low), 4096, self.effort.seed)
        order = np.argsort(implausibility(wave.emulators, self.aims, points).max(axis=1))
        return points[order[:64]]

    def _recovery(self, points: Numbers, told: Numbers, used: tuple[str, ...]) -> learning.Recovery:
        """Truths are points of the first wave, which the emulators then do not see; targets miss them by their sd."""
        whole = np.isfinite(told).all(axis=(1, 2))
        points, told = points[whole], told[whole]
        rows = np.arange(min(self.effort.truths, len(points) // 5))
        seen = np.setdiff1d(np.arange(len(points)), rows)
        good = [one for one in self._emulators(points[seen], told[seen], used) if one.is_used]
        names = [one.moment for one in good]
        rng = np.random.default_rng(self.effort.seed)
        return learning.recover(points[rows], partial(self._fitted, good, self.aims.of(names), points, told, rng))

    def _fitted(
        self, good: list[Emulator], aims: Aims, points: Numbers, told: Numbers, rng: np.random.Generator, row: int
    ) -> Numbers:
        places = [self.aims.names.index(name) for name in aims.names]
        value = rng.multivariate_normal(told[row][:, places].mean(axis=0), aims.covariance)
        factors = points.shape[1]
        likelihood = Likelihood(good, aims._replace(value=value), np.zeros(factors), np.ones(factors))
        cloud = sequence(factors, 1024, self.effort.seed + 1)
        best = cloud[np.argsort(-likelihood(cloud))[:64]]
        return sample(likelihood, best, self.effort.seed + row, SHORT_CHAIN).points
