"""The page: Mesa's SolaraViz with the levers beside it and the two worlds under it.

Solara imports this module in the process that `server.serve` has prepared.
"""

from html import escape
from pathlib import Path

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.dated import month_name, month_number
from sim.reports.dashboard.household import Households
from sim.reports.dashboard.indicators import Indicators
from sim.reports.dashboard.levers import LeverBoard
from sim.reports.dashboard.opening import Opening
from sim.reports.dashboard.pair import Desk, Pair
from sim.reports.dashboard.places import Places
from sim.reports.dashboard.saving import Saving

SEEDS = 20
"""Seeds to choose from beside the scenario's own."""
PLAY_INTERVAL = 100
"""Milliseconds between two months at play, beside the time that a month takes."""
STYLE = Path(__file__).with_name("page.css")

served: list[tuple[Opening, Path]] = []
"""What this process serves and where it saves runs; `server.serve` puts it here, once."""


@solara.component
def Page() -> None:
    """The dashboard of what is served."""
    Dashboard(*served[0])


@solara.component
def Dashboard(opening: Opening, results: Path) -> None:
    """The dashboard of one opening; every browser window has worlds and levers of its own; runs go to `results`."""
    desk = solara.use_memo(lambda: Desk(opening), [])
    seed = opening.policy.seed
    first = solara.use_memo(lambda: Pair(desk, seed), [])
    pair = solara.use_reactive(first)
    county = solara.use_reactive(0)
    seeds = [str(number) for number in sorted({seed, *range(1, SEEDS + 1)})]
    choice = {"type": "Select", "label": "Seed, from the next reset on", "value": str(seed), "values": seeds}
    solara.Style(STYLE)
    model_params = {"desk": desk, "seed": choice}
    SolaraViz(pair, components=[], model_params=model_params, play_interval=PLAY_INTERVAL, name="tiltsim")
    LeverBoard(pair.value)
    with solara.Column(classes=["board"], gap="4px"):
        Heading(pair.value)
        Saving(pair.value, results)
        Indicators(pair.value)
        solara.HTML(tag="h2", unsafe_innerHTML="Counties by province")
        Places(pair.value, county)
        solara.HTML(tag="h2", unsafe_innerHTML="Households")
        Households(pair.value, county)


@solara.component
def Heading(pair: Pair) -> None:
    """What is played against what, with how many people, in which month."""
    update_counter.get()
    opening = pair.desk.opening
    policy = opening.policy
    many = len(pair.policy.model.world.households.id)
    solara.HTML(tag="h1", unsafe_innerHTML=escape(policy.title))
    solara.HTML(
        tag="p",
        classes=["note"],
        unsafe_innerHTML=f"{escape(opening.source)}, against {escape(opening.baseline.title)} under the same luck "
        f"(seed {pair.seed}). {opening.people}, {many:,} now; {pair.month} of {policy.months} months are "
        f"over, the levers act from {month_name(month_number(policy.start) + opening.first)} on.",
    )
