"""The residents' pension: who joins, what is paid and by whom, what the old receive; safety, premiums."""

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, work_for

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import Decision, make_luck
from sim.rules import insurance
from sim.state.codes import CITY, DISABLED, INSURANCE_COVER, INSURANCE_SERVICE, NO_TAG, TRANSFERS, UNSTABLE

BEHAVIOUR = Behaviour()._replace(
    enrolment_chance=0.5,
    paid_enrolment_ratio=1.2,
    hassle=0.5,
    claim_chance=0.8,
    people_per_agent=4.0,
    agent_days=1.0,
    pension_contribution=200.0,
    pension_account_share=0.05,
    pension_yearly_account=139.0,
    safety_course_cost=50.0,
    jobless_premium=0.01,
    jobless_cover_share=0.5,
)
LEVERS = Levers()._replace(
    insurance_cover_contribution=100.0,
    insurance_cover_prevention_share=0.0,
    insurance_service_online_share=0.5,
    insurance_service_agent_pay=1200.0,
)
MONTH = ORDINARY._replace(pension=20_000.9)
JANUARY = MONTH._replace(season=0)


def insure(world, month=MONTH, given=None, first=0, last=None, levers=LEVERS):
    insurance.step(
        world.persons,
        world.households,
        world.counties,
        world.employers.kind,
        world.registry.tag,
        levers,
        BEHAVIOUR,
        month,
        make_luck(1, 240, given),
        first,
        len(world.counties.code) if last is None else last,
    )


@pytest.mark.parametrize(
    ("age", "is_insured", "is_student", "person", "season", "due"),
    [
        (16, True, False, 23, 11, True),
        (59, True, False, 11, 11, True),
        (15, True, False, 11, 11, False),
        (60, True, False, 11, 11, False),
        (30, False, False, 11, 11, False),
        (30, True, True, 11, 11, False),
        (30, True, False, 11, 10, False),
    ],
)
def test_a_contribution_is_due_once_a_year(age, is_insured, is_student, person, season, due) -> None:
    assert insurance.owes.py_func(age, is_insured, is_student, person, season) == due


def test_contributions_are_paid_for_those_in_difficulty_in_households_that_count() -> None:
    paid = insurance.is_paid_for.py_func
    assert paid(True, True, NO_TAG, 0)
    assert paid(True, False, NO_TAG, DISABLED)
    assert paid(False, False, UNSTABLE, 0)
    assert not paid(True, False, NO_TAG, 0)
    assert not paid(False, True, NO_TAG, DISABLED)


def test_fifteen_years_or_as_many_as_there_were() -> None:
    # January 2020 is month 240: nine years since January 2011; in 2030, nineteen
    short = insurance.years_short.py_func
    assert [short(years, 240) for years in (0, 7, 9, 12)] == [9, 2, 0, 0]
    assert [short(years, 360) for years in (0, 14, 15, 40)] == [15, 1, 0, 0]


def test_pension_is_a_basic_part_and_the_account() -> None:
    # 95 % of 200 yuan, and ten years of 139 yuan over 139 months
    assert insurance.pension_due.py_func(20_000.0, 10, 0.05, 139.0) == 19_000 + 1_000


def test_compiled_step_pays_pensions_to_those_who_claimed() -> None:
    world = few_rows((3, 1), (1,))
    persons = world.persons
    persons.age[:] = (59, 60, 90, 70, 80)
    persons.is_insured[:] = (True, True, True, False, True)
    persons.is_pensioner[:] = (False, True, True, False, True)
    insure(world)
    assert list(world.households.earned[:, TRANSFERS]) == [2 * 19_000, 0, 19_000]
    assert (world.households.surveyed == world.households.earned).all()
    assert not world.households.subsidies.any()


def test_at_sixty_a_pension_is_claimed_and_years_that_lack_are_made_up() -> None:
    world = few_rows((2,))
    persons = world.persons
    persons.age[:], persons.is_insured[:], persons.paid_years[:] = 60, True, 7
    # nine years of schooling, half online, no office: access 0.5, so 0.75 of a chance of 0.8
    insure(world, given={(Decision.CLAIM, 1): 0.599, (Decision.CLAIM, 2): 0.601})
    assert list(persons.is_pensioner) == [True, False]
    assert list(persons.paid_years) == [9, 7]
    assert world.households.earned[0, TRANSFERS] == -2 * 20_000 + 19_000 + 900
    insure(world, given={(Decision.CLAIM, 1): 0.99, (Decision.CLAIM, 2): 0.99})
    assert world.households.earned[0, TRANSFERS] == -40_000 + 2 * 19_900


def test_adults_join_in_january_by_chance_and_stay() -> None:
    world = few_rows((5,))
    persons = world.persons
    persons.age[:] = (16, 15, 30, 40, 30)
    persons.is_student[2] = True
    persons.is_insured[4] = True
    # 0.5 x 0.75 = 0.375
    draws = {(Decision.ENROLMENT, one): 0.374 for one in range(1, 6)} | {
        (Decision.ENROLMENT, 4): 0.376,
        (Decision.ENROLMENT, 5): 0.9,
    }
    insure(world, MONTH, draws)
    assert list(persons.is_insured) == [False, False, False, False, True]
    insure(world, JANUARY, draws)
    assert list(persons.is_insured) == [True, False, False, False, True]


