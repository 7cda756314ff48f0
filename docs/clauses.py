"""The pages of docs/model: one for each clause of the Opinion, the order of the Opinion and of a month, all rules."""

import ast
import csv
import re
import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sim.behaviour import Behaviour
from sim.data import rows
from sim.declare import Quantity, declared
from sim.funding import FEN, base_days, base_units, gross_up, unit_cost
from sim.levers import Levers
from sim.measures import AREAS, MEASURES, Measure

FOLDER = Path(__file__).parent
RULES = FOLDER.parent / "sim" / "rules"
NOTE = "<!-- Written by docs/make.py from the code; edit there. -->\n"
AREA_TITLES = {
    "employment": "Employment",
    "skills": "Skills",
    "insurance": "Social insurance",
    "talent": "Talent and personnel",
    "cooperation": "East-west cooperation",
    "safeguards": "Safeguards",
}


def table(heads: tuple[str, ...], cells: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]
    return "\n".join(lines) + "\n"


def number(value: float | None) -> str:
    """A declared number, or nothing."""
    return "" if value is None else f"{value:,.10g}"


def span(quantity: Quantity) -> str:
    """The range of a declared number."""
    return f"{number(quantity.low)} to {number(quantity.high)}"


@cache
def read(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of this folder."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def source_text(rule: str) -> str:
    """Source of a rule."""
    return (RULES / f"{rule}.py").read_text(encoding="utf-8")


@cache
def told(rule: str) -> tuple[str, str]:
    """First sentence of a rule, and its equations; the ledger of columns is left out."""
    text = (ast.get_docstring(ast.parse(source_text(rule))) or "").split("\nReads ")[0]
    sentence, _, rest = text.partition("\n")
    return sentence, textwrap.dedent(rest.strip("\n"))


def beliefs(rule: str) -> list[str]:
    """Names in `Behaviour` that a rule reads, in the order of their declaration."""
    used = set(re.findall(r"\bbehaviour\.(\w+)", source_text(rule)))
    return [name for name in Behaviour._fields if name in used]


@cache
def month_order() -> list[str]:
    """Rules in the order of a month, those that others call after them."""
    tree = ast.parse((RULES.parent / "model.py").read_text(encoding="utf-8"))
    names = {path.stem for path in RULES.glob("*.py")} - {"__init__"}
    methods = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found = []
    for method in ("_open", "_simulate"):
        uses = [node for node in ast.walk(methods[method]) if isinstance(node, ast.Attribute)]
        for node in sorted(uses, key=lambda node: (node.lineno, node.col_offset)):
            if isinstance(node.value, ast.Name) and node.value.id in names and node.value.id not in found:
                found.append(node.value.id)
    return found + sorted(names - set(found))


def page_of(measure: Measure) -> str:
    """Name of the page of a measure."""
    return f"{measure.clause:02d}-{measure.name.replace('_', '-')}.md"


def linked(rule: str) -> str:
    """A rule as a link to its place among all rules."""
    return f"[`{rule}`](rules.md#{rule})"


def listed(names: str) -> str:
    """Names of a cell, as code."""
    return " ".join(f"`{name}`" for name in names.split())


@cache
def articles() -> dict[int, str]:
    """The paragraph of each clause, in Chinese, measures only."""
    text = (FOLDER / "opinion-2021.txt").read_text(encoding="utf-8")
    paragraphs = re.findall(r"^(\([一二三四五六七八九十]+\).+)$", text, re.MULTILINE)[1:]
    return dict(zip(range(3, 27), paragraphs, strict=True))


def cost(measure: Measure) -> str:
    """Who pays, what a unit costs, what a dose of one costs."""
    m, levers, believed = measure.clause - 3, Levers(), Behaviour()
    price, days = unit_cost(m, levers) / FEN, base_days(m, believed)
    units = base_units(m, believed)
    lines = ["Paid in **staff-days**." if measure.payer == "staff days" else f"Paid by the **{measure.payer}**."]
    if price > 0.0:
        lines.append(f"One unit, a {measure.unit}, takes {number(round(price, 2))} yuan at the baseline's levers.")
    if units > 0.0 and price > 0.0:
        gross = gross_up(m, believed)
        people = sum(int(row["registered_people"]) for row in rows("provinces.csv"))
        pool = units * price * gross * people / 1e6
        lines.append(
            f"A dose of 1 plans {number(round(1000.0 * units, 3))} units a year for a thousand registered people. With "
            f"what does not arrive (administration, absorption, leakage, idle money; less the counties' own money) the "
            f"pool is {number(round(gross, 3))} times their cost: **{number(round(pool, 1))} million yuan a year** for "
            f"the {number(people)} registered people of the ten provinces."
        )
        dose = declared(Levers)[f"{measure.name}_dose"]
        aim = dose.opinion if dose.opinion is not None else dose.package
        base = getattr(levers, f"{measure.name}_dose")
        giver = "Opinion" if dose.opinion is not None else "package, which goes beyond the text,"
        if aim == base:
            lines.append(f"The {giver} has the baseline's dose, {number(base)}: it moves this money and adds none.")
        elif aim is not None:
            more = number(abs(round((aim - base) * pool, 1)))
            lines.append(
                f"The baseline's dose is {number(base)}; the {giver} has {number(aim)}: {more} million yuan a year "
                f"{'more' if aim > base else 'less'}, unless `budget_closure: fixed_pool` holds the payer's total."
            )
    if days > 0.0:
        lines.append(
            f"It asks for {number(days)} staff-days a month per thousand registered people at a dose of 1, out of a "
            "stock that no dose makes larger: more for it is less for others once the spare days are used."
        )
    return "\n".join(lines) + "\n"


def lever_table(measure: Measure) -> str:
    """The levers of a measure."""
    heads = ("lever", "what it is", "unit", "range", "baseline", "Opinion or package", "source", "grade")
    cells = []
    for name, q in declared(Levers).items():
        if q.clause == measure.clause:
            aim = f"{number(q.opinion)} (Opinion)" if q.opinion is not None else number(q.package)
            base = number(Levers._field_defaults[name])
            cells.append((f"`{name}`", q.text, q.unit, span(q), base, aim, q.source, q.grade))
    return table(heads, cells)


def belief_table(names: list[str]) -> str:
    """Beliefs, with how sure each is."""
    quantities, defaults = declared(Behaviour), Behaviour()
    heads = ("belief", "what it is", "unit", "default", "range", "source", "grade")
    cells = []
    for name in names:
        q = quantities[name]
        cells.append((f"`{name}`", q.text, q.unit, number(getattr(defaults, name)), span(q), q.source, q.grade))
    return table(heads, cells)


def rule_text(rule: str, depth: str) -> str:
    """One rule: its sentence and its equations."""
    sentence, equations = told(rule)
    block = f"\n```text\n{equations}\n```\n" if equations else ""
    return f"{depth} {rule}\n\n{sentence}\n{block}\n"


def clause_page(measure: Measure) -> str:
    """The page of one clause."""
    trace = [row for row in read("opinion-trace.csv") if int(row["clause"]) == measure.clause]
    link = next(row for row in read("first-links.csv") if int(row["clause"]) == measure.clause)
    own = [rule for rule in month_order() if rule in trace[0]["rule"].split()]
    others = [rule for rule in month_order() if any(rule in row["rule"].split() for row in trace) and rule not in own]
    parts = [f"{NOTE}\n# ({measure.clause}) {measure.text} · {measure.chinese} · `{measure.name}`\n"]
    parts.append(f"> {articles()[measure.clause]}\n")
    parts.append(f"What it is: {link['what']}.\n\nFirst link that must move: {link['first_link']}.\n")
    parts.append("## What the text says and where it is\n\n" + phrases(trace))
    parts.append("## Levers\n\n" + lever_table(measure))
    parts.append("## How it works\n")
    parts += [rule_text(rule, "###").rstrip("\n") + "\n" for rule in own]
    if others:
        parts.append("Other rules that it goes through: " + ", ".join(map(linked, others)) + ".\n")
    parts.append("## What it costs\n\n" + cost(measure))
    parts.append("## What is assumed\n\n" + assumed(measure, own))
    return "\n".join(parts)


def assumed(measure: Measure, own: list[str]) -> str:
    """The beliefs that the rules of a measure read, and the levers whose value is no published one."""
    names = list(dict.fromkeys(name for rule in own for name in beliefs(rule)))
    guessed = [name for name in names if declared(Behaviour)[name].grade == "assumption"]
    stated = [name for name, q in declared(Levers).items() if q.clause == measure.clause and q.grade == "assumption"]
    told = f"Assumptions among its levers: {', '.join(f'`{name}`' for name in stated) or 'none'}.\n"
    if not names:
        return told
    count = "All" if len(guessed) == len(names) else f"{len(guessed)} of" if guessed else "None of"
    return (
        f"{count} the {len(names)} beliefs below are assumptions: their ranges are priors and no evidence. {told}\n"
        + belief_table(names)
    )


def phrases(trace: list[dict[str, str]]) -> str:
    """The phrases of a clause: where each is, or why it is left out."""
    cells = []
    for row in trace:
        where = " ".join(linked(rule) for rule in row["rule"].split())
        seen = listed(row["indicator"]) if row["lever"] else f"left out: {row['left_out_because']}"
        cells.append((row["phrase"], row["gist"], listed(row["lever"]), where, seen))
    return table(("phrase", "in English", "levers", "rules", "seen in"), cells)


def rules_page() -> str:
    """Every rule, in the order of a month."""
    parts = [f"{NOTE}\n# Rules\n\nOne behaviour each, in the order of a month; then those that others call.\n"]
    for rule in month_order():
        parts.append(rule_text(rule, "##").rstrip("\n") + "\n")
        if beliefs(rule):
            parts.append("Beliefs: " + " ".join(f"`{name}`" for name in beliefs(rule)) + ".\n")
    return "\n".join(parts)


def index_page() -> str:
    """The model: goals, measures in the order of the Opinion, rules in the order of a month."""
    trace = read("opinion-trace.csv")
    parts = [
        f"{NOTE}\n# The model\n\nThe Opinion of 26 November 2021 ([text](../opinion-2021.txt)) clause by clause, and a "
        "month step by step. Each clause from (3) to (26) is a measure with a dose, a tilt and instruments; its page "
        "gives the text, what it does here, what it costs and what is assumed.\n",
        "## Goals (2)\n\n" + phrases([row for row in trace if row["clause"] == "2"]),
        "`tiltsim scorecard RESULTS` tells of each year of a run what was planned and what came of it.\n",
    ]
    links = {int(row["clause"]): row for row in read("first-links.csv")}
    for area, clauses in AREAS.items():
        cells = []
        for measure in (measure for measure in MEASURES if measure.clause in clauses):
            name = f"[{measure.text}]({page_of(measure)}) {measure.chinese}"
            cells.append((f"({measure.clause})", name, measure.payer, links[measure.clause]["first_link"]))
        heads = ("clause", "measure", "paid by", "first link that must move")
        parts.append(f"## {AREA_TITLES[area]}\n\n" + table(heads, cells))
    parts.append("## A month, in order\n\n" + table(("rule", "what it does"), [
        (linked(rule), told(rule)[0]) for rule in month_order()
    ]))  # fmt: skip
    parts.append(
        "What each measure does by itself, at equal yuan: [effects](effects.md). "
        "Every rule in full: [rules](rules.md). All numbers: [levers](../levers.md), [behaviour](../behaviour.md), "
        "[indicators](../indicators.md), [population](../population.md), [levels](../levels.md).\n"
    )
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Every page of docs/model by name."""
    made = {f"model/{page_of(measure)}": clause_page(measure) for measure in MEASURES}
    return {"model/README.md": index_page(), "model/rules.md": rules_page(), **made}
