"""What the members of a household are, and what the household has: health, schooling, skill, land, money.

    schooling  by cohort, a step lower for older women and some registered people; pupils by age
    health     disabled or chronically ill by age, registered people more often                        [margins]
    skill      log points, part shared by the household, part one's own; schooling and skill are lower far away
    allowance  households without a full worker first

`u` and `z` hold the uniform and normal draws of a person or household, `s` is 1 for registered people, 0 for others.
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, scratch_kernel, uniform
from sim.population.margins import Composition, Estate, Traits
from sim.population.people import MOST_MEMBERS, draw, household_id, pick
from sim.population.raking import HOUSEHOLD_DRAWS, NORMALS, compose_fitted
from sim.rules.calendar import COLLEGE_END, JUNIOR_END, SCHOOL_AGE, SENIOR_END, labour_capacity
from sim.state.codes import BASIC_CERTIFICATE, CHRONIC, DISABLED, FULL, HEALTHY, HIGH_CERTIFICATE
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.table import Array

FEN = 100.0
ADULT, PENSION_AGE = 16, 60
OLDER_WOMAN = 45
REMEMBERED_MONTHS = 60
YEARS_OF_SCHEME = 7
"""Years in which one could pay into the residents' pension before the burn-in begins."""
MOST_MONEY = 500_000.0
PERSON_DRAWS = 10


@kernel
def years_of(level: int) -> int:
    """Years of a level of schooling: none, primary, junior high, senior high, college."""
    return (0, 6, 9, 12, 15)[level]


