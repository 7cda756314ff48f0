"""Matching: where people look for work, who hears of what, who is hired by whom at which pay.

    home     w = participation_value pay_level exp(taste_spread taste), older_home_ratio times as much from 50 on
    value    V_d = log(pay_d share_of_skill chance_d / w) - distaste_d + network_effect log((1 + 100 n_vd)/8)
    choice   home (0), county, city, east, elsewhere: the largest of choice_scale V + Gumbel     [mechanisms 3]
    offers   per searcher outside = outside_offer_chance (S/S0)^-offer_crowding exp(demand)      [model: 0.1]
    local    M = min(U, V, matching_efficiency U^a V^(1-a)) hires, each a vacancy of a named employer [petrongolo2001]
    order    lot = -log(1 - u)/exp(training_offer_effect course effect), the lowest lots first         [mck17]
    pay      offer exp(schooling_return (school - 9) + skill + course effect + match_spread z)   [wangcai10]

Three passes: each county counts who looks where; the offers of a province are split; each county hires by lot.

Reads   persons.id persons.taste persons.capacity persons.age persons.is_student persons.sick_months
        persons.course_months persons.schooling persons.skill persons.trained_months persons.post_months
        persons.household, households.village households.savings households.members, villages.people,
        employers.positions employers.wage employers.place, counties.province counties.weight, provinces.code
        provinces.demand
Writes  persons.looks persons.employer persons.wage persons.tenure_months persons.jobless_months
        households.costs_away, villages.workers, employers.filled, counties.applicants counties.openings
        counties.openings_carried counties.hires counties.outside_jobs counties.chances, provinces.searchers_base
Levers  none     Luck  per searcher: place, hearing, order, match; per vacancy by order
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, sort_by_lot, uniform
from sim.rules.training import training_effect
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PLACES, PROVINCE
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.room import Room
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
        if place != LOCAL:
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
                uniform(luck, Decision.HIRING_ORDER, int(persons.id[p]), 0),
                training_effect(int(persons.trained_months[p]), behaviour.training_rise_months),
                behaviour.training_offer_effect,
            )
            found += 1
    queue: Array = room.rows[start : start + found]
    sort_by_lot(queue, room.lots[start : start + found])
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
    queue = searchers_by_lot(persons, counties, room, c, LOCAL, behaviour, luck)
    for i in range(meetings):
        p = int(queue[i])
        nth = int(math.floor(uniform(luck, Decision.HIRING_ORDER, int(persons.id[p]), 1) * float(vacancies)))
        e = employer_of_vacancy(employers, start, nth)
        wage = pay_in_job(persons, p, float(employers.wage[e]), behaviour, luck)
        if float(wage) >= behaviour.reservation_share * value_of_home(persons, p, behaviour, month.pay_level) * FEN:
            start_job(persons, p, e, wage)
            vacancies -= 1
            employers.filled[e] += 1
            counties.hires[c, LOCAL] += 1


@kernel
def hire(
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
    """Third pass: each of counties first … last - 1 fills its share, by lot."""
    for c in range(first, last):
        account = int(first_account[counties.province[c]])
        hire_outside(persons, households, counties, room, c, account, behaviour, month, luck)
        hire_locally(persons, employers, counties, room, c, behaviour, month, luck)
        for place in range(PLACES):
            if counties.applicants[c, place] > 0:
                hired = float(counties.hires[c, place]) / float(counties.applicants[c, place])
                counties.chances[c, place] = blended(float(counties.chances[c, place]), hired)
