"""Lives as the command line shows them, and as programs read them."""

import math
from dataclasses import asdict
from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.lives.happened import Event, draw_in_words, draws_in_words
from sim.lives.life import PLACES, Life
from sim.lives.parting import Choice, TwoLives, choice_in_words

WIDTH = 120
HEADS = {
    "is_in_key_county": "key",
    "is_registered": "alleviated",
    "members": "people",
    "months_poor": "poor",
    "months_monitored": "monitored",
    "x_lowest": "X lowest",
    "x_last": "X last",
    "falls_there": "falls there",
    "x_last_there": "X there",
    "x_gap": "gap",
}
"""Heads of the list of households."""
UNTOLD = (
    "Told are draws about the household, its members, its employers, its county and province: the number, and the "
    "nearest that the rule held it against. Numbers without one are computed with: where to look adds one to the worth "
    "of each place, a lot is a place in a queue. Not told: what others drew, on which queues and offers depend."
)


def show(lives: Life | TwoLives, month: str | None = None) -> None:
    """Print a life, or two; of one month every draw and change if it is named."""
    console = Console(width=max(WIDTH, Console().width), highlight=False)
    ours = lives.here if isinstance(lives, TwoLives) else lives
    console.print(heading(ours))
    if isinstance(lives, TwoLives):
        console.print(f"Against {lives.there.results.resolved['title']}\n")
        for place, line in enumerate(parting_in_words(lives)):
            console.print(line, style="" if place else "bold")
        console.print(two_tables(lives))
        for name, life, events in zip(("here", "there"), (lives.here, lives.there), lives.events, strict=True):
            console.print(f"\nHappened {name} alone ({life.results.resolved['title']}):", style="bold")
            console.print("\n".join(lines_of(life, events)) or "  nothing")
    elif month is None:
        console.print(table_of_months(ours))
        console.print("What happened", style="bold")
        console.print("\n".join(lines_of(ours, ours.events)) or "  nothing")
    if month is not None:
        for life in (lives.here, lives.there) if isinstance(lives, TwoLives) else (ours,):
            show_month(console, life, month)
    console.print(f"\n{UNTOLD}", style="dim")


def heading(life: Life) -> str:
    """Who the household is."""
    facts, run = life.facts, life.results
    kind = "alleviated" if facts["is_registered"] else "never registered"
    moved = ", relocated" if facts["is_relocated"] else ""
    county = "key" if facts["is_in_key_county"] else "other"
    return (
        f"Household {life.household}: {kind}{moved}, {facts['land']:.1f} mu, in {county} county {facts['county']} of "
        f"{facts['province']}\n{run.resolved['title']}, seed {run.seed}. Members: {', '.join(life.persons.values())}"
    )


