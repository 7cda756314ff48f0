"""Lives: each January who dies, falls ill for good, has a child, marries, leaves a parents' household.

    death     q = death_level table(age, sex) r, r = 1 healthy, chronic_death_ratio, disabled_death_ratio      [margins]
    onset     chronic: chronic_onset exp(onset_age (age - 50)/10), disability the same with its own level   [assumption]
    birth     married women: fertility_level table(age) factor(children at home)                               [margins]
    marriage  single men from 22 and women from 20 who are not at school by chance of age;                     [margins]
              distant_marriage_share of the women leave the county for good, of the men bring a bride from outside;
              the other men choose in an order drawn for them, each the woman with the least distance
              |age of the man - 2 - her age| + |difference of schooling| + chance_meeting u, of another household;
              men for whom nobody is left stay single: fewer girls than boys were born
    homes     the bride moves to the man's household; a man with a younger man at home founds a household of his own,
              any other man but the one whose id the household bears by splitting_chance
    orphans   children without an adult at home go to a household of the village, drawn for them

What moves with people is in `families`. A draw is keyed by the permanent id of whom it is about, or of the couple: the
same person dies, bears and marries in every scenario, but for what other health makes other and whom that leaves free.

Reads   persons.id persons.age persons.is_female persons.partner persons.household persons.is_student persons.schooling
        households.id households.members households.is_registered households.village, employers.place
Writes  persons.health persons.capacity persons.employer persons.wage persons.match persons.tenure_months
        persons.jobless_months, employers.filled employers.owner, counties.outside_jobs counties.births counties.deaths
        counties.moved_in counties.moved_out
Levers  none     Luck  per person: death, two onsets, birth or marriage; per couple: meeting; per household: orphans
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, kernel, sort_by_lot, uniform, uniform_pair
from sim.population.margins import Vital
from sim.rules.calendar import labour_capacity
from sim.rules.separations import leave_job
from sim.state.codes import CHRONIC, DISABLED, HEALTHY
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.moves import DIES, FROM_OUTSIDE, LEAVES, STAYS, Moves
from sim.state.persons import Persons
from sim.state.room import Room

ADULT = 16
YOUNGEST_GROOM, YOUNGEST_BRIDE, OLDEST_TO_MARRY = 22, 20, 49
YOUNGEST_MOTHER, OLDEST_MOTHER = 15, 49
USUAL_GAP, WIDEST_GAP = 2, 12
"""Years by which a man is usually older than his wife, and the most by which that may be missed."""


@kernel
def death_group(age: int) -> int:
    """Row of the life table: 0, 1-4, 5-9 … 85-89, 90 and older."""
    if age < 5:
        return min(age, 1)
    return min(19, 1 + age // 5)


@kernel
def death_chance(
    age: int, health: int, table_rate: float, death_level: float, chronic_ratio: float, disabled_ratio: float
) -> float:
    """Chance of dying this year, `table_rate` being that of the life table."""
    rate = death_level * table_rate
    if age < ADULT:
        return rate
    if health == CHRONIC:
        rate = rate * chronic_ratio
    elif health == DISABLED:
        rate = rate * disabled_ratio
    return min(rate, 1.0)


@kernel
def onset_chance(age: int, rate: float, growth: float) -> float:
    """Chance that a lasting illness or disability begins this year; `rate` is that at 50."""
    return min(rate * math.exp(growth * (float(age) - 50.0) / 10.0), 1.0)


@kernel
def marriage_group(age: int) -> int:
    """Column of the margins of marriage: 20-24, 25-29 … 45-49."""
    return min(5, max(0, (age - 20) // 5))


@kernel
def meeting_distance(
    age: int, her_age: int, schooling: int, her_schooling: int, chance_meeting: float, u: float
) -> float:
    """How far apart a man and a woman are: he chooses the nearest."""
    years = abs(age - USUAL_GAP - her_age) + abs(schooling - her_schooling)
    return float(years) + chance_meeting * u


@kernel
def decline(persons: Persons, p: int, behaviour: Behaviour, luck: Luck) -> None:
    """A chronic illness or a disability begins."""
    person, age, health = int(persons.id[p]), int(persons.age[p]), int(persons.health[p])
    if health != DISABLED:
        chance = onset_chance(age, behaviour.disability_onset, behaviour.onset_age)
        if uniform(luck, Decision.DISABILITY_ONSET, person, 0) < chance:
            health = DISABLED
    if health == HEALTHY:
        chance = onset_chance(age, behaviour.chronic_onset, behaviour.onset_age)
        if uniform(luck, Decision.CHRONIC_ONSET, person, 0) < chance:
            health = CHRONIC
    if health != persons.health[p]:
        persons.health[p] = health
        persons.capacity[p] = labour_capacity(age, health)


@kernel
def children_at_home(persons: Persons, households: Households, p: int) -> int:
    """Members who by their age may be a woman's children, at most three."""
    h = int(persons.household[p])
    first = int(households.first_person[h])
    found = 0
    for q in range(first, first + int(households.members[h])):
        gap = int(persons.age[p]) - int(persons.age[q])
        if ADULT <= gap <= OLDEST_MOTHER:
            found += 1
    return min(found, 3)


