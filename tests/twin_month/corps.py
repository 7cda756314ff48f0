"""A county's public staff: who joins and leaves, who is lent and sent, and what they can do."""

from math import exp, floor, log

from sim.funding import FEN
from sim.rules.secondment import PROFESSIONS
from sim.rules.staff import GRADUATE_TERM
from sim.state.codes import (
    AGENT,
    AGRONOMIST,
    ATTACHMENTS,
    CADRE,
    CADRE_TRAINING,
    CONTRACTS,
    DELIVERED,
    DOCTOR,
    ESTABLISHED,
    EXPERT_SERVICE,
    FROM_HERE,
    GRADUATE,
    ORIGINS,
    PUBLIC_RECRUITMENT,
    SERVICE_YEARS,
    SPECIAL,
    STAFF_KINDS,
    STAFF_PAY,
    TALENT_COOPERATION,
    TEACHER,
    TITLE_EVALUATION,
)
from twin_month.equations import (
    allowance_weight,
    competence_ratio,
    eligible_share,
    expert_share,
    know_how_next,
    logistic,
    monthly,
    office,
    once,
    own_value,
    pay_gain,
    post_value,
    quit_chance,
    recovery,
    service,
    staff_at_work,
    title_ratio,
)
from twin_month.money import Purse

POSTED = range(GRADUATE)
"""Kinds with established posts."""
PEOPLE = [(o, a) for o in range(ORIGINS) for a in range(ATTACHMENTS)]


