"""Shocks: illness, injury, disaster, harvest, destination demand.

    illness   and injury: see there
    disaster  a county is hit when sqrt(r) z_province + sqrt((1 - r) n) z_neighbours + sqrt((1 - r)(1 - n)) z_county
              is under its quantile; neighbours are ten counties that follow each other by code. It costs those hit
              money and a part of their stock                                                     [assumption]
    harvest   f' = rho f + sqrt(1 - rho^2) spread (sqrt(r) z_province + sqrt(1 - r) z_county)         [assumption]
    prices    at the farm gate move about their path like the harvest, with a spread of their own      [assumption]
    demand    d' = rho d + sqrt(1 - rho^2) spread (sqrt(s) z_all + sqrt(1 - s) z_place)               [assumption]

Reads   persons.id persons.age persons.employer persons.household persons.odd_days persons.wage, counties.code
        counties.province counties.health_service counties.trained_share, households.id households.is_registered
        households.is_dibao households.members households.income, employers.kind, provinces.code
Writes  persons.health persons.sick_months persons.capacity persons.claim persons.benefit persons.benefit_months,
        households.medical households.damage households.stock, counties.farm_shock counties.farm_price
        counties.is_disaster, provinces.demand
Levers  insurance_cover_platform_share     Luck  per person, county, province, destination
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, normal, uniform, uniforms_of_many
from sim.rules.illness import FEN, fall_ill, go_on_healing, most_chance, service_ratio
from sim.state.codes import LOCAL, PLACES, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.room import Room
from sim.state.table import Array

NATION = 0
NEIGHBOURS = 10
"""Counties that follow each other by code and share luck with nature."""


@kernel
def persistent(before: float, persistence: float, spread: float, shared: float, z_shared: float, z_own: float) -> float:
    """One month of a persistent shock, part of it shared."""
    z = math.sqrt(shared) * z_shared + math.sqrt(1.0 - shared) * z_own
    return persistence * before + math.sqrt(1.0 - persistence * persistence) * spread * z


@kernel
def spatial(z_province: float, z_neighbours: float, z_county: float, shared: float, neighbours_share: float) -> float:
    """A county's luck with nature, standard normal: part the province's, part its neighbourhood's, the rest its own."""
    own = 1.0 - shared
    return (
        math.sqrt(shared) * z_province
        + math.sqrt(own * neighbours_share) * z_neighbours
        + math.sqrt(own * (1.0 - neighbours_share)) * z_county
    )


@kernel
def strike(households: Households, counties: Counties, c: int, behaviour: Behaviour, month: Month, luck: Luck) -> None:
    """A disaster in a county: those hit lose money and a part of their stock."""
    loss = int(math.floor(behaviour.disaster_loss * month.price_level * FEN))
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        if uniform(luck, Decision.DISASTER, int(households.id[h]), 2) < behaviour.disaster_reach:
            households.damage[h] += loss
            households.stock[h] -= int(math.floor(behaviour.disaster_stock_share * float(households.stock[h])))


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    kind: Array,
    province_code: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Shocks within counties first … last - 1. `kind` is the employers' column, `province_code` the provinces'."""
    disaster_chance = 1.0 - math.exp(math.log(1.0 - behaviour.disaster_rate) / float(YEAR))
    for c in range(first, last):
        code = int(counties.code[c])
        province = int(province_code[counties.province[c]])
        shared = behaviour.disaster_correlation
        counties.farm_shock[c] = persistent(
            float(counties.farm_shock[c]),
            behaviour.farm_persistence,
            behaviour.farm_spread,
            shared,
            normal(luck, Decision.FARM_PRICE, province, 1),
            normal(luck, Decision.FARM_PRICE, code, 0),
        )
        counties.farm_price[c] = persistent(
            float(counties.farm_price[c]),
            behaviour.farm_price_persistence,
            behaviour.farm_price_spread,
            shared,
            normal(luck, Decision.FARM_MARKET, province, 1),
            normal(luck, Decision.FARM_MARKET, code, 0),
        )
        z = spatial(
            normal(luck, Decision.DISASTER, province, 1),
            normal(luck, Decision.DISASTER, code // NEIGHBOURS, 3),
            normal(luck, Decision.DISASTER, code, 0),
            shared,
            behaviour.disaster_neighbours,
        )
        counties.is_disaster[c] = 0.5 * math.erfc(-z / math.sqrt(2.0)) < disaster_chance
        if counties.is_disaster[c]:
            strike(households, counties, c, behaviour, month, luck)
        service = service_ratio(float(counties.health_service[c]), behaviour.illness_service_effect)
        safety = 1.0 - behaviour.safety_course_effect * float(counties.trained_share[c])
        most = most_chance(service, behaviour)
        start, end = int(counties.first_person[c]), int(counties.first_person[c] + counties.persons[c])
        for p in range(start, end):
            go_on_healing(persons, households, p, behaviour, month, luck)
        uniforms_of_many(luck, Decision.ILLNESS, persons.id[start:end], 0, room.lots[start:end])
        for p in range(start, end):
            if room.lots[p] < most:
                fall_ill(persons, households, kind, p, most, service, safety, levers, behaviour, month, luck)


@kernel
def move_demand(provinces: Provinces, behaviour: Behaviour, luck: Luck) -> None:
    """Demand for each province's workers at each destination; one factor is common to all."""
    common = normal(luck, Decision.DESTINATION_DEMAND, NATION, 0)
    for q in range(len(provinces.code)):
        for place in range(LOCAL + 1, PLACES):
            provinces.demand[q, place] = persistent(
                float(provinces.demand[q, place]),
                behaviour.demand_persistence,
                behaviour.demand_spread,
                behaviour.demand_common_share,
                common,
                normal(luck, Decision.DESTINATION_DEMAND, int(provinces.code[q]), place),
            )
