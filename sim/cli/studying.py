"""Verbs of studies: sweep, why, status, resume, replay, verify."""

import dataclasses
import json
import math
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.words import NOT_PROVED, Adder, add_json, add_out, say, say_json, tell
from sim.errors import EnvironmentProblem, InputError

if TYPE_CHECKING:
    from sim.study.forecast import Cost
    from sim.study.study import Study
    from sim.study.studyfile import StudyFile


def add(verb: Adder) -> None:
    """Add them."""
    sweeping = verb(
        sweep, "sweep", "Run a study: many runs, then what drives what; the same command goes on after a stop",
        "tiltsim sweep scenarios/studies/what-drives-relapse.yaml --on local",
    )  # fmt: skip
    sweeping.add_argument("study", type=Path, metavar="STUDY", help="study file (YAML)")
    sweeping.add_argument("--on", default="local", metavar="WHERE",
        help="serial, local (default: all cores), slurm, slurm-array, a Dask scheduler's address or file")  # fmt: skip
    sweeping.add_argument("--out", type=Path, metavar="DIR", help="where it lies; default: results/<name of the study>")
    sweeping.add_argument("--more", action="store_true", help="twice as many samples as there are; every run is used")
    sweeping.add_argument("--dry-run", action="store_true", help="a few runs, then what all of it would take")
    sweeping.add_argument("--limit", type=float, default=math.inf, metavar="SECONDS",
        help="a run that takes longer has failed; on Slurm at most half of what a worker lives")  # fmt: skip
    sweeping.add_argument("--retry-failed", action="store_true", help="run failed runs again")
    add_json(sweeping, "the tables")

    asking = verb(
        why, "why", "Say in half a page what a study compared, what came out, what drives it, when it flips",
        "tiltsim why results/studies/areas",
    )  # fmt: skip
    asking.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    asking.add_argument("--lang", choices=("en", "zh"), default="en", help="en, or zh for Chinese; default: en")
    add_json(asking, "the facts that it tells")

    telling = verb(status, "status", "Say how far a study is, what it took and what the rest will take",
        "tiltsim status results/what-drives-relapse")  # fmt: skip
    telling.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    add_json(telling, "it")

    resuming = verb(
        resume, "resume", "Submit what is missing of a study that was submitted with --on slurm-array",
        "tiltsim resume results/what-drives-relapse",
    )  # fmt: skip
    resuming.add_argument("folder", type=Path, metavar="STUDY_DIR", help="its folder, which holds code that is run")
    add_json(resuming, "how many runs are with Slurm")

    again = verb(replay, "replay", "Make a run of a study again, compare it bit for bit, and write it in full",
        "tiltsim replay results/studies/what-drives-relapse 3f0a")  # fmt: skip
    again.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    again.add_argument("run_id", metavar="RUN_ID", help="name of the run, or how it begins")
    add_out(again, "runs")
    add_json(again, "what differs")

    proving = verb(verify, "verify", "Prove that a run or a study is what its scenario, seed and this code give",
        "tiltsim verify results/studies/what-drives-relapse")  # fmt: skip
    proving.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder of a run or of a study")
    proving.add_argument("--all", action="store_true", help="make every run again, however long it takes")
    add_json(proving, "the verdicts")


def sweep(asked: Namespace) -> int:
    """Run a study file, or say what it would take; the last line is its folder."""
    from sim.reports import halfpage
    from sim.study import findings, told
    from sim.study.forecast import Cost
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
        limit=asked.limit,
        retry_failed=asked.retry_failed,
        dry_run=asked.dry_run,
        tell=tell,
    )
    if asked.dry_run:
        stages = expected(file, done[0].study, root, asked.more)
        if asked.json:
            say_json([dataclasses.asdict(stage) for stage in stages])
        else:
            for stage in stages:
                cost = Cost(stage.pending, stage.seconds, stage.workers, stage.memory, stage.disk)
                most = "at most " if stage.stage == "then" else ""
                say(f"{stage.stage or file.name}: {most}{_told(cost)}")
            if asked.on in ON_SLURM:
                say(preview(done[0].study, asked.on, file.cluster))
        return 0
    if pending := done[-1].study.progress().pending:
        if asked.json:
            say_json([{"stage": one.stage.name, **dataclasses.asdict(one.study.progress())} for one in done])
            return 0
        say(f"{pending:,} runs are with Slurm; `tiltsim status {root}` counts, the same command goes on")
        return 0
    for one in done if asked.on in ON_SLURM else ():
        for line in _submitted(one.study):
            tell(f"{one.stage.name or file.name}: {line}")
    findings.write(file, done)
    told.write(file, done, root)
    command = f"tiltsim sweep {asked.study}" + ("" if asked.out is None else f" --out {asked.out}")
    halfpage.write_readme(root, command, [findings.stage_told(one, root) for one in done])
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
        say_json(stages_told)
    else:
        findings.show(file, done)
        say(str(root))
    return 0


