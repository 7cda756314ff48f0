"""Draw docs/displacement.svg: what one more searcher's job costs others, by how scarce jobs are.

python docs/displacement.py

Lines are what the equations say, points what the model's own rules do with 200 and 220 people all alike, with two
standard errors over forty seeds.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

ROOT = Path(__file__).parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "tests/rules"), str(ROOT / "tests/verification")]

from labour_market import ALIKE, displacement  # noqa: E402

from sim.figures import BLUE, FAINT, GREEN, INK, VERMILION  # noqa: E402
from sim.rules.matching import local_matches  # noqa: E402

SEARCHERS, SEEDS = 200, range(40)
EFFICIENCY, ELASTICITY = 0.5, ALIKE.matching_elasticity
RATIOS = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5])
CROWDING = (0.0, 0.1)


def expected(ratio: float) -> float:
    """Share of newcomers' jobs that others lose, vacancies fixed at `ratio` times the searchers."""
    vacancies = int(ratio * SEARCHERS)
    few, more = (local_matches.py_func(u, vacancies, EFFICIENCY, ELASTICITY) for u in (SEARCHERS, 11 * SEARCHERS // 10))
    return float(1.0 - (more - few) / (more / 11.0))


def main() -> None:
    """Compute and draw."""
    page = Figure(figsize=(8.4, 4.2), facecolor="white", layout="constrained")
    axes = page.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#E6E6E6", linewidth=0.7)
    fine = np.linspace(RATIOS[0], RATIOS[-1], 146)
    axes.plot(fine, [expected(ratio) for ratio in fine], color=VERMILION, linewidth=1.5)
    behaviour = ALIKE._replace(matching_efficiency=EFFICIENCY)
    for ratio in RATIOS:
        found, error = displacement(SEARCHERS, behaviour, SEEDS, int(ratio * SEARCHERS))
        axes.errorbar(ratio, found, 2 * error, color=VERMILION, marker="o", markersize=4, linewidth=1)
    for crowding, colour in zip(CROWDING, (BLUE, GREEN), strict=True):
        found, error = displacement(
            SEARCHERS, ALIKE._replace(walk_in_offer_chance=0.4, offer_crowding=crowding), SEEDS, None
        )
        axes.axhline(crowding, color=colour, linewidth=1.5)
        axes.errorbar(RATIOS[-1], found, 2 * error, color=colour, marker="o", markersize=4, linewidth=1)
        text = "offers outside, elastic" if crowding == 0.0 else f"offers outside, crowding {crowding:g}"
        axes.text(0.06, crowding + 0.02, text, color=colour, fontsize=9)
    axes.text(0.32, expected(0.3) + 0.06, "vacancies in the county, fixed", color=VERMILION, fontsize=9)
    axes.set_title("Jobs that others lose per job of a tenth more searchers", loc="left", fontsize=12, color=INK)
    axes.set_xlabel("vacancies per searcher", fontsize=9, color=FAINT)
    axes.set_ylim(-0.1, 1.1)
    page.savefig(ROOT / "docs/displacement.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
