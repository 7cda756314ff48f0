"""One run: what is asked is what is simulated, twice the same, and nothing is written."""

import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.population.settings import Population
from sim.runner import run, simulate
from sim.scenario import Scenario
from sim.sections import LEVERS

SCENARIOS = Path(__file__).parent.parent / "scenarios"
TINY = {"counties": 4, "households": 25}


def tiny(**fields: object) -> Scenario:
    return Scenario.make(**{"months": 3, "population": TINY, **fields})


def test_the_table_covers_every_month_and_the_provenance_tells_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    results = run(SCENARIOS / "baseline.yaml", seed=9, months=4, population=TINY)
    assert list(results["income_mean"].index) == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert {"key", "other"} == set(results.groups("county_type")) and set(results) <= set(DEFINITIONS)
    assert results.seed == results.resolved["seed"] == 9
    assert results.resolved["population"] == {"source": "synthetic", **TINY}
    assert results.resolved["origins"]["events.movement_stop"].endswith("baseline.yaml:6")
    assert set(results.seconds) == {"build", "simulate"} and min(results.seconds.values()) > 0
    assert results.memory > 10_000_000
    assert json.dumps(results.resolved, allow_nan=False)
    assert list(tmp_path.iterdir()) == []


def test_the_same_question_has_the_same_answer() -> None:
    one, two = run(tiny(), seed=3, threads=1), run(tiny(), seed=3, threads=2)
    pd.testing.assert_frame_equal(one.indicators, two.indicators, check_exact=True)
    assert one.run_id == two.run_id
    other = run(tiny(), seed=4)
    assert other.run_id != one.run_id and not other.indicators.equals(one.indicators)


def test_the_order_in_which_counties_are_listed_changes_no_bit() -> None:
    named = ("guizhou-key-01", "guizhou-other-01", "yunnan-key-02", "yunnan-other-03")
    forth, back = (run(tiny(population={"counties": [*order], "households": 25})) for order in (named, named[::-1]))
    pd.testing.assert_frame_equal(forth.indicators, back.indicators, check_exact=True)


def test_no_seed_is_the_seed_of_the_scenario() -> None:
    assert run(tiny(seed=8)).run_id == run(tiny(), seed=8).run_id


def test_levers_at_the_baseline_change_no_bit() -> None:
    written = tiny(levers={name: sim.Levers._field_defaults[name] for name in LEVERS})
    pd.testing.assert_frame_equal(run(written).indicators, run(tiny()).indicators, check_exact=True)


def test_an_override_is_the_same_as_a_file_that_says_so() -> None:
    asked = run(tiny(policy_from="2020-01"), skill_project_stipend=60.0, illness_rate=0.004)
    written = tiny(policy_from="2020-01", levers={"skill_project_stipend": 60}, behaviour={"illness_rate": 0.004})
    assert asked.run_id == run(written).run_id
    pd.testing.assert_frame_equal(asked.indicators, run(written).indicators, check_exact=True)
    assert not asked.indicators.equals(run(tiny()).indicators)


def test_the_model_stepped_by_hand_is_the_run() -> None:
    model = sim.Model(tiny(), rng=3)
    while model.running:
        model.step()
    asked = ("income_mean", "county_type", "key")
    income = [row.value for row in model.collected if (row.indicator, row.group_kind, row.group) == asked]
    assert income == run(tiny(), seed=3).series(*asked).tolist()


def test_outputs_are_kept_and_nothing_else() -> None:
    results = run(tiny(outputs=["gini", "spending_delivered"]))
    assert set(results) == {"gini", "spending_delivered"}
    whole = run(tiny())
    pd.testing.assert_frame_equal(results["gini"], whole["gini"], check_exact=True)


def test_outside_events_arrive() -> None:
    stopped = run(tiny(events={"movement_stop": {"2020-02": 1, "2020-03": 0}}))
    free = run(tiny())
    months = [bool((stopped["months_worked"].loc[m] == free["months_worked"].loc[m]).all()) for m in free.months]
    assert months == [True, False, False]


def test_what_is_told_while_it_runs() -> None:
    told: list[int] = []
    simulate(tiny(months=2), tell=told.append)
    assert told == [0, 1, 2]


def test_population_as_a_mapping_or_as_itself() -> None:
    assert run(tiny(), population=Population("synthetic", 4, 25)).run_id == run(tiny(), population=TINY).run_id


def test_wrong_names_and_values() -> None:
    with pytest.raises(InputError, match="did you mean 'fund_tilt_tilt'"):
        run(tiny(), fund_tilt_tlit=1.5)
    with pytest.raises(InputError, match="threads is 0"):
        run(tiny(), threads=0)
    with pytest.raises(InputError, match="no such file"):
        run("nowhere.yaml")
    with pytest.raises(InputError, match="scenario is 3"):
        run(3)  # type: ignore[arg-type]


def test_a_model_takes_levers_and_behaviour_alone() -> None:
    assert sim.Model(tiny(), rng=3, fund_tilt_tilt=1.5).resolved.levers_at(23).fund_tilt_tilt == 1.5
    for name, value in (("seed", 5), ("months", 5), ("population", TINY)):
        with pytest.raises(InputError, match=f"{name}'? is .* lever"):
            sim.Model(tiny(), rng=3, **{name: value})


def test_public_names() -> None:
    assert set(sim.__all__) < set(dir(sim))
    for name in ("run", "Scenario", "Results", "Model", "Levers", "Behaviour", "InputError"):
        assert getattr(sim, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        sim.runn  # noqa: B018
