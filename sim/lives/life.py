"""A household's life: tables of its months and its members, and what happened."""

from dataclasses import dataclass

import pandas as pd

from sim.lives.happened import Event, happened
from sim.lives.record import HOUSEHOLD, SMALLEST_ID, Key, Value
from sim.lives.watched import Watch
from sim.results import Results, month_names

MONTHLY = {
    "members": "members",
    "wages": "earned.wages",
    "farm": "earned.business",
    "property": "earned.property",
    "transfers": "earned.transfers",
    "medical": "medical",
    "school_fees": "school_fees",
    "damage": "damage",
    "aid_paid": "aid_paid",
    "consumed": "consumed",
    "savings": "savings",
    "debt": "debt",
    "tag": "tag",
    "recorded_income": "recorded_income",
    "x": "x.realised",
    "x_raw": "x.raw",
    "x_market": "x.market",
    "line": "line",
    "poverty_line": "poverty_line",
    "is_poor": "is_poor.realised",
    "is_poor_raw": "is_poor.raw",
}
"""Columns of the table of months, and of the household."""
MEMBER = (
    *("age", "is_female", "health", "sick_months", "capacity", "is_student", "schooling", "certificate", "course"),
    *("employer", "wage", "pay", "farm_days", "wage_days", "odd_days", "post_days", "relief_days", "course_days"),
    *("is_insured", "is_pensioner", "claim"),
)
"""Columns of the table of members, and of a person."""
PLACES = ("county", "province", "east", "elsewhere")


@dataclass(frozen=True)
class Life:
    """What became of one household in one run.

    Attributes
    ----------
    results : the run
    watch : every change and draw, in order
    facts : where it lives and what it is: county, province, is_in_key_county, is_registered, is_relocated, land
    persons : permanent id -> how each member is spoken of, such as "2 (woman born 1986)", in order of appearance
    events : what happened, in order
    """

    results: Results
    watch: Watch
    facts: dict[str, Value]
    persons: dict[int, str]
    events: tuple[Event, ...]

    @classmethod
    def of(cls, results: Results, watch: Watch, facts: dict[str, Value]) -> "Life":
        """The life that was watched."""
        return cls(results, watch, facts, named(watch, results), tuple(happened(watch)))

    @property
    def household(self) -> int:
        """Permanent id."""
        return self.watch.household

    @property
    def names(self) -> list[str]:
        """Months of the run, as "2020-01"."""
        return month_names(self.results.resolved["start"], self.results.resolved["months"])

    @property
    def months(self) -> pd.DataFrame:
        """Month by month.

        Returns
        -------
        DataFrame
            Index month; columns members, at_work (county, province, east and elsewhere apart), those of `MONTHLY`.
            Yuan of the month; `x`, `recorded_income` and the lines are yuan per head and year, x realised (aid
            included) unless its name says another reading.
        """
        rows = []
        for t, record in self.watch.records.items():
            jobs = [str(value).split(":")[0] for (_, column), value in record.items() if column == "employer"]
            row: dict[str, Value] = {"month": self.names[t]}
            row |= {name: record[HOUSEHOLD, column] for name, column in MONTHLY.items()}
            row |= {f"jobs_{place}": jobs.count(place) for place in PLACES}
            rows.append(row)
        return pd.DataFrame(rows).set_index("month")

    @property
    def members(self) -> pd.DataFrame:
        """A row a month and member: month, person (permanent id), name, and the columns of `MEMBER`."""
        rows = [
            {"month": self.names[t], "person": person, "name": self.persons[person]}
            | {column: record[person, column] for column in MEMBER}
            for t, record in self.watch.records.items()
            for person in people(record)
        ]
        return pd.DataFrame(rows)

    @property
    def draws(self) -> pd.DataFrame:
        """Every draw about the household.

        Returns
        -------
        DataFrame
            Columns month, rule, who, decision, nth, kind, number, thresholds (a list, what it was compared with),
            is_under (a list), where (function of the rule and line).
        """
        rows = [
            (
                self.names[asked.t], asked.rule, self.name(asked.subject), asked.draw.decision.name.lower(),
                asked.draw.nth, asked.draw.kind, asked.draw.number, asked.draw.thresholds, asked.draw.is_under,
                asked.draw.where,
            )
            for asked in self.watch.asked
        ]  # fmt: skip
        head = ["month", "rule", "who", "decision", "nth", "kind", "number", "thresholds", "is_under", "where"]
        return pd.DataFrame(rows, columns=head)

    @property
    def changes(self) -> pd.DataFrame:
        """Every value that a rule changed: columns month, rule, who, column, before, after."""
        rows = [
            (self.names[row.t], row.rule, self.name(row.subject), row.column, row.before, row.after)
            for row in self.watch.written
        ]
        return pd.DataFrame(rows, columns=["month", "rule", "who", "column", "before", "after"])

    def name(self, subject: int) -> str:
        """How a subject is spoken of."""
        if subject == HOUSEHOLD:
            return "household"
        return self.persons.get(subject, "county or province" if subject < SMALLEST_ID else f"employer {subject}")


def people(record: dict[Key, Value]) -> list[int]:
    """Permanent ids of the members in a record, in order."""
    return [subject for subject, column in record if column == "age"]


def named(watch: Watch, results: Results) -> dict[int, str]:
    """A name for everybody who was ever a member."""
    start = results.resolved["start"]
    year, month = int(start[:4]), int(start[5:7])
    names: dict[int, str] = {}
    for t, record in watch.records.items():
        for person in people(record):
            if person not in names:
                sex = "woman" if record[person, "is_female"] else "man"
                born = year + (month - 1 + t) // 12 - int(record[person, "age"] or 0)
                names[person] = f"{len(names) + 1} ({sex} born {born})"
    return names
