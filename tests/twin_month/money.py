"""Public money: a province's pools, split each January; what a county's part of them becomes, month by month."""

from math import floor

from sim.funding import FEN, PAYER
from sim.levers import by_measure
from sim.rules.funds import KEY_COUNTIES
from sim.state.codes import (
    COOPERATION_FUNDS,
    DATA_SHARING,
    DELIVERED,
    DISPLACED,
    EASTERN_TRANSFER,
    EMPLOYMENT_FUND,
    FUND_TILT,
    IDLE,
    LEAKED,
    MEASURES,
    SKILL_PROJECT,
    SUPERVISION,
    YEAR,
)
from twin_month.agent import Agent
from twin_month.equations import (
    absorbed,
    at_work,
    base_days,
    base_units,
    due_by,
    eastern_share,
    gross_up,
    idle_share_of,
    key_only_cost,
    leak_of,
    own_share,
    released_share,
    speed,
    start_months,
    unit_cost,
    visible_capacity,
)


class Treasury(Agent):
    """The money of a province. `counties` is a list of County. Amounts are real fen."""

    def found(self, levers):
        """The base pools: what the units of 2020-21 took, for the registered people of the province."""
        behaviour, doses = self.model.behaviour, by_measure(levers).tolist()
        self.registered = 0.0
        for county in self.counties:
            people = sum(len(household.members) for household in county.households if household.is_registered)
            self.registered += people * county.weight
        aid = self.registered * behaviour.eastern_aid_per_registered * FEN
        invested = aid
        for m in range(MEASURES):
            if m != COOPERATION_FUNDS:
                unit = unit_cost(m, levers) * gross_up(m, behaviour)
                self.base_pool[m] = floor(self.registered * base_units(m, behaviour) * unit)
                self.base_eastern[m] = min(self.base_pool[m], floor(aid * eastern_share(m, levers)))
                invested -= self.base_eastern[m]
                self.base_fund[PAYER[m]] += floor(self.home_base(m) * doses[m][0])
        self.base_pool[COOPERATION_FUNDS] = self.base_eastern[COOPERATION_FUNDS] = floor(invested)
        self.base_fund[EASTERN_TRANSFER] += floor(aid * doses[COOPERATION_FUNDS][0])
        for m in range(MEASURES):
            self.plan_as_usual(m, doses[m][0])

    def plan_as_usual(self, m, dose):
        """The plans of the year before the first, so that nothing starts anew in it."""
        even = 0.0
        for county in self.counties:
            even += county.weight * county.need[m]
        if even > 0.0:
            for county in self.counties:
                county.plan[m] = floor(self.base_pool[m] * dose * county.need[m] / even)

    def home_base(self, m):
        """Base pool without eastern money."""
        return self.base_pool[m] - self.base_eastern[m]

    def pay_out(self):
        """One month: staff-days, then all measures that have a pool."""
        days = self.days_granted()
        for m in range(MEASURES):
            if m in days:
                self.share_days(m, days[m])
        for m, base in enumerate(self.base_pool):
            if base > 0:
                if self.model.date.season == 0:
                    self.close_year(m)
                    self.split(m)
                for county in self.counties:
                    unspent = county.take(m)
                    self.returned[m] += floor(unspent * county.weight)

    # staff-days

    def days_granted(self):
        """Staff-days a month of each measure that asks for some; the stock is that of 2020-21, and some spare."""
        behaviour, doses = self.model.behaviour, self.model.doses
        usual, asked = 0.0, 0.0
        for m in range(MEASURES):
            usual += base_days(m, behaviour)
            asked += base_days(m, behaviour) * doses[m][0]
        scale = min(1.0, (1.0 + behaviour.spare_days_share) * usual / asked) if asked > 0.0 else 0.0
        return {
            m: base_days(m, behaviour) / 1000.0 * self.registered * doses[m][0] * scale
            for m in range(MEASURES)
            if base_days(m, behaviour) > 0.0
        }

    def share_days(self, m, days):
        """By need and tilt; where posts are vacant fewer are done."""
        tilt, tilted = self.tilt_of(m), 0.0
        for county in self.counties:
            tilted += county.weight * county.need[m] * (tilt if county.is_key else 1.0)
        for county in self.counties:
            a_person = days * (tilt if county.is_key else 1.0) / tilted if tilted > 0.0 else 0.0
            county.service[m] = a_person * county.staff

    # pools

    def close_year(self, m):
        """Money that has been idle for a whole year comes back."""
        for county in self.counties:
            this_year, year_before = county.idle[m]
            county.returned[m] += year_before
            county.idle[m] = [0, this_year]
            self.returned[m] += floor(year_before * county.weight)

    def split(self, m):
        """The plans of the year: money times the county's share of need times tilt; eastern money by its own tilt."""
        model = self.model
        home = self.home_base(m) * model.doses[m][0] * self.scale(PAYER[m]) + self.returned[m]
        eastern = self.aid() * model.doses[COOPERATION_FUNDS][0] * self.scale(EASTERN_TRANSFER) * self.eastern_part(m)
        tilt, eastern_tilt = self.tilt_of(m), self.tilt_of(COOPERATION_FUNDS)
        even, tilted, eastern_tilted, key_need = 0.0, 0.0, 0.0, 0.0
        for county in self.counties:
            need = county.weight * county.need[m]
            even += need
            tilted += need * (tilt if county.is_key else 1.0)
            eastern_tilted += need * (eastern_tilt if county.is_key else 1.0)
            key_need += need if county.is_key else 0.0
        key_only = self.key_only_money(m) if key_need > 0.0 else 0.0
        if model.closure.is_new_money:
            tilted = eastern_tilted = even
        else:
            key_only = min(key_only, home)
            home -= key_only

        split = 0.0
        for county in self.counties:
            plan, part, base_plan, key_part = 0.0, 0.0, 0.0, 0.0
            if even > 0.0:
                part = eastern * county.need[m] * (eastern_tilt if county.is_key else 1.0) / eastern_tilted
                plan = part + home * county.need[m] * (tilt if county.is_key else 1.0) / tilted
                base_plan = self.base_pool[m] * county.need[m] / even
            if county.is_key and key_need > 0.0:
                key_part = key_only * county.need[m] / key_need
                plan += key_part
            split += county.weight * plan
            county.begin_year(m, plan, part, base_plan, key_part)
        self.pool[m] = floor(split + 0.5)
        self.returned[m] = 0 if even > 0.0 else floor(home + eastern + key_only)

    def aid(self):
        """Eastern money at a dose of one."""
        return float(sum(self.base_eastern))

    def scale(self, payer):
        """What makes all that a payer pays cost as much as in the baseline, if its pool is fixed."""
        if not self.model.closure.is_fixed_pool:
            return 1.0
        doses = self.model.doses
        wanted = self.aid() * doses[COOPERATION_FUNDS][0] if payer == EASTERN_TRANSFER else 0.0
        for m in range(MEASURES):
            if PAYER[m] == payer:
                wanted += self.home_base(m) * doses[m][0]
        return self.base_fund[payer] / wanted if wanted > 0.0 else 1.0

    def eastern_part(self, measure):
        """Share of the eastern money that a measure gets: by share and dose; the rest is invested."""
        parts, into, left = [0.0] * MEASURES, 0.0, 1.0
        for m in range(MEASURES):
            share = eastern_share(m, self.model.levers) if self.base_pool[m] > 0 else 0.0
            parts[m] = share * self.model.doses[m][0]
            left -= share
            into += parts[m]
        left = max(0.0, left)
        parts[COOPERATION_FUNDS] = left
        return parts[measure] / (into + left) if into + left > 0.0 else 0.0

    def tilt_of(self, m):
        """A measure's own tilt; where it is 0 that of the employment fund, which pays it."""
        _, own = self.model.doses[m]
        _, of_the_fund = self.model.doses[FUND_TILT]
        return of_the_fund if own == 0.0 and PAYER[m] == EMPLOYMENT_FUND else own

    def key_only_money(self, m):
        """What is for key counties alone: this province's part of the skill project's."""
        if m != SKILL_PROJECT:
            return 0.0
        levers, behaviour = self.model.levers, self.model.behaviour
        named = key_only_cost(levers) * FEN * self.key_counties / KEY_COUNTIES
        return named * gross_up(m, behaviour) * (1.0 + own_share(m, behaviour))


