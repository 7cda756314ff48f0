"""Slice mode: a plain array of jobs, each of which takes a slice of the pending runs and writes parts of its own.

For sites whose nodes may not open connections, and for whoever wants to close the session: no driver is left behind.
What an element needs lies in the folder of the study: its manifest, and the runs that were pending. Code never does: a
function is imported by the name that stands in the script of the job. A slice that is lost is missing from the store,
and `resume` submits what is missing; runs that may have killed their job, alone.

    python -m sim.study.slices FOLDER RUNS SLICES TARGET FIRST

makes slice FIRST + index of a target (`sim.study.named`), the index being that of the element in an array of Slurm,
PBS or LSF.
"""

import math
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sim.durable import write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.files import Written
from sim.study import forecast, killed, slurm
from sim.study.cluster import Cluster
from sim.study.engines import local
from sim.study.execution import Stopped, execute, stoppable
from sim.study.named import model_of, name_of, named, same
from sim.study.plan import Plan
from sim.study.store import Store
from sim.study.study import PLAN, Study, open_study
from sim.study.submitted import Submission, options, read_places, remember, room_of, save_places, submissions
from sim.study.target import Function, Outcomes, Target

INDICES = ("SLURM_ARRAY_TASK_ID", "PBS_ARRAY_INDEX", "LSB_JOBINDEX")
"""Where sites say which element of an array a job is."""

SHARE = 4
"""Slices of a job that is always there, so that a lost one costs little and all end together."""

FEW = 16
"""Suspected runs that are submitted one by one; of more, some are together."""

WORTH = 60.0
"""Seconds below which a slice is not worth the start of a job."""


def prepare(
    folder: Path, places: NDArray[np.int64], target: Target, cluster: Cluster, slices: int, largest: int, limit: float
) -> list[tuple[Path, Submission]]:
    """Write what the elements need, and the job scripts; nothing is submitted.

    Parameters
    ----------
    places
        Of the plan, to be made.
    slices
        In how many they are cut.
    largest
        Elements of an array at most.
    limit
        Seconds that a run may take.

    Returns
    -------
    list of (Path, Submission)
        Each script, and what is remembered of it once it is submitted.

    Raises
    ------
    InputError
        If no job could find the target again.
    """
    name, room = name_of(target), room_of(folder)
    room.mkdir(exist_ok=True)
    runs = room / f"{secrets.token_hex(4)}.parquet"
    save_places(runs, places)
    prepared = []
    for first in range(0, slices, largest):
        elements = min(largest, slices - first)
        script = runs.with_name(f"{runs.stem}-{first}.sh")
        text = slice_script(cluster, folder, runs, slices, name, first, elements, limit)
        write_aside(script, partial(Path.write_text, data=text, encoding="utf-8"))
        prepared.append((script, Submission(runs.name, slices, first, limit, asdict(cluster))))
    return prepared


def submit(
    folder: Path,
    places: NDArray[np.int64],
    plan: Plan,
    target: Target,
    cluster: Cluster,
    store: Store,
    limit: float,
) -> None:
    """Submit what is to be made and does not wait or run yet, in as many arrays as the site's limit asks for.

    One array starts after another, so that no more jobs run at a time than were asked for. Runs that may have killed
    the job of their slice are in slices of their own; those that have done so are stored as failed, and not submitted.
    """
    suspected, failed = killed.blame(room_of(folder), store)
    names = plan.run_ids.ravel()
    places = np.setdiff1d(places[~np.isin(names[places], failed)], underway(folder, len(names)))
    alone = np.isin(names[places], suspected)
    groups = [(places[~alone], count_slices(int((~alone).sum()), cluster, store.ran()))]
    groups.append((places[alone], _pieces(int(alone.sum()))))
    forecast.note(store, len(places), cluster.workers)
    job = None
    for group, slices in groups:
        if not len(group):
            continue
        for script, submission in prepare(folder, group, target, cluster, slices, slurm.largest_array(), limit):
            job = slurm.submit(script, after=job)
            remember(folder, job, submission)


def _pieces(suspects: int) -> int:
    """Slices of runs of which one may kill its job: a run each, if they are few."""
    return suspects if suspects <= FEW else math.ceil(math.sqrt(suspects))


def count_slices(runs: int, cluster: Cluster, ran: pa.Table) -> int:
    """How many slices: some for each job; if we know what a run takes, each worth a start and inside the time limit."""
    seconds = ran["seconds"].drop_null().to_numpy()
    if not len(seconds):
        return min(runs, SHARE * cluster.jobs)
    work = runs * float(seconds.mean()) / cluster.cpus
    needed, sensible = math.ceil(work / (cluster.lifetime / 2)), math.ceil(work / WORTH)
    return min(runs, max(needed, min(SHARE * cluster.jobs, sensible), 1))


