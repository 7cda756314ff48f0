"""An ordered set of rows of one table or several: who is in it, and what the tables say of them.

Without chosen rows it is live: it holds whoever is there when it is asked. With chosen rows it holds those of them
who are still there, wherever their rows are now.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sim.numeric import NONE
from sim.rowview import Attribute, RowView
from sim.state.table import Array

if TYPE_CHECKING:
    from sim.tablemodel import TableModel


class RowSet:
    """Agents that are rows of the tables, in order.

    Parameters
    ----------
    model : the model that owns the tables
    kinds : classes of agents that may be in the set
    chosen : class (place in `kinds`) and row of every agent, two arrays of shape (agents,); None: all there are, live
    """

    def __init__(
        self, model: "TableModel", kinds: Sequence[type[RowView]], chosen: tuple[Array, Array] | None = None
    ) -> None:
        self.model = model
        self.kinds = tuple(kinds)
        self._choose(chosen)

    def _choose(self, chosen: tuple[Array, Array] | None) -> Self:
        """Hold these agents instead."""
        self._chosen = chosen
        self._ids = np.zeros(0, np.int64) if chosen is None else self._ids_now(*chosen)
        return self

    def _ids_now(self, which: Array, rows: Array) -> Array:
        """Permanent ids of whoever holds these rows now."""
        ids = np.empty(len(rows), np.int64)
        for number, kind in enumerate(self.kinds):
            here = slice(None) if len(self.kinds) == 1 else which == number
            ids[here] = kind.many(self.model, rows).table.id[rows[here]]
        return ids

    def _rows(self) -> tuple[Array, Array]:
        """Class and row of every agent."""
        if self._chosen is None:
            views = [kind.many(self.model, kind.rows_of(self.model.world)) for kind in self.kinds]
            found = [np.arange(len(view.table.id))[view.row] for view in views]
            return np.repeat(np.arange(len(found)), [len(some) for some in found]), np.concatenate(found)
        which, rows = self._chosen
        now = np.full(len(rows), NONE)
        for number, kind in enumerate(self.kinds):
            here = which == number
            now[here] = rows_now(kind.many(self.model, rows[here]).table.id, self._ids[here], rows[here])
        stays = now != NONE
        self._ids = self._ids[stays]
        self._chosen = which[stays], now[stays]
        return self._chosen

    def _pick(self, index: Array, inplace: bool = False) -> Self:
        """The agents at these places, in this order."""
        which, rows = self._rows()
        chosen = which[index], rows[index]
        return self._choose(chosen) if inplace else type(self)(self.model, self.kinds, chosen)

    def split(self, places: dict[Any, Array]) -> dict[Any, Self]:
        """Sets of the agents at these places, by name."""
        which, rows = self._rows()
        return {name: type(self)(self.model, self.kinds, (which[at], rows[at])) for name, at in places.items()}

    def _parts(self) -> list[tuple[type[RowView], Array, RowView]]:
        """For every class that is present: the class, the places of its agents, a view of all their rows."""
        which, rows = self._rows()
        places = [np.flatnonzero(which == number) for number in range(len(self.kinds))]
        return [
            (kind, place, kind.many(self.model, rows[place]))
            for kind, place in zip(self.kinds, places, strict=True)
            if len(place)
        ]

    def _views(self) -> list[RowView]:
        """For every class that is present: a view of all its rows, in the order of the set."""
        if len(self.kinds) > 1:
            return [view for _, _, view in self._parts()]
        rows = self.kinds[0].rows_of(self.model.world) if self._chosen is None else self._rows()[1]
        return [self.kinds[0].many(self.model, rows)]

    def _update(self, agents: Iterable[RowView]) -> Self:
        """Hold these agents instead."""
        found = list(dict.fromkeys(agents))
        numbers = [self.kinds.index(type(agent)) for agent in found]
        return self._choose((np.array(numbers, np.int64), np.array([agent.row for agent in found], np.int64)))

    def __len__(self) -> int:
        return len(self._rows()[1])

    def __iter__(self) -> Iterator[Any]:
        which, rows = self._rows()
        starts = np.flatnonzero(np.diff(which, prepend=-1))
        for start, some in zip(starts.tolist(), np.split(rows, starts)[1:], strict=True):
            yield from self.kinds[which[start]].each(self.model, some)

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, RowView) or agent.model is not self.model or type(agent) not in self.kinds:
            return False
        try:
            agent.confirm()
        except LookupError:
            return False
        which, rows = self._rows()
        return bool(np.any((rows == agent.row) & (which == self.kinds.index(type(agent)))))

    def __getitem__(self, item: int | slice) -> Any:
        """One agent, or a list of agents."""
        which, rows = self._rows()
        if isinstance(item, slice):
            return list(self._pick(np.arange(len(rows))[item]))
        return self.kinds[int(which[item])](self.model, int(rows[item]))

    def __repr__(self) -> str:
        names = ", ".join(kind.__name__ for kind in self.kinds)
        return f"<{len(self)} agents: {names}>"

    def copy(self) -> Self:
        """The same agents, whoever comes later."""
        return type(self)(self.model, self.kinds, self._rows())

    __copy__ = copy

    def is_column(self, name: str) -> bool:
        """Whether an attribute of everybody in the set is read from the tables."""
        return all(isinstance(getattr(type(view), name, None), Attribute) for view in self._views())

    def column(self, name: str) -> Array:
        """The values of an attribute that is read from the tables.

        Returns
        -------
        array of shape (agents,), in the order of the set, money in yuan

        Raises
        ------
        AttributeError
            If a class in the set has no such attribute, or it is none that is read from the tables.
        """
        for view in self._views():
            if not isinstance(getattr(type(view), name), Attribute):
                raise AttributeError(f"{type(view).__name__}.{name} is not read from the tables; use get or map")
        if len(self.kinds) == 1:
            values: Array = getattr(self.kinds[0], name).of(self._views()[0])
            return values
        parts = [(places, getattr(kind, name).of(view)) for kind, places, view in self._parts()]
        types = {some.dtype for _, some in parts}
        values = np.empty(len(self), types.pop() if len(types) == 1 else object)
        for places, some in parts:
            values[places] = some
        return values


def rows_now(ids: Array, wanted: Array, rows: Array) -> Array:
    """Rows at which these ids stand now, NONE for who is gone; `rows` is where they stood before."""
    if len(wanted) == 0 or (rows.max() < len(ids) and np.array_equal(ids[rows], wanted)):
        return rows
    order = np.argsort(ids)
    found = order[np.searchsorted(ids, wanted, sorter=order) % len(ids)]
    return np.where(ids[found] == wanted, found, NONE)
