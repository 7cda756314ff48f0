"""Matching: who hears of what, who is hired by whom at which pay.

    offers   per searcher outside = outside_offer_chance (S/S0)^-offer_crowding exp(demand)      [model: 0.1]
    local    M = min(U, V, matching_efficiency U^a V^(1-a)) hires, each a vacancy of a named employer [petrongolo2001]
    order    lot = -log(1 - u)/exp(training_offer_effect course effect), the lowest lots first         [mck17]
    pay      offer exp(schooling_return (school - 9) + skill + course effect + match_spread z)   [wangcai10]

Two passes after the search: the offers of a province are split; each county hires by lot. A local searcher draws the
nth vacancy of the county, counted through its employers in their order: that order says whose vacancy a draw means.

Reads   persons.id persons.taste persons.age persons.looks persons.schooling persons.skill persons.trained_months
        persons.household, employers.positions employers.wage, counties.applicants counties.province counties.weight,
        provinces.code provinces.demand
Writes  persons.employer persons.wage persons.tenure_months persons.jobless_months, households.costs_away,
        employers.filled, counties.openings counties.openings_carried counties.hires counties.outside_jobs
        counties.chances, provinces.searchers_base
Levers  none     Luck  per searcher: order, match; per searcher who meets a vacancy: which
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, lot, normal, sort_by_lot
from sim.rules.search import FEN, pay_factor, place_pay, value_of_home
from sim.rules.training import training_effect
from sim.state.codes import LOCAL, PLACES, PROVINCE
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.room import Room
from sim.state.table import Array


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
def hiring_lot(u: float, course: float, training_offer_effect: float) -> float:
    """Lot of a searcher, lowest first: the trained have better odds against each of the others."""
    return -math.log(1.0 - u) * math.exp(-training_offer_effect * course)


@kernel
def searchers_by_lot(
    persons: Persons, counties: Counties, room: Room, c: int, place: int, behaviour: Behaviour, luck: Luck
) -> Array:
    """Rows of those of a county who look for work at a place, in the order of their lots."""
    start = int(counties.first_person[c])
    found = 0
    for p in range(start, start + counties.persons[c]):
        if persons.looks[p] == place:
            room.rows[start + found] = p
            room.lots[start + found] = hiring_lot(
                lot(luck, Decision.HIRING_ORDER, int(persons.id[p])),
                training_effect(int(persons.trained_months[p]), behaviour.training_rise_months),
                behaviour.training_offer_effect,
            )
            found += 1
    queue: Array = room.rows[start : start + found]
    sort_by_lot(queue, room.lots[start : start + found])
    return queue


@kernel
def share_offers(
    provinces: Provinces, counties: Counties, behaviour: Behaviour, month: Month, is_burn_in: bool
) -> None:
    """Serial: the offers at each destination of a province, split by its counties' searchers."""
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


@kernel
def hire_outside(
    persons: Persons,
    households: Households,
    counties: Counties,
    room: Room,
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
        queue = searchers_by_lot(persons, counties, room, c, place, behaviour, luck)
        for i in range(min(len(queue), int(counties.openings[c, place]))):
            p = int(queue[i])
            start_job(persons, p, account + place - PROVINCE, pay_in_job(persons, p, pay, behaviour, luck))
            counties.outside_jobs[c, place] += 1
            counties.hires[c, place] += 1
            households.costs_away[persons.household[p]] += journey


@kernel
def employer_of_vacancy(employers: Employers, first: int, nth: int) -> int:
    """Employer of a county's nth vacancy, counted from 0 through its employers from row `first` on."""
    e = first
    nth -= max(0, int(employers.positions[e]) - int(employers.filled[e]))
    while nth >= 0:
        e += 1
        nth -= max(0, int(employers.positions[e]) - int(employers.filled[e]))
    return e


@kernel
def hire_locally(
    persons: Persons,
    employers: Employers,
    counties: Counties,
    room: Room,
    c: int,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Local searchers, by lot, each draw a vacancy, counted in the order of employers; one hire per vacancy."""
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
    queue = searchers_by_lot(persons, counties, room, c, LOCAL, behaviour, luck)
    for i in range(meetings):
        p = int(queue[i])
        nth = int(math.floor(lot(luck, Decision.HIRING_ORDER, int(persons.id[p]), 1) * float(vacancies)))
        e = employer_of_vacancy(employers, start, nth)
        wage = pay_in_job(persons, p, float(employers.wage[e]), behaviour, luck)
        if float(wage) >= behaviour.reservation_share * value_of_home(persons, p, behaviour, month.pay_level) * FEN:
            start_job(persons, p, e, wage)
            vacancies -= 1
            employers.filled[e] += 1
            counties.hires[c, LOCAL] += 1


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    first_account: Array,
    room: Room,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Each of counties first … last - 1 fills its share, by lot."""
    for c in range(first, last):
        account = int(first_account[counties.province[c]])
        hire_outside(persons, households, counties, room, c, account, behaviour, month, luck)
        hire_locally(persons, employers, counties, room, c, behaviour, month, luck)
        for place in range(PLACES):
            if counties.applicants[c, place] > 0:
                hired = float(counties.hires[c, place]) / float(counties.applicants[c, place])
                counties.chances[c, place] = blended(float(counties.chances[c, place]), hired)
