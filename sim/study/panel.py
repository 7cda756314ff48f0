"""Points that are not known beforehand, each run with one panel of seeds and kept in a store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.study.design import Design
from sim.study.engines import Engine
from sim.study.execution import execute
from sim.study.plan import Plan
from sim.study.store import Store
from sim.study.study import Study
from sim.study.target import Target
from sim.study.worker import Ran

type Points = NDArray[np.float64]

SEARCH = "search"
"""Method of the design whose points a search chose: no estimator of sensitivity may take it for a sample."""


@dataclass
class Memory(Store):
    """A store that also holds the outcomes of its runs in memory; no outcomes of a failed run."""

    known: dict[str, dict[str, float]] = field(default_factory=dict, init=False, repr=False)

    def recall(self) -> None:
        """Take in what is on disk."""
        for row in self.ran().to_pylist():
            outcomes = {name: value for name, value in row.items() if name not in ("run_id", "seconds", "memory")}
            self.known[row["run_id"]] = {} if outcomes.pop("error") else outcomes

    def add(self, ran: Ran) -> None:
        """Take a run in."""
        super().add(ran)
        self.known[ran.run_id] = dict(ran.outcomes)


class Panel:
    """Runs of points with panels of seeds.

    Parameters
    ----------
    target
        What is run.
    names, low, high
        (k,) factors and their ranges.
    seeds
        Runs per point and panel.
    seed
        From which the seeds of the runs follow.
    folder
        Of the store.
    """

    def __init__(
        self, target: Target, names: tuple[str, ...], low: Points, high: Points, seeds: int, seed: int, folder: Path
    ) -> None:
        self.target, self.names, self.low, self.high, self.seeds, self.seed = target, names, low, high, seeds, seed
        self.store = Memory(folder, target.identity, names)
        self.store.open()
        self.store.recall()
        self.asked: list[tuple[Points, int | NDArray[np.int64]]] = []

    def _design(self, points: Points, panels: NDArray[np.int64]) -> Design:
        """Points (n, k) within their ranges, each with the seeds of its panel (n,)."""
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        return Design(
            method=SEARCH,
            names=self.names,
            points=(points - self.low) / span,
            columns={name: points[:, place] for place, name in enumerate(self.names)},
            block=np.arange(len(points)),
            role=np.full(len(points), "A"),
            seed_block=panels,
            replicates=self.seeds,
            seed=self.seed,
        )

    def run(
        self, points: Points, panel: int | NDArray[np.int64], engine: Engine, tell: Callable[[int], None]
    ) -> list[list[dict[str, float]]]:
        """Outcomes of each point with each seed of a panel, empty where the run failed; known runs are not made again.

        Parameters
        ----------
        points
            (n, k) within their ranges.
        panel
            Which seeds: those of another panel are others. One for all points, or (n,) one each.
        engine, tell
            Where runs are made, and what is called with the number that came back.
        """
        self.asked.append((points, panel))
        plan = Plan.of(self._design(points, np.full(len(points), panel)), self.target.identity)
        pending = plan.pending(np.array(list(self.store.known), dtype="S32"))
        if len(pending):
            execute(plan, pending, self.target, engine, self.store, tell)
        return [[self.store.known[run_id.decode()] for run_id in row] for row in plan.run_ids]

    def study(self, manifest: dict[str, Any], *, temporary: bool) -> Study:
        """All that was asked, as a study: a row per point and panel."""
        points = np.concatenate([points for points, _ in self.asked])
        panels = np.concatenate([np.full(len(points), panel) for points, panel in self.asked])
        _, first = np.unique(np.column_stack([points, panels]), axis=0, return_index=True)
        first.sort()
        plan = Plan.of(self._design(points[first], panels[first]), self.target.identity)
        return Study(self.store.folder, plan, manifest, temporary=temporary)
