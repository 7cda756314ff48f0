"""Tables of a few rows for tests of one rule: adults at home and nothing else, until a test says so.

Person p has id p + 1, household h id 1000 + h, employer e id 5000 + e, county c code 10 + c; the province has code 1.
The three employers after those of the counties are its accounts outside: city, east, rest of the country.
"""

from sim.numeric import NONE
from sim.state import Centres, Counties, Employers, Households, Persons, Provinces, Registry, Villages, World
from sim.state.codes import CITY, FULL, LOCAL, PLACES
from sim.state.month import Month
from sim.state.room import Room
from sim.state.table import empty

ORDINARY = Month(
    number=240,
    season=3,
    price_level=1.0,
    pay_level=1.0,
    farm_price_level=1.0,
    pension=0.0,
    allowance=0.0,
    movement_stop=0.0,
    destination_slump=0.0,
    drought=0.0,
)
"""A month in which nothing happens: April, levels of 2020."""
USUAL_STOCK = 250_000
"""Fen a head that animals, tools and trees are usually worth."""


def few_rows(*counties: tuple[int, ...], firms: int = 0, centres: int = 0) -> World:
    """A world of one province; each county is given by the sizes of its households, and is one village."""
    sizes = [size for county in counties for size in county]
    world = World(
        empty(Persons, sum(sizes)),
        empty(Households, len(sizes)),
        empty(Registry, len(sizes)),
        empty(Employers, len(counties) * firms + PLACES - 1),
        empty(Centres, len(counties) * centres),
        empty(Villages, len(counties)),
        empty(Counties, len(counties)),
        empty(Provinces, 1),
    )
    _counties(world, counties, firms, centres)
    h = p = 0
    for c, county in enumerate(counties):
        for size in county:
            world.households.id[h] = 1000 + h
            world.households.village[h] = c
            world.households.first_person[h] = p
            world.households.members[h] = size
            world.households.stock[h] = USUAL_STOCK * size
            world.households.is_registered[h] = True
            world.persons.household[p : p + size] = h
            h, p = h + 1, p + size
    persons, registry = world.persons, world.registry
    persons.id[:] = range(1, p + 1)
    persons.age[:] = 30
    persons.schooling[:] = 9
    persons.capacity[:] = FULL
    for link in (persons.partner, persons.employer, persons.trained_months, persons.looks):
        link[:] = NONE
    registry.tagged_month[:] = NONE
    return world


def _counties(world: World, sizes: tuple[tuple[int, ...], ...], firms: int, centres: int) -> None:
    counties, provinces, employers = world.counties, world.provinces, world.employers
    h = p = 0
    for c, county in enumerate(sizes):
        counties.code[c] = 10 + c
        counties.first_household[c], counties.households[c] = h, len(county)
        counties.first_person[c], counties.persons[c] = p, sum(county)
        counties.first_employer[c], counties.employers[c] = c * firms, firms
        counties.first_centre[c], counties.centres[c] = c * centres, centres
        counties.first_village[c], counties.villages[c] = c, 1
        world.villages.people[c] = sum(county)
        h, p = h + len(county), p + sum(county)
    counties.people_before[:] = counties.persons
    counties.weight[:] = 1.0
    counties.remoteness[:] = 0.5
    counties.staff[:] = 1.0
    counties.health_service[:] = 1.0
    counties.agronomists[:] = 1.0
    counties.teaching[:] = 1.0
    counties.arrears_recovered[:] = 0.5
    counties.village_officials[:] = 1.0
    provinces.code[:] = 1
    provinces.counties[:] = len(sizes)
    provinces.first_account[:] = len(sizes) * firms
    employers.id[:] = range(5000, 5000 + len(employers.id))
    world.villages.county[:] = range(len(sizes))
    employers.county[:] = NONE
    employers.place[:] = LOCAL
    employers.is_open[:] = True
    employers.owner[:] = NONE
    employers.productivity[:] = 1.0
    for place in range(1, PLACES):
        employers.place[len(sizes) * firms + place - 1] = place
        employers.kind[len(sizes) * firms + place - 1] = CITY + place - 1
    for c in range(len(sizes)):
        employers.county[c * firms : (c + 1) * firms] = c


def room_for(world: World) -> Room:
    """Room to sort in."""
    return empty(Room, len(world.persons.id))


def work_for(world: World, p: int, e: int, wage: int = 300_000, tenure_months: int = 0) -> None:
    """Give a person a wage job, on both sides of the books."""
    world.persons.employer[p] = e
    world.persons.wage[p] = wage
    world.persons.tenure_months[p] = tenure_months
    place = int(world.employers.place[e])
    if place == LOCAL:
        world.employers.filled[e] += 1
    else:
        county = int(world.villages.county[world.households.village[world.persons.household[p]]])
        world.counties.outside_jobs[county, place] += 1
