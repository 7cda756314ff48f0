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
from sim.numeric import NONE, Decision, Luck, make_luck, normal, uniform
from sim.population import firms, owners, traits, work
from sim.population.margins import Margins, margins
from sim.population.people import COUNTY_BITS
from sim.population.settings import County, Population, all_counties, chosen_counties
from sim.population.villages import make_villages, starts
from sim.rules.calendar import SCHOOL_AGE
from sim.rules.search import place_pay
from sim.state import World
from sim.state.centres import Centres
from sim.state.codes import (
    CITY,
    EASTERN_PROVINCE,
    ELSEWHERE,
    FIRM,
    LOCAL,
    MASTER_STUDIO,
    ONLINE,
    PLACES,
    PROVINCE,
    REST_OF_COUNTRY,
    SKILL_BASE,
    TECHNICAL_COLLEGE,
    VOCATIONAL_SCHOOL,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.registry import Registry
from sim.state.table import Array, empty
from sim.state.villages import Villages

LUCK_MONTH = 0
"""All draws of the first month, whatever the date: another start meets the same people."""
ACCOUNTS = (CITY, EASTERN_PROVINCE, REST_OF_COUNTRY)
CENTRES = (VOCATIONAL_SCHOOL, TECHNICAL_COLLEGE, SKILL_BASE, MASTER_STUDIO, ONLINE)
SPARE_SEATS = 3.0
"""Seats of a county's centres together against the courses of 2020-21 in an even month."""
FEN = 100.0


class Place(NamedTuple):
    """What the files say of a province."""

    code: int
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
    luck = make_luck(seed, LUCK_MONTH)
    parts = margins()
    provinces, places = make_provinces(chosen)
    counties = make_counties(chosen, provinces, population.households)
    households, people = count_people(chosen, counties, population.households, parts, luck)
    villages = make_villages(chosen, counties, households, parts, luck)
    persons = empty(Persons, people)
    works_at = settle(chosen, places, persons, households, villages, counties, parts, behaviour, calendar_month, luck)
    weigh(chosen, counties, households)
    employers = hire(chosen, persons, households, counties, provinces, works_at, parts, behaviour, calendar_month, luck)
    registry = make_registry(persons, households, behaviour, calendar_month)
    centres = make_centres(counties, households, behaviour, luck)
    return World(persons, households, registry, employers, centres, villages, counties, provinces)


def make_provinces(chosen: tuple[County, ...]) -> tuple[Provinces, list[Place]]:
    """The provinces of the chosen counties, by code, and what the files say of them."""
    places = [
        Place(int(row["code"]), int(row["key_counties"]), float(row["east_share"]), float(row["land_per_head"]))
        for row in sorted(rows("provinces.csv"), key=lambda row: int(row["code"]))
        if any(county.province == int(row["code"]) for county in chosen)
    ]
    provinces = empty(Provinces, len(places))
    provinces.code[:] = [place.code for place in places]
    provinces.key_counties[:] = [place.key_counties for place in places]
    provinces.counties[:] = [sum(county.province == place.code for county in chosen) for place in places]
    provinces.first_county[:] = starts(provinces.counties)
    return provinces, places


def make_counties(chosen: tuple[County, ...], provinces: Provinces, households: int) -> Counties:
    """The counties, by code, with what does not depend on their people."""
    counties = empty(Counties, len(chosen))
    counties.code[:] = [county.code for county in chosen]
    counties.province[:] = np.searchsorted(provinces.code, [county.province for county in chosen])
    counties.is_key[:] = [county.is_key for county in chosen]
    counties.is_provincial_key[:] = [county.is_provincial_key for county in chosen]
    counties.remoteness[:] = [county.remoteness for county in chosen]
    counties.households[:] = households
    counties.first_household[:] = starts(counties.households)
    counties.staff[:] = 1.0
    counties.health_service[:] = 1.0
    counties.agronomists[:] = 1.0
    return counties


def count_people(
    chosen: tuple[County, ...], counties: Counties, households: int, parts: Margins, luck: Luck
) -> tuple[Households, int]:
    """Households with their sizes and strata, and how many people they have together."""
    table = empty(Households, len(chosen) * households)
    members, registered = table.members.reshape(-1, households), table.is_registered.reshape(-1, households)
    for c, county in enumerate(chosen):
        traits.count(county.code, county.registered_share, members[c], registered[c], parts.composition, luck)
    table.first_person[:] = starts(table.members)
    counties.persons[:] = members.sum(axis=1)
    counties.first_person[:] = starts(counties.persons)
    return table, int(counties.persons.sum())


def weigh(chosen: tuple[County, ...], counties: Counties, households: Households) -> None:
    """People that a simulated person stands for: registered people of each province and kind add up."""
    people: dict[tuple[int, bool], float] = {}
    sampled: dict[tuple[int, bool], float] = {}
    for county in all_counties():
        stratum = county.province, county.is_key
        people[stratum] = people.get(stratum, 0.0) + county.registered_people
    for county in chosen:
        stratum = county.province, county.is_key
        sampled[stratum] = sampled.get(stratum, 0.0) + county.registered_people
    registered = np.where(households.is_registered, households.members, 0).reshape(len(chosen), -1).sum(axis=1)
    for c, county in enumerate(chosen):
        stratum = county.province, county.is_key
        stands_for = people[stratum] * county.registered_people / sampled[stratum]
        counties.weight[c] = stands_for / max(1, int(registered[c]))


def settle(
    chosen: tuple[County, ...], places: list[Place], persons: Persons, households: Households, villages: Villages,
    counties: Counties, parts: Margins, behaviour: Behaviour, month: Month, luck: Luck,
) -> Array:  # fmt: skip
    """Fill households and persons; returns where each person works, a place or NONE."""
    works_at = np.full(len(persons.id), NONE, np.int64)
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
    villages.people[:] = np.add.reduceat(households.members.astype(np.int32), villages.first_household)
    at_work = np.flatnonzero(works_at != NONE)
    village = households.village[persons.household[at_work]]
    np.add.at(villages.workers, (village, works_at[at_work]), 1)
    np.add.at(counties.outside_jobs, (villages.county[village], works_at[at_work]), 1)
    return works_at


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


def open_accounts(employers: Employers, provinces: Provinces, behaviour: Behaviour, month: Month) -> None:
    """The accounts outside: cities of the province, paired east, rest of the country, for each province."""
    for q, code in enumerate(provinces.code):
        for place in range(PROVINCE, ELSEWHERE + 1):
            e = int(provinces.first_account[q]) + place - PROVINCE
            employers.id[e] = (int(code) * 1000 << COUNTY_BITS) + place
            employers.county[e] = NONE
            employers.province[e] = q
            employers.place[e] = place
            employers.kind[e] = ACCOUNTS[place - PROVINCE]
            employers.is_open[e] = True
            employers.owner[e] = NONE
            employers.productivity[e] = 1.0
            employers.wage[e] = int(place_pay(place, behaviour, month.pay_level) * FEN)


FIRST_ALLOWANCE_SHARE = 0.5
"""Allowance against its standard before the first review, which replaces it."""


def make_registry(persons: Persons, households: Households, behaviour: Behaviour, month: Month) -> Registry:
    """A registry in which nobody is monitored, and a first guess of everybody's income, true and recorded."""
    registry = empty(Registry, len(households.id))
    registry.tagged_month[:] = NONE
    wages = np.zeros(len(households.id), np.int64)
    np.add.at(wages, persons.household, persons.wage.astype(np.int64))
    farm = households.land * behaviour.farm_output * month.farm_price_level * FEN / YEAR
    monthly = (0.7 * wages + farm).astype(np.int64)
    households.income[:] = monthly[:, None]
    registry.recorded_income[:] = YEAR * monthly // households.members
    registry.recorded_month[:] = month.number
    registry.allowance[:] = households.is_dibao * np.floor(FIRST_ALLOWANCE_SHARE * month.allowance)
    return registry


def first_seats(kind: int, registered: int, behaviour: Behaviour) -> float:
    """Seats a month of a centre of 2020-21 for so many registered people; of a technical college, pupils too."""
    short = SPARE_SEATS * behaviour.courses_per_registered / YEAR
    each = {
        VOCATIONAL_SCHOOL: short * 2.0 / 3.0,
        TECHNICAL_COLLEGE: short / 3.0 + behaviour.school_seats_per_registered,
        SKILL_BASE: behaviour.senior_places_per_registered / YEAR * 2.0 / 3.0,
        MASTER_STUDIO: behaviour.senior_places_per_registered / YEAR / 3.0,
        ONLINE: behaviour.online_places_per_registered / YEAR,
    }
    return each[kind] * registered


def make_centres(counties: Counties, households: Households, behaviour: Behaviour, luck: Luck) -> Centres:
    """A vocational school, a technical college, places at a base, in a studio and online in each county.

    The school has two thirds and the college a third of the seats for short courses; the college has its pupils' seats.
    """
    centres = empty(Centres, len(CENTRES) * len(counties.code))
    counties.centres[:] = len(CENTRES)
    counties.first_centre[:] = starts(counties.centres)
    counties.eastern_carried[:] = [uniform(luck, Decision.COURSE_KIND, int(code)) for code in counties.code]
    for c in range(len(counties.code)):
        first, count = int(counties.first_household[c]), int(counties.households[c])
        rows_of = slice(first, first + count)
        registered = int(households.members[rows_of][households.is_registered[rows_of]].sum())
        for i, kind in enumerate(CENTRES):
            k = int(counties.first_centre[c]) + i
            centres.id[k] = (int(counties.code[c]) << COUNTY_BITS) + i
            centres.county[k] = c
            centres.kind[k] = kind
            centres.capacity[k] = first_seats(kind, registered, behaviour)
            centres.seats_carried[k] = uniform(luck, Decision.COURSE_KIND, int(centres.id[k]))
            centres.quality[k] = 1.0 + 0.1 * normal(luck, Decision.POPULATION_COUNTY, int(counties.code[c]), 20 + i)
    return centres
