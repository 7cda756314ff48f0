"""The employers of the first month: real sizes, as many as the simulated workers of a county fill.

positions = workers / (1 - vacancy rate), split over kinds by their share of positions            [margins]
size      lognormal around the mean of its kind; firms fill what the other kinds leave
free      as many closed rows as firms: new ones open there
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import Decision, Luck, kernel, normal, uniform
from sim.population.margins import Margins
from sim.population.people import COUNTY_BITS
from sim.rules.matching import place_pay
from sim.state.codes import COOPERATIVE, FIRM, LOCAL, PUBLIC_BODY, WORKSHOP
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.month import Month
from sim.state.table import Array

FEN = 100.0
LARGEST_FIRM = 500.0
OLDEST_MONTHS = 1200
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
def size_of(column: int, id: int, margins: Margins, luck: Luck) -> int:
    """Positions of an employer, one at least."""
    mean, spread = float(margins.employer_size[0, 2 * column]), float(margins.employer_size[0, 2 * column + 1])
    z = normal(luck, Decision.POPULATION_EMPLOYER, id, 0)
    size = mean * math.exp(spread * z - 0.5 * spread * spread)
    return max(1, int(math.floor(min(size, LARGEST_FIRM) + 0.5)))


@kernel
def plan(code: int, workers: int, kinds: Array, sizes: Array, margins: Margins, luck: Luck) -> int:
    """Kinds and sizes of a county's employers, into the two arrays; returns how many there are."""
    draw = Decision.POPULATION_COUNTY
    vacancy_rate = float(margins.vacancy[0, 0])
    target = int(math.floor(float(workers) / (1.0 - vacancy_rate) + uniform(luck, draw, code, 1)))
    target = max(target, 1)
    count, total = 0, 0
    for column in range(KINDS - 1, -1, -1):
        most = target
        if column > 0:
            mean = float(margins.employer_size[0, 2 * column])
            expected = float(margins.position_share[0, column]) * float(target) / mean
            most = int(math.floor(expected + uniform(luck, draw, code, 2 + column)))
        for _ in range(most):
            if total >= target:
                return count
            size = min(size_of(column, employer_id(code, count), margins, luck), target - total)
            kinds[count] = kind_of(column)
            sizes[count] = size
            total += size
            count += 1
    return count


@kernel
def open_all(
    employers: Employers,
    counties: Counties,
    kinds: Array,
    sizes: Array,
    vacancies: Array,
    margins: Margins,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> None:
    """Fill the employer rows of all counties; `counties.employers` says how many there are, free ones included.

    `kinds` and `sizes` are arrays of shape (employers of counties,); a size of 0 is a free row. Into `vacancies` goes
    the row of each position's employer.
    """
    draw = Decision.POPULATION_EMPLOYER
    usual = place_pay(LOCAL, behaviour, month.pay_level) * FEN
    i = 0
    for c in range(len(counties.code)):
        first = int(counties.first_employer[c])
        attraction = 0.0
        for e in range(first, first + int(counties.employers[c])):
            firm = employer_id(int(counties.code[c]), e - first)
            employers.id[e] = firm
            employers.county[e] = c
            employers.province[e] = counties.province[c]
            employers.place[e] = LOCAL
            employers.kind[e] = kinds[e]
            size = int(sizes[e])
            if size == 0:
                continue
            employers.is_open[e] = True
            employers.positions[e] = size
            employers.attraction[e] = size
            age = -float(margins.employer_age[0, 0]) * math.log(1.0 - uniform(luck, draw, firm, 1))
            employers.age_months[e] = min(1 + int(math.floor(age)), OLDEST_MONTHS)
            premium = 0.0
            for column in range(KINDS):
                if kind_of(column) == kinds[e]:
                    premium = float(margins.employer_pay[0, column])
            pay = usual * math.exp(premium + float(margins.vacancy[0, 1]) * normal(luck, draw, firm, 2))
            employers.wage[e] = int(math.floor(pay))
            if kinds[e] != PUBLIC_BODY:
                attraction += float(size)
            for _ in range(size):
                vacancies[i] = e
                i += 1
        counties.attraction_base[c] = attraction
