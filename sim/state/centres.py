"""Training centres: seats, queue, quality, cost."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Centres(NamedTuple):
    """Training centres, in county order."""

    id: Annotated[Array, Column("i8", "", "permanent id")]
    county: Annotated[Array, Column("i2", "row", "county")]
    kind: Annotated[Array, Column("i1", "", "technical college, vocational school")]
    capacity: Annotated[Array, Column("f8", "seats", "most seats it can run at once")]
    quality: Annotated[Array, Column("f4", "ratio", "effect of its courses against the average")]
    seats: Annotated[Array, Column("i4", "seats", "seats paid for and offered this month")]
    enrolled: Annotated[Array, Column("i4", "people", "people in a course")]
    queue: Annotated[Array, Column("i4", "people", "people who applied this month and got no seat")]
