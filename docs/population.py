"""Write docs/population.md: who lives in the first month, beside what is published; who lives later.

python docs/population.py
"""

import math
from pathlib import Path

import numpy as np

from sim.behaviour import Behaviour
from sim.enacted import Calendar
from sim.events import Events
from sim.model import Model
from sim.population.build import build
from sim.population.fit import errors, fit_of, joint_tables
from sim.population.settings import Population

PAGE = Path(__file__).parent / "population.md"
COUNTIES, HOUSEHOLDS, SEED = 40, 500, 1
SCENARIO = "scenarios/baseline.yaml"
TEXT = """<!-- Written by docs/population.py; edit there. -->

# The people of the first month

Households are made whole and each by itself: a type, ages that fit each other, schooling, health, land and money by the
margins of `sim/data/margins.csv`; then who works where. A household is kept with a chance that makes the published
margins come true (`sim/population/raking.py`): of all ways to meet them, the one that changes the assumed margins
least. No outcome of a run, such as income, is drawn or fitted.

A population is a sample, `population: {counties: 40, households: 500}`: each county's people stand for those of their
province and kind. With `population: {scale: full}` every registered person of each county is there once and nobody else
is: no neighbours who were never registered, so jobs and money are those of the registered alone.
`scenarios/full-160.yaml` and `full-462.yaml` need about 5.5 and 15 GB; that is told before they begin, and refused
where it cannot fit.

**input** is put in as published; **fitted** is met by raking; **tuned** by hand through other margins; **check** is
used nowhere. The error is the standardised root mean square error of all categories of a margin. Published figures are
often of the nation or of another year; read the notes before an error.
"""


LATER = """## Later

Each January people die by a life table (by health within it), bear children in marriage, marry within their county
or, the fewer, from outside, and found households (`sim/rules/demography.py`, `sim/rules/families.py`). All rates are
assumptions shaped on recalled census figures. Left out: divorce, lone parents who marry again, moves of whole
households, children born out of marriage, deaths and births spread over the year. A household keeps its place on the
register when it divides.

| year | people | mean age | 60 and older | per household | born | died | came | left |
|---|---|---|---|---|---|---|---|---|
"""


def path() -> list[str]:
    """People of the baseline in each January, weighted; events per thousand people."""
    model = Model(SCENARIO, rng=SEED)
    found = []
    while model.running:
        model.step()
        if model.month % 12 != 1:
            continue
        persons, counties = model.world.persons, model.world.counties
        weight = np.repeat(counties.weight, counties.persons)
        homes = np.repeat(counties.weight, counties.households).sum()
        came = [counties.births, counties.deaths, counties.moved_in, counties.moved_out]
        rates = [1000.0 * float((counties.weight * events).sum()) / weight.sum() for events in came]
        age, old = np.average(persons.age, weights=weight), np.average(persons.age >= 60, weights=weight)
        numbers = f"{age:.1f} | {old:.3f} | {weight.sum() / homes:.2f}"
        rate = " | ".join(f"{value:.1f}" for value in rates)
        found.append(f"| {2020 + model.month // 12} | {weight.sum() / 1e6:.2f} m | {numbers} | {rate} |")
    return found


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
    out += [LATER + "\n".join(path()), f"\nBaseline, seed {SEED}, in January; events per thousand people.\n"]
    PAGE.write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    main()
