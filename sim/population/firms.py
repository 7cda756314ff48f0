"""The employers of the first month: real sizes, as many as the simulated workers of a county fill.

positions = workers / (1 - vacancy rate), split over kinds by their share of positions            [margins]
size      lognormal around the mean of its kind; firms fill what the other kinds leave
free      as many closed rows as firms: new ones open there
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, scratch_kernel
from sim.population.margins import Firms
from sim.population.people import COUNTY_BITS, draw
from sim.rules.search import market_access, place_pay
from sim.state.codes import COOPERATIVE, FIRM, LOCAL, PUBLIC_BODY, WORKSHOP
from sim.state.employers import Employers
from sim.state.table import Array

FEN = 100.0
LARGEST_FIRM = 500.0
OLDEST_MONTHS = 1200
FIRST_CASH_MONTHS = 3.0
"""Cash of an employer of the first month, in months of its wages."""
KINDS = 4


@kernel
def kind_of(column: int) -> int:
    """Code of a kind of employer by its column in the margins; public bodies come first in a county."""
    return (FIRM, COOPERATIVE, WORKSHOP, PUBLIC_BODY)[column]


@kernel
def employer_id(code: int, place: int) -> int:
    """Permanent id of the employer at this place of a county."""
    return (code << COUNTY_BITS) + place


@kernel
def size_of(column: int, z: float, margins: Firms) -> int:
    """Positions of an employer, one at least."""
    mean, spread = float(margins.employer_size[0, 2 * column]), float(margins.employer_size[0, 2 * column + 1])
    size = mean * math.exp(spread * z - 0.5 * spread * spread)
    return max(1, int(math.floor(min(size, LARGEST_FIRM) + 0.5)))


@scratch_kernel
def plan(code: int, workers: int, kinds: Array, sizes: Array, margins: Firms, luck: Luck) -> int:
    """Kinds and sizes of a county's employers, into the two arrays; returns how many there are."""
    u, none, z = np.zeros(KINDS + 1), np.zeros(0), np.zeros(1)
    draw(luck, Decision.POPULATION_COUNTY, code, 1, u, none)
    target = max(1, int(math.floor(float(workers) / (1.0 - float(margins.vacancy[0, 0])) + float(u[KINDS]))))
    count, total = 0, 0
    for column in range(KINDS - 1, -1, -1):
        expected = float(margins.position_share[0, column]) * float(target)
        expected = expected / float(margins.employer_size[0, 2 * column])
        most = int(math.floor(expected + float(u[column]))) if column > 0 else target
        for _ in range(most):
            if total >= target:
                return count
            draw(luck, Decision.POPULATION_EMPLOYER, employer_id(code, count), 0, none, z)
            kinds[count] = kind_of(column)
            sizes[count] = min(size_of(column, float(z[0]), margins), target - total)
            total += sizes[count]
            count += 1
    return count


@scratch_kernel
def open_employers(
    employers: Employers,
    first: int,
    kinds: Array,
    sizes: Array,
    code: int,
    remoteness: float,
    margins: Firms,
    behaviour: Behaviour,
    pay_level: float,
    luck: Luck,
) -> None:
    """Fill a county's employer rows from `first` on, one for each of `kinds` and `sizes`; a size of 0 is a free row."""
    usual = place_pay(LOCAL, behaviour, pay_level) * market_access(remoteness, behaviour.remote_pay_effect) * FEN
    u, z = np.zeros(1), np.zeros(1)
    for i in range(len(kinds)):
        e = first + i
        employers.id[e] = employer_id(code, i)
        employers.place[e] = LOCAL
        employers.kind[e] = kinds[i]
        employers.owner[e] = NONE
        size = int(sizes[i])
        if size == 0:
            continue
        draw(luck, Decision.POPULATION_EMPLOYER, employer_id(code, i), 1, u, z)
        employers.is_open[e] = True
        employers.positions[e] = size
        employers.attraction[e] = size
        age = -float(margins.employer_age[0, 0]) * math.log(1.0 - float(u[0]))
        employers.age_months[e] = min(1 + int(math.floor(age)), OLDEST_MONTHS)
        premium = 0.0
        for column in range(KINDS):
            if kind_of(column) == kinds[i]:
                premium = float(margins.employer_pay[0, column])
        employers.wage[e] = int(math.floor(usual * math.exp(premium + float(margins.vacancy[0, 1]) * float(z[0]))))
        employers.productivity[e] = math.exp(premium)
        employers.cash[e] = int(math.floor(FIRST_CASH_MONTHS * float(size) * float(employers.wage[e])))
