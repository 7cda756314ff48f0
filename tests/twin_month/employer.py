"""Employers and training centres."""

from math import exp, floor

from sim.numeric import Decision, hashed_id
from sim.rules.firms import LARGEST_FIRM, SIZE_SPREAD, SMALLEST_FIRM, TYPICAL_SIZE
from sim.rules.search import FEN
from sim.state.codes import FIRM, LOCAL, PUBLIC_BODY
from twin_month.agent import Agent, single
from twin_month.equations import closure_chance, custom, place_pay, wanted_jobs


class Employer(Agent):
    """A firm or public body of a county, or an account outside the counties, whose `county` is None."""

    @property
    def vacancies(self):
        return max(0, self.positions - self.filled)

    @property
    def surplus(self):
        return max(0, self.filled - self.positions)

    def live_a_month(self, attraction, attraction_base, normal_demand):
        """A firm that is open: older, dearer; it may close; else it sells and says how many people it wants.

        `attraction` is that of all firms of the county together, `attraction_base` what it was in the first month.
        """
        behaviour = self.model.behaviour
        self.age_months = min(self.age_months + 1, 1200)
        self.wage = floor(self.wage * self.model.pay_growth + 0.5)
        if self.kind == PUBLIC_BODY:
            return
        if self.uniform(Decision.FIRM_CLOSURE) < closure_chance(self.kind, self.age_months, behaviour):
            self.is_open = False
            self.positions = 0
            return
        taken = custom(
            self.attraction,
            attraction,
            attraction_base,
            self.county.demand,
            normal_demand,
            behaviour.local_sales_share,
        )
        usual = normal_demand * self.attraction / attraction_base
        ratio = behaviour.local_sales_share * taken / usual if usual > 0.0 else 1.0
        spread = behaviour.firm_growth_spread
        growth = spread * self.normal(Decision.FIRM_CHANGE) - 0.5 * spread * spread
        self.attraction = single(min(max(self.attraction * exp(growth), SMALLEST_FIRM), LARGEST_FIRM))
        self.positions = wanted_jobs(self.attraction, ratio, behaviour.demand_elasticity)
        self.revenue = floor(taken)

    @classmethod
    def founded(cls, county, place):
        """A new firm on a free place of the county's list; it wants nobody before its second month."""
        model = county.model
        behaviour = model.behaviour
        firm = cls(
            model,
            {
                "id": hashed_id(county.id, model.date.number, place),
                "county": county,
                "province": county.province,
                "place": LOCAL,
                "kind": FIRM,
                "is_open": True,
                **dict.fromkeys(("age_months", "positions", "filled", "revenue", "wage_bill"), 0),
            },
        )
        size = TYPICAL_SIZE * exp(SIZE_SPREAD * firm.normal(Decision.FIRM_ENTRY, 1))
        firm.attraction = single(min(max(size, 1.0), LARGEST_FIRM))
        pay = (
            place_pay(LOCAL, behaviour, model.date.pay_level) * county.market_access(behaviour.remote_pay_effect) * FEN
        )
        firm.wage = floor(pay * exp(0.1 * firm.normal(Decision.FIRM_ENTRY, 2)))
        return firm


class TrainingCenter(Agent):
    """Seats for courses of a month."""

    def teach(self, queue, paid_places):
        """Seat the first of a queue, as many as there are seats paid for; return who still waits."""
        self.seats = min(paid_places, floor(self.capacity))
        trainees, waiting = queue[: self.seats], queue[self.seats :]
        for person in trainees:
            person.course_months = 1
        self.enrolled = len(trainees)
        self.queue = 0
        return waiting
