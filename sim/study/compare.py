"""Compare policies: run scenarios side by side under the same seeds, and tell what the differences are."""

import dataclasses
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.declare import did_you_mean, shown
from sim.errors import EnvironmentProblem, InputError
from sim.files import given
from sim.indicators import DEFINITIONS
from sim.population.settings import Population
from sim.provenance import code_hash, versions
from sim.runner import MOST_THREADS, USUAL_THREADS
from sim.scenario import Scenario
from sim.study.branch import LUCK, PLACEBO, Block
from sim.study.comparison import Comparison, Told
from sim.study.effects import Precision
from sim.study.pieces import Joined, Piece, folder_name, joined, pieces
from sim.study.reckoned import Reckoned
from sim.study.study import Study, open_study
from sim.study.sweep import sweep

FEWEST_SEEDS, SEEDS, MOST_SEEDS = 2, 8, 64
"""Fewest seeds of a comparison, the usual number, and the most to which a wanted precision leads."""


def compare(
    *scenarios: str | Path | Scenario,
    seeds: int = SEEDS,
    precision: Precision | None = None,
    most_seeds: int = MOST_SEEDS,
    population: Population | Mapping[str, object] | None = None,
    months: int | None = None,
    threads: int | None = None,
    on: Any = "serial",
    out: str | Path | None = None,
) -> Comparison:
    """Run scenarios under the same seeds and compare each with the first.

    Under each seed all of them meet the same luck, and a placebo with them: the first scenario with only the lots of
    queues drawn anew. Months before two scenarios differ are simulated once. The same people live in all runs: those
    of the seed of the first scenario, unless its population has a seed of its own. Intervals are therefore about chance
    in the lives of these people; that other people might have been simulated comes on top.

    Parameters
    ----------
    *scenarios : two or more, paths or `Scenario`; the first is the reference
    seeds : how many, counted up from the seed of the reference
    precision : go on until the intervals are so narrow: a number is half-width against the effect on income and relapse
        in key and in other counties; a mapping has half-widths of indicators there, in their units
    most_seeds : where that ends in any case; `Comparison.is_reached` says whether it was enough
    population, months : of all scenarios, instead of their own; see `sim.run`
    threads : of each model; changes no number. None is two in this process, one in workers
    on : where runs are made, as of `sim.sweep`: "serial", "local", …
    out : directory in which the runs are kept, in a folder named for the comparison: the same call goes on where it was
        stopped, one with more seeds adds to it, and one with more scenarios takes the runs of those that were compared
        with this reference before and runs only the new ones, beside the reference that they are paired with

    Raises
    ------
    InputError
        If a scenario or a number is not allowed, or other people or months are in one scenario than in another.
    EnvironmentProblem
        If fewer than two seeds could be run, the disk is full, or workers cannot go on.
    Stopped
        If a signal ended it.
    """
    count = given(seeds).whole("seeds", FEWEST_SEEDS, 10**6)
    most = max(count, given(most_seeds).whole("most_seeds", FEWEST_SEEDS, 10**6))
    check_precision(precision)
    usual = min(USUAL_THREADS, os.cpu_count() or 1) if isinstance(on, str) and on == "serial" else 1
    used = usual if threads is None else given(threads).whole("threads", 1, MOST_THREADS)
    names, chosen = prepared(scenarios, population, months)
    block = Block(chosen, used)
    with TemporaryDirectory(prefix="tiltsim-") as aside:
        directory = Path(aside if out is None else out)
        while True:
            parts = [(piece, _run(piece, count, on)) for piece in pieces(block, names, directory, count)]
            comparison = _told(block, names, joined(block, [*names[1:], PLACEBO], parts, count), precision)
            if precision is None or comparison.is_reached or count >= most:
                return comparison
            count = min(most, 2 * count, count + comparison.more_seeds)


def _run(piece: Piece, seeds: int, on: Any) -> Study:
    """Runs of a piece under so many seeds, made unless they are there."""
    if piece.block is None:
        return open_study(piece.folder)
    design = {LUCK: range(seeds)}
    return sweep(piece.block, design, method="grid", samples=seeds, replicates=1, on=on, out=piece.folder)


def _told(block: Block, names: Sequence[str], runs: Joined, precision: Precision | None) -> Comparison:
    """What the runs of a comparison tell.

    Raises
    ------
    EnvironmentProblem
        If fewer than two seeds could be run.
    """
    if len(runs.seeds) < FEWEST_SEEDS:
        tried = len(runs.seeds) + len(runs.failed)
        raise EnvironmentProblem(
            f"only {len(runs.seeds)} of {tried} seeds could be run: {runs.failed['error'].iloc[0]}"
        )
    about = Told(
        *(folder_name(names, block), names, block.scenarios, runs.seeds, runs.failed),
        *(precision, block.window, code_hash(), versions()),
        [scenario.resolved() for scenario in block.scenarios],
    )
    return Comparison(about, Reckoned(names[1:], block.scenarios, runs, precision))


def prepared(
    scenarios: Sequence[str | Path | Scenario],
    population: Population | Mapping[str, object] | None,
    months: int | None,
) -> tuple[list[str], tuple[Scenario, ...]]:
    """Names that tell scenarios apart, and the scenarios with the same people, months and seed.

    Raises
    ------
    InputError
        If there are fewer than two, or their people or months differ.
    """
    if len(scenarios) < 2:
        raise InputError(f"found {len(scenarios)} scenario; allowed are two or more, the first of them the reference")
    loaded = [scenario if isinstance(scenario, Scenario) else Scenario.load(scenario) for scenario in scenarios]
    asked = [scenario.replace(population=population, months=months) for scenario in loaded]
    reference = asked[0]
    people = reference.population
    if people.seed is None:
        people = people._replace(seed=reference.seed)
    names: list[str] = []
    for scenario in asked:
        for word in ("start", "months", "population"):
            mine, its = getattr(scenario, word), getattr(reference, word)
            if mine != its:
                raise InputError(f"{scenario.name}: {word} is {mine}; allowed is {its}, as in {reference.name}")
        twins = names.count(scenario.name) + (scenario.name == PLACEBO)
        names.append(scenario.name if twins == 0 else f"{scenario.name}-{len(names) + 1}")
    return names, tuple(dataclasses.replace(scenario, seed=reference.seed, population=people) for scenario in asked)


def check_precision(precision: Precision | None) -> None:
    """Refuse a precision that no number of seeds could reach, or of an unknown indicator."""
    if precision is None:
        return
    named: Mapping[str, object] = precision if isinstance(precision, Mapping) else {"precision": precision}
    for name, value in named.items():
        if isinstance(precision, Mapping) and name not in DEFINITIONS:
            raise InputError(f"precision names {shown(name)}, which is no indicator{did_you_mean(name, DEFINITIONS)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 < value < math.inf:
            raise InputError(f"{name} is {shown(value)}; allowed is a half-width above 0")
