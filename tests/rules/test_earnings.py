"""Wages here and away, posts, courses, entitlements: each by hand, then the books of wages."""

import numpy as np
import pytest
from earning import BEHAVIOUR, earn
from few_rows import ORDINARY, few_rows, work_for
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules import earnings, farm
from sim.state.codes import (
    CRAFT_COURSE,
    EAST,
    FARM_COURSE,
    LOCAL,
    LOCAL_JOBS,
    NO_CAPACITY,
    ONLINE_COURSE,
    PROVINCE,
    TECHNICAL_SCHOOL,
    TRANSFERS,
    WAGES,
    WEAK,
)

CITY = 1
"""Row of the account of the in-province cities, after one firm."""


def test_months_set_counts_a_year() -> None:
    assert [earnings.months_set.py_func(bits) for bits in (0, 1, 0b1011, 0xFFF)] == [0, 1, 3, 12]


def test_yuan_become_whole_fen() -> None:
    assert [earnings.fen.py_func(yuan) for yuan in (1.0, 0.004, 0.005, 0.006, -0.004)] == [100, 0, 1, 1, 0]


def test_days_of_a_wage_job() -> None:
    assert earnings.wage_month.py_func(LOCAL, 1, 0.0) == 22
    assert earnings.wage_month.py_func(EAST, 1, 0.0) == 14
    assert earnings.wage_month.py_func(EAST, 2, 0.0) == 22
    assert earnings.wage_month.py_func(LOCAL, 3, 1.0) == 11
    assert earnings.wage_month.py_func(EAST, 3, 1.0) == 0
    assert earnings.wage_month.py_func(EAST, 3, 0.5) == 11


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


@pytest.mark.parametrize(("column", "value"), [("sick_months", 1), ("capacity", NO_CAPACITY)])
def test_who_cannot_come_to_the_post_is_not_paid_and_keeps_it(column: str, value: int) -> None:
    world = few_rows((1,))
    world.persons.capacity[0] = WEAK
    world.persons.post_months[0] = 3
    world.counties.purse[0, LOCAL_JOBS] = 120_000
    getattr(world.persons, column)[0] = value
    earn(world)
    persons = world.persons
    assert (persons.pay[0], persons.post_days[0], persons.worked_months[0], persons.post_months[0]) == (0, 0, 0, 3)
    assert (world.counties.bought[0, LOCAL_JOBS], world.counties.purse[0, LOCAL_JOBS]) == (0, 120_000)
    assert not world.households.earned.any()
    assert not world.households.subsidies.any()


def test_trainees_have_their_allowance_and_no_wage() -> None:
    world = few_rows((1,))
    world.persons.course[0], world.persons.course_months[0] = CRAFT_COURSE, 1
    earn(world)
    assert world.persons.course_days[0] == 22
    assert world.households.earned[0, TRANSFERS] == 55_000
    assert world.households.subsidies[0] == 55_000
    assert world.persons.worked_months[0] == 0
    assert (world.persons.wage_days[0], world.persons.odd_days[0], world.persons.pay[0]) == (0, 4, 40_000)


def test_online_and_farm_courses_take_eight_days_and_pay_nothing() -> None:
    for course in (ONLINE_COURSE, FARM_COURSE):
        world = few_rows((1,))
        world.persons.course[0], world.persons.course_months[0] = course, 1
        earn(world)
        assert world.persons.course_days[0] == 8
        assert world.households.subsidies[0] == 0


def test_a_pupil_has_the_grant_of_the_month_and_no_days_for_the_farm() -> None:
    world = few_rows((1,))
    persons = world.persons
    persons.course[0], persons.course_months[0], persons.is_student[0] = TECHNICAL_SCHOOL, 20, True
    world.counties.school_grant[0] = 58_333
    earn(world)
    assert world.households.earned[0, TRANSFERS] == world.households.subsidies[0] == 58_333
    assert (persons.course_days[0], persons.odd_days[0], persons.pay[0]) == (0, 0, 0)


def test_a_rural_craft_pays_more_a_day_of_odd_jobs() -> None:
    # a whole course at 0.15 log points
    assert farm.craft_factor.py_func(True, 1.0, 0.15) == pytest.approx(1.161834)
    assert farm.craft_factor.py_func(False, 1.0, 0.15) == 1.0


def test_the_living_allowance_granted_is_paid_by_the_head() -> None:
    # 2,400 yuan a head and year for two: 400 a month; a third of a fen is dropped
    world = few_rows((2,), (2,), (1,))
    world.registry.allowance[:] = (240_000, 0, 100)
    earn(world)
    assert list(world.households.subsidies) == [40_000, 0, 8]
    assert list(world.households.earned[:, TRANSFERS]) == [40_000, 0, 8]
    assert list(world.households.surveyed[:, TRANSFERS]) == [40_000, 0, 8]


def test_only_what_was_granted_is_paid_whoever_is_listed_and_whatever_the_standard() -> None:
    world = few_rows((1,))
    world.households.is_dibao[0] = True
    earn(world, ORDINARY._replace(allowance=480_000.0))
    assert not world.households.earned[0, TRANSFERS]


@pytest.mark.parametrize(
    ("ages", "sent"),
    [
        ((60,), 15_000),
        ((60, 82), 30_000),
        ((60, 59), 0),
        ((60, 16), 0),
        ((60, 15), 15_000),
        ((59,), 0),
        ((15,), 0),
    ],
)
def test_children_elsewhere_support_old_people_alone(ages: tuple[int, ...], sent: int) -> None:
    """1,800 yuan a year each, 150 a month; children in their care are no adults."""
    world = few_rows((len(ages),))
    world.persons.age[:] = ages
    assert earnings.support_of_children.py_func(world.persons, world.households, 0, BEHAVIOUR, ORDINARY) == sent


def test_support_follows_pay_and_is_no_subsidy() -> None:
    world = few_rows((1,), (1,))
    world.persons.age[:] = (70, 30)
    earn(world, ORDINARY._replace(pay_level=1.2))
    assert list(world.households.earned[:, TRANSFERS]) == [18_000, 0]
    assert list(world.households.surveyed[:, TRANSFERS]) == [18_000, 0]
    assert not world.households.subsidies.any()


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
