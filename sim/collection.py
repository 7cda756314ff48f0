"""Collecting: from the month's tallies to indicators of every group."""

from collections import deque
from math import isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import firstlinks, indicators
from sim.indicators import INDICATORS, PAID, SPENDING, Counts
from sim.measures import MEASURES
from sim.numeric import NONE
from sim.payers import by_payer
from sim.spread import FIFTHS, GINI, MEDIAN, add_cells, spread
from sim.state import World
from sim.state.codes import DELIVERED, IDLE, LEAKED, NO_TAG, YEAR
from sim.tallies import KINDS, TALLIES
from sim.tally import Tally
from sim.transitions import STATES, Transitions

Values = NDArray[np.float64]
STRATA = ("registered", "relocated", "never_registered")
DECEMBER = 11
YEAR_AGO = ("other_year_ago", "key_year_ago")
"""Kinds of groups of people by what they did a year ago."""
OF_COUNTIES = (
    indicators.people, indicators.relapse_rate, indicators.relapse_rate_raw, indicators.relapse_rate_market,
    indicators.at_risk_share, indicators.monitored_share, indicators.income_mean, indicators.workers_employed,
    indicators.local_share, indicators.unemployment_rate, indicators.public_posts, indicators.pension_cover,
)  # fmt: skip
"""Indicators of each county; they speak of a single month, or of what households carry."""
WIDE = ("all", "county_type", "province")
"""Kinds of groups of whole counties."""
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
    if counties.is_provincial_key.any():
        chosen.append(("county_type", "provincial_key", weight * counties.is_provincial_key[:, None]))
    for name, is_in in (("key", counties.is_key), ("other", ~counties.is_key)):
        chosen.append(("registered", name, weight * is_in[:, None] * is_registered))
    for row, name in enumerate(province_names):
        chosen.append(("province", name, weight * (counties.province == row)[:, None]))
    for name, is_in in zip(STRATA, (is_registered, is_registered & is_relocated, ~is_registered), strict=True):
        chosen.append(("stratum", name, weight * is_in))
    for code, name in enumerate(TAGS):
        chosen.append(("tag", name, weight * (tag == code)))
    kinds, names, cells = zip(*chosen, strict=True)
    return Groups(kinds, names, np.array(cells))


def groups_by_cell(cells: Values) -> NDArray[np.int64]:
    """Rows of the groups to which each cell belongs, filled up with NONE, shape (counties * 16, most groups)."""
    held = cells.reshape(len(cells), -1).T > 0
    first = np.argsort(~held, axis=1, kind="stable")[:, : held.sum(axis=1).max()]
    return np.where(np.take_along_axis(held, first, axis=1), first, NONE)


