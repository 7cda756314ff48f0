"""Who owns the firms of the first month: in each firm one of those who work there, drawn by weight.

owner     of a firm's workers of full capacity the one with the lowest -log(1 - u)/weight; the weight of alleviated
          people is registered_owner_ratio of that of others                                       [assumption]
"""

import math

import numpy as np

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, Luck, scratch_kernel
from sim.population.people import draw
from sim.state.codes import FIRM, FULL
from sim.state.employers import Employers
from sim.state.persons import Persons
from sim.state.table import Array

OWNER_DRAWS = 40
"""First draw about who owns a firm; the draws before are about the job."""


@scratch_kernel
def name_owners(
    persons: Persons,
    employers: Employers,
    registered: Array,
    first_employer: int,
    last_employer: int,
    first: int,
    last: int,
    behaviour: Behaviour,
    luck: Luck,
) -> None:
    """Give each firm among rows first_employer … last_employer - 1 an owner among persons first … last - 1.

    `registered` has a row for each household. An owner keeps the place in the firm, and has no wage.
    """
    chosen = np.full(last_employer - first_employer, NONE, np.int64)
    lowest = np.full(last_employer - first_employer, np.inf)
    u, z = np.zeros(1), np.zeros(0)
    for p in range(first, last):
        e = int(persons.employer[p])
        if e < first_employer or e >= last_employer or employers.kind[e] != FIRM or persons.capacity[p] != FULL:
            continue
        draw(luck, Decision.POPULATION_PERSON, int(persons.id[p]), OWNER_DRAWS, u, z)
        weight = behaviour.registered_owner_ratio if registered[persons.household[p]] else 1.0
        wait = -math.log(1.0 - float(u[0])) / weight
        if wait < lowest[e - first_employer]:
            lowest[e - first_employer] = wait
            chosen[e - first_employer] = p
    for i in range(last_employer - first_employer):
        if chosen[i] != NONE:
            employers.owner[first_employer + i] = persons.id[chosen[i]]
            persons.wage[chosen[i]] = 0
