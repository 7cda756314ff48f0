"""What the registry believes about one household: all that aid and quotas ever read."""

from sim.numeric import Decision
from sim.rules.monitoring import LARGE_BILL, LONGEST_UNNOTICED, REVIEW
from sim.rules.supervision import QUARTER
from sim.state.codes import (
    DATA_SHARING,
    DISABLED,
    FULL,
    MATCH,
    NO_SIGN,
    NO_TAG,
    RAW,
    REALISED,
    REPORT,
    VISIT,
    YEAR,
)
from twin_month.agent import Agent
from twin_month.equations import aid_due, allowance_due, recorded, seen_chance, tag_of, visit_chance


class Record(Agent):
    """A row of the registry. `household` is whom it is about; it shares that household's id and luck."""

    @property
    def is_monitored(self):
        return self.tag != NO_TAG

    @property
    def county(self):
        return self.household.village.county

    def watch(self):
        """One month of officials: look for signs and decide, or look after whom they monitor."""
        line = self.county.province.line
        is_visited = self.is_visited()
        self.county.visits += is_visited
        if self.is_monitored:
            self.look_after(line, is_visited)
        else:
            self.look_out(line, is_visited)

    def is_visited(self):
        """A cadre comes to who was registered or is monitored, by rota: longest ago first."""
        if not (self.is_monitored or self.household.is_registered):
            return False
        since = self.model.date.number - self.recorded_month
        return self.uniform(Decision.VISIT) < visit_chance(
            self.county.places[DATA_SHARING], self.county.on_the_rota, since
        )

    def look_out(self, line, is_visited):
        """A sign arrives and is decided, at once or late; who is recorded under the line is a candidate."""
        is_at_risk = self.household.true_income(REALISED) < line
        self.hardship_months = min(self.hardship_months + 1, LONGEST_UNNOTICED) if is_at_risk else 0
        self.aid = 0
        if self.sign == NO_SIGN:
            self.sign = self.find_sign(is_at_risk, is_visited)
            self.is_late = self.sign != NO_SIGN and self.uniform(Decision.LATE_SIGN) < self.model.behaviour.late_share
            is_decided = self.sign != NO_SIGN and not self.is_late
        else:
            is_decided = self.uniform(Decision.SIGN_DECIDED) < self.model.behaviour.late_decision_chance
        if is_decided or is_visited or self.model.date.season == REVIEW:
            self.write_down(line)
            self.is_candidate = self.recorded_income < line and (is_decided or self.is_candidate)
        if is_decided:
            self.sign = NO_SIGN

    def find_sign(self, is_at_risk, is_visited):
        """An own report, a visit or a match of records; each misses some and alarms for others."""
        behaviour = self.model.behaviour
        chance = behaviour.false_report_chance
        if is_at_risk:
            usual = behaviour.report_chance * (1.0 if self.household.is_registered else behaviour.edge_report_ratio)
            chance = seen_chance(usual, self.county.village_help)
        if self.uniform(Decision.REPORT) < chance:
            return REPORT
        seen = behaviour.visit_false_chance
        if is_at_risk:
            seen = seen_chance(behaviour.visit_sensitivity, self.county.village_help)
        if is_visited and self.uniform(Decision.VISIT, 1) < seen:
            return VISIT
        if self.county.is_matched:
            season, hardship = self.model.date.season, self.household.hardship
            recent = sum(hardship[(season - i) % YEAR] for i in range(QUARTER))
            shown = behaviour.match_sensitivity if recent >= LARGE_BILL else behaviour.match_false_chance
            if self.uniform(Decision.DATA_MATCH) < shown:
                return MATCH
        return NO_SIGN

    def write_down(self, line):
        """An official records the income that there would be without the aid, with a bias and an error."""
        x = self.household.true_income(RAW)
        z = self.normal(Decision.RECORDED_INCOME)
        spread = self.model.behaviour.recording_spread / self.county.village_help
        self.recorded_income = recorded(x, line, self.county.hidden, spread, z)
        self.recorded_month = self.model.date.number

    def look_after(self, line, is_visited):
        """At visits and at the yearly review income is recorded anew, and risk perhaps declared ended."""
        behaviour, date = self.model.behaviour, self.model.date
        self.hardship_months = 0
        if is_visited or date.season == REVIEW:
            self.write_down(line)
            is_due = date.number - self.tagged_month >= behaviour.ending_months
            if is_due and self.recorded_income >= behaviour.ending_margin * line:
                self.tag = NO_TAG
                self.is_ended = True
        self.assign_aid()

    def assign_aid(self):
        line, members = self.county.province.line, len(self.household.members)
        aid_share = self.model.behaviour.aid_share
        self.aid = aid_due(self.recorded_income, line, members, aid_share) if self.is_monitored else 0

    def enlist(self):
        """Monitored from now on."""
        household = self.household
        self.tag = tag_of(household.is_registered, household.medical + household.damage)
        self.tagged_month = self.model.date.number
        self.was_tagged = True
        self.is_ended = self.is_candidate = False
        self.sign = NO_SIGN
        self.assign_aid()

    def review_allowance(self):
        """December: the minimum living allowance that is due in the year to come."""
        behaviour, members = self.model.behaviour, self.household.members
        has_disabled = any(person.health == DISABLED for person in members)
        has_worker = any(person.capacity == FULL for person in members)
        self.allowance = allowance_due(
            max(0.0, self.recorded_income - self.allowance),
            self.model.date.allowance,
            has_disabled or not has_worker,
            behaviour.allowance_gap_share,
            behaviour.allowance_floor_share,
            behaviour.allowance_edge_ratio,
        )
