"""What a run is beside another with the same luck: household by household, person by person.

    place       a month in a post; a month's course
    new         a place of a person who in the reference world had none in that month
    deadweight  new places of people who in the reference world had a wage job in that month, or a course in another one
    gained      months with a job or post more than in the reference world, of who has a new place, from the first on
    lost        the same, less, of who searched and had a place of that measure in neither world

Persons and households are paired by their permanent ids; a household that is gone in one of the two is no different.
"""

import numpy as np
from numpy.typing import NDArray

from sim.numeric import NONE
from sim.rowset import rows_now
from sim.state.codes import LOCAL_JOBS, REALISED, SKILL_PROJECT
from sim.study.record import COURSE, FELL, JOB, POST, SEARCH, Flags, Numbers, Record

OUTCOMES = ("income", "x", "poor_months", "fell")
"""What is told of a household: registry income and true income X of the last twelve months, yuan per head; months in
poverty; whether it fell into poverty at all."""
BETTER = (1.0, 1.0, -1.0, -1.0)
"""Sign of what is better for a household, by outcome."""

PLACES = ((LOCAL_JOBS, POST), (SKILL_PROJECT, COURSE))
"""Measures that give places to persons, and the bit of who has one."""
STATISTICS = ("places", "reference", "new", "deadweight", "gained", "lost")


def household_effects(record: Record, reference: Record) -> Numbers:
    """Difference of every household of the first month, shape (outcomes, households).

    Raises
    ------
    ValueError
        If the two began with other households.
    """
    if not np.array_equal(record.household_id, reference.household_id):
        raise ValueError("other people live in the two runs; they cannot be paired")
    months = len(record.poverty)
    made = []
    for one in (record, reference):
        poverty = one.poverty[-months:]
        poor, fell = poverty & (1 << REALISED) > 0, (poverty & FELL > 0).any(axis=0)
        made.append(np.stack([one.income, one.x, poor.sum(axis=0), fell]))
    return np.asarray(np.nan_to_num(made[0] - made[1], nan=0.0))


def place_statistics(record: Record, reference: Record) -> Numbers:
    """Sums over persons, real quantities, shape (measures with places, sides, statistics)."""
    months = len(record.activity)
    rows = rows_now(record.person_id, reference.person_id, np.arange(len(reference.person_id)))
    here = np.where(rows == NONE, 0, record.activity[:, rows]).astype(np.uint8)
    there = reference.activity[-months:]
    more_work = _works(here).astype(np.int64) - _works(there)
    searched = ((here | there) & SEARCH > 0).any(axis=0)
    weight = reference.person_weight * np.stack([reference.person_is_key, ~reference.person_is_key])
    made = [weight @ _statistics(there, here & bit > 0, bit, more_work, searched).T for _, bit in PLACES]
    return np.array(made)


def _statistics(
    there: Flags,
    has: NDArray[np.bool_],
    bit: int,
    more_work: NDArray[np.int64],
    searched: NDArray[np.bool_],
) -> Numbers:
    """One row per statistic, one column per person."""
    had = there & bit > 0
    new = has & ~had
    anyway = there & JOB > 0
    if bit == COURSE:
        anyway = anyway | had.any(axis=0)
    since = np.logical_or.accumulate(new, axis=0)
    untreated = searched & ~has.any(axis=0) & ~had.any(axis=0)
    rows = [
        has.sum(axis=0),
        had.sum(axis=0),
        new.sum(axis=0),
        (new & anyway).sum(axis=0),
        (more_work * since).sum(axis=0),
        -more_work.sum(axis=0) * untreated,
    ]
    return np.array(rows, dtype=np.float64)


def _works(activity: Flags) -> NDArray[np.bool_]:
    """Who has a wage job or a post in each month."""
    return np.asarray(activity & (JOB | POST) > 0)
