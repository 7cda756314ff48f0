"""Monitoring 防返贫监测: who is noticed, how late, how wrongly; aid assigned; risk declared ended.

    sign      a household at risk reports itself, the never registered edge_report_ratio as often; a visit finds
              registered households at risk; a match of records shows a large bill
    record    recorded income = X without that aid, times exp(recording_spread z): all decisions read this, never X;
              everybody is recorded at the review of December, the monitored also at visits
    decide    a pending sign is decided by decision_chance a month: monitored when recorded under the line
    aid       aid_share of the recorded gap to the line, for the next month
    end       after ending_months, when recorded income is over ending_margin times the line at a visit

Reads   households.id households.members households.is_registered households.medical households.income
        households.hardship households.policy households.aid, counties.province, provinces.line
Writes  registry.recorded_income registry.recorded_month registry.tag registry.signal_month registry.tagged_month
        registry.is_ended registry.was_tagged registry.aid registry.hardship_months
Levers  none     Luck  report, visit, data match, recorded income, decision: per household
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, normal, uniform
from sim.rules.relapse import true_income
from sim.state.codes import EDGE, HARDSHIP, NO_TAG, RAW, REALISED, UNSTABLE
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.registry import Registry
from sim.state.table import LARGEST, Array

LARGE_BILL = 5_000 * 100
REVIEW = 11
LONGEST_UNNOTICED = 120


@kernel
def recorded(true_income_head: int, spread: float, z: float) -> int:
    """Income per head as an official writes it down, fen a year, up to what a column holds."""
    written = max(0.0, float(true_income_head)) * math.exp(spread * z - 0.5 * spread * spread)
    return int(math.floor(min(written + 0.5, float(LARGEST))))


@kernel
def aid_due(recorded_income: int, line: int, members: int, aid_share: float) -> int:
    """Fen of aid a month."""
    gap = max(0, line - recorded_income)
    return int(math.floor(aid_share * float(gap) * float(members) / 12.0))


@kernel
def tag_of(is_registered: bool, medical: int) -> int:
    """Type of monitored household."""
    if medical >= LARGE_BILL:
        return HARDSHIP
    return UNSTABLE if is_registered else EDGE


@kernel
def write_down(
    registry: Registry, households: Households, h: int, x: int, behaviour: Behaviour, month: Month, luck: Luck
) -> None:
    """An official records the household's income."""
    z = normal(luck, Decision.RECORDED_INCOME, int(households.id[h]), 0)
    registry.recorded_income[h] = recorded(x, behaviour.recording_spread, z)
    registry.recorded_month[h] = month.number


@kernel
def notices(households: Households, h: int, is_at_risk: bool, behaviour: Behaviour, luck: Luck) -> bool:
    """Whether a sign of risk arrives: own report, visit, match of records."""
    household = int(households.id[h])
    is_registered = bool(households.is_registered[h])
    chance = behaviour.report_chance if is_registered else behaviour.report_chance * behaviour.edge_report_ratio
    if is_at_risk and uniform(luck, Decision.REPORT, household, 0) < chance:
        return True
    if is_at_risk and is_registered and uniform(luck, Decision.VISIT, household, 0) < behaviour.visit_chance:
        return True
    return bool(
        households.medical[h] >= LARGE_BILL
        and uniform(luck, Decision.DATA_MATCH, household, 0) < behaviour.data_match_chance
    )


@kernel
def watch(
    registry: Registry, households: Households, h: int, line: int, behaviour: Behaviour, month: Month, luck: Luck
) -> None:
    """One household's month in the registry."""
    household = int(households.id[h])
    x = true_income(households, h, REALISED)
    without_aid = true_income(households, h, RAW)
    if registry.tag[h] == NO_TAG:
        is_at_risk = x < line
        registry.hardship_months[h] = min(int(registry.hardship_months[h]) + 1, LONGEST_UNNOTICED) if is_at_risk else 0
        if registry.signal_month[h] == NONE and notices(households, h, is_at_risk, behaviour, luck):
            registry.signal_month[h] = month.number
        if registry.signal_month[h] != NONE and (
            uniform(luck, Decision.REPORT, household, 1) < behaviour.decision_chance
        ):
            write_down(registry, households, h, without_aid, behaviour, month, luck)
            registry.signal_month[h] = NONE
            if registry.recorded_income[h] < line:
                registry.tag[h] = tag_of(bool(households.is_registered[h]), int(households.medical[h]))
                registry.tagged_month[h] = month.number
                registry.was_tagged[h] = True
                registry.is_ended[h] = False
                registry.hardship_months[h] = 0
        elif month.season == REVIEW:
            write_down(registry, households, h, without_aid, behaviour, month, luck)
    elif uniform(luck, Decision.VISIT, household, 1) < behaviour.visit_chance or month.season == REVIEW:
        write_down(registry, households, h, without_aid, behaviour, month, luck)
        held = month.number - int(registry.tagged_month[h])
        if float(held) >= behaviour.ending_months and float(
            registry.recorded_income[h]
        ) >= behaviour.ending_margin * float(line):
            registry.tag[h] = NO_TAG
            registry.is_ended[h] = True
    is_tagged = registry.tag[h] != NO_TAG
    registry.aid[h] = (
        aid_due(int(registry.recorded_income[h]), line, int(households.members[h]), behaviour.aid_share)
        if is_tagged
        else 0
    )


@kernel
def step(
    households: Households,
    registry: Registry,
    counties: Counties,
    line: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """The registry's month in counties first … last - 1. `line` is the provinces' column."""
    for c in range(first, last):
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            watch(registry, households, h, int(line[counties.province[c]]), behaviour, month, luck)
