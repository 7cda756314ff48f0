"""A world small enough to know by heart: two provinces, four counties, every link and count right.

Everything follows from the numbers of a row, nothing is drawn, so a test may say what it expects. In every village:

    household 0  one elder who can no longer work, minimum living allowance
    household 1  couple and school child, the man in the east
    household 2  couple, both at a county firm
    household 3  couple, the woman in the provincial city, the man looks for work
    household 4  couple and school child, the man far away, the woman farms
    household 5  couple, both farm; a chronic illness; debts; monitored as unstable
    household 6  couple, the woman at a workshop
    household 7  one worker who looks for work and was trained half a year ago
    … and so on round: household i is like household i % 8

Every fourth household is not registered; those with an odd number in the first half of a village are relocated.
No month has begun: this month's flows are zero, the year of income behind it is full.
"""

import numpy as np

from sim.numeric import NONE
from sim.state import Centres, Counties, Employers, Households, Persons, Provinces, Registry, Villages, World
from sim.state.codes import (
    CHRONIC,
    CITY,
    COOPERATIVE,
    EAST,
    EASTERN_PROVINCE,
    EDGE,
    ELSEWHERE,
    FIRM,
    FULL,
    HALF,
    LOCAL,
    NO_CAPACITY,
    PLACES,
    PROVINCE,
    PUBLIC_BODY,
    REST_OF_COUNTRY,
    TECHNICAL_COLLEGE,
    UNSTABLE,
    VOCATIONAL_SCHOOL,
    WORKSHOP,
    YEAR,
)
from sim.state.table import empty

PROVINCE_CODES = (52, 62)
COUNTY_CODES = (520101, 520102, 620101, 620102)
KIND_OF_EMPLOYER = (FIRM, FIRM, COOPERATIVE, WORKSHOP, PUBLIC_BODY, FIRM)
"""Employer rows of each county; the last is closed, free for a new firm."""
FREE_ROW = len(KIND_OF_EMPLOYER) - 1
ACCOUNTS = ((PROVINCE, CITY), (EAST, EASTERN_PROVINCE), (ELSEWHERE, REST_OF_COUNTRY))
"""Place and kind of the three employer rows of each province outside its counties, in this order."""
PATTERN = 8
SIZE = (1, 3, 2, 2, 3, 2, 2, 1)
"""Members of household i, by i % 8."""
IDS_PER_COUNTY = 1_000_000


