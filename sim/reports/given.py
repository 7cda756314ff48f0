"""What a page is about: runs by scenario, comparisons and studies, from their folders."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError
from sim.provenance import LABELS
from sim.results import Results
from sim.scenario import Scenario
from sim.study.comparison import TOLD, Comparison
from sim.study.study import MANIFEST as STUDY

RUN = "run.json"
SHARED = ("start", "months", "population")
"""What runs on one page must have in common."""


class World(NamedTuple):
    """Runs of one scenario with the same code, a seed each.

    Attributes
    ----------
    name : that no other world of the page has
    scenario : what was run
    runs : in order of their seeds
    """

    name: str
    scenario: Scenario
    runs: tuple[Results, ...]

    @property
    def seeds(self) -> list[int]:
        """Seeds of the runs."""
        return [run.seed for run in self.runs]


class Given(NamedTuple):
    """All that a page is about.

    Attributes
    ----------
    worlds : the first is the one that others are held against
    comparison : of `sim.compare`, if one was given
    studies : folders of studies, or of their stages
    """

    worlds: tuple[World, ...]
    comparison: Comparison | None
    studies: tuple[Path, ...]


def read(folders: Sequence[str | Path]) -> Given:
    """Open folders of runs, of a comparison and of studies, whichever each is.

    Raises
    ------
    InputError
        If there is none, a folder is nothing of the kind, comparisons are two, or runs differ in people or months.
    """
    if not folders:
        raise InputError("found no folder; allowed are one or more folders of runs, of a comparison or of a study")
    runs: list[tuple[Path, Results]] = []
    compared: list[tuple[Path, Comparison]] = []
    studies: list[Path] = []
    for folder in dict.fromkeys(Path(folder) for folder in folders):
        if (folder / RUN).is_file():
            runs.append((folder, Results.load(folder)))
        elif (folder / TOLD).is_file():
            compared.append((folder, Comparison.load(folder)))
        elif _is_study(folder):
            studies.append(folder)
        else:
            there = "no such folder" if not folder.is_dir() else f"no {RUN}, {TOLD} or {STUDY} here"
            raise InputError(f"{folder}: {there}; allowed is a folder that tiltsim run, compare or sweep wrote")
    if len(compared) > 1:
        raise InputError(
            f"{compared[1][0]}: a second comparison beside {compared[0][0]}; allowed is one, which may be of many "
            "scenarios: compare all of them at once"
        )
    return Given(_worlds(runs), compared[0][1] if compared else None, tuple(studies))


def _is_study(folder: Path) -> bool:
    """Whether it is the folder of a study, or of a study file, whose stages lie in it."""
    return (folder / STUDY).is_file() or (folder.is_dir() and any(folder.glob(f"*/{STUDY}")))


def _worlds(runs: Sequence[tuple[Path, Results]]) -> tuple[World, ...]:
    """Runs by what was run, in the order in which they were given."""
    by_content: dict[str, dict[int, Results]] = {}
    for folder, run in runs:
        first = runs[0][1].resolved
        for word in SHARED:
            mine, its = run.resolved.get(word), first.get(word)
            if mine != its:
                raise InputError(
                    f"{folder}: {word} is {_plain(mine)}; allowed is {_plain(its)}, as in {runs[0][0]}: "
                    "only runs of the same people and months can stand side by side"
                )
        content = {key: value for key, value in run.resolved.items() if key not in LABELS - {"name"}}
        same = by_content.setdefault(json.dumps([content, run.provenance.code], sort_keys=True), {})
        same.setdefault(run.seed, run)
    worlds: list[World] = []
    for by_seed in by_content.values():
        ordered = tuple(by_seed[seed] for seed in sorted(by_seed))
        scenario = Scenario.told(ordered[0].resolved)
        names = [world.name for world in worlds]
        name = scenario.name if scenario.name not in names else f"{scenario.name}-{len(worlds) + 1}"
        worlds.append(World(name, scenario, ordered))
    return tuple(worlds)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    return str(value)
