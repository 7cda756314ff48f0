"""Social insurance: who joins the residents' pension, who pays for whom, what the old receive; everybody's claims.

    join      uninsured adults each January: enrolment_chance open (see claims), for those in difficulty times
              1 + (paid_enrolment_ratio - 1) part, the part of the lowest grade that is paid for them now
    pay       once a year, in a month of one's own: who is in difficulty the lowest grade, of which the county pays all
              or, if its purse is short, an equal part; others pension_contribution                  [F06-06, F06-07]
    pension   from 60 on, once claimed: (1 - s) of the published average and years paid x yearly account money / 139;
              years short of 15, or of those since 2011, are made up at the claim                    [F06-03, F06-06]
    prevent   prevention_share of the purse teaches workers safety; what is taught fades in a year
    premium   of jobless insurance: premium rate x cover x wages of firms' and public bodies' jobs

Reads   persons.id persons.age persons.is_student persons.household persons.schooling persons.health persons.capacity
        persons.employer persons.wage persons.jobless_months persons.worked_months persons.away_months,
        households.is_registered households.is_dibao, registry.tag, employers.kind, counties.need counties.service
        counties.jobless_share
Writes  persons.is_insured persons.is_pensioner persons.paid_years persons.claim persons.benefit persons.benefit_months,
        households.earned households.surveyed households.subsidies, counties.purse counties.bought
        counties.trained_share counties.jobless_fund counties.jobless_due counties.jobless_premium
Levers  insurance_cover_contribution insurance_cover_prevention_share insurance_service_online_share
        insurance_service_agent_pay     Luck  per uninsured adult each January; per job lost; per claim and month
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, uniform
from sim.rules.claims import (
    FEN,
    agent_access,
    begin_jobless_claim,
    lost_job,
    office_access,
    openness,
    pay_benefit,
    post,
)
from sim.rules.funds import spend
from sim.state.codes import (
    DISABLED,
    FIRM,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    JOBLESS_PAID,
    NO_CLAIM,
    NO_TAG,
    PUBLIC_BODY,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

PENSION_AGE, ADULT_AGE = 60, 16
ACCOUNT_MONTHS = 139
WHOLE_YEARS, SCHEME_MONTH = 15, 132
"""Years of contributions that a pension takes, and the month, January 2011, from which one could pay."""


@kernel
def is_paid_for(is_counted: bool, is_dibao: bool, tag: int, health: int) -> bool:
    """Whether contributions are paid for somebody: allowance, monitored, disabled, in a household that counts."""
    return (is_counted or tag != NO_TAG) and (is_dibao or tag != NO_TAG or health == DISABLED)


@kernel
def paid_ratio(part: float, paid_enrolment_ratio: float) -> float:
    """How many times as often somebody joins of whose contribution a part is paid."""
    return 1.0 + (paid_enrolment_ratio - 1.0) * part


@kernel
def owes(age: int, is_insured: bool, is_student: bool, person: int, season: int) -> bool:
    """Whether somebody's contribution of the year is due this month."""
    return person % YEAR == season and is_insured and not is_student and ADULT_AGE <= age < PENSION_AGE


