"""Events: what happens to everybody from outside, month by month."""

from typing import Annotated, NamedTuple

from sim.declare import Quantity


# fmt: off
class Events(NamedTuple):
    """What neither a government nor a household decides. Zero is a normal month."""

    movement_stop: Annotated[float, Quantity(
        "Journeys to work that are stopped, as in early 2020",
        "share", low=0.0, high=1.0, source="model", grade="text")] = 0.0
    destination_slump: Annotated[float, Quantity(
        "Fall of demand for workers at every destination outside the counties",
        "log points", low=0.0, high=1.0, source="model", grade="text")] = 0.0
    drought: Annotated[float, Quantity(
        "Harvest that is lost everywhere",
        "share", low=0.0, high=1.0, source="model", grade="text")] = 0.0
