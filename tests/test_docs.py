"""The generated pages say what the code says."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

from sim.state import World
from sim.state.table import columns

ROOT = Path(__file__).parent.parent


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def headings(name: str) -> list[str]:
    page = (ROOT / "docs" / "model" / name).read_text(encoding="utf-8")
    return [line[3:] for line in page.splitlines() if line.startswith("## ")]


def test_the_description_has_the_elements_of_odd_in_order() -> None:
    assert headings("odd.md") == [
        "1. Purpose and patterns",
        "2. Entities, state variables, and scales",
        "3. Process overview and scheduling",
        "4. Design concepts",
        "5. Initialisation",
        "6. Input data",
        "7. Submodels",
    ]


def test_the_record_has_the_elements_of_trace_in_order() -> None:
    assert headings("trace.md") == [
        "1. Problem formulation",
        "2. Model description",
        "3. Data evaluation",
        "4. Conceptual model evaluation",
        "5. Implementation verification",
        "6. Model output verification",
        "7. Model analysis",
        "8. Model output corroboration",
    ]


def test_the_description_lists_every_rule_and_every_state_variable() -> None:
    """What the pages take from the code is all there is of it."""
    odd, state = ((ROOT / "docs" / "model" / name).read_text(encoding="utf-8") for name in ("odd.md", "state.md"))
    for rule in (ROOT / "sim" / "rules").glob("*.py"):
        assert rule.stem == "__init__" or f"[`{rule.stem}`](rules.md#{rule.stem})" in odd, rule.stem
    for name, kind in get_type_hints(World).items():
        section = state.split(f"## {name}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(columns(kind))


def test_a_month_is_told_in_the_order_of_the_model() -> None:
    """Steps as the page has them against the calls in the source, found by other means than the page's."""
    page = (ROOT / "docs" / "model" / "odd.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| \d+ \| \[`(\w+)`\]", page, re.MULTILINE)
    source = (ROOT / "sim" / "model.py").read_text(encoding="utf-8")
    month = source.split("def _simulate")[1].split("def _theories")[0]
    called = re.findall(r"self\._(?:each|once)\(\s*(\w+)", month)
    theories = {"looking": "search", "order": "lots", "listing": "targeting"}
    assert told[:3] == ["calendar", "demography", "families"] and told[3:] == [
        theories.get(rule, rule) for rule in called
    ]
