"""What a month of the model costs, rule by rule, at a size and with so many threads.

One thread is told in processor time, which others on the machine disturb least; two can only be told by the clock.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sim.enacted import Calendar
from sim.ledger import TABLES, told
from sim.model import BURN_IN, Model
from sim.population.build import build
from sim.population.extent import PER_HOUSEHOLD
from sim.provenance import Provenance
from sim.results import Results
from sim.runner import table_of
from sim.scenario import Scenario
from sim.state.table import columns

SCENARIO = "scenarios/baseline.yaml"
COUNTIES, FEWEST = 40, 20


class TimedModel(Model):
    """The model with a clock around each rule."""

    def __init__(self, scenario: Scenario, threads: int, now: Callable[[], float]) -> None:
        self.clock: dict[str, list[float]] = defaultdict(list)
        self._now = now
        super().__init__(scenario, rng=1, threads=threads)

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        self._timed(super()._each, rule, *arguments)

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        self._timed(super()._once, rule, *arguments)

    def _collect(self) -> None:
        start = self._now()
        super()._collect()
        self.clock["collection"].append(self._now() - start)

    def _timed(self, call: Callable[..., None], rule: Callable[..., None], *arguments: Any) -> None:
        start = self._now()
        call(rule, *arguments)
        self._join()
        name = f"{rule.__module__.removeprefix('sim.').removeprefix('rules.')}.{rule.__name__}"
        self.clock[name].append(self._now() - start)


class Speed(NamedTuple):
    """What was measured.

    Attributes
    ----------
    people : simulated people
    threads : county ranges worked on at once
    build, month, collect, write : seconds; a month with its collection
    state, peak : bytes a person: of all tables; of the process at most, less what it held before
    rules : seconds a month of each rule
    floors : bytes of the columns in each rule's ledger, over people
    """

    people: int
    threads: int
    build: float
    month: float
    collect: float
    write: float
    state: float
    peak: float
    rules: dict[str, float]
    floors: dict[str, float]


def scenario_of(people: int, months: int) -> Scenario:
    """The baseline with about so many people."""
    counties = max(4, min(COUNTIES, int(people / PER_HOUSEHOLD / FEWEST)))
    households = max(FEWEST, round(people / PER_HOUSEHOLD / counties))
    population = {"counties": counties, "households": households}
    return Scenario.load(SCENARIO).replace(months=months, population=population)


def measure(people: int, months: int, threads: int) -> Speed:
    """Build, simulate, collect and write; the clocks of rules are of a run of their own."""
    now = time.process_time if threads == 1 else time.perf_counter
    scenario, before = scenario_of(people, months), peak_memory()
    beliefs, calendar = scenario.behaviour_values(), Calendar(scenario.start, scenario.events_at)
    build(scenario_of(1_000, 1).population, beliefs, calendar.month(-BURN_IN), 1)
    built = _seconds(now, lambda: build(scenario.population, beliefs, calendar.month(-BURN_IN), 1))
    model = Model(scenario, rng=1, threads=threads)
    month = _seconds(now, lambda: [model.step() for _ in range(months)]) / months
    peak = peak_memory() - before
    results = Results(table_of(model, scenario), Provenance.now(scenario.resolved(), 1, {}, 0))
    with tempfile.TemporaryDirectory() as folder:
        write = _seconds(now, lambda: results.save(Path(folder), figures=False))
    count, state = len(model.world.persons.id), sum(column.nbytes for table in model.world for column in table)
    timed = TimedModel(scenario, threads, now)
    for seconds in timed.clock.values():
        seconds.clear()
    while timed.running:
        timed.step()
    rules = {name: sum(seconds) / months for name, seconds in timed.clock.items() if seconds}
    floors = {name: bytes_touched(timed, name) / count for name in rules if _module(name) in sys.modules}
    return Speed(
        count,
        threads,
        built,
        month,
        rules["collection"],
        write,
        state / count,
        peak / count,
        rules,
        floors,
    )


def bytes_touched(model: Model, name: str) -> int:
    """Bytes of the columns that the ledger of a rule names, each once: what a month must move at least."""
    ledger, total = told(sys.modules[_module(name)]), 0
    for place in ledger.reads | ledger.writes:
        table, column = place.split(".")
        assert column in columns(TABLES[table])
        total += getattr(getattr(model.world, table), column).nbytes
    return total


def peak_memory() -> int:
    """Most memory that this process has held, bytes; what `getrusage` tells begins with the parent's."""
    told = Path("/proc/self/status").read_text()
    return 1024 * int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1])


def _module(name: str) -> str:
    return f"sim.rules.{name.split('.')[0]}"


def _seconds(now: Callable[[], float], call: Callable[[], object]) -> float:
    start, _, end = now(), call(), now()
    return end - start
