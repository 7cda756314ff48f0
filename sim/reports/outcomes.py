"""Outcomes of a study in the words and units of readers, from the manifest of a stage."""

import json
from pathlib import Path

import pandas as pd

from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.reports import numbers
from sim.reports.numbers import Scale
from sim.reports.phrases import Phrases
from sim.study.decided import GAP
from sim.study.measured import Measured
from sim.study.study import MANIFEST

SEPARATOR = ": "
"""Between outcome and policy, where a study measures several policies."""


class Outcomes:
    """What the outcomes of a stage are called, and their units.

    Parameters
    ----------
    stage : its folder
    say : in which language

    Raises
    ------
    InputError
        If the manifest cannot be read.
    """

    def __init__(self, stage: Path, say: Phrases) -> None:
        self._say = say
        self._measured = measured(stage)

    def title(self, name: str) -> str:
        """As the study calls it; in Chinese the indicator and of whom it is."""
        item = self._measured.get(name)
        if item is None or not self._say.is_chinese:
            return name
        title = self._say("outcome of", name=self._say.indicator(item.indicator), where=self._group(item))
        return self._say("effect on", name=title) if item.is_effect else title

    def change(self, name: str, size: float) -> Scale:
        """Scale of changes in an outcome, the largest of which has this size; of an unknown one none."""
        item = self._measured.get(name)
        if item is None:
            return Scale(1.0, "", "")
        return numbers.scale(DEFINITIONS[item.indicator][0], size, self._say)

    def _group(self, item: Measured) -> str:
        if item.group_kind == "province":
            return self._say.province(item.group)
        return self._say.measure(item.group) if item.group_kind == "measure" else self._say.group(item.group)


def measured(stage: Path) -> dict[str, Measured]:
    """What each outcome measures, by its name with and without the policy."""
    try:
        manifest = json.loads((stage / MANIFEST).read_text(encoding="utf-8"))
        model = manifest["target"].get("model", {})
        told = {**model.get("outcomes", {}), **model.get("series", {})}
        items = {name: Measured(*item) for name, item in told.items()} | _objectives(stage)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise InputError(f"{stage / MANIFEST}: not readable as a manifest ({problem}); torn or foreign") from None
    return {name.rpartition(SEPARATOR)[0]: item for name, item in items.items() if SEPARATOR in name} | items


def _objectives(stage: Path) -> dict[str, Measured]:
    """What a search was after, of which the manifest does not tell: changes against the reference."""
    if not (stage / GAP).is_file():
        return {}
    rows = pd.read_csv(stage / GAP).to_dict("records")
    return {
        str(row["objective"]): Measured("", str(row["indicator"]), str(row["group_kind"]), str(row["group"]), 1, True)
        for row in rows
        if "indicator" in row
    }
