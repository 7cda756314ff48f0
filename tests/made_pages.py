"""Made-up runs of real scenarios, and a page taken apart: what tests of pages work on."""

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
from made_results import COLUMNS, made_table

from sim.collection import YEAR_AGO
from sim.population.settings import chosen_counties
from sim.provenance import Provenance
from sim.results import Results, month_names
from sim.scenario import Scenario
from sim.transitions import STATES

MONTHS = 24
VOID = {"meta", "link", "br", "img", "input", "hr"}


def made_run(
    name: str = "baseline",
    seed: int = 1,
    gain: float = 0.0,
    *,
    months: int = MONTHS,
    title: str = "",
    tilt: float = 1.0,
) -> Results:
    """A run whose income in key counties is `gain` yuan above the made table's; all else is that table's."""
    levers = {} if tilt == 1.0 else {"fund_tilt_tilt": tilt}
    scenario = Scenario.make(name=name, title=title or name, months=months, levers=levers, policy_from="2020-06")
    table = made_table(month_names("2020-01", months), ("local_jobs", "skill_project"))
    is_raised = (table["indicator"] == "income_mean") & (table["group"] == "key")
    table.loc[is_raised, "value"] += gain
    table = pd.concat([table, december(f"2020-{12:02d}", scenario)]) if months > 12 else table
    provenance = Provenance.now(scenario.resolved(), seed, {"build": 0.5, "simulate": 2.0}, 300_000_000)
    return Results(pd.DataFrame(table, columns=COLUMNS), provenance)


def december(month: str, scenario: Scenario) -> pd.DataFrame:
    """Counties with a relapse of 1, 2, 3, … %, and people of whom half stay and half go home, all states alike."""
    rows = [
        (month, "county", f"{county.code}", "relapse_rate", 0.01 * (1 + i % 5))
        for i, county in enumerate(chosen_counties(scenario.population))
    ]
    for kind in YEAR_AGO:
        for before in STATES:
            held = {now: 50.0 * (now == before) + 50.0 * (now == STATES[-1]) for now in STATES}
            rows += [(month, kind, before, now, people) for now, people in held.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def saved(folder: Path, *runs: Results) -> list[Path]:
    """Folders of runs that were kept."""
    return [run.save(folder, figures=False) for run in runs]


class Element:
    """An element of a page: its tag, attributes, elements within, and all text within."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element] = []
        self.text = ""

    def all(self, *tags: str) -> list["Element"]:
        """Elements of these tags within, in order of the page."""
        found = [self] if self.tag in tags else []
        return [*found, *(one for child in self.children for one in child.all(*tags))]


class Page(HTMLParser):
    """A page as a tree of elements; it fails where a tag is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert self._open == [self.root], [one.tag for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(one)
        if tag not in VOID:
            self._open.append(one)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, tag

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text += data
