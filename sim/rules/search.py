"""Search: what a place is worth to whoever may work, and where people look for a wage job.

    home     w = participation_value pay_level exp(taste_spread taste), older_home_ratio times as much from 50 on
    access   pay in the county is exp(-remote_pay_effect (remoteness - 1/2)) of the usual         [assumption]
    chance   p_d = min(1, r_d m_d), r_d what the channels reach there, m_d the market as people believe it
    journey  less the transport subsidy, times O, for eligible people                                [clause 3]
    value    V_d = log((pay_d skill p_d - living cost/2 - journey/stay)/w) - distaste_d - ruin_d
                   + network_effect log((1 + 100 n_vd)/(1 + 100 usual_network))                 [mechanisms 3, akram]
    ruin     ruin_aversion (1 - p_d) if a trip that fails leaves less than a month's needs; else 0          [bcm]
    choice   home (0), county, city, east, elsewhere: the largest of choice_scale V + Gumbel     [mechanisms 3]

Graduates of eastern schools who stay there look there alone.
Who cannot pay the journey from savings and credit, is not of full capacity or has come home for good stays.
The first of three passes: each county counts who looks where; `matching` splits the offers and hires.

Reads   persons.id persons.taste persons.capacity persons.age persons.is_student persons.sick_months
        persons.course_months persons.schooling persons.skill persons.certificate
        persons.know_how persons.link persons.trained_months persons.post_months
        persons.household persons.employer persons.is_settled persons.helped_months, households.village
        households.savings households.members households.is_registered, registry.tag, villages.people, employers.place,
        counties.chances counties.remoteness counties.staff counties.village_service counties.reputation
        counties.organised counties.served_east
Writes  persons.looks, villages.workers villages.network villages.pull, counties.applicants counties.reach
        counties.seekers
Levers  labour_export_transport_subsidy     Luck  per person who may work: one for each place and one for home
"""

import math
from typing import NamedTuple

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, uniforms_of_one
from sim.rules.channels import agency_chance, meet_villagers, reach, reach_at, service_chance
from sim.rules.learning import is_for_the_east, learnt_pay
from sim.rules.services import is_eligible
from sim.state.codes import EAST, ELSEWHERE, FULL, HALF, LOCAL, PLACES, PROVINCE
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

FEN = 100.0
OLDEST_MIGRANT = 60
CARE_AGE = 12
OLDER = 50
TINY = 1e-300
YEAR_MONTHS = 12.0
UNREACHABLE = -1e300
DRAWS = 8
"""Draws about a person who looks for work, made together: one for each place, one for home, a few to spare."""


class Plan(NamedTuple):
    """What members of a household have in mind when they think of leaving; money in yuan."""

    is_care: bool
    """A child or a weak old member lives here."""
    is_meant: bool
    """Services for work are for them."""
    money: float
    """What savings and credit raise at once."""
    needs: float
    """What the household cannot do without in a month."""
    subsidy: float
    """What they may hope for towards a journey."""


class Seeker(NamedTuple):
    """What does not depend on where a person looks for work."""

    village: int
    factor: float
    """Pay against that of somebody of nine years of schooling and no course."""
    home: float
    """Yuan a month that being at home is worth."""
    may_leave: bool
    is_for_the_east: bool
    """A graduate who looks for work there and nowhere else."""
    is_helped: bool
    """Under guidance."""


class Outlook(NamedTuple):
    """What people of a county find this month, whoever they are."""

    local: float
    """Yuan a month that somebody of nine years of schooling gets in a county of middling remoteness."""
    access: float
    """Pay in this county against that."""
    east: float
    elsewhere: float
    """Such pay in the east, and in the cities of the province and in other provinces."""
    service: float
    """Chance of an offer through the employment service."""
    agency: float
    meant: float
    meant_east: float
    """Such a chance through agencies outside, of people for whom services are meant, and of those in the east."""


@kernel
def pay_factor(
    schooling: int,
    skill: float,
    course: float,
    schooling_return: float,
) -> float:
    """Pay of a person against one of nine years of schooling and no course, same job; `course` is in log points."""
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
def journey(place: int, behaviour: Behaviour, price_level: float) -> float:
    """Yuan that the way to a place outside and the first weeks there cost."""
    cost = behaviour.journey_cost * price_level
    return cost * behaviour.province_journey_share if place == PROVINCE else cost


