"""Kernels: compiled functions, kept on disk under a hash of the sources they depend on. The door to numba.

Kernels are compiled without fastmath and with Python's rule for division by zero (an error, never inf),
so that a run with NUMBA_DISABLE_JIT=1 agrees bit for bit, errors included.

numba's own disk cache notices an edit only in the file of the kernel itself. Ours is named by a hash of that file and
of every file of the package that it imports, directly or not: an edit recompiles what depends on it, nothing else. The
place is `NUMBA_CACHE_DIR` if set, else the user's cache directory, else the temporary one. Each compiled signature
is one file, written aside and renamed: several processes may compile at once, and none ever reads half a file or one of
another signature (numba's own numbered files allow that). None compiles what another is compiling: it waits for it.
"""

import contextlib
import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
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
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from sim.sources import digest_of
from sim.turns import turn
from sim.wide import handed_by_address

PACKAGE = Path(__file__).parent
PATIENCE = 120.0
"""Seconds to wait for another process that is compiling a kernel."""
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
    options = {"nopython": True, "nogil": True, "error_model": "python", "no_cfunc_wrapper": True}
    return cast("Kernel[P, R]", _Called(function, options | {"_nrt": is_counting, "forceinline": is_inner}))


def compile_ahead(function: Callable[..., Any], arguments: Sequence[Any]) -> None:
    """Compile a kernel for such arguments and keep it on disk, unless it is there or another process is at it."""
    dispatcher = cast("_Called", function)
    signature = tuple(map(dispatcher.typeof_pyval, arguments))
    if not dispatcher.is_taken(signature):
        dispatcher.compile(signature)


class _Dispatcher(CPUDispatcher):  # type: ignore[misc]
    """numba's choice of the version of a function that fits the arguments, and its compilation, one process at a time.

    Parameters
    ----------
    function : what is compiled
    options : numba's options
    use : what its files on disk are told apart by, beside its name
    """

    _cache: Any

    def __init__(self, function: Callable[..., Any], options: dict[str, object], use: str) -> None:
        super().__init__(function, targetoptions=options)
        self._use = use

    @cached_property
    def _kept(self) -> "_Cache | None":
        """Its files on disk; None for a function that is in no file."""
        return _Cache(self.py_func, self._use) if Path(self.py_func.__code__.co_filename).is_file() else None

    def compile(self, sig: Any) -> Any:
        """Compile for a signature, or load what is compiled, also by a process that is at it now."""
        with global_compiler_lock, self._turn(sig):
            self._cache = self._kept or self._cache
            return super().compile(sig)

    def is_taken(self, sig: Any) -> bool:
        """Whether what is compiled for a signature lies on disk, or is being made."""
        if self._kept is None or (file := self._kept.file_of(sig, self.targetctx)).exists():
            return True
        with turn(file, patience=0.0) as is_ours:
            return not is_ours

    @contextlib.contextmanager
    def _turn(self, sig: Any) -> Iterator[None]:
        """Wait while another process compiles the same."""
        if self._kept is None or sig in self.overloads or (file := self._kept.file_of(sig, self.targetctx)).exists():
            yield
            return
        with turn(file, PATIENCE):
            yield


class _Called(_Dispatcher):
    """A kernel as Python calls it; other kernels are handed a version that takes no Python objects."""

    def __init__(self, function: Callable[..., Any], options: dict[str, object]) -> None:
        super().__init__(function, options, "")

    @cached_property
    def _within(self) -> "_Within":
        return _Within(self.py_func, self.targetoptions | {"no_cpython_wrapper": True}, ".within")

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """What a kernel calls."""
        return self._within.get_call_template(args, kws)

    def get_overload(self, sig: Any) -> Any:
        """Where a kernel calls it."""
        return self._within.get_overload(sig)


class _Within(_Dispatcher):
    """A kernel as kernels call it. Python may not: there is no way in."""

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """One version, whether a number is written there, left out, or of a narrow column."""
        _, folded = self._compiler.fold_argument_types(args, kws)
        return super().get_call_template(tuple(map(_plain, folded)), {})


def _plain(kind: Any) -> Any:
    """Type as which a kernel takes what another hands it: whole numbers are all int64, whatever they come from."""
    known = numba.types
    if isinstance(kind, known.Omitted) and isinstance(kind.value, bool | int | float):
        kind = numba.typeof(kind.value)
    if isinstance(kind, known.IntEnumMember):
        kind = kind.dtype
    if isinstance(kind, known.IntegerLiteral | known.BooleanLiteral):
        kind = known.unliteral(kind)
    return known.int64 if isinstance(kind, known.Integer) and kind.signed else kind


@cache
def source_hash(file: Path, package: Path = PACKAGE) -> str:
    """Hash what the kernels of a file depend on: its sources, versions, settings of the compiler."""
    settings = (sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    told = repr((settings, numba.config.BOUNDSCHECK, numba.config.OPT)).encode()
    return hashlib.sha256(told + digest_of(file, package)).hexdigest()[:16]


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

    def name(self, key: object) -> str:
        """Name of the file."""
        return str(self._data_name(int(hashlib.sha256(repr((key, self._source_stamp)).encode()).hexdigest()[:16], 16)))

    def save(self, key: object, data: object) -> None:
        self._save_data(self.name(key), (key, data))

    def load(self, key: object) -> object:
        try:
            found, data = self._load_data(self.name(key))
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return data if found == key else None


class _Cache(FunctionCache):  # type: ignore[misc]
    """numba's cache, on our files; a disk that refuses costs a compilation, never the run."""

    _impl_class = _Implementation

    def __init__(self, function: Callable[..., Any], use: str) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = _Files(self.cache_path, self._impl.filename_base + use, stamp)

    def save_overload(self, signature: object, data: object) -> None:
        with contextlib.suppress(OSError):
            super().save_overload(signature, data)

    def file_of(self, signature: object, target: Any) -> Path:
        """Where what is compiled for a signature lies, or will lie."""
        return Path(self.cache_path) / self._cache_file.name(self._index_key(signature, target.codegen()))
