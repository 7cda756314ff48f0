"""Golden fingerprints of the shipped scenarios, and where two versions of the code part.

    python tests/fingerprints.py                    say which scenario no longer gives its fingerprint
    python tests/fingerprints.py --write            keep the fingerprints of this code
    python tests/fingerprints.py --against REF      the first month, rule, column, agent that differ from a revision

A fingerprint is a hash of every column of every table after every rule of every month, of a small population, until
half a year after the last date that the scenario names. Two versions are run side by side, each from its own sources;
where the first hash differs both are run again up to there and their tables are held against each other, row by row.
"""

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.scenario import Scenario

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "results" / "validation" / "fingerprints.json"
PEOPLE = {"counties": 4, "households": 20}
MONTHS = 30
"""At least: from January 2020 to half a year after a policy that begins in December 2021."""
AFTER = 6
"""Months after the last date that a scenario names."""
ELSEWHERE = ("own-data", "studies", "calibration", "survey")
"""Folders of scenarios whose people are others, and of files that are no scenarios."""


class Reached(Exception):
    """The place at which tables were asked for."""


def watched(scenario: str, seen: Callable[[str, Any], None]) -> None:
    """Run a scenario; `seen` is called with a place, "month rule", and the tables after every rule."""
    from sim.model import Model
    from sim.scenario import Scenario

    class Watched(Model):
        def _simulate(self, t: int) -> None:
            self.told = self._calendar.label(t)
            super()._simulate(t)

        def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
            super()._each(rule, *arguments)
            self._see(rule)

        def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
            super()._once(rule, *arguments)
            self._see(rule)

        def _see(self, rule: Callable[..., None]) -> None:
            name = f"{rule.__module__.removeprefix('sim.').removeprefix('rules.')}.{rule.__name__}"
            seen(f"{getattr(self, 'told', 'begin')} {name}", self.world)

    asked = Scenario.load(scenario)
    model = Watched(asked.replace(seed=1, months=months_of(asked), population=PEOPLE), rng=1)
    while model.running:
        model.step()


def months_of(scenario: "Scenario") -> int:
    """Months that a fingerprint covers."""
    from sim.dated import month_number

    told = scenario.resolved()
    dated = [value for part in ("levers", "events") for value in told[part].values() if isinstance(value, dict)]
    last = max((month_number(date) for value in dated for date in value), default=0)
    return min(scenario.months, max(MONTHS, last + AFTER - month_number(scenario.start)))


def trace(scenario: str) -> list[list[str]]:
    """Places in order, each with its hash of all tables."""
    found: list[list[str]] = []

    def seen(place: str, world: Any) -> None:
        digest = hashlib.blake2b(digest_size=8)
        for rows in world:
            for column in rows:
                digest.update(np.ascontiguousarray(column).tobytes())
        found.append([place, digest.hexdigest()])

    watched(scenario, seen)
    return found


def tables(scenario: str, number: int) -> dict[str, np.ndarray]:
    """Every column at the place of this number."""
    found: dict[str, np.ndarray] = {}
    count = iter(range(10**9))

    def seen(_: str, world: Any) -> None:
        if next(count) == number:
            for table, rows in world._asdict().items():
                found.update({f"{table}.{name}": column.copy() for name, column in rows._asdict().items()})
            raise Reached

    with contextlib.suppress(Reached):
        watched(scenario, seen)
    return found


def fingerprint(scenario: str) -> str:
    """Of a whole run."""
    return hashlib.blake2b(json.dumps(trace(scenario)).encode(), digest_size=16).hexdigest()


def shipped() -> list[str]:
    """Scenarios that have a golden fingerprint: all that a small population can be asked of."""
    paths = sorted(path.relative_to(ROOT) for path in (ROOT / "scenarios").rglob("*.yaml"))
    return [path.as_posix() for path in paths if path.parent.name not in ELSEWHERE and "full" not in path.stem]


