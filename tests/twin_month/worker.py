"""A person at work: learns, looks for work, is hired, earns, leaves."""

from math import exp, floor

from sim.numeric import NONE, Decision, hashed_id
from sim.rules import graduates, relief, workshops
from sim.rules.careers import FIRST_AGE, HUNDREDTHS, LAST_AGE
from sim.rules.channels import AGENCY
from sim.rules.earnings import COURSE_DAYS, FEN, FULL_MONTH, HALF_YEAR, POST_DAYS
from sim.rules.posts import OLDEST_POST_HOLDER
from sim.rules.search import OLDEST_MIGRANT
from sim.rules.separations import FESTIVAL, LONGEST_SEARCH, LONGEST_TENURE, OLDEST_WORKER
from sim.rules.services import LONGEST_WAIT
from sim.rules.startups import (
    ABLE_DRAW,
    NEEDS_KEPT,
    OLDEST_FOUNDER,
    PAY_DRAW,
    SIZE_SPREAD,
    TYPICAL_SIZE,
    WISH_DRAW,
    WORKING_SHARE,
    YOUNGEST_FOUNDER,
)
from sim.state.codes import (
    BUSINESS,
    CRAFT_COURSE,
    EAST,
    FULL,
    GRADUATE_ALLOWANCE,
    HALF,
    LABOUR_EXPORT,
    LOCAL,
    LOCAL_JOBS,
    PLACES,
    PROVINCE,
    SENIOR_COURSE,
    START_UP,
    TECHNICAL_SCHOOL,
    TRANSFERS,
    WAGES,
    WEAK,
    WORKSHOP,
    YEAR,
)
from twin_month.agent import single
from twin_month.equations import (
    ability,
    affordable_jobs,
    arrears_chance,
    aspiration,
    believed_chance,
    beyond_wage,
    brand_pay,
    channel_of_offer,
    channel_pay,
    course_days,
    distaste,
    drawn,
    expected_profit,
    farm_hand,
    fen,
    gumbel,
    hiring_lot,
    home_value,
    hundredths,
    is_graduate,
    journey,
    months_set,
    moved_wage,
    network_key,
    once,
    paid_away,
    pay_factor,
    pay_gap,
    place_pay,
    place_value,
    post_cost,
    rank,
    relief_day_cost,
    reservation,
    return_chance,
    ruin,
    separation_chance,
    together,
    usual_pay,
    wage_month,
    work_days,
)
from twin_month.learner import Learner


