"""Public staff: what a post is worth, who leaves, by kind, contract, origin, attachment, calendar years since the hire.

    value    v = pay_effect ln(W_c/W_city) - post_remoteness (remoteness - 1/2) + career_value grades
                 + origin_value [from here] + attachment_spread a, and for leaving + settling_value;
             a is what a person makes of a place like this: fifths of the applicants, a standard normal's
    leaves   q = city_offer_chance L(-v - bond_penalty [bond active]) (1 - titled (1 - title_quit_ratio))
    pay      W_c = W (1 + allowance + starting grade + title step); an allowance counts when it comes near
             allowance_threshold of the salary, for who joins by join_pay_effect, for who leaves by the smaller
             stay_pay_effect                                                                           [teach24]

L is the logistic function; its tail is the exponential hazard of the evidence. No cliff at the end of a bond is written
down: a bond draws in people who would not have come for the post (`recruitment`), and lets them go when it ends. Staff
are expected numbers at the scale of the simulated people: there are too few in a county of the model to draw each, too
many in a real one for luck to matter. Staff change by those who join less those who leave.

Reads   counties.remoteness counties.titled counties.township_paid counties.starting_grade counties.need
Writes  counties.corps counties.left counties.established
Levers  public_recruitment_bond_years public_recruitment_staff_grades title_evaluation_pay_step
        expert_service_graduate_share expert_service_local_share staff_pay_township_allowance     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.publicpay import allowance_weight, pay_gain
from sim.state.codes import (
    AGRONOMIST,
    ATTACHMENTS,
    CONTRACTS,
    ESTABLISHED,
    EXPERT_SERVICE,
    FROM_HERE,
    GRADUATE,
    ORIGINS,
    PUBLIC_RECRUITMENT,
    SERVICE_YEARS,
    SPECIAL,
    STAFF_KINDS,
)
from sim.state.counties import Counties

ATTACHMENT = (-1.400, -0.532, 0.0, 0.532, 1.400)
"""Means of the fifths of a standard normal distribution."""
GRADUATE_TERM = 2
"""Calendar years that a graduate serves."""


@kernel
def logistic(odds: float) -> float:
    """Chance with these log odds."""
    return 1.0 / (1.0 + math.exp(-odds))


@kernel
def post_value(remoteness: float, grades: float, behaviour: Behaviour) -> float:
    """What a post in the county is worth to anybody, beside its pay, log odds."""
    return behaviour.career_value * grades - behaviour.post_remoteness * (remoteness - 0.5)


@kernel
def own_value(origin: int, attachment: int, behaviour: Behaviour) -> float:
    """What a person adds to the value of a post here, log odds."""
    home = behaviour.origin_value if origin == FROM_HERE else 0.0
    return home + behaviour.attachment_spread * ATTACHMENT[attachment]


@kernel
def quit_chance(value: float, is_bound: bool, behaviour: Behaviour) -> float:
    """Chance to leave this month, without a title."""
    bond = behaviour.bond_penalty if is_bound else 0.0
    return behaviour.city_offer_chance * logistic(-value - bond)


@kernel
def title_ratio(titled: float, title_quit_ratio: float) -> float:
    """Ratio of the chance to leave where a share of the staff holds titles that are valid here alone."""
    return 1.0 - titled * (1.0 - title_quit_ratio)


@kernel
def join_value(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> float:
    """What a post is worth to who may join."""
    paid = float(counties.township_paid[c]) * allowance_weight(levers.staff_pay_township_allowance, behaviour)
    paid += float(counties.starting_grade[c])
    value = post_value(float(counties.remoteness[c]), levers.public_recruitment_staff_grades, behaviour)
    return value + behaviour.join_pay_effect * pay_gain(paid, behaviour)


@kernel
def stay_value(counties: Counties, c: int, z: int, levers: Levers, behaviour: Behaviour) -> float:
    """What a post of a kind is worth to who holds it; a title's step counts where titles are given."""
    paid = float(counties.township_paid[c]) * allowance_weight(levers.staff_pay_township_allowance, behaviour)
    if z <= AGRONOMIST:
        paid += float(counties.titled[c]) * levers.title_evaluation_pay_step / 12.0 / behaviour.staff_salary
    value = post_value(float(counties.remoteness[c]), levers.public_recruitment_staff_grades, behaviour)
    return value + behaviour.settling_value + behaviour.stay_pay_effect * pay_gain(paid, behaviour)


@kernel
def bound_years(z: int, k: int, levers: Levers) -> int:
    """Calendar years that a contract binds."""
    if z == GRADUATE:
        return GRADUATE_TERM
    return int(math.floor(levers.public_recruitment_bond_years)) if k == SPECIAL else 0


@kernel
def people(counties: Counties, c: int, z: int) -> float:
    """Staff of a kind."""
    total = 0.0
    for k in range(CONTRACTS):
        total += people_from(counties, c, z, k, 0)
    return total


