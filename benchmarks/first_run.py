"""What starting costs: commands of the shell, the first run of a fresh machine, on one core and on all.

    python benchmarks/first_run.py [--times 3] [--cold]

Seconds of wall clock, medians; a cold run has an empty cache of its own and compiles everything.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

BASELINE = "scenarios/baseline.yaml"
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Who sets it lets Python parse every file anew each time."""
WARM = (
    ("--help",),
    ("check", BASELINE),
    ("levers",),
    ("run", BASELINE, "--no-figures"),
    ("run", BASELINE),
)


def seconds(words: Sequence[str], cores: int | None = None, **environment: str) -> float:
    """Wall clock of a command of tiltsim, on so many cores."""
    held = set(sorted(os.sched_getaffinity(0))[:cores])
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "sim", *words, *(("--out", out) if words[0] == "run" else ())]
        start = time.perf_counter()
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            env={name: value for name, value in os.environ.items() if name != NO_BYTECODE} | environment,
            preexec_fn=lambda: os.sched_setaffinity(0, held),
        )
        return time.perf_counter() - start


def warm(times: int) -> dict[str, float]:
    """Median of each command with everything compiled."""
    seconds(("run", BASELINE, "--no-figures"))
    return {" ".join(words): statistics.median(seconds(words) for _ in range(times)) for words in WARM}


def cold() -> dict[str, float]:
    """The first run to its table, compiling all, on one core and on all that there are."""
    found = {}
    for cores in sorted({1, len(os.sched_getaffinity(0))}):
        with tempfile.TemporaryDirectory() as empty:
            name = f"first run, {cores} core{'s' if cores > 1 else ''}"
            found[name] = seconds(("run", BASELINE, "--no-figures"), cores, NUMBA_CACHE_DIR=empty)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--cold", action="store_true")
    arguments = parser.parse_args()
    for name, took in (warm(arguments.times) | (cold() if arguments.cold else {})).items():
        print(f"{name:50}{took:8.2f} s")


if __name__ == "__main__":
    main()
