"""Of which runs a comparison is put together: those that lie in its directory already, and a block of the rest.

The runs of one seed are one block, for its worlds are paired person by person while they live. A policy that joins an
earlier comparison therefore costs the reference once more, and no earlier policy again.
"""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.study.branch import LUCK, PLACEBO, Block
from sim.study.record import Numbers
from sim.study.study import MANIFEST, PLAN, Study, open_study

REFERENCE = ""
"""Key of what is the reference's own, among the names of contrasts."""


@dataclass(frozen=True)
class Piece:
    """A block, where its runs lie, and which of its contrasts a comparison takes.

    Attributes
    ----------
    block : None where they are all there
    folder : of its runs
    taken : name of a contrast in the comparison -> its place in the block
    """

    block: Block | None
    folder: Path
    taken: dict[str, int]


@dataclass(frozen=True)
class Joined:
    """What blocks found under the seeds that all of them have.

    Attributes
    ----------
    seeds : that were run without a failure
    failed : columns seed and error
    found : name -> (seeds, …), flat but for the contrasts; see `Block.__call__`
    """

    seeds: list[int]
    failed: pd.DataFrame
    found: dict[str, Numbers]


def folder_name(names: Sequence[str], block: Block) -> str:
    """Scenarios, and a hash of all that determines the numbers but the seeds."""
    return f"{'-vs-'.join(names)[:100]}-{block.identity[:8]}"


def pieces(block: Block, names: Sequence[str], directory: Path, seeds: int) -> list[Piece]:
    """Split a comparison into blocks that are there and a block of the policies that no other has.

    Parameters
    ----------
    block : all of it
    names : of its scenarios, the reference first
    directory : in which comparisons are kept, each in a folder of its own
    seeds : how many are asked for; a block with policies that are not asked for is used only if it has them all
    """
    reference, *policies = names
    whole = Piece(
        block, directory / folder_name(names, block), {name: i for i, name in enumerate([*policies, PLACEBO])}
    )
    if (whole.folder / PLAN).exists():
        return [whole]
    own, *asked = block.run_ids
    lacking, has_placebo, chosen = dict(zip(policies, asked, strict=True)), False, []
    for folder, told in _kept(directory, own, block.first):
        there = told["runs"][1:]
        is_done = all(run in asked for run in there) or open_study(folder).progress().done >= seeds
        taken = {name: there.index(run) for name, run in lacking.items() if run in there}
        if told["has_placebo"] and not has_placebo:
            taken[PLACEBO] = len(there)
        if not taken or not is_done:
            continue
        has_placebo = has_placebo or PLACEBO in taken
        scenarios = [block.scenarios[1 + asked.index(run)] for run in there if run in asked]
        part = dataclasses.replace(
            block, scenarios=(block.scenarios[0], *scenarios), begin=block.first, has_placebo=told["has_placebo"]
        )
        chosen.append(Piece(part if len(scenarios) == len(there) else None, folder, taken))
        lacking = {name: run for name, run in lacking.items() if name not in taken}
    if not chosen:
        return [whole]
    if lacking or not has_placebo:
        rest = [name for name in policies if name in lacking] or policies[:1]
        scenarios = [block.scenarios[1 + policies.index(name)] for name in rest]
        part = dataclasses.replace(
            block, scenarios=(block.scenarios[0], *scenarios), begin=block.first, has_placebo=not has_placebo
        )
        taken = {name: i for i, name in enumerate([*rest, *([] if has_placebo else [PLACEBO])])}
        chosen.append(Piece(part, directory / folder_name([reference, *rest], part), taken))
    return chosen


def _kept(directory: Path, reference: str, first: int) -> list[tuple[Path, dict[str, Any]]]:
    """Folders of blocks with this reference that differ from this month on, those with the most policies first."""
    found = []
    for path in sorted(directory.glob(f"*/{MANIFEST}")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))["target"]["model"]
            if told["runs"][0] == reference and told["first"] == first and (path.parent / PLAN).exists():
                found.append((path.parent, told))
        except (OSError, ValueError, LookupError, TypeError):
            continue  # another kind of study, or torn: whoever opens it is told
    return sorted(found, key=lambda one: -len(one[1]["runs"]))


def joined(block: Block, contrasts: Sequence[str], parts: Sequence[tuple[Piece, Study]], seeds: int) -> Joined:
    """Put the contrasts of several blocks together, under the seeds that are done in each."""
    done, error = np.ones(seeds, bool), np.full(seeds, "", dtype=object)
    places = []
    for _, study in parts:
        runs = study.runs
        runs = runs.loc[runs[LUCK] < seeds].sort_values(LUCK)
        is_done = (runs["status"] == "done").to_numpy()
        done &= is_done
        error[~is_done] = runs.loc[~is_done, "error"]
        places.append(runs.index.to_numpy())
    seed = np.array([block.seed(place) for place in range(seeds)], dtype=object)
    failed = pd.DataFrame({"seed": seed[~done].tolist(), "error": error[~done].tolist()})
    rows: dict[str, dict[str, Numbers]] = {}
    if done.any():
        for (piece, study), where in zip(parts, places, strict=True):
            for name, values in study.outcomes.items():
                _take(rows.setdefault(name, {}), name, values[where[done], 0], piece, _contrasts(study))
    order = (REFERENCE, *contrasts)
    found = {name: np.stack([held[one] for one in order if one in held], axis=1) for name, held in rows.items()}
    return Joined(seed[done].tolist(), failed, found)


def _take(held: dict[str, Numbers], name: str, values: Numbers, piece: Piece, contrasts: int) -> None:
    """Take of an outcome (seeds, flat) what a piece has to give: the reference's own, and each contrast."""
    if name == "people":
        held[REFERENCE] = values
        return
    lead = 1 if name == "levels" else 0
    each = values.reshape(len(values), lead + contrasts, -1)
    if lead:
        held[REFERENCE] = each[:, 0]
    for contrast, place in piece.taken.items():
        held[contrast] = each[:, lead + place]


def _contrasts(study: Study) -> int:
    told = study.manifest["target"]["model"]
    return len(told["runs"]) - 1 + bool(told["has_placebo"])
