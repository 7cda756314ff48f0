"""Employers and training centres."""

from math import exp, floor

from sim.numeric import NONE, Decision
from sim.rules.firms import LARGEST_FIRM, SALES_DRAW, SMALLEST_FIRM, START_UP_MONTHS, YOUNG_MONTHS
from sim.state.codes import COOPERATIVE, EAST, FIRM, LOCAL, PUBLIC_BODY, START_UP, STARTUP_SUPPORT, WORKSHOP, YEAR
from twin_month.agent import Agent, single
from twin_month.college import Centre
from twin_month.equations import (
    beyond_wage,
    closure_chance,
    custom,
    incubation,
    instalment,
    margin,
    once,
    owners_draw,
    reach_of,
    teaches,
    usual_pay,
    value_made,
    wanted_jobs,
)


class Employer(Agent):
    """A firm or public body of a county, or an account outside the counties, whose `county` is None."""

    @property
    def vacancies(self):
        return max(0, self.positions - self.filled)

    @property
    def surplus(self):
        return max(0, self.filled - self.positions)

    @property
    def has_local_custom(self):
        return self.is_open and self.kind in (FIRM, START_UP)

    def live_a_month(self, market):
        """An employer that is open: older, dearer; it settles the last month, closes or goes on, and trades."""
        behaviour, usual = self.model.behaviour, market.usual_pay
        self.age_months = min(self.age_months + 1, 1200)
        self.wage = floor(self.wage * self.model.pay_growth + 0.5)
        if self.kind == PUBLIC_BODY:
            self.wage_bill = 0
            return
        if self.kind == START_UP and self.age_months > START_UP_MONTHS:
            self.kind = FIRM
        subsidy = self.county.workshop_subsidy if self.kind == WORKSHOP else 0
        gap = self.settle(usual, subsidy * self.filled)
        cost = self.wage_bill + floor(behaviour.fixed_cost_share * usual * self.attraction)
        self.wage_bill = self.revenue = self.other_cost = 0
        chance = closure_chance(self.kind, self.age_months, gap, behaviour)
        if self.is_in_support:
            award = self.model.levers.startup_support_incubator_award
            chance *= incubation(award, behaviour.incubator_effect, behaviour.incubator_half)
        if self.cash < 0 or self.uniform(Decision.FIRM_CLOSURE) < chance:
            self.close()
            return
        if self.is_supported and self.age_months == YOUNG_MONTHS:
            self.pay_incubator()
        self.paid_out = owners_draw(self.cash, cost, behaviour.cushion_months, behaviour.owner_draw_share)
        self.cash -= self.paid_out
        if self.kind == COOPERATIVE:
            self.county.dividend += self.paid_out
        self.trade(market, subsidy)

    @property
    def is_in_support(self):
        return self.is_supported and self.age_months <= YOUNG_MONTHS

    def pay_incubator(self):
        """By the jobs that are there after two years, as far as there is money."""
        due = once(self.model.levers.startup_support_incubator_award) * self.filled
        self.county.buy(STARTUP_SUPPORT, min(due, max(0, self.county.purse[STARTUP_SUPPORT])))

    def settle(self, usual, subsidy):
        """Last month's profit and this month's part of the loan; how far the margin was over the usual one."""
        behaviour = self.model.behaviour
        profit = self.revenue - self.wage_bill - self.other_cost
        self.cash += profit
        profit += subsidy
        if self.loan > 0:
            discount = self.model.levers.startup_support_interest_discount if self.is_supported else 0.0
            interest = floor(self.loan * max(0.0, behaviour.debt_interest - discount) / YEAR)
            paid = min(interest + instalment(self.loan, self.age_months), max(0, self.cash))
            self.loan += interest - paid
            self.cash -= paid
        if self.age_months < 2:
            return 0.0
        usual_margin = beyond_wage(behaviour.local_markdown)
        return margin(profit, usual if self.owner != NONE else 0.0, usual, self.attraction) - usual_margin

    def close(self):
        """It wants nobody from now on."""
        self.is_open = False
        self.positions = 0

    def trade(self, market, subsidy):
        """Sales, their cost, and how many people they call for."""
        behaviour, usual = self.model.behaviour, market.usual_pay
        taken = market.custom_of(self) if self.has_local_custom else 0.0
        ratio = market.sales_of(self, taken)
        spread = behaviour.firm_growth_spread
        growth = spread * self.normal(Decision.FIRM_CHANGE) - 0.5 * spread * spread
        self.attraction = single(min(max(self.attraction * exp(growth), SMALLEST_FIRM), LARGEST_FIRM))
        productivity = self.productivity * (1.0 + behaviour.graduate_effect) if self.graduates else self.productivity
        worth = productivity * usual / max(1.0, self.wage - subsidy)
        elasticities = behaviour.demand_elasticity, behaviour.labour_demand_elasticity
        jobs = wanted_jobs(self.attraction, ratio, worth, *elasticities)
        self.positions = max(1, jobs) if self.owner != NONE else jobs
        served = min(1.0, self.filled / self.positions) if self.positions else 0.0
        noise = behaviour.firm_sales_spread
        served *= exp(noise * self.normal(Decision.FIRM_CHANGE, SALES_DRAW) - 0.5 * noise * noise)
        beyond, fixed = beyond_wage(behaviour.local_markdown), behaviour.fixed_cost_share
        value = floor(value_made(self.attraction, productivity, ratio, served, usual, beyond, fixed))
        self.revenue = floor(taken * served) if taken > 0.0 else value
        is_housed = self.is_in_support and self.age_months <= YEAR
        saved = self.model.levers.startup_support_premises_share if is_housed else 0.0
        self.other_cost = self.revenue - value + floor((1.0 - saved) * fixed * (1.0 + beyond) * usual * self.attraction)

    @classmethod
    def founded(cls, county, identity, kind, size, productivity, wage, cash):
        """A new employer of a county, with nobody yet."""
        return cls(
            county.model,
            {
                "id": identity,
                "county": county,
                "province": county.province,
                "place": LOCAL,
                "kind": kind,
                "is_open": True,
                "attraction": single(size),
                "productivity": single(productivity),
                "owner": NONE,
                "wage": floor(wage),
                "cash": cash,
                **dict.fromkeys(("age_months", "positions", "filled", "revenue", "wage_bill"), 0),
                **dict.fromkeys(("other_cost", "loan", "paid_out", "graduates"), 0),
                "is_supported": False,
            },
        )


