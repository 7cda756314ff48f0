"""Contests: each June a county holds what its purse pays; every second year they select for the national one.

    held     n = purse/cost, at the scale of the simulated people                                [Opinion 11]
    winners  chance contest_winners n/young, national_contest_ratio times as much in a national year; they become
             senior workers at once                                                             [mechanisms 11]
    others   chance contest_certified n/young: a basic certificate
    spirit   contests per 15,000 young workers; it moves young people to apply and is gone by a twelfth a month

Young workers are those that needs count: 16 to 34, in registered or monitored households.

Reads   persons.id persons.age persons.capacity persons.is_student persons.household, households.is_registered
        registry.tag, counties.need
Writes  persons.certificate, counties.contest_spirit counties.purse counties.bought
Levers  skill_contest_cost     Luck  per young worker: wins, is certified or neither
"""

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import Decision, Luck, kernel, uniform
from sim.rules.funds import spend
from sim.rules.needs import ADULT, YOUNG
from sim.state.codes import (
    BASIC_CERTIFICATE,
    HALF,
    HIGH_CERTIFICATE,
    NO_TAG,
    SKILL_CONTEST,
    YEAR,
)
from sim.state.counties import Counties
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.table import Array

CONTEST_MONTH = 5
USUAL_YOUNG = 15_000.0
"""Young registered workers of a county of usual size."""


@kernel
def is_national(month_number: int) -> bool:
    """Whether a month lies in a year of the national contest: 2020, 2022 …"""
    return month_number // YEAR % 2 == 0


@kernel
def share_by_contests(people: float, contests: float, young: int) -> float:
    """Share of the young workers whom so many contests concern, so many people each."""
    return min(1.0, people * contests / float(young)) if young > 0 else 0.0


@kernel
def is_young_worker(persons: Persons, p: int) -> bool:
    """Whether a person may take part."""
    return bool(ADULT <= persons.age[p] < YOUNG and persons.capacity[p] >= HALF and not persons.is_student[p])


@kernel
def compete(
    persons: Persons, households: Households, counties: Counties, c: int, tag: Array, wins: float, certified: float,
    luck: Luck,
) -> None:  # fmt: skip
    """The contests of a county: `wins` and `certified` are the shares of its young workers."""
    for p in range(counties.first_person[c], counties.first_person[c] + counties.persons[c]):
        h = int(persons.household[p])
        if not is_young_worker(persons, p) or not (households.is_registered[h] or tag[h] != NO_TAG):
            continue
        u = uniform(luck, Decision.CONTEST, int(persons.id[p]), 0)
        if u < wins:
            persons.certificate[p] = HIGH_CERTIFICATE
        elif u < wins + certified:
            persons.certificate[p] = max(int(persons.certificate[p]), BASIC_CERTIFICATE)


@kernel
def step(
    persons: Persons, households: Households, counties: Counties, tag: Array, levers: Levers, behaviour: Behaviour,
    month: Month, luck: Luck, first: int, last: int,
) -> None:  # fmt: skip
    """Contests of counties first … last - 1. `tag` is the registry's."""
    for c in range(first, last):
        counties.contest_spirit[c] = counties.contest_spirit[c] * (1.0 - 1.0 / float(YEAR))
        money = int(counties.purse[c, SKILL_CONTEST])
        young = int(counties.need[c, SKILL_CONTEST])
        if month.season != CONTEST_MONTH or money == 0 or young == 0:
            continue
        contests = float(money) / float(once(levers.skill_contest_cost))
        winners = behaviour.contest_winners
        if is_national(month.number):
            winners = winners * behaviour.national_contest_ratio
        wins = share_by_contests(winners, contests, young)
        certified = share_by_contests(behaviour.contest_certified, contests, young)
        compete(persons, households, counties, c, tag, wins, certified, luck)
        counties.contest_spirit[c] += USUAL_YOUNG * contests / float(young)
        spend(counties, c, SKILL_CONTEST, money)
