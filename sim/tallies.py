"""What is counted at the end of a month: sums by cell, and groups of cells.

A cell is a county and a kind of household: registered or not, relocated or not, by tag. Every group that results
speak of is a set of cells, so people are visited once a month however many groups are asked for.
"""

import math

from sim.numeric import NONE, kernel
from sim.rules.earnings import HALF_YEAR, months_set
from sim.rules.insurance import PENSION_AGE
from sim.rules.needs import ADULT, OLDEST_WORKER
from sim.rules.relapse import poverty_line, true_income
from sim.rules.schooling import school_months
from sim.rules.training import SENIOR_MONTHS
from sim.state.codes import (
    BUSINESS,
    DISABLED,
    EASTERN_SCHOOL,
    HALF,
    HIGH_CERTIFICATE,
    LOCAL,
    MARKET,
    NO_TAG,
    RAW,
    REALISED,
    REFUSED_SCHOOL,
    SENIOR_COURSE,
    SOURCES,
    TECHNICAL_SCHOOL,
    TRANSFERS,
    WAGES,
    WORKSHOP,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.registry import Registry
from sim.state.table import Array
from sim.tally import Tally

KINDS = 16
FEN = 100.0
CATASTROPHIC_SHARE = 0.4
FOOD_SHARE = 1.0 / 3.0
"""Food in consumption: about the rural survey of 2020."""
MEDICINE = 500.0
"""What a person of 40 spends in a year on doctors and medicine beside hospital stays and chronic illness, yuan of 2020;
it is a part of what the household consumes. About what these leave of the rural survey's 1,400 for health, memory."""
MEDICINE_AGE = 0.2
"""Its rise per ten years of age, log points: those over 60 see a doctor 1.7 times as often as all, health survey of
2018 [10.1186/s12939-023-01983-7]."""


TALLIES = len(Tally)


@kernel
def cell_of(is_registered: bool, is_relocated: bool, tag: int) -> int:
    """Kind of household, 0 to 15."""
    return (8 if is_registered else 0) + (4 if is_relocated else 0) + tag


@kernel
def medicine(persons: Persons, first: int, last: int, month: Month) -> float:
    """Fen of this year so far for doctors and medicine of persons first … last - 1 beside stays and chronic illness."""
    needs = 0.0
    for p in range(first, last):
        needs += math.exp(MEDICINE_AGE * (float(persons.age[p]) - 40.0) / 10.0)
    return MEDICINE * month.price_level * FEN * needs * float(month.season + 1) / float(YEAR)


@kernel
def is_catastrophic(medical: int, medicines: float, consumed: int) -> bool:
    """Whether a year's own medical bills are catastrophic beside the consumption of that year, food left out."""
    bills = float(medical) + min(medicines, float(consumed))
    return bills >= CATASTROPHIC_SHARE * ((1.0 - FOOD_SHARE) * float(consumed) + float(medical))


@kernel
def count_household(
    households: Households, tag: int, h: int, line: int, income: int, medicines: float, cell: Array
) -> None:
    """What one household adds to its cell; `income` is its registry income of the last twelve months, fen."""
    people = int(households.members[h])
    cell[Tally.PEOPLE] += people
    cell[Tally.HOUSEHOLDS] += 1
    if households.is_registered[h]:
        cell[Tally.REGISTERED] += people
        cell[Tally.FELL_MARKET] += people if households.fell_months[h, MARKET] > 0 else 0
        cell[Tally.FELL_RAW] += people if households.fell_months[h, RAW] > 0 else 0
        cell[Tally.FELL_REALISED] += people if households.fell_months[h, REALISED] > 0 else 0
        cell[Tally.POOR] += people if households.is_poor[h, REALISED] else 0
    else:
        cell[Tally.NEVER_FELL] += people if households.fell_months[h, REALISED] > 0 else 0
    x = true_income(households, h, REALISED)
    z = poverty_line(line)
    cell[Tally.UNDER_POVERTY_LINE] += people if x < z else 0
    medical = int(households.medical_year[h])
    if is_catastrophic(medical, medicines, int(households.consumed_year[h])):
        cell[Tally.CATASTROPHIC_BILLS] += 1
    if medical > 0:
        cell[Tally.POOR_BY_BILLS] += people if x < z <= x + medical // people else 0
    if x < line:
        cell[Tally.AT_RISK] += people
        cell[Tally.UNNOTICED] += people if tag == NO_TAG else 0
    cell[Tally.MONITORED] += people if tag != NO_TAG else 0
    cell[Tally.INCOME_YEAR] += income
    for source in range(SOURCES):
        cell[Tally.SURVEY_WAGES + source] += int(households.surveyed[h, source])
        cell[Tally.NET_INCOME] += int(households.earned[h, source])
    aid = int(households.aid_paid[h])
    cell[Tally.SURVEY_WAGES + TRANSFERS] += aid
    cell[Tally.NET_INCOME] += aid - int(households.costs_away[h])
    cell[Tally.NET_WORK_INCOME] += int(households.earned[h, WAGES]) - int(households.costs_away[h])
    cell[Tally.OUTPUT] += int(households.earned[h, BUSINESS])
    cell[Tally.ADOPTERS] += people if households.has_adopted[h] else 0


@kernel
def count_record(
    households: Households, registry: Registry, h: int, line: int, number: int, people: int, cell: Array
) -> None:
    """What the registry holds of one household in month `number`: found late, wrongly, with which income."""
    x = true_income(households, h, RAW)
    if registry.tag[h] != NO_TAG:
        cell[Tally.WRONGLY_MONITORED] += people if x >= line else 0
        if registry.tagged_month[h] == number and registry.hardship_months[h] > 0:
            cell[Tally.NOTICED] += people
            cell[Tally.NOTICED_MONTHS] += people * int(registry.hardship_months[h])
    if registry.recorded_month[h] == number:
        cell[Tally.RECORDED] += people
        cell[Tally.RECORDED_GAP] += people * (int(registry.recorded_income[h]) - x)


@kernel
def count_course(persons: Persons, p: int, cell: Array) -> None:
    """What courses and technical schools add: who began this month, who waits, who is through."""
    course, left = int(persons.course[p]), int(persons.course_months[p])
    cell[Tally.COURSE_WAITING] += 1 if persons.waiting_months[p] > 0 else 0
    if persons.trained_months[p] == 0 and persons.certificate[p] == HIGH_CERTIFICATE:
        cell[Tally.SENIORS] += 1
    if course == REFUSED_SCHOOL:
        cell[Tally.SCHOOL_WILLING] += 1
    elif course in (TECHNICAL_SCHOOL, EASTERN_SCHOOL):
        cell[Tally.TECHNICAL_PUPILS] += 1
        if left == school_months(int(persons.age[p])):
            cell[Tally.SCHOOL_WILLING] += 1
            cell[Tally.SCHOOL_ENTERED] += 1
    elif left > 0 and (course != SENIOR_COURSE or left == SENIOR_MONTHS):
        cell[Tally.COURSE_STARTS] += 1


@kernel
def count_labour(persons: Persons, p: int, cell: Array) -> None:
    """Whether a person is labour, half or full capacity and out of school, and has work, waged or on the land."""
    is_labour = 1 if (persons.capacity[p] >= HALF) & (persons.is_student[p] == 0) else 0
    is_at_work = 1 if (persons.worked_months[p] != 0) | (persons.farm_days[p] > 0) else 0
    cell[Tally.LABOUR] += is_labour
    cell[Tally.LABOUR_AT_WORK] += is_labour * is_at_work


@kernel
def count_person(persons: Persons, employers: Employers, p: int, season: int, cell: Array) -> None:
    """What one person adds to the cell of the household."""
    worked = int(persons.worked_months[p])
    cell[Tally.RESIDENTS] += 1 if months_set(int(persons.away_months[p])) < HALF_YEAR else 0
    cell[Tally.EMPLOYED_THIS_YEAR] += 1 if worked & ((1 << (season + 1)) - 1) else 0
    cell[Tally.WORKERS_OF_YEAR] += 1 if worked else 0
    cell[Tally.MONTHS_WORKED] += months_set(worked)
    has_post = 1 if persons.post_months[p] > 0 else 0
    cell[Tally.POST_HOLDERS] += has_post
    e = int(persons.employer[p])
    if e != NONE:
        place = int(employers.place[e])
        cell[Tally.WORKING_LOCAL + place] += 1
        cell[Tally.WORKSHOP_WORKERS] += 1 if employers.kind[e] == WORKSHOP else 0
        cell[Tally.OUTPUT] += int(persons.pay[p]) if place == LOCAL else 0
    else:
        cell[Tally.WORKING_LOCAL] += has_post
        cell[Tally.JOBLESS_SEARCHERS] += (1 - has_post) * (1 if persons.looks[p] != NONE else 0)
        cell[Tally.OUTPUT] += int(persons.pay[p])
    cell[Tally.ALLOWED_GRADUATES] += 1 if persons.allowance_months[p] > 0 else 0
    count_course(persons, p, cell)
    count_labour(persons, p, cell)
    is_adult = 1 if (persons.age[p] >= 16) & (persons.is_student[p] == 0) else 0
    is_insured = is_adult * (1 if persons.is_insured[p] else 0)
    cell[Tally.ADULTS] += is_adult
    cell[Tally.INSURED] += is_insured
    if is_insured and persons.age[p] >= PENSION_AGE:
        cell[Tally.OLD_INSURED] += 1
        cell[Tally.PENSIONERS] += 1 if persons.is_pensioner[p] else 0


@kernel
def count_payable(persons: Persons, p: int, is_in_trouble: bool, cell: Array) -> None:
    """Whose contribution is payable, as `needs` counts them for clause (12), and who of them is insured."""
    age = int(persons.age[p])
    if persons.is_student[p] or age < ADULT or age > OLDEST_WORKER:
        return
    if is_in_trouble or persons.health[p] == DISABLED:
        cell[Tally.PAYABLE] += 1
        cell[Tally.PAYABLE_INSURED] += 1 if persons.is_insured[p] else 0


@kernel
def step(
    persons: Persons,
    households: Households,
    registry: Registry,
    employers: Employers,
    counties: Counties,
    line: Array,
    month: Month,
    cells: Array,
    head_income: Array,
    residents: Array,
    first: int,
    last: int,
) -> None:
    """Count counties first … last - 1.

    `cells` is an int64 array of shape (counties, 16, tallies), `head_income` a float64 array of shape (households,):
    registry income of the last twelve months per head, yuan; `residents` an int64 array of shape (households,):
    members who count as residents.
    """
    for c in range(first, last):
        cells[c] = 0
        m = int(line[counties.province[c]])
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            tag = int(registry.tag[h])
            cell = cells[c, cell_of(bool(households.is_registered[h]), bool(households.is_relocated[h]), tag)]
            income = 0
            for i in range(YEAR):
                income += int(households.income[h, i])
            people, start = int(households.members[h]), int(households.first_person[h])
            count_household(households, tag, h, m, income, medicine(persons, start, start + people, month), cell)
            count_record(households, registry, h, m, month.number, people, cell)
            head_income[h] = float(income) / float(people) / 100.0
            if registry.was_tagged[h]:
                cell[Tally.EVER_MONITORED] += people
                cell[Tally.RISK_ENDED] += people if registry.is_ended[h] and tag == NO_TAG else 0
            is_counted = bool(households.is_registered[h]) or tag != NO_TAG
            is_in_trouble = bool(households.is_dibao[h]) or tag != NO_TAG
            others = int(cell[Tally.RESIDENTS])
            for p in range(start, start + people):
                count_person(persons, employers, p, month.season, cell)
                if is_counted:
                    count_payable(persons, p, is_in_trouble, cell)
            residents[h] = int(cell[Tally.RESIDENTS]) - others
