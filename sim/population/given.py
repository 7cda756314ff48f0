"""People of the first month from a survey: each simulated household is one of the survey's, drawn by its weight.

    registered   as many of a county's households as the county's share says, spread evenly
    drawn        among the survey's households of that county and stratum if it has twenty, else of the province,
                 else of all, with a chance proportional to the raked weight
    known        what the survey tells is taken as it is; what it leaves out is drawn from the margins
    pay          somebody's pay against what is usual there for that schooling is skill from then on

Draws are keyed by the permanent id of the simulated household, so it is the same in every sample that holds it.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, scratch_kernel, uniform
from sim.population.margins import Estate, Traits
from sim.population.people import draw, household_id
from sim.population.places import County
from sim.population.raking import HOUSEHOLD_DRAWS, NORMALS
from sim.population.survey import FEWEST, Survey
from sim.population.traits import PERSON_DRAWS, endow, is_on_register, is_pupil, learn, live
from sim.rules.calendar import SCHOOL_AGE, labour_capacity
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, YEAR
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.table import Array

Rows = NDArray[np.int64]
FEN = 100.0
PLACE_DRAW = 22
"""Draw about the place outside the province, the same as of synthetic people."""
LARGEST_SKILL = 1.5
"""Log points by which a survey's pay may move somebody's skill."""


def pick(survey: Survey, chosen: tuple[County, ...], provinces: dict[int, str], households: int, luck: Luck) -> Rows:
    """Row of the survey that each simulated household is, shape (counties, households)."""
    picked = np.empty((len(chosen), households), np.int64)
    for c, county in enumerate(chosen):
        start = uniform(luck, Decision.POPULATION_COUNTY, county.code, 0)
        pools = [_pool(survey, county, provinces[county.province], stratum) for stratum in (False, True)]
        for i in range(households):
            found, chance = pools[bool(is_on_register(i, county.registered_share, start))]
            u = uniform(luck, Decision.POPULATION_HOUSEHOLD, household_id(county.code, i), 0)
            picked[c, i] = found[min(int(np.searchsorted(chance, u, side="right")), len(found) - 1)]
    return picked


def _pool(survey: Survey, county: County, province: str, is_registered: bool) -> tuple[Rows, NDArray[np.float64]]:
    """Households that may stand in a county, and the chance that it is one of the first."""
    is_in = survey.is_registered == is_registered
    for nearer in (is_in & (survey.county == county.id), is_in & (survey.province == province), is_in):
        found = np.flatnonzero(nearer)
        if len(found) >= FEWEST:
            break
    chance = np.cumsum(survey.weight[found])
    return found, chance / chance[-1]


def settle(
    survey: Survey, picked: Rows, persons: Persons, households: Households,
    counties: tuple[tuple[int, float, float], ...], traits: Traits, estate: Estate, behaviour: Behaviour,
    price_level: float, luck: Luck,
) -> Rows:  # fmt: skip
    """Fill persons and households; `counties` holds code, land per head and remoteness over a half of each.

    Sizes and strata are known. Returns the survey's row of each person.
    """
    row = rows_of_persons(survey, picked)
    told = survey.persons
    each = picked.shape[1]
    of = np.repeat(np.arange(picked.size), survey.members[picked.ravel()])
    place = np.arange(len(of)) - households.first_person[of]
    codes = np.repeat([code for code, _, _ in counties], each)
    households.id[:] = [household_id(int(code), i % each) for i, code in enumerate(codes)]
    persons.id[:] = households.id[of] + place
    persons.household[:] = of
    persons.age[:] = told["age"][row]
    persons.is_female[:] = told["sex"][row] == 1.0
    partner = survey.partner[row]
    persons.partner[:] = np.where(partner == NONE, NONE, households.first_person[of] + partner)
    persons.employer[:] = NONE
    persons.looks[:] = NONE
    for c, (_, land, far) in enumerate(counties):
        fill(persons, households, c * each, (c + 1) * each, land, far, traits, estate, behaviour, price_level, luck)
    know_persons(told, row, persons)
    know_households(survey, picked.ravel(), households, price_level)
    return row


def rows_of_persons(survey: Survey, picked: Rows) -> Rows:
    """The survey's row of each simulated person."""
    chosen = picked.ravel()
    sizes = survey.members[chosen]
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return np.asarray(np.repeat(survey.first[chosen] - begins, sizes) + np.arange(sizes.sum()))


