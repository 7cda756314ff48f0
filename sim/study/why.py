"""The half page a policy reader needs, in five paragraphs.

What was compared, what came out, what drives it, when it flips, what rests on assumption: sentences about numbers that
are handed in, and about nothing else. What was not studied is said to be so.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.study.attribution import Attribution
from sim.study.discovery import Discovery
from sim.study.findings import strongest
from sim.study.front import Front
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
        `Comparison.effects`, for one scenario); reference and level may be missing.
    indices
        Of the effect, as `sim.study.sensitivity.indices`.
    attribution
        Who brings it about.
    omission
        What is lost without each measure, as `sim.study.omission.lost`.
    front
        What a search found.
    robust
        Outcome -> how several policies rank, both among them.
    flips
        As `sim.study.flips.flips`.
    discovery
        Outcome -> where the policy stops beating the other.
    units, names, grades
        Assumption -> unit, what to call it, how sure its number is ("read", "assumption", ...).
    """

    policies: tuple[str, str]
    effects: pd.DataFrame
    indices: pd.DataFrame | None = None
    attribution: Attribution | None = None
    omission: pd.DataFrame | None = None
    front: Front | None = None
    robust: Mapping[str, Robustness] | None = None
    flips: pd.DataFrame | None = None
    discovery: Mapping[str, Discovery] | None = None
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
    return "\n\n".join(f"{head}. {' '.join(sentences)}" for head, sentences in paragraphs(findings).items())


def paragraphs(findings: Findings) -> dict[str, list[str]]:
    """The half page as sentences under its five heads."""
    return {
        "What was compared": [_compared(findings)],
        "What came out": list(_came_out(findings)) or ["Nothing was measured."],
        "What drives it": list(_drives(findings)) or ["Not studied."],
        "When it flips": list(_flips(findings)) or ["Not studied."],
        "What rests on assumption": [_assumed(findings)],
    }


def _compared(findings: Findings) -> str:
    one, other = findings.policies
    seeds = set(findings.effects["seeds"].tolist())
    luck = f", under the same luck each of {int(min(seeds))} times" if len(seeds) == 1 else ""
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
            ends = f", from {number(row['reference'])} to {number(row['level'])}" if pd.notna(row["reference"]) else ""
            yield f"{where} {verb} by {number(abs(row['effect']))}{unit} (effect {span}){ends}."
    if findings.front is not None:
        yield from _found(findings.front)


def _found(front: Front) -> Iterator[str]:
    """The ends of a front on fresh seeds, and what the search promised too much."""
    objectives = front.gap["objective"].tolist()
    kept = front.table[front.table["efficient"]]
    yield f"Of {len(front.table)} points that the searches found, {len(kept)} hold their place on fresh seeds."
    for row in [kept.iloc[0], kept.iloc[-1]] if len(kept) > 1 else [kept.iloc[0]]:
        told = [
            f"{name} {number(row[name])} ({number(row[f'{name}_low'])} to {number(row[f'{name}_high'])})"
            for name in objectives
        ]
        yield f"{'One' if row.name == kept.index[0] else 'The other'} end: {', '.join(told)}."
    gaps = [
        f"{row['objective']} {number(row['gap'])} ({number(row['low'])} to {number(row['high'])})"
        for row in front.gap.to_dict("records")
    ]
    yield f"The search promised too much by (optimism gap) {', '.join(gaps)}."


def _drives(findings: Findings) -> Iterator[str]:
    if findings.attribution is not None:
        yield from _shared(findings.attribution)
    if findings.omission is not None:
        yield from _missed(findings.omission)
        count = len(findings.omission)
        yield f"Of {count} such intervals about {count / 20:.0f} would not hold 0 by chance alone."
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


def _shared(shares: Attribution) -> Iterator[str]:
    """The areas that can be told from chance, and the pairs of them."""
    for outcome, whole in zip(shares.grand["outcome"], shares.grand["value"], strict=True):
        rows = shares.values[shares.values["outcome"] == outcome]
        told = [
            f"{row['player']} {_span(row)}" + ("" if pd.isna(row["share"]) else f", a share of {row['share']:.0%}")
            for row in _sure(rows).to_dict("records")
        ]
        pairs = _sure(shares.interactions[shares.interactions["outcome"] == outcome])
        both = [f"{row['player']} with {row['partner']} {_span(row)}" for row in pairs.to_dict("records")][:DRIVERS]
        yield (
            f"Of the {number(whole)} that the areas together change in {outcome}: "
            f"{'; '.join(told) or 'no area can be told from chance'}."
        )
        if both:
            yield f"Interactions: {'; '.join(both)}."


def _missed(table: pd.DataFrame) -> Iterator[str]:
    """The measures whose yuan the others would not replace, or would use better."""
    for outcome in dict.fromkeys(table["outcome"]):
        rows = _sure(table[table["outcome"] == outcome])
        told = [f"{str(row['item']).replace('_', ' ')} {_span(row)}" for row in rows.to_dict("records")]
        yield (
            f"{outcome}, with the whole package less without one measure whose yuan the others get: "
            f"{'; '.join(told) or 'no measure can be told from chance'}."
        )


def _sure(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose interval does not hold 0, the largest value first."""
    sure = rows[(rows["low"] > 0.0) | (rows["high"] < 0.0)]
    return sure.sort_values("value", key=abs, ascending=False)


def _span(row: Mapping[Hashable, Any]) -> str:
    return f"{number(row['value'])} ({number(row['low'])} to {number(row['high'])})"


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
    for outcome, discovery in (findings.discovery or {}).items():
        words = discovery.in_words(findings.policies, findings.units, findings.names).replace("\n", " ")
        yield f"In {outcome}, {words}"
    for outcome, robust in (findings.robust or {}).items():
        table = robust.measures
        rank = dict(zip(zip(table["policy"], table["measure"], strict=True), table["rank"], strict=True))
        measures = list(dict.fromkeys(table["measure"]))
        first = _listed([name for name in measures if rank[one, name] < rank[other, name]])
        second = _listed([name for name in measures if rank[one, name] > rank[other, name]])
        yield f"In {outcome}, over {robust.worlds} worlds {one} is ahead by {first}; {other} by {second}."


def _assumed(findings: Findings) -> str:
    """Which of the assumptions that were named above have no source that was read."""
    if findings.grades is None:
        return "Where the numbers come from was not handed in."
    if findings.indices is None and findings.flips is None and findings.discovery is None:
        weak = [name for name in findings.grades if _is_weak(findings, name)]
        return (
            "What is believed stayed as declared, so which beliefs decide was not asked: "
            f"of {len(findings.grades)}, {len(weak)} have no source that was read."
        )
    decisive: list[str] = []
    if findings.indices is not None:
        for outcome in dict.fromkeys(findings.indices["outcome"]):
            rows = strongest(findings.indices, outcome, DRIVERS)
            decisive += rows.loc[rows["verdict"] == OK, "factor"].tolist()
    if findings.flips is not None:
        decisive += findings.flips["along"].tolist()
    for discovery in (findings.discovery or {}).values():
        decisive += [name for finding in discovery.findings for name in finding.region.limits]
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
