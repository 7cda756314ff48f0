"""Monitoring 防返贫监测: signs of risk, what is recorded, risk declared ended, aid; `targeting` says who is listed.

    sign      report: a household at risk by report_chance, the never registered edge_report_ratio as often; visit: by
              rota, who was recorded longest ago first, as many as clause (25) pays, sees risk with visit_sensitivity;
              match of records, when there is one: shows a large bill or damage of the last quarter with
              match_sensitivity. Each errs too: false_report_chance, visit_false_chance, match_false_chance   [alatas]
    village   the work V of agents and graduates in villages, 1 as in 2020, makes reports and visits see risk V^e times
              as often and records err V^-e times as much, e = official_effect               [clause 17, hewang: sign]
    decide    within the month, but late_share of the signs wait: late_decision_chance a month               [F05-09]
    record    true income without that aid, plus hidden_gap_share attention exp(-verification_effect audits) of its gap
              to the line, times exp(recording_spread V^-e z): all decisions read this, never the truth; at a decision,
              at a visit and at the review of December                                            [clause 24]
    list      recorded under the line: a candidate; `targeting` and its rivals choose
    aid       aid_share of the recorded gap to the line, from the next month on
    end       after ending_months, when recorded income is over ending_margin times the line at a visit

Reads   households.id households.members households.is_registered households.medical households.damage
        households.income households.hardship households.policy households.aid, counties.province counties.attention
        counties.is_matched counties.service counties.places counties.village_officials, provinces.line
Writes  registry.recorded_income registry.recorded_month registry.tag registry.sign registry.is_late
        registry.is_candidate registry.tagged_month registry.is_ended registry.was_tagged registry.aid
        registry.hardship_months, counties.purse counties.bought
Levers  data_sharing_visit_cost     Luck  report, visit, data match, recorded income, late, decided: per household
"""

import math

