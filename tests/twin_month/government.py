"""What a county's leaders do beside money: they care, are audited and learn, match records, list households."""

from math import floor

from sim.numeric import Decision
from sim.rules.supervision import QUARTER
from sim.state.codes import DATA_SHARING, MEASURES, POLITICAL_PRIORITY, RAW, SUPERVISION, YEAR
from twin_month.equations import (
    attention_next,
    base_days,
    days_ratio,
    find_chance,
    hidden_share,
    leak,
    learnt,
    official_help,
    seen_income,
    unit_cost,
    usual_honesty,
)
from twin_month.money import Purse


class Government(Purse):
    """The leaders of a county. `households` is a list of Household."""

    def take_office(self):
        """Before the first month: attention and honesty as usual, and how late it tends to be."""
        behaviour = self.model.behaviour
        province = self.province.uniform(Decision.PLAN_MONTHS)
        county = self.uniform(Decision.TIMETABLE_MONTHS)
        self.late_months = 2.0 * (behaviour.plan_months * province + behaviour.timetable_months * county)
        self.attention = behaviour.usual_attention
        self.honesty = usual_honesty(behaviour.leaked_share)

    def days(self, m):
        """Staff-days of a measure against those of 2020-21."""
        return days_ratio(self.service[m], base_days(m, self.model.behaviour))

    def supervise(self):
        """Attention moves, records are perhaps matched; each quarter an audit, and what officials learn from it."""
        behaviour = self.model.behaviour
        self.attention = attention_next(
            self.attention,
            self.days(POLITICAL_PRIORITY),
            behaviour.attention_fading,
            behaviour.usual_attention,
        )
        due = self.matches_carried + behaviour.matches_per_year * self.days(DATA_SHARING) / YEAR
        self.is_matched = due >= 1.0
        self.matches_carried = due - 1.0 if self.is_matched else due
        self.is_found = False
        if self.model.date.season % QUARTER == QUARTER - 1:
            self.be_audited()

    def be_audited(self):
        behaviour = self.model.behaviour
        plan, base = 0.0, 0.0
        for m in range(MEASURES):
            plan += self.plan[m]
            base += self.base_plan[m]
        chance = find_chance(
            leak(self.honesty, behaviour.most_leaked_share),
            behaviour.leaked_share,
            self.days(SUPERVISION),
            plan / base if base > 0.0 else 0.0,
            behaviour.audit_find_chance,
        )
        self.is_found = self.uniform(Decision.AUDIT) < chance
        self.honesty = learnt(self.honesty, self.is_found, behaviour.audit_find_chance, behaviour.audit_lesson)

    def hear_of_better(self, mean):
        """Practice of better counties of the province, as far as supervision makes it known."""
        closed = min(1.0, self.model.behaviour.publicity_effect * self.days(SUPERVISION))
        self.honesty += closed * max(0.0, mean - self.honesty)

    # monitoring

    def begin_visits(self):
        """How much the records hide, and whom cadres visit."""
        behaviour = self.model.behaviour
        self.hidden = hidden_share(
            self.attention, self.days(SUPERVISION), behaviour.hidden_gap_share, behaviour.verification_effect
        )
        self.village_help = official_help(self.village_officials, behaviour.official_effect)
        self.on_the_rota = sum(h.is_registered or h.record.is_monitored for h in self.households)
        self.visits = 0

    def pay_visits(self):
        cost = unit_cost(DATA_SHARING, self.model.levers)
        self.buy(DATA_SHARING, min(self.visits, self.places[DATA_SHARING]) * cost)

    def list_households(self, theory):
        """Candidates are listed: all of them, or the poorest by the records, or by neighbours, up to the quota."""
        candidates = [household.record for household in self.households if household.record.is_candidate]
        if theory == "threshold":
            chosen = candidates
        else:
            view = self.seen_by_neighbours if theory == "community" else self.seen_by_officials
            chosen = self.within_quota(sorted(candidates, key=view))
        for record in chosen:
            record.enlist()

    def seen_by_officials(self, record):
        return record.recorded_income + record.lot(Decision.TARGETING_ORDER)

    def seen_by_neighbours(self, record):
        spread = self.model.behaviour.community_spread
        return seen_income(record.household.true_income(RAW), spread, record.normal(Decision.COMMUNITY_VIEW))

    def within_quota(self, records):
        """The first of them, as many as there are places for."""
        registered = sum(len(h.members) for h in self.households if h.is_registered)
        monitored = sum(len(h.members) for h in self.households if h.record.is_monitored)
        free = floor(self.model.behaviour.quota_share * registered) - monitored
        for place, record in enumerate(records):
            people = len(record.household.members)
            if 2 * free < people:
                return records[:place]
            free -= people
        return records
