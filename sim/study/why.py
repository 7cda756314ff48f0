"""The half page a policy reader needs, in five paragraphs.

What was compared, what came out, what drives it, when it flips, what rests on assumption: sentences about numbers that
are handed in, and about nothing else. What was not studied is said to be so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.study.discovery import Discovery
from sim.study.findings import strongest
from sim.study.intervals import OK
from sim.study.region import number
from sim.study.robustness import Robustness

DRIVERS = 3
"""Factors that are named for an outcome."""

WEAK = ("assumption", "memory")
"""Grades of numbers that nobody has read in a source."""


@dataclass(frozen=True)
class Findings:
    """What studies found; None or empty where there was none.

    Attributes
    ----------
    policies
        The policy in question, and the one it is held against.
    effects
        Rows to be told of a comparison: indicator, group, effect, low, high, reference, level, unit, seeds (as
        `Comparison.effects`, for one scenario).
    indices
        Of the effect, as `sim.study.sensitivity.indices`.
    robust
        Of several policies, both among them.
    flips
        As `sim.study.flips.flips`.
    discovery
        Where the policy stops beating the other.
    units, names, grades
        Assumption -> unit, what to call it, how sure its number is ("read", "assumption", ...).
    """

    policies: tuple[str, str]
    effects: pd.DataFrame
    indices: pd.DataFrame | None = None
    robust: Robustness | None = None
    flips: pd.DataFrame | None = None
    discovery: Discovery | None = None
    units: Mapping[str, str] | None = None
    names: Mapping[str, str] | None = None
    grades: Mapping[str, str] | None = None


def why(findings: Findings) -> str:
    """The half page, five paragraphs of plain text.

    Parameters
    ----------
    findings
        What studies found.
    """
    paragraphs = {
        "What was compared": [_compared(findings)],
        "What came out": list(_came_out(findings)) or ["Nothing was measured."],
        "What drives it": list(_drives(findings)) or ["Not studied."],
        "When it flips": list(_flips(findings)) or ["Not studied."],
        "What rests on assumption": [_assumed(findings)],
    }
    return "\n\n".join(f"{head}. {' '.join(sentences)}" for head, sentences in paragraphs.items())


def _compared(findings: Findings) -> str:
    one, other = findings.policies
    seeds = set(findings.effects["seeds"].tolist())
    luck = f", each run with the same {int(min(seeds))} seeds" if len(seeds) == 1 else ""
    return f"{one} with {other}{luck}."


def _came_out(findings: Findings) -> Iterator[str]:
    for row in findings.effects.to_dict("records"):
        unit = f" {row['unit']}" if row["unit"] else ""
        where = f"{row['indicator']} ({row['group']})"
        span = f"{number(row['low'])} to {number(row['high'])}"
        if row["low"] <= 0.0 <= row["high"]:
            yield f"{where}: no effect can be told from chance; it lies between {span.replace(' to ', ' and ')}{unit}."
        else:
            verb = "rises" if row["effect"] > 0.0 else "falls"
            ends = f"from {number(row['reference'])} to {number(row['level'])}"
            yield f"{where} {verb} by {number(abs(row['effect']))}{unit} (effect {span}), {ends}."


def _drives(findings: Findings) -> Iterator[str]:
    if findings.indices is None:
        return
    for outcome in dict.fromkeys(findings.indices["outcome"]):
        rows = strongest(findings.indices, outcome, DRIVERS)
        told = [
            f"{_called(findings, row['factor'])} ({row['index']} {number(row['value'])}, {number(row['low'])} to "
            f"{number(row['high'])})"
            for row in rows[rows["verdict"] == OK].to_dict("records")
        ]
        yield (
            f"{outcome}: {', then '.join(told)}." if told else f"{outcome}: not estimable with the runs that were made."
        )


def _flips(findings: Findings) -> Iterator[str]:
    one, other = findings.policies
    if findings.flips is not None:
        if findings.flips.empty:
            yield "Along what was varied the preferred policy does not change."
        for row in findings.flips.to_dict("records"):
            name = row["along"]
            unit = f" {findings.units[name]}" if findings.units and name in findings.units else ""
            yield (
                f"In {row['outcome']}, {row['below']} is preferred below and {row['above']} above "
                f"{number(row['position'])}{unit} of {_called(findings, name)} ({_between(row['low'], row['high'])})."
            )
    if findings.discovery is not None:
        yield findings.discovery.in_words(findings.policies, findings.units, findings.names).replace("\n", " ")
    if findings.robust is not None:
        table = findings.robust.measures
        rank = dict(zip(zip(table["policy"], table["measure"], strict=True), table["rank"], strict=True))
        measures = list(dict.fromkeys(table["measure"]))
        first = _listed([name for name in measures if rank[one, name] < rank[other, name]])
        second = _listed([name for name in measures if rank[one, name] > rank[other, name]])
        yield f"Over {findings.robust.worlds} worlds {one} is ahead by {first}; {other} by {second}."


def _assumed(findings: Findings) -> str:
    """Which of the assumptions that were named above have no source that was read."""
    if findings.grades is None:
        return "Where the numbers come from was not handed in."
    decisive: list[str] = []
    if findings.indices is not None:
        for outcome in dict.fromkeys(findings.indices["outcome"]):
            rows = strongest(findings.indices, outcome, DRIVERS)
            decisive += rows.loc[rows["verdict"] == OK, "factor"].tolist()
    if findings.flips is not None:
        decisive += findings.flips["along"].tolist()
    if findings.discovery is not None:
        decisive += [name for finding in findings.discovery.findings for name in finding.region.limits]
    decisive = list(dict.fromkeys(decisive))
    weak = [f"{_called(findings, name)} ({findings.grades[name]})" for name in decisive if _is_weak(findings, name)]
    if not decisive:
        return "No assumption was found to decide."
    if not weak:
        return "All that was found to decide has a source that was read."
    return f"Of {len(decisive)} assumptions that decide, {len(weak)} without a source that was read: {', '.join(weak)}."


def _is_weak(findings: Findings, name: str) -> bool:
    return (findings.grades or {}).get(name) in WEAK


def _called(findings: Findings, name: str) -> str:
    return (findings.names or {}).get(name, name)


def _between(low: float, high: float) -> str:
    if pd.isna(low):
        return "one seed, no interval"
    ends = ["below what was tried" if low == -float("inf") else number(low)]
    ends.append("above what was tried" if high == float("inf") else number(high))
    return " to ".join(ends)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names) if names else "no measure"
