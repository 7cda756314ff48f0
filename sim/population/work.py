"""Where people work in the first month: who has a job and where, who holds a post, who worked before.

job     by age, sex and stratum; less with half capacity, with a small child, with little schooling   [margins]
place   county, cities of the province, paired east, rest of the country: the young go farther; half
        capacity stays in the county; people of a village go where their neighbours went, by exp(network z)
        of village and place times the usual shares, the same for all who live there
post    registered people who may have one, terms staggered
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, scratch_kernel
from sim.population.margins import Work
from sim.population.people import draw
from sim.rules.careers import HUNDREDTHS, drawn, hundredths
from sim.rules.learning import learnt_pay
from sim.rules.search import pay_factor, place_pay
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PROVINCE, WEAK, YEAR
from sim.state.employers import Employers
from sim.state.persons import Persons
from sim.state.table import Array

FEN = 100.0
OLDEST_WORKER, OLDEST_MIGRANT, OLDEST_POST_HOLDER = 64, 60, 69
OLDEST_MOTHER = 44
LONGEST_JOBLESS, LONGEST_TENURE = 120, 360
TYPICAL_SCHOOLING = 7.0
MOST_PAST_MONTHS = 8
PLACE_DRAWS, JOB_DRAWS = 20, 30
"""First draw about a person's place and about the job; the draws before are about traits."""
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
def job_chance(
    age: int, is_female: bool, is_half: bool, is_mother: bool, schooling: int, s: int, margins: Work
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


@scratch_kernel
def pull_of_neighbours(ids: Array, pull: Array, margins: Work, luck: Luck) -> None:
    """Draw of each village, by permanent id, toward each place, into an array of shape (villages, places); mean 1."""
    spread = float(margins.network[0, 0])
    for v in range(len(ids)):
        pull[v, LOCAL] = 1.0
        for place in range(PROVINCE, ELSEWHERE + 1):
            z = normal(luck, Decision.POPULATION_NETWORK, int(ids[v]), place)
            pull[v, place] = math.exp(spread * z - 0.5 * spread * spread)


@kernel
def place_of(
    persons: Persons, p: int, s: int, is_mother: bool, local_jobs: float, east_share: float, pull: Array, u: Array,
    margins: Work,
) -> int:  # fmt: skip
    """Where a person works in the first month, or NONE; `pull` is that of the village, by place. Draws u[0] to u[2]."""
    age, capacity, is_female = int(persons.age[p]), int(persons.capacity[p]), bool(persons.is_female[p])
    if capacity < HALF or persons.is_student[p] or age > OLDEST_WORKER:
        return NONE
    is_mother = is_mother and is_female and age <= OLDEST_MOTHER
    if float(u[0]) >= job_chance(age, is_female, capacity == HALF, is_mother, int(persons.schooling[p]), s, margins):
        return NONE
    if capacity != FULL or age > OLDEST_MIGRANT:
        return LOCAL
    shares = margins.place[s]
    k = 3 * place_age(age)
    local = float(shares[k]) * local_jobs * (float(margins.job_factor[s, 3]) if is_female else 1.0)
    province = float(shares[k + 1]) * float(pull[PROVINCE])
    east = east_share * float(pull[EAST])
    elsewhere = (1.0 - east_share) * float(pull[ELSEWHERE])
    outside = float(shares[k + OUTSIDE]) * (east + elsewhere)
    v = float(u[1]) * (local + province + outside)
    if v < local:
        return LOCAL
    if v < local + province:
        return PROVINCE
    return EAST if float(u[2]) * (east + elsewhere) < east else ELSEWHERE


@scratch_kernel
def place_people(
    persons: Persons,
    registered: Array,
    small_child: Array,
    first: int,
    last: int,
    local_jobs: float,
    east_share: float,
    village: Array,
    pull: Array,
    places: Array,
    margins: Work,
    luck: Luck,
) -> None:
    """Decide where persons first … last - 1, all of one county, work: into `places`, one row a person.

    `registered`, `small_child` and `village` have a row for each household: alleviated, with a child under school age,
    where it lives; `pull` has a row for each village, by place.
    """
    u, z = np.zeros(3), np.zeros(0)
    for p in range(first, last):
        draw(luck, Decision.POPULATION_PERSON, int(persons.id[p]), PLACE_DRAWS, u, z)
        h = int(persons.household[p])
        s = 1 if registered[h] else 0
        places[p] = place_of(persons, p, s, bool(small_child[h]), local_jobs, east_share, pull[village[h]], u, margins)


@kernel
def exponential(mean: float, u: float, most: int) -> int:
    """Whole months of a spell with this mean."""
    return min(int(math.floor(-mean * math.log(1.0 - u))), most)


@kernel
def employ(
    persons: Persons, p: int, e: int, place: int, offer: float, u: Array, z: Array, behaviour: Behaviour,
    margins: Work,
) -> None:  # fmt: skip
    """A person has had this job for some time. Draws u[1], z[0]."""
    match = hundredths(drawn(behaviour.match_spread, float(z[0])))
    pay = offer * pay_factor(
        int(persons.schooling[p]),
        float(persons.skill[p]),
        learnt_pay(persons, p, behaviour),
        behaviour.schooling_return,
    )
    pay = pay * math.exp(float(match) / HUNDREDTHS)
    held = 1 + exponential(float(margins.tenure[0, 0 if place == LOCAL else 1]), float(u[1]), LONGEST_TENURE)
    persons.employer[p] = e
    persons.wage[p] = int(math.floor(pay + 0.5))
    persons.match[p] = match
    persons.tenure_months[p] = held
    months = (1 << min(held, YEAR)) - 1
    persons.worked_months[p] = months
    if place != LOCAL:
        persons.away_months[p] = months


@kernel
def rest(persons: Persons, p: int, s: int, post_term: float, u: Array, behaviour: Behaviour, margins: Work) -> None:
    """Somebody without a wage job: a post, a search, work in the year before. Draws u[0] to u[5]."""
    capacity = int(persons.capacity[p])
    if capacity < WEAK or persons.is_student[p]:
        return
    asks = capacity != FULL or float(u[0]) < behaviour.post_full_capacity_chance
    if asks and persons.age[p] <= OLDEST_POST_HOLDER and float(u[1]) < float(margins.post[s, 0]):
        persons.post_months[p] = 1 + int(math.floor(post_term * float(u[2])))
        persons.worked_months[p] = (1 << YEAR) - 1
        return
    if capacity < HALF:
        return
    waited = exponential(behaviour.first_jobless_months, float(u[3]), LONGEST_JOBLESS)
    persons.jobless_months[p] = waited
    if float(u[4]) < float(margins.past_work[s, 0]) and waited < YEAR:
        worked = 1 + int(math.floor(float(MOST_PAST_MONTHS) * float(u[5])))
        persons.worked_months[p] = (((1 << worked) - 1) << waited) & ((1 << YEAR) - 1)


@kernel
def take_vacancy(employers: Employers, vacancy: Array, left: int, u: float) -> int:
    """The employer of a vacancy drawn from those left; the last one takes its place in the list."""
    i = int(math.floor(u * float(left)))
    e = int(vacancy[i])
    vacancy[i] = vacancy[left - 1]
    employers.filled[e] += 1
    return e


@scratch_kernel
def employ_people(
    persons: Persons,
    employers: Employers,
    registered: Array,
    places: Array,
    vacancy: Array,
    account: int,
    first: int,
    last: int,
    post_term: float,
    margins: Work,
    behaviour: Behaviour,
    pay_level: float,
    luck: Luck,
) -> None:
    """Give persons first … last - 1, all of one county, a named employer in their place, or a past without one.

    `registered` has a row for each household, `vacancy` the employer row of each position in the county; `account` is
    the employer row of the first account outside.
    """
    u, z = np.zeros(6), np.zeros(1)
    left = len(vacancy)
    for p in range(first, last):
        draw(luck, Decision.POPULATION_PERSON, int(persons.id[p]), JOB_DRAWS, u, z)
        place = int(places[p])
        if place == NONE:
            rest(persons, p, 1 if registered[persons.household[p]] else 0, post_term, u, behaviour, margins)
            continue
        if place == LOCAL:
            e = take_vacancy(employers, vacancy, left, float(u[0]))
            offer = float(employers.wage[e])
            left -= 1
        else:
            e = account + place - PROVINCE
            offer = place_pay(place, behaviour, pay_level) * FEN
        employ(persons, p, e, place, offer, u, z, behaviour, margins)
