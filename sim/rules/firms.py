"""Firms: what the last month left, who closes, what owners draw, how many people each wants.

    wanted    marginal revenue (1 + b) u A s^(e/k) (a/N)^(1/k) >= (1 + b) wage, so that
              N = a s^e (A u/wage)^k, a its normal size, a slow random walk, u the usual pay        [akram, mns23]
    sales s   firms: share a/a_all of D from households of the county, a/a_0 of (1/local_sales_share - 1) D0 P from
              outside, over the normal month                                                        [lewie]
              co-operatives: harvest and farm price; workshops: orders of the paired east
    value     G = (1 + fixed) (1 + b) u a A s min(1, filled/wanted) noise: what is left when goods are bought
    profit    = G - fixed (1 + b) u a - wages; it goes into cash; loans are served from cash, in even parts
    owners    draw owner_draw_share of cash beyond a cushion of cushion_months of cost
    closing   hazard = rate [young] exp(-closure_profit_effect (margin - b)), certain without cash [mckpaff]
    support   works carry sales outside farther; a workshop's jobs cost it less by the subsidy; a graduate raises A;
              a founder with support pays less interest, in the first year less fixed cost, and closes less often
              where incubators are paid for each job alive after two years                          [caliendo15]

b = m/(1 - m), m the share of marginal revenue that local employers keep (`local_markdown`, as in `bargain`).
D is last month's household spending in the county, D0 its normal month, P the price level: a new firm takes custom
from the others. A margin is profit beyond usual pay for the owner, over usual pay for the normal size. Public bodies
keep their size.

Reads   counties.demand counties.demand_base counties.attraction_base counties.remoteness counties.province
        counties.farm_shock counties.farm_price counties.works counties.workshop_subsidy, employers.id employers.owner
        employers.filled employers.productivity employers.is_supported employers.graduates, provinces.demand
Writes  employers.is_open employers.age_months employers.kind employers.positions employers.attraction employers.revenue
        employers.wage_bill employers.other_cost employers.cash employers.loan employers.paid_out employers.wage,
        counties.dividend counties.purse counties.bought
Levers  startup_support_interest_discount startup_support_premises_share startup_support_incubator_award
Luck    per firm and month: closing, growth, sales
"""

import math

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.rules.funds import spend
from sim.rules.search import FEN, market_access, place_pay
from sim.state.codes import COOPERATIVE, EAST, FIRM, LOCAL, PUBLIC_BODY, START_UP, STARTUP_SUPPORT, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.month import Month
from sim.state.table import Array

YOUNG_MONTHS, START_UP_MONTHS, OLDEST_MONTHS = 24, 36, 1200
LOAN_MONTHS = 36
SMALLEST_FIRM, LARGEST_FIRM = 0.6, 500.0
SALES_DRAW = 1
"""A firm's second draw of change is that of its sales."""


@kernel
def usual_pay(remoteness: float, behaviour: Behaviour, pay_level: float) -> float:
    """Fen a month that a job in a county of this remoteness usually pays somebody of nine years of schooling."""
    return place_pay(LOCAL, behaviour, pay_level) * market_access(remoteness, behaviour.remote_pay_effect) * FEN


@kernel
def beyond_wage(local_markdown: float) -> float:
    """What a worker brings in beyond the wage, against it, if the employer keeps this share of marginal revenue."""
    return local_markdown / (1.0 - local_markdown)


@kernel
def wanted_jobs(
    size: float, sales_ratio: float, worth: float, demand_elasticity: float, labour_demand_elasticity: float
) -> int:
    """Jobs whose marginal revenue covers their cost, in a firm of normal size `size` with so much of its normal sales.

    `worth` is the firm's productivity times usual pay, over what a job costs it.
    """
    if sales_ratio <= 0.0:
        return 0
    moved = demand_elasticity * math.log(sales_ratio) + labour_demand_elasticity * math.log(worth)
    return int(math.floor(size * math.exp(moved) + 0.5))


@kernel
def custom(
    attraction: float,
    everybodys_attraction: float,
    attraction_base: float,
    demand: float,
    normal_demand: float,
    local_sales_share: float,
    reach: float,
) -> float:
    """Fen that people would buy of a firm this month: its share of the county's spending, and steady sales outside.

    `reach` is what works make of the sales outside.
    """
    at_home = demand * attraction / everybodys_attraction
    outside = (1.0 / local_sales_share - 1.0) * normal_demand * attraction / attraction_base
    return at_home + outside * reach


@kernel
def reach_of(works: float, works_effect: float) -> float:
    """Sales outside against those of a county without works, of which there are so many yuan a head."""
    return math.exp(works_effect * math.log(1.0 + works / 1000.0))


@kernel
def monthly_chance(rate: float) -> float:
    """Chance in a month of what happens with this chance in a year."""
    return 1.0 - math.exp(math.log(1.0 - min(rate, 0.999)) / float(YEAR))


