"""Write the generated pages of this folder from the declarations in the code.

python docs/make.py           write them
python docs/make.py --check   say which differ from what the code says; exit 1 if any does
"""

import sys
from pathlib import Path

from sim.behaviour import Behaviour
from sim.declare import Quantity, declared
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.measures import MEASURES

FOLDER = Path(__file__).parent
NOTE = "<!-- Written by docs/make.py from the code; edit there. -->\n"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def number(value: float | None) -> str:
    """A declared number, or nothing."""
    return "" if value is None else f"{value:,.10g}"


def indicators() -> str:
    """Every indicator with its unit and definition."""
    rows = [(f"`{name}`", unit, definition) for name, (unit, definition) in DEFINITIONS.items()]
    return (
        f"{NOTE}\n# Indicators\n\n"
        "What a run counts each month, for every group that has somebody the indicator speaks of: all, key and other\n"
        "counties (of the others also Yunnan's provincial key counties, `provincial_key`, where some are simulated),\n"
        "province, stratum (registered, relocated, never registered), tag of the registry; money also by measure.\n"
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
    span = f"{number(lever.low)} to {number(lever.high)}"
    aims = number(lever.opinion if lever.opinion is not None else lever.package)
    return f"`{name}`", lever.text, lever.unit, number(baseline), span, aims, lever.source, lever.grade


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
        if not measure.is_built:
            told.append("Not built yet: a scenario that names its levers is refused.\n\n")
        told.append(f"Paid by the {measure.payer}; a unit is a {measure.unit}.\n\n")
        told.append(table(heads, rows))
    return "".join(told)


def behaviour() -> str:
    """Every belief about people, firms and offices."""
    rows = [
        (f"`{name}`", q.text, q.unit, number(value), f"{number(q.low)} to {number(q.high)}", q.source, q.grade)
        for (name, q), value in zip(declared(Behaviour).items(), Behaviour(), strict=True)
    ]
    count = sum(q.grade == "assumption" for q in declared(Behaviour).values())
    return (
        f"{NOTE}\n# Behaviour\n\n"
        f"What one does not know and calibrates: {len(rows)} numbers, {count} of them assumptions. Nothing is\n"
        "calibrated yet. Sources are keys of `sim/data/sources.csv` or ids of `sim/data/facts.csv`.\n\n"
        + table(("name", "what it is", "unit", "default", "range", "source", "grade"), rows)
    )


PAGES = {"indicators.md": indicators, "levers.md": levers, "behaviour.md": behaviour}


def read(name: str) -> str:
    """A page as it stands, or nothing."""
    return (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).is_file() else ""


def main() -> int:
    """Write or check all pages."""
    stale = [
        name for name, page in PAGES.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text() != page()
    ]
    if "--check" in sys.argv:
        print("\n".join(f"docs/{name}: differs from the code; run python docs/make.py" for name in stale), end="")
        return bool(stale)
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
