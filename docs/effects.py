"""Write docs/model/effects.md: what each measure does by itself, with intervals, and per million yuan.

python docs/effects.py [--seeds N] [--counties N] [--households N] [--months N]

Each measure's scenario `scenarios/measures/only-….yaml` is held against the baseline under the same seeds. Where the
text keeps a measure as it was, its dose is doubled instead. Tables lie in results/studies/measures/.
"""

import argparse
import math
from pathlib import Path

import pandas as pd
from clauses import FOLDER, beliefs, month_order, number, read, table

from sim.behaviour import Behaviour
from sim.declare import declared
from sim.levers import Levers
from sim.measures import MEASURES, Measure
from sim.model import Model
from sim.population.settings import Population
from sim.scenario import Scenario
from sim.study.compare import compare
from sim.study.comparison import Comparison

ROOT = FOLDER.parent
SCENARIOS = ROOT / "scenarios"
OUT = ROOT / "results" / "studies" / "measures"
WATCHED = {
    "income_mean": "income a head, yuan/year",
    "relapse_rate_market": "market relapse, pp",
    "relapse_rate_raw": "raw relapse, pp",
    "relapse_rate": "realised relapse, pp",
    "workers_employed": "employed, people",
    "county_output": "county output a head, yuan/year",
}
GROUPS = (("county_type", "key"), ("all", "all"))
DOUBLE = 2.0


def policy(measure: Measure) -> tuple[Scenario, str]:
    """What is held against the baseline for a measure, and what it is in a word."""
    baseline = Scenario.load(SCENARIOS / "baseline.yaml")
    only = Scenario.load(SCENARIOS / "measures" / f"only-{measure.name}.yaml")
    if only.differences(baseline):
        return only, "as the Opinion or its package"
    return only.with_overrides({f"{measure.name}_dose": DOUBLE}), "its dose doubled"


def added(comparison: Comparison, name: str, years: float) -> float:
    """Million yuan a year that a policy plans beyond the baseline, whoever pays and whatever becomes of it."""
    money = comparison.money
    rows = money[(money["scenario"] == name) & (money["kind"] == "payer")]
    return float(rows["change"].sum()) / years


def told(value: float, low: float, high: float, unit: str) -> str:
    """An effect with its interval; shares in percentage points; in bold where the interval leaves out 0."""
    scale = 100.0 if unit == "share" else 1.0
    digits = 3 if unit == "share" else 1
    text = f"{scale * value:+,.{digits}f} ({scale * low:+,.{digits}f} to {scale * high:+,.{digits}f})"
    return f"**{text}**" if low > 0.0 or high < 0.0 else text


def grades(measure: Measure) -> str:
    """How sure one is of what is put in: beliefs of its own rules and its levers that are assumptions, of all."""
    row = next(row for row in read("opinion-trace.csv") if int(row["clause"]) == measure.clause)
    own = [rule for rule in month_order() if rule in row["rule"].split()]
    names = dict.fromkeys(name for rule in own for name in beliefs(rule))
    believed = [declared(Behaviour)[name].grade for name in names]
    levers = [q.grade for q in declared(Levers).values() if q.clause == measure.clause]
    return (
        f"{believed.count('assumption')} of {len(believed)} beliefs, {levers.count('assumption')} of {len(levers)} "
        "levers assumed"
    )


def rows_of(
    comparison: Comparison, chosen: dict[str, tuple[Measure, str]], years: float, people: float
) -> pd.DataFrame:
    """One row per measure, indicator and group."""
    rows = []
    for name, (measure, what) in chosen.items():
        million = added(comparison, name, years)
        effects = comparison.effects
        mine = effects[(effects["scenario"] == name) & effects["indicator"].isin([*WATCHED])]
        for row in mine.to_dict("records"):
            if (row["group_kind"], row["group"]) not in GROUPS:
                continue
            a_head = million * 1e6 / people
            per = row["effect"] / a_head if abs(million) > 0.5 and row["unit"] == "yuan/year" else math.nan
            if abs(million) > 0.5 and row["unit"] == "people":
                per = row["effect"] / million
            rows.append((measure.clause, measure.name, what, million, row["indicator"], row["group"], row["unit"],
                         row["reference"], row["effect"], row["low"], row["high"], per, row["more_seeds"]))  # fmt: skip
    columns = ["clause", "measure", "contrast", "million_yuan_a_year", "indicator", "group", "unit", "reference"]
    return pd.DataFrame(rows, columns=[*columns, "effect", "low", "high", "per_yuan", "more_seeds"])


