"""What a household spends, saves and owes: each equation by hand, then books that close to the fen."""

import numpy as np
import pytest
from few_rows import ORDINARY, USUAL_STOCK, few_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.rules import accounts, spending
from sim.state.codes import BUSINESS, PROPERTY, TRANSFERS, WAGES

BEHAVIOUR = Behaviour()._replace(
    consumption_floor=3600.0,
    consumption_share=0.5,
    smoothing=0.75,
    savings_spent=0.1,
    local_spending_share=0.6,
    senior_school_cost=6000.0,
    debt_interest=0.12,
    savings_interest=0.012,
    repayment_share=0.5,
    credit_income_share=0.5,
    credit_per_mu=1000.0,
    bare_share=0.6,
    stock_per_head=2500.0,
    stock_share=0.4,
    distress_price=0.8,
    restock_share=0.1,
    imputed_rent=0.0,
    college_cost=9000.0,
)


def test_planned_consumption_by_hand() -> None:
    plan = spending.planned_consumption.py_func
    # income 0.75 x 400 + 0.25 x 800 = 500, floor 100, savings 700: 100 + 0.5 x 400 + 0.1 x 400
    assert plan(100.0, 400.0, 800.0, 700.0, 0.75, 0.5, 0.1) == pytest.approx(340.0)
    assert plan(100.0, 50.0, 50.0, 300.0, 0.75, 0.5, 0.1) == 100.0
    assert plan(100.0, -900.0, -900.0, 0.0, 0.75, 0.5, 0.1) == 100.0


def test_the_plan_is_eaten_within_means_and_never_less_than_bare_needs() -> None:
    cash = (1000, 200, 70, 50, -999)
    assert [spending.eaten.py_func(340.0, 100.0, at_hand, 0.6) for at_hand in cash] == [340, 200, 70, 60, 60]


def test_credit_by_income_and_land() -> None:
    limit = spending.credit_limit.py_func
    # half of 10,000 yuan a year and 1,000 yuan for each of 3 mu, at prices 10 % up: 5,000 + 3,300
    assert limit(1_000_000.0, 3.0, 0.5, 1000.0, 1.1) == 830_000
    assert limit(-500.0, 3.0, 0.5, 1000.0, 1.0) == 300_000


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.floats(0.4, 0.95))
def test_a_sale_in_distress_loses_the_discount_and_no_more(lack: int, stock: int, price: float) -> None:
    raised = spending.raised_by_sale.py_func(lack, stock, price)
    sold = spending.stock_sold.py_func(raised, stock, price)
    assert 0 <= raised <= lack
    assert 0 <= sold <= stock
    assert raised <= sold * price + 1e-6 * (1 + sold)
    assert raised > sold * price - 1
    assert raised == lack or sold >= stock - 1 / price


def test_stock_effect_by_hand() -> None:
    effect = spending.stock_effect.py_func
    # 0.4 of what work at home brings depends on it; more than twice the usual adds nothing
    assert [effect(stock, 1000.0, 0.4) for stock in (0, 500, 1000, 2000, 9000)] == pytest.approx(
        [0.6, 0.8, 1, 1.4, 1.4]
    )


def test_stock_is_bought_anew_out_of_spare_savings() -> None:
    bought = spending.restocked.py_func
    # floor 100: of 1,000 savings 700 are spare, a tenth of them; no more than is lacking; nothing without spare savings
    assert bought(0, 1000.0, 1000, 100.0, 0.1) == 70
    assert bought(980, 1000.0, 1000, 100.0, 0.1) == 20
    assert bought(1200, 1000.0, 1000, 100.0, 0.1) == 0
    assert bought(0, 1000.0, 299, 100.0, 0.1) == 0


@given(*[st.floats(0.0, 1e6)] * 4, st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 0.1), st.floats(0.0, 1e6))
def test_consumption_grows_with_income_and_savings(floor, year, month, savings, smoothing, share, spent, more) -> None:
    plan = spending.planned_consumption.py_func
    base = plan(floor, year, month, savings, smoothing, share, spent)
    assert base >= floor
    slack = 1e-9 * (1.0 + base + more)
    assert plan(floor, year + more, month, savings, smoothing, share, spent) >= base - slack
    assert plan(floor, year, month + more, savings, smoothing, share, spent) >= base - slack
    assert plan(floor, year, month, savings + more, smoothing, share, spent) >= base - slack
    assert plan(floor, year + more, month + more, savings, smoothing, share, spent) <= base + share * more + slack


