"""Everybody is met once: the tables of a world become objects that know one another."""

from typing import Any, NamedTuple

import mesa

from sim.state import World
from sim.state.codes import PROVINCE
from twin_month.county import County, Province, Village
from twin_month.employer import Employer, TrainingCenter
from twin_month.household import Household
from twin_month.person import Person
from twin_month.record import Record


def objects(kind: type, model: mesa.Model, table: NamedTuple) -> list[Any]:
    """An object for each row of a table, in order, its attributes named like the columns."""
    rows = zip(*(column.tolist() for column in table), strict=True)
    return [kind(model, dict(zip(table._fields, row, strict=True))) for row in rows]


class Setting(NamedTuple):
    """All objects of a world, in the order of its rows."""

    provinces: list[Province]
    counties: list[County]
    villages: list[Village]
    employers: list[Employer]
    centres: list[TrainingCenter]
    households: list[Household]
    records: list[Record]
    persons: list[Person]


def take_census(setting: Setting) -> None:
    """Households, records and persons are those of the counties now."""
    setting.households[:] = [household for county in setting.counties for household in county.households]
    setting.records[:] = [household.record for household in setting.households]
    setting.persons[:] = [person for county in setting.counties for person in county.persons]


def meet(model: mesa.Model, world: World) -> Setting:
    """Make the objects of a world; links between rows become links between objects."""
    setting = Setting(
        objects(Province, model, world.provinces),
        objects(County, model, world.counties),
        objects(Village, model, world.villages),
        objects(Employer, model, world.employers),
        objects(TrainingCenter, model, world.centres),
        objects(Household, model, world.households),
        objects(Record, model, world.registry),
        objects(Person, model, world.persons),
    )
    provinces, counties, villages, employers, centres, households, records, persons = setting
    for province in provinces:
        province.id = province.code
        province.counties = []
        province.accounts = {}
    for county in counties:
        county.id = county.code
        county.province = provinces[county.province]
        county.province.counties.append(county)
        county.villages, county.households, county.persons = [], [], []
        county.employers, county.centres = [], []
        county.founders = set()
    for village in villages:
        village.county = counties[village.county]
        village.county.villages.append(village)
        village.households = []
    for employer in employers:
        employer.province = provinces[employer.province]
        if employer.place >= PROVINCE:
            employer.county = None
            employer.province.accounts[employer.place] = employer
        else:
            employer.county = counties[employer.county]
            employer.county.employers.append(employer)
    for centre in centres:
        centre.county = counties[centre.county]
        centre.county.centres.append(centre)
    for household, record in zip(households, records, strict=True):
        household.village = villages[household.village]
        household.village.households.append(household)
        household.village.county.households.append(household)
        household.members = []
        household.record, record.household, record.id = record, household, household.id
    for person in persons:
        person.household = households[person.household]
        person.household.members.append(person)
        person.county.persons.append(person)
        person.partner = persons[person.partner] if person.partner >= 0 else None
        person.employer = employers[person.employer] if person.employer >= 0 else None
    return setting
