"""Search: what a place is worth to whoever may work, and where people look for a wage job.

    home     w = participation_value pay_level exp(taste_spread taste), older_home_ratio times as much from 50 on
    access   pay in the county is exp(-remote_pay_effect (remoteness - 1/2)) of the usual         [assumption]
    value    V_d = log(pay_d share_of_skill chance_d / w) - distaste_d + network_effect log((1 + 100 n_vd)/8)
    choice   home (0), county, city, east, elsewhere: the largest of choice_scale V + Gumbel     [mechanisms 3]

The first of three passes: each county counts who looks where; `matching` splits the offers and hires.

Reads   persons.id persons.taste persons.capacity persons.age persons.is_student persons.sick_months
        persons.course_months persons.schooling persons.skill persons.trained_months persons.post_months
        persons.household persons.employer, households.village households.savings households.members, villages.people,
        employers.place, counties.chances counties.remoteness
Writes  persons.looks, villages.workers, counties.applicants
Levers  none     Luck  per person who may work: one for each place and one for home
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, uniform
from sim.rules.training import training_effect
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PLACES
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array
from sim.state.villages import Villages

FEN = 100.0
OLDEST_MIGRANT = 60
CARE_AGE = 12
OLDER = 50
TINY = 1e-300
USUAL_NETWORK = 0.07


@kernel
def pay_factor(
    schooling: int,
    skill: float,
    trained_months: int,
    schooling_return: float,
    training_pay_effect: float,
    training_rise_months: float,
) -> float:
    """Pay of a person against one of nine years of schooling and no course, same job."""
    course = training_pay_effect * training_effect(trained_months, training_rise_months)
    return math.exp(schooling_return * (float(schooling) - 9.0) + skill + course)


@kernel
def market_access(remoteness: float, effect: float) -> float:
    """Pay or price in a county against one of middling remoteness."""
    return math.exp(-effect * (remoteness - 0.5))


@kernel
def place_pay(place: int, behaviour: Behaviour, pay_level: float) -> float:
    """Yuan a month that a place pays somebody of nine years of schooling."""
    pay = behaviour.outside_pay * pay_level
    if place == LOCAL:
        return pay * behaviour.local_pay_share
    if place == EAST:
        return pay * math.exp(behaviour.east_pay_premium)
    return pay


@kernel
def distaste(place: int, is_carer: bool, behaviour: Behaviour) -> float:
    """What being away is worth in log pay."""
    if place == LOCAL:
        return 0.0
    away = behaviour.province_distaste
    if place == EAST:
        away = behaviour.east_distaste
    elif place == ELSEWHERE:
        away = behaviour.elsewhere_distaste
    return away + behaviour.care_distaste if is_carer else away


@kernel
def place_value(
    expected_pay: float, home_value: float, away_distaste: float, network: float, network_effect: float
) -> float:
    """Log value of looking for work at a place, against staying at home."""
    pull = math.log((1.0 + 100.0 * network) / (1.0 + 100.0 * USUAL_NETWORK))
    return math.log(expected_pay / home_value) - away_distaste + network_effect * pull


@kernel
def may_work(persons: Persons, p: int) -> bool:
    """Whether a person may look for a wage job now."""
    return bool(
        persons.capacity[p] >= HALF
        and persons.employer[p] == NONE
        and not persons.is_student[p]
        and persons.sick_months[p] == 0
        and persons.course_months[p] == 0
        and persons.post_months[p] == 0
    )


@kernel
def is_carer(persons: Persons, households: Households, h: int) -> bool:
    """Whether a child or a weak old member lives in the household."""
    for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
        if persons.age[p] < CARE_AGE or (persons.age[p] >= 75):
            return True
    return False


@kernel
def home_value(participation_value: float, pay_level: float, taste: float, age: int, older_home_ratio: float) -> float:
    """Yuan a month that being at home without a wage job is worth, beside the farm."""
    value = participation_value * pay_level * math.exp(taste)
    return value * older_home_ratio if age >= OLDER else value


@kernel
def value_of_home(persons: Persons, p: int, behaviour: Behaviour, pay_level: float) -> float:
    """What a month at home is worth to a person."""
    return home_value(
        behaviour.participation_value,
        pay_level,
        behaviour.taste_spread * float(persons.taste[p]),
        int(persons.age[p]),
        behaviour.older_home_ratio,
    )


@kernel
def gumbel(u: float) -> float:
    """Standard Gumbel number of a uniform one in [0, 1): the largest value decides by logit."""
    return -math.log(-math.log(max(u, TINY)))


@kernel
def choose_place(
    persons: Persons,
    households: Households,
    villages: Villages,
    p: int,
    is_away_possible: bool,
    is_care: bool,
    remoteness: float,
    chances: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """Where a person looks for work this month, or NONE. Each place and home have luck of their own."""
    h = int(persons.household[p])
    v = int(households.village[h])
    home = value_of_home(persons, p, behaviour, month.pay_level)
    factor = pay_factor(
        int(persons.schooling[p]),
        float(persons.skill[p]),
        int(persons.trained_months[p]),
        behaviour.schooling_return,
        behaviour.training_pay_effect,
        behaviour.training_rise_months,
    )
    can_leave = is_away_possible and persons.capacity[p] == FULL and persons.age[p] <= OLDEST_MIGRANT
    people = max(float(villages.people[v]), 1.0)
    person = int(persons.id[p])
    chosen = NONE
    best = gumbel(uniform(luck, Decision.WHERE_TO_LOOK, person, PLACES))
    for place in range(PLACES):
        if place != LOCAL and not can_leave:
            continue
        expected = place_pay(place, behaviour, month.pay_level) * factor * max(float(chances[place]), 0.02)
        if place == LOCAL:
            expected = expected * market_access(remoteness, behaviour.remote_pay_effect)
        else:
            expected = max(expected - 0.5 * behaviour.living_cost_away * month.price_level, 1.0)
        value = place_value(
            expected,
            home,
            distaste(place, is_care, behaviour),
            float(villages.workers[v, place]) / people,
            behaviour.network_effect,
        )
        value = behaviour.choice_scale * value + gumbel(uniform(luck, Decision.WHERE_TO_LOOK, person, place))
        if value > best:
            best = value
            chosen = place
    return chosen


@kernel
def count_villagers(
    persons: Persons, households: Households, employers: Employers, villages: Villages, counties: Counties, c: int
) -> None:
    """Who of a village works where: its network."""
    for v in range(counties.first_village[c], counties.first_village[c] + counties.villages[c]):
        for place in range(PLACES):
            villages.workers[v, place] = 0
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        if persons.employer[p] != NONE:
            villages.workers[households.village[persons.household[p]], employers.place[persons.employer[p]]] += 1


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Everybody of counties first … last - 1 who may work decides where to look."""
    needed = behaviour.journey_cost * month.price_level - behaviour.credit_for_journey
    for c in range(first, last):
        count_villagers(persons, households, employers, villages, counties, c)
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            is_care = is_carer(persons, households, h)
            can_pay = float(households.savings[h]) >= needed * FEN
            for p in range(households.first_person[h], households.first_person[h] + households.members[h]):
                if not may_work(persons, p):
                    continue
                place = choose_place(
                    persons,
                    households,
                    villages,
                    p,
                    can_pay,
                    is_care,
                    float(counties.remoteness[c]),
                    counties.chances[c],
                    behaviour,
                    month,
                    luck,
                )
                persons.looks[p] = place
                if place != NONE:
                    counties.applicants[c, place] += 1
