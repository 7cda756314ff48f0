"""What the command line shows of a comparison: effects, who gains, whom places reach, the bill."""

import math
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results import MAIN
from sim.screen import said
from sim.study.bill import READINGS
from sim.study.branch import PLACEBO
from sim.study.record import MONEY, SIDES

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from sim.study.comparison import Comparison

type Row = Mapping[Hashable, Any]

MANY = 10_000
"""From here on it is enough to know that so many seeds are lacking."""
WIDEST = 150
"""Fewest characters of a line of these tables."""
SHARES = ("gainers", "losers", "balance")
DECIMALS = {"index": 3, "months": 2}
SPREADS = (("p10", "median", "p90"), ("placebo_p10", "placebo_median", "placebo_p90"))
DEADWEIGHT = ("deadweight", "deadweight_low", "deadweight_high")
DISPLACEMENT = ("displacement", "displacement_low", "displacement_high")
BILL = ("value", "low", "high")
LEAST_MILLION = 0.05
"""Million yuan that money of a measure moves by before it is told."""


def comparison_tables(comparison: "Comparison") -> None:
    """Print what differs, the tables of each policy, and how the placebo did."""
    from rich.console import Console

    console = Console(markup=False)
    console.width = max(console.width, WIDEST)
    for line in comparison.words():
        console.print(line, highlight=False, markup=False)
    for name in comparison.policies:
        console.print(_effects_table(comparison, name))
    for made in (
        _gainers_table(comparison),
        _places_table(comparison),
        _money_table(comparison),
        _bill_table(comparison),
    ):
        console.print(made)
    console.print(placebo_in_words(comparison.effects), highlight=False)
    if len(comparison.failed):
        first = comparison.failed.iloc[0]
        console.print(f"{len(comparison.failed)} seeds failed and are left out; seed {first['seed']}: {first['error']}")


def placebo_in_words(effects: "pd.DataFrame") -> str:
    """How many main effects of the placebo have an interval without 0, where chance alone gives one in twenty."""
    told = effects[effects["group_kind"].eq("county_type") & effects["indicator"].isin(MAIN)]
    told = told[told["scenario"] == PLACEBO]
    found = int(((told["low"] > 0) | (told["high"] < 0)).sum())
    return f"placebo: {found} of {len(told)} main effects have an interval without 0, chance gives {len(told) / 20:.0f}"


def comparison_json(comparison: "Comparison", folder: Path) -> dict[str, Any]:
    """The comparison for programs; a value that is not defined is null."""
    tables = {
        "effects": comparison.effects,
        "gainers": comparison.gainers,
        "places": comparison.places,
        "bill": comparison.bill,
        "money": comparison.money,
    }
    return {**comparison.told(), "folder": str(folder), **{name: _records(table) for name, table in tables.items()}}


def _records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for head in words:
        table.add_column(head, no_wrap=True)
    for head in numbers:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _effects_table(comparison: "Comparison", name: str) -> "Table":
    """Main effects of one contrast in key and in other counties."""
    seeds = f"{len(comparison.seeds)} seeds of the same people, 95 % intervals of chance alone"
    title = f"{name} against {comparison.reference}, whose levels stand left of the effects; {seeds}"
    table = _table(title, ["indicator"], ["key", "effect", "other", "effect", "noise removed", "seeds lacking"])
    told = comparison.effects
    rows = {
        (row["indicator"], row["group"]): row
        for row in told[(told["scenario"] == name) & (told["group_kind"] == "county_type")].to_dict("records")
    }
    for indicator in MAIN:
        sides = [rows[indicator, side] for side in SIDES if (indicator, side) in rows]
        if len(sides) < len(SIDES):
            continue
        cells = [cell for side in sides for cell in _level_and_effect(side)]
        removed = min(side["noise_removed"] for side in sides)
        lacking = _lacking([side["more_seeds"] for side in sides])
        table.add_row(indicator, *cells, "–" if math.isnan(removed) else f"{100 * removed:.0f} %", lacking)
    return table


def _level_and_effect(row: Row) -> tuple[str, str]:
    """Level of the reference, effect and interval in units that suit the level."""
    scale, decimals, level_unit, unit = _scale(row["unit"], row["reference"])
    effect, low, high = (f"{scale * row[name]:+,.{decimals}f}" for name in ("effect", "low", "high"))
    return f"{scale * row['reference']:,.{decimals}f}{level_unit}", f"{effect} ({low} … {high}){unit}"


