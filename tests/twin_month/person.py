"""A person: grows older, falls ill, is insured, goes to school."""

from math import floor

from sim.numeric import NONE, Decision
from sim.rules.calendar import SCHOOL_AGE, TWELVE_BITS
from sim.rules.earnings import FEN
from sim.rules.illness import FOR_GOOD, MOST_BENEFIT
from sim.state.codes import (
    CHRONIC,
    HEALTHY,
    INJURY_DUE,
    NO_COURSE,
)
from twin_month.equations import (
    chronic_bill,
    illness_chance,
    injury_chance,
    injury_cover,
    labour_capacity,
    leaving_chance,
    months_lost,
    own_bill,
    school_fee,
    service_ratio,
)
from twin_month.insured import Insured
from twin_month.life import Life
from twin_month.worker import Worker


class Person(Worker, Insured, Life):
    """Somebody registered in a household."""

    # calendar

    def open_month(self):
        """The histories of twelve months move on; in January a year passes."""
        self.worked_months = (self.worked_months << 1) & TWELVE_BITS
        self.away_months = (self.away_months << 1) & TWELVE_BITS
        self.pay = 0
        self.looks = NONE
        if self.model.date.season == 0:
            self.grow_older()

    def grow_older(self):
        """One more year: school, capacity."""
        behaviour = self.model.behaviour
        self.age = min(self.age + 1, 120)
        if self.age == SCHOOL_AGE:
            self.is_student = True
        elif self.is_student:
            self.schooling = min(self.schooling + 1, 16)
            chance = leaving_chance(
                self.age, behaviour.leaving_after_junior_chance, behaviour.leaving_after_senior_chance
            )
            if self.course == NO_COURSE and self.uniform(Decision.SCHOOL_LEAVING) < chance:
                self.is_student = False
        self.capacity = labour_capacity(self.age, self.health)

    # shocks

    def fall_ill(self):
        """Illness, injury at work and the running cost of a chronic illness."""
        behaviour, prices = self.model.behaviour, self.model.date.price_level
        service = service_ratio(self.county.health_service, behaviour.illness_service_effect)
        self.sick_months = max(0, self.sick_months - 1)
        if self.health == CHRONIC:
            z = self.normal_of(FOR_GOOD, Decision.CHRONIC_COST)
            self.household.medical += chronic_bill(behaviour.chronic_cost, behaviour.chronic_cost_spread, z, prices)
        ill = service * illness_chance(
            self.age, self.health, behaviour.illness_rate, behaviour.illness_age, behaviour.illness_chronic
        )
        drawn = self.uniform(Decision.ILLNESS)
        if drawn < ill:
            self.suffer(is_serious=drawn < behaviour.serious_share * ill)
        elif drawn < ill + self.injury_chance():
            self.get_hurt()

    @property
    def kind_of_work(self):
        """Kind of the employer, or NONE for odd jobs."""
        return NONE if self.employer is None else self.employer.kind

    def injury_chance(self):
        """Chance of being hurt at work this month."""
        behaviour = self.model.behaviour
        safety = 1.0 - behaviour.safety_course_effect * self.county.trained_share
        return safety * injury_chance(self.kind_of_work, self.odd_days, behaviour)

    def get_hurt(self):
        """An injury; the insured have no bill, and a claim on a part of their pay."""
        behaviour = self.model.behaviour
        if self.uniform(Decision.INJURY) >= injury_cover(self.kind_of_work, self.model.levers, behaviour):
            self.suffer(is_serious=True)
            return
        self.suffer(is_serious=True, is_free=True)
        pay = self.wage / FEN
        if self.employer is None:
            pay = behaviour.odd_day_pay * self.model.date.pay_level * self.odd_days
        self.claim = INJURY_DUE
        self.benefit = floor(min(behaviour.injury_replacement_share * pay, MOST_BENEFIT))
        self.benefit_months = self.sick_months

    def suffer(self, is_serious, is_free=False):
        """The bill of a stay in hospital; a serious one takes months of work, and may leave a chronic illness."""
        behaviour = self.model.behaviour
        cost = behaviour.illness_cost * (behaviour.serious_cost_ratio if is_serious else 1.0)
        self.household.medical += own_bill(
            0.0 if is_free else cost * self.household.means_ratio(),
            behaviour.illness_cost_spread,
            self.normal(Decision.ILLNESS_COST),
            behaviour.reimbursed_share,
            behaviour.medical_aid_share if self.household.has_medical_aid() else 0.0,
            self.model.date.price_level,
        )
        if not is_serious:
            return
        lost = months_lost(behaviour.illness_months, self.uniform(Decision.ILLNESS, 1))
        self.sick_months = max(self.sick_months, lost)
        if self.health == HEALTHY and self.uniform(Decision.ILLNESS, 2) < behaviour.chronic_chance:
            self.health = CHRONIC
            self.capacity = labour_capacity(self.age, CHRONIC)

    # spending

    def school_fee(self):
        """Own schooling cost of this month."""
        behaviour, prices = self.model.behaviour, self.model.date.price_level
        return school_fee(self.age, self.is_student, behaviour.senior_school_cost, behaviour.college_cost, prices)
