"""The referee: the columns and the twin, side by side, compared after every rule, agent by agent, to the last bit."""

from collections.abc import Callable, Iterator
from itertools import count
from operator import attrgetter
from typing import Any

import numpy as np
from twin import TwinModel

from sim.invariants import LINKS
from sim.ledger import STRUCTURE
from sim.model import BURN_IN, Model
from sim.numeric import NONE
from sim.rules import families
from sim.state import World
from twin_month.agent import Agent

KINDS = {
    "persons": "person",
    "households": "household",
    "registry": "record of household",
    "employers": "employer",
    "centres": "training centre",
    "villages": "village",
    "counties": "county",
    "provinces": "province",
}
COUNTS = {"households.members", *(name for name in STRUCTURE if ".first_" not in name)}
RULES = "sim.rules."
TARGETS = {(table, column): target for table, column, target in LINKS}


class Disagreement(AssertionError):
    """Columns and twin differ; the message is one line: month, rule, agent, column, both values."""


class RefereedModel(Model):
    """A model whose every rule is followed by the twin, and compared."""

    def _burn_in(self) -> None:
        self.twin = TwinModel(
            self.world,
            self._behaviour,
            self.resolved.levers_at,
            self._calendar,
            self._closure,
            self.seed,
            first_month=-BURN_IN,
            ties=self._ties,
            rules=self.resolved.rules,
        )
        self._script = life(self.twin)
        super()._burn_in()

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        super()._each(rule, *arguments)
        self._check(rule)

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        super()._once(rule, *arguments)
        self._check(rule)

    def _settle(self, world: World) -> None:
        super()._settle(world)
        self._check(families.regroup)

    def _check(self, rule: Callable[..., None]) -> None:
        """Let the twin do the same rule, then compare everybody."""
        if not rule.__module__.startswith(RULES):
            return
        name = f"{rule.__module__.removeprefix(RULES)}.{rule.__name__}"
        done = next(self._script)
        if done != name:
            raise Disagreement(f"the columns do {name} where the twin does {done}")
        difference = compare(self.world, self.twin)
        if difference is not None:
            raise Disagreement(f"{self._calendar.label(self.twin.t)}, {name}: {difference}")


def life(twin: TwinModel) -> Iterator[str]:
    """All months of a twin, rule by rule."""
    yield from twin.burn_in()
    for t in count(twin.t):
        yield from twin.month(t)


def compare(world: World, twin: TwinModel) -> str | None:
    """Name the first difference between the columns and the twin.

    Parameters
    ----------
    world : tables of the model
    twin : the same world as objects, found by permanent id, never by row

    Returns
    -------
    str or None
        "person 520101000017: savings: columns 1200, twin 1199", or None if all agree to the last bit. Columns that
        only say where rows begin have no counterpart and are left out.
    """
    for name, table in zip(World._fields, world, strict=True):
        ids = permanent_ids(world, name)
        agents = {agent.id: agent for agent in agents_of(twin, name)}
        for known in ids:
            if known not in agents:
                return f"{KINDS[name]} {known}: is only in the columns"
        if len(agents) != len(ids):
            return f"{KINDS[name]} {min(agents.keys() - set(ids))}: is only in the twin"
        ordered = [agents[known] for known in ids]
        for column in table._fields:
            if column.startswith("first_"):
                continue
            ours = columns_say(world, name, column)
            theirs = twin_says(ordered, name, column)
            if ours != theirs:
                return next(
                    f"{KINDS[name]} {known}: {difference(column, a, b)}"
                    for known, a, b in zip(ids, ours, theirs, strict=True)
                    if a != b
                )
    return None


def permanent_ids(world: World, name: str) -> list[int]:
    """Permanent ids of the rows of a table."""
    owner = "households" if name == "registry" else name
    table = getattr(world, owner)
    return (table.id if hasattr(table, "id") else table.code).tolist()


def agents_of(twin: TwinModel, name: str) -> list[Agent]:
    """The twin's agents of a kind."""
    if name == "employers":
        accounts = [account for province in twin.provinces for account in province.accounts.values()]
        return [*(employer for county in twin.counties for employer in county.employers), *accounts]
    return getattr(twin.setting, "records" if name == "registry" else name)


def columns_say(world: World, name: str, column: str) -> list[Any]:
    """Values of a column; links as permanent ids."""
    values = getattr(getattr(world, name), column)
    target = TARGETS.get((name, column))
    if target is None:
        return values.tolist()
    ids = np.array([*permanent_ids(world, target), NONE])
    return ids[values].tolist()


def twin_says(agents: list[Agent], name: str, column: str) -> list[Any]:
    """The same of agents: a link as a permanent id, those who belong to an agent as their number."""
    values = list(map(attrgetter(column), agents))
    if (name, column) in TARGETS:
        return [NONE if value is None else value.id for value in values]
    if f"{name}.{column}" in COUNTS:
        return [len(value) for value in values]
    return values


def difference(column: str, ours: Any, theirs: Any) -> str:
    """A column, down to the place in it where the two differ."""
    if isinstance(ours, list) and isinstance(theirs, list):
        for place, (a, b) in enumerate(zip(ours, theirs, strict=True)):
            if a != b:
                return difference(f"{column}[{place}]", a, b)
    return f"{column}: columns {ours}, twin {theirs}"
