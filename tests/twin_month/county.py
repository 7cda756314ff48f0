"""Counties, where people queue: for seats, jobs and posts; villages and provinces around them."""

from math import erfc, floor, sqrt

from sim.numeric import NONE, Decision
from sim.rules.channels import WALK_IN
from sim.rules.earnings import FEN
from sim.rules.shocks import NEIGHBOURS
from sim.state.codes import (
    BASIC_CERTIFICATE,
    DATA_SHARING,
    EAST,
    JOB_COOPERATION,
    JOB_SERVICE,
    LABOUR_BRAND,
    LABOUR_EXPORT,
    LOCAL,
    LOCAL_JOBS,
    MEASURES,
    PLACES,
    PROPERTY,
    PROVINCE,
)
from twin_month.agent import Agent
from twin_month.census import Census
from twin_month.college import College
from twin_month.corps import Corps
from twin_month.employer import Employer, Market
from twin_month.equations import (
    blended,
    journey,
    known_chance,
    local_matches,
    local_offer,
    market_access,
    monthly,
    monthly_chance,
    network_chance,
    network_pull,
    odd_days_found,
    offer_ratio,
    persistent,
    place_pay,
    reached,
    reputation_next,
    spatial,
    usual_reach,
)
from twin_month.government import Government
from twin_month.insured import Insurer, Pooler
from twin_month.localjobs import LocalJobs
from twin_month.money import Treasury
from twin_month.needs import needs
from twin_month.worker import Worker

DESTINATIONS = range(PROVINCE, PLACES)
"""Places outside the county."""


class Village(Agent):
    """Neighbours. `households` is a list of Household, `county` a County."""

    def meet_workers(self):
        """Who of the village works where: its network, the offers it brings and what its company is worth."""
        behaviour = self.model.behaviour
        self.workers = [0] * PLACES
        for household in self.households:
            for person in household.members:
                if person.employer is not None:
                    self.workers[person.employer.place] += 1
        shares = [workers / max(self.people, 1) for workers in self.workers]
        self.network = [network_chance(share, behaviour) for share in shares]
        self.pull = [network_pull(share, behaviour) for share in shares]


class Province(Treasury, Pooler):
    """Counties that share pools and places outside. `accounts` are the employers outside, by place."""

    def spread_practice(self):
        """Counties hear how the better of them keep to the rules."""
        if self.counties:
            total = 0.0
            for county in self.counties:
                total += county.honesty
            mean = total / len(self.counties)
            for county in self.counties:
                county.hear_of_better(mean)

    def move_demand(self, common):
        """Demand for its workers at each destination; a part of every shock is common to all."""
        behaviour = self.model.behaviour
        for place in DESTINATIONS:
            self.demand[place] = persistent(
                self.demand[place],
                behaviour.demand_persistence,
                behaviour.demand_spread,
                behaviour.demand_common_share,
                common,
                self.normal(Decision.DESTINATION_DEMAND, place),
            )

    def share_offers(self, is_burn_in):
        """The offers at each destination, split by the counties' searchers; fractions are carried forward."""
        behaviour, date = self.model.behaviour, self.model.date
        for place in DESTINATIONS:
            searchers = 0.0
            for county in self.counties:
                searchers += county.weight * county.applicants[place]
            if is_burn_in:
                usual = self.searchers_base[place]
                self.searchers_base[place] = blended(usual, searchers, behaviour.belief_renewal) if usual else searchers
            ratio = offer_ratio(
                searchers,
                self.searchers_base[place],
                behaviour.offer_crowding,
                self.demand[place] - date.destination_slump,
            )
            for county in self.counties:
                county.receive_offers(place, ratio * (1.0 - date.movement_stop))
        if is_burn_in:
            for county in self.counties:
                county.learn_usual_tightness()

    def close_accounts(self):
        """What the accounts outside stand for: everybody at work there and the wages paid, the offer of this month."""
        for place, account in self.accounts.items():
            jobs, paid = 0.0, 0.0
            for county in self.counties:
                there = [person for person in county.persons if person.employer is account]
                jobs += county.weight * len(there)
                paid += county.weight * county.outside_wages[place]
            account.filled = account.positions = floor(jobs + 0.5)
            account.wage_bill = account.revenue = floor(paid + 0.5)
            account.wage = floor(place_pay(place, self.model.behaviour, self.model.date.pay_level) * FEN)


