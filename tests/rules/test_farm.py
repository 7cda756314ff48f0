"""What days at home bring in: farm, rent, odd jobs and courtyard, each by hand."""

import math

import pytest
from earning import BEHAVIOUR, earn
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import earnings, farm
from sim.state.codes import BUSINESS, FULL, HALF, NO_CAPACITY, PROPERTY, TRANSFERS, WAGES, WEAK


def test_days_by_capacity_and_none_when_sick() -> None:
    days = [earnings.work_days.py_func(capacity, 0) for capacity in (NO_CAPACITY, WEAK, HALF, FULL)]
    assert days == [0, 10, 18, 26]
    assert [earnings.work_days.py_func(capacity, 1) for capacity in (NO_CAPACITY, WEAK, HALF, FULL)] == [0] * 4


@given(st.floats(0.2, 0.6), st.floats(0.05, 0.3))
def test_a_years_seasons_are_one_year(autumn: float, summer: float) -> None:
    shares = [farm.season_share.py_func(season, autumn, summer) for season in range(12)]
    assert math.fsum(shares) == pytest.approx(1.0)
    assert shares[8] + shares[9] == pytest.approx(autumn)
    assert shares[5] == summer
    assert min(shares) > 0.0


def test_farm_output_by_hand() -> None:
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 0.0) == pytest.approx(600.0)
    # a quarter of the days halves it; more than needed adds nothing
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 1.5, 6.0, 0.5, 0.0, 0.0) == pytest.approx(300.0)
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 60.0, 6.0, 0.5, 0.0, 0.0) == pytest.approx(600.0)
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, math.log(0.5), 0.2) == pytest.approx(240.0)
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 1.0) == 0.0
    assert farm.farm_output.py_func(0.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 0.0) == 0.0
    assert farm.farm_output.py_func(5.0, 1200.0, 0.1, 0.0, 6.0, 0.5, 0.0, 0.0) == 0.0


def test_the_farm_comes_first_then_odd_jobs_then_the_courtyard() -> None:
    """11 mu in April, a twentieth of the year: 6.6 days of 52 give 660 yuan; two look for 4 odd days each."""
    world = few_rows((2,))
    world.households.land[0] = 11.0
    earn(world)
    persons, households = world.persons, world.households
    assert list(persons.farm_days) == [3, 3]
    assert list(persons.odd_days) == [4, 4]
    assert list(persons.pay) == [40_000, 40_000]
    assert households.earned[0, WAGES] == 80_000
    # farm 660 yuan; eight days each in the courtyard at most, 160 yuan each
    assert households.earned[0, BUSINESS] == 66_000 + 2 * 16_000
    assert households.earned[0, TRANSFERS] == 8_250  # land subsidy of a month, 11 x 90 / 12
    assert households.subsidies[0] == 8_250
    assert world.counties.odd_wages[0] == 80_000


def test_a_small_plot_yields_its_share_in_every_month() -> None:
    """1 mu needs 0.6 days in April and yields 60 yuan; a year of it yields 1,200."""
    harvest = 0
    for season in range(12):
        world = few_rows((1,))
        world.households.land[0] = 1.0
        earn(world, ORDINARY._replace(season=season), behaviour=BEHAVIOUR._replace(courtyard_output=0.0))
        harvest += int(world.households.earned[0, BUSINESS])
    assert harvest == 120_000


def test_short_hands_cost_output_with_the_elasticity() -> None:
    # 100 mu need 60 days in April, one person has 26 and works them all
    world = few_rows((1,))
    world.households.land[0] = 100.0
    earn(world)
    assert world.persons.farm_days[0] == 26
    assert world.persons.odd_days[0] == 0
    assert world.households.earned[0, BUSINESS] == round(600_000 * math.sqrt(26 / 60))


def test_land_without_hands_is_rented_out() -> None:
    world = few_rows((1,), (1,), (1,))
    world.households.land[:] = 5.0
    world.persons.capacity[0] = NO_CAPACITY
    world.persons.is_student[1] = True
    earn(world)
    assert list(world.households.earned[:, PROPERTY]) == [10_000, 10_000, 0]
    assert list(world.households.earned[:2, BUSINESS]) == [0, 0]


@pytest.mark.parametrize(
    ("column", "value"), [("capacity", WEAK), ("age", 65), ("is_student", True), ("sick_months", 2)]
)
def test_who_finds_no_odd_job(column: str, value: int) -> None:
    world = few_rows((1,))
    world.persons.capacity[0], world.persons.age[0] = HALF, 64
    earn(world)
    assert world.persons.odd_days[0] == 4
    getattr(world.persons, column)[0] = value
    world.counties.odd_wages[:] = 0
    earn(world)
    assert world.persons.odd_days[0] == 0
    assert world.counties.odd_wages[0] == 0


def test_odd_jobs_follow_spending_in_the_county_and_prices_do_not_move_them() -> None:
    for demand, price, days in ((2_000, 1.0, 8), (1_000, 1.0, 4), (0, 1.0, 0), (2_000, 2.0, 4)):
        world = few_rows((1,))
        world.counties.demand_base[:] = 1_000.0
        world.counties.demand[:] = demand
        earn(world, ORDINARY._replace(price_level=price))
        assert world.persons.odd_days[0] == days


def test_inputs_are_bought_from_march_to_august_and_come_off_the_harvest() -> None:
    bought = [farm.inputs_bought.py_func(5.0, 300.0, season) for season in range(12)]
    assert bought == [0.0, 0.0, *[250.0] * 6, 0.0, 0.0, 0.0, 0.0]
    world = few_rows((2,))
    world.households.land[0] = 11.0
    earn(world, behaviour=BEHAVIOUR._replace(farm_inputs=300.0))
    # April: 660 yuan of harvest less 550 of inputs, and two times eight days in the courtyard
    assert world.households.earned[0, BUSINESS] == 66_000 - 55_000 + 2 * 16_000


def test_the_price_moves_what_the_harvest_is_worth_and_nothing_else() -> None:
    world = few_rows((1,))
    world.households.land[0] = 1.0
    world.counties.farm_price[0] = math.log(2.0)
    earn(world, behaviour=BEHAVIOUR._replace(courtyard_output=0.0))
    assert world.households.earned[0, BUSINESS] == 12_000
    assert world.persons.farm_days[0] == 0


def test_a_dividend_goes_by_land_and_odd_fen_wait() -> None:
    world = few_rows((1,), (1, 1, 1))
    world.households.land[:] = (0.0, 2.0, 1.0, 0.0)
    world.counties.dividend[:] = (50, 1_000)
    earn(world, behaviour=BEHAVIOUR._replace(rent_per_mu=0.0))
    assert list(world.households.earned[:, PROPERTY]) == [0, 666, 333, 0]
    # the first county has no land; a fen of the second waits
    assert list(world.counties.dividend) == [50, 1]
