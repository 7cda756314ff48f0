"""Firms: custom, jobs wanted, profit, loans, what owners draw, closing."""

import math

import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, make_luck
from sim.rules import firms
from sim.state.codes import COOPERATIVE, EAST, FIRM, PUBLIC_BODY, START_UP, STARTUP_SUPPORT, WORKSHOP

BEHAVIOUR = Behaviour()._replace(
    local_sales_share=0.5,
    demand_elasticity=0.8,
    firm_growth_spread=0.03,
    firm_closure_rate=0.1,
    young_firm_closure=2.0,
    workshop_closure_rate=0.2,
    local_markdown=1 / 6,  # workers bring in a fifth beyond the wage
    labour_demand_elasticity=0.5,
    fixed_cost_share=0.25,
    firm_sales_spread=0.0,
    closure_profit_effect=1.0,
    cushion_months=2.0,
    owner_draw_share=0.5,
    debt_interest=0.06,
    outside_pay=3600.0,
    local_pay_share=0.75,
    remote_pay_effect=0.0,
)
LEVERS = Levers()._replace(
    startup_support_interest_discount=0.02,
    startup_support_premises_share=0.5,
    startup_support_incubator_award=0.0,
)


def test_wanted_jobs_follow_custom_and_what_a_job_brings_in_over_its_cost() -> None:
    wanted = firms.wanted_jobs.py_func
    assert wanted(10.0, 1.0, 1.0, 0.8, 0.5) == 10
    assert wanted(10.0, 2.0, 1.0, 1.0, 0.5) == 20
    assert wanted(10.0, 2.0, 1.0, 0.8, 0.5) == 17  # 2^0.8 = 1.7411
    assert wanted(10.0, 0.5, 1.0, 0.8, 0.5) == 6  # 0.5^0.8 = 0.5743
    assert wanted(10.0, 1.0, 0.64, 0.8, 0.5) == 8  # a wage of 1/0.64 of usual: 0.64^0.5
    assert wanted(10.0, 1.0, 1.44, 0.8, 0.5) == 12
    assert wanted(10.0, 0.0, 1.0, 0.8, 0.5) == 0
    assert wanted(0.4, 1.0, 1.0, 0.8, 0.5) == 0
    assert wanted(0.5, 1.0, 1.0, 0.8, 0.5) == 1


@given(st.floats(0.6, 500.0), st.floats(0.2, 5.0), st.floats(0.3, 3.0), st.floats(0.2, 1.0))
def test_the_last_job_pays_for_itself_and_one_more_would_not(
    size: float, sales: float, worth: float, elasticity: float
) -> None:
    """Marginal revenue (1 + m) u A s^(e/k) (a/N)^(1/k) against (1 + m) w, half a job either side of the rounding."""
    jobs = firms.wanted_jobs.py_func(size, sales, worth, 0.8, elasticity)

    def return_of(job: float) -> float:
        return worth * sales ** (0.8 / elasticity) * (size / job) ** (1.0 / elasticity)

    assert return_of(jobs + 0.5) <= 1.0 + 1e-9
    assert jobs == 0 or return_of(jobs - 0.5) >= 1.0 - 1e-9


def test_custom_is_a_share_of_the_countys_spending_and_steady_sales_outside() -> None:
    # a quarter of 1,000 at home; outside (1/0.4 - 1) * 800 * 2/10 = 1.5 * 160
    assert firms.custom.py_func(2.0, 8.0, 10.0, 1000.0, 800.0, 0.4, 1.0) == pytest.approx(250.0 + 240.0)
    assert firms.custom.py_func(2.0, 8.0, 10.0, 1000.0, 800.0, 1.0, 1.0) == pytest.approx(250.0)
    # works carry sales outside farther
    assert firms.custom.py_func(2.0, 8.0, 10.0, 1000.0, 800.0, 0.4, 1.5) == pytest.approx(250.0 + 360.0)
    assert firms.reach_of.py_func(0.0, 0.05) == 1.0
    assert firms.reach_of.py_func(3_000.0, 0.5) == pytest.approx(2.0)


