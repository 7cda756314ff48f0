"""Pay away: how long a month's wage job is, and what one outside the county really brings.

    hours    overtime and short time: exp(demand_pay_effect demand)                                [mechanisms 7.3]
    brand    the reputation of a county's workers adds brand_pay_effect B exp(-learning tenure) to pay, until the
             employer knows the worker's own quality                                                      [clause 4]
    arrears  an unpaid month with chance arrears_rate arrears_months/12, less what mediation recovers (`capacity`), and
             in the east the service for eligible workers                                             [clauses 19, 21]

Reads   persons.id persons.tenure_months, counties.reputation counties.served_east
        counties.arrears_recovered
Writes  none
Levers  none     Luck  one per worker away
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, uniform
from sim.state.codes import EAST, LOCAL, YEAR
from sim.state.counties import Counties
from sim.state.persons import Persons

FULL_MONTH, HOLIDAY_MONTH = 22, 14
FESTIVAL = 1


@kernel
def wage_month(place: int, season: int, movement_stop: float) -> int:
    """Days of a wage job this month: a holiday at the Spring Festival, fewer when journeys are stopped."""
    if place == LOCAL:
        return int(math.floor(float(FULL_MONTH) * (1.0 - 0.5 * movement_stop)))
    days = HOLIDAY_MONTH if season == FESTIVAL else FULL_MONTH
    return int(math.floor(float(days) * (1.0 - movement_stop)))


@kernel
def paid_away(pay: int, demand: float, effect: float) -> int:
    """Fen that a month's work outside brings: overtime when demand there is high, short time when it is low."""
    return int(math.floor(float(pay) * math.exp(effect * demand) + 0.5))


@kernel
def brand_pay(reputation: float, tenure_months: int, effect: float, learning: float) -> float:
    """Log points that the county's reputation adds to pay."""
    return effect * reputation * math.exp(-learning * float(tenure_months) / float(YEAR))


@kernel
def arrears_chance(rate: float, months: float, recovered: float) -> float:
    """Chance that a month is never paid: months lost a year, over twelve, of which a share is recovered."""
    return rate * months / float(YEAR) * (1.0 - min(1.0, recovered))


@kernel
def earned_away(
    persons: Persons,
    counties: Counties,
    p: int,
    c: int,
    place: int,
    pay: int,
    demand: float,
    is_eligible: bool,
    behaviour: Behaviour,
    luck: Luck,
) -> int:
    """Fen that a person's month outside brings, `pay` being that of its days by the wage agreed."""
    recovered = float(counties.arrears_recovered[c])
    if place == EAST and is_eligible:
        recovered += behaviour.cooperation_recovered * float(counties.served_east[c])
    chance = arrears_chance(behaviour.arrears_rate, behaviour.arrears_months, recovered)
    if uniform(luck, Decision.ARREARS, int(persons.id[p]), 0) < chance:
        return 0
    more = brand_pay(
        float(counties.reputation[c]),
        int(persons.tenure_months[p]),
        behaviour.brand_pay_effect,
        behaviour.employer_learning,
    )
    return paid_away(pay, behaviour.demand_pay_effect * demand + more, 1.0)
