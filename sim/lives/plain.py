"""Rules as plain Python, in which a draw remembers what it was held against.

A rule is compiled from a Python function. The same function, with the functions it calls, runs uncompiled to the same
bits; if what it draws is a number that notes each comparison, the chance that decided is told by the rule itself.
"""

import sys
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import Any

from sim import numeric
from sim.numeric import Decision, Luck
from sim.state.table import Array

OF_EMPLOYERS = (Decision.FIRM_CHANGE, Decision.FIRM_CLOSURE, Decision.INVESTMENT)
"""Decisions about an employer; what else a rule draws is about a person, a household, a county or a province."""

FINEST = 2.0**-53
"""Distance of two uniform numbers: what is smaller and not zero guards a logarithm and decides nothing."""


@dataclass(slots=True)
class Draw:
    """A number drawn about somebody, and what it was held against.

    Attributes
    ----------
    decision : what it decides
    id : permanent id of whom it is about
    nth : which draw of the decision
    number : what was drawn: uniform between 0 and 1, or standard normal
    kind : "uniform", "lot" (a place in a queue) or "normal"
    thresholds : what it was compared with, in order; empty where the rule computes with the number instead
    is_under : whether it was less, for each threshold
    where : function of the rule that drew, and its line, such as "illness.fall_ill:190"
    """

    decision: Decision
    id: int
    nth: int
    number: float
    kind: str
    where: str
    thresholds: list[float] = field(default_factory=list)
    is_under: list[bool] = field(default_factory=list)


class Drawn(float):
    """A drawn number that notes what it is compared with."""

    draw: Draw

    def _noted(self, other: float, is_under: bool) -> None:
        if 0.0 < other < FINEST:
            return
        self.draw.thresholds.append(float(other))
        self.draw.is_under.append(is_under)

    def __lt__(self, other: float) -> bool:
        found = float(self) < other
        self._noted(other, found)
        return found

    def __le__(self, other: float) -> bool:
        found = float(self) <= other
        self._noted(other, found)
        return found

    def __gt__(self, other: float) -> bool:
        found = float(self) > other
        self._noted(other, not found)
        return found

    def __ge__(self, other: float) -> bool:
        found = float(self) >= other
        self._noted(other, not found)
        return found


class Recorder:
    """Plain versions of rules that keep what is drawn about chosen ids.

    Attributes
    ----------
    ids : permanent ids of people, households and counties about whom draws are kept
    employers : those of employers, which may be the same numbers
    draws : what was drawn about them since `take` was called last
    """

    def __init__(self) -> None:
        self.ids: Container[int] = ()
        self.employers: Container[int] = ()
        self.draws: list[Draw] = []
        self._plain: dict[int, Any] = {}
        self._named: dict[CodeType, str] = {}
        self._does_draw: set[int] = set()
        for name in ("uniform", "uniform_pair", "lot", "normal"):
            self._plain[id(getattr(numeric, name))] = self._drawing(name)
        self._plain[id(numeric.uniforms_of_one)] = self._drawing_each
        self._plain[id(numeric.uniforms_of_many)] = self._asking_again
        self._does_draw |= {id(numeric.uniforms_of_one), id(numeric.uniforms_of_many)}

    def plain(self, rule: Callable[..., None]) -> Callable[..., None] | None:
        """The rule as plain Python, or None if it draws nothing."""
        made: Callable[..., None] = self._of(rule)
        return made if id(rule) in self._does_draw else None

    def take(self) -> list[Draw]:
        """What was drawn since the last call."""
        taken, self.draws = self.draws, []
        return taken

    def _of(self, function: Any) -> Any:
        """A compiled function as a plain one that calls plain ones."""
        if id(function) in self._plain:
            return self._plain[id(function)]
        source: FunctionType = function.py_func
        names: dict[str, Any] = dict(source.__globals__)
        made = FunctionType(source.__code__, names, source.__name__, source.__defaults__, source.__closure__)
        made.__kwdefaults__ = source.__kwdefaults__
        self._plain[id(function)] = made
        self._named[source.__code__] = f"{source.__module__.removeprefix('sim.rules.')}.{source.__name__}"
        for name in source.__code__.co_names:
            called = names.get(name)
            if hasattr(called, "py_func"):
                names[name] = self._of(called)
                if id(called) in self._does_draw:
                    self._does_draw.add(id(function))
        return made

    def _drawing(self, name: str) -> Callable[..., float]:
        """A function that draws as the one of `sim.numeric` with this name does, and keeps the draw."""
        compiled = getattr(numeric, name)
        self._does_draw.add(id(compiled))
        kind = "uniform" if name == "uniform_pair" else name

        def drawing(luck: Luck, decision: int, id: int, *more: int) -> float:
            number: float = compiled(luck, int(decision), id, *more)  # an enum takes numba a millisecond
            if id not in (self.employers if decision in OF_EMPLOYERS else self.ids):
                return number
            nth = more[-1] if more and (name != "uniform_pair" or len(more) > 1) else 0
            drawn = Drawn(number)
            drawn.draw = Draw(Decision(decision), int(id), int(nth), number, kind, self._where())
            self.draws.append(drawn.draw)
            return drawn

        return drawing

    def _drawing_each(self, luck: Luck, decision: int, id: int, drawn: Array) -> None:
        """Draw as `uniforms_of_one` does, and keep the draws."""
        numeric.uniforms_of_one(luck, int(decision), id, drawn)
        if id in self.ids:
            where = self._where()
            self.draws += [
                Draw(Decision(decision), int(id), i, float(x), "uniform", where) for i, x in enumerate(drawn)
            ]

    def _asking_again(self, luck: Luck, decision: int, ids: Array, draw: int, drawn: Array) -> None:
        """Draw as `uniforms_of_many` does, but nothing for those watched: the rule goes on to draw for each of them."""
        numeric.uniforms_of_many(luck, int(decision), ids, draw, drawn)
        drawn[[one in self.ids for one in ids]] = 0.0

    def _where(self) -> str:
        """The function of a rule that has asked for a draw, and its line."""
        caller = sys._getframe(2)
        return f"{self._named.get(caller.f_code, caller.f_code.co_name)}:{caller.f_lineno}"
