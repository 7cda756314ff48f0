"""Mesa's browser page on the model: step, plot, and a reset that keeps the scenario and the levers."""

import time

import pytest

from sim.model import Model
from sim.scenario import Scenario

solara = pytest.importorskip("solara")
v = pytest.importorskip("ipyvuetify")

from mesa.visualization import Slider, SolaraViz, make_plot_component  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def button(rc, label):
    return next(found.widget for found in rc.find(v.Btn) if found.widget.children == [label])


def test_step_plot_and_reset_with_a_lever():
    small = Scenario.load("scenarios/baseline.yaml").replace(months=2, population={"counties": 4, "households": 20})
    slider = Slider("Local jobs", value=1.0, min=0.0, max=2.0, step=0.1)
    shown = solara.reactive(Model(small, rng=5))
    parameters = {"scenario": small, "rng": 5, "local_jobs_dose": slider}
    plots = [make_plot_component("relapse_rate"), make_plot_component(["gini", "unemployment_rate"])]

    @solara.component
    def Page():  # noqa: N802
        with solara.AppLayout():
            SolaraViz(shown, components=plots, model_params=parameters)

    _, rc = solara.render(Page(), handle_error=False)
    first = shown.value
    button(rc, "Step").click()
    button(rc, "Step").click()
    assert (first.month, first.running) == (2, False)
    sliders = [found.widget for found in rc.find(v.Slider)]
    next(one for one in sliders if one.label == "Local jobs").v_model = 1.5
    button(rc, "Reset").click()
    time.sleep(0.5)
    again = shown.value
    assert again is not first and (again.month, again.seed, again.months) == (0, 5, 2)
    policy_month = 24
    assert first.resolved.levers_at(policy_month).local_jobs_dose == 1.0
    assert again.resolved.levers_at(policy_month).local_jobs_dose == 1.5
