"""What a dry run tells of a study on Slurm: runs, hours, memory, disk, jobs, and the job script."""

import math
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from sim.files import Written
from sim.study import slurm
from sim.study.cluster import Cluster
from sim.study.slices import FOLDER, count_slices
from sim.study.study import Study


def preview(study: Study, on: str, cluster: Cluster | Mapping[str, object] | Written | None = None) -> str:
    """Forecast against the limits of the site, and the script that would be submitted.

    Parameters
    ----------
    study
        Made by a dry run.
    on
        "slurm" or "slurm-array".
    cluster
        Options of the jobs.

    Raises
    ------
    InputError
        If a run of the pilot does not fit into the time or memory of a job.
    """
    site = Cluster.of(cluster)
    ran = pa.Table.from_pandas(study.runs[["seconds", "memory"]])
    site.check(ran)
    cost, largest = study.forecast(), slurm.largest_array()
    if on == "slurm-array":
        jobs = count_slices(cost.runs, site, ran)
        script = max((study.folder / FOLDER).glob("*-0.sh"), key=lambda path: path.stat().st_mtime).read_text()
        arrays = f"{jobs} slices in {math.ceil(jobs / largest)} arrays (limit {largest:,} each)"
    else:
        elements = min(slurm.REFILLS * site.jobs, largest)
        script = slurm.worker_script(site, Path(study.folder / FOLDER).absolute(), elements)
        lives = cost.seconds / (site.lifetime * site.cpus)
        arrays = f"about {max(site.jobs, math.ceil(lives))} jobs of workers, {site.jobs} at a time"
    return (
        f"{cost.runs:,} runs to be made: {cost.seconds / 3600:.2f} hours of computing, "
        f"{cost.seconds / 3600 / site.workers:.2f} hours on {site.workers} workers, "
        f"{cost.disk / 1e6:.1f} MB of disk at most\n"
        f"memory of a run {cost.memory / 1e9:.2f} GB, of a worker {site.memory / 1e9:.2f} GB; "
        f"{arrays}, time limit {site.time}\n\n{script}"
    )
