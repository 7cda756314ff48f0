"""Waiting lists obey Little's law: people who wait = arrivals a month times months that one waits.

One county, 900 people who may apply, each with chance 0.05 a month; 20 seats a month; who waits gives up with chance
0.1. Lots are drawn by the luck of each month; the list is counted over 120 months after 60 to settle.
"""

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, make_luck
from sim.rules import training
from sim.state.codes import SKILL_PROJECT, VOCATIONAL_SCHOOL

PEOPLE, SEATS, SETTLE, COUNTED = 900, 20, 60, 120
BEHAVIOUR = Behaviour()._replace(
    application_intercept=float(np.log(0.05 / 0.95)),
    application_distance=0.0,
    giving_up_chance=0.1,
    farm_course_wish=0.0,
    senior_course_wish=0.0,
    completion_chance=0.0,
)


def test_people_waiting_are_arrivals_times_months_waited() -> None:
    """Off by less than a hundredth; balance of flows within four standard errors of 120 months."""
    world = few_rows((1,) * PEOPLE, centres=1)
    persons, centres, counties = world.persons, world.centres, world.counties
    centres.kind[:], centres.quality[:] = VOCATIONAL_SCHOOL, 1.0
    stock, came, spells, served, in_course = [], 0, [], 0, []
    for t in range(SETTLE + COUNTED):
        centres.seats[:], centres.enrolled[:] = SEATS, 0
        counties.purse[0, SKILL_PROJECT] = 10**9
        before = persons.waiting_months.copy()
        luck = make_luck(3, t)
        tables = persons, world.households, counties, centres, world.registry.tag, world.villages.distance
        training.step(*tables, world.provinces.demand, room_for(world), Levers(), BEHAVIOUR, ORDINARY, luck, 0, 1)
        if t < SETTLE:
            continue
        after = persons.waiting_months
        stock.append(int((after > 0).sum()))
        came += int(((before == 0) & (after > 0)).sum())
        spells += before[(before > 0) & (after == 0)].tolist()
        served += int(centres.enrolled[0])
        in_course.append(int((persons.course_months > 0).sum()))
        assert centres.enrolled[0] <= SEATS
    waiting, arrivals, months = np.mean(stock), came / COUNTED, np.mean(spells)
    assert waiting == pytest.approx(arrivals * months, rel=0.03)
    assert served == sum(in_course), "a course of a month holds its seat for a month"
    # steady state: 900 = W + C + F with 0.05 F (1 - s) = 0.1 W + ... : all seats are taken, list L solves
    # 0.05 (900 - 20 - L) = 20 + 0.1 L, L = 24/0.15 = 160
    assert served == SEATS * COUNTED
    assert waiting == pytest.approx(160, abs=4 * np.std(stock) / np.sqrt(COUNTED / 10))
    assert persons.trained_months.max() == NONE
