"""The registry: who is noticed and when, what is written down, aid by the record, the end of a risk, yearly needs."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for
from hypothesis import given
from hypothesis import strategies as st

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, make_luck
from sim.rules import monitoring, targeting_threshold
from sim.state.codes import (
    DATA_SHARING,
    EDGE,
    HARDSHIP,
    MATCH,
    NO_SIGN,
    NO_TAG,
    REPORT,
    UNSTABLE,
    VISIT,
)

BEHAVIOUR = Behaviour()._replace(
    report_chance=0.06,
    false_report_chance=0.001,
    visit_sensitivity=0.7,
    visit_false_chance=0.02,
    match_sensitivity=0.6,
    match_false_chance=0.002,
    late_share=0.3,
    late_decision_chance=0.3,
    recording_spread=0.2,
    hidden_gap_share=0.0,
    aid_share=0.6,
    ending_months=6.0,
    ending_margin=1.15,
)
LINE = np.array([600_000])
TRUE_Z = 0.1
"""The normal draw at which what is written down is the truth."""


def test_recorded_income_by_hand() -> None:
    assert monitoring.recorded.py_func(500_000, 600_000, 0.0, 0.2, TRUE_Z) == 500_000
    assert monitoring.recorded.py_func(500_000, 600_000, 0.0, 0.2, 1.0) == round(500_000 * math.exp(0.18))
    assert monitoring.recorded.py_func(500_000, 600_000, 0.0, 0.0, 3.0) == 500_000
    assert monitoring.recorded.py_func(-500_000, 600_000, 0.0, 0.2, 3.0) == 0
    assert monitoring.recorded.py_func(2**31 - 1, 600_000, 0.0, 0.2, 3.0) == 2**31 - 1
    # a tenth of the gap is hidden; nothing of an income over the line
    assert monitoring.recorded.py_func(500_000, 600_000, 0.1, 0.0, 3.0) == 510_000
    assert monitoring.recorded.py_func(700_000, 600_000, 0.1, 0.0, 3.0) == 700_000


def test_pressure_hides_and_audits_show() -> None:
    assert monitoring.hidden_share.py_func(0.0, 1.0, 0.1, 0.5) == 0.0
    assert monitoring.hidden_share.py_func(1.0, 0.0, 0.1, 0.5) == 0.1
    assert monitoring.hidden_share.py_func(0.5, 2.0, 0.1, 0.5) == pytest.approx(0.05 * math.exp(-1.0))


def test_the_rota_visits_those_recorded_longest_ago() -> None:
    # 30 visits for 300 households: a tenth on average, twice that after a year
    assert monitoring.visit_chance.py_func(30.0, 300, 6) == pytest.approx(0.1)
    assert monitoring.visit_chance.py_func(30.0, 300, 12) == pytest.approx(0.2)
    assert monitoring.visit_chance.py_func(30.0, 300, 0) == 0.0
    assert monitoring.visit_chance.py_func(30.0, 10, 12) == 1.0
    assert monitoring.visit_chance.py_func(30.0, 0, 12) == 0.0


def test_errors_of_recording_are_right_on_average() -> None:
    z = np.linspace(-8.0, 8.0, 4001)
    density = np.exp(-0.5 * z * z)
    noted = [monitoring.recorded.py_func(1_000_000, 600_000, 0.0, 0.25, value) for value in z]
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
    """Households of one with so much income a head and year, recorded half a year ago."""
    world = few_rows((1,) * len(incomes))
    world.households.income[:, 0] = incomes
    world.registry.recorded_month[:] = 234
    return world


def watch(world, given=None, month=ORDINARY, first=0, last=None, visits=0, behaviour=BEHAVIOUR):
    """A month in which nothing happens to anybody but what is given; records are true, all candidates are listed."""
    quiet = {}
    for h in map(int, world.households.id):
        for decision in (Decision.REPORT, Decision.DATA_MATCH, Decision.LATE_SIGN, Decision.SIGN_DECIDED):
            quiet[decision, h, 0] = 0.999
        quiet |= {(Decision.VISIT, h, 0): 0.999, (Decision.VISIT, h, 1): 0.999}
        quiet[Decision.RECORDED_INCOME, h] = TRUE_Z
    world.counties.places[:, DATA_SHARING] = visits
    world.counties.purse[:, DATA_SHARING] = visits * 4_000
    luck = make_luck(1, month.number, quiet | (given or {}))
    last = len(world.counties.code) if last is None else last
    tables = world.households, world.registry, world.counties
    monitoring.step(*tables, LINE, Levers(), behaviour, month, luck, first, last)
    targeting_threshold.step(*tables, room_for(world), LINE, behaviour, month, luck, first, last)


REPORTS, VISITED, SEEN = (Decision.REPORT, 1000, 0), (Decision.VISIT, 1000, 0), (Decision.VISIT, 1000, 1)
MATCHED, LATE = (Decision.DATA_MATCH, 1000, 0), (Decision.LATE_SIGN, 1000, 0)
DECIDED = (Decision.SIGN_DECIDED, 1000, 0)
NOTED = (Decision.RECORDED_INCOME, 1000)


def test_compiled_step_notices_decides_and_assigns_aid() -> None:
    world = watched(500_000, 500_000)
    registry = world.registry
    watch(world, {REPORTS: 0.059})
    assert list(registry.tag) == [UNSTABLE, NO_TAG]
    assert list(registry.recorded_income) == [500_000, 0]
    assert list(registry.recorded_month) == [240, 234]
    assert list(registry.tagged_month) == [240, NONE]
    assert list(registry.was_tagged) == [True, False]
    assert list(registry.aid) == [5_000, 0]
    assert list(registry.sign) == [NO_SIGN, NO_SIGN]
    assert list(registry.hardship_months) == [1, 1]


def test_more_village_officials_see_more_and_write_down_better() -> None:
    help_ratio = monitoring.official_help.py_func(2.0, 0.5)
    assert help_ratio == pytest.approx(2.0**0.5)
    assert monitoring.official_help.py_func(1.0, 0.5) == 1.0
    # twice as likely a month: missed with 0.9 x 0.9
    assert monitoring.seen_chance.py_func(0.1, 2.0) == pytest.approx(0.19)
    for officials, sign in ((0.5, NO_SIGN), (1.0, NO_SIGN), (4.0, REPORT)):
        world = watched(599_999, 9_000_000)
        world.counties.village_officials[:] = officials
        watch(world, {LATE: 0.0, REPORTS: 0.08, VISITED: 0.999})
        assert world.registry.sign[0] == sign


@pytest.mark.parametrize(
    ("income", "draws", "sign"),
    [
        (599_999, {REPORTS: 0.059}, REPORT),
        (599_999, {REPORTS: 0.0601}, NO_SIGN),
        (599_999, {VISITED: 0.499, SEEN: 0.699}, VISIT),
        (599_999, {VISITED: 0.499, SEEN: 0.7001}, NO_SIGN),
        (599_999, {VISITED: 0.5, SEEN: 0.0}, NO_SIGN),
        (600_000, {REPORTS: 0.0009}, REPORT),
        (600_000, {REPORTS: 0.001}, NO_SIGN),
        (600_000, {VISITED: 0.0, SEEN: 0.019}, VISIT),
        (600_000, {VISITED: 0.0, SEEN: 0.02}, NO_SIGN),
    ],
)
def test_each_channel_misses_some_and_alarms_for_others(income: int, draws: dict, sign: int) -> None:
    """One visit for two households, recorded half a year ago: a chance of a half."""
    world = watched(income, 9_000_000)
    watch(world, {LATE: 0.0} | draws, visits=1)
    assert world.registry.sign[0] == sign


@pytest.mark.parametrize(
    ("bills", "is_matched", "u", "sign"),
    [
        ((250_000, 0, 250_000), True, 0.599, MATCH),
        ((250_000, 0, 250_000), True, 0.6, NO_SIGN),
        ((250_000, 0, 249_999), True, 0.0019, MATCH),
        ((250_000, 0, 249_999), True, 0.002, NO_SIGN),
        ((500_000, 0, 0), False, 0.0, NO_SIGN),
    ],
)
def test_a_match_shows_the_bills_of_a_quarter_of_rich_and_poor(bills, is_matched: bool, u: float, sign: int) -> None:
    world = watched(9_000_000)
    world.households.hardship[0, [3, 2, 1]] = bills
    world.counties.is_matched[0] = is_matched
    watch(world, {MATCHED: u, LATE: 0.0})
    assert world.registry.sign[0] == sign


def test_an_old_bill_is_not_matched_again() -> None:
    world = watched(9_000_000)
    world.households.hardship[0, 0] = 9_000_000
    world.counties.is_matched[0] = True
    watch(world, {MATCHED: 0.01, LATE: 0.0})
    assert world.registry.sign[0] == NO_SIGN


def test_a_late_sign_waits_until_it_is_decided() -> None:
    world = watched(500_000)
    watch(world, {REPORTS: 0.0, LATE: 0.299})
    watch(world, {REPORTS: 0.0, DECIDED: 0.3}, ORDINARY._replace(number=241))
    assert (world.registry.sign[0], world.registry.tag[0]) == (REPORT, NO_TAG)
    assert world.registry.hardship_months[0] == 2
    watch(world, {DECIDED: 0.299}, ORDINARY._replace(number=242))
    assert (world.registry.sign[0], world.registry.tag[0]) == (NO_SIGN, UNSTABLE)
    assert (world.registry.tagged_month[0], world.registry.hardship_months[0]) == (242, 3)
    watch(world, month=ORDINARY._replace(number=243))
    assert world.registry.hardship_months[0] == 0


def test_a_wrong_record_leaves_the_poor_out_and_lets_the_rich_in() -> None:
    world = watched(590_000)
    watch(world, {REPORTS: 0.0, NOTED: 0.5})
    assert world.registry.tag[0] == NO_TAG
    assert world.registry.recorded_income[0] == round(590_000 * math.exp(0.08))
    assert not world.registry.was_tagged[0]
    world = watched(650_000)
    world.households.medical[0] = 600_000
    watch(world, {REPORTS: 0.0, NOTED: -1.0})
    assert world.registry.tag[0] == HARDSHIP
    assert world.registry.recorded_income[0] == round(650_000 * math.exp(-0.22))
    assert world.registry.aid[0] == math.floor(0.6 * (600_000 - world.registry.recorded_income[0]) / 12)


def test_under_pressure_a_part_of_the_gap_is_hidden() -> None:
    """A fifth of the 100,000 to the line is hidden at full attention where nobody audits."""
    world = watched(500_000)
    world.counties.attention[0] = 1.0
    watch(world, {REPORTS: 0.0}, behaviour=BEHAVIOUR._replace(hidden_gap_share=0.2))
    assert world.registry.recorded_income[0] == 520_000


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
    ("income", "since", "visits", "is_ended"),
    [(690_000, 234, 1, True), (690_000, 235, 1, False), (689_000, 234, 1, False), (690_000, 234, 0, False)],
)
def test_risk_ends_at_a_visit_after_six_months_over_the_margin(
    income: int, since: int, visits: int, is_ended: bool
) -> None:
    world = tagged(income, since)
    watch(world, {VISITED: 0.0}, visits=visits)
    registry = world.registry
    assert registry.is_ended[0] == is_ended
    assert registry.tag[0] == (NO_TAG if is_ended else UNSTABLE)
    assert registry.recorded_income[0] == (income if visits else 500_000)
    assert registry.aid[0] == (0 if visits else 5_000)
    assert registry.was_tagged[0]


def test_visits_are_paid_and_no_more_than_there_is_money_for() -> None:
    world = watched(9_000_000, 9_000_000)
    watch(world, {(Decision.VISIT, h, 0): 0.0 for h in (1000, 1001)}, visits=1)
    assert list(world.registry.recorded_month) == [240, 240]
    assert (world.counties.bought[0, DATA_SHARING], world.counties.purse[0, DATA_SHARING]) == (4_000, 0)
    watch(world, visits=3)
    assert (world.counties.bought[0, DATA_SHARING], world.counties.purse[0, DATA_SHARING]) == (4_000, 12_000)


def test_everybody_monitored_is_reviewed_in_december() -> None:
    world = tagged(690_000, 100)
    watch(world, month=ORDINARY._replace(season=11))
    assert world.registry.is_ended[0]


def test_december_records_everybody_and_tags_nobody_by_it() -> None:
    """One at risk unnoticed, one well off, one whose sign waits; a year before nothing was recorded."""
    world = watched(500_000, 9_000_000, 500_000)
    world.registry.sign[2] = REPORT
    for season, expected in ((10, [0, 0, 0]), (11, [500_000, 9_000_000, 500_000])):
        watch(world, month=ORDINARY._replace(number=240 + season, season=season))
        assert list(world.registry.recorded_income) == expected
    assert list(world.registry.recorded_month) == [251, 251, 251]
    assert not world.registry.tag.any()
    assert not world.registry.aid.any()
    assert world.registry.sign[2] == REPORT


def test_a_candidate_left_out_stays_one_until_a_record_says_otherwise() -> None:
    world = watched(700_000)
    world.registry.is_candidate[0] = True
    monitoring.step(
        *(world.households, world.registry, world.counties, LINE, Levers(), BEHAVIOUR),
        *(ORDINARY, make_luck(1, 240, {REPORTS: 0.999, VISITED: 0.999}), 0, 1),
    )
    assert world.registry.is_candidate[0]
    watch(world, month=ORDINARY._replace(season=11))
    assert (world.registry.is_candidate[0], world.registry.tag[0]) == (False, NO_TAG)


def test_what_monitoring_pays_is_not_recorded_as_income() -> None:
    """Of 650,000 a head 100,000 is aid: recorded 550,000, aid 0.6 x 50,000 / 12, whoever is monitored or decided on."""
    world = tagged(650_000, 234)
    world.households.aid[0, 0] = 100_000
    watch(world, {VISITED: 0.0}, visits=1)
    assert world.registry.recorded_income[0] == 550_000
    assert world.registry.aid[0] == 2_500
    world = watched(650_000)
    world.households.aid[0, 3] = 100_000
    world.registry.sign[0] = REPORT
    watch(world, {DECIDED: 0.0})
    assert (world.registry.recorded_income[0], world.registry.tag[0]) == (550_000, UNSTABLE)


def test_no_risk_ends_by_the_aid_it_brought() -> None:
    """800,000 with 200,000 of aid in it is 600,000, under 1.15 times the line."""
    for aid, is_ended in ((200_000, False), (110_000, True), (110_001, False)):
        world = tagged(800_000, 100)
        world.households.aid[0, 5] = aid
        watch(world, month=ORDINARY._replace(season=11))
        assert world.registry.is_ended[0] == is_ended


def test_who_is_helped_over_the_line_is_not_at_risk() -> None:
    """Being at risk is the truth with the aid: 600,000 realised, 500,000 without."""
    world = watched(600_000)
    world.households.aid[0, 0] = 100_000
    watch(world, {REPORTS: 0.05, LATE: 0.0})
    assert world.registry.sign[0] == NO_SIGN


def test_who_falls_again_is_monitored_again() -> None:
    world = tagged(690_000, 100)
    watch(world, {VISITED: 0.0}, visits=1)
    assert world.registry.is_ended[0]
    world.households.income[0, 0] = 400_000
    watch(world, {REPORTS: 0.0})
    assert (world.registry.tag[0], world.registry.is_ended[0]) == (UNSTABLE, False)


def test_a_county_outside_the_range_is_not_watched() -> None:
    world = few_rows((1,), (1,))
    watch(world, first=1, last=2)
    assert list(world.registry.hardship_months) == [0, 1]


def test_who_was_never_registered_reports_less_and_is_not_visited() -> None:
    world = watched(500_000, 500_000)
    world.households.is_registered[:] = [True, False]
    rare = BEHAVIOUR._replace(edge_report_ratio=0.5, late_share=1.0)
    for u, signs in ((0.05, [REPORT, NO_SIGN]), (0.029, [REPORT, REPORT])):
        world.registry.sign[:] = NO_SIGN
        watch(world, {(Decision.REPORT, h, 0): u for h in (1000, 1001)}, behaviour=rare)
        assert list(world.registry.sign) == signs
    world.registry.sign[:] = NO_SIGN
    seen = {(Decision.VISIT, h, draw): 0.0 for h in (1000, 1001) for draw in (0, 1)}
    watch(world, seen, visits=9, behaviour=rare)
    assert list(world.registry.sign) == [VISIT, NO_SIGN]
