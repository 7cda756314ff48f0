"""What happens to people in January, decided county by county before any row moves."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column

STAYS, DIES, LEAVES = 0, 1, 2
"""Fate of a person: goes on, dies, leaves the simulated counties for good."""
FROM_OUTSIDE = -2
"""Row of a bride who is not simulated yet."""


class Moves(NamedTuple):
    """One row a person."""

    fate: Annotated[Array, Column("i1", "", "stays, dies, leaves")]
    bears: Annotated[Array, Column("?", "", "has a child")]
    weds: Annotated[Array, Column("i4", "row", "the woman whom a man marries, NONE, or from outside")]
    founds: Annotated[Array, Column("?", "", "a man who leaves for a household of his own")]
    home: Annotated[Array, Column("i4", "row", "household it belongs to now, new ones after all others")]
