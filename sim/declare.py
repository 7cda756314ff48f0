"""Declared numbers: text, unit, range, source and grade beside the value, in one place."""

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints

from sim.errors import InputError

GRADES = ("read", "derived", "memory", "text", "assumption")


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
            near = nearest(name, quantities)
            raise InputError(f"unknown name {name!r}" + (f"; did you mean {near!r}?" if near else ""))
        filled[name] = checked(name, value, quantities[name])
    return table._make(filled.values())


def checked(name: str, value: object, quantity: Quantity) -> float:
    """A value as a float within its declared range, or `InputError`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(f"{name} is {value!r}; allowed is a number from {quantity.low:g} to {quantity.high:g}")
    if not quantity.low <= value <= quantity.high:
        raise InputError(
            f"{name} is {value:g} {quantity.unit}; allowed is {quantity.low:g} to {quantity.high:g} {quantity.unit}"
        )
    return float(value)
