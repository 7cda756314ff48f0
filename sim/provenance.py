"""What one must know to make a result again: the scenario, the seed, the code, the versions.

A run is named by its content. `run_id` hashes everything that determines the numbers; whoever asks for
the same numbers asks for the same id. Versions of python, numpy and numba stand in the manifest but not in
the id: they are not ours to choose on a reader's machine, and a difference that they make shows when a
result is made again.
"""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.declare import shown
from sim.errors import InputError
from sim.files import given
from sim.sections import READERS
from sim.stored import demand, is_kind, read_json, refuse

SCHEMA = 1
"""Version of the run folder: the columns of the table, the keys of the manifest and the recipe of the id."""

SHOWS_ONLY = frozenset(
    {
        *("__init__.py", "__main__.py", "ahead.py", "compared.py", "durable.py", "figures.py", "forest.py"),
        *("futures.py", "progress.py", "provenance.py", "results.py", "runner.py", "schema.py", "screen.py"),
        *("store.py", "stored.py", "calibration", "cli", "lives", "reports", "study"),
    }
)
"""Parts of the package that ask for runs, store or show them, and cannot change a number. All else counts."""

LABELS = frozenset({"name", "title", "seed", "origins"})
"""Keys of a resolved scenario that do not enter its id: its names, the seed it would take by itself, who set what."""


@dataclass(frozen=True)
class Provenance:
    """Where a result comes from; it is `run.json`.

    Parameters
    ----------
    resolved : dict
        The scenario with every value filled in, as `Scenario.resolved` gives it.
    seed : int
        Key of all luck in the run.
    code : str
        `code_hash` of the code that made the run.
    run_id : str
        BLAKE2b-128 of the three above.
    versions : dict
        Versions of python, numpy, numba, mesa and tiltsim.
    seconds : dict
        Wall-clock seconds by phase of the run.
    memory : int
        Peak memory of the process, bytes.
    """

    resolved: dict[str, Any]
    seed: int
    code: str
    run_id: str
    versions: dict[str, str]
    seconds: dict[str, float]
    memory: int

    @classmethod
    def now(cls, resolved: dict[str, Any], seed: int, seconds: dict[str, float], memory: int) -> "Provenance":
        """Provenance of a run that this process has just made."""
        code = code_hash()
        return cls(resolved, seed, code, run_id(resolved, seed, code), versions(), seconds, memory)

    def text(self) -> str:
        """The manifest as it is written to `run.json`."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> "Provenance":
        """Read `run.json`.

        Raises
        ------
        InputError
            If the file is missing, torn, of another schema, or says something else than its own id.
        """
        manifest = read_json(path, f"{path.parent}: no run.json here; this is not the folder of a run")
        if not is_kind(manifest.get("schema"), int):
            raise InputError(f"{path}: no schema number; this is not the manifest of a run")
        if manifest["schema"] != SCHEMA:
            age = "an older" if manifest["schema"] < SCHEMA else "a newer"
            numbers = f"schema {shown(manifest['schema'])}, this one reads {SCHEMA}"
            raise InputError(f"{path}: written by {age} tiltsim ({numbers}); run the scenario again")
        kinds = {"resolved": dict, "seed": int, "versions": dict, "seconds": dict, "memory": int}
        demand(path, manifest, {field.name: kinds.get(field.name, str) for field in fields(cls)})
        _demand_scenario(path, manifest["resolved"])
        if not all(is_kind(value, str) for value in manifest["versions"].values()):
            refuse(path, "a version is no text")
        if not all(is_kind(value, (int, float)) for value in manifest["seconds"].values()):
            refuse(path, "a number of seconds is no number")
        if not 0 <= manifest["seed"] < 2**64:
            refuse(path, "seed is not from 0 to 2**64 - 1")
        found = cls(**{field.name: manifest[field.name] for field in fields(cls)})
        if run_id(found.resolved, found.seed, found.code) != found.run_id:
            raise InputError(f"{path}: its scenario, seed and code do not give its run id; it was changed by hand")
        return found


def _demand_scenario(path: Path, resolved: Mapping[str, Any]) -> None:
    """Refuse a resolved scenario whose name leads out of a folder, or that does not say which months it has."""
    try:
        entries = given(resolved).mapping("resolved")
    except InputError as problem:
        refuse(path, f"in resolved, {problem}")
    absent = next((key for key in ("name", "title", "start", "months") if key not in entries), None)
    if absent or "extends" in entries:
        refuse(path, f"resolved lacks {absent}" if absent else "resolved extends another file")
    try:
        for key in ("name", "title", "start", "months"):
            READERS[key](entries[key], None)
    except InputError as problem:
        refuse(path, f"in resolved, {problem}")


def run_id(resolved: Mapping[str, Any], seed: int, code: str) -> str:
    """Name of a run: BLAKE2b-128, in hex, of all that determines its numbers.

    Parameters
    ----------
    resolved : Mapping
        The resolved scenario: levers, behaviour, rules, population, horizon, outputs. Its name, title, own seed and
        origins do not count.
    seed : int
        The seed that the run takes.
    code : str
        `code_hash` of the code that runs it.
    """
    told = {key: value for key, value in resolved.items() if key not in LABELS}
    content = {"schema": SCHEMA, "scenario": told, "seed": seed, "code": code}
    text = json.dumps(content, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def code_hash(folder: Path = Path(__file__).parent) -> str:
    """BLAKE2b-128, in hex, of the sources and shipped data that affect results.

    Line ends are normalised, so that a checkout on another system has the same hash. Read once in a process: what is
    imported later stays what it was.
    """
    digest = hashlib.blake2b(digest_size=16)
    for place, content in _sources(folder):
        digest.update(f"{place} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@cache
def code_files(folder: Path = Path(__file__).parent) -> dict[str, str]:
    """The same file by file: BLAKE2b-64, in hex, of each, so that one can tell which have changed."""
    return {place: hashlib.blake2b(content, digest_size=8).hexdigest() for place, content in _sources(folder)}


def _sources(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Sources and shipped data that affect results, in order of their paths."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        place = path.relative_to(folder)
        if path.suffix in {".py", ".csv", ".json", ".yaml"} and place.parts[0] not in SHOWS_ONLY:
            yield place.as_posix(), path.read_bytes().replace(b"\r\n", b"\n")


def versions() -> dict[str, str]:
    """Versions of python, numpy, numba, mesa and tiltsim."""
    packages = ("numpy", "numba", "mesa", "tiltsim")
    return {"python": platform.python_version()} | {package: _version(package) for package in packages}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
