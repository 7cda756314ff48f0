"""The page of evidence: every number that is declared, with value, range, source, grade and role."""

from collections import Counter

from clauses import NOTE, number, span, table

from sim.behaviour import Behaviour
from sim.calibration.free import FREE
from sim.data import rows
from sim.declare import GRADES, Quantity, declared
from sim.events import Events
from sim.levers import Levers

HEAD = """
# Evidence

Every number that the model declares: value, range, source, grade, role. Sources are keys of `sim/data/sources.csv` or
ids of `sim/data/facts.csv`; the last table resolves those that are used.

- **Roles.** *lever*: what a government turns; its default is what there was in 2020–21. *free*: a base process that
  a calibration may free ([targets](targets.md) say against what), with what it is mostly seen in. *prior*: kept at its
  range in every study, effects of measures above all; no level is taken as evidence for it. *event*: what happens from
  outside.
- **Grades.** *read*: stands in a source at hand. *derived*: computed from such. *memory*: recalled, to be checked
  before it is quoted. *text*: of the Opinion or of the model's description. *assumption*: no figure was found; the
  range is a prior, never evidence.
- Nothing is calibrated yet: a default is a round number within its range, and the range is what one should vary.

"""


def role(name: str) -> str:
    """What a belief is used for."""
    return f"free: {FREE[name]}" if name in FREE else "prior"


def line(name: str, quantity: Quantity, value: float, used: str) -> tuple[str, ...]:
    """One number."""
    told = f"`{name}`", quantity.text, quantity.unit, number(value), span(quantity)
    return *told, quantity.source, quantity.grade, used


def cited(keys: set[str]) -> list[tuple[str, ...]]:
    """What the keys of sources stand for."""
    texts = {row["key"]: (row["kind"], row["citation"]) for row in rows("sources.csv")}
    for fact in rows("facts.csv"):
        if fact["id"] not in texts:
            about = f"{fact['indicator']}: {fact['publisher']}, {fact['title']}, {fact['year']}"
            texts[fact["id"]] = f"fact, {fact['grade']}", about.replace("|", "/")
    return [(f"`{key}`", *texts.get(key, ("moment", "docs/targets.md"))) for key in sorted(keys)]


def evidence_page() -> str:
    """Every declared number."""
    tables = {"Behaviour": Behaviour, "Levers": Levers, "Events": Events}
    quantities = {name: declared(kind) for name, kind in tables.items()}
    everything = [quantity for told in quantities.values() for quantity in told.values()]
    counted = {name: Counter(quantity.grade for quantity in told.values()) for name, told in quantities.items()}
    counts = [
        (name, *(str(grades[grade]) for grade in GRADES), str(grades.total())) for name, grades in counted.items()
    ]
    heads = ("name", "what it is", "unit", "value", "range", "source", "grade", "role")
    used = {"Levers": "lever", "Events": "event"}
    parts = [f"{NOTE}{HEAD}", table(("", *GRADES, "all"), counts)]
    for name, kind in tables.items():
        lines = [
            line(key, quantity, float(kind._field_defaults[key]), used.get(name) or role(key))
            for key, quantity in quantities[name].items()
        ]
        parts.append(f"\n## {name}\n\n{table(heads, lines)}")
    sources = {quantity.source for quantity in everything}
    parts.append(f"\n## Sources\n\n{table(('key', 'kind', 'what it is'), cited(sources))}")
    return "".join(parts)
