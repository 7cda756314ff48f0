"""Run a target at every point of a design, once; what has been run before is taken from the store."""

import math
import os
import platform
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sim import provenance
from sim.errors import InputError
from sim.files import Written
from sim.progress import bar
from sim.study import design as designs
from sim.study import forecast, slices, slurm
from sim.study.cluster import Cluster
from sim.study.engines import engine, local
from sim.study.execution import execute, stoppable
from sim.study.factors import Factors
from sim.study.named import name_of, same
from sim.study.plan import Plan
from sim.study.store import Store
from sim.study.study import MANIFEST, PLAN, Study, read_manifest
from sim.study.target import Function, Outcomes, Target

ON_SLURM = ("slurm", "slurm-array")

PILOT_WORKERS = 2
"""Of a pilot for Slurm, which is made here: on a login node, or in a job."""


def sweep(
    target: str | Path | Callable[[dict[str, Any], int], Outcomes] | Target,
    factors: Factors | None = None,
    *,
    method: str = "",
    samples: int = 0,
    replicates: int = 2,
    seed: int = 0,
    groups: designs.Groups | None = None,
    second_order: bool = False,
    out: str | Path | None = None,
    on: Any = "serial",
    cluster: Cluster | Mapping[str, object] | Written | None = None,
    limit: float = math.inf,
    retry_failed: bool = False,
    dry_run: bool = False,
) -> Study:
    """Run a target at every point of a design, or what a study file says.

    A run that is in the folder `out` is not run again, so the same call goes on after a crash, and one with more
    samples or replicates adds to it.

    Parameters
    ----------
    target
        Function of (factors, seed) that returns outcomes: numbers, or series of numbers for the months. An exception,
        a number that is not finite, or an outcome that other runs have and this one lacks is a failed run.
        For what makes it another target see `sim.study.target.Function`; values that it changes itself while it runs
        (a counter, a cache) do not. Or the path of a study file, which names all that determines the runs; `out` is
        then `results/<name>` unless given, and the study of its last stage is returned.
    factors, method, samples, replicates, seed, groups, second_order
        The design: see `sim.study.design.make`. The seed is the same for all points of one block and replicate.
    out
        Folder of the study; unless given, it goes with the study that is returned.
    on
        Where runs are made: "serial", in this process, where the target may be a closure that changes what it holds;
        "local", one worker process per core; "slurm", workers in jobs, while this process lives; "slurm-array", jobs
        that need no process here: the call returns at once, and `sim.study.slices.resume` submits what was lost. Or the
        address or scheduler file of a Dask scheduler, a Dask or dask-jobqueue cluster, a Dask client, an executor.
    cluster
        Options of the jobs of Slurm: see `sim.study.cluster.Cluster`; the user's own file fills in what is not given.
    limit
        Seconds after which a run that has not ended has failed; the first of each worker may take half an hour more,
        for it may compile. On Slurm at most half of what a worker lives.
    retry_failed
        Whether to run failed runs again.
    dry_run
        Whether to make only a pilot of a few runs, on this machine, for `Study.forecast`.

    Returns
    -------
    Study
        With all runs made; of "slurm-array", with those that were there.

    Raises
    ------
    InputError
        If the design is impossible, the folder holds another study, or a file of it is torn or foreign.
    EnvironmentProblem
        If the disk is full, or the workers cannot go on.
    Stopped
        If a signal ended it.
    """
    if isinstance(target, str | Path):
        from sim.study.stages import run_file

        if (
            factors is not None
            or method
            or samples
            or groups is not None
            or second_order
            or (replicates, seed) != (2, 0)
        ):
            raise InputError(f"{target}: a study file names its factors and design; give out, on, cluster, or nothing")
        asked = run_file(target, out, on=on, cluster=cluster, limit=limit, retry_failed=retry_failed, dry_run=dry_run)
        return asked[-1].study
    factors = factors or {}
    ran: Target = cast(Target, target) if hasattr(target, "identity") else Function.of(target)
    design = designs.make(
        factors, method, samples, replicates=replicates, seed=seed, groups=groups, second_order=second_order
    )
    told = _told(ran, None if out is None else Path(out))
    plan = Plan.of(design, told["identity"])
    site = Cluster.of(cluster) if isinstance(on, str) and on in ON_SLURM else None
    if site and out is None:
        raise InputError(f"on is {on!r}; give `out`, a folder that the nodes see too")
    if on == "slurm-array":
        name_of(ran)
    if not limit > 0.0:
        raise InputError(f"limit is {limit!r}; allowed are seconds above 0")
    limit = min(limit, site.run_seconds) if site else limit
    folder = Path(tempfile.mkdtemp(prefix="tiltsim-")) if out is None else Path(out)
    manifest = {
        "target": told,
        "months": list(ran.months),
        "workers": site.workers if site else _workers(folder),
        "factors": {name: _described(factor) for name, factor in factors.items()},
        "samples": samples,
        **{"versions": provenance.versions(), "machine": platform.platform(), "cores": os.cpu_count()},
    }
    study = Study(folder, plan, manifest, temporary=out is None)
    store = Store(folder, told["identity"], design.names)
    store.open()
    places = plan.pending(_settled(store, retry_failed))
    if site:
        site.check(store.ran())
        slurm.check_time(site)
    places = forecast.pilot(places) if dry_run else places
    keeps = _adds(plan, folder)
    done = len(plan.distinct) - len(places)

    def message() -> str:
        kept = (
            "nothing is kept, for no `out` was given" if out is None else f"the same call with out={str(out)!r} goes on"
        )
        return f"stopped with {done} of {len(plan.distinct)} runs done; {kept}"

    with stoppable(message) as check, bar("runs", len(plan.distinct), done) as advance:

        def tell(runs: int) -> None:
            nonlocal done
            done += runs
            advance(done)
            check()

        if keeps:
            study.save()
        if site and len(places) and on == "slurm-array" and not dry_run:
            slices.submit(folder, places, plan, ran, site, store, limit)
        elif len(places):
            if site and not dry_run:
                forecast.note(store, len(places), site.workers)
            here = bool(site) and dry_run
            with local(PILOT_WORKERS) if here else engine(on, site, folder) as opened:
                if not site:
                    manifest["workers"] = opened.slots()
                try:
                    execute(plan, places, ran, opened, store, tell, limit)
                finally:
                    store.flush()
                    if isinstance(ran, Function):
                        told["left"] = Function.of(ran.function).captured
                    if keeps:
                        study.save_manifest()
        store.pack()
    if on == "slurm-array" and dry_run and site:
        ahead = plan.pending(_settled(store, retry_failed))
        parts = slices.count_slices(len(ahead), site, store.ran())
        slices.prepare(folder, ahead, ran, site, parts, slurm.largest_array(), limit)
    return study


