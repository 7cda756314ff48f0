"""Social insurance: a person pays, claims and draws; a county's office and funds; a province's help."""

from math import ceil, floor

from sim.numeric import Decision
from sim.rules.claims import ELEVEN_MONTHS, FEN, LONGEST_BENEFIT
from sim.rules.insurance import ADULT_AGE, PENSION_AGE
from sim.state.codes import (
    FIRM,
    HALF,
    INJURY_DUE,
    INJURY_PAID,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    JOBLESS_AWAY,
    JOBLESS_DUE,
    JOBLESS_PAID,
    NO_CLAIM,
    PUBLIC_BODY,
    TRANSFERS,
    YEAR,
)
from twin_month.agent import Agent
from twin_month.equations import (
    agent_access,
    is_paid_for,
    office_access,
    openness,
    owes,
    paid_ratio,
    paid_share,
    pension_due,
    trained_next,
    years_short,
)


class Insured(Agent):
    """What a person has to do with social insurance."""

    def receive(self, amount):
        """A transfer to the household."""
        self.household.receive(TRANSFERS, amount)

    @property
    def is_helped(self):
        """Whether somebody pays the contribution."""
        household = self.household
        return is_paid_for(household.is_registered, household.is_dibao, household.record.tag, self.health)

    @property
    def owes_contribution(self):
        return owes(self.age, self.is_insured, self.is_student, self.id, self.model.date.season)

    def insure(self):
        """Join in January, pay in a month of one's own, draw a pension, claim for an injury or a lost job."""
        if self.age < ADULT_AGE or self.is_student:
            return
        office, behaviour = self.county.office, self.model.behaviour
        open_ = openness(self.schooling, office.agents, office.access, office.online, behaviour.hassle)
        is_owing = self.owes_contribution
        if self.model.date.season == 0 and not self.is_insured:
            ratio = paid_ratio(self.county.office.part if self.is_helped else 0.0, behaviour.paid_enrolment_ratio)
            self.is_insured = self.uniform(Decision.ENROLMENT) < behaviour.enrolment_chance * open_ * ratio
        if is_owing:
            self.contribute()
        if self.age >= PENSION_AGE and self.is_insured:
            self.draw_pension(open_)
        if self.claim != NO_CLAIM:
            self.go_on_claiming(self.uniform(Decision.CLAIM) < behaviour.claim_chance * open_)
        elif self.has_lost_job():
            self.begin_claim()

    def contribute(self):
        """The contribution of a year; the county pays what its purse allows for those in difficulty."""
        self.paid_years = min(self.paid_years + 1, 50)
        if not self.is_helped:
            self.receive(-floor(self.model.behaviour.pension_contribution * FEN))
            return
        grade = self.county.office.grade
        paid = floor(self.county.office.part * grade)
        self.county.buy(INSURANCE_COVER, paid)
        self.household.subsidies += paid
        self.receive(paid - grade)

    def draw_pension(self, open_):
        """From 60 on: the claim, with what has to be made up, then the pension."""
        behaviour, date = self.model.behaviour, self.model.date
        if not self.is_pensioner:
            if self.uniform(Decision.CLAIM, 1) >= behaviour.claim_chance * open_:
                return
            self.is_pensioner = True
            short = years_short(self.paid_years, date.number)
            self.paid_years += short
            self.receive(-floor(short * behaviour.pension_contribution * FEN))
        self.receive(
            pension_due(
                date.pension, self.paid_years, behaviour.pension_account_share, behaviour.pension_yearly_account
            )
        )

    def has_lost_job(self):
        """Whether a job held all year until now ended this month."""
        was_at_work = self.worked_months & ELEVEN_MONTHS == ELEVEN_MONTHS
        return self.employer is None and self.jobless_months == 0 and self.capacity >= HALF and was_at_work

    def begin_claim(self):
        """A claim for a lost job, of those who were insured and did not leave by choice."""
        behaviour = self.model.behaviour
        if self.uniform(Decision.JOBLESS_COVER) < behaviour.jobless_cover_share * behaviour.against_will_share:
            self.claim = JOBLESS_AWAY if self.away_months & 2 else JOBLESS_DUE
            self.benefit = floor(behaviour.jobless_benefit * self.model.date.pay_level)
            self.benefit_months = LONGEST_BENEFIT

    def go_on_claiming(self, is_claimed):
        """A month of a claim: it waits, or is paid; a job ends one for joblessness."""
        if self.claim in (INJURY_DUE, INJURY_PAID):
            if self.claim == INJURY_PAID or is_claimed:
                self.claim = INJURY_PAID
                self.draw_benefit(1.0)
        elif self.employer is not None:
            self.benefit_months = 0
        elif self.claim == JOBLESS_PAID:
            self.county.jobless_fund -= self.draw_benefit(self.county.jobless_share)
        elif self.claim == JOBLESS_DUE and is_claimed:
            self.claim = JOBLESS_PAID
        elif self.claim == JOBLESS_AWAY and is_claimed:
            self.draw_benefit(1.0)
        if self.benefit_months == 0:
            self.claim, self.benefit = NO_CLAIM, 0

    def draw_benefit(self, share):
        """One month's benefit, or the share of it that there is money for; returns fen."""
        amount = floor(share * (self.benefit * int(FEN)))
        self.receive(amount)
        self.benefit_months -= 1
        return amount


