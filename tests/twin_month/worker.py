"""A person at work: learns, looks for work, is hired, earns, leaves."""

from math import exp, floor

from sim.numeric import NONE, Decision
from sim.rules.earnings import COURSE_DAYS, FULL_MONTH, HALF_YEAR, POST_DAYS
from sim.rules.posts import OLDEST_POST_HOLDER
from sim.rules.search import OLDEST_MIGRANT
from sim.rules.separations import FESTIVAL, LONGEST_SEARCH, LONGEST_TENURE, OLDEST_WORKER
from sim.rules.training import AGAIN_AFTER_MONTHS, LONGEST_MEMORY, OLDEST_TRAINEE
from sim.state.codes import (
    BASIC_CERTIFICATE,
    FULL,
    HALF,
    LOCAL,
    LOCAL_JOBS,
    PLACES,
    TRANSFERS,
    WAGES,
    WEAK,
)
from twin_month.agent import Agent
from twin_month.equations import (
    application_chance,
    distaste,
    fen,
    gumbel,
    hiring_lot,
    home_value,
    months_set,
    pay_factor,
    place_pay,
    place_value,
    post_cost,
    separation_chance,
    training_effect,
    wage_month,
    work_days,
)


class Worker(Agent):
    """What a person does for a living. `employer` is an Employer or None."""

    @property
    def county(self):
        return self.household.village.county

    # training

    def learn(self):
        """A month passes since the last course; a course under way goes on, or ends."""
        if self.trained_months != NONE:
            self.trained_months = min(self.trained_months + 1, LONGEST_MEMORY)
        if self.course_months > 0:
            self.course_months -= 1
            if self.course_months == 0:
                self.finish_course()

    def finish_course(self):
        """Completed or not, certified or not."""
        behaviour = self.model.behaviour
        if self.uniform(Decision.COMPLETION) < behaviour.completion_chance:
            self.trained_months = 0
            if self.uniform(Decision.CERTIFICATE) < behaviour.certificate_chance:
                self.certificate = max(self.certificate, BASIC_CERTIFICATE)

    def wants_course(self):
        """Whether the person may take a course now, and asks for one."""
        household, behaviour = self.household, self.model.behaviour
        if not (
            (household.is_registered or household.record.is_monitored)
            and self.capacity >= HALF
            and self.age <= OLDEST_TRAINEE
            and not self.is_student
            and self.sick_months == 0
            and self.employer is None
            and self.post_months == 0
            and (self.trained_months == NONE or self.trained_months >= AGAIN_AFTER_MONTHS)
        ):
            return False
        chance = application_chance(
            household.village.distance,
            behaviour.application_intercept,
            behaviour.application_distance,
        )
        return self.uniform(Decision.COURSE_APPLICATION) < chance

    # separations

    def leave_job(self):
        """The wage job ends; its position is vacant again."""
        if self.employer.place == LOCAL:
            self.employer.filled -= 1
        else:
            self.county.outside_jobs[self.employer.place] -= 1
        self.employer = None
        self.wage = 0
        self.tenure_months = 0
        self.jobless_months = 0

    def keep_or_leave_job(self):
        """A month more in the job, or of search."""
        if self.employer is None:
            if self.capacity >= HALF and not self.is_student:
                self.jobless_months = min(self.jobless_months + 1, LONGEST_SEARCH)
            return
        self.tenure_months = min(self.tenure_months + 1, LONGEST_TENURE)
        if self.is_job_over():
            self.leave_job()

    def is_job_over(self):
        """Whether the job ends by itself: a separation, old age or weakness, the return home for the festival."""
        behaviour, date, place = self.model.behaviour, self.model.date, self.employer.place
        if place == LOCAL:
            rate, demand = behaviour.local_separation_rate, 0.0
        else:
            rate, demand = (
                behaviour.outside_separation_rate,
                self.county.province.demand[place] - date.destination_slump,
            )
        chance = separation_chance(
            rate, self.tenure_months, behaviour.tenure_effect, demand, behaviour.demand_separation_effect
        )
        return (
            self.uniform(Decision.SEPARATION) < chance
            or self.age > OLDEST_WORKER
            or self.capacity < HALF
            or (
                place != LOCAL
                and date.season == FESTIVAL
                and self.uniform(Decision.RETURN_HOME) < behaviour.festival_return_share
            )
        )

    # matching

    def may_work(self):
        """Whether the person may look for a wage job now."""
        return (
            self.capacity >= HALF
            and self.employer is None
            and not self.is_student
            and self.sick_months == 0
            and self.course_months == 0
            and self.post_months == 0
        )

    def pay_factor(self):
        """Pay against somebody of nine years of schooling and no course, in the same job."""
        behaviour = self.model.behaviour
        return pay_factor(
            self.schooling,
            self.skill,
            self.trained_months,
            behaviour.schooling_return,
            behaviour.training_pay_effect,
            behaviour.training_rise_months,
        )

    def home_value(self):
        """Yuan a month that being at home without a wage job is worth to this person."""
        behaviour = self.model.behaviour
        return home_value(
            behaviour.participation_value,
            self.model.date.pay_level,
            behaviour.taste_spread * self.taste,
            self.age,
            behaviour.older_home_ratio,
        )

    def choose_place(self):
        """Where the person looks for work this month, or NONE: what is worth most, luck with each place included."""
        behaviour, date, village = self.model.behaviour, self.model.date, self.household.village
        home = self.home_value()
        can_leave = self.capacity == FULL and self.age <= OLDEST_MIGRANT and self.household.can_pay_journey()
        is_carer, factor = self.household.has_somebody_to_care_for(), self.pay_factor()
        worth = {NONE: gumbel(self.uniform(Decision.WHERE_TO_LOOK, PLACES))}
        for place in range(PLACES) if can_leave else [LOCAL]:
            expected = place_pay(place, behaviour, date.pay_level) * factor * max(self.county.chances[place], 0.02)
            if place == LOCAL:
                expected *= self.county.market_access(behaviour.remote_pay_effect)
            else:
                expected = max(expected - 0.5 * behaviour.living_cost_away * date.price_level, 1.0)
            value = place_value(
                expected,
                home,
                distaste(place, is_carer, behaviour),
                village.workers[place] / max(village.people, 1),
                behaviour.network_effect,
            )
            worth[place] = behaviour.choice_scale * value + gumbel(self.uniform(Decision.WHERE_TO_LOOK, place))
        return max(worth, key=worth.get)

    def agreed_wage(self, offer):
        """Fen a month that an employer who offers this much to anybody pays this person."""
        spread = self.model.behaviour.match_spread
        match = exp(spread * self.normal(Decision.MATCH_QUALITY) - 0.5 * spread * spread)
        return floor(offer * self.pay_factor() * match + 0.5)

    def hiring_lot(self):
        """Place in the queue of searchers, lowest first; who has learnt stands better."""
        behaviour = self.model.behaviour
        course = training_effect(self.trained_months, behaviour.training_rise_months)
        return hiring_lot(self.lot(Decision.HIRING_ORDER), course, behaviour.training_offer_effect)

    def start_job(self, employer, wage):
        """Hired."""
        self.employer = employer
        self.wage = wage
        self.tenure_months = 0
        self.jobless_months = 0

    # posts

    def wants_post(self):
        """Whether the person may have, and asks for, a public-welfare post."""
        if (
            self.employer is not None
            or self.is_student
            or self.course_months > 0
            or self.sick_months > 0
            or self.age > OLDEST_POST_HOLDER
            or self.capacity < WEAK
            or not (self.household.is_registered or self.household.record.is_monitored)
        ):
            return False
        return (
            self.capacity < FULL
            or self.uniform(Decision.POST_APPLICATION) < self.model.behaviour.post_full_capacity_chance
        )

    # earnings

    def earn(self):
        """Wage job, post and course of this month."""
        self.wage_days = self.post_days = self.course_days = 0
        if self.employer is not None:
            self.earn_wage()
        if self.post_months > 0:
            self.earn_post_pay()
        if self.course_months > 0:
            self.draw_allowance()

    def earn_wage(self):
        """The wage job: at home its pay is the household's; away, part of it is spent there, part stays there."""
        household, employer, county = self.household, self.employer, self.county
        behaviour, date, place = self.model.behaviour, self.model.date, self.employer.place
        self.wage_days = wage_month(place, date.season, date.movement_stop) if self.sick_months == 0 else 0
        if self.wage_days > 0:
            self.worked_months |= 1
        pay = self.wage * self.wage_days // FULL_MONTH
        self.pay += pay
        household.earned[WAGES] += pay
        if place == LOCAL:
            employer.wage_bill += pay
            household.surveyed[WAGES] += pay
            return
        county.outside_wages[place] += pay
        if date.movement_stop < 0.5:
            self.away_months |= 1
        cost = min(pay, fen(behaviour.living_cost_away * date.price_level * self.wage_days / FULL_MONTH))
        household.costs_away += cost
        if months_set(self.away_months) >= HALF_YEAR:
            household.surveyed[TRANSFERS] += floor(behaviour.remitted_share * (pay - cost))
        else:
            household.surveyed[WAGES] += pay - cost

    def earn_post_pay(self):
        """Pay of a public-welfare post, out of the county's purse, for who can come to work."""
        if work_days(self.capacity, self.sick_months) == 0:
            return
        pay = post_cost(self.model.levers)
        self.post_days = POST_DAYS
        self.worked_months |= 1
        self.pay += pay
        self.household.receive(WAGES, pay)
        self.household.subsidies += pay
        self.county.buy(LOCAL_JOBS, pay)

    def draw_allowance(self):
        """A trainee's living allowance; the county has paid it with the place."""
        allowance = fen(self.model.levers.skill_project_stipend * COURSE_DAYS)
        self.course_days = COURSE_DAYS
        self.household.receive(TRANSFERS, allowance)
        self.household.subsidies += allowance
