"""Values over time: a lever or an event changes at dates, at once or along a line.

    steps    value(t) = to                                       once over months have passed
             value(t) = before + (to - before) k / over          in month k = 1 … over of the change

A plain number holds from a date that is known only when the whole scenario is: `policy_from` for a lever, the
start for an event. What is written later (in a file that extends another, or as an override) replaces what was
there from its own first date on; what was there before that date stays.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from sim.declare import Quantity
from sim.files import Written

YEAR = 12
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIRST, LAST = "2018-01", "2100-12"
"""Months that a scenario can speak of: the published paths begin in 2018."""
LONGEST_CHANGE = 600
"""Months of the longest change along a line."""


class Step(NamedTuple):
    """One change of a value.

    Attributes
    ----------
    month : first month of the change, counted from January of year 0; None is the date from which plain numbers hold
    to : value at its end
    over : months that it takes, 1 is at once
    """

    month: int | None
    to: float
    over: int = 1


type Part = tuple[Step, ...]
"""The changes written in one place, in order of time."""
type Timeline = tuple[Part, ...]
"""All changes of one value, part by part in the order in which they were written."""


def month_number(date: str) -> int:
    """Months from January of year 0 to a date such as "2021-12"."""
    year, month = date.split("-")
    return YEAR * int(year) + int(month) - 1


def month_name(number: int) -> str:
    """The date of a month number."""
    return f"{number // YEAR:04d}-{number % YEAR + 1:02d}"


def read_month(entry: Written, name: str, first: str = FIRST, last: str = LAST) -> str:
    """A month such as "2021-12", from `first` to `last`."""
    date = entry.value
    if not isinstance(date, str) or not MONTH.fullmatch(date) or not first <= date <= last:
        entry.refuse(name, f"a month from {first} to {last}")
    return date


def read_part(entry: Written, name: str, quantity: Quantity) -> Part:
    """A plain number, or `{2021-12: 1, 2023-01: {to: 2, over: 12}}`."""
    if not isinstance(entry.value, dict):
        return (Step(None, entry.number(name, quantity)),)
    if not entry.value:
        entry.fault(f"{name} has no date; allowed is a number or dates with numbers, as in {{2021-12: 1.5}}")
    steps = []
    for date, change in entry.mapping(name).items():
        month = month_number(read_month(Written(date, change.place), f"date of {name}"))
        what = f"{name} at {date}"
        if isinstance(change.value, dict):
            words = change.mapping(what, ("to", "over"))
            if "to" not in words or "over" not in words:
                change.fault(f"{what} needs both `to` and `over`, as in {{to: 2, over: 12}}")
            over = words["over"].whole(f"over of {what}", 1, LONGEST_CHANGE)
            steps.append(Step(month, words["to"].number(f"to of {what}", quantity), over))
        else:
            steps.append(Step(month, change.number(what, quantity)))
        if len(steps) > 1 and (steps[-2].month or 0) >= month:
            change.fault(f"{date} of {name} does not come after the date before it")
    return tuple(steps)


def in_order(timeline: Timeline, plain_from: int) -> list[tuple[int, float, int]]:
    """Changes (month, to, over) in order of time, when plain numbers hold from this month."""
    changes: list[tuple[int, float, int]] = []
    for part in timeline:
        dated = [(plain_from if step.month is None else step.month, step.to, step.over) for step in part]
        changes = [change for change in changes if change[0] < dated[0][0]] + dated
    return changes


def value_at(changes: Iterable[tuple[int, float, int]], default: float, month: int) -> float:
    """Value in a month, given the changes in order of time and the value before the first."""
    begun = [change for change in changes if change[0] <= month]
    if not begun:
        return default
    value = default
    for (first, to, over), until in zip(begun, [*(change[0] - 1 for change in begun[1:]), month], strict=True):
        passed = until - first + 1
        value = to if passed >= over else value + (to - value) * passed / over
    return value


def told(values: list[float], default: float, first: int) -> float | dict[str, float]:
    """Monthly values as they can be written: the default where they never leave it, else dates with numbers.

    Parameters
    ----------
    values : one value a month
    default : value where nothing is written
    first : month number of the first value
    """
    if all(value == default for value in values):
        return default
    changes = {month_name(first): values[0]}
    for month, (before, value) in enumerate(pairwise(values), first + 1):
        if value != before:
            changes[month_name(month)] = value
    return changes