@kernel
def bears(persons: Persons, households: Households, p: int, s: int, vital: Vital, level: float, luck: Luck) -> bool:
    """Whether a married person has a child this year."""
    age = int(persons.age[p])
    if not persons.is_female[p] or age < YOUNGEST_MOTHER or age > OLDEST_MOTHER:
        return False
    chance = level * float(vital.fertility[s, (age - YOUNGEST_MOTHER) // 5])
    chance = chance * float(vital.parity[s, children_at_home(persons, households, p)])
    return uniform(luck, Decision.BIRTH, int(persons.id[p]), 0) < chance


@kernel
def is_needed_at_home(persons: Persons, households: Households, p: int) -> bool:
    """Whether a person is the only adult of a household with children."""
    h = int(persons.household[p])
    first = int(households.first_person[h])
    has_child = False
    for q in range(first, first + int(households.members[h])):
        if q != p and persons.age[q] >= ADULT:
            return False
        has_child = has_child or persons.age[q] < ADULT
    return has_child


@kernel
def wants_to_marry(persons: Persons, households: Households, p: int, s: int, vital: Vital, luck: Luck) -> bool:
    """Whether a single person looks for a partner this year."""
    age, is_female = int(persons.age[p]), bool(persons.is_female[p])
    youngest = YOUNGEST_BRIDE if is_female else YOUNGEST_GROOM
    if age < youngest or age > OLDEST_TO_MARRY or persons.is_student[p]:
        return False
    chance = float(vital.marriage_women[s, marriage_group(age)])
    if not is_female:
        chance = float(vital.marriage_men[s, marriage_group(age)])
    if uniform(luck, Decision.MARRIAGE, int(persons.id[p]), 0) >= chance:
        return False
    return not is_needed_at_home(persons, households, p)


@kernel
def founds(persons: Persons, households: Households, p: int, splitting_chance: float, luck: Luck) -> bool:
    """Whether a man who marries leaves for a household of his own."""
    h = int(persons.household[p])
    if persons.id[p] == households.id[h]:
        return False
    first = int(households.first_person[h])
    for q in range(first, first + int(households.members[h])):
        if not persons.is_female[q] and ADULT <= persons.age[q] < persons.age[p]:
            return True
    return uniform(luck, Decision.HOUSEHOLD_SPLIT, int(persons.id[p]), 0) < splitting_chance


@kernel
def wed(
    persons: Persons, households: Households, moves: Moves, p: int, bride: int, splitting_chance: float, luck: Luck
) -> None:
    """A man marries; where the couple lives is decided."""
    moves.weds[p] = bride
    moves.founds[p] = founds(persons, households, p, splitting_chance, luck)
    if bride != FROM_OUTSIDE:
        moves.home[bride] = persons.household[p]


@kernel
def nearest_woman(
    persons: Persons, moves: Moves, room: Room, p: int, end: int, women: int, chance_meeting: float, luck: Luck
) -> int:
    """The woman nearest to a man among those still free, who stand in the last `women` places before `end`."""
    best, found = 0.0, NONE
    for i in range(women):
        q = int(room.rows[end - 1 - i])
        if moves.home[q] != persons.household[q] or persons.household[q] == persons.household[p]:
            continue
        if abs(int(persons.age[p]) - USUAL_GAP - int(persons.age[q])) > WIDEST_GAP:
            continue
        distance = meeting_distance(
            int(persons.age[p]),
            int(persons.age[q]),
            int(persons.schooling[p]),
            int(persons.schooling[q]),
            chance_meeting,
            uniform_pair(luck, Decision.MEETING, int(persons.id[p]), int(persons.id[q]), 0),
        )
        if found == NONE or distance < best:
            best, found = distance, q
    return found


@kernel
def live(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    moves: Moves,
    p: int,
    c: int,
    vital: Vital,
    behaviour: Behaviour,
    luck: Luck,
) -> bool:
    """A person's year but for marriage; whether it looks for a partner."""
    h, person = int(persons.household[p]), int(persons.id[p])
    s = 1 if households.is_registered[h] else 0
    group = death_group(int(persons.age[p]))
    chance = death_chance(
        int(persons.age[p]),
        int(persons.health[p]),
        float(vital.death_women[s, group]) if persons.is_female[p] else float(vital.death_men[s, group]),
        behaviour.death_level,
        behaviour.chronic_death_ratio,
        behaviour.disabled_death_ratio,
    )
    if uniform(luck, Decision.DEATH, person, 0) < chance:
        moves.fate[p] = DIES
        counties.deaths[c] += 1
        if persons.employer[p] != NONE:
            leave_job(persons, employers, counties, p, c)
        return False
    decline(persons, p, behaviour, luck)
    if persons.partner[p] == NONE:
        return wants_to_marry(persons, households, p, s, vital, luck)
    if bears(persons, households, p, s, vital, behaviour.fertility_level, luck):
        moves.bears[p] = True
        counties.births[c] += 1
    return False


@kernel
def marry(
    persons: Persons,
    households: Households,
    moves: Moves,
    room: Room,
    start: int,
    men: int,
    end: int,
    women: int,
    behaviour: Behaviour,
    luck: Luck,
) -> None:
    """The men who stand in the first places from `start` choose in the order of their lots."""
    queue = room.rows[start : start + men]
    sort_by_lot(queue, room.lots[start : start + men])
    for i in range(men):
        p = int(queue[i])
        bride = nearest_woman(persons, moves, room, p, end, women, behaviour.chance_meeting, luck)
        if bride != NONE:
            wed(persons, households, moves, p, bride, behaviour.splitting_chance, luck)


@kernel
def keeps(persons: Persons, households: Households, moves: Moves, h: int, is_adult: bool) -> int:
    """Adults, or children, who stay in a household."""
    first = int(households.first_person[h])
    found = 0
    for p in range(first, first + int(households.members[h])):
        if moves.fate[p] == STAYS and moves.home[p] == h and not moves.founds[p]:
            found += 1 if (persons.age[p] >= ADULT) == is_adult else 0
    return found


@kernel
def take_in_orphans(
    persons: Persons, households: Households, moves: Moves, h: int, first: int, last: int, luck: Luck
) -> None:
    """Children of a household without adults go to another one of the village; first … last - 1 are the county's."""
    while first < h and households.village[first] != households.village[h]:
        first += 1
    while last > h and households.village[last - 1] != households.village[h]:
        last -= 1
    neighbours = last - first
    drawn = int(math.floor(uniform(luck, Decision.ORPHANS, int(households.id[h]), 0) * float(neighbours)))
    for i in range(neighbours):
        g = first + (drawn + i) % neighbours
        if g != h and keeps(persons, households, moves, g, True) > 0:
            start = int(households.first_person[h])
            for p in range(start, start + int(households.members[h])):
                if moves.fate[p] == STAYS and moves.home[p] == h:
                    moves.home[p] = g
            return


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    moves: Moves,
    room: Room,
    vital: Vital,
    behaviour: Behaviour,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """What happens to people of counties first … last - 1 in January, into `moves`, which comes in as zeros."""
    for c in range(first, last):
        start = int(counties.first_person[c])
        end = start + int(counties.persons[c])
        men, women = 0, 0
        for p in range(start, end):
            moves.home[p] = persons.household[p]
            moves.weds[p] = NONE
            if not live(persons, households, employers, counties, moves, p, c, vital, behaviour, luck):
                continue
            is_distant = uniform(luck, Decision.MARRIAGE, int(persons.id[p]), 1) < behaviour.distant_marriage_share
            if is_distant and persons.is_female[p]:
                moves.fate[p] = LEAVES
                counties.moved_out[c] += 1
                if persons.employer[p] != NONE:
                    leave_job(persons, employers, counties, p, c)
            elif is_distant:
                wed(persons, households, moves, p, FROM_OUTSIDE, behaviour.splitting_chance, luck)
                counties.moved_in[c] += 1
            elif persons.is_female[p]:
                women += 1
                room.rows[end - women] = p
            else:
                room.rows[start + men] = p
                room.lots[start + men] = uniform(luck, Decision.MARRIAGE, int(persons.id[p]), 2)
                men += 1
        marry(persons, households, moves, room, start, men, end, women, behaviour, luck)
        of_county = int(counties.first_household[c])
        ends = of_county + int(counties.households[c])
        for h in range(of_county, ends):
            if keeps(persons, households, moves, h, True) == 0 and keeps(persons, households, moves, h, False) > 0:
                take_in_orphans(persons, households, moves, h, of_county, ends, luck)
