"""The page without a browser: what is clicked reaches the worlds, what the worlds are is shown."""

import time
from pathlib import Path

import pytest

from sim.reports.dashboard.opening import Opening, without_policy
from sim.reports.dashboard.pair import Desk, Pair
from sim.scenario import Scenario
from sim.sections import LEVERS

solara = pytest.importorskip("solara")
v = pytest.importorskip("ipyvuetify")

from sim.levers import Levers  # noqa: E402
from sim.reports.dashboard.app import Dashboard  # noqa: E402
from sim.reports.dashboard.indicators import table  # noqa: E402
from sim.reports.dashboard.levers import about, step_of, turn_lever  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SMALL = {"counties": 4, "households": 30}


@pytest.fixture(scope="module")
def opening() -> Opening:
    policy = Scenario.make(
        start="2021-11", policy_from="2021-12", months=5, population=SMALL, seed=3, title="<b>Here</b>"
    )
    return Opening(policy, without_policy(policy), "here")


def button(rc, label):
    return next(found.widget for found in rc.find(v.Btn) if found.widget.children == [label])


def test_a_slider_a_step_a_household_and_a_reset(opening: Opening, tmp_path: Path) -> None:
    @solara.component
    def Page():  # noqa: N802
        with solara.AppLayout():
            Dashboard(opening, tmp_path)

    _, rc = solara.render(Page(), handle_error=False)
    sliders = {found.widget.label: found.widget for found in rc.find(v.Slider)}
    text = LEVERS["labour_export_dose"].text
    sliders[text].v_model = 3.0
    button(rc, "Step").click()
    button(rc, "Step").click()
    time.sleep(0.2)
    opens = [found.widget for found in rc.find(v.Btn) if str(found.widget.children[0]).startswith("Open ")]
    assert len(opens) == 12
    opens[0].click()
    assert any(str(found.widget.children).find("Household") >= 0 for found in rc.find(v.CardTitle))
    assert not [*tmp_path.iterdir()]
    button(rc, "Save this run").click()
    assert [path.name.startswith("scenario-turned-") for path in tmp_path.iterdir()] == [True]
    button(rc, "Reset").click()
    time.sleep(0.5)
    sliders = {found.widget.label: found.widget for found in rc.find(v.Slider)}
    assert sliders[text].v_model == 3.0
    button(rc, "Levers as the scenario has them").click()
    sliders = {found.widget.label: found.widget for found in rc.find(v.Slider)}
    assert sliders[text].v_model == 1.0
    rc.close()


def test_the_table_says_what_the_worlds_are(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    pair.turn("local_jobs_dose", 0.0)
    for _ in range(3):
        pair.step()
    told = table(pair)
    mine, other = (track.value("income_mean", "key") for track in (pair.policy, pair.baseline))
    assert mine != other
    assert f'<td id="income_mean-key">{mine:,.0f}</td><td>{other:,.0f}</td>' in told


@pytest.mark.parametrize("name", LEVERS)
def test_a_slider_reaches_every_declared_value(name: str) -> None:
    quantity, default = LEVERS[name], Levers._field_defaults[name]
    step = step_of(quantity, default)
    for value in (default, quantity.opinion, quantity.package, quantity.high):
        if value is not None:
            steps = (value - quantity.low) / step
            assert abs(steps - round(steps)) < 1e-6, f"{value} is not on the slider"
    assert 40 <= (quantity.high - quantity.low) / step <= 1000
    assert quantity.unit in about(name)


def test_a_slider_that_only_rounds_turns_nothing(opening: Opening) -> None:
    pair = Pair(Desk(opening), 3)
    step = step_of(LEVERS["labour_export_dose"], 1.0)
    turn_lever(pair, "labour_export_dose", 1.0 + step / 3)
    assert not pair.desk.turned
    turn_lever(pair, "labour_export_dose", 1.0 + step)
    assert pair.desk.turned == {"labour_export_dose": 1.0 + step}
