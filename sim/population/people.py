"""Who lives in a household: its type, then couples, children and elders with ages that fit each other.

    type      elders | alone | couple | nuclear | three generations | lone parent or grandparents     [margins]
    wife      two years younger, give or take; first child at `birth`, the next two to six years later
    children  daughters leave the register when they marry, at 22 to 26; sons by 32 have their own household
    elders    a generation older than the man of the working generation

Every draw is keyed by the household's permanent id, so a household is the same in every sample it is part of.
"""

import math

from sim.numeric import Decision, Luck, kernel, normal, uniform
from sim.population.margins import Margins
from sim.state.table import Array

ELDERS, ALONE, COUPLE, NUCLEAR, THREE_GENERATIONS, LONE_PARENT = 0, 1, 2, 3, 4, 5
MOST_MEMBERS = 8
ELDER_AGE, OLD_ELDER_AGE, OLDEST = 60, 75, 95
DAUGHTER_LEAVES, DAUGHTER_GONE, SON_GONE = 22, 26, 32

COUNTY_BITS, HOUSEHOLD_BITS = 24, 5


@kernel
def household_id(code: int, household: int) -> int:
    """Permanent id of the household at this place of a county: also the id of its first member."""
    return (code << COUNTY_BITS) + (household << HOUSEHOLD_BITS)


@kernel
def pick(shares: Array, first: int, count: int, u: float) -> int:
    """Category that a uniform number picks among `count` shares from `first` on."""
    total = 0.0
    for k in range(count):
        total += float(shares[first + k])
    u = u * total
    for k in range(count - 1):
        u -= float(shares[first + k])
        if u < 0.0:
            return k
    return count - 1


@kernel
def whole(value: float, low: float, high: float) -> int:
    """The nearest whole number within bounds."""
    return int(math.floor(min(max(value, low), high) + 0.5))


@kernel
def add(ages: Array, women: Array, members: int, age: int, is_female: bool) -> int:
    """One more member; returns how many there are."""
    ages[members] = age
    women[members] = is_female
    return members + 1


@kernel
def add_children(
    ages: Array, women: Array, members: int, mother: int, most: int, s: int, id: int, margins: Margins, luck: Luck
) -> int:
    """The children of a mother of this age who are still in the register."""
    draw = Decision.POPULATION_HOUSEHOLD
    birth = margins.birth
    at_first = whole(float(birth[s, 0]) + float(birth[s, 1]) * normal(luck, draw, id, 20), 19.0, 36.0)
    born = min(most, 1 + pick(margins.children[s], 0, 3, uniform(luck, draw, id, 21)))
    age = mother - at_first
    for k in range(born):
        if age < 0:
            break
        is_female = uniform(luck, draw, id, 22 + 3 * k) >= float(margins.son[s, 0])
        u = uniform(luck, draw, id, 23 + 3 * k)
        if is_female:
            gone = age >= DAUGHTER_LEAVES + whole(u * float(DAUGHTER_GONE - DAUGHTER_LEAVES), 0.0, 9.0)
        else:
            gone = age >= SON_GONE or (age >= DAUGHTER_GONE and u < 0.3)
        if not gone:
            members = add(ages, women, members, age, is_female)
        age -= int(math.floor(float(birth[s, 2]) + float(birth[s, 3]) * uniform(luck, draw, id, 24 + 3 * k)))
    return members


@kernel
def add_elders(ages: Array, women: Array, members: int, son: int, s: int, id: int, margins: Margins, luck: Luck) -> int:
    """One or both parents of a man of this age."""
    draw = Decision.POPULATION_HOUSEHOLD
    elder = margins.elder
    gap = float(elder[s, 0]) + float(elder[s, 1]) * normal(luck, draw, id, 40)
    mother = whole(float(son) + gap, 40.0, float(OLDEST))
    both = float(elder[s, 2]) if mother < OLD_ELDER_AGE else float(elder[s, 3])
    if uniform(luck, draw, id, 41) < both:
        members = add(ages, women, members, min(mother + 2, OLDEST), False)
        return add(ages, women, members, mother, True)
    return add(ages, women, members, mother, uniform(luck, draw, id, 42) < 0.68)


@kernel
def compose(ages: Array, women: Array, s: int, id: int, margins: Margins, luck: Luck) -> int:
    """Fill ages and sexes of a household's members; returns how many there are, at most 8.

    `s` is 1 for a registered household, 0 for another.
    """
    draw = Decision.POPULATION_HOUSEHOLD
    kind = pick(margins.household_type[s], 0, 6, uniform(luck, draw, id, 0))
    of_type = margins.type_age[s]
    mean, spread = float(of_type[4 * kind]), float(of_type[4 * kind + 1])
    age = whole(mean + spread * normal(luck, draw, id, 1), float(of_type[4 * kind + 2]), float(of_type[4 * kind + 3]))
    wife = max(20, age - 2 + whole(1.5 * normal(luck, draw, id, 2), -4.0, 4.0))
    if kind == ELDERS:
        if uniform(luck, draw, id, 3) < (0.6 if age < OLD_ELDER_AGE else 0.35):
            members = add(ages, women, 0, age, False)
            return add(ages, women, members, max(58, wife), True)
        return add(ages, women, 0, age, uniform(luck, draw, id, 4) < 0.6)
    if kind == ALONE:
        members = add(ages, women, 0, age, uniform(luck, draw, id, 4) < 0.2)
        if age + 26 < OLDEST and uniform(luck, draw, id, 3) < float(margins.elder[s, 4]):
            members = add_elders(ages, women, members, age, s, id, margins, luck)
        return members
    if kind == LONE_PARENT:
        is_grandparent = uniform(luck, draw, id, 3) < 0.4
        mother = wife
        if is_grandparent:
            members = add(ages, women, 0, age + 20, False)
            members = add(ages, women, members, age + 18, True)
            mother = wife - 5
        else:
            members = add(ages, women, 0, wife, uniform(luck, draw, id, 4) < 0.5)
        return add_children(ages, women, members, mother, 2, s, id, margins, luck)
    members = add(ages, women, 0, age, False)
    members = add(ages, women, members, wife, True)
    if kind == COUPLE:
        return members
    members = add_children(ages, women, members, wife, 3, s, id, margins, luck)
    if kind == THREE_GENERATIONS:
        members = add_elders(ages, women, members, age, s, id, margins, luck)
    return members