def small_world(villages: int = 3, households: int = 8) -> World:
    """A world of 4 counties of `villages` villages of `households` households.

    Money is fen. County 0 and 2 are key, 1 and 3 are not; 0 and 1 lie in province 0, 2 and 3 in province 1.
    """
    kinds = np.arange(4 * villages * households) % households % PATTERN
    world = World(
        empty(Persons, int(np.array(SIZE)[kinds].sum())),
        empty(Households, len(kinds)),
        empty(Registry, len(kinds)),
        empty(Employers, 4 * len(KIND_OF_EMPLOYER) + 2 * len(ACCOUNTS)),
        empty(Centres, 4),
        empty(Villages, 4 * villages),
        empty(Counties, 4),
        empty(Provinces, 2),
    )
    _provinces(world)
    _counties(world, villages, households)
    _employers(world)
    for h, kind in enumerate(kinds):
        _household(world, h, int(kind), h % households, h // households)
    _hire(world)
    _totals(world)
    return world


def _provinces(world: World) -> None:
    provinces = world.provinces
    provinces.code[:] = PROVINCE_CODES
    provinces.first_county[:] = (0, 2)
    provinces.counties[:] = 2
    provinces.key_counties[:] = (20, 23)
    provinces.first_account[:] = 4 * len(KIND_OF_EMPLOYER) + np.arange(2) * len(ACCOUNTS)
    provinces.line[:] = 600_000
    provinces.searchers_base[:] = 100.0


def _counties(world: World, villages: int, households: int) -> None:
    counties, centres = world.counties, world.centres
    row = np.arange(4)
    counties.code[:] = COUNTY_CODES
    counties.province[:] = row // 2
    counties.is_key[:] = row % 2 == 0
    counties.weight[:] = 100.0
    counties.remoteness[:] = (0.8, 0.3, 0.7, 0.2)
    counties.first_village[:] = row * villages
    counties.villages[:] = villages
    counties.first_household[:] = row * villages * households
    counties.households[:] = villages * households
    counties.first_employer[:] = row * len(KIND_OF_EMPLOYER)
    counties.employers[:] = len(KIND_OF_EMPLOYER)
    counties.first_centre[:] = row
    counties.centres[:] = 1
    counties.staff[:] = 1.0
    counties.health_service[:] = 1.0
    counties.agronomists[:] = 1.0
    counties.teaching[:] = 1.0
    counties.arrears_recovered[:] = 0.5
    counties.village_officials[:] = 1.0
    counties.chances[:] = 0.2
    for v in range(len(world.villages.id)):
        c = v // villages
        world.villages.id[v] = COUNTY_CODES[c] * 100 + v % villages
        world.villages.county[v] = c
        world.villages.first_household[v] = v * households
        world.villages.households[v] = households
        world.villages.distance[v] = 10.0 * (1 + v % villages)
    centres.id[:] = counties.code * 10 + 1
    centres.county[:] = row
    centres.kind[:] = (TECHNICAL_COLLEGE, VOCATIONAL_SCHOOL, TECHNICAL_COLLEGE, VOCATIONAL_SCHOOL)
    centres.capacity[:] = (6.0, 4.0, 5.0, 3.0)
    centres.quality[:] = 1.0


def _employers(world: World) -> None:
    employers = world.employers
    for c, code in enumerate(COUNTY_CODES):
        for i, kind in enumerate(KIND_OF_EMPLOYER):
            e = c * len(KIND_OF_EMPLOYER) + i
            employers.id[e] = code * 100 + i
            employers.county[e] = c
            employers.province[e] = c // 2
            employers.place[e] = LOCAL
            employers.kind[e] = kind
            employers.is_open[e] = i != FREE_ROW
            employers.age_months[e] = 24 * i
            employers.wage[e] = 250_000 + 10_000 * i + 1_000 * c
            employers.attraction[e] = 4.0 if i != FREE_ROW else 0.0
            employers.productivity[e] = 1.0
            employers.owner[e] = NONE
            employers.cash[e] = 5_000_000 if i != FREE_ROW else 0
    for province, code in enumerate(PROVINCE_CODES):
        for i, (place, kind) in enumerate(ACCOUNTS):
            e = 4 * len(KIND_OF_EMPLOYER) + province * len(ACCOUNTS) + i
            employers.id[e] = code * 10 + i
            employers.county[e] = NONE
            employers.province[e] = province
            employers.place[e] = place
            employers.kind[e] = kind
            employers.is_open[e] = True
            employers.productivity[e] = 1.0
            employers.owner[e] = NONE
            employers.wage[e] = 350_000 + 50_000 * i


def _household(world: World, h: int, kind: int, number: int, village: int) -> None:
    """Household h and its members; `number` is its place in the village."""
    persons, households, registry = world.persons, world.households, world.registry
    code = int(world.counties.code[world.villages.county[village]])
    first = int(households.first_person[h - 1] + households.members[h - 1]) if h else 0
    county_first = int(world.counties.first_household[world.villages.county[village]])
    place = first - int(households.first_person[county_first]) if h > county_first else 0
    households.village[h] = village
    households.first_person[h] = first
    households.members[h] = SIZE[kind]
    households.id[h] = code * IDS_PER_COUNTY + place
    households.is_registered[h] = number % 4 != 3
    households.is_relocated[h] = number % 2 == 1 and 2 * number < int(world.villages.households[village])
    households.is_dibao[h] = kind == 0
    households.land[h] = 2.5 * SIZE[kind]
    households.savings[h] = 500_000 + 1_000 * number + 10 * village
    households.debt[h] = 2_000_000 if kind == 5 else 0
    households.stock[h] = 300_000 * SIZE[kind] if kind != 5 else 100_000
    households.worth_before[h] = households.savings[h] - households.debt[h]
    households.income[h] = 40_000 * (kind + 1) + 100 * number + village + np.arange(YEAR)
    households.policy[h] = 10_000 if kind == 0 else 0
    households.hardship[h] = 5_000 if kind == 5 else 0
    households.months_above[h] = 0 if kind == 5 else YEAR
    households.is_poor[h] = kind == 5
    if kind == 5:
        registry.tag[h] = UNSTABLE if households.is_registered[h] else EDGE
        registry.was_tagged[h] = True
        registry.aid[h] = 20_000
    registry.recorded_income[h] = int(households.income[h].sum()) // SIZE[kind]
    registry.tagged_month[h] = 230 if kind == 5 else NONE
    for i in range(SIZE[kind]):
        p, is_child = first + i, i == 2
        persons.id[p] = code * IDS_PER_COUNTY + place + i
        persons.household[p] = h
        persons.age[p] = 10 if is_child else 82 if kind == 0 else 30 + 2 * kind + i
        persons.is_female[p] = i == 1
        persons.schooling[p] = 4 if is_child else 9
        persons.is_student[p] = is_child
        persons.skill[p] = 0.0 if is_child else 0.05 * (kind - 3)
        persons.health[p] = CHRONIC if kind == 5 and i == 0 else 0
        persons.capacity[p] = NO_CAPACITY if is_child or kind == 0 else HALF if persons.health[p] else FULL
        persons.partner[p] = NONE if SIZE[kind] == 1 or is_child else first + 1 - i
        persons.employer[p] = NONE
        persons.looks[p] = NONE
        persons.trained_months[p] = 6 if kind == 7 else NONE
        persons.lesson[p] = 100 if kind == 7 else 0
        persons.know_how[p] = 0.25 if kind == 7 else 0.0
        persons.is_insured[p] = not is_child
        persons.is_pensioner[p] = persons.age[p] >= 60
        persons.paid_years[p] = 0 if is_child else 7
        persons.farm_days[p] = 20 if kind == 5 or (kind == 4 and i == 1) else 0
        persons.jobless_months[p] = 3 if kind == 7 or (kind == 3 and i == 0) else 0


def _hire(world: World) -> None:
    """Give the workers of each kind of household their employers, and every open employer one vacancy."""
    persons, employers, counties = world.persons, world.employers, world.counties
    for h in range(len(world.households.id)):
        village = int(world.households.village[h])
        county = int(world.villages.county[village])
        account = int(world.provinces.first_account[counties.province[county]])
        local = int(counties.first_employer[county])
        first = int(world.households.first_person[h])
        kind = h % int(world.villages.households[village]) % PATTERN
        jobs = {
            1: {0: account + 1},
            2: {0: local, 1: local + 1},
            3: {1: account},
            4: {0: account + 2},
            6: {1: local + 3},
        }
        for i, e in jobs.get(kind, {}).items():
            p = first + i
            persons.employer[p] = e
            persons.wage[p] = int(employers.wage[e]) + 1_000 * i
            persons.wage_days[p] = 22
            persons.tenure_months[p] = 12
            persons.worked_months[p] = 0xFFF
            persons.away_months[p] = 0xFFF if employers.place[e] != LOCAL else 0
            employers.filled[e] += 1
    employers.positions[:] = np.where(employers.is_open, employers.filled + 1, 0)


def _totals(world: World) -> None:
    """Counts that follow from the rows of persons."""
    persons, households, employers, counties, villages = (
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.villages,
    )
    village = households.village[persons.household]
    county = villages.county[village]
    counties.persons[:] = np.bincount(county, minlength=len(counties.code))
    counties.first_person[:] = np.cumsum(counties.persons) - counties.persons
    counties.people_before[:] = counties.persons
    worth = np.bincount(villages.county[households.village], households.worth_before, len(counties.code))
    counties.worth_before[:] = worth
    villages.people[:] = np.bincount(village, minlength=len(villages.id))
    works = persons.employer != NONE
    place = employers.place[persons.employer]
    for where in range(PLACES):
        here = works & (place == where)
        villages.workers[:, where] = np.bincount(village[here], minlength=len(villages.id))
        if where != LOCAL:
            counties.outside_jobs[:, where] = np.bincount(county[here], minlength=len(counties.code))
    employers.revenue[:] = 2 * employers.filled * employers.wage.astype(np.int64)
    for c in range(len(counties.code)):
        rows = slice(int(counties.first_employer[c]), int(counties.first_employer[c] + counties.employers[c]))
        counties.attraction_base[c] = employers.attraction[rows][employers.kind[rows] == FIRM].sum()
    counties.spent[:] = 100_000 * counties.persons
    counties.demand[:] = counties.spent
    counties.demand_base[:] = counties.spent
