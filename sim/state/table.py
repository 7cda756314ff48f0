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


def empty[T: NamedTuple](table: type[T], rows: int) -> T:
    """A table of `rows` rows, all zero."""
    return table._make(np.zeros((rows, *column.width), column.dtype) for column in columns(table).values())