@given(st.lists(st.floats(0.6, 500.0), min_size=1, max_size=8), st.floats(0.0, 1e9))
def test_firms_together_take_all_that_is_spent_at_home(sizes: list[float], demand: float) -> None:
    together = math.fsum(sizes)
    taken = [firms.custom.py_func(size, together, together, demand, 0.0, 0.5, 1.3) for size in sizes]
    assert math.fsum(taken) == pytest.approx(demand, rel=1e-9, abs=1e-6)


def test_a_yearly_rate_is_twelve_monthly_chances() -> None:
    assert (1 - firms.monthly_chance.py_func(0.3)) ** 12 == pytest.approx(0.7)
    assert firms.monthly_chance.py_func(0.0) == 0.0
    assert firms.monthly_chance.py_func(7.0) < 1.0


@pytest.mark.parametrize(
    ("kind", "age_months", "per_year"),
    [(FIRM, 23, 0.2), (FIRM, 24, 0.1), (WORKSHOP, 23, 0.4), (WORKSHOP, 24, 0.2)],
)
def test_young_firms_and_workshops_close_more_often(kind: int, age_months: int, per_year: float) -> None:
    chance = firms.closure_chance.py_func(kind, age_months, 0.0, BEHAVIOUR)
    assert (1 - chance) ** 12 == pytest.approx(1 - per_year)
    # a margin of log 2 over the usual halves it
    chance = firms.closure_chance.py_func(kind, age_months, math.log(2.0), BEHAVIOUR)
    assert (1 - chance) ** 12 == pytest.approx(1 - per_year / 2)


def test_margin_is_profit_beyond_the_owners_pay() -> None:
    assert firms.margin.py_func(500.0, 100.0, 100.0, 10.0) == pytest.approx(0.4)
    assert firms.margin.py_func(-5_000.0, 100.0, 100.0, 10.0) == -1.0
    assert firms.margin.py_func(5_000.0, 100.0, 100.0, 10.0) == 1.0


def test_owners_draw_half_of_what_the_cushion_leaves() -> None:
    assert firms.owners_draw.py_func(1_000, 300, 2.0, 0.5) == 200
    assert firms.owners_draw.py_func(600, 300, 2.0, 0.5) == 0
    assert firms.owners_draw.py_func(-50, 300, 2.0, 0.5) == 0


def test_a_loan_is_paid_back_in_even_parts_to_the_fen() -> None:
    world = few_rows((1,), firms=1)
    world.employers.loan[0] = 1_000_001
    world.employers.cash[0] = 100_000_000
    principal, interest = 0, 0
    for age in range(1, 40):
        world.employers.age_months[0] = age
        before, cash = int(world.employers.loan[0]), int(world.employers.cash[0])
        firms.serve_loan(world.employers, 0, 0.06)
        paid = cash - int(world.employers.cash[0])
        principal += before - int(world.employers.loan[0])
        interest += paid - (before - int(world.employers.loan[0]))
        if age == 1:
            assert paid == 5_000 + 28_572  # half a per cent; a thirty-fifth
    assert world.employers.loan[0] == 0
    assert principal == 1_000_001
    assert principal + interest == 100_000_000 - int(world.employers.cash[0])
    assert interest == pytest.approx(0.005 * 1_000_001 * 18, rel=0.01)


def test_what_is_not_paid_is_owed_on() -> None:
    world = few_rows((1,), firms=1)
    world.employers.loan[0], world.employers.cash[0] = 1_000_000, 3_000
    firms.serve_loan(world.employers, 0, 0.06)
    assert (world.employers.loan[0], world.employers.cash[0]) == (1_000_000 + 5_000 - 3_000, 0)
    world.employers.cash[0] = -10
    firms.serve_loan(world.employers, 0, 0.0)
    assert (world.employers.loan[0], world.employers.cash[0]) == (1_002_000, -10)


USUAL = 270_000.0
"""Fen of usual pay in the county of the tests."""