@kernel
def ruin(chance: float, money: float, cost: float, needs: float, ruin_aversion: float) -> float:
    """Log value that the risk of a failed trip takes, where it leaves less than a month's needs."""
    return ruin_aversion * (1.0 - chance) if money - cost < needs else 0.0


@kernel
def place_value(expected_pay: float, home_value: float, away_distaste: float, ruin: float, pull: float) -> float:
    """Log value of looking for work at a place, against staying at home."""
    return math.log(expected_pay / home_value) - away_distaste - ruin + pull


@kernel
def believed_chance(reach: float, market: float, least: float) -> float:
    """Chance of a job that somebody expects whom the channels reach so often, in a market believed so good."""
    return min(1.0, max(reach * market, least))


@kernel
def may_work(persons: Persons, p: int) -> bool:
    """Whether a person may look for a wage job now."""
    is_able = (persons.capacity[p] >= HALF) & (persons.sick_months[p] == 0) & (persons.is_student[p] == 0)
    is_free = (persons.employer[p] == NONE) & (persons.course_months[p] == 0) & (persons.post_months[p] == 0)
    return bool(is_able & is_free)


@kernel
def list_free(persons: Persons, rows: Array, start: int, end: int) -> int:
    """Put those of persons `start` … `end` - 1 who may work into `rows`, from `start` on; returns how many they are."""
    found = 0
    for p in range(start, end):
        rows[start + found] = p
        found += 1 if may_work(persons, p) else 0
    return found


@kernel
def may_leave(persons: Persons, p: int) -> bool:
    """Whether a person who may work can do so outside the county."""
    return bool(persons.capacity[p] == FULL and persons.age[p] <= OLDEST_MIGRANT and not persons.is_settled[p])


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
def outlook_of(counties: Counties, c: int, behaviour: Behaviour, month: Month) -> Outlook:
    """What people of a county find this month."""
    return Outlook(
        place_pay(LOCAL, behaviour, month.pay_level),
        market_access(float(counties.remoteness[c]), behaviour.remote_pay_effect),
        place_pay(EAST, behaviour, month.pay_level),
        place_pay(ELSEWHERE, behaviour, month.pay_level),
        service_chance(counties, c, behaviour),
        agency_chance(counties, c, ELSEWHERE, False, behaviour),
        agency_chance(counties, c, ELSEWHERE, True, behaviour),
        agency_chance(counties, c, EAST, True, behaviour),
    )


@kernel
def seeker_of(persons: Persons, households: Households, p: int, behaviour: Behaviour, month: Month) -> Seeker:
    """What a person takes along wherever it looks for work."""
    return Seeker(
        int(households.village[persons.household[p]]),
        pay_factor(
            int(persons.schooling[p]),
            float(persons.skill[p]),
            learnt_pay(persons, p, behaviour),
            behaviour.schooling_return,
        ),
        value_of_home(persons, p, behaviour, month.pay_level),
        may_leave(persons, p),
        is_for_the_east(int(persons.link[p]), int(persons.trained_months[p])),
        bool(persons.helped_months[p] > 0),
    )


@kernel
def agency_at(outlook: Outlook, place: int, is_meant: bool) -> float:
    """Chance of an offer from a place through agencies."""
    if place == LOCAL:
        return 0.0
    if is_meant:
        return outlook.meant_east if place == EAST else outlook.meant
    return outlook.agency


