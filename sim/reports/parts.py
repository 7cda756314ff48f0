"""What a page is made of: tables and figures, before they are written as HTML."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from sim.reports.drawing import Stroke


class Table(NamedTuple):
    """A table.

    Attributes
    ----------
    caption : what it shows, with its unit if it is one
    heads : of its columns; over those of one group stands the name of the group, if there are groups
    rows : the first cell names the row
    groups : name and number of columns of each group, the first that of the names of rows
    parts : name of a part of the rows by the place of its first row
    note : below it
    words : columns, from 0, that hold words, not numbers
    strong : row and column of cells that stand out
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    parts: Mapping[int, str] = MappingProxyType({})
    note: str = ""
    words: frozenset[int] = frozenset()
    strong: frozenset[tuple[int, int]] = frozenset()


class Entry(NamedTuple):
    """What a mark stands for."""

    label: str
    stroke: Stroke
    is_area: bool = False
    is_dot: bool = False
    is_hollow: bool = False


class Picture(NamedTuple):
    """A figure.

    Attributes
    ----------
    name : of its place in the page
    title, unit : what it shows, of whom, in which unit
    panels : as SVG
    legend : what its marks stand for
    note : how to read it
    tables : its numbers
    """

    name: str
    title: str
    unit: str
    panels: tuple[Markup, ...]
    legend: tuple[Entry, ...] = ()
    note: str = ""
    tables: tuple[Table, ...] = ()