def town(firm_count: int = 3, size: float = 10.0):
    """A county of equal firms in a normal month: three million of spending, every job filled at usual pay."""
    world = few_rows((1,), firms=firm_count)
    rows = slice(0, firm_count)
    world.employers.attraction[rows] = size
    world.employers.age_months[rows] = 100
    world.employers.wage[rows] = int(USUAL)
    world.employers.filled[rows] = int(size)
    world.employers.cash[rows] = 1_000
    world.counties.attraction_base[:] = size * firm_count
    world.counties.demand_base[:] = 30_000_000.0
    world.counties.demand[:] = 30_000_000
    return world


def trade(world, given=None, month=ORDINARY, pay_growth=1.0, behaviour=BEHAVIOUR, levers=LEVERS):
    """A month without growth or closing but what is given."""
    quiet = {}
    for identity in world.employers.id:
        quiet |= {(Decision.FIRM_CHANGE, int(identity)): 0.015, (Decision.FIRM_CLOSURE, int(identity)): 0.999}
    luck = make_luck(1, 240, quiet | (given or {}))
    firms.step(
        world.employers,
        world.counties,
        world.provinces.demand,
        levers,
        behaviour,
        month,
        pay_growth,
        luck,
        0,
        len(world.counties.code),
    )


def test_compiled_step_in_a_normal_month_moves_no_job() -> None:
    world = town()
    trade(world)
    employers = world.employers
    # growth 0.03 * 0.015 - 0.00045 = 0; a third of 30 m at home and as much outside
    assert list(employers.positions[:3]) == [10, 10, 10]
    assert list(employers.revenue[:3]) == [20_000_000] * 3
    # goods bought: 20 m less value 1.25 * 1.2 * 2.7 m = 4.05 m; fixed cost a fifth of it
    assert list(employers.other_cost[:3]) == pytest.approx([20_000_000 - 4_050_000 + 810_000] * 3, abs=3)
    assert list(employers.wage_bill[:3]) == [0, 0, 0]
    assert list(employers.age_months[:3]) == [101] * 3
    assert list(employers.attraction[:3]) == pytest.approx([10.0] * 3)


def test_profit_is_the_markdown_on_what_is_paid_and_goes_into_cash() -> None:
    world = town(1)
    trade(world)
    world.employers.wage_bill[0] = 2_700_000
    trade(world)
    # revenue less goods, fixed cost and wages: a fifth of 2.7 m; the cushion of 2 * (2.7 + 0.675) m keeps it all
    assert world.employers.cash[0] == pytest.approx(1_000 + 540_000, abs=3)
    assert world.employers.paid_out[0] == 0


def test_what_is_beyond_the_cushion_is_paid_out() -> None:
    world = town(1)
    world.employers.cash[0] = 10_000_000
    world.employers.wage_bill[0] = 2_700_000
    trade(world)
    # 7.3 m left; cushion 2 * (2.7 m + 0.25 * 2.7 m) = 6.75 m
    assert world.employers.paid_out[0] == 275_000
    assert world.employers.cash[0] == 7_300_000 - 275_000


def test_less_spending_at_home_moves_half_of_custom() -> None:
    # home custom falls by half, so custom to 0.75 of normal; 10 * 0.75^0.8 = 7.94
    world = town()
    world.counties.demand[:] = 15_000_000
    world.employers.filled[:3] = 8
    trade(world)
    assert list(world.employers.positions[:3]) == [8, 8, 8]
    assert list(world.employers.revenue[:3]) == [15_000_000] * 3


def test_prices_alone_move_no_job() -> None:
    world = town()
    world.counties.demand[:] = 60_000_000
    trade(world, month=ORDINARY._replace(price_level=2.0))
    assert list(world.employers.positions[:3]) == [10, 10, 10]


def test_dear_labour_costs_jobs_and_a_productive_firm_wants_more() -> None:
    world = town()
    world.employers.wage[0] = round(USUAL / 0.64)
    world.employers.productivity[1] = 1.44
    trade(world)
    assert list(world.employers.positions[:3]) == [8, 12, 10]