class Worker(Learner):
    """What a person does for a living. `employer` is an Employer or None."""

    @property
    def county(self):
        return self.household.village.county

    # startups

    @property
    def is_owner(self):
        """Whether the person owns the firm that it works in."""
        return self.employer is not None and self.employer.owner == self.id

    def has_idea_or_settles(self):
        """An owner settles when it is over; once a year somebody else may think of a firm of its own."""
        if self.is_owner:
            if not self.employer.is_open or self.age > OLDEST_WORKER or self.capacity < HALF:
                self.give_up_firm()
            return False
        return (
            self.id % YEAR == self.model.date.season
            and self.may_found()
            and self.uniform(Decision.FOUNDING) < self.model.behaviour.founding_idea_rate
        )

    def may_have_support(self):
        """Registered, monitored or back from work away."""
        household = self.household
        has_been_away = months_set(self.away_months) >= HALF_YEAR
        return household.is_registered or household.record.is_monitored or has_been_away

    def give_up_firm(self):
        """A closed firm is settled; an open one is sold for its cash, or closes when the owner was alone in it."""
        firm, cash = self.employer, max(0, self.employer.cash)
        self.household.take_over(firm)
        if not firm.is_open:
            return
        self.leave_job()
        if firm.filled == 0:
            firm.close()
        else:
            firm.cash = cash

    def may_found(self):
        """Whether the person may open a firm at all."""
        return (
            self.capacity == FULL
            and YOUNGEST_FOUNDER <= self.age <= OLDEST_FOUNDER
            and not self.is_student
            and self.sick_months == 0
            and self.course_months == 0
            and self.post_months == 0
        )

    def pay_now(self):
        """What the person would give up, fen a month."""
        behaviour, date = self.model.behaviour, self.model.date
        if self.employer is None:
            return self.home_value() * FEN
        away = behaviour.living_cost_away * date.price_level * FEN if self.employer.place != LOCAL else 0.0
        return self.wage - away

    def found_firm(self, is_supported):
        """With own savings, credit and a job given up, if it promises enough; True if so."""
        behaviour, levers, date, household = self.model.behaviour, self.model.levers, self.model.date, self.household
        needs = behaviour.consumption_floor * date.price_level * FEN * len(household.members) / YEAR
        own = max(0.0, household.savings - NEEDS_KEPT * needs)
        per_job = behaviour.capital_per_job * date.price_level * FEN
        wish = max(1.0, TYPICAL_SIZE * exp(SIZE_SPREAD * self.normal(Decision.FOUNDING, WISH_DRAW)))
        able = ability(
            self.skill, months_set(self.away_months), behaviour.founder_skill_effect, behaviour.founder_away_effect
        )
        credit, grant, rate = behaviour.own_credit_ratio * own, 0, behaviour.debt_interest
        if is_supported:
            credit = max(credit, levers.startup_support_loan_limit * FEN)
            grant = floor(levers.startup_support_cash_share * once(levers.startup_support_grant))
            rate = max(0.0, rate - levers.startup_support_interest_discount)
            able *= exp(behaviour.founder_training_effect)
        jobs = affordable_jobs(wish, own, credit, per_job)
        capital = floor(jobs * per_job)
        put_in = min(capital, floor(own))
        usual = usual_pay(self.county.remoteness, behaviour, date.pay_level)
        interest = (capital - put_in) * rate / YEAR
        expected = expected_profit(usual, able, jobs, beyond_wage(behaviour.local_markdown), interest)
        place = self.county.free_place()
        if jobs == 0.0 or place == NONE or expected <= (1.0 + behaviour.founding_premium) * self.pay_now():
            return False
        if self.employer is not None:
            self.leave_job()
        spread = behaviour.founder_luck_spread
        able *= exp(spread * self.normal(Decision.FOUNDING, ABLE_DRAW) - 0.5 * spread * spread)
        pay = usual * exp(0.1 * self.normal(Decision.FOUNDING, PAY_DRAW))
        cash = floor(WORKING_SHARE * capital) + grant
        firm = self.county.open_employer(place, hashed_id(self.id, date.number), START_UP, jobs, able, pay, cash)
        firm.owner = self.id
        firm.is_supported = is_supported
        firm.loan = capital - put_in
        firm.positions = firm.filled = 1
        household.invest(put_in)
        self.start_job(firm, 0, 0)
        return True

    # workshops

    def may_join_workshop(self):
        """Whether a workshop is for this person, and the person is free."""
        if (
            self.employer is not None
            or self.post_months > 0
            or self.course_months > 0
            or self.is_student
            or self.sick_months > 0
            or self.capacity < WEAK
            or self.age > workshops.OLDEST_WORKER
        ):
            return False
        is_mother = self.is_female and self.age <= workshops.OLDEST_MOTHER and self.household.has_child()
        return self.capacity < FULL or is_mother

    def near_offer(self, offer):
        """Match and pay of a job nobody has told of."""
        match = hundredths(drawn(self.model.behaviour.match_spread, self.normal(Decision.MATCH_QUALITY)))
        return match, self.pay_in_job(offer, match)

    def pay_in_job(self, offer, match):
        """Fen a month that a job which offers so much to anybody pays this person, whom it fits so well."""
        return floor(offer * self.pay_factor() * exp((match + self.fortune) / HUNDREDTHS) + 0.5)

    def takes_job_near_home(self, workshop, near):
        """Accept or refuse a workshop's job, `near` fen a month being what it is worth to work near home."""
        match, wage = self.near_offer(workshop.wage)
        if wage + near < self.reservation() * FEN:
            return False
        self.start_job(workshop, wage, match)
        return True

    # graduates

    @property
    def is_graduate(self):
        return is_graduate(self.schooling, self.certificate)

    def may_be_asked(self):
        """Whether a firm may ask a graduate: without a job, or away."""
        return (
            self.capacity == FULL
            and self.age <= graduates.OLDEST
            and not self.is_student
            and self.sick_months == 0
            and self.course_months == 0
            and self.post_months == 0
            and (self.employer is None or self.employer.place != LOCAL)
        )

    def end_month_of_allowance(self):
        """A month of the allowance is over; with the last one the graduate may go."""
        behaviour, date = self.model.behaviour, self.model.date
        if self.employer is None or self.employer.place != LOCAL:
            self.allowance_months = 0
            return
        self.allowance_months -= 1
        if self.allowance_months == 0:
            there = self.pay_in_job(place_pay(PROVINCE, behaviour, date.pay_level) * FEN, self.match)
            if there - behaviour.living_cost_away * date.price_level * FEN > self.wage:
                self.leave_job()

    def takes_job_with_allowance(self, firm):
        """Accept or refuse a job of a county firm with an allowance."""
        levers, is_away = self.model.levers, self.employer is not None
        match, wage = self.near_offer(firm.wage)
        offered = wage + once(levers.graduate_allowance_allowance)
        if offered <= (self.pay_now() if is_away else 0.0) or offered < self.reservation() * FEN:
            return False
        if is_away:
            self.leave_job()
        self.start_job(firm, wage, match)
        self.allowance_months = floor(levers.graduate_allowance_term)
        return True

    # relief

    def may_work_for_relief(self):
        """Whether the person is at home, can work, and of a registered or monitored household."""
        return (
            self.employer is None
            and self.capacity >= HALF
            and self.age <= relief.OLDEST
            and self.post_months == 0
            and self.course_months == 0
            and self.sick_months == 0
            and not self.is_student
            and (self.household.is_registered or self.household.record.is_monitored)
        )

    # separations

    def leave_job(self):
        """The wage job ends; its position is vacant again."""
        if self.employer.place == LOCAL:
            self.employer.filled -= 1
        else:
            self.county.outside_jobs[self.employer.place] -= 1
        if self.is_owner:
            self.employer.owner = NONE
        self.employer = None
        self.wage = 0
        self.match = 0
        self.tenure_months = 0
        self.jobless_months = 0

    # careers

    def begin_year_at_work(self):
        """January: pay moves for good and for the year; who has a job gets part of the raise."""
        behaviour = self.model.behaviour
        if not FIRST_AGE <= self.age <= LAST_AGE or self.is_student:
            return
        change = drawn(behaviour.permanent_pay_spread, self.normal(Decision.PERMANENT_PAY))
        self.skill = single(self.skill + change)
        before = self.fortune
        self.fortune = hundredths(drawn(behaviour.transitory_pay_spread, self.normal(Decision.TRANSITORY_PAY)))
        if self.employer is not None:
            change += (self.fortune - before) / HUNDREDTHS
            self.wage = moved_wage(self.wage, change, self.model.pay_growth, behaviour.raise_share)

    # separations

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
        """Whether the job ends by itself: a separation, a return for good, age or weakness, the festival at home."""
        behaviour, date, place = self.model.behaviour, self.model.date, self.employer.place
        if self.is_owner:
            return False
        weakest = WEAK if self.employer.kind == WORKSHOP else HALF
        if place == LOCAL:
            rate, demand = behaviour.local_separation_rate, 0.0
        else:
            rate, demand = (
                behaviour.outside_separation_rate,
                self.county.province.demand[place] - date.destination_slump,
            )
        chance = separation_chance(rate, self.match, self.tenure_months, demand, behaviour)
        if place == EAST and self.household.is_eligible:
            chance *= 1.0 - (1.0 - behaviour.cooperation_separation_ratio) * self.county.served_east
        u = self.uniform(Decision.SEPARATION)
        if place != LOCAL and chance <= u < chance + self.return_chance(demand):
            self.is_settled = True
            return True
        return (
            u < chance
            or self.age > OLDEST_WORKER
            or self.capacity < weakest
            or (
                place != LOCAL
                and date.season == FESTIVAL
                and self.uniform(Decision.RETURN_HOME) < behaviour.festival_return_share
            )
        )

    def return_chance(self, demand):
        """Chance to come home for good."""
        behaviour, county = self.model.behaviour, self.county
        is_family_ill = any(other is not self and other.sick_months > 0 for other in self.household.members)
        gap = pay_gap(county.remoteness, county.tightness, county.tightness_base, demand, behaviour)
        return return_chance(self.age, is_family_ill, gap, behaviour)

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
            self.learnt_pay(),
            behaviour.schooling_return,
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
        worth = {NONE: gumbel(self.uniform(Decision.WHERE_TO_LOOK, PLACES))}
        for place in range(PLACES):
            value = self.worth_of_place(place)
            if value is not None:
                scaled = self.model.behaviour.choice_scale * value
                worth[place] = scaled + gumbel(self.uniform(Decision.WHERE_TO_LOOK, place))
        return max(worth, key=worth.get)

    def settle_for_place(self):
        """The first place good enough, of those known best first, or NONE."""
        behaviour, workers = self.model.behaviour, self.household.village.workers
        home = gumbel(self.uniform(Decision.WHERE_TO_LOOK, PLACES))
        margin, decline = behaviour.aspiration_margin, behaviour.aspiration_decline
        enough = aspiration(home, self.jobless_months, margin, decline)
        for place in sorted(range(PLACES), key=lambda place: (-workers[place], place)):
            value = self.worth_of_place(place)
            if value is not None:
                pull = gumbel(self.uniform(Decision.WHERE_TO_LOOK, place))
                if behaviour.choice_scale * value + pull >= enough:
                    return place
        return NONE

    def worth_of_place(self, place):
        """Log value of looking for work at a place against staying at home; None if the person cannot."""
        if place != EAST and self.is_for_the_east():
            return None
        behaviour, date, household = self.model.behaviour, self.model.date, self.household
        chance = believed_chance(self.reach(place), self.county.chances[place], behaviour.least_believed_chance)
        expected = place_pay(place, behaviour, date.pay_level) * self.pay_factor() * chance
        risk = 0.0
        if place == LOCAL:
            expected *= self.county.market_access(behaviour.remote_pay_effect)
        else:
            money, subsidy = household.money_at_once(), household.hoped_subsidy()
            cost = max(0.0, journey(place, behaviour, date.price_level) - subsidy)
            if self.capacity != FULL or self.age > OLDEST_MIGRANT or self.is_settled or money < cost:
                return None
            living = behaviour.living_cost_away * date.price_level
            expected = max(expected - behaviour.living_cost_weight * living - cost / behaviour.stay_months, 1.0)
            risk = ruin(chance, money, cost + living, household.needs_of_month(), behaviour.ruin_aversion)
        away = distaste(place, household.has_somebody_to_care_for(), behaviour)
        return place_value(expected, self.home_value(), away, risk, household.village.pull[place])

    def channels(self, place):
        """Chance of an offer from a place through co-villagers, service, agency and walking in."""
        behaviour = self.model.behaviour
        return (
            self.household.village.network[place],
            self.county.service_chance(),
            self.county.agency_chance(place, self.household.is_eligible),
            behaviour.walk_in_offer_chance,
        )

    def reach(self, place):
        """Chance of an offer from a place in a normal month, guidance included."""
        reach = together(*self.channels(place))
        if self.helped_months > 0:
            return 1.0 - (1.0 - reach) * (1.0 - self.model.behaviour.help_offer_chance)
        return reach

    def is_waiting_for_help(self):
        """Whether the person lost a job within a year, could work and is not helped yet."""
        return (
            self.employer is None
            and self.jobless_months <= LONGEST_WAIT
            and self.capacity >= HALF
            and not self.is_student
            and self.sick_months == 0
            and self.course_months == 0
            and self.household.is_eligible
        )

    def channel(self, place):
        """The channel that brings this month's offer, or would have brought it."""
        return channel_of_offer(*self.channels(place), self.uniform(Decision.CHANNEL))

    def takes_job(self, employer, place, offer):
        """Accept or refuse a job whose employer offers so much to anybody; True if it is taken."""
        behaviour = self.model.behaviour
        match = hundredths(drawn(behaviour.match_spread, self.normal(Decision.MATCH_QUALITY)))
        own = exp((match + self.fortune) / HUNDREDTHS)
        wage = floor(offer * channel_pay(self.channel(place), behaviour) * self.pay_factor() * own + 0.5)
        if wage < self.reservation() * FEN:
            return False
        self.start_job(employer, wage, match)
        return True

    def claim_support(self, place):
        """Hired outside: support for the journey if an agency brought the job or it is claimed, once a year."""
        behaviour, levers, season = self.model.behaviour, self.model.levers, self.model.date.season
        subsidy = floor(levers.labour_export_transport_subsidy * FEN)
        cost = subsidy + floor(levers.labour_export_agency_fee * FEN)
        chance = 1.0 if self.channel(place) == AGENCY else behaviour.support_claim_chance
        if self.away_months:
            chance *= 1.0 - levers.labour_export_newcomers_share
        had_it = any(self.away_months >> ago & 1 for ago in range(season))
        if had_it or self.county.purse[LABOUR_EXPORT] < cost:
            return
        if self.uniform(Decision.SUPPORT_CLAIM) < chance:
            self.county.buy(LABOUR_EXPORT, cost)
            self.household.receive(TRANSFERS, subsidy)
            self.household.subsidies += subsidy

    def reservation(self):
        """Yuan a month below which no job is taken."""
        behaviour, household = self.model.behaviour, self.household
        price = behaviour.farm_output * self.model.date.farm_price_level
        farm = farm_hand(household.land, len(household.members), price, behaviour.farm_labour_elasticity)
        share, decline = behaviour.reservation_share, behaviour.reservation_decline
        return reservation(self.home_value(), farm, self.jobless_months, share, decline)

    def hiring_lot(self):
        """Place in the queue of searchers, lowest first; who hears of more or has learnt stands better."""
        reach = self.reach(self.looks)
        return hiring_lot(self.lot(Decision.HIRING_ORDER), reach, self.learnt_odds())

    def rank(self):
        """Place in the queue of employers who take the best first."""
        return rank(self.pay_factor(), self.hiring_lot())

    def network_key(self):
        """Place in the queue of employers who ask their workers first."""
        return network_key(self.channel(self.looks), self.hiring_lot())

    def start_job(self, employer, wage, match):
        """Hired."""
        self.employer = employer
        self.wage = wage
        self.match = match
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
        self.wage_days = self.post_days = 0
        self.course_days = course_days(self.course, self.course_months)
        if self.employer is not None:
            self.earn_wage()
        if self.post_months > 0:
            self.earn_post_pay()
        if self.relief_days > 0:
            self.worked_months |= 1
            self.earn_publicly(LOCAL_JOBS, self.relief_days * relief_day_cost(self.model.levers))
        allowance = once(self.model.levers.graduate_allowance_allowance)
        is_paid = self.allowance_months > 0 and self.wage_days > 0
        if is_paid and self.county.purse[GRADUATE_ALLOWANCE] >= allowance:
            self.earn_publicly(GRADUATE_ALLOWANCE, allowance)
        self.draw_allowance()

    def earn_publicly(self, measure, pay):
        """Pay for work out of the county's purse."""
        self.county.buy(measure, pay)
        self.county.public_wages += pay
        self.pay += pay
        self.household.receive(WAGES, pay)
        self.household.subsidies += pay

    def earn_wage(self):
        """The wage job: at home its pay is the household's; away, part of it is spent there, part stays there."""
        household, employer, county = self.household, self.employer, self.county
        behaviour, date, place = self.model.behaviour, self.model.date, self.employer.place
        self.wage_days = wage_month(place, date.season, date.movement_stop) if self.sick_months == 0 else 0
        if employer.kind == WORKSHOP:
            self.wage_days = min(self.wage_days, work_days(self.capacity, self.sick_months))
        if self.wage_days > 0:
            self.worked_months |= 1
        pay = self.wage * self.wage_days // FULL_MONTH
        if place != LOCAL:
            demand = county.province.demand[place] - date.destination_slump
            pay = 0 if self.is_pay_owed(place) else paid_away(pay, self.pay_moves(demand), 1.0)
        self.pay += pay
        household.earned[WAGES] += pay
        if place == LOCAL:
            employer.wage_bill += pay
            household.surveyed[WAGES] += pay
            if self.is_owner:
                household.receive(BUSINESS, employer.paid_out)
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

    def is_pay_owed(self, place):
        """Whether this month is never paid."""
        behaviour = self.model.behaviour
        recovered = self.county.arrears_recovered
        if place == EAST and self.household.is_eligible:
            recovered += behaviour.cooperation_recovered * self.county.served_east
        chance = arrears_chance(behaviour.arrears_rate, behaviour.arrears_months, recovered)
        return self.uniform(Decision.ARREARS) < chance

    def pay_moves(self, demand):
        """Log points that demand away and the county's reputation add to pay."""
        behaviour = self.model.behaviour
        more = brand_pay(
            self.county.reputation, self.tenure_months, behaviour.brand_pay_effect, behaviour.employer_learning
        )
        return behaviour.demand_pay_effect * demand + more

    def earn_post_pay(self):
        """Pay of a public-welfare post, out of the county's purse, for who can come to work."""
        if work_days(self.capacity, self.sick_months) == 0:
            return
        self.post_days = POST_DAYS
        self.worked_months |= 1
        self.earn_publicly(LOCAL_JOBS, post_cost(self.model.levers))

    def draw_allowance(self):
        """A trainee's living allowance, a pupil's grant; the county has paid them."""
        allowance = 0
        if self.course == TECHNICAL_SCHOOL:
            allowance = self.county.school_grant
        elif self.course in (CRAFT_COURSE, SENIOR_COURSE):
            allowance = fen(self.model.levers.skill_project_stipend * COURSE_DAYS)
        self.household.receive(TRANSFERS, allowance)
        self.household.subsidies += allowance
