"""What a small run costs inside a sweep beside its kernels, and whether a process that makes very many grows.

    python benchmarks/sweep.py [--people 20000] [--months 72] [--runs 1000]

Runs follow each other in this process as a worker makes them, each with a seed of its own. Overhead is all processor
time that is not spent in rules: reading the scenario, making people, collection, outcomes. Memory is resident, by
tenths of the runs, which are short and small.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import psutil
from speed import scenario_of

from sim.model import Model
from sim.study.measured import Measured
from sim.study.modeltarget import ModelTarget

SMALL, SHORT = 300, 3
"""People and months of the runs whose memory is watched."""
OUTCOME = Measured("policy", "relapse_rate", "county_type", "key", 12, False)


def target(people: int, months: int) -> ModelTarget:
    """The baseline with one outcome, as a study runs it."""
    scenario = scenario_of(people, months)
    return ModelTarget("sweep", {"policy": scenario}, None, {"relapse": OUTCOME._replace(last=min(12, months))})


def kernel_seconds(run: Callable[[], object]) -> tuple[float, float]:
    """Processor time of a run, and that part of it that its rules take."""
    spent = [0.0]
    each, once = Model._each, Model._once

    def timed(call: Callable[..., None]) -> Callable[..., None]:
        def clocked(model: Model, rule: Callable[..., None], *arguments: Any) -> None:
            start = time.thread_time()
            call(model, rule, *arguments)
            spent[0] += time.thread_time() - start

        return clocked

    Model._each, Model._once = timed(each), timed(once)  # type: ignore[method-assign]
    try:
        start = time.process_time()
        run()
        return time.process_time() - start, spent[0]
    finally:
        Model._each, Model._once = each, once  # type: ignore[method-assign]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=72)
    parser.add_argument("--runs", type=int, default=1_000)
    asked = parser.parse_args()
    usual = target(asked.people, asked.months)
    usual({}, 1)
    total, rules = min(kernel_seconds(lambda seed=seed: usual({}, seed)) for seed in range(2, 5))
    print(
        f"a run of {asked.people:,} people and {asked.months} months: {total:.2f} s, of which rules {rules:.2f} s: "
        f"overhead {total / rules - 1:.0%}"
    )
    small, process = target(SMALL, SHORT), psutil.Process()
    for run in range(asked.runs):
        small({}, run)
        if run % max(1, asked.runs // 10) == 0:
            print(f"{run:7,} runs  {process.memory_info().rss / 1e6:7.1f} MB")
    print(f"{asked.runs:7,} runs  {process.memory_info().rss / 1e6:7.1f} MB")


if __name__ == "__main__":
    main()