class Collector:
    """Turns each month's tallies into indicators; keeps the sums of the last twelve months."""

    def __init__(self, world: World, province_names: tuple[str, ...]) -> None:
        self._groups = groups_of(world, province_names)
        self._groups_of_cell = groups_by_cell(self._groups.cells)
        self._is_in = (self._groups.cells[:, :, NO_TAG] > 0).astype(np.float64)
        self._months: deque[Values] = deque(maxlen=YEAR)
        self._money: deque[Values] = deque(maxlen=YEAR + 1)
        self._paid: deque[Values] = deque(maxlen=YEAR)
        self._days: deque[Values] = deque(maxlen=YEAR)
        self._links: deque[Values] = deque(maxlen=YEAR)
        self.cells = np.zeros((len(world.counties.code), KINDS, TALLIES), np.int64)
        self._cell_weight = np.repeat(world.counties.weight.astype(np.float64), KINDS)
        self._survey = tuple(np.full((3, len(self._groups.names)), np.nan))
        self._transitions = Transitions()
        self._is_december = False
        self.fit(world)

    def fit(self, world: World) -> None:
        """Take the households that there are now."""
        counties = world.counties
        self.head_income = np.zeros(len(world.households.id))
        self.residents = np.zeros(len(world.households.id), np.int64)
        self._county = np.repeat(np.arange(len(counties.code)), counties.households)

    def _spread(self, world: World, income: Values, heads: NDArray[np.int64], people: Values) -> Values:
        """Distribution over people of their household's income per head; households without heads are left out."""
        households = world.households
        kind = 8 * households.is_registered + 4 * households.is_relocated + world.registry.tag
        weight: Values = heads.astype(np.float64) * world.counties.weight[self._county]
        return spread(income, weight, KINDS * self._county + kind, self._groups_of_cell, people)

    def remember(self, world: World, season: int) -> None:
        """Keep what was counted this month for the sums over the last twelve; in December, how the year's is spread."""
        counts = np.empty((TALLIES, len(self._groups.names)))
        add_cells(self.cells.reshape(-1, TALLIES), self._cell_weight, self._groups_of_cell, counts)
        self._months.append(counts)
        counties, weight = world.counties, world.counties.weight[:, None]
        self._money.append(counties.money * weight[:, :, None] / 100.0)
        self._paid.append(by_payer(counties) * weight[:, :, None] / 100.0)
        self._days.append(counties.service * counties.need * weight)
        self._links.append(firstlinks.parts(world, firstlinks.YEAR_OF))
        self._is_december = season == DECEMBER
        if self._is_december:
            self._transitions.remember(world)
            income = world.households.survey_income / np.maximum(1, self.residents) / 100.0
            told = self._spread(world, income, self.residents, counts[Tally.RESIDENTS])
            self._survey = told[MEDIAN], told[GINI], told[FIFTHS : FIFTHS + 5].mean(axis=0)

    def collect(self, world: World, month: int) -> list[Row]:
        """Indicators of the month remembered last, for every group that has somebody."""
        counts, year = self._months[-1], np.sum(self._months, axis=0)
        members = world.households.members.astype(np.int64)
        told = self._spread(world, self.head_income, members, counts[Tally.PEOPLE])
        whole = Counts(tuple(counts), tuple(year), tuple(told), self._survey)
        rows: list[Row] = []
        for indicator in INDICATORS:
            name = indicator.__name__
            values = zip(self._groups.kinds, self._groups.names, indicator(whole).tolist(), strict=True)
            rows += [Row(month, kind, group, name, value) for kind, group, value in values if isfinite(value)]
        rows.extend(self._money_rows(world, month))
        rows.extend(self._link_rows(world, month))
        if self._is_december:
            rows.extend(self._report_rows(month))
            rows.extend(self._county_rows(world, month))
            rows.extend(self._transition_rows(month))
        return rows

    def _county_rows(self, world: World, month: int) -> list[Row]:
        """Some indicators of each county, by its code, and the money that arrived there over the year."""
        counties = world.counties
        now = (self.cells.sum(axis=1) * counties.weight[:, None]).T.astype(np.float64)
        counts, codes = Counts(tuple(now), (), (), ()), [f"{code}" for code in counties.code]
        told = {indicator.__name__: indicator(counts) for indicator in OF_COUNTIES}
        told[SPENDING[DELIVERED]] = np.sum([*self._money][-YEAR:], axis=0)[:, :, DELIVERED].sum(axis=1)
        return [
            Row(month, "county", code, name, value)
            for name, values in told.items()
            for code, value in zip(codes, values.tolist(), strict=True)
            if isfinite(value)
        ]

    def _transition_rows(self, month: int) -> list[Row]:
        """Who does what now: by what they did a year ago, in each county type, and all together."""
        counts = self._transitions.counts
        if counts is None:
            return []
        other, key = counts.sum(axis=1)
        told = [("all", "all", other + key), ("county_type", "key", key), ("county_type", "other", other)]
        for kind, side in zip(YEAR_AGO, counts, strict=True):
            told += [(kind, state, people) for state, people in zip(STATES, side, strict=True)]
        return [
            Row(month, kind, group, name, value)
            for kind, group, people in told
            for name, value in zip(STATES, people.tolist(), strict=True)
        ]

    def _link_rows(self, world: World, month: int) -> list[Row]:
        """What measures move first: all counties, each county type, each province."""
        told = (
            (firstlinks.NOW, firstlinks.parts(world, firstlinks.NOW)),
            (firstlinks.YEAR_OF, np.sum([*self._links][-YEAR:], axis=0)),
        )
        rows = []
        for asked, found in told:
            for one, values in zip(asked, firstlinks.of_groups(found, self._is_in).tolist(), strict=True):
                rows += self._wide_rows(month, one.__name__, values)
        return rows

    def _wide_rows(self, month: int, name: str, values: list[float]) -> list[Row]:
        """Values of an indicator by group, for all counties, each county type, each province."""
        return [
            Row(month, kind, group, name, value)
            for kind, group, value in zip(self._groups.kinds, self._groups.names, values, strict=True)
            if kind in WIDE and isfinite(value)
        ]

    def _money_rows(self, world: World, month: int) -> list[Row]:
        """Money by fate and by payer, and staff-days: for each built measure, and for the wide groups."""
        built = [m for m in range(len(MEASURES)) if np.any(world.provinces.base_pool[:, m] > 0)]
        dear = [m for m in range(len(MEASURES)) if m in built or np.any(self._days[-1][:, m] > 0.0)]
        rows = []
        for kept, names, of in (
            (self._money, SPENDING, built),
            (self._paid, PAID, built),
            (self._days, ("staff_days",), dear),
        ):
            year = np.sum([*kept][-YEAR:], axis=0).reshape(*self._days[-1].shape, len(names))
            for column, name in enumerate(names):
                by_measure = year[:, :, column].sum(axis=0)
                rows += [Row(month, "measure", MEASURES[m].name, name, float(by_measure[m])) for m in of]
                rows += self._wide_rows(month, name, (self._is_in @ year[:, :, column].sum(axis=1)).tolist())
        return rows

    def _report_rows(self, month: int) -> list[Row]:
        """In December, what provinces report by the 15th on the year to 30 November."""
        year = self._is_in @ np.sum([*self._money][:-1][-YEAR:], axis=0).sum(axis=1)
        came = year[:, [DELIVERED, IDLE, LEAKED]].sum(axis=1)
        idle = np.divide(year[:, IDLE], came, out=np.full(came.shape, np.nan), where=came > 0.0)
        told = (("report_delivered", year[:, DELIVERED]), ("report_idle_share", idle))
        return [row for name, values in told for row in self._wide_rows(month, name, values.tolist())]
