"""Where people work in the first month: who has a job and where, who holds a post, who worked before.

job     by age, sex and stratum; less with half capacity, with a small child, with little schooling   [margins]
place   county, cities of the province, paired east, rest of the country: the young go farther; half
        capacity stays in the county
post    registered people who may have one, terms staggered
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.population.margins import Margins
from sim.rules.matching import pay_factor, place_pay
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PROVINCE, WEAK, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array
from sim.state.villages import Villages

FEN = 100.0
OLDEST_WORKER, OLDEST_MIGRANT, OLDEST_POST_HOLDER = 64, 60, 69
SMALL_CHILD, OLDEST_MOTHER = 6, 44
LONGEST_JOBLESS, LONGEST_TENURE = 120, 360
MEAN_JOBLESS_MONTHS = 10.0
TYPICAL_SCHOOLING = 7.0
OUTSIDE = 2
"""Third category of the margin of places: outside the province, east or elsewhere."""


@kernel
def job_age(age: int) -> int:
    """Column of the margins of work: 16-24, 25-34, 35-44, 45-54, 55-59, 60-64."""
    if age < 55:
        return min(3, max(0, (age - 15) // 10))
    return 4 if age < 60 else 5


@kernel
def place_age(age: int) -> int:
    """Row of the margin of places: 16-29, 30-39, 40-49, 50-60."""
    return min(3, max(0, (age - 20) // 10))


@kernel
def has_small_child(persons: Persons, households: Households, h: int) -> bool:
    """Whether a child under school age lives in the household."""
    for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
        if persons.age[p] < SMALL_CHILD:
            return True
    return False


@kernel
def job_chance(
    age: int, is_female: bool, is_half: bool, is_mother: bool, schooling: int, s: int, margins: Margins
) -> float:
    """Chance that somebody who may work has a wage job in the first month."""
    rates = margins.job_women if is_female else margins.job_men
    chance = float(rates[s, job_age(age)])
    factor = margins.job_factor
    if is_half:
        chance = chance * float(factor[s, 0])
    if is_mother:
        chance = chance * float(factor[s, 1])
    return min(0.95, chance * max(0.5, 1.0 + float(factor[s, 2]) * (float(schooling) - TYPICAL_SCHOOLING)))


@kernel
def place_of(
    persons: Persons, p: int, s: int, is_mother: bool, local_jobs: float, east_share: float, margins: Margins,
    luck: Luck,
) -> int:  # fmt: skip
    """Where a person works in the first month, or NONE."""
    draw = Decision.POPULATION_PERSON
    person, age, capacity = int(persons.id[p]), int(persons.age[p]), int(persons.capacity[p])
    if capacity < HALF or persons.is_student[p] or age > OLDEST_WORKER:
        return NONE
    is_female = bool(persons.is_female[p])
    chance = job_chance(
        age, is_female, capacity == HALF, is_mother and is_female and age <= OLDEST_MOTHER, int(persons.schooling[p]),
        s, margins,
    )  # fmt: skip
    if uniform(luck, draw, person, 20) >= chance:
        return NONE
    if capacity != FULL or age > OLDEST_MIGRANT:
        return LOCAL
    shares = margins.place[s]
    k = 3 * place_age(age)
    local = float(shares[k]) * local_jobs * (float(margins.job_factor[s, 3]) if is_female else 1.0)
    u = uniform(luck, draw, person, 21) * (local + float(shares[k + 1]) + float(shares[k + OUTSIDE]))
    if u < local:
        return LOCAL
    if u < local + float(shares[k + 1]):
        return PROVINCE
    return EAST if uniform(luck, draw, person, 22) < east_share else ELSEWHERE


@kernel
def employ(
    persons: Persons, p: int, e: int, place: int, offer: float, behaviour: Behaviour, margins: Margins, luck: Luck
) -> None:
    """A person has had this job for some time."""
    draw = Decision.POPULATION_PERSON
    person = int(persons.id[p])
    spread = behaviour.match_spread
    pay = offer * pay_factor(
        int(persons.schooling[p]),
        float(persons.skill[p]),
        int(persons.trained_months[p]),
        behaviour.schooling_return,
        behaviour.training_pay_effect,
        behaviour.training_rise_months,
    )
    pay = pay * math.exp(spread * normal(luck, draw, person, 30) - 0.5 * spread * spread)
    mean = float(margins.tenure[0, 0 if place == LOCAL else 1])
    held = 1 + int(math.floor(-mean * math.log(1.0 - uniform(luck, draw, person, 31))))
    persons.employer[p] = e
    persons.wage[p] = int(math.floor(pay + 0.5))
    persons.tenure_months[p] = min(held, LONGEST_TENURE)
    months = (1 << min(held, YEAR)) - 1
    persons.worked_months[p] = months
    if place != LOCAL:
        persons.away_months[p] = months


@kernel
def rest(
    persons: Persons, p: int, s: int, post_term: float, behaviour: Behaviour, margins: Margins, luck: Luck
) -> None:
    """Somebody without a wage job: a post, a search, work in the year before."""
    draw = Decision.POPULATION_PERSON
    person, capacity = int(persons.id[p]), int(persons.capacity[p])
    if capacity < WEAK or persons.is_student[p]:
        return
    asks = capacity != FULL or uniform(luck, draw, person, 40) < behaviour.post_full_capacity_share
    if asks and persons.age[p] <= OLDEST_POST_HOLDER and uniform(luck, draw, person, 41) < float(margins.post[s, 0]):
        persons.post_months[p] = 1 + int(math.floor(post_term * uniform(luck, draw, person, 42)))
        persons.worked_months[p] = (1 << YEAR) - 1
        return
    if capacity < HALF:
        return
    waited = int(math.floor(-MEAN_JOBLESS_MONTHS * math.log(1.0 - uniform(luck, draw, person, 43))))
    persons.jobless_months[p] = min(waited, LONGEST_JOBLESS)
    if uniform(luck, draw, person, 44) < float(margins.past_work[s, 0]) and waited < YEAR:
        worked = 1 + int(math.floor(8.0 * uniform(luck, draw, person, 45)))
        persons.worked_months[p] = (((1 << worked) - 1) << waited) & ((1 << YEAR) - 1)


@kernel
def place_all(
    persons: Persons,
    households: Households,
    counties: Counties,
    local_jobs: Array,
    east_share: Array,
    places: Array,
    margins: Margins,
    luck: Luck,
) -> None:
    """Decide where everybody works: into `places`, one row a person, and as counts into `counties.outside_jobs`.

    `local_jobs` and `east_share` are arrays of shape (counties,). Local jobs are counted in column LOCAL.
    """
    for c in range(len(counties.code)):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            s = 1 if households.is_registered[h] else 0
            is_mother = has_small_child(persons, households, h)
            for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
                place = place_of(persons, p, s, is_mother, float(local_jobs[c]), float(east_share[c]), margins, luck)
                places[p] = place
                if place != NONE:
                    counties.outside_jobs[c, place] += 1


@kernel
def take_vacancy(employers: Employers, vacancy: Array, left: int, u: float) -> int:
    """The employer of a vacancy drawn from those left; the last one takes its place in the list."""
    i = int(math.floor(u * float(left)))
    e = int(vacancy[i])
    vacancy[i] = vacancy[left - 1]
    employers.filled[e] += 1
    return e


@kernel
def employ_all(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    villages: Villages,
    first_account: Array,
    places: Array,
    vacancies: Array,
    post_term: float,
    margins: Margins,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Give everybody of `places` a named employer, and the others their past.

    `vacancies` holds employer rows, one for each position of a county's employers, counties one after the other.
    `first_account` is an array of shape (counties,): employer row of the first account outside.
    """
    start = 0
    for c in range(len(counties.code)):
        positions = 0
        for e in range(counties.first_employer[c], counties.first_employer[c] + counties.employers[c]):
            positions += int(employers.positions[e])
        vacancy = vacancies[start : start + positions]
        start += positions
        left = positions
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            place = int(places[p])
            h = int(persons.household[p])
            if place == NONE:
                rest(persons, p, 1 if households.is_registered[h] else 0, post_term, behaviour, margins, luck)
                continue
            villages.workers[households.village[h], place] += 1
            if place == LOCAL:
                u = uniform(luck, Decision.POPULATION_PERSON, int(persons.id[p]), 32)
                e = take_vacancy(employers, vacancy, left, u)
                left -= 1
                employ(persons, p, e, place, float(employers.wage[e]), behaviour, margins, luck)
            else:
                account = int(first_account[c]) + place - PROVINCE
                offer = place_pay(place, behaviour, month.pay_level) * FEN
                employ(persons, p, account, place, offer, behaviour, margins, luck)
        counties.outside_jobs[c, LOCAL] = 0
