"""Accounts: every fen and every person balances, or the run stops and names the first row that does not.

    household   d(savings - debt) = earned - costs away + aid - medical - schooling - damage - funerals - consumed
                - stock bought - invested
    people      before + born + came = now + died + left
    estate      savings less debt of all households after January's moves, bequests added = before them
    measure     planned = delivered + idle + leaked + displaced
    purse       d(purse + idle) = delivered + idle - overhead - bought - returned, kept as a running balance
    wages       paid by the county's employers and the accounts outside, odd jobs and posts = received by its persons
    jobs        an employer's filled positions = the persons who name it
    outside     an account has the workers and wages of its province's counties there, each times its county's weight;
                it wants those whom it has, pays what it offers, and its revenue is the wages it pays

Reads   persons.employer persons.pay, households.savings households.debt households.worth_before households.earned
        households.costs_away households.aid_paid households.medical households.school_fees households.damage
        households.funeral households.consumed households.stock_bought households.invested, employers.place,
        counties.weight counties.money counties.planned counties.purse counties.idle counties.overhead counties.bought
        counties.returned counties.outside_jobs counties.outside_wages counties.odd_wages counties.public_wages
        counties.births counties.deaths counties.moved_in counties.moved_out counties.bequests counties.people_before
        counties.worth_before, provinces.code
Writes  counties.balance, employers.filled employers.positions employers.wage_bill employers.revenue employers.wage
Levers  none     Luck    none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, kernel
from sim.rules.search import FEN, place_pay
from sim.state.codes import DELIVERED, FATES, IDLE, MEASURES, PLACES, PROVINCE, SOURCES
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.provinces import Provinces
from sim.state.table import Array

HOUSEHOLD_BOOK, MEASURE_BOOK, PURSE_BOOK, WAGE_BOOK, JOB_BOOK, OUTSIDE_BOOK, STOCK_BOOK, PEOPLE_BOOK, ESTATE_BOOK = (
    range(1, 10)
)
BOOKS = (
    "",
    "household: change of savings less debt against income, spending and what was invested",
    "measure: planned money against its fates",
    "measure: purse and idle money against what came and went",
    "county: wages paid against wages received",
    "employer: filled positions against its workers",
    "county: workers outside against its persons",
    "household: no negative savings or debt",
    "county: its people against births, deaths and moves",
    "county: what households own after January's moves against before",
)


@kernel
def household_gap(households: Households, h: int) -> int:
    """Fen by which a household's books do not close."""
    change = int(households.savings[h]) - int(households.debt[h]) - int(households.worth_before[h])
    flow = int(households.aid_paid[h]) - int(households.costs_away[h])
    for source in range(SOURCES):
        flow += int(households.earned[h, source])
    flow -= int(households.invested[h])
    flow -= int(households.medical[h]) + int(households.school_fees[h]) + int(households.damage[h])
    flow -= int(households.funeral[h]) + int(households.consumed[h]) + int(households.stock_bought[h])
    return change - flow


@kernel
def report(fault: Array, book: int, row: int, column: int, gap: int) -> None:
    """Keep the first fault."""
    if fault[0] == 0:
        fault[0], fault[1], fault[2], fault[3] = book, row, column, gap


@kernel
def check_money(counties: Counties, c: int, fault: Array) -> None:
    """Books of public money in one county."""
    for m in range(MEASURES):
        fates = 0
        for fate in range(FATES):
            fates += int(counties.money[c, m, fate])
        gap = int(counties.planned[c, m]) - fates
        if gap != 0:
            report(fault, MEASURE_BOOK, c, m, gap)
        stock = int(counties.purse[c, m]) + int(counties.idle[c, m, 0]) + int(counties.idle[c, m, 1])
        flow = int(counties.money[c, m, DELIVERED]) + int(counties.money[c, m, IDLE])
        flow -= int(counties.overhead[c, m]) + int(counties.bought[c, m]) + int(counties.returned[c, m])
        gap = stock - int(counties.balance[c, m]) - flow
        if gap != 0:
            report(fault, PURSE_BOOK, c, m, gap)
        counties.balance[c, m] = stock


