"""Declared numbers: text, unit, range, source and grade beside the value, in one place."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from sim.errors import InputError

GRADES = ("read", "derived", "memory", "text", "assumption")
LONGEST = 40
"""Characters of a wrong value that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=False)
class Quantity:
    """What a declared number carries.

    Attributes
    ----------
    text : what it is
    unit : its unit
    low, high : smallest and largest value allowed, also the range of priors and sweeps
    source : key of `sim/data/sources.csv` or id of a fact
    grade : how sure the default is: read, derived, memory, text (of the Opinion or the model's description), assumption
    clause : clause of the Opinion, for a lever
    opinion : the value that the Opinion's text gives, for a lever
    package : the value of the package that goes beyond the text, for a lever
    """

    text: str
    unit: str
    low: float
    high: float
    source: str
    grade: str
    clause: int | None = None
    opinion: float | None = None
    package: float | None = None


def declared(table: type[NamedTuple]) -> dict[str, Quantity]:
    """The declarations of a table of numbers, by name, in order."""
    hints = get_type_hints(table, include_extras=True)
    found = {}
    for name in table._fields:
        if get_origin(hints[name]) is not Annotated:
            raise TypeError(f"{table.__name__}.{name} has no Quantity")
        found[name] = next(extra for extra in get_args(hints[name]) if isinstance(extra, Quantity))
    return found


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like a wrong one, or None if none is near."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)), None)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The end of a sentence about a wrong name."""
    near = nearest(name, names)
    return f"; did you mean {near!r}?" if near else ""


def fill[T: NamedTuple](table: type[T], values: Mapping[str, object]) -> T:
    """A table with these values and defaults for the rest, every one a float.

    Raises
    ------
    InputError
        If a name is unknown, or a value is no finite number within the declared range.
    """
    quantities = declared(table)
    filled = {name: float(default) for name, default in table._field_defaults.items()}
    for name, value in values.items():
        if name not in quantities:
            raise InputError(f"unknown name {shown(name)}{did_you_mean(name, quantities)}")
        filled[name] = checked(name, value, quantities[name])
    return table._make(filled.values())


def checked(name: str, value: Any, quantity: Quantity) -> float:
    """A value as a float within its declared range, or `InputError`."""
    allowed = f"allowed is a number from {quantity.low:g} to {quantity.high:g} {quantity.unit}"
    if isinstance(value, bool) or not issubclass(type(value), Real):
        raise InputError(f"{name} is {shown(value)}; {allowed}")
    if not quantity.low <= value <= quantity.high:
        raise InputError(f"{name} is {shown(value)} {quantity.unit}; {allowed}")
    return float(value)


def shown(value: object) -> str:
    """A value in a message: on one line, not too long."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, int) and abs(value) >= 10**LONGEST:
        return "a number of very many digits"
    text = str(value) if isinstance(value, Real) else repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