@pytest.mark.parametrize(
    ("age", "is_student", "fee"),
    [(15, True, 0), (16, True, 55_000), (18, True, 55_000), (19, True, 82_500), (16, False, 0)],
)
def test_schooling_costs_from_senior_high_on(age: int, is_student: bool, fee: int) -> None:
    assert spending.school_fee.py_func(age, is_student, 6000.0, 9000.0, 1.1) == fee


@pytest.mark.parametrize(
    ("cash", "debt", "savings_after", "debt_after"),
    [
        (1_000, 0, 1_000, 0),
        (1_000, 300, 700, 0),
        (1_000, 5_000, 600, 4_600),
        (200, 500, 200, 500),
        (-70, 500, 0, 570),
        (0, 0, 0, 0),
    ],
)
def test_what_is_left_is_saved_or_repays_and_what_lacks_is_owed(cash, debt, savings_after, debt_after) -> None:
    # needs 200; half of what is beyond repays: of 1,000 at most 400
    world = few_rows((1,))
    world.households.debt[0] = debt
    spending.settle.py_func(world.households, 0, cash, 200.0, 0.5)
    assert (world.households.savings[0], world.households.debt[0]) == (savings_after, debt_after)


def test_half_of_a_surplus_repays_up_to_the_debt() -> None:
    world = few_rows((1,))
    world.households.debt[0] = 350
    spending.settle.py_func(world.households, 0, 1_000, 200.0, 0.5)
    assert (world.households.savings[0], world.households.debt[0]) == (650, 0)


