"""Workers on Slurm: one throttled array of them, that finds the driver by a scheduler file.

The throttle is the refill: when a worker leaves before its time limit, or is killed, the next element of the array
starts. When all are gone and runs have come back since, another array is submitted; if none has, the driver stops with
what the workers' logs say.
"""

import contextlib
import logging
import math
import re
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.durable import write_aside
from sim.errors import EnvironmentProblem, InputError
from sim.study.cluster import Cluster, seconds_of

REFILLS = 20
"""Elements of an array per job at a time."""

WAVE = 3
"""Elements that end before any worker has joined, after which it is the code or the site."""

USUAL_ARRAY = 1001
"""Elements of an array that Slurm allows unless a site says otherwise."""

DEATH_TIMEOUT = 60
"""Seconds after which a worker leaves that has lost the driver."""

_CAUSE = re.compile(r"exceeded .*limit|out of memory|oom|time limit|node fail", re.IGNORECASE)
_TELLING = re.compile(r"error|exception|cannot|denied|not found|no such|killed|exceeded|not here", re.IGNORECASE)


def command(*words: str) -> str:
    """Output of a command.

    Raises
    ------
    EnvironmentProblem
        If there is no such command, or it refuses.
    """
    try:
        ran = subprocess.run(words, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise EnvironmentProblem(f"{words[0]}: no such command on this machine") from None
    except subprocess.CalledProcessError as problem:
        said = " ".join(problem.stderr.split()) or f"exit code {problem.returncode}"
        raise EnvironmentProblem(f"{' '.join(words)}: {said}") from None
    return ran.stdout.strip()


def submit(script: Path, after: str | None = None) -> str:
    """Submit a job script, to start when another job has ended, however; the number of the job."""
    waits = [f"--dependency=afterany:{after}"] if after else []
    return command("sbatch", "--parsable", *waits, str(script)).partition(";")[0]


def queue(jobs: Sequence[str]) -> list[tuple[str, int, str]]:
    """(job, element, state) of the elements that wait or run."""
    if not jobs:
        return []
    try:
        told = command("squeue", "--noheader", "--array", f"--jobs={','.join(jobs)}", "--format=%F %K %T")
    except EnvironmentProblem as problem:
        if "Invalid job id" not in str(problem):
            raise
        told = ""  # so long gone that Slurm has forgotten it
    found = [line.split() for line in told.splitlines()]
    return [(job, int(element), state) for job, element, state in found]


def largest_array() -> int:
    """How many elements the site allows an array to have; what is usual where none can be asked."""
    try:
        found = re.search(r"MaxArraySize\s*=\s*(\d+)", command("scontrol", "show", "config"))
    except EnvironmentProblem:
        return USUAL_ARRAY
    return int(found[1]) if found else USUAL_ARRAY


def last_words(logs: Iterable[Path]) -> str:
    """Last telling line of the newest log that has any, and where it is; nothing if none has."""
    for log in sorted(logs, key=lambda log: log.stat().st_mtime, reverse=True):
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
        if lines:
            causes = [line for line in lines if _CAUSE.search(line)]
            telling = causes or [line for line in lines if _TELLING.search(line)] or lines
            return f"{telling[-1][:300]} ({log})"
    return ""


def check_time(cluster: Cluster) -> None:
    """Compare the time of a job with the longest that its partition allows; Slurm would let it wait for ever.

    Raises
    ------
    InputError
        If it is longer; where Slurm cannot be asked, nothing is told.
    """
    asked = [f"--partition={cluster.partition}"] if cluster.partition else []
    try:
        told = command("sinfo", "--noheader", "--format=%P %l", *asked)
    except EnvironmentProblem:
        return
    limits = [line.split() for line in told.splitlines()]
    bounds = {
        name.rstrip("*"): math.inf if limit == "infinite" else seconds_of(limit)
        for name, limit in limits
        if asked or name.endswith("*")
    }
    if bounds and cluster.seconds > max(bounds.values()):
        longest = max(bounds, key=lambda name: bounds[name])
        raise InputError(
            f"cluster time is {cluster.time!r}, and partition {longest} ends jobs after {bounds[longest] / 60:.0f} "
            "minutes; ask for less time or another partition"
        )


def worker_script(cluster: Cluster, folder: Path, elements: int) -> str:
    """Job script of the workers of a study.

    Parameters
    ----------
    folder
        Where scheduler file, certificate and logs lie; the nodes must see it.
    """
    scheduler, certificate, key = (
        shlex.quote(str(folder / name)) for name in ("scheduler.json", "certificate.pem", "key.pem")
    )
    worker = [
        "-m distributed.cli.dask_worker",
        f"--scheduler-file {scheduler}",
        f"--tls-ca-file {certificate} --tls-cert {certificate} --tls-key {key}",
        f"--nworkers {cluster.cpus} --nthreads 1 --memory-limit {cluster.memory}",
        f"--no-dashboard --preload sim.study.worker --death-timeout {DEATH_TIMEOUT}",
        f"--lifetime {cluster.lifetime:.0f}s --lifetime-stagger {cluster.stagger:.0f}s",
    ]
    lines = [
        *cluster.header("tiltsim", folder / "worker-%A_%a.log", f"0-{elements - 1}%{cluster.jobs}"),
        *cluster.environment(),
        "export DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False",
        "export DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE=False DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False",
        f"if ! {cluster.python} -m sim.study.node {scheduler}; then",
        '  scancel --state=PENDING "$SLURM_ARRAY_JOB_ID"; exit 1',
        "fi",
        f"exec {cluster.python} " + " \\\n  ".join(worker),
    ]
    return "\n".join(lines) + "\n"


@contextmanager
def worker_array(cluster: Cluster, folder: Path, settings: dict[str, Any]) -> Iterator[tuple[Any, "Watch"]]:
    """Start a scheduler in this process and an array of workers; end both when it is left.

    Parameters
    ----------
    folder
        Of the study; a folder of this sweep is made in it, and goes with it if all went well.
    settings
        Of Dask.

    Yields
    ------
    (client, watch)
        A client of the workers, and what says whether they still come.
    """
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security
    from distributed.utils import get_ip, get_ip_interface

    room = (folder / "cluster" / secrets.token_hex(4)).absolute()
    room.mkdir(parents=True, mode=0o700)
    certificate, key = _certificate(room)
    security = Security(  # type: ignore[no-untyped-call]
        tls_ca_file=certificate, tls_scheduler_cert=certificate, tls_scheduler_key=key,
        tls_client_cert=certificate, tls_client_key=key, tls_worker_cert=certificate, tls_worker_key=key,
        require_encryption=True,
    )  # fmt: skip
    host = get_ip_interface(cluster.interface) if cluster.interface else get_ip()  # type: ignore[no-untyped-call]
    with (
        dask.config.set(settings),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=0, protocol="tls", security=security, host=host, dashboard_address=None,
            silence_logs=logging.CRITICAL,
            scheduler_kwargs={"allowed_failures": 0, "dashboard_address": "127.0.0.1:0"},
        ) as scheduler,
        Client(scheduler) as client,  # type: ignore[no-untyped-call]
    ):  # fmt: skip
        client.write_scheduler_file(str(room / "scheduler.json"))
        elements = min(REFILLS * cluster.jobs, largest_array())
        script = room / "workers.sh"
        write_aside(script, lambda aside: aside.write_text(worker_script(cluster, room, elements), encoding="utf-8"))
        watch = Watch(client, script, elements, min(WAVE, cluster.jobs))
        try:
            yield client, watch
        finally:
            (room / "scheduler.json").unlink()
            (room / "key.pem").unlink()
            with contextlib.suppress(EnvironmentProblem):
                command("scancel", *watch.jobs)
    shutil.rmtree(room, ignore_errors=True)


