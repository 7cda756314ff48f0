"""What a month costs: nanoseconds per person-month, bytes touched and compile seconds, rule by rule.

    python benchmarks/month.py [--counties 40] [--households 500] [--months 24] [--threads 1 2]

Every figure of one table comes from one process. Compile seconds are the first call of each rule in a fresh process
with an empty cache, less a usual call. Bytes are those of the columns in the rule's ledger, each row
once, over people: what a month must move at least. The floor is those bytes over the process's own copy bandwidth.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from sim.ledger import TABLES, told
from sim.model import Model
from sim.population.settings import Population
from sim.scenario import Scenario
from sim.state.table import columns

SCENARIO = "scenarios/baseline.yaml"


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
        name = f"{rule.__module__.removeprefix('sim.').removeprefix('rules.')}.{rule.__name__}"
        self.clock[name].append(time.perf_counter() - start)


def build(counties: int, households: int, months: int, threads: int) -> TimedModel:
    """A model of the baseline on a population of this size."""
    scenario = Scenario.load(SCENARIO).replace(
        months=months, population=Population(counties=counties, households=households)
    )
    return TimedModel(scenario, rng=1, threads=threads)


def bytes_touched(model: Model, module: ModuleType) -> int:
    """Bytes of the columns that a rule's ledger names."""
    total = 0
    for name in told(module).reads | told(module).writes:
        table, column = name.split(".")
        assert column in columns(TABLES[table])
        total += getattr(getattr(model.world, table), column).nbytes
    return total


def copy_bandwidth() -> float:
    """Bytes a second that one core reads and writes in a long copy; best of five."""
    source, target = np.ones(16_000_000), np.empty(16_000_000)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        np.copyto(target, source)
        best = max(best, 2 * source.nbytes / (time.perf_counter() - start))
    return best


def cold_calls(arguments: argparse.Namespace) -> dict[str, float]:
    """Seconds of each rule's first call in a fresh process with an empty cache."""
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, __file__, "--cold", "--counties", str(arguments.counties)]
        command += ["--households", str(arguments.households)]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | {"NUMBA_CACHE_DIR": empty}
        )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--counties", type=int, default=40)
    parser.add_argument("--households", type=int, default=500)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.cold:
        model = build(arguments.counties, arguments.households, 1, 1)
        model.step()
        print(json.dumps({name: seconds[0] for name, seconds in model.clock.items()}))
        return
    first = cold_calls(arguments)
    bandwidth = copy_bandwidth()
    rows: dict[str, list[float]] = defaultdict(list)
    for threads in arguments.threads:
        build(arguments.counties, arguments.households, 1, threads).step()
        start = time.perf_counter()
        model = build(arguments.counties, arguments.households, arguments.months, threads)
        built = time.perf_counter() - start
        people = len(model.world.persons.id)
        for seconds in model.clock.values():
            seconds.clear()
        start = time.perf_counter()
        while model.running:
            model.step()
        months = (time.perf_counter() - start) / arguments.months
        rows["total"].append(months * 1e9 / people)
        for name, seconds in model.clock.items():
            if seconds:
                rows[name].append(sum(seconds) / arguments.months * 1e9 / people)
        print(f"{threads} threads: {people:,} people; build and burn-in {built:.2f} s; a month {months * 1e3:.1f} ms")
    heads = [f"ns, {threads} threads" for threads in arguments.threads]
    print(
        f"\n{'rule':28}" + "".join(f"{head:>15}" for head in heads) + f"{'bytes':>10}{'floor ns':>10}{'compile s':>11}"
    )
    for name, figures in sorted(rows.items(), key=lambda row: -row[1][0]):
        module = sys.modules.get(f"sim.rules.{name.split('.')[0]}")
        touched = bytes_touched(model, module) / people if module else 0.0
        usual = figures[0] * people / 1e9
        compiling = max(0.0, first.get(name, 0.0) - usual)
        line = "".join(f"{figure:15.1f}" for figure in figures)
        floor = f"{touched:10.1f}{touched / bandwidth * 1e9:10.2f}" if module else " " * 20
        print(f"{name:28}{line}{floor}" + (f"{compiling:11.2f}" if name in first else ""))
    print(f"\ncompile seconds together {sum(first.values()):.1f}; copy bandwidth {bandwidth / 1e9:.1f} GB/s, one core")
    print(f"people-months a second, first column: {1e9 / statistics.mean(rows['total'][:1]):,.0f}")


if __name__ == "__main__":
    main()