def table_of_months(life: Life) -> Table:
    """The months of a life."""
    table = Table(box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.title = "Month by month: yuan; recorded, X and lines per head and year"
    heads = ("people", "jobs", "wages", "farm", "transfers", "aid", "hardship", "savings", "debt")
    for head in ("month", *heads, "registry", "recorded", "X", "line", "poverty"):
        table.add_column(head, justify="left" if head in ("month", "jobs", "registry") else "right", no_wrap=True)
    for row in life.months.reset_index().to_dict("records"):
        hardship = row["medical"] + row["school_fees"] + row["damage"]
        money = (row[name] for name in ("wages", "farm", "transfers", "aid_paid"))
        table.add_row(
            str(row["month"]), str(row["members"]), jobs_in_words(row), *map(yuan, money), yuan(hardship),
            yuan(row["savings"]), yuan(row["debt"]), str(row["tag"]), yuan(row["recorded_income"]),
            f"{'[red]' if row['x'] < row['poverty_line'] else ''}{yuan(row['x'])}", yuan(row["line"]),
            yuan(row["poverty_line"]),
        )  # fmt: skip
    return table


def two_tables(lives: TwoLives) -> Table:
    """Both lives side by side, from the month before they part."""
    table = Table(box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.title = "Month by month, from the month before they part: here, there; yuan, X per head and year"
    heads = ("jobs", "there", "wages", "there", "aid", "there", "registry", "there", "X", "there")
    for head in ("month", *heads, "X gap", "poverty"):
        table.add_column(head, justify="right", no_wrap=True)
    first = lives.difference.t if lives.difference else len(lives.here.names)
    begins = lives.here.names[max(first - 1, 0)] if first < len(lives.here.names) else "9999"
    mine, its = lives.here.months, lives.there.months
    for month in sorted({*mine.index, *its.index}):
        if month < begins:
            continue
        here, there = (frame.loc[month].to_dict() if month in frame.index else None for frame in (mine, its))
        pairs = []
        for name in ("jobs", "wages", "aid_paid", "tag", "x"):
            pairs += [_cell(row, name) for row in (here, there)]
        gap = f"{here['x'] - there['x']:+,.0f}" if here and there else ""
        table.add_row(month, *pairs, gap, yuan((here or there or {})["poverty_line"]))
    return table


def parting_in_words(lives: TwoLives) -> list[str]:
    """Where the lives part, what happened first, what followed."""
    first = lives.difference
    if first is None:
        return ["The two lives are the same to the last fen."]
    names, name = lives.here.names, lives.here.name
    here, there = (f"{value}" if value is not None else "unchanged" for value in (first.here, first.there))
    lines = [
        f"They part in {names[first.t]}: {first.rule} leaves {first.column} of {name(first.subject)} at "
        f"{here} here, {there} there."
    ]
    lines += _choices(lives, "The first chance that was another", lives.other_chance)
    lines += _choices(lives, "The first draw that came out otherwise", lives.other_outcome)
    mine, its = lives.here.months, lives.there.months
    last = min(mine.index[-1], its.index[-1])
    poor = [int(frame["is_poor"].sum()) for frame in (mine, its)]
    seen = [int((frame["tag"] != "none").sum()) for frame in (mine, its)]
    lines.append(
        f"What followed: in {last} X is {yuan(mine['x'][last])} here, {yuan(its['x'][last])} there; months in poverty "
        f"{poor[0]} and {poor[1]}; months monitored {seen[0]} and {seen[1]}."
    )
    return lines


def lines_of(life: Life, events: "tuple[Event, ...] | list[Event]") -> list[str]:
    """Events, a line each."""
    lines = []
    for event in events:
        drawn = draws_in_words(event.draws)
        told = f"({event.rule}{': ' if drawn else ''}{drawn})"
        lines.append(f"  {life.names[event.t]}  {life.name(event.subject)}: {event.what} {told}")
    return lines


def show_month(console: Console, life: Life, month: str) -> None:
    """Print every draw and every change of a month."""
    title = life.results.resolved["title"]
    changes = life.changes
    console.print(f"\n{month}, every draw ({title})", style="bold")
    told = [asked for asked in life.watch.asked if life.names[asked.t] == month]
    for asked in told:
        console.print(f"  {asked.rule}  {life.name(asked.subject)}  {draw_in_words(asked.draw)}  ({asked.draw.where})")
    console.print(f"\n{month}, every change ({title})", style="bold")
    for row in changes[changes["month"] == month].itertuples():
        console.print(f"  {row.rule}  {row.who}  {row.column}: {row.before} to {row.after}")


def as_json(lives: Life | TwoLives) -> dict[str, Any]:
    """Lives for programs; what is not defined is null."""
    if isinstance(lives, Life):
        return {
            "run_id": lives.results.run_id,
            "title": lives.results.resolved["title"],
            "seed": lives.results.seed,
            "household": lives.household,
            "facts": lives.facts,
            "persons": {str(person): name for person, name in lives.persons.items()},
            "months": records(lives.months.reset_index()),
            "members": records(lives.members),
            "events": [
                {
                    "month": lives.names[event.t],
                    "rule": event.rule,
                    "who": lives.name(event.subject),
                    "what": event.what,
                    "draws": [asdict(draw) | {"decision": draw.decision.name.lower()} for draw in event.draws],
                }
                for event in lives.events
            ],
            "draws": records(lives.draws),
        }
    first, names = lives.difference, lives.here.names
    parting: dict[str, Any] = {"month": names[first.t] if first else None}
    if first:
        parting["difference"] = asdict(first) | {"month": names[first.t], "who": lives.here.name(first.subject)}
    for name, choice in (("other_chance", lives.other_chance), ("other_outcome", lives.other_outcome)):
        if choice:
            draws = {side: getattr(choice, side) for side in ("here", "there")}
            parting[name] = {"month": names[choice.t], "rule": choice.rule, "who": lives.here.name(choice.subject)} | {
                side: asdict(draw) | {"decision": draw.decision.name.lower()} for side, draw in draws.items()
            }
    return {"parting": parting, "here": as_json(lives.here), "there": as_json(lives.there)}


def show_households(table: pd.DataFrame, place: str) -> None:
    """Print households to look at."""
    shown = Table(box=SIMPLE_HEAD)
    for head in table.columns:
        shown.add_column(HEADS.get(head, head), justify="left" if head == "why" else "right", no_wrap=True)
    for row in table.itertuples(index=False):
        shown.add_row(*(_plain(value) for value in row))
    console = Console(width=max(WIDTH, Console().width), highlight=False)
    console.print(f"Households to look at: tiltsim explain {place} --household N", style="bold", soft_wrap=True)
    console.print(shown)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as JSON has them."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def jobs_in_words(row: dict[Any, Any]) -> str:
    """Where members have wage jobs: "2 county, 1 east"."""
    return ", ".join(f"{row[f'jobs_{place}']} {place}" for place in PLACES if row[f"jobs_{place}"])


def yuan(value: float) -> str:
    """An amount without its fen; nothing for none."""
    return f"{value:,.0f}" if value else ""


def _cell(row: dict[Any, Any] | None, name: str) -> str:
    if row is None:
        return ""
    if name == "jobs":
        return jobs_in_words(row)
    return str(row[name]) if name == "tag" else yuan(row[name])


def _choices(lives: TwoLives, text: str, choice: Choice | None) -> list[str]:
    if choice is None:
        return []
    life = lives.here
    return [f"{text}: {life.names[choice.t]}, {choice.rule}, {life.name(choice.subject)}: {choice_in_words(choice)}."]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:,.0f}" if isinstance(value, float) else f"{value}"
