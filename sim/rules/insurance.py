"""Residents' pension: who joins, what they pay, what the old receive.

    join      uninsured adults join each January by enrolment_chance
    pension   the published average from 60 on for the insured                     [F06-03, F06-04]

Reads   persons.id persons.age persons.is_student persons.household
Writes  persons.is_insured, households.earned households.surveyed
Levers  none     Luck  one per uninsured adult each January
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, uniform
from sim.state.codes import TRANSFERS
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons

PENSION_AGE, ADULT_AGE = 60, 16
PAYING_MONTH = 11
FEN = 100.0


@kernel
def contribution(age: int, is_insured: bool, is_student: bool, season: int, pension_contribution: float) -> int:
    """Fen that a person pays into the scheme this month: once a year, in December."""
    if season != PAYING_MONTH or not is_insured or is_student or age < ADULT_AGE or age >= PENSION_AGE:
        return 0
    return int(math.floor(pension_contribution * FEN))


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
    """Contributions and pensions of counties first … last - 1."""
    pension = int(math.floor(month.pension))
    for c in range(first, last):
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            age = int(persons.age[p])
            if month.season == 0 and age >= ADULT_AGE and not persons.is_insured[p] and not persons.is_student[p]:
                persons.is_insured[p] = (
                    uniform(luck, Decision.ENROLMENT, int(persons.id[p]), 0) < behaviour.enrolment_chance
                )
            h = int(persons.household[p])
            paid = -contribution(
                age,
                bool(persons.is_insured[p]),
                bool(persons.is_student[p]),
                month.season,
                behaviour.pension_contribution,
            )
            if age >= PENSION_AGE and persons.is_insured[p]:
                paid += pension
            households.earned[h, TRANSFERS] += paid
            households.surveyed[h, TRANSFERS] += paid
