"""Spending: what comes in, what must be paid, what is eaten, saved, borrowed, sold, repaid.

    floor      consumption_floor per head, in money of the month
    plan       c = floor + consumption_share (y - floor)+ + savings_spent (savings - 3 floors)+
               y = smoothing year's mean + (1 - smoothing) this month                              [jalan]
    must       medical, schooling, disaster and funeral costs come first, the floor next
    means      savings; new debt up to credit_income_share (year's income)+ + credit_per_mu land; stock sold for
               distress_price of its worth; eating less, down to bare_share of the floor; kin, who lend what is still
               missing beyond any limit                                                            [assumption]
    stock      animals, tools and trees A against A0 = stock_per_head members: the work at home brings
               1 + stock_share (min(A/A0, 2) - 1) of the usual; who sold loses that until it is bought again with
               restock_share of savings beyond 3 floors a month                                    [you14]
    survey     counts the rent that residents save by owning their house; the registry does not
    stocks     of more than 21 million yuan do not fit a column and are cut there: then the books do not close
    books      d(savings - debt) = earned + aid - costs away - medical - schooling - damage - funerals - consumed
               - stock bought

Aid that monitoring assigned last month is paid here. The month's income goes into the ring of twelve.

Reads   persons.is_student persons.age persons.away_months, households.members households.land households.subsidies
        households.costs_away households.medical households.damage households.funeral, registry.aid
Writes  households.savings households.debt households.stock households.stock_bought households.school_fees
        households.consumed households.aid_paid households.income households.policy households.aid households.hardship
        households.survey_income households.earned households.surveyed households.medical_year households.consumed_year,
        counties.spent counties.aid
Levers  none     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import kernel
from sim.rules.earnings import HALF_YEAR, months_set
from sim.state.codes import PROPERTY, SOURCES, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import LARGEST, Array

FEN = 100.0
SENIOR_AGE, COLLEGE_AGE = 16, 19
CUSHION_MONTHS = 3.0
LARGEST_STOCK_RATIO = 2.0


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
def credit_limit(year_income: float, land: float, share: float, per_mu: float, price_level: float) -> int:
    """Fen that a household of this income, fen a year, can owe before nobody but kin lends to it."""
    return int(math.floor(share * max(0.0, year_income) + per_mu * land * price_level * FEN))


@kernel
def raised_by_sale(lack: int, stock: int, distress_price: float) -> int:
    """Fen that a sale in distress brings when so much is lacking."""
    return min(lack, int(math.floor(float(stock) * distress_price)))


@kernel
def stock_sold(raised: int, stock: int, distress_price: float) -> int:
    """Fen that what was sold for `raised` is worth to its owner."""
    return min(stock, int(math.ceil(float(raised) / distress_price)))


@kernel
def eaten(planned: float, floor: float, cash: int, bare_share: float) -> int:
    """Fen that a household consumes with this cash: its plan if it can, not under the floor unless it cannot."""
    return int(math.floor(max(min(planned, float(cash)), bare_share * floor)))


@kernel
def usual_stock(members: int, stock_per_head: float, price_level: float) -> float:
    """Fen that the animals, tools and trees of a household of this size are usually worth."""
    return stock_per_head * price_level * FEN * float(members)


@kernel
def stock_effect(stock: int, usual: float, stock_share: float) -> float:
    """What work at home brings with this stock, against the usual."""
    return 1.0 + stock_share * (min(float(stock) / usual, LARGEST_STOCK_RATIO) - 1.0)


@kernel
def restocked(stock: int, usual: float, savings: int, floor: float, restock_share: float) -> int:
    """Fen of stock that a household buys anew this month."""
    spare = float(savings) - CUSHION_MONTHS * floor
    return int(math.floor(max(0.0, min(usual - float(stock), restock_share * spare))))


@kernel
def school_fee(age: int, is_student: bool, senior_school_cost: float, college_cost: float, price_level: float) -> int:
    """Own schooling cost of a pupil this month: the nine years are free, senior high costs, college costs more."""
    if not is_student or age < SENIOR_AGE:
        return 0
    cost = senior_school_cost if age < COLLEGE_AGE else college_cost
    return int(math.floor(cost * price_level * FEN / float(YEAR)))


@kernel
def sell_in_distress(households: Households, h: int, lack: int, distress_price: float) -> int:
    """What credit does not cover is raised by selling stock; returns the fen raised."""
    stock = int(households.stock[h])
    if lack <= 0 or stock == 0:
        return 0
    raised = raised_by_sale(lack, stock, distress_price)
    households.stock[h] = stock - stock_sold(raised, stock, distress_price)
    return raised


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
    price = month.price_level
    interest = float(households.savings[h]) * behaviour.savings_interest / float(YEAR)
    interest -= float(households.debt[h]) * behaviour.debt_interest / float(YEAR)
    interest_paid = int(math.floor(interest))
    households.earned[h, PROPERTY] += interest_paid
    members = int(households.members[h])
    fees, residents = 0, 0
    start = int(households.first_person[h])
    for p in range(start, start + members):
        fees += school_fee(
            int(persons.age[p]),
            bool(persons.is_student[p]),
            behaviour.senior_school_cost,
            behaviour.college_cost,
            price,
        )
        residents += 1 if months_set(int(persons.away_months[p])) < HALF_YEAR else 0
    rent_saved = int(math.floor(behaviour.imputed_rent * price * FEN * float(residents) / float(YEAR)))
    households.surveyed[h, PROPERTY] += interest_paid + rent_saved
    earned, surveyed = 0, 0
    for source in range(SOURCES):
        earned += int(households.earned[h, source])
        surveyed += int(households.surveyed[h, source])
    medical = int(households.medical[h])
    hardship = medical + fees + int(households.damage[h])
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
    floor = behaviour.consumption_floor * price * FEN * float(members) / float(YEAR)
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
    raised, credit = 0, 0
    lack = int(math.ceil(floor)) - cash
    if lack > 0:
        limit = credit_limit(
            float(year), float(households.land[h]), behaviour.credit_income_share, behaviour.credit_per_mu, price
        )
        credit = min(lack, max(0, limit - int(households.debt[h])))
        raised = sell_in_distress(households, h, lack - credit, behaviour.distress_price)
        cash += raised
    consumed = eaten(planned, floor, cash + credit, behaviour.bare_share)
    households.consumed[h] = consumed
    counties.spent[c] += int(math.floor(behaviour.local_spending_share * float(consumed)))
    settle(households, h, cash - consumed, floor, behaviour.repayment_share)
    usual = usual_stock(members, behaviour.stock_per_head, price)
    bought = restocked(int(households.stock[h]), usual, int(households.savings[h]), floor, behaviour.restock_share)
    households.stock[h] = int(households.stock[h]) + bought
    households.savings[h] = int(households.savings[h]) - bought
    households.stock_bought[h] = bought - raised
    if slot == 0:
        households.medical_year[h], households.consumed_year[h] = 0, 0
    households.medical_year[h] += medical
    households.consumed_year[h] += consumed


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
