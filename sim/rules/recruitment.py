"""Recruitment: who takes established and special posts, and who goes on service in villages (15, 17).

    joins    recruits = min(vacant posts, applicants L(v + bond_value [special post])), v what a post is worth (`staff`)
                                                                                                       [teach24, rtme]
    special  posts = a month's delivered money / what one takes; their holders are bound, later they hold established
             ones; split over kinds as established posts are
    bars     lower bars bring lower_bar_applicants more to special posts, more of them from here, whose quality is
             lower_bar_quality less
    term     graduates on service 三支一扶 who end their term take special posts, as far as there are some and they
             are willing; the rest leave                                                               [ifeng24]

Reads   counties.money counties.overhead counties.remoteness counties.titled counties.township_paid
        counties.starting_grade counties.established
Writes  counties.corps counties.joined counties.left counties.competence counties.purse counties.bought
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
from sim.rules.publicpay import funded
from sim.rules.staff import (
    GRADUATE_TERM,
    bound_years,
    grow_older,
    join_value,
    leave,
    logistic,
    own_value,
    people,
    people_from,
)
from sim.state.codes import (
    AGENT,
    AGRONOMIST,
    ATTACHMENTS,
    CADRE,
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
