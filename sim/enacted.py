"""The calendar of what is given from outside: price levels, enacted amounts, events, by date.

levels     published means of years, log-linear between the middles of years; after 2022 the trend of 2019-22
amounts    pension and living allowance change each January and hold until the next
lines      monitoring line of a province: geometric between the years in which it is known, the same pace after,
           the first value before
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.data import rows
from sim.events import Events
from sim.state.month import Month

BASE_YEAR = 2020
TREND_FROM, TREND_TO = 2019, 2022
ROUNDS = 30
"""Corrections of a level's middles of years until the means of years are the published ones."""
FEN = 100.0
YEAR = 12


def annual(path: str, province: str = "", facts: str = "") -> dict[int, float]:
    """Values of a dated path of `paths.csv`, by year; `facts` is a folder in which another one may lie."""
    return {
        int(row["year"]): float(row["value"])
        for row in rows("paths.csv", facts)
        if row["path"] == path and row["province"] == province
    }


def chained(growth: dict[int, float]) -> dict[int, float]:
    """Levels from yearly growth: 1 in the year before the first."""
    levels = {min(growth) - 1: 1.0}
    for year in sorted(growth):
        levels[year] = levels[year - 1] * growth[year]
    return levels


class Level:
    """A level for each month: continuous, each published year's mean as published, 1 on average in 2020.

    Parameters
    ----------
    levels : level of each year, by year, without a gap, 2019 to 2022 among them
    """

    def __init__(self, levels: dict[int, float]) -> None:
        self._first = min(levels)
        wanted = [math.log(levels[year] / levels[BASE_YEAR]) for year in sorted(levels)]
        self._trend = (wanted[TREND_TO - self._first] - wanted[TREND_FROM - self._first]) / (TREND_TO - TREND_FROM)
        self._middles = list(wanted)
        for _ in range(ROUNDS):
            means = [self._mean(self._first + i) for i in range(len(wanted))]
            self._middles = [middle + w - m for middle, w, m in zip(self._middles, wanted, means, strict=True)]

    def _mean(self, year: int) -> float:
        """Log of the mean level of a year."""
        first = (year - 2000) * YEAR
        return math.log(sum(self.at(first + m) for m in range(YEAR)) / YEAR)

    def at(self, number: int) -> float:
        """Level in a month, counted from January 2000."""
        place = 2000.0 + (number + 0.5) / YEAR - self._first - 0.5
        last = len(self._middles) - 1
        if place >= last:
            return math.exp(self._middles[last] + self._trend * (place - last))
        i = max(0, math.floor(place))
        return math.exp(self._middles[i] + (self._middles[i + 1] - self._middles[i]) * (place - i))


def held(amounts: dict[int, float], year: int) -> float:
    """The amount in force in a year: the latest enacted, or the first one before."""
    years = sorted(amounts)
    return amounts[years[max(0, bisect_right(years, year) - 1)]]


def geometric(amounts: dict[int, float], year: int) -> float:
    """Between two known years geometric, the same pace after, the first amount before."""
    years = sorted(amounts)
    if year <= years[0]:
        return amounts[years[0]]
    i = min(bisect_right(years, year), len(years) - 1)
    before, after = years[i - 1], years[i]
    return float(amounts[before] * (amounts[after] / amounts[before]) ** ((year - before) / (after - before)))


class Calendar:
    """What a month of a scenario finds outside.

    Parameters
    ----------
    start : first month, such as "2020-01"
    events : what happens in each month, by months since the start
    facts : folder of one's own in which files of `sim/data` may lie
    """

    def __init__(self, start: str, events: Callable[[int], Events], facts: str = "") -> None:
        year, month = (int(part) for part in start.split("-"))
        self._start = (year - 2000) * YEAR + month - 1
        self._events = events
        self._prices = Level(chained(annual("price_growth", facts=facts)))
        self._farm_prices = Level(chained(annual("farm_price_growth", facts=facts)))
        self._pay = Level(annual("outside_pay", facts=facts))
        self._pension = annual("pension", facts=facts)
        self._allowance = annual("allowance", facts=facts)
        self._names = {int(row["code"]): row["name"] for row in rows("provinces.csv", facts)}
        self._lines = {code: annual("line", str(code), facts) for code in self._names}

    def number(self, t: int) -> int:
        """Months since January 2000 of the month `t` months after the start."""
        return self._start + t

    def label(self, t: int) -> str:
        """The month as written, such as 2021-12."""
        year, season = divmod(self.number(t), YEAR)
        return f"{2000 + year}-{season + 1:02d}"

    def month(self, t: int) -> Month:
        """The month `t` months after the start; negative before."""
        number = self.number(t)
        year = 2000 + number // YEAR
        events = self._events(t)
        return Month(
            number=number,
            season=number % YEAR,
            price_level=self._prices.at(number),
            pay_level=self._pay.at(number),
            farm_price_level=self._farm_prices.at(number),
            pension=held(self._pension, year) * FEN,
            allowance=held(self._allowance, year) * FEN,
            movement_stop=events.movement_stop,
            destination_slump=events.destination_slump,
            drought=events.drought,
        )

    def pay_growth(self, t: int) -> float:
        """Pay outside the counties against the month before."""
        number = self.number(t)
        return self._pay.at(number) / self._pay.at(number - 1)

    def lines(self, t: int, codes: NDArray[Any]) -> NDArray[np.int64]:
        """Monitoring lines of this month's year.

        Parameters
        ----------
        t : months since the start
        codes : array of shape (provinces,), codes of provinces

        Returns
        -------
        array of shape (provinces,), fen per head and year
        """
        year = 2000 + self.number(t) // YEAR
        return np.array([round(geometric(self._lines[int(code)], year) * FEN) for code in codes], np.int64)

    def province_name(self, code: int) -> str:
        """Name of a province."""
        return self._names[code]
