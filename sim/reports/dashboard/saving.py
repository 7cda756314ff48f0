"""The run shown, saved as an ordinary run; nothing else that the dashboard does leaves a file."""

import dataclasses
from html import escape
from pathlib import Path

import solara
from mesa.visualization.utils import update_counter

from sim.errors import EnvironmentProblem, InputError
from sim.provenance import Provenance
from sim.reports.dashboard.pair import Pair
from sim.results import Results
from sim.runner import peak_memory, table_of
from sim.scenario import Scenario

LONGEST_NAME = 80
"""Characters of the name of a scenario."""


def run_of(pair: Pair) -> Results:
    """The policy as it was played: its months so far, with the levers as they were in each of them.

    Raises
    ------
    InputError
        If no month is over yet.
    """
    with pair.lock:
        model = pair.policy.model
        if not model.month:
            raise InputError("No month is over yet: press Step first.")
        scenario = played(pair)
        table = table_of(model, scenario)
    seconds = {"simulate": pair.policy.seconds}
    return Results(table, Provenance.now(scenario.resolved(), pair.seed, seconds, peak_memory()))


def played(pair: Pair) -> Scenario:
    """The scenario of the months that are over; its name and title say if a lever was turned in one of them."""
    asked, model = pair.desk.opening.policy, pair.policy.model
    scenario = model.resolved.replace(months=model.month)
    if all(scenario.levers_at(t) == asked.levers_at(t) for t in range(model.month)):
        return scenario
    mark = "-turned"
    name = asked.name[: LONGEST_NAME - len(mark)] + mark
    return dataclasses.replace(scenario, name=name, title=f"{asked.title}, levers as turned in the dashboard")


def told_of_saving(pair: Pair, results: Path) -> str:
    """Save the run shown under `results`; where it is, or in one sentence why it is nowhere."""
    try:
        run = run_of(pair)
        folder = run.save(results, figures=False)
    except (InputError, EnvironmentProblem) as problem:
        return f"Not saved. {problem}"
    return f"{len(run.months)} months, {run.months[0]} to {run.months[-1]}, saved in {folder}"


@solara.component
def Saving(pair: Pair, results: Path) -> None:
    """The button that saves, and what came of it."""
    update_counter.get()
    told = solara.use_reactive("")
    with solara.Row(classes=["saving"]):
        solara.Button(
            "Save this run", on_click=lambda: told.set(told_of_saving(pair, results)), disabled=not pair.month
        )
        solara.HTML(tag="p", attributes={"role": "status"}, classes=["note"], unsafe_innerHTML=escape(told.value))