def spend(world, month=ORDINARY, behaviour=BEHAVIOUR, first=0, last=None):
    world.households.worth_before[:] = world.households.savings - world.households.debt
    spending.step(
        world.persons,
        world.households,
        world.counties,
        world.registry.aid,
        behaviour,
        month,
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_by_hand() -> None:
    """One head, floor 300 yuan; 1,200 earned, every month of the year before 600; savings 2,000, no debt."""
    world = few_rows((1,))
    households = world.households
    households.earned[0, WAGES] = households.surveyed[0, WAGES] = 120_000
    households.income[0] = 60_000
    households.savings[0] = 200_000
    spend(world)
    # interest 2,000 x 0.001 = 2 yuan: income 1,202; the year (11 x 600 + 1,202)/12 = 650.1667
    # y = 0.75 x 650.1667 + 0.25 x 1,202 = 788.125; c = 300 + 0.5 x 488.125 + 0.1 x 1,100 = 654.0625
    assert households.income[0, 3] == 120_200
    assert households.earned[0, PROPERTY] == 200
    assert households.consumed[0] == 65_406
    assert households.savings[0] == 200_000 + 120_200 - 65_406
    assert households.debt[0] == 0
    assert households.survey_income[0] == 120_200
    assert world.counties.spent[0] == 39_243  # 0.6 of it, whole fen
    assert accounts.household_gap.py_func(households, 0) == 0


def test_costs_that_must_be_paid_become_debt_when_savings_fail() -> None:
    world = few_rows((2,))
    households = world.households
    households.land[0] = 10.0  # lenders allow 10,000 yuan for it
    world.persons.age[1], world.persons.is_student[1] = 17, True
    households.savings[0] = 10_000
    households.medical[0], households.damage[0], households.costs_away[0] = 500_000, 100_000, 5_000
    households.earned[0, WAGES] = 80_000
    spend(world)
    # interest 10,000 x 0.001 = 10 fen; school 500 yuan; two floors of 300 yuan eaten all the same
    assert households.school_fees[0] == 50_000
    assert households.hardship[0, 3] == 650_000
    assert households.income[0, 3] == 75_010
    assert households.consumed[0] == 60_000
    assert households.savings[0] == 0
    assert households.debt[0] == 650_000 + 60_000 - 75_010 - 10_000


def destitute(income: int = 0, land: float = 0.0, stock: int = 0):
    """One head, floor 300 yuan, no savings; so much income this month and land, stock of so much worth."""
    world = few_rows((1,))
    world.households.earned[0, WAGES] = income
    world.households.land[0], world.households.stock[0] = land, stock
    spend(world)
    assert accounts.household_gap.py_func(world.households, 0) == 0
    return world.households


def test_first_credit_then_stock_then_hunger_then_kin() -> None:
    # 100 yuan come in, 200 are lacking; lenders allow 50 for the income and 1,000 for a mu
    households = destitute(10_000, land=1.0, stock=99_000)
    assert (households.debt[0], households.stock[0], households.consumed[0]) == (20_000, 99_000, 30_000)
    # no land: 50 yuan on credit; 150 by selling what is worth 187.50
    households = destitute(10_000, stock=99_000)
    assert (households.debt[0], households.stock[0], households.consumed[0]) == (5_000, 99_000 - 18_750, 30_000)
    assert households.stock_bought[0] == -15_000
    # stock for 100 yuan brings 80: 230 are eaten
    households = destitute(10_000, stock=10_000)
    assert (households.debt[0], households.stock[0], households.consumed[0]) == (5_000, 0, 23_000)
    # nothing at all: bare needs of 180 yuan, and kin lend beyond any limit
    households = destitute()
    assert (households.debt[0], households.stock[0], households.consumed[0]) == (18_000, 0, 18_000)


def test_who_owes_up_to_the_limit_gets_no_credit() -> None:
    world = few_rows((1,))
    households = world.households
    households.land[0], households.debt[0] = 1.0, 95_000
    spend(world, behaviour=BEHAVIOUR._replace(debt_interest=0.03))
    # interest 2.375 yuan; of the 302.38 lacking lenders give 50, stock of 315.48 worth brings the rest
    assert households.debt[0] == 100_000
    assert households.consumed[0] == 30_000
    assert households.stock[0] == USUAL_STOCK - 31_548
    assert households.stock_bought[0] == -25_238


def test_what_was_sold_is_bought_again_and_work_at_home_brings_less_until_then() -> None:
    world = few_rows((1,))
    households = world.households
    households.stock[0], households.savings[0] = 100_000, 590_000
    households.earned[0, WAGES], households.income[0] = 60_000, 60_000
    bought = []
    for _ in range(3):
        spend(world)
        assert accounts.household_gap.py_func(households, 0) == 0
        bought.append(int(households.stock_bought[0]))
    assert min(bought) > 0
    assert households.stock[0] == 100_000 + sum(bought)


def test_the_survey_counts_the_rent_that_owners_save_and_the_registry_does_not() -> None:
    world = few_rows((2,))
    spend(world, behaviour=BEHAVIOUR._replace(imputed_rent=240.0))
    households = world.households
    assert list(households.surveyed[0]) == [0, 0, 4_000, 0]
    assert households.survey_income[0] == 4_000
    assert not households.earned.any()
    assert not households.income.any()


def test_bills_and_consumption_add_up_over_the_calendar_year() -> None:
    world = few_rows((1,))
    households = world.households
    households.medical_year[0], households.consumed_year[0] = 777, 888
    for season in (0, 1):
        households.earned[0, WAGES], households.medical[0] = 100_000, 7_000
        spend(world, ORDINARY._replace(season=season))
        eaten = int(households.consumed[0])
        if season == 0:
            first = eaten
    assert households.medical_year[0] == 14_000
    assert households.consumed_year[0] == first + eaten


def test_interest_on_debt_is_a_negative_income_from_property() -> None:
    world = few_rows((1,))
    world.households.debt[0] = 1_000_000
    spend(world)
    assert world.households.earned[0, PROPERTY] == -10_000
    assert world.households.income[0, 3] == -10_000


def test_aid_assigned_last_month_is_paid_now() -> None:
    world = few_rows((1,), (1,), (1,))
    world.registry.aid[:] = (20_000, 0, 5_000)
    world.counties.aid[:] = 7
    world.households.subsidies[:] = (30_000, 0, 0)
    spend(world)
    assert list(world.households.aid_paid) == [20_000, 0, 5_000]
    assert list(world.households.aid[:, 3]) == [20_000, 0, 5_000]
    assert list(world.households.income[:, 3]) == [20_000, 0, 5_000]
    assert list(world.households.survey_income) == [20_000, 0, 5_000]
    assert list(world.households.policy[:, 3]) == [30_000, 0, 0]
    assert list(world.counties.aid) == [20_000, 0, 5_000]


def test_prices_raise_the_floor() -> None:
    for price, consumed in ((1.0, 30_000), (1.5, 45_000)):
        world = few_rows((1,))
        spend(world, ORDINARY._replace(price_level=price))
        assert world.households.consumed[0] == consumed
        assert world.households.stock_bought[0] == -consumed


@settings(max_examples=80)
@given(
    earned=st.lists(st.integers(-3_000_000, 30_000_000), min_size=4, max_size=4),
    savings=st.integers(0, 500_000_000),
    debt=st.integers(0, 500_000_000),
    away=st.integers(0, 1_000_000),
    medical=st.integers(0, 60_000_000),
    damage=st.integers(0, 1_000_000),
    aid=st.integers(0, 500_000),
    year=st.integers(-5_000_000, 30_000_000),
    members=st.integers(1, 9),
    age=st.integers(0, 90),
    land=st.floats(0.0, 100.0),
    stock=st.integers(0, 100_000_000),
)
def test_household_books_close_to_the_fen(
    earned, savings, debt, away, medical, damage, aid, year, members, age, land, stock
) -> None:
    world = few_rows((members,))
    households = world.households
    world.persons.age[:], world.persons.is_student[:] = age, True
    households.earned[0, [WAGES, BUSINESS, PROPERTY, TRANSFERS]] = earned
    households.savings[0], households.debt[0] = savings, debt
    households.costs_away[0], households.medical[0], households.damage[0] = away, medical, damage
    households.income[0] = year
    households.land[0], households.stock[0] = land, stock
    world.registry.aid[0] = aid
    spend(world)
    assert accounts.household_gap.py_func(households, 0) == 0
    assert households.savings[0] >= 0
    assert households.debt[0] >= 0
    assert households.consumed[0] >= 18_000 * members
    assert households.stock[0] >= 0
    worth = int(households.savings[0]) - int(households.debt[0]) - savings + debt
    income = int(households.earned[0].astype(np.int64).sum()) + aid - away
    fees = members * (75_000 if age >= 19 else 50_000 if age >= 16 else 0)
    assert worth == income - medical - damage - fees - int(households.consumed[0]) - int(households.stock_bought[0])


def test_a_county_outside_the_range_spends_nothing() -> None:
    world = few_rows((1,), (1,))
    spend(world, first=1, last=2)
    assert list(world.households.consumed) == [0, 30_000]
    assert list(world.counties.spent) == [0, 18_000]


@pytest.mark.parametrize(
    ("savings", "debt", "income"), [(2**31 - 1, 0, 400_000_000), (0, 2**31 - 1, 0)], ids=["savings", "debt"]
)
def test_what_a_column_cannot_hold_is_cut_and_the_books_tell(savings: int, debt: int, income: int) -> None:
    world = few_rows((1,))
    households = world.households
    households.savings[0], households.debt[0] = savings, debt
    households.worth_before[0] = savings - debt
    households.earned[0, WAGES] = income
    spend(world)
    assert (households.savings[0], households.debt[0]) == (savings, debt)
    assert accounts.household_gap.py_func(households, 0) != 0


def test_largest_worth_fits() -> None:
    world = few_rows((1,), (1,))
    households = world.households
    households.savings[0] = 2**31 - 1
    households.debt[1] = 2**31 - 1 - 22_000_000  # a month of interest and the floor is still to come
    spend(world, behaviour=BEHAVIOUR._replace(savings_interest=0.003))
    assert households.savings[0] > 0
    assert households.debt[1] > 2**31 - 1 - 22_000_000
    assert accounts.household_gap.py_func(households, 0) == accounts.household_gap.py_func(households, 1) == 0
