"""Relapse: the truth against the lines.

    X        income of the registry concept over twelve months per head, less medical, schooling and disaster spending
    fall     X under the poverty line z = M/1.5 after six months or more at or above it; six months above end it
    readings market: X less policy and aid; raw: X less aid; realised: X

Reads   households.income households.policy households.aid households.hardship households.members, counties.province,
        provinces.line
Writes  households.months_above households.is_poor households.fell_months
Levers  none     Luck  none
"""

from sim.numeric import kernel
from sim.state.codes import MARKET, READINGS, REALISED, YEAR
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.table import Array

SETTLED_MONTHS = 6
LONGEST = 120


@kernel
def of_year(months: Array) -> int:
    """Fen of twelve months."""
    total = 0
    for i in range(YEAR):
        total += int(months[i])
    return total


@kernel
def true_income(households: Households, h: int, reading: int) -> int:
    """X of a household in one reading, fen per head and year."""
    total = of_year(households.income[h]) - of_year(households.hardship[h])
    if reading != REALISED:
        total -= of_year(households.aid[h])
    if reading == MARKET:
        total -= of_year(households.policy[h])
    return total // int(households.members[h])


@kernel
def poverty_line(monitoring_line: int) -> int:
    """Poverty line that belongs to a monitoring line, fen per head and year."""
    return monitoring_line * 2 // 3


@kernel
def follow(households: Households, h: int, reading: int, is_under: bool) -> None:
    """One month of one household against the line."""
    if is_under:
        if not households.is_poor[h, reading] and households.months_above[h, reading] >= SETTLED_MONTHS:
            households.fell_months[h, reading] = int(households.fell_months[h, reading]) | 1
            households.is_poor[h, reading] = True
        households.months_above[h, reading] = 0
        return
    above = min(int(households.months_above[h, reading]) + 1, LONGEST)
    households.months_above[h, reading] = above
    if above >= SETTLED_MONTHS:
        households.is_poor[h, reading] = False


@kernel
def start(households: Households, counties: Counties, line: Array, first: int, last: int) -> None:
    """The first month with a full year behind it: who is under the line is poor already, nobody has fallen."""
    for c in range(first, last):
        z = poverty_line(int(line[counties.province[c]]))
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            for reading in range(READINGS):
                is_under = true_income(households, h, reading) < z
                households.is_poor[h, reading] = is_under
                households.months_above[h, reading] = 0 if is_under else SETTLED_MONTHS
                households.fell_months[h, reading] = 0


@kernel
def step(households: Households, counties: Counties, line: Array, first: int, last: int) -> None:
    """Hold households of counties first … last - 1 against the poverty line. `line` is the provinces' column."""
    for c in range(first, last):
        z = poverty_line(int(line[counties.province[c]]))
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            for reading in range(READINGS):
                follow(households, h, reading, true_income(households, h, reading) < z)
