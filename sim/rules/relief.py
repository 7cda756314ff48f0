"""Work-relief 以工代赈: days of work on public projects, for people at home of registered and monitored households.

    days     those the county can pay, up to most_days a person and month, by lot                   [mechanisms 5]
    who      half and full labour up to 65 without a wage job, a post or a course

Reads   persons.id persons.household persons.employer persons.is_student persons.sick_months persons.age
        persons.capacity persons.course_months persons.post_months, households.is_registered, registry.tag,
        counties.relief_days
Writes  persons.relief_days
Levers  none     Luck    one per candidate
"""

from sim.numeric import Decision, Luck, kernel, lot
from sim.rules.search import may_work
from sim.state.codes import NO_TAG
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

MOST_DAYS = 15
"""Days of a month that one person works on a project."""
OLDEST = 65


@kernel
def may_work_for_relief(persons: Persons, p: int) -> bool:
    """Whether a person is at home and can work."""
    return bool(may_work(persons, p) & (persons.age[p] <= OLDEST))


@kernel
def keep_lowest(rows: Array, lots: Array, kept: int, most: int, p: int, drawn: float) -> int:
    """Put p among the `most` rows of lowest lots, in their order; returns how many there are."""
    if kept == most and drawn >= lots[most - 1]:
        return kept
    i = kept if kept < most else most - 1
    while i > 0 and lots[i - 1] > drawn:
        rows[i], lots[i] = rows[i - 1], lots[i - 1]
        i -= 1
    rows[i], lots[i] = p, drawn
    return min(kept + 1, most)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    tag: Array,
    room: Room,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Give out the days of work-relief of counties first … last - 1. `tag` is the registry's column."""
    for c in range(first, last):
        start, end = int(counties.first_person[c]), int(counties.first_person[c]) + int(counties.persons[c])
        left, found = int(counties.relief_days[c]), 0
        most = min(-(-left // MOST_DAYS), end - start)
        rows, lots = room.rows[start:end], room.lots[start:end]
        for p in range(start, end):
            persons.relief_days[p] = 0
            if left == 0 or not may_work_for_relief(persons, p):
                continue
            h = int(persons.household[p])
            if households.is_registered[h] or tag[h] != NO_TAG:
                drawn = lot(luck, Decision.RELIEF_ORDER, int(persons.id[p]))
                found = keep_lowest(rows, lots, found, most, p, drawn)
        for i in range(found):
            days = min(left, MOST_DAYS)
            persons.relief_days[rows[i]] = days
            left -= days
