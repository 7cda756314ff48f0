"""What a county does for jobs at home beside posts: relief, workshops, industry, investment, founders, graduates."""

from math import exp, floor

from sim.numeric import NONE, Decision, hashed_id
from sim.rules.earnings import FEN
from sim.rules.firms import LARGEST_FIRM
from sim.rules.local_jobs import WORKS_PART_OF_INDUSTRY
from sim.rules.relief import MOST_DAYS
from sim.rules.startups import REVIEW_DRAW
from sim.rules.workshops import COOPERATIVE_PLAN, FIRST_CASH_MONTHS, PAY_SPREAD, WORKSHOP_PLAN
from sim.state.codes import (
    COOPERATION_FUNDS,
    GRADUATE_ALLOWANCE,
    LOCAL_JOBS,
    PUBLIC_BODY,
    STARTUP_SUPPORT,
    WORKSHOP,
)
from twin_month.agent import Agent, single
from twin_month.equations import (
    is_approved,
    once,
    openings_expected,
    part,
    post_cost,
    relief_day_cost,
    subsidy_per_worker,
    usual_pay,
    works_next,
)


class LocalJobs(Agent):
    """The part of a county that makes jobs."""

    def workshops(self):
        return [employer for employer in self.employers if employer.is_open and employer.kind == WORKSHOP]

    def usual_pay(self):
        return usual_pay(self.remoteness, self.model.behaviour, self.model.date.pay_level)

    # local jobs

    def spend_on_local_jobs(self):
        """Shares of the purse go to workshops, relief, industry and works; what is left pays posts."""
        behaviour, levers, purse = self.model.behaviour, self.model.levers, self.purse[LOCAL_JOBS]
        relief = part(purse, levers.local_jobs_relief_share)
        industry = part(purse, levers.local_jobs_industry_share)
        self.subsidise_workshops(part(purse, levers.local_jobs_workshop_share))
        wages = part(relief, levers.local_jobs_relief_wage_share)
        day = relief_day_cost(levers)
        self.relief_days = wages // day
        material, built = relief - wages, part(industry, WORKS_PART_OF_INDUSTRY)
        self.buy(LOCAL_JOBS, material + industry)
        self.works = works_next(self.works, (material + built) / FEN, len(self.persons), behaviour.works_decay)
        price = behaviour.industry_job_cost * self.model.date.price_level
        self.industry_jobs = (industry - built) / FEN / price
        self.places[LOCAL_JOBS] = max(0, self.purse[LOCAL_JOBS] - self.relief_days * day) // post_cost(levers)
        self.invest()

    def subsidise_workshops(self, money):
        """By their workers."""
        workshops = self.workshops()
        workers = sum(workshop.filled for workshop in workshops)
        ceiling = self.model.behaviour.subsidy_ceiling
        self.workshop_subsidy = subsidy_per_worker(money, workers, self.usual_pay(), ceiling)
        self.buy(LOCAL_JOBS, self.workshop_subsidy * workers)
        for workshop in workshops:
            workshop.cash += self.workshop_subsidy * workshop.filled

    def invest(self):
        """Eastern money adds jobs to a workshop, or opens one."""
        jobs = self.places[COOPERATION_FUNDS]
        if jobs == 0:
            return
        workshops = self.workshops()
        if workshops:
            chosen = min(workshops, key=lambda workshop: workshop.lot(Decision.INVESTMENT))
            chosen.attraction = single(min(chosen.attraction + jobs, LARGEST_FIRM))
        else:
            place = self.free_place()
            if place == NONE:
                return
            gap = WORKSHOP_PLAN.pay_gap
            pay = self.usual_pay() * exp(-gap)
            identity = hashed_id(self.id, self.model.date.number, COOPERATION_FUNDS)
            cash = floor(FIRST_CASH_MONTHS * pay * jobs)
            self.open_employer(place, identity, WORKSHOP, jobs, exp(-gap), pay, cash).positions = jobs
        self.buy(COOPERATION_FUNDS, jobs * once(self.model.levers.cooperation_funds_cost_per_job))
        self.places[COOPERATION_FUNDS] = 0

    def share_relief(self):
        """Days of work-relief go by lot."""
        left = self.relief_days
        for person in self.persons:
            person.relief_days = 0
        candidates = [person for person in self.persons if person.may_work_for_relief()]
        for person in self.by_lot(candidates, Decision.RELIEF_ORDER):
            person.relief_days = min(left, MOST_DAYS)
            left -= person.relief_days

    # startups

    def let_people_found(self):
        """Owners settle; who has an idea may found, by lot, some of them with support."""
        levers, behaviour = self.model.levers, self.model.behaviour
        with_idea = [person for person in self.persons if person.has_idea_or_settles()]
        for person in self.by_lot(with_idea, Decision.FOUNDING_ORDER):
            is_supported = (
                self.places[STARTUP_SUPPORT] > 0
                and self.purse[STARTUP_SUPPORT] >= once(levers.startup_support_grant)
                and person.may_have_support()
                and is_approved(
                    levers.startup_support_review_months,
                    behaviour.review_loss,
                    person.uniform(Decision.FOUNDING, REVIEW_DRAW),
                )
            )
            if person.found_firm(is_supported) and is_supported:
                self.places[STARTUP_SUPPORT] -= 1
                self.buy(STARTUP_SUPPORT, once(levers.startup_support_grant))

    # workshops

    def run_workshops(self):
        """Perhaps one opens, or a co-operative; workshops with vacancies hire near home."""
        behaviour, need = self.model.behaviour, self.need[LOCAL_JOBS]
        pull = behaviour.workshop_subsidy_effect * self.workshop_subsidy / self.usual_pay()
        expected = openings_expected(need, behaviour.workshop_opening_rate) * exp(pull)
        self.open_if_lucky(WORKSHOP_PLAN, expected, Decision.WORKSHOP_OPENING)
        expected = openings_expected(need, behaviour.cooperative_opening_rate)
        expected += self.industry_jobs / COOPERATIVE_PLAN.mean_size
        self.open_if_lucky(COOPERATIVE_PLAN, expected, Decision.COOPERATIVE_OPENING)
        for workshop in self.workshops():
            if workshop.vacancies:
                self.hire_near_home(workshop)

    def open_if_lucky(self, plan, expected, decision):
        """Perhaps an employer opens, all its jobs vacant."""
        place = self.free_place()
        if place == NONE or self.uniform(decision) >= 1.0 - exp(-expected):
            return
        z, spread = self.normal(decision, 1), plan.size_spread
        size = min(max(plan.mean_size * exp(spread * z - 0.5 * spread * spread), 1.0), LARGEST_FIRM)
        pay = self.usual_pay() * exp(PAY_SPREAD * self.normal(decision, 2) - plan.pay_gap)
        identity = hashed_id(self.id, self.model.date.number, plan.kind)
        cash = floor(FIRST_CASH_MONTHS * pay * size)
        opened = self.open_employer(place, identity, plan.kind, size, exp(-plan.pay_gap), pay, cash)
        opened.positions = floor(size + 0.5)

    def hire_near_home(self, workshop):
        """Those of the workshop's village first, then by lot, whoever finds it worth while."""
        near = floor(self.model.behaviour.near_home_value * self.model.date.pay_level * FEN)
        village = self.villages[workshop.id % len(self.villages)]
        candidates = [person for person in self.persons if person.may_join_workshop()]
        for person in sorted(
            candidates,
            key=lambda person: (person.household.village is not village, person.lot(Decision.WORKSHOP_ORDER)),
        ):
            if not workshop.vacancies:
                return
            if person.takes_job_near_home(workshop, near):
                workshop.filled += 1

    # graduates

    def bring_graduates(self):
        """Terms end; free allowances bring graduates to firms with a vacancy."""
        for employer in self.employers:
            employer.graduates = 0
        graduates = [person for person in self.persons if person.is_graduate]
        candidates = []
        for graduate in graduates:
            if graduate.allowance_months > 0:
                graduate.end_month_of_allowance()
            if graduate.employer in self.employers:
                graduate.employer.graduates += 1
            elif graduate.may_be_asked():
                candidates.append(graduate)
        free = self.places[GRADUATE_ALLOWANCE] - sum(graduate.allowance_months > 0 for graduate in graduates)
        for graduate in self.by_lot(candidates, Decision.GRADUATE_ORDER):
            applying = [firm for firm in self.employers if firm.kind != PUBLIC_BODY and firm.vacancies]
            if free <= 0 or not applying:
                return
            firm = applying[floor(graduate.lot(Decision.GRADUATE_ORDER, 1) * len(applying))]
            if graduate.takes_job_with_allowance(firm):
                firm.filled += 1
                firm.graduates += 1
                free -= 1
