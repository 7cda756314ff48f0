"""Matching: where people look for work, who hears of what, who is hired by whom at which pay.

    value    V_d = log(pay_d share_of_skill chance_d / value of home) - distaste_d + network_effect log(1 + 100 n_vd)
    choice   one of home, county, city, east, elsewhere by logit, scale choice_scale            [mechanisms 3]
    offers   per searcher outside = outside_offer_chance (S/S0)^-offer_crowding exp(demand)      [model: 0.1]
    local    M = min(U, V, matching_efficiency U^a V^(1-a)) hires, each a vacancy of a named employer [petrongolo2001]
    pay      offer exp(schooling_return (school - 9) + skill + course effect + match_spread z)   [wangcai10]

Three passes: each county counts who looks where; the offers of a province are split; each county hires by lot.

Reads   persons.id persons.capacity persons.age persons.is_student persons.sick_months persons.course_months
        persons.schooling persons.skill persons.trained_months persons.post_months persons.household,
        households.village households.savings households.members, villages.people, employers.positions
        employers.wage employers.place, counties.province counties.weight, provinces.code provinces.demand
Writes  persons.looks persons.employer persons.wage persons.tenure_months persons.jobless_months
        households.costs_away, villages.workers, employers.filled, counties.applicants counties.openings
        counties.openings_carried counties.hires counties.outside_jobs counties.chances, provinces.searchers_base
Levers  none     Luck  per searcher: place, hearing, order, match; per vacancy by order
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, scratch_kernel, uniform
from sim.rules.training import training_effect
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PLACES, PROVINCE
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.table import Array
from sim.state.villages import Villages

FEN = 100.0
OLDEST_MIGRANT = 60
CARE_AGE = 12


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
    return math.log(expected_pay / home_value) - away_distaste + network_effect * math.log(1.0 + 100.0 * network)


@kernel
def offer_chance(
    searchers: float, searchers_base: float, normal_chance: float, crowding: float, demand: float
) -> float:
    """Chance of an offer to one searcher at a destination."""
    if searchers <= 0.0 or searchers_base <= 0.0:
        return 0.0
    return min(1.0, normal_chance * math.exp(demand - crowding * math.log(searchers / searchers_base)))


@kernel
def local_matches(searchers: int, vacancies: int, efficiency: float, elasticity: float) -> float:
    """Local hires that the month's searchers and vacancies make."""
    if searchers == 0 or vacancies == 0:
        return 0.0
    u, v = float(searchers), float(vacancies)
    return min(u, v, efficiency * math.exp(elasticity * math.log(u) + (1.0 - elasticity) * math.log(v)))