class County(LocalJobs, Government, Insurer, Corps, Census, College):
    """Where people queue. `households`, `persons`, `employers` and `centres` are lists, `province` a Province."""

    def by_lot(self, people, decision, draw=0):
        """A queue: people in the order of their lots."""
        return sorted(people, key=lambda person: person.lot(decision, draw))

    def by_lot_monitored_first(self, people, decision):
        """A queue in which members of monitored households stand before all others."""
        return sorted(people, key=lambda person: (not person.household.record.is_monitored, person.lot(decision)))

    def market_access(self, effect):
        """Pay or price here against a county of middling remoteness."""
        return market_access(self.remoteness, effect)

    # calendar

    def open_month(self):
        """Last month's spending is this month's demand; this month's counts begin at zero."""
        self.demand, self.spent = self.spent, 0
        self.odd_wages = self.public_wages = 0
        self.applicants, self.hires, self.outside_wages = [0] * PLACES, [0] * PLACES, [0] * PLACES
        self.bought, self.returned = [0] * MEASURES, [0] * MEASURES
        self.begin_census()

    # shocks

    def meet_weather(self):
        """The harvest, and perhaps a disaster that damages some households; both are alike within a province."""
        behaviour, shared = self.model.behaviour, self.model.behaviour.disaster_correlation
        self.farm_shock = persistent(
            self.farm_shock,
            behaviour.farm_persistence,
            behaviour.farm_spread,
            shared,
            self.province.normal(Decision.FARM_PRICE, 1),
            self.normal(Decision.FARM_PRICE),
        )
        self.farm_price = persistent(
            self.farm_price,
            behaviour.farm_price_persistence,
            behaviour.farm_price_spread,
            shared,
            self.province.normal(Decision.FARM_MARKET, 1),
            self.normal(Decision.FARM_MARKET),
        )
        z = spatial(
            self.province.normal(Decision.DISASTER, 1),
            self.model.luck.normal(int(Decision.DISASTER), self.code // NEIGHBOURS, 3),
            self.normal(Decision.DISASTER),
            shared,
            behaviour.disaster_neighbours,
        )
        self.is_disaster = 0.5 * erfc(-z / sqrt(2.0)) < monthly_chance(behaviour.disaster_rate)
        if self.is_disaster:
            for household in self.households:
                household.meet_disaster()

    # firms

    def let_firms_live(self):
        """A month of everybody who employs people here."""
        market = Market(self)
        for employer in self.employers:
            employer.paid_out = 0
            if employer.is_open:
                employer.live_a_month(market)

    def free_place(self):
        """A place in the list of employers that a closed one has left for good, or NONE."""
        for place, employer in enumerate(self.employers):
            if not employer.is_open and employer.filled == 0:
                return place
        return NONE

    def open_employer(self, place, *founding):
        """A new employer takes a free place of the list."""
        self.employers[place].remove()
        self.employers[place] = Employer.founded(self, *founding)
        return self.employers[place]

    # services

    def offer_services(self):
        """What the labour office's money and days reach this month."""
        levers = self.model.levers
        away = [person for person in self.persons if person.employer is not None and person.employer.place != LOCAL]
        eastern = sum(person.employer.place == EAST and person.household.is_eligible for person in away)
        certified = sum(person.certificate >= BASIC_CERTIFICATE for person in away)
        self.organised = reached(float(self.places[LABOUR_EXPORT]), float(self.seekers))
        served = min(eastern, self.places[JOB_COOPERATION])
        self.served_east = reached(float(served), float(eastern))
        self.buy(JOB_COOPERATION, served * monthly(levers.job_cooperation_service_cost))
        self.build_brand(reached(float(certified), float(len(away))))
        self.serve_villages()
        self.guide()

    def build_brand(self, certified):
        """All money for brands is spent; what it adds to the reputation of the workers."""
        behaviour = self.model.behaviour
        money = self.purse[LABOUR_BRAND]
        self.reputation = reputation_next(
            self.reputation,
            money / FEN / max(self.need[LABOUR_BRAND], 1.0),
            certified,
            behaviour.brand_decay,
            behaviour.brand_promotion,
            behaviour.brand_half,
            behaviour.brand_certified_weight,
        )
        self.buy(LABOUR_BRAND, money)

    def serve_villages(self):
        """Job services in villages and job fairs, as far as there are people for them."""
        behaviour, levers, money = self.model.behaviour, self.model.levers, float(self.purse[JOB_SERVICE])
        fairs = levers.job_service_fair_share * money / floor(levers.job_service_fair_cost * FEN)
        points = (1.0 - levers.job_service_fair_share) * money / monthly(levers.job_service_point_cost)
        units = points * behaviour.people_a_point + fairs * behaviour.people_a_fair
        people = float(self.need[DATA_SHARING])
        self.village_service = reached(units, people)
        if units > 0.0:
            self.buy(JOB_SERVICE, floor(money * min(1.0, max(people, 1.0) / units)))

    def guide(self):
        """Who lost a job, and is known to have, is helped, as many as the days allow, by lot."""
        behaviour = self.model.behaviour
        chance = known_chance(self.village_service, behaviour.village_alert_chance, behaviour.loss_report_chance)
        waiting = []
        for person in self.persons:
            if person.helped_months > 0:
                person.helped_months -= 1
            elif person.is_waiting_for_help() and person.uniform(Decision.JOB_LOSS_KNOWN) < chance:
                waiting.append(person)
        days = self.service[JOB_SERVICE] * self.need[JOB_SERVICE]
        cases = days / behaviour.case_days + self.guidance_carried
        self.guidance_carried = cases - floor(cases)
        helped = self.by_lot(waiting, Decision.GUIDANCE_ORDER)[: floor(cases)]
        for person in helped:
            person.helped_months = floor(behaviour.help_months)
        self.helped, self.helped_wait = len(helped), sum(person.jobless_months for person in helped)

    def service_chance(self):
        """Chance that the public employment service brings an offer."""
        behaviour = self.model.behaviour
        in_village = behaviour.service_offer_chance * self.village_service
        return min(1.0, behaviour.office_offer_chance * self.staff + in_village)

    def agency_chance(self, place, is_eligible):
        """Chance that an agency or broker brings an offer from a place."""
        behaviour = self.model.behaviour
        if place == LOCAL:
            return 0.0
        chance = behaviour.agency_offer_chance + behaviour.brand_offer_chance * self.reputation
        if is_eligible:
            chance += behaviour.organised_offer_chance * self.organised
            if place == EAST:
                chance += behaviour.cooperation_offer_chance * self.served_east
        return min(1.0, chance)

    # separations

    def lay_off(self):
        """Employers with more people than positions let go those with the lowest lots."""
        workers = [person for person in self.persons if person.employer is not None]
        at_risk = [worker for worker in workers if worker.employer.place == LOCAL and worker.employer.surplus > 0]
        for worker in sorted(at_risk, key=lambda worker: (worker.is_owner, worker.lot(Decision.SEPARATION, 1))):
            if worker.employer.surplus > 0:
                worker.leave_job()

    def end_posts(self):
        """Posts end with their term; if fewer are paid than held, the surplus ends by lot."""
        for person in self.persons:
            person.post_months = max(0, person.post_months - 1)
        holders = [person for person in self.persons if person.post_months > 0]
        surplus = max(0, len(holders) - self.places[LOCAL_JOBS])
        for person in self.by_lot(holders, Decision.POST_ORDER, draw=1)[:surplus]:
            person.post_months = 0

    # matching

    def take_applications(self):
        """Everybody who may work decides where to look."""
        self.reach, self.seekers = [0.0] * PLACES, 0
        is_logit = self.model.rules["migration"] == "logit"
        for person in self.persons:
            if person.may_work():
                person.looks = person.choose_place() if is_logit else person.settle_for_place()
                if person.looks in range(PLACES):
                    self.applicants[person.looks] += 1
                    self.reach[person.looks] += person.reach(person.looks)
                    self.seekers += person.looks != LOCAL and person.household.is_eligible

    def receive_offers(self, place, ratio):
        """The county's whole offers at a destination; the fraction waits for next month."""
        offers = min(float(self.applicants[place]), ratio * self.reach[place]) + self.openings_carried[place]
        self.openings[place] = floor(offers)
        self.openings_carried[place] = offers - self.openings[place]

    def learn_usual_tightness(self):
        """What vacancies per searcher are usual here."""
        usual = self.tightness_base
        renewal = self.model.behaviour.belief_renewal
        self.tightness_base = blended(usual, self.tightness, renewal) if usual else self.tightness

    def searchers(self, place):
        """Those who look for work at a place, in the order in which they are hired."""
        keys = {"lots": Worker.hiring_lot, "ranked": Worker.rank, "network_first": Worker.network_key}
        key = keys[self.model.rules["matching"]]
        return sorted((person for person in self.persons if person.looks == place), key=key)

    def hire(self):
        """Offers outside go to searchers by lot; searchers at home meet vacancies; all learn of their chances."""
        for place in DESTINATIONS:
            self.hire_outside(place)
        self.hire_locally()
        for place in range(PLACES):
            if self.reach[place] > 0.0:
                self.chances[place] = blended(
                    self.chances[place], self.hires[place] / self.reach[place], self.model.behaviour.belief_renewal
                )

    def hire_outside(self, place):
        """Who is hired pays the journey; who walked in for nothing pays it too, and a while there."""
        behaviour, date = self.model.behaviour, self.model.date
        living = behaviour.living_cost_away * date.price_level
        trip = journey(place, behaviour, date.price_level)
        lost = floor((trip + behaviour.living_cost_weight * living) * (1.0 - date.movement_stop) * FEN)
        queue, reserved, left = self.searchers(place), self.reserved(place), self.openings[place]
        reward = floor(self.model.levers.labour_export_base_reward * FEN)
        first = [person for person in queue if person.household.is_eligible][:reserved]
        for person in first:
            if self.offer_outside(person, place) and place == PROVINCE:
                self.buy(LABOUR_EXPORT, min(reward, self.purse[LABOUR_EXPORT]))
        others = [person for person in queue if person not in first]
        left = max(0, left - len(first))
        for person in others[:left]:
            self.offer_outside(person, place)
        for person in others[left:]:
            if person.channel(place) == WALK_IN:
                person.household.costs_away += lost

    def reserved(self, place):
        """Openings that are kept for eligible people: at bases in the province, at partners in the east."""
        levers = self.model.levers
        if place == EAST:
            return floor(levers.job_cooperation_reserved_share * self.served_east * self.openings[place])
        if place == PROVINCE and levers.labour_export_base_reward > 0.0:
            money = levers.labour_export_base_share * self.purse[LABOUR_EXPORT]
            return min(floor(money / floor(levers.labour_export_base_reward * FEN)), self.openings[place])
        return 0

    def offer_outside(self, person, place):
        """One offer; True if it is taken."""
        behaviour, date = self.model.behaviour, self.model.date
        pay = place_pay(place, behaviour, date.pay_level) * FEN
        if not person.takes_job(self.province.accounts[place], place, pay):
            return False
        person.household.costs_away += floor(journey(place, behaviour, date.price_level) * FEN)
        self.outside_jobs[place] += 1
        self.hires[place] += 1
        if person.household.is_eligible:
            person.claim_support(place)
        return True

    def hire_locally(self):
        """Each searcher who meets a vacancy draws one; who would be paid too little turns it down."""
        behaviour = self.model.behaviour
        queue = self.searchers(LOCAL)
        vacancies = [employer for employer in self.employers for _ in range(employer.vacancies)]
        heard = self.reach[LOCAL] / (max(len(queue), 1) * usual_reach(behaviour))
        matches = local_matches(
            len(queue), len(vacancies), behaviour.matching_efficiency * heard, behaviour.matching_elasticity
        )
        expected = matches + self.openings_carried[LOCAL]
        self.openings[LOCAL] = min(floor(expected), len(queue), len(vacancies))
        self.openings_carried[LOCAL] = expected - floor(expected)
        now = len(vacancies) / max(len(queue), 1)
        self.tightness = blended(self.tightness, now, behaviour.belief_renewal) if self.tightness else now
        for person in queue[: self.openings[LOCAL]]:
            drawn = floor(person.lot(Decision.HIRING_ORDER, 1) * len(vacancies))
            offer = local_offer(
                float(vacancies[drawn].wage),
                self.tightness,
                self.tightness_base,
                behaviour.tightness_effect,
                behaviour.local_markdown,
            )
            if person.takes_job(vacancies[drawn], LOCAL, offer):
                employer = vacancies.pop(drawn)
                employer.filled += 1
                self.hires[LOCAL] += 1

    # posts

    def fill_posts(self):
        """Free public-welfare posts go to those who may have one, monitored households first, then by lot."""
        holders = [person for person in self.persons if person.post_months > 0]
        candidates = [person for person in self.persons if person.post_months == 0 and person.wants_post()]
        free = max(0, self.places[LOCAL_JOBS] - len(holders))
        for person in self.by_lot_monitored_first(candidates, Decision.POST_ORDER)[:free]:
            person.post_months = floor(self.model.levers.local_jobs_post_term)

    # farm

    def odd_days(self):
        """Days of odd jobs that a person finds: as many as demand here makes, fewer when journeys are stopped."""
        behaviour, date = self.model.behaviour, self.model.date
        return odd_days_found(
            self.demand, self.demand_base, date.price_level, date.movement_stop, behaviour.odd_days_offered
        )

    def share_dividend(self):
        """What co-operatives pay out, by land."""
        land = 0.0
        for household in self.households:
            land += household.land
        if self.dividend <= 0 or land == 0.0:
            return
        per_mu = self.dividend / land
        for household in self.households:
            part = min(floor(per_mu * household.land), self.dividend)
            self.dividend -= part
            household.receive(PROPERTY, part)

    # needs, accounts

    def ration_allowance(self):
        """The budget covers so many people: those to whom most is due, then by lot."""
        households = [household for village in self.villages for household in village.households]
        due = [household for household in households if household.record.allowance > 0]
        due.sort(key=lambda household: household.lot(Decision.ALLOWANCE_ORDER) - household.record.allowance)
        covered = 0
        for household in due:
            if covered + len(household.members) / 2 > self.allowance_people:
                household.record.allowance = 0
            covered += len(household.members)
        for household in households:
            household.is_dibao = household.record.allowance > 0

    def count_needs(self):
        """December: for how many people each measure is, by the registry."""
        self.need = needs(self.households)

    def close_books(self):
        """Public money of every measure balances."""
        for m in range(MEASURES):
            self.close_book(m)
