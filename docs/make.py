"""Write the generated pages of this folder from the declarations in the code.

python docs/make.py           write them
python docs/make.py --check   say which differ from what the code says; exit 1 if any does
"""

import sys
from pathlib import Path

from believed import target_page
from clauses import NOTE, number, pages, span, table
from evidence import evidence_page
from odd import odd_page, state_page
from owndata import own_data_page
from public import command_page, glossary_page, python_page
from reliable import reliability_page
from traced import trace_page

from sim.behaviour import Behaviour
from sim.declare import Quantity, declared
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.measures import MEASURES

FOLDER = Path(__file__).parent
KEPT = ("effects.md", "signatures.md")
"""Pages of docs/model that runs write, not the code."""


def read(name: str) -> str:
    """A page as it stands."""
    return (FOLDER / name).read_text(encoding="utf-8")


def indicators() -> str:
    """Every indicator with its unit and definition."""
    rows = [(f"`{name}`", unit, definition) for name, (unit, definition) in DEFINITIONS.items()]
    return (
        f"{NOTE}\n# Indicators\n\n"
        "What a run counts each month, for every group that has somebody the indicator speaks of: all, key and other\n"
        "counties (of the others also Yunnan's provincial key counties, `provincial_key`, where some are simulated),\n"
        "alleviated people of key and of other counties (`registered`), province, stratum (registered, relocated,\n"
        "never registered), tag of the registry; money also by measure. Each December also some of them by county\n"
        "(its code), and what people do now (`now_…`) by what they did a year ago (`key_year_ago`, `other_year_ago`).\n"
        "Money is nominal yuan. Rates are shares over the last twelve months unless the definition says\n"
        "otherwise. What is not defined is absent, never zero.\n\n"
        "In each month market income is at most raw income, and raw at most realised, household by household. The\n"
        "relapse rates mostly follow the opposite order, but need not: whom aid lifts over the line for six months\n"
        "can fall again, who without it stays under falls once. Wage, business and transfer shares leave out property\n"
        "income, which interest on debt makes negative in some groups.\n\n"
        + table(("indicator", "unit", "definition"), rows)
    )


def lever_row(name: str, lever: Quantity, baseline: float) -> tuple[str, ...]:
    """One lever."""
    aims = number(lever.opinion if lever.opinion is not None else lever.package)
    return f"`{name}`", lever.text, lever.unit, number(baseline), span(lever), aims, lever.source, lever.grade


def levers() -> str:
    """Every lever by measure, and the measures that have none yet."""
    told = [f"{NOTE}\n# Levers\n\nWhat a government can turn. The default is the baseline, the package of 2020–21.\n"]
    quantities = declared(Levers)
    for measure in MEASURES:
        rows = [
            lever_row(name, lever, Levers._field_defaults[name])
            for name, lever in quantities.items()
            if lever.clause == measure.clause
        ]
        told.append(f"\n## ({measure.clause}) {measure.text} · {measure.chinese} · `{measure.name}`\n\n")
        heads = ("lever", "what it is", "unit", "baseline", "range", "Opinion or package", "source", "grade")
        told.append(f"Paid by the {measure.payer}; a unit is a {measure.unit}.\n\n")
        told.append(table(heads, rows))
    return "".join(told)


def behaviour() -> str:
    """Every belief about people, firms and offices."""
    rows = [
        (f"`{name}`", q.text, q.unit, number(value), span(q), q.source, q.grade)
        for (name, q), value in zip(declared(Behaviour).items(), Behaviour(), strict=True)
    ]
    count = sum(q.grade == "assumption" for q in declared(Behaviour).values())
    return (
        f"{NOTE}\n# Behaviour\n\n"
        f"What one does not know and calibrates: {len(rows)} numbers, {count} of them assumptions. Nothing is\n"
        "calibrated yet. Sources are keys of `sim/data/sources.csv` or ids of `sim/data/facts.csv`.\n\n"
        + table(("name", "what it is", "unit", "default", "range", "source", "grade"), rows)
    )


def written() -> dict[str, str]:
    """Every generated page by name."""
    return {
        "indicators.md": indicators(),
        "levers.md": levers(),
        "behaviour.md": behaviour(),
        "targets.md": target_page(),
        "own-data.md": own_data_page(),
        "evidence.md": evidence_page(),
        "model/odd.md": odd_page(),
        "model/state.md": state_page(),
        "model/trace.md": trace_page(),
        "reference/command-line.md": command_page(),
        "reference/python.md": python_page(),
        "glossary.md": glossary_page(),
        "reliability.md": reliability_page(),
        **pages(),
    }


def main() -> int:
    """Write or check all pages; a page that nothing makes any more is stale too."""
    made = written()
    there = {f"model/{path.name}" for path in (FOLDER / "model").glob("*.md") if path.name not in KEPT}
    stale = [name for name, page in made.items() if not (FOLDER / name).is_file() or read(name) != page]
    gone = sorted(there - set(made))
    if "--check" in sys.argv:
        lines = [f"docs/{name}: differs from the code; run python docs/make.py" for name in [*stale, *gone]]
        print("\n".join(lines), end="")
        return bool(lines)
    for name in stale:
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(made[name], encoding="utf-8")
        print(f"docs/{name} written")
    for name in gone:
        (FOLDER / name).unlink()
        print(f"docs/{name} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
