"""Money over the years against closed forms: saving, borrowing up to a limit, constant real income, known hazards.

Odds: what is not drawn is exact to the rounding of a fen a month; what is drawn is held to four standard errors, so a
right model fails about once in sixteen thousand runs.
"""

import math

import numpy as np
import pytest
from earning import BEHAVIOUR as WORK
from few_rows import ORDINARY, USUAL_STOCK, few_rows, room_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import make_luck
from sim.rules import earnings, farm, shocks, spending
from sim.state.codes import HEALTHY, TRANSFERS
from sim.state.month import Month
from sim.state.persons import Persons

FLOOR = 300_000 // 12
"""Fen that a head needs in a month."""
MONEY = Behaviour()._replace(
    consumption_floor=3000.0,
    consumption_share=0.6,
    savings_spent=0.02,
    bare_share=0.7,
    credit_income_share=0.5,
    credit_per_mu=0.0,
    savings_interest=0.0,
    debt_interest=0.0,
    restock_share=0.0,
    distress_price=0.7,
    imputed_rent=0.0,
)
ERRORS = 4.0


def live(income: int, months: int, stock: int) -> dict[str, list[int]]:
    """Savings, debt, consumption, stock at the end of each month of a person with a constant income and no bills."""
    world = few_rows((1,))
    households = world.households
    households.income[:], households.stock[:] = income, stock
    told: dict[str, list[int]] = {"savings": [], "debt": [], "consumed": [], "stock": []}
    for t in range(months):
        households.earned[:], households.surveyed[:] = 0, 0
        households.earned[0, TRANSFERS] = income
        month = ORDINARY._replace(number=240 + t, season=t % 12)
        spending.step(world.persons, households, world.counties, world.registry.aid, MONEY, month, 0, 1)
        for name, column in told.items():
            column.append(int(getattr(households, name)[0]))
    return told


def test_savings_rise_to_where_saving_and_spending_of_savings_meet() -> None:
    """S' = S + (1 - c)(y - f) - k (S - 3f)+: straight up to three floors, then toward 3f + (1 - c)(y - f)/k by k."""
    income, share, spent = 2 * FLOOR, MONEY.consumption_share, MONEY.savings_spent
    saved = (1.0 - share) * (income - FLOOR)
    target, savings, expected = 3 * FLOOR + saved / spent, 0.0, []
    for _ in range(360):
        savings += saved - spent * max(0.0, savings - 3 * FLOOR)
        expected.append(savings)
    told = live(income, 360, stock=250_000)
    assert told["savings"] == pytest.approx(expected, abs=360 * 2)
    first = math.ceil(3 * FLOOR / saved)
    assert told["savings"][first - 2] == pytest.approx((first - 1) * saved, abs=first)
    left = (target - told["savings"][-61]) * (1.0 - spent) ** 60
    assert target - told["savings"][-1] == pytest.approx(left, abs=1.0 / spent), "a fen a month is rounded off"
    assert set(told["debt"]) == {0}


def test_who_is_short_borrows_to_the_limit_sells_and_then_eats_less() -> None:
    """Short of a fifth: debt rises by it up to half a year of income, then stock goes at 0.7, then food."""
    income, stock = 8 * FLOOR // 10, 50_000
    short, limit = FLOOR - income, 12 * income // 2
    borrowing = limit // short
    selling = int(0.7 * stock) // short
    told = live(income, borrowing + selling + 24, stock)
    assert told["debt"][: borrowing - 1] == [short * (t + 1) for t in range(borrowing - 1)]
    assert max(told["debt"]) == limit
    assert told["consumed"][: borrowing - 1] == [FLOOR] * (borrowing - 1)
    assert told["stock"][borrowing - 1] == stock
    assert told["stock"][borrowing + selling - 1] == pytest.approx(stock - selling * short / 0.7, abs=2 * short)
    assert told["stock"][-1] == 0
    assert told["consumed"][-12:] == [income] * 12, "what comes in, above the bare needs of 0.7 f"
    assert set(told["savings"]) == {0}


def year_at_home(world, behaviour: Behaviour, year: int, level: float, seed: int) -> np.ndarray:
    """Fen that each household earns in a year at home, where prices, pay and farm prices have risen to a level."""
    total = np.zeros(len(world.households.id))
    for season in range(12):
        month: Month = ORDINARY._replace(
            number=240 + 12 * year + season, season=season, price_level=level, pay_level=level, farm_price_level=level
        )
        luck = make_luck(seed, month.number)
        world.households.earned[:], world.households.surveyed[:] = 0, 0
        world.households.stock[:] = np.round(USUAL_STOCK * level * world.households.members)
        tables = world.persons, world.households, world.employers, world.counties
        registry = world.registry.allowance, world.provinces.demand, world.registry.tag
        last = len(world.counties.code)
        earnings.step(*tables, *registry, Levers(), behaviour, month, luck, 0, last)
        farm.step(world.persons, world.households, world.counties, behaviour, month, luck, 0, last)
        total += world.households.earned.sum(axis=1)
    return total


