"""What the registry believes about one household: all that aid and quotas ever read."""

from sim.numeric import NONE, Decision
from sim.rules.monitoring import LARGE_BILL, LONGEST_UNNOTICED, REVIEW
from sim.state.codes import DISABLED, FULL, NO_TAG, RAW, REALISED
from twin_month.agent import Agent
from twin_month.equations import aid_due, allowance_due, recorded, tag_of


class Record(Agent):
    """A row of the registry. `household` is whom it is about; it shares that household's id and luck."""

    @property
    def is_monitored(self):
        return self.tag != NO_TAG

    def watch(self):
        """One month of officials: look for signs, decide, or visit whom they monitor; assign next month's aid."""
        line = self.household.village.county.province.line
        x = self.household.true_income(REALISED)
        if self.is_monitored:
            self.visit(line)
        else:
            self.look_out(x, line)
        members, aid_share = len(self.household.members), self.model.behaviour.aid_share
        self.aid = aid_due(self.recorded_income, line, members, aid_share) if self.is_monitored else 0

    def look_out(self, x, line):
        """A sign arrives and waits; when it is decided, income is recorded and the household monitored or not."""
        is_at_risk = x < line
        self.hardship_months = min(self.hardship_months + 1, LONGEST_UNNOTICED) if is_at_risk else 0
        if self.signal_month == NONE and self.is_noticed(is_at_risk):
            self.signal_month = self.model.date.number
        is_pending = self.signal_month != NONE
        if is_pending and self.uniform(Decision.REPORT, 1) < self.model.behaviour.decision_chance:
            self.signal_month = NONE
            self.write_down()
            if self.recorded_income < line:
                self.start_monitoring()
        elif self.model.date.season == REVIEW:
            self.write_down()

    def is_noticed(self, is_at_risk):
        """An own report or a visit, when at risk; a match of records, when a large bill was paid."""
        behaviour, is_registered = self.model.behaviour, self.household.is_registered
        chance = behaviour.report_chance * (1.0 if is_registered else behaviour.edge_report_ratio)
        reports = is_at_risk and self.uniform(Decision.REPORT) < chance
        is_seen = is_at_risk and is_registered and self.uniform(Decision.VISIT) < behaviour.visit_chance
        has_large_bill = self.household.medical >= LARGE_BILL
        is_matched = has_large_bill and self.uniform(Decision.DATA_MATCH) < behaviour.data_match_chance
        return reports or is_seen or is_matched

    def write_down(self):
        """An official records the income that there would be without the aid, with an error."""
        x = self.household.true_income(RAW)
        z = self.normal(Decision.RECORDED_INCOME)
        self.recorded_income = recorded(x, self.model.behaviour.recording_spread, z)
        self.recorded_month = self.model.date.number

    def review_allowance(self):
        """December: the minimum living allowance of the year to come."""
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
        self.household.is_dibao = self.allowance > 0

    def start_monitoring(self):
        self.tag = tag_of(self.household.is_registered, self.household.medical)
        self.tagged_month = self.model.date.number
        self.was_tagged = True
        self.is_ended = False
        self.hardship_months = 0

    def visit(self, line):
        """By chance, and at the yearly review: income is recorded anew, and risk perhaps declared ended."""
        behaviour, date = self.model.behaviour, self.model.date
        if not (date.season == REVIEW or self.uniform(Decision.VISIT, 1) < behaviour.visit_chance):
            return
        self.write_down()
        is_due = date.number - self.tagged_month >= behaviour.ending_months
        if is_due and self.recorded_income >= behaviour.ending_margin * line:
            self.tag = NO_TAG
            self.is_ended = True
