"""The registry: who is noticed and when, what is written down, aid by the record, the end of a risk, yearly needs."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, make_luck
from sim.rules import monitoring
from sim.state.codes import EDGE, HARDSHIP, NO_TAG, UNSTABLE

BEHAVIOUR = Behaviour()._replace(
    report_chance=0.06,
    visit_chance=0.08,
    data_match_chance=0.4,
    recording_spread=0.2,
    decision_chance=0.8,
    aid_share=0.6,
    ending_months=6.0,
    ending_margin=1.15,
)
LINE = np.array([600_000])
TRUE_Z = 0.1
"""The normal draw at which what is written down is the truth."""


def test_recorded_income_by_hand() -> None:
    assert monitoring.recorded.py_func(500_000, 0.2, TRUE_Z) == 500_000
    assert monitoring.recorded.py_func(500_000, 0.2, 1.0) == round(500_000 * math.exp(0.18))
    assert monitoring.recorded.py_func(500_000, 0.0, 3.0) == 500_000
    assert monitoring.recorded.py_func(-500_000, 0.2, 3.0) == 0
    assert monitoring.recorded.py_func(2**31 - 1, 0.2, 3.0) == 2**31 - 1


def test_errors_of_recording_are_right_on_average() -> None:
    z = np.linspace(-8.0, 8.0, 4001)
    density = np.exp(-0.5 * z * z)
    noted = [monitoring.recorded.py_func(1_000_000, 0.25, value) for value in z]
    assert np.average(noted, weights=density) == pytest.approx(1_000_000, rel=1e-4)


def test_aid_closes_a_share_of_the_recorded_gap() -> None:
    # 0.6 x 1,000 yuan x 3 heads / 12
    assert monitoring.aid_due.py_func(500_000, 600_000, 3, 0.6) == 15_000
    assert monitoring.aid_due.py_func(600_000, 600_000, 3, 0.6) == 0
    assert monitoring.aid_due.py_func(700_000, 600_000, 3, 0.6) == 0


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 9), st.floats(0.2, 1.0))
def test_aid_never_lifts_the_record_over_the_line(noted: int, line: int, members: int, share: float) -> None:
    aid = monitoring.aid_due.py_func(noted, line, members, share)
    assert 0 <= aid * 12 <= max(0, line - noted) * members
    assert monitoring.aid_due.py_func(noted + 1000, line, members, share) <= aid


def test_kinds_of_monitored_household() -> None:
    assert monitoring.tag_of.py_func(True, 0) == UNSTABLE
    assert monitoring.tag_of.py_func(False, 499_999) == EDGE
    assert monitoring.tag_of.py_func(True, 500_000) == HARDSHIP
    assert monitoring.tag_of.py_func(False, 500_000) == HARDSHIP


def watched(*incomes: int):
    """Households of one with so much income a head and year."""
    world = few_rows((1,) * len(incomes))
    world.households.income[:, 0] = incomes
    return world


def watch(world, given=None, month=ORDINARY, first=0, last=None):
    """A month in which nobody reports, is visited or decided on, but by what is given; records are true."""
    quiet = {}
    for h in map(int, world.households.id):
        for decision in (Decision.REPORT, Decision.VISIT):
            quiet |= {(decision, h, 0): 0.999, (decision, h, 1): 0.999}
        quiet |= {(Decision.DATA_MATCH, h): 0.999, (Decision.RECORDED_INCOME, h): TRUE_Z}
    monitoring.step(
        world.households,
        world.registry,
        world.counties,
        LINE,
        BEHAVIOUR,
        month,
        make_luck(1, month.number, quiet | (given or {})),
        first,
        len(world.counties.code) if last is None else last,
    )


REPORT, VISIT, MATCH = (Decision.REPORT, 1000, 0), (Decision.VISIT, 1000, 0), (Decision.DATA_MATCH, 1000)
DECIDE, SECOND_VISIT = (Decision.REPORT, 1000, 1), (Decision.VISIT, 1000, 1)


def test_compiled_step_notices_decides_and_assigns_aid() -> None:
    world = watched(500_000, 500_000)
    registry = world.registry
    watch(world, {REPORT: 0.059, DECIDE: 0.79})
    assert list(registry.tag) == [UNSTABLE, NO_TAG]
    assert list(registry.recorded_income) == [500_000, 0]
    assert list(registry.recorded_month) == [240, 0]
    assert list(registry.tagged_month) == [240, NONE]
    assert list(registry.was_tagged) == [True, False]
    assert list(registry.aid) == [5_000, 0]
    assert list(registry.signal_month) == [NONE, NONE]
    assert list(registry.hardship_months) == [0, 1]


@pytest.mark.parametrize(
    ("income", "draws", "is_noticed"),
    [
        (599_999, {REPORT: 0.059}, True),
        (599_999, {REPORT: 0.06}, False),
        (599_999, {VISIT: 0.079}, True),
        (599_999, {VISIT: 0.08}, False),
        (600_000, {REPORT: 0.0, VISIT: 0.0}, False),
        (599_999, {MATCH: 0.0}, False),
    ],
)
def test_only_who_is_at_risk_reports_or_is_found(income: int, draws: dict, is_noticed: bool) -> None:
    world = watched(income)
    watch(world, draws)
    assert world.registry.signal_month[0] == (240 if is_noticed else NONE)
    assert world.registry.tag[0] == NO_TAG


@pytest.mark.parametrize(
    ("medical", "u", "is_noticed"), [(500_000, 0.399, True), (500_000, 0.4, False), (499_999, 0.0, False)]
)
def test_a_large_bill_shows_in_the_records_of_rich_and_poor(medical: int, u: float, is_noticed: bool) -> None:
    world = watched(9_000_000)
    world.households.medical[0] = medical
    watch(world, {MATCH: u})
    assert (world.registry.signal_month[0] == 240) == is_noticed


def test_a_sign_waits_until_it_is_decided() -> None:
    world = watched(500_000)
    watch(world, {REPORT: 0.0, DECIDE: 0.8})
    watch(world, month=ORDINARY._replace(number=241))
    assert (world.registry.signal_month[0], world.registry.tag[0]) == (240, NO_TAG)
    assert world.registry.hardship_months[0] == 2
    watch(world, {DECIDE: 0.0}, ORDINARY._replace(number=242))
    assert (world.registry.signal_month[0], world.registry.tag[0]) == (NONE, UNSTABLE)
    assert world.registry.tagged_month[0] == 242


def test_a_wrong_record_leaves_the_poor_out_and_lets_the_rich_in() -> None:
    world = watched(590_000)
    watch(world, {REPORT: 0.0, DECIDE: 0.0, (Decision.RECORDED_INCOME, 1000): 0.5})
    assert world.registry.tag[0] == NO_TAG
    assert world.registry.recorded_income[0] == round(590_000 * math.exp(0.08))
    assert not world.registry.was_tagged[0]
    world = watched(650_000)
    world.households.medical[0] = 600_000
    watch(world, {MATCH: 0.0, DECIDE: 0.0, (Decision.RECORDED_INCOME, 1000): -1.0})
    assert world.registry.tag[0] == HARDSHIP
    assert world.registry.recorded_income[0] == round(650_000 * math.exp(-0.22))
    assert world.registry.aid[0] == math.floor(0.6 * (600_000 - world.registry.recorded_income[0]) / 12)


def test_months_unnoticed_are_counted_and_forgotten() -> None:
    world = watched(500_000, 500_000)
    world.registry.hardship_months[:] = (119, 120)
    watch(world)
    assert list(world.registry.hardship_months) == [120, 120]
    world.households.income[:, 0] = 700_000
    watch(world)
    assert list(world.registry.hardship_months) == [0, 0]


def tagged(income: int, since: int):
    world = watched(income)
    registry = world.registry
    registry.tag[0], registry.tagged_month[0], registry.was_tagged[0] = UNSTABLE, since, True
    registry.recorded_income[0] = 500_000
    return world


@pytest.mark.parametrize(
    ("income", "since", "u", "is_ended"),
    [
        (690_000, 234, 0.079, True),
        (690_000, 235, 0.079, False),
        (689_000, 234, 0.079, False),
        (690_000, 234, 0.08, False),
    ],
)
def test_risk_ends_at_a_visit_after_six_months_over_the_margin(
    income: int, since: int, u: float, is_ended: bool
) -> None:
    world = tagged(income, since)
    watch(world, {SECOND_VISIT: u})
    registry = world.registry
    assert registry.is_ended[0] == is_ended
    assert registry.tag[0] == (NO_TAG if is_ended else UNSTABLE)
    assert registry.recorded_income[0] == (income if u < 0.08 else 500_000)
    assert registry.aid[0] == (0 if is_ended or u < 0.08 else 5_000)
    assert registry.was_tagged[0]


def test_everybody_monitored_is_reviewed_in_december() -> None:
    world = tagged(690_000, 100)
    watch(world, month=ORDINARY._replace(season=11))
    assert world.registry.is_ended[0]


def test_december_records_everybody_and_tags_nobody_by_it() -> None:
    """One at risk unnoticed, one well off, one whose sign waits; a year before nothing was recorded."""
    world = watched(500_000, 9_000_000, 500_000)
    world.registry.signal_month[2] = 239
    for season, expected in ((10, [0, 0, 0]), (11, [500_000, 9_000_000, 500_000])):
        watch(world, month=ORDINARY._replace(number=240 + season, season=season))
        assert list(world.registry.recorded_income) == expected
    assert list(world.registry.recorded_month) == [251, 251, 251]
    assert not world.registry.tag.any()
    assert not world.registry.aid.any()
    assert world.registry.signal_month[2] == 239


def test_what_monitoring_pays_is_not_recorded_as_income() -> None:
    """Of 650,000 a head 100,000 is aid: recorded 550,000, aid 0.6 x 50,000 / 12, whoever is monitored or decided on."""
    world = tagged(650_000, 234)
    world.households.aid[0, 0] = 100_000
    watch(world, {SECOND_VISIT: 0.0})
    assert world.registry.recorded_income[0] == 550_000
    assert world.registry.aid[0] == 2_500
    world = watched(650_000)
    world.households.aid[0, 3] = 100_000
    world.registry.signal_month[0] = 239
    watch(world, {DECIDE: 0.0})
    assert (world.registry.recorded_income[0], world.registry.tag[0]) == (550_000, UNSTABLE)


def test_no_risk_ends_by_the_aid_it_brought() -> None:
    """800,000 with 200,000 of aid in it is 600,000, under 1.15 times the line."""
    for aid, is_ended in ((200_000, False), (110_000, True), (110_001, False)):
        world = tagged(800_000, 100)
        world.households.aid[0, 5] = aid
        watch(world, month=ORDINARY._replace(season=11))
        assert world.registry.is_ended[0] == is_ended


def test_who_is_helped_over_the_line_does_not_report_itself() -> None:
    """Being at risk is the truth with the aid: 600,000 realised, 500,000 without."""
    world = watched(600_000)
    world.households.aid[0, 0] = 100_000
    watch(world, {REPORT: 0.0, VISIT: 0.0})
    assert world.registry.signal_month[0] == NONE


def test_who_falls_again_is_monitored_again() -> None:
    world = tagged(690_000, 100)
    watch(world, {SECOND_VISIT: 0.0})
    assert world.registry.is_ended[0]
    world.households.income[0, 0] = 400_000
    watch(world, {REPORT: 0.0, DECIDE: 0.0})
    assert (world.registry.tag[0], world.registry.is_ended[0]) == (UNSTABLE, False)


def test_a_county_outside_the_range_is_not_watched() -> None:
    world = few_rows((1,), (1,))
    watch(world, first=1, last=2)
    assert list(world.registry.hardship_months) == [0, 1]


def test_who_was_never_registered_reports_less_and_is_not_visited() -> None:
    world = few_rows((2, 2))
    world.households.is_registered[:] = [True, False]
    rare = BEHAVIOUR._replace(edge_report_ratio=0.5)

    def noticed(report: float, visit: float) -> list[bool]:
        draws = {(Decision.REPORT, int(h), 0): report for h in world.households.id}
        draws |= {(Decision.VISIT, int(h), 0): visit for h in world.households.id}
        luck = make_luck(1, 0, draws)
        return [bool(monitoring.notices.py_func(world.households, h, True, rare, luck)) for h in range(2)]

    assert noticed(report=0.05, visit=0.9) == [True, False]
    assert noticed(report=0.029, visit=0.9) == [True, True]
    assert noticed(report=0.9, visit=0.05) == [True, False]
    assert noticed(report=0.9, visit=0.09) == [False, False]
