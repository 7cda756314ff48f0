"""Make a run again, or prove a folder: that its numbers are what its scenario, seed and this code give."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import EnvironmentProblem, InputError
from sim.progress import bar
from sim.provenance import code_hash, versions
from sim.results import Results
from sim.runner import simulate
from sim.scenario import Scenario
from sim.store import MANIFEST as RUN_MANIFEST
from sim.study.folder import Stored, find, folders_in
from sim.study.modeltarget import ModelTarget
from sim.study.plan import Plan
from sim.study.study import MANIFEST, PLAN, open_study
from sim.study.target import Function, Outcomes
from sim.study.worker import Ran, run_one

PROVED, FAILED, OTHER_CODE, OTHER_ENVIRONMENT = "proved", "failed", "made by other code", "environment differs"
SECONDS = 60.0
"""Of computing that proving a study may take, unless it is asked for all."""
LEAST = 4
INDICES = "indices.csv"


@dataclass(frozen=True)
class Replayed:
    """A run that was made again.

    Attributes
    ----------
    run_id : its name
    differences : what differs from the row, a line each; empty if it is equal bit for bit
    changed : files of the code that are not as they were when the row was made
    folders : of the runs written, one for each scenario
    """

    run_id: str
    differences: tuple[str, ...]
    changed: tuple[str, ...]
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class Verdict:
    """What came of proving a folder.

    Attributes
    ----------
    path : the folder
    word : "proved", "failed", "made by other code", "environment differs"
    made : runs made again
    runs : runs that are there
    reasons : a line each
    """

    path: Path
    word: str
    made: int
    runs: int
    reasons: tuple[str, ...] = ()


def replay(
    folder: str | Path,
    run_id: str,
    *,
    out: str | Path | None = None,
    target: Callable[[dict[str, Any], int], Outcomes] | None = None,
) -> Replayed:
    """Make a run of a study again and compare it with its row, bit for bit.

    Parameters
    ----------
    folder : of the study, or of one with stages
    run_id : its name, or how the name begins
    out : where to write each scenario of the run in full, as `tiltsim run` does; nothing is written unless given
    target : the function that was run, where it was not the model

    Raises
    ------
    InputError
        If there is no such run, or it is not known what made it.
    """
    name, stored = find(folder, run_id)
    made_by = stored.target if target is None else Function.of(target)
    point = stored.point(name)
    differences = compared(stored.ran[name], run_one(made_by, point))
    folders: list[Path] = []
    if out is not None and isinstance(made_by, ModelTarget):
        for world in made_by.worlds(point[1], point[2]).values():
            folders.append(simulate(world).save(out, figures=False))
    return Replayed(name, differences, stored.changed, tuple(folders))


def verify(path: str | Path, *, is_all: bool = False) -> list[Verdict]:
    """Prove the folder of a run or of a study, stage by stage.

    Parameters
    ----------
    path : the folder
    is_all : make every run of a study again, not only as many as take a minute

    Raises
    ------
    InputError
        If it is neither, or not known what made it.
    """
    path = Path(path)
    if (path / RUN_MANIFEST).exists():
        return [_proved_run(path)]
    return [_proved_study(folder, is_all) for folder in folders_in(path)]


def compared(row: Ran, again: Ran) -> tuple[str, ...]:
    """What differs between a row and the run made again, a line each."""
    lines = [f"error {row.error!r}, made again {again.error!r}"] if row.error != again.error else []
    for name in sorted(row.outcomes.keys() | again.outcomes.keys()):
        was, made = row.outcomes.get(name), again.outcomes.get(name)
        if was != made:
            lines.append(f"{name} is {was}, made again {made}")
    for name in sorted(row.series.keys() | again.series.keys()):
        path, new = row.series.get(name), again.series.get(name)
        if path is None or new is None or not np.array_equal(path, new, equal_nan=True):
            lines.append(f"series {name} differs")
    return tuple(lines)


def _proved_run(path: Path) -> Verdict:
    try:
        there = Results.load(path)
    except InputError as problem:
        return Verdict(path, FAILED, 0, 1, (str(problem),))
    if there.provenance.code != code_hash():
        return Verdict(path, OTHER_CODE, 0, 1, (f"code {there.provenance.code}, here {code_hash()}",))
    try:
        scenario = Scenario.told(there.resolved).replace(seed=there.seed)
    except InputError as problem:
        return Verdict(path, FAILED, 0, 1, (f"{path / RUN_MANIFEST}: {problem}",))
    with bar("months", scenario.months) as advance:
        again = simulate(scenario, tell=advance)
    if again.indicators.equals(there.indicators):
        return Verdict(path, PROVED, 1, 1)
    keys = ["indicator", "group_kind", "group", "month"]
    both = there.indicators.merge(again.indicators, on=keys, how="outer", suffixes=("", "_again"))
    wrong = both[both["value"].ne(both["value_again"])]
    first = wrong.iloc[0]
    where = " ".join(str(first[key]) for key in keys)
    reason = f"{len(wrong)} values differ: {where} is {first['value']}, made again {first['value_again']}"
    return _unlike(path, (reason,), there.provenance.versions, 1, 1)


def _proved_study(path: Path, is_all: bool) -> Verdict:
    try:
        stored = Stored(path)
    except (InputError, EnvironmentProblem) as problem:
        return Verdict(path, FAILED, 0, 0, (str(problem),))
    runs, target = len(stored.ran), stored.target
    if stored.changed:
        return Verdict(path, OTHER_CODE, 0, runs, stored.changed)
    if target.identity != stored.manifest["target"]["identity"]:
        return Verdict(path, FAILED, 0, runs, (f"{MANIFEST}: its scenarios do not give its identity",))
    if not np.array_equal(Plan.of(stored.plan.design, target.identity).run_ids, stored.plan.run_ids):
        return Verdict(path, FAILED, 0, runs, (f"{PLAN}: its factors and seeds do not give its run ids",))
    made, places = 0, _chosen(stored, is_all).tolist()
    with bar("runs made again", len(places)) as advance:
        for place in places:
            point = stored.plan.run(place)
            differences = compared(stored.ran[point[0]], run_one(target, point))
            made += 1
            advance(made)
            if differences:
                told = tuple(f"run {point[0]}: {line}" for line in differences)
                return _unlike(path, told, stored.manifest["versions"], made, runs)
    if reason := _other_indices(path):
        return Verdict(path, FAILED, made, runs, (reason,))
    return Verdict(path, PROVED, made, runs)


def _chosen(stored: Stored, is_all: bool) -> NDArray[np.int64]:
    """Places of the runs to make again: all, or evenly spread as many as take a minute."""
    places = stored.places
    seconds = [ran.seconds for ran in stored.ran.values() if ran.seconds]
    if is_all or not seconds or sum(seconds) <= SECONDS:
        return places
    many = min(len(places), max(LEAST, int(SECONDS / float(np.mean(seconds)))))
    return places[np.linspace(0, len(places) - 1, many).astype(np.int64)]


def _other_indices(folder: Path) -> str:
    """Whether the table of indices is not what the runs give."""
    if not (folder / INDICES).exists():
        return ""
    told = pd.read_csv(folder / INDICES, keep_default_na=False, na_values={"value": [""], "low": [""], "high": [""]})
    keys = ["outcome", "factor", "partner", "index"]
    told = told[told["measure"] == "mean"].sort_values(keys, ignore_index=True)
    found = open_study(folder).indices.sort_values(keys, ignore_index=True)
    if len(told) != len(found) or (told[keys] != found[keys]).any(axis=None):
        return f"{INDICES}: not the rows that the runs give"
    for column in ("value", "low", "high"):
        if not np.allclose(told[column], found[column], rtol=1e-4, atol=1e-9, equal_nan=True):
            return f"{INDICES}: {column} is not what the runs give"
    return ""


def _unlike(path: Path, reasons: tuple[str, ...], made_with: dict[str, str], made: int, runs: int) -> Verdict:
    """A folder whose numbers are not what this code gives: wrong, or of other libraries."""
    here = versions()
    others = [f"{name} {made_with.get(name)}, here {here[name]}" for name in here if made_with.get(name) != here[name]]
    return Verdict(path, OTHER_ENVIRONMENT if others else FAILED, made, runs, (*reasons, *others))
