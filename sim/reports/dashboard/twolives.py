"""One household in two worlds: when its lives part, what happened in each, who its members are."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.agents import Household, Person
from sim.reports.dashboard.pair import Pair
from sim.reports.dashboard.track import Lives, Track

EVENT = 100.0
"""Yuan in a month from which a bill or a loss is told."""
LISTED = 12
"""Households in the list."""


class Listed(NamedTuple):
    """A household of the list."""

    id: int
    county: int
    size: int
    policy: float
    """True income per head, yuan a year."""
    baseline: float
    was_poor: tuple[bool, bool]
    """In poverty now: policy, baseline."""


def most_different(pair: Pair, county: int) -> list[Listed]:
    """Households whose two lives are furthest apart: poor in one world alone first, then by true income.

    Parameters
    ----------
    county : permanent code; 0 is all
    """
    mine, other = pair.policy.now, pair.baseline.now
    _, here, there = np.intersect1d(mine.id, other.id, assume_unique=True, return_indices=True)
    if county:
        is_in = mine.county[here] == county
        here, there = here[is_in], there[is_in]
    gap = np.abs(mine.true_income[here] - other.true_income[there])
    parted = mine.is_poor[here] != other.is_poor[there]
    poor = mine.is_poor[here] | other.is_poor[there]
    order = np.lexsort((mine.id[here], mine.true_income[here], ~poor, -gap, ~parted))[:LISTED]
    return [
        Listed(
            int(mine.id[a]),
            int(mine.county[a]),
            int(mine.size[a]),
            float(mine.true_income[a]),
            float(other.true_income[b]),
            (bool(mine.is_poor[a]), bool(other.is_poor[b])),
        )
        for a, b in zip(here[order].tolist(), there[order].tolist(), strict=True)
    ]


def what_happened(track: Track, household: int) -> dict[int, list[str]]:
    """What a household lived through: month -> events in words."""
    life = track.life(household)
    told = {}
    before = next(iter(life.values()), None)
    for month, (lives, row) in life.items():
        last, was = before or (lives, row)
        if events := [*_costs(lives, row), *_changes(lives, row, last, was)]:
            told[month] = events
        before = lives, row
    return told


def _costs(lives: Lives, row: int) -> Iterator[str]:
    """Bills and losses of a month."""
    for words, values in (("medical bill", lives.medical), ("loss by disaster", lives.damage)):
        if values[row] >= EVENT:
            yield f"{words} {values[row]:,.0f} yuan"


def _changes(lives: Lives, row: int, last: Lives, was: int) -> Iterator[str]:
    """What is not as it was a month ago."""
    for words, many, before in (("here", lives.here, last.here), ("away", lives.away, last.away)):
        if many[row] != before[was]:
            yield f"{'one more works' if many[row] > before[was] else 'one fewer works'} {words}: {many[row]:.0f}"
    for begins, ends, now, earlier in (
        ("falls into poverty", "out of poverty", lives.is_poor, last.is_poor),
        ("monitored from now on", "no longer monitored", lives.is_monitored, last.is_monitored),
    ):
        if now[row] != earlier[was]:
            yield begins if now[row] else ends
    if lives.aid_paid[row] != last.aid_paid[was]:
        yield f"aid {lives.aid_paid[row]:,.0f} yuan a month" if lives.aid_paid[row] else "no aid any more"
    if lives.size[row] != last.size[was]:
        yield f"{lives.size[row]:.0f} members instead of {last.size[was]:.0f}"


def parting(pair: Pair, household: int) -> int | None:
    """First month in which the two lives differ in anything kept, None if they never have."""
    mine, other = pair.policy.life(household), pair.baseline.life(household)
    for month in sorted(mine.keys() | other.keys()):
        if (month in mine) != (month in other) or _row(*mine[month]) != _row(*other[month]):
            return month
    return None


def _row(lives: Lives, row: int) -> tuple[float, ...]:
    return tuple(column.item(row) for column in lives)


def members(track: Track, household: int) -> dict[int, Person]:
    """Its members now by permanent id; nobody if the household is gone."""
    table = track.model.world.households
    rows = np.flatnonzero(table.id == household)
    if not len(rows):
        return {}
    return {person.unique_id: person for person in Household(track.model, int(rows[0])).members}


def at_work(person: Person) -> str:
    """What somebody does this month."""
    if person.sick_months:
        return f"ill, months left: {person.sick_months}"
    told = []
    employer = person.employer
    if employer is not None:
        kind = employer.kind.replace("_", "-") if employer.place == "county" else "employer"
        where = {"county": "in the county", "province": "elsewhere in the province", "east": "in the paired east"}
        told.append(f"{kind} {where.get(employer.place, 'in another province')}, {person.wage:,.0f} yuan a month")
    for days, words in (
        (person.post_days, "public-welfare post"),
        (person.course_days, "course"),
        (person.farm_days, "farm"),
        (person.odd_days, "odd jobs"),
    ):
        if days:
            told.append(f"{words} {days} {'day' if days == 1 else 'days'}")
    if person.is_student:
        told.append("at school")
    if not told and person.jobless_months:
        told.append(f"looks for work, months so far: {person.jobless_months}")
    return "; ".join(told) or "–"
