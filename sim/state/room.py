"""Room to sort in: what a rule may scribble on within a county, so that no kernel makes arrays."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Room(NamedTuple):
    """One row a person; a county uses the rows of its own people, so ranges of counties do not disturb each other."""

    rows: Annotated[Array, Column("i8", "row", "people in a queue")]
    lots: Annotated[Array, Column("f8", "", "their lots, by which the queue is ordered")]
    keys: Annotated[Array, Column("f8", "", "order of those who look for work, the lowest first")]
