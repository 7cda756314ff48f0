"""Training: people apply, queue, attend a month's course, finish, earn a certificate.

    apply     log odds = application_intercept - application_distance distance/10 km          [chenypor]
    order     monitored people first, then by lot                                             [Opinion 9]
    effect    G(t) = 0 in the course, then rises evenly to 1 at training_rise_months           [ckw18]

Reads   persons.id persons.capacity persons.employer persons.sick_months persons.is_student persons.age
        persons.post_months persons.household, households.is_registered households.village, registry.tag,
        villages.distance, centres.capacity, counties.places
Writes  persons.course_months persons.trained_months persons.certificate, centres.seats centres.enrolled
        centres.queue, counties.bought counties.purse
Levers  skill_project_course_cost skill_project_stipend (through the cost of a place)
Luck    per person: application, order, completion, certificate
"""

import math

from sim.behaviour import Behaviour
from sim.funding import course_cost
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.funds import spend
from sim.state.centres import Centres
from sim.state.codes import BASIC_CERTIFICATE, HALF, NO_TAG, SKILL_PROJECT
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

OLDEST_TRAINEE = 59
AGAIN_AFTER_MONTHS = 24
LONGEST_MEMORY = 120


@kernel
def application_chance(distance: float, application_intercept: float, application_distance: float) -> float:
    """Chance that an eligible person asks for a course this month."""
    odds = application_intercept - application_distance * distance / 10.0
    return 1.0 / (1.0 + math.exp(-odds))


@kernel
def training_effect(trained_months: int, training_rise_months: float) -> float:
    """Share of a course's full effect, so many months after it."""
    if trained_months == NONE:
        return 0.0
    return min(1.0, float(trained_months) / training_rise_months)


@kernel
def may_apply(persons: Persons, p: int) -> bool:
    """Whether a person may take a course now."""
    return bool(
        persons.capacity[p] >= HALF
        and persons.age[p] <= OLDEST_TRAINEE
        and not persons.is_student[p]
        and persons.sick_months[p] == 0
        and persons.course_months[p] == 0
        and persons.post_months[p] == 0
        and (persons.employer[p] == NONE)
        and (persons.trained_months[p] == NONE or persons.trained_months[p] >= AGAIN_AFTER_MONTHS)
    )


@kernel
def finish_course(persons: Persons, p: int, behaviour: Behaviour, luck: Luck) -> None:
    """The course ends: completed or not, certified or not."""
    person = int(persons.id[p])
    if uniform(luck, Decision.COMPLETION, person, 0) < behaviour.completion_chance:
        persons.trained_months[p] = 0
        if uniform(luck, Decision.CERTIFICATE, person, 0) < behaviour.certificate_chance:
            persons.certificate[p] = max(int(persons.certificate[p]), BASIC_CERTIFICATE)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    centres: Centres,
    tag: Array,
    distance: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Courses of one month in counties first … last - 1. `tag` is the registry's, `distance` the villages'."""
    for c in range(first, last):
        start = int(counties.first_person[c])
        end = start + int(counties.persons[c])
        applied = 0
        for p in range(start, end):
            if persons.trained_months[p] != NONE and persons.trained_months[p] < LONGEST_MEMORY:
                persons.trained_months[p] = int(persons.trained_months[p]) + 1
            if persons.course_months[p] > 0:
                persons.course_months[p] = int(persons.course_months[p]) - 1
                if persons.course_months[p] == 0:
                    finish_course(persons, p, behaviour, luck)
                continue
            h = int(persons.household[p])
            is_monitored = tag[h] != NO_TAG
            if not (households.is_registered[h] or is_monitored) or not may_apply(persons, p):
                continue
            chance = application_chance(
                float(distance[households.village[h]]),
                behaviour.application_intercept,
                behaviour.application_distance,
            )
            person = int(persons.id[p])
            if uniform(luck, Decision.COURSE_APPLICATION, person, 0) < chance:
                later = 0.0 if is_monitored else 1.0
                room.rows[start + applied] = p
                room.lots[start + applied] = later + lot(luck, Decision.COURSE_ORDER, person)
                applied += 1
        queue = room.rows[start : start + applied]
        sort_by_lot(queue, room.lots[start : start + applied])
        seats = int(counties.places[c, SKILL_PROJECT])
        served = 0
        for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
            offered = min(seats, int(math.floor(float(centres.capacity[k]))))
            seats -= offered
            taken = min(offered, applied - served)
            for i in range(served, served + taken):
                persons.course_months[queue[i]] = 1
            served += taken
            centres.seats[k] = offered
            centres.enrolled[k] = taken
            centres.queue[k] = 0
        if counties.centres[c] > 0:
            centres.queue[counties.first_centre[c]] = applied - served
        spend(counties, c, SKILL_PROJECT, served * course_cost(levers))
