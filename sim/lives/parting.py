"""Two lives of one household under the same luck: where they part, what happened first, and what followed."""

from dataclasses import dataclass

import pandas as pd

from sim.lives.happened import Event, draw_in_words
from sim.lives.life import Life
from sim.lives.plain import Draw
from sim.lives.record import Value
from sim.lives.watched import Asked, Written


@dataclass(frozen=True, slots=True)
class Difference:
    """The first value that is not the same.

    Attributes
    ----------
    t : months since the start
    rule : that wrote it
    subject : permanent id of a member, or `HOUSEHOLD`
    column : name of the column
    here, there : what it is after the rule; None where the rule changed nothing in that life
    """

    t: int
    rule: str
    subject: int
    column: str
    here: Value
    there: Value


@dataclass(frozen=True, slots=True)
class Choice:
    """A draw that was made in both lives, the same number, and met another threshold or came out differently.

    Attributes
    ----------
    t : months since the start
    rule : that drew
    subject : permanent id of a member, or `HOUSEHOLD`
    here, there : the draw in each life
    """

    t: int
    rule: str
    subject: int
    here: Draw
    there: Draw


@dataclass(frozen=True)
class TwoLives:
    """One household in two runs of the same people and the same luck.

    Attributes
    ----------
    here, there : its lives
    """

    here: Life
    there: Life

    @property
    def difference(self) -> Difference | None:
        """The first value that a rule left different, None if the lives are the same to the last fen."""
        mine, its = _by_change(self.here.watch.written), _by_change(self.there.watch.written)
        for key in sorted(mine.keys() | its.keys()):
            one, other = mine.get(key), its.get(key)
            if one is None or other is None or one.after != other.after:
                told = one or other
                assert told is not None
                after = tuple(row.after if row else None for row in (one, other))
                return Difference(told.t, told.rule, told.subject, told.column, *after)
        return None

    @property
    def other_chance(self) -> Choice | None:
        """The first draw that met another threshold, whatever came of it; None if there is none."""
        return self._first(is_decided=False)

    @property
    def other_outcome(self) -> Choice | None:
        """The first draw that came out differently because it met another threshold; None if there is none."""
        return self._first(is_decided=True)

    @property
    def events(self) -> tuple[list[Event], list[Event]]:
        """What happened in this life alone, and in the other alone, in order."""
        mine, its = self.here.events, self.there.events
        keys = [{(event.t, event.subject, event.what) for event in events} for events in (mine, its)]
        return (
            [event for event in mine if (event.t, event.subject, event.what) not in keys[1]],
            [event for event in its if (event.t, event.subject, event.what) not in keys[0]],
        )

    @property
    def months(self) -> pd.DataFrame:
        """Both tables of months side by side: columns (name, "here" or "there"), for every month that either has."""
        both = pd.concat({"here": self.here.months, "there": self.there.months}, axis="columns")
        return both.swaplevel(axis="columns")[list(self.here.months.columns)].sort_index()

    def _first(self, *, is_decided: bool) -> Choice | None:
        mine, its = _by_draw(self.here.watch.asked), _by_draw(self.there.watch.asked)
        for key in sorted(mine.keys() & its.keys()):
            one, other = mine[key], its[key]
            if one.draw.is_under != other.draw.is_under if is_decided else one.draw.thresholds != other.draw.thresholds:
                return Choice(one.t, one.rule, one.subject, one.draw, other.draw)
        return None


def choice_in_words(choice: Choice) -> str:
    """The same number against two thresholds."""
    here, there = choice.here, choice.there
    at = next(i for i in range(10_000) if here.thresholds[i : i + 1] != there.thresholds[i : i + 1])
    if at < min(len(here.thresholds), len(there.thresholds)):
        name = here.decision.name.lower().replace("_", " ")
        sides = ["under" if draw.is_under[at] else "not under" for draw in (here, there)]
        mine, its = here.thresholds[at], there.thresholds[at]
        return f"{name}: drew {here.number:.4f}; {sides[0]} {mine:.6g} here, {sides[1]} {its:.6g} there"
    return f"{draw_in_words(here)} here, {draw_in_words(there)} there"


def _by_change(rows: list[Written]) -> dict[tuple[int, int, int, str], Written]:
    """Changes by when, whose and what."""
    return {(row.t, row.place, row.subject, row.column): row for row in rows}


def _by_draw(rows: list[Asked]) -> dict[tuple[int, int, int, int, int, str], Asked]:
    """Draws by when and about what."""
    return {(row.t, row.place, int(row.draw.decision), row.draw.id, row.draw.nth, row.draw.kind): row for row in rows}
