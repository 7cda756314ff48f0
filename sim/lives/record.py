"""A household as one reads it: every value of its row, its record in the registry and its members, by name.

Rows of tables are made anew each January, so links to people are left out and an employer is told by its kind, place
and permanent id. Of the rings of twelve months the sums per head remain: X in its three readings.
"""

from functools import cache
from typing import Any, NamedTuple

from sim.agents import CERTIFICATES, EMPLOYER_KINDS, HEALTH, LABOUR_CAPACITIES, PLACES, TAG_NAMES
from sim.numeric import NONE
from sim.rowview import FEN
from sim.rules import relapse
from sim.state import Households, Persons, Registry, World
from sim.state.codes import READINGS, SOURCES, YEAR
from sim.state.table import columns

Value = bool | int | float | str | None
Key = tuple[int, str]
"""Permanent id of a member, or `HOUSEHOLD`, and the name of a column."""

HOUSEHOLD = 0
SMALLEST_ID = 1 << 24
"""Codes of counties and provinces are smaller than every permanent id made from them."""
UNTOLD = frozenset(
    {
        *("id", "household", "partner", "village", "first_person", "employer", "looks"),
        *("worked_months", "away_months", "fell_months"),
    }
)
"""Columns that are ids, rows or bits of months, or of use within a month alone; the employer is told in words."""
SHOWN_SOURCES = ("wages", "business", "property", "transfers")
SHOWN_READINGS = ("market", "raw", "realised")
PARTS: dict[tuple[int, ...], tuple[str, ...]] = {(SOURCES,): SHOWN_SOURCES, (READINGS,): SHOWN_READINGS}
COURSES = ("none", "craft", "online", "senior", "farm", "technical_school", "eastern_school", "refused")
SIGNS = ("none", "report", "visit", "match")
CLAIMS = ("none", "injury_due", "injury_paid", "jobless_due", "jobless_paid", "jobless_away")
WORDS: dict[str, Any] = {
    "certificate": CERTIFICATES,
    "health": HEALTH,
    "capacity": LABOUR_CAPACITIES,
    "course": COURSES,
    "claim": CLAIMS,
    "tag": TAG_NAMES,
    "sign": SIGNS,
}
"""Codes in words, by column."""


class Told(NamedTuple):
    """How a column is told."""

    name: str
    scale: int
    """Fen of a yuan for money, else 1."""
    parts: tuple[str, ...]
    """Names of the parts of a column that has several."""


def members(world: World, h: int) -> slice:
    """Rows of a household's members."""
    first = int(world.households.first_person[h])
    return slice(first, first + int(world.households.members[h]))


def record(world: World, h: int) -> dict[Key, Value]:
    """The household in row `h`: value by subject and column; money is yuan."""
    found: dict[Key, Value] = {}
    for table, kind in ((world.households, Households), (world.registry, Registry)):
        for told in _told(kind):
            _read(found, HOUSEHOLD, told, getattr(table, told.name)[h])
    for reading, name in enumerate(SHOWN_READINGS):
        found[HOUSEHOLD, f"x.{name}"] = x_of(world, h, reading)
    persons = world.persons
    rows = members(world, h)
    for p in range(rows.start, rows.stop):
        person = int(persons.id[p])
        for told in _told(Persons):
            _read(found, person, told, getattr(persons, told.name)[p])
        found[person, "employer"] = employer(world, p)
    return found


def x_of(world: World, h: int, reading: int) -> float:
    """X of a household in one reading, yuan per head and year."""
    return relapse.true_income.py_func(world.households, h, reading) / FEN


def lines_of(world: World, h: int) -> tuple[float, float]:
    """The monitoring line and the poverty line where a household lives, yuan per head and year."""
    county = world.villages.county[world.households.village[h]]
    line = int(world.provinces.line[world.counties.province[county]])
    return line / FEN, relapse.poverty_line.py_func(line) / FEN


def employer(world: World, p: int) -> str:
    """Where the person in row `p` has a wage job: "county: firm 755243155552", or "none"."""
    e = int(world.persons.employer[p])
    if e == NONE:
        return "none"
    kind, place = EMPLOYER_KINDS[world.employers.kind[e]], PLACES[world.employers.place[e]]
    return f"{place}: {kind} {int(world.employers.id[e])}" if place == "county" else str(place)


@cache
def _told(table: type[Any]) -> tuple[Told, ...]:
    """The columns of a table that are told."""
    found = []
    for name, column in columns(table).items():
        parts = PARTS.get(column.width, ())
        if name not in UNTOLD and column.width != (YEAR,):
            found.append(Told(name, FEN if column.unit.startswith("fen") else 1, parts))
    return tuple(found)


def _read(found: dict[Key, Value], subject: int, told: Told, value: Any) -> None:
    for name, entry in zip(told.parts, value.tolist(), strict=True) if told.parts else [("", value.item())]:
        if told.name in WORDS:
            entry = str(WORDS[told.name][entry])
        elif told.scale != 1:
            entry = entry / told.scale
        found[subject, f"{told.name}.{name}" if name else told.name] = entry
