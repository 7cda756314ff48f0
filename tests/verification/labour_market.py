"""A labour market of people all alike, run by the model's own rules: a month at a time, or one month twice."""

import numpy as np
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, make_luck
from sim.rules import lots, matching, offers, separations
from sim.state import World
from sim.state.codes import LOCAL, PROVINCE
from sim.state.room import Room

CITY = 1
"""Row of the account of the cities, after one firm."""
ALIKE = Behaviour()._replace(
    participation_value=500.0,
    taste_spread=0.0,
    match_separation_effect=0.0,
    tenure_effect=0.0,
    return_rate=0.0,
    festival_return_share=0.0,
    network_offer_chance=0.0,
    office_offer_chance=0.0,
    service_offer_chance=0.0,
    agency_offer_chance=0.0,
    offer_crowding=0.0,
    matching_efficiency=1.0,
)
"""Nobody refuses, no job is better than another, all offers are walked into."""


def market(people: int) -> World:
    """One county of one village and one firm."""
    world = few_rows((1,) * people, firms=1)
    world.employers.wage[0] = 300_000
    world.employers.positions[0] = 0
    return world


def search_and_hire(world: World, place: int, behaviour: Behaviour, seed: int, number: int, room: Room) -> None:
    """Everybody without a job looks at one place; offers are shared, people hired."""
    persons, counties, luck = world.persons, world.counties, make_luck(seed, number)
    month = ORDINARY._replace(number=number)
    free = persons.employer == NONE
    persons.looks[:] = np.where(free, place, NONE)
    counties.applicants[:] = 0
    counties.reach[:] = 0.0
    counties.applicants[0, place] = free.sum()
    counties.reach[0, place] = behaviour.walk_in_offer_chance * free.sum()
    counties.openings_carried[:] = 0.0
    offers.step(world.provinces, counties, behaviour, month, False)
    people = persons, world.households, world.villages, counties, world.registry.tag
    lots.step(*people, room, behaviour, luck, 0, 1)
    tables = persons, world.households, world.employers, world.villages, counties
    first_account = world.provinces.first_account
    matching.step(*tables, world.registry.tag, first_account, room, Levers(), behaviour, month, luck, 0, 1)


def jobless_shares(people: int, months: int, separation: float, finding: float, seed: int) -> np.ndarray:
    """Share of people without a job after each month, all at work in the cities in the first."""
    behaviour = ALIKE._replace(outside_separation_rate=separation, walk_in_offer_chance=finding)
    world, found = market(people), np.empty(months)
    world.provinces.searchers_base[:] = 1.0
    for p in range(people):
        work_for(world, p, CITY)
    room = room_for(world)
    rows = world.persons, world.households, world.employers, world.counties
    columns = world.provinces.demand, world.registry.tag
    for t in range(months):
        luck = make_luck(seed, t)
        separations.step(*rows, *columns, room, behaviour, ORDINARY._replace(number=t), luck, 0, 1)
        search_and_hire(world, PROVINCE, behaviour, seed, t, room)
        found[t] = (world.persons.employer == NONE).mean()
    return found


def hires(searchers: int, behaviour: Behaviour, seed: int, *, vacancies: int | None, usual: int) -> np.ndarray:
    """Who of so many searchers is hired in one month: locally into vacancies, or outside where None is given."""
    world = market(searchers)
    world.provinces.searchers_base[:] = usual
    place = PROVINCE if vacancies is None else LOCAL
    world.employers.positions[0] = vacancies or 0
    search_and_hire(world, place, behaviour, seed, seed, room_for(world))
    return world.persons.employer != NONE


def displacement(searchers: int, behaviour: Behaviour, seeds: range, vacancies: int | None) -> tuple[float, float]:
    """Jobs that others lose per job of a tenth more searchers, and its standard error over seeds.

    The same luck decides with and without the newcomers, who are the last in the village.
    """
    more = searchers // 10
    lost, gained = [], []
    for seed in seeds:
        before = hires(searchers, behaviour, seed, vacancies=vacancies, usual=searchers)
        after = hires(searchers + more, behaviour, seed, vacancies=vacancies, usual=searchers)
        lost.append(before.sum() - after[:searchers].sum())
        gained.append(after[searchers:].sum())
    mean, n = np.mean(gained), len(gained)
    ratio = float(np.mean(lost) / mean)
    return ratio, float(np.std(np.array(lost) - ratio * np.array(gained)) / mean / np.sqrt(n - 1))
