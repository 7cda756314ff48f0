"""What every row must satisfy after every month: each column within its domain, links and ranges that point to rows.

    domain   finite numbers; no negative stock; shares and chances to 1, days of a month to 31, rings of months to
             twelve bits, codes to the last that has a name
    headroom a whole number of four bytes stays below half of what its type holds, one of eight below 2**53, up to
             which floats are exact: what would overflow is told long before it wraps
    links    point to a row, or are NONE where they may be; rows that belong together follow each other without a gap

Books that close (`rules/accounts.py`) say that money and people balance; this says that no column has left its domain.
One pass over a column finds its lowest and highest value; a row is looked for only where one is out of bounds.
"""

import math
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.numeric import NONE
from sim.state import World
from sim.state.codes import (
    EASTERN_LINK,
    JOBLESS_AWAY,
    MATCH,
    ONLINE,
    PLACES,
    REFUSED_SCHOOL,
    REST_OF_COUNTRY,
    YEAR,
)
from sim.state.links import LINKS, MAY_BE_NONE
from sim.state.table import Column, columns

MAY_BE_NEGATIVE = frozenset(
    {
        *MAY_BE_NONE,
        *("persons.skill", "persons.taste", "persons.match", "persons.fortune", "villages.pull"),
        *("households.earned", "households.surveyed", "households.worth_before", "households.income"),
        *("households.stock_bought", "households.invested"),
        *("households.survey_income", "registry.recorded_month", "counties.worth_before", "counties.bequests"),
        *("counties.honesty", "counties.own"),
        *("employers.owner", "employers.other_cost", "employers.cash"),
        *("counties.competence", "counties.farm_shock", "counties.farm_price", "counties.money", "provinces.demand"),
    }
)
"""Log points, net flows, links and dates that may be NONE, and money of a fate that undoes an earlier month's."""


class Bounds(NamedTuple):
    """Lowest and highest value of a column."""

    low: float
    high: float


BOUNDS = {
    "persons.age": Bounds(0, 120),
    "persons.schooling": Bounds(0, 30),
    "persons.paid_years": Bounds(0, 50),
    "persons.capacity": Bounds(0, 3),
    "persons.health": Bounds(0, 2),
    "persons.certificate": Bounds(0, 2),
    "persons.course": Bounds(0, REFUSED_SCHOOL),
    "persons.link": Bounds(0, EASTERN_LINK),
    "persons.claim": Bounds(0, JOBLESS_AWAY),
    "persons.looks": Bounds(NONE, PLACES - 1),
    "households.members": Bounds(1, 127),
    "registry.tag": Bounds(0, 3),
    "registry.sign": Bounds(0, MATCH),
    "employers.place": Bounds(0, PLACES - 1),
    "employers.kind": Bounds(0, REST_OF_COUNTRY),
    "centres.kind": Bounds(0, ONLINE),
}
"""Codes and years."""
BY_UNIT = {
    "share": Bounds(0.0, 1.0),
    "0..1": Bounds(0.0, 1.0),
    "chance/month": Bounds(0.0, 1.0),
    "days/month": Bounds(0, 31),
    "bits": Bounds(0, 2**YEAR - 1),
}
"""What a unit allows."""
ROUNDING = 1e-9
"""By which a sum of shares may miss 1."""
EXACT = 2**53
"""Whole numbers below it are exact as floats."""
RANGES = (
    ("provinces", "first_county", "counties", "counties"),
    ("counties", "first_village", "villages", "villages"),
    ("counties", "first_household", "households", "households"),
    ("counties", "first_person", "persons", "persons"),
    ("counties", "first_employer", "employers", "employers"),
    ("counties", "first_centre", "centres", "centres"),
    ("villages", "first_household", "households", "households"),
    ("households", "first_person", "members", "persons"),
)
"""Table, its column of first rows, its column of how many, the table that they are rows of."""


def bounds(name: str, column: Column) -> Bounds:
    """Domain of a column: by its name, its unit, its sign and the room of its type.

    Parameters
    ----------
    name : table and column, such as "persons.age"
    column : its declaration
    """
    if name in BOUNDS:
        return BOUNDS[name]
    if column.unit in BY_UNIT:
        return BY_UNIT[column.unit]
    kind = np.dtype(column.dtype)
    if kind.kind == "b":
        return Bounds(0, 1)
    if kind.kind == "f":
        high = float(np.finfo(kind).max) / 2.0
    elif kind.itemsize < 4:
        high = np.iinfo(kind).max
    else:
        high = min(np.iinfo(kind).max // 2, EXACT)
    low = NONE if name in MAY_BE_NONE else -high if name in MAY_BE_NEGATIVE else 0
    return Bounds(low, high)


@cache
def domains() -> tuple[tuple[str, str, Bounds], ...]:
    """Table, column and bounds of every column that is not a flag, in the order of the tables."""
    tables = get_type_hints(World).items()
    return tuple(
        (table, name, bounds(f"{table}.{name}", column))
        for table, kind in tables
        for name, column in columns(kind).items()
        if column.dtype != "?"
    )


def first_violation(world: World) -> str | None:
    """Name the first row that breaks an invariant.

    Parameters
    ----------
    world : World
        All tables.

    Returns
    -------
    str or None
        "persons.age: row 17 is 121, allowed is 0 to 120", or None if every row is in its domain.
    """
    for table, column, allowed in domains():
        values = getattr(getattr(world, table), column)
        if values.size and not (allowed.low <= values.min() and values.max() <= allowed.high + ROUNDING):
            return _told(f"{table}.{column}", values, allowed)
    for table, column, target in LINKS:
        name, values = f"{table}.{column}", getattr(getattr(world, table), column)
        low = NONE if name in MAY_BE_NONE else 0
        most = len(getattr(world, target)[0]) - 1
        if values.size and not (low <= values.min() and values.max() <= most):
            row = _first((values < low) | (values > most))
            return f"{name}: row {row} points to {values[row]}, allowed is {low} to {most}"
    for table, column, count, target in RANGES:
        first, many = (getattr(getattr(world, table), name).astype(np.int64) for name in (column, count))
        ends = first + many
        if len(first) and (first[0] != 0 or ends[-1] > len(getattr(world, target)[0])):
            return f"{table}.{column}: rows {first[0]} to {ends[-1]} are not rows of {target}"
        if (first[1:] != ends[:-1]).any():
            row = 1 + _first(first[1:] != ends[:-1])
            return f"{table}.{column}: row {row} begins at {first[row]}, the row before it ends at {ends[row - 1]}"
    return None


def _told(name: str, values: NDArray[Any], allowed: Bounds) -> str:
    """The first row that is out of bounds, or not a number."""
    row = _first(~((values >= allowed.low) & (values <= allowed.high + ROUNDING)))
    found = np.ravel(values[row])
    worst = next(value for value in found if not allowed.low <= value <= allowed.high + ROUNDING)
    if not math.isfinite(float(worst)):
        return f"{name}: row {row} is {worst}, allowed is a finite number"
    if values.dtype.kind in "iu" and values.dtype.itemsize >= 4 and worst > allowed.high and name not in BOUNDS:
        return f"{name}: row {row} is {worst}, near the most that its type holds; allowed is to {allowed.high}"
    return f"{name}: row {row} is {worst}, allowed is {allowed.low:g} to {allowed.high:g}"


def _first(broken: NDArray[np.bool_]) -> int:
    """Row of the first value that is broken."""
    return int(np.flatnonzero(broken.reshape(len(broken), -1).any(axis=1))[0])
