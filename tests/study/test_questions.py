"""The questions of a study file: which policies they decide between, at which yuan, and what is refused."""

import numpy as np
import pytest
from made_studies import written

from sim.errors import InputError
from sim.funding import FEN
from sim.measures import AREAS, MEASURES
from sim.model import Model
from sim.sections import LEVERS
from sim.study import packages, told
from sim.study.omission import NOTHING
from sim.study.searched import budget
from sim.study.studyfile import StudyFile

QUESTIONS = """
scenario: package.yaml
reference: base.yaml
factors: {levers: {"*_dose": [0, 2]}, behaviour: {illness_rate: declared}}
outcomes:
  income: {indicator: income_mean, group: key, last: 3}
areas: {replicates: 3}
measures: {replicates: 3}
when: {samples: 100, by: {income: higher}}
along: {samples: 3, of: [illness_rate], by: {income: higher}}
front: {population: 4, generations: 2, searches: 2, panel: 2, fresh: 4, by: {income: higher}}
"""


def test_a_question_names_its_policies_and_levels(tmp_path):
    file = StudyFile.load(written(tmp_path, QUESTIONS))
    stages = {stage.name: stage for stage in file.stages}
    assert list(stages) == ["areas", "measures", "when", "along", "front"]
    coalitions = file.target(stages["areas"])
    assert len(coalitions.scenarios) == 2 ** len(packages.players())
    assert {f"income: {name}" for name in (*coalitions.scenarios, "reference")} == set(coalitions.outcomes)
    assert set(file.target(stages["measures"]).scenarios) >= {NOTHING}
    assert set(file.target(stages["when"]).outcomes) == {"income: package", "income: reference"}
    found = file.target(stages["front"])
    assert found.reference is not None and {name: item.is_effect for name, item in found.outcomes.items()} == {
        "income": True
    }


def test_an_area_that_is_not_there_has_the_levers_of_the_reference(tmp_path):
    file = StudyFile.load(written(tmp_path, QUESTIONS))
    scenario, reference = next(iter(file.scenarios.values())), file.reference
    for name, world in packages.coalitions(scenario, reference).items():
        there = scenario.levers_at(7) if "employment" in name.split("+") else reference.levers_at(7)
        assert world.levers_at(7).fund_tilt_tilt == there.fund_tilt_tilt
    everyone = packages.coalition(packages.players())
    assert packages.coalitions(scenario, reference)[everyone].levers_at(7) == scenario.levers_at(7)


def test_every_package_plans_as_many_yuan(tmp_path):
    file = StudyFile.load(written(tmp_path, QUESTIONS))
    scenario = next(iter(file.scenarios.values()))
    price = packages.prices(scenario.behaviour)
    whole = sum(price[name] * dose for name, dose in packages.doses(scenario).items())
    for left_out, package in packages.without_one(scenario).items():
        world = packages.package(scenario, left_out, package)
        there = packages.doses(world)
        assert sum(price[name] * dose for name, dose in there.items()) == pytest.approx(whole, rel=1e-9)
        if left_out != NOTHING:
            assert there[left_out] == 0.0
            assert all(dose == packages.doses(scenario)[name] for name, dose in there.items()
                       if price[name] == 0.0 and name != left_out)  # fmt: skip
    doses = {packages.dose_lever(measure.name): (0.0, 2.0) for measure in MEASURES}
    assert budget(scenario, doses).yuan == pytest.approx(whole)


def test_prices_are_what_the_model_plans(tmp_path):
    """Pools of the model at a dose of one, over its registered people, are the prices, to the fen of each province."""
    file = StudyFile.load(written(tmp_path, QUESTIONS))
    model = Model(file.reference, rng=1)
    provinces, price = model.world.provinces, packages.prices(file.reference.behaviour)
    registered = float(provinces.registered.sum())
    envelope = provinces.base_eastern.sum() / FEN
    for measure in MEASURES:
        m = measure.clause - 3
        home = (provinces.base_pool[:, m] - provinces.base_eastern[:, m]).sum() / FEN
        planned = envelope if measure.name == "cooperation_funds" else home
        assert planned == pytest.approx(price[measure.name] * registered, rel=1e-6, abs=1.0)


def test_every_measure_has_one_dose_lever():
    assert [LEVERS[packages.dose_lever(one.name)].clause for one in MEASURES] == [one.clause for one in MEASURES]
    assert not {*packages.players()} - {*AREAS}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("last: 3}", "effect: true}"), "income is an effect; areas takes levels"),
        (("reference: base.yaml\n", ""), "`areas` needs something to hold the scenario against"),
        (("areas: {replicates: 3}", "equal_yuan: true"), "`measures` keeps to the yuan of the scenario by itself"),
        (("of: [illness_rate], ", ""), "`along` needs `of`"),
        (("of: [illness_rate]", "of: [ilness_rate]"), "did you mean 'illness_rate'"),
        (("panel: 2, fresh: 4", "panel: 3, fresh: 4"), "an even multiple of panel"),
        (('{"*_dose": [0, 2]}', "{}"), "`front` varies levers, and factors names none"),
        (("generations: 2", "generation: 2"), "did you mean 'generations'"),
    ],
)
def test_what_a_question_lacks_is_said(tmp_path, change, says):
    with pytest.raises(InputError) as problem:
        StudyFile.load(written(tmp_path, QUESTIONS.replace(*change)))
    assert says in str(problem.value) and str(problem.value).startswith(str(tmp_path))


def test_luck_alone_needs_no_factors(tmp_path):
    gone = ("factors", "when", "along", "front")
    text = "\n".join(line for line in QUESTIONS.splitlines() if not line.startswith(gone))
    file = StudyFile.load(written(tmp_path, text))
    assert [stage.method for stage in file.stages] == ["grid", "grid"] and not file.factors


def test_a_half_page_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="tiltsim sweep"):
        told.read(tmp_path)
    (tmp_path / told.WHY).write_text("{")
    with pytest.raises(InputError, match="torn or foreign"):
        told.read(tmp_path)


def test_draws():
    from sim.study.decided import _draws

    assert _draws(np.array([[1.0, 2.0, 6.0]])).tolist() == [1.0, 2.0, 6.0]
    assert _draws(np.array([[1.0, 3.0], [2.0, 2.0]])).tolist() == [2.0, 2.0]
