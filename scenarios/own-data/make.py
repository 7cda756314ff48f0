"""Make the files of an invented survey, so that one sees how own data comes in. No row is about anybody.

python scenarios/own-data/make.py

Households of the model's own first month are written as a survey would hold them: other column names, codes instead of
words, gaps, weights that are off; and twelve invented counties.
"""

import csv
import random
from pathlib import Path

from sim.behaviour import Behaviour
from sim.enacted import Calendar
from sim.events import Events
from sim.numeric import NONE
from sim.population.build import build
from sim.population.settings import Population
from sim.state.codes import EAST, LOCAL, PROVINCE

FOLDER = Path(__file__).parent / "survey"
SEED = 20
PLACES = {NONE: 0, LOCAL: 1, PROVINCE: 2, EAST: 3, EAST + 1: 3}
"""Codes of the invented survey for the place of work."""
COUNTIES = (
    (520401, "Near Ford"), (520402, "Broad Dam"), (520403, "High Ridge"), (520404, "Mist Gorge"),
    (620501, "Yellow Terrace"), (620502, "Poplar Wells"), (620503, "Salt Pass"), (620504, "Long Drought"),
    (530601, "Tea Steps"), (530602, "Red Valley"), (530603, "Cloud Gate"), (530604, "Last Bridge"),
)  # fmt: skip


def write(name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write one file."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def survey(luck: random.Random) -> None:
    """Households and persons."""
    calendar = Calendar("2020-01", lambda t: Events())
    month = calendar.month(-24)
    world = build(Population(counties=20, households=20), Behaviour(), month, SEED)
    persons, households = world.persons, world.households
    asked, members = [], []
    for h in range(len(households.id)):
        weight = round(luck.uniform(500, 1500) * (1.4 if households.members[h] <= 2 else 1.0))
        land = f"{households.land[h]:.1f}" if luck.random() > 0.05 else "-9"
        savings = round(households.savings[h] / 100 / month.price_level) if luck.random() > 0.1 else "-8"
        debt = round(households.debt[h] / 100 / month.price_level)
        poor = 1 if households.is_registered[h] else 5
        asked.append((f"F{h + 1:04d}", weight, poor, 1 if households.is_dibao[h] else 5, land, savings, debt))
        first = int(households.first_person[h])
        for p in range(first, first + int(households.members[h])):
            partner = "" if persons.partner[p] == NONE else f"P{persons.partner[p] + 1:05d}"
            place = NONE if persons.employer[p] == NONE else int(world.employers.place[persons.employer[p]])
            wage = round(persons.wage[p] / 100 / month.pay_level) if place != NONE and luck.random() > 0.1 else "-8"
            members.append((
                f"F{h + 1:04d}", f"P{p + 1:05d}", persons.age[p], 0 if persons.is_female[p] else 1, partner,
                persons.schooling[p], 1 if persons.is_student[p] else 0, persons.health[p] + 1, PLACES[place], wage,
                int(persons.worked_months[p]).bit_count(), 1 if persons.post_months[p] else 0,
            ))  # fmt: skip
    write("households.csv", ("fid", "hh_weight", "poor_reg", "dibao", "land_mu", "deposits", "loans"), asked)
    columns = ("fid", "pid", "age", "gender", "spouse", "edu_years", "in_school", "health", "work_where", "pay_month")
    write("persons.csv", (*columns, "months_paid", "welfare_post"), members)


def counties(luck: random.Random) -> None:
    """Twelve counties."""
    rows = []
    for number, (code, name) in enumerate(COUNTIES):
        is_key = number % 4 >= 2
        population = round(luck.uniform(150_000, 450_000), -3)
        share = luck.uniform(0.3, 0.5) if is_key else luck.uniform(0.15, 0.35)
        terrain, distance = luck.uniform(0.3, 0.9) + 0.3 * is_key, luck.uniform(20, 120) * (1.5 if is_key else 1.0)
        income, firms = luck.uniform(9_000, 14_000) - 1_500 * is_key, luck.uniform(300, 1_500)
        told = f"{population:.0f}", f"{share:.3f}", f"{terrain:.2f}", f"{distance:.0f}", f"{income:.0f}", f"{firms:.0f}"
        rows.append((name.lower().replace(" ", "-"), code, "yes" if is_key else "no", *told))
    columns = ("id", "code", "is_key", "population", "registered_share", "terrain", "distance", "income", "firms")
    write("counties.csv", columns, rows)


if __name__ == "__main__":
    survey(random.Random(SEED))
    counties(random.Random(SEED))
