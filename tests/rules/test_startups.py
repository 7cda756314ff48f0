"""Founders: who opens a firm with what, what becomes of it, what an owner's household is left with."""

import math

import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, hashed_id, make_luck
from sim.rules import accounts, separations, startups
from sim.state.codes import HALF, NO_TAG, START_UP, STARTUP_SUPPORT, UNSTABLE

BEHAVIOUR = Behaviour()._replace(
    outside_pay=3600.0,
    local_pay_share=0.75,
    remote_pay_effect=0.0,
    living_cost_away=1000.0,
    consumption_floor=4000.0,
    participation_value=1000.0,
    local_markdown=1 / 6,  # workers bring in a fifth beyond the wage
    founding_idea_rate=0.5,
    founder_skill_effect=0.5,
    founder_away_effect=0.1,
    founder_luck_spread=0.2,
    founding_premium=0.0,
    capital_per_job=10_000.0,
    own_credit_ratio=1.0,
    debt_interest=0.06,
    review_loss=0.15,
    founder_training_effect=0.1,
)
LEVERS = Levers()._replace(
    startup_support_grant=8_000.0,
    startup_support_cash_share=0.5,
    startup_support_loan_limit=200_000.0,
    startup_support_interest_discount=0.02,
    startup_support_review_months=2.0,
)
CITY = 2
APRIL = 3
"""Season of the ordinary month; person 3 thinks of a firm in it."""


def test_ability_by_hand() -> None:
    assert startups.ability.py_func(0.4, 0, 0.5, 0.1) == pytest.approx(math.exp(0.2))
    assert startups.ability.py_func(0.4, 6, 0.5, 0.1) == pytest.approx(math.exp(0.3))


def test_size_is_what_wish_and_money_allow() -> None:
    assert startups.affordable_jobs.py_func(4.0, 30_000.0, 30_000.0, 10_000.0) == 4.0
    assert startups.affordable_jobs.py_func(8.0, 30_000.0, 30_000.0, 10_000.0) == 6.0
    assert startups.affordable_jobs.py_func(8.0, 4_999.0, 4_999.0, 10_000.0) == 0.0


def test_expected_profit_is_own_pay_and_the_markdown_on_all_jobs() -> None:
    assert startups.expected_profit.py_func(1000.0, 1.0, 5.0, 0.2, 50.0) == pytest.approx(1950.0)
    # who makes a tenth less of an hour loses it on every job
    assert startups.expected_profit.py_func(1000.0, 0.9, 5.0, 0.2, 0.0) == pytest.approx(1400.0)


def home(savings: int = 4_000_000):
    """Person 3 of a household of one, with savings and a free row in the county."""
    world = few_rows((1, 1, 1), firms=2)
    world.employers.is_open[1] = False
    world.households.savings[:] = savings
    return world


def found(world, given=None, behaviour=BEHAVIOUR, month=ORDINARY, levers=LEVERS):
    draws = {(Decision.FOUNDING, 3, 0): 0.4, (Decision.FOUNDING, 3, 1): 0.0, (Decision.FOUNDING, 3, 2): 0.0,
             (Decision.FOUNDING, 3, 3): 1.0, (Decision.FOUNDING,): 0.999}  # fmt: skip
    luck = make_luck(1, 240, {key: value for key, value in draws.items() if len(key) > 1} | (given or {}))
    startups.step(world.persons, world.households, world.employers, world.counties, world.registry.tag,
                  room_for(world), levers, behaviour, month, luck, 0, 1)  # fmt: skip
    for h in range(3):
        assert accounts.household_gap(world.households, h) + worth_gap(world, h) == 0


def worth_gap(world, h):
    """Savings before are not kept by a few rows: put them where the books look for them."""
    households = world.households
    change = int(households.savings[h]) - int(households.debt[h]) - int(households.worth_before[h])
    return -(change + int(households.invested[h]))


