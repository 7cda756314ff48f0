"""The model beside plain Mesa, the memory floor and what a second core gives: one run, one machine, the same people.

    python benchmarks/benchmark.py [--people 1000 10000 100000 1000000] [--months 12] [--twin 20000] [--save]

Nanoseconds are a month's over people: of processor time with one thread, of the clock with two. The floor is the bytes
of the columns in a rule's ledger over the process's own copy bandwidth: what a month must move at least. The twin draws
from `random.Random`, as a Mesa model would, and is compared in processor time; that it does the same is shown first,
with the luck of the columns.
`--save` adds the rows to `results.csv` with machine and versions, and draws `results.png`.
"""

import argparse
import csv
import datetime
import multiprocessing
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import matplotlib.figure
from speed import Speed, measure, scenario_of
from yardsticks import best_months, copy_bandwidth, months_equal, second_core, twin_of

from sim.model import Model

HERE = Path(__file__).parent
EQUAL_PEOPLE, EQUAL_MONTHS = 500, 2
TWIN_MONTHS = 12


def nanoseconds(seconds: float, people: int) -> float:
    """A month's seconds as nanoseconds a person."""
    return seconds * 1e9 / people


def show_rules(one: Speed, two: Speed, bandwidth: float) -> None:
    """A line for each rule, the dearest first."""
    print(f"\n{one.people:,} people, nanoseconds a person-month, each rule by itself")
    print(f"{'rule':28}{'1 thread':>10}{'2 threads':>11}{'bytes':>9}{'floor ns':>10}{'over floor':>12}")
    for name, took in sorted(one.rules.items(), key=lambda rule: -rule[1]):
        alone, both = (nanoseconds(each, one.people) for each in (took, two.rules.get(name, 0.0)))
        line = f"{name:28}{alone:10.1f}{both:11.1f}"
        if one.floors.get(name):
            floor = one.floors[name] / bandwidth * 1e9
            line += f"{one.floors[name]:9.1f}{floor:10.2f}{alone / floor:12.1f}"
        print(line)


def row(one: Speed, two: Speed, bandwidth: float, gain: float) -> dict[str, float]:
    """What is kept of a size."""
    floor = sum(one.floors.values()) / bandwidth * 1e9
    month = nanoseconds(one.month, one.people)
    return {
        "people": one.people,
        "build_ns": nanoseconds(one.build, one.people),
        "month_ns": month,
        "month_ns_2_threads": nanoseconds(two.month, one.people),
        "collect_ns": nanoseconds(one.collect, one.people),
        "write_s": one.write,
        "state_bytes": one.state,
        "peak_bytes": one.peak,
        "floor_ns": floor,
        "over_floor": month / floor,
        "second_thread": one.month / two.month / gain,
    }


def alone(people: int, months: int, threads: int) -> Speed:
    """Measure in a process of its own, whose memory is that of this size."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, people, months, threads).result()


def machine() -> dict[str, str]:
    """Where and with what it was measured."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    versions = " ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "numba", "mesa"))
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{model}, {os.cpu_count()} cores",
        "load": f"{os.getloadavg()[0]:.1f}",
        "versions": f"python {platform.python_version()} {versions}",
    }


def save(rows: list[dict[str, float]], shared: dict[str, float]) -> None:
    """Add the rows to the table, and draw the last run."""
    told = machine()
    kept = [
        {**told, **{name: f"{value:.4g}" for name, value in (each | shared).items()}, "people": f"{each['people']:.0f}"}
        for each in rows
    ]
    path = HERE / "results.csv"
    is_new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, kept[0], lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(kept)
    draw(rows, shared, told)


def draw(rows: list[dict[str, float]], shared: dict[str, float], told: dict[str, str]) -> None:
    """Cost of a person-month by size, against plain Mesa and the memory floor."""
    sheet = matplotlib.figure.Figure(figsize=(8.4, 4.6), layout="constrained")
    axes = sheet.subplots()
    people = [each["people"] for each in rows]
    for name, label, colour in (
        ("month_ns", "the model, one thread", "#0072B2"),
        ("month_ns_2_threads", "two threads", "#56B4E9"),
        ("floor_ns", "memory floor", "#6B6B6B"),
    ):
        axes.plot(people, [each[name] for each in rows], marker="o", color=colour, label=label)
    axes.axhline(shared["twin_ns"], color="#D55E00", label=f"plain Mesa, {shared['twin_ratio']:.0f} times as long")
    axes.set(xscale="log", yscale="log", xlabel="people", ylabel="nanoseconds a person-month")
    axes.grid(axis="y", color="#E6E6E6")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9)
    axes.set_title(
        f"A month, all rules and collection\n{told['machine']}, load {told['load']}, {told['date']}",
        loc="left",
        fontsize=10,
    )
    sheet.savefig(HERE / "results.png", dpi=150)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--twin", type=int, default=20_000, help="people of the comparison with plain Mesa")
    parser.add_argument("--save", action="store_true")
    asked = parser.parse_args()
    bandwidth, gain = copy_bandwidth(), second_core()
    print(f"copy {bandwidth / 1e9:.1f} GB/s, one core; a second core gives {gain:.2f} times a loop without memory")
    equal = months_equal(Model(scenario_of(EQUAL_PEOPLE, EQUAL_MONTHS), rng=1), EQUAL_MONTHS)
    print(f"columns and plain Mesa agree through the burn-in and {equal} months, after every rule, to the last bit")
    columns = Model(scenario_of(asked.twin, TWIN_MONTHS), rng=1)
    ours, theirs = best_months(columns, twin_of(columns), TWIN_MONTHS)
    count = len(columns.world.persons.id)
    shared = {
        "bandwidth_gb": bandwidth / 1e9,
        "second_core": gain,
        "twin_people": count,
        "twin_ns": nanoseconds(theirs, count),
        "twin_ratio": theirs / ours,
    }
    ns = nanoseconds(ours, count), nanoseconds(theirs, count)
    print(f"{count:,} people: columns {ns[0]:,.0f} ns, plain Mesa {ns[1]:,.0f} ns, {ns[1] / ns[0]:.0f} times as long")
    rows = []
    for people in asked.people:
        one, two = (alone(people, asked.months, threads) for threads in (1, 2))
        rows.append(row(one, two, bandwidth, gain))
        show_rules(one, two, bandwidth)
    print(f"\n{'':22}" + "".join(f"{each['people']:>14,.0f}" for each in rows))
    for name in list(rows[0])[1:]:
        print(f"{name:22}" + "".join(f"{each[name]:14.4g}" for each in rows))
    if asked.save:
        save(rows, shared)


if __name__ == "__main__":
    main()
