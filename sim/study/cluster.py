"""What a site asks of a job: account, partition, time, memory; from a `cluster` block or the user's own file."""

import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.errors import InputError
from sim.files import Written, given, read

MOST = 100_000
"""Jobs, and workers of one job, at most."""

WATCHER = 250 << 20
"""Bytes that the process takes which watches the workers of a job."""

_TIME = re.compile(r"(?:(?P<days>\d+)-)?(?P<parts>\d+(?::\d+){0,2})")
_MEMORY = re.compile(r"(\d+)([KMGT]?)", re.IGNORECASE)
_UNITS = {"K": 1 << 10, "": 1 << 20, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@dataclass(frozen=True)
class Cluster:
    """Options of the jobs that make runs.

    Attributes
    ----------
    jobs
        How many at the same time.
    cpus
        Workers of one job, each on one CPU.
    mem
        Memory of one job, as Slurm writes it: "4G", "500M"; a bare number is megabytes.
    time
        Time limit of one job, as Slurm writes it: "90" (minutes), "1:30:00", "1-12".
    account, partition, constraint
        As the site names them; empty leaves it to the site.
    options
        Further options of sbatch: "--qos=long".
    setup
        Lines of shell before Python starts: "module load gcc".
    python
        Words of shell that start Python on a node; this one unless given.
    interface
        Network interface on which the nodes reach this machine ("ib0"); the usual one if empty.
    """

    jobs: int = 4
    cpus: int = 1
    mem: str = "2G"
    time: str = "1:00:00"
    account: str = ""
    partition: str = ""
    constraint: str = ""
    options: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    python: str = shlex.quote(sys.executable)
    interface: str = ""

    @classmethod
    def of(cls, asked: "Cluster | Mapping[str, object] | Written | None" = None) -> "Cluster":
        """Options as they are, or read: what is not given comes from the user's file, and then from the defaults.

        Raises
        ------
        InputError
            If an option is unknown or its value is not allowed, with file and line where it was written.
        """
        if isinstance(asked, cls):
            return asked
        path = settings_file()
        values: dict[str, Any] = {}
        for written in (
            read(path) if path.is_file() else given({}),
            asked if isinstance(asked, Written) else given({} if asked is None else asked),
        ):
            entries = written.mapping("cluster", [field.name for field in fields(cls)])
            values |= {name: _READERS[name](entry, f"cluster {name}") for name, entry in entries.items()}
        made = cls(**values)
        made.memory  # noqa: B018  refuses too little of it
        return made

    @property
    def workers(self) -> int:
        """Runs at the same time."""
        return self.jobs * self.cpus

    @property
    def seconds(self) -> float:
        """Time limit of one job."""
        return seconds_of(self.time)

    @property
    def memory(self) -> int:
        """Bytes that one worker may use, so that it is stopped before the site stops its job.

        Raises
        ------
        InputError
            If none are left.
        """
        left = (bytes_of(self.mem) - WATCHER) * 19 // (20 * self.cpus)
        if left <= 0:
            raise InputError(
                f"cluster mem is {self.mem!r}; who watches the workers of a job takes {WATCHER >> 20}M of it"
            )
        return left

    @property
    def stagger(self) -> float:
        """Seconds by which the lives of workers differ, so that not all end together."""
        return min(120.0, self.seconds / 10)

    @property
    def lifetime(self) -> float:
        """Seconds after which a worker leaves, more or less by `stagger`, before the site ends its job."""
        return self.seconds - min(300.0, self.seconds / 5) - self.stagger

    @property
    def run_seconds(self) -> float:
        """Seconds that a run may take: half of what a worker lives, for else most of what is begun would be lost."""
        return (self.lifetime - self.stagger) / 2

    @property
    def chunk_seconds(self) -> float:
        """Seconds that one chunk of runs should take: little beside the time limit, for it may be lost."""
        return min(2.0, self.seconds / 20)

    def header(self, name: str, log: Path, array: str) -> list[str]:
        """First lines of a job script."""
        asked = [
            f"--job-name={name}",
            f"--array={array}",
            "--nodes=1",
            "--ntasks=1",
            f"--cpus-per-task={self.cpus}",
            f"--mem={self.mem}",
            f"--time={self.time}",
            f'--output="{log}"',
            "--open-mode=append",
            "--requeue",
        ]
        asked += [
            f"--{option}={value}"
            for option, value in (
                ("account", self.account),
                ("partition", self.partition),
                ("constraint", self.constraint),
            )
            if value
        ]
        return ["#!/bin/bash", *(f"#SBATCH {option}" for option in (*asked, *self.options))]

    def environment(self) -> list[str]:
        """Lines that set up a node: the site's, our code, one thread each, and a private place for compiled kernels."""
        ours = [sys.prefix, sys.base_prefix]
        seen = [path for path in map(os.path.abspath, sys.path) if not any(path.startswith(own) for own in ours)]
        return [
            *self.setup,
            f"cd {shlex.quote(str(Path.cwd()))}",
            f"export PYTHONPATH={shlex.quote(os.pathsep.join(dict.fromkeys(seen)))}",
            "export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 NUMBA_NUM_THREADS=1",
            'kernels=${TMPDIR:-/tmp}/tiltsim-$(id -u); mkdir -p -m 700 "$kernels"',
            '[ -O "$kernels" ] && [ ! -L "$kernels" ] || kernels=$(mktemp -d)',
            "export NUMBA_CACHE_DIR=$kernels TILTSIM_NODE=$kernels",
        ]

    def check(self, ran: pa.Table) -> None:
        """Compare the runs that are there with the limits of one job.

        Raises
        ------
        InputError
            If one took longer than half of what a worker lives, or more memory than it has.
        """
        longest, largest = _largest(ran["seconds"]), _largest(ran["memory"])
        if longest > self.run_seconds:
            raise InputError(
                f"cluster time is {self.time!r}, in which a run may take {self.run_seconds:.0f} s, half of what a "
                f"worker lives, but one has taken {longest:.0f} s; ask for more time"
            )
        if largest > self.memory:
            raise InputError(
                f"cluster mem is {self.mem!r}, of which a worker may use {self.memory / 1e9:.2f} GB, "
                f"but a run has taken {largest / 1e9:.2f} GB; ask for more memory or fewer cpus"
            )


def settings_file() -> Path:
    """Where a user's own options lie."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "tiltsim" / "cluster.yaml"


def seconds_of(text: str) -> float:
    """Seconds of a time limit as Slurm writes it.

    Raises
    ------
    InputError
        If it is not one.
    """
    found = _TIME.fullmatch(text)
    parts = [int(part) for part in found["parts"].split(":")] if found else []
    if found and found["days"] is not None:
        units = (3600, 60, 1)
        seconds = 86_400 * int(found["days"])
    else:
        units = (60, 1, 0) if len(parts) < 3 else (3600, 60, 1)
        seconds = 0
    seconds += sum(part * unit for part, unit in zip(parts, units, strict=False))
    if seconds <= 0:
        raise InputError(f"cluster time is {text!r}; allowed is a time limit as Slurm writes it: 90, 1:30:00, 1-12")
    return float(seconds)


def bytes_of(text: str) -> int:
    """Bytes of an amount of memory as Slurm writes it.

    Raises
    ------
    InputError
        If it is not one.
    """
    found = _MEMORY.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise InputError(f"cluster mem is {text!r}; allowed is memory as Slurm writes it: 4G, 500M, 4000")
    return int(found[1]) * _UNITS[found[2].upper()]


def _largest(column: pa.ChunkedArray) -> float:
    return float(np.max(column.drop_null().to_numpy(), initial=0.0))


def _word(written: Written, name: str) -> str:
    text = written.text(name)
    if re.search(r"\s", text):
        written.refuse(name, "one word")
    return text


def _line(written: Written, name: str) -> str:
    return written.text(name)


def _lines(written: Written, name: str) -> tuple[str, ...]:
    return tuple(entry.text(name) for entry in written.items(name))


def _options(written: Written, name: str) -> tuple[str, ...]:
    for entry in written.items(name):
        if not entry.text(name).startswith("-"):
            entry.refuse(name, "an option of sbatch such as --qos=long")
    return _lines(written, name)


def _count(written: Written, name: str) -> int:
    return written.whole(name, 1, MOST)


def _measured(measure: Callable[[str], float]) -> Callable[[Written, str], str]:
    def reader(written: Written, name: str) -> str:
        text = str(written.value) if type(written.value) is int else _word(written, name)
        try:
            measure(text)
        except InputError as problem:
            written.fault(str(problem))
        return text

    return reader


_READERS: dict[str, Callable[[Written, str], Any]] = {
    "jobs": _count,
    "cpus": _count,
    "mem": _measured(bytes_of),
    "time": _measured(seconds_of),
    "account": _word,
    "partition": _word,
    "constraint": _word,
    "options": _options,
    "setup": _lines,
    "python": _line,
    "interface": _word,
}