def why(asked: Namespace) -> int:
    """Print the half page of a study; with --json the facts that it tells."""
    from sim.reports import halfpage
    from sim.reports.phrases import Phrases
    from sim.study import told

    if asked.json:
        say_json(told.read(asked.folder))
        return 0
    say_of = Phrases(asked.lang)
    title, paragraphs = halfpage.half_page(asked.folder, say_of)
    say(f"{title}\n")
    say("\n\n".join(f"{head}{say_of('colon')}{text}" for head, text in paragraphs))
    return 0


def status(asked: Namespace) -> int:
    """Say how far a study is, what it took, and what the rest will take."""
    from sim.study.folder import folders_in
    from sim.study.study import open_study

    told: list[dict[str, Any]] = []
    for folder in folders_in(asked.folder):
        study = open_study(folder)
        progress = study.progress()
        told.append({"folder": str(folder), **dataclasses.asdict(progress)})
        if not asked.json:
            say(f"{folder}: {progress.done:,} of {progress.total:,} runs done, {progress.failed:,} failed")
            say(f"  took    {_told(study.cost())}")
            for line in _submitted(study):
                say(f"  {line}")
            if progress.pending:
                say(f"  pending {_told(study.forecast())}")
                _say_killed(folder)
    if asked.json:
        say_json(told)
    return 0


def resume(asked: Namespace) -> int:
    """Submit again what is missing of a study that was submitted in slices."""
    from sim.study import slices
    from sim.study.folder import folders_in

    submitted: list[dict[str, Any]] = []
    for folder in folders_in(asked.folder):
        if not asked.json:
            _say_killed(folder)
        waiting = len(slices.underway(slices.resume(folder).folder))
        submitted.append({"folder": str(folder), "with_slurm": waiting})
        if not asked.json:
            say(f"{folder}: {waiting:,} runs are with Slurm")
    if asked.json:
        say_json(submitted)
    return 0


def replay(asked: Namespace) -> int:
    """Make a run again; say whether it is equal or what differs, and where it was written in full."""
    from sim.study import replay as replaying

    again = replaying.replay(asked.folder, asked.run_id, out=asked.out)
    code = NOT_PROVED if again.differences else 0
    if asked.json:
        say_json(dataclasses.asdict(again) | {"folders": [str(folder) for folder in again.folders]})
        return code
    if again.changed:
        say(f"{again.run_id}: made by other code: {', '.join(again.changed)}")
    for line in again.differences:
        say(f"{again.run_id}: {line}")
    if not again.differences:
        say(f"{again.run_id}: equal, bit for bit")
    for folder in again.folders:
        say(str(folder))
    return code


def verify(asked: Namespace) -> int:
    """Prove folders of runs or studies; a line for each, and what is wrong."""
    from sim.study import replay as replaying

    verdicts = []
    for path in asked.paths:
        for verdict in replaying.verify(path, is_all=asked.all):
            verdicts.append(verdict)
            if not asked.json:
                say(f"{verdict.path}: {verdict.word} ({verdict.made:,} of {verdict.runs:,} runs made again)")
                for line in verdict.reasons:
                    say(f"  {line}")
    if asked.json:
        say_json([dataclasses.asdict(verdict) | {"path": str(verdict.path)} for verdict in verdicts])
    return 0 if all(verdict.word == replaying.PROVED for verdict in verdicts) else NOT_PROVED


def _forecast(file: "StudyFile", root: Path, asked: Namespace) -> None:
    """Say what the first stage will take before it is submitted, from a pilot on this machine if no run is there."""
    from sim.study.preview import limits
    from sim.study.stages import run_file
    from sim.study.study import PLAN, open_study

    first = root / file.stages[0].name
    if not (first / PLAN).exists() or not open_study(first).cost().runs:
        run_file(asked.study, root, on=asked.on, dry_run=True)
    study = open_study(first)
    if study.progress().pending:
        tell(f"forecast: {_told(study.forecast())}")
        tell(f"limits: {limits(study, asked.on, file.cluster)}")


def _submitted(study: "Study") -> list[str]:
    """What the last submission to Slurm was to take, and what it took."""
    from sim.study.forecast import noted

    both = noted(study.folder, study.cost())
    if both is None:
        return []
    return [f"last submission was to take {_told(both[0])}", f"and has taken so far        {_told(both[1])}"]


def _say_killed(folder: Path) -> None:
    """Say which slices were killed, where Slurm answers."""
    from sim.study import killed, slices

    try:
        found = killed.found(folder / slices.FOLDER)
    except EnvironmentProblem as problem:
        say(f"  whether slices were killed cannot be told here: {problem}")
        return
    for one in found:
        say(f"  a slice was killed with {len(one.runs):,} runs under way: {one.words or 'its log says nothing'}")
    if found:
        say("  `tiltsim resume` submits them apart, and one that is killed alone again is recorded as failed")


def _told(cost: "Cost") -> str:
    """A cost in words."""
    if cost.runs and cost.seconds != cost.seconds:
        raise InputError("no run is done yet, so nothing can be told of the rest")
    wall = cost.hours * 60
    return (
        f"{cost.runs:,} runs, {wall:,.1f} minutes with {cost.workers} at a time, "
        f"{cost.memory / 1e6:,.0f} MB each, {cost.disk / 1e6:,.1f} MB of disk"
    )
