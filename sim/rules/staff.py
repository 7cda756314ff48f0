"""Public staff: who joins, who leaves, by kind, contract, origin, attachment and calendar years since the hire.

    value    v = pay_effect ln(W_c/W_city) - post_remoteness (remoteness - 1/2) + career_value grades
                 + origin_value [from here] + attachment_spread a, and for leaving + settling_value;
             a is what a person makes of a place like this: fifths of the applicants, a standard normal's
    joins    recruits = min(vacant posts, applicants L(v + bond_value [special post]))                 [teach24, rtme]
    leaves   q = city_offer_chance L(-v - bond_penalty [bond active]) (1 - titled (1 - title_quit_ratio))
    pay      W_c = W (1 + allowance + starting grade + title step); an allowance counts when it comes near
             allowance_threshold of the salary, for who joins by join_pay_effect, for who leaves by the smaller
             stay_pay_effect                                                                           [teach24]
    bars     lower bars bring lower_bar_applicants more to special posts, more of them from here, whose quality is
             lower_bar_quality less
    term     graduates on service 三支一扶 who end their term take special posts, as far as there are some and they are
             willing; the rest leave                                                                   [ifeng24]

L is the logistic function; its tail is the exponential hazard of the evidence. No cliff at the end of a bond is written
down: a bond draws in people who would not have come for the post, and lets them go when it ends. Staff are expected
numbers at the scale of the simulated people: there are too few in a county of the model to draw each, too many in a
real one for luck to matter. Staff change by those who join less those who leave.

Reads   counties.money counties.overhead counties.remoteness counties.titled counties.township_paid
        counties.starting_grade counties.need
Writes  counties.corps counties.joined counties.left counties.competence counties.established counties.purse
        counties.bought
Levers  public_recruitment_post_cost public_recruitment_lower_bars public_recruitment_bond_years
        public_recruitment_staff_grades title_evaluation_pay_step expert_service_expert_cost
        expert_service_graduate_share expert_service_local_share expert_service_wider_majors
        staff_pay_township_allowance     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import monthly
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.publicpay import allowance_weight, funded, pay_gain
from sim.state.codes import (
    AGENT,
    AGRONOMIST,
    ATTACHMENTS,
    CADRE,
    CONTRACTS,
    DOCTOR,
    ESTABLISHED,
    EXPERT_SERVICE,
    FROM_HERE,
    GRADUATE,
    ORIGINS,
    PUBLIC_RECRUITMENT,
    SERVICE_YEARS,
    SPECIAL,
    STAFF_KINDS,
    TEACHER,
)
from sim.state.counties import Counties
from sim.state.month import Month

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
def improve(counties: Counties, c: int, z: int, joined: float, quality: float) -> None:
    """Mean quality after some have joined."""
    before = people(counties, c, z)
    if before + joined > 0.0:
        mean = (before * float(counties.competence[c, z]) + joined * quality) / (before + joined)
        counties.competence[c, z] = mean


@kernel
def recruit(
    counties: Counties,
    c: int,
    z: int,
    k: int,
    vacant: float,
    applicants: float,
    local_share: float,
    value: float,
    quality: float,
    behaviour: Behaviour,
) -> None:
    """Vacant posts of a kind and contract are filled by willing applicants."""
    if vacant <= 0.0:
        return
    willing = 0.0
    for o in range(ORIGINS):
        share = local_share if o == FROM_HERE else 1.0 - local_share
        for a in range(ATTACHMENTS):
            willing += applicants * share / float(ATTACHMENTS) * logistic(value + own_value(o, a, behaviour))
    taken = min(1.0, vacant / willing) if willing > 0.0 else 0.0
    improve(counties, c, z, taken * willing, quality)
    for o in range(ORIGINS):
        share = local_share if o == FROM_HERE else 1.0 - local_share
        for a in range(ATTACHMENTS):
            new = applicants * share / float(ATTACHMENTS) * logistic(value + own_value(o, a, behaviour)) * taken
            counties.corps[c, z, k, o, a, 0] += new
            counties.joined[c, z] += new


@kernel
def bound_people(counties: Counties, c: int, z: int, levers: Levers) -> float:
    """Holders of special posts whose bond is active; later they hold established ones."""
    bound = bound_years(z, SPECIAL, levers)
    return people_from(counties, c, z, SPECIAL, 0) - people_from(counties, c, z, SPECIAL, bound)


@kernel
def special_vacancies(counties: Counties, c: int, z: int, posts: float, levers: Levers) -> float:
    """Special posts of a kind that nobody holds: all are split like the established ones."""
    established = 0.0
    for other in range(GRADUATE):
        established += float(counties.established[c, other])
    part = posts * float(counties.established[c, z]) / established if established > 0.0 else 0.0
    return max(0.0, part - bound_people(counties, c, z, levers))


@kernel
def end_terms(counties: Counties, c: int, posts: float, levers: Levers, behaviour: Behaviour) -> None:
    """Graduates whose term is over take special posts or leave."""
    vacant = 0.0
    for z in range(GRADUATE):
        vacant += special_vacancies(counties, c, z, posts, levers)
    willing = 0.0
    for o in range(ORIGINS):
        for a in range(ATTACHMENTS):
            odds = join_value(counties, c, levers, behaviour) + own_value(o, a, behaviour)
            ready = logistic(odds + behaviour.bond_value)
            for y in range(GRADUATE_TERM, SERVICE_YEARS):
                willing += float(counties.corps[c, GRADUATE, ESTABLISHED, o, a, y]) * ready
    taken = min(1.0, vacant / willing) if willing > 0.0 else 0.0
    parts = (
        special_vacancies(counties, c, TEACHER, posts, levers),
        special_vacancies(counties, c, DOCTOR, posts, levers),
        special_vacancies(counties, c, AGRONOMIST, posts, levers),
        special_vacancies(counties, c, AGENT, posts, levers),
        special_vacancies(counties, c, CADRE, posts, levers),
    )
    for z in range(GRADUATE):
        improve(counties, c, z, taken * willing * parts[z] / vacant if vacant > 0.0 else 0.0, 0.0)
    for o in range(ORIGINS):
        for a in range(ATTACHMENTS):
            odds = join_value(counties, c, levers, behaviour) + own_value(o, a, behaviour)
            for y in range(GRADUATE_TERM, SERVICE_YEARS):
                done = float(counties.corps[c, GRADUATE, ESTABLISHED, o, a, y])
                counties.corps[c, GRADUATE, ESTABLISHED, o, a, y] = 0.0
                counties.left[c, GRADUATE] += done
                moved = done * logistic(odds + behaviour.bond_value) * taken
                for z in range(GRADUATE):
                    new = moved * parts[z] / vacant if vacant > 0.0 else 0.0
                    counties.corps[c, z, SPECIAL, o, a, 0] += new
                    counties.joined[c, z] += new


@kernel
def fill_posts(counties: Counties, c: int, posts: float, levers: Levers, behaviour: Behaviour) -> float:
    """Established and special posts are filled; returns how many special ones are held."""
    held = 0.0
    bars = levers.public_recruitment_lower_bars
    special_share = min(1.0, behaviour.local_applicant_share + behaviour.lower_bar_local * bars)
    for z in range(GRADUATE):
        value = join_value(counties, c, levers, behaviour)
        settled = people_from(counties, c, z, ESTABLISHED, 0) + people_from(
            counties, c, z, SPECIAL, bound_years(z, SPECIAL, levers)
        )
        vacant = float(counties.established[c, z]) - settled
        special = special_vacancies(counties, c, z, posts, levers)
        recruit(
            counties,
            c,
            z,
            ESTABLISHED,
            vacant,
            vacant * behaviour.applicants_per_post,
            behaviour.local_applicant_share,
            value,
            0.0,
            behaviour,
        )
        recruit(
            counties,
            c,
            z,
            SPECIAL,
            special,
            special * behaviour.applicants_per_post * (1.0 + behaviour.lower_bar_applicants * bars),
            special_share,
            value + behaviour.bond_value,
            -behaviour.lower_bar_quality * bars,
            behaviour,
        )
        held += bound_people(counties, c, z, levers)
    return held


@kernel
def move(counties: Counties, c: int, levers: Levers, behaviour: Behaviour, month: Month) -> None:
    """Staff of one county leave and join; special posts are paid."""
    for z in range(STAFF_KINDS):
        counties.joined[c, z] = 0.0
        counties.left[c, z] = 0.0
    cost = monthly(levers.public_recruitment_post_cost)
    posts = funded(counties, c, PUBLIC_RECRUITMENT, cost)
    if month.season == 0:
        grow_older(counties, c)
        end_terms(counties, c, posts, levers, behaviour)
    for z in range(STAFF_KINDS):
        leave(counties, c, z, levers, behaviour)
    held = min(posts, fill_posts(counties, c, posts, levers, behaviour))
    paid = int(math.floor(held * float(cost)))
    counties.purse[c, PUBLIC_RECRUITMENT] -= paid
    counties.bought[c, PUBLIC_RECRUITMENT] += paid
    quota = levers.expert_service_graduate_share * funded(
        counties, c, EXPERT_SERVICE, monthly(levers.expert_service_expert_cost)
    )
    vacant = quota - people(counties, c, GRADUATE)
    recruit(
        counties,
        c,
        GRADUATE,
        ESTABLISHED,
        vacant,
        vacant
        * behaviour.applicants_per_post
        * (1.0 + behaviour.wider_majors_applicants * levers.expert_service_wider_majors),
        levers.expert_service_local_share,
        join_value(counties, c, levers, behaviour) + behaviour.bond_value,
        0.0,
        behaviour,
    )


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
