"""The page of reliability: what was tried, from the files that tests write."""

import json
from pathlib import Path
from typing import Any

from clauses import NOTE, table

FOLDER = Path(__file__).parents[1] / "results" / "validation" / "reliability"
COUNTS = ("cases", "held", "lost")
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
  pages, the kinds of all keys and columns checked; nothing that lies in a folder of results is unpickled or run.
  `pyarrow` from 17 on loads no Python objects.
* Names in results lead nowhere: a name of a run or a comparison is a name of a folder, `..` and `/` are refused; a
  resolved scenario that extends another file is refused. Text of others is no markup and steers no terminal.
* No verb runs code of a folder, nor words of a shell that lie in it. A study on Slurm is resumed with the model as its
  manifest tells of it, or with the function that is given again; the jobs import it by name. Options of a job that a
  shell would run (`setup`, `python`, `options`) come from the user's own file or the study file alone. Workers get
  their target, pickled, from the living sweep that started them, of the same user.
* Compiled kernels lie in the cache of the user (`~/.cache/tiltsim`, or `NUMBA_CACHE_DIR`), which must not be
  writable by others.
* `.ci/nightly audit` asks the advisories of PyPI about every package that `constraints.txt` pins; without a network,
  or where an index has packages but no advisories, it ends with exit code 3.

To report a weakness see SECURITY.md at the root of the repository.
"""
NUMERICS = """
Every month of a sweep and of a comparison all columns are looked through (`sim/invariants.py`): finite, in their
domain, below half of what their type holds, links and ranges right. It costs some 6 % of a month (`python
benchmarks/invariants.py`). A run that breaks one is a failed row that names table, column and row.
"""
COVERAGE = """
## Lines that tests run

With the JIT off, by tests with small worlds (`tests/covering.txt`); what only other processes run is not counted.
"""
FINGERPRINTS = """
## What gives the same numbers

A run is the same, bit for bit, with any number of threads or workers and on every executor (`tests/test_runner.py`,
`tests/study/test_execution.py`). `python tests/fingerprints.py` holds the shipped scenarios against their golden
fingerprints, and `--against REF` names the first month, rule, column and agent in which two versions of the code
part.
"""


def section(name: str, head: str) -> str:
    """One table, with its sum, when each row was measured and by what."""
    extra = NUMERICS if name == "numerics" else ""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return f"\n## {head}\n{extra}\nNot measured yet.\n"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    lines = [(row["kind"], *(f"{row[key]:,}" for key in COUNTS), row["measured"]) for row in found]
    lines.append(("**all**", *(f"{sum(row[key] for row in found):,}" for key in COUNTS), ""))
    lost = "survived" if name == "mutants" else "lost"
    commands = "".join(f"* `{command}`\n" for command in dict.fromkeys(row["command"] for row in found))
    heads = ("kind", "cases", "held", lost, "measured")
    return f"\n## {head}\n{extra}\n{table(heads, lines)}\nMeasured by\n\n{commands}"


def covered() -> str:
    """What share of the lines the tests run."""
    path = FOLDER / "coverage.json"
    if not path.exists():
        return f"{COVERAGE}\nNot measured yet.\n"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    every = {"kind": "**all**", **{key: sum(row[key] for row in found) for key in ("lines", "run")}}
    rows = [(row["kind"], f"{row['lines']:,}", f"{row['run'] / row['lines']:.1%}") for row in (*found, every)]
    about = f"Measured {found[0]['measured']} by `{found[0]['command']}`."
    return f"{COVERAGE}\n{about}\n\n{table(('of', 'lines', 'run by a test'), rows)}"


def reliability_page() -> str:
    """The whole page."""
    parts = [section(name, head) for name, head in HEADS.items()]
    return f"{NOTE}\n# Reliability\n{ABOUT}{''.join(parts)}{covered()}{SECURITY}{FINGERPRINTS}"
