"""The half page of a study: in English as it was written, in Chinese from the tables that it was written from."""

import json
import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.reports import numbers
from sim.reports.driving import PER_CENT
from sim.reports.method import stages
from sim.reports.outcomes import Outcomes
from sim.reports.phrases import Phrases
from sim.sections import BEHAVIOUR
from sim.study import decided
from sim.study.findings import measure_of, strongest
from sim.study.intervals import OK
from sim.study.told import WHY
from sim.study.why import DRIVERS, WEAK

HEADS = ("compared", "came out", "drives", "flips", "assumed")
SPAN = ("value", "low", "high")

type Record = Mapping[Hashable, Any]
type Teller = Callable[[Path, Phrases], Iterator[str]]


def half_page(folder: Path, say: Phrases) -> list[tuple[str, str]]:
    """Heads and paragraphs; none if the study wrote none.

    Raises
    ------
    InputError
        If it is torn.
    """
    path = folder / WHY
    if not path.is_file():
        return []
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not say.is_chinese:
            return [(head, " ".join(said)) for head, said in told.items() if isinstance(said, list)]
        policies = (str(told.get("policy", "")), str(told.get("reference", "")))
    except (ValueError, TypeError, AttributeError) as problem:
        raise InputError(f"{path}: not readable as JSON ({problem}); torn or foreign") from None
    tellers = (
        _compared(policies), _came_out, _drives, _flips(policies), _assumed,
    )  # fmt: skip
    found = []
    for head, tell in zip(HEADS, tellers, strict=True):
        said = [line for stage in stages(folder) for line in tell(stage, say)]
        found.append((say(f"why {head}"), "".join(dict.fromkeys(said)) or say("why not studied")))
    return found


def _rows(stage: Path, name: str) -> pd.DataFrame:
    """A table of a stage, empty if it has none."""
    path = stage / name
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["outcome", "method"])


def _compared(policies: tuple[str, str]) -> Teller:
    def tell(stage: Path, say: Phrases) -> Iterator[str]:
        if policies[0]:
            yield say("why policies", policy=policies[0], reference=policies[1])
        effects = _rows(stage, decided.EFFECTS)
        if len(effects):
            yield say("why seeds", seeds=int(effects["seeds"].min()))

    return tell


def _came_out(stage: Path, say: Phrases) -> Iterator[str]:
    outcomes, effects = Outcomes(stage, say), _rows(stage, decided.EFFECTS)
    for row in effects.to_dict("records"):
        if row["policy"] != effects["policy"].iloc[0]:
            continue
        size = max(abs(row["reference"]), abs(row["level"]))
        how = numbers.scale(DEFINITIONS[row["indicator"]][0], size, say)
        sign = how.unit if how.unit == "%" else ""
        ends = [f"{numbers.level(how.factor * row[part])}{sign}" for part in ("reference", "level")]
        change = _change(row, ("effect", "low", "high"), how, say)
        yield say("why effect", outcome=outcomes.title(row["outcome"]), change=change, before=ends[0], after=ends[1])
    ranking = _rows(stage, "ranking.csv")
    for row in ranking.to_dict("records"):
        how = outcomes.change(str(row["outcome"]), abs(float(row["effect"])))
        change = _change(row, ("effect", "low", "high"), how, say)
        yield say(
            "why ranked", outcome=outcomes.title(row["outcome"]), policy=say.measure(row["policy"]), change=change
        )
    yield from _front(stage, outcomes, say)


def _front(stage: Path, outcomes: Outcomes, say: Phrases) -> Iterator[str]:
    """How many points hold, the ends of the front, what the search promised too much."""
    table, gap = _rows(stage, decided.FRONT), _rows(stage, decided.GAP)
    if not len(gap):
        return
    found = table[table["search"] > -1]
    kept = found[found["efficient"]]
    yield say("why front", points=len(found), kept=len(kept))
    for place in dict.fromkeys((0, len(kept) - 1)) if len(kept) else ():
        row = kept.iloc[place].to_dict()
        told = []
        for name in gap["objective"]:
            asked = f"{name}_from_own" if f"{name}_from_own" in row else name
            how = outcomes.change(name, abs(float(row[name])))
            value = numbers.triple(row, (asked, f"{asked}_low", f"{asked}_high"), how.factor)
            told.append(
                say("why objective", outcome=outcomes.title(name), value=numbers.spanned(*value, say), unit=how.points)
            )
        yield say("why end", told=say("semicolon").join(told))
    told = []
    for row in gap.to_dict("records"):
        how = outcomes.change(row["objective"], abs(float(row["fresh"])))
        value = numbers.triple(row, ("gap", "low", "high"), how.factor)
        told.append(
            say(
                "why objective",
                outcome=outcomes.title(row["objective"]),
                value=numbers.between(*value, say),
                unit=how.points,
            )
        )
    yield say("why gap", told=say("semicolon").join(told))


