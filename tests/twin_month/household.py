"""A household: farms, receives, spends, saves, borrows; the truth about it is held against the lines."""

from copy import deepcopy
from math import ceil, floor

from sim.numeric import NONE, Decision
from sim.rules.calendar import TWELVE_BITS
from sim.rules.earnings import ADULT_AGE, ELDER_AGE, FEN, HALF_YEAR
from sim.rules.farm import COURTYARD_DAYS, OLDEST_ODD_JOBBER
from sim.rules.relapse import LONGEST, SETTLED_MONTHS
from sim.rules.search import CARE_AGE
from sim.state import Households, Registry
from sim.state.codes import (
    BUSINESS,
    HALF,
    MARKET,
    PROPERTY,
    RAW,
    READINGS,
    SOURCES,
    TRANSFERS,
    WAGES,
    YEAR,
)
from sim.state.rebuild import histories, stocks
from sim.state.table import LARGEST
from twin_month.agent import Agent
from twin_month.equations import (
    craft_factor,
    credit_limit,
    eaten,
    farm_output,
    fen,
    harvest_gain,
    inputs_bought,
    means_ratio,
    months_set,
    own_luck,
    planned_consumption,
    poverty_line,
    raised_by_sale,
    restocked,
    season_share,
    stock_effect,
    stock_sold,
    usual_stock,
    work_days,
)


def empty_handed(agent, table):
    """The columns of an agent, its amounts at nothing."""
    amounts = {*stocks(table), *histories(table)}
    return {
        name: deepcopy(nothing(value) if name in amounts else value)
        for name, value in vars(agent).items()
        if name in table._fields and name not in ("members", "village")
    }


def nothing(value):
    return [0] * len(value) if isinstance(value, list) else type(value)(0)


