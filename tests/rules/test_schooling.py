"""Technical schooling: who enters, what it pays, who leaves with what."""

import pytest
from few_rows import ORDINARY, few_rows, room_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import schooling
from sim.state.codes import (
    BASIC_CERTIFICATE,
    DELIVERED,
    EASTERN_LINK,
    EASTERN_SCHOOL,
    FIRM_LINK,
    HIGH_CERTIFICATE,
    NO_COURSE,
    NO_LINK,
    REFUSED_SCHOOL,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    TECHNICAL_COLLEGE,
    TECHNICAL_SCHOOL,
    UNSTABLE,
)

BEHAVIOUR = Behaviour()._replace(
    technical_school_wish=0.5,
    school_dropout_rate=0.12,
    school_certificate_chance=0.8,
    partner_quality=0.15,
    eastern_return_share=0.25,
)
LEVERS = Levers()._replace(
    skill_project_school_grant=6000.0,
    skill_project_schooling_share=0.5,
    skill_cooperation_seat_cost=12_000.0,
    skill_cooperation_school_share=0.25,
    skill_cooperation_firm_share=0.25,
)
GRANT, SEAT = 50_000, 100_000


@pytest.mark.parametrize(
    ("age", "school", "is_student", "is_leaver"),
    [(16, 9, False, True), (16, 9, True, False), (17, 9, False, False), (19, 12, False, True), (19, 11, False, False)],
)
def test_who_has_just_left_school(age: int, school: int, is_student: bool, is_leaver: bool) -> None:
    assert schooling.is_leaver.py_func(age, school, is_student) == is_leaver


def test_intake_by_hand() -> None:
    # 10 seats or money for 5 over two and a half years: 2, and 0.5 carried make 2.5
    assert schooling.intake.py_func(10.0, 5.0, 0, 0.5) == (2, 0.5)
    assert schooling.intake.py_func(5.0, 10.0, 4, 0.0) == (1, 1.0)
    assert schooling.intake.py_func(5.0, 10.0, 7, 0.0) == (0, 1.0)
    assert schooling.intake.py_func(5.0, 0.0, 0, 0.0) == (0, 0.0)


def test_a_thin_county_takes_as_many_in_the_long_run() -> None:
    taken, carried = 0, 0.0
    for _ in range(100):
        seats, carried = schooling.intake.py_func(0.5, 9.0, 0, carried)
        taken += seats
    assert taken == pytest.approx(100 * 0.5 / 2.5, abs=1)


def leavers(people: int, capacity: float, money: int, eastern: int = 0):
    """A county of young people who have just left junior high school."""
    world = few_rows((1,) * people, centres=1)
    world.persons.age[:] = 16
    world.centres.kind[:] = TECHNICAL_COLLEGE
    world.centres.capacity[:] = capacity
    world.centres.quality[:] = 1.1
    for m, fen in ((SKILL_PROJECT, money), (SKILL_COOPERATION, eastern)):
        world.counties.money[0, m, DELIVERED] = world.counties.purse[0, m] = fen
    return world


def run(world, given=None, season=0):
    wish = {(Decision.SCHOOL_WISH, int(one)): 0.49 for one in world.persons.id}
    order = {(Decision.SCHOOL_ORDER, int(one)): 0.9 - 0.01 * int(one) for one in world.persons.id}
    schooling.step(
        world.persons,
        world.households,
        world.counties,
        world.centres,
        world.registry.tag,
        room_for(world),
        LEVERS,
        BEHAVIOUR,
        ORDINARY._replace(season=season),
        make_luck(1, 240, wish | order | (given or {})),
        0,
        1,
    )


def test_compiled_step_admits_by_tag_and_lot_and_pays_grants() -> None:
    # money for 500,000/2/50,000 = 5 pupils, 5/2.5 = 2 a year
    world = leavers(5, 10.0, 500_000)
    world.registry.tag[0] = UNSTABLE
    run(world, {(Decision.SCHOOL_WISH, 4): 0.5})
    persons, counties = world.persons, world.counties
    refused = REFUSED_SCHOOL
    assert list(persons.course) == [TECHNICAL_SCHOOL, refused, refused, NO_COURSE, TECHNICAL_SCHOOL]
    assert list(persons.course_months) == [36, 0, 0, 0, 36]
    assert list(persons.is_student) == [True, False, False, False, True]
    assert counties.pupils[0] == 2
    assert counties.school_grant[0] == GRANT
    assert counties.bought[0, SKILL_PROJECT] == 2 * GRANT
    assert counties.purse[0, SKILL_PROJECT] == 500_000 - 2 * GRANT