@kernel
def margin(profit: float, owners_pay: float, usual: float, size: float) -> float:
    """Profit beyond usual pay for whoever runs the firm, over usual pay for its normal size; from -1 to 1."""
    return min(1.0, max(-1.0, (profit - owners_pay) / (usual * size)))


@kernel
def incubation(award: float, incubator_effect: float, incubator_half: float) -> float:
    """Ratio of the chance to close in an incubator that is paid so many yuan for each job alive after two years."""
    return math.exp(-incubator_effect * award / (award + incubator_half))


@kernel
def closure_chance(kind: int, age_months: int, gap: float, behaviour: Behaviour) -> float:
    """Chance that a firm closes this month whose margin is `gap` above the usual one."""
    rate = behaviour.workshop_closure_rate if kind == WORKSHOP else behaviour.firm_closure_rate
    if age_months < YOUNG_MONTHS:
        rate = rate * behaviour.young_firm_closure
    return monthly_chance(rate * math.exp(-behaviour.closure_profit_effect * gap))


@kernel
def instalment(loan: int, age_months: int) -> int:
    """Fen of principal due this month: what is owed in even parts until the term is over."""
    return -(-loan // max(1, LOAN_MONTHS - age_months))


@kernel
def serve_loan(employers: Employers, e: int, interest_rate: float) -> None:
    """Interest and instalment, as far as there is cash; what is not paid is owed on."""
    if employers.loan[e] == 0:
        return
    interest = int(math.floor(float(employers.loan[e]) * interest_rate / float(YEAR)))
    due = interest + instalment(int(employers.loan[e]), int(employers.age_months[e]))
    paid = min(due, max(0, int(employers.cash[e])))
    employers.loan[e] += interest - paid
    employers.cash[e] -= paid


@kernel
def settle(employers: Employers, e: int, usual: float, subsidy: int, levers: Levers, behaviour: Behaviour) -> float:
    """Last month's profit goes into cash, the loan is served; returns how far its margin was over the usual one.

    `subsidy` is what it got this month beside its sales, in cash already.
    """
    profit = int(employers.revenue[e]) - int(employers.wage_bill[e]) - int(employers.other_cost[e])
    employers.cash[e] += profit
    profit += subsidy
    discount = levers.startup_support_interest_discount if employers.is_supported[e] else 0.0
    serve_loan(employers, e, max(0.0, behaviour.debt_interest - discount))
    if employers.age_months[e] < 2:
        return 0.0
    owners_pay = usual if employers.owner[e] != NONE else 0.0
    return margin(float(profit), owners_pay, usual, float(employers.attraction[e])) - beyond_wage(
        behaviour.local_markdown
    )


@kernel
def close(employers: Employers, e: int) -> None:
    """A firm closes: it wants nobody; its people are laid off, its owner settles what it leaves."""
    employers.is_open[e] = False
    employers.positions[e] = 0


@kernel
def owners_draw(cash: int, cost: int, cushion_months: float, owner_draw_share: float) -> int:
    """Fen that owners take out of a firm with so much cash and monthly cost."""
    spare = float(cash) - cushion_months * float(cost)
    return int(math.floor(owner_draw_share * max(0.0, spare)))


@kernel
def value_made(
    size: float, productivity: float, sales_ratio: float, served: float, usual: float, beyond: float, fixed_share: float
) -> float:
    """Fen of sales less goods bought: in a normal month usual pay, what workers bring in beyond it, and fixed costs."""
    return (1.0 + fixed_share) * (1.0 + beyond) * usual * size * productivity * sales_ratio * served


@kernel
def sales_of_kind(kind: int, farm: float, orders: float) -> float:
    """Sales against normal of a co-operative or a workshop."""
    return math.exp(farm) if kind == COOPERATIVE else math.exp(orders)


@kernel
def trade(
    employers: Employers, e: int, taken: float, sales_ratio: float, usual: float, subsidy: int, saved_share: float,
    behaviour: Behaviour, luck: Luck,
) -> None:  # fmt: skip
    """How many people a firm wants this month, what it sells and what that costs. `taken` is 0 without local sales.

    `subsidy` is what each worker brings it, `saved_share` the part of fixed costs that it does not pay.
    """
    firm = int(employers.id[e])
    spread = behaviour.firm_growth_spread
    growth = spread * normal(luck, Decision.FIRM_CHANGE, firm, 0) - 0.5 * spread * spread
    size = min(max(float(employers.attraction[e]) * math.exp(growth), SMALLEST_FIRM), LARGEST_FIRM)
    employers.attraction[e] = size
    size = float(employers.attraction[e])
    productivity = float(employers.productivity[e])
    if employers.graduates[e] > 0:
        productivity = productivity * (1.0 + behaviour.graduate_effect)
    worth = productivity * usual / max(1.0, float(employers.wage[e]) - float(subsidy))
    jobs = wanted_jobs(size, sales_ratio, worth, behaviour.demand_elasticity, behaviour.labour_demand_elasticity)
    if employers.owner[e] != NONE:
        jobs = max(1, jobs)
    employers.positions[e] = jobs
    served = min(1.0, float(employers.filled[e]) / float(jobs)) if jobs > 0 else 0.0
    noise = behaviour.firm_sales_spread
    served = served * math.exp(noise * normal(luck, Decision.FIRM_CHANGE, firm, SALES_DRAW) - 0.5 * noise * noise)
    beyond, fixed = beyond_wage(behaviour.local_markdown), behaviour.fixed_cost_share
    value = value_made(size, productivity, sales_ratio, served, usual, beyond, fixed)
    fixed_cost = int(math.floor((1.0 - saved_share) * fixed * (1.0 + beyond) * usual * size))
    revenue = int(math.floor(taken * served)) if taken > 0.0 else int(math.floor(value))
    employers.revenue[e] = revenue
    employers.other_cost[e] = revenue - int(math.floor(value)) + fixed_cost


@kernel
def award(employers: Employers, counties: Counties, e: int, c: int, levers: Levers) -> None:
    """A supported firm is two years old: its incubator is paid by its jobs, as far as there is money."""
    due = once(levers.startup_support_incubator_award) * int(employers.filled[e])
    spend(counties, c, STARTUP_SUPPORT, min(due, max(0, int(counties.purse[c, STARTUP_SUPPORT]))))


@kernel
def step(
    employers: Employers,
    counties: Counties,
    demand: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    pay_growth: float,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """A month of the employers of counties first … last - 1. `demand` is the provinces' column, by place."""
    for c in range(first, last):
        start = int(counties.first_employer[c])
        end = start + int(counties.employers[c])
        usual = usual_pay(float(counties.remoteness[c]), behaviour, month.pay_level)
        farm = float(counties.farm_shock[c]) + float(counties.farm_price[c])
        orders = float(demand[counties.province[c], EAST]) - month.destination_slump
        reach = reach_of(float(counties.works[c]), behaviour.works_effect)
        attraction = 0.0
        for e in range(start, end):
            if employers.is_open[e] and employers.kind[e] in (FIRM, START_UP):
                attraction += float(employers.attraction[e])
        attraction_base = float(counties.attraction_base[c])
        if attraction_base == 0.0:
            attraction_base = attraction
        local_demand = float(counties.demand[c])
        normal_demand = float(counties.demand_base[c]) * month.price_level
        if normal_demand == 0.0:
            normal_demand = local_demand
        for e in range(start, end):
            employers.paid_out[e] = 0
            if not employers.is_open[e]:
                continue
            employers.age_months[e] = min(int(employers.age_months[e]) + 1, OLDEST_MONTHS)
            employers.wage[e] = int(math.floor(float(employers.wage[e]) * pay_growth + 0.5))
            kind = int(employers.kind[e])
            if kind == PUBLIC_BODY:
                employers.wage_bill[e] = 0
                continue
            if kind == START_UP and employers.age_months[e] > START_UP_MONTHS:
                kind = FIRM
                employers.kind[e] = FIRM
            subsidy = int(counties.workshop_subsidy[c]) if kind == WORKSHOP else 0
            gap = settle(employers, e, usual, subsidy * int(employers.filled[e]), levers, behaviour)
            cost = int(employers.wage_bill[e])
            employers.wage_bill[e] = 0
            employers.revenue[e] = 0
            employers.other_cost[e] = 0
            age = int(employers.age_months[e])
            chance = closure_chance(kind, age, gap, behaviour)
            saved_share = 0.0
            if employers.is_supported[e] and age <= YOUNG_MONTHS:
                chance = chance * incubation(
                    levers.startup_support_incubator_award, behaviour.incubator_effect, behaviour.incubator_half
                )
                saved_share = levers.startup_support_premises_share if age <= YEAR else 0.0
            if employers.cash[e] < 0 or uniform(luck, Decision.FIRM_CLOSURE, int(employers.id[e]), 0) < chance:
                close(employers, e)
                continue
            if employers.is_supported[e] and age == YOUNG_MONTHS:
                award(employers, counties, e, c, levers)
            cost += int(math.floor(behaviour.fixed_cost_share * usual * float(employers.attraction[e])))
            employers.paid_out[e] = owners_draw(
                int(employers.cash[e]), cost, behaviour.cushion_months, behaviour.owner_draw_share
            )
            employers.cash[e] -= employers.paid_out[e]
            taken, ratio = 0.0, 0.0
            if kind in (FIRM, START_UP):
                taken = custom(
                    float(employers.attraction[e]),
                    attraction,
                    attraction_base,
                    local_demand,
                    normal_demand,
                    behaviour.local_sales_share,
                    reach,
                )
                normal_custom = normal_demand * float(employers.attraction[e]) / attraction_base
                ratio = behaviour.local_sales_share * taken / normal_custom if normal_custom > 0.0 else 1.0
            else:
                ratio = sales_of_kind(kind, farm, orders)
                if kind == COOPERATIVE:
                    counties.dividend[c] += employers.paid_out[e]
            trade(employers, e, taken, ratio, usual, subsidy, saved_share, behaviour, luck)
