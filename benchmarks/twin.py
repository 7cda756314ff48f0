"""What columns save: the same months by `sim.Model` and by its twin in plain Mesa, side by side, on one core.

    python benchmarks/twin.py [--counties 8] [--households 100] [--months 12]

Both begin with the same people after the same burn-in, and each is given the best of its months. The twin draws from
`random.Random`, as a Mesa model would; the columns draw their own luck, and count every indicator of the month too.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from twin import TwinModel

from sim.model import Model
from sim.population.settings import Population
from sim.scenario import Scenario


def best_seconds(step: Callable[[], None], times: int) -> float:
    """Seconds of the fastest of several months."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--counties", type=int, default=8)
    parser.add_argument("--households", type=int, default=100)
    parser.add_argument("--months", type=int, default=12)
    arguments = parser.parse_args()
    population = Population(counties=arguments.counties, households=arguments.households)
    columns = Model(Scenario().replace(months=arguments.months, population=population), rng=1)
    twin = TwinModel(
        columns.world,
        columns._behaviour,
        columns.resolved.levers_at,
        columns._calendar,
        columns._closure,
        seed=1,
        own_luck=True,
    )
    people = len(columns.world.persons.id)
    seconds = {
        "columns": best_seconds(columns.step, arguments.months),
        "twin": best_seconds(twin.step, arguments.months),
    }
    for name, fastest in seconds.items():
        print(f"{name:8} {fastest * 1e3:10.2f} ms a month {fastest * 1e9 / people:10.0f} ns a person-month")
    print(f"{people:,} people; the twin takes {seconds['twin'] / seconds['columns']:.0f} times as long")


if __name__ == "__main__":
    main()
