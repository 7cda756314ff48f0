"""Matching: who hears of what, and who is hired by whom.

    local    M = min(U, V, matching_efficiency (mean r/usual r) U^a V^(1-a)) meetings           [petrongolo2001]
    order    the lowest lots first (`queues`), at home and, by `outside`, away
    offer    at home that of the employer whose vacancy one draws (`bargain`), at the pay of the channel

r is a searcher's reach through the channels. After the search the offers of a province are split (`offers`); then each
county hires by lot. A local searcher draws the nth vacancy of the county, counted through its employers in their
order: that order says whose vacancy a draw means.

Reads   persons.id persons.taste persons.age persons.looks persons.schooling persons.skill persons.certificate
        persons.know_how
        persons.household persons.fortune persons.away_months, households.village households.land
        households.members households.is_registered, registry.tag, villages.network, employers.positions employers.wage,
        counties.applicants counties.province counties.reach counties.staff counties.tightness_base
        counties.village_service counties.reputation counties.organised counties.served_east
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months,
        households.costs_away households.earned households.surveyed households.subsidies, employers.filled,
        counties.openings counties.openings_carried counties.hires counties.outside_jobs counties.chances
        counties.tightness counties.purse counties.bought
Levers  labour_export_transport_subsidy labour_export_agency_fee labour_export_base_reward labour_export_base_share
        labour_export_newcomers_share job_cooperation_reserved_share
Luck    per searcher: order; per offer: channel, match, which vacancy, support; per trip that fails: whose
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, lot
from sim.rules.bargain import accepts, local_offer, match_quality, pay_in_job, start_job
from sim.rules.channels import channel_pay, network_chance, together
from sim.rules.offers import blended
from sim.rules.outside import hire_outside
from sim.rules.queues import channel_at, line_up
from sim.state.codes import LOCAL, PLACES
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages


@kernel
def local_matches(searchers: int, vacancies: int, efficiency: float, elasticity: float) -> float:
    """Meetings that the month's searchers and vacancies in a county make."""
    if searchers == 0 or vacancies == 0:
        return 0.0
    u, v = float(searchers), float(vacancies)
    return min(u, v, efficiency * math.exp(elasticity * math.log(u) + (1.0 - elasticity) * math.log(v)))


@kernel
def usual_reach(behaviour: Behaviour) -> float:
    """Chance of an offer through the channels of the county, with a usual network and a fully staffed office."""
    network = network_chance(behaviour.usual_network, behaviour)
    return together(network, behaviour.office_offer_chance, 0.0, behaviour.walk_in_offer_chance)


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
def meetings(counties: Counties, c: int, vacancies: int, behaviour: Behaviour) -> int:
    """Searchers of a county who meet a vacancy there this month; the fraction waits for the next."""
    searchers = int(counties.applicants[c, LOCAL])
    heard = float(counties.reach[c, LOCAL]) / (max(float(searchers), 1.0) * usual_reach(behaviour))
    matches = local_matches(searchers, vacancies, behaviour.matching_efficiency * heard, behaviour.matching_elasticity)
    expected = matches + float(counties.openings_carried[c, LOCAL])
    counties.openings[c, LOCAL] = min(int(math.floor(expected)), searchers, vacancies)
    counties.openings_carried[c, LOCAL] = expected - math.floor(expected)
    now = float(vacancies) / max(float(searchers), 1.0)
    before = float(counties.tightness[c])
    counties.tightness[c] = now if before == 0.0 else blended(before, now, behaviour.belief_renewal)
    return int(counties.openings[c, LOCAL])


@kernel
def hire_locally(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    tag: Array,
    room: Room,
    c: int,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Local searchers, by lot, each draw a vacancy, counted in the order of employers; one hire per vacancy."""
    start = int(counties.first_employer[c])
    end = start + int(counties.employers[c])
    vacancies = 0
    for e in range(start, end):
        vacancies += max(0, int(employers.positions[e]) - int(employers.filled[e]))
    met = meetings(counties, c, vacancies, behaviour)
    line_up(persons, counties, room, c, LOCAL)
    for i in range(met):
        p = int(room.rows[counties.first_person[c] + i])
        nth = int(math.floor(lot(luck, Decision.HIRING_ORDER, int(persons.id[p]), 1) * float(vacancies)))
        e = employer_of_vacancy(employers, start, nth)
        offer = local_offer(
            float(employers.wage[e]),
            float(counties.tightness[c]),
            float(counties.tightness_base[c]),
            behaviour.tightness_effect,
            behaviour.local_markdown,
        )
        channel = channel_at(persons, households, villages, counties, tag, p, c, LOCAL, behaviour, luck)
        match = match_quality(persons, p, behaviour, luck)
        wage = pay_in_job(persons, p, offer * channel_pay(channel, behaviour), match, behaviour)
        if accepts(persons, households, p, wage, behaviour, month):
            start_job(persons, p, e, wage, match)
            vacancies -= 1
            employers.filled[e] += 1
            counties.hires[c, LOCAL] += 1


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    tag: Array,
    first_account: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Each of counties first … last - 1 fills its share, by lot; everybody learns how good the market was.

    `tag` is the registry's column.
    """
    for c in range(first, last):
        account = int(first_account[counties.province[c]])
        hire_outside(persons, households, villages, counties, tag, room, c, account, levers, behaviour, month, luck)
        hire_locally(persons, households, employers, villages, counties, tag, room, c, behaviour, month, luck)
        for place in range(PLACES):
            if counties.reach[c, place] > 0.0:
                now = float(counties.hires[c, place]) / float(counties.reach[c, place])
                counties.chances[c, place] = blended(float(counties.chances[c, place]), now, behaviour.belief_renewal)
