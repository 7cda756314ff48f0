"""Training: people apply, wait, attend a course, finish, earn a certificate.

    apply     log odds = application_intercept - application_distance distance/10 km, more among the young after a
              contest; who waits goes on waiting until a seat, a job or giving_up_chance                [chenypor]
    order     monitored people first, then who has waited longest, then by lot                      [Opinion 9]
    which     with a basic certificate and nine years of schooling a senior worker's course by senior_course_wish; with
              land a farm or rural craft course by farm_course_wish; else a craft course; who finds no seat in the first
              two asks for a craft course; who finds none there takes an online seat
    seats     of the centres that teach it, while the purse lasts, this month's grants of pupils kept back; farm
             courses while theirs does
    finish    by completion_chance, online by online_completion_chance; certified by
              1 - (1 - certificate_chance) exp(-norm_effect norms); a senior worker's course makes one

What a course teaches is in `learning`, technical schools are in `schooling`, adoption on the farm in `adoption`.

Reads   persons.id persons.capacity persons.employer persons.sick_months persons.age persons.post_months
        persons.household persons.schooling persons.is_female persons.jobless_months persons.odd_days,
        households.is_registered households.village households.land, registry.tag, villages.distance,
        centres.kind centres.quality centres.seats, counties.norms counties.linked
        counties.partnered counties.contest_spirit counties.agronomists counties.teaching counties.province,
        provinces.demand
Writes  persons.course persons.course_months persons.waiting_months persons.lesson persons.trained_months
        persons.know_how persons.certificate persons.has_rural_craft persons.link persons.is_student,
        households.has_adopted, centres.enrolled centres.queue, counties.pupils counties.eastern_pupils
        counties.bought counties.purse
Levers  skill_project_course_cost skill_project_stipend skill_project_online_fee skill_project_senior_cost
        skill_project_school_grant farm_training_course_cost
Luck    per person: application, which course, order, completion, certificate, link
"""

import math

