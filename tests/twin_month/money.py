"""Public money: a province's pools, split each January; what a county's part of them becomes, month by month."""

from math import floor

from sim.rules.funds import KEY_COUNTIES
from sim.state.codes import DELIVERED, DISPLACED, FUND_TILT, IDLE, LEAKED, LOCAL_JOBS, SKILL_PROJECT, YEAR
from twin_month.agent import Agent
from twin_month.equations import absorbed, course_cost, gross_up, post_cost, released_share, unit_cost


class Treasury(Agent):
    """The money of a province. `counties` is a list of County. Amounts are real fen."""

    def found(self, levers):
        """The base pools: what the places of 2020-21 took, for the registered people of the province."""
        behaviour = self.model.behaviour
        registered = 0.0
        for county in self.counties:
            people = sum(len(household.members) for household in county.households if household.is_registered)
            registered += people * county.weight
        per_year = registered * gross_up(behaviour)
        self.base_pool[LOCAL_JOBS] = floor(per_year * (behaviour.posts_per_registered * post_cost(levers) * YEAR))
        self.base_pool[SKILL_PROJECT] = floor(per_year * (behaviour.courses_per_registered * course_cost(levers)))

    def pay_out(self):
        """One month of all measures that have a pool."""
        for m, base in enumerate(self.base_pool):
            if base == 0:
                continue
            if self.model.date.season == 0:
                self.close_year(m)
                self.split(m)
            for county in self.counties:
                county.take(m)
                self.returned[m] += floor(county.returned[m] * county.weight)

    def close_year(self, m):
        """Money that has been idle for more than a year comes back."""
        for county in self.counties:
            this_year, year_before = county.idle[m]
            county.returned[m] += year_before
            county.idle[m] = [0, this_year]

    def split(self, m):
        """The plans of the year: pool times the county's share of need times tilt."""
        model, returned = self.model, self.returned[m]
        dose, _ = model.doses[m]
        pool = self.base_pool[m] * dose * self.scale() + returned
        self.returned[m] = 0

        tilt = self.tilt_of(m)
        even, tilted, key_need = 0.0, 0.0, 0.0
        for county in self.counties:
            need = county.weight * county.need[m]
            even += need
            tilted += need * (tilt if county.is_key else 1.0)
            key_need += need if county.is_key else 0.0
        key_only = self.key_only_money(m) if key_need > 0.0 else 0.0
        if model.closure.is_new_money:
            shared, divisor = pool, even
        else:
            key_only = min(key_only, pool)
            shared, divisor = pool - key_only, tilted

        split = 0.0
        for county in self.counties:
            plan, base_plan = 0.0, 0.0
            if even > 0.0:
                plan = shared * county.need[m] * (tilt if county.is_key else 1.0) / divisor
                base_plan = self.base_pool[m] * county.need[m] / even
            if county.is_key and key_need > 0.0:
                plan += key_only * county.need[m] / key_need
            split += county.weight * plan
            county.plan[m], county.base_plan[m] = floor(plan), floor(base_plan)
            county.paid[m] = 0
            county.budget[m] = county.base_plan[m] // 4
        self.pool[m] = floor(split + 0.5)

    def scale(self):
        """What makes all doses together cost as much as all base pools, if the pool is fixed."""
        base, wanted = 0.0, 0.0
        for pool, (dose, _) in zip(self.base_pool, self.model.doses, strict=True):
            base += pool
            wanted += pool * dose
        return base / wanted if self.model.closure.is_fixed_pool and wanted > 0.0 else 1.0

    def tilt_of(self, m):
        """A measure's own tilt, or that of the fund that pays it."""
        _, own = self.model.doses[m]
        _, of_the_fund = self.model.doses[FUND_TILT]
        return own if own > 0.0 else of_the_fund

    def key_only_money(self, m):
        """What is for key counties alone: this province's part of the nation's course places."""
        if m != SKILL_PROJECT:
            return 0.0
        levers, behaviour = self.model.levers, self.model.behaviour
        gross = gross_up(behaviour), 1.0 + behaviour.own_money_share
        money = levers.skill_project_trainees_key_only * unit_cost(m, levers) * gross[0] * gross[1]
        return money * self.key_counties / KEY_COUNTIES


class Purse(Agent):
    """The money of a county's labour office, one place a measure. Amounts are real fen divided by `weight`."""

    def take(self, m):
        """A month of one measure: money is displaced, lies idle, leaks, is delivered and becomes places."""
        behaviour, levers, season = self.model.behaviour, self.model.levers, self.model.date.season
        due = self.plan[m] * (season + 1) // YEAR
        arrived, self.paid[m] = due - self.paid[m], due
        base = self.base_plan[m] // YEAR
        own = floor(behaviour.own_money_share * base)
        withdrawn = self.withdraw(m, arrived - base, own)
        available = arrived + own - withdrawn

        waits = floor(self.idle_share(arrived, base) * available)
        released = floor(self.released_share() * self.idle[m][0])
        self.idle[m][0] += waits - released
        arriving = available - waits + released
        leaked = floor(behaviour.leaked_share * arriving)
        delivered = arriving - leaked
        self.planned[m] = arrived + own
        self.money[m][DISPLACED] = withdrawn
        self.money[m][IDLE] = waits - released
        self.money[m][LEAKED] = leaked
        self.money[m][DELIVERED] = delivered

        ceiling = behaviour.absorption_capacity * self.staff_at_work() * (base / gross_up(behaviour))
        for_places = floor(absorbed(delivered * (1.0 - behaviour.administration_share), ceiling))
        self.overhead[m] = delivered - for_places
        cost = unit_cost(m, levers)
        most = 2 * for_places + cost
        unspent = max(0, self.purse[m] + for_places - most)
        self.purse[m] += for_places - unspent
        self.returned[m] += unspent
        self.places[m] = self.purse[m] // cost

    def withdraw(self, m, beyond, own):
        """Own money that a county saves when more arrives than the base; less, and it adds from its budget."""
        withdrawn = min(floor(self.model.behaviour.displacement_share * beyond), own)
        if withdrawn < 0:
            added = min(-withdrawn, self.budget[m])
            self.budget[m] -= added
            return -added
        return withdrawn

    def staff_at_work(self):
        """Staff per established post; somebody is always there."""
        return max(self.staff, 0.2)

    def idle_share(self, arrived, base):
        """Share of the money at hand that finds no project this month."""
        behaviour = self.model.behaviour
        surge = arrived / base - 1.0 if base > 0 else 0.0
        return min(0.9, behaviour.idle_share * (1.0 + behaviour.idle_surge * max(0.0, surge)) / self.staff_at_work())

    def released_share(self):
        """Share of idle money that this month's reviews put to work."""
        behaviour = self.model.behaviour
        dose, _ = self.model.doses[FUND_TILT]
        return released_share(dose, behaviour.reviews_per_year, behaviour.review_release_share)

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
