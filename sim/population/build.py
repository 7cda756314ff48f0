"""The world of the first month: the chosen counties, their villages, people, employers and offices.

Everything random is keyed by permanent ids, so a household is the same in every sample that holds it, and the first
500 households of a county are the same among 1,000. Registered people of a province add up to its published total:
each county stands for its share of the people of its kind in its province.

Nobody is monitored yet: the burn-in starts the registry. Margins describe 2020; the population enters the burn-in with
them and is up to two years older in the first month. Courses last a month, so none is under way.
"""

from typing import NamedTuple

import numpy as np

from sim.behaviour import Behaviour
from sim.data import rows
from sim.levers import Levers
from sim.numeric import NONE, Luck, make_luck
from sim.population import firms, given, owners, traits, work
from sim.population.margins import Margins, margins
from sim.population.offices import ACCOUNTS, fill_purses, make_centres, make_registry, open_accounts
from sim.population.places import County
from sim.population.settings import FULL, MICRODATA, Population, chosen_counties, counties_of
from sim.population.survey import Survey, read_survey
from sim.population.villages import make_villages, starts
from sim.rules.calendar import SCHOOL_AGE
from sim.state import World
from sim.state.codes import (
    FIRM,
    LOCAL,
    PLACES,
    PROVINCE,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.table import SPARE, Array, empty
from sim.state.villages import Villages

LUCK_MONTH = 0
"""All draws of the first month, whatever the date: another start meets the same people."""
FEN = 100.0


class Place(NamedTuple):
    """What the files say of a province."""

    code: int
    name: str
    key_counties: int
    east_share: float
    land_per_head: float


def build(population: Population, behaviour: Behaviour, calendar_month: Month, seed: int) -> World:
    """Make the world that a run starts from.

    Parameters
    ----------
    population : which counties and how many households of each
    behaviour : values in use
    calendar_month : first month of the burn-in, for money of the time
    seed : seed of the run

    Raises
    ------
    InputError
        If the population is not allowed.
    """
    chosen = chosen_counties(population)
    if population.scale == FULL:
        chosen = tuple(county._replace(registered_share=1.0) for county in chosen)
    luck = make_luck(seed, LUCK_MONTH)
    parts = margins(population.own.facts)
    provinces, places = make_provinces(chosen, population.own.facts)
    counties = make_counties(chosen, provinces)
    survey = read_survey(population.own) if population.source == MICRODATA else None
    picked = np.zeros((0, 0), np.int64)
    if survey is not None:
        names = {place.code: place.name for place in places}
        picked = given.pick(survey, chosen, names, population.households, luck)
    households = count_people(chosen, counties, population, parts, luck, survey, picked)
    villages = make_villages(chosen, counties, households, parts, luck)
    people = int(counties.persons.sum())
    persons = empty(Persons, people, int(SPARE * people))
    month = calendar_month
    row = fill(survey, picked, chosen, places, persons, households, counties, parts, behaviour, month, luck)
    works_at = settle(chosen, places, persons, households, villages, counties, parts, behaviour, luck)
    if survey is not None:
        east = np.array([place.east_share for place in places])[np.repeat(counties.province, counties.persons)]
        given.place(survey, row, persons, east, works_at, luck)
    count_workers(persons, households, villages, counties, works_at)
    weigh(chosen, counties_of(population), counties, households)
    employers = hire(chosen, persons, households, counties, provinces, works_at, parts, behaviour, month, luck)
    if survey is not None:
        given.pay(survey, row, persons, Levers().local_jobs_post_term, month.pay_level)
    registry = make_registry(persons, households, behaviour, calendar_month)
    receiving = np.where(households.is_dibao, households.members, 0)
    counties.allowance_people[:] = np.add.reduceat(receiving, counties.first_household)
    centres = make_centres(counties, households, behaviour, luck)
    fill_purses(counties, luck)
    return World(persons, households, registry, employers, centres, villages, counties, provinces)


def make_provinces(chosen: tuple[County, ...], facts: str) -> tuple[Provinces, list[Place]]:
    """The provinces of the chosen counties, by code, and what the files say of them."""
    places = [
        Place(
            int(row["code"]),
            row["name"],
            int(row["key_counties"]),
            float(row["east_share"]),
            float(row["land_per_head"]),
        )
        for row in sorted(rows("provinces.csv", facts), key=lambda row: int(row["code"]))
        if any(county.province == int(row["code"]) for county in chosen)
    ]
    provinces = empty(Provinces, len(places))
    provinces.code[:] = [place.code for place in places]
    provinces.key_counties[:] = [place.key_counties for place in places]
    provinces.counties[:] = [sum(county.province == place.code for county in chosen) for place in places]
    provinces.first_county[:] = starts(provinces.counties)
    return provinces, places


def make_counties(chosen: tuple[County, ...], provinces: Provinces) -> Counties:
    """The counties, by code, with what does not depend on their people."""
    counties = empty(Counties, len(chosen))
    counties.code[:] = [county.code for county in chosen]
    counties.province[:] = np.searchsorted(provinces.code, [county.province for county in chosen])
    counties.is_key[:] = [county.is_key for county in chosen]
    counties.is_provincial_key[:] = [county.is_provincial_key for county in chosen]
    counties.remoteness[:] = [county.remoteness for county in chosen]
    counties.staff[:] = 1.0
    counties.health_service[:] = 1.0
    counties.agronomists[:] = 1.0
    return counties


def count_people(
    chosen: tuple[County, ...], counties: Counties, population: Population, parts: Margins, luck: Luck,
    survey: Survey | None, picked: Array,
) -> Households:  # fmt: skip
    """Households with their sizes and strata; and how many of them and of people each county has."""
    if survey is not None:
        told = [(survey.members[rows_of], survey.is_registered[rows_of]) for rows_of in picked]
    else:
        told = [sizes(county, population, parts, luck) for county in chosen]
    counties.households[:] = [len(members) for members, _ in told]
    counties.first_household[:] = starts(counties.households)
    count = int(counties.households.sum())
    table = empty(Households, count, int(SPARE * count))
    table.members[:] = np.concatenate([members for members, _ in told])
    table.is_registered[:] = np.concatenate([registered for _, registered in told])
    table.first_person[:] = starts(table.members)
    counties.persons[:] = [members.sum() for members, _ in told]
    counties.first_person[:] = starts(counties.persons)
    return table


def sizes(county: County, population: Population, parts: Margins, luck: Luck) -> tuple[Array, Array]:
    """Size and stratum of each household of a county: as many as asked for, or until all registered people have one."""
    people = int(county.registered_people)
    for count in (people // 2, people) if population.scale == FULL else (population.households,):
        members, registered = np.zeros(count, np.int8), np.zeros(count, np.bool_)
        traits.count(county.code, county.registered_share, members, registered, parts.composition, luck)
        if population.scale != FULL or members.sum() >= people:
            break
    if population.scale == FULL:
        count = int(np.searchsorted(np.cumsum(members), people)) + 1
        members, registered = members[:count], registered[:count]
    return members, registered


def weigh(chosen: tuple[County, ...], everyone: tuple[County, ...], counties: Counties, households: Households) -> None:
    """People that a simulated person stands for: registered people of each province and kind add up."""
    people: dict[tuple[int, bool], float] = {}
    sampled: dict[tuple[int, bool], float] = {}
    for county in everyone:
        stratum = county.province, county.is_key
        people[stratum] = people.get(stratum, 0.0) + county.registered_people
    for county in chosen:
        stratum = county.province, county.is_key
        sampled[stratum] = sampled.get(stratum, 0.0) + county.registered_people
    registered_members = np.where(households.is_registered, households.members, 0).astype(np.int64)
    registered = np.add.reduceat(registered_members, counties.first_household)
    for c, county in enumerate(chosen):
        stratum = county.province, county.is_key
        stands_for = people[stratum] * county.registered_people / sampled[stratum]
        counties.weight[c] = stands_for / max(1, int(registered[c]))


def fill(
    survey: Survey | None, picked: Array, chosen: tuple[County, ...], places: list[Place], persons: Persons,
    households: Households, counties: Counties, parts: Margins, behaviour: Behaviour, month: Month, luck: Luck,
) -> Array:  # fmt: skip
    """Fill households and persons; returns the survey's row of each person, if there is a survey."""
    if survey is not None:
        land = [places[int(row)].land_per_head for row in counties.province]
        told = tuple((county.code, mu, county.remoteness - 0.5) for county, mu in zip(chosen, land, strict=True))
        drawn = parts.traits, parts.estate, behaviour, month.price_level, luck
        return given.settle(survey, picked, persons, households, told, *drawn)
    for c, county in enumerate(chosen):
        place = places[int(counties.province[c])]
        first = int(counties.first_household[c])
        traits.fill(
            persons,
            households,
            first,
            first + int(counties.households[c]),
            county.code,
            place.land_per_head,
            county.remoteness - 0.5,
            parts.composition,
            parts.traits,
            parts.estate,
            behaviour,
            month.price_level,
            luck,
        )
    return np.zeros(0, np.int64)


def settle(
    chosen: tuple[County, ...], places: list[Place], persons: Persons, households: Households, villages: Villages,
    counties: Counties, parts: Margins, behaviour: Behaviour, luck: Luck,
) -> Array:  # fmt: skip
    """What courses taught, and where each person works, a place or NONE, by the margins."""
    works_at = np.full(len(persons.id), NONE, np.int64)
    pull = np.ones((len(villages.id), PLACES))
    work.pull_of_neighbours(villages.id, pull, parts.work, luck)
    was_trained = persons.trained_months != NONE
    persons.lesson[:] = np.where(was_trained, 100, 0)
    risen = np.minimum(1.0, persons.trained_months / behaviour.training_rise_months)
    persons.know_how[:] = np.where(was_trained, risen, 0.0)
    has_child = np.minimum.reduceat(persons.age, households.first_person) < SCHOOL_AGE
    for c, county in enumerate(chosen):
        start = int(counties.first_person[c])
        end = start + int(counties.persons[c])
        east = places[int(counties.province[c])].east_share
        registered, village = households.is_registered, households.village
        jobs = county.local_jobs
        work.place_people(
            persons, registered, has_child, start, end, jobs, east, village, pull, works_at, parts.work, luck
        )
    return works_at


def count_workers(
    persons: Persons, households: Households, villages: Villages, counties: Counties, works_at: Array
) -> None:
    """People of each village, and workers of each village and county by place."""
    villages.people[:] = np.add.reduceat(households.members.astype(np.int32), villages.first_household)
    at_work = np.flatnonzero(works_at != NONE)
    village = households.village[persons.household[at_work]]
    np.add.at(villages.workers, (village, works_at[at_work]), 1)
    np.add.at(counties.outside_jobs, (villages.county[village], works_at[at_work]), 1)


def hire(
    chosen: tuple[County, ...], persons: Persons, households: Households, counties: Counties, provinces: Provinces,
    works_at: Array, parts: Margins, behaviour: Behaviour, month: Month, luck: Luck,
) -> Employers:  # fmt: skip
    """The employers that fit the workers, those of the counties first, then three accounts a province; who has whom."""
    planned = [plan_employers(county.code, int(counties.outside_jobs[c, LOCAL]), parts, luck)
               for c, county in enumerate(chosen)]  # fmt: skip
    counties.employers[:] = [len(kinds) for kinds, _ in planned]
    counties.first_employer[:] = starts(counties.employers)
    counties.outside_jobs[:, LOCAL] = 0
    local = int(counties.employers.sum())
    employers = empty(Employers, local + len(ACCOUNTS) * len(provinces.code))
    provinces.first_account[:] = local + len(ACCOUNTS) * np.arange(len(provinces.code))
    open_accounts(employers, provinces, behaviour, month)
    term = Levers().local_jobs_post_term
    for c, (county, (kinds, sizes)) in enumerate(zip(chosen, planned, strict=True)):
        first = int(counties.first_employer[c])
        rows_of = slice(first, first + len(kinds))
        employers.county[rows_of] = c
        employers.province[rows_of] = counties.province[c]
        access = county.code, county.remoteness
        firms.open_employers(employers, first, kinds, sizes, *access, parts.firms, behaviour, month.pay_level, luck)
        counties.attraction_base[c] = sizes[kinds == FIRM].sum()
        start = int(counties.first_person[c])
        work.employ_people(
            persons,
            employers,
            households.is_registered,
            works_at,
            np.repeat(np.arange(first, first + len(kinds)), sizes),
            int(provinces.first_account[counties.province[c]]),
            start,
            start + int(counties.persons[c]),
            term,
            parts.work,
            behaviour,
            month.pay_level,
            luck,
        )
        owners.name_owners(
            persons,
            employers,
            households.is_registered,
            first,
            first + len(kinds),
            start,
            start + int(counties.persons[c]),
            behaviour,
            luck,
        )
    counties.chances[:, LOCAL] = behaviour.first_local_market
    counties.chances[:, PROVINCE:] = 1.0
    return employers


def plan_employers(code: int, workers: int, parts: Margins, luck: Luck) -> tuple[Array, Array]:
    """Kinds and sizes of a county's employers, and as many free rows, of size 0, as firms."""
    kinds, sizes = np.zeros(2 * workers + 20, np.int64), np.zeros(2 * workers + 20, np.int64)
    count = firms.plan(code, workers, kinds, sizes, parts.firms, luck)
    free = max(1, int(np.sum(kinds[:count] == FIRM)))
    return kinds[: count + free], sizes[: count + free]
