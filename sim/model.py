"""The model: the tables, and the order of a month."""

import copy
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from secrets import randbits
from typing import Any, NamedTuple, Self

import numpy as np
from mesa import DataCollector

from sim import tallies as tally
from sim.collection import Collector, Row
from sim.differences import differences, shared_months
from sim.enacted import Calendar
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.invariants import first_violation
from sim.levers import Levers, by_measure
from sim.numeric import Luck, handed, make_luck
from sim.population.build import build
from sim.population.margins import margins
from sim.rules import (
    accounts,
    adoption,
    allowance,
    calendar,
    capacity,
    careers,
    claims,
    contests,
    demography,
    earnings,
    families,
    farm,
    firms,
    funds,
    graduates,
    insurance,
    local_jobs,
    lots,
    matching,
    monitoring,
    needs,
    network_first,
    offers,
    posts,
    ranked,
    relapse,
    relief,
    satisficing,
    schooling,
    search,
    seats,
    separations,
    services,
    shocks,
    spending,
    startups,
    supervision,
    targeting,
    targeting_community,
    targeting_threshold,
    training,
    workshops,
)
from sim.scenario import Scenario
from sim.state import World
from sim.state.codes import PLACES, YEAR
from sim.state.month import Month
from sim.state.moves import Moves
from sim.state.room import Room
from sim.state.table import Array, empty
from sim.tablemodel import TableModel

BURN_IN = 2 * YEAR


class FirstHouseholds(NamedTuple):
    """Who the households were before anybody was born, died or moved: the same in every run with these people."""

    id: Array
    is_registered: Array


class BooksDoNotClose(RuntimeError):
    """A month's books do not balance; the message names the first row that does not."""


