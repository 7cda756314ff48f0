"""Write docs/population.md: who lives in the first month, beside what is published.

python docs/population.py
"""

import math
from pathlib import Path

from sim.behaviour import Behaviour
from sim.enacted import Calendar
from sim.events import Events
from sim.population.build import build
from sim.population.fit import errors, fit_of, joint_tables
from sim.population.settings import Population

PAGE = Path(__file__).parent / "population.md"
COUNTIES, HOUSEHOLDS, SEED = 40, 500, 1
TEXT = """<!-- Written by docs/population.py; edit there. -->

# The people of the first month

Households are made whole and each by itself: a type, ages that fit each other, schooling, health, land and money by the
margins of `sim/data/margins.csv`; then who works where. A household is kept with a chance that makes the published
margins come true (`sim/population/raking.py`): of all ways to meet them, the one that changes the assumed margins
least. No outcome of a run, such as income, is drawn or fitted.

**input** is put in as published; **fitted** is met by raking; **tuned** by hand through other margins; **check** is
used nowhere. The error is the standardised root mean square error of all categories of a margin. Published figures are
often of the nation or of another year; read the notes before an error.
"""


def main() -> None:
    """Make the people and write the page."""
    month = Calendar("2020-01", lambda t: Events()).month(-24)
    world = build(Population(counties=COUNTIES, households=HOUSEHOLDS), Behaviour(), month, SEED)
    lines = fit_of(world)
    error = errors(lines)
    heads = ("margin", "people", "category", "published", "simulated", "error", "role", "source", "grade", "note")
    out = [TEXT, f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    told = set()
    for line in lines:
        key = line.margin, line.stratum
        once = f"{error[key]:.3f}" if key in error and key not in told else ""
        told.add(key)
        numbers = ["" if math.isnan(value) else f"{value:.3f}" for value in (line.published, line.simulated)]
        cells = (
            line.margin,
            line.stratum,
            line.category,
            *numbers,
            once,
            line.role,
            line.source,
            line.grade,
            line.note,
        )
        out.append(f"| {' | '.join(cells)} |")
    out.append(f"\n{COUNTIES} counties of {HOUSEHOLDS} households, seed {SEED}: {len(world.persons.id):,} people.\n")
    for name, (rows, columns, shares) in joint_tables(world).items():
        out += [f"## {name[0].upper()}{name[1:]}\n", "Registered people, per cent.\n"]
        out += [f"| | {' | '.join(columns)} |", f"|{'---|' * (len(columns) + 1)}"]
        for row, values in zip(rows, shares, strict=True):
            out.append(f"| {row} | {' | '.join(f'{100 * value:.1f}' for value in values)} |")
        out.append("")
    PAGE.write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    main()
