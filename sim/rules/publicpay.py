"""Public pay: what allowances, contracts of family doctors and titles pay the staff (16, 18).

    units      a month's delivered money / unit cost, fractions kept                                  [model]
    allowance  a = allowance/salary counts as a L((a - allowance_threshold)/allowance_spread)         [teach24]
    paid       staff with an allowance = units less what contracts and higher starting grades take, at most all
    contracts  share of people with a paid family doctor's contract = staff_pay_doctor_share of the money / its pay
    titles     held = units, at most title_eligible exp(title_pass_effect pass line) of teachers, doctors and
               agronomists; a lower pass line makes more of them eligible and dilutes quality         [assumption]

Reads   counties.money counties.overhead counties.corps
Writes  counties.titled counties.township_paid counties.starting_grade counties.contracts counties.purse counties.bought
Levers  title_evaluation_pay_step title_evaluation_pass_line staff_pay_township_allowance staff_pay_doctor_share
        staff_pay_doctor_pay staff_pay_starting_grade     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import FEN, monthly, once
from sim.levers import Levers
from sim.numeric import kernel
from sim.state.codes import (
    AGRONOMIST,
    ATTACHMENTS,
    CONTRACTS,
    DELIVERED,
    GRADUATE,
    ORIGINS,
    SERVICE_YEARS,
    STAFF_KINDS,
    STAFF_PAY,
    TITLE_EVALUATION,
)
from sim.state.counties import Counties


@kernel
def allowance_weight(allowance: float, behaviour: Behaviour) -> float:
    """Share of the salary that an allowance counts as in the eyes of staff."""
    share = allowance / behaviour.staff_salary
    return share / (1.0 + math.exp((behaviour.allowance_threshold - share) / behaviour.allowance_spread))


@kernel
def pay_gain(paid: float, behaviour: Behaviour) -> float:
    """Log of pay in the county against a city's, when so much is added to it."""
    return math.log(behaviour.city_pay_share * (1.0 + paid))


@kernel
def eligible_share(pass_line: float, behaviour: Behaviour) -> float:
    """Share of teachers, doctors and agronomists who pass for a title."""
    return min(1.0, behaviour.title_eligible * math.exp(behaviour.title_pass_effect * pass_line))


@kernel
def month_money(counties: Counties, c: int, m: int) -> int:
    """Fen that arrived for units of a measure this month and are still there."""
    return max(0, min(int(counties.money[c, m, DELIVERED] - counties.overhead[c, m]), int(counties.purse[c, m])))


@kernel
def funded(counties: Counties, c: int, m: int, cost: int) -> float:
    """Units of a measure that this month's money pays, fractions kept."""
    return float(month_money(counties, c, m)) / float(cost)


@kernel
def staff_between(counties: Counties, c: int, first: int, last: int, years: int) -> float:
    """Staff of kinds first … last with fewer calendar years of service."""
    total = 0.0
    for z in range(first, last + 1):
        for k in range(CONTRACTS):
            for o in range(ORIGINS):
                for a in range(ATTACHMENTS):
                    for y in range(years):
                        total += float(counties.corps[c, z, k, o, a, y])
    return total


@kernel
def give_titles(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Directed titles of this month, and their pay step."""
    cost = monthly(levers.title_evaluation_pay_step)
    staff = staff_between(counties, c, 0, AGRONOMIST, SERVICE_YEARS)
    eligible = staff * eligible_share(levers.title_evaluation_pass_line, behaviour)
    held = min(eligible, funded(counties, c, TITLE_EVALUATION, cost))
    counties.titled[c] = held / staff if staff > 0.0 else 0.0
    paid = int(math.floor(held * float(cost)))
    counties.purse[c, TITLE_EVALUATION] -= paid
    counties.bought[c, TITLE_EVALUATION] += paid


@kernel
def pay_staff(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Contracts of family doctors, higher starting grades, then allowances, out of one purse."""
    money = month_money(counties, c, STAFF_PAY)
    people = float(counties.persons[c])
    contract = levers.staff_pay_doctor_pay * FEN / 12.0
    for_contracts = min(float(money) * levers.staff_pay_doctor_share, people * contract)
    counties.contracts[c] = for_contracts / (people * contract)
    grade = levers.staff_pay_starting_grade * behaviour.staff_salary * FEN
    wanted = staff_between(counties, c, 0, GRADUATE - 1, 1) * grade
    for_grades = min(float(money) - for_contracts, wanted)
    counties.starting_grade[c] = levers.staff_pay_starting_grade * (for_grades / wanted if wanted > 0.0 else 0.0)
    staff = staff_between(counties, c, 0, STAFF_KINDS - 1, SERVICE_YEARS)
    allowance = float(once(levers.staff_pay_township_allowance))
    for_allowances = min(float(money) - for_contracts - for_grades, staff * allowance)
    counties.township_paid[c] = for_allowances / (staff * allowance) if staff > 0.0 else 0.0
    paid = int(math.floor(for_contracts + for_grades + for_allowances))
    counties.purse[c, STAFF_PAY] -= paid
    counties.bought[c, STAFF_PAY] += paid
