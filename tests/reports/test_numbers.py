"""Numbers have as many digits as are known, and a unit that suits their size."""

import math

import pytest

from sim.reports import numbers
from sim.reports.drawing import tick, ticks
from sim.reports.phrases import Phrases

EN, ZH = Phrases("en"), Phrases("zh")


@pytest.mark.parametrize(
    ("value", "low", "high", "told"),
    [
        (0.1234, -0.05, 0.30, "+0.12 (−0.05 to 0.30)"),
        (110.0, -17.06, 237.06, "+110 (−17 to 237)"),
        (-0.00012, -0.00030, 0.00006, "−0.00012 (−0.00030 to 0.00006)"),
        (5.0, 5.0, 5.0, "+5 (5 to 5)"),
        (1234.5, math.nan, math.nan, "+1,234"),
        (0.012345, math.nan, math.nan, "+0.0123"),
    ],
)
def test_an_interval_decides_on_digits(value: float, low: float, high: float, told: str) -> None:
    assert numbers.between(value, low, high, EN) == told


def test_a_chinese_interval() -> None:
    assert numbers.between(0.1234, -0.05, 0.30, ZH) == "+0.12（−0.05至0.30）"


@pytest.mark.parametrize(
    ("value", "told"), [(0.0, "0"), (-0.0, "0"), (math.nan, "–"), (98.76, "98.8"), (18111.4, "18,111"), (-3.0, "−3.00")]
)
def test_a_level_has_three_digits(value: float, told: str) -> None:
    assert numbers.level(value) == told


def test_a_plan_and_what_came_of_it_show_that_they_differ() -> None:
    assert numbers.apart(5.5241, 5.5187) == ("5.524", "5.519")
    assert numbers.apart(100.0, 100.0) == ("100", "100")
    assert numbers.apart(math.nan, 5.0) == ("–", "5.00")


@pytest.mark.parametrize(
    ("unit", "size", "english", "chinese"),
    [
        ("share", 0.03, (100.0, "%", "percentage points"), (100.0, "%", "个百分点")),
        ("yuan/year", 18_111.0, (1.0, "yuan a year", "yuan a year"), (1.0, "元/年", "元/年")),
        ("yuan/year", 2.1e10, (1e-9, "billion yuan a year", "billion yuan a year"), (1e-8, "亿元/年", "亿元/年")),
        ("people", 814_000.0, (1e-3, "thousand people", "thousand people"), (1e-4, "万人", "万人")),
    ],
)
def test_units_suit_the_size(unit: str, size: float, english: tuple[object, ...], chinese: tuple[object, ...]) -> None:
    assert numbers.scale(unit, size, EN) == english
    assert numbers.scale(unit, size, ZH) == chinese


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.0, 9.3, ["0", "2", "4", "6", "8", "10"]),
        (-0.4, 1.1, ["−0.5", "0", "0.5", "1.0", "1.5"]),
        (0.0, 41_000.0, ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]),
        (0.0, 0.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_ticks_are_round_and_hold_the_values(low: float, high: float, told: list[str]) -> None:
    shown = ticks(low, high)
    assert shown[0] <= low and high <= shown[-1]
    assert [tick(value, shown) for value in shown] == told