class Purse(Agent):
    """The money of a county's labour office, one place a measure. Amounts are real fen divided by `weight`."""

    def begin_year(self, m, plan, eastern, base_plan, key_part):
        """What the year brings of a measure."""
        behaviour = self.model.behaviour
        self.last_plan[m] = self.plan[m]
        self.plan[m], self.eastern_plan[m], self.base_plan[m] = floor(plan), floor(eastern), floor(base_plan)
        self.key_only_plan[m] = floor(key_part)
        self.budget[m] = floor(behaviour.top_up_share * base_plan) if own_share(m, behaviour) > 0.0 else 0
        self.paid[m] = 0

    def take(self, m):
        """A month of one measure: money is displaced, lies idle, leaks, is delivered and becomes places."""
        behaviour, levers, season = self.model.behaviour, self.model.levers, self.model.date.season
        start = start_months(self.late_months, self.days(DATA_SHARING), self.attention, behaviour)
        self.start_months = start
        due = max(self.paid[m], due_by(self.plan[m], self.last_plan[m], season, start))
        arrived, self.paid[m] = due - self.paid[m], due
        base = self.base_plan[m] // YEAR
        own, withdrawn = 0, 0
        if self.plan[m] > 0:
            own = floor(own_share(m, behaviour) * base)
            withdrawn = self.withdraw(m, arrived - base, own)
        available = arrived + own - withdrawn

        capacity = at_work(self.staff, behaviour.least_staff_share) * speed(self.attention, behaviour)
        waits = floor(idle_share_of(arrived, base, capacity, self.days(SUPERVISION), behaviour) * available)
        released = floor(self.released_share() * self.idle[m][0])
        self.idle[m][0] += waits - released
        arriving = available - waits + released
        leaked = floor(leak_of(self.honesty, self.is_found, behaviour) * arriving)
        delivered = arriving - leaked
        self.planned[m] = arrived + own
        self.own[m] = own - withdrawn
        self.money[m][DISPLACED] = withdrawn
        self.money[m][IDLE] = waits - released
        self.money[m][LEAKED] = leaked
        self.money[m][DELIVERED] = delivered

        capacity *= visible_capacity(m, self.attention, behaviour)
        ceiling = behaviour.absorption_capacity * capacity * (base / gross_up(m, behaviour))
        for_places = floor(absorbed(delivered * (1.0 - behaviour.administration_share), ceiling))
        self.overhead[m] = delivered - for_places
        cost = unit_cost(m, levers)
        most = 2 * for_places + cost
        unspent = max(0, self.purse[m] + for_places - most)
        self.purse[m] += for_places - unspent
        self.returned[m] += unspent
        self.places[m] = self.purse[m] // cost
        return unspent

    def withdraw(self, m, beyond, own):
        """Own money that a county saves when more arrives than the base; less, and it adds from its budget."""
        withdrawn = min(floor(self.model.behaviour.displacement_share * beyond), own)
        if withdrawn < 0:
            added = min(-withdrawn, self.budget[m])
            self.budget[m] -= added
            return -added
        return withdrawn

    def released_share(self):
        """Share of idle money that this month's reviews put to work, as many as there are staff-days for."""
        behaviour = self.model.behaviour
        reviews = behaviour.reviews_per_year * self.days(FUND_TILT)
        return released_share(reviews, behaviour.review_release_share)

    def buy(self, m, cost):
        """Pay for places."""
        self.bought[m] += cost
        self.purse[m] -= cost

    def close_book(self, m):
        """Purse and idle money change by what was delivered or left idle, less what was spent or sent back."""
        stock = self.purse[m] + sum(self.idle[m])
        came = self.money[m][DELIVERED] + self.money[m][IDLE]
        went = self.overhead[m] + self.bought[m] + self.returned[m]
        assert stock - self.balance[m] == came - went, f"purse of county {self.id}, measure {m}"
        assert self.planned[m] == sum(self.money[m]), f"fates of county {self.id}, measure {m}"
        self.balance[m] = stock
