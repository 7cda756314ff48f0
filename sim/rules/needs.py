"""Needs: how many people each measure is for, counted from the registry each December; pools are split by it.

Only registered households and those that it monitors count. Of their people

    workers     16 to 59, of half or full capacity, not at school: organised export, brands, courses, cadres' and funds'
                work (3, 4, 8, 9, 19, 20); those without a wage job: job service (7); of full capacity: the east (21);
                under 35: contests (11); with twelve years of schooling: graduates' allowance (14); of full capacity
                and nine years of schooling: start-ups (6); with land, not away: farm courses (10)
    weak        weak and half labour from 16 to 69: posts (5)
    in trouble  16 to 59, in a household with the minimum living allowance, monitored, or disabled: contributions (12)
    adults      from 16 on: insurance service (13)
    youths      15 to 18, at school: eastern seats (22)
    all         public staff and what the whole registry needs (15-18, 23-26)

Reads   persons.capacity persons.age persons.is_student persons.employer persons.health persons.schooling,
        households.members households.is_registered households.is_dibao households.land, employers.place, registry.tag
Writes  counties.need     Levers  none     Luck  none
"""

from sim.numeric import NONE, kernel
from sim.state.codes import (
    CADRE_TRAINING,
    COOPERATION_FUNDS,
    DATA_SHARING,
    DISABLED,
    EXPERT_SERVICE,
    FARM_TRAINING,
    FULL,
    FUND_TILT,
    GRADUATE_ALLOWANCE,
    HALF,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    JOB_COOPERATION,
    JOB_SERVICE,
    LABOUR_BRAND,
    LABOUR_EXPORT,
    LOCAL,
    LOCAL_JOBS,
    MEASURES,
    NO_TAG,
    POLITICAL_PRIORITY,
    PUBLIC_RECRUITMENT,
    SKILL_CONTEST,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    STAFF_PAY,
    STARTUP_SUPPORT,
    SUPERVISION,
    TALENT_COOPERATION,
    TITLE_EVALUATION,
    WEAK,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

DECEMBER = 11
ADULT, OLDEST_WORKER, OLDEST_IN_POST = 16, 59, 69
YOUNGEST_YOUTH, OLDEST_YOUTH = 15, 18
NINE_YEARS, TWELVE_YEARS, YOUNG = 9, 12, 35


@kernel
def count_worker(persons: Persons, employers: Employers, p: int, has_land: bool, need: Array) -> None:
    """What one person of working age and half or full capacity adds."""
    e = int(persons.employer[p])
    is_full = persons.capacity[p] == FULL
    for m in (LABOUR_EXPORT, LABOUR_BRAND, FUND_TILT, SKILL_PROJECT, CADRE_TRAINING, COOPERATION_FUNDS):
        need[m] += 1
    if e == NONE:
        need[JOB_SERVICE] += 1
    if has_land and (e == NONE or employers.place[e] == LOCAL):
        need[FARM_TRAINING] += 1
    if is_full:
        need[JOB_COOPERATION] += 1
    if persons.age[p] < YOUNG:
        need[SKILL_CONTEST] += 1
    if persons.schooling[p] >= TWELVE_YEARS:
        need[GRADUATE_ALLOWANCE] += 1
    if is_full and persons.schooling[p] >= NINE_YEARS:
        need[STARTUP_SUPPORT] += 1


@kernel
def count_person(
    persons: Persons, employers: Employers, p: int, has_land: bool, is_in_trouble: bool, need: Array
) -> None:
    """What one person of a counted household adds."""
    for m in (PUBLIC_RECRUITMENT, TITLE_EVALUATION, EXPERT_SERVICE, STAFF_PAY):
        need[m] += 1
    for m in (TALENT_COOPERATION, POLITICAL_PRIORITY, DATA_SHARING, SUPERVISION):
        need[m] += 1
    age = int(persons.age[p])
    if persons.is_student[p]:
        if YOUNGEST_YOUTH <= age <= OLDEST_YOUTH:
            need[SKILL_COOPERATION] += 1
        return
    if age < ADULT:
        return
    need[INSURANCE_SERVICE] += 1
    if age <= OLDEST_WORKER and (is_in_trouble or persons.health[p] == DISABLED):
        need[INSURANCE_COVER] += 1
    if persons.capacity[p] in (WEAK, HALF) and age <= OLDEST_IN_POST:
        need[LOCAL_JOBS] += 1
    if persons.capacity[p] in (HALF, FULL) and age <= OLDEST_WORKER:
        count_worker(persons, employers, p, has_land, need)


@kernel
def count(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    tag: Array,
    first: int,
    last: int,
) -> None:
    """Count the needs of counties first … last - 1. `tag` is the registry's column."""
    for c in range(first, last):
        for m in range(MEASURES):
            counties.need[c, m] = 0
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            if not households.is_registered[h] and tag[h] == NO_TAG:
                continue
            is_in_trouble = bool(households.is_dibao[h] or tag[h] != NO_TAG)
            for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
                count_person(persons, employers, p, bool(households.land[h] > 0), is_in_trouble, counties.need[c])


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    tag: Array,
    month: Month,
    first: int,
    last: int,
) -> None:
    """Count them in December."""
    if month.season == DECEMBER:
        count(persons, households, employers, counties, tag, first, last)
