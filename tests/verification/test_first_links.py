"""The first link of every measure moves with its dose; without a dose its instruments change no bit.

One small population lives 24 months under a dose of 0, 1 and 2 of each measure, all else the baseline, same luck. The
links are indicators of what `docs/first-links.csv` says must move first, of all counties, summed over months; what
follows further down is reported, not required. With what is paid held where the baseline has it, a dose and a tilt
change no bit. Runs of no measure are the same bit by bit, whatever its instruments are.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.declare import declared
from sim.levers import Levers, by_measure
from sim.measures import MEASURES
from sim.model import Model
from sim.rules import funds
from sim.scenario import Scenario

pytestmark = pytest.mark.nightly
MONTHS, HELD_MONTHS = 24, 12
NAMES = [measure.name for measure in MEASURES]


LINKS: dict[str, tuple[str, ...]] = {
    "labour_export": ("organised_share",),
    "labour_brand": ("labour_reputation",),
    "local_jobs": ("public_posts",),
    "startup_support": ("supported_firms",),
    "job_service": ("guided",),
    "fund_tilt": ("spending_delivered",),
    "skill_project": ("trainees",),
    "farm_training": ("adoption_share",),
    "skill_contest": ("contest_spirit",),
    "insurance_cover": ("pension_cover", "safety_taught_share"),
    "insurance_service": ("pension_take_up",),
    "graduate_allowance": ("allowed_graduates",),
    "public_recruitment": ("staff_joined", "special_staff"),
    "title_evaluation": ("titled_share", "-staff_leaving_rate"),
    "expert_service": ("experts_on_service", "graduates_on_service", "health_service", "village_officials"),
    "staff_pay": ("township_paid_share", "doctor_contract_share", "staff_joined"),
    "cadre_training": ("trained_cadres", "arrears_recovered"),
    "cooperation_funds": ("paid_eastern_provinces", "workshop_workers"),
    "job_cooperation": ("served_east_share",),
    "skill_cooperation": ("partnered_share",),
    "talent_cooperation": ("staff_on_loan", "know_how"),
    "political_priority": ("attention",),
    "data_sharing": ("matches_of_records", "-start_months"),
    "supervision": ("-spending_leaked", "leaks_found"),
}
"""Indicators that must rise with more of the measure, or with a minus fall, of all counties."""

WITHOUT_MONEY = {
    *("insurance_cover_platform_share", "insurance_cover_pooling_share", "insurance_service_online_share"),
    *("insurance_cover_contribution", "public_recruitment_staff_grades", "public_recruitment_bond_years"),
}
"""Instruments that are rules, not what a dose buys: they hold without one. The lowest grade is what those in difficulty
owe whoever pays it; grades are those of all staff; bonds those of whoever was hired before."""
RARE = {"supported_firms": range(11, 17), "adoption_share": range(11, 17)}
"""Seeds of links that move a few of these people at once: the sum over so many is asked of; of others one seed."""


@cache
def trunk(seed: int = 11) -> Model:
    """The first month of the baseline; policies hold from it on."""
    scenario = Scenario.make(
        name="baseline", title="baseline", policy_from="2020-01", months=MONTHS,
        population={"counties": 20, "households": 120},
    )  # fmt: skip
    return Model(scenario, rng=seed)


@cache
def lived(
    overrides: tuple[tuple[str, float], ...], emptied: int | None = None, seed: int = 11
) -> tuple[Model, Counter[str]]:
    """The months under some levers, and every indicator summed over them; nothing of the past left of one measure."""
    model = trunk(seed).branch(**dict(overrides))
    if emptied is not None:
        counties = model.world.counties
        model.world.provinces.returned[:, emptied] = 0
        for left in (counties.purse, counties.idle, counties.places, counties.budget, counties.balance):
            left[:, emptied] = 0
        model.world.employers.is_supported[:] = False
    sums: Counter[str] = Counter()
    while model.running:
        model.step()
        sums.update(model.indicators)
    return model, sums


def fingerprint(model: Model) -> str:
    """Every bit of the tables."""
    found = hashlib.blake2b()
    for table in model.world:
        for column in table:
            found.update(np.ascontiguousarray(column).tobytes())
    return found.hexdigest()


@pytest.mark.parametrize(("name", "link"), [(name, link) for name in NAMES for link in LINKS[name]])
def test_first_link_moves_with_the_dose(name: str, link: str) -> None:
    sign = -1.0 if link.startswith("-") else 1.0
    none, one, two = (
        sign * sum(lived(((f"{name}_dose", dose),), seed=seed)[1][link.lstrip("-")] for seed in RARE.get(link, (11,)))
        for dose in (0.0, 1.0, 2.0)
    )
    assert none <= one <= two and none < two, (none, one, two)


class Held(Model):
    """A model whose funds pay, whatever the levers say, what the baseline's doses and tilts have them pay."""

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        if rule is funds.step:
            provinces, counties, _, *others = arguments
            arguments = (provinces, counties, by_measure(Levers()), *others)
        super()._once(rule, *arguments)


@cache
def held(overrides: tuple[tuple[str, float], ...]) -> str:
    """Every bit after a year under some levers with what is paid held."""
    model = Held(trunk().resolved, rng=11).branch(**dict(overrides))
    while model.month < HELD_MONTHS:
        model.step()
    return fingerprint(model)


@pytest.mark.parametrize("name", NAMES)
def test_with_what_is_paid_held_no_outcome_moves(name: str) -> None:
    assert held(((f"{name}_dose", 2.0), (f"{name}_tilt", 2.0))) == held(())


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
