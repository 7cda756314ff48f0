"""Shocks: illness, injury, disaster, harvest, destination demand.

    stay      in hospital: chance = illness_rate exp(illness_age (age - 40)/10) [illness_chronic if chronic]
              exp(-illness_service_effect (health service - 1))                                   [che18, fpcs20]
    serious   serious_share of stays: the bill serious_cost_ratio times as high, months of work lost, some left
              with a chronic illness                                                              [wjy]
    injury    at work, always serious: injury_rate, less indoors, more outside the county and in odd jobs  [injrev]
    bill      = illness_cost exp(spread z) (y/Y)^bill_income_elasticity, y the year's income a head against the usual
              Y, since who has little goes to cheaper hospitals and leaves sooner                 [assumption]
    own       share 1 - reimbursed_share, less medical_aid_share of it for alleviated households and those on the
              minimum living allowance; a chronic illness costs every month
    disaster  a county is hit when sqrt(r) z_province + sqrt((1 - r) n) z_neighbours + sqrt((1 - r)(1 - n)) z_county
              is under its quantile; neighbours are ten counties that follow each other by code. It costs those hit
              money and a part of their stock                                                     [assumption]
    harvest   f' = rho f + sqrt(1 - rho^2) spread (sqrt(r) z_province + sqrt(1 - r) z_county)         [assumption]
    prices    at the farm gate move about their path like the harvest, with a spread of their own      [assumption]
    demand    d' = rho d + sqrt(1 - rho^2) spread (sqrt(s) z_all + sqrt(1 - s) z_place)               [assumption]

Reads   persons.id persons.age persons.employer persons.household persons.odd_days, counties.code counties.province
        counties.health_service, households.id households.is_registered households.is_dibao households.members
        households.income, employers.kind, provinces.code
Writes  persons.health persons.sick_months persons.capacity, households.medical households.damage households.stock,
        counties.farm_shock counties.farm_price counties.is_disaster, provinces.demand
Levers  none     Luck  per person, county, province, destination
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.rules.calendar import labour_capacity
from sim.state.codes import CHRONIC, CITY, HEALTHY, LOCAL, PLACES, PUBLIC_BODY, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.table import Array

FEN = 100.0
NATION = 0
LARGEST_BILL = 500_000.0
USUAL_INCOME = 12_000.0
"""Income of a head in 2020, yuan, by which means are told."""
NEIGHBOURS = 10
OLDEST = 120
FULL_MONTH = 22.0


@kernel
def illness_chance(age: int, health: int, illness_rate: float, illness_age: float, illness_chronic: float) -> float:
    """Chance of a stay in hospital this month."""
    chance = illness_rate * math.exp(illness_age * (float(age) - 40.0) / 10.0)
    if health == CHRONIC:
        chance = chance * illness_chronic
    return min(chance, 1.0)


@kernel
def own_bill(
    cost: float, spread: float, z: float, reimbursed_share: float, aid_share: float, price_level: float
) -> int:
    """Fen of a medical bill that the household pays itself: what insurance and then medical aid leave."""
    bill = min(cost * math.exp(spread * z), LARGEST_BILL)
    return int(math.floor(bill * (1.0 - reimbursed_share) * (1.0 - aid_share) * price_level * FEN + 0.5))


@kernel
def means_ratio(income: float, members: int, pay_level: float, elasticity: float) -> float:
    """What a household spends on an illness against one of usual means; `income` is fen of a year."""
    means = income / (USUAL_INCOME * FEN * pay_level * float(members))
    return math.exp(elasticity * math.log(min(max(means, 0.25), 4.0)))


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
def service_ratio(health_service: float, illness_service_effect: float) -> float:
    """Ratio of the chance of illness where health service is so good."""
    return math.exp(-illness_service_effect * (health_service - 1.0))


@kernel
def injury_chance(kind: int, odd_days: int, behaviour: Behaviour) -> float:
    """Chance of a serious injury this month at work for an employer of this kind, or NONE, or in odd jobs."""
    monthly = behaviour.injury_rate / float(YEAR)
    if kind == NONE:
        return monthly * behaviour.injury_odd_ratio * float(odd_days) / FULL_MONTH
    if kind in (PUBLIC_BODY, WORKSHOP):
        return monthly * behaviour.injury_indoor_ratio
    return monthly * behaviour.injury_outside_ratio if kind >= CITY else monthly


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
def suffer(
    persons: Persons,
    households: Households,
    p: int,
    is_serious: bool,
    cost: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """The bill of a stay in hospital; a serious one takes months of work, and may leave a chronic illness."""
    person = int(persons.id[p])
    h = int(persons.household[p])
    income = 0
    for i in range(YEAR):
        income += int(households.income[h, i])
    means = means_ratio(float(income), int(households.members[h]), month.pay_level, behaviour.bill_income_elasticity)
    households.medical[h] += own_bill(
        cost * means,
        behaviour.illness_cost_spread,
        normal(luck, Decision.ILLNESS_COST, person, 0),
        behaviour.reimbursed_share,
        behaviour.medical_aid_share if households.is_registered[h] or households.is_dibao[h] else 0.0,
        month.price_level,
    )
    if not is_serious:
        return
    lost = months_lost(behaviour.illness_months, uniform(luck, Decision.ILLNESS, person, 1))
    persons.sick_months[p] = max(int(persons.sick_months[p]), lost)
    if persons.health[p] == HEALTHY and uniform(luck, Decision.ILLNESS, person, 2) < behaviour.chronic_chance:
        persons.health[p] = CHRONIC
        persons.capacity[p] = labour_capacity(int(persons.age[p]), CHRONIC)


@kernel
def fall_ill(
    persons: Persons,
    households: Households,
    kind: Array,
    p: int,
    most: float,
    service: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """A month of one person's health: one draw says whether it falls ill or is hurt; above `most` nobody does."""
    person = int(persons.id[p])
    health = int(persons.health[p])
    if persons.sick_months[p] > 0:
        persons.sick_months[p] = int(persons.sick_months[p]) - 1
    if health == CHRONIC:
        households.medical[persons.household[p]] += int(math.floor(behaviour.chronic_cost * month.price_level * FEN))
    drawn = uniform(luck, Decision.ILLNESS, person, 0)
    if drawn >= most:
        return
    ill = service * illness_chance(
        int(persons.age[p]), health, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic
    )
    serious_cost = behaviour.illness_cost * behaviour.serious_cost_ratio
    if drawn < ill:
        is_serious = drawn < behaviour.serious_share * ill
        cost = serious_cost if is_serious else behaviour.illness_cost
        suffer(persons, households, p, is_serious, cost, behaviour, month, luck)
        return
    e = int(persons.employer[p])
    if drawn < ill + injury_chance(int(kind[e]) if e != NONE else NONE, int(persons.odd_days[p]), behaviour):
        suffer(persons, households, p, True, serious_cost, behaviour, month, luck)


@kernel
def most_chance(service: float, behaviour: Behaviour) -> float:
    """A chance of illness or injury that no person's is above."""
    oldest = illness_chance(OLDEST, CHRONIC, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic)
    ratio = max(behaviour.injury_outside_ratio, 2.0 * behaviour.injury_odd_ratio, 1.0)
    return service * oldest + behaviour.injury_rate / float(YEAR) * ratio


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
        most = most_chance(service, behaviour)
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            fall_ill(persons, households, kind, p, most, service, behaviour, month, luck)


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
