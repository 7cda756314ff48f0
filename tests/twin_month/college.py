"""What a county does for skills: builds, finds partners, offers seats, seats the waiting list, holds contests."""

from math import ceil, floor

from sim.funding import FEN
from sim.rules.contests import CONTEST_MONTH, USUAL_YOUNG
from sim.rules.funds import KEY_COUNTIES
from sim.state.codes import (
    DELIVERED,
    EASTERN_SCHOOL,
    FARM_COURSE,
    FARM_TRAINING,
    ONLINE,
    SKILL_CONTEST,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    TECHNICAL_SCHOOL,
    YEAR,
)
from twin_month.agent import Agent
from twin_month.equations import (
    building_cost,
    completed,
    covered,
    demand_outside,
    grant_of,
    gross_up,
    intake,
    is_national,
    key_only_cost,
    monthly,
    once,
    own_share,
    price,
    seats_bought,
    share_by_contests,
)


class College(Agent):
    """Skills in a county. `centres` is a list of TrainingCenter, `persons` of Person."""

    def places_money(self, m):
        """This month's money that became places."""
        return self.money[m][DELIVERED] - self.overhead[m]

    def school_quality(self):
        """Quality of the county's first centre."""
        return self.centres[0].quality if self.centres else 1.0

    # seats

    def prepare_seats(self):
        """Build, find partners, say how many seats there are."""
        self.build()
        self.find_partners()
        pupils = self.pupils
        for centre in self.centres:
            pupils -= centre.offer(pupils)

    def build(self):
        """Spend what is for building in key counties alone."""
        levers, behaviour, money, share = self.model.levers, self.model.behaviour, 0, 0.0
        m = SKILL_PROJECT
        if self.key_only_plan[m] > 0 and self.planned[m] > 0:
            here = float(self.places_money(m))
            part = self.key_only_plan[m] / self.plan[m]
            part = part * building_cost(levers) / key_only_cost(levers)
            money = min(floor(here * part), self.purse[m])
            usual = gross_up(m, behaviour) * (1.0 + own_share(m, behaviour))
            share = min(1.0, here * usual / self.planned[m])
        if money > 0:
            self.buy(m, money)
            self.norms += share * levers.skill_project_norms_key_only / KEY_COUNTIES / YEAR
        for centre in self.centres:
            centre.grow(float(money))

    def find_partners(self):
        """Eastern schools and firms behind seats."""
        levers, m, seats = self.model.levers, SKILL_COOPERATION, 0.0
        for centre in self.centres:
            seats += centre.capacity if centre.kind != ONLINE else 0.0
        cost = levers.skill_cooperation_partner_cost
        most = floor(seats * cost * FEN)
        money = float(max(0, self.places_money(m)))
        for_schools = min(floor(levers.skill_cooperation_school_share * money), most)
        for_firms = min(floor(levers.skill_cooperation_firm_share * money), most)
        self.partnered = covered(for_schools, seats, cost)
        self.linked = covered(for_firms, seats, cost)
        self.buy(m, for_schools + for_firms)

    # contests

    def hold_contests(self):
        """Each June what the purse pays."""
        model, m = self.model, SKILL_CONTEST
        self.contest_spirit = self.contest_spirit * (1.0 - 1.0 / YEAR)
        money, young = self.purse[m], self.need[m]
        if model.date.season != CONTEST_MONTH or money == 0 or young == 0:
            return
        contests = money / float(once(model.levers.skill_contest_cost))
        winners = model.behaviour.contest_winners
        if is_national(model.date.number):
            winners = winners * model.behaviour.national_contest_ratio
        wins = share_by_contests(winners, contests, young)
        certified = share_by_contests(model.behaviour.contest_certified, contests, young)
        for person in self.persons:
            if person.may_compete():
                person.compete(wins, certified)
        self.contest_spirit += USUAL_YOUNG * contests / young
        self.buy(m, money)

    # courses

    def hold_courses(self):
        """Courses end, people apply and wait, centres seat as many as there are seats and money for."""
        model = self.model
        demand = demand_outside(self.province.demand, model.date.destination_slump)
        for person in self.persons:
            person.learn()
        self.pupils = sum(person.course == TECHNICAL_SCHOOL for person in self.persons)
        self.eastern_pupils = sum(person.course == EASTERN_SCHOOL for person in self.persons)
        waiting = [person for person in self.persons if person.asks_for_course(self.contest_spirit)]
        waiting.sort(key=lambda person: person.course_lot())
        money = self.purse[SKILL_PROJECT] - self.pupils * monthly(model.levers.skill_project_school_grant)
        unserved = 0
        for person in waiting:
            paid = self.seat(person, money, demand)
            if paid is None:
                person.wait_on()
                unserved += 1
            else:
                money -= paid
        if self.centres:
            self.centres[0].queue = unserved

    def seat(self, person, money, demand):
        """Seat one applicant; what it took of the money for courses, or None if there was no seat."""
        better = 1.0 + self.model.behaviour.partner_quality * self.partnered
        for course in person.courses_wanted():
            cost = price(course, self.model.levers)
            if course == FARM_COURSE:
                if cost <= self.purse[FARM_TRAINING]:
                    person.begin_course(course, better, demand)
                    self.buy(FARM_TRAINING, cost)
                    return 0
                continue
            if cost > money:
                continue
            for centre in self.centres:
                if centre.has_seat(course):
                    centre.enrolled += 1
                    person.begin_course(course, centre.quality * better, demand)
                    self.buy(SKILL_PROJECT, cost)
                    return cost
        return None

    # technical schools

    def run_schools(self):
        """January's admissions, this month's grants."""
        levers = self.model.levers
        if self.model.date.season == 0:
            self.admit()
        full = monthly(levers.skill_project_school_grant)
        self.school_grant = grant_of(full, self.purse[SKILL_PROJECT], self.pupils)
        self.buy(SKILL_PROJECT, self.pupils * self.school_grant)
        seat = grant_of(monthly(levers.skill_cooperation_seat_cost), self.purse[SKILL_COOPERATION], self.eastern_pupils)
        self.buy(SKILL_COOPERATION, self.eastern_pupils * seat)

    def admit(self):
        """School leavers queue; eastern seats are given first."""
        wanting = [person for person in self.persons if person.wants_school()]
        queue = sorted(wanting, key=lambda person: person.school_lot())
        eastern, home = self.seats_in_the_east(), self.seats_at_home()
        for place, person in enumerate(queue):
            if place < eastern:
                person.enter_school(EASTERN_SCHOOL)
                self.eastern_pupils += 1
            elif place < eastern + home:
                person.enter_school(TECHNICAL_SCHOOL)
                self.pupils += 1
            else:
                person.be_refused()

    def seats_in_the_east(self):
        """Eastern seats for new pupils."""
        levers = self.model.levers
        share = max(0.0, 1.0 - levers.skill_cooperation_school_share - levers.skill_cooperation_firm_share)
        cost = max(1, monthly(levers.skill_cooperation_seat_cost))
        kept = share * self.places_money(SKILL_COOPERATION) / cost
        seats, self.eastern_carried = intake(kept, kept, self.eastern_pupils, self.eastern_carried)
        return seats

    def seats_at_home(self):
        """Seats for new pupils in the county's technical colleges."""
        levers, colleges = self.model.levers, [one for one in self.centres if one.kind == TECHNICAL_COLLEGE]
        capacity = 0.0
        for college in colleges:
            capacity += college.capacity
        if capacity == 0.0:
            return 0
        money = levers.skill_project_schooling_share * self.places_money(SKILL_PROJECT)
        kept = money / max(1, monthly(levers.skill_project_school_grant))
        last = colleges[-1]
        seats, last.seats_carried = intake(capacity, kept, self.pupils, last.seats_carried)
        return seats


class Centre(Agent):
    """Seats in courses of its kind."""

    def grow(self, money):
        """What all money for building of the month buys here; what was under way goes on."""
        behaviour = self.model.behaviour
        self.building += seats_bought(self.kind, money, self.model.levers, behaviour)
        ready = completed(self.building, self.kind, behaviour.construction_months)
        self.building -= ready
        self.capacity += ready

    def offer(self, pupils):
        """Say how many whole seats there are; returns how many pupils sit here."""
        self.enrolled = self.queue = 0
        if self.kind == TECHNICAL_COLLEGE:
            there = min(pupils, ceil(self.capacity))
            self.seats = max(0, floor(self.capacity) - there)
            return there
        expected = self.capacity + self.seats_carried
        self.seats = floor(expected)
        self.seats_carried = expected - self.seats
        return 0
