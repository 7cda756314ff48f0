"""What was submitted in slices, as it is remembered in the folder of a study: JSON and Parquet, nothing that is run."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.durable import write_aside
from sim.errors import InputError
from sim.files import given
from sim.stored import demand, not_allowed, read_json, read_parquet, refuse
from sim.study.cluster import Cluster, settings_file

SUBMITTED = "submitted.json"
AS_IT_STANDS = ("options", "setup", "python")
"""Options of a job that a shell runs, or Slurm takes, as they stand: never from a folder."""

_NUMBER, _RUNS = re.compile(r"[0-9]{1,18}"), re.compile(r"[0-9a-f]{8}\.parquet")
_KINDS: dict[str, type | tuple[type, ...]] = {
    **{"runs": str, "slices": int, "first": int, "limit": (int, float), "cluster": dict},
}


@dataclass(frozen=True)
class Submission:
    """An array of jobs.

    Attributes
    ----------
    runs : name of the file with the places of the plan that are cut in slices
    slices : in how many
    first : the slice of the first element
    limit : seconds that a run may take
    cluster : options of the jobs by name
    """

    runs: str
    slices: int
    first: int
    limit: float
    cluster: dict[str, Any]


def room_of(folder: Path) -> Path:
    """Where a study keeps what its jobs need."""
    return folder.absolute() / "cluster"


def submissions(folder: Path) -> dict[str, Submission]:
    """What was submitted, by number of the job, in order.

    Raises
    ------
    InputError
        If the file is torn or foreign.
    EnvironmentProblem
        If the system does not let us read it.
    """
    path = room_of(folder) / SUBMITTED
    try:
        if not path.exists():
            return {}
    except PermissionError:
        raise not_allowed(path) from None
    found = {}
    for job, told in read_json(path, f"{path}: no such file").items():
        if not _NUMBER.fullmatch(job) or not isinstance(told, dict):
            refuse(path, "it does not tell of jobs by their numbers")
        demand(path, told, _KINDS)
        if told.keys() != _KINDS.keys() or not _RUNS.fullmatch(told["runs"]):
            refuse(path, "a job is not told as it was submitted")
        if told["slices"] < 1 or told["first"] < 0 or not told["limit"] > 0.0:
            refuse(path, "slices, first or limit of a job cannot be")
        found[job] = Submission(**told)
    return found


def remember(folder: Path, job: str, submission: Submission) -> None:
    """Add an array of jobs."""
    told = {number: asdict(one) for number, one in (submissions(folder) | {job: submission}).items()}
    text = json.dumps(told, indent=2) + "\n"
    write_aside(room_of(folder) / SUBMITTED, lambda aside: aside.write_text(text, encoding="utf-8"))


def options(folder: Path, submission: Submission) -> Cluster:
    """Options of an earlier submission; what is run as it stands comes from the user's own file alone.

    Raises
    ------
    InputError
        If an option is not allowed, or what is run as it stands would be another than it was.
    """
    path = room_of(folder) / SUBMITTED
    plain = {name: value for name, value in submission.cluster.items() if value != "" and name not in AS_IT_STANDS}
    try:
        made = Cluster.of(given(plain))
    except InputError as problem:
        raise InputError(f"{path}: {problem}") from None
    told = asdict(made)
    for name in AS_IT_STANDS:
        now = list(told[name]) if isinstance(told[name], tuple) else told[name]
        if submission.cluster.get(name, now) != now:
            raise InputError(
                f"{path}: its jobs had {name} that {settings_file()} does not say, and which is run as it stands; "
                "the same sweep with the same `out` goes on"
            )
    return made


def save_places(path: Path, places: NDArray[np.int64]) -> None:
    """Write places of a plan."""
    table = pa.table({"place": pa.array(places, pa.int64())})
    write_aside(path, lambda aside: pq.write_table(table, aside, write_page_checksum=True))


def read_places(folder: Path, runs: str, size: int) -> NDArray[np.int64]:
    """Places of a plan of this size.

    Raises
    ------
    InputError
        If the file is missing, torn or foreign.
    """
    path = room_of(folder) / runs
    try:
        table = read_parquet(path)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; submit the sweep again") from None
    if table.schema != pa.schema({"place": pa.int64()}) or table["place"].null_count:
        refuse(path, "not the places of a plan")
    places = np.asarray(table["place"].to_numpy(), np.int64)
    if len(places) and not 0 <= places.min() <= places.max() < size:
        refuse(path, "a place is not in the plan")
    return places