def test_who_has_the_contribution_paid_joins_more_often() -> None:
    world = few_rows((1,), (1,))
    world.households.is_dibao[:] = (True, False)
    draws = {(Decision.ENROLMENT, one): 0.4 for one in (1, 2)}
    insure(world, JANUARY, draws)  # an empty purse pays for nobody: 0.375 for both
    assert list(world.persons.is_insured) == [False, False]
    world.counties.purse[:, INSURANCE_COVER] = 10_000
    insure(world, JANUARY, draws)  # 0.375, and 0.45 of the helped
    assert list(world.persons.is_insured) == [True, False]


def owing(*households: int, purse: int):
    """Households of people who owe their contribution in April; all but the last are on the allowance."""
    world = few_rows(households)
    world.persons.id[:] = 3 + 12 * np.arange(len(world.persons.id))
    world.persons.is_insured[:], world.persons.age[:] = True, 40
    world.households.is_dibao[:-1] = True
    world.counties.purse[0, INSURANCE_COVER] = purse
    return world


def test_the_county_pays_the_lowest_grade_and_others_pay_their_own() -> None:
    world = owing(2, 1, purse=50_000)
    insure(world)
    assert list(world.households.earned[:, TRANSFERS]) == [0, -20_000]
    assert list(world.households.subsidies) == [20_000, 0]
    assert world.counties.purse[0, INSURANCE_COVER] == 30_000
    assert world.counties.bought[0, INSURANCE_COVER] == 20_000
    assert list(world.persons.paid_years) == [1, 1, 1]


def test_a_short_purse_pays_everybody_the_same_part() -> None:
    world = owing(2, 1, 1, purse=10_001)
    insure(world)
    # a third of 100 yuan for each of three
    assert list(world.households.subsidies) == [2 * 3_333, 3_333, 0]
    assert list(world.households.earned[:, TRANSFERS]) == [-2 * 6_667, -6_667, -20_000]
    assert world.counties.purse[0, INSURANCE_COVER] == 10_001 - 9_999


def test_more_money_pays_more_up_to_the_whole_grade() -> None:
    paid = []
    for purse in (0, 10_000, 20_000, 40_000):
        world = owing(2, 1, purse=purse)
        insure(world)
        paid.append(int(world.households.subsidies[0]))
    assert paid == [0, 10_000, 20_000, 20_000]


def test_a_part_of_the_purse_teaches_safety() -> None:
    world = few_rows((4,), firms=1)
    for p in (0, 1):
        work_for(world, p, 0)
    world.counties.purse[0, INSURANCE_COVER] = 10_000
    world.counties.trained_share[:] = 0.12
    insure(world, levers=LEVERS._replace(insurance_cover_prevention_share=0.5))
    # 50 yuan teach one of two workers; of the share before a twelfth is forgotten
    assert world.counties.trained_share[0] == pytest.approx(0.11 + 0.5)
    assert world.counties.purse[0, INSURANCE_COVER] == 5_000
    assert world.counties.bought[0, INSURANCE_COVER] == 5_000


def test_agents_open_the_doors_of_the_low_educated() -> None:
    """100 yuan a month pay an agent, who serves four of eight people: their access is 0.5, without one it is none."""
    for purse, joined in ((0, [False, False]), (10_000, [True, False])):
        world = few_rows((2,))
        world.persons.schooling[:] = 6
        world.counties.need[:, INSURANCE_SERVICE] = 8
        world.counties.purse[0, INSURANCE_SERVICE] = purse
        # 0.5 x 0.5 = 0.25 without an agent, 0.5 x 0.75 = 0.375 with one
        insure(world, JANUARY, {(Decision.ENROLMENT, 1): 0.3, (Decision.ENROLMENT, 2): 0.38})
        assert list(world.persons.is_insured) == joined
        assert world.counties.purse[0, INSURANCE_SERVICE] == 0
        assert world.counties.bought[0, INSURANCE_SERVICE] == purse


def test_premiums_are_a_part_of_the_wages_of_firms_and_public_bodies() -> None:
    world = few_rows((3,), firms=1)
    work_for(world, 0, 0, wage=300_000)
    work_for(world, 1, CITY - 4, wage=500_000)
    insure(world)
    assert world.counties.jobless_premium[0] == 1_500
    assert world.counties.jobless_fund[0] == 1_500


def test_a_county_outside_the_range_is_not_paid() -> None:
    world = few_rows((1,), (1,))
    world.persons.age[:], world.persons.is_insured[:], world.persons.is_pensioner[:] = 70, True, True
    insure(world, MONTH, first=0, last=1)
    assert list(world.households.earned[:, TRANSFERS]) == [19_000, 0]
