"""Contests: what a purse holds, who wins, how long young people are moved."""

import pytest
from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, make_luck
from sim.rules import contests
from sim.state.codes import BASIC_CERTIFICATE, HIGH_CERTIFICATE, NO_CERTIFICATE, SKILL_CONTEST, UNSTABLE, WEAK

BEHAVIOUR = Behaviour()._replace(contest_winners=5.0, contest_certified=30.0, national_contest_ratio=2.0)
LEVERS = Levers()._replace(skill_contest_cost=200_000.0)
CONTEST = 20_000_000
JUNE_2021, JUNE_2020 = 21 * 12 + 5, 20 * 12 + 5


def county(money: int, young: int = 1000, people: int = 4):
    world = few_rows((1,) * people)
    world.counties.purse[0, SKILL_CONTEST] = money
    world.counties.need[0, SKILL_CONTEST] = young
    return world


def run(world, draws=(), month=JUNE_2021):
    given = {(Decision.CONTEST, i + 1): u for i, u in enumerate(draws)}
    contests.step(
        world.persons,
        world.households,
        world.counties,
        world.registry.tag,
        LEVERS,
        BEHAVIOUR,
        ORDINARY._replace(number=month, season=month % 12),
        make_luck(1, month, given),
        0,
        1,
    )


def test_compiled_step_makes_winners_and_spends_the_purse() -> None:
    # one contest among 1,000: 5 win, 30 more are certified
    world = county(CONTEST)
    run(world, (0.0049, 0.005, 0.0349, 0.035))
    assert list(world.persons.certificate) == [HIGH_CERTIFICATE, BASIC_CERTIFICATE, BASIC_CERTIFICATE, NO_CERTIFICATE]
    assert world.counties.purse[0, SKILL_CONTEST] == 0
    assert world.counties.bought[0, SKILL_CONTEST] == CONTEST
    assert world.counties.contest_spirit[0] == pytest.approx(15.0)


def test_a_national_year_selects_twice_as_many() -> None:
    assert contests.is_national.py_func(JUNE_2020)
    assert not contests.is_national.py_func(JUNE_2021)
    world = county(CONTEST)
    run(world, (0.0099, 0.01, 0.5, 0.5), JUNE_2020)
    assert list(world.persons.certificate) == [HIGH_CERTIFICATE, BASIC_CERTIFICATE, 0, 0]


def test_more_money_more_winners() -> None:
    won = []
    for money in (0, CONTEST, 2 * CONTEST, 4 * CONTEST):
        world = county(money, people=200)
        run(world, [(i + 0.5) / 200 for i in range(200)])
        won.append(int((world.persons.certificate == HIGH_CERTIFICATE).sum()))
    assert won == [0, 1, 2, 4]


def test_only_young_workers_on_the_books_take_part() -> None:
    world = county(CONTEST, people=6)
    persons = world.persons
    persons.age[0], persons.age[1] = 35, 15
    persons.capacity[2], persons.is_student[3] = WEAK, True
    world.households.is_registered[4:] = False
    world.registry.tag[5] = UNSTABLE
    run(world, (0.0,) * 6)
    assert list(persons.certificate) == [0, 0, 0, 0, 0, HIGH_CERTIFICATE]


def test_nothing_happens_outside_june_but_the_spirit_fades() -> None:
    world = county(CONTEST)
    world.counties.contest_spirit[0] = 12.0
    run(world, (0.0,) * 4, JUNE_2021 + 1)
    assert not world.persons.certificate.any()
    assert world.counties.purse[0, SKILL_CONTEST] == CONTEST
    assert world.counties.contest_spirit[0] == pytest.approx(11.0)


def test_a_county_without_young_people_holds_none() -> None:
    world = county(CONTEST, young=0)
    run(world, (0.0,) * 4)
    assert world.counties.purse[0, SKILL_CONTEST] == CONTEST
