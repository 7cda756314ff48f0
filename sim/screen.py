"""What the command line shows: how far a run is, its summary, the list of levers."""

import math
import sys
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sim.levers import Levers
from sim.measures import MEASURES
from sim.population.extent import TOLD_FROM, extent
from sim.population.settings import FULL
from sim.progress import Lines
from sim.scenario import Scenario
from sim.sections import LEVERS

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from sim.results import Results

WIDTH = 100
"""Characters of a line of text, and fewest of a table."""
LARGE = 1e8
"""Numbers from here on are told in millions."""


class Progress:
    """How far a run is: a bar on a terminal, a few plain lines elsewhere, always on stderr.

    Parameters
    ----------
    scenario : what is run
    threads : county ranges worked on at once
    """

    def __init__(self, scenario: Scenario, threads: int) -> None:
        self._scenario, self._threads = scenario, threads
        self._bar: Bar | None = None
        self._lines = Lines("months", scenario.months)
        self._begun = perf_counter()

    def __enter__(self) -> Self:
        """Say what begins, and whether the rules must be compiled first."""
        people = self._scenario.population
        count = people.counties if isinstance(people.counties, int) else len(people.counties)
        homes = "all registered households" if people.scale == FULL else f"{people.households} households"
        world = f"{count} counties of {homes}"
        horizon = f"{self._scenario.months} months from {self._scenario.start}, seed {self._scenario.seed}"
        self._write(f"{self._scenario.title}: {world}, {horizon}")
        size = extent(people, self._scenario.months, self._threads)
        if size.people >= TOLD_FROM:
            self._write(f"{size.told()}.")
        from sim.numeric import is_warm

        if not is_warm():
            self._write(
                "First run of this version: compiling the rules takes a minute or two; later runs take seconds."
            )
        if sys.stderr.isatty():
            self._bar = self._drawn()
            self._task = self._bar.add_task("first month", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()

    def tell(self, month: int) -> None:
        """Show that so many months are done; 0 is the first month ready."""
        if self._bar:
            self._bar.update(self._task, description="months", total=self._scenario.months, completed=month)
        elif month == 0:
            self.say("first month ready")
            self._lines = Lines("months", self._scenario.months)
        elif month == self._scenario.months:
            self.say(f"{month} months simulated")
        else:
            self._lines.advance(month)

    def say(self, doing: str) -> None:
        """Show what is being done now."""
        if self._bar:
            self._bar.update(self._task, description=doing)
        else:
            self._write(f"{perf_counter() - self._begun:6.1f} s  {doing}")

    def _drawn(self) -> "Bar":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()),
            *(TextColumn("left"), TimeRemainingColumn()),
        )
        return Bar(*columns, console=Console(stderr=True, markup=False), transient=True)

    def _write(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def said(value: float, unit: str, *, is_change: bool = False) -> str:
    """A number as people read it: shares in per cent and their changes in points, thousands apart, "–" for none."""
    if math.isnan(value):
        return "–"
    sign = "+" if is_change else ""
    if unit == "share":
        return f"{100 * value:{sign}.2f} {'pp' if is_change else '%'}"
    if abs(value) >= LARGE:
        return f"{value / 1e6:{sign},.0f} m"
    decimals = 3 if unit == "index" else 1 if unit == "months" else 0
    return f"{value:{sign},.{decimals}f}"


def scorecard_table(results: "Results") -> None:
    """Print what was planned and what came of it, year by year."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.title = f"{results.resolved['title']}: planned and simulated in key counties, years to 30 November"
    for head in ("year", "clause", "what", "unit", "planned", "simulated", "met"):
        table.add_column(head, justify="right" if head in ("planned", "simulated") else "left")
    for row in results.scorecard().to_dict("records"):
        is_met = {True: "yes", False: "no", None: ""}[row["is_met"]]
        numbers = said(row["planned"], row["unit"]), said(row["simulated"], row["unit"])
        table.add_row(str(row["year"]), f"({row['clause']})", row["text"], row["unit"], *numbers, is_met)
    Console(markup=False, width=max(WIDTH, Console().width)).print(table)


def scorecard_json(results: "Results") -> list[dict[str, Any]]:
    """The scorecard as JSON has it: null for what is not known."""
    rows = results.scorecard().to_dict("records")
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in rows
    ]


def summary_table(results: "Results") -> None:
    """Print what became of the key and the other counties."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from sim.results import first_like_last

    table = Table(box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    last, first = results.months[-1], results.months[first_like_last(len(results.months))]
    table.title = f"{results.resolved['title']}: key and other counties in {last}"
    table.title += f", and the change since {first}" if first != last else ""
    for head in ("indicator", "unit", "key", "other", "key change", "other change"):
        table.add_column(head, justify="left" if head in ("indicator", "unit") else "right", no_wrap=True)
    for row in results.summary().to_dict("records"):
        unit = row["unit"]
        levels = (said(row[name], unit) for name in ("key", "other"))
        changes = (said(row[name], unit, is_change=True) for name in ("key_change", "other_change"))
        table.add_row(row["indicator"], unit, *levels, *changes)
    console = Console(markup=False)
    console.width = max(console.width, WIDTH)
    console.print(table)


def summary_json(results: "Results", folder: Path) -> dict[str, Any]:
    """The summary for programs; a value that is not defined is null."""
    rows = [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in results.summary().to_dict("records")
    ]
    return {
        "run_id": results.run_id,
        "folder": str(folder),
        "name": results.resolved["name"],
        "seed": results.seed,
        "months": results.resolved["months"],
        "seconds": results.seconds,
        "memory": results.memory,
        "summary": rows,
    }


def levers_json() -> list[dict[str, Any]]:
    """Every lever with what its declaration says and the measure it belongs to."""
    by_clause = {measure.clause: measure for measure in MEASURES}
    listed = []
    for name, quantity in LEVERS.items():
        measure = by_clause[quantity.clause or 0]
        listed.append(
            {
                "name": name,
                "measure": measure.name,
                "clause": measure.clause,
                "chinese": measure.chinese,
                "text": quantity.text,
                "unit": quantity.unit,
                "low": quantity.low,
                "high": quantity.high,
                "baseline": Levers._field_defaults[name],
                "opinion": quantity.opinion,
                "package": quantity.package,
                "source": quantity.source,
                "grade": quantity.grade,
            }
        )
    return listed


def levers_text() -> str:
    """The levers by measure, for reading."""
    listed = levers_json()
    lines = ["A lever holds from policy_from, or from dates; see `tiltsim run --help`."]
    for measure in MEASURES:
        mine = [lever for lever in listed if lever["measure"] == measure.name]
        if mine:
            lines += ["", f"({measure.clause}) {measure.name}: {measure.text} {measure.chinese}"]
        for lever in mine:
            lines += [f"  {lever['name']}", f"      {lever['text']}", f"      {_worth(lever)}"]
    return "\n".join(lines)


def _worth(lever: dict[str, Any]) -> str:
    """Baseline, range and the Opinion's or the package's value of a lever, and how sure they are."""
    parts = [f"baseline {_plain(lever['baseline'])} {lever['unit']}"]
    parts.append(f"range {_plain(lever['low'])} to {_plain(lever['high'])}")
    for giver in ("opinion", "package"):
        if lever[giver] is not None:
            parts.append(f"{giver} {_plain(lever[giver])}")
    return "; ".join([*parts, f"source {lever['source']}", f"grade {lever['grade']}"])


def _plain(value: float) -> str:
    return f"{value:,.10g}"