class Model(TableModel):
    """One run of one scenario, month by month.

    Parameters
    ----------
    scenario : path of a scenario file, or a `Scenario`
    rng : seed, an int from 0 to 2**64 - 1; None draws a fresh one, kept in `seed`
    threads : how many county ranges are worked on at once; changes no number
    check : look every month for rows that no month may leave behind, beside the books, which always must close
    **overrides : levers and behaviour by name; a lever holds from `policy_from`

    Attributes
    ----------
    running : False after the last month; then `step` raises
    seed : the seed in use
    resolved : the scenario as it is run, never mutated
    indicators : this month's value of every indicator, all counties together
    datacollector : Mesa's collector of the seed and of these indicators, month by month; put another in its place, and
        collect with it yourself
    month : months stepped
    world : the tables
    first_households : households of the first month of the burn-in

    Raises
    ------
    InputError
        If the scenario, a name or a value is not allowed.
    """

    _ties = 0

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
        if isinstance(rng, bool) or not hasattr(rng, "__index__") or not 0 <= int(rng) < 2**64:
            raise InputError(f"rng is {rng!r}; allowed is a whole number from 0 to 2**64 - 1, or None")
        loaded = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        if "seed" in overrides:
            raise InputError("seed is no name of a lever; a model takes its seed as rng")
        resolved = loaded.replace(seed=int(rng)).with_overrides(overrides)
        super().__init__(int(rng), resolved.months)
        self.seed = int(rng)
        self.collected: list[Row] = []
        self.indicators: dict[str, float] = {}
        self.datacollector = self._headlines = DataCollector(headlines())
        self._is_checked = check
        self._follow(resolved)
        people = resolved.population
        first_month = self._calendar.month(-BURN_IN)
        self.world: World = build(
            people, self._behaviour, first_month, self.seed if people.seed is None else people.seed
        )
        built = self.world.households
        self.first_households = FirstHouseholds(built.id.copy(), built.is_registered.copy())
        self._furnish()
        self._ranges = county_ranges(self.world.counties.persons, threads)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._burn_in()

    def _furnish(self) -> None:
        """Make what the month needs beside the tables."""
        names = tuple(self._calendar.province_name(int(code)) for code in self.world.provinces.code)
        self._collector = Collector(self.world, names)
        self._vital = margins(self.resolved.population.own.facts).vital
        self._room = empty(Room, len(self.world.persons.id))
        self._draws = np.zeros((len(self.world.counties.code), search.DRAWS))
        self._workers = np.zeros(len(self.world.employers.id), np.int64)
        self._away = np.zeros((len(self.world.counties.code), PLACES), np.int64)
        self._faults = np.zeros((len(self.world.counties.code), 4), np.int64)
        self._waiting: list[tuple[Callable[..., None], list[Any]]] = []

    def step(self) -> None:
        """Simulate one month."""
        self._simulate(self.month)
        self._collect()
        self.month += 1
        self.running = self.month < self.months

    def branch(self, scenario: Scenario | None = None, *, ties: int = 0, **overrides: float) -> Self:
        """Return a copy that goes on from this month under another policy; nothing that one does reaches the other.

        The copy equals, bit for bit, an uninterrupted run of the other scenario with this seed.

        Parameters
        ----------
        scenario : what the copy follows; None is the same
        ties : another number draws the lots of queues anew from here on, and nothing else
        **overrides : levers by name; a lever holds from `policy_from`

        Raises
        ------
        InputError
            If the other scenario differs before this month, in people, behaviour, levers or events.
        RuntimeError
            If a month is half done.
        """
        if not self.running and self.month < self.months:
            raise RuntimeError("a month is half done; nothing can branch from it")
        policy = (self.resolved if scenario is None else scenario).replace(seed=self.seed).with_overrides(overrides)
        if shared_months(policy, self.resolved) < self.month:
            raise InputError(
                f"{policy.name} cannot branch from {self.resolved.name} at {self._calendar.label(self.month)}, before "
                f"which they differ: {'; '.join(differences(policy, self.resolved))}"
            )
        kept = {id(self._pool): self._pool, id(self.collected): [*self.collected]}
        model = copy.deepcopy(self, kept)
        model._follow(policy)
        model._ties = ties
        model.months = policy.months
        model.running = model.month < model.months
        return model

    def _follow(self, resolved: Scenario) -> None:
        """Take a scenario as what is run from now on."""
        self.resolved = resolved
        self._behaviour = resolved.behaviour_values()
        self._closure = funds.Closure(resolved.fund_closure == "new_money", resolved.budget_closure == "fixed_pool")
        self._calendar = Calendar(resolved.start, resolved.events_at, resolved.population.own.facts)

    def _simulate(self, t: int) -> None:
        """One month, in order."""
        behaviour, levers, closure = self._behaviour, self.resolved.levers_at(t), self._closure
        month, luck = self._calendar.month(t), self._luck(t)
        self.world.provinces.line[:] = self._calendar.lines(t, self.world.provinces.code)
        self._open(month, luck)
        persons, households, registry, employers, centres, villages, counties, provinces = self.world
        doses, growth, distance = by_measure(levers), self._calendar.pay_growth(t), villages.distance
        tag, aid, line, demand = registry.tag, registry.aid, provinces.line, provinces.demand
        outside, room, kind = provinces.first_account, self._room, employers.kind

        self._once(funds.step, provinces, counties, doses, levers, behaviour, closure, month)
        self._once(supervision.step, counties, provinces, behaviour, month, luck)
        self._each(capacity.step, counties, levers, behaviour, month)
        self._each(
            shocks.step, persons, households, counties, kind, provinces.code, room, levers, behaviour, month, luck
        )
        self._once(shocks.move_demand, provinces, behaviour, luck)
        self._each(local_jobs.step, employers, counties, levers, behaviour, month, luck)
        self._each(firms.step, employers, counties, demand, levers, behaviour, month, growth, luck)
        self._each(startups.step, persons, households, employers, counties, tag, room, levers, behaviour, month, luck)
        self._each(seats.step, counties, centres, levers, behaviour)
        self._each(contests.step, persons, households, counties, tag, levers, behaviour, month, luck)
        schools = counties, centres, tag
        self._each(training.step, persons, households, *schools, distance, demand, room, levers, behaviour, month, luck)
        self._each(schooling.step, persons, households, *schools, room, levers, behaviour, month, luck)
        self._each(adoption.step, households, counties, behaviour, month, luck)
        self._each(careers.step, persons, counties, behaviour, month, growth, luck)
        self._each(services.step, persons, households, employers, counties, tag, room, levers, behaviour, luck)
        at_work = persons, households, employers, counties
        self._each(separations.step, *at_work, demand, tag, room, behaviour, month, luck)
        jobs = persons, households, employers, villages, counties
        looking, order, listing = self._theories()
        self._each(looking, *jobs, tag, room, self._draws, levers, behaviour, month, luck)
        self._once(offers.step, provinces, counties, behaviour, month, t < 0)
        self._each(order, persons, households, villages, counties, tag, room, behaviour, luck)
        self._each(matching.step, *jobs, tag, outside, room, levers, behaviour, month, luck)
        self._each(workshops.step, persons, households, employers, counties, room, behaviour, month, luck)
        self._each(graduates.step, persons, households, employers, counties, room, levers, behaviour, month, luck)
        self._each(posts.step, persons, households, counties, tag, room, levers, behaviour, luck)
        self._each(relief.step, persons, households, counties, tag, room, luck)
        self._each(earnings.step, *at_work, registry.allowance, demand, tag, levers, behaviour, month, luck)
        self._each(farm.step, persons, households, counties, behaviour, month, luck)
        self._once(claims.pool, provinces, counties, levers)
        self._each(insurance.step, persons, households, counties, kind, tag, levers, behaviour, month, luck)
        self._each(spending.step, persons, households, counties, aid, behaviour, month)
        if t >= -YEAR:
            self._each(relapse.step, households, counties, line)
            self._each(monitoring.step, households, registry, counties, line, levers, behaviour, month, luck)
            self._each(listing, households, registry, counties, room, line, behaviour, month, luck)
            self._each(allowance.step, persons, households, registry, counties, room, behaviour, month, luck)
            self._each(needs.step, persons, households, employers, counties, tag, month)
        self._each(accounts.step, persons, households, employers, counties, self._workers, self._away, self._faults)
        self._once(accounts.close_accounts, employers, counties, provinces, self._away, behaviour, month)
        self._close_books(t)

    def _theories(self) -> tuple[Callable[..., None], Callable[..., None], Callable[..., None]]:
        """The steps that the scenario chose: where people look for work, who is hired first, who is monitored."""
        rules = self.resolved.rules
        migration, order, listing = rules["migration"], rules["matching"], rules["targeting"]
        by_community, by_threshold = targeting_community, targeting_threshold
        return (
            {"logit": search, "satisficing": satisficing}[migration].step,
            {"lots": lots, "ranked": ranked, "network_first": network_first}[order].step,
            {"rank_and_cut": targeting, "threshold": by_threshold, "community": by_community}[listing].step,
        )

    def _open(self, month: Month, luck: Luck) -> None:
        """The month begins; in January people are born, die and move, and the tables of people are made anew."""
        persons, households, _, employers, _, _, counties, _ = self.world
        self._each(calendar.step, persons, households, counties, self._behaviour, month, luck)
        if month.season > 0:
            return
        moves, behaviour = empty(Moves, len(persons.id)), self._behaviour
        people = persons, households, employers, counties, moves, self._room
        self._each(demography.step, *people, self._vital, behaviour, luck)
        self._join()
        self._settle(families.regroup(self.world, moves, behaviour, month, luck))

    def _settle(self, world: World) -> None:
        """Go on with tables that have other rows."""
        self.world = world
        self._room = empty(Room, len(world.persons.id))
        self._collector.fit(world)

    def _count(self, t: int) -> None:
        """Count the month; the last eleven before the first month are counted too, so that its year is whole."""
        persons, households, registry, employers, _, _, counties, provinces = self.world
        month, kept = self._calendar.month(t), self._collector
        people, heads = (persons, households, registry), (kept.head_income, kept.residents)
        self._each(tally.step, *people, employers, counties, provinces.line, month, kept.cells, *heads)
        self._join()
        kept.remember(self.world, month.season)

    def _collect(self) -> None:
        """Tell the indicators of the month."""
        self._count(self.month)
        rows = self._collector.collect(self.world, self.month)
        self.collected.extend(rows)
        self.indicators = {row.indicator: row.value for row in rows if row.group_kind == "all"}
        self._headlines.collect(self)

    def _burn_in(self) -> None:
        """Two years before the first month: one fills a year of income, the next starts relapse and registry."""
        persons, households, registry, employers, _, _, counties, provinces = self.world  # counties stay, people do not
        levers = Levers()
        self._each(needs.count, persons, households, employers, counties, registry.tag)
        self._once(funds.found, provinces, counties, households, by_measure(levers), levers, self._behaviour)
        self._once(supervision.begin, counties, provinces, self._behaviour, self._luck(-BURN_IN))
        self._each(capacity.found, counties, levers, self._behaviour)
        spent = np.zeros(len(counties.code))
        for t in range(-BURN_IN, 0):
            self._simulate(t)
            if t == -YEAR - 1:
                self._each(relapse.start, self.world.households, counties, provinces.line)
                self._join()
            if t > -YEAR:
                self._count(t)
            if t >= -YEAR:
                spent += counties.spent / self._calendar.month(t).price_level
        counties.demand_base[:] = spent / YEAR
        self._each(capacity.settle, counties)
        self._join()

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        """Call a rule for every range of counties; with threads it waits for the next `_join`.

        No range reads what another writes, so each goes through the waiting rules at its own pace.
        """
        if self._pool is None:
            rule(*handed(arguments), 0, len(self.world.counties.code))
        else:
            self._waiting.append((rule, handed(arguments)))

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        """Call a rule that crosses counties."""
        self._join()
        rule(*handed(arguments))

    def _join(self) -> None:
        """Let every range of counties go through the rules that wait: whoever reads what they write asks for it."""
        if self._pool is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            calls = [self._pool.submit(_go_through, waiting, first, last) for first, last in self._ranges]
            for call in calls:
                call.result()

    def _luck(self, t: int) -> Luck:
        return make_luck(self.seed, self._calendar.number(t), ties=self._ties)

    def _close_books(self, t: int) -> None:
        """Stop at the first book that does not close."""
        found = np.flatnonzero(self._faults[:, 0])
        if len(found):
            book, row, column, gap = (int(value) for value in self._faults[found[0]])
            raise BooksDoNotClose(
                f"{self._calendar.label(t)}: {accounts.BOOKS[book]}: row {row}, column {column} is off by {gap}"
            )
        if self._is_checked:
            fault = first_violation(self.world)
            if fault:
                raise BooksDoNotClose(f"{self._calendar.label(t)}: {fault}")


def _go_through(rules: list[tuple[Callable[..., None], list[Any]]], first: int, last: int) -> None:
    """Call rules in order for a range of counties."""
    for rule, arguments in rules:
        rule(*arguments, first, last)


def headlines() -> dict[str, str | partial[float]]:
    """Mesa's model reporters: the seed, and every indicator for all counties together."""
    return {"seed": "seed"} | {name: partial(headline, name=name) for name in DEFINITIONS}


def headline(model: Model, name: str) -> float:
    """Value of an indicator this month, NaN where there is nobody it speaks of."""
    return model.indicators.get(name, math.nan)


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