@kernel
def cohort(age: int) -> int:
    """Row of the schooling margin: 16-24, 25-34, 35-44, 45-54, 55-64, 65 and older."""
    return min(5, max(0, (age - 15) // 10))


@kernel
def health_age(age: int) -> int:
    """Column of the health margins: 0-15, 16-29, 30-44, 45-59, 60-69, 70 and older."""
    if age < 16:
        return 0
    if age < 30:
        return 1
    return min(5, 2 + (age - 30) // 15) if age < 60 else min(5, 4 + (age - 60) // 10)


@kernel
def is_pupil(age: int, leaving_after_junior_chance: float, leaving_after_senior_chance: float, u: float) -> bool:
    """Whether somebody of this age is still at school."""
    if age < SCHOOL_AGE or age >= COLLEGE_END:
        return False
    if age < JUNIOR_END:
        return True
    stays = 1.0 - leaving_after_junior_chance
    if age >= SENIOR_END:
        stays = stays * (1.0 - leaving_after_senior_chance)
    return u < stays


@kernel
def learn(persons: Persons, p: int, s: int, far: float, u: Array, margins: Traits, certificate_chance: float) -> None:
    """Schooling, courses and certificate of a person. Draws u[1] to u[6]."""
    age = int(persons.age[p])
    persons.trained_months[p] = NONE
    if persons.is_student[p] or age < ADULT:
        persons.schooling[p] = max(0, age - SCHOOL_AGE)
        return
    level = pick(margins.schooling[s], 5 * cohort(age), 5, float(u[1]))
    lower = float(margins.schooling_lower[s, 0]) + far * float(margins.schooling_lower[s, 2])
    if persons.is_female[p] and age >= OLDER_WOMAN:
        lower += float(margins.schooling_lower[s, 1])
    if float(u[2]) < lower:
        level = max(0, level - 1)
    persons.schooling[p] = min(years_of(level), age - SCHOOL_AGE)
    if age < PENSION_AGE and float(u[3]) < float(margins.trained[s, 0]):
        persons.trained_months[p] = int(math.floor(float(REMEMBERED_MONTHS) * float(u[4])))
        if float(u[5]) < certificate_chance:
            persons.certificate[p] = BASIC_CERTIFICATE
    if persons.schooling[p] >= 12 and float(u[6]) < float(margins.high_certificate[s, 0]):
        persons.certificate[p] = HIGH_CERTIFICATE


@kernel
def live(persons: Persons, p: int, s: int, shared: float, u: Array, z: Array, margins: Traits) -> None:
    """Health, capacity, skill, taste and cover of a person; `shared` is the household's skill. Draws u[7:9], z."""
    age = int(persons.age[p])
    k = health_age(age)
    disabled = float(margins.disabled[s, k])
    persons.health[p] = HEALTHY
    if float(u[7]) < disabled:
        persons.health[p] = DISABLED
    elif float(u[7]) < disabled + float(margins.chronic[s, k]):
        persons.health[p] = CHRONIC
    persons.capacity[p] = labour_capacity(age, int(persons.health[p]))
    persons.skill[p] = float(margins.skill[s, 0]) + shared + float(margins.skill[s, 2]) * float(z[0])
    persons.taste[p] = float(z[1])
    if age >= ADULT and not persons.is_student[p]:
        persons.is_insured[p] = float(u[8]) < float(margins.insured[s, 0])
        if persons.is_insured[p]:
            persons.is_pensioner[p] = age >= PENSION_AGE
            persons.paid_years[p] = min(age - ADULT, YEARS_OF_SCHEME)


@kernel
def lognormal(median: float, spread: float, z: float, price_level: float) -> int:
    """Fen of a sum at 2020 prices."""
    return int(math.floor(min(median * math.exp(spread * z), MOST_MONEY) * price_level * FEN))


@kernel
def endow(
    households: Households, h: int, s: int, has_worker: bool, land_per_head: float, u: Array, z: Array,
    margins: Estate, stock_per_head: float, price_level: float,
) -> None:  # fmt: skip
    """Land, money, debts and entitlements of a household. Draws u[20] to u[22], z[4] to z[6], z[8]."""
    households.is_relocated[h] = float(u[20]) < float(margins.relocated[s, 0])
    households.is_dibao[h] = float(u[21]) < float(margins.dibao[s, 0 if has_worker else 1])
    spread = float(margins.land_spread[s, 0])
    members = float(households.members[h])
    households.land[h] = land_per_head * members * math.exp(spread * float(z[4]) - 0.5 * spread * spread)
    savings, debt = margins.savings, margins.debt
    households.savings[h] = lognormal(float(savings[s, 0]), float(savings[s, 1]), float(z[5]), price_level)
    spread = float(margins.stock_spread[s, 0])
    median = stock_per_head * members * math.exp(-0.5 * spread * spread)
    households.stock[h] = lognormal(median, spread, float(z[8]), price_level)
    if float(u[22]) < float(debt[s, 0]):
        households.debt[h] = lognormal(float(debt[s, 1]), float(debt[s, 2]), float(z[6]), price_level)


@kernel
def is_on_register(place: int, share: float, u: float) -> bool:
    """Whether the household at this place of a county is registered: spread evenly, so that any part has its share."""
    return math.floor(float(place + 1) * share + u) > math.floor(float(place) * share + u)


@scratch_kernel
def count(code: int, share: float, members: Array, registered: Array, margins: Composition, luck: Luck) -> None:
    """Size and stratum of each household of a county."""
    ages, women, partners = (
        np.zeros(MOST_MEMBERS, np.int64), np.zeros(MOST_MEMBERS, np.bool_), np.zeros(MOST_MEMBERS, np.int64)
    )  # fmt: skip
    u, z = np.zeros(HOUSEHOLD_DRAWS), np.zeros(NORMALS)
    start = uniform(luck, Decision.POPULATION_COUNTY, code, 0)
    for i in range(len(members)):
        registered[i] = is_on_register(i, share, start)
        s = 1 if registered[i] else 0
        members[i] = compose_fitted(ages, women, partners, s, household_id(code, i), u, z, margins, luck)


@scratch_kernel
def fill(
    persons: Persons,
    households: Households,
    first: int,
    last: int,
    code: int,
    land_per_head: float,
    far: float,
    composition: Composition,
    traits: Traits,
    estate: Estate,
    behaviour: Behaviour,
    price_level: float,
    luck: Luck,
) -> None:
    """Fill households first … last - 1, all of one county, and their members; sizes and strata are known.

    `far` is the county's remoteness over a half.
    """
    ages, women, partners = (
        np.zeros(MOST_MEMBERS, np.int64), np.zeros(MOST_MEMBERS, np.bool_), np.zeros(MOST_MEMBERS, np.int64)
    )  # fmt: skip
    u, z = np.zeros(HOUSEHOLD_DRAWS), np.zeros(NORMALS)
    own_u, own_z = np.zeros(PERSON_DRAWS), np.zeros(2)
    for h in range(first, last):
        household = household_id(code, h - first)
        s = 1 if households.is_registered[h] else 0
        households.id[h] = household
        members = compose_fitted(ages, women, partners, s, household, u, z, composition, luck)
        shared = float(traits.skill[s, 1]) * float(z[7]) - far * float(traits.skill[s, 3])
        has_worker = False
        for i in range(members):
            p = int(households.first_person[h]) + i
            persons.id[p] = household + i
            persons.household[p] = h
            persons.age[p] = ages[i]
            persons.is_female[p] = women[i]
            persons.partner[p] = NONE if partners[i] == NONE else int(households.first_person[h]) + partners[i]
            persons.employer[p] = NONE
            persons.looks[p] = NONE
            draw(luck, Decision.POPULATION_PERSON, household + i, 0, own_u, own_z)
            persons.is_student[p] = is_pupil(
                int(ages[i]),
                behaviour.leaving_after_junior_chance,
                behaviour.leaving_after_senior_chance,
                float(own_u[0]),
            )
            learn(persons, p, s, far, own_u, traits, behaviour.certificate_chance)
            live(persons, p, s, shared, own_u, own_z, traits)
            has_worker = has_worker or (persons.capacity[p] == FULL and not persons.is_student[p])
        endow(households, h, s, has_worker, land_per_head, u, z, estate, behaviour.stock_per_head, price_level)
