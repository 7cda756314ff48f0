"""Run a study file: its one design, or its stages one after another, each a study in a folder of its own."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.dated import month_number
from sim.errors import InputError
from sim.model import BURN_IN
from sim.study import design as designs
from sim.study import sensitivity, survival
from sim.study.design import GROUPED, Groups
from sim.study.execution import Stopped
from sim.study.front import Front
from sim.study.screening import DROPPED
from sim.study.searched import searched
from sim.study.stage import DECIDING, Stage, stage_factors
from sim.study.study import PLAN, Study, open_study
from sim.study.studyfile import StudyFile
from sim.study.sweep import sweep

GROWING = (*GROUPED, "pawn", "delta", "regional")
"""Methods whose design of a seed begins the larger one."""


@dataclass(frozen=True)
class Done:
    """A stage that was run.

    Attributes
    ----------
    stage : what was asked
    study : its runs
    kept : factors that its screening kept; of `then` alone
    front : what the search found; of `front` alone
    """

    stage: Stage
    study: Study
    kept: tuple[str, ...] = ()
    front: Front | None = None


@dataclass(frozen=True)
class Expected:
    """What is left of a stage, from the pilot of the first; `then` at most.

    Attributes
    ----------
    stage : name
    runs : how many in all
    pending : how many of them are still to be made
    seconds : of computing, for what is pending
    workers : runs at the same time
    memory : peak memory of one worker, bytes
    disk : bytes, for what is pending
    """

    stage: str
    runs: int
    pending: int
    seconds: float
    workers: int
    memory: int
    disk: int


def run_file(
    path: str | Path,
    out: str | Path | None = None,
    *,
    on: Any = "serial",
    cluster: Any = None,
    more: bool = False,
    limit: float = math.inf,
    retry_failed: bool = False,
    dry_run: bool = False,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Done]:
    """Run what a study file says; what was run before is not run again.

    Parameters
    ----------
    path : of the study file
    out : folder; `results/<name>` unless given
    on, cluster, limit, retry_failed : see `sim.study.sweep.sweep`
    more : double the samples of every stage but the screening, unless runs of it are still pending
    dry_run : make only a pilot of the first stage
    tell : called with a line as each stage begins

    Raises
    ------
    InputError
        If the file is not allowed, the study would take longer than its budget, or the folder holds another study.
    Stopped
        If a signal ended it; the same call goes on.
    """
    file = StudyFile.load(path)
    root = Path("results") / file.name if out is None else Path(out)
    given: dict[str, Any] = {"on": on, "cluster": file.cluster if cluster is None else cluster, "limit": limit}
    first = file.stages[0]
    if dry_run or file.minutes:
        pilot = _swept(file, first, root, _samples(first, root, more), given, dry_run=True)
        if dry_run:
            return [Done(first, pilot)]
        ahead = expected(file, pilot, root, more)
        runs = sum(stage.pending for stage in ahead)
        tell(f"{file.name}: {runs:,} runs at most, about {_minutes(ahead):.1f} minutes")
        _within_budget(file, ahead)
    began = time.monotonic()
    done: list[Done] = []
    growing = next((stage for stage in reversed(file.stages) if stage.name not in ("ranking", *DECIDING)), None)
    for stage in file.stages:
        if stage.effort is not None:
            tell(f"{stage.name}: {stage.effort.searches} searches, at most {stage.effort.most:,} runs")
            front = searched(file, stage, root, on=on)
            done.append(Done(stage, front.study, front=front))
            continue
        samples = _samples(stage, root, more)
        screened = _screened(stage, root)
        order = [] if screened is None else survival.by_strength(screened)
        kept = 0 if screened is None else _first_kept(stage, root / stage.name, screened)
        while True:
            groups = sensitivity.second_stage(list(file.factors), order[:kept]) if order else stage.groups
            varying = len(stage_factors(stage, file.factors, file.kinds))
            tell(f"{stage.name or file.name}: {stage.method}, {samples} samples of {varying} factors{_surviving(kept)}")
            study = _swept(file, stage, root, samples, given, groups=groups, retry_failed=retry_failed)
            if study.progress().pending:  # submitted in slices
                return [*done, Done(stage, study, tuple(order[:kept]))]
            before, kept = kept, _kept_from_now_on(stage, study, order, kept)
            if kept > before:
                tell(f"{stage.name}: what was dropped matters; {kept - before} factors are taken back")
                continue
            wide = stage is growing and file.half_width > 0.0 and 2 * samples <= file.most_samples
            if not wide or half_width(study) <= file.half_width:
                break
            samples *= 2
        done.append(Done(stage, study, tuple(order[:kept])))
    tell(f"{file.name}: took {(time.monotonic() - began) / 60.0:.1f} minutes")
    return done


def expected(file: StudyFile, pilot: Study, root: Path, more: bool = False) -> list[Expected]:
    """What is left of each stage, if its runs are like those of the pilot."""
    spent, mean, ahead = pilot.cost(), usual_seconds(pilot), pilot.forecast()
    disk = ahead.disk / ahead.runs if ahead.runs else spent.disk / max(1, spent.runs)
    told = []
    pilot_months = _simulated(file, file.stages[0])
    for stage in file.stages:
        samples = _samples(stage, root, more)
        runs = _most_runs(file, stage, samples)
        pending = max(0, runs - _made(file, stage, root, samples))
        seconds = mean * _simulated(file, stage) / pilot_months * pending if pending else 0.0
        told.append(Expected(stage.name, runs, pending, seconds, spent.workers, spent.memory, int(disk * pending)))
    return told


def usual_seconds(study: Study) -> float:
    """Mean seconds of the runs that are there, without the slowest one of each worker, which loads the kernels."""
    ran = study.runs["seconds"].dropna().sort_values()
    usual = ran.iloc[: max(1, len(ran) - study.manifest["workers"])]
    return float(usual.mean()) if len(usual) else float("nan")


def _simulated(file: StudyFile, stage: Stage) -> int:
    """Months that one run simulates: those before the policy once for all of its worlds."""
    target = file.target(stage)
    first = next(iter(target.scenarios.values()))
    before = min(max(0, month_number(first.policy_from) - month_number(first.start)), first.months)
    worlds = len(target.scenarios) + (target.reference is not None)
    return BURN_IN + before + worlds * (first.months - before)


def _most_runs(file: StudyFile, stage: Stage, samples: int) -> int:
    """Runs of a whole stage; of `then` with as many survivors as it may have, of a search at most."""
    if stage.effort is not None:
        return stage.effort.most + stage.effort.population * stage.effort.searches * stage.effort.fresh
    factors = stage_factors(stage, file.factors, file.kinds)
    units = len(set(stage.groups.values())) if stage.groups else len(factors)
    if stage.name == "then":
        units = min(stage.at_most + 1, units)
    rows = {"sobol": units + 3 + units * stage.second_order, "morris": units + 2, "radial": units + 2}
    if stage.method in rows:
        return samples * rows[stage.method] * stage.replicates
    design = designs.make(factors, stage.method, samples, replicates=stage.replicates, seed=file.seed)
    return len(design) * stage.replicates


def _made(file: StudyFile, stage: Stage, root: Path, samples: int) -> int:
    """Runs of a stage that need not be made any more; all of them where it is at its end."""
    folder = root / stage.name
    if not (folder / PLAN).exists():
        return 0
    study = open_study(folder)
    if study.manifest["target"]["identity"] != file.target(stage).identity:
        return 0  # of other code: the sweep will say so
    progress = study.progress()
    if stage.name == "then" and progress.pending == 0 and study.design.blocks == samples:
        screened = _screened(stage, root)
        order = [] if screened is None else survival.by_strength(screened)
        kept = len([unit for unit in study.design.units if unit != DROPPED])
        if _kept_from_now_on(stage, study, order, kept) == kept:
            return _most_runs(file, stage, samples)
    return progress.done + progress.failed


def half_width(study: Study) -> float:
    """Widest half interval of a total index, or of an rms against the largest; infinite where one is not estimable."""
    table = study.indices
    if study.design.method == "sobol":
        rows = table[(table["index"] == "ST") & (table["factor"] != "dummy") & (table["measure"] == "mean")]
        widths = (rows["high"] - rows["low"]) / 2
    else:
        rows = table[(table["index"] == "rms") & (table["measure"] == "mean")]
        widths = (rows["high"] - rows["low"]) / 2 / rows.groupby("outcome")["value"].transform("max")
    return float(widths.max()) if len(widths) and bool(np.isfinite(widths).all()) else float("inf")


def _screened(stage: Stage, root: Path) -> pd.DataFrame | None:
    """Shares of the factors by the screening that a stage builds on, if it is one that does."""
    if stage.name != "then":
        return None
    screen = open_study(root / "screen")
    try:
        return survival.variance_shares(screen.indices)
    except InputError as problem:
        raise InputError(f"{screen.folder}: {problem}") from None


def _kept_from_now_on(stage: Stage, study: Study, order: Sequence[str], kept: int) -> int:
    """How many survive once a design is run: more than before if what it dropped turns out to matter."""
    if not order or DROPPED not in study.design.units:
        return kept
    return survival.taken_back(study.indices, stage.may_drop, order, kept, stage.at_most)


def _surviving(kept: int) -> str:
    return f", {kept} of them by themselves" if kept else ""


def _first_kept(stage: Stage, folder: Path, screened: pd.DataFrame) -> int:
    """How many survive: as many as the file or the screening says, or more if an earlier call took more back."""
    order = survival.by_strength(screened)
    count = min(stage.survivors or survival.enough(screened, stage.may_drop), stage.at_most, len(order))
    if (folder / PLAN).exists():
        there = {unit for unit in open_study(folder).design.units if unit != DROPPED}
        if there == set(order[: len(there)]):
            count = max(count, len(there))
    return count


def _swept(
    file: StudyFile,
    stage: Stage,
    root: Path,
    samples: int,
    given: dict[str, Any],
    *,
    groups: Groups | None = None,
    retry_failed: bool = False,
    dry_run: bool = False,
) -> Study:
    """Run one design of a stage; of a search its pilot, which leaves nothing behind."""
    if stage.effort is not None:
        factors = stage_factors(stage, file.factors, file.kinds)
        size = stage.effort.population
        return sweep(
            file.target(stage), factors, method="lhs", samples=size, replicates=1, seed=file.seed, dry_run=True, **given
        )
    folder = root / stage.name
    try:
        return sweep(
            file.target(stage),
            stage_factors(stage, file.factors, file.kinds),
            method=stage.method,
            samples=samples,
            replicates=stage.replicates,
            seed=file.seed,
            groups=stage.groups if groups is None else groups,
            second_order=stage.second_order,
            out=folder,
            retry_failed=retry_failed,
            dry_run=dry_run,
            **given,
        )
    except Stopped as stop:
        there = open_study(folder).progress()
        done = there.done + there.failed
        message = f"{folder}: stopped with {done} of {there.total} runs done; the same command goes on"
        raise Stopped(message, stop.code) from None


def _samples(stage: Stage, root: Path, more: bool) -> int:
    """Samples of a stage: those of the file or those that are there, whichever are more; twice as many if asked."""
    folder = root / stage.name
    grows = more and stage.name != "screen"
    if grows and stage.method not in GROWING:
        raise InputError(f"method {stage.method!r} cannot be enlarged; allowed with more: {', '.join(GROWING)}")
    if stage.method not in GROWING or not (folder / PLAN).exists():
        return stage.samples
    study = open_study(folder)
    there = max(study.design.blocks, stage.samples)
    is_done = study.design.blocks >= stage.samples and study.progress().pending == 0
    return 2 * there if grows and is_done else there


def _minutes(stages: Sequence[Expected]) -> float:
    return sum(stage.seconds / stage.workers for stage in stages) / 60.0


def _within_budget(file: StudyFile, stages: Sequence[Expected]) -> None:
    """Refuse a study that would take longer than it may."""
    minutes = _minutes(stages)
    if minutes > file.minutes:
        raise InputError(
            f"{file.name}: about {minutes:.0f} minutes by its pilot, and its budget is {file.minutes:g}; "
            "give fewer samples, fewer households, or a larger budget"
        )
