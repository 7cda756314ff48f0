"""Days at home: the farm, odd jobs, the courtyard, and what land and co-operatives bring without work.

    days      what job, post, work-relief and course leave: the farm first, then odd jobs, then up to eight days in the
              courtyard
    harvest   Y = land farm_output season min(1, days/needed)^farm_labour_elasticity exp(f + q) (1 - drought), f the
              harvest and q the farm price of the county, both AR(1)                                [mechanisms 10]
    prices    at the farm gate are exp(-remote_farm_effect (remoteness - 1/2)) of the usual        [assumption]
    stock     farm and courtyard bring stock_effect of the usual (see spending)
    own luck  and exp(own_harvest_spread z - own_harvest_spread²/2) of it, z the household's for the calendar year
              [mechanisms 7.2: the transitory part of a household's income]
    inputs    farm_inputs a mu and year, bought from March to August, whatever the harvest will be
    idle      land without hands at home is rented out
    odd jobs  up to odd_days_offered D/(D0 P) days, for half and full labour under 65 without a wage job; they pay
              exp(rural_craft_pay_effect know-how) times as much after a rural craft course         [assumption]
    adopted   a practice that a farm course taught adds adoption_effect to the harvest's log         [waddington]
    dividend  what the county's co-operatives pay out, by land

Reads   persons.capacity persons.sick_months persons.is_student persons.age persons.employer persons.wage_days
        persons.post_days persons.course_days persons.relief_days persons.has_rural_craft persons.know_how,
        households.id households.has_adopted households.land households.members households.stock, counties.remoteness
        counties.farm_shock counties.farm_price counties.demand counties.demand_base
Writes  persons.farm_days persons.odd_days persons.pay, households.earned households.surveyed, counties.odd_wages
        counties.dividend
Levers  none     Luck    per household: its harvest of the year
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal_of
from sim.rules.adoption import harvest_gain
from sim.rules.earnings import fen, post, work_days
from sim.rules.search import market_access
from sim.rules.spending import stock_effect, usual_stock
from sim.state.codes import BUSINESS, HALF, PROPERTY, WAGES
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons

OLDEST_ODD_JOBBER, COURTYARD_DAYS = 64, 8
FIRST_INPUT_MONTH, LAST_INPUT_MONTH = 2, 7


@kernel
def season_share(season: int, autumn_share: float, summer_share: float) -> float:
    """Share of a year's farm income and work that falls in a month."""
    if season == 8 or season == 9:
        return autumn_share / 2.0
    if season == 5:
        return summer_share
    return (1.0 - autumn_share - summer_share) / 9.0


@kernel
def farm_output(
    land: float,
    output_per_mu: float,
    share: float,
    days: float,
    needed: float,
    elasticity: float,
    shock: float,
    drought: float,
) -> float:
    """What the farm yields in a month, in yuan at the prices of `output_per_mu`, inputs not taken off."""
    if land <= 0.0 or days <= 0.0:
        return 0.0
    labour = min(1.0, days / needed) if needed > 0.0 else 1.0
    return land * output_per_mu * share * math.exp(elasticity * math.log(labour) + shock) * (1.0 - drought)


@kernel
def own_luck(spread: float, z: float) -> float:
    """What work at home brings one household against others of the county this year; 1 in the mean."""
    return math.exp(spread * z - 0.5 * spread * spread)


@kernel
def inputs_bought(land: float, inputs_per_mu: float, season: int) -> float:
    """Yuan of seed, fertiliser, hired machines and feed this month, at the prices of `inputs_per_mu`."""
    if season < FIRST_INPUT_MONTH or season > LAST_INPUT_MONTH:
        return 0.0
    return land * inputs_per_mu / float(LAST_INPUT_MONTH - FIRST_INPUT_MONTH + 1)


@kernel
def odd_days_found(demand: float, demand_base: float, price_level: float, movement_stop: float, offered: float) -> int:
    """Days of odd jobs that somebody at home finds this month."""
    ratio = demand / (demand_base * price_level) if demand_base > 0.0 else 1.0
    return int(math.floor(offered * ratio * (1.0 - 0.5 * movement_stop) + 0.5))


@kernel
def craft_factor(has_rural_craft: bool, know_how: float, rural_craft_pay_effect: float) -> float:
    """Pay of a day of odd jobs of a builder, processor or machine operator against anybody's."""
    return math.exp(rural_craft_pay_effect * know_how) if has_rural_craft else 1.0


@kernel
def days_left(persons: Persons, p: int) -> int:
    """Days of the month that job, post, work-relief and course leave to a person."""
    if persons.is_student[p]:
        return 0
    days = work_days(int(persons.capacity[p]), int(persons.sick_months[p]))
    days -= int(persons.wage_days[p]) + int(persons.post_days[p]) + int(persons.course_days[p])
    return max(0, days - int(persons.relief_days[p]))