@kernel
def people_from(counties: Counties, c: int, z: int, k: int, year: int) -> float:
    """Staff of a kind and contract who have served so many calendar years or more."""
    total = 0.0
    for o in range(ORIGINS):
        for a in range(ATTACHMENTS):
            for y in range(year, SERVICE_YEARS):
                total += float(counties.corps[c, z, k, o, a, y])
    return total


@kernel
def grow_older(counties: Counties, c: int) -> None:
    """A calendar year passes."""
    for z in range(STAFF_KINDS):
        for k in range(CONTRACTS):
            for o in range(ORIGINS):
                for a in range(ATTACHMENTS):
                    oldest = float(counties.corps[c, z, k, o, a, SERVICE_YEARS - 1])
                    for y in range(SERVICE_YEARS - 1, 0, -1):
                        counties.corps[c, z, k, o, a, y] = counties.corps[c, z, k, o, a, y - 1]
                    counties.corps[c, z, k, o, a, SERVICE_YEARS - 1] += oldest
                    counties.corps[c, z, k, o, a, 0] = 0.0


@kernel
def leave(counties: Counties, c: int, z: int, levers: Levers, behaviour: Behaviour) -> None:
    """Some of a kind leave."""
    value = stay_value(counties, c, z, levers, behaviour)
    titles = title_ratio(float(counties.titled[c]) if z <= AGRONOMIST else 0.0, behaviour.title_quit_ratio)
    for k in range(CONTRACTS):
        bound = bound_years(z, k, levers)
        for o in range(ORIGINS):
            for a in range(ATTACHMENTS):
                worth = value + own_value(o, a, behaviour)
                free = quit_chance(worth, False, behaviour) * titles
                held = quit_chance(worth, True, behaviour) * titles
                for y in range(SERVICE_YEARS):
                    gone = float(counties.corps[c, z, k, o, a, y]) * (held if y < bound else free)
                    counties.corps[c, z, k, o, a, y] -= gone
                    counties.left[c, z] += gone


@kernel
def establish(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Established posts before the first month, as many filled as was usual; special ones as in 2020-21."""
    norms = (
        behaviour.teachers_per_person,
        behaviour.doctors_per_person,
        behaviour.agronomists_per_person,
        behaviour.agents_per_person,
        behaviour.cadres_per_person,
        0.0,
    )
    every = 0.0
    for z in range(GRADUATE):
        counties.established[c, z] = norms[z] * float(counties.persons[c])
        every += float(counties.established[c, z])
    special = behaviour.special_posts_per_registered * float(counties.need[c, PUBLIC_RECRUITMENT])
    for z in range(GRADUATE):
        part = float(counties.established[c, z]) / every if every > 0.0 else 0.0
        spread(counties, c, z, SPECIAL, special * part, levers, behaviour)
        later = people_from(counties, c, z, SPECIAL, bound_years(z, SPECIAL, levers))
        filled = max(0.0, behaviour.first_staffed_share * float(counties.established[c, z]) - later)
        spread(counties, c, z, ESTABLISHED, filled, levers, behaviour)
    graduates = behaviour.experts_per_registered * float(counties.need[c, EXPERT_SERVICE])
    spread(counties, c, GRADUATE, ESTABLISHED, graduates * levers.expert_service_graduate_share, levers, behaviour)


@kernel
def spread(counties: Counties, c: int, z: int, k: int, wanted: float, levers: Levers, behaviour: Behaviour) -> None:
    """Spread staff over origin, attachment and years as steady hiring leaves them; `wanted` are bound if a bond binds.

    A hire of y years ago is still there with chance (1 - q)^(12 y); those of the last, open year are a geometric sum.
    """
    bound = bound_years(z, k, levers)
    joins, stays = join_value(counties, c, levers, behaviour), stay_value(counties, c, z, levers, behaviour)
    if bound > 0:
        joins += behaviour.bond_value
    local_share = levers.expert_service_local_share if z == GRADUATE else behaviour.local_applicant_share
    counted = 0.0
    for o in range(ORIGINS):
        share = local_share if o == FROM_HERE else 1.0 - local_share
        for a in range(ATTACHMENTS):
            own = own_value(o, a, behaviour)
            held = 12.0 * math.log(1.0 - quit_chance(stays + own, True, behaviour))
            free = 12.0 * math.log(1.0 - quit_chance(stays + own, False, behaviour))
            left = share * logistic(joins + own)
            for y in range(SERVICE_YEARS):
                yearly = held if y < bound else free
                if z == GRADUATE and y >= bound:
                    left = 0.0
                there = left / (1.0 - math.exp(yearly)) if y == SERVICE_YEARS - 1 else left
                counties.corps[c, z, k, o, a, y] = there
                counted += there if y < bound or bound == 0 else 0.0
                left *= math.exp(yearly)
    for o in range(ORIGINS):
        for a in range(ATTACHMENTS):
            for y in range(SERVICE_YEARS):
                counties.corps[c, z, k, o, a, y] *= wanted / counted
