"""Kernels: compiled functions, kept on disk under a hash of the sources they depend on. The door to numba.

Kernels are compiled without fastmath and with Python's rule for division by zero (an error, never inf),
so that a run with NUMBA_DISABLE_JIT=1 agrees bit for bit, errors included.

numba's own disk cache notices an edit only in the file of the kernel itself. Ours is named by a hash of that file and
of every file of the package that it imports, directly or not: an edit recompiles what depends on it, nothing else. The
place is `NUMBA_CACHE_DIR` if set, else the user's cache directory, else the temporary one. Each compiled signature
is one file, written aside and renamed: several processes may compile at once, and none ever reads half a file or one of
another signature (numba's own numbered files allow that).
"""

import contextlib
import hashlib
import os
import pickle
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import llvmlite
import numba
import numpy as np
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    UserProvidedCacheLocator,
)

from sim.wide import handed_by_address

PACKAGE = Path(__file__).parent
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;]*)|import[ \t]+([^\n;]*))", re.MULTILINE
)
"""What names a file in a statement of import: found without parsing the file, which takes eight times as long."""
_KEPT_HASHES = 3


class Kernel[**P, R](Protocol):
    """A compiled function, and as `py_func` the Python function it was made from."""

    py_func: Callable[P, R]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the compiled function."""


def kernel[**P, R](function: Callable[P, R]) -> Kernel[P, R]:
    """Compile a function when it is first called, and keep the result on disk.

    It may neither make nor return arrays: that frees it from counting who holds those it looks up. With
    NUMBA_DISABLE_JIT=1 the function stays as it is; `py_func` is there in either case.
    """
    return _compiled(function, is_counting=False)


def scratch_kernel[**P, R](function: Callable[P, R]) -> Kernel[P, R]:
    """Compile a function that makes arrays. Hand it few and call it per county: every array it is handed is counted."""
    return _compiled(function, is_counting=True)


def inner_kernel[**P, R](function: Callable[P, R]) -> Kernel[P, R]:
    """Compile a function into every kernel that calls it, so that a loop of calls can work on several at once."""
    return _compiled(function, is_counting=False, is_inner=True)


def _compiled[**P, R](function: Callable[P, R], *, is_counting: bool, is_inner: bool = False) -> Kernel[P, R]:
    if numba.config.DISABLE_JIT:
        function.py_func = function  # type: ignore[attr-defined]
        return cast("Kernel[P, R]", function)
    for kind in function.__annotations__.values():
        if hasattr(kind, "_fields"):
            handed_by_address(kind)
    dispatcher = numba.njit(nogil=True, error_model="python", _nrt=is_counting, forceinline=is_inner)(function)
    if Path(function.__code__.co_filename).is_file():
        dispatcher._cache = _Cache(function)
    return cast("Kernel[P, R]", dispatcher)


def imported_files(file: Path, package: Path) -> list[Path]:
    """A source file and every file of the package that it imports, directly or not, sorted.

    Parameters
    ----------
    file : Path
        The source file.
    package : Path
        Folder of the package; its name is that of the package.
    """
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        path = waiting.pop()
        if path not in found and path.is_file():
            found.add(path)
            waiting += _imports(path, package)
    return sorted(found)


@cache
def _imports(path: Path, package: Path) -> list[Path]:
    """Files of the package that a source file may import; not all of them need exist."""
    files = []
    for module, names, modules in _IMPORT.findall(path.read_text(encoding="utf-8")):
        told = re.findall(r"[\w.]+", re.sub(r"\bas\s+\w+|#.*", "", names or modules))
        for name in [module, *(f"{module}.{name}" for name in told)] if module else told:
            parts = name.split(".")
            if parts[0] == package.name:
                place = package.joinpath(*parts[1:])
                files += [place.with_suffix(".py"), place / "__init__.py"]
    return files


@cache
def source_hash(file: Path, package: Path = PACKAGE) -> str:
    """Hash what the kernels of a file depend on: its sources, versions, settings of the compiler."""
    settings = (sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    digest = hashlib.sha256(repr((settings, numba.config.BOUNDSCHECK, numba.config.OPT)).encode())
    for path in imported_files(file, package):
        digest.update(os.path.relpath(path, package).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_directory() -> Path:
    """Return where compiled kernels lie; it need not exist yet."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    bases = [Path(numba.config.CACHE_DIR)] if numba.config.CACHE_DIR else [home, Path(tempfile.gettempdir())]
    base = next((base for base in bases if _can_write(base)), bases[0])
    return base / "tiltsim"


def _can_write(directory: Path) -> bool:
    existing = next((place for place in (directory, *directory.parents) if place.exists()), None)
    return existing is not None and existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _warm_mark() -> Path:
    return cache_directory() / "warm" / source_hash(PACKAGE / "model.py")


def is_warm() -> bool:
    """Say whether an earlier run has left every kernel of the model compiled."""
    return bool(numba.config.DISABLE_JIT) or _warm_mark().exists()


def mark_warm() -> None:
    """Record that a run has finished and every kernel it needs is compiled."""
    if not numba.config.DISABLE_JIT:
        with contextlib.suppress(OSError):
            _warm_mark().parent.mkdir(parents=True, exist_ok=True)
            _warm_mark().touch()
            _prune(_warm_mark().parent)


class _Locator(UserProvidedCacheLocator):  # type: ignore[misc]
    """Puts the compiled kernels of a file under the hash of its sources."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        super().__init__(function, file)
        self._cache_path = str(cache_directory() / Path(file).stem / source_hash(Path(file)))

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "_Locator":
        return cls(function, file)

    def get_source_stamp(self) -> str:
        """The hash, not the file's date: another checkout of the same sources finds the same kernels."""
        return source_hash(Path(self._py_file))

    def ensure_cache_path(self) -> None:
        path = Path(self._cache_path)
        if not path.exists():
            path.mkdir(parents=True, exist_ok=True)
            _prune(path.parent)


def _prune(parent: Path) -> None:
    """Keep the newest few hashes."""
    with contextlib.suppress(OSError):
        hashes = sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in hashes[_KEPT_HASHES:]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


class _Implementation(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _Files(IndexDataCacheFile):  # type: ignore[misc]
    """One file per signature, named by it; no index that processes could disagree on."""

    def _name(self, key: object) -> str:
        return str(self._data_name(int(hashlib.sha256(repr((key, self._source_stamp)).encode()).hexdigest()[:16], 16)))

    def save(self, key: object, data: object) -> None:
        self._save_data(self._name(key), (key, data))

    def load(self, key: object) -> object:
        try:
            found, data = self._load_data(self._name(key))
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return data if found == key else None


class _Cache(FunctionCache):  # type: ignore[misc]
    """numba's cache, on our files; a disk that refuses costs a compilation, never the run."""

    _impl_class = _Implementation

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = _Files(self.cache_path, self._impl.filename_base, stamp)

    def save_overload(self, signature: object, data: object) -> None:
        with contextlib.suppress(OSError):
            super().save_overload(signature, data)