from sim.behaviour import Behaviour
from sim.funding import course_cost, monthly, once, senior_cost
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.adoption import take_up
from sim.rules.funds import spend
from sim.rules.learning import demand_outside, lesson_of, remember
from sim.rules.schooling import attend
from sim.rules.search import may_work
from sim.state.centres import Centres
from sim.state.codes import (
    BASIC_CERTIFICATE,
    CRAFT_COURSE,
    EASTERN_SCHOOL,
    FARM_COURSE,
    FARM_TRAINING,
    FIRM_LINK,
    HIGH_CERTIFICATE,
    MASTER_STUDIO,
    NO_COURSE,
    NO_LINK,
    NO_TAG,
    ONLINE,
    ONLINE_COURSE,
    SENIOR_COURSE,
    SKILL_BASE,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    TECHNICAL_SCHOOL,
    VOCATIONAL_SCHOOL,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

OLDEST_TRAINEE, OLDEST_SENIOR_TRAINEE = 59, 49
NINE_YEARS = 9
YOUNG = 35
AGAIN_AFTER_MONTHS = 24
SENIOR_MONTHS = 3
LONGEST_WAIT = 120
LATER = 2 * LONGEST_WAIT
"""What sets those who are not monitored behind all who are, however long they have waited."""


@kernel
def application_chance(
    distance: float, uplift: float, application_intercept: float, application_distance: float
) -> float:
    """Chance that an eligible person asks for a course this month."""
    odds = application_intercept - application_distance * distance / 10.0 + uplift
    return 1.0 / (1.0 + math.exp(-odds))


@kernel
def may_apply(persons: Persons, p: int) -> bool:
    """Whether a person may take a course now."""
    is_new = (persons.trained_months[p] == NONE) | (persons.trained_months[p] >= AGAIN_AFTER_MONTHS)
    is_open = (persons.age[p] <= OLDEST_TRAINEE) & (persons.certificate[p] < HIGH_CERTIFICATE)
    return bool(may_work(persons, p) & is_open & is_new)


@kernel
def waits(persons: Persons, p: int, chance: float, giving_up_chance: float, luck: Luck) -> bool:
    """Whether a person who may take a course asks for one, or goes on asking."""
    u = uniform(luck, Decision.COURSE_APPLICATION, int(persons.id[p]), 0)
    if persons.waiting_months[p] > 0:
        return u >= giving_up_chance
    return u < chance


@kernel
def course_wanted(persons: Persons, p: int, has_land: bool, behaviour: Behaviour, luck: Luck) -> int:
    """Which course an applicant asks for first."""
    u = uniform(luck, Decision.COURSE_KIND, int(persons.id[p]), 0)
    if (
        persons.certificate[p] == BASIC_CERTIFICATE
        and persons.schooling[p] >= NINE_YEARS
        and persons.age[p] <= OLDEST_SENIOR_TRAINEE
        and u < behaviour.senior_course_wish
    ):
        return SENIOR_COURSE
    if has_land and u >= 1.0 - behaviour.farm_course_wish:
        return FARM_COURSE
    return CRAFT_COURSE


@kernel
def certified_chance(norms: float, certificate_chance: float, norm_effect: float) -> float:
    """Chance that a completed course ends with a certificate."""
    return 1.0 - (1.0 - certificate_chance) * math.exp(-norm_effect * norms)


@kernel
def finish_course(
    persons: Persons, households: Households, counties: Counties, c: int, p: int, behaviour: Behaviour, luck: Luck
) -> None:
    """The course ends: completed or not, certified or not."""
    person, course = int(persons.id[p]), int(persons.course[p])
    persons.course[p] = NO_COURSE
    completion = behaviour.online_completion_chance if course == ONLINE_COURSE else behaviour.completion_chance
    if uniform(luck, Decision.COMPLETION, person, 0) >= completion:
        persons.lesson[p] = 0
        return
    persons.trained_months[p] = 0
    persons.link[p] = FIRM_LINK if uniform(luck, Decision.COURSE_LINK, person, 0) < counties.linked[c] else NO_LINK
    chance = certified_chance(float(counties.norms[c]), behaviour.certificate_chance, behaviour.norm_effect)
    if uniform(luck, Decision.CERTIFICATE, person, 0) < chance:
        earned = HIGH_CERTIFICATE if course == SENIOR_COURSE else BASIC_CERTIFICATE
        persons.certificate[p] = max(int(persons.certificate[p]), earned)
    if course == FARM_COURSE:
        persons.has_rural_craft[p] = True
        take_up(persons, households, p, float(counties.agronomists[c]), behaviour, luck)


@kernel
def teaches(kind: int, course: int) -> bool:
    """Whether a kind of centre holds a course."""
    if course == SENIOR_COURSE:
        return kind in (SKILL_BASE, MASTER_STUDIO)
    if course == ONLINE_COURSE:
        return kind == ONLINE
    return kind in (TECHNICAL_COLLEGE, VOCATIONAL_SCHOOL)


@kernel
def free_centre(counties: Counties, centres: Centres, c: int, course: int) -> int:
    """The first centre of a county with a free seat in a course, or NONE."""
    for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
        if centres.enrolled[k] < centres.seats[k] and teaches(int(centres.kind[k]), course):
            return k
    return NONE


@kernel
def price(course: int, levers: Levers) -> int:
    """Fen that a place in a course takes."""
    if course == SENIOR_COURSE:
        return senior_cost(levers)
    if course == ONLINE_COURSE:
        return once(levers.skill_project_online_fee)
    if course == FARM_COURSE:
        return once(levers.farm_training_course_cost)
    return course_cost(levers)


@kernel
def begin(persons: Persons, p: int, course: int, quality: float, demand: float, behaviour: Behaviour) -> None:
    """A seat is found."""
    persons.course[p] = course
    persons.course_months[p] = SENIOR_MONTHS if course == SENIOR_COURSE else 1
    persons.waiting_months[p] = 0
    persons.lesson[p] = lesson_of(
        quality, bool(persons.is_female[p]), int(persons.age[p]), int(persons.jobless_months[p]), demand, behaviour
    )


@kernel
def seat(
    persons: Persons, counties: Counties, centres: Centres, c: int, p: int, course: int, money: int, demand: float,
    levers: Levers, behaviour: Behaviour,
) -> int:  # fmt: skip
    """Try to seat one applicant in a course; returns the fen that it took, 0 if there was no seat or no money."""
    cost = price(course, levers)
    if cost > money:
        return 0
    better = 1.0 + behaviour.partner_quality * float(counties.partnered[c])
    if course == FARM_COURSE:
        begin(persons, p, course, better, demand, behaviour)
        spend(counties, c, FARM_TRAINING, cost)
        return cost
    k = free_centre(counties, centres, c, course)
    if k == NONE:
        return 0
    centres.enrolled[k] += 1
    begin(persons, p, course, float(centres.quality[k]) * better, demand, behaviour)
    spend(counties, c, SKILL_PROJECT, cost)
    return cost


@kernel
def seat_all(
    persons: Persons, households: Households, counties: Counties, centres: Centres, c: int, queue: Array, demand: float,
    levers: Levers, behaviour: Behaviour, luck: Luck,
) -> int:  # fmt: skip
    """Seat a queue in its order; returns how many still wait."""
    kept = int(counties.pupils[c]) * monthly(levers.skill_project_school_grant)
    money = int(counties.purse[c, SKILL_PROJECT]) - kept
    waiting = 0
    for i in range(len(queue)):
        p = int(queue[i])
        wanted = course_wanted(persons, p, bool(households.land[persons.household[p]] > 0), behaviour, luck)
        if wanted == FARM_COURSE:
            farm_money = int(counties.purse[c, FARM_TRAINING])
            if seat(persons, counties, centres, c, p, wanted, farm_money, demand, levers, behaviour) > 0:
                continue
            wanted = CRAFT_COURSE
        paid = seat(persons, counties, centres, c, p, wanted, money, demand, levers, behaviour)
        if paid == 0 and wanted == SENIOR_COURSE:
            paid = seat(persons, counties, centres, c, p, CRAFT_COURSE, money, demand, levers, behaviour)
        if paid == 0:
            paid = seat(persons, counties, centres, c, p, ONLINE_COURSE, money, demand, levers, behaviour)
        money -= paid
        if paid == 0:
            persons.waiting_months[p] = min(int(persons.waiting_months[p]) + 1, LONGEST_WAIT)
            waiting += 1
    return waiting


@kernel
def step(
    persons: Persons, households: Households, counties: Counties, centres: Centres, tag: Array, distance: Array,
    demand: Array, room: Room, levers: Levers, behaviour: Behaviour, month: Month, luck: Luck, first: int, last: int,
) -> None:  # fmt: skip
    """Courses of one month in counties first … last - 1. `tag` is the registry's, `demand` the provinces' column."""
    for c in range(first, last):
        start = int(counties.first_person[c])
        outside = demand_outside(demand[counties.province[c]], month.destination_slump)
        quality = 1.0
        if counties.centres[c] > 0:
            quality = float(centres.quality[counties.first_centre[c]])
        waiting, pupils, eastern = 0, 0, 0
        for p in range(start, start + counties.persons[c]):
            if persons.trained_months[p] != NONE:
                remember(persons, p, behaviour)
            course = int(persons.course[p])
            if course in (TECHNICAL_SCHOOL, EASTERN_SCHOOL):
                taught = quality * float(counties.teaching[c])
                attend(persons, p, taught, float(counties.partnered[c]), float(counties.linked[c]), behaviour, luck)
                pupils += 1 if persons.course[p] == TECHNICAL_SCHOOL else 0
                eastern += 1 if persons.course[p] == EASTERN_SCHOOL else 0
                continue
            if persons.course_months[p] > 0:
                persons.course_months[p] = int(persons.course_months[p]) - 1
                if persons.course_months[p] == 0:
                    finish_course(persons, households, counties, c, p, behaviour, luck)
                continue
            persons.course[p] = NO_COURSE
            h = int(persons.household[p])
            is_monitored = tag[h] != NO_TAG
            if not (households.is_registered[h] or is_monitored) or not may_apply(persons, p):
                persons.waiting_months[p] = 0
                continue
            uplift = behaviour.contest_uplift * float(counties.contest_spirit[c]) if persons.age[p] < YOUNG else 0.0
            chance = application_chance(
                float(distance[households.village[h]]),
                uplift,
                behaviour.application_intercept,
                behaviour.application_distance,
            )
            if not waits(persons, p, chance, behaviour.giving_up_chance, luck):
                persons.waiting_months[p] = 0
                continue
            later = 0 if is_monitored else LATER
            room.rows[start + waiting] = p
            room.lots[start + waiting] = float(later - int(persons.waiting_months[p])) + lot(
                luck, Decision.COURSE_ORDER, int(persons.id[p])
            )
            waiting += 1
        counties.pupils[c] = pupils
        counties.eastern_pupils[c] = eastern
        queue = room.rows[start : start + waiting]
        sort_by_lot(queue, room.lots[start : start + waiting])
        still = seat_all(persons, households, counties, centres, c, queue, outside, levers, behaviour, luck)
        if counties.centres[c] > 0:
            centres.queue[counties.first_centre[c]] = still
