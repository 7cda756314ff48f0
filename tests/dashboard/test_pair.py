"""Two worlds under one luck: the same until a lever is turned, and what is played is a scenario like any other."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.model import Model
from sim.reports.dashboard.opening import Opening, of_scenario, without_policy
from sim.reports.dashboard.pair import Desk, Pair
from sim.scenario import Scenario

SMALL = {"counties": 4, "households": 40}
FIRST = 2


@pytest.fixture(scope="module")
def opening() -> Opening:
    policy = Scenario.make(start="2021-10", policy_from="2021-12", months=6, population=SMALL, seed=3)
    return Opening(policy, without_policy(policy), "here")


def rows(model: Model) -> list[tuple[object, ...]]:
    return [(*row[:4], round(row.value, 9)) for row in model.collected]


def test_the_worlds_are_the_same_till_a_lever_is_turned_and_then_are_not(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    assert (pair.month, pair.date, opening.first) == (FIRST, "2021-11", FIRST)
    pair.step()
    assert rows(pair.policy.model) == rows(pair.baseline.model)
    pair.turn("local_jobs_dose", 3.0)
    assert rows(pair.policy.model) == rows(pair.baseline.model), "a lever acts from the next month on"
    pair.step()
    mine, other = pair.policy, pair.baseline
    differ = {row[0] for row in set(rows(mine.model)) ^ set(rows(other.model))}
    assert differ == {pair.month - 1}


def test_what_is_played_is_a_scenario_that_runs_to_the_same_numbers(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    pair.turn("local_jobs_dose", 2.0)
    pair.step()
    pair.turn("job_service_dose", 3.0)
    pair.step()
    pair.turn_back()
    pair.step()
    told = {key: value for key, value in pair.policy.model.resolved.resolved().items() if key != "origins"}
    assert told["levers"]["local_jobs_dose"] == {"2021-10": 1.0, "2021-12": 2.0, "2022-02": 1.0}
    assert told["levers"]["job_service_dose"] == {"2021-10": 1.0, "2022-01": 3.0, "2022-02": 1.0}
    again = Model(Scenario.make(**told), rng=3)
    while again.month < pair.month:
        again.step()
    assert rows(again) == rows(pair.policy.model)
    for column, other in zip(again.world.households, pair.policy.model.world.households, strict=True):
        assert np.array_equal(column, other)


def test_a_new_pair_keeps_the_levers_and_holds_them_from_the_first_month(opening: Opening) -> None:
    desk = Desk(opening)
    pair = Pair(desk, 3)
    pair.step()
    pair.turn("local_jobs_dose", 0.0)
    again = Pair(desk, 3)
    again.step()
    assert again.lever("local_jobs_dose") == 0.0
    assert again.policy.model.resolved.levers_at(FIRST).local_jobs_dose == 0.0
    assert pair.policy.model.resolved.levers_at(FIRST).local_jobs_dose == 1.0


def test_the_baseline_is_the_scenarios_own_without_its_levers() -> None:
    opening = of_scenario("scenarios/opinion-2021.yaml", counties=4, households=20, seed=9)
    assert (opening.policy.seed, opening.policy.population.counties, opening.first) == (9, 4, 23)
    assert opening.policy.levers and not opening.baseline.levers
    assert opening.policy.population == opening.baseline.population


def test_a_lever_out_of_its_range_is_refused(opening: Opening) -> None:
    with pytest.raises(InputError, match=r"local_jobs_dose is 9\.0 ratio; allowed is a number from 0 to 3"):
        Pair(Desk(opening), 3).turn("local_jobs_dose", 9.0)


def test_a_run_stops_at_its_end(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    while pair.running:
        pair.step()
    assert pair.month == opening.policy.months
    assert len(pair.policy.path("income_mean", "key")) == pair.month == len(pair.policy.lives)
    assert np.isfinite(pair.policy.path("income_mean", "key")).all()


def test_the_lives_are_those_of_the_tables(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    pair.step()
    lives, world = pair.policy.lives[-1], pair.policy.model.world
    working = np.isin(world.persons.household, 5) & ((world.persons.employer >= 0) | (world.persons.post_days > 0))
    assert lives.here[5] + lives.away[5] == working.sum()
    assert lives.medical.sum() == pytest.approx(world.households.medical.sum() / 100)
    household = int(world.households.id[5])
    life = pair.policy.life(household)
    assert [*life] == [*range(pair.month)] and life[FIRST][1] == 5