def _drives(stage: Path, say: Phrases) -> Iterator[str]:
    outcomes = Outcomes(stage, say)
    for name, key, kind in ((decided.SHAPLEY, "player", "areas"), (decided.OMITTED, "item", "measures")):
        table = _rows(stage, name)
        for outcome in dict.fromkeys(table["outcome"]):
            mine = table[table["outcome"] == outcome]
            how = outcomes.change(outcome, float(mine["value"].abs().max()))
            called = say.area if kind == "areas" else say.clause
            told = [f"{called(row[key])}{_change(row, SPAN, how, say)}" for row in _sure(mine)]
            yield say(
                f"why {kind}", outcome=outcomes.title(outcome), told=say("semicolon").join(told) or say("why no sure")
            )
    indices = _rows(stage, "indices.csv")
    for outcome in dict.fromkeys(indices["outcome"]):
        index = measure_of(indices)
        rows = strongest(indices, outcome, DRIVERS)
        told = [
            f"{say.factor(row['factor'])} {numbers.spanned(*numbers.triple(row, SPAN), say)}"
            for row in rows[rows["verdict"] == OK].to_dict("records")
        ]
        said = say("semicolon").join(told) or say("not estimable")
        yield say("why indices", outcome=outcomes.title(outcome), index=say(f"index {index}"), told=said)


def _flips(policies: tuple[str, str]) -> Teller:
    def tell(stage: Path, say: Phrases) -> Iterator[str]:
        outcomes, (policy, reference) = Outcomes(stage, say), policies
        for row in _rows(stage, decided.FLIPS).to_dict("records"):
            where = numbers.spanned(*numbers.triple(row, ("position", "low", "high")), say)
            yield say(
                "why flip", outcome=outcomes.title(row["outcome"]), below=row["below"], above=row["above"],
                factor=say.factor(row["along"]), where=where,
            )  # fmt: skip
        regions = _rows(stage, decided.REGIONS)
        bases = _rows(stage, decided.BASES)
        for row in bases[bases["method"] == "box"].to_dict("records"):
            base = numbers.spanned(*numbers.triple(row, ("base", "base_low", "base_high"), PER_CENT), say)
            title = outcomes.title(row["outcome"])
            yield say("why base", outcome=title, policy=policy, reference=reference, base=base, sets=row["held"])
            boxes = regions[(regions["outcome"] == row["outcome"]) & (regions["method"] == "box")]
            for box in boxes.to_dict("records"):
                share = numbers.spanned(*numbers.triple(box, ("density", "density_low", "density_high"), PER_CENT), say)
                yield say("why box", rule=box["rule"], density=share)
            if boxes.empty:
                yield say("why undecided")
        robust = _rows(stage, decided.ROBUST)
        for outcome in dict.fromkeys(robust["outcome"]):
            mine = robust[(robust["outcome"] == outcome) & (robust["policy"] == policy)]
            ahead = [say(f"robust {name}") for name in mine.loc[mine["rank"] == 1, "measure"]]
            behind = [say(f"robust {name}") for name in mine.loc[mine["rank"] > 1, "measure"]]
            none = say("why no criterion")
            yield say(
                "why robust", outcome=outcomes.title(outcome), policy=policy, reference=reference,
                ahead=say("comma").join(ahead) or none, behind=say("comma").join(behind) or none,
            )  # fmt: skip

    return tell


def _assumed(stage: Path, say: Phrases) -> Iterator[str]:
    """Which assumptions that decide have no source that was read."""
    indices, flips, limits = _rows(stage, "indices.csv"), _rows(stage, decided.FLIPS), _rows(stage, decided.LIMITS)
    decisive = [
        factor
        for outcome in dict.fromkeys(indices["outcome"])
        for factor in strongest(indices, outcome, DRIVERS).query("verdict == @OK")["factor"]
    ]
    decisive += [*flips.get("along", ()), *limits.get("assumption", ())]
    beliefs = [name for name in dict.fromkeys(decisive) if name in BEHAVIOUR]
    weak = [name for name in beliefs if BEHAVIOUR[name].grade in WEAK]
    if weak:
        yield say("why weak", count=len(beliefs), weak=len(weak), told=say("comma").join(map(say.factor, weak)))
    elif beliefs:
        yield say("why read")
    elif (stage / decided.LIMITS).is_file() or (stage / decided.FLIPS).is_file() or len(indices):
        yield say("why nothing decides")
    else:
        every = sum(quantity.grade in WEAK for quantity in BEHAVIOUR.values())
        yield say("why as declared", count=len(BEHAVIOUR), weak=every)


def _sure(table: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Rows whose interval leaves out zero, the largest first."""
    sure = table[(table["low"] > 0.0) | (table["high"] < 0.0)]
    return list(sure.sort_values("value", key=abs, ascending=False).to_dict("records"))


def _change(row: Record, names: tuple[str, str, str], how: numbers.Scale, say: Phrases) -> str:
    """A change with its interval in words: up, down, or not told from chance."""
    value, low, high = numbers.triple(row, names, how.factor)
    if math.isfinite(low) and low <= 0.0 <= high:
        decimals = numbers.known_decimals(low, high)
        ends = (numbers.level(low, decimals), numbers.level(high, decimals))
        return say("why unsure", low=ends[0], high=ends[1], unit=how.points)
    return say("why changed", told=numbers.between(value, low, high, say), unit=how.points)
