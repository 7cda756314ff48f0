"""Access, claims for injuries and lost jobs, and the funds that pay them."""

import math

import numpy as np
import pytest
from few_rows import few_rows, work_for
from hypothesis import given, settings
from hypothesis import strategies as st
from test_insurance import insure

from sim.levers import Levers
from sim.numeric import Decision
from sim.rules import claims
from sim.state.codes import (
    INJURY_DUE,
    INJURY_PAID,
    JOBLESS_AWAY,
    JOBLESS_DUE,
    JOBLESS_PAID,
    NO_CLAIM,
    TRANSFERS,
)


def test_access_by_hand() -> None:
    assert claims.office_access.py_func(0.0, 1.5) == 0.0
    assert claims.office_access.py_func(0.0015, 1.5) == pytest.approx(1.0 - math.exp(-1.0))
    assert [claims.agent_access.py_func(2.0, people, 300.0) for people in (1200, 600, 60, 0)] == [0.5, 1.0, 1.0, 0.0]


def test_agents_help_those_of_low_schooling_and_the_net_all_others() -> None:
    opened = claims.openness.py_func
    # access 1 - 0.4 x 0.75 = 0.7 with primary school, 1 - 0.2 x 0.5 = 0.9 beyond; half of the rest gives up
    assert opened(6, 0.6, 0.5, 0.8, 0.5) == pytest.approx(0.85)
    assert opened(7, 0.6, 0.5, 0.8, 0.5) == pytest.approx(0.95)
    assert opened(6, 1.0, 0.5, 0.8, 0.5) > opened(6, 0.6, 0.5, 0.8, 0.5)
    assert opened(9, 1.0, 0.5, 0.8, 0.5) == opened(9, 0.6, 0.5, 0.8, 0.5)
    assert opened(6, 0.6, 0.5, 1.0, 0.5) == opened(6, 0.6, 0.5, 0.8, 0.5)


def jobless(claim: int = NO_CLAIM, months: int = 0):
    """Somebody who worked all year and lost the job this month, or has a claim under way."""
    world = few_rows((1,), firms=1)
    world.persons.worked_months[0] = 0xFFE
    if claim != NO_CLAIM:
        world.persons.claim[0], world.persons.benefit[0], world.persons.benefit_months[0] = claim, 1000, months
        world.persons.jobless_months[0] = 2
    world.counties.jobless_share[:] = 1.0
    return world


CLAIMED, WAITS = {(Decision.CLAIM, 1): 0.0}, {(Decision.CLAIM, 1): 0.99}


def test_who_lost_a_job_of_a_year_may_claim_if_insured() -> None:
    # 0.5 insured, half of them against their will
    for drawn, away, claim in (
        (0.24, 0, JOBLESS_DUE), (0.26, 0, NO_CLAIM), (0.24, 0xFFE, JOBLESS_AWAY), (0.24, 1, JOBLESS_DUE),
    ):  # fmt: skip
        world = jobless()
        world.persons.away_months[0] = away
        insure(world, given={(Decision.JOBLESS_COVER, 1): drawn})
        assert world.persons.claim[0] == claim
        assert world.persons.benefit[0] == (1300 if claim != NO_CLAIM else 0)
        assert world.persons.benefit_months[0] == (12 if claim != NO_CLAIM else 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [("worked_months", 0x7FE), ("jobless_months", 1), ("capacity", 1), ("is_student", True), ("employer", 0)],
)
def test_who_has_no_claim(column: str, value: int) -> None:
    world = jobless()
    getattr(world.persons, column)[0] = value
    insure(world, given={(Decision.JOBLESS_COVER, 1): 0.0})
    assert world.persons.claim[0] == NO_CLAIM


def test_a_claim_waits_until_it_is_made_then_the_fund_pays() -> None:
    world = jobless(JOBLESS_DUE, 2)
    persons, counties, households = world.persons, world.counties, world.households
    counties.jobless_fund[:] = 500_000
    insure(world, given=WAITS)
    assert (persons.claim[0], persons.benefit_months[0]) == (JOBLESS_DUE, 2)
    assert counties.jobless_due[0] == 0
    insure(world, given=CLAIMED)
    assert (persons.claim[0], counties.jobless_due[0]) == (JOBLESS_PAID, 100_000)
    insure(world, given=WAITS)
    assert households.earned[0, TRANSFERS] == 100_000
    assert counties.jobless_fund[0] == 400_000
    insure(world, given=WAITS)
    assert households.earned[0, TRANSFERS] == households.surveyed[0, TRANSFERS] == 200_000
    assert (persons.claim[0], persons.benefit[0], persons.benefit_months[0]) == (NO_CLAIM, 0, 0)
    assert counties.jobless_due[0] == 0


