"""All rules of some months in order over the small world; run as a program it prints what each table holds after."""

import hashlib
import sys

import numpy as np
from few_rows import ORDINARY, room_for
from small_world import small_world

from sim.behaviour import Behaviour
from sim.levers import Levers, by_measure
from sim.numeric import make_luck
from sim.rules import (
    accounts,
    adoption,
    allowance,
    calendar,
    capacity,
    careers,
    claims,
    contests,
    earnings,
    farm,
    firms,
    funds,
    graduates,
    insurance,
    local_jobs,
    lots,
    matching,
    monitoring,
    needs,
    offers,
    posts,
    relapse,
    relief,
    schooling,
    search,
    seats,
    separations,
    services,
    shocks,
    spending,
    startups,
    supervision,
    targeting,
    training,
    workshops,
)
from sim.state import World
from sim.state.codes import YEAR

BEHAVIOUR = Behaviour()
LEVERS = Levers()._replace(fund_tilt_tilt=1.3, local_jobs_dose=2.0)
CLOSURE = funds.Closure(False, False)


def found(villages: int = 3, households: int = 8) -> World:
    """The small world with needs counted and pools founded."""
    world = small_world(villages, households)
    counties, provinces = world.counties, world.provinces
    needs.count(world.persons, world.households, world.employers, counties, world.registry.tag, 0, 4)
    funds.found(provinces, counties, world.households, by_measure(Levers()), Levers(), BEHAVIOUR)
    supervision.begin(counties, provinces, BEHAVIOUR, make_luck(1, 240))
    capacity.found(counties, Levers(), BEHAVIOUR, 0, 4)
    provinces.base_pool[:] *= 5
    return world


def simulate(world: World, t: int, seed: int, *, ranges: tuple[tuple[int, int], ...] = ((0, 4),)) -> np.ndarray:
    """Month t, rule by rule; returns the faults of the accounts."""
    persons, households, registry, employers, centres, villages, counties, provinces = world
    month = ORDINARY._replace(number=240 + t, season=t % YEAR, pension=17_000.0, allowance=500_000.0)
    luck, doses = make_luck(seed, month.number), by_measure(LEVERS)
    faults, away, room = np.zeros((4, 4), np.int64), np.zeros((4, 4), np.int64), room_for(world)
    workers, draws = np.zeros(len(employers.id), np.int64), np.zeros((4, search.DRAWS))

    def each(rule, *arguments) -> None:
        for first, last in ranges:
            rule(*arguments, first, last)

    each(calendar.step, persons, households, counties, BEHAVIOUR, month, luck)
    funds.step(provinces, counties, doses, LEVERS, BEHAVIOUR, CLOSURE, month)
    supervision.step(counties, provinces, BEHAVIOUR, month, luck)
    each(capacity.step, counties, LEVERS, BEHAVIOUR, month)
    each(
        shocks.step, persons, households, counties, employers.kind, provinces.code, room, LEVERS, BEHAVIOUR, month, luck
    )
    shocks.move_demand(provinces, BEHAVIOUR, luck)
    each(local_jobs.step, employers, counties, LEVERS, BEHAVIOUR, month, luck)
    each(firms.step, employers, counties, provinces.demand, LEVERS, BEHAVIOUR, month, 1.005, luck)
    each(startups.step, *(persons, households, employers, counties), registry.tag, room, LEVERS, BEHAVIOUR, month, luck)
    tag, distance = registry.tag, villages.distance
    each(seats.step, counties, centres, LEVERS, BEHAVIOUR)
    each(contests.step, persons, households, counties, tag, LEVERS, BEHAVIOUR, month, luck)
    schools, demand = (counties, centres, tag), provinces.demand
    each(training.step, persons, households, *schools, distance, demand, room, LEVERS, BEHAVIOUR, month, luck)
    each(schooling.step, persons, households, *schools, room, LEVERS, BEHAVIOUR, month, luck)
    each(adoption.step, households, counties, BEHAVIOUR, month, luck)
    each(careers.step, persons, counties, BEHAVIOUR, month, 1.005, luck)
    each(services.step, persons, households, employers, counties, tag, room, LEVERS, BEHAVIOUR, luck)
    at_work, demand = (persons, households, employers, counties), provinces.demand
    each(separations.step, *at_work, demand, tag, room, BEHAVIOUR, month, luck)
    jobs = persons, households, employers, villages, counties
    each(search.step, *jobs, tag, room, draws, LEVERS, BEHAVIOUR, month, luck)
    offers.step(provinces, counties, BEHAVIOUR, month, False)
    outside = provinces.first_account
    each(lots.step, persons, households, villages, counties, tag, room, BEHAVIOUR, luck)
    each(matching.step, *jobs, tag, outside, room, LEVERS, BEHAVIOUR, month, luck)
    each(workshops.step, persons, households, employers, counties, room, BEHAVIOUR, month, luck)
    each(graduates.step, persons, households, employers, counties, room, LEVERS, BEHAVIOUR, month, luck)
    each(posts.step, persons, households, counties, tag, room, LEVERS, BEHAVIOUR, luck)
    each(relief.step, persons, households, counties, tag, room, luck)
    each(earnings.step, *at_work, registry.allowance, demand, tag, LEVERS, BEHAVIOUR, month, luck)
    each(farm.step, persons, households, counties, BEHAVIOUR, month, luck)
    claims.pool(provinces, counties, LEVERS)
    each(insurance.step, persons, households, counties, employers.kind, registry.tag, LEVERS, BEHAVIOUR, month, luck)
    each(spending.step, persons, households, counties, registry.aid, BEHAVIOUR, month)
    each(relapse.step, households, counties, provinces.line)
    each(monitoring.step, households, registry, counties, provinces.line, LEVERS, BEHAVIOUR, month, luck)
    each(targeting.step, households, registry, counties, room, provinces.line, BEHAVIOUR, month, luck)
    each(allowance.step, persons, households, registry, counties, room, BEHAVIOUR, month, luck)
    each(needs.step, persons, households, employers, counties, registry.tag, month)
    each(accounts.step, persons, households, employers, counties, workers, away, faults)
    accounts.close_accounts(employers, counties, provinces, away, BEHAVIOUR, month)
    return faults


def contents(world: World) -> list[str]:
    """A line a column: table, name and a hash of its bytes."""
    return [
        f"{type(table).__name__}.{name} {hashlib.sha256(np.ascontiguousarray(column).tobytes()).hexdigest()[:12]}"
        for table in world
        for name, column in zip(table._fields, table, strict=True)
    ]


if __name__ == "__main__":
    world = found()
    for t in range(14):
        simulate(world, t, seed=5)
    sys.stdout.write("\n".join(contents(world)))
