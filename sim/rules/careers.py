"""Careers: each January a person's pay moves for good and for the year, and who stays in a job gets part of a raise.

    for good      skill' = skill + permanent_pay_spread z - permanent_pay_spread^2/2           [mechanisms 7.2]
    for the year  fortune = transitory_pay_spread z - transitory_pay_spread^2/2, anew each January
    in the job    wage' = wage exp(change of skill + change of fortune) growth^(12 raise_share)

z are standard normal; growth is that of pay outside in a month. Both moves leave mean pay as it is.

Reads   persons.id persons.age persons.is_student persons.employer
Writes  persons.skill persons.fortune persons.wage
Levers  none     Luck  two per adult of working age each January
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal
from sim.state.codes import YEAR
from sim.state.counties import Counties
from sim.state.month import Month
from sim.state.persons import Persons

FIRST_AGE, LAST_AGE = 16, 70
HUNDREDTHS = 100.0
MOST_HUNDREDTHS = 127


@kernel
def drawn(spread: float, z: float) -> float:
    """A draw in log points whose exponential has mean one."""
    return spread * z - 0.5 * spread * spread


@kernel
def hundredths(log_points: float) -> int:
    """Log points as a narrow column keeps them."""
    return max(-MOST_HUNDREDTHS, min(MOST_HUNDREDTHS, int(math.floor(log_points * HUNDREDTHS + 0.5))))


@kernel
def moved_wage(wage: int, change: float, growth: float, raise_share: float) -> int:
    """Fen a month after a January that moves what a person earns by `change` log points."""
    return int(math.floor(float(wage) * math.exp(change + float(YEAR) * raise_share * math.log(growth)) + 0.5))


@kernel
def step(
    persons: Persons,
    counties: Counties,
    behaviour: Behaviour,
    month: Month,
    growth: float,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """January of everybody of working age in counties first … last - 1; other months change nothing."""
    if month.season != 0:
        return
    for c in range(first, last):
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            if persons.age[p] < FIRST_AGE or persons.age[p] > LAST_AGE or persons.is_student[p]:
                continue
            person = int(persons.id[p])
            change = drawn(behaviour.permanent_pay_spread, normal(luck, Decision.PERMANENT_PAY, person, 0))
            persons.skill[p] = float(persons.skill[p]) + change
            before = int(persons.fortune[p])
            fortune = hundredths(
                drawn(behaviour.transitory_pay_spread, normal(luck, Decision.TRANSITORY_PAY, person, 0))
            )
            persons.fortune[p] = fortune
            if persons.employer[p] != NONE:
                change += float(fortune - before) / HUNDREDTHS
                persons.wage[p] = moved_wage(int(persons.wage[p]), change, growth, behaviour.raise_share)
