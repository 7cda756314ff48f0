"""Run one scenario once."""

import gc
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pandas as pd

from sim.ahead import helped
from sim.files import given
from sim.model import Model
from sim.numeric import mark_warm
from sim.population.extent import demand_room, extent
from sim.population.settings import Population
from sim.provenance import Provenance
from sim.results import Results, month_names
from sim.scenario import Scenario

MOST_THREADS = 256
USUAL_THREADS = 2
"""Threads of a run that asks for none; a world of the usual size gains little from more."""


def run(
    scenario: str | Path | Scenario,
    *,
    seed: int | None = None,
    months: int | None = None,
    population: Population | Mapping[str, object] | None = None,
    threads: int | None = None,
    check: bool = False,
    **overrides: float,
) -> Results:
    """Simulate a scenario from its first month to its last; nothing is written.

    Parameters
    ----------
    scenario : path of a scenario file, or a `Scenario`
    seed : key of all luck, 0 to 2**64 - 1; None is the scenario's
    months : another horizon, 1 to 600
    population : another population; of a mapping of source, counties, households, what it does not name stays
    threads : county ranges worked on at once, changes no number; None is two, where the machine has two
    check : look every month for rows that no month may leave behind, beside the books, which always must close
    **overrides : levers and behaviour by name; a lever's whole path from `policy_from` is replaced

    Raises
    ------
    InputError
        If the scenario, a name or a value is not allowed.
    """
    loaded = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    asked = loaded.replace(seed=seed, months=months, population=population, **overrides)
    return simulate(asked, threads=threads, check=check)


def simulate(
    scenario: Scenario,
    *,
    threads: int | None = None,
    check: bool = False,
    tell: Callable[[int], None] = lambda month: None,
) -> Results:
    """Run a scenario as it is; `tell` is called when the first month is ready (0) and after each month (1, 2, …).

    Raises
    ------
    EnvironmentProblem
        If the machine has not the memory for its people.
    """
    count = min(USUAL_THREADS, os.cpu_count() or 1) if threads is None else threads
    count = given(count).whole("threads", 1, MOST_THREADS)
    demand_room(extent(scenario.population, scenario.months, count))
    with helped(scenario), _uncollected():
        begun = perf_counter()
        model = Model(scenario, rng=scenario.seed, threads=count, check=check)
        built = perf_counter()
        tell(0)
        while model.running:
            model.step()
            tell(model.month)
        done = perf_counter()
    mark_warm()
    resolved = scenario.resolved()
    seconds = {"build": built - begun, "simulate": done - built}
    provenance = Provenance.now(resolved, scenario.seed, seconds, peak_memory())
    return Results(table_of(model, scenario), provenance)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, of which a month leaves none and which visits every row collected so far."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def peak_memory() -> int:
    """Most memory that this process has held, bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def table_of(model: Model, scenario: Scenario) -> pd.DataFrame:
    """What the model collected, with months by name and the outputs asked for alone."""
    months, outputs = month_names(scenario.start, scenario.months), set(scenario.outputs)
    rows = [(months[row.month], *row[1:]) for row in model.collected if row.indicator in outputs]
    return pd.DataFrame(rows, columns=["month", "group_kind", "group", "indicator", "value"])