class Household(Agent):
    """People with one purse. `members` is a list of Person, `record` what the registry holds about them."""

    # calendar

    def open_month(self):
        """This month's flows are cleared, this month's place in the rings of twelve too."""
        season = self.model.date.season
        self.worth_before = self.savings - self.debt
        self.subsidies = self.aid_paid = self.costs_away = self.consumed = self.invested = 0
        self.medical = self.school_fees = self.damage = self.funeral = 0
        self.earned, self.surveyed = [0] * SOURCES, [0] * SOURCES
        self.income[season] = self.policy[season] = self.aid[season] = self.hardship[season] = 0
        self.fell_months = [months << 1 & TWELVE_BITS for months in self.fell_months]
        if season == 0:
            self.survey_income = 0

    # families

    def keeps_adults(self, founders):
        """Whether an adult stays this January."""
        return any(person.age >= ADULT_AGE for person in self.left(founders))

    def keeps_children_only(self, founders):
        """Whether children stay, and no adult."""
        return bool(self.left(founders)) and not self.keeps_adults(founders)

    def left(self, founders):
        """Members who stay in this household."""
        return [person for person in self.members if person.stays and person.home is self and person not in founders]

    def divided(self, founder):
        """A household like this one but empty-handed, for a member who leaves; the registry knows it the same way."""
        new = type(self)(self.model, empty_handed(self, Households))
        new.id, new.village, new.parent, new.members = founder.id, self.village, self, []
        new.record = type(self.record)(self.model, empty_handed(self.record, Registry))
        new.record.household, new.record.id = new, new.id
        founder.home = new
        return new

    # shocks

    def has_medical_aid(self):
        """Whether medical aid pays a part of the household's bills."""
        return self.is_registered or self.is_dibao

    def means_ratio(self):
        """What the household spends on an illness against one of usual means."""
        elasticity = self.model.behaviour.bill_income_elasticity
        return means_ratio(float(sum(self.income)), len(self.members), self.model.date.pay_level, elasticity)

    def meet_disaster(self):
        """A disaster in the county, which hits a share of its households: money lost, and a part of the stock."""
        behaviour = self.model.behaviour
        if self.uniform(Decision.DISASTER, 2) < behaviour.disaster_reach:
            self.damage += floor(behaviour.disaster_loss * self.model.date.price_level * FEN)
            self.stock -= floor(behaviour.disaster_stock_share * self.stock)

    # adoption

    def reconsider_practice(self):
        """January: a practice that a course taught may be given up."""
        if self.has_adopted and self.uniform(Decision.ADOPTION_LOSS) < self.model.behaviour.adoption_loss_rate:
            self.has_adopted = False

    # matching

    @property
    def is_eligible(self):
        """Whether services for work are for this household."""
        return self.is_registered or self.record.is_monitored

    def money_at_once(self):
        """Yuan that savings and credit raise for a journey."""
        return self.savings / FEN + self.model.behaviour.credit_for_journey

    def hoped_subsidy(self):
        """Yuan that members may hope for towards a journey."""
        if not self.is_eligible:
            return 0.0
        return self.model.levers.labour_export_transport_subsidy * self.village.county.organised

    def needs_of_month(self):
        """Yuan that the household cannot do without in a month."""
        return self.model.behaviour.consumption_floor * self.model.date.price_level / 12.0 * len(self.members)

    def has_somebody_to_care_for(self):
        """Whether a child or a weak old member lives here."""
        return any(person.age < CARE_AGE or person.age >= 75 for person in self.members)

    def has_child(self):
        """Whether a child under twelve lives here."""
        return any(person.age < CARE_AGE for person in self.members)

    # earnings

    def receive(self, source, amount):
        """Income that the registry and the survey count alike."""
        self.earned[source] += amount
        self.surveyed[source] += amount

    def earn(self):
        """What the members bring in, and what the household is entitled to."""
        behaviour = self.model.behaviour
        for person in self.members:
            person.earn()
        subsidy = fen(behaviour.land_subsidy * self.land / 12.0)
        subsidy += self.record.allowance * len(self.members) // 12
        self.receive(TRANSFERS, subsidy + self.support_of_children())
        self.subsidies += subsidy

    def support_of_children(self):
        """What children who live elsewhere send a household of old people alone."""
        adults = [person for person in self.members if person.age >= ADULT_AGE]
        if any(person.age < ELDER_AGE for person in adults):
            return 0
        return fen(self.model.behaviour.children_support * self.model.date.pay_level * len(adults) / 12.0)

    # farm

    def work_at_home(self, odd_days):
        """The farm first, then odd jobs, then the courtyard; land without hands at home is rented out."""
        behaviour, date = self.model.behaviour, self.model.date
        free_days = {person: self.days_left(person) for person in self.members}
        free = sum(free_days.values())
        share = season_share(date.season, behaviour.autumn_share, behaviour.summer_share)
        needed = self.land * behaviour.farm_days_per_mu * share
        worked = min(float(free), needed)
        if worked > 0.0:
            gain = harvest_gain(self.has_adopted, behaviour.adoption_effect)
            shock = self.village.county.farm_shock + self.village.county.farm_price + gain
            output = farm_output(
                self.land,
                behaviour.farm_output * self.worth_at_home(),
                share,
                worked,
                needed,
                behaviour.farm_labour_elasticity,
                shock,
                date.drought,
            )
            bought = inputs_bought(self.land, behaviour.farm_inputs * date.farm_price_level, date.season)
            self.receive(BUSINESS, fen(output - bought))
        elif self.land > 0.0 and free == 0:
            self.receive(PROPERTY, fen(behaviour.rent_per_mu * self.land * date.price_level / 12.0))
        for person, days in free_days.items():
            person.farm_days = floor(worked * days / free) if days else 0
            self.spend_days(person, days - person.farm_days, odd_days)

    def worth_at_home(self):
        """What work at home brings against 2020, by the stock it is done with and by prices at the farm gate."""
        behaviour, date = self.model.behaviour, self.model.date
        stocked = stock_effect(self.stock, self.usual_stock(), behaviour.stock_share)
        usual = stocked * (date.farm_price_level * self.village.county.market_access(behaviour.remote_farm_effect))
        z = self.normal_of(date.number - date.season, Decision.OWN_HARVEST)
        return usual * own_luck(behaviour.own_harvest_spread, z)

    def usual_stock(self):
        """What animals, tools and trees of such a household are usually worth."""
        return usual_stock(len(self.members), self.model.behaviour.stock_per_head, self.model.date.price_level)

    def days_left(self, person):
        """Days of the month that job, post and course leave to a member."""
        if person.is_student:
            return 0
        days = work_days(person.capacity, person.sick_months)
        return max(0, days - person.wage_days - person.post_days - person.course_days - person.relief_days)

    def spend_days(self, person, days, odd_days):
        """Odd jobs as far as there are any, and up to eight days in the courtyard."""
        behaviour, date = self.model.behaviour, self.model.date
        takes_odd_jobs = person.capacity >= HALF and person.employer is None and person.age <= OLDEST_ODD_JOBBER
        person.odd_days = min(days, odd_days) if takes_odd_jobs else 0
        craft = craft_factor(person.has_rural_craft, person.know_how, behaviour.rural_craft_pay_effect)
        pay = fen(behaviour.odd_day_pay * date.pay_level * craft * person.odd_days)
        person.pay += pay
        self.village.county.odd_wages += pay
        self.receive(WAGES, pay)
        home_days = min(days - person.odd_days, COURTYARD_DAYS)
        self.receive(BUSINESS, fen(behaviour.courtyard_output * self.worth_at_home() * home_days))

    # startups

    def invest(self, amount):
        """Savings become part of an own firm."""
        self.savings -= amount
        self.invested += amount

    def take_over(self, firm):
        """An own firm's cash and loan, or what it could not pay, are the household's."""
        self.savings = min(self.savings + max(0, firm.cash), LARGEST)
        self.debt = min(self.debt + firm.loan + max(0, -firm.cash), LARGEST)
        self.invested += firm.loan - firm.cash
        firm.cash = firm.loan = 0
        firm.owner = NONE

    # spending

    def spend(self):
        """Aid comes in, costs that must be paid go out, the rest is eaten, saved, borrowed, repaid."""
        behaviour, date, county = self.model.behaviour, self.model.date, self.village.county
        interest = self.savings * behaviour.savings_interest / YEAR - self.debt * behaviour.debt_interest / YEAR
        self.receive(PROPERTY, floor(interest))
        self.surveyed[PROPERTY] += floor(behaviour.imputed_rent * date.price_level * FEN * self.residents() / YEAR)
        self.aid_paid = self.record.aid
        self.school_fees = sum(person.school_fee() for person in self.members)
        hardship = self.medical + self.school_fees + self.damage
        income = sum(self.earned) - self.costs_away + self.aid_paid
        self.income[date.season] = income
        self.policy[date.season] = self.subsidies
        self.aid[date.season] = self.aid_paid
        self.hardship[date.season] = hardship
        self.survey_income += sum(self.surveyed) + self.aid_paid
        county.aid += self.aid_paid

        floor_fen = behaviour.consumption_floor * date.price_level * FEN * len(self.members) / YEAR
        plan = planned_consumption(
            floor_fen,
            sum(self.income) / YEAR,
            income,
            self.savings,
            behaviour.smoothing,
            behaviour.consumption_share,
            behaviour.savings_spent,
        )
        cash = self.savings + income - hardship - self.funeral
        lack = max(0, ceil(floor_fen) - cash)
        credit = min(lack, max(0, self.credit_limit() - self.debt))
        raised = self.sell_stock(lack - credit)
        cash += raised
        self.consumed = eaten(plan, floor_fen, cash + credit, behaviour.bare_share)
        county.spent += floor(behaviour.local_spending_share * self.consumed)
        self.settle(cash - self.consumed, floor_fen)
        self.buy_stock(raised, floor_fen)
        if date.season == 0:
            self.medical_year = self.consumed_year = 0
        self.medical_year += self.medical
        self.consumed_year += self.consumed

    def residents(self):
        """Members who are at home for more than half of the year."""
        return sum(months_set(person.away_months) < HALF_YEAR for person in self.members)

    def credit_limit(self):
        """What lenders allow."""
        behaviour, prices = self.model.behaviour, self.model.date.price_level
        return credit_limit(sum(self.income), self.land, behaviour.credit_income_share, behaviour.credit_per_mu, prices)

    def sell_stock(self, lack):
        """In distress stock is sold, for less than it is worth; returns what that brings."""
        if lack <= 0:
            return 0
        price = self.model.behaviour.distress_price
        raised = raised_by_sale(lack, self.stock, price)
        self.stock -= stock_sold(raised, self.stock, price)
        return raised

    def buy_stock(self, raised, needs):
        """Whoever has less than the usual buys anew out of savings that no month's needs claim."""
        share = self.model.behaviour.restock_share
        bought = restocked(self.stock, self.usual_stock(), self.savings, needs, share)
        self.stock += bought
        self.savings -= bought
        self.stock_bought = bought - raised

    def settle(self, cash, needs):
        """What is left over after a month's needs repays debts; a shortfall becomes debt."""
        if cash < 0:
            self.savings, self.debt = 0, min(self.debt - cash, LARGEST)
            return
        spare = floor(self.model.behaviour.repayment_share * max(0.0, cash - needs))
        repaid = min(self.debt, spare)
        self.savings, self.debt = min(cash - repaid, LARGEST), self.debt - repaid

    # relapse

    def true_income(self, reading):
        """X: income of twelve months per head less hardship; in yuan nobody knows but the model."""
        x = sum(self.income) - sum(self.hardship)
        if reading in (MARKET, RAW):
            x -= sum(self.aid)
        if reading == MARKET:
            x -= sum(self.policy)
        return x // len(self.members)

    def is_under(self, reading):
        """Whether X is under the poverty line."""
        return self.true_income(reading) < poverty_line(self.village.county.province.line)

    def start_following(self):
        """The first month with a year behind it: who is under the line is poor already, nobody has fallen."""
        for reading in range(READINGS):
            self.is_poor[reading] = self.is_under(reading)
            self.months_above[reading] = 0 if self.is_poor[reading] else SETTLED_MONTHS
            self.fell_months[reading] = 0

    def follow(self):
        """A household that was settled and comes under the line falls; six months above end its poverty."""
        for reading in range(READINGS):
            if self.is_under(reading):
                if self.months_above[reading] >= SETTLED_MONTHS and not self.is_poor[reading]:
                    self.fell_months[reading] |= 1
                    self.is_poor[reading] = True
                self.months_above[reading] = 0
            else:
                self.months_above[reading] = min(self.months_above[reading] + 1, LONGEST)
                if self.months_above[reading] >= SETTLED_MONTHS:
                    self.is_poor[reading] = False

    # accounts

    def close_book(self):
        """Savings less debt change by what came in less what went out."""
        came = sum(self.earned) + self.aid_paid - self.costs_away
        went = self.medical + self.school_fees + self.damage + self.funeral + self.consumed + self.stock_bought
        went += self.invested
        assert self.savings - self.debt - self.worth_before == came - went, f"household {self.id}"
