"""What a table is: a NamedTuple of equally long arrays, each column declared once.

A column's annotation carries its type, unit and meaning; `empty` makes the arrays from it, so nothing
is written twice. Rows of a county are contiguous, in county-code order, so that a rule may be handed a
range of counties and writes rows of no other.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SPARE = 0.04
"""Room behind the end of a table of people, against its rows: a year brings two newcomers to a hundred people."""
LARGEST = 2**31 - 1
"""Largest number of a column of type i4: of money, 21 million yuan."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    Attributes
    ----------
    dtype : numpy type code of one value
    unit : unit of one value, "" for a flag or a code
    text : what it is, in words
    width : lengths of further dimensions, rows first
    """

    dtype: str
    unit: str
    text: str
    width: tuple[int, ...] = ()


def columns(table: type[NamedTuple]) -> dict[str, Column]:
    """The declared columns of a table class, by name, in order."""
    hints = get_type_hints(table, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in table._fields}


def empty[T: NamedTuple](table: type[T], rows: int, spare: int = 0) -> T:
    """A table of `rows` rows, all zero, with room for `spare` more in the memory behind its end."""
    return table._make(
        np.zeros((rows + spare, *column.width), column.dtype)[:rows] for column in columns(table).values()
    )


def joined[T: NamedTuple](table: T, more: T) -> T:
    """A table with the rows of another one after its own, in the room behind its end where that suffices."""
    return type(table)._make(_joined(*pair) for pair in zip(table, more, strict=True))


def taken[T: NamedTuple](table: T, rows: Array) -> T:
    """These rows of a table, in this order."""
    return type(table)._make(column[rows] for column in table)


def kept[T: NamedTuple](table: T, rows: Array) -> T:
    """These rows of a table, in this order, in its own memory: the table itself is none any more."""
    return type(table)._make(_kept(column, rows) for column in table)


def _joined(column: Array, more: Array) -> Array:
    room, rows = _room(column), len(column) + len(more)
    if len(room) < rows:
        room = np.zeros((rows + int(SPARE * rows), *column.shape[1:]), column.dtype)
        room[: len(column)] = column
    room[len(column) : rows] = more
    return room[:rows]


def _kept(column: Array, rows: Array) -> Array:
    room = _room(column)
    if len(room) < len(rows):
        return column[rows]
    room[: len(rows)] = column[rows]
    return room[: len(rows)]


def _room(column: Array) -> Array:
    """The memory of a column with what is behind its end."""
    whole = column.base
    if isinstance(whole, np.ndarray) and whole.dtype == column.dtype and whole.shape[1:] == column.shape[1:]:
        return whole if whole.ctypes.data == column.ctypes.data else column
    return column
