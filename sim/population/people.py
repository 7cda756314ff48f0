"""Who lives in a household: its type, then couples, children and elders with ages that fit each other.

    type      elders | alone | couple | nuclear | three generations | lone parent or grandparents     [margins]
    wife      two years younger, give or take; first child at `birth`, the next two to six years later
    children  daughters leave the register when they marry, at 22 to 26; sons by 32 have their own household
    elders    a generation older than the man of the working generation

Every draw is keyed by the household's permanent id, so a household is the same in every sample it is part of. `u` and
`z` hold the uniform and normal draws of a household, `s` is 1 for a registered household and 0 for another.
"""

import math

from sim.numeric import NONE, Luck, kernel, normal, uniform
from sim.population.margins import Composition
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
def draw(luck: Luck, decision: int, id: int, first: int, u: Array, z: Array) -> None:
    """Fill `u` with uniform and `z` with normal draws about an id, from the draw numbered `first` on."""
    for k in range(len(u)):
        u[k] = uniform(luck, decision, id, first + k)
    for k in range(len(z)):
        z[k] = normal(luck, decision, id, first + k)


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
def marry(partners: Array, man: int) -> None:
    """A man and the woman who was added after him are a couple."""
    partners[man] = man + 1
    partners[man + 1] = man


@kernel
def add_children(
    ages: Array, women: Array, members: int, mother: int, most: int, s: int, u: Array, z: Array, margins: Composition
) -> int:
    """The children of a mother of this age who are still in the register. Draws u[10] to u[19], z[2]."""
    birth = margins.birth
    at_first = whole(float(birth[s, 0]) + float(birth[s, 1]) * float(z[2]), 19.0, 36.0)
    born = min(most, 1 + pick(margins.children[s], 0, 3, float(u[10])))
    age = mother - at_first
    for k in range(born):
        if age < 0:
            break
        is_female = float(u[11 + 3 * k]) >= float(margins.son[s, 0])
        leaves = float(u[12 + 3 * k])
        if is_female:
            gone = age >= DAUGHTER_LEAVES + whole(leaves * float(DAUGHTER_GONE - DAUGHTER_LEAVES), 0.0, 9.0)
        else:
            gone = age >= SON_GONE or (age >= DAUGHTER_GONE and leaves < 0.3)
        if not gone:
            members = add(ages, women, members, age, is_female)
        age -= int(math.floor(float(birth[s, 2]) + float(birth[s, 3]) * float(u[13 + 3 * k])))
    return members


@kernel
def add_elders(
    ages: Array, women: Array, partners: Array, members: int, son: int, s: int, u: Array, z: Array, margins: Composition
) -> int:
    """One or both parents of a man of this age. Draws u[6], u[7], z[3]."""
    elder = margins.elder
    gap = float(elder[s, 0]) + float(elder[s, 1]) * float(z[3])
    mother = whole(float(son) + gap, 40.0, float(OLDEST))
    both = float(elder[s, 2]) if mother < OLD_ELDER_AGE else float(elder[s, 3])
    if float(u[6]) < both:
        marry(partners, members)
        members = add(ages, women, members, min(mother + 2, OLDEST), False)
        return add(ages, women, members, mother, True)
    return add(ages, women, members, mother, float(u[7]) < 0.68)


@kernel
def compose(ages: Array, women: Array, partners: Array, s: int, u: Array, z: Array, margins: Composition) -> int:
    """Fill ages, sexes and partners (places among the members); returns how many members there are, at most 8."""
    partners[:] = NONE
    kind = pick(margins.household_type[s], 0, 6, float(u[0]))
    of_type = margins.type_age[s]
    low, high = float(of_type[4 * kind + 2]), float(of_type[4 * kind + 3])
    age = whole(float(of_type[4 * kind]) + float(of_type[4 * kind + 1]) * float(z[0]), low, high)
    wife = max(20, age - 2 + whole(1.5 * float(z[1]), -4.0, 4.0))
    if kind == ELDERS:
        if float(u[1]) < (0.6 if age < OLD_ELDER_AGE else 0.35):
            marry(partners, 0)
            members = add(ages, women, 0, age, False)
            return add(ages, women, members, max(58, wife), True)
        return add(ages, women, 0, age, float(u[2]) < 0.6)
    has_children, has_elders, mother, most = False, False, wife, 3
    if kind == ALONE:
        members = add(ages, women, 0, age, float(u[2]) < 0.2)
        has_elders = age + 26 < OLDEST and float(u[1]) < float(margins.elder[s, 4])
    elif kind == LONE_PARENT:
        has_children, most = True, 2
        if float(u[1]) < 0.4:
            marry(partners, 0)
            members = add(ages, women, 0, age + 20, False)
            members = add(ages, women, members, age + 18, True)
            mother = wife - 5
        else:
            members = add(ages, women, 0, wife, float(u[2]) < 0.5)
    else:
        marry(partners, 0)
        members = add(ages, women, 0, age, False)
        members = add(ages, women, members, wife, True)
        has_children = kind != COUPLE
        has_elders = kind == THREE_GENERATIONS
    if has_children:
        members = add_children(ages, women, members, mother, most, s, u, z, margins)
    if has_elders:
        members = add_elders(ages, women, partners, members, age, s, u, z, margins)
    return members