def test_without_shocks_real_income_is_constant() -> None:
    """Five years of prices 3 % up: what work at home brings follows them to a fen in ten thousand and nothing else."""
    world = few_rows((2, 1), (3,))
    world.households.land[:] = (6.0, 0.5, 11.0)
    behaviour = WORK._replace(land_subsidy=0.0, farm_inputs=300.0)
    real = np.array([year_at_home(world, behaviour, year, 1.03**year, 1) / 1.03**year for year in range(5)])
    assert real[0].min() > 100_000
    assert real == pytest.approx(np.tile(real[0], (5, 1)), rel=1e-4)


def test_own_luck_is_one_in_the_mean_lasts_a_year_and_is_new_in_the_next() -> None:
    """3,000 households alike for two years: mean 1, spread and correlation as declared, within four standard errors."""
    people, spread = 3000, 0.4
    world = few_rows((1,) * people)
    world.households.land[:] = 2.0
    behaviour = WORK._replace(land_subsidy=0.0, odd_days_offered=0.0, farm_inputs=0.0)
    usual = year_at_home(world, behaviour, 0, 1.0, 5)
    ratios = [
        year_at_home(world, behaviour._replace(own_harvest_spread=spread), year, 1.0, 5) / usual for year in (0, 1)
    ]
    for ratio in ratios:
        assert ratio.mean() == pytest.approx(1.0, abs=ERRORS * math.sqrt((math.exp(spread**2) - 1) / people))
        assert np.log(ratio).std() == pytest.approx(spread, abs=ERRORS * spread / math.sqrt(2 * people))
    assert np.corrcoef(np.log(ratios))[0, 1] == pytest.approx(0.0, abs=ERRORS / math.sqrt(people))


def test_who_is_exposed_to_a_known_hazard_falls_ill_as_often() -> None:
    """4,000 people of 40 years: after a year 1 - (1 - h)^12 have been in hospital, within four standard errors."""
    people, hazard = 4000, 0.01
    world = few_rows((1,) * people)
    persons, households = world.persons, world.households
    persons.age[:] = 40
    behaviour = Behaviour()._replace(illness_rate=hazard, serious_share=0.0, injury_rate=0.0, disaster_rate=1e-9)
    fell = np.zeros(people, bool)
    for t in range(12):
        households.medical[:] = 0
        tables = persons, households, world.counties, world.employers.kind, world.provinces.code
        shocks.step(*tables, room_for(world), Levers(), behaviour, ORDINARY, make_luck(9, 240 + t), 0, 1)
        fell |= households.medical > 0
    share = 1.0 - (1.0 - hazard) ** 12
    assert (persons.health == HEALTHY).all()
    assert fell.mean() == pytest.approx(share, abs=ERRORS * math.sqrt(share * (1.0 - share) / people))


def test_the_chronically_ill_keep_what_their_illness_costs_and_the_mean_is_as_declared() -> None:
    """4,000 of them: the same bill in two months, the declared mean and spread, within four standard errors."""
    people, cost, spread = 4000, 150.0, 0.8
    world = few_rows((1,) * people)
    persons: Persons = world.persons
    persons.age[:], persons.health[:] = 40, 1
    behaviour = Behaviour()._replace(
        illness_rate=1e-12, injury_rate=0.0, disaster_rate=1e-9, chronic_cost=cost, chronic_cost_spread=spread
    )
    bills = []
    for t in (0, 7):
        world.households.medical[:] = 0
        tables = persons, world.households, world.counties, world.employers.kind, world.provinces.code
        shocks.step(*tables, room_for(world), Levers(), behaviour, ORDINARY, make_luck(9, 240 + t), 0, 1)
        bills.append(world.households.medical / 100.0)
    assert list(bills[0]) == list(bills[1])
    error = cost * math.sqrt((math.exp(spread**2) - 1.0) / people)
    assert bills[0].mean() == pytest.approx(cost, abs=ERRORS * error)
    assert np.log(bills[0]).std() == pytest.approx(spread, abs=ERRORS * spread / math.sqrt(2 * people))
