"""What courses teach: how it rises, fades and comes into pay and hiring."""

import math

import pytest
from few_rows import few_rows, work_for

from sim.behaviour import Behaviour
from sim.numeric import NONE
from sim.rules import learning
from sim.state.codes import BASIC_CERTIFICATE, EASTERN_LINK, FIRM_LINK, HIGH_CERTIFICATE, NO_CERTIFICATE, NO_LINK

BEHAVIOUR = Behaviour()._replace(
    training_rise_months=20.0,
    training_women_ratio=1.2,
    training_jobless_ratio=1.3,
    training_recession_ratio=1.25,
    training_older_ratio=0.5,
    know_how_loss=0.12,
    certificate_kept_share=0.5,
    training_pay_effect=0.05,
    high_certificate_pay_effect=0.1,
    training_offer_effect=0.08,
    link_offer_effect=0.2,
)


@pytest.mark.parametrize(
    ("is_female", "age", "jobless", "demand", "lesson"),
    [
        (False, 30, 0, 0.0, 90),
        (True, 30, 0, 0.0, 108),
        (False, 50, 11, -0.1, 90),
        (False, 51, 0, 0.0, 45),
        (False, 30, 12, 0.0, 117),
        (False, 30, 0, -0.11, 113),
        (True, 51, 12, -0.2, 88),
    ],
)
def test_lesson_by_hand(is_female: bool, age: int, jobless: int, demand: float, lesson: int) -> None:
    # quality 0.9 times the ratios, in hundredths: the last is 0.9 * 1.2 * 1.3 * 1.25 * 0.5 = 0.8775
    assert learning.lesson_of.py_func(0.9, is_female, age, jobless, demand, BEHAVIOUR) == lesson


def test_demand_outside_is_the_mean_of_destinations_less_the_slump() -> None:
    assert learning.demand_outside.py_func([9.0, 0.1, -0.2, -0.2], 0.3) == pytest.approx(-0.4)


def test_a_course_rises_evenly_to_its_height_and_stays_while_it_is_used() -> None:
    world = few_rows((1,), firms=1)
    persons = world.persons
    persons.trained_months[0], persons.lesson[0] = 0, 100
    work_for(world, 0, 0)
    path = []
    for _ in range(60):
        learning.remember(persons, 0, BEHAVIOUR)
        path.append(float(persons.know_how[0]))
    assert path[9] == pytest.approx(0.5)
    assert path[19] == pytest.approx(1.0)
    assert path[19:] == [path[19]] * 41
    assert persons.trained_months[0] == 60


def test_unused_it_fades_by_a_hundredth_a_month_half_as_fast_with_a_certificate() -> None:
    for certificate, kept in ((NO_CERTIFICATE, 0.99), (BASIC_CERTIFICATE, 0.995)):
        world = few_rows((1,))
        persons = world.persons
        persons.trained_months[0], persons.know_how[0], persons.certificate[0] = 20, 1.0, certificate
        for _ in range(12):
            learning.remember(persons, 0, BEHAVIOUR)
        assert persons.know_how[0] == pytest.approx(kept**12, rel=1e-5)


def test_odd_jobs_use_a_rural_craft() -> None:
    persons = few_rows((1, 1)).persons
    persons.trained_months[:], persons.know_how[:], persons.odd_days[:] = 20, 1.0, 4
    persons.has_rural_craft[1] = True
    for p in range(2):
        learning.remember(persons, p, BEHAVIOUR)
    assert list(persons.know_how) == pytest.approx([0.99, 1.0])


def test_two_courses_teach_at_most_two() -> None:
    assert learning.risen.py_func(1.97, 120, 20.0) == 2.0
    assert learning.risen.py_func(1.0, 120, 20.0) == pytest.approx(1.06)


def test_memory_ends_after_ten_years() -> None:
    persons = few_rows((1,)).persons
    persons.trained_months[0] = 120
    learning.remember(persons, 0, BEHAVIOUR)
    assert persons.trained_months[0] == 120


def test_pay_and_odds_by_hand() -> None:
    assert learning.course_pay.py_func(0.5, BASIC_CERTIFICATE, 0.05, 0.1) == pytest.approx(0.025)
    assert learning.course_pay.py_func(0.5, HIGH_CERTIFICATE, 0.05, 0.1) == pytest.approx(0.125)
    assert learning.hiring_odds.py_func(1.0, NO_LINK, 0, 0.08, 0.2) == pytest.approx(0.08)
    by_month = [learning.hiring_odds.py_func(0.0, FIRM_LINK, month, 0.08, 0.2) for month in (NONE, 0, 6, 7)]
    assert by_month == [0.0, 0.2, 0.2, 0.0]


def test_three_years_in_the_east() -> None:
    assert [learning.is_for_the_east.py_func(EASTERN_LINK, month) for month in (0, 36, 37)] == [True, True, False]
    assert not learning.is_for_the_east.py_func(FIRM_LINK, 0)


def test_a_course_of_average_quality_adds_little_to_pay() -> None:
    """At its height 5 per cent, the default: trials find two points of employment, matched samples up to a fifth."""
    assert math.exp(learning.course_pay.py_func(1.0, 0, Behaviour().training_pay_effect, 0.1)) < 1.06
