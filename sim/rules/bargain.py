"""Bargain: which pay is offered, to whom, and who takes it.

    pay      offer exp(schooling_return (school - 9) + skill + course effect + match + fortune)          [wangcai10]
    match    match_spread z - match_spread^2/2, drawn at hire; it also says how soon the job ends    [mechanisms 7.5]
    local    offer = employer's pay (tightness/usual)^tightness_effect, from 1 - m to 1/(1 - m) times it,
             m the share of marginal revenue that local employers keep                               [akram, mns23]
    refused  pay under reservation_share home exp(-reservation_decline months), plus what hands add on the farm

Reads   persons.id persons.taste persons.age persons.schooling persons.skill persons.certificate
        persons.know_how
        persons.household persons.fortune, households.land households.members
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months
Levers  none     Luck  per offer: match
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, normal
from sim.rules.careers import HUNDREDTHS, drawn, hundredths
from sim.rules.learning import learnt_pay
from sim.rules.search import FEN, YEAR_MONTHS, pay_factor, value_of_home
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons

LONGEST_DECLINE = 24


@kernel
def local_offer(wage: float, tightness: float, usual: float, effect: float, markdown: float) -> float:
    """Pay that a local employer offers: more where hands are short, never beyond what a worker brings in."""
    if tightness <= 0.0 or usual <= 0.0:
        return wage
    ratio = math.exp(effect * math.log(tightness / usual))
    return wage * min(max(ratio, 1.0 - markdown), 1.0 / (1.0 - markdown))


@kernel
def farm_hand(land: float, members: int, farm_output: float, elasticity: float) -> float:
    """Yuan a month that one more pair of hands adds on a household's land."""
    return elasticity * farm_output * land / (YEAR_MONTHS * float(members))


@kernel
def reservation(home: float, farm: float, jobless_months: int, share: float, decline: float) -> float:
    """Lowest pay taken, yuan a month: the value of home, less the longer one searches, and of the hands on the farm."""
    return share * home * math.exp(-decline * float(min(jobless_months, LONGEST_DECLINE))) + farm


@kernel
def pay_in_job(persons: Persons, p: int, offer: float, match: int, behaviour: Behaviour) -> int:
    """Fen a month that a job which offers so much to anybody pays this person, whom it fits so well."""
    factor = pay_factor(
        int(persons.schooling[p]),
        float(persons.skill[p]),
        learnt_pay(persons, p, behaviour),
        behaviour.schooling_return,
    )
    own = math.exp(float(match + int(persons.fortune[p])) / HUNDREDTHS)
    return int(math.floor(offer * factor * own + 0.5))


@kernel
def match_quality(persons: Persons, p: int, behaviour: Behaviour, luck: Luck) -> int:
    """How well a job fits, hundredths of a log point of pay."""
    return hundredths(drawn(behaviour.match_spread, normal(luck, Decision.MATCH_QUALITY, int(persons.id[p]), 0)))


@kernel
def accepts(persons: Persons, households: Households, p: int, wage: int, behaviour: Behaviour, month: Month) -> bool:
    """Whether a person takes a job at this pay."""
    h = int(persons.household[p])
    price = behaviour.farm_output * month.farm_price_level
    farm = farm_hand(float(households.land[h]), int(households.members[h]), price, behaviour.farm_labour_elasticity)
    lowest = reservation(
        value_of_home(persons, p, behaviour, month.pay_level),
        farm,
        int(persons.jobless_months[p]),
        behaviour.reservation_share,
        behaviour.reservation_decline,
    )
    return float(wage) >= lowest * FEN


@kernel
def start_job(persons: Persons, p: int, e: int, wage: int, match: int) -> None:
    """A person is hired."""
    persons.employer[p] = e
    persons.wage[p] = wage
    persons.match[p] = match
    persons.tenure_months[p] = 0
    persons.jobless_months[p] = 0
