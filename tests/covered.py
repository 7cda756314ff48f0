"""What share of the lines of `sim/` the tests run with the JIT off: `COVERAGE_FILE=… python tests/covered.py`.

Keeps it for docs/reliability.md and names the files with the most lines that no test ran; exit 1 if less than `LEAST`.
"""

import contextlib
import datetime
import io
import json
import sys
from collections import Counter
from pathlib import Path

import coverage

LEAST = 90.0
"""Per cent of all lines."""
COMMAND = ".ci/nightly coverage"
KEPT = Path(__file__).parents[1] / "results" / "validation" / "reliability" / "coverage.json"
SHOWN = 15


def main() -> int:
    measured = coverage.Coverage()
    measured.load()
    made = KEPT.with_suffix(".tmp")
    with contextlib.redirect_stdout(io.StringIO()):
        measured.json_report(outfile=str(made))
    told = json.loads(made.read_text())
    made.unlink()
    lines, missing = Counter[str](), Counter[str]()
    for name, file in told["files"].items():
        part = "/".join(Path(name).parts[:2]) if len(Path(name).parts) > 2 else "sim/*.py"
        lines[part] += file["summary"]["num_statements"]
        missing[part] += file["summary"]["missing_lines"]
    about = {"measured": datetime.date.today().isoformat(), "command": COMMAND}
    rows = [{"kind": part, "lines": lines[part], "run": lines[part] - missing[part], **about} for part in sorted(lines)]
    KEPT.write_text(json.dumps(rows, indent=1) + "\n")
    share = 100.0 * (1.0 - sum(missing.values()) / sum(lines.values()))
    print(f"{share:.1f} % of {sum(lines.values()):,} lines")  # noqa: T201
    unseen = {name: file["summary"]["missing_lines"] for name, file in told["files"].items()}
    for name, count in Counter(unseen).most_common(SHOWN):
        print(f"{count:5} of {told['files'][name]['summary']['num_statements']:5} not run in {name}")  # noqa: T201
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