def test_a_firm_short_of_hands_sells_less() -> None:
    world = town()
    world.employers.filled[0] = 5
    trade(world)
    assert list(world.employers.revenue[:2]) == [10_000_000, 20_000_000]


def test_a_firm_that_grows_takes_more_people() -> None:
    world = town()
    trade(world, {(Decision.FIRM_CHANGE, 5000): 5.0, (Decision.FIRM_CHANGE, 5001): -5.0})
    # 10 exp(0.15 - 0.00045) = 11.61, 10 exp(-0.15 - 0.00045) = 8.60
    assert list(world.employers.positions[:3]) == [12, 9, 10]
    assert list(world.employers.attraction[:2]) == pytest.approx([11.613, 8.603], abs=1e-3)


def test_size_keeps_within_its_bounds() -> None:
    world = town()
    world.employers.attraction[:2] = (500.0, 0.6)
    trade(world, {(Decision.FIRM_CHANGE, 5000): 6.0, (Decision.FIRM_CHANGE, 5001): -6.0})
    assert list(world.employers.attraction[:2]) == pytest.approx([500.0, 0.6])


def test_a_closed_firm_wants_nobody() -> None:
    world = town()
    chance = 1 - 0.9 ** (1 / 12)
    usual_profit = round(0.2 * USUAL * 10)
    world.employers.revenue[:3] = 10 * round(USUAL) + usual_profit
    world.employers.wage_bill[:3] = 10 * round(USUAL)
    trade(world, {(Decision.FIRM_CLOSURE, 5000): chance - 1e-6, (Decision.FIRM_CLOSURE, 5001): chance + 1e-6})
    assert list(world.employers.is_open[:3]) == [False, True, True]
    assert list(world.employers.positions[:3]) == [0, 10, 10]
    assert world.employers.filled[0] == 10  # who works there is laid off by separations
    assert (world.employers.revenue[0], world.employers.wage_bill[0]) == (0, 0)
    assert world.employers.cash[0] == 1_000 + usual_profit


def test_a_firm_without_cash_closes_for_certain() -> None:
    world = town(2)
    world.employers.cash[:2] = 500
    world.employers.other_cost[:2] = (501, 500)
    trade(world)
    assert list(world.employers.is_open[:2]) == [False, True]
    assert list(world.employers.cash[:2]) == [-1, 0]


def test_a_larger_rival_takes_custom_from_the_others() -> None:
    alone, together = town(2), town(3)
    together.counties.attraction_base[:] = 20.0
    for world in (alone, together):
        trade(world)
    assert (together.employers.revenue[:2] < alone.employers.revenue[:2]).all()
    assert (together.employers.positions[:2] < alone.employers.positions[:2]).all()


def test_co_operatives_follow_the_farm_and_workshops_orders_from_the_east() -> None:
    world = town(3)
    world.employers.kind[:3] = (COOPERATIVE, WORKSHOP, FIRM)
    world.employers.cash[0] = 1_000_000_000
    world.counties.farm_shock[:], world.counties.farm_price[:] = math.log(1.25), math.log(1.6)
    world.provinces.demand[0, EAST] = math.log(0.5)
    trade(world, behaviour=BEHAVIOUR._replace(demand_elasticity=1.0))
    assert list(world.employers.positions[:2]) == [20, 5]
    assert world.employers.revenue[0] == pytest.approx(1.25 * 1.2 * USUAL * 20 * 0.5, abs=2)  # half its jobs filled
    assert world.counties.dividend[0] == world.employers.paid_out[0] > 0
    # the one firm has all custom, 30 m at home and 10 m outside, twice the usual, and half the hands for it
    assert (world.employers.positions[2], world.employers.revenue[2]) == (20, 20_000_000)


def test_an_own_account_keeps_its_place_and_a_start_up_grows_up() -> None:
    world = town(2, size=1.0)
    world.employers.owner[0] = 77
    world.employers.kind[:2] = START_UP
    world.employers.age_months[:2] = (36, 35)
    world.counties.demand[:] = 0
    trade(world, behaviour=BEHAVIOUR._replace(demand_elasticity=1.5))
    assert list(world.employers.positions[:2]) == [1, 0]
    assert list(world.employers.kind[:2]) == [FIRM, START_UP]


