"""What every row must satisfy after every month: links that point to rows, stocks not negative, finite numbers.

Books that close (`rules/accounts.py`) say that money and people balance; this says that no column has left its domain.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.numeric import NONE
from sim.state import World
from sim.state.links import LINKS, MAY_BE_NONE

MAY_BE_NEGATIVE = frozenset(
    {
        *MAY_BE_NONE,
        *("persons.skill", "persons.taste", "persons.match", "persons.fortune", "villages.pull"),
        *("households.earned", "households.surveyed", "households.worth_before", "households.income"),
        *("households.stock_bought", "households.invested"),
        *("households.survey_income", "households.survey_income_last"),
        *("registry.recorded_month", "counties.worth_before", "counties.bequests", "counties.honesty"),
        *("employers.owner", "employers.other_cost", "employers.cash"),
        *("counties.competence", "counties.farm_shock", "counties.farm_price", "counties.money", "provinces.demand"),
    }
)
"""Log points, net flows, links and dates that may be NONE, and money of a fate that undoes an earlier month's."""


class Bounds(NamedTuple):
    """Lowest and highest value of a column."""

    low: int
    high: int


BOUNDS = {
    "persons.age": Bounds(0, 120),
    "persons.capacity": Bounds(0, 3),
    "persons.health": Bounds(0, 2),
    "persons.certificate": Bounds(0, 2),
    "persons.wage_days": Bounds(0, 31),
    "households.members": Bounds(1, 127),
    "registry.tag": Bounds(0, 3),
}


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
    for table, rows in world._asdict().items():
        for column, values in rows._asdict().items():
            name = f"{table}.{column}"
            if values.dtype.kind == "f" and (row := _first(~np.isfinite(values))) is not None:
                return f"{name}: row {row} is {values[row]}, allowed is a finite number"
            if (
                name in BOUNDS
                and (row := _first((values < BOUNDS[name].low) | (values > BOUNDS[name].high))) is not None
            ):
                return f"{name}: row {row} is {values[row]}, allowed is {BOUNDS[name].low} to {BOUNDS[name].high}"
            if name not in MAY_BE_NEGATIVE and values.dtype.kind in "if" and (row := _first(values < 0)) is not None:
                return f"{name}: row {row} is {values[row]}, allowed is 0 or more"
    for table, column, target in LINKS:
        name, values = f"{table}.{column}", getattr(getattr(world, table), column)
        low = NONE if name in MAY_BE_NONE else 0
        most = len(getattr(world, target)[0]) - 1
        if (row := _first((values < low) | (values > most))) is not None:
            return f"{name}: row {row} points to {values[row]}, allowed is {low} to {most}"
    return None


def _first(broken: NDArray[np.bool_]) -> int | None:
    """Row of the first value that is broken, or None."""
    rows = np.flatnonzero(broken.reshape(len(broken), -1).any(axis=1)) if broken.size else broken
    return int(rows[0]) if len(rows) else None
