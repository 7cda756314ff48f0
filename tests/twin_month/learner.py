"""A person who learns: waits for a course, takes it, goes to a technical school, keeps or loses what was taught."""

from math import floor

from sim.numeric import NONE, Decision
from sim.rules.learning import LONGEST_MEMORY
from sim.rules.needs import ADULT, YOUNG
from sim.rules.training import (
    AGAIN_AFTER_MONTHS,
    LATER,
    LONGEST_WAIT,
    NINE_YEARS,
    OLDEST_SENIOR_TRAINEE,
    OLDEST_TRAINEE,
    SENIOR_MONTHS,
)
from sim.state.codes import (
    BASIC_CERTIFICATE,
    CRAFT_COURSE,
    EASTERN_LINK,
    EASTERN_SCHOOL,
    FARM_COURSE,
    FIRM_LINK,
    HALF,
    HIGH_CERTIFICATE,
    NO_COURSE,
    NO_LINK,
    ONLINE_COURSE,
    REFUSED_SCHOOL,
    SENIOR_COURSE,
    TECHNICAL_SCHOOL,
    YEAR,
)
from twin_month.agent import Agent, single
from twin_month.equations import (
    adoption_chance,
    application_chance,
    certificate_of,
    certified_chance,
    course_pay,
    faded,
    hiring_odds,
    is_for_the_east,
    is_leaver,
    lesson_of,
    risen,
    school_months,
)


