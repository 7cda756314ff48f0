"""The page of reliability: what was tried, from the files that tests write."""

import json
from pathlib import Path
from typing import Any

from clauses import NOTE, table

FOLDER = Path(__file__).parents[1] / "results" / "validation" / "reliability"
HEADS = {
    "inputs": "Spoilt files",
    "situations": "What stands where a file should be, and what the machine does not allow",
    "faults": "Faults of processes and machines",
    "numerics": "Numbers that cannot be",
    "mutants": "Errors planted in the rules' equations",
}
ABOUT = """
What goes wrong is told, and what is done stays done. This page counts what was tried. *Held* means: the input was
taken for what it says or refused in one sentence (exit code 2, or 3 where it is the machine), without a traceback
and without a file left half written; of a fault, that no finished run was lost and none stood twice; of a planted
error, that a test found it.

The counts are written by the tests that make them, with `--record`; `python docs/make.py` makes this page of them.
"""
SECURITY = """
## Files of strangers

* YAML is data: one document of mappings, lists and plain values, at most 1 MB and 20 deep. Anchors, aliases, merge
  keys, tags and keys that come twice are refused before anything is built (`sim/files.py`).
* Results can be opened safely: JSON, Parquet and CSV alone (`sim/stored.py`), with limits of size, checksums of
  pages, the kinds of all keys and columns checked; nothing that lies in a folder of results is unpickled or run by
  `scorecard`, `status`, `why`, `verify`, `replay`, `sim.Results.load`, `sim.open_study` or `sim.Comparison.load`.
  `pyarrow` from 17 on loads no Python objects.
* Names in results lead nowhere: a name of a run or a comparison is a name of a folder, `..` and `/` are refused; a
  resolved scenario that extends another file is refused. Text of others is no markup and steers no terminal.
* One verb runs code of a folder: `tiltsim resume` of a study on Slurm loads the target that `sweep` pickled into
  `cluster/`. Resume only what you submitted. Workers get their target from the sweep that started them.
* Compiled kernels lie in the cache of the user (`~/.cache/tiltsim`, or `NUMBA_CACHE_DIR`), which must not be
  writable by others.
* `.ci/nightly audit` asks the advisories of PyPI about every package that `constraints.txt` pins; without a network
  it ends with exit code 3.

To report a weakness see SECURITY.md at the root of the repository.
"""
NUMERICS = """
Every month of a sweep and of a comparison all columns are looked through (`sim/invariants.py`): finite, in their
domain, below half of what their type holds, links and ranges right. It costs some 6 % of a month (`python
benchmarks/invariants.py`). A run that breaks one is a failed row that names table, column and row.
"""
FINGERPRINTS = """
## What gives the same numbers

A run is the same, bit for bit, with any number of threads or workers and on every executor (`tests/test_runner.py`,
`tests/study/test_execution.py`). `python tests/fingerprints.py` holds the shipped scenarios against their golden
fingerprints, and `--against REF` names the first month, rule, column and agent in which two versions of the code
part.
"""


def told(name: str) -> dict[str, Any] | None:
    """What a test has written, if it has: rows, or a table of rows with when they were measured and by what."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return None
    found: Any = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(found, dict):
        return found
    rows = [row for row in found if "kind" in row]
    about = {key: value for row in found if "kind" not in row for key, value in row.items()}
    return {"rows": rows, "measured": "by nightly runs", "command": f".ci/nightly {name}", **about}


def section(name: str, head: str) -> str:
    """One table, with its sum, when it was measured and by what."""
    found = told(name)
    if found is None:
        return f"\n## {head}\n\nNot measured yet.\n"
    lost = "survived" if name == "mutants" else "lost"
    kinds = [(row["kind"], row["cases"], row["held"], row["lost"]) for row in found["rows"]]
    rows = [*kinds, ("**all**", *(sum(row[place] for row in kinds) for place in (1, 2, 3)))]
    lines = table(
        ("kind", "cases", "held", lost), [(kind, *(f"{number:,}" for number in rest)) for kind, *rest in rows]
    )
    extra = NUMERICS if name == "numerics" else ""
    return f"\n## {head}\n{extra}\nMeasured {found['measured']} by `{found['command']}`.\n\n{lines}"


def reliability_page() -> str:
    """The whole page."""
    parts = [section(name, head) for name, head in HEADS.items()]
    return f"{NOTE}\n# Reliability\n{ABOUT}{''.join(parts)}{SECURITY}{FINGERPRINTS}"
