"""Pay of public staff: allowances with a threshold, family doctors' contracts, directed titles."""

import math

import pytest
from staffed import BEHAVIOUR, funded_months, give, months, staffed

from sim.funding import monthly
from sim.levers import Levers
from sim.rules import publicpay
from sim.state.codes import AGRONOMIST, STAFF_PAY, TEACHER, TITLE_EVALUATION


def test_a_small_allowance_is_hardly_noticed() -> None:
    behaviour = BEHAVIOUR._replace(staff_salary=5000.0, allowance_threshold=0.15, allowance_spread=0.02)
    assert publicpay.allowance_weight.py_func(750.0, behaviour) == pytest.approx(0.075)
    assert publicpay.allowance_weight.py_func(200.0, behaviour) < 0.001
    assert publicpay.allowance_weight.py_func(1500.0, behaviour) == pytest.approx(0.3, rel=0.001)


def test_pay_against_a_city() -> None:
    behaviour = BEHAVIOUR._replace(city_pay_share=0.8)
    assert publicpay.pay_gain.py_func(0.25, behaviour) == pytest.approx(0.0)


def test_a_lower_line_lets_more_pass_up_to_all() -> None:
    behaviour = BEHAVIOUR._replace(title_eligible=0.3, title_pass_effect=1.0)
    assert publicpay.eligible_share.py_func(0.5, behaviour) == pytest.approx(0.3 * math.exp(0.5))
    assert publicpay.eligible_share.py_func(1.0, behaviour._replace(title_pass_effect=2.0)) == 1.0


def test_one_purse_pays_contracts_starting_grades_and_allowances() -> None:
    world = staffed(people=1000)
    levers = Levers()._replace(
        staff_pay_township_allowance=200.0,
        staff_pay_doctor_share=0.5,
        staff_pay_doctor_pay=60.0,
        staff_pay_starting_grade=0.1,
    )
    counties = world.counties
    counties.corps[:] = 0.0
    counties.corps[0, TEACHER, 0, 0, 0, 0] = 1.0
    counties.corps[0, TEACHER, 0, 0, 0, 5] = 3.0
    give(world, STAFF_PAY, 8.0, levers)
    publicpay.pay_staff(counties, 0, levers, BEHAVIOUR)
    # 1,600 yuan: 800 for contracts of 5 yuan a month, 160 of 1,000 people; 500 for one new teacher; 300 left of 800
    assert counties.contracts[0] == pytest.approx(0.16)
    assert counties.starting_grade[0] == pytest.approx(0.1)
    assert counties.township_paid[0] == pytest.approx(300.0 / 800.0)
    assert counties.bought[0, STAFF_PAY] == 160_000
    assert counties.purse[0, STAFF_PAY] == 0


def test_titles_end_where_nobody_else_passes_and_the_rest_stays_in_the_purse() -> None:
    world = staffed()
    counties = world.counties
    professionals = counties.corps[0, : AGRONOMIST + 1].sum()
    give(world, TITLE_EVALUATION, 1000.0)
    publicpay.give_titles(counties, 0, Levers(), BEHAVIOUR)
    share = publicpay.eligible_share.py_func(Levers().title_evaluation_pass_line, BEHAVIOUR)
    assert counties.titled[0] == pytest.approx(share)
    cost = monthly(Levers().title_evaluation_pay_step)
    assert counties.bought[0, TITLE_EVALUATION] == math.floor(professionals * share * cost)
    assert counties.purse[0, TITLE_EVALUATION] == 1000 * cost - counties.bought[0, TITLE_EVALUATION]


def test_titles_hold_staff_back_and_pay_them() -> None:
    quits = []
    for units in (0.0, 2.0, 1000.0):
        world = staffed()
        give(world, TITLE_EVALUATION, units)
        counties = months(world, 6)
        quits.append(float(counties.left[0, TEACHER] / counties.corps[0, TEACHER].sum()))
    assert quits[0] > quits[1] > quits[2]


@pytest.mark.parametrize(
    ("measure", "first_link"),
    [("title_evaluation", "titled"), ("staff_pay", "contracts"), ("staff_pay", "township_paid")],
)
def test_a_larger_dose_moves_the_first_link(measure: str, first_link: str) -> None:
    moved = [float(getattr(funded_months(3, **{f"{measure}_dose": dose}), first_link)[0]) for dose in (0.0, 1.0, 2.0)]
    assert 0.0 == moved[0] < moved[1] < moved[2]
