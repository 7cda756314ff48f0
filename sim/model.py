"""The model: the tables, and the order of a month."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from secrets import randbits
from typing import Any

import mesa
import numpy as np

from sim import tallies as tally
from sim.collection import Collector, Row
from sim.enacted import Calendar
from sim.errors import InputError
from sim.levers import Levers, by_measure
from sim.numeric import Luck, make_luck
from sim.population.build import build
from sim.rules import (
    accounts,
    calendar,
    capacity,
    earnings,
    firms,
    funds,
    insurance,
    matching,
    monitoring,
    posts,
    relapse,
    separations,
    shocks,
    spending,
    training,
)
from sim.scenario import Scenario
from sim.state import World
from sim.state.codes import YEAR
from sim.state.table import Array

BURN_IN = 2 * YEAR


class BooksDoNotClose(RuntimeError):
    """A month's books do not balance; the message names the first row that does not."""


class Model(mesa.Model):
    """One run of one scenario, month by month.

    Parameters
    ----------
    scenario : path of a scenario file, or a `Scenario`
    rng : seed, an int from 0 to 2**64 - 1; None draws a fresh one, kept in `seed`
    threads : how many county ranges are worked on at once; changes no number
    check : recount every book each month
    **overrides : levers and behaviour by name; a lever holds from `policy_from`

    Attributes
    ----------
    running : False after the last month; then `step` raises
    seed : the seed in use
    resolved : the scenario as it is run, never mutated
    month : months stepped
    world : the tables

    Raises
    ------
    InputError
        If the scenario, a name or a value is not allowed.
    """

    scenario = None

    def __init__(
        self,
        scenario: str | Path | Scenario,
        rng: int | np.integer[Any] | None = None,
        *,
        threads: int = 1,
        check: bool = False,
        **overrides: float,
    ) -> None:
        if rng is None:
            rng = randbits(63)
        if isinstance(rng, bool) or not isinstance(rng, int | np.integer) or not 0 <= int(rng) < 2**64:
            raise InputError(f"rng is {rng!r}; allowed is a whole number from 0 to 2**64 - 1, or None")
        super().__init__(rng=int(rng))
        self.scenario = None
        loaded = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        self.resolved = loaded.replace(**overrides)
        self.seed = int(rng)
        self.month = 0
        self.collected: list[Row] = []
        self.check = check
        self._threads = threads
        self._behaviour = self.resolved.behaviour_values()
        self._closure = funds.Closure(
            self.resolved.fund_closure == "new_money", self.resolved.budget_closure == "fixed_pool"
        )
        self._calendar = Calendar(self.resolved.start, self.resolved.events_at)
        first_month = self._calendar.month(-BURN_IN)
        self.world: World = build(self.resolved.population, self._behaviour, first_month, self.seed)
        names = tuple(self._calendar.province_name(int(code)) for code in self.world.provinces.code)
        self._collector = Collector(self.world, names)
        self._faults = np.zeros((len(self.world.counties.code), 4), np.int64)
        self._ranges = county_ranges(self.world.counties.persons, threads)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._burn_in()

    def step(self) -> None:
        """Simulate one month."""
        if not self.running:
            raise RuntimeError(f"the run of {self.resolved.months} months is over")
        self._simulate(self.month)
        self.collected.extend(self._collector.collect(self.world, self.month))
        self.month += 1
        self.running = self.month < self.resolved.months

    def _simulate(self, t: int) -> None:
        """One month, in order."""
        persons, households, registry, employers, centres, villages, counties, provinces = self.world
        behaviour, levers = self._behaviour, self.resolved.levers_at(t)
        month, luck = self._calendar.month(t), self._luck(t)
        doses = by_measure(levers)
        provinces.line[:] = self._calendar.lines(t, provinces.code)

        self._each(calendar.step, persons, households, counties, behaviour, month, luck)
        funds.step(provinces, counties, doses, levers, behaviour, self._closure, month)
        self._each(capacity.step, counties, behaviour)
        self._each(shocks.step, persons, households, counties, provinces.code, behaviour, month, luck)
        shocks.move_demand(provinces, behaviour, luck)
        self._each(firms.step, employers, counties, behaviour, month, self._calendar.pay_growth(t), luck)
        self._each(
            training.step,
            persons,
            households,
            counties,
            centres,
            registry.tag,
            villages.distance,
            levers,
            behaviour,
            luck,
        )
        self._each(separations.step, persons, employers, counties, provinces.demand, behaviour, month, luck)
        self._each(matching.apply, persons, households, employers, villages, counties, behaviour, month, luck)
        matching.share_offers(provinces, counties, behaviour, month, t < 0)
        self._each(
            matching.hire, persons, households, employers, counties, provinces.first_account, behaviour, month, luck
        )
        self._each(posts.step, persons, households, counties, registry.tag, levers, behaviour, luck)
        self._each(earnings.step, persons, households, employers, counties, levers, behaviour, month)
        self._each(insurance.step, persons, households, counties, behaviour, month, luck)
        self._each(spending.step, persons, households, counties, registry.aid, behaviour, month)
        if t >= -YEAR:
            self._each(relapse.step, households, counties, provinces.line)
            self._each(monitoring.step, persons, households, registry, counties, provinces.line, behaviour, month, luck)
        self._each(accounts.step, persons, households, employers, counties, self._faults)
        self._close_books(t)
        if t >= 0:
            self._each(
                tally.step,
                persons,
                households,
                registry,
                employers,
                counties,
                provinces.line,
                month,
                self._collector.cells,
                self._collector.head_income,
            )

    def _burn_in(self) -> None:
        """Two years before the first month: one fills a year of income, the next starts relapse and registry."""
        persons, households, registry, _, _, _, counties, provinces = self.world
        self._each(monitoring.count, persons, households, registry, counties)
        funds.found(provinces, counties, households, Levers(), self._behaviour)
        spent = np.zeros(len(counties.code))
        for t in range(-BURN_IN, 0):
            self._simulate(t)
            if t == -YEAR - 1:
                self._each(relapse.start, households, counties, provinces.line)
            if t >= -YEAR:
                spent += counties.spent / self._calendar.month(t).price_level
        counties.demand_base[:] = spent / YEAR

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        """Call a rule for every range of counties."""
        if self._pool is None:
            rule(*arguments, 0, len(self.world.counties.code))
            return
        calls = [self._pool.submit(rule, *arguments, first, last) for first, last in self._ranges]
        for call in calls:
            call.result()

    def _luck(self, t: int) -> Luck:
        return make_luck(self.seed, self._calendar.number(t))

    def _close_books(self, t: int) -> None:
        """Stop at the first book that does not close."""
        found = np.flatnonzero(self._faults[:, 0])
        if len(found):
            book, row, column, gap = (int(value) for value in self._faults[found[0]])
            raise BooksDoNotClose(
                f"{self._calendar.label(t)}: {accounts.BOOKS[book]}: row {row}, column {column} is off by {gap}"
            )


def county_ranges(persons: Array, threads: int) -> list[tuple[int, int]]:
    """Split the counties into as many ranges as threads, of about equally many people.

    Parameters
    ----------
    persons : array of shape (counties,), people per county
    threads : number of ranges wanted

    Returns
    -------
    list of (first, last): every county in exactly one range, no range empty
    """
    ends = np.searchsorted(np.cumsum(persons), np.arange(1, threads + 1) * persons.sum() / threads)
    bounds = sorted({0, *(min(int(end) + 1, len(persons)) for end in ends), len(persons)})
    return list(pairwise(bounds))
