"""Public staff: who joins, who leaves; a bond's cliff comes out, it is not put in."""

import math
from itertools import pairwise

import numpy as np
import pytest
from staffed import BEHAVIOUR, funded_months, give, months, staffed

from sim.levers import Levers
from sim.rules import recruitment, staff
from sim.state.codes import (
    DOCTOR,
    ESTABLISHED,
    EXPERT_SERVICE,
    FROM_ELSEWHERE,
    FROM_HERE,
    GRADUATE,
    PUBLIC_RECRUITMENT,
    SPECIAL,
    STAFF_PAY,
    TEACHER,
)


def test_what_a_post_is_worth() -> None:
    behaviour = BEHAVIOUR._replace(career_value=0.5, post_remoteness=1.0, origin_value=0.4, attachment_spread=3.0)
    # grades for all, near the town: 0.5 - 1.0 (0.3 - 0.5)
    assert staff.post_value.py_func(0.3, 1.0, behaviour) == pytest.approx(0.7)
    # from here, of the second fifth: 0.4 + 3 (-0.532)
    assert staff.own_value.py_func(FROM_HERE, 1, behaviour) == pytest.approx(-1.196)
    assert staff.own_value.py_func(FROM_ELSEWHERE, 2, behaviour) == 0.0


def test_who_is_bound_leaves_less() -> None:
    behaviour = BEHAVIOUR._replace(city_offer_chance=0.2, bond_penalty=6.0)
    # worth as much as a post in the city: half of those who hear of one go; bound 0.2 / (1 + e^6)
    assert staff.quit_chance.py_func(0.0, False, behaviour) == pytest.approx(0.1)
    assert staff.quit_chance.py_func(0.0, True, behaviour) == pytest.approx(0.2 / (1.0 + math.exp(6.0)))
    # far up, its tail is the exponential hazard
    ratio = staff.quit_chance.py_func(9.0, False, behaviour) / staff.quit_chance.py_func(8.0, False, behaviour)
    assert ratio == pytest.approx(math.exp(-1.0), rel=1e-3)


def test_a_title_holds_who_has_it() -> None:
    assert staff.title_ratio.py_func(1.0, 0.85) == pytest.approx(0.85)
    assert staff.title_ratio.py_func(0.2, 0.85) == pytest.approx(0.97)


def test_vacant_posts_are_filled_by_the_willing_by_origin() -> None:
    world = staffed()
    counties = world.counties
    counties.corps[:] = 0.0
    counties.joined[:] = 0.0
    indifferent = BEHAVIOUR._replace(origin_value=0.0, attachment_spread=0.0)
    # 8 applicants, half of them willing, a quarter from here
    recruitment.recruit(counties, 0, DOCTOR, ESTABLISHED, 10.0, 8.0, 0.25, 0.0, 0.0, indifferent)
    assert counties.joined[0, DOCTOR] == pytest.approx(4.0)
    assert counties.corps[0, DOCTOR, ESTABLISHED, FROM_HERE, :, 0].sum() == pytest.approx(1.0)
    # no more than are vacant; quality is the mean
    recruitment.recruit(counties, 0, DOCTOR, SPECIAL, 1.0, 8.0, 0.25, 0.0, -0.5, indifferent)
    assert counties.joined[0, DOCTOR] == pytest.approx(5.0)
    assert counties.competence[0, DOCTOR] == pytest.approx(-0.1)


def test_staff_change_by_those_who_join_less_those_who_leave() -> None:
    world = staffed()
    give(world, PUBLIC_RECRUITMENT, 3.0)
    give(world, EXPERT_SERVICE, 1.5)
    counties = world.counties
    for t in range(30):
        before = counties.corps.sum(axis=(2, 3, 4, 5))[0]
        months(world, 1, start=t)
        after = counties.corps.sum(axis=(2, 3, 4, 5))[0]
        assert after - before == pytest.approx(counties.joined[0] - counties.left[0], abs=1e-9)
        assert (counties.corps >= 0.0).all()
    assert counties.joined[0, TEACHER] > 0.0


def test_special_posts_are_paid_as_far_as_they_are_held() -> None:
    world = staffed(levers=Levers())
    counties = world.counties
    counties.corps[:] = 0.0
    give(world, PUBLIC_RECRUITMENT, 3.0)
    months(world, 1)
    held = sum(recruitment.bound_people(counties, 0, z, Levers()) for z in range(GRADUATE))
    assert 0.0 < held < 3.0
    cost = recruitment.monthly(Levers().public_recruitment_post_cost)
    assert counties.bought[0, PUBLIC_RECRUITMENT] == math.floor(held * cost)


