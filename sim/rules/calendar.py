"""The month opens: rings and counters of the month are cleared; each January people age, pupils leave school.

    capacity: none under 16; full to 59; half to 69; weak to 79; none from 80; a chronic illness takes one step,
              a disability leaves weak capacity to 59 and none after                              [assumption]
    leaving:  everybody at 22; after junior high (16) and senior high (19) by chance             [assumption]

Reads   persons.id persons.health persons.course, households.savings households.debt
Writes  persons.age persons.is_student persons.schooling persons.capacity persons.worked_months persons.away_months
        persons.pay persons.looks, households.earned households.surveyed households.subsidies households.invested
        households.aid_paid households.worth_before households.costs_away households.medical households.school_fees
        households.damage households.funeral households.consumed households.income households.policy households.aid
        households.hardship households.survey_income households.fell_months,
        counties.demand counties.spent counties.applicants counties.hires counties.outside_wages counties.odd_wages
        counties.public_wages counties.bought counties.returned counties.births counties.deaths counties.moved_in
        counties.moved_out counties.bequests counties.people_before counties.worth_before
Levers  none     Luck    one draw per pupil of 16 or 19 each January
"""

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, uniform
from sim.state.codes import (
    CHRONIC,
    DISABLED,
    FULL,
    HALF,
    MEASURES,
    NO_CAPACITY,
    NO_COURSE,
    PLACES,
    READINGS,
    SOURCES,
    WEAK,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons

SCHOOL_AGE, JUNIOR_END, SENIOR_END, COLLEGE_END = 7, 16, 19, 22
TWELVE_BITS = 0xFFF


@kernel
def labour_capacity(age: int, health: int) -> int:
    """Labour capacity of a person: none, weak, half or full."""
    if age < 16 or age >= 80:
        return NO_CAPACITY
    if health == DISABLED:
        return WEAK if age < 60 else NO_CAPACITY
    if age < 60:
        return HALF if health == CHRONIC else FULL
    if age < 70:
        return WEAK if health == CHRONIC else HALF
    return NO_CAPACITY if health == CHRONIC else WEAK


@kernel
def leaving_chance(age: int, leaving_after_junior_chance: float, leaving_after_senior_chance: float) -> float:
    """Chance that a pupil of this age leaves school for good this January."""
    if age >= COLLEGE_END:
        return 1.0
    if age == SENIOR_END:
        return leaving_after_senior_chance
    if age == JUNIOR_END:
        return leaving_after_junior_chance
    return 0.0


@kernel
def grow_older(persons: Persons, p: int, behaviour: Behaviour, luck: Luck) -> None:
    """One more year: school, capacity."""
    age = int(persons.age[p]) + 1
    persons.age[p] = min(age, 120)
    if age == SCHOOL_AGE:
        persons.is_student[p] = True
    elif persons.is_student[p]:
        persons.schooling[p] = min(int(persons.schooling[p]) + 1, 16)
        chance = leaving_chance(age, behaviour.leaving_after_junior_chance, behaviour.leaving_after_senior_chance)
        if (
            persons.course[p] == NO_COURSE
            and chance > 0.0
            and uniform(luck, Decision.SCHOOL_LEAVING, int(persons.id[p]), 0) < chance
        ):
            persons.is_student[p] = False
    persons.capacity[p] = labour_capacity(age, int(persons.health[p]))


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Open the month in counties first … last - 1."""
    slot = month.season
    for c in range(first, last):
        counties.demand[c] = counties.spent[c]
        counties.spent[c] = 0
        counties.odd_wages[c] = 0
        counties.public_wages[c] = 0
        counties.births[c] = 0
        counties.deaths[c] = 0
        counties.moved_in[c] = 0
        counties.moved_out[c] = 0
        counties.bequests[c] = 0
        counties.people_before[c] = counties.persons[c]
        worth = 0
        for place in range(PLACES):
            counties.applicants[c, place] = 0
            counties.hires[c, place] = 0
            counties.outside_wages[c, place] = 0
        for m in range(MEASURES):
            counties.bought[c, m] = 0
            counties.returned[c, m] = 0
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            households.worth_before[h] = int(households.savings[h]) - int(households.debt[h])
            worth += int(households.worth_before[h])
            households.subsidies[h] = 0
            households.invested[h] = 0
            households.aid_paid[h] = 0
            households.costs_away[h] = 0
            households.medical[h] = 0
            households.school_fees[h] = 0
            households.damage[h] = 0
            households.funeral[h] = 0
            households.consumed[h] = 0
            households.income[h, slot] = 0
            households.policy[h, slot] = 0
            households.aid[h, slot] = 0
            households.hardship[h, slot] = 0
            for source in range(SOURCES):
                households.earned[h, source] = 0
                households.surveyed[h, source] = 0
            for reading in range(READINGS):
                households.fell_months[h, reading] = (int(households.fell_months[h, reading]) << 1) & TWELVE_BITS
            if slot == 0:
                households.survey_income[h] = 0
        counties.worth_before[c] = worth
        start, end = int(counties.first_person[c]), int(counties.first_person[c] + counties.persons[c])
        persons.pay[start:end] = 0
        persons.looks[start:end] = NONE
        for p in range(start, end):
            persons.worked_months[p] = (int(persons.worked_months[p]) << 1) & TWELVE_BITS
        for p in range(start, end):
            persons.away_months[p] = (int(persons.away_months[p]) << 1) & TWELVE_BITS
        if slot == 0:
            for p in range(start, end):
                grow_older(persons, p, behaviour, luck)