from sim.behaviour import Behaviour
from sim.funding import base_days
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, normal, uniform
from sim.rules.funds import spend
from sim.rules.relapse import true_income
from sim.rules.supervision import QUARTER, days_ratio
from sim.state.codes import (
    DATA_SHARING,
    EDGE,
    HARDSHIP,
    MATCH,
    NO_SIGN,
    NO_TAG,
    RAW,
    REALISED,
    REPORT,
    SUPERVISION,
    UNSTABLE,
    VISIT,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.registry import Registry
from sim.state.table import LARGEST, Array

LARGE_BILL = 5_000 * 100
REVIEW = 11
LONGEST_UNNOTICED = 120
LEAST_OFFICIALS = 0.01


@kernel
def recorded(true_income_head: int, line: int, hidden: float, spread: float, z: float) -> int:
    """Income per head as an official writes it down, fen a year, up to what a column holds."""
    shown = max(0.0, float(true_income_head) + hidden * max(0.0, float(line - true_income_head)))
    written = shown * math.exp(spread * z - 0.5 * spread * spread)
    return int(math.floor(min(written + 0.5, float(LARGEST))))


@kernel
def hidden_share(attention: float, audits: float, hidden_gap_share: float, verification_effect: float) -> float:
    """Share of the gap to the line that records hide: more under pressure, less where they are verified."""
    return hidden_gap_share * attention * math.exp(-verification_effect * audits)


@kernel
def official_help(village_officials: float, official_effect: float) -> float:
    """How many times as often village officials see risk, against 2020."""
    return math.exp(official_effect * math.log(max(village_officials, LEAST_OFFICIALS)))


@kernel
def seen_chance(chance: float, help_ratio: float) -> float:
    """Chance of what is `chance` as in 2020, and so many times as likely a month."""
    return 1.0 - math.exp(math.log(1.0 - chance) * help_ratio)


@kernel
def aid_due(recorded_income: int, line: int, members: int, aid_share: float) -> int:
    """Fen of aid a month."""
    gap = max(0, line - recorded_income)
    return int(math.floor(aid_share * float(gap) * float(members) / 12.0))


@kernel
def tag_of(is_registered: bool, hardship: int) -> int:
    """Type of monitored household; `hardship` is medical and disaster spending of the month."""
    if hardship >= LARGE_BILL:
        return HARDSHIP
    return UNSTABLE if is_registered else EDGE


@kernel
def visit_chance(visits: float, households: int, months_since_recorded: int) -> float:
    """Chance of a visit this month: those recorded longest ago come first in the rota."""
    if households == 0:
        return 0.0
    return min(1.0, visits / float(households) * 2.0 * float(months_since_recorded) / float(YEAR))


@kernel
def quarter_hardship(households: Households, h: int, season: int) -> int:
    """Fen of medical, schooling and disaster spending in the last three months."""
    total = 0
    for i in range(QUARTER):
        total += int(households.hardship[h, (season - i) % YEAR])
    return total


@kernel
def write_down(
    registry: Registry,
    households: Households,
    h: int,
    line: int,
    hidden: float,
    village: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """An official records the income that the household would have without the aid."""
    z = normal(luck, Decision.RECORDED_INCOME, int(households.id[h]), 0)
    x = true_income(households, h, RAW)
    registry.recorded_income[h] = recorded(x, line, hidden, behaviour.recording_spread / village, z)
    registry.recorded_month[h] = month.number


@kernel
def sign_of(
    households: Households,
    h: int,
    is_at_risk: bool,
    is_visited: bool,
    is_matched: bool,
    village: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """How a sign of risk reaches the registry this month, rightly or by mistake; `NO_SIGN` if none does."""
    household = int(households.id[h])
    chance = behaviour.false_report_chance
    if is_at_risk:
        usual = behaviour.report_chance * (1.0 if households.is_registered[h] else behaviour.edge_report_ratio)
        chance = seen_chance(usual, village)
    if uniform(luck, Decision.REPORT, household, 0) < chance:
        return REPORT
    if is_visited:
        seen = seen_chance(behaviour.visit_sensitivity, village) if is_at_risk else behaviour.visit_false_chance
        if uniform(luck, Decision.VISIT, household, 1) < seen:
            return VISIT
    if is_matched:
        shows = quarter_hardship(households, h, month.season) >= LARGE_BILL
        found = behaviour.match_sensitivity if shows else behaviour.match_false_chance
        if uniform(luck, Decision.DATA_MATCH, household, 0) < found:
            return MATCH
    return NO_SIGN


@kernel
def enlist(registry: Registry, households: Households, h: int, line: int, behaviour: Behaviour, month: Month) -> None:
    """A candidate is monitored from now on, and gets aid from the next month on."""
    hardship = int(households.medical[h]) + int(households.damage[h])
    registry.tag[h] = tag_of(bool(households.is_registered[h]), hardship)
    registry.tagged_month[h] = month.number
    registry.was_tagged[h] = True
    registry.is_ended[h] = False
    registry.is_candidate[h] = False
    registry.sign[h] = NO_SIGN
    registry.aid[h] = aid_due(int(registry.recorded_income[h]), line, int(households.members[h]), behaviour.aid_share)


@kernel
def look_out(
    registry: Registry,
    households: Households,
    h: int,
    line: int,
    hidden: float,
    is_visited: bool,
    is_matched: bool,
    village: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """A household that is not monitored: signs arrive, are decided, perhaps late; it is recorded."""
    household = int(households.id[h])
    is_at_risk = true_income(households, h, REALISED) < line
    registry.hardship_months[h] = min(int(registry.hardship_months[h]) + 1, LONGEST_UNNOTICED) if is_at_risk else 0
    registry.aid[h] = 0
    if registry.sign[h] == NO_SIGN:
        registry.sign[h] = sign_of(households, h, is_at_risk, is_visited, is_matched, village, behaviour, month, luck)
        registry.is_late[h] = (
            registry.sign[h] != NO_SIGN and uniform(luck, Decision.LATE_SIGN, household, 0) < behaviour.late_share
        )
        is_decided = registry.sign[h] != NO_SIGN and not registry.is_late[h]
    else:
        is_decided = uniform(luck, Decision.SIGN_DECIDED, household, 0) < behaviour.late_decision_chance
    if is_decided or is_visited or month.season == REVIEW:
        write_down(registry, households, h, line, hidden, village, behaviour, month, luck)
        is_under = registry.recorded_income[h] < line
        registry.is_candidate[h] = is_under and (is_decided or bool(registry.is_candidate[h]))
    if is_decided:
        registry.sign[h] = NO_SIGN


@kernel
def look_after(
    registry: Registry,
    households: Households,
    h: int,
    line: int,
    hidden: float,
    is_visited: bool,
    village: float,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """A monitored household: recorded at visits and at the review, its risk perhaps declared ended; aid."""
    registry.hardship_months[h] = 0
    if is_visited or month.season == REVIEW:
        write_down(registry, households, h, line, hidden, village, behaviour, month, luck)
        held = month.number - int(registry.tagged_month[h])
        is_over = float(registry.recorded_income[h]) >= behaviour.ending_margin * float(line)
        if float(held) >= behaviour.ending_months and is_over:
            registry.tag[h] = NO_TAG
            registry.is_ended[h] = True
            registry.aid[h] = 0
            return
    registry.aid[h] = aid_due(int(registry.recorded_income[h]), line, int(households.members[h]), behaviour.aid_share)


@kernel
def on_the_rota(households: Households, registry: Registry, counties: Counties, c: int) -> int:
    """How many households cadres visit: registered or monitored."""
    found = 0
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        if households.is_registered[h] or registry.tag[h] != NO_TAG:
            found += 1
    return found


@kernel
def step(
    households: Households,
    registry: Registry,
    counties: Counties,
    line: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """The registry's month in counties first … last - 1. `line` is the provinces' column."""
    cost = int(math.floor(levers.data_sharing_visit_cost * 100.0))
    for c in range(first, last):
        audits = days_ratio(float(counties.service[c, SUPERVISION]), base_days(SUPERVISION, behaviour))
        hidden = hidden_share(
            float(counties.attention[c]), audits, behaviour.hidden_gap_share, behaviour.verification_effect
        )
        village = official_help(float(counties.village_officials[c]), behaviour.official_effect)
        here = int(line[counties.province[c]])
        to_visit = on_the_rota(households, registry, counties, c)
        can_visit = int(counties.places[c, DATA_SHARING])
        visits = 0
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            is_monitored = registry.tag[h] != NO_TAG
            is_visited = False
            if is_monitored or households.is_registered[h]:
                since = month.number - int(registry.recorded_month[h])
                chance = visit_chance(float(can_visit), to_visit, since)
                is_visited = uniform(luck, Decision.VISIT, int(households.id[h]), 0) < chance
                visits += 1 if is_visited else 0
            if is_monitored:
                look_after(registry, households, h, here, hidden, is_visited, village, behaviour, month, luck)
            else:
                is_matched = bool(counties.is_matched[c])
                look_out(registry, households, h, here, hidden, is_visited, is_matched, village, behaviour, month, luck)
        spend(counties, c, DATA_SHARING, min(visits, can_visit) * cost)
