"""Services for work: what the labour office's money and days of this month reach, and who is helped back to work.

    eligible   people of registered and of monitored households
    organised  O = min(1, placements that the purse pays / eligible who looked outside last month)            [clause 3]
    brand      B' = (1 - d) B + promotion log(1 + yuan a worker/brand_half) (1 + c certified), at most 1      [clause 4]
    villages   A = min(1, (points people_a_point + fairs people_a_fair)/people), both bought from one purse   [clause 7]
    guidance   days/case_days people a month are helped for help_months: jobless people of whom a report, an alert or
               the village service knows, by lot                                                              [clause 7]
    east       E = min(1, workers whom the money serves there / eligible workers there)                      [clause 21]

d is brand_decay a year by month, certified the certified share of workers outside. `channels`, `matching`, `away` and
`separations` read what was reached here; with no money and no days all of it is nothing.

Reads   persons.id persons.employer persons.certificate persons.capacity persons.is_student persons.jobless_months
        persons.household persons.sick_months persons.course_months, households.is_registered, employers.place,
        registry.tag, counties.places counties.need counties.service counties.seekers
Writes  persons.helped_months, counties.organised counties.reputation counties.village_service counties.served_east
        counties.guidance_carried counties.helped counties.helped_wait counties.purse counties.bought
Levers  labour_brand_cost job_service_point_cost job_service_fair_cost job_service_fair_share
        job_cooperation_service_cost     Luck  per jobless person: whether the office knows, order
"""

import math