def slice_script(
    cluster: Cluster, folder: Path, runs: Path, slices: int, target: str, first: int, elements: int, limit: float
) -> str:
    """Job script of one array, of a target by its name."""
    log = room_of(folder) / "slice-%A_%a.log"
    words = [shlex.quote(word) for word in (str(folder.absolute()), runs.name, str(slices), target, str(first))]
    lines = [
        *cluster.header("tiltsim", log, f"0-{elements - 1}%{cluster.jobs}"),
        *cluster.environment(),
        f"export TILTSIM_CPUS={cluster.cpus} TILTSIM_MEMORY={cluster.memory} TILTSIM_LIMIT={limit:g}",
        f"exec {cluster.python} -m sim.study.slices {' '.join(words)}",
    ]
    return "\n".join(lines) + "\n"


def underway(folder: Path, runs: int) -> NDArray[np.int64]:
    """Places of a plan of so many runs in slices that wait or run."""
    told = submissions(folder)
    found = [np.zeros(0, np.int64)]
    for job, element, _ in slurm.queue(sorted(told)) if told else ():
        one = told[job]
        found.append(read_places(folder, one.runs, runs)[one.first + element :: one.slices])
    return np.unique(np.concatenate(found))


def resume(
    path: str | Path,
    cluster: Cluster | Mapping[str, object] | Written | None = None,
    target: Callable[[dict[str, Any], int], Outcomes] | Target | None = None,
) -> Study:
    """Submit the runs of a study that are missing and not under way.

    Parameters
    ----------
    path
        Folder of the study. Nothing that lies in it is run.
    cluster
        Options of the jobs; those of the last submission if None, but for what a shell would run of them.
    target
        The function that is run, where it is not the model.

    Raises
    ------
    InputError
        If there is no study, it was never submitted in slices, or its target is not known or not the same.
    EnvironmentProblem
        If there is no Slurm, or it refuses.
    """
    study = open_study(path)
    folder, told = study.folder, study.manifest["target"]
    before = list(submissions(folder).values())
    if not before:
        raise InputError(f"{folder}: was never submitted in slices; the same sweep with the same `out` goes on")
    if target is None:
        made_by = model_of(folder, told)
    else:
        made_by = cast(Target, target) if hasattr(target, "identity") else Function.of(target)
    same(made_by, folder, told)
    asked = options(folder, before[-1]) if cluster is None else Cluster.of(cluster)
    plan = Plan.read(folder / PLAN)
    store = Store(folder, told["identity"], plan.design.names)
    ran = store.ran()
    asked.check(ran)
    slurm.check_time(asked)
    pending = plan.pending(ran["run_id"].to_numpy().astype("S32"))
    submit(folder, pending, plan, made_by, asked, store, before[-1].limit)
    return study


def main(folder: Path, runs: str, slices: int, name: str, first: int) -> int:
    """Make one slice, here and now; the exit code."""
    index = next((os.environ[name] for name in INDICES if name in os.environ), None)
    if index is None or not index.isdecimal():
        raise InputError(f"which slice? none of {', '.join(INDICES)} is a number here; this runs in an array of jobs")
    study = open_study(folder)
    plan = Plan.read(folder / PLAN)
    store = Store(folder, study.manifest["target"]["identity"], plan.design.names)
    store.open()
    part = first + int(index)
    places = read_places(folder, runs, plan.run_ids.size)[part::slices]
    ran = store.ran()
    done = ran.filter(pc.equal(ran["error"], ""))["run_id"].to_numpy().astype("S32")
    places = np.intersect1d(places, plan.pending(done))
    target = named(name, folder, study.manifest["target"])
    workers, memory = int(os.environ.get("TILTSIM_CPUS", "1")), int(os.environ.get("TILTSIM_MEMORY", "0"))
    limit = float(os.environ.get("TILTSIM_LIMIT", "inf"))
    with stoppable(lambda: f"stopped; {len(places)} runs were to be made, those that are done are kept") as check:
        try:
            if len(places):
                note = room_of(folder) / f"{Path(runs).stem}-{part}{killed.UNDER_WAY}"
                with local(workers, memory or None) as engine, killed.noting(engine, note) as noted:
                    execute(plan, places, target, noted, store, lambda count: check(), limit)
        finally:
            store.flush()
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])))
    except (InputError, EnvironmentProblem) as problem:
        sys.exit(str(problem))
    except Stopped as stop:
        sys.stderr.write(f"{stop}\n")
        sys.exit(stop.code)
