"""Villages: whole, since networks, distance and service agents live there."""

from typing import Annotated, NamedTuple

from sim.state.codes import PLACES
from sim.state.table import Array, Column


class Villages(NamedTuple):
    """Villages, in county order."""

    id: Annotated[Array, Column("i8", "", "permanent id")]
    county: Annotated[Array, Column("i2", "row", "county")]
    first_household: Annotated[Array, Column("i4", "row", "first household")]
    households: Annotated[Array, Column("i4", "households", "sampled households")]
    distance: Annotated[Array, Column("f4", "km", "way to the county seat")]
    workers: Annotated[Array, Column("i4", "people", "members at work by place, last month", (PLACES,))]
    network: Annotated[
        Array, Column("f8", "chance/month", "chance that co-villagers bring an offer, by place", (PLACES,))
    ]
    pull: Annotated[Array, Column("f8", "log odds", "what their company is worth, by place", (PLACES,))]
    people: Annotated[Array, Column("i4", "people", "registered people of the sampled households")]
