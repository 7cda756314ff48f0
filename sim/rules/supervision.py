"""Supervision: attention, audits that officials learn from, how late a county starts, when records are matched.

    attention  a' = (1 - fading) a + fading usual_attention days(24), at most 1: it fades without campaigns
    find       each quarter an audit finds the leak of a county by 1 - exp(-find days(26) money leak/usual): the
               more that is diverted, and the more money came, the likelier; recovered_share of it comes back   [ppi]
    learn      who is found out keeps to the rules by audit_lesson more, who is not by so much less that the leak of
               2020-21 stays where it was; publicity_effect days(26) of the distance to the province mean is closed
    leak       1 / (1 + exp(honesty)), at most most_leaked_share: the contribution of Policy Priority Inference    [ppi]
    match      matches_per_year days(25) a year, fractions carried forward

days(m) are the staff-days of clause m against those of 2020-21. Policy Priority Inference lets officials keep the
direction of a change whose gain they liked; at leaks of one per cent they could not tell that gain from luck, so here
they learn from being found out alone.

Reads   counties.code counties.province counties.service counties.plan counties.base_plan, provinces.code
Writes  counties.attention counties.honesty counties.is_found counties.late_months counties.matches_carried
        counties.is_matched     Levers  none     Luck  plan and timetable once, audit: per county
"""

import math

from sim.behaviour import Behaviour
from sim.funding import base_days
from sim.numeric import Decision, Luck, kernel, uniform
from sim.state.codes import DATA_SHARING, MEASURES, POLITICAL_PRIORITY, SUPERVISION, YEAR
from sim.state.counties import Counties
from sim.state.month import Month
from sim.state.provinces import Provinces

QUARTER = 3


@kernel
def days_ratio(service: float, days_per_thousand: float) -> float:
    """Staff-days delivered, against those that a dose of one asks for."""
    return service * 1000.0 / days_per_thousand


@kernel
def attention_next(attention: float, campaign: float, attention_fading: float, usual_attention: float) -> float:
    """Attention a month later; campaigns as in 2020-21 keep it where it was then."""
    fading = 1.0 - math.exp(math.log(1.0 - attention_fading) / float(YEAR))
    return min(1.0, (1.0 - fading) * attention + fading * usual_attention * campaign)


@kernel
def leak(honesty: float, most_leaked_share: float) -> float:
    """Share of the money that officials divert."""
    return min(most_leaked_share, 1.0 / (1.0 + math.exp(honesty)))


@kernel
def usual_honesty(leaked_share: float) -> float:
    """Honesty that leaves this leak."""
    return math.log(1.0 / leaked_share - 1.0)


@kernel
def find_chance(leaked: float, usual: float, audits: float, money: float, audit_find_chance: float) -> float:
    """Chance that this quarter's audits find a leak."""
    return 1.0 - math.exp(math.log(1.0 - audit_find_chance) * audits * money * leaked / usual)


@kernel
def learnt(honesty: float, is_found: bool, audit_find_chance: float, audit_lesson: float) -> float:
    """Honesty after an audit; at the leak and the audits of 2020-21 it moves neither up nor down on average."""
    if is_found:
        return honesty + audit_lesson
    return honesty - audit_lesson * audit_find_chance / (1.0 - audit_find_chance)


@kernel
def begin(counties: Counties, provinces: Provinces, behaviour: Behaviour, luck: Luck) -> None:
    """Before the first month: attention and honesty as usual; how late provinces and counties tend to be."""
    for c in range(len(counties.code)):
        province = uniform(luck, Decision.PLAN_MONTHS, int(provinces.code[counties.province[c]]), 0)
        county = uniform(luck, Decision.TIMETABLE_MONTHS, int(counties.code[c]), 0)
        counties.late_months[c] = 2.0 * (behaviour.plan_months * province + behaviour.timetable_months * county)
        counties.attention[c] = behaviour.usual_attention
        counties.honesty[c] = usual_honesty(behaviour.leaked_share)


@kernel
def audit(counties: Counties, c: int, audits: float, behaviour: Behaviour, luck: Luck) -> None:
    """One quarter's audits of a county, and what its officials learn."""
    plan, base = 0.0, 0.0
    for m in range(MEASURES):
        plan += float(counties.plan[c, m])
        base += float(counties.base_plan[c, m])
    leaked = leak(float(counties.honesty[c]), behaviour.most_leaked_share)
    money = plan / base if base > 0.0 else 0.0
    chance = find_chance(leaked, behaviour.leaked_share, audits, money, behaviour.audit_find_chance)
    counties.is_found[c] = uniform(luck, Decision.AUDIT, int(counties.code[c]), 0) < chance
    counties.honesty[c] = learnt(
        float(counties.honesty[c]), bool(counties.is_found[c]), behaviour.audit_find_chance, behaviour.audit_lesson
    )


@kernel
def publish(counties: Counties, first: int, last: int, behaviour: Behaviour) -> None:
    """Practice spreads within a province, as far as supervision makes it known."""
    total = 0.0
    for c in range(first, last):
        total += float(counties.honesty[c])
    mean = total / float(last - first)
    for c in range(first, last):
        audits = days_ratio(float(counties.service[c, SUPERVISION]), base_days(SUPERVISION, behaviour))
        closed = min(1.0, behaviour.publicity_effect * audits)
        counties.honesty[c] += closed * max(0.0, mean - float(counties.honesty[c]))


@kernel
def step(counties: Counties, provinces: Provinces, behaviour: Behaviour, month: Month, luck: Luck) -> None:
    """One month of all counties, serially: practice spreads between those of a province."""
    for c in range(len(counties.code)):
        campaign = days_ratio(float(counties.service[c, POLITICAL_PRIORITY]), base_days(POLITICAL_PRIORITY, behaviour))
        counties.attention[c] = attention_next(
            float(counties.attention[c]), campaign, behaviour.attention_fading, behaviour.usual_attention
        )
        matching = days_ratio(float(counties.service[c, DATA_SHARING]), base_days(DATA_SHARING, behaviour))
        due = float(counties.matches_carried[c]) + behaviour.matches_per_year * matching / float(YEAR)
        counties.is_matched[c] = due >= 1.0
        counties.matches_carried[c] = due - 1.0 if due >= 1.0 else due
        counties.is_found[c] = False
        if month.season % QUARTER == QUARTER - 1:
            audits = days_ratio(float(counties.service[c, SUPERVISION]), base_days(SUPERVISION, behaviour))
            audit(counties, c, audits, behaviour, luck)
    if month.season % QUARTER == QUARTER - 1:
        for q in range(len(provinces.code)):
            first = int(provinces.first_county[q])
            if provinces.counties[q] > 0:
                publish(counties, first, first + int(provinces.counties[q]), behaviour)