def test_a_job_ends_the_claim() -> None:
    for claim in (JOBLESS_DUE, JOBLESS_PAID, JOBLESS_AWAY):
        world = jobless(claim, 5)
        work_for(world, 0, 0)
        insure(world, given=CLAIMED)
        assert world.persons.claim[0] == NO_CLAIM
        assert not world.households.earned.any()


def test_the_fund_elsewhere_pays_for_jobs_lost_there() -> None:
    world = jobless(JOBLESS_AWAY, 3)
    insure(world, given=CLAIMED)
    assert world.households.earned[0, TRANSFERS] == 100_000
    assert world.counties.jobless_fund[0] == 0
    assert world.persons.benefit_months[0] == 2


def test_an_empty_fund_pays_nothing_and_a_short_one_a_part() -> None:
    for share, paid in ((0.0, 0), (0.35, 35_000), (1.0, 100_000)):
        world = jobless(JOBLESS_PAID, 3)
        world.counties.jobless_share[:] = share
        insure(world, given=WAITS)
        assert world.households.earned[0, TRANSFERS] == paid


def test_the_injured_are_paid_once_claimed_whether_or_not_they_keep_the_job() -> None:
    world = jobless(INJURY_DUE, 2)
    work_for(world, 0, 0)
    insure(world, given=WAITS)
    assert world.persons.benefit_months[0] == 2
    assert not world.households.earned.any()
    insure(world, given=CLAIMED)
    assert (world.persons.claim[0], world.persons.benefit_months[0]) == (INJURY_PAID, 1)
    insure(world, given=WAITS)
    assert world.persons.claim[0] == NO_CLAIM
    assert world.households.earned[0, TRANSFERS] == 200_000


def two_counties(fund, due, premium=(0, 0), weights=(1.0, 1.0), of_province=0):
    world = few_rows((1,), (1,))
    counties = world.counties
    counties.jobless_fund[:], counties.jobless_due[:], counties.jobless_premium[:] = fund, due, premium
    counties.weight[:] = weights
    world.provinces.jobless_fund[:] = of_province
    return world


def pool(world, share: float) -> None:
    claims.pool(world.provinces, world.counties, Levers()._replace(insurance_cover_pooling_share=share))


def test_without_pooling_a_county_fund_runs_dry() -> None:
    world = two_counties(fund=(100, 900), due=(400, 300), premium=(100, 500))
    pool(world, 0.0)
    assert list(world.counties.jobless_share) == [0.25, 1.0]
    assert list(world.counties.jobless_fund) == [100, 900]


def test_with_pooling_the_province_helps_out_of_the_others_premiums() -> None:
    world = two_counties(fund=(100, 900), due=(400, 300), premium=(100, 500))
    pool(world, 1.0)
    # 600 come in; the first county then has none of its 400, the second all it needs
    assert list(world.counties.jobless_share) == [1.0, 1.0]
    assert list(world.counties.jobless_fund) == [400, 400]
    assert world.provinces.jobless_fund[0] == 200


def test_a_short_province_helps_in_proportion_to_what_lacks() -> None:
    world = two_counties(fund=(0, 0), due=(300, 100), weights=(2.0, 2.0), of_province=400)
    pool(world, 0.0)
    assert list(world.counties.jobless_share) == [0.5, 0.5]
    assert world.provinces.jobless_fund[0] == 0


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 10**9), min_size=6, max_size=6),
    st.floats(0.0, 1.0),
    st.lists(st.sampled_from([1.0, 2.0, 37.0]), min_size=2, max_size=2),
    st.integers(0, 10**10),
)
def test_pooling_makes_no_money(amounts, share, weights, of_province) -> None:
    fund = (amounts[0] + amounts[4], amounts[1] + amounts[5])
    world = two_counties(fund, amounts[2:4], amounts[4:6], weights, of_province)
    weight = np.array(weights)
    before = float((weight * world.counties.jobless_fund).sum()) + of_province
    pool(world, share)
    after = float((weight * world.counties.jobless_fund).sum()) + float(world.provinces.jobless_fund[0])
    assert before - 2 <= after <= before + 1e-6 * before + 2 * max(weights)
    assert (world.counties.jobless_fund >= 0).all()
    assert world.provinces.jobless_fund[0] >= 0
    assert (world.counties.jobless_share * world.counties.jobless_due <= world.counties.jobless_fund + 1e-3).all()
