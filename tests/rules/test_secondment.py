"""Experts on service, staff on loan and sent east, and the know-how that stays."""

import math

import pytest
from staffed import BEHAVIOUR, funded_months, give, months, staffed

from sim.levers import Levers
from sim.rules import secondment
from sim.state.codes import AGRONOMIST, DOCTOR, EXPERT_SERVICE, GRADUATE, TALENT_COOPERATION, TEACHER


def test_know_how_a_month_later() -> None:
    behaviour = BEHAVIOUR._replace(know_how_left=0.3, sent_learning=0.2, know_how_fading=0.12)
    levers = Levers()._replace(talent_cooperation_term=24.0, talent_cooperation_sent_months=6.0)
    # 10 (1 - 0.01) + 0.3 * 4 / 24 + 0.2 * 3 / 6
    assert secondment.know_how_next.py_func(10.0, 4.0, 3.0, levers, behaviour) == pytest.approx(9.9 + 0.05 + 0.1)


def test_experts_are_split_by_profession() -> None:
    shares = [secondment.expert_share.py_func(z, 0.4) for z in (TEACHER, DOCTOR, AGRONOMIST)]
    assert shares == pytest.approx([0.3, 0.3, 0.4])


def test_experts_and_graduates_are_paid_as_far_as_there_are_some() -> None:
    world = staffed()
    counties, levers = world.counties, Levers()._replace(expert_service_graduate_share=0.7)
    counties.corps[:] = 0.0
    counties.corps[0, GRADUATE, 0, 0, 4, 0] = 1.0
    give(world, EXPERT_SERVICE, 10.0)
    secondment.send_experts(counties, 0, levers)
    assert counties.experts[0].sum() == pytest.approx(3.0)
    assert counties.bought[0, EXPERT_SERVICE] == math.floor(4.0 * 250_000 + 1e-6)


def test_staff_on_loan_are_there_while_paid_and_their_know_how_outlasts_them() -> None:
    world = staffed()
    give(world, TALENT_COOPERATION, 30.0)
    counties = months(world, 24)
    assert counties.on_loan[0, DOCTOR] == pytest.approx(10.0)
    assert counties.sent_east[0, DOCTOR] == pytest.approx(5.0)
    known = counties.know_how[0, DOCTOR]
    give(world, TALENT_COOPERATION, 0.0)
    months(world, 12, start=24)
    assert counties.on_loan[0].sum() == counties.sent_east[0].sum() == 0.0
    assert counties.know_how[0, DOCTOR] == pytest.approx(known * (1.0 - BEHAVIOUR.know_how_fading / 12.0) ** 12)


def test_nobody_is_sent_who_is_not_there() -> None:
    world = staffed()
    give(world, TALENT_COOPERATION, 3000.0)
    counties = months(world, 1)
    assert counties.sent_east[0, AGRONOMIST] <= counties.corps[0, AGRONOMIST].sum()


@pytest.mark.parametrize(
    ("measure", "first_link"),
    [("expert_service", "experts"), ("talent_cooperation", "on_loan"), ("talent_cooperation", "know_how")],
)
def test_a_larger_dose_moves_the_first_link(measure: str, first_link: str) -> None:
    moved = [
        float(getattr(funded_months(12, **{f"{measure}_dose": dose}), first_link)[0, DOCTOR])
        for dose in (0.0, 1.0, 2.0)
    ]
    assert moved[0] < moved[1] < moved[2]
