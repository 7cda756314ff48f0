"""The first link of each labour measure, in a whole model: the more of it there is, the more it reaches.

At a dose of none what came back from the years before is still spent; `tests/rules/test_services.py` shows that without
money and days nothing is reached.
"""

import numpy as np
import pytest

from sim.model import Model
from sim.scenario import Scenario
from sim.state.codes import JOB_COOPERATION, JOB_SERVICE, LABOUR_BRAND, LABOUR_EXPORT

LINKS = {
    "labour_export_dose": (LABOUR_EXPORT, ("organised",)),
    "labour_brand_dose": (LABOUR_BRAND, ("reputation",)),
    "job_service_dose": (JOB_SERVICE, ("village_service", "helped")),
    "job_cooperation_dose": (JOB_COOPERATION, ("served_east",)),
}
MONTHS = 18
"""A year in which much of last year's money still comes in, and the six months that are looked at."""


def last_months(lever: str, dose: float, measure: int, columns: tuple[str, ...]) -> list[float]:
    """What the measure reached in the last six months, mean of all counties, and what it spent."""
    scenario = Scenario.make(
        policy_from="2020-01",
        months=MONTHS,
        population={"counties": 8, "households": 200},
        levers={"labour_brand_dose": 1.0} | {lever: dose},
    )
    model, found = Model(scenario, rng=5), []
    while model.running:
        model.step()
        counties = model.world.counties
        found.append([*(getattr(counties, column).mean() for column in columns), counties.bought[:, measure].sum()])
    return list(np.mean(found[-6:], axis=0))


@pytest.mark.parametrize("lever", LINKS)
def test_the_first_link_moves_with_the_dose(lever: str) -> None:
    none, one, two = (last_months(lever, dose, *LINKS[lever]) for dose in (0.0, 1.0, 2.0))
    *reached_none, spent_none = none
    for at_none, at_one, at_two in zip(reached_none, one[:-1], two[:-1], strict=True):
        assert at_none < at_one < at_two
    assert spent_none < one[-1] < two[-1]