def elsewhere(tree: Path, room: Path, *words: str) -> Any:
    """What this file finds with the sources of another tree."""
    out = room / "found"
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, str(Path(__file__).resolve()), *words, "--out", str(out)]
    subprocess.run(command, cwd=tree, env=environment, check=True)
    return dict(np.load(f"{out}.npz")) if "--tables" in words else json.loads(out.read_text())


def parted(one: Path, other: Path, scenario: str, room: Path) -> str:
    """Where the runs of two trees part, in one sentence."""
    first, second = (elsewhere(tree, room, "--trace", scenario) for tree in (one, other))
    for number, (mine, its) in enumerate(zip(first, second, strict=False)):
        if mine[0] != its[0]:
            return f"{scenario}: {mine[0]} is called here, {its[0]} there"
        if mine[1] != its[1]:
            tables_of = [elsewhere(tree, room, "--trace", scenario, "--tables", str(number)) for tree in (one, other)]
            return f"{scenario}: {first_difference(*tables_of)} after {mine[0]}"
    if len(first) != len(second):
        return f"{scenario}: equal for {min(len(first), len(second))} calls, then one goes on"
    return f"{scenario}: equal, bit for bit, in {len(first)} calls of rules"


def first_difference(here: dict[str, np.ndarray], there: dict[str, np.ndarray]) -> str:
    """The first column and row, with the permanent id of who that is, that differ."""
    gone = sorted(here.keys() ^ there.keys())
    if gone:
        return f"column {gone[0]} is not in both"
    for name, mine in here.items():
        its = there[name]
        if mine.shape != its.shape or mine.dtype != its.dtype:
            return f"{name} is {mine.dtype} {mine.shape} here, {its.dtype} {its.shape} there"
        equal = (mine == its) | ((mine != mine) & (its != its))
        if not equal.all():
            row = int(np.flatnonzero(~equal.reshape(len(equal), -1).all(axis=1))[0])
            table = name.partition(".")[0]
            ids = here.get(f"{table}.id", here.get(f"{table}.code"))
            who = f"row {row}" if ids is None else f"row {row} (id {ids[row]})"
            many = int((~equal).sum())
            return f"{name}: {who} is {mine[row].tolist()} here, {its[row].tolist()} there ({many} differ)"
    return "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", help="default: every shipped scenario")
    parser.add_argument("--write", action="store_true", help="keep the fingerprints of this code")
    parser.add_argument("--against", metavar="REF", help="a git revision")
    parser.add_argument("--trace", metavar="SCENARIO", help=argparse.SUPPRESS)
    parser.add_argument("--tables", type=int, metavar="PLACE", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.trace and asked.tables is not None:
        np.savez(asked.out, **tables(asked.trace, asked.tables))
        return 0
    if asked.trace:
        asked.out.write_text(json.dumps(trace(asked.trace)))
        return 0
    scenarios = asked.scenarios or shipped()
    if asked.against:
        with tempfile.TemporaryDirectory() as room:
            tree = Path(room) / "tree"
            git = ["git", "-C", str(ROOT), "worktree"]
            subprocess.run([*git, "add", "--quiet", "--detach", str(tree), asked.against], check=True)
            try:
                said = [parted(ROOT, tree, scenario, Path(room)) for scenario in scenarios]
            finally:
                subprocess.run([*git, "remove", "--force", str(tree)], check=True)
        print("\n".join(said))  # noqa: T201
        return int(any("equal, bit for bit" not in line for line in said))
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    made = {scenario: fingerprint(scenario) for scenario in scenarios}
    if asked.write:
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps({**kept, **made}, indent=2) + "\n")
        return 0
    other = [scenario for scenario in scenarios if kept.get(scenario) != made[scenario]]
    print("\n".join(f"{one}: not its fingerprint" for one in other) or f"{len(made)} fingerprints hold")  # noqa: T201
    return int(bool(other))


if __name__ == "__main__":
    sys.exit(main())