class Market:
    """What a county's firms meet in a month: usual pay, everybody's demand, the harvest, orders from the east."""

    def __init__(self, county):
        model = county.model
        self.behaviour = model.behaviour
        self.usual_pay = usual_pay(county.remoteness, model.behaviour, model.date.pay_level)
        self.farm = county.farm_shock + county.farm_price
        self.orders = county.province.demand[EAST] - model.date.destination_slump
        self.reach = reach_of(county.works, model.behaviour.works_effect)
        self.attraction = 0.0
        for employer in county.employers:
            if employer.has_local_custom:
                self.attraction += employer.attraction
        self.attraction_base = county.attraction_base or self.attraction
        self.demand = county.demand
        self.normal_demand = county.demand_base * model.date.price_level or float(county.demand)

    def custom_of(self, firm):
        """What people would buy of a firm."""
        base, share = self.attraction_base, self.behaviour.local_sales_share
        return custom(firm.attraction, self.attraction, base, self.demand, self.normal_demand, share, self.reach)

    def sales_of(self, firm, taken):
        """Sales against a normal month."""
        if not firm.has_local_custom:
            return exp(self.farm if firm.kind == COOPERATIVE else self.orders)
        normal = self.normal_demand * firm.attraction / self.attraction_base
        return self.behaviour.local_sales_share * taken / normal if normal > 0.0 else 1.0


class TrainingCenter(Centre):
    """Seats for courses, and for pupils."""

    def has_seat(self, course):
        """Whether it teaches a course and has a seat left."""
        return self.enrolled < self.seats and teaches(self.kind, course)