class Corps(Purse):
    """The public staff of a county. `corps` is people by kind, contract, origin, attachment and year of service."""

    # who they are

    def staff_of(self, kinds, contracts=range(CONTRACTS), first=0, end=SERVICE_YEARS):
        """People of these kinds and contracts who have served `first` to `end` calendar years."""
        total = 0.0
        for z in kinds:
            for k in contracts:
                for o, a in PEOPLE:
                    for y in range(first, end):
                        total += self.corps[z][k][o][a][y]
        return total

    def people_of(self, z):
        """People of a kind, contract by contract."""
        total = 0.0
        for k in range(CONTRACTS):
            total += self.staff_of([z], [k])
        return total

    def established_posts(self):
        """Established posts of all kinds."""
        total = 0.0
        for z in POSTED:
            total += self.established[z]
        return total

    def bound_years(self, z, k):
        """Calendar years that a contract binds."""
        if z == GRADUATE:
            return GRADUATE_TERM
        return floor(self.model.levers.public_recruitment_bond_years) if k == SPECIAL else 0

    def bound_people(self, z):
        """Holders of special posts whose bond is active."""
        return self.staff_of([z], [SPECIAL]) - self.staff_of([z], [SPECIAL], self.bound_years(z, SPECIAL))

    # what a post is worth

    def worth(self):
        """A post here beside its pay, and what allowances add to its pay."""
        behaviour, levers = self.model.behaviour, self.model.levers
        value = post_value(self.remoteness, levers.public_recruitment_staff_grades, behaviour)
        return value, self.township_paid * allowance_weight(levers.staff_pay_township_allowance, behaviour)

    def join_value(self):
        """What a post is worth to who may join."""
        value, paid = self.worth()
        behaviour = self.model.behaviour
        return value + behaviour.join_pay_effect * pay_gain(paid + self.starting_grade, behaviour)

    def stay_value(self, z):
        """What a post is worth to who holds it."""
        value, paid = self.worth()
        behaviour, levers = self.model.behaviour, self.model.levers
        if z <= AGRONOMIST:
            paid += self.titled * levers.title_evaluation_pay_step / 12.0 / behaviour.staff_salary
        return value + behaviour.settling_value + behaviour.stay_pay_effect * pay_gain(paid, behaviour)

    # the month

    def staff_offices(self):
        """One month of the staff."""
        self.pay_staff()
        self.give_titles()
        self.move_staff()
        self.send_experts()
        self.exchange_staff()
        self.train_cadres()
        self.serve()

    def month_money(self, m):
        """What arrived for units of a measure this month and is still there."""
        return max(0, min(self.money[m][DELIVERED] - self.overhead[m], self.purse[m]))

    def pay_staff(self):
        """Contracts of family doctors, higher starting grades, allowances."""
        behaviour, levers = self.model.behaviour, self.model.levers
        money, people = float(self.month_money(STAFF_PAY)), float(len(self.persons))
        contract = levers.staff_pay_doctor_pay * FEN / 12.0
        contracts = min(money * levers.staff_pay_doctor_share, people * contract)
        self.contracts = contracts / (people * contract)
        new = self.staff_of(POSTED, end=1) * (levers.staff_pay_starting_grade * behaviour.staff_salary * FEN)
        grades = min(money - contracts, new)
        self.starting_grade = levers.staff_pay_starting_grade * (grades / new if new > 0.0 else 0.0)
        everybody = self.staff_of(range(STAFF_KINDS)) * float(once(levers.staff_pay_township_allowance))
        allowances = min(money - contracts - grades, everybody)
        self.township_paid = allowances / everybody if everybody > 0.0 else 0.0
        self.buy(STAFF_PAY, floor(contracts + grades + allowances))

    def give_titles(self):
        """Directed titles, and their pay step."""
        behaviour, levers = self.model.behaviour, self.model.levers
        cost = monthly(levers.title_evaluation_pay_step)
        staff = self.staff_of(range(AGRONOMIST + 1))
        held = min(
            staff * eligible_share(levers.title_evaluation_pass_line, behaviour),
            self.month_money(TITLE_EVALUATION) / cost,
        )
        self.titled = held / staff if staff > 0.0 else 0.0
        self.buy(TITLE_EVALUATION, floor(held * cost))

    def move_staff(self):
        """Staff leave and join; in January a year passes and graduates end their term."""
        behaviour, levers = self.model.behaviour, self.model.levers
        self.joined, self.left = [0.0] * STAFF_KINDS, [0.0] * STAFF_KINDS
        cost = monthly(levers.public_recruitment_post_cost)
        posts = self.month_money(PUBLIC_RECRUITMENT) / cost
        if self.model.date.season == 0:
            self.staff_grow_older()
            self.end_terms(posts)
        for z in range(STAFF_KINDS):
            self.let_leave(z)
        held = min(posts, self.fill_staff_posts(posts))
        self.buy(PUBLIC_RECRUITMENT, floor(held * cost))
        units = self.month_money(EXPERT_SERVICE) / monthly(levers.expert_service_expert_cost)
        vacant = levers.expert_service_graduate_share * units - self.people_of(GRADUATE)
        more = 1.0 + behaviour.wider_majors_applicants * levers.expert_service_wider_majors
        self.recruit(
            GRADUATE,
            ESTABLISHED,
            vacant,
            vacant * behaviour.applicants_per_post * more,
            levers.expert_service_local_share,
            self.join_value() + behaviour.bond_value,
            0.0,
        )

    def staff_grow_older(self):
        for kind in self.corps:
            for contract in kind:
                for o, a in PEOPLE:
                    *served, oldest = contract[o][a]
                    contract[o][a] = [0.0, *served]
                    contract[o][a][-1] += oldest

    def end_terms(self, posts):
        """Graduates whose term is over take special posts or leave."""
        parts = [self.special_vacancies(z, posts) for z in POSTED]
        vacant = 0.0
        for part in parts:
            vacant += part
        odds = [self.join_value() + own_value(o, a, self.model.behaviour) for o, a in PEOPLE]
        ready = [logistic(value + self.model.behaviour.bond_value) for value in odds]
        willing = 0.0
        for (o, a), chance in zip(PEOPLE, ready, strict=True):
            for y in range(GRADUATE_TERM, SERVICE_YEARS):
                willing += self.corps[GRADUATE][ESTABLISHED][o][a][y] * chance
        taken = min(1.0, vacant / willing) if willing > 0.0 else 0.0
        for z in POSTED:
            self.mix_competence(z, taken * willing * parts[z] / vacant if vacant > 0.0 else 0.0, 0.0)
        for (o, a), chance in zip(PEOPLE, ready, strict=True):
            served = self.corps[GRADUATE][ESTABLISHED][o][a]
            for y in range(GRADUATE_TERM, SERVICE_YEARS):
                done, served[y] = served[y], 0.0
                self.left[GRADUATE] += done
                for z in POSTED:
                    new = done * chance * taken * parts[z] / vacant if vacant > 0.0 else 0.0
                    self.corps[z][SPECIAL][o][a][0] += new
                    self.joined[z] += new

    def let_leave(self, z):
        """Some of a kind leave."""
        behaviour, value = self.model.behaviour, self.stay_value(z)
        titles = title_ratio(self.titled if z <= AGRONOMIST else 0.0, behaviour.title_quit_ratio)
        for k, contract in enumerate(self.corps[z]):
            bound = self.bound_years(z, k)
            for o, a in PEOPLE:
                worth = value + own_value(o, a, behaviour)
                chances = [quit_chance(worth, is_bound, behaviour) * titles for is_bound in (False, True)]
                for y in range(SERVICE_YEARS):
                    gone = contract[o][a][y] * chances[y < bound]
                    contract[o][a][y] -= gone
                    self.left[z] += gone

    def mix_competence(self, z, joined, quality):
        """Mean quality after some have joined."""
        before = self.people_of(z)
        if before + joined > 0.0:
            self.competence[z] = (before * self.competence[z] + joined * quality) / (before + joined)

    def special_vacancies(self, z, posts):
        """Special posts of a kind that nobody holds: all are split like the established ones."""
        established = self.established_posts()
        part = posts * self.established[z] / established if established > 0.0 else 0.0
        return max(0.0, part - self.bound_people(z))

    def fill_staff_posts(self, posts):
        """Established and special posts are filled; how many special ones are held."""
        behaviour, bars = self.model.behaviour, self.model.levers.public_recruitment_lower_bars
        held, value = 0.0, self.join_value()
        for z in POSTED:
            settled = self.staff_of([z], [ESTABLISHED]) + self.staff_of([z], [SPECIAL], self.bound_years(z, SPECIAL))
            vacant = self.established[z] - settled
            special = self.special_vacancies(z, posts)
            usual = behaviour.local_applicant_share
            self.recruit(z, ESTABLISHED, vacant, vacant * behaviour.applicants_per_post, usual, value, 0.0)
            self.recruit(
                z,
                SPECIAL,
                special,
                special * behaviour.applicants_per_post * (1.0 + behaviour.lower_bar_applicants * bars),
                min(1.0, usual + behaviour.lower_bar_local * bars),
                value + behaviour.bond_value,
                -behaviour.lower_bar_quality * bars,
            )
            held += self.bound_people(z)
        return held

    def recruit(self, z, k, vacant, applicants, local_share, value, quality):
        """Vacant posts are filled by willing applicants."""
        if vacant <= 0.0:
            return
        ready, willing = [], 0.0
        for o, a in PEOPLE:
            share = local_share if o == FROM_HERE else 1.0 - local_share
            ready.append(applicants * share / ATTACHMENTS * logistic(value + own_value(o, a, self.model.behaviour)))
            willing += ready[-1]
        taken = min(1.0, vacant / willing) if willing > 0.0 else 0.0
        self.mix_competence(z, taken * willing, quality)
        for (o, a), people in zip(PEOPLE, ready, strict=True):
            self.corps[z][k][o][a][0] += people * taken
            self.joined[z] += people * taken

    # from elsewhere

    def send_experts(self):
        """Experts and graduates on service."""
        levers = self.model.levers
        cost = monthly(levers.expert_service_expert_cost)
        units = self.month_money(EXPERT_SERVICE) / cost
        experts = units * (1.0 - levers.expert_service_graduate_share)
        for z in range(PROFESSIONS):
            self.experts[z] = experts * expert_share(z, levers.expert_service_farm_share)
        self.buy(EXPERT_SERVICE, floor((experts + min(units - experts, self.people_of(GRADUATE))) * cost))

    def exchange_staff(self):
        """Eastern staff come and go, own staff go and come back, know-how stays for a while."""
        behaviour, levers = self.model.behaviour, self.model.levers
        cost = monthly(levers.talent_cooperation_secondee_cost)
        units = self.month_money(TALENT_COOPERATION) / cost
        for z in range(PROFESSIONS):
            loans = self.on_loan[z] = units / PROFESSIONS
            sent = self.sent_east[z] = min(levers.talent_cooperation_sent_share * loans, self.people_of(z))
            self.know_how[z] = know_how_next(self.know_how[z], loans, sent, levers, behaviour)
        self.buy(TALENT_COOPERATION, floor(units * cost))

    # services

    def train_cadres(self):
        """Heads of the labour office, mediators and arbitrators are trained."""
        behaviour, levers = self.model.behaviour, self.model.levers
        cost = once(levers.cadre_training_course_cost)
        units, kept = self.month_money(CADRE_TRAINING) / cost, 1.0 - behaviour.training_fading / 12.0
        arbitrators = units * levers.cadre_training_arbitrator_share
        self.arbitrators = self.arbitrators * kept + arbitrators
        self.trained_cadres = self.trained_cadres * kept + (units - arbitrators)
        self.arrears_recovered = recovery(self.arbitrators, len(self.persons), behaviour)
        self.buy(CADRE_TRAINING, floor(units * cost))

    def serve(self):
        """What the staff at work can do."""
        behaviour, levers = self.model.behaviour, self.model.levers
        for z in range(STAFF_KINDS):
            titled = self.titled if z <= AGRONOMIST else 0.0
            line = levers.title_evaluation_pass_line
            self.effective[z] = (
                staff_at_work(
                    self.people_of(z),
                    self.staff_of([z], end=1),
                    self.experts[z] + self.on_loan[z] + self.know_how[z],
                    self.sent_east[z],
                    behaviour.novice_loss,
                )
                * competence_ratio(self.competence[z], titled, line, behaviour)
                * (1.0 + (behaviour.contract_effect * self.contracts if z == DOCTOR else 0.0))
            )
        self.teaching = self.served(TEACHER)
        self.health_service = self.served(DOCTOR)
        self.agronomists = self.served(AGRONOMIST)
        self.village_officials = self.served(AGENT, GRADUATE)
        self.staff = office(
            self.people_of(CADRE), self.established[CADRE], self.trained_cadres, behaviour.cadre_training_gain
        )

    def served(self, *kinds):
        """Service of some kinds of staff against the usual."""
        now = usual = 0.0
        for z in kinds:
            now += self.effective[z]
            usual += self.usual[z]
        return service(now, usual, self.model.behaviour.service_elasticity)

    def settle_staff(self):
        """What the staff can do now is what is usual here."""
        self.usual = [*self.effective]

    # before the burn-in

    def found_staff(self):
        """Staff as steady hiring has left them."""
        behaviour, levers = self.model.behaviour, self.model.levers
        norms = (
            behaviour.teachers_per_person,
            behaviour.doctors_per_person,
            behaviour.agronomists_per_person,
            behaviour.agents_per_person,
            behaviour.cadres_per_person,
        )
        for z in POSTED:
            self.established[z] = norms[z] * len(self.persons)
        every = self.established_posts()
        special = behaviour.special_posts_per_registered * self.need[PUBLIC_RECRUITMENT]
        for z in POSTED:
            self.spread_staff(z, SPECIAL, special * (self.established[z] / every if every > 0.0 else 0.0))
            later = self.staff_of([z], [SPECIAL], self.bound_years(z, SPECIAL))
            self.spread_staff(z, ESTABLISHED, max(0.0, behaviour.first_staffed_share * self.established[z] - later))
        graduates = behaviour.experts_per_registered * self.need[EXPERT_SERVICE]
        self.spread_staff(GRADUATE, ESTABLISHED, graduates * levers.expert_service_graduate_share)
        for z in range(PROFESSIONS):
            loans = behaviour.secondees_per_registered * self.need[TALENT_COOPERATION] / PROFESSIONS
            gain = know_how_next(0.0, loans, levers.talent_cooperation_sent_share * loans, levers, behaviour)
            self.know_how[z] = gain * 12.0 / behaviour.know_how_fading
        trained = behaviour.trained_cadres_per_registered * self.need[CADRE_TRAINING] / behaviour.training_fading
        self.arbitrators = trained * levers.cadre_training_arbitrator_share
        self.trained_cadres = trained * (1.0 - levers.cadre_training_arbitrator_share)

    def spread_staff(self, z, k, wanted):
        """Spread staff over origins, attachments and years; `wanted` are bound, if a bond binds."""
        behaviour, bound = self.model.behaviour, self.bound_years(z, k)
        joins, stays = self.join_value() + (behaviour.bond_value if bound else 0.0), self.stay_value(z)
        local = self.model.levers.expert_service_local_share if z == GRADUATE else behaviour.local_applicant_share
        counted = 0.0
        for o, a in PEOPLE:
            own = own_value(o, a, behaviour)
            yearly = [12.0 * log(1.0 - quit_chance(stays + own, is_bound, behaviour)) for is_bound in (False, True)]
            there = (local if o == FROM_HERE else 1.0 - local) * logistic(joins + own)
            for y in range(SERVICE_YEARS):
                if z == GRADUATE and y >= bound:
                    there = 0.0
                rate = yearly[y < bound]
                self.corps[z][k][o][a][y] = there / (1.0 - exp(rate)) if y == SERVICE_YEARS - 1 else there
                counted += self.corps[z][k][o][a][y] if y < bound or bound == 0 else 0.0
                there *= exp(rate)
        for o, a in PEOPLE:
            for y in range(SERVICE_YEARS):
                self.corps[z][k][o][a][y] *= wanted / counted