@kernel
def blended(chance: float, hired_share: float) -> float:
    """What people believe of their chance of a job: mostly what it was, partly last month's hires."""
    return 0.8 * chance + 0.2 * hired_share


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
def choose_place(
    persons: Persons,
    households: Households,
    villages: Villages,
    p: int,
    is_away_possible: bool,
    is_care: bool,
    chances: Array,
    weights: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """Where a person looks for work this month, or NONE. `weights` is room for one number a place."""
    h = int(persons.household[p])
    v = int(households.village[h])
    home = behaviour.participation_value * month.pay_level * (1.0 if persons.age[p] < 50 else 1.5)
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
    total = 1.0
    for place in range(PLACES):
        weights[place] = 0.0
        if place != LOCAL and not can_leave:
            continue
        expected = place_pay(place, behaviour, month.pay_level) * factor * max(float(chances[place]), 0.02)
        if place != LOCAL:
            expected = max(expected - 0.5 * behaviour.living_cost_away * month.price_level, 1.0)
        value = place_value(
            expected,
            home,
            distaste(place, is_care, behaviour),
            float(villages.workers[v, place]) / people,
            behaviour.network_effect,
        )
        weights[place] = math.exp(behaviour.choice_scale * value)
        total += weights[place]
    u = uniform(luck, Decision.WHERE_TO_LOOK, int(persons.id[p]), 0) * total
    for place in range(PLACES):
        u -= weights[place]
        if u < 0.0:
            return place
    return NONE


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


@scratch_kernel
def apply(
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
    """First pass: everybody of counties first … last - 1 who may work decides where to look."""
    needed = behaviour.journey_cost * month.price_level - behaviour.credit_for_journey
    weights = np.zeros(PLACES)
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
                    counties.chances[c],
                    weights,
                    behaviour,
                    month,
                    luck,
                )
                persons.looks[p] = place
                if place != NONE:
                    counties.applicants[c, place] += 1


@kernel
def share_offers(
    provinces: Provinces, counties: Counties, behaviour: Behaviour, month: Month, is_burn_in: bool
) -> None:
    """Second pass, serial: the offers at each destination of a province, split by its counties' searchers."""
    for q in range(len(provinces.code)):
        first = int(provinces.first_county[q])
        last = first + int(provinces.counties[q])
        for place in range(PROVINCE, PLACES):
            searchers = 0.0
            for c in range(first, last):
                searchers += counties.weight[c] * float(counties.applicants[c, place])
            if is_burn_in:
                base = float(provinces.searchers_base[q, place])
                provinces.searchers_base[q, place] = searchers if base == 0.0 else 0.8 * base + 0.2 * searchers
            chance = offer_chance(
                searchers,
                float(provinces.searchers_base[q, place]),
                behaviour.outside_offer_chance,
                behaviour.offer_crowding,
                float(provinces.demand[q, place]) - month.destination_slump,
            ) * (1.0 - month.movement_stop)
            for c in range(first, last):
                offers = chance * float(counties.applicants[c, place]) + float(counties.openings_carried[c, place])
                counties.openings[c, place] = int(math.floor(offers))
                counties.openings_carried[c, place] = offers - math.floor(offers)


@scratch_kernel
def searchers_by_lot(persons: Persons, counties: Counties, c: int, place: int, luck: Luck) -> Array:
    """Rows of those of a county who look for work at a place, in the order of their lots."""
    rows = np.empty(counties.applicants[c, place], np.int64)
    lots = np.empty(counties.applicants[c, place], np.float64)
    found = 0
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        if persons.looks[p] == place:
            rows[found] = p
            lots[found] = uniform(luck, Decision.HIRING_ORDER, int(persons.id[p]), 0)
            found += 1
    queue: Array = rows[np.argsort(lots)]
    return queue


@kernel
def pay_in_job(persons: Persons, p: int, offer: float, behaviour: Behaviour, luck: Luck) -> int:
    """Fen a month that a job which offers so much pays this person."""
    factor = pay_factor(
        int(persons.schooling[p]),
        float(persons.skill[p]),
        int(persons.trained_months[p]),
        behaviour.schooling_return,
        behaviour.training_pay_effect,
        behaviour.training_rise_months,
    )
    spread = behaviour.match_spread
    z = normal(luck, Decision.MATCH_QUALITY, int(persons.id[p]), 0)
    return int(math.floor(offer * factor * math.exp(spread * z - 0.5 * spread * spread) + 0.5))


@kernel
def start_job(persons: Persons, p: int, e: int, wage: int) -> None:
    """A person is hired."""
    persons.employer[p] = e
    persons.wage[p] = wage
    persons.tenure_months[p] = 0
    persons.jobless_months[p] = 0


@scratch_kernel
def hire_outside(
    persons: Persons,
    households: Households,
    counties: Counties,
    c: int,
    account: int,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """The county's share of the offers outside goes to its searchers by lot."""
    journey = int(math.floor(behaviour.journey_cost * month.price_level * FEN))
    for place in range(PROVINCE, PLACES):
        pay = place_pay(place, behaviour, month.pay_level) * FEN
        queue = searchers_by_lot(persons, counties, c, place, luck)
        for p in queue[: int(counties.openings[c, place])]:
            start_job(persons, p, account + place - PROVINCE, pay_in_job(persons, p, pay, behaviour, luck))
            counties.outside_jobs[c, place] += 1
            counties.hires[c, place] += 1
            households.costs_away[persons.household[p]] += journey


@scratch_kernel
def hire_locally(
    persons: Persons, employers: Employers, counties: Counties, c: int, behaviour: Behaviour, month: Month, luck: Luck
) -> None:
    """Local searchers, by lot, meet vacancies of named employers; one hire per vacancy."""
    start = int(counties.first_employer[c])
    end = start + int(counties.employers[c])
    vacancies = 0
    for e in range(start, end):
        vacancies += max(0, int(employers.positions[e]) - int(employers.filled[e]))
    searchers = int(counties.applicants[c, LOCAL])
    matches = local_matches(searchers, vacancies, behaviour.matching_efficiency, behaviour.matching_elasticity)
    expected = matches + float(counties.openings_carried[c, LOCAL])
    meetings = min(int(math.floor(expected)), searchers, vacancies)
    counties.openings[c, LOCAL] = meetings
    counties.openings_carried[c, LOCAL] = expected - math.floor(expected)
    vacancy = np.empty(vacancies, np.int64)
    i = 0
    for e in range(start, end):
        for _ in range(int(employers.positions[e]) - int(employers.filled[e])):
            vacancy[i] = e
            i += 1
    lowest = behaviour.reservation_share * behaviour.participation_value * month.pay_level * FEN
    queue = searchers_by_lot(persons, counties, c, LOCAL, luck)
    for p in queue[:meetings]:
        j = int(math.floor(uniform(luck, Decision.HIRING_ORDER, int(persons.id[p]), 1) * float(vacancies)))
        e = int(vacancy[j])
        wage = pay_in_job(persons, p, float(employers.wage[e]), behaviour, luck)
        if float(wage) >= lowest:
            start_job(persons, p, e, wage)
            vacancies -= 1
            vacancy[j] = vacancy[vacancies]
            employers.filled[e] += 1
            counties.hires[c, LOCAL] += 1


@scratch_kernel
def hire(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    first_account: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Third pass: each of counties first … last - 1 fills its share, by lot."""
    for c in range(first, last):
        account = int(first_account[counties.province[c]])
        hire_outside(persons, households, counties, c, account, behaviour, month, luck)
        hire_locally(persons, employers, counties, c, behaviour, month, luck)
        for place in range(PLACES):
            if counties.applicants[c, place] > 0:
                hired = float(counties.hires[c, place]) / float(counties.applicants[c, place])
                counties.chances[c, place] = blended(float(counties.chances[c, place]), hired)
