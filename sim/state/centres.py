"""Training centres: seats, queue, quality, cost."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Centres(NamedTuple):
    """Training centres, in county order."""

    id: Annotated[Array, Column("i8", "", "permanent id")]
    county: Annotated[Array, Column("i2", "row", "county")]
    kind: Annotated[Array, Column("i1", "", "technical college, vocational school, base, studio, online")]
    capacity: Annotated[Array, Column("f8", "seats", "seats a month; of a technical college, pupils")]
    building: Annotated[Array, Column("f8", "seats", "seats paid for and not built yet")]
    seats_carried: Annotated[Array, Column("f8", "seats", "fraction of a seat carried forward")]
    quality: Annotated[Array, Column("f4", "ratio", "effect of its courses against the average")]
    seats: Annotated[Array, Column("i4", "seats", "seats offered to applicants this month")]
    enrolled: Annotated[Array, Column("i4", "people", "people who took one this month")]
    queue: Annotated[Array, Column("i4", "people", "people who applied this month and got no seat")]
