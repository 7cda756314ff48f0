"""The calendar: dates, levels without jumps, amounts by January, lines by province."""

import numpy as np
import pytest

from sim.enacted import Calendar, Level, geometric, held
from sim.events import Events


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar("2020-01", lambda t: Events(movement_stop=0.5 if t == 1 else 0.0))


def test_dates(calendar):
    assert calendar.number(0) == 240
    assert calendar.label(-24) == "2018-01" and calendar.label(23) == "2021-12"
    assert calendar.month(23).season == 11 and calendar.month(-24).season == 0


def test_events_come_at_their_month(calendar):
    assert calendar.month(1).movement_stop == 0.5
    assert calendar.month(2).movement_stop == 0.0


def test_a_month_is_the_same_whatever_the_start(calendar):
    later = Calendar("2021-07", lambda t: Events())
    assert later.month(0) == calendar.month(18)
    assert later.lines(0, np.array([52])) == calendar.lines(18, np.array([52]))


@pytest.mark.parametrize("name", ["price_level", "pay_level", "farm_price_level"])
def test_levels_are_one_in_2020_and_move_without_jumps(calendar, name):
    levels = np.array([getattr(calendar.month(t), name) for t in range(-24, 72)])
    assert levels[24:36].mean() == pytest.approx(1.0)
    assert np.abs(np.diff(np.log(levels))).max() < 0.012


def test_pay_follows_the_published_years(calendar):
    years = [np.mean([calendar.month(12 * y + m).pay_level for m in range(12)]) for y in range(-1, 3)]
    published = np.array([4427, 4549, 5013, 5240]) / 4549
    assert years == pytest.approx(published, rel=1e-4)


def test_pay_growth_is_the_ratio_of_levels(calendar):
    assert calendar.pay_growth(5) == pytest.approx(calendar.month(5).pay_level / calendar.month(4).pay_level)


def test_after_the_last_year_the_trend_of_2019_to_2022_goes_on():
    level = Level({2019: 1.0, 2020: 1.5, 2021: 1.1, 2022: 1.331})
    number = 12 * 24
    assert level.at(number + 12) / level.at(number) == pytest.approx(1.1)


def test_pension_and_allowance_change_in_january(calendar):
    assert [calendar.month(t).pension for t in (0, 11, 12)] == [17_400, 17_400, 19_100]
    assert [calendar.month(t).allowance for t in (11, 12)] == [596_230, 636_220]


def test_lines(calendar):
    codes = np.array([52, 53, 62])
    assert calendar.lines(-24, codes).tolist() == calendar.lines(23, codes).tolist() == [600_000] * 3
    gansu, yunnan = calendar.lines(48, np.array([62]))[0], calendar.lines(60, np.array([53]))[0]
    assert (gansu, yunnan) == (780_000, 870_000)
    steps = np.diff([np.log(calendar.lines(12 * y, np.array([53]))[0]) for y in range(1, 6)])
    assert steps == pytest.approx(np.full(4, np.log(8700 / 6000) / 4), abs=1e-5)
    last = calendar.lines(60, codes)
    assert last[2] < last[0] < last[1]
    assert last.dtype == np.int64


def test_held_and_geometric_by_hand():
    assert [held({2018: 1.0, 2020: 3.0}, year) for year in (2017, 2019, 2020, 2030)] == [1.0, 1.0, 3.0, 3.0]
    assert [geometric({2020: 100.0, 2022: 400.0}, year) for year in (2019, 2021, 2023)] == [100.0, 200.0, 800.0]


def test_province_names(calendar):
    assert calendar.province_name(15) == "Inner Mongolia"
