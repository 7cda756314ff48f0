"""How many cases of a kind of fault were tried and held, kept where RELIABILITY names a file (see .ci/nightly)."""

import json
import os
from pathlib import Path


def count(kind, cases, lost):
    """Note a kind of fault: cases tried, and runs lost or doubled in them; the same kind again takes its place."""
    place = os.environ.get("RELIABILITY")
    if not place:
        return
    path = Path(place)
    told = json.loads(path.read_text()) if path.exists() else []
    told = [row for row in told if row["kind"] != kind]
    told.append({"kind": kind, "cases": cases, "held": cases - lost, "lost": lost})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sorted(told, key=lambda row: row["kind"]), indent=1) + "\n")
