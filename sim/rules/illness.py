"""Illness and injury: who falls ill or is hurt at work, what it costs, how long it takes.

    stay      in hospital: chance = illness_rate exp(illness_age (age - 40)/10) [illness_chronic if chronic]
              exp(-illness_service_effect (health service - 1))                                   [che18, fpcs20]
    serious   serious_share of stays: the bill serious_cost_ratio times as high, months of work lost, some left
              with a chronic illness                                                              [wjy]
    injury    at work, always serious: injury_rate, less indoors and for those taught safety, more outside the county
              and in odd jobs; the insured have no bill, and a claim on a part of their pay       [injrev, injury14]
    bill      = illness_cost exp(spread z) (y/Y)^bill_income_elasticity, y the year's income a head against the usual
              Y, since who has little goes to cheaper hospitals and leaves sooner                 [assumption]
    own       share 1 - reimbursed_share, less medical_aid_share of it for alleviated households and those on the
              minimum living allowance
    chronic   every month chronic_cost exp(chronic_cost_spread z - chronic_cost_spread²/2), z the person's for good

`shocks` calls it, person after person.

Reads   persons.id persons.age persons.employer persons.household persons.odd_days persons.wage,
        households.is_registered households.is_dibao households.members households.income
Writes  persons.health persons.sick_months persons.capacity persons.claim persons.benefit persons.benefit_months,
        households.medical
Levers  insurance_cover_platform_share     Luck  one per person; more for who is ill or hurt
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, normal, normal_of, uniform
from sim.rules.calendar import labour_capacity
from sim.state.codes import CHRONIC, CITY, HEALTHY, INJURY_DUE, PUBLIC_BODY, WORKSHOP, YEAR
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

FEN = 100.0
LARGEST_BILL = 500_000.0
MOST_BENEFIT = 30_000.0
USUAL_INCOME = 12_000.0
"""Income of a head in 2020, yuan, by which means are told."""
OLDEST = 120
FOR_GOOD = 0
"""Month whose luck says what holds for life."""
FULL_MONTH = 22.0


@kernel
def illness_chance(age: int, health: int, illness_rate: float, illness_age: float, illness_chronic: float) -> float:
    """Chance of a stay in hospital this month."""
    chance = illness_rate * math.exp(illness_age * (float(age) - 40.0) / 10.0)
    if health == CHRONIC:
        chance = chance * illness_chronic
    return min(chance, 1.0)


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
def injury_cover(kind: int, levers: Levers, behaviour: Behaviour) -> float:
    """Share of the workers of an employer of this kind, or NONE for odd jobs, who are insured against injury."""
    if kind == NONE:
        return levers.insurance_cover_platform_share
    return behaviour.injury_cover_outside if kind >= CITY else behaviour.injury_cover_local


@kernel
def most_chance(service: float, behaviour: Behaviour) -> float:
    """A chance of illness or injury that no person's is above."""
    oldest = illness_chance(OLDEST, CHRONIC, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic)
    ratio = max(behaviour.injury_outside_ratio, 2.0 * behaviour.injury_odd_ratio, 1.0)
    return service * oldest + behaviour.injury_rate / float(YEAR) * ratio


@kernel
def own_bill(
    cost: float, spread: float, z: float, reimbursed_share: float, aid_share: float, price_level: float
) -> int:
    """Fen of a medical bill that the household pays itself: what insurance and then medical aid leave."""
    bill = min(cost * math.exp(spread * z), LARGEST_BILL)
    return int(math.floor(bill * (1.0 - reimbursed_share) * (1.0 - aid_share) * price_level * FEN + 0.5))


@kernel
def chronic_bill(cost: float, spread: float, z: float, price_level: float) -> int:
    """Fen that a chronic illness costs its household this month; `cost` is the mean of the ill, yuan at 2020 prices."""
    return int(math.floor(cost * math.exp(spread * z - 0.5 * spread * spread) * price_level * FEN))


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
def get_hurt(
    persons: Persons,
    households: Households,
    p: int,
    kind: int,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """An injury at work: the insured have no bill, and a claim on a part of their pay while they are hurt."""
    cover = injury_cover(kind, levers, behaviour)
    if uniform(luck, Decision.INJURY, int(persons.id[p]), 0) >= cover:
        cost = behaviour.illness_cost * behaviour.serious_cost_ratio
        suffer(persons, households, p, True, cost, behaviour, month, luck)
        return
    suffer(persons, households, p, True, 0.0, behaviour, month, luck)
    pay = float(persons.wage[p]) / FEN
    if kind == NONE:
        pay = behaviour.odd_day_pay * month.pay_level * float(persons.odd_days[p])
    persons.claim[p] = INJURY_DUE
    persons.benefit[p] = int(math.floor(min(behaviour.injury_replacement_share * pay, MOST_BENEFIT)))
    persons.benefit_months[p] = int(persons.sick_months[p])


@kernel
def go_on_healing(
    persons: Persons, households: Households, p: int, behaviour: Behaviour, month: Month, luck: Luck
) -> None:
    """A month of an illness that is there already."""
    persons.sick_months[p] = max(int(persons.sick_months[p]) - 1, 0)
    if persons.health[p] == CHRONIC:
        z = normal_of(luck, FOR_GOOD, Decision.CHRONIC_COST, int(persons.id[p]), 0)
        households.medical[persons.household[p]] += chronic_bill(
            behaviour.chronic_cost, behaviour.chronic_cost_spread, z, month.price_level
        )


@kernel
def fall_ill(
    persons: Persons,
    households: Households,
    kind: Array,
    p: int,
    most: float,
    service: float,
    safety: float,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """One draw says whether a person falls ill or is hurt this month; above `most` nobody does."""
    health = int(persons.health[p])
    drawn = uniform(luck, Decision.ILLNESS, int(persons.id[p]), 0)
    if drawn >= most:
        return
    ill = service * illness_chance(
        int(persons.age[p]), health, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic
    )
    if drawn < ill:
        is_serious = drawn < behaviour.serious_share * ill
        cost = behaviour.illness_cost * (behaviour.serious_cost_ratio if is_serious else 1.0)
        suffer(persons, households, p, is_serious, cost, behaviour, month, luck)
        return
    e = int(persons.employer[p])
    work = int(kind[e]) if e != NONE else NONE
    if drawn < ill + safety * injury_chance(work, int(persons.odd_days[p]), behaviour):
        get_hurt(persons, households, p, work, levers, behaviour, month, luck)
