"""Groups of agents over the tables, and what is summed up of them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from mesa.agentset import GroupBy

from sim.state.table import Array

if TYPE_CHECKING:
    from sim.agentset import AgentTable


class Groups(GroupBy):
    """Groups of an `AgentTable`; an attribute is read once for all of them."""

    def __init__(self, whole: "AgentTable", places: dict[Any, Array]) -> None:
        super().__init__({name: whole._pick(some) for name, some in places.items()})
        self._whole, self._places = whole, places

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """One function of an attribute's values, by group."""
        if not self._whole._is_column(attr_name):
            return {name: group.agg(attr_name, func) for name, group in self.groups.items()}
        values = self._whole.column(attr_name)
        return {name: summed_up(values[places], func) for name, places in self._places.items()}


def summed_up(values: Array, func: Callable[[Any], Any]) -> Any:
    """A function of values: of the array for a function of numpy, else of the list of Python values."""
    inner = func.func if isinstance(func, partial) else func
    is_numpy = isinstance(inner, np.ufunc) or (getattr(inner, "__module__", None) or "").split(".")[0] == "numpy"
    return func(values if is_numpy else values.tolist())
