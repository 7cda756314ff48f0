"""What a month of the model costs, rule by rule, at a size and with so many threads."""

import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sim.ledger import TABLES, told
from sim.model import Model
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

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.clock: dict[str, list[float]] = defaultdict(list)
        super().__init__(*arguments, **named)

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        self._timed(super()._each, rule, *arguments)

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        self._timed(super()._once, rule, *arguments)

    def _collect(self) -> None:
        start = time.perf_counter()
        super()._collect()
        self.clock["collection"].append(time.perf_counter() - start)

    def _timed(self, call: Callable[..., None], rule: Callable[..., None], *arguments: Any) -> None:
        start = time.perf_counter()
        call(rule, *arguments)
        self._join()
        name = f"{rule.__module__.removeprefix('sim.').removeprefix('rules.')}.{rule.__name__}"
        self.clock[name].append(time.perf_counter() - start)


class Speed(NamedTuple):
    """What was measured.

    Attributes
    ----------
    people : simulated people
    threads : county ranges worked on at once
    build, burn_in, month, collect, write : seconds; a month with its collection
    state, peak : bytes a person: of all tables; of the process at most, less what it held before
    rules : seconds a month of each rule
    floors : bytes of the columns in each rule's ledger, over people
    """

    people: int
    threads: int
    build: float
    burn_in: float
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
    scenario, before = scenario_of(people, months), peak_memory()
    start = time.perf_counter()
    model = Model(scenario, rng=1, threads=threads)
    ready = time.perf_counter() - start
    start = time.perf_counter()
    model_months = [_step(model) for _ in range(months)]
    peak = peak_memory() - before
    results = Results(table_of(model, scenario), Provenance.now(scenario.resolved(), 1, {}, 0))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        results.save(Path(folder), figures=False)
    write = time.perf_counter() - start
    count, state = len(model.world.persons.id), sum(column.nbytes for table in model.world for column in table)
    burn_in = 24 * statistics.mean(model_months)
    timed = TimedModel(scenario, rng=1, threads=threads)
    for seconds in timed.clock.values():
        seconds.clear()
    while timed.running:
        timed.step()
    rules = {name: sum(seconds) / months for name, seconds in timed.clock.items() if seconds}
    floors = {name: bytes_touched(timed, name) / count for name in rules if _module(name) in sys.modules}
    return Speed(
        count,
        threads,
        max(0.0, ready - burn_in),
        burn_in,
        statistics.mean(model_months),
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
    """Most memory that this process has held, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _module(name: str) -> str:
    return f"sim.rules.{name.split('.')[0]}"


def _step(model: Model) -> float:
    start = time.perf_counter()
    model.step()
    return time.perf_counter() - start
