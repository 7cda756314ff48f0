"""Firms: how many people each wants, who closes, who opens.

    custom    a_j/A of D from households of the county; a_j/A0 of (1/local_sales_share - 1) D0 P from outside  [lewie]
    wanted    N_j = a_j (custom / normal custom)^demand_elasticity, a_j its normal size, a slow random walk
    closing   hazard = firm_closure_rate, young_firm_closure times as high in the first 24 months   [mckpaff]
    opening   free rows of a county fill at firm_entry_rate of the firms of the first month

D is last month's household spending in the county, D0 its normal month, P the price level, A the attraction of all
firms now, A0 in the first month (A if there was none): a new firm takes custom from the others. Public bodies keep
their size.

Reads   counties.demand counties.demand_base counties.attraction_base counties.code counties.remoteness
Writes  employers.is_open employers.age_months employers.positions employers.attraction employers.revenue
        employers.wage_bill employers.id employers.kind employers.filled employers.wage
Levers  none     Luck  one per firm and month; one per free row and month, by county and place in it
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, hashed_id, kernel, normal, uniform, uniform_pair
from sim.rules.search import FEN, market_access, place_pay
from sim.state.codes import FIRM, LOCAL, PUBLIC_BODY, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.month import Month

YOUNG_MONTHS = 24
SMALLEST_FIRM, LARGEST_FIRM = 0.6, 500.0
TYPICAL_SIZE, SIZE_SPREAD = 2.43, 1.0
"""Median size of a new firm and spread of its log: mean 4, as in the first month."""


@kernel
def wanted_jobs(attraction: float, sales_ratio: float, demand_elasticity: float) -> int:
    """Jobs that a firm of normal size `attraction` wants when its custom is `sales_ratio` of normal."""
    if sales_ratio <= 0.0:
        return 0
    return int(math.floor(attraction * math.exp(demand_elasticity * math.log(sales_ratio)) + 0.5))


@kernel
def custom(
    attraction: float,
    everybodys_attraction: float,
    attraction_base: float,
    demand: float,
    normal_demand: float,
    local_sales_share: float,
) -> float:
    """Fen that a firm takes this month: its share of the county's spending, and steady sales outside."""
    at_home = demand * attraction / everybodys_attraction
    outside = (1.0 / local_sales_share - 1.0) * normal_demand * attraction / attraction_base
    return at_home + outside


@kernel
def monthly_chance(rate: float) -> float:
    """Chance in a month of what happens with this chance in a year."""
    return 1.0 - math.exp(math.log(1.0 - min(rate, 0.999)) / float(YEAR))


@kernel
def closure_chance(kind: int, age_months: int, behaviour: Behaviour) -> float:
    """Chance that a firm closes this month."""
    rate = behaviour.workshop_closure_rate if kind == WORKSHOP else behaviour.firm_closure_rate
    if age_months < YOUNG_MONTHS:
        rate = rate * behaviour.young_firm_closure
    return monthly_chance(rate)


@kernel
def open_firm(
    employers: Employers,
    e: int,
    code: int,
    place: int,
    remoteness: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """A new firm in a free row, the one at `place` among those of the county `code`."""
    identity = hashed_id(code, month.number, place)
    employers.id[e] = identity
    employers.kind[e] = FIRM
    employers.is_open[e] = True
    employers.age_months[e] = 0
    size = TYPICAL_SIZE * math.exp(SIZE_SPREAD * normal(luck, Decision.FIRM_ENTRY, identity, 1))
    employers.attraction[e] = min(max(size, 1.0), LARGEST_FIRM)
    employers.positions[e] = 0
    employers.filled[e] = 0
    pay = place_pay(LOCAL, behaviour, month.pay_level) * market_access(remoteness, behaviour.remote_pay_effect) * FEN
    employers.wage[e] = int(math.floor(pay * math.exp(0.1 * normal(luck, Decision.FIRM_ENTRY, identity, 2))))


@kernel
def step(
    employers: Employers,
    counties: Counties,
    behaviour: Behaviour,
    month: Month,
    pay_growth: float,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Firms of counties first … last - 1 decide how many people they want; some close, some open."""
    entry_chance = monthly_chance(behaviour.firm_entry_rate)
    for c in range(first, last):
        start = int(counties.first_employer[c])
        end = start + int(counties.employers[c])
        attraction = 0.0
        for e in range(start, end):
            if employers.is_open[e] and employers.kind[e] != PUBLIC_BODY:
                attraction += float(employers.attraction[e])
        attraction_base = float(counties.attraction_base[c])
        if attraction_base == 0.0:
            attraction_base = attraction
        normal_demand = float(counties.demand_base[c]) * month.price_level
        if normal_demand == 0.0:
            normal_demand = float(counties.demand[c])
        for e in range(start, end):
            employers.revenue[e] = 0
            employers.wage_bill[e] = 0
            if not employers.is_open[e]:
                if uniform_pair(luck, Decision.FIRM_ENTRY, int(counties.code[c]), e - start) < entry_chance:
                    open_firm(
                        employers,
                        e,
                        int(counties.code[c]),
                        e - start,
                        float(counties.remoteness[c]),
                        behaviour,
                        month,
                        luck,
                    )
                continue
            employers.age_months[e] = min(int(employers.age_months[e]) + 1, 1200)
            employers.wage[e] = int(math.floor(float(employers.wage[e]) * pay_growth + 0.5))
            if employers.kind[e] == PUBLIC_BODY:
                continue
            firm = int(employers.id[e])
            chance = closure_chance(int(employers.kind[e]), int(employers.age_months[e]), behaviour)
            if uniform(luck, Decision.FIRM_CLOSURE, firm, 0) < chance:
                employers.is_open[e] = False
                employers.positions[e] = 0
                continue
            spread = behaviour.firm_growth_spread
            growth = spread * normal(luck, Decision.FIRM_CHANGE, firm, 0) - 0.5 * spread * spread
            taken = custom(
                float(employers.attraction[e]),
                attraction,
                attraction_base,
                float(counties.demand[c]),
                normal_demand,
                behaviour.local_sales_share,
            )
            usual = normal_demand * float(employers.attraction[e]) / attraction_base
            ratio = behaviour.local_sales_share * taken / usual if usual > 0.0 else 1.0
            size = float(employers.attraction[e]) * math.exp(growth)
            employers.attraction[e] = min(max(size, SMALLEST_FIRM), LARGEST_FIRM)
            employers.positions[e] = wanted_jobs(float(employers.attraction[e]), ratio, behaviour.demand_elasticity)
            employers.revenue[e] = int(math.floor(taken))