@scratch_kernel
def fill(
    persons: Persons, households: Households, first: int, last: int, land_per_head: float, far: float,
    traits: Traits, estate: Estate, behaviour: Behaviour, price_level: float, luck: Luck,
) -> None:  # fmt: skip
    """Draw all that a survey may leave out of households first … last - 1; ages, sexes and strata are there."""
    u, z = np.zeros(HOUSEHOLD_DRAWS), np.zeros(NORMALS)
    own_u, own_z = np.zeros(PERSON_DRAWS), np.zeros(2)
    for h in range(first, last):
        s = 1 if households.is_registered[h] else 0
        draw(luck, Decision.POPULATION_HOUSEHOLD, int(households.id[h]), 0, u, z)
        shared = float(traits.skill[s, 1]) * float(z[7]) - far * float(traits.skill[s, 3])
        has_worker = False
        start = int(households.first_person[h])
        for p in range(start, start + int(households.members[h])):
            draw(luck, Decision.POPULATION_PERSON, int(persons.id[p]), 0, own_u, own_z)
            persons.is_student[p] = is_pupil(
                int(persons.age[p]),
                behaviour.leaving_after_junior_chance,
                behaviour.leaving_after_senior_chance,
                float(own_u[0]),
            )
            learn(persons, p, s, far, own_u, traits, behaviour.certificate_chance)
            live(persons, p, s, shared, own_u, own_z, traits)
            has_worker = has_worker or (persons.capacity[p] == FULL and not persons.is_student[p])
        endow(households, h, s, has_worker, land_per_head, u, z, estate, behaviour.stock_per_head, price_level)


def know_persons(told: dict[str, NDArray[np.float64]], row: Rows, persons: Persons) -> None:
    """Put what the survey knows of people in the place of what was drawn."""
    student, schooling, health = told["is_student"][row], told["schooling"][row], told["health"][row]
    insured = told["is_insured"][row]
    persons.is_student[:] = np.where(np.isnan(student), persons.is_student, student == 1.0)
    usual = np.where(persons.is_student, np.maximum(0, persons.age - SCHOOL_AGE), persons.schooling)
    known = np.minimum(schooling, np.maximum(0, persons.age - SCHOOL_AGE))
    persons.schooling[:] = np.where(np.isnan(schooling), usual, known)
    persons.health[:] = np.where(np.isnan(health), persons.health, health)
    pairs = zip(persons.age.tolist(), persons.health.tolist(), strict=True)
    persons.capacity[:] = [labour_capacity(age, state) for age, state in pairs]
    persons.is_insured[:] = np.where(np.isnan(insured), persons.is_insured, insured == 1.0)
    persons.is_insured[persons.is_student | (persons.age < 16)] = False
    persons.is_pensioner[~persons.is_insured] = False
    persons.paid_years[~persons.is_insured] = 0


def know_households(survey: Survey, picked: Rows, households: Households, price_level: float) -> None:
    """Put what the survey knows of households in the place of what was drawn."""
    for name, column in survey.households.items():
        value, drawn = column[picked], getattr(households, name)
        known = ~np.isnan(value)
        if name in ("savings", "debt"):
            drawn[known] = np.floor(value[known] * price_level * FEN)
        elif name == "land":
            drawn[known] = value[known]
        else:
            drawn[known] = value[known] == 1.0
    households.is_relocated[~households.is_registered] = False


def place(
    survey: Survey, row: Rows, persons: Persons, east_share: NDArray[np.float64], works_at: Array, luck: Luck
) -> None:
    """Put people where the survey says that they work; of those outside the province, a share in the paired east.

    `east_share` has a row for each person. Whoever cannot have a wage job in the model has none.
    """
    told = survey.persons["place_of_work"][row]
    known = ~np.isnan(told)
    works_at[known] = told[known].astype(np.int64)
    for p in np.flatnonzero(known & (works_at == ELSEWHERE)):
        u = uniform(luck, Decision.POPULATION_PERSON, int(persons.id[p]), PLACE_DRAW)
        works_at[p] = EAST if u < east_share[p] else ELSEWHERE
    works_at[persons.is_student | (persons.capacity < HALF)] = NONE
    works_at[(persons.capacity != FULL) & (works_at > LOCAL)] = LOCAL


def pay(survey: Survey, row: Rows, persons: Persons, post_term: float, pay_level: float) -> None:
    """Give those whom the survey knows their pay, months of work and posts, once they have employers."""
    wage, worked, post = (survey.persons[name][row] for name in ("wage", "months_worked", "has_post"))
    known = (wage > 0.0) & (persons.wage > 0)
    before = persons.wage[known].astype(np.float64)
    moved = np.clip(np.log(wage[known] * pay_level * FEN / before), -LARGEST_SKILL, LARGEST_SKILL)
    persons.skill[known] += moved
    persons.wage[known] = np.floor(before * np.exp(moved) + 0.5)
    at_work = persons.employer != NONE
    may_hold = ~at_work & ~persons.is_student & (persons.capacity > 0)
    holds = (post == 1.0) & may_hold
    persons.post_months[(post == 0.0) & ~at_work] = 0
    persons.post_months[holds] = np.maximum(persons.post_months[holds], math.ceil(0.5 * post_term))
    for p in np.flatnonzero(~np.isnan(worked)):
        months = int(worked[p])
        if at_work[p] or holds[p]:
            persons.worked_months[p] = (1 << max(1, months)) - 1
        else:
            persons.worked_months[p] = ((1 << months) - 1) << (YEAR - months)
        if at_work[p] and persons.away_months[p]:
            persons.away_months[p] = persons.worked_months[p]
