"""Weights are scale-free: more households a county move no mean beyond Monte-Carlo error.

Ten indicators of key and of other counties, each from 500 to 1,000 and from 500 to 4,000 households a county, are
held against each other by Welch's t over six seeds. Under the hypothesis that nothing moves, the smallest of forty
p-values is under 0.05 / 40 once in twenty suites.
"""

import numpy as np
import pytest
from scipy import stats

from sim.population.settings import Population
from sim.runner import run

INDICATORS = (
    *("income_mean", "income_survey_mean", "income_p10", "gini", "at_risk_share", "relapse_rate_raw", "local_share"),
    *("unemployment_rate", "public_posts", "trainees"),
)
SEEDS = range(1, 7)
MONTHS = 24
ODDS = 0.05


def last_december(households: int) -> dict[tuple[str, str], np.ndarray]:
    """Values of December of the second year, one for each seed."""
    population = Population(counties=40, households=households)
    runs = [run("scenarios/baseline.yaml", seed=seed, months=MONTHS, population=population) for seed in SEEDS]
    return {
        (name, group): np.array([found.series(name, "county_type", group)[-1] for found in runs])
        for name in INDICATORS
        for group in ("key", "other")
    }


@pytest.mark.nightly
def test_more_households_move_no_mean() -> None:
    few, more, many = (last_december(households) for households in (500, 1000, 4000))
    chances = {
        (*key, size): stats.ttest_ind(few[key], larger[key], equal_var=False).pvalue
        for size, larger in ((1000, more), (4000, many))
        for key in few
    }
    assert min(chances.values()) > ODDS / len(chances), sorted(chances.items(), key=lambda item: item[1])[:3]
