"""A made-up run: numbers with known sums and means, for tests of what stores, reads and draws results."""

import math
from collections.abc import Sequence

import pandas as pd

from sim.provenance import Provenance
from sim.results import Results, month_names

COLUMNS = ["month", "group_kind", "group", "indicator", "value"]
SIDES = (("county_type", "key", 0.8), ("county_type", "other", 1.0), ("all", "all", 0.95))
LEVELS = {
    "income_mean": 13000.0,
    "income_fifth_1": 5200.0,
    "income_fifth_2": 8100.0,
    "income_fifth_3": 11000.0,
    "income_fifth_4": 15200.0,
    "income_fifth_5": 27400.0,
}
RATES = {"relapse_rate_market": 0.042, "relapse_rate_raw": 0.0215, "relapse_rate": 0.02}
PLACES = {"local_share": 0.45, "province_share": 0.2, "east_share": 0.22, "elsewhere_share": 0.13}
FATES = {"spending_delivered": 80e6, "spending_idle": 10e6, "spending_leaked": 4e6, "spending_displaced": 6e6}


def made_table(months: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Every indicator of the figures: incomes grow by a hundredth a month, rates are absent in the first eleven months,
    shares swing with the season, money is the same every year and the first measure's displaced money is negative."""
    rows = []
    for t, month in enumerate(months):
        for kind, group, factor in SIDES:
            rows += [(month, kind, group, name, factor * level * (1 + 0.01 * t)) for name, level in LEVELS.items()]
            rows += [(month, kind, group, name, rate / factor if t > 10 else math.nan) for name, rate in RATES.items()]
            swing = 0.05 * math.cos(t * math.pi / 6)
            moved = {"local_share": swing, "east_share": -swing}
            rows += [(month, kind, group, name, share + moved.get(name, 0)) for name, share in PLACES.items()]
        for place, measure in enumerate(measures):
            sign = -1 if place == 0 else 1
            rows += [
                (month, "measure", measure, name, yuan * (sign if name == "spending_displaced" else 1))
                for name, yuan in FATES.items()
            ]
    return pd.DataFrame(rows, columns=COLUMNS)


def made_run(
    months: int = 72,
    measures: Sequence[str] = ("fund_tilt", "local_jobs", "skill_project"),
    *,
    start: str = "2020-01",
    title: str = "What happened, 2020 to 2025",
    seed: int = 2021,
) -> Results:
    """A run with that table."""
    resolved = {
        "name": "history",
        "title": title,
        "start": start,
        "months": months,
        "policy_from": "2021-12",
        "seed": 1,
        "levers": {"local_jobs_dose": {"2021-12": 1.5}},
    }
    provenance = Provenance.now(resolved, seed, {"build": 0.5, "simulate": 2.0}, 300_000_000)
    return Results(made_table(month_names(start, months), measures), provenance)
