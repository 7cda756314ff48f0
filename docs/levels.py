"""Write the table of docs/levels.md: what history as the model runs it gives beside what is published.

python docs/levels.py [SEEDS]
"""

import sys
from pathlib import Path

import numpy as np
from scipy import stats

import sim
from sim.calibration.targets import CHECK, FIT, Target, simulated, targets

PAGE = Path(__file__).parent / "levels.md"
SCENARIO = "scenarios/history.yaml"
MARK = "<!-- table -->"
MONTHS = 36
POPULATION = {"counties": 40, "households": 250}
EVERYBODY, ALLEVIATED = ("all", "all"), ("stratum", "registered")
NEVER = ("stratum", "never_registered")
PEOPLE = (
    ("at risk, of all", "at_risk_share", EVERYBODY),
    ("at risk, of the alleviated", "at_risk_share", ALLEVIATED),
    ("under the poverty line, of all", "poverty_share", EVERYBODY),
    ("monitored, of all", "monitored_share", EVERYBODY),
    ("monitored, of the alleviated", "monitored_share", ALLEVIATED),
    ("monitored, of the never registered", "monitored_share", NEVER),
    ("at risk and not noticed, of those at risk", "unnoticed_share", EVERYBODY),
    ("fell within a year, of the alleviated: realised", "relapse_rate", ALLEVIATED),
    ("the same without aid of monitoring", "relapse_rate_raw", ALLEVIATED),
    ("the same without any policy's money", "relapse_rate_market", ALLEVIATED),
    ("Gini of registry income", "gini", EVERYBODY),
)
"""Levels without a target: name, indicator, whom it is told of."""
DECEMBERS = (11, 23, 35)


def line(target: Target, values: np.ndarray) -> str:
    """One row of the table."""
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    mean = values.mean()
    digits = ",.0f" if target.value > 100 else ".3f"
    score = (mean - target.value) / target.sd
    aim = f"{target.value:{digits}} ± {target.sd:{digits}}"
    cells = (target.moment, f"`{target.id}`", target.role, aim, f"{mean:{digits}} ± {half:{digits}}", f"{score:+.1f}")
    return f"| {' | '.join(cells)} |"


def told_of(runs: list[sim.Results]) -> str:
    """The table of levels without a target, mean over runs; how many are monitored for a registered person too."""
    rows = ["| level | Dec 2020 | Dec 2021 | Dec 2022 |", "|---|---|---|---|"]
    for name, indicator, group in PEOPLE:
        means = np.mean([run.series(indicator, *group)[list(DECEMBERS)] for run in runs], axis=0)
        rows.append(f"| {name} | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    per = [
        [
            run.series("monitored_share", *EVERYBODY)
            * run.series("people", *EVERYBODY)
            / run.series("people", *ALLEVIATED)
        ]
        for run in runs
    ]
    means = np.mean([series[0][list(DECEMBERS)] for series in per], axis=0)
    rows.append(f"| monitored, for each registered person | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    return "\n".join(rows)


def main() -> None:
    """Run the seeds and write the table behind the mark of the page."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    asked = targets(roles=(FIT, CHECK))
    whole = [sim.run(SCENARIO, seed=seed, months=MONTHS, population=POPULATION) for seed in range(1, seeds + 1)]
    runs = [simulated(results, asked) for results in whole]
    head = ["| moment | target | role | published, bridged | simulated | z |", "|---|---|---|---|---|---|"]
    rows = [line(target, np.array([run[target.id] for run in runs])) for target in asked]
    text = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    scores = np.array([abs(np.mean([run[target.id] for run in runs]) - target.value) / target.sd for target in asked])
    note = (
        f"\n\n{SCENARIO}, seeds 1 to {seeds}, {POPULATION['counties']} counties of {POPULATION['households']} "
        "households; "
        "mean over seeds and its 95 % interval. Published:\nthe figure brought to the 462 counties, ± one standard "
        "deviation of error, bridge and discrepancy together ([targets](targets.md)).\n"
        f"z: simulated less published in those deviations; the median of |z| is {np.median(scores):.1f}, "
        f"{int(np.sum(scores > 3.0))} of {len(scores)} are above 3.\n"
    )
    page = "\n".join([*head, *rows]) + note
    PAGE.write_text(
        f"{text}{MARK}\n\n{page}\nLevels without a target, of the same runs:\n\n{told_of(whole)}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