def test_a_founder_quits_invests_and_borrows_to_the_fen() -> None:
    world = home(savings=1_400_000)
    work_for(world, 2, CITY, wage=300_000)
    found(world)
    persons, households, employers = world.persons, world.households, world.employers
    # own: 14,000 less three months of 333.33; with as much credit 26,000, for 2.43 jobs of 10,000 each
    assert (persons.employer[2], persons.wage[2]) == (1, 0)
    assert world.counties.outside_jobs[0, 1] == 0
    capital = int(2.43 * 1_000_000)
    own = 1_300_000
    assert households.savings[2] == 1_400_000 - own
    assert households.invested[2] == own
    assert employers.loan[1] == capital - own
    assert employers.cash[1] == int(0.3 * capital)
    assert (employers.kind[1], employers.is_open[1], employers.owner[1]) == (START_UP, True, 3)
    assert (employers.positions[1], employers.filled[1], employers.age_months[1]) == (1, 1, 0)
    assert employers.id[1] == hashed_id(3, ORDINARY.number)
    assert employers.attraction[1] == pytest.approx(2.43)
    assert employers.productivity[1] == pytest.approx(math.exp(0.2 - 0.02))  # one spread above what was expected
    assert employers.wage[1] == 270_000


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("persons", "capacity", HALF),
        ("persons", "age", 59),
        ("persons", "is_student", True),
        ("persons", "sick_months", 1),
        ("persons", "post_months", 1),
        ("persons", "course_months", 1),
        ("households", "savings", 590_000),
    ],
)
def test_who_does_not_found(table: str, column: str, value: int) -> None:
    world = home()
    getattr(getattr(world, table), column)[2] = value
    found(world)
    assert world.persons.employer[2] == NONE
    assert not world.employers.is_open[1]
    assert world.households.invested[2] == 0


def test_an_idea_comes_once_a_year_by_its_rate() -> None:
    for given, season in (({(Decision.FOUNDING, 3, 0): 0.5}, APRIL), ({}, APRIL + 1)):
        world = home()
        found(world, given, month=ORDINARY._replace(season=season))
        assert world.persons.employer[2] == NONE


def test_nobody_gives_up_better_pay_for_a_firm() -> None:
    # 2,700 (1 + 0.2 * 2.43) = 4,012 yuan a month against net pay
    for wage, is_founder in ((501_000, True), (502_000, False)):
        world = home()
        work_for(world, 2, CITY, wage=wage)
        found(world)
        assert (world.persons.employer[2] == 1) == is_founder


def test_without_a_free_row_nobody_founds() -> None:
    world = home()
    world.employers.filled[1] = 1  # somebody still has to be laid off there
    found(world)
    assert world.persons.employer[2] == NONE


def own(world, cash: int, loan: int, filled: int = 2):
    """Person 3 owns employer 1."""
    employers = world.employers
    employers.is_open[1] = True
    employers.owner[1], employers.cash[1], employers.loan[1] = 3, cash, loan
    work_for(world, 2, 1, wage=0)
    employers.filled[1] = filled
    employers.positions[1] = filled


@pytest.mark.parametrize(
    ("cash", "loan", "savings", "debt"),
    [(70_000, 0, 570_000, 0), (70_000, 900_000, 570_000, 900_000), (-20_000, 900_000, 500_000, 920_000)],
)
def test_after_a_failure_the_debt_stays_with_the_household(cash: int, loan: int, savings: int, debt: int) -> None:
    world = home(savings=500_000)
    own(world, cash, loan)
    world.employers.is_open[1] = False
    found(world)
    households, employers = world.households, world.employers
    assert (households.savings[2], households.debt[2]) == (savings, debt)
    assert households.invested[2] == loan - cash
    assert (employers.cash[1], employers.loan[1], employers.owner[1]) == (0, 0, NONE)


def test_an_owner_past_work_sells_or_closes() -> None:
    for filled, is_open in ((2, True), (1, False)):
        world = home(savings=0)
        own(world, 70_000, 50_000, filled)
        world.persons.age[2] = 71
        found(world)
        assert world.persons.employer[2] == NONE
        assert (world.employers.is_open[1], world.employers.filled[1]) == (is_open, filled - 1)
        assert world.employers.cash[1] == (70_000 if is_open else 0)
        assert (world.households.savings[2], world.households.debt[2]) == (70_000, 50_000)