@kernel
def till(
    households: Households, h: int, c: int, counties: Counties, days: int, prices: float, share: float,
    behaviour: Behaviour, month: Month,
) -> float:  # fmt: skip
    """A household's farm this month, with as many days as there are; returns the days it takes."""
    land = float(households.land[h])
    needed = land * behaviour.farm_days_per_mu * share
    worked = min(float(days), needed)
    if worked > 0.0:
        output = farm_output(
            land,
            behaviour.farm_output * prices,
            share,
            worked,
            needed,
            behaviour.farm_labour_elasticity,
            float(counties.farm_shock[c])
            + float(counties.farm_price[c])
            + harvest_gain(bool(households.has_adopted[h]), behaviour.adoption_effect),
            month.drought,
        )
        bought = inputs_bought(land, behaviour.farm_inputs * month.farm_price_level, month.season)
        post(households, h, BUSINESS, fen(output - bought))
    elif land > 0.0 and days == 0:
        post(households, h, PROPERTY, fen(behaviour.rent_per_mu * land * month.price_level / 12.0))
    return worked


@kernel
def work_at_home(
    persons: Persons, households: Households, counties: Counties, p: int, h: int, c: int, rest: int, odd_days: int,
    prices: float, behaviour: Behaviour, month: Month,
) -> None:  # fmt: skip
    """Odd jobs as far as there are any, and up to eight days in the courtyard, of the days that the farm leaves."""
    odd = 0
    if persons.capacity[p] >= HALF and persons.employer[p] == NONE and persons.age[p] <= OLDEST_ODD_JOBBER:
        odd = min(rest, odd_days)
    if odd > 0:
        persons.odd_days[p] = odd
        craft = craft_factor(
            bool(persons.has_rural_craft[p]), float(persons.know_how[p]), behaviour.rural_craft_pay_effect
        )
        pay = fen(behaviour.odd_day_pay * month.pay_level * craft * float(odd))
        persons.pay[p] = int(persons.pay[p]) + pay
        counties.odd_wages[c] += pay
        post(households, h, WAGES, pay)
    if rest > odd:
        post(households, h, BUSINESS, fen(behaviour.courtyard_output * prices * float(min(rest - odd, COURTYARD_DAYS))))


@kernel
def share_dividend(households: Households, counties: Counties, c: int) -> None:
    """What co-operatives pay out goes to the households of the county by land; odd fen wait."""
    if counties.dividend[c] <= 0:
        return
    start = int(counties.first_household[c])
    end = start + int(counties.households[c])
    land = 0.0
    for h in range(start, end):
        land += float(households.land[h])
    if land <= 0.0:
        return
    per_mu = float(counties.dividend[c]) / land
    for h in range(start, end):
        part = int(math.floor(per_mu * float(households.land[h])))
        part = min(part, int(counties.dividend[c]))
        counties.dividend[c] -= part
        post(households, h, PROPERTY, part)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """What households of counties first … last - 1 do at home with the days that are left."""
    share = season_share(month.season, behaviour.autumn_share, behaviour.summer_share)
    january = month.number - month.season
    for c in range(first, last):
        share_dividend(households, counties, c)
        gate = month.farm_price_level * market_access(float(counties.remoteness[c]), behaviour.remote_farm_effect)
        odd_days = odd_days_found(
            float(counties.demand[c]),
            float(counties.demand_base[c]),
            month.price_level,
            month.movement_stop,
            behaviour.odd_days_offered,
        )
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            start = int(households.first_person[h])
            end = start + int(households.members[h])
            usual = usual_stock(int(households.members[h]), behaviour.stock_per_head, month.price_level)
            prices = stock_effect(int(households.stock[h]), usual, behaviour.stock_share) * gate
            z = normal_of(luck, january, Decision.OWN_HARVEST, int(households.id[h]), 0)
            prices *= own_luck(behaviour.own_harvest_spread, z)
            total = 0
            for p in range(start, end):
                persons.odd_days[p] = 0
                persons.farm_days[p] = days_left(persons, p)
                total += int(persons.farm_days[p])
            worked = till(households, h, c, counties, total, prices, share, behaviour, month)
            for p in range(start, end):
                free = int(persons.farm_days[p])
                if free == 0:
                    continue
                farm_days = int(math.floor(worked * float(free) / float(total)))
                persons.farm_days[p] = farm_days
                work_at_home(
                    persons, households, counties, p, h, c, free - farm_days, odd_days, prices, behaviour, month
                )
