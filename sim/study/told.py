"""The half page of a study file: what its stages found, said in words, kept as JSON and as a page for readers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.declare import shown
from sim.durable import write_aside
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.stored import are_kind, demand, read_json, refuse
from sim.study import decided
from sim.study.findings import tables
from sim.study.replay import INDICES
from sim.study.stage import DECIDING
from sim.study.stages import Done
from sim.study.studyfile import StudyFile
from sim.study.why import Findings, paragraphs

WHY, README = "why.json", "README.md"


def findings_of(file: StudyFile, done: Sequence[Done]) -> Findings:
    """What the stages of a study found; of a stage with too few good runs nothing."""
    scenario = next(iter(file.scenarios))
    given: dict[str, Any] = {"effects": pd.DataFrame({"seeds": []})}
    for one in done:
        try:
            given |= _of(file, one)
        except InputError:
            continue  # `status` tells how many failed
    return Findings(
        policies=(scenario, "what it could be" if file.reference is None else file.reference.name),
        units=decided.units(),
        names=decided.names(),
        grades=decided.grades(),
        **given,
    )


def _of(file: StudyFile, done: Done) -> dict[str, Any]:
    name = done.stage.name
    if done.front is not None:
        return {"front": done.front}
    if name not in DECIDING:
        made, found = tables(file, done), {}
        if INDICES in made:
            found["indices"] = _of_effects(file, made[INDICES])
        if "ranking.csv" in made:
            found["effects"] = _ranked(file, made["ranking.csv"])
        return {key: table for key, table in found.items() if len(table)}
    effects = decided.effects(file, done)
    found = {"effects": effects[effects["policy"] == next(iter(file.scenarios))]}
    if name == "areas":
        return found | {"attribution": decided.areas(file, done)}
    if name == "measures":
        return found | {"omission": decided.omitted(file, done)}
    if name == "along":
        return {"flips": decided.turned(file, done)}
    boxes = {outcome: one for (outcome, method), one in decided.discovered(file, done).items() if method == "box"}
    return found | {"robust": decided.robust(file, done), "discovery": boxes}


def _of_effects(file: StudyFile, indices: pd.DataFrame) -> pd.DataFrame:
    """Indices of effects; of levels, if the study has no effect."""
    effects = [name for name, item in file.outcomes.items() if item.is_effect]
    return indices[indices["outcome"].isin(effects or [*file.outcomes])]


def _ranked(file: StudyFile, table: pd.DataFrame) -> pd.DataFrame:
    """What the scenario changes, if it is one of the policies that were ranked."""
    rows = table[table["policy"] == next(iter(file.scenarios))]
    items = [file.outcomes[name] for name in rows["outcome"]]
    return pd.DataFrame(
        {
            "indicator": [item.indicator for item in items],
            "group": [item.group for item in items],
            **{name: rows[name].to_numpy() for name in ("effect", "low", "high")},
            "reference": float("nan"),
            "level": float("nan"),
            "unit": [DEFINITIONS[item.indicator][0] for item in items],
            "seeds": rows["points"].to_numpy(),
        }
    )


def write(file: StudyFile, done: Sequence[Done], root: Path) -> dict[str, list[str]]:
    """Write `why.json`, and `README.md` unless there is one; the sentences by head."""
    findings = findings_of(file, done)
    said, (policy, reference) = paragraphs(findings), findings.policies
    names = {"study": file.name, "title": file.title, "policy": policy, "reference": reference}
    text = json.dumps({**names, **said}, indent=2, ensure_ascii=False) + "\n"
    write_aside(root / WHY, lambda aside: aside.write_text(text, encoding="utf-8"))
    if not (root / README).exists():
        page = "\n".join([f"# {file.title}", "", *_page(said, done, root)])
        write_aside(root / README, lambda aside: aside.write_text(page, encoding="utf-8"))
    return said


def _page(said: dict[str, list[str]], done: Sequence[Done], root: Path) -> list[str]:
    """The half page, then the size and the files of each stage."""
    lines = []
    for head, sentences in said.items():
        lines += [f"**{head}.** {' '.join(sentences)}", ""]
    for one in done:
        progress = one.study.progress()
        shown = [path.name for path in sorted(one.study.folder.iterdir()) if path.suffix in (".csv", ".png")]
        place = one.study.folder.relative_to(root)
        lines.append(f"- `{place}`: {progress.total:,} runs, {progress.failed:,} failed; {', '.join(shown)}")
    return [*lines, ""]


def read(folder: str | Path) -> dict[str, Any]:
    """The half page of a study that was made.

    Raises
    ------
    InputError
        If it is not there, or torn.
    """
    path = Path(folder) / WHY
    said = read_json(path, f"{folder}: no {WHY} here; `tiltsim sweep` of the study file writes it at its end")
    demand(path, said, {"study": str, "title": str})
    for head, part in said.items():
        if not isinstance(part, str) and not are_kind(part, str):
            refuse(path, f"{shown(head)} is neither a text nor a list of sentences")
    return said
