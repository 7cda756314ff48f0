"""Sets of agents over the tables: Mesa's interface, with the arrays' speed where a name is read from them.

Views are made one by one, on the way, and forgotten.
"""

import operator
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any, Literal, NoReturn, Self

import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy

from sim.rowset import RowSet
from sim.rowview import RowView
from sim.state.table import Array


class AgentTable(RowSet, AbstractAgentSet):
    """An ordered set of agents that are rows of the tables, as Mesa knows it; built as `RowSet` says."""

    @property
    def random(self) -> Random:
        """Mesa's generator of the model; no rule of the month draws from it."""
        generator: Random = self.model.random
        return generator

    def _from_iterable(self, agents: Iterable[RowView]) -> "AgentTable":
        """What `&`, `|`, `-` and `^` return."""
        found = list(agents)
        return type(self)(self.model, tuple(dict.fromkeys((*self.kinds, *map(type, found)))))._update(found)

    def to_list(self) -> list[Any]:
        """The agents as a list."""
        return list(self)

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """The values of an attribute, or of several, agent by agent.

        Raises
        ------
        AttributeError
            If an agent has no such attribute and `handle_missing` is "error".
        ValueError
            If `handle_missing` is neither "error" nor "default".
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is {handle_missing!r}; allowed are 'error' and 'default'")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(row) for row in zip(*columns, strict=True)]
        if self.is_column(attr_names):
            values: list[Any] = self.column(attr_names).tolist()
            return values
        if handle_missing == "error":
            return [getattr(agent, attr_names) for agent in self]
        return [getattr(agent, attr_names, default_value) for agent in self]

    def set(self, attr_name: str, value: object) -> Self:
        """Set an attribute of all agents to one value.

        Raises
        ------
        AttributeError
            If it may not be set; the message says which may.
        InputError
            If the value is not allowed.
        """
        entries = [(view.settable(attr_name), view) for view in self._views()]
        for entry, view in entries:
            entry.write(view, value)
        return self

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """One function of an attribute's values, or a list of several.

        A function of numpy is handed the array, any other the list that `get` returns.
        """
        if not self.is_column(attribute):
            return super().agg(attribute, func)
        values = self.column(attribute)
        return summed_up(values, func) if callable(func) else [summed_up(values, each) for each in func]

    def select(
        self,
        filter_func: Callable[[Any], bool] | Array | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Self:
        """The agents for which a function of the agent, or an array of truth values, says yes.

        Parameters
        ----------
        filter_func : function of one agent; or, fast, a bool array of shape (agents,), made with `column`
        at_most : most agents; a float up to 1 is a share of the set
        inplace : change this set instead of making another
        agent_type : class the agents must be of
        """
        which, _ = self._rows()
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(which) * at_most)
        if agent_type is None:
            places = np.arange(len(which))
        else:
            places = np.flatnonzero(np.array([issubclass(kind, agent_type) for kind in self.kinds])[which])
        if isinstance(filter_func, np.ndarray):
            if filter_func.dtype != bool or filter_func.shape != which.shape:
                raise ValueError(
                    f"select takes a bool array of shape {which.shape}, not {filter_func.dtype} of shape "
                    f"{filter_func.shape}"
                )
            places = places[filter_func[places]]
        elif filter_func is not None:
            kept: list[int] = []
            for place, agent in zip(places.tolist(), self._pick(places), strict=True):
                if len(kept) >= at_most:
                    break
                if filter_func(agent):
                    kept.append(place)
            places = np.array(kept, np.int64)
        return self._pick(places[: max(0, int(min(at_most, len(places))))], inplace)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> GroupBy:
        """Groups of equal value of an attribute or of a function of the agent, in order of first appearance."""
        whole = self.copy()
        if isinstance(by, str) and whole.is_column(by) and (values := whole.column(by)).dtype != object:
            names, first, group = np.unique(values, return_index=True, return_inverse=True)
            members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
            places = {names[number].item(): members[number] for number in np.argsort(first)} if len(names) else {}
        else:
            found: dict[Any, list[int]] = {}
            for place, name in enumerate(whole.get(by) if isinstance(by, str) else whole.map(by)):
                found.setdefault(name, []).append(place)
            places = {name: np.array(some, np.int64) for name, some in found.items()}
        groups = whole.split(places)
        if result_type == "list":
            return GroupBy({name: list(group) for name, group in groups.items()})
        return Groups(groups, whole, places)

    def shuffle(self, inplace: bool = False) -> Self:
        """The agents in an order drawn from the model's `rng`, from which no rule of the month draws."""
        return self._pick(self.model.rng.permutation(len(self)), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:
        """The agents by an attribute or a function of the agent, the highest first; ties keep their order."""
        if isinstance(key, str) and self.is_column(key):
            values = self.column(key)
            if ascending:
                return self._pick(np.argsort(values, kind="stable"), inplace)
            return self._pick(len(values) - 1 - np.argsort(values[::-1], kind="stable")[::-1], inplace)
        read = operator.attrgetter(key) if isinstance(key, str) else key
        found = [read(agent) for agent in self]
        order = sorted(range(len(found)), key=found.__getitem__, reverse=not ascending)
        return self._pick(np.array(order, np.int64), inplace)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method, or a function of the agent, for every agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method, or a function of the agent, for every agent, in an order as `shuffle` draws it."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """What a method, or a function of the agent, returns for every agent."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def add(self, agent: object) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError("agents cannot be added to the set: they are rows of the tables; use select to make a set")

    def discard(self, agent: object) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError("agents cannot be taken out of the set: they are rows of the tables; use select to make a set")

    remove = discard


class Groups(GroupBy):
    """Groups of an `AgentTable`; an attribute is read once for all of them."""

    def __init__(self, groups: dict[Any, AgentTable], whole: AgentTable, places: dict[Any, Array]) -> None:
        super().__init__(groups)
        self._whole, self._places = whole, places

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """One function of an attribute's values, by group."""
        if not self._whole.is_column(attr_name):
            return {name: group.agg(attr_name, func) for name, group in self.groups.items()}
        values = self._whole.column(attr_name)
        return {name: summed_up(values[places], func) for name, places in self._places.items()}


def summed_up(values: Array, func: Callable[[Any], Any]) -> Any:
    """A function of values: of the array for a function of numpy, else of the list of Python values."""
    inner = func.func if isinstance(func, partial) else func
    is_numpy = isinstance(inner, np.ufunc) or (getattr(inner, "__module__", None) or "").split(".")[0] == "numpy"
    return func(values if is_numpy else values.tolist())
