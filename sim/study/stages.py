"""Run a study file: its one design, or its stages one after another, each a study in a folder of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.study import sensitivity
from sim.study.design import GROUPED, Groups
from sim.study.execution import Stopped
from sim.study.stage import Stage, stage_factors
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
    """

    stage: Stage
    study: Study
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What a stage will take, from the pilot of the first; `then` at most.

    Attributes
    ----------
    stage : name
    runs : how many in all
    seconds : of computing
    workers : runs at the same time
    memory : peak memory of one worker, bytes
    disk : bytes
    """

    stage: str
    runs: int
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
    retry_failed: bool = False,
    dry_run: bool = False,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Done]:
    """Run what a study file says; what was run before is not run again.

    Parameters
    ----------
    path : of the study file
    out : folder; `results/<name>` unless given
    on, cluster, retry_failed : see `sim.study.sweep.sweep`
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
    given: dict[str, Any] = {"on": on, "cluster": file.cluster if cluster is None else cluster}
    first = file.stages[0]
    if dry_run or file.minutes:
        pilot = _swept(file, first, root, _samples(first, root, more), given, dry_run=True)
        if dry_run:
            return [Done(first, pilot)]
        _within_budget(file, expected(file, pilot, root, more))
    done: list[Done] = []
    growing = next((stage for stage in reversed(file.stages) if stage.name != "ranking"), None)
    for stage in file.stages:
        samples = _samples(stage, root, more)
        groups, kept = _grouped(stage, file, done)
        while True:
            varying = len(stage_factors(stage, file.factors, file.kinds))
            tell(f"{stage.name or file.name}: {stage.method}, {samples} samples of {varying} factors")
            study = _swept(file, stage, root, samples, given, groups=groups, retry_failed=retry_failed)
            if study.progress().pending:  # submitted in slices
                return [*done, Done(stage, study, kept)]
            wide = stage is growing and file.half_width > 0.0 and 2 * samples <= file.most_samples
            if not wide or half_width(study) <= file.half_width:
                break
            samples *= 2
        done.append(Done(stage, study, kept))
    return done


def expected(file: StudyFile, pilot: Study, root: Path, more: bool = False) -> list[Expected]:
    """What each stage will take, if its runs are like those of the pilot."""
    spent = pilot.cost()
    mean, disk = spent.seconds / max(1, spent.runs), pilot.forecast().disk / max(1, pilot.progress().pending)
    told = []
    for stage in file.stages:
        factors = stage_factors(stage, file.factors, file.kinds)
        units = len(set(stage.groups.values())) if stage.groups else len(factors)
        if stage.name == "then":
            units = min(stage.at_most or units, units) + 1
        rows = {"sobol": units + 3 + units * stage.second_order, "morris": units + 2, "radial": units + 2}
        points = _samples(stage, root, more) * rows.get(stage.method, 1)
        runs = points * stage.replicates
        if stage is file.stages[0]:
            runs = pilot.progress().total
        worlds = len(file.policies) if stage.name == "ranking" else len(file.scenarios)
        scale = (worlds + (file.reference is not None)) / (len(file.scenarios) + (file.reference is not None))
        told.append(Expected(stage.name, runs, mean * scale * runs, spent.workers, spent.memory, int(disk * runs)))
    return told


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


def kept_by(indices: pd.DataFrame, keep: float, at_most: int) -> list[str]:
    """Factors that a screening keeps: those whose effect reaches a share of the largest, at most so many.

    Where too many reach it, those go first whose effect is largest against the largest of its outcome.
    """
    kept = sensitivity.survivors(indices, keep)
    if not at_most or len(kept) <= at_most:
        return kept
    effects = indices[(indices["index"] == "rms") & indices["value"].notna()]
    size = effects["value"] / effects.groupby("outcome")["value"].transform("max")
    strongest = size.groupby(effects["factor"]).max().loc[kept].sort_values(ascending=False, kind="stable")
    return [name for name in kept if name in strongest.index[:at_most]]


def _grouped(stage: Stage, file: StudyFile, done: Sequence[Done]) -> tuple[Groups | None, tuple[str, ...]]:
    """What is moved as one: of `then`, all that the screening dropped."""
    if stage.name != "then":
        return stage.groups, ()
    screen = next(one for one in done if one.stage.name == "screen")
    try:
        kept = kept_by(screen.study.indices, stage.keep, stage.at_most)
    except InputError as problem:
        raise InputError(f"{screen.study.folder}: {problem}") from None
    return sensitivity.second_stage(list(file.factors), kept), tuple(kept)


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


def _within_budget(file: StudyFile, stages: Sequence[Expected]) -> None:
    """Refuse a study that would take longer than it may."""
    minutes = sum(stage.seconds / stage.workers for stage in stages) / 60.0
    if minutes > file.minutes:
        raise InputError(
            f"{file.name}: about {minutes:.0f} minutes by its pilot, and its budget is {file.minutes:g}; "
            "give fewer samples, fewer households, or a larger budget"
        )
