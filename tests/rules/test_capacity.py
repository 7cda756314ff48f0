"""What the staff at work can do: services against the usual, the labour office, those trained."""

import math

import pytest
from few_rows import ORDINARY
from staffed import BEHAVIOUR, funded_months, give, months, staffed

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.rules import capacity
from sim.state.codes import CADRE_TRAINING, DOCTOR, EXPERT_SERVICE, MEASURES, STAFF_PAY, TALENT_COOPERATION


def test_who_is_at_work() -> None:
    # 10 staff, 2 of them new and worth a fifth less each, 3 from outside, 1 sent east
    assert capacity.at_work.py_func(10.0, 2.0, 3.0, 1.0, 0.2) == pytest.approx(11.6)
    assert capacity.at_work.py_func(1.0, 0.0, 0.0, 2.0, 0.2) == 0.0


def test_quality_at_entry_and_easy_titles_count() -> None:
    behaviour = Behaviour()._replace(competence_effect=0.2, title_dilution=0.5)
    assert capacity.competence_ratio.py_func(-0.1, 0.4, 0.5, behaviour) == pytest.approx(math.exp(0.2 * -0.2))
    assert capacity.competence_ratio.py_func(0.0, 0.0, 1.0, behaviour) == 1.0


def test_service_against_the_usual() -> None:
    assert capacity.service.py_func(20.0, 10.0, 0.7) == pytest.approx(2.0**0.7)
    assert capacity.service.py_func(10.0, 10.0, 0.7) == 1.0
    assert capacity.service.py_func(10.0, 0.0, 0.7) == 1.0


def test_the_office() -> None:
    # 9 of 10 posts, a third of the cadres trained
    assert capacity.office.py_func(9.0, 10.0, 3.0, 0.03) == pytest.approx(0.9 * 1.01)
    assert capacity.office.py_func(9.0, 10.0, 30.0, 0.03) == pytest.approx(0.9 * 1.03)
    assert capacity.office.py_func(0.0, 0.0, 1.0, 0.03) == 0.0


def test_training_lasts_for_a_while_and_is_paid() -> None:
    world = staffed()
    counties, levers = world.counties, Levers()._replace(cadre_training_arbitrator_share=0.25)
    counties.arbitrators[:] = counties.trained_cadres[:] = 1.0
    give(world, CADRE_TRAINING, 4.0)
    capacity.train(counties, 0, levers, BEHAVIOUR._replace(training_fading=0.24))
    assert counties.arbitrators[0] == pytest.approx(0.98 + 1.0)
    assert counties.trained_cadres[0] == pytest.approx(0.98 + 3.0)
    assert counties.purse[0, CADRE_TRAINING] == 0
    assert counties.bought[0, CADRE_TRAINING] == 4 * 400_000


@pytest.mark.parametrize("share", ["staff", "arbitrators"])
def test_a_larger_dose_of_training_moves_capacity_and_arbitrators(share: str) -> None:
    moved = [float(getattr(funded_months(18, cadre_training_dose=dose), share)[0]) for dose in (0.0, 1.0, 2.0)]
    assert moved[0] < moved[1] < moved[2]


@pytest.mark.parametrize(
    ("measure", "service"),
    [
        (EXPERT_SERVICE, "agronomists"),
        (EXPERT_SERVICE, "health_service"),
        (EXPERT_SERVICE, "village_officials"),
        (STAFF_PAY, "health_service"),
        (TALENT_COOPERATION, "teaching"),
    ],
)
def test_more_of_a_measure_serves_people_better(measure: int, service: str) -> None:
    served = []
    for times in (1.0, 2.0, 4.0):
        world = staffed()
        for m in range(MEASURES):
            world.counties.purse[0, m] = 0
        give(world, measure, 2.0)
        months(world, 24)
        capacity.settle(world.counties, 0, 1)
        give(world, measure, 2.0 * times)
        served.append(float(getattr(months(world, 24), service)[0]))
    assert served[0] < served[1] < served[2]


def test_staff_that_nobody_pays_for_is_not_better_than_usual() -> None:
    world = staffed()
    capacity.settle(months(world, 24), 0, 1)
    counties = months(world, 1, start=24)
    assert counties.health_service[0] == pytest.approx(1.0, abs=0.02)
    assert counties.effective[0, DOCTOR] > 0.0


def test_compiled_step_moves_the_counties_asked_for() -> None:
    world = staffed()
    counties = world.counties
    before = float(counties.corps.sum())
    capacity.step(counties, Levers(), BEHAVIOUR, ORDINARY, 0, 0)
    assert counties.corps.sum() == before
    months(world, 1)
    assert counties.corps.sum() != before
    assert counties.staff[0] != 1.0


def test_trained_arbitrators_recover_more() -> None:
    behaviour = BEHAVIOUR._replace(arbitrator_need=0.001, recovery_gain=0.15)
    assert capacity.recovery.py_func(0.0, 1000, behaviour) == 0.5
    assert capacity.recovery.py_func(1.0, 1000, behaviour) == pytest.approx(0.5 + 0.15 * (1.0 - math.exp(-1.0)))
    assert capacity.recovery.py_func(100.0, 1000, behaviour) == pytest.approx(0.65)