class Office:
    """How open a county's doors are this month, and what it pays of a contribution."""

    def __init__(self, county):
        levers, behaviour, purse = county.model.levers, county.model.behaviour, county.purse[INSURANCE_SERVICE]
        self.online = levers.insurance_service_online_share
        self.access = office_access(county.service[INSURANCE_SERVICE], behaviour.agent_days)
        agents = max(0, purse) * YEAR / (levers.insurance_service_agent_pay * FEN)
        county.buy(INSURANCE_SERVICE, max(0, purse))
        self.agents = agent_access(agents, county.need[INSURANCE_SERVICE], behaviour.people_per_agent)
        self.grade = floor(levers.insurance_cover_contribution * FEN)
        self.for_safety = floor(levers.insurance_cover_prevention_share * max(0, county.purse[INSURANCE_COVER]))
        county.buy(INSURANCE_COVER, self.for_safety)
        owing = sum(person.owes_contribution and person.is_helped for person in county.persons)
        purse = max(0, county.purse[INSURANCE_COVER])
        self.part = min(1.0, purse / (max(1, owing) * self.grade))


class Insurer(Agent):
    """A county's part in social insurance."""

    def run_insurance(self):
        """The office opens, people come, workers are taught safety, the jobless fund takes its premiums."""
        behaviour = self.model.behaviour
        self.office = Office(self)
        for person in self.persons:
            person.insure()
        at_work = [person for person in self.persons if person.employer is not None]
        taught = self.office.for_safety / (behaviour.safety_course_cost * FEN)
        self.trained_share = trained_next(self.trained_share, taught, len(at_work))
        wages = sum(person.wage for person in at_work if person.employer.kind in (FIRM, PUBLIC_BODY))
        self.jobless_premium = floor(behaviour.jobless_premium * behaviour.jobless_cover_share * wages)
        self.jobless_fund += self.jobless_premium
        self.jobless_due = sum(person.benefit * int(FEN) for person in self.persons if person.claim == JOBLESS_PAID)

    @property
    def lacking(self):
        """What is due beyond what the county's jobless fund holds."""
        return max(0, self.jobless_due - self.jobless_fund)


class Pooler(Agent):
    """A province's part: its jobless fund helps the counties'."""

    def pool_jobless_funds(self):
        """A share of last month's premiums comes in; what counties lack goes out, as far as there is money."""
        for county in self.counties:
            moved = floor(self.model.levers.insurance_cover_pooling_share * county.jobless_premium)
            county.jobless_fund -= moved
            self.jobless_fund += floor(county.weight * moved)
        lacking = 0.0
        for county in self.counties:
            lacking += county.weight * county.lacking
        share = min(1.0, self.jobless_fund / lacking) if lacking > 0.0 else 0.0
        for county in self.counties:
            helped = floor(share * county.lacking)
            county.jobless_fund += helped
            self.jobless_fund -= min(self.jobless_fund, ceil(county.weight * helped))
            county.jobless_share = paid_share(county.jobless_fund, county.jobless_due)
