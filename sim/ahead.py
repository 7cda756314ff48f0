"""Compiling ahead: while a first run begins with the first rules of a month, other processes begin with the last.

A process compiles one kernel at a time, whatever its threads. What is compiled lies in the cache that all share, and
nobody compiles what another is at, so they meet in the middle.

    python -m sim.ahead '{"migration": "logit", …}'     # theories of the rules that have several
"""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, get_type_hints

from sim.model import Model
from sim.numeric import compile_ahead, handed, is_warm
from sim.population.settings import chosen_counties
from sim.scenario import Scenario
from sim.state import World
from sim.state.table import empty

MOST_HELPERS = 3
"""Each takes a few hundred megabytes while it compiles."""
HOME = Path(__file__).parents[1]


class Rehearsal(Model):
    """A model of one blank person whose rules are noted, not called.

    Attributes
    ----------
    calls : every rule with the arguments of its first call, in the order of the burn-in
    """

    def __init__(self, scenario: Scenario) -> None:
        super(Model, self).__init__(0, scenario.months)
        self.seed, self._is_checked, self._pool = 0, False, None
        self.calls: dict[Callable[..., None], tuple[Any, ...]] = {}
        self._follow(scenario)
        self.world = World._make(empty(table, 1) for table in get_type_hints(World).values())
        self.world.provinces.code[:] = chosen_counties(scenario.population)[0].province
        for counted in (self.world.counties.households, self.world.counties.persons, self.world.households.members):
            counted[:] = 1
        self._furnish()
        self._burn_in()

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        self.calls.setdefault(rule, (*handed(arguments), 0, 1))

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        self.calls.setdefault(rule, tuple(handed(arguments)))


@contextlib.contextmanager
def helped(scenario: Scenario) -> Iterator[None]:
    """Let other processes compile ahead in here, if there is something to compile and a core for each."""
    count = 0 if is_warm() or not sys.executable else min(MOST_HELPERS, cores() - 1)
    path = os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", __name__, json.dumps(dict(scenario.rules))]
    helpers = []
    for _ in range(count):
        with contextlib.suppress(OSError):  # the run compiles alone
            helpers.append(
                subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": path},
                    start_new_session=True,
                )
            )
    try:
        yield
    finally:
        for helper in helpers:
            helper.kill()
            helper.communicate()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main(rules: str) -> None:
    """Compile the rules of a month from the last to the first, until all are compiled or whoever began this ends."""
    Thread(target=_end_with_parent, daemon=True).start()
    calls = Rehearsal(dataclasses.replace(Scenario(), rules=json.loads(rules))).calls
    for rule, arguments in reversed(calls.items()):
        compile_ahead(rule, arguments)


def _end_with_parent() -> None:
    """Wait for the end of a pipe that the parent holds open, and go."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
