"""The facts of a study file: what its stages found, kept as JSON for whoever tells them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.durable import write_aside
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.population.settings import chosen_counties
from sim.stored import demand, read_json, refuse
from sim.study import decided
from sim.study.findings import tables
from sim.study.replay import INDICES
from sim.study.stage import DECIDING
from sim.study.stages import Done
from sim.study.studyfile import StudyFile
from sim.study.why import HEADS, Fact, Findings, facts

WHY = "why.json"


def findings_of(file: StudyFile, done: Sequence[Done]) -> Findings:
    """What the stages of a study found; of a stage with too few good runs nothing."""
    scenario = next(iter(file.scenarios))
    given: dict[str, Any] = {"effects": pd.DataFrame({"outcome": [], "policy": []})}
    for one in done:
        try:
            given |= _of(file, one)
        except InputError:
            continue  # `status` tells how many failed
    first = file.scenarios[scenario]
    reference = "" if file.reference is None else file.reference.name
    titles = {scenario: first.title} | ({} if file.reference is None else {reference: file.reference.title})
    return Findings(
        policies=(scenario, reference),
        size=_size(file, done),
        outcomes={
            name: {
                **{"indicator": item.indicator, "group_kind": item.group_kind, "group": item.group},
                **{"unit": DEFINITIONS[item.indicator][0], "months": item.last},
            }
            for name, item in file.outcomes.items()
        },
        titles=titles,
        units=decided.units(),
        grades=decided.grades(),
        **given,
    )


def _size(file: StudyFile, done: Sequence[Done]) -> dict[str, Any]:
    """What was simulated; how often and with how many sets of assumptions its first stage was."""
    first = next(iter(file.scenarios.values()))
    there = first.population
    design = done[0].study.design if done else None
    is_search = bool(done) and done[0].front is not None
    varies = design is not None and not is_search and len(design) > 1
    return {
        **{"counties": len(chosen_counties(there)), "households": there.households},
        **{"months": first.months, "start": first.start, "policy_from": first.policy_from},
        "times": 0 if design is None or is_search else design.replicates,
        "worlds": len(design) if design is not None and varies else 0,
    }


def _of(file: StudyFile, done: Done) -> dict[str, Any]:
    name = done.stage.name
    if done.front is not None:
        return {"front": done.front}
    if name not in DECIDING:
        made, parts = tables(file, done), {}
        if INDICES in made:
            parts["indices"] = _of_effects(file, made[INDICES])
        if "ranking.csv" in made and file.are_omissions:
            parts["omission"] = made["ranking.csv"].rename(columns={"policy": "item", "effect": "value"})
        elif "ranking.csv" in made:
            parts["effects"] = _ranked(file, made["ranking.csv"])
        return {key: table for key, table in parts.items() if len(table)}
    found: dict[str, Any] = {"effects": decided.effects(file, done)}
    if name == "areas":
        return found | {"attribution": decided.areas(file, done)}
    if name == "measures":
        return found | {"omission": decided.omitted(file, done)}
    if name == "along":
        return {"flips": decided.turned(file, done)}
    boxes = {outcome: one for (outcome, method), one in decided.discovered(file, done).items() if method == "box"}
    return found | {
        **{"robust": decided.robust(file, done), "discovery": boxes},
        **{"indices": decided.drivers(file, done), "chance": decided.chance(file, done)},
        "detectable": decided.detectable(done, boxes),
    }


def _of_effects(file: StudyFile, indices: pd.DataFrame) -> pd.DataFrame:
    """Indices of effects; of levels, if the study has no effect."""
    effects = [name for name, item in file.outcomes.items() if item.is_effect]
    return indices[indices["outcome"].isin(effects or [*file.outcomes])]


def _ranked(file: StudyFile, table: pd.DataFrame) -> pd.DataFrame:
    """What the scenario changes, if it is one of the policies that were ranked."""
    rows = table[table["policy"] == next(iter(file.scenarios))]
    return rows[["outcome", "policy", "effect", "low", "high"]].assign(reference=float("nan"), level=float("nan"))


def write(file: StudyFile, done: Sequence[Done], root: Path) -> dict[str, Any]:
    """Write `why.json`: the study, its title, and the facts by head; what was written."""
    said: dict[str, Any] = {"study": file.name, "title": file.title, "facts": facts(findings_of(file, done))}
    text = json.dumps(said, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_aside(root / WHY, lambda aside: aside.write_text(text, encoding="utf-8"))
    return said


def read(folder: str | Path) -> dict[str, Any]:
    """The facts of a study that was made, as `write` wrote them.

    Raises
    ------
    InputError
        If they are not there, or torn.
    """
    path = Path(folder) / WHY
    said = read_json(path, f"{folder}: no {WHY} here; `tiltsim sweep` of the study file writes it at its end")
    demand(path, said, {"study": str, "title": str, "facts": dict})
    parts: dict[str, list[Fact]] = said["facts"]
    for head in HEADS:
        if not isinstance(parts.get(head), list) or not all(isinstance(one, dict) for one in parts[head]):
            refuse(path, f"facts has no list of facts {head!r}")
    return said
