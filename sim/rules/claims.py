"""Claims: how open the doors of social insurance are; what the injured and the jobless claim, and who pays it.

    access    of who needs help (low schooling)  1 - (1 - agents)(1 - office/2), of others 1 - (1 - online)(1 - office);
              agents = min(1, agents paid x people an agent serves / those served), office = 1 - exp(-days/usual days)
    open      = 1 - hassle (1 - access): ratio of every chance to join and to claim                  [deshpande]
    injury    the insured have the bill, and injury_replacement_share of pay while they are hurt, once claimed
    jobless   insured people of a year's work who lose their job against their will: jobless_benefit a month for as
              long as twelve months, once claimed, while without a job                               [assumption]
    fund      a county's jobless fund takes premiums of its firms' and public bodies' jobs; where it is short of what is
              due the province's fund helps, into which pooling_share of premiums goes; what both lack is not paid.
              For jobs lost outside the fund there pays

`insurance` calls it, person after person; `pool` is serial.

Reads   persons.id persons.household persons.capacity persons.is_student persons.employer persons.jobless_months
        persons.worked_months persons.away_months, counties.weight counties.jobless_due counties.jobless_premium,
        provinces.code
Writes  persons.claim persons.benefit persons.benefit_months, households.earned households.surveyed,
        counties.jobless_fund counties.jobless_share, provinces.jobless_fund
Levers  insurance_cover_pooling_share     Luck  one per job lost after a year
"""

import math

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, uniform
from sim.state.codes import (
    HALF,
    INJURY_DUE,
    INJURY_PAID,
    JOBLESS_AWAY,
    JOBLESS_DUE,
    JOBLESS_PAID,
    NO_CLAIM,
    TRANSFERS,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces

PRIMARY_YEARS = 6
ELEVEN_MONTHS = 0xFFE
"""Work in each of the eleven months before this one, as a history of months has it."""
LONGEST_BENEFIT = 12
FEN = 100.0


@kernel
def office_access(service: float, usual_days: float) -> float:
    """How far an office with so many staff-days per person is open, 0 to 1; usual days are per thousand."""
    return 1.0 - math.exp(-1000.0 * service / usual_days)


@kernel
def agent_access(agents: float, people: int, people_per_agent: float) -> float:
    """Share of people whom a village agent serves."""
    return min(1.0, agents * people_per_agent / float(people)) if people > 0 else 0.0


@kernel
def openness(schooling: int, agents: float, office: float, online: float, hassle: float) -> float:
    """Ratio of the chances to join and to claim of somebody of this schooling."""
    if schooling <= PRIMARY_YEARS:
        access = 1.0 - (1.0 - agents) * (1.0 - 0.5 * office)
    else:
        access = 1.0 - (1.0 - online) * (1.0 - office)
    return 1.0 - hassle * (1.0 - access)


@kernel
def post(households: Households, h: int, amount: int) -> None:
    """Transfers that the registry and the survey count alike."""
    households.earned[h, TRANSFERS] += amount
    households.surveyed[h, TRANSFERS] += amount


@kernel
def lost_job(persons: Persons, p: int) -> bool:
    """Whether somebody who worked all months of the year until now lost the job this month."""
    return bool(
        persons.employer[p] == NONE
        and persons.jobless_months[p] == 0
        and persons.capacity[p] >= HALF
        and not persons.is_student[p]
        and int(persons.worked_months[p]) & ELEVEN_MONTHS == ELEVEN_MONTHS
    )


@kernel
def begin_jobless_claim(persons: Persons, p: int, behaviour: Behaviour, month: Month, luck: Luck) -> None:
    """Whoever was insured and lost the job against his will may claim; away it is the fund there that pays."""
    entitled = behaviour.jobless_cover_share * behaviour.against_will_share
    if uniform(luck, Decision.JOBLESS_COVER, int(persons.id[p]), 0) >= entitled:
        return
    persons.claim[p] = JOBLESS_AWAY if int(persons.away_months[p]) & 2 else JOBLESS_DUE
    persons.benefit[p] = int(math.floor(behaviour.jobless_benefit * month.pay_level))
    persons.benefit_months[p] = LONGEST_BENEFIT


@kernel
def drop_claim(persons: Persons, p: int) -> None:
    """Nothing more is due."""
    persons.claim[p], persons.benefit[p], persons.benefit_months[p] = NO_CLAIM, 0, 0


@kernel
def pay_benefit(persons: Persons, households: Households, p: int, share: float, is_claimed: bool) -> int:
    """One month of a claim; returns fen that the county's jobless fund pays. `is_claimed` ends the wait of one due."""
    claim, h = int(persons.claim[p]), int(persons.household[p])
    amount = int(persons.benefit[p]) * int(FEN)
    from_fund = 0
    if claim in (INJURY_DUE, INJURY_PAID):
        if claim == INJURY_DUE and is_claimed:
            persons.claim[p], claim = INJURY_PAID, INJURY_PAID
        if claim == INJURY_PAID:
            post(households, h, amount)
            persons.benefit_months[p] = int(persons.benefit_months[p]) - 1
    elif persons.employer[p] != NONE:
        persons.benefit_months[p] = 0
    elif claim == JOBLESS_PAID:
        from_fund = int(math.floor(share * float(amount)))
        post(households, h, from_fund)
        persons.benefit_months[p] = int(persons.benefit_months[p]) - 1
    elif is_claimed and claim == JOBLESS_DUE:
        persons.claim[p] = JOBLESS_PAID
    elif claim == JOBLESS_AWAY and is_claimed:
        post(households, h, amount)
        persons.benefit_months[p] = int(persons.benefit_months[p]) - 1
    if persons.benefit_months[p] == 0:
        drop_claim(persons, p)
    return from_fund


@kernel
def paid_share(fund: int, due: int) -> float:
    """Part of the benefits due that a fund pays."""
    return min(1.0, float(fund) / float(due)) if due > 0 else 1.0


@kernel
def pool(provinces: Provinces, counties: Counties, levers: Levers) -> None:
    """Serial: last month's premiums go into the province's fund, which helps where a county's is short."""
    for q in range(len(provinces.code)):
        first = int(provinces.first_county[q])
        last = first + int(provinces.counties[q])
        lacking = 0.0
        for c in range(first, last):
            moved = int(math.floor(levers.insurance_cover_pooling_share * float(counties.jobless_premium[c])))
            counties.jobless_fund[c] -= moved
            provinces.jobless_fund[q] += int(math.floor(counties.weight[c] * float(moved)))
            lack = max(0, int(counties.jobless_due[c]) - int(counties.jobless_fund[c]))
            lacking += counties.weight[c] * float(lack)
        help_share = min(1.0, float(provinces.jobless_fund[q]) / lacking) if lacking > 0.0 else 0.0
        for c in range(first, last):
            lack = max(0, int(counties.jobless_due[c]) - int(counties.jobless_fund[c]))
            helped = int(math.floor(help_share * float(lack)))
            counties.jobless_fund[c] += helped
            provinces.jobless_fund[q] -= min(
                int(provinces.jobless_fund[q]), int(math.ceil(counties.weight[c] * float(helped)))
            )
            counties.jobless_share[c] = paid_share(int(counties.jobless_fund[c]), int(counties.jobless_due[c]))