@kernel
def years_short(paid_years: int, number: int) -> int:
    """Years to make up at 60, in a month counted from January 2000."""
    return max(0, min(WHOLE_YEARS, (number - SCHEME_MONTH) // YEAR) - paid_years)


@kernel
def pension_due(average: float, paid_years: int, account_share: float, yearly_account: float) -> int:
    """Fen of pension a month: the basic part and the account's."""
    account = float(paid_years) * yearly_account * FEN / float(ACCOUNT_MONTHS)
    return int(math.floor((1.0 - account_share) * average + account))


@kernel
def draw_pension(
    persons: Persons, households: Households, p: int, opened: float, behaviour: Behaviour, month: Month, luck: Luck
) -> None:
    """From 60 on: the claim, with what has to be made up, then the pension."""
    years = int(persons.paid_years[p])
    if not persons.is_pensioner[p]:
        if uniform(luck, Decision.CLAIM, int(persons.id[p]), 1) >= behaviour.claim_chance * opened:
            return
        persons.is_pensioner[p] = True
        short = years_short(years, month.number)
        years += short
        persons.paid_years[p] = years
        post(
            households, int(persons.household[p]), -int(math.floor(float(short) * behaviour.pension_contribution * FEN))
        )
    pension = pension_due(month.pension, years, behaviour.pension_account_share, behaviour.pension_yearly_account)
    post(households, int(persons.household[p]), pension)


@kernel
def paid_part(
    persons: Persons, households: Households, counties: Counties, tag: Array, c: int, grade: int, month: Month
) -> float:
    """Part of the lowest grade that the county's purse pays for each of those in difficulty who owe it now.

    If nobody owes it, what the purse could pay of one.
    """
    purse = max(0, int(counties.purse[c, INSURANCE_COVER]))
    if purse == 0:
        return 0.0
    owing = 0
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        if owes(int(persons.age[p]), bool(persons.is_insured[p]), bool(persons.is_student[p]), int(persons.id[p]),
                month.season):  # fmt: skip
            h = int(persons.household[p])
            owing += is_paid_for(
                bool(households.is_registered[h]), bool(households.is_dibao[h]), int(tag[h]), int(persons.health[p])
            )
    return min(1.0, float(purse) / float(max(1, owing) * grade))


@kernel
def contribute(
    persons: Persons,
    households: Households,
    counties: Counties,
    p: int,
    c: int,
    grade: int,
    part: float,
    is_helped: bool,
    behaviour: Behaviour,
) -> None:
    """One person's contribution of the year."""
    h = int(persons.household[p])
    persons.paid_years[p] = min(int(persons.paid_years[p]) + 1, 50)
    if not is_helped:
        post(households, h, -int(math.floor(behaviour.pension_contribution * FEN)))
        return
    paid = int(math.floor(part * float(grade)))
    spend(counties, c, INSURANCE_COVER, paid)
    households.subsidies[h] += paid
    post(households, h, paid - grade)


@kernel
def insure(
    persons: Persons,
    households: Households,
    counties: Counties,
    tag: Array,
    p: int,
    c: int,
    grade: int,
    part: float,
    agents: float,
    office: float,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """One person's month; returns fen that the county's jobless fund pays."""
    person, age = int(persons.id[p]), int(persons.age[p])
    if age < ADULT_AGE or persons.is_student[p]:
        return 0
    h = int(persons.household[p])
    is_old, is_new = age >= PENSION_AGE, month.season == 0 and not persons.is_insured[p]
    opened = 1.0
    if is_new or persons.claim[p] != NO_CLAIM or (is_old and not persons.is_pensioner[p]):
        opened = openness(
            int(persons.schooling[p]), agents, office, levers.insurance_service_online_share, behaviour.hassle
        )
    is_owing = owes(age, bool(persons.is_insured[p]), False, person, month.season)
    if is_new or is_owing:
        is_helped = is_paid_for(
            bool(households.is_registered[h]), bool(households.is_dibao[h]), int(tag[h]), int(persons.health[p])
        )
        if is_new:
            paid = part if is_helped else 0.0
            chance = behaviour.enrolment_chance * opened * paid_ratio(paid, behaviour.paid_enrolment_ratio)
            persons.is_insured[p] = uniform(luck, Decision.ENROLMENT, person, 0) < chance
        if is_owing:
            contribute(persons, households, counties, p, c, grade, part, is_helped, behaviour)
    if is_old and persons.is_insured[p]:
        draw_pension(persons, households, p, opened, behaviour, month, luck)
    if persons.claim[p] == NO_CLAIM:
        if lost_job(persons, p):
            begin_jobless_claim(persons, p, behaviour, month, luck)
        return 0
    is_claimed = uniform(luck, Decision.CLAIM, person, 0) < behaviour.claim_chance * opened
    return pay_benefit(persons, households, p, float(counties.jobless_share[c]), is_claimed)


@kernel
def trained_next(trained_share: float, taught: float, workers: int) -> float:
    """Share of workers taught safety within about a year, a month on."""
    kept = trained_share * (1.0 - 1.0 / float(YEAR))
    return min(1.0, kept + taught / float(workers)) if workers > 0 else kept


@kernel
def agents_at_work(counties: Counties, c: int, levers: Levers) -> float:
    """Village agents whom the purse pays this month, parts of one included: all of it is spent."""
    purse = max(0, int(counties.purse[c, INSURANCE_SERVICE]))
    spend(counties, c, INSURANCE_SERVICE, purse)
    return float(purse) * float(YEAR) / (levers.insurance_service_agent_pay * FEN)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    kind: Array,
    tag: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """A month of insurance in counties first … last - 1. `kind` and `tag` are employers' and registry's columns."""
    grade = int(math.floor(levers.insurance_cover_contribution * FEN))
    for c in range(first, last):
        agents = agent_access(
            agents_at_work(counties, c, levers), int(counties.need[c, INSURANCE_SERVICE]), behaviour.people_per_agent
        )
        office = office_access(float(counties.service[c, INSURANCE_SERVICE]), behaviour.agent_days)
        purse = max(0, int(counties.purse[c, INSURANCE_COVER]))
        for_safety = int(math.floor(levers.insurance_cover_prevention_share * float(purse)))
        spend(counties, c, INSURANCE_COVER, for_safety)
        part = paid_part(persons, households, counties, tag, c, grade, month)
        workers, wages, due, paid = 0, 0, 0, 0
        for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
            paid += insure(
                persons, households, counties, tag, p, c, grade, part, agents, office, levers, behaviour, month, luck
            )
            e = int(persons.employer[p])
            if e != NONE:
                workers += 1
                wages += int(persons.wage[p]) if kind[e] in (FIRM, PUBLIC_BODY) else 0
            if persons.claim[p] == JOBLESS_PAID:
                due += int(persons.benefit[p]) * int(FEN)
        taught = float(for_safety) / (behaviour.safety_course_cost * FEN)
        counties.trained_share[c] = trained_next(float(counties.trained_share[c]), taught, workers)
        premium = behaviour.jobless_premium * behaviour.jobless_cover_share
        counties.jobless_premium[c] = int(math.floor(premium * float(wages)))
        counties.jobless_fund[c] += int(counties.jobless_premium[c]) - paid
        counties.jobless_due[c] = due
