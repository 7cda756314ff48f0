"""Shocks: illness, injury, disaster, harvest, destination demand.

    illness   chance = illness_rate exp(illness_age (age - 40)/10) [illness_chronic if chronic]   [che18]
    bill      = illness_cost exp(spread z), own share 1 - reimbursed_share; months of work lost      [wjy]
    disaster  a county is hit when sqrt(r) z_province + sqrt(1 - r) z_county is under its quantile   [assumption]
    harvest   f' = rho f + sqrt(1 - rho^2) spread (sqrt(r) z_province + sqrt(1 - r) z_county)         [assumption]
    demand    d' = rho d + sqrt(1 - rho^2) spread (sqrt(s) z_all + sqrt(1 - s) z_place)               [assumption]

Reads   persons.id persons.age persons.employer persons.household, counties.code counties.province,
        households.id, provinces.code
Writes  persons.health persons.sick_months persons.capacity, households.medical households.damage,
        counties.farm_shock counties.is_disaster, provinces.demand
Levers  none     Luck  per person, county, province, destination
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.rules.calendar import labour_capacity
from sim.state.codes import CHRONIC, HEALTHY, LOCAL, PLACES, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.table import Array

FEN = 100.0
NATION = 0
LARGEST_BILL = 500_000.0


@kernel
def illness_chance(age: int, health: int, illness_rate: float, illness_age: float, illness_chronic: float) -> float:
    """Chance of a serious illness this month."""
    chance = illness_rate * math.exp(illness_age * (float(age) - 40.0) / 10.0)
    if health == CHRONIC:
        chance = chance * illness_chronic
    return min(chance, 1.0)


@kernel
def own_bill(cost: float, spread: float, z: float, reimbursed_share: float, price_level: float) -> int:
    """Fen of a medical bill that the household pays itself."""
    bill = min(cost * math.exp(spread * z), LARGEST_BILL)
    return int(math.floor(bill * (1.0 - reimbursed_share) * price_level * FEN + 0.5))


@kernel
def months_lost(mean: float, u: float) -> int:
    """Months of work lost, geometric with this mean, at most 24."""
    return min(24, 1 + int(math.floor(math.log(1.0 - u) / math.log(1.0 - 1.0 / max(mean, 1.0001)))))


@kernel
def persistent(before: float, persistence: float, spread: float, shared: float, z_shared: float, z_own: float) -> float:
    """One month of a persistent shock, part of it shared."""
    z = math.sqrt(shared) * z_shared + math.sqrt(1.0 - shared) * z_own
    return persistence * before + math.sqrt(1.0 - persistence * persistence) * spread * z


@kernel
def fall_ill(persons: Persons, households: Households, p: int, behaviour: Behaviour, month: Month, luck: Luck) -> None:
    """Illness, injury and the running cost of a chronic illness for one person."""
    person = int(persons.id[p])
    health = int(persons.health[p])
    h = int(persons.household[p])
    if persons.sick_months[p] > 0:
        persons.sick_months[p] = int(persons.sick_months[p]) - 1
    if health == CHRONIC:
        households.medical[h] += int(math.floor(behaviour.chronic_cost * month.price_level * FEN))
    chance = illness_chance(
        int(persons.age[p]), health, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic
    )
    ill = uniform(luck, Decision.ILLNESS, person, 0) < chance
    if not ill and persons.employer[p] != NONE:
        ill = uniform(luck, Decision.INJURY, person, 0) < behaviour.injury_rate / float(YEAR)
    if not ill:
        return
    households.medical[h] += own_bill(
        behaviour.illness_cost,
        behaviour.illness_cost_spread,
        normal(luck, Decision.ILLNESS_COST, person, 0),
        behaviour.reimbursed_share,
        month.price_level,
    )
    lost = months_lost(behaviour.illness_months, uniform(luck, Decision.ILLNESS, person, 1))
    persons.sick_months[p] = max(int(persons.sick_months[p]), lost)
    if health == HEALTHY and uniform(luck, Decision.ILLNESS, person, 2) < behaviour.chronic_chance:
        persons.health[p] = CHRONIC
        persons.capacity[p] = labour_capacity(int(persons.age[p]), CHRONIC)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    province_code: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Shocks within counties first … last - 1. `province_code` is the provinces' column."""
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
        z = math.sqrt(shared) * normal(luck, Decision.DISASTER, province, 1) + math.sqrt(1.0 - shared) * normal(
            luck, Decision.DISASTER, code, 0
        )
        counties.is_disaster[c] = 0.5 * math.erfc(-z / math.sqrt(2.0)) < disaster_chance
        if counties.is_disaster[c]:
            loss = int(math.floor(behaviour.disaster_loss * month.price_level * FEN))
            for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
                if uniform(luck, Decision.DISASTER, int(households.id[h]), 2) < behaviour.disaster_reach:
                    households.damage[h] += loss
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            fall_ill(persons, households, p, behaviour, month, luck)


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
