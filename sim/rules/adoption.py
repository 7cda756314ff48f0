"""Adoption: who of those who took a farm course farms by what it taught, and who gives it up.

    takes up  log odds = adoption_intercept + adoption_schooling (school - 9) + adoption_agronomist agronomists
    gives up  adoption_loss_rate a year
    harvest   adoption_effect log points more, read by the farm                       [waddington]

Reads   persons.id persons.household persons.schooling, households.id
Writes  households.has_adopted
Levers  none     Luck  per graduate of a farm course: takes up; per household that has adopted: gives up, each January
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, uniform
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons


@kernel
def adoption_chance(schooling: int, agronomists: float, behaviour: Behaviour) -> float:
    """Chance that a graduate of a farm course farms by what it taught."""
    odds = behaviour.adoption_intercept + behaviour.adoption_schooling * (float(schooling) - 9.0)
    odds += behaviour.adoption_agronomist * agronomists
    return 1.0 / (1.0 + math.exp(-odds))


@kernel
def take_up(
    persons: Persons, households: Households, p: int, agronomists: float, behaviour: Behaviour, luck: Luck
) -> None:
    """A farm course is over."""
    chance = adoption_chance(int(persons.schooling[p]), agronomists, behaviour)
    if uniform(luck, Decision.ADOPTION, int(persons.id[p]), 0) < chance:
        households.has_adopted[persons.household[p]] = True


@kernel
def harvest_gain(has_adopted: bool, adoption_effect: float) -> float:
    """Log points that an adopted practice adds to the harvest."""
    return adoption_effect if has_adopted else 0.0


@kernel
def step(
    households: Households, counties: Counties, behaviour: Behaviour, month: Month, luck: Luck, first: int, last: int
) -> None:
    """Each January some households of counties first … last - 1 give a practice up."""
    if month.season > 0:
        return
    for c in range(first, last):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            if (
                households.has_adopted[h]
                and uniform(luck, Decision.ADOPTION_LOSS, int(households.id[h]), 0) < behaviour.adoption_loss_rate
            ):
                households.has_adopted[h] = False
