"""The state: one table a file, every column declared once."""

from typing import NamedTuple

from sim.state.centres import Centres
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.registry import Registry
from sim.state.villages import Villages

__all__ = [
    "Centres",
    "Counties",
    "Employers",
    "Households",
    "Persons",
    "Provinces",
    "Registry",
    "Villages",
    "World",
]


class World(NamedTuple):
    """All tables of a simulated world."""

    persons: Persons
    households: Households
    registry: Registry
    employers: Employers
    centres: Centres
    villages: Villages
    counties: Counties
    provinces: Provinces