def test_after_senior_high_two_years_are_enough() -> None:
    world = leavers(1, 10.0, 500_000)
    world.persons.age[0], world.persons.schooling[0] = 19, 12
    run(world)
    assert world.persons.course_months[0] == 24


def test_eastern_seats_are_given_first() -> None:
    # half of the eastern money keeps 500,000/2/100,000 = 2.5 pupils: one a year; capacity 5: two a year at home
    world = leavers(4, 5.0, 5_000_000, eastern=500_000)
    run(world)
    eastern, home = EASTERN_SCHOOL, TECHNICAL_SCHOOL
    assert list(world.persons.course) == [REFUSED_SCHOOL, home, home, eastern]
    assert world.counties.bought[0, SKILL_COOPERATION] == SEAT


def test_seats_taken_are_no_more_than_seats_and_more_money_admits_more() -> None:
    admitted = []
    for money in (0, 500_000, 1_000_000, 9_000_000):
        world = leavers(12, 10.0, money)
        run(world)
        admitted.append(int(world.counties.pupils[0]))
        assert (world.persons.course == TECHNICAL_SCHOOL).sum() == admitted[-1] <= 10
        assert world.counties.purse[0, SKILL_PROJECT] + world.counties.bought[0, SKILL_PROJECT] == money
    assert admitted == [0, 2, 4, 4]


def test_a_purse_that_is_short_is_shared_by_the_pupils() -> None:
    world = leavers(0 + 1, 10.0, 100_001)
    world.counties.pupils[0] = 3
    run(world, season=5)
    assert world.counties.school_grant[0] == 33_333
    assert world.counties.purse[0, SKILL_PROJECT] == 2


def test_nobody_is_admitted_outside_january() -> None:
    world = leavers(3, 10.0, 5_000_000)
    run(world, season=1)
    assert not world.persons.course.any()


def pupil(course: int, months: int, school: int = 12):
    persons = few_rows((1,)).persons
    persons.age[0], persons.schooling[0], persons.is_student[0] = 19, school, True
    persons.course[0], persons.course_months[0] = course, months
    return persons


def attend(persons, given, linked=0.5):
    schooling.attend(persons, 0, 1.1, 0.4, linked, BEHAVIOUR, make_luck(1, 240, given))


def test_a_pupil_drops_out_by_a_hundredth_a_month() -> None:
    for u, stays in ((0.0099, False), (0.01, True)):
        persons = pupil(TECHNICAL_SCHOOL, 20)
        attend(persons, {(Decision.SCHOOL_DROPOUT, 1): u})
        assert (persons.course[0] == TECHNICAL_SCHOOL) == persons.is_student[0] == stays
        assert persons.course_months[0] == (19 if stays else 0)
        assert persons.trained_months[0] == NONE


@pytest.mark.parametrize(("school", "certificate"), [(12, BASIC_CERTIFICATE), (14, HIGH_CERTIFICATE)])
def test_a_graduate_takes_a_certificate_and_what_the_school_has_beyond_the_average(school, certificate) -> None:
    persons = pupil(TECHNICAL_SCHOOL, 1, school)
    attend(persons, {(Decision.CERTIFICATE, 1): 0.79, (Decision.COURSE_LINK, 1): 0.49})
    assert (persons.course[0], persons.is_student[0], persons.trained_months[0]) == (NO_COURSE, False, 0)
    assert persons.certificate[0] == certificate
    assert persons.lesson[0] == 16  # quality 1.1 and 0.15 * 0.4 by the partner, beyond 1
    assert persons.link[0] == FIRM_LINK


def test_a_quarter_of_eastern_graduates_comes_home() -> None:
    for u, link in ((0.2499, NO_LINK), (0.25, EASTERN_LINK)):
        persons = pupil(EASTERN_SCHOOL, 1)
        attend(persons, {(Decision.EASTERN_RETURN, 1): u, (Decision.COURSE_LINK, 1): 0.0})
        assert persons.link[0] == link
        assert persons.lesson[0] == 15
