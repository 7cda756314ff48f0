"""Collecting: from the month's tallies to indicators of every group."""

from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.indicators import INDICATORS, SPENDING, Counts
from sim.levers import MEASURES
from sim.state import World
from sim.state.codes import FATES, NO_TAG, YEAR
from sim.tallies import KINDS, TALLIES

Values = NDArray[np.float64]
STRATA = ("registered", "relocated", "never_registered")
TAGS = ("none", "unstable", "edge", "hardship")


class Row(NamedTuple):
    """One value of one indicator."""

    month: int
    group_kind: str
    group: str
    indicator: str
    value: float


class Groups(NamedTuple):
    """Named sets of cells, and the people in each."""

    kinds: tuple[str, ...]
    names: tuple[str, ...]
    cells: Values
    """Weight of each cell in each group, shape (groups, counties, 16)."""


def groups_of(world: World, province_names: tuple[str, ...]) -> Groups:
    """All groups that results speak of."""
    counties = world.counties
    kind = np.arange(KINDS)
    weight = counties.weight[:, None] * np.ones(KINDS)
    is_registered, is_relocated, tag = kind >= 8, (kind & 4) > 0, kind & 3
    chosen: list[tuple[str, str, Values]] = [("all", "all", weight)]
    for name, is_in in (("key", counties.is_key), ("other", ~counties.is_key)):
        chosen.append(("county_type", name, weight * is_in[:, None]))
    for row, name in enumerate(province_names):
        chosen.append(("province", name, weight * (counties.province == row)[:, None]))
    for name, is_in in zip(STRATA, (is_registered, is_registered & is_relocated, ~is_registered), strict=True):
        chosen.append(("stratum", name, weight * is_in))
    for code, name in enumerate(TAGS):
        chosen.append(("tag", name, weight * (tag == code)))
    kinds, names, cells = zip(*chosen, strict=True)
    return Groups(kinds, names, np.array(cells))


def spread_of(income: Values, weight: Values) -> Values:
    """Median, tenth percentile, Gini and means of fifths of one group; both arguments sorted by income."""
    total = weight.sum()
    if total <= 0:
        return np.full(8, np.nan)
    cumulated = np.cumsum(weight)
    earned = np.cumsum(weight * income)
    middle = (cumulated - 0.5 * weight) / total
    fifths = np.interp(np.linspace(0.2, 1.0, 5) * total, cumulated, earned)
    means = np.diff(fifths, prepend=0.0) / (0.2 * total)
    lorenz = np.concatenate(([0.0], earned / earned[-1])) if earned[-1] > 0 else np.zeros(len(earned) + 1)
    people = np.concatenate(([0.0], cumulated / total))
    gini = 1.0 - np.sum(np.diff(people) * (lorenz[1:] + lorenz[:-1]))
    return np.concatenate(([np.interp(0.5, middle, income), np.interp(0.1, middle, income), gini], means))


class Collector:
    """Turns each month's tallies into indicators; keeps the sums of the last twelve months."""

    def __init__(self, world: World, province_names: tuple[str, ...]) -> None:
        counties, households = world.counties, world.households
        self._groups = groups_of(world, province_names)
        self._months: deque[Values] = deque(maxlen=YEAR)
        self._money: deque[Values] = deque(maxlen=YEAR)
        self.cells = np.zeros((len(counties.code), KINDS, TALLIES), np.int64)
        self.head_income = np.zeros(len(households.id))
        self._county = np.repeat(np.arange(len(counties.code)), counties.households)
        self._registered = households.is_registered

    def _spread(self, world: World) -> tuple[Values, ...]:
        """Distribution of income: eight arrays, one value per group."""
        order = np.lexsort((world.households.id, self.head_income))
        income, county = self.head_income[order], self._county[order]
        members = world.households.members[order].astype(np.float64)
        kind = (
            8 * world.households.is_registered[order]
            + 4 * world.households.is_relocated[order]
            + world.registry.tag[order]
        )
        columns = []
        for cells in self._groups.cells:
            weight = members * cells[county, kind]
            held = weight > 0
            columns.append(spread_of(income[held], weight[held]))
        return tuple(np.array(columns).T)

    def remember(self, world: World) -> None:
        """Keep what was counted this month for the sums over the last twelve."""
        self._months.append(np.einsum("gck,ckt->tg", self._groups.cells, self.cells))
        self._money.append(world.counties.money.astype(np.float64) * world.counties.weight[:, None, None] / 100.0)

    def collect(self, world: World, month: int) -> list[Row]:
        """Indicators of the month remembered last, for every group that has somebody."""
        counts, year = self._months[-1], np.sum(self._months, axis=0)
        spread = self._spread(world)
        whole = Counts(tuple(counts), tuple(year), spread)
        rows: list[Row] = []
        for indicator in INDICATORS:
            values = indicator(whole)
            for kind, name, value in zip(self._groups.kinds, self._groups.names, values, strict=True):
                if np.isfinite(value):
                    rows.append(Row(month, kind, name, indicator.__name__, float(value)))
        rows.extend(self._money_rows(world, month))
        return rows

    def _money_rows(self, world: World, month: int) -> list[Row]:
        """Money by fate: for each built measure, all counties, each county type, each province."""
        year = np.sum(self._money, axis=0)
        rows = []
        for fate in range(FATES):
            by_county = year[:, :, fate]
            for m, measure in enumerate(MEASURES):
                if np.any(world.provinces.base_pool[:, m] > 0):
                    rows.append(Row(month, "measure", measure.name, SPENDING[fate], float(by_county[:, m].sum())))
            total = by_county.sum(axis=1)
            for kind, name, cells in zip(self._groups.kinds, self._groups.names, self._groups.cells, strict=True):
                if kind in ("all", "county_type", "province"):
                    value = float(total[cells[:, NO_TAG] > 0].sum())
                    rows.append(Row(month, kind, name, SPENDING[fate], value))
        return rows
