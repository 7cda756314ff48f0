"""Offices of the first month: accounts outside the counties, the registry, purses, training centres."""

import numpy as np

from sim.behaviour import Behaviour
from sim.funding import unit_cost
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, normal, uniform
from sim.population.people import COUNTY_BITS
from sim.population.villages import starts
from sim.rules.search import place_pay
from sim.state.centres import Centres
from sim.state.codes import (
    CITY,
    EASTERN_PROVINCE,
    ELSEWHERE,
    MASTER_STUDIO,
    MEASURES,
    ONLINE,
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
from sim.state.table import SPARE, empty

FEN = 100.0
ACCOUNTS = (CITY, EASTERN_PROVINCE, REST_OF_COUNTRY)
CENTRES = (VOCATIONAL_SCHOOL, TECHNICAL_COLLEGE, SKILL_BASE, MASTER_STUDIO, ONLINE)
SPARE_SEATS = 3.0
"""Seats of a county's centres together against the courses of 2020-21 in an even month."""


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
    registry = empty(Registry, len(households.id), int(SPARE * len(households.id)))
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


def fill_purses(counties: Counties, luck: Luck) -> None:
    """What a labour office has at hand for each measure: less than one unit takes, by luck.

    Money for a unit is saved up month by month, and a county of few people rarely has a whole one: were all purses
    empty before the first month, small samples would see fewer units than large ones for years.
    """
    levers = Levers()
    for c, code in enumerate(counties.code):
        for m in range(MEASURES):
            saved = uniform(luck, int(Decision.FIRST_PURSE), int(code), m)
            counties.purse[c, m] = int(saved * unit_cost(m, levers))
    counties.balance[:] = counties.purse


def make_centres(counties: Counties, households: Households, behaviour: Behaviour, luck: Luck) -> Centres:
    """A vocational school, a technical college, places at a base, in a studio and online in each county.

    The school has two thirds and the college a third of the seats for short courses; the college has its pupils' seats.
    """
    centres = empty(Centres, len(CENTRES) * len(counties.code))
    counties.centres[:] = len(CENTRES)
    counties.first_centre[:] = starts(counties.centres)
    counties.eastern_carried[:] = [uniform(luck, int(Decision.COURSE_KIND), int(code)) for code in counties.code]
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
            centres.seats_carried[k] = uniform(luck, int(Decision.COURSE_KIND), int(centres.id[k]))
            centres.quality[k] = 1.0 + 0.1 * normal(
                luck, int(Decision.POPULATION_COUNTY), int(counties.code[c]), 20 + i
            )
    return centres
