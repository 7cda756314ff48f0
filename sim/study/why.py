"""What a policy reader needs of a study, as facts: each names what is said and holds the numbers that it is said with.

Five heads: what was compared, what came out, what drives it, when it flips, what rests on assumption. A fact is plain
JSON: `say`, the sentence that tells it, and its gaps. Names stay names (of indicators, groups, measures, areas,
assumptions) and numbers stay numbers, so that any language can tell them. What was not studied is a fact too.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.study.attribution import Attribution
from sim.study.discovery import Discovery, Share
from sim.study.findings import strongest
from sim.study.found import found, plain
from sim.study.front import Front
from sim.study.intervals import OK
from sim.study.robustness import Robustness

HEADS = ("compared", "came out", "drives", "flips", "rests")
DRIVERS = 3
"""Factors that are named for an outcome."""

WEAK = ("assumption", "memory")
"""Grades of numbers that nobody has read in a source."""

type Fact = dict[str, Any]


@dataclass(frozen=True)
class Findings:
    """What studies found; None or empty where there was none.

    Attributes
    ----------
    policies
        The policy in question, and the one it is held against.
    effects
        Rows to be told: outcome, policy, effect, low, high, reference, level, seeds; reference and level may be NaN.
    size
        What was simulated, and how often: counties, households, months, start, times, worlds (sets of assumptions; 0
        if they stayed as declared).
    outcomes
        Outcome -> indicator, group, unit, months (that it is the mean of).
    titles
        Policy -> its title.
    indices
        Of the effect, as `sim.study.sensitivity.indices`.
    chance
        Outcome -> share of what differs between situations that is luck: value, low, high.
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
    detectable
        Outcome -> the least density of a quarter of the situations that would have been found; NaN if none.
    units, grades
        Assumption -> unit, how sure its number is ("read", "assumption", ...).
    """

    policies: tuple[str, str]
    effects: pd.DataFrame
    size: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    indices: pd.DataFrame | None = None
    chance: Mapping[str, Share] | None = None
    attribution: Attribution | None = None
    omission: pd.DataFrame | None = None
    front: Front | None = None
    robust: Mapping[str, Robustness] | None = None
    flips: pd.DataFrame | None = None
    discovery: Mapping[str, Discovery] | None = None
    detectable: Mapping[str, float] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)

    def outcome(self, name: str) -> Fact:
        """An outcome by its name and, where that is known, its indicator, group and unit."""
        return {"name": name, **self.outcomes.get(name, {})}

    def policy(self, name: str) -> Fact:
        """A policy by its name and title."""
        return {"name": name, "title": self.titles.get(name, name)}


def facts(findings: Findings) -> dict[str, list[Fact]]:
    """Facts by head.

    Parameters
    ----------
    findings
        What studies found.
    """
    told = (_compared, _came_out, _drives, _flips, _rests)
    made = {head: [*tell(findings)] for head, tell in zip(HEADS, told, strict=True)}
    return {head: part or [{"say": f"no {head}"}] for head, part in made.items()}


def _compared(findings: Findings) -> Iterator[Fact]:
    one, other = (findings.policy(name) for name in findings.policies)
    yield {"say": "compared", "policy": one, "other": other}
    if findings.size:
        yield {"say": "size", **findings.size}


def _came_out(findings: Findings) -> Iterator[Fact]:
    for row in findings.effects.to_dict("records"):
        ends = {name: plain(row[name]) for name in ("effect", "low", "high", "reference", "level")}
        yield {"say": "effect", "outcome": findings.outcome(row["outcome"]), "policy": row["policy"], **ends}
    if findings.front is not None:
        yield from found(findings.front, findings.outcome)


def _drives(findings: Findings) -> Iterator[Fact]:
    if findings.attribution is not None:
        yield from _shared(findings, findings.attribution)
    if findings.omission is not None:
        yield from _missed(findings, findings.omission)
    for outcome, share in (findings.chance or {}).items():
        yield {"say": "chance", "outcome": findings.outcome(outcome), **_share(share)}
    if findings.indices is None:
        return
    for outcome in dict.fromkeys(findings.indices["outcome"]):
        rows = strongest(findings.indices, outcome, DRIVERS)
        known = rows[rows["verdict"] == OK]
        factors = [{"name": row["factor"], **_value(row)} for row in known[known["low"] > 0.0].to_dict("records")]
        index = str(rows["index"].iloc[0]) if len(rows) else ""
        told = {"index": index, "factors": factors, "estimable": bool(len(known))}
        yield {"say": "indices", "outcome": findings.outcome(outcome), **told}


def _shared(findings: Findings, shares: Attribution) -> Iterator[Fact]:
    """The areas that can be told from chance, and the pairs of them."""
    for whole in shares.grand.to_dict("records"):
        name = whole["outcome"]
        rows = _sure(shares.values[shares.values["outcome"] == name])
        areas = [{"area": row["player"], **_value(row), "share": plain(row["share"])} for row in rows]
        pairs = _sure(shares.interactions[shares.interactions["outcome"] == name])
        both = [{"area": row["player"], "partner": row["partner"], **_value(row)} for row in pairs[:DRIVERS]]
        yield {"say": "shares", "outcome": findings.outcome(name), **_value(whole), "areas": areas, "pairs": both}


def _missed(findings: Findings, table: pd.DataFrame) -> Iterator[Fact]:
    """The measures whose yuan the others would not replace, or would use better."""
    for outcome in dict.fromkeys(table["outcome"]):
        rows = _sure(table[table["outcome"] == outcome])
        measures = [{"measure": row["item"], **_value(row)} for row in rows]
        yield {"say": "missed", "outcome": findings.outcome(outcome), "measures": measures}
    count = int(table["low"].notna().sum())
    yield {"say": "by chance", "count": count, "expected": round(count / 20)}


def _flips(findings: Findings) -> Iterator[Fact]:
    policies = {"policy": findings.policies[0], "other": findings.policies[1]}
    if findings.flips is not None:
        if findings.flips.empty:
            yield {"say": "no turn"}
        for row in findings.flips.to_dict("records"):
            ends = {"low": plain(row["low"]), "high": plain(row["high"]), "is_sure": bool(pd.notna(row["low"]))}
            told = {"assumption": _assumption(findings, row["along"]), "position": row["position"], **ends}
            yield {
                **{"say": "turn", "outcome": findings.outcome(row["outcome"]), **told},
                **{"below": row["below"], "above": row["above"]},
            }
    for name, discovery in (findings.discovery or {}).items():
        outcome = findings.outcome(name)
        yield {"say": "fails", "outcome": outcome, **policies, "held": discovery.held, **_share(discovery.base)}
        for finding in discovery.findings:
            limits = [
                {**_assumption(findings, assumption), **_limit(limit)}
                for assumption, limit in finding.region.limits.items()
            ]
            shares = {part: _share(getattr(finding, part)) for part in ("density", "mass", "coverage")}
            yield {"say": "region", "outcome": outcome, **policies, "limits": limits, **shares}
        if not discovery.findings:
            least = (findings.detectable or {}).get(name)
            known = {} if least is None else {"detectable": plain(least)}
            yield {"say": "none decides", "outcome": outcome, "dropped": len(discovery.dropped), **known}
    for name, robust in (findings.robust or {}).items():
        yield {"say": "ahead", "outcome": findings.outcome(name), **policies, **_ahead(findings, robust)}


def _ahead(findings: Findings, robust: Robustness) -> Fact:
    """By which measures each policy is ahead, and in what share of resamples of the worlds the policy is first."""
    one, other = findings.policies
    rows = robust.measures.set_index(["measure", "policy"])
    sides: dict[str, list[Fact]] = {"first": [], "second": []}
    for measure in dict.fromkeys(robust.measures["measure"]):
        mine, its = rows.loc[(measure, one)], rows.loc[(measure, other)]
        if mine["rank"] != its["rank"]:
            side, ahead = ("first", mine) if mine["rank"] < its["rank"] else ("second", its)
            firsts = [ahead[f"{axis}_first"] for axis in ("parameters", "scenario", "seed")]
            often = next((float(share) for share in firsts if pd.notna(share)), math.nan)
            sides[side].append({"robust": measure, "often": plain(often)})
    return {"worlds": robust.worlds, **sides}


def _rests(findings: Findings) -> Iterator[Fact]:
    """How sure the numbers are: of all that is believed, and of those that were named above."""
    if not findings.grades:
        return
    counts = pd.Series(dict(findings.grades)).value_counts()
    yield {"say": "grades", "beliefs": len(findings.grades), "grades": {str(k): int(n) for k, n in counts.items()}}
    if findings.indices is None and findings.flips is None and findings.discovery is None:
        yield {"say": "as declared"}
        return
    decisive: list[str] = []
    if findings.flips is not None:
        decisive += findings.flips["along"].tolist()
    for discovery in (findings.discovery or {}).values():
        decisive += [name for finding in discovery.findings for name in finding.region.limits]
    if findings.indices is not None and findings.discovery is None:
        for outcome in dict.fromkeys(findings.indices["outcome"]):
            rows = strongest(findings.indices, outcome, DRIVERS)
            decisive += rows.loc[rows["verdict"] == OK, "factor"].tolist()
    named = [name for name in dict.fromkeys(decisive) if name in findings.grades]
    weak = [
        {**_assumption(findings, name), "grade": findings.grades[name]}
        for name in named
        if findings.grades[name] in WEAK
    ]
    yield {"say": "decisive", "count": len(named), "weak": weak}


def _assumption(findings: Findings, name: str) -> Fact:
    return {"name": name, "unit": findings.units.get(name, "")}


def _limit(limit: tuple[float, float] | frozenset[str]) -> Fact:
    if isinstance(limit, frozenset):
        return {"values": sorted(limit)}
    return {"low": plain(limit[0]), "high": plain(limit[1])}


def _sure(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Rows whose interval does not hold 0, the largest value first."""
    sure = rows[(rows["low"] > 0.0) | (rows["high"] < 0.0)]
    return sure.sort_values("value", key=abs, ascending=False).to_dict("records")


def _value(row: Mapping[Any, Any]) -> Fact:
    return {name: plain(row[name]) for name in ("value", "low", "high")}


def _share(share: Share) -> Fact:
    return {name: plain(part) for name, part in zip(("value", "low", "high"), share, strict=True)}
