"""A model that watches one household: after each rule, what it wrote to the household and what it drew about it.

Where a rule draws, the household's county is simulated by the rule as plain Python and the others as always, which
gives the same bits; `explain` proves it on the table of the run.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.lives.plain import Draw, Recorder
from sim.lives.record import HOUSEHOLD, SMALLEST_ID, Key, Value, lines_of, members, record
from sim.model import Model
from sim.numeric import Decision
from sim.rules import families
from sim.state import World

RULES = "sim.rules."
OF_HOUSEHOLDS = frozenset(
    {
        *(Decision.REPORT, Decision.VISIT, Decision.DATA_MATCH, Decision.RECORDED_INCOME, Decision.LATE_SIGN),
        *(Decision.SIGN_DECIDED, Decision.TARGETING_ORDER, Decision.COMMUNITY_VIEW),
        *(Decision.DISASTER, Decision.ADOPTION_LOSS, Decision.ORPHANS, Decision.ALLOWANCE_ORDER),
    }
)
"""Decisions about a household, whose id is also that of its first member."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value that a rule changed.

    Attributes
    ----------
    t : months since the start
    place : which call of a rule within the month
    rule : its module
    subject : permanent id of a member, or `HOUSEHOLD`
    column : name of the column
    before, after : its values; None where there was nobody, or is nobody any more
    """

    t: int
    place: int
    rule: str
    subject: int
    column: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Asked:
    """A draw, and the rule and month in which it was made; fields as in `Written` and `Draw`."""

    t: int
    place: int
    rule: str
    draw: Draw

    @property
    def subject(self) -> int:
        """Whom it is about: `HOUSEHOLD`, else the permanent id, of a member as a rule."""
        is_its = self.draw.decision in OF_HOUSEHOLDS and self.draw.id >= SMALLEST_ID
        return HOUSEHOLD if is_its else self.draw.id


@dataclass
class Watch:
    """What was seen of a household.

    Attributes
    ----------
    household : permanent id
    written, asked : changes and draws, in order
    records : month -> the household when the month had ended; a month is missing where it did not exist
    """

    household: int
    written: list[Written] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    records: dict[int, dict[Key, Value]] = field(default_factory=dict)


class Watched(Model):
    """A model that watches a household from its first month on.

    Attributes
    ----------
    watch : what was seen; None as long as nobody is watched
    """

    watch: Watch | None = None

    def follow(self, household: int) -> Watch:
        """Watch a household from now on, also one that is founded later."""
        self._recorder = Recorder()
        self._place = 0
        self.watch = Watch(household)
        self._record = self._look()
        return self.watch

    def step(self) -> None:
        """Simulate one month, and keep the household as it is at its end."""
        self._place = 0
        super().step()
        h = self.row()
        if self.watch is not None and h is not None:
            monitoring, poverty = lines_of(self.world, h)
            lines: dict[Key, Value] = {(HOUSEHOLD, "line"): monitoring, (HOUSEHOLD, "poverty_line"): poverty}
            self.watch.records[self.month - 1] = self._record | lines

    def row(self) -> int | None:
        """Row of the watched household now, None if it does not exist."""
        if self.watch is None:
            return None
        found = np.flatnonzero(self.world.households.id == self.watch.household)
        return int(found[0]) if len(found) else None

    def province_of(self, c: int) -> str:
        """Name of the province of the county in row `c`."""
        return self._calendar.province_name(int(self.world.provinces.code[self.world.counties.province[c]]))

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        h = self.row()
        plain = None if h is None or not rule.__module__.startswith(RULES) else self._recorder.plain(rule)
        if plain is None:
            super()._each(rule, *arguments)
        else:
            world = self.world
            c = int(world.villages.county[world.households.village[h]])
            rule(*arguments, 0, c)
            plain(*arguments, c, c + 1)
            rule(*arguments, c + 1, len(world.counties.code))
        self._see(rule)

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        super()._once(rule, *arguments)
        self._see(rule)

    def _settle(self, world: World) -> None:
        super()._settle(world)
        self._see(families.regroup)

    def _see(self, rule: Callable[..., Any]) -> None:
        """Keep what a rule did to the household."""
        if self.watch is None or not rule.__module__.startswith(RULES):
            return
        self._place += 1
        at = self.month, self._place, rule.__module__.removeprefix(RULES)
        self.watch.asked += [Asked(*at, draw) for draw in self._recorder.take()]
        now = self._look()
        for key in {**self._record, **now}:
            before, after = self._record.get(key), now.get(key)
            if before != after:
                self.watch.written.append(Written(*at, *key, before, after))
        self._record = now

    def _look(self) -> dict[Key, Value]:
        """The household as it stands; nothing if it does not exist."""
        h = self.row()
        if h is None:
            self._recorder.ids = self._recorder.employers = ()
            return {}
        world = self.world
        rows = members(world, h)
        c = int(world.villages.county[world.households.village[h]])
        province = int(world.provinces.code[world.counties.province[c]])
        self._recorder.ids = {*world.persons.id[rows].tolist(), int(world.counties.code[c]), province}
        self._recorder.ids.add(int(world.households.id[h]))
        jobs = world.persons.employer[rows]
        self._recorder.employers = set(world.employers.id[jobs[jobs >= 0]].tolist())
        return record(world, h)
