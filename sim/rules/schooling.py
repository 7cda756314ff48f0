"""Technical schooling of 两后生: those who left school after junior or senior high enter a technical school.

    wish     technical_school_wish of the leavers of registered and monitored households
    order    monitored households first, then by lot; eastern seats are given first
    seats    a year: the smaller of capacity and what the money can keep there, over two and a half years of stay;
             fractions are carried forward, pupils never more than whole seats                      [assumption]
    stay     three years after junior high, two after senior high; out by school_dropout_rate a year [loyalka]
    grant    skill_project_school_grant, or what the purse gives to each of the pupils
    taught   beyond years of schooling: a lesson by the college's quality times that of the county's teachers, and by
             partner_quality where an eastern school is behind the seat                      [mechanisms 15, 22: sign]
    leave    a year of schooling each January, a certificate by school_certificate_chance, a senior worker's after
             fourteen years of schooling; an eastern graduate comes home by eastern_return_share   [mechanisms 22]

Reads   persons.id persons.age persons.schooling persons.household, households.is_registered, registry.tag,
        centres.kind centres.capacity, counties.money counties.overhead
Writes  persons.is_student persons.course persons.course_months persons.lesson persons.trained_months
        persons.certificate persons.link, centres.seats_carried counties.pupils counties.eastern_pupils
        counties.eastern_carried counties.school_grant counties.purse counties.bought
Levers  skill_project_schooling_share skill_project_school_grant skill_cooperation_school_share
        skill_cooperation_firm_share skill_cooperation_seat_cost
Luck    per leaver: wish, order; per pupil: drops out; per graduate: certificate, link, return
"""

import math

