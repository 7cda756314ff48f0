"""What days bring in: each equation by hand, then households of one to three, then the books of wages."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, work_for
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.rules import earnings
from sim.state.codes import (
    BUSINESS,
    EAST,
    FULL,
    HALF,
    LOCAL,
    LOCAL_JOBS,
    NO_CAPACITY,
    PROPERTY,
    PROVINCE,
    TRANSFERS,
    WAGES,
    WEAK,
)

BEHAVIOUR = Behaviour()._replace(
    living_cost_away=1100.0,
    remitted_share=0.5,
    farm_output=1200.0,
    farm_days_per_mu=12.0,
    farm_labour_elasticity=0.5,
    autumn_share=0.4,
    summer_share=0.15,
    courtyard_output=20.0,
    rent_per_mu=240.0,
    land_subsidy=90.0,
    odd_day_pay=100.0,
    odd_days_offered=4.0,
    allowance_gap_share=0.5,
)
LEVERS = Levers()._replace(local_jobs_post_pay=500.0, skill_project_stipend=25.0)
CITY = 1
"""Row of the account of the in-province cities, after one firm."""


def test_days_by_capacity_and_none_when_sick() -> None:
    days = [earnings.work_days.py_func(capacity, 0) for capacity in (NO_CAPACITY, WEAK, HALF, FULL)]
    assert days == [0, 10, 18, 26]
    assert [earnings.work_days.py_func(capacity, 1) for capacity in (NO_CAPACITY, WEAK, HALF, FULL)] == [0] * 4


def test_months_set_counts_a_year() -> None:
    assert [earnings.months_set.py_func(bits) for bits in (0, 1, 0b1011, 0xFFF)] == [0, 1, 3, 12]


@given(st.floats(0.2, 0.6), st.floats(0.05, 0.3))
def test_a_years_seasons_are_one_year(autumn: float, summer: float) -> None:
    shares = [earnings.season_share.py_func(season, autumn, summer) for season in range(12)]
    assert math.fsum(shares) == pytest.approx(1.0)
    assert shares[8] + shares[9] == pytest.approx(autumn)
    assert shares[5] == summer
    assert min(shares) > 0.0


def test_farm_output_by_hand() -> None:
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 0.0) == pytest.approx(600.0)
    # a quarter of the days halves it; more than needed adds nothing
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 1.5, 6.0, 0.5, 0.0, 0.0) == pytest.approx(300.0)
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 60.0, 6.0, 0.5, 0.0, 0.0) == pytest.approx(600.0)
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, math.log(0.5), 0.2) == pytest.approx(240.0)
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 1.0) == 0.0
    assert earnings.farm_output.py_func(0.0, 1200.0, 0.1, 6.0, 6.0, 0.5, 0.0, 0.0) == 0.0
    assert earnings.farm_output.py_func(5.0, 1200.0, 0.1, 0.0, 6.0, 0.5, 0.0, 0.0) == 0.0


def test_yuan_become_whole_fen() -> None:
    assert [earnings.fen.py_func(yuan) for yuan in (1.0, 0.004, 0.005, 0.006, -0.004)] == [100, 0, 1, 1, 0]


def test_days_of_a_wage_job() -> None:
    assert earnings.wage_month.py_func(LOCAL, 1, 0.0) == 22
    assert earnings.wage_month.py_func(EAST, 1, 0.0) == 14
    assert earnings.wage_month.py_func(EAST, 2, 0.0) == 22
    assert earnings.wage_month.py_func(LOCAL, 3, 1.0) == 11
    assert earnings.wage_month.py_func(EAST, 3, 1.0) == 0
    assert earnings.wage_month.py_func(EAST, 3, 0.5) == 11


def earn(world, month=ORDINARY, levers=LEVERS, behaviour=BEHAVIOUR, first=0, last=None):
    earnings.step(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        levers,
        behaviour,
        month,
        first,
        len(world.counties.code) if last is None else last,
    )


def test_compiled_step_pays_a_local_wage() -> None:
    world = few_rows((1,), firms=1)
    work_for(world, 0, 0, wage=220_000)
    earn(world)
    persons, households = world.persons, world.households
    assert (persons.wage_days[0], persons.pay[0], persons.worked_months[0]) == (22, 220_000, 1)
    # four days are left: courtyard, 20 yuan each
    assert list(households.earned[0]) == [220_000, 8_000, 0, 0]
    assert list(households.surveyed[0]) == [220_000, 8_000, 0, 0]
    assert world.employers.wage_bill[0] == 220_000
    assert persons.away_months[0] == 0


def test_a_worker_away_pays_to_live_there_and_sends_home_after_half_a_year() -> None:
    for months_away, surveyed in ((4, [220_000 - 110_000, 0, 0, 0]), (5, [0, 0, 0, 55_000])):
        world = few_rows((1,), firms=1)
        work_for(world, 0, CITY, wage=220_000)
        world.persons.away_months[0] = (2**months_away - 1) << 1
        earn(world)
        households = world.households
        assert households.earned[0, WAGES] == 220_000
        assert households.costs_away[0] == 110_000
        home = 8_000  # four days of a person who is away are spent in the courtyard
        assert list(households.surveyed[0] - [0, home, 0, 0]) == surveyed
        assert world.counties.outside_wages[0, PROVINCE] == 220_000
        assert world.employers.wage_bill.sum() == 0
        assert world.persons.away_months[0] == 2 ** (months_away + 1) - 1


def test_living_away_never_costs_more_than_the_pay() -> None:
    world = few_rows((1,), firms=1)
    work_for(world, 0, CITY, wage=100_000)
    earn(world)
    assert world.households.costs_away[0] == 100_000
    assert world.households.surveyed[0, WAGES] == 0


def test_the_festival_and_a_stop_of_movement_shorten_the_month_away() -> None:
    # 14 days of 22: 2,200 x 14/22 = 1,400, living 1,100 x 14/22 = 700
    world = few_rows((1,), firms=1)
    work_for(world, 0, CITY, wage=220_000)
    earn(world, ORDINARY._replace(season=1))
    assert (world.persons.pay[0], world.households.costs_away[0]) == (140_000, 70_000)
    world = few_rows((1,), firms=1)
    work_for(world, 0, CITY, wage=220_000)
    earn(world, ORDINARY._replace(movement_stop=1.0))
    assert (world.persons.pay[0], world.households.costs_away[0]) == (0, 0)
    assert (world.persons.worked_months[0], world.persons.away_months[0]) == (0, 0)


def test_the_sick_earn_no_wage_and_do_not_work() -> None:
    world = few_rows((1,), firms=1)
    work_for(world, 0, 0)
    world.persons.sick_months[0] = 1
    earn(world)
    assert (world.persons.pay[0], world.persons.worked_months[0], world.persons.wage_days[0]) == (0, 0, 0)
    assert not world.households.earned.any()


def test_posts_are_paid_from_the_purse() -> None:
    world = few_rows((2,), (1,))
    world.persons.capacity[:2] = WEAK
    world.persons.post_months[:2] = (3, 0)
    world.counties.purse[0, LOCAL_JOBS] = 120_000
    earn(world)
    assert world.persons.pay[0] == 50_000
    assert world.persons.post_days[0] == 10
    assert world.counties.bought[0, LOCAL_JOBS] == 50_000
    assert world.counties.purse[0, LOCAL_JOBS] == 70_000
    assert world.households.earned[0, WAGES] == world.households.surveyed[0, WAGES] == 50_000
    assert list(world.households.subsidies) == [50_000, 0]
    assert world.persons.worked_months[0] & 1


def test_trainees_have_their_allowance_and_no_wage() -> None:
    world = few_rows((1,))
    world.persons.course_months[0] = 1
    earn(world)
    assert world.persons.course_days[0] == 22
    assert world.households.earned[0, TRANSFERS] == 55_000
    assert world.households.subsidies[0] == 55_000
    assert world.persons.worked_months[0] == 0
    assert (world.persons.wage_days[0], world.persons.odd_days[0], world.persons.pay[0]) == (0, 4, 40_000)


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


def test_the_living_allowance_is_paid_by_the_head() -> None:
    # half of 4,800 yuan a year for two: 400 a month
    world = few_rows((2,), (2,))
    world.households.is_dibao[0] = True
    earn(world, ORDINARY._replace(allowance=480_000.0))
    assert list(world.households.subsidies) == [40_000, 0]
    assert list(world.households.earned[:, TRANSFERS]) == [40_000, 0]


def test_a_county_outside_the_range_earns_nothing() -> None:
    world = few_rows((1,), (1,))
    earn(world, first=1, last=2)
    assert list(world.persons.pay > 0) == [False, True]


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(["home", "firm", "city", "east", "post", "course", "sick", "pupil"]), min_size=3, max_size=9
    ),
    st.integers(0, 11),
    st.floats(0.0, 1.0),
    st.floats(0.0, 30.0),
)
def test_wages_paid_are_wages_received_and_no_month_has_more_than_26_days(roles, season, stop, land) -> None:
    world = few_rows((3,) * (len(roles) // 3), firms=1)
    persons, households, counties = world.persons, world.households, world.counties
    households.land[:] = land
    for p, role in enumerate(roles[: len(persons.id)]):
        if role in ("firm", "city", "east"):
            work_for(world, p, {"firm": 0, "city": 1, "east": 2}[role], wage=200_000 + 7 * p)
        persons.post_months[p] = role == "post"
        persons.course_months[p] = role == "course"
        persons.sick_months[p] = role == "sick"
        persons.is_student[p] = role == "pupil"
    earn(world, ORDINARY._replace(season=season, movement_stop=stop))
    paid = world.employers.wage_bill.sum() + counties.outside_wages.sum() + counties.odd_wages.sum()
    assert paid + counties.bought[:, LOCAL_JOBS].sum() == persons.pay.sum()
    assert households.earned[:, WAGES].sum() == persons.pay.sum()
    assert counties.purse.sum() == -counties.bought.sum()
    days = np.stack([persons.farm_days, persons.post_days, persons.odd_days, persons.wage_days, persons.course_days])
    assert (days >= 0).all()
    assert (days.sum(axis=0) <= 26).all()
    assert not days[:, persons.is_student].any()
    assert (households.costs_away >= 0).all()
    assert (households.earned >= 0).all()
    assert (households.surveyed >= 0).all()


def test_largest_wage_fits() -> None:
    world = few_rows((1,), firms=1)
    largest = 2**31 - 1 - 8_000
    work_for(world, 0, 0, wage=largest)
    earn(world)
    assert world.persons.pay[0] == largest
    assert world.households.earned[0, WAGES] == largest
