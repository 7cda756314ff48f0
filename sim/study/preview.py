"""What a dry run tells of a study on Slurm: runs, hours, memory, disk, jobs, and the job script."""

import math
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from sim.files import Written
from sim.study import slurm
from sim.study.cluster import Cluster
from sim.study.slices import count_slices
from sim.study.study import Study
from sim.study.submitted import room_of


def limits(study: Study, on: str, cluster: Cluster | Mapping[str, object] | Written | None = None) -> str:
    """What the runs to be made need of what the site allows, in a line.

    Parameters
    ----------
    study
        With some runs made.
    on
        "slurm" or "slurm-array".
    cluster
        Options of the jobs.

    Raises
    ------
    InputError
        If a run that is there does not fit into the time or memory of a job.
    """
    site = Cluster.of(cluster)
    ran = pa.Table.from_pandas(study.runs[["seconds", "memory"]])
    site.check(ran)
    cost, largest = study.forecast(), slurm.largest_array()
    if on == "slurm-array":
        jobs = count_slices(cost.runs, site, ran)
        arrays = f"{jobs} slices in {math.ceil(jobs / largest)} arrays (limit {largest:,} each)"
    else:
        lives = cost.seconds / (site.lifetime * site.cpus)
        arrays = f"about {max(site.jobs, math.ceil(lives))} jobs of workers, {site.jobs} at a time"
    longest = float(np.nanmax(study.runs["seconds"], initial=0.0))
    return (
        f"{arrays}, time limit {site.time}; longest run {longest:.1f} s of the {site.run_seconds:.0f} s that one may "
        f"take; memory of a run {cost.memory / 1e9:.2f} GB, of a worker {site.memory / 1e9:.2f} GB"
    )


def preview(study: Study, on: str, cluster: Cluster | Mapping[str, object] | Written | None = None) -> str:
    """Forecast, what it needs of what the site allows, and the script that would be submitted; see `limits`."""
    site, cost = Cluster.of(cluster), study.forecast()
    if on == "slurm-array":
        script = max(room_of(study.folder).glob("*-0.sh"), key=lambda path: path.stat().st_mtime).read_text()
    else:
        elements = min(slurm.REFILLS * site.jobs, slurm.largest_array())
        script = slurm.worker_script(site, room_of(study.folder), elements)
    return (
        f"{cost.runs:,} runs to be made: {cost.seconds / 3600:.2f} hours of computing, "
        f"{cost.seconds / 3600 / site.workers:.2f} hours on {site.workers} workers, "
        f"{cost.disk / 1e6:.1f} MB of disk at most\n{limits(study, on, site)}\n\n{script}"
    )
