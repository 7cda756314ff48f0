"""A row of a table as a Mesa agent: made when asked for, reads the arrays when asked, keeps nothing itself.

The same attribute is read of one row or of many: `Attribute` hands its function a view whose `row` is a number, or
an array of numbers, and numpy does the rest. So what an attribute means is written once.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, NoReturn, Self

import mesa
import numpy as np

from sim.errors import InputError
from sim.state.table import Array, Column, columns

if TYPE_CHECKING:
    from sim.state import World
    from sim.tablemodel import TableModel

FEN = 100


class Attribute:
    """An attribute that follows from the tables: read-only, a plain Python value of one row, an array of many."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    def __get__(self, view: "RowView | None", owner: type["RowView"]) -> Any:
        if view is None:
            return self
        view.confirm()
        return self._read(view).item()

    def of(self, view: "RowView") -> Array:
        """Copy the values of a view's rows: whole and real numbers in full width, so that no sum overflows."""
        values: Array = self._read(view)
        return values.astype({"i": np.int64, "f": np.float64}.get(values.dtype.kind, values.dtype))


class Stored(Attribute):
    """An attribute that is a column of the table under the same name; money in yuan.

    Parameters
    ----------
    low : smallest value it may be set to; None: it may not be set
    """

    name: str
    column: Column

    def __init__(self, low: float | None = None) -> None:
        super().__init__(self._from_column)
        self.low = low

    def declare(self, name: str, column: Column) -> None:
        """Take unit and meaning from the table's declaration."""
        self.name, self.column = name, column
        self._is_money = column.unit.startswith("fen")
        self.unit = column.unit.replace("fen", "yuan", 1)
        self.__doc__ = f"{column.text}, {self.unit}." if self.unit else f"{column.text}."

    def __get__(self, view: "RowView | None", owner: type["RowView"]) -> Any:
        if view is None:
            return self
        view.confirm()
        value = getattr(view.table, self.name).item(view.row)
        return value / FEN if self._is_money else value

    def _from_column(self, view: "RowView") -> Any:
        values = getattr(view.table, self.name)[view.row]
        return values / FEN if self._is_money else values

    def write(self, view: "RowView", value: object) -> None:
        """Set the view's row or rows to one value.

        Raises
        ------
        InputError
            If the value is of the wrong kind, or out of what the column may be set to.
        """
        getattr(view.table, self.name)[view.row] = self._as_stored(type(view).__name__, value)

    def _as_stored(self, owner: str, value: object) -> bool | int | float:
        kind = np.dtype(self.column.dtype).kind
        if kind == "b":
            if not isinstance(value, bool | np.bool_):
                raise InputError(f"{owner}.{self.name} is {value!r}; allowed is True or False")
            return bool(value)
        limits = np.iinfo(self.column.dtype) if kind == "i" else np.finfo(self.column.dtype)
        scale = FEN if self._is_money else 1
        low, high = max(float(self.low or 0.0), float(limits.min) / scale), float(limits.max) / scale
        if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
            raise InputError(f"{owner}.{self.name} is {value!r}; allowed is one number from {low:g} to {high:g}")
        if not low <= float(value) <= high:
            raise InputError(f"{owner}.{self.name} is {float(value):g}; allowed is {low:g} to {high:g} {self.unit}")
        return round(float(value) * scale) if kind == "i" else float(value)


class RowView(mesa.Agent):
    """One row of a table. Two views are equal when they show the same row of the same model.

    Parameters
    ----------
    model : the model that owns the tables
    row : the row to show

    Attributes
    ----------
    unique_id : permanent id, unique within the class
    row : row of the table; rows of people are made anew each January, `confirm` follows
    """

    model: "TableModel"
    row: int
    unique_id: int
    stored: ClassVar[dict[str, Stored]] = {}

    def __init_subclass__(cls, *, declared: type[NamedTuple], **more: Any) -> None:
        super().__init_subclass__(**more)
        table = columns(declared)
        cls.stored = {name: entry for name, entry in vars(cls).items() if isinstance(entry, Stored)}
        for name, entry in cls.stored.items():
            entry.declare(name, table[name])

    def __init__(self, model: "TableModel", row: int) -> None:
        # Mesa's own __init__ would register the view with the model, which would keep it for ever.
        self.__dict__["model"] = model
        self.__dict__["row"] = row
        self.__dict__["unique_id"] = self.table.id.item(row)

    @classmethod
    def many(cls, model: "TableModel", rows: Array | slice) -> Self:
        """A view of many rows at once, for `Attribute.of` and `Stored.write`."""
        view = cls.__new__(cls)
        view.__dict__.update(model=model, row=rows)
        return view

    @classmethod
    def each(cls, model: "TableModel", rows: Array) -> Iterator[Self]:
        """A view of every row, one after the other."""
        for row, unique_id in zip(rows.tolist(), cls.many(model, rows).table.id[rows].tolist(), strict=True):
            view = cls.__new__(cls)
            fields = view.__dict__
            fields["model"], fields["row"], fields["unique_id"] = model, row, unique_id
            yield view

    @property
    def world(self) -> "World":
        """The tables."""
        return self.model.world

    @property
    def table(self) -> Any:
        """The table that the row belongs to."""
        raise NotImplementedError

    @classmethod
    def rows_of(cls, world: "World") -> Array | slice:
        """Rows that hold somebody now, in order: all of the table."""
        return slice(None)

    def confirm(self) -> None:
        """Follow the agent to the row that it has now; raise `LookupError` if it is gone."""
        ids = self.table.id
        if self.row < len(ids) and ids.item(self.row) == self.unique_id:
            return
        found = np.flatnonzero(ids == self.unique_id)
        if len(found) == 0:
            raise LookupError(f"{type(self).__name__} {self.unique_id} is gone")
        self.__dict__["row"] = int(found[0])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, RowView)
            and type(self) is type(other)
            and self.model is other.model
            and self.unique_id == other.unique_id
        )

    def __hash__(self) -> int:
        return hash((type(self), id(self.model), self.unique_id))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}>"

    def __setattr__(self, name: str, value: object) -> None:
        self.confirm()
        self.settable(name).write(self, value)

    @classmethod
    def settable(cls, name: str) -> Stored:
        """The attribute of this name, or `AttributeError` that says which may be set."""
        allowed = [entry.name for entry in cls.stored.values() if entry.low is not None]
        if name not in allowed:
            raise AttributeError(
                f"{cls.__name__}.{name} may not be set: agents are rows of tables and keep nothing else; "
                f"may be set: {', '.join(allowed)}"
            )
        return cls.stored[name]

    @classmethod
    def create_agents(cls, model: "TableModel", n: int, *given: object, **named: object) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError(
            f"{cls.__name__} agents cannot be created: they are rows of the tables, see model.agents_by_type"
        )

    from_dataframe = create_agents

    def remove(self) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError(f"{type(self).__name__} agents cannot be removed: they come and go by the rules of a month")

    def step(self) -> NoReturn:
        """Refused: the rules of a month act on whole tables."""
        raise TypeError(
            f"{type(self).__name__} agents have no step of their own: the rules act on whole tables in model.step"
        )

    advance = step
