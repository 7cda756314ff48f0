"""Wholes that a screening moves together: the levers of a measure, the numbers that a rule reads, a rule's theory.

A number belongs to the file that reads it: to a rule, else to what funds measures or makes the first month. If several
rules read it, it belongs to the first by name.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sim.measures import MEASURES
from sim.sections import LEVERS
from sim.study.varied import LEVERS_KIND, STRUCTURE_KIND

PACKAGE = Path(__file__).parents[1]
PLACES = ("rules/*.py", "funding.py", "population/*.py", "*.py")
"""Where numbers of behaviour are read, the place to which one belongs first."""
_READ = re.compile(r"\bbehaviour\.(\w+)")


def wholes(kinds: Mapping[str, str]) -> dict[str, str]:
    """Whole of each factor.

    Parameters
    ----------
    kinds : factor -> levers, uncertainties or structure, as `sim.study.varied.read` tells
    """
    return {name: _whole(name, kind) for name, kind in kinds.items()}


def _whole(name: str, kind: str) -> str:
    if kind == LEVERS_KIND:
        return next(f"measure {one.name}" for one in MEASURES if one.clause == LEVERS[name].clause)
    return f"theory of {name}" if kind == STRUCTURE_KIND else _readers()[name]


@cache
def _readers() -> dict[str, str]:
    """Number of behaviour -> what it belongs to: `rule <name>`, or the file or folder that reads it."""
    found: dict[str, str] = {}
    for place in PLACES:
        for path in sorted(PACKAGE.glob(place)):
            folder = path.parent.name
            whole = {"rules": f"rule {path.stem}", "population": folder}.get(folder, path.stem)
            for name in _READ.findall(path.read_text(encoding="utf-8")):
                found.setdefault(name, whole)
    return found
