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


def line(target: Target, values: np.ndarray) -> str:
    """One row of the table."""
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    mean = values.mean()
    digits = ",.0f" if target.value > 100 else ".3f"
    score = (mean - target.value) / target.sd
    aim = f"{target.value:{digits}} ± {target.sd:{digits}}"
    cells = (target.moment, f"`{target.id}`", target.role, aim, f"{mean:{digits}} ± {half:{digits}}", f"{score:+.1f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Run the seeds and write the table behind the mark of the page."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    asked = targets(roles=(FIT, CHECK))
    runs = []
    for seed in range(1, seeds + 1):
        results = sim.run(SCENARIO, seed=seed, months=MONTHS, population=POPULATION)
        runs.append(simulated(results, asked))
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
    PAGE.write_text(f"{text}{MARK}\n\n" + "\n".join([*head, *rows]) + note, encoding="utf-8")


if __name__ == "__main__":
    main()
