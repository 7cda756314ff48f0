"""Make `counties.csv`: the 462 alleviated counties of the ten western provinces.

    python -m sim.data.make_counties EVIDENCE_DIR

Names of key counties are published for some provinces and blank elsewhere. No covariate is published for all of them,
so each is a seeded draw from the distribution declared below, graded assumption; registered people are scaled to the
totals of their province and kind. `draw` orders the counties of a kind for sampling: an exponential race in which a
county's chance is proportional to its registered people, so that a larger sample contains every smaller one.
"""

import csv
import math
import random
import sys
from pathlib import Path

from sim.data import FOLDER, rows

SEED = 160_462
KEY_PEOPLE = 15_750_000
"""Registered people of the 160 key counties: the middle of 15 to 16.5 million [F07-04]."""
SIZE_SPREAD = 0.6
"""Spread of registered people between counties of a kind, sd of log."""
REMOTENESS = {True: (5.0, 2.5), False: (3.5, 4.0)}
"""Beta distributions of remoteness in key and other counties."""
REGISTERED_SHARE = {True: 0.40, False: 0.28}
"""Typical share of registered households among rural households in key and other counties."""
REGISTERED_SPREAD = 0.35
"""Spread of that share, sd of log odds."""
LOCAL_JOBS = {True: 0.88, False: 1.08}
"""Typical wage jobs in a county against the average county, key and other."""
LOCAL_JOBS_SPREAD = 0.2
"""Spread of those jobs, sd of log."""

COLUMNS = (
    "id", "code", "province", "name", "name_grade", "is_key", "is_provincial_key", "registered_people",
    "registered_share", "remoteness", "local_jobs", "draw", "grade",
)  # fmt: skip


def key_weight(provinces: list[dict[str, str]]) -> float:
    """Registered people of a key county against another's in the same province, so that the 160 hold `KEY_PEOPLE`."""
    low, high = 0.1, 10.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        total = sum(int(p["registered_people"]) * key_share(p, middle) for p in provinces)
        low, high = (middle, high) if total < KEY_PEOPLE else (low, middle)
    return low


def key_share(province: dict[str, str], weight: float) -> float:
    """Share of a province's registered people who live in its key counties."""
    key = weight * int(province["key_counties"])
    return key / (key + int(province["counties"]) - int(province["key_counties"]))


def make_counties(evidence: Path) -> None:
    """Make counties.csv."""
    luck = random.Random(SEED)
    provinces = rows("provinces.csv")
    with (evidence / "counties160.csv").open(encoding="utf-8", newline="") as file:
        named = [(row["province"], row["county"], row["status"]) for row in csv.DictReader(file)]
    weight = key_weight(provinces)
    made = []
    for province in provinces:
        names = [(county, status) for chinese, county, status in named if chinese == province["chinese"]]
        share = key_share(province, weight)
        for is_key in (True, False):
            count = (
                int(province["key_counties"]) if is_key else int(province["counties"]) - int(province["key_counties"])
            )
            people = int(province["registered_people"]) * (share if is_key else 1.0 - share)
            sizes = [math.exp(luck.gauss(0.0, SIZE_SPREAD)) for _ in range(count)]
            provincial = set(luck.sample(range(count), 0 if is_key else int(province["provincial_key_counties"])))
            for i in range(count):
                name, status = names[i] if is_key and i < len(names) else ("", "")
                registered = round(people * sizes[i] / sum(sizes))
                odds = math.log(REGISTERED_SHARE[is_key] / (1.0 - REGISTERED_SHARE[is_key]))
                odds += luck.gauss(0.0, REGISTERED_SPREAD)
                made.append((
                    f"{province['id']}-{'key' if is_key else 'other'}-{i + 1:02d}",
                    1000 * int(province["code"]) + i + (1 if is_key else 101),
                    province["code"], name, {"verified": "read"}.get(status, status), int(is_key),
                    int(i in provincial), registered, f"{1.0 / (1.0 + math.exp(-odds)):.3f}",
                    f"{luck.betavariate(*REMOTENESS[is_key]):.3f}",
                    f"{LOCAL_JOBS[is_key] * math.exp(luck.gauss(0.0, LOCAL_JOBS_SPREAD)):.3f}",
                    f"{luck.expovariate(1.0) / registered * 1e6:.6f}", "assumption",
                ))  # fmt: skip
    with (FOLDER / "counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(made)


if __name__ == "__main__":
    make_counties(Path(sys.argv[1]))
