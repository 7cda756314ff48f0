"""Seats: what is built for the key counties alone, who stands behind a school, how many seats there are this month.

    build    of the money for key counties alone, the part that building has in what it asks for buys schools, bases,
             studios, norms and online resources by their cost; seats = units * seats of one             [Opinion 9]
    delay    schools and bases are ready after construction_months on average: a part of what is under way each month
    norms    per county, as the national number a year over 160, as far as the money became places
    partner  share of seats = money/(cost * seats), at most 1; schools and firms each have a part of the eastern
             purse                                                                                   [mechanisms 22]
    seats    whole seats of a month = floor(capacity + carried); the fraction is carried forward; a technical college
             has pupils, and lends applicants of short courses the seats that they leave free

Reads   counties.plan counties.key_only_plan counties.planned counties.money counties.overhead
        counties.pupils, centres.kind
Writes  centres.capacity centres.building centres.seats centres.seats_carried centres.enrolled centres.queue,
        counties.norms counties.partnered counties.linked counties.purse counties.bought
Levers  skill_project_schools_key_only skill_project_bases_key_only skill_project_studios_key_only
        skill_project_norms_key_only skill_project_online_courses_key_only skill_project_trainees_key_only
        skill_project_seniors_key_only skill_project_school_cost skill_project_base_cost skill_project_studio_cost
        skill_project_norm_cost skill_project_online_cost skill_project_course_cost skill_project_stipend
        skill_project_senior_cost skill_cooperation_school_share skill_cooperation_firm_share
        skill_cooperation_partner_cost     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import FEN, building_cost, gross_up, key_only_cost, own_share
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.funds import KEY_COUNTIES, spend
from sim.state.centres import Centres
from sim.state.codes import (
    DELIVERED,
    MASTER_STUDIO,
    ONLINE,
    SKILL_BASE,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    YEAR,
)
from sim.state.counties import Counties


@kernel
def places_money(counties: Counties, c: int, m: int) -> int:
    """Fen of this month's money that became places."""
    return int(counties.money[c, m, DELIVERED]) - int(counties.overhead[c, m])


@kernel
def seats_bought(kind: int, money: float, levers: Levers, behaviour: Behaviour) -> float:
    """Seats of a kind of centre that all money for building buys, its part by what each kind asks for."""
    asked = building_cost(levers)
    if asked <= 0.0:
        return 0.0
    units, seats = 0.0, 0.0
    if kind == TECHNICAL_COLLEGE:
        units, seats = levers.skill_project_schools_key_only, behaviour.seats_per_school
    elif kind == SKILL_BASE:
        units, seats = levers.skill_project_bases_key_only, behaviour.places_per_base / float(YEAR)
    elif kind == MASTER_STUDIO:
        units, seats = levers.skill_project_studios_key_only, behaviour.places_per_studio / float(YEAR)
    elif kind == ONLINE:
        units, seats = levers.skill_project_online_courses_key_only, behaviour.places_per_online_course / float(YEAR)
    return money / (asked * FEN) * units * seats


@kernel
def completed(building: float, kind: int, construction_months: float) -> float:
    """Seats under way that are ready this month."""
    if kind in (TECHNICAL_COLLEGE, SKILL_BASE):
        return building / construction_months
    return building


@kernel
def build(counties: Counties, centres: Centres, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Spend what is for building; what was under way goes on."""
    money, share = 0, 0.0
    if counties.key_only_plan[c, SKILL_PROJECT] > 0 and counties.planned[c, SKILL_PROJECT] > 0:
        month_money = float(places_money(counties, c, SKILL_PROJECT))
        part = float(counties.key_only_plan[c, SKILL_PROJECT]) / float(counties.plan[c, SKILL_PROJECT])
        part = part * building_cost(levers) / key_only_cost(levers)
        money = min(int(math.floor(month_money * part)), int(counties.purse[c, SKILL_PROJECT]))
        usual = gross_up(SKILL_PROJECT, behaviour) * (1.0 + own_share(SKILL_PROJECT, behaviour))
        share = min(1.0, month_money * usual / float(counties.planned[c, SKILL_PROJECT]))
    if money > 0:
        spend(counties, c, SKILL_PROJECT, money)
        counties.norms[c] += share * levers.skill_project_norms_key_only / float(KEY_COUNTIES) / float(YEAR)
    for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
        kind = int(centres.kind[k])
        centres.building[k] += seats_bought(kind, float(money), levers, behaviour)
        ready = completed(float(centres.building[k]), kind, behaviour.construction_months)
        centres.building[k] -= ready
        centres.capacity[k] += ready


@kernel
def covered(money: int, seats: float, cost: float) -> float:
    """Share of the seats behind which a partner stands for this money."""
    return min(1.0, float(money) / (seats * cost * FEN)) if seats > 0.0 else 0.0


@kernel
def find_partners(counties: Counties, centres: Centres, c: int, levers: Levers) -> None:
    """Eastern schools and firms stand behind seats, as far as eastern money goes this month."""
    seats = 0.0
    for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
        seats += float(centres.capacity[k]) if centres.kind[k] != ONLINE else 0.0
    most = int(math.floor(seats * levers.skill_cooperation_partner_cost * FEN))
    month_money = float(max(0, places_money(counties, c, SKILL_COOPERATION)))
    for_schools = min(int(math.floor(levers.skill_cooperation_school_share * month_money)), most)
    for_firms = min(int(math.floor(levers.skill_cooperation_firm_share * month_money)), most)
    counties.partnered[c] = covered(for_schools, seats, levers.skill_cooperation_partner_cost)
    counties.linked[c] = covered(for_firms, seats, levers.skill_cooperation_partner_cost)
    spend(counties, c, SKILL_COOPERATION, for_schools + for_firms)


@kernel
def offer(counties: Counties, centres: Centres, c: int) -> None:
    """Whole seats of this month."""
    pupils = int(counties.pupils[c])
    for k in range(counties.first_centre[c], counties.first_centre[c] + counties.centres[c]):
        centres.enrolled[k] = 0
        centres.queue[k] = 0
        if centres.kind[k] == TECHNICAL_COLLEGE:
            there = min(pupils, int(math.ceil(float(centres.capacity[k]))))
            pupils -= there
            centres.seats[k] = max(0, int(math.floor(float(centres.capacity[k]))) - there)
            continue
        expected = float(centres.capacity[k]) + float(centres.seats_carried[k])
        centres.seats[k] = int(math.floor(expected))
        centres.seats_carried[k] = expected - math.floor(expected)


@kernel
def step(counties: Counties, centres: Centres, levers: Levers, behaviour: Behaviour, first: int, last: int) -> None:
    """Seats of counties first … last - 1 this month."""
    for c in range(first, last):
        build(counties, centres, c, levers, behaviour)
        find_partners(counties, centres, c, levers)
        offer(counties, centres, c)
