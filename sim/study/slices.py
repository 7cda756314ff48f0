"""Slice mode: a plain array of jobs, each of which takes a slice of the pending runs and writes parts of its own.

For sites whose nodes may not open connections, and for whoever wants to close the session: no driver is left behind.
What an element needs lies in the folder of the study: the target, pickled, and the runs that were pending. A slice that
is lost is missing from the store, and `resume` submits what is missing; runs that may have killed their job, alone.

    python -m sim.study.slices FOLDER RUNS SLICES FIRST

makes slice FIRST + index, the index being that of the element in an array of Slurm, PBS or LSF.
"""

import json
import math
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

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
from sim.study.execution import Stopped, execute, pickled, stoppable
from sim.study.plan import Plan
from sim.study.store import Store
from sim.study.study import PLAN, Study, open_study
from sim.study.target import Target

INDICES = ("SLURM_ARRAY_TASK_ID", "PBS_ARRAY_INDEX", "LSB_JOBINDEX")
"""Where sites say which element of an array a job is."""

SHARE = 4
"""Slices of a job that is always there, so that a lost one costs little and all end together."""

FOLDER, TARGET, SUBMITTED = "cluster", "target.pickle", "submitted.json"


FEW = 16
"""Suspected runs that are submitted one by one; of more, some are together."""

WORTH = 60.0
"""Seconds below which a slice is not worth the start of a job."""

type Record = dict[str, Any]


