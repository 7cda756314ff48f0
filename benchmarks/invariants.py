"""What it costs to look every month for rows that cannot be, as sweeps do: seconds of a month with and without.

    python benchmarks/invariants.py [--counties 40] [--households 500] [--months 24]

The months of both take turns in one process, on copies of one world; the ratio is of the medians.
"""

import argparse
import statistics
import time

from sim.invariants import domains, first_violation
from sim.model import Model
from sim.scenario import Scenario

SCENARIO = "scenarios/baseline.yaml"


def seconds(model: Model) -> float:
    """Of one month."""
    began = time.perf_counter()
    model.step()
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=40)
    parser.add_argument("--households", type=int, default=500)
    parser.add_argument("--months", type=int, default=24)
    asked = parser.parse_args()
    people = {"counties": asked.counties, "households": asked.households}
    scenario = Scenario.load(SCENARIO).replace(population=people, months=asked.months)
    plain, checked = Model(scenario, rng=1), Model(scenario, rng=1, check=True)
    times: dict[str, list[float]] = {"without": [], "with": [], "the look alone": []}
    while plain.running:
        times["without"].append(seconds(plain))
        times["with"].append(seconds(checked))
        began = time.perf_counter()
        assert first_violation(checked.world) is None
        times["the look alone"].append(time.perf_counter() - began)
    months = {name: 1e3 * statistics.median(told) for name, told in times.items()}
    rows = sum(len(table[0]) for table in checked.world)
    print(f"{len(checked.world.persons.id):,} people, {rows:,} rows, {len(domains())} columns with numbers")
    for name, told in months.items():
        print(f"{name:15}  {told:8.2f} ms a month")
    share = months["the look alone"] / months["without"]
    print(f"ratio with / without {months['with'] / months['without']:.3f}; the look is {share:.1%} of a month")


if __name__ == "__main__":
    main()