def page(comparison: Comparison, effects: pd.DataFrame, what: str) -> str:
    """The page."""
    parts = [
        "<!-- Written by docs/effects.py from runs; edit there. -->\n\n# What each measure does by itself\n\n"
        f"{what} Each measure alone against the baseline, same luck; means over seeds with Student intervals of "
        "95 %, in bold where they leave out 0. With so few seeds and people most effects are within chance: a row "
        "that is not bold says how large an effect could still hide, not that there is none. Intervals are about "
        "chance for the same people; what is assumed is in the last column and comes on top.\n\n"
        "Equal yuan: measures are ranked per yuan, not per dose. A measure's money is what payers and counties lay "
        "out beyond the baseline (negative: less), a year on average; income and output per yuan divide their effect a "
        "head by that money a head; employed are per million yuan. Measures of staff-days have no yuan; their cost is "
        "what other offices' days no longer do.\n"
    ]
    for kind, group in GROUPS:
        title = "Key counties" if kind == "county_type" else "All counties"
        cells = []
        for measure in MEASURES:
            mine = effects[(effects["measure"] == measure.name) & (effects["group"] == group)].set_index("indicator")
            if mine.empty:
                continue
            numbers = [
                told(*(float(mine.loc[name, part]) for part in ("effect", "low", "high")), str(mine.loc[name, "unit"]))
                if name in mine.index
                else ""
                for name in WATCHED
            ]
            per = [
                "" if name not in mine.index or math.isnan(mine.loc[name, "per_yuan"])
                else f"{mine.loc[name, 'per_yuan']:.2f}"
                for name in ("income_mean", "workers_employed", "county_output")
            ]  # fmt: skip
            million = f"{mine['million_yuan_a_year'].iloc[0]:,.0f}"
            own = grades(measure) if group == "all" else str(mine["contrast"].iloc[0])
            cells.append((f"({measure.clause}) `{measure.name}`", million, *numbers, *per, own))
        heads = ("measure", "million yuan a year", *WATCHED.values(), "income per yuan", "employed per million yuan",
                 "output per yuan", "grades" if group == "all" else "contrast")  # fmt: skip
        parts.append(f"## {title}\n\n" + table(heads, cells))
    parts.append(bill_text(comparison) + places_text(comparison))
    return "\n".join(parts)


def bill_text(comparison: Comparison) -> str:
    """Relapse-months per million yuan."""
    cells = []
    for row in comparison.bill.to_dict("records"):
        if row["what"] == "averted on balance" and abs(row["million_yuan"]) > 0.5:
            months = told(row["months"], row["months_low"], row["months_high"], "months")
            told_ratio = (
                row["verdict"] if math.isnan(row["value"])
                else f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})"
            )  # fmt: skip
            cells.append((f"`{row['scenario']}`", row["reading"], row["per"], number(round(row["million_yuan"], 1)),
                          months, told_ratio))  # fmt: skip
    heads = ("scenario", "reading", "per", "million yuan", "months averted on balance", "per million yuan")
    return "## The bill: relapse-months averted\n\n" + table(heads, cells) + "\n"


def places_text(comparison: Comparison) -> str:
    """Deadweight and displacement, where a measure has places."""
    cells = []
    for row in comparison.places.to_dict("records"):
        if row["scenario"] == f"only-{row['measure'].replace('_', '-')}" or row["scenario"].endswith(row["measure"]):
            parts = [
                row[f"{what}_verdict"] if math.isnan(row[what])
                else f"{row[what]:.2f} ({row[f'{what}_low']:.2f} to {row[f'{what}_high']:.2f})"
                for what in ("deadweight", "displacement")
            ]  # fmt: skip
            places = (number(round(row[part])) for part in ("places", "reference"))
            cells.append((f"`{row['measure']}`", row["where"], *places, f"{row['new']:.2f}", *parts))
    heads = ("measure", "where", "places", "in the baseline", "share that is new", "deadweight", "displacement")
    return "## Take-up, deadweight, displacement\n\n" + table(heads, cells)


def main() -> None:
    """Run, write the tables and the page."""
    words = argparse.ArgumentParser(description="Effects of each measure by itself")
    for name, value in (("seeds", 6), ("counties", 30), ("households", 80), ("months", 48)):
        words.add_argument(f"--{name}", type=int, default=value)
    asked = words.parse_args()
    population = Population(counties=asked.counties, households=asked.households)
    baseline = Scenario.load(SCENARIOS / "baseline.yaml")
    chosen = {measure: policy(measure) for measure in MEASURES}
    scenarios = [scenario for scenario, _ in chosen.values()]
    comparison = compare(
        baseline, *scenarios, seeds=asked.seeds, population=population, months=asked.months, on="local"
    )
    names = dict(zip(comparison.policies, ((measure, what) for measure, (_, what) in chosen.items()), strict=True))
    start = baseline.replace(population=population)
    counties = Model(start, rng=1).world.counties
    people = float((counties.weight * counties.persons).sum())
    since = asked.months - 23
    effects = rows_of(comparison, names, since / 12.0, people)
    OUT.mkdir(parents=True, exist_ok=True)
    effects.to_csv(OUT / "effects.csv", index=False, float_format="%.6g")
    comparison.bill.to_csv(OUT / "bill.csv", index=False, float_format="%.6g")
    comparison.places.to_csv(OUT / "places.csv", index=False, float_format="%.6g")
    what = (
        f"Seeds {comparison.seeds[0]} to {comparison.seeds[-1]}, {asked.counties} counties of "
        f"{asked.households} households, {asked.months} months from {baseline.start}; policies "
        f"begin in {baseline.policy_from}."
    )
    Path(FOLDER / "model" / "effects.md").write_text(page(comparison, effects, what), encoding="utf-8")
    print(FOLDER / "model" / "effects.md")


if __name__ == "__main__":
    main()
