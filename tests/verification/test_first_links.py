"""The first link of every measure moves with its dose; without a dose its instruments change no bit.

One small population lives 24 months under a dose of 0, 1 and 2 of each measure, all else the baseline, same luck. The
link is what `docs/first-links.csv` says must move first, summed over months and counties; what follows further down is
reported, not required. Runs of no measure are the same bit by bit, whatever its instruments are.
"""

import hashlib
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from sim.declare import declared
from sim.levers import Levers
from sim.measures import MEASURES
from sim.model import Model
from sim.scenario import Scenario
from sim.state import World
from sim.state.codes import COOPERATION_FUNDS, DELIVERED, LEAKED

pytestmark = pytest.mark.nightly
MONTHS = 24
NAMES = [measure.name for measure in MEASURES]


def real(world: World, values: np.ndarray) -> float:
    """A number per county, for all that it stands for."""
    return float(world.counties.weight @ np.asarray(values, float).reshape(len(world.counties.weight), -1).sum(axis=1))


def at(world: World, rows: np.ndarray) -> float:
    """How many persons it holds for."""
    county = np.repeat(np.arange(len(world.counties.code)), world.counties.persons)
    return float(world.counties.weight[county] @ rows)


LINKS: dict[str, Callable[[World], float]] = {
    "labour_export": lambda world: float(world.counties.organised.sum()),
    "labour_brand": lambda world: float(world.counties.reputation.sum()),
    "local_jobs": lambda world: at(world, world.persons.post_months > 0),
    "startup_support": lambda world: float(np.sum(world.employers.is_supported)),
    "job_service": lambda world: real(world, world.counties.helped),
    "fund_tilt": lambda world: real(world, world.counties.money[:, :, DELIVERED]),
    "skill_project": lambda world: at(world, world.persons.course_months > 0),
    "farm_training": lambda world: float(np.sum(world.households.has_adopted)),
    "skill_contest": lambda world: float(world.counties.contest_spirit.sum()),
    "insurance_cover": lambda world: at(world, world.persons.is_insured),
    "insurance_service": lambda world: at(world, world.persons.is_pensioner),
    "graduate_allowance": lambda world: at(world, world.persons.allowance_months > 0),
    "public_recruitment": lambda world: real(world, world.counties.joined),
    "title_evaluation": lambda world: float(world.counties.titled.sum()),
    "expert_service": lambda world: real(world, world.counties.experts),
    "staff_pay": lambda world: float(world.counties.township_paid.sum()),
    "cadre_training": lambda world: real(world, world.counties.trained_cadres + world.counties.arbitrators),
    "cooperation_funds": lambda world: float(world.provinces.pool[:, COOPERATION_FUNDS].sum()),
    "job_cooperation": lambda world: float(world.counties.served_east.sum()),
    "skill_cooperation": lambda world: real(world, world.counties.eastern_pupils),
    "talent_cooperation": lambda world: real(world, world.counties.on_loan),
    "political_priority": lambda world: float(world.counties.attention.sum()),
    "data_sharing": lambda world: float(world.counties.is_matched.sum()),
    "supervision": lambda world: -real(world, world.counties.money[:, :, LEAKED]),
}
"""What must move first: more of it with more of the measure; of supervision what leaks, counted as less."""

WITHOUT_MONEY = {"insurance_cover_platform_share", "insurance_cover_pooling_share", "insurance_service_online_share"}
"""Instruments that are rules, not what a dose buys: they hold without one."""


@cache
def trunk() -> Model:
    """The first month of the baseline; policies hold from it on."""
    scenario = Scenario.make(
        name="baseline", title="baseline", policy_from="2020-01", months=MONTHS,
        population={"counties": 20, "households": 120},
    )  # fmt: skip
    return Model(scenario, rng=11)


@cache
def lived(overrides: tuple[tuple[str, float], ...], emptied: int | None = None) -> tuple[Model, dict[str, float]]:
    """The months under some levers, and every link summed over them; no money of the past left of one measure."""
    model = trunk().branch(**dict(overrides))
    if emptied is not None:
        counties = model.world.counties
        model.world.provinces.returned[:, emptied] = 0
        for left in (counties.purse, counties.idle, counties.places, counties.budget, counties.balance):
            left[:, emptied] = 0
    sums = dict.fromkeys(NAMES, 0.0)
    while model.running:
        model.step()
        for name in NAMES:
            sums[name] += LINKS[name](model.world)
    return model, sums


def fingerprint(model: Model) -> str:
    """Every bit of the tables."""
    found = hashlib.blake2b()
    for table in model.world:
        for column in table:
            found.update(np.ascontiguousarray(column).tobytes())
    return found.hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_first_link_rises_with_the_dose(name: str) -> None:
    none, one, two = (lived(((f"{name}_dose", dose),))[1][name] for dose in (0.0, 1.0, 2.0))
    assert none <= one <= two and none < two, (none, one, two)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_dose_instruments_change_no_bit(name: str) -> None:
    row, clause = next((row, measure.clause) for row, measure in enumerate(MEASURES) if measure.name == name)
    moved = {
        lever: q.high if getattr(Levers(), lever) != q.high else q.low
        for lever, q in declared(Levers).items()
        if q.clause == clause and lever not in WITHOUT_MONEY and lever != f"{name}_dose" and lever != "fund_tilt_tilt"
    }
    off = {f"{name}_dose": 0.0}
    still, _ = lived(tuple(off.items()), row)
    other, _ = lived(tuple({**off, **moved}.items()), row)
    assert fingerprint(other) == fingerprint(still)
