"""Spending: what comes in, what must be paid, what is eaten, saved, borrowed, repaid.

    floor      consumption_floor per head, in money of the month
    plan       c = floor + consumption_share (y - floor)+ + savings_spent (savings - 3 floors)+
               y = smoothing year's mean + (1 - smoothing) this month                              [jalan]
    must       medical, schooling, disaster and funeral costs come first; the floor next; what savings cannot pay
               becomes debt
    stocks     of more than 21 million yuan do not fit a column and are cut there: then the books do not close
    books      d(savings - debt) = earned + aid - costs away - medical - schooling - damage - funerals - consumed

Aid that monitoring assigned last month is paid here. The month's income goes into the ring of twelve.

Reads   persons.is_student persons.age, households.members households.subsidies households.costs_away
        households.medical households.damage households.funeral, registry.aid
Writes  households.savings households.debt households.school_fees households.consumed households.aid_paid
        households.income households.policy households.aid households.hardship households.survey_income
        households.earned households.surveyed, counties.spent counties.aid
Levers  none     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import kernel
from sim.state.codes import PROPERTY, SOURCES, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import LARGEST, Array

FEN = 100.0
SENIOR_AGE = 16
CUSHION_MONTHS = 3.0


@kernel
def planned_consumption(
    floor: float,
    year_income: float,
    month_income: float,
    savings: float,
    smoothing: float,
    consumption_share: float,
    savings_spent: float,
) -> float:
    """Fen that a household would spend on food and other needs this month."""
    income = smoothing * year_income + (1.0 - smoothing) * month_income
    spare = max(0.0, savings - CUSHION_MONTHS * floor)
    return floor + consumption_share * max(0.0, income - floor) + savings_spent * spare


@kernel
def affordable(planned: float, floor: float, cash: float) -> float:
    """Fen that it does spend: the plan within its cash, but never less than the floor."""
    return max(min(planned, cash), floor)


@kernel
def school_fee(age: int, is_student: bool, senior_school_cost: float, price_level: float) -> int:
    """Own schooling cost of a pupil this month: senior high and above, the nine years being free."""
    if not is_student or age < SENIOR_AGE:
        return 0
    return int(math.floor(senior_school_cost * price_level * FEN / float(YEAR)))


@kernel
def settle(households: Households, h: int, cash: int, needs: float, repayment_share: float) -> None:
    """Cash after spending becomes savings or debt; a surplus repays."""
    if cash < 0:
        households.debt[h] = min(int(households.debt[h]) - cash, LARGEST)
        households.savings[h] = 0
        return
    owed = int(households.debt[h])
    if owed > 0:
        repaid = min(owed, int(math.floor(repayment_share * max(0.0, float(cash) - needs))))
        households.debt[h] = owed - repaid
        cash -= repaid
    households.savings[h] = min(cash, LARGEST)


@kernel
def spend(
    persons: Persons,
    households: Households,
    counties: Counties,
    aid: int,
    h: int,
    c: int,
    behaviour: Behaviour,
    month: Month,
) -> None:
    """One household's month."""
    interest = float(households.savings[h]) * behaviour.savings_interest / float(YEAR)
    interest -= float(households.debt[h]) * behaviour.debt_interest / float(YEAR)
    interest_paid = int(math.floor(interest))
    households.earned[h, PROPERTY] += interest_paid
    households.surveyed[h, PROPERTY] += interest_paid
    earned, surveyed = 0, 0
    for source in range(SOURCES):
        earned += int(households.earned[h, source])
        surveyed += int(households.surveyed[h, source])
    fees = 0
    start = int(households.first_person[h])
    for p in range(start, start + int(households.members[h])):
        fees += school_fee(
            int(persons.age[p]), bool(persons.is_student[p]), behaviour.senior_school_cost, month.price_level
        )
    hardship = int(households.medical[h]) + fees + int(households.damage[h])
    income = earned - int(households.costs_away[h]) + aid
    slot = month.season
    households.school_fees[h] = fees
    households.aid_paid[h] = aid
    households.income[h, slot] = income
    households.policy[h, slot] = households.subsidies[h]
    households.aid[h, slot] = aid
    households.hardship[h, slot] = hardship
    households.survey_income[h] += surveyed + aid
    counties.aid[c] += aid
    year = 0
    for i in range(YEAR):
        year += int(households.income[h, i])
    floor = behaviour.consumption_floor * month.price_level * FEN * float(households.members[h]) / float(YEAR)
    cash = int(households.savings[h]) + income - hardship - int(households.funeral[h])
    planned = planned_consumption(
        floor,
        float(year) / float(YEAR),
        float(income),
        float(households.savings[h]),
        behaviour.smoothing,
        behaviour.consumption_share,
        behaviour.savings_spent,
    )
    consumed = int(math.floor(affordable(planned, floor, float(cash))))
    households.consumed[h] = consumed
    counties.spent[c] += int(math.floor(behaviour.local_spending_share * float(consumed)))
    settle(households, h, cash - consumed, floor, behaviour.repayment_share)


@kernel
def step(
    persons: Persons,
    households: Households,
    counties: Counties,
    assigned: Array,
    behaviour: Behaviour,
    month: Month,
    first: int,
    last: int,
) -> None:
    """Spending in counties first … last - 1. `assigned` is the registry's column of aid."""
    for c in range(first, last):
        counties.aid[c] = 0
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            spend(persons, households, counties, int(assigned[h]), h, c, behaviour, month)