def test_owners_do_not_leave_and_go_last() -> None:
    world = few_rows((1, 1, 1), firms=1)
    for p in range(3):
        work_for(world, p, 0, wage=0)
    world.employers.owner[0] = 1
    world.employers.positions[0] = 1
    luck = make_luck(1, 240, {(Decision.SEPARATION, 1, 0): 0.0, (Decision.SEPARATION, 1, 1): 0.0,
                              (Decision.SEPARATION, 2, 0): 0.999, (Decision.SEPARATION, 3, 0): 0.999})  # fmt: skip
    separations.step(world.persons, world.households, world.employers, world.counties, world.provinces.demand,
                     world.registry.tag, room_for(world), BEHAVIOUR, ORDINARY, luck, 0, 1)  # fmt: skip
    assert list(world.persons.employer) == [0, NONE, NONE]


def supported(places: int = 1, purse: int = 900_000, savings: int = 0):
    """A poor person with an idea, in a county that can support founders."""
    world = home(savings=savings)
    world.counties.places[0, STARTUP_SUPPORT], world.counties.purse[0, STARTUP_SUPPORT] = places, purse
    return world


APPROVED = {(Decision.FOUNDING, 3, 4): 0.7}  # exp(-0.3) = 0.741
REVIEWED_TOO_LONG = {(Decision.FOUNDING, 3, 4): 0.75}


def test_a_guaranteed_loan_opens_the_firm_of_somebody_without_savings() -> None:
    world = supported()
    found(world, APPROVED)
    employers, counties = world.employers, world.counties
    capital = int(2.43 * 1_000_000)
    assert (employers.owner[1], employers.is_supported[1]) == (3, True)
    assert employers.loan[1] == capital
    assert employers.cash[1] == int(0.3 * capital) + 400_000  # half of the 8,000 yuan is a grant in cash
    assert employers.productivity[1] == pytest.approx(math.exp(0.1 + 0.2 - 0.02))
    assert world.households.invested[2] == 0
    assert (counties.places[0, STARTUP_SUPPORT], counties.purse[0, STARTUP_SUPPORT]) == (0, 100_000)
    assert counties.bought[0, STARTUP_SUPPORT] == 800_000


def test_the_loan_limit_is_the_size_of_the_firm() -> None:
    world = supported()
    found(world, APPROVED, levers=LEVERS._replace(startup_support_loan_limit=15_000.0))
    assert world.employers.attraction[1] == pytest.approx(1.5)
    assert world.employers.loan[1] == 1_500_000


@pytest.mark.parametrize("refused", ["no place", "no money left", "review", "not for this person"])
def test_without_support_a_poor_founder_stays_where_it_is(refused: str) -> None:
    world = supported(
        places=0 if refused == "no place" else 1, purse=799_999 if refused == "no money left" else 800_000
    )
    if refused == "not for this person":
        world.households.is_registered[2] = False
    found(world, REVIEWED_TOO_LONG if refused == "review" else APPROVED)
    assert not world.employers.is_open[1]
    assert world.counties.bought[0, STARTUP_SUPPORT] == 0


@pytest.mark.parametrize(
    ("is_registered", "tag", "away", "may"),
    [
        (True, NO_TAG, 0, True),
        (False, UNSTABLE, 0, True),
        (False, NO_TAG, 0b111111, True),
        (False, NO_TAG, 0b11111, False),
    ],
)
def test_for_whom_support_is(is_registered: bool, tag: int, away: int, may: bool) -> None:
    world = home()
    world.households.is_registered[2], world.registry.tag[2] = is_registered, tag
    world.persons.away_months[2] = away
    assert startups.may_have_support.py_func(world.persons, world.households, 2, world.registry.tag) == may


def test_who_would_have_founded_anyway_takes_the_support_too() -> None:
    world = supported(savings=4_000_000)
    found(world, APPROVED)
    assert world.employers.is_supported[1]
    assert world.employers.loan[1] == 0
    assert world.counties.bought[0, STARTUP_SUPPORT] == 800_000