def _scale(unit: str, level: float) -> tuple[float, int, str, str]:
    """Factor, decimals, and what stands behind a level and behind an effect."""
    if unit == "share":
        return 100.0, 2, " %", " pp"
    if unit in DECIMALS:
        return 1.0, DECIMALS[unit], "", ""
    if abs(level) >= 1e8:
        return 1e-6, 0, " m", " m"
    return (1e-3, 0, " k", " k") if abs(level) >= 1e5 else (1.0, 0, "", "")


def _lacking(seeds: Sequence[float]) -> str:
    """Seeds that are lacking until the effect is known to a quarter, or to what was asked for."""
    if any(math.isnan(number) for number in seeds):
        return "–"
    return f"> {MANY:,}" if max(seeds) > MANY else f"{max(seeds):,.0f}"


def _gainers_table(comparison: "Comparison") -> "Table":
    title = "Households steadier in gain or loss of income per head than queues alone make them; yuan a year"
    numbers = ["gain, %", "lose, %", "balance, %", "p10, median, p90", "placebo's"]
    table = _table(title, ["policy", "households"], numbers)
    told = comparison.gainers
    for row in told[told["outcome"] == "income"].to_dict("records"):
        if "counties" not in row["group_kind"]:
            continue
        shares = [_share(*(row[f"{side}{end}"] for end in ("", "_low", "_high"))) for side in SHARES]
        spreads = [", ".join(said(row[part], "", is_change=True) for part in parts) for parts in SPREADS]
        where = row["group_kind"].removeprefix("stratum in ").removesuffix(" counties")
        table.add_row(row["scenario"], f"{where}, {row['group'].replace('_', ' ')}", *shares, *spreads)
    return table


def _share(value: float, low: float, high: float) -> str:
    return f"{100 * value:.1f} ({100 * low:.1f} … {100 * high:.1f})"


def _places_table(comparison: "Comparison") -> "Table":
    title = "Whom the places reach: thousand months in a post (local_jobs) or courses (skill_project); – cannot be told"
    numbers = ["places", "more", "new holders", "deadweight of new", "jobs displaced per job gained"]
    table = _table(title, ["policy", "measure", "in"], numbers)
    for row in comparison.places.to_dict("records"):
        if row["scenario"] == PLACEBO:
            continue
        table.add_row(
            *(row["scenario"], row["measure"], row["where"]),
            *(f"{row['places'] / 1e3:,.0f}", f"{(row['places'] - row['reference']) / 1e3:+,.0f}"),
            f"{100 * row['new']:.0f} %",
            *(
                _ratio(row, names, scale, told)
                for names, scale, told in ((DEADWEIGHT, 100, " %"), (DISPLACEMENT, 1, ""))
            ),
        )
    return table


def _money_table(comparison: "Comparison") -> "Table":
    """By measure: what became of its money, and who paid it."""
    title = "Money, change in million yuan in key counties / in others: what became of it, then who paid it"
    table = _table(title, ["policy", "measure"], MONEY)
    changes = {
        (str(row["scenario"]), str(row["measure"]), str(row["where"]), str(row["what"])): float(row["change"])
        for row in comparison.money.to_dict("records")
        if row["scenario"] != PLACEBO
    }
    for name, measure in dict.fromkeys(key[:2] for key in changes):
        cells = [[changes[name, measure, side, what] for side in SIDES] for what in MONEY]
        if any(abs(change) >= LEAST_MILLION for pair in cells for change in pair):
            table.add_row(name, measure, *(" / ".join(f"{change:+,.1f}" for change in pair) for pair in cells))
    return table


def _bill_table(comparison: "Comparison") -> "Table":
    title = "The bill: relapse-months of alleviated households per million yuan, by reading; – cannot be told"
    table = _table(title, ["policy", "what"], ["million yuan", *READINGS])
    told = comparison.bill.to_dict("records")
    for row in told:
        if row["reading"] == READINGS[0]:
            same = [other for other in told if (other["scenario"], other["what"]) == (row["scenario"], row["what"])]
            money = f"{row['million_yuan']:,.0f} {row['per']}"
            table.add_row(row["scenario"], row["what"], money, *(_ratio(other, BILL, 1, "") for other in same))
    return table


def _ratio(row: Row, names: tuple[str, str, str], scale: float, unit: str) -> str:
    """A ratio with its interval, or that there is none."""
    value, low, high = (scale * row[name] for name in names)
    if math.isnan(value):
        return "–"
    decimals = 0 if max(abs(low), abs(high)) >= 100 else 1 if scale > 1 or max(abs(low), abs(high)) >= 2 else 2
    return f"{value:,.{decimals}f} ({low:,.{decimals}f} … {high:,.{decimals}f}){unit}"