def test_graduates_end_their_term_in_special_posts_or_leave() -> None:
    world = staffed()
    counties = world.counties
    counties.corps[:] = 0.0
    counties.corps[0, GRADUATE, ESTABLISHED, FROM_HERE, 4, 1] = 2.0
    give(world, PUBLIC_RECRUITMENT, 1.0)
    months(world, 1)
    moved = counties.corps[0, :GRADUATE, SPECIAL, FROM_HERE, 4, 0].sum()
    assert 0.9 < moved <= 1.0 + 1e-9
    assert counties.left[0, GRADUATE] == pytest.approx(2.0)
    assert counties.corps[0, GRADUATE].sum() == 0.0


def stay(bond_years: float, years: int, **behaviour: float) -> list[float]:
    """Share of doctors with a bond who are there after each year."""
    world, beliefs = staffed(), BEHAVIOUR._replace(**behaviour)
    counties, levers = world.counties, Levers()._replace(public_recruitment_bond_years=bond_years)
    counties.corps[:] = 0.0
    value = staff.join_value(counties, 0, levers, beliefs) + beliefs.bond_value
    recruitment.recruit(counties, 0, DOCTOR, SPECIAL, 100.0, 1000.0, 0.4, value, 0.0, beliefs)
    shares = []
    for _ in range(years):
        for _ in range(12):
            staff.leave(counties, 0, DOCTOR, levers, beliefs)
        shares.append(float(staff.people(counties, 0, DOCTOR)) / 100.0)
        staff.grow_older(counties, 0)
    return shares


def test_a_cohort_falls_off_when_its_bond_ends() -> None:
    shares = stay(bond_years=6.0, years=9)
    yearly = [after / before for before, after in pairwise(shares)]
    assert min(yearly[1:5]) > 0.95
    assert yearly[5] < 0.75
    assert shares[8] / shares[5] < 0.5
    # without a bond to break, and without people whom it drew in, there is no cliff
    free = stay(bond_years=6.0, years=9, bond_value=0.0, bond_penalty=0.0)
    assert free[6] / free[5] > free[1] / free[0]


@pytest.mark.parametrize(
    ("lever", "low", "high"),
    [("public_recruitment_lower_bars", 0.0, 1.0)],
)
def test_lower_bars_bring_more_people_from_here_and_lower_quality(lever: str, low: float, high: float) -> None:
    few, many = (funded_months(18, **{lever: value}) for value in (low, high))
    joined = [c.corps[0, :GRADUATE, SPECIAL, :, :, 0].sum(axis=(0, 2)) for c in (few, many)]
    assert joined[1].sum() >= joined[0].sum()
    assert joined[1][FROM_HERE] / joined[1].sum() > joined[0][FROM_HERE] / joined[0].sum()
    assert many.competence[0, TEACHER] < few.competence[0, TEACHER] == 0.0


def test_special_posts_are_refilled_from_the_first_year_on() -> None:
    """The money of 2020-21 pays the posts of 2020-21: those whose bond ends make room for others."""
    new = funded_months(12).corps[0, :GRADUATE, SPECIAL, :, :, 0].sum()
    few = funded_months(12, public_recruitment_dose=0.5).corps[0, :GRADUATE, SPECIAL, :, :, 0].sum()
    assert new > 0.1 * BEHAVIOUR.special_posts_per_registered * 800
    assert few < new / 2.0


def test_more_special_posts_hold_more_people() -> None:
    held = [
        sum(recruitment.bound_people(c, 0, z, Levers()) for z in range(GRADUATE))
        for c in (funded_months(24, public_recruitment_dose=dose) for dose in (0.0, 1.0, 2.0))
    ]
    assert held[0] < held[1] < held[2]


def test_an_allowance_attracts_where_it_is_large_and_hardly_retains() -> None:
    quits, joins = [], []
    for allowance in (100.0, 400.0, 800.0):
        world, levers = staffed(), Levers()._replace(staff_pay_township_allowance=allowance)
        give(world, STAFF_PAY, 1000.0, levers)
        counties = months(world, 6, levers)
        joins.append(float(staff.join_value(counties, 0, levers, BEHAVIOUR)))
        quits.append(float(counties.left[0, TEACHER] / counties.corps[0, TEACHER].sum()))
    assert joins[1] - joins[0] < 0.01 < joins[2] - joins[1]
    assert np.all(np.diff(quits) < 0.0)
    assert quits[2] > 0.9 * quits[0]


def test_staff_grades_keep_people() -> None:
    quits = [
        float(c.left[0, TEACHER] / c.corps[0, TEACHER].sum())
        for c in (funded_months(6, public_recruitment_staff_grades=share) for share in (0.0, 1.0))
    ]
    assert quits[1] < quits[0]


@pytest.mark.parametrize(
    ("lever", "low", "high"), [("expert_service_local_share", 0.2, 0.8), ("expert_service_wider_majors", 0.0, 1.0)]
)
def test_the_quota_of_graduates_is_filled_better(lever: str, low: float, high: float) -> None:
    graduates = [funded_months(24, **{lever: value}).corps[0, GRADUATE].sum() for value in (low, high)]
    assert graduates[1] > graduates[0]
