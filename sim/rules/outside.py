"""Outside: who takes the offers outside the county, whose journey is supported, who comes back for nothing.

    offer    pay of the place at that of the channel; the journey is paid by whoever takes it
    reserved eastern openings times job_cooperation_reserved_share E, and those of the bases that the purse can reward,
             go to eligible searchers first: a share of the same openings                          [clauses 3, 21]
    support  an eligible hire that an agency brought, or that one claims, gets the transport subsidy and brings the
             agency its fee, once a year, while the purse pays; who would have gone anyway too           [clause 3]
    failed   whom only a walk-in would have brought an offer pays the trip for nothing              [mechanisms 3]

`matching` calls it, county after county.

Reads   persons.id persons.taste persons.age persons.looks persons.schooling persons.skill persons.certificate
        persons.know_how
        persons.household persons.fortune persons.away_months, households.village households.land
        households.members households.is_registered, registry.tag, villages.network, counties.openings counties.staff
        counties.village_service counties.reputation counties.organised counties.served_east
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months,
        households.costs_away households.earned households.surveyed households.subsidies, counties.hires
        counties.outside_jobs counties.purse counties.bought
Levers  labour_export_transport_subsidy labour_export_agency_fee labour_export_base_reward labour_export_base_share
        labour_export_newcomers_share job_cooperation_reserved_share
Luck    per searcher: order; per offer: channel, match, support; per trip that fails: whose
"""

import math

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, uniform
from sim.rules.bargain import accepts, match_quality, pay_in_job, start_job
from sim.rules.channels import AGENCY, WALK_IN, channel_pay
from sim.rules.funds import spend
from sim.rules.queues import channel_at, line_up
from sim.rules.search import FEN, journey, place_pay
from sim.rules.services import is_eligible
from sim.state.codes import EAST, LABOUR_EXPORT, PLACES, PROVINCE, TRANSFERS
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

WAITS, SERVED = 0.0, 1.0
"""What the second pass over a queue finds of the first."""


@kernel
def support(
    persons: Persons,
    households: Households,
    counties: Counties,
    p: int,
    c: int,
    channel: int,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Pay for the placement of an eligible person hired outside, if an agency brought it or it is claimed."""
    chance = 1.0 if channel == AGENCY else behaviour.support_claim_chance
    if persons.away_months[p] != 0:
        chance = chance * (1.0 - levers.labour_export_newcomers_share)
    was_away = int(persons.away_months[p]) & ((1 << month.season) - 1) != 0
    subsidy, fee = once(levers.labour_export_transport_subsidy), once(levers.labour_export_agency_fee)
    if was_away or int(counties.purse[c, LABOUR_EXPORT]) < subsidy + fee:
        return
    if uniform(luck, Decision.SUPPORT_CLAIM, int(persons.id[p]), 0) < chance:
        spend(counties, c, LABOUR_EXPORT, subsidy + fee)
        h = int(persons.household[p])
        households.earned[h, TRANSFERS] += subsidy
        households.surveyed[h, TRANSFERS] += subsidy
        households.subsidies[h] += subsidy


@kernel
def meet_outside(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    p: int,
    c: int,
    place: int,
    account: int,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> bool:
    """One offer outside: whether the person takes it; then the journey is paid, perhaps with support."""
    channel = channel_at(persons, households, villages, counties, tag, p, c, place, behaviour, luck)
    match = match_quality(persons, p, behaviour, luck)
    pay = place_pay(place, behaviour, month.pay_level) * FEN * channel_pay(channel, behaviour)
    wage = pay_in_job(persons, p, pay, match, behaviour)
    if not accepts(persons, households, p, wage, behaviour, month):
        return False
    start_job(persons, p, account + place - PROVINCE, wage, match)
    counties.outside_jobs[c, place] += 1
    counties.hires[c, place] += 1
    h = int(persons.household[p])
    households.costs_away[h] += int(math.floor(journey(place, behaviour, month.price_level) * FEN))
    if is_eligible(households, tag, h):
        support(persons, households, counties, p, c, channel, levers, behaviour, month, luck)
    return True


@kernel
def reserved_openings(counties: Counties, c: int, place: int, levers: Levers) -> int:
    """Openings at a place that are kept for eligible people: bases in the province, partners in the east."""
    if place == EAST:
        share = levers.job_cooperation_reserved_share * float(counties.served_east[c])
        return int(math.floor(share * float(counties.openings[c, place])))
    if place == PROVINCE and levers.labour_export_base_reward > 0.0:
        money = levers.labour_export_base_share * float(counties.purse[c, LABOUR_EXPORT])
        return min(
            int(math.floor(money / float(once(levers.labour_export_base_reward)))), int(counties.openings[c, place])
        )
    return 0


@kernel
def hire_outside(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    room: Room,
    c: int,
    account: int,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """The county's share of the offers outside goes by lot, reserved ones first; some come for nothing."""
    living = behaviour.living_cost_weight * behaviour.living_cost_away * month.price_level
    reward = once(levers.labour_export_base_reward)
    start = int(counties.first_person[c])
    for place in range(PROVINCE, PLACES):
        trip = journey(place, behaviour, month.price_level)
        lost = int(math.floor((trip + living) * (1.0 - month.movement_stop) * FEN))
        queue = room.rows[start : start + line_up(persons, counties, room, c, place)]
        reserved, left = reserved_openings(counties, c, place, levers), int(counties.openings[c, place])
        for i in range(len(queue)):
            p = int(queue[i])
            room.lots[start + i] = WAITS
            if reserved > 0 and is_eligible(households, tag, int(persons.household[p])):
                reserved -= 1
                left -= 1
                room.lots[start + i] = SERVED
                took = meet_outside(
                    persons, households, villages, counties, tag, p, c, place, account, levers, behaviour, month, luck
                )
                if took and place == PROVINCE:
                    spend(counties, c, LABOUR_EXPORT, min(reward, int(counties.purse[c, LABOUR_EXPORT])))
        for i in range(len(queue)):
            p = int(queue[i])
            if room.lots[start + i] == SERVED:
                continue
            if left > 0:
                left -= 1
                meet_outside(
                    persons, households, villages, counties, tag, p, c, place, account, levers, behaviour, month, luck
                )
            elif channel_at(persons, households, villages, counties, tag, p, c, place, behaviour, luck) == WALK_IN:
                households.costs_away[persons.household[p]] += lost
