"""What columns save: the same months by `sim.Model` and by its twin in plain Mesa, side by side, on one core.

    python benchmarks/twin.py [--counties 8] [--households 300] [--months 12]

Both begin with the same people after the same burn-in, take turns month by month, and each is given its best month,
in seconds of processor time. The twin draws from `random.Random`, as a Mesa model would; the columns draw their own
luck.
"""

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from twin import TwinModel

from sim.model import Model
from sim.population.settings import Population
from sim.scenario import Scenario


class TimedModel(Model):
    """The model with a clock around the rules of a month."""

    def _simulate(self, t: int) -> None:
        start = time.process_time()
        super()._simulate(t)
        self.rules_took = time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--counties", type=int, default=8)
    parser.add_argument("--households", type=int, default=300)
    parser.add_argument("--months", type=int, default=12)
    arguments = parser.parse_args()
    population = Population(counties=arguments.counties, households=arguments.households)
    columns = TimedModel(Scenario().replace(months=arguments.months, population=population), rng=1)
    twin = TwinModel(
        columns.world,
        columns._behaviour,
        columns.resolved.levers_at,
        columns._calendar,
        columns._closure,
        seed=1,
        own_luck=True,
    )
    seconds = defaultdict(list)
    for _ in range(arguments.months):
        start = time.process_time()
        columns.step()
        seconds["columns, with all indicators"].append(time.process_time() - start)
        seconds["columns"].append(columns.rules_took)
        start = time.process_time()
        twin.step()
        seconds["plain Mesa"].append(time.process_time() - start)
    people = len(columns.world.persons.id)
    print(f"{people:,} people, best of {arguments.months} months")
    for name, months in seconds.items():
        best = min(months)
        print(f"{name:30}{best * 1e3:10.2f} ms a month{best * 1e9 / people:10.0f} ns a person-month")
    print(f"plain Mesa takes {min(seconds['plain Mesa']) / min(seconds['columns']):.0f} times as long")


if __name__ == "__main__":
    main()