class Learner(Agent):
    """Courses and technical schools of a person."""

    @property
    def is_pupil(self):
        """In a technical school."""
        return self.course in (TECHNICAL_SCHOOL, EASTERN_SCHOOL)

    @property
    def is_on_the_books(self):
        """In a household that is registered or monitored."""
        return self.household.is_registered or self.household.record.is_monitored

    def learn(self):
        """A month passes since the last course; a course or school under way goes on, or ends."""
        self.is_free = False
        if self.trained_months != NONE:
            self.remember()
        if self.is_pupil:
            self.attend_school()
        elif self.course_months > 0:
            self.course_months -= 1
            if self.course_months == 0:
                self.finish_course()
        else:
            self.course = NO_COURSE
            self.is_free = True

    def remember(self):
        """What was taught sinks in, or is lost if it is not used."""
        behaviour, months = self.model.behaviour, self.trained_months
        self.trained_months = min(months + 1, LONGEST_MEMORY)
        if months < behaviour.training_rise_months:
            know_how = risen(self.know_how, self.lesson, behaviour.training_rise_months)
        elif self.employer is None and not (self.has_rural_craft and self.odd_days > 0):
            know_how = faded(
                self.know_how, self.certificate > 0, behaviour.know_how_loss, behaviour.certificate_kept_share
            )
        else:
            return
        self.know_how = single(know_how)

    # courses

    def finish_course(self):
        """Completed or not, certified or not."""
        behaviour, county, course = self.model.behaviour, self.county, self.course
        self.course = NO_COURSE
        is_online = course == ONLINE_COURSE
        chance = behaviour.online_completion_chance if is_online else behaviour.completion_chance
        if self.uniform(Decision.COMPLETION) >= chance:
            self.lesson = 0
            return
        self.trained_months = 0
        self.link = FIRM_LINK if self.uniform(Decision.COURSE_LINK) < county.linked else NO_LINK
        chance = certified_chance(county.norms, behaviour.certificate_chance, behaviour.norm_effect)
        if self.uniform(Decision.CERTIFICATE) < chance:
            self.earn_certificate(HIGH_CERTIFICATE if course == SENIOR_COURSE else BASIC_CERTIFICATE)
        if course == FARM_COURSE:
            self.has_rural_craft = True
            chance = adoption_chance(self.schooling, county.agronomists, behaviour)
            if self.uniform(Decision.ADOPTION) < chance:
                self.household.has_adopted = True

    def earn_certificate(self, certificate):
        """A higher certificate replaces a lower one."""
        self.certificate = max(self.certificate, certificate)

    def asks_for_course(self, chance_here):
        """Whether the person may take a course now, and asks for one, or still does; `chance_here` is the county's."""
        asks = (
            self.is_free
            and self.is_on_the_books
            and self.capacity >= HALF
            and self.age <= OLDEST_TRAINEE
            and not self.is_student
            and self.sick_months == 0
            and self.post_months == 0
            and self.certificate < HIGH_CERTIFICATE
            and self.employer is None
            and (self.trained_months == NONE or self.trained_months >= AGAIN_AFTER_MONTHS)
        )
        if asks:
            u = self.uniform(Decision.COURSE_APPLICATION)
            if self.waiting_months > 0:
                asks = u >= self.model.behaviour.giving_up_chance
            else:
                asks = u < self.application_chance(chance_here)
        if self.is_free and not asks:
            self.waiting_months = 0
        return asks

    def application_chance(self, spirit):
        """Chance of asking for a course; contests move the young."""
        behaviour = self.model.behaviour
        return application_chance(
            self.household.village.distance,
            behaviour.contest_uplift * spirit if self.age < YOUNG else 0.0,
            behaviour.application_intercept,
            behaviour.application_distance,
        )

    def course_lot(self):
        """Place on the waiting list, lowest first: the monitored, then who has waited longest, then by lot."""
        later = 0 if self.household.record.is_monitored else LATER
        return float(later - self.waiting_months) + self.lot(Decision.COURSE_ORDER)

    def courses_wanted(self):
        """The courses that the person would take, in this order."""
        behaviour, u = self.model.behaviour, self.uniform(Decision.COURSE_KIND)
        if (
            self.certificate == BASIC_CERTIFICATE
            and self.schooling >= NINE_YEARS
            and self.age <= OLDEST_SENIOR_TRAINEE
            and u < behaviour.senior_course_wish
        ):
            return [SENIOR_COURSE, CRAFT_COURSE, ONLINE_COURSE]
        if self.household.land > 0 and u >= 1.0 - behaviour.farm_course_wish:
            return [FARM_COURSE, CRAFT_COURSE, ONLINE_COURSE]
        return [CRAFT_COURSE, ONLINE_COURSE]

    def begin_course(self, course, quality, demand):
        """A seat is found."""
        self.course = course
        self.course_months = SENIOR_MONTHS if course == SENIOR_COURSE else 1
        self.waiting_months = 0
        self.lesson = lesson_of(quality, self.is_female, self.age, self.jobless_months, demand, self.model.behaviour)

    def wait_on(self):
        """No seat this month."""
        self.waiting_months = min(self.waiting_months + 1, LONGEST_WAIT)

    def learnt_pay(self):
        """Log points of pay that courses and a senior worker's certificate bring."""
        behaviour = self.model.behaviour
        return course_pay(
            self.know_how, self.certificate, behaviour.training_pay_effect, behaviour.high_certificate_pay_effect
        )

    def learnt_odds(self):
        """Log odds of being hired before somebody who never took a course."""
        behaviour = self.model.behaviour
        return hiring_odds(
            self.know_how,
            self.link,
            self.trained_months,
            behaviour.training_offer_effect,
            behaviour.link_offer_effect,
        )

    def is_for_the_east(self):
        """Whether the person came out of an eastern school and stays there."""
        return is_for_the_east(self.link, self.trained_months)

    # technical school

    def wants_school(self):
        """Whether the person has just left school and wants to enter a technical school."""
        return (
            is_leaver(self.age, self.schooling, self.is_student)
            and self.is_on_the_books
            and self.uniform(Decision.SCHOOL_WISH) < self.model.behaviour.technical_school_wish
        )

    def school_lot(self):
        """Place in the queue for a technical school, lowest first."""
        return (0.0 if self.household.record.is_monitored else 1.0) + self.lot(Decision.SCHOOL_ORDER)

    def enter_school(self, course):
        """A seat in a technical school."""
        self.is_student = True
        self.course = course
        self.course_months = school_months(self.age)

    def be_refused(self):
        """No seat in a technical school this year."""
        self.course = REFUSED_SCHOOL

    def leave_school(self):
        """No pupil any more."""
        self.is_student = False
        self.course = NO_COURSE
        self.course_months = 0

    def attend_school(self):
        """A pupil's month: goes on, drops out, or is through."""
        behaviour = self.model.behaviour
        self.course_months -= 1
        if self.course_months == 0:
            self.graduate()
        elif self.uniform(Decision.SCHOOL_DROPOUT) < behaviour.school_dropout_rate / YEAR:
            self.leave_school()

    def graduate(self):
        """Through with a technical school: what it taught beyond years of schooling, certificate, way into work."""
        behaviour, county, is_eastern = self.model.behaviour, self.county, self.course == EASTERN_SCHOOL
        self.leave_school()
        self.trained_months = 0
        if is_eastern:
            better = behaviour.partner_quality
        else:
            better = behaviour.partner_quality * county.partnered + (county.school_quality() * county.teaching - 1.0)
        self.lesson = floor(100.0 * max(0.0, better) + 0.5)
        if self.uniform(Decision.CERTIFICATE) < behaviour.school_certificate_chance:
            self.earn_certificate(certificate_of(self.schooling))
        if is_eastern:
            comes_home = self.uniform(Decision.EASTERN_RETURN) < behaviour.eastern_return_share
            self.link = NO_LINK if comes_home else EASTERN_LINK
        else:
            self.link = FIRM_LINK if self.uniform(Decision.COURSE_LINK) < county.linked else NO_LINK

    # contests

    def may_compete(self):
        """A young worker of a household on the books."""
        return ADULT <= self.age < YOUNG and self.capacity >= HALF and not self.is_student and self.is_on_the_books

    def compete(self, wins, certified):
        """A contest: wins, is certified, or neither."""
        u = self.uniform(Decision.CONTEST)
        if u < wins:
            self.earn_certificate(HIGH_CERTIFICATE)
        elif u < wins + certified:
            self.earn_certificate(BASIC_CERTIFICATE)