@kernel
def worth_of_place(
    villages: Villages,
    counties: Counties,
    c: int,
    place: int,
    plan: Plan,
    seeker: Seeker,
    outlook: Outlook,
    behaviour: Behaviour,
    month: Month,
) -> float:
    """Log value of looking for work at a place against staying at home, UNREACHABLE if the person cannot."""
    if place != EAST and seeker.is_for_the_east:
        return UNREACHABLE
    cost = 0.0 if place == LOCAL else max(0.0, journey(place, behaviour, month.price_level) - plan.subsidy)
    if place != LOCAL and not (seeker.may_leave and plan.money >= cost):
        return UNREACHABLE
    network = float(villages.network[seeker.village, place])
    heard = reach(network, outlook.service, agency_at(outlook, place, plan.is_meant), seeker.is_helped, behaviour)
    chance = believed_chance(heard, float(counties.chances[c, place]), behaviour.least_believed_chance)
    risk = 0.0
    if place == LOCAL:
        expected = outlook.local * seeker.factor * chance * outlook.access
    else:
        living = behaviour.living_cost_away * month.price_level
        expected = (outlook.east if place == EAST else outlook.elsewhere) * seeker.factor * chance
        expected = expected - behaviour.living_cost_weight * living - cost / behaviour.stay_months
        expected = max(expected, 1.0)
        risk = ruin(chance, plan.money, cost + living, plan.needs, behaviour.ruin_aversion)
    away = distaste(place, plan.is_care, behaviour)
    return place_value(expected, seeker.home, away, risk, float(villages.pull[seeker.village, place]))


@kernel
def plan_of(
    persons: Persons,
    households: Households,
    counties: Counties,
    h: int,
    c: int,
    tag: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
) -> Plan:
    """What members of a household have in mind when they think of leaving."""
    is_meant = is_eligible(households, tag, h)
    return Plan(
        is_carer(persons, households, h),
        is_meant,
        float(households.savings[h]) / FEN + behaviour.credit_for_journey,
        behaviour.consumption_floor * month.price_level / YEAR_MONTHS * float(households.members[h]),
        levers.labour_export_transport_subsidy * float(counties.organised[c]) if is_meant else 0.0,
    )


@kernel
def open_search(counties: Counties, c: int) -> None:
    """Nobody has looked for work this month yet."""
    for place in range(PLACES):
        counties.reach[c, place] = 0.0
    counties.seekers[c] = 0


@kernel
def look(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    p: int,
    c: int,
    place: int,
    is_meant: bool,
    tag: Array,
    behaviour: Behaviour,
) -> None:
    """A person looks for work at a place, or nowhere."""
    persons.looks[p] = place
    if place != NONE:
        counties.applicants[c, place] += 1
        counties.reach[c, place] += reach_at(persons, households, villages, counties, tag, p, c, place, behaviour)
        if is_meant and place != LOCAL:
            counties.seekers[c] += 1


@kernel
def choose_place(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    p: int,
    c: int,
    plan: Plan,
    outlook: Outlook,
    draws: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """Where a person looks for work this month, or NONE. Each place and home have luck of their own."""
    uniforms_of_one(luck, Decision.WHERE_TO_LOOK, int(persons.id[p]), draws)
    seeker = seeker_of(persons, households, p, behaviour, month)
    chosen = NONE
    best = gumbel(float(draws[PLACES]))
    for place in range(PLACES):
        value = worth_of_place(villages, counties, c, place, plan, seeker, outlook, behaviour, month)
        if value == UNREACHABLE:
            continue
        value = behaviour.choice_scale * value + gumbel(float(draws[place]))
        if value > best:
            best = value
            chosen = place
    return chosen


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    tag: Array,
    room: Room,
    draws: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Everybody of counties first … last - 1 who may work decides where to look.

    `tag` is the registry's column, `draws` of shape (counties, 8) room to draw in.
    """
    for c in range(first, last):
        meet_villagers(persons, households, employers, villages, counties, c, behaviour)
        open_search(counties, c)
        outlook = outlook_of(counties, c, behaviour, month)
        start = int(counties.first_person[c])
        found = list_free(persons, room.rows, start, start + int(counties.persons[c]))
        household, plan = NONE, Plan(False, False, 0.0, 0.0, 0.0)
        for i in range(start, start + found):
            p = int(room.rows[i])
            if persons.household[p] != household:
                household = int(persons.household[p])
                plan = plan_of(persons, households, counties, household, c, tag, levers, behaviour, month)
            place = choose_place(
                persons, households, villages, counties, p, c, plan, outlook, draws[c], behaviour, month, luck
            )
            look(persons, households, villages, counties, p, c, place, plan.is_meant, tag, behaviour)