def _told(target: Target, folder: Path | None) -> dict[str, Any]:
    """Target as the manifest tells of it: the one in the folder, if this is the same."""
    told: dict[str, Any] = {"name": target.name, "identity": target.identity}
    if hasattr(target, "describe"):
        told["model"] = target.describe()
    if isinstance(target, Function):
        told |= {"code": target.code, "captured": target.captured, "left": target.captured}
    if folder is None or not (folder / MANIFEST).exists():
        return told
    before: dict[str, Any] = read_manifest(folder / MANIFEST)["target"]
    same(target, folder, before)
    return before


def _workers(folder: Path) -> int:
    """Workers of the last sweep of a folder, if it is one."""
    return int(read_manifest(folder / MANIFEST)["workers"]) if (folder / MANIFEST).exists() else 1


def _adds(plan: Plan, folder: Path) -> bool:
    """Whether a plan has runs that the one in the folder lacks, or the folder is not yet that of a study.

    Raises
    ------
    InputError
        If they have no run in common.
    """
    if not (folder / PLAN).exists() or not (folder / MANIFEST).exists():  # the manifest is written last
        return True
    there = np.isin(plan.run_ids, Plan.read(folder / PLAN).run_ids)
    if not there.any():
        raise InputError(
            f"{folder}: holds a study with other factors, method or seed, of which no run would be used; "
            "give another `out`"
        )
    return not there.all()


def _settled(store: Store, retry_failed: bool) -> NDArray[np.bytes_]:
    """Names of the runs that are not to be made again."""
    ran = store.ran().select(["run_id", "error"]).to_pandas()
    settled = ran.loc[ran["error"] == "", "run_id"] if retry_failed else ran["run_id"]
    return np.asarray(settled.to_numpy(), dtype="S32")


def _described(factor: Any) -> str:
    if not hasattr(factor, "dist"):
        return repr(factor)
    arguments = [*map(repr, factor.args), *(f"{name}={value!r}" for name, value in factor.kwds.items())]
    return f"{factor.dist.name}({', '.join(arguments)})"
