"""What the members of a household are, and what the household has: health, schooling, skill, land, money.

schooling  by cohort, a step lower for older women and some registered people; pupils by age
health     disabled or chronically ill by age, registered people more often                        [margins]
skill      log points, part shared by the household, part one's own
allowance  households without a full worker first
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.population.margins import Margins
from sim.population.people import MOST_MEMBERS, compose, household_id, pick
from sim.rules.calendar import COLLEGE_END, JUNIOR_END, SCHOOL_AGE, SENIOR_END, labour_capacity
from sim.state.codes import (
    BASIC_CERTIFICATE,
    CHRONIC,
    DISABLED,
    FULL,
    HEALTHY,
    HIGH_CERTIFICATE,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array
from sim.state.villages import Villages

FEN = 100.0
ADULT = 16
OLDER_WOMAN = 45
REMEMBERED_MONTHS = 60
MOST_MONEY = 500_000.0


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
    if age < 45:
        return 2
    if age < 60:
        return 3
    return 4 if age < 70 else 5


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
def learn(persons: Persons, p: int, s: int, margins: Margins, behaviour: Behaviour, luck: Luck) -> None:
    """Schooling, courses and certificate of a person."""
    draw = Decision.POPULATION_PERSON
    person, age = int(persons.id[p]), int(persons.age[p])
    u = uniform(luck, draw, person, 0)
    persons.is_student[p] = is_pupil(
        age, behaviour.leaving_after_junior_chance, behaviour.leaving_after_senior_chance, u
    )
    persons.trained_months[p] = NONE
    if persons.is_student[p] or age < ADULT:
        persons.schooling[p] = max(0, age - SCHOOL_AGE)
        return
    level = pick(margins.schooling[s], 5 * cohort(age), 5, uniform(luck, draw, person, 1))
    lower = float(margins.schooling_lower[s, 0])
    if persons.is_female[p] and age >= OLDER_WOMAN:
        lower += float(margins.schooling_lower[s, 1])
    if uniform(luck, draw, person, 2) < lower:
        level = max(0, level - 1)
    persons.schooling[p] = min(years_of(level), age - SCHOOL_AGE)
    if age < 60 and uniform(luck, draw, person, 3) < float(margins.trained[s, 0]):
        persons.trained_months[p] = int(math.floor(float(REMEMBERED_MONTHS) * uniform(luck, draw, person, 4)))
        if uniform(luck, draw, person, 5) < behaviour.completion_chance * behaviour.certificate_chance:
            persons.certificate[p] = BASIC_CERTIFICATE
    if persons.schooling[p] >= 12 and uniform(luck, draw, person, 6) < float(margins.high_certificate[s, 0]):
        persons.certificate[p] = HIGH_CERTIFICATE


@kernel
def live(persons: Persons, p: int, s: int, shared: float, margins: Margins, luck: Luck) -> None:
    """Health, labour capacity, skill and pension cover of a person; `shared` is the household's part of skill."""
    draw = Decision.POPULATION_PERSON
    person, age = int(persons.id[p]), int(persons.age[p])
    k = health_age(age)
    u = uniform(luck, draw, person, 10)
    disabled = float(margins.disabled[s, k])
    persons.health[p] = HEALTHY
    if u < disabled:
        persons.health[p] = DISABLED
    elif u < disabled + float(margins.chronic[s, k]):
        persons.health[p] = CHRONIC
    persons.capacity[p] = labour_capacity(age, int(persons.health[p]))
    own = float(margins.skill[s, 2]) * normal(luck, draw, person, 11)
    persons.skill[p] = float(margins.skill[s, 0]) + shared + own
    if age >= ADULT and not persons.is_student[p]:
        persons.is_insured[p] = uniform(luck, draw, person, 12) < float(margins.insured[s, 0])


@kernel
def endow(
    persons: Persons, households: Households, h: int, s: int, land_per_head: float, margins: Margins, month: Month,
    luck: Luck,
) -> None:  # fmt: skip
    """Land, money, debts and entitlements of a household whose members are known."""
    draw = Decision.POPULATION_HOUSEHOLD
    household = int(households.id[h])
    start, members = int(households.first_person[h]), int(households.members[h])
    has_worker = False
    for p in range(start, start + members):
        has_worker = has_worker or (persons.capacity[p] == FULL and not persons.is_student[p])
    households.is_relocated[h] = uniform(luck, draw, household, 60) < float(margins.relocated[s, 0])
    households.is_dibao[h] = uniform(luck, draw, household, 61) < float(margins.dibao[s, 0 if has_worker else 1])
    spread = float(margins.land_spread[s, 0])
    land = land_per_head * float(members) * math.exp(spread * normal(luck, draw, household, 62) - 0.5 * spread * spread)
    households.land[h] = land
    worth = float(margins.savings[s, 0]) * math.exp(float(margins.savings[s, 1]) * normal(luck, draw, household, 63))
    households.savings[h] = int(math.floor(min(worth, MOST_MONEY) * month.price_level * FEN))
    if uniform(luck, draw, household, 64) < float(margins.debt[s, 0]):
        owed = float(margins.debt[s, 1]) * math.exp(float(margins.debt[s, 2]) * normal(luck, draw, household, 65))
        households.debt[h] = int(math.floor(min(owed, MOST_MONEY) * month.price_level * FEN))


@kernel
def is_on_register(place: int, share: float, u: float) -> bool:
    """Whether the household at this place of a county is registered: spread evenly, so that any part has its share."""
    return math.floor(float(place + 1) * share + u) > math.floor(float(place) * share + u)


@kernel
def count(code: int, share: float, members: Array, registered: Array, margins: Margins, luck: Luck) -> None:
    """Size and stratum of each household of a county."""
    ages, women = np.zeros(MOST_MEMBERS, np.int64), np.zeros(MOST_MEMBERS, np.bool_)
    u = uniform(luck, Decision.POPULATION_COUNTY, code, 0)
    for i in range(len(members)):
        registered[i] = is_on_register(i, share, u)
        members[i] = compose(ages, women, 1 if registered[i] else 0, household_id(code, i), margins, luck)


@kernel
def fill(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    land_per_head: Array,
    margins: Margins,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Fill households and persons of all counties; rows, sizes, strata and villages are known.

    `land_per_head` is an array of shape (counties,), mu.
    """
    ages, women = np.zeros(MOST_MEMBERS, np.int64), np.zeros(MOST_MEMBERS, np.bool_)
    for c in range(len(counties.code)):
        first = int(counties.first_household[c])
        for h in range(first, first + int(counties.households[c])):
            household = household_id(int(counties.code[c]), h - first)
            s = 1 if households.is_registered[h] else 0
            households.id[h] = household
            members = compose(ages, women, s, household, margins, luck)
            start = int(households.first_person[h])
            shared = float(margins.skill[s, 1]) * normal(luck, Decision.POPULATION_HOUSEHOLD, household, 66)
            for i in range(members):
                p = start + i
                persons.id[p] = household + i
                persons.household[p] = h
                persons.age[p] = ages[i]
                persons.is_female[p] = women[i]
                persons.employer[p] = NONE
                persons.looks[p] = NONE
                learn(persons, p, s, margins, behaviour, luck)
                live(persons, p, s, shared, margins, luck)
            endow(persons, households, h, s, float(land_per_head[c]), margins, month, luck)
            villages.people[households.village[h]] += members
