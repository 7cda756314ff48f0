"""What the command line does with studies: sweep, status, resume, replay, verify, why."""

import dataclasses
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import EnvironmentProblem, InputError
from sim.study.forecast import Cost

if TYPE_CHECKING:
    from sim.study.studyfile import StudyFile

NOT_PROVED = 4
"""Exit code of `verify` and `replay` where a folder or row is not what this code gives."""


def sweep(asked: Namespace) -> int:
    """Run a study file, or say what it would take; the last line is its folder."""
    from sim.study import findings, told
    from sim.study.preview import preview
    from sim.study.stages import expected, run_file
    from sim.study.studyfile import StudyFile
    from sim.study.sweep import ON_SLURM

    file = StudyFile.load(asked.study)
    root = Path("results") / file.name if asked.out is None else asked.out
    if asked.on in ON_SLURM and not asked.dry_run:
        _forecast(file, root, asked)
    done = run_file(
        asked.study,
        root,
        on=asked.on,
        more=asked.more,
        retry_failed=asked.retry_failed,
        dry_run=asked.dry_run,
        tell=_tell,
    )
    if asked.dry_run:
        stages = expected(file, done[0].study, root, asked.more)
        if asked.json:
            _say(json.dumps([dataclasses.asdict(stage) for stage in stages], indent=2))
        else:
            for stage in stages:
                cost = Cost(stage.pending, stage.seconds, stage.workers, stage.memory, stage.disk)
                most = "at most " if stage.stage == "then" else ""
                _say(f"{stage.stage or file.name}: {most}{_told(cost)}")
            if asked.on in ON_SLURM:
                _say(preview(done[0].study, asked.on, file.cluster))
        return 0
    if pending := done[-1].study.progress().pending:
        _say(f"{pending:,} runs are with Slurm; `tiltsim status {root}` counts, the same command goes on")
        return 0
    findings.write(file, done)
    told.write(file, done, root)
    if asked.json:
        stages_told = [
            {
                "stage": one.stage.name,
                "folder": str(one.study.folder),
                **dataclasses.asdict(one.study.progress()),
                "kept": list(one.kept),
                "tables": {
                    name: json.loads(table.to_json(orient="records"))
                    for name, table in findings.tables(file, one).items()
                },
            }
            for one in done
        ]
        _say(json.dumps(stages_told, indent=2, ensure_ascii=False))
    else:
        findings.show(file, done)
        _say(str(root))
    return 0


def why(asked: Namespace) -> int:
    """Print the half page of a study."""
    from sim.study import told

    said = told.read(asked.folder)
    if asked.json:
        _say(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        _say(f"{said['title']}\n")
        _say("\n\n".join(f"{head}. {' '.join(part)}" for head, part in said.items() if isinstance(part, list)))
    return 0


def status(asked: Namespace) -> int:
    """Say how far a study is, what it took, and what the rest will take."""
    from sim.study.forecast import noted
    from sim.study.stored import folders_in
    from sim.study.study import open_study

    told: list[dict[str, Any]] = []
    for folder in folders_in(asked.folder):
        study = open_study(folder)
        progress = study.progress()
        told.append({"folder": str(folder), **dataclasses.asdict(progress)})
        if not asked.json:
            _say(f"{folder}: {progress.done:,} of {progress.total:,} runs done, {progress.failed:,} failed")
            _say(f"  took    {_told(study.cost())}")
            if submitted := noted(folder, study.cost()):
                _say(f"  last submission was to take {_told(submitted[0])}")
                _say(f"  and has taken so far        {_told(submitted[1])}")
            if progress.pending:
                _say(f"  pending {_told(study.forecast())}")
                _say_killed(folder)
    if asked.json:
        _say(json.dumps(told, indent=2))
    return 0


def resume(asked: Namespace) -> int:
    """Submit again what is missing of a study that was submitted in slices."""
    from sim.study import slices
    from sim.study.stored import folders_in

    for folder in folders_in(asked.folder):
        _say_killed(folder)
        waiting = len(slices.underway(slices.resume(folder).folder))
        _say(f"{folder}: {waiting:,} runs are with Slurm")
    return 0


def replay(asked: Namespace) -> int:
    """Make a run again; say whether it is equal or what differs, and where it was written in full."""
    from sim.study import replay as replaying

    again = replaying.replay(asked.folder, asked.run_id, out=asked.out)
    if again.changed:
        _say(f"{again.run_id}: made by other code: {', '.join(again.changed)}")
    for line in again.differences:
        _say(f"{again.run_id}: {line}")
    if not again.differences:
        _say(f"{again.run_id}: equal, bit for bit")
    for folder in again.folders:
        _say(str(folder))
    return NOT_PROVED if again.differences else 0


def verify(asked: Namespace) -> int:
    """Prove folders of runs or studies; a line for each, and what is wrong."""
    from sim.study import replay as replaying

    code = 0
    for path in asked.paths:
        for verdict in replaying.verify(path, is_all=asked.all):
            _say(f"{verdict.path}: {verdict.word} ({verdict.made:,} of {verdict.runs:,} runs made again)")
            for line in verdict.reasons:
                _say(f"  {line}")
            if verdict.word != replaying.PROVED:
                code = NOT_PROVED
    return code


def _forecast(file: "StudyFile", root: Path, asked: Namespace) -> None:
    """Say what the first stage will take before it is submitted, from a pilot on this machine if no run is there."""
    from sim.study.stages import run_file
    from sim.study.study import PLAN, open_study

    first = root / file.stages[0].name
    if not (first / PLAN).exists() or not open_study(first).cost().runs:
        run_file(asked.study, root, on=asked.on, dry_run=True)
    study = open_study(first)
    if study.progress().pending:
        _tell(f"forecast: {_told(study.forecast())}")


def _say_killed(folder: Path) -> None:
    """Say which slices were killed, where Slurm answers."""
    from sim.study import killed, slices

    try:
        found = killed.found(folder / slices.FOLDER)
    except EnvironmentProblem as problem:
        _say(f"  whether slices were killed cannot be told here: {problem}")
        return
    for one in found:
        _say(f"  a slice was killed with {len(one.runs):,} runs under way: {one.words or 'its log says nothing'}")
    if found:
        _say("  `tiltsim resume` submits them apart, and one that is killed alone again is recorded as failed")


def _told(cost: Cost) -> str:
    """A cost in words."""
    if cost.runs and cost.seconds != cost.seconds:
        raise InputError("no run is done yet, so nothing can be told of the rest")
    wall = cost.hours * 60
    return (
        f"{cost.runs:,} runs, {wall:,.1f} minutes with {cost.workers} at a time, "
        f"{cost.memory / 1e6:,.0f} MB each, {cost.disk / 1e6:,.1f} MB of disk"
    )


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