@kernel
def check_people(households: Households, counties: Counties, c: int, fault: Array) -> None:
    """Books of people and of what they own in one county."""
    gap = int(counties.people_before[c]) + int(counties.births[c]) + int(counties.moved_in[c])
    gap -= int(counties.persons[c]) + int(counties.deaths[c]) + int(counties.moved_out[c])
    if gap != 0:
        report(fault, PEOPLE_BOOK, c, 0, gap)
    worth = 0
    for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
        worth += int(households.worth_before[h])
    gap = worth + int(counties.bequests[c]) - int(counties.worth_before[c])
    if gap != 0:
        report(fault, ESTATE_BOOK, c, 0, gap)


@kernel
def check_work(
    persons: Persons, employers: Employers, counties: Counties, c: int, workers: Array, away: Array, fault: Array
) -> None:
    """Books of jobs and wages in one county; `workers` and `away` are room to count in."""
    start = int(counties.first_employer[c])
    end = start + int(counties.employers[c])
    workers[start:end] = 0
    away[c] = 0
    received = 0
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        received += int(persons.pay[p])
        e = int(persons.employer[p])
        if e == NONE:
            continue
        if start <= e < end:
            workers[e] += 1
        else:
            away[c, employers.place[e]] += 1
    paid = int(counties.odd_wages[c]) + int(counties.public_wages[c])
    for e in range(start, end):
        paid += int(employers.wage_bill[e])
        if workers[e] != employers.filled[e]:
            report(fault, JOB_BOOK, e, 0, int(workers[e]) - int(employers.filled[e]))
    for place in range(PROVINCE, PLACES):
        paid += int(counties.outside_wages[c, place])
        if away[c, place] != counties.outside_jobs[c, place]:
            report(fault, OUTSIDE_BOOK, c, place, int(away[c, place]) - int(counties.outside_jobs[c, place]))
    if paid != received:
        report(fault, WAGE_BOOK, c, 0, paid - received)


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    workers: Array,
    away: Array,
    faults: Array,
    first: int,
    last: int,
) -> None:
    """Check the books of counties first … last - 1.

    `workers` of shape (employers,) and `away` of shape (counties, places) are room to count in. `faults` of shape
    (counties, 4) takes book, row, column and gap of each county's first fault; it comes in as zeros.
    """
    for c in range(first, last):
        check_money(counties, c, faults[c])
        check_people(households, counties, c, faults[c])
        check_work(persons, employers, counties, c, workers, away, faults[c])
        for h in range(counties.first_household[c], counties.first_household[c] + counties.households[c]):
            gap = household_gap(households, h)
            if gap != 0:
                report(faults[c], HOUSEHOLD_BOOK, h, 0, gap)
            if households.savings[h] < 0 or households.debt[h] < 0:
                report(faults[c], STOCK_BOOK, h, 0, 0)


@kernel
def close_accounts(
    employers: Employers, counties: Counties, provinces: Provinces, away: Array, behaviour: Behaviour, month: Month
) -> None:
    """Serial: what the accounts outside stand for. `away` holds the workers that `step` counted, by county and place.

    Wages there have been checked, county by county, against what persons received.
    """
    for q in range(len(provinces.code)):
        first = int(provinces.first_county[q])
        last = first + int(provinces.counties[q])
        for place in range(PROVINCE, PLACES):
            jobs, paid = 0.0, 0.0
            for c in range(first, last):
                jobs += counties.weight[c] * float(away[c, place])
                paid += counties.weight[c] * float(counties.outside_wages[c, place])
            e = int(provinces.first_account[q]) + place - PROVINCE
            employers.filled[e] = int(math.floor(jobs + 0.5))
            employers.positions[e] = employers.filled[e]
            employers.wage_bill[e] = int(math.floor(paid + 0.5))
            employers.revenue[e] = employers.wage_bill[e]
            employers.wage[e] = int(math.floor(place_pay(place, behaviour, month.pay_level) * FEN))
