"""Make `facts.csv` and `moments.csv` from the folder of evidence: one row a number, later outcomes left out.

    python -m sim.data.make_facts EVIDENCE_DIR

A combined value such as "4082 / 4163" or "162 (2019) / 174 (2020)" becomes one row a number; no value is changed.
Rows of 2023 or later are dropped unless they state what was enacted or describe structure.
"""

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.data import FOLDER

FIRST_TEST_YEAR = 2023

LATER_ENACTED = {
    "F03-07": "", "F03-10": "", "F03-11": "", "F03-15": "", "F03-16": "", "F03-17": "", "F03-20": "", "F03-21": "",
    "F03-22": "", "F03-23": "", "F03-24": "", "F04-01": "", "F04-02": "", "F04-13": "", "F05-13": "", "F05-14": "",
    "F06-01": "", "F06-02": "", "F06-03": "", "F06-06": "", "F06-12": "standard", "F09-02": "", "F09-03": "",
}  # fmt: skip
"""Facts whose rows of 2023 and later are enacted amounts, and the part of a combined fact that is one."""
LATER_STRUCTURE = {"F07-02", "F07-03", "F07-04", "F08-14", "F08-15", "F08-16"}
"""Facts published for 2023 or later only that describe structure: how many people, sector, age, schooling."""

FACT_COLUMNS = (
    "id", "topic", "indicator", "part", "qualifier", "value", "unit", "year", "role", "grade", "population",
    "definition", "publisher", "title", "url",
)  # fmt: skip
NUMBER = re.compile(r"^(?P<before>[^0-9(]*?)(?P<value>[0-9][0-9.,]*(?:-[0-9.]+)?)(?P<more>\+?)(?P<after>.*)$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DATED = re.compile(r"^(?P<rest>.*?)\((?P<date>[^()]*(?<!\d)(?:19|20)\d\d(?!\d)[^()]*)\)$")
QUALIFIERS = ("about", "near", "over", "up to", "within", ">", ">=", "x")


class Part(NamedTuple):
    """One number of a fact."""

    qualifier: str
    value: str
    label: str
    year: str


def part_of(text: str, label: str, year: str) -> Part:
    """One number with what stands around it: "about 191 (2021)" is 191, about, 2021."""
    dated = DATED.match(text)
    if dated:
        text, year = dated["rest"].strip(), dated["date"].strip()
    found = NUMBER.match(text)
    if found is None:
        return Part("", text, label, year)
    before, after = found["before"].strip(), found["after"].strip(" ,()")
    is_qualifier = before in QUALIFIERS
    names = [name for name in ("" if is_qualifier else before, after) if name]
    qualifier = (before if is_qualifier else "") + found["more"]
    return Part(qualifier, found["value"].rstrip(",."), ", ".join(names) or label, year)


def labels_of(indicator: str, count: int) -> list[str]:
    """Names of the parts of a combined indicator, blank when it does not list as many."""
    for text in (indicator.rsplit(":", 1)[-1], indicator.split(",", 1)[-1], indicator):
        names = [name.rpartition("(")[2].strip(" )") for name in text.split(" / ")]
        if len(names) == count:
            return names
    return [""] * count


def texts_of(group: str) -> list[str]:
    """The numbers listed in a value, each still with its words."""
    if re.match(r"^[A-Z][A-Za-z ]+ \d+(, [A-Z][A-Za-z ]+ \d+)+$", group):
        return group.split(", ")
    return [text.strip() for text in re.split(r" / |,? or (?=\d)", group)]


def parts_of(fact: dict[str, str]) -> list[tuple[Part, str]]:
    """The numbers of a fact, each with its unit."""
    if fact["unit"] == "direction":
        return [(Part("", fact["value"], "", fact["year"]), fact["unit"])]
    parts: list[tuple[Part, str]] = []
    for group in re.split(r";\s*(?![^(]*\))", fact["value"]):
        texts, year = texts_of(group), fact["year"]
        dated = DATED.match(texts[-1])
        if dated and not any(DATED.match(text) for text in texts[:-1]):
            texts[-1], year = dated["rest"].strip(), dated["date"].strip()
        units = [unit.strip() for unit in fact["unit"].split(";")]
        labels = labels_of(fact["indicator"], len(texts))
        for i, text in enumerate(texts):
            unit = units[i] if len(units) == len(texts) else fact["unit"]
            parts.append((part_of(text, labels[i] if len(texts) > 1 else "", year), unit))
    return parts


def role_of(identity: str, part: Part) -> str:
    """What a number is: an outcome up to 2022, an enacted amount, structure; or "" when it must not be seen."""
    years = [int(year) for year in YEAR.findall(part.year)]
    if not years or max(years) < FIRST_TEST_YEAR:
        return "outcome"
    if identity in LATER_ENACTED and LATER_ENACTED[identity] in part.label:
        return "enacted"
    return "structure" if identity in LATER_STRUCTURE else ""


def grade_of(fact: dict[str, str]) -> str:
    """Grade of a fact: read, derived or memory."""
    if fact["status"] == "memory" or "MEMORY" in fact["definition"]:
        return "memory"
    return "derived" if fact["status"] == "inferred" or "DERIVED" in fact["definition"] else "read"


def write(name: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a data file."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def make_facts(evidence: Path) -> None:
    """Make facts.csv."""
    made = []
    with (evidence / "facts.csv").open(encoding="utf-8", newline="") as file:
        for fact in csv.DictReader(file):
            for part, unit in parts_of(fact):
                role = role_of(fact["id"], part)
                if role:
                    made.append((
                        fact["id"], fact["topic"].split(" ", 1)[1], fact["indicator"], part.label, part.qualifier,
                        part.value, unit, part.year, role, grade_of(fact), fact["population"], fact["definition"],
                        fact["source_publisher"], fact["source_title"], fact["source_url"],
                    ))  # fmt: skip
    write("facts.csv", FACT_COLUMNS, made)


def make_moments(evidence: Path) -> None:
    """Make moments.csv: what calibration may look at, to 2022."""
    made = []
    with (evidence / "moments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(YEAR.findall(row["date"])[-1]) >= FIRST_TEST_YEAR:
                continue
            grade = {"verified": "read", "mixed": "derived"}.get(row["status"], row["status"])
            columns = ("moment", "name", "date", "value", "unit")
            made.append((*(row[column] for column in columns), grade, row["note"]))
    write("moments.csv", ("moment", "name", "date", "value", "unit", "grade", "note"), made)


if __name__ == "__main__":
    make_facts(Path(sys.argv[1]))
    make_moments(Path(sys.argv[1]))
