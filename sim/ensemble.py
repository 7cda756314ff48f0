"""An ensemble: sets of beliefs that a calibration found, of which each seed runs one.

`behaviour: ensemble` runs the one that is shipped, `behaviour: mine.parquet` one of one's own, as `tiltsim calibrate`
writes it. Seed s takes row s modulo the number of rows, so that intervals over seeds hold what is not known about
people beside chance, and two policies under one seed meet the same people.
"""

import hashlib
from functools import lru_cache
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from sim.behaviour import Behaviour
from sim.declare import checked, declared, did_you_mean, shown
from sim.errors import InputError
from sim.files import Written
from sim.stored import read_parquet

WORD = "ensemble"
"""What names the shipped one."""
SHIPPED = "ensemble-2022.parquet"
_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "ensembles", _HERE.parent / "scenarios" / "behaviour")
"""Where the shipped one lies: in the wheel, in the repository."""


class Ensemble(NamedTuple):
    """A file of parameter sets, and which of its columns are taken.

    Attributes
    ----------
    file : path of a Parquet file, or "ensemble" for the shipped one
    digest : BLAKE2b-128 of the file, in hex
    names : columns that are taken; what a scenario sets itself is not among them
    """

    file: str
    digest: str
    names: tuple[str, ...]

    def member(self, seed: int) -> dict[str, float]:
        """The set that a seed runs."""
        columns = _columns(path_of(self.file), self.digest)
        return {name: columns[name][seed % len(columns[name])] for name in self.names}

    def told(self) -> dict[str, object]:
        """It as JSON has it."""
        return {**self._asdict(), "names": [*self.names]}

    def without(self, names: object) -> "Ensemble | None":
        """It without columns that are set otherwise; None if nothing is left."""
        kept = tuple(name for name in self.names if name not in names)  # type: ignore[operator]
        return self._replace(names=kept) if kept else None


def path_of(file: str) -> Path:
    """Where an ensemble lies."""
    if file != WORD:
        return Path(file)
    return next((folder / SHIPPED for folder in _FOLDERS if (folder / SHIPPED).is_file()), _FOLDERS[-1] / SHIPPED)


def read_word(entry: Written) -> Ensemble:
    """The ensemble that `behaviour` names: the word, or a file relative to the one that names it.

    Raises
    ------
    InputError
        If there is none, or it is no table of beliefs within their ranges.
    """
    word = entry.text("behaviour")
    if word != WORD and not word.endswith(".parquet"):
        entry.refuse("behaviour", f"a mapping, `{WORD}`, or a file that ends with .parquet")
    return _read(entry, word if word == WORD else normpath(Path(entry.place.file).parent / word))


def read_told(entry: Written) -> Ensemble:
    """The ensemble that a resolved scenario tells of; its file must be the same still."""
    told = entry.mapping("ensemble", Ensemble._fields)
    for key in Ensemble._fields:
        if key not in told:
            entry.fault(f"an ensemble needs `{key}`; it is told of a run, use `behaviour: {WORD}`")
    found = _read(entry, told["file"].text("file"))
    if found.digest != told["digest"].value:
        told["digest"].fault(f"{found.file} is not the ensemble of the run that is told of; it has changed")
    names = [name.choice("a name of the ensemble", found.names) for name in told["names"].items("names")]
    return found._replace(names=tuple(name for name in found.names if name in names))


def _read(entry: Written, file: str) -> Ensemble:
    path = path_of(file)
    try:
        digest = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        return Ensemble(file, digest, tuple(_columns(path, digest)))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        entry.fault(f"{path}: no such ensemble")
    except InputError as problem:
        entry.fault(str(problem))


@lru_cache(maxsize=8)
def _columns(path: Path, digest: str) -> dict[str, list[float]]:
    """Values by name, a row each member; the digest is that of the file, so that a changed one is read anew."""
    table = read_parquet(path)
    quantities = declared(Behaviour)
    if table.num_rows == 0 or table.num_columns == 0:
        raise InputError(f"{path}: has no parameter set")
    found = {}
    for name in table.column_names:
        if name not in quantities:
            raise InputError(f"{path}: column {shown(name)} is not one of behaviour{did_you_mean(name, quantities)}")
        try:
            found[name] = [float(checked(name, value, quantities[name])) for value in table[name].to_pylist()]
        except InputError as problem:
            raise InputError(f"{path}: {problem}") from None
    return found
