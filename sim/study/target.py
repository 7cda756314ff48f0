"""What a study runs: a function of (factors, seed), and a name for all that determines what it returns."""

import functools
import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, Protocol, cast

import numpy as np

from sim.errors import InputError

type Factors = dict[str, Any]
type Outcomes = Mapping[str, Any]
"""Outcome -> a finite number, or a series of numbers, one for each month."""


class Target(Protocol):
    """What is run.

    Attributes
    ----------
    name
        What it is called in messages and manifests.
    identity
        Hash of all that determines its outcomes, but for factors and seed.
    months
        Names of the months of its series; empty if they are only numbered.
    """

    name: str
    identity: str
    months: Sequence[str]

    def __call__(self, factors: Factors, seed: int, /) -> Outcomes:
        """Run it once."""
        ...


@dataclass
class Function:
    """A Python function as target.

    Its identity is a hash of its byte code and of what it captures, wherever it stands: defaults, closure, the global
    values and functions that it names, the attributes of an object that is called. Functions of the same package are
    followed. Not noticed are code and values reached through a module (`helpers.f`), methods of captured objects, files
    that it reads, versions of libraries, and objects that cannot be pickled.
    """

    function: Callable[[Factors, int], Outcomes]
    name: str
    code: str
    captured: dict[str, str] = field(repr=False)
    """Name of what is captured -> hash of its value."""
    identity: str
    months: Sequence[str] = ()

    @classmethod
    def of(cls, function: Callable[[Factors, int], Outcomes]) -> "Function":
        """Take a callable as target.

        Raises
        ------
        InputError
            If it cannot be called.
        """
        if not callable(function):
            raise InputError(f"target is {function!r}; allowed: a function of (factors, seed)")
        codes: list[str] = []
        captured: dict[str, str] = {}
        _look(function, "", codes, captured, set())
        inner = _plain(function)
        name = f"{getattr(inner, '__module__', '?')}.{getattr(inner, '__qualname__', type(inner).__qualname__)}"
        code = _hash(*codes)
        return cls(function, name, code, captured, _hash(code, json.dumps(captured, sort_keys=True)))

    def __call__(self, factors: Factors, seed: int, /) -> Outcomes:
        """Run it once."""
        return self.function(factors, seed)

    def changed(self, code: str, *captured: Mapping[str, str]) -> str | None:
        """What differs from the function with this code that captures one of these sets of values; None if nothing."""
        if code != self.code:
            return "its code"
        names = self.captured.keys() | set().union(*captured)
        differs = [
            name for name in sorted(names) if self.captured.get(name) not in {held.get(name) for held in captured}
        ]
        return differs[0].lstrip(".") if differs else None


def _look(value: Any, place: str, codes: list[str], captured: dict[str, str], seen: set[int]) -> None:
    """Collect the byte code of a function and of the functions it uses, and the hashes of what they capture."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, functools.partial):
        _look(value.func, f"{place}.func", codes, captured, seen)
        found: dict[str, Any] = {f"argument {index}": argument for index, argument in enumerate(value.args)}
        found |= value.keywords
    elif isinstance(value, MethodType):
        _look(value.__func__, f"{place}.{value.__name__}", codes, captured, seen)
        found = {"self": value.__self__} if isinstance(value.__self__, type) else dict(_attributes(value.__self__))
    elif isinstance(inner := _plain(value), FunctionType):
        codes.append(_code(inner.__code__))
        found = dict(_captures(inner))
    elif isinstance(value, type) or not hasattr(type(value).__call__, "__code__"):
        captured[place] = _hash(getattr(value, "__qualname__", type(value).__qualname__))
        return
    else:
        _look(type(value).__call__, f"{place}.__call__", codes, captured, seen)
        found = dict(_attributes(value))
    root = _package(value)
    for name, held in sorted(found.items()):
        at = f"{place}.{name}"
        if isinstance(held, ModuleType | type):
            captured[at] = _hash(held.__name__)
        elif callable(held) and (isinstance(held, functools.partial) or _package(held) == root):
            _look(held, at, codes, captured, seen)
        else:
            captured[at] = _value(held)


def _captures(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """Defaults, closure and global values that a function and the functions inside it name."""
    for index, value in enumerate(function.__defaults__ or ()):
        yield f"default {index}", value
    yield from (function.__kwdefaults__ or {}).items()
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:
            continue  # a name that is not bound yet
    for name in _names(function.__code__):
        if name in function.__globals__:
            yield f"global {name}", function.__globals__[name]


def _names(code: CodeType) -> set[str]:
    inner = (_names(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*inner)


def _attributes(value: object) -> Iterator[tuple[str, Any]]:
    yield from getattr(value, "__dict__", {}).items()
    for name in getattr(type(value), "__slots__", ()):
        if hasattr(value, name):
            yield name, getattr(value, name)


def _code(code: CodeType) -> str:
    """Hash of what a function does, wherever it stands and however it is laid out."""
    constants = [_code(part) if isinstance(part, CodeType) else _value(part) for part in code.co_consts]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags)
    return _hash(code.co_code, repr(names), code.co_exceptiontable, *constants)


def _value(value: Any) -> str:
    """Hash of a value; of its type only where it cannot be pickled."""
    if value is None or isinstance(value, bool | int | float | complex | str | bytes) or value is Ellipsis:
        return _hash(type(value).__name__, repr(value))
    if isinstance(value, tuple | list):
        return _hash(type(value).__name__, *(_value(part) for part in value))
    if isinstance(value, dict):
        return _hash("dict", *(_value(key) + _value(held) for key, held in value.items()))
    if isinstance(value, set | frozenset):
        return _hash("set", *sorted(_value(part) for part in value))
    if isinstance(value, np.ndarray) and value.dtype != object:
        return _hash(value.dtype.str, repr(value.shape), value.tobytes())
    try:
        return _hash(pickle.dumps(value, protocol=5))
    except Exception:  # whatever a foreign object raises when it is asked for its state
        return _hash(f"{type(value).__module__}.{type(value).__qualname__}")


def _plain(function: Any) -> Any:
    """The Python function inside a compiled, partial or bound one."""
    if isinstance(function, functools.partial):
        return _plain(function.func)
    return cast(Any, getattr(function, "py_func", getattr(function, "__func__", function)))


def _package(value: Any) -> str:
    module = getattr(_plain(value), "__module__", None) or type(value).__module__
    return str(module).partition(".")[0]


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()