def prepare(
    folder: Path, places: NDArray[np.int64], target: Target, cluster: Cluster, slices: int, largest: int, limit: float
) -> list[tuple[Path, Record]]:
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
    list of (Path, dict)
        Each script, and what is remembered of it once it is submitted.
    """
    room = _room(folder)
    write_aside(room / TARGET, lambda aside: aside.write_bytes(pickled(target)))
    runs = room / f"{secrets.token_hex(4)}.npy"
    write_aside(runs, lambda aside: _save(aside, places))
    prepared = []
    for first in range(0, slices, largest):
        elements = min(largest, slices - first)
        script = runs.with_name(f"{runs.stem}-{first}.sh")
        text = slice_script(cluster, folder, runs, slices, first, elements, limit)
        write_aside(script, partial(Path.write_text, data=text, encoding="utf-8"))
        told = {"runs": runs.name, "slices": slices, "first": first, "limit": limit, "cluster": asdict(cluster)}
        prepared.append((script, told))
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
    suspected, failed = killed.blame(_room(folder), store)
    names = plan.run_ids.ravel()
    places = np.setdiff1d(places[~np.isin(names[places], failed)], underway(folder))
    alone = np.isin(names[places], suspected)
    groups = [(places[~alone], count_slices(int((~alone).sum()), cluster, store.ran()))]
    groups.append((places[alone], _pieces(int(alone.sum()))))
    forecast.note(store, len(places), cluster.workers)
    job = None
    for group, slices in groups:
        if not len(group):
            continue
        for script, record in prepare(folder, group, target, cluster, slices, slurm.largest_array(), limit):
            job = slurm.submit(script, after=job)
            _remember(folder, _submitted(folder) | {job: record})


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
    cluster: Cluster, folder: Path, runs: Path, slices: int, first: int, elements: int, limit: float
) -> str:
    """Job script of one array."""
    log = _room(folder) / "slice-%A_%a.log"
    words = [shlex.quote(str(folder.absolute())), shlex.quote(runs.name), str(slices), str(first)]
    lines = [
        *cluster.header("tiltsim", log, f"0-{elements - 1}%{cluster.jobs}"),
        *cluster.environment(),
        f"export TILTSIM_CPUS={cluster.cpus} TILTSIM_MEMORY={cluster.memory} TILTSIM_LIMIT={limit:g}",
        f"exec {cluster.python} -m sim.study.slices {' '.join(words)}",
    ]
    return "\n".join(lines) + "\n"


def underway(folder: Path) -> NDArray[np.int64]:
    """Places of the plan in slices that wait or run."""
    records = _submitted(folder)
    found = [np.zeros(0, np.int64)]
    waiting = slurm.queue(sorted(records)) if records else []
    for job, element, _ in waiting:
        record = records[job]
        found.append(np.load(_room(folder) / record["runs"])[record["first"] + element :: record["slices"]])
    return np.unique(np.concatenate(found))


def resume(path: str | Path, cluster: Cluster | Mapping[str, object] | Written | None = None) -> Study:
    """Submit the runs of a study that are missing and not under way, with the target that lies in its folder.

    Parameters
    ----------
    path
        Folder of the study. It holds code, which is run: trust who wrote it.
    cluster
        Options of the jobs; those of the last submission if None.

    Raises
    ------
    InputError
        If there is no study, or it was never submitted in slices.
    EnvironmentProblem
        If there is no Slurm, or it refuses.
    """
    study = open_study(path)
    folder = study.folder
    records = list(_submitted(folder).values())
    if not records or not (_room(folder) / TARGET).exists():
        raise InputError(f"{folder}: was never submitted in slices; the same sweep with the same `out` goes on")
    if cluster is None:
        last: dict[str, Any] = records[-1]["cluster"]
        options = Cluster(**last | {"options": tuple(last["options"]), "setup": tuple(last["setup"])})
    else:
        options = Cluster.of(cluster)
    target = _target(folder)
    plan = Plan.read(folder / PLAN)
    store = Store(folder, study.manifest["target"]["identity"], plan.design.names)
    ran = store.ran()
    options.check(ran)
    slurm.check_time(options)
    limit = float(records[-1].get("limit", options.run_seconds))
    submit(folder, plan.pending(ran["run_id"].to_numpy().astype("S32")), plan, target, options, store, limit)
    return study


def main(folder: Path, runs: str, slices: int, first: int) -> int:
    """Make one slice, here and now; the exit code."""
    index = next((os.environ[name] for name in INDICES if name in os.environ), None)
    if index is None or not index.isdecimal():
        raise InputError(f"which slice? none of {', '.join(INDICES)} is a number here; this runs in an array of jobs")
    study = open_study(folder)
    plan = Plan.read(folder / PLAN)
    store = Store(folder, study.manifest["target"]["identity"], plan.design.names)
    store.open()
    part = first + int(index)
    places = np.load(_room(folder) / runs)[part::slices]
    ran = store.ran()
    done = ran.filter(pc.equal(ran["error"], ""))["run_id"].to_numpy().astype("S32")
    places = np.intersect1d(places, plan.pending(done))
    target = _target(folder)
    workers, memory = int(os.environ.get("TILTSIM_CPUS", "1")), int(os.environ.get("TILTSIM_MEMORY", "0"))
    limit = float(os.environ.get("TILTSIM_LIMIT", "inf"))
    with stoppable(lambda: f"stopped; {len(places)} runs were to be made, those that are done are kept") as check:
        try:
            if len(places):
                note = _room(folder) / f"{Path(runs).stem}-{part}{killed.UNDER_WAY}"
                with local(workers, memory or None) as engine, killed.noting(engine, note) as noted:
                    execute(plan, places, target, noted, store, lambda count: check(), limit)
        finally:
            store.flush()
    return 0


def _target(folder: Path) -> Target:
    import cloudpickle

    path = _room(folder) / TARGET
    try:
        target: Target = cloudpickle.loads(path.read_bytes())
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; submit the sweep again") from None
    except Exception as problem:  # whatever its modules raise when they are imported
        said = f"{type(problem).__name__}: {problem}".splitlines()[0]
        raise EnvironmentProblem(f"{path}: the target cannot be loaded here: {said}") from problem
    return target


def _room(folder: Path) -> Path:
    room = folder.absolute() / FOLDER
    room.mkdir(exist_ok=True)
    return room


def _submitted(folder: Path) -> dict[str, Record]:
    """What was submitted, by number of the job, in order."""
    path = _room(folder) / SUBMITTED
    records: dict[str, Record] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return records


def _remember(folder: Path, records: dict[str, Record]) -> None:
    text = json.dumps(records, indent=2) + "\n"
    write_aside(_room(folder) / SUBMITTED, lambda aside: aside.write_text(text, encoding="utf-8"))


def _save(path: Path, places: NDArray[np.int64]) -> None:
    with path.open("wb") as file:
        np.save(file, places)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    except (InputError, EnvironmentProblem) as problem:
        sys.exit(str(problem))
    except Stopped as stop:
        sys.stderr.write(f"{stop}\n")
        sys.exit(stop.code)
