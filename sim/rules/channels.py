"""Channels: how an offer reaches somebody who looks for work, each with a chance of its own.

    network  q_n = network_offer_chance n/(n + network_half), n co-villagers there in a hundred people  [long, akram]
    service  q_s = office_offer_chance staff + service_offer_chance A, A reached by the village service   [mck17]
    agency   q_a = agency_offer_chance + brand_offer_chance B, outside the county only; to eligible people also
             organised_offer_chance O and in the east cooperation_offer_chance E                    [assumption]
    walk-in  q_w = walk_in_offer_chance                                                                  [assumption]
    reach    r = 1 - (1 - q_n)(1 - q_s)(1 - q_a)(1 - q_w)(1 - q_h), q_h help_offer_chance under guidance, else 0
    company  network_effect log((1 + 100 n)/(1 + 100 usual_network)) log odds for going where n are            [akram]
    informal pay through the network is exp(-informal_pay_penalty) of other offers; the mean over all stays as it is

A, B, O and E are what the services of the month reach (`services`).

Reads   persons.employer persons.household persons.helped_months, households.village households.is_registered
        employers.place, villages.people, counties.staff counties.village_service counties.reputation
        counties.organised counties.served_east
Writes  villages.workers villages.network villages.pull
Levers  none     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, kernel
from sim.rules.services import is_eligible
from sim.state.codes import EAST, LOCAL, PLACES
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.persons import Persons
from sim.state.table import Array
from sim.state.villages import Villages

NETWORK, SERVICE, AGENCY, WALK_IN = 0, 1, 2, 3


@kernel
def network_chance(share: float, behaviour: Behaviour) -> float:
    """Chance that co-villagers, such a share of the village's people, bring an offer from where they work."""
    return behaviour.network_offer_chance * share / (share + behaviour.network_half)


@kernel
def service_chance(counties: Counties, c: int, behaviour: Behaviour) -> float:
    """Chance that the public employment service of a county brings an offer, in its office or in the village."""
    office = behaviour.office_offer_chance * float(counties.staff[c])
    return min(1.0, office + behaviour.service_offer_chance * float(counties.village_service[c]))


@kernel
def agency_chance(counties: Counties, c: int, place: int, is_eligible: bool, behaviour: Behaviour) -> float:
    """Chance that an agency or broker brings an offer from a place, organised or not."""
    if place == LOCAL:
        return 0.0
    chance = behaviour.agency_offer_chance + behaviour.brand_offer_chance * float(counties.reputation[c])
    if is_eligible:
        chance += behaviour.organised_offer_chance * float(counties.organised[c])
        if place == EAST:
            chance += behaviour.cooperation_offer_chance * float(counties.served_east[c])
    return min(1.0, chance)


@kernel
def together(network: float, service: float, agency: float, walk_in: float) -> float:
    """Chance that at least one channel brings an offer."""
    return 1.0 - (1.0 - network) * (1.0 - service) * (1.0 - agency) * (1.0 - walk_in)


@kernel
def channel_of_offer(network: float, service: float, agency: float, walk_in: float, u: float) -> int:
    """Which channel an offer came through, in proportion to their chances."""
    v = u * (network + service + agency + walk_in)
    if v < network:
        return NETWORK
    if v < network + service:
        return SERVICE
    return AGENCY if v < network + service + agency else WALK_IN


@kernel
def channel_pay(channel: int, behaviour: Behaviour) -> float:
    """Pay of an offer that came through a channel, against the mean over all."""
    informal = 1.0 if channel == NETWORK else 0.0
    return math.exp(behaviour.informal_pay_penalty * (behaviour.network_hire_share - informal))


@kernel
def network_pull(share: float, behaviour: Behaviour) -> float:
    """Log odds that co-villagers at a place, such a share of the village's people, add to going there."""
    usual = 1.0 + 100.0 * behaviour.usual_network
    return behaviour.network_effect * math.log((1.0 + 100.0 * share) / usual)


@kernel
def reach(network: float, service: float, agency: float, is_helped: bool, behaviour: Behaviour) -> float:
    """Chance of an offer in a normal month through all channels; `is_helped` says whether by guidance, too."""
    chance = together(network, service, agency, behaviour.walk_in_offer_chance)
    return 1.0 - (1.0 - chance) * (1.0 - behaviour.help_offer_chance) if is_helped else chance


@kernel
def reach_at(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    tag: Array,
    p: int,
    c: int,
    place: int,
    behaviour: Behaviour,
) -> float:
    """Chance of an offer from a place to a person in a normal month, through all channels. `tag` is the registry's."""
    h = int(persons.household[p])
    return reach(
        float(villages.network[households.village[h], place]),
        service_chance(counties, c, behaviour),
        agency_chance(counties, c, place, is_eligible(households, tag, h), behaviour),
        bool(persons.helped_months[p] > 0),
        behaviour,
    )


@kernel
def meet_villagers(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    c: int,
    behaviour: Behaviour,
) -> None:
    """Who of a village works where, what offers they bring and how much their company is worth."""
    start, end = int(counties.first_village[c]), int(counties.first_village[c] + counties.villages[c])
    for v in range(start, end):
        for place in range(PLACES):
            villages.workers[v, place] = 0
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        if persons.employer[p] != NONE:
            villages.workers[households.village[persons.household[p]], employers.place[persons.employer[p]]] += 1
    for v in range(start, end):
        people = max(float(villages.people[v]), 1.0)
        for place in range(PLACES):
            share = float(villages.workers[v, place]) / people
            villages.network[v, place] = network_chance(share, behaviour)
            villages.pull[v, place] = network_pull(share, behaviour)