from sim.behaviour import Behaviour
from sim.funding import FEN, monthly, once
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.funds import spend
from sim.state.codes import (
    BASIC_CERTIFICATE,
    DATA_SHARING,
    EAST,
    HALF,
    JOB_COOPERATION,
    JOB_SERVICE,
    LABOUR_BRAND,
    LABOUR_EXPORT,
    LOCAL,
    NO_TAG,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

LONGEST_WAIT = 12


@kernel
def is_eligible(households: Households, tag: Array, h: int) -> bool:
    """Whether a household is one that services for work are for. `tag` is the registry's column."""
    return bool(households.is_registered[h] or tag[h] != NO_TAG)


@kernel
def reached(units: float, people: float) -> float:
    """Share of people whom so many units reach; nobody is there to be missed where there are none."""
    return min(1.0, units / max(people, 1.0))


@kernel
def reputation_next(
    reputation: float,
    yuan_a_worker: float,
    certified: float,
    decay: float,
    promotion: float,
    half: float,
    weight: float,
) -> float:
    """Reputation of a county's workers after a month of promotion and training worth so many yuan a worker."""
    kept = reputation * math.exp(math.log(1.0 - decay) / float(YEAR))
    return min(1.0, kept + promotion * math.log(1.0 + yuan_a_worker / half) * (1.0 + weight * certified))


@kernel
def known_chance(village_service: float, alert_chance: float, report_chance: float) -> float:
    """Chance that the office learns this month that somebody is without a job: reported, or seen in the village."""
    return 1.0 - (1.0 - report_chance) * (1.0 - alert_chance * village_service)


@kernel
def is_waiting(persons: Persons, p: int) -> bool:
    """Whether a person has lost a job within a year, and could work."""
    return bool(
        persons.employer[p] == NONE
        and persons.jobless_months[p] <= LONGEST_WAIT
        and persons.capacity[p] >= HALF
        and not persons.is_student[p]
        and persons.sick_months[p] == 0
        and persons.course_months[p] == 0
    )


@kernel
def build_brand(counties: Counties, c: int, certified: float, levers: Levers, behaviour: Behaviour) -> None:
    """What the brand's purse adds to the reputation of the county's workers."""
    money = int(counties.purse[c, LABOUR_BRAND]) if levers.labour_brand_cost > 0.0 else 0
    yuan = float(money) / FEN / max(float(counties.need[c, LABOUR_BRAND]), 1.0)
    counties.reputation[c] = reputation_next(
        float(counties.reputation[c]),
        yuan,
        certified,
        behaviour.brand_decay,
        behaviour.brand_promotion,
        behaviour.brand_half,
        behaviour.brand_certified_weight,
    )
    spend(counties, c, LABOUR_BRAND, money)


@kernel
def serve_villages(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Village services and fairs that the purse pays this month, as far as there are people for them."""
    money = float(counties.purse[c, JOB_SERVICE])
    fairs = levers.job_service_fair_share * money / float(once(levers.job_service_fair_cost))
    points = (1.0 - levers.job_service_fair_share) * money / float(monthly(levers.job_service_point_cost))
    people = float(counties.need[c, DATA_SHARING])
    units = points * behaviour.people_a_point + fairs * behaviour.people_a_fair
    share = reached(units, people)
    counties.village_service[c] = share
    if units > 0.0:
        spend(counties, c, JOB_SERVICE, int(math.floor(money * min(1.0, max(people, 1.0) / units))))


@kernel
def cases_served(counties: Counties, c: int, behaviour: Behaviour) -> float:
    """People whom the office has days to guide this month, with the part left over from the last."""
    days = float(counties.service[c, JOB_SERVICE]) * float(counties.need[c, JOB_SERVICE])
    return days / behaviour.case_days + float(counties.guidance_carried[c])


@kernel
def guide(persons: Persons, counties: Counties, queue: Array, lots: Array, c: int, behaviour: Behaviour) -> None:
    """Those of whom the office knows get guidance and placement, as many as the days allow, by lot."""
    cases = cases_served(counties, c, behaviour)
    counties.guidance_carried[c] = cases - math.floor(cases)
    sort_by_lot(queue, lots)
    counties.helped[c] = min(len(queue), int(math.floor(cases)))
    counties.helped_wait[c] = 0
    for i in range(counties.helped[c]):
        persons.helped_months[queue[i]] = int(math.floor(behaviour.help_months))
        counties.helped_wait[c] += int(persons.jobless_months[queue[i]])


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    tag: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Services of one month in counties first … last - 1. `tag` is the registry's column."""
    cost = monthly(levers.job_cooperation_service_cost)
    for c in range(first, last):
        serve_villages(counties, c, levers, behaviour)
        service, alert = float(counties.village_service[c]), behaviour.village_alert_chance
        known = known_chance(service, alert, behaviour.loss_report_chance)
        cases = cases_served(counties, c, behaviour)
        away, certified, eastern, waiting = 0, 0, 0, 0
        start = int(counties.first_person[c])
        for p in range(start, start + counties.persons[c]):
            if persons.helped_months[p] > 0:
                persons.helped_months[p] = int(persons.helped_months[p]) - 1
            elif cases >= 1.0 and is_waiting(persons, p):
                person = int(persons.id[p])
                is_known = uniform(luck, Decision.JOB_LOSS_KNOWN, person, 0) < known
                if is_known and is_eligible(households, tag, int(persons.household[p])):
                    room.rows[start + waiting] = p
                    room.lots[start + waiting] = lot(luck, Decision.GUIDANCE_ORDER, person)
                    waiting += 1
            e = int(persons.employer[p])
            if e != NONE and employers.place[e] != LOCAL:
                away += 1
                certified += 1 if persons.certificate[p] >= BASIC_CERTIFICATE else 0
                if employers.place[e] == EAST and is_eligible(households, tag, int(persons.household[p])):
                    eastern += 1
        guide(persons, counties, room.rows[start : start + waiting], room.lots[start : start + waiting], c, behaviour)
        counties.organised[c] = reached(float(counties.places[c, LABOUR_EXPORT]), float(counties.seekers[c]))
        served = min(eastern, int(counties.places[c, JOB_COOPERATION]))
        counties.served_east[c] = reached(float(served), float(eastern))
        spend(counties, c, JOB_COOPERATION, served * cost)
        build_brand(counties, c, reached(float(certified), float(away)), levers, behaviour)