class Watch:
    """Whether workers still come.

    Parameters
    ----------
    client
        Knows who has joined.
    script
        What is submitted, at once and again when its elements are used up.
    elements
        How many it has.
    wave
        How many may end before one has joined.
    """

    def __init__(self, client: Any, script: Path, elements: int, wave: int) -> None:
        self._client, self._script, self._elements, self._wave = client, script, elements, wave
        self._joined, self._landed = False, 0
        self.jobs = [submit(script)]

    def __call__(self, landed: int) -> None:
        """Look, after nothing has come back for some seconds.

        Parameters
        ----------
        landed
            Chunks that have come back so far.

        Raises
        ------
        EnvironmentProblem
            If none joined, or all have left and none will come.
        """
        if self._client.nthreads() or landed > self._landed:
            self._joined = True
        if self._client.nthreads():
            return
        try:
            waiting = len(queue(self.jobs[-1:]))
        except EnvironmentProblem:
            return  # the controller is busy; it is asked again
        if not self._joined and self._elements - waiting >= self._wave:
            raise EnvironmentProblem(f"no worker of job {self.jobs[-1]} has joined: {self._said()}")
        if waiting:
            return
        if landed == self._landed:
            raise EnvironmentProblem(f"no worker of job {self.jobs[-1]} is left and none is to come: {self._said()}")
        self._landed = landed
        self.jobs.append(submit(self._script))

    def _said(self) -> str:
        """Last telling line of the newest log, and where it is."""
        room = self._script.parent
        return last_words(room.glob("worker-*.log")) or f"their jobs left no word in {room}"


def _certificate(room: Path) -> tuple[str, str]:
    """A certificate and key for this sweep alone: who cannot read the folder cannot give the workers work."""
    certificate, key = str(room / "certificate.pem"), str(room / "key.pem")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj", "/CN=tiltsim"]
    command("openssl", *words, "-keyout", key, "-out", certificate)
    Path(key).chmod(0o600)
    return certificate, key