from sim.behaviour import Behaviour
from sim.funding import monthly
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, lot, sort_by_lot, uniform
from sim.rules.calendar import JUNIOR_END, SENIOR_END
from sim.rules.funds import spend
from sim.rules.seats import places_money
from sim.state.centres import Centres
from sim.state.codes import (
    BASIC_CERTIFICATE,
    EASTERN_LINK,
    EASTERN_SCHOOL,
    FIRM_LINK,
    HIGH_CERTIFICATE,
    NO_COURSE,
    NO_LINK,
    NO_TAG,
    REFUSED_SCHOOL,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    TECHNICAL_SCHOOL,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array

TWELVE_YEARS, FOURTEEN_YEARS = 12, 14
MONTHS_AFTER_JUNIOR, MONTHS_AFTER_SENIOR = 36, 24
MEAN_STAY_YEARS = 2.5


@kernel
def is_leaver(age: int, schooling: int, is_student: bool) -> bool:
    """Whether somebody, in January, has just left school after junior or senior high."""
    return not is_student and (age == JUNIOR_END or (age == SENIOR_END and schooling >= TWELVE_YEARS))


@kernel
def school_months(age: int) -> int:
    """Months in a technical school for who enters at this age."""
    return MONTHS_AFTER_JUNIOR if age <= JUNIOR_END else MONTHS_AFTER_SENIOR


@kernel
def intake(capacity: float, kept: float, pupils: int, carried: float) -> tuple[int, float]:
    """Seats given to new pupils this year, and what is carried forward: `kept` is how many pupils the money keeps."""
    stock = min(capacity, kept)
    expected = stock / MEAN_STAY_YEARS + carried
    most = max(0, int(math.ceil(stock)) - pupils)
    seats = min(int(math.floor(expected)), most)
    return seats, min(1.0, expected - float(seats))


@kernel
def certificate_of(schooling: int) -> int:
    """Certificate of a graduate of a technical school."""
    return HIGH_CERTIFICATE if schooling >= FOURTEEN_YEARS else BASIC_CERTIFICATE


@kernel
def leave_school(persons: Persons, p: int) -> None:
    """No pupil any more."""
    persons.is_student[p] = False
    persons.course[p] = NO_COURSE
    persons.course_months[p] = 0


@kernel
def attend(
    persons: Persons, p: int, quality: float, partnered: float, linked: float, behaviour: Behaviour, luck: Luck
) -> None:
    """A pupil's month: goes on, drops out, or is through; `partnered` and `linked` are shares of the county's seats."""
    person = int(persons.id[p])
    is_eastern = persons.course[p] == EASTERN_SCHOOL
    persons.course_months[p] = int(persons.course_months[p]) - 1
    if persons.course_months[p] > 0:
        if uniform(luck, Decision.SCHOOL_DROPOUT, person, 0) < behaviour.school_dropout_rate / float(YEAR):
            leave_school(persons, p)
        return
    leave_school(persons, p)
    persons.trained_months[p] = 0
    better = behaviour.partner_quality * (1.0 if is_eastern else partnered) + (0.0 if is_eastern else quality - 1.0)
    persons.lesson[p] = int(math.floor(100.0 * max(0.0, better) + 0.5))
    if uniform(luck, Decision.CERTIFICATE, person, 0) < behaviour.school_certificate_chance:
        persons.certificate[p] = max(int(persons.certificate[p]), certificate_of(int(persons.schooling[p])))
    persons.link[p] = NO_LINK
    if is_eastern:
        if uniform(luck, Decision.EASTERN_RETURN, person, 0) >= behaviour.eastern_return_share:
            persons.link[p] = EASTERN_LINK
    elif uniform(luck, Decision.COURSE_LINK, person, 0) < linked:
        persons.link[p] = FIRM_LINK


@kernel
def seats_at_home(counties: Counties, centres: Centres, c: int, levers: Levers) -> int:
    """Seats that technical colleges give to new pupils this January."""
    capacity = 0.0
    college = counties.first_centre[c]
    for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
        if centres.kind[k] == TECHNICAL_COLLEGE:
            capacity += float(centres.capacity[k])
            college = k
    if capacity == 0.0:
        return 0
    money = levers.skill_project_schooling_share * float(places_money(counties, c, SKILL_PROJECT))
    kept = money / float(max(1, monthly(levers.skill_project_school_grant)))
    seats, carried = intake(capacity, kept, int(counties.pupils[c]), float(centres.seats_carried[college]))
    centres.seats_carried[college] = carried
    return seats


@kernel
def seats_in_the_east(counties: Counties, c: int, levers: Levers) -> int:
    """Seats that eastern schools give to new pupils of a county this January."""
    share = 1.0 - levers.skill_cooperation_school_share - levers.skill_cooperation_firm_share
    money = max(0.0, share) * float(places_money(counties, c, SKILL_COOPERATION))
    kept = money / float(max(1, monthly(levers.skill_cooperation_seat_cost)))
    seats, carried = intake(kept, kept, int(counties.eastern_pupils[c]), float(counties.eastern_carried[c]))
    counties.eastern_carried[c] = carried
    return seats


@kernel
def admit(
    persons: Persons, households: Households, counties: Counties, centres: Centres, c: int, tag: Array, room: Room,
    levers: Levers, behaviour: Behaviour, luck: Luck,
) -> None:  # fmt: skip
    """January: leavers who want to enter a technical school queue, eastern seats are given first."""
    start = int(counties.first_person[c])
    wanted = 0
    for p in range(start, start + counties.persons[c]):
        if not is_leaver(int(persons.age[p]), int(persons.schooling[p]), bool(persons.is_student[p])):
            continue
        h = int(persons.household[p])
        is_monitored = tag[h] != NO_TAG
        person = int(persons.id[p])
        if not (households.is_registered[h] or is_monitored):
            continue
        if uniform(luck, Decision.SCHOOL_WISH, person, 0) < behaviour.technical_school_wish:
            room.rows[start + wanted] = p
            room.lots[start + wanted] = (0.0 if is_monitored else 1.0) + lot(luck, Decision.SCHOOL_ORDER, person)
            wanted += 1
    queue = room.rows[start : start + wanted]
    sort_by_lot(queue, room.lots[start : start + wanted])
    eastern = seats_in_the_east(counties, c, levers)
    home = seats_at_home(counties, centres, c, levers)
    for i in range(wanted):
        p = int(queue[i])
        if i >= eastern + home:
            persons.course[p] = REFUSED_SCHOOL
            continue
        persons.is_student[p] = True
        persons.course_months[p] = school_months(int(persons.age[p]))
        if i < eastern:
            persons.course[p] = EASTERN_SCHOOL
            counties.eastern_pupils[c] += 1
        else:
            persons.course[p] = TECHNICAL_SCHOOL
            counties.pupils[c] += 1


@kernel
def grant_of(full: int, purse: int, pupils: int) -> int:
    """Fen that each pupil gets this month."""
    return max(0, min(full, purse // pupils)) if pupils > 0 else 0


@kernel
def step(
    persons: Persons, households: Households, counties: Counties, centres: Centres, tag: Array, room: Room,
    levers: Levers, behaviour: Behaviour, month: Month, luck: Luck, first: int, last: int,
) -> None:  # fmt: skip
    """Admissions of January and this month's grants in counties first … last - 1. `tag` is the registry's."""
    for c in range(first, last):
        if month.season == 0:
            admit(persons, households, counties, centres, c, tag, room, levers, behaviour, luck)
        pupils, eastern = int(counties.pupils[c]), int(counties.eastern_pupils[c])
        full = monthly(levers.skill_project_school_grant)
        counties.school_grant[c] = grant_of(full, int(counties.purse[c, SKILL_PROJECT]), pupils)
        spend(counties, c, SKILL_PROJECT, pupils * int(counties.school_grant[c]))
        seat = grant_of(monthly(levers.skill_cooperation_seat_cost), int(counties.purse[c, SKILL_COOPERATION]), eastern)
        spend(counties, c, SKILL_COOPERATION, eastern * seat)