def test_public_bodies_keep_their_size_and_raise_pay() -> None:
    world = town()
    world.employers.kind[2] = PUBLIC_BODY
    world.employers.positions[2] = 5
    world.employers.wage_bill[2] = 9
    world.counties.attraction_base[:] = 20.0
    trade(world, pay_growth=1.01)
    assert world.employers.positions[2] == 5
    assert list(world.employers.wage[:3]) == [272_700] * 3
    # the two firms share the county's spending between them
    assert list(world.employers.revenue[:3]) == [30_000_000, 30_000_000, 0]
    assert world.employers.wage_bill[2] == 0


def test_an_outside_account_is_no_business_of_the_counties() -> None:
    world = town()
    before = [column.copy() for column in world.employers]
    trade(world, pay_growth=1.01)
    assert all((new[3:] == old[3:]).all() for new, old in zip(world.employers, before, strict=True))


def test_the_first_firm_of_a_county_without_any_has_all_its_custom() -> None:
    world = town(1)
    world.counties.attraction_base[:] = 0.0
    trade(world)
    assert world.employers.revenue[0] == 60_000_000
    assert world.employers.positions[0] == 10


def test_a_subsidy_makes_jobs_in_workshops_alone_and_counts_as_profit() -> None:
    world = town(2)
    world.employers.kind[0] = WORKSHOP
    world.counties.attraction_base[0] = 10.0
    world.counties.workshop_subsidy[0] = round(USUAL * (1 - 1 / 1.44))
    trade(world)
    assert list(world.employers.positions[:2]) == [12, 10]  # 10 * 1.44^0.5
    rate = BEHAVIOUR.workshop_closure_rate
    gap = 0.36 - 0.2
    assert firms.closure_chance.py_func(WORKSHOP, 101, gap, BEHAVIOUR) < firms.monthly_chance.py_func(rate)


def test_a_graduate_raises_what_the_firm_makes_and_wants() -> None:
    world = town(2)
    world.employers.graduates[0] = 3
    trade(world, behaviour=BEHAVIOUR._replace(graduate_effect=0.44))
    assert list(world.employers.positions[:2]) == [12, 10]


def test_a_supported_founder_pays_less_interest_and_less_fixed_cost_in_the_first_year() -> None:
    for is_supported, age, interest, fixed in (
        (False, 5, 0.06, 810_000),
        (True, 5, 0.04, 405_000),
        (True, 20, 0.04, 810_000),
    ):
        world = town(1)
        world.employers.is_supported[0], world.employers.age_months[0] = is_supported, age
        world.employers.loan[0], world.employers.cash[0] = 1_200_000, 5_000_000
        trade(world)
        paid = 5_000_000 - int(world.employers.cash[0]) - int(world.employers.paid_out[0])
        assert paid == pytest.approx(1_200_000 * interest / 12 + 1_200_000 / (36 - age - 1), abs=2)
        value = int(world.employers.revenue[0]) - int(world.employers.other_cost[0]) + fixed
        assert value == pytest.approx(4_050_000, abs=3)


def test_an_incubator_that_is_paid_keeps_young_firms_alive_and_is_paid_by_jobs_after_two_years() -> None:
    assert firms.incubation.py_func(0.0, 0.4, 2000.0) == 1.0
    assert firms.incubation.py_func(2000.0, 0.4, 2000.0) == pytest.approx(math.exp(-0.2))
    levers = LEVERS._replace(startup_support_incubator_award=1_000.0)
    for age, is_supported, paid in ((23, True, 1_000_000), (22, True, 0), (23, False, 0)):
        world = town(1)
        world.employers.is_supported[0], world.employers.age_months[0] = is_supported, age
        world.counties.purse[0, STARTUP_SUPPORT] = 5_000_000
        trade(world, levers=levers)
        assert world.counties.bought[0, STARTUP_SUPPORT] == paid
        assert world.counties.purse[0, STARTUP_SUPPORT] == 5_000_000 - paid
