"""Write the table of docs/levels.md: what the uncalibrated baseline gives beside what is published.

python docs/levels.py [SEEDS]
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import stats

from sim.data import rows
from sim.model import Model

PAGE = Path(__file__).parent / "levels.md"
SCENARIO = "scenarios/baseline.yaml"
MARK = "<!-- table -->"
MONTHS = 36


class Run:
    """Indicators of one run by month, and the people they speak of."""

    def __init__(self, seed: int) -> None:
        model = Model(SCENARIO, rng=seed, threads=2)
        self.values: dict[tuple[str, str, str, str], float] = {}
        for _ in range(MONTHS):
            month = f"{2020 + model.month // 12}-{model.month % 12 + 1:02d}"
            begun = len(model.collected)
            model.step()
            for row in model.collected[begun:]:
                self.values[row.indicator, row.group_kind, row.group, month] = row.value
        counties, households = model.world.counties, model.world.households
        weight = np.repeat(counties.weight, counties.households)
        self.registered = float(np.sum(weight * households.members * households.is_registered))

    def all(self, indicator: str, month: str) -> float:
        """All counties and households."""
        return self.values[indicator, "all", "all", month]

    def alleviated(self, indicator: str, month: str) -> float:
        """Alleviated households."""
        return self.values[indicator, "stratum", "registered", month]


class Reading(NamedTuple):
    """How a published moment is read off a run, and what to know about the difference."""

    moment: str
    date: str
    read: Callable[[Run], float]
    says: str


NATIONAL_RURAL_INCOME = {"2020": 17131.0, "2021": 18931.0, "2022": 20133.0}
SURVEY = "survey income leaves out imputed rent, and absent members' pay enters only as what they send home"
ALLEVIATED = 8200.0
"""Alleviated people in the country, 10,000 (F07-02): C4 is a number of people, read as a share of these."""
REGISTERED_HIGH = "the wish to work is an assumption (`participation_value`, `taste_spread`)"


def employed(run: Run, month: str) -> float:
    """Alleviated people with any waged month in the year so far, per alleviated person."""
    return run.alleviated("workers_employed", month) / run.registered


READINGS = (
    *(
        Reading(
            "C1", year, lambda run, y=year, income=income: run.all("income_survey_mean", f"{y}-12") / income, SURVEY
        )
        for year, income in NATIONAL_RURAL_INCOME.items()
    ),
    Reading("C2", "2019 wage", lambda run: run.all("wage_share", "2020-01"), ""),
    Reading(
        "C2", "2019 business", lambda run: run.all("business_share", "2020-01"), "farm and what owners draw from firms"
    ),
    Reading("C2", "2019 transfer", lambda run: run.all("transfer_share", "2020-01"), ""),
    *(
        Reading("C3", year, lambda run, year=year: run.alleviated("income_mean", f"{year}-12"), "")
        for year in NATIONAL_RURAL_INCOME
    ),
    Reading("C3b", "2021", lambda run: run.alleviated("work_income_share", "2021-12"), ""),
    *(
        Reading("C4", year, lambda run, year=year: employed(run, f"{year}-12"), REGISTERED_HIGH)
        for year in NATIONAL_RURAL_INCOME
    ),
    Reading(
        "C5",
        "2020-09 outside province",
        lambda run: run.alleviated("east_share", "2020-09") + run.alleviated("elsewhere_share", "2020-09"),
        "",
    ),
    Reading("C5", "2020-09 in province", lambda run: run.alleviated("province_share", "2020-09"), ""),
    Reading("C5", "2020-09 in county", lambda run: run.alleviated("local_share", "2020-09"), ""),
    Reading(
        "C6",
        "2022-10",
        lambda run: run.alleviated("public_posts", "2022-10") / run.alleviated("workers_employed", "2022-10"),
        "the posts of 2020–21 are an input; some go to monitored people who were never registered",
    ),
    Reading(
        "C6b",
        "2022-10",
        lambda run: run.alleviated("workshop_workers", "2022-10") / run.alleviated("workers_employed", "2022-10"),
        "workshops are few and large: a sample of counties has some by chance",
    ),
    Reading("C8", "2021 end", lambda run: run.all("risk_ended_share", "2021-12"), "monitoring begins with 2019"),
    Reading("C8", "2022-11", lambda run: run.all("risk_ended_share", "2022-11"), ""),
    *(
        Reading(
            "C10",
            year,
            lambda run, year=year: run.all("income_median", f"{year}-12") / run.all("income_mean", f"{year}-12"),
            "published for the nation's survey income, read off registry income",
        )
        for year in ("2021", "2022")
    ),
)
PARTS = {"wage": "wage share", "business": "business share", "transfer": "transfer share"}
PLACES = {"outside province": ": outside province", "in province": "outside county", "in county": ": in county"}


def published(reading: Reading) -> float:
    """The value that stands in moments.csv."""
    date, _, part = reading.date.partition(" ")
    if reading.date == "2021 end":
        date, part = reading.date, ""
    wanted = PARTS.get(part) or PLACES.get(part, "")
    found = [
        float(row["value"])
        for row in rows("moments.csv")
        if row["moment"] == reading.moment and row["date"] == date and wanted in row["name"]
    ]
    if len(found) != 1:
        raise ValueError(f"{reading.moment} {reading.date}: {len(found)} rows in moments.csv")
    return found[0] / ALLEVIATED if reading.moment == "C4" else found[0]


def line(reading: Reading, runs: list[Run]) -> str:
    """One row of the table."""
    values = np.array([reading.read(run) for run in runs])
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    target, mean = published(reading), values.mean()
    digits = ",.0f" if target > 100 else ".3f"
    cells = (reading.moment, reading.date, f"{target:{digits}}", f"{mean:{digits}} ± {half:{digits}}")
    return f"| {' | '.join(cells)} | {mean / target:.2f} | {reading.says} |"


def main() -> None:
    """Run the seeds and write the table behind the mark of the page."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    runs = [Run(seed) for seed in range(1, seeds + 1)]
    head = ["| moment | date | published | simulated | ratio | suspected reason |", "|---|---|---|---|---|---|"]
    table = "\n".join([*head, *(line(reading, runs) for reading in READINGS)])
    text = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    note = f"\n\nBaseline, seeds 1 to {seeds}, 40 counties of 500 households; mean over seeds and its 95 % interval.\n"
    PAGE.write_text(f"{text}{MARK}\n\n{table}{note}", encoding="utf-8")


if __name__ == "__main__":
    main()
