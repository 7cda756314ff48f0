"""Employers, named: county firms and bodies first, in county order, then the accounts outside the counties."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Employers(NamedTuple):
    """Employers keep their real size; their number is thinned by the county's weight.

    An account outside stands for everybody of its province who works at its place, in real numbers and fen; it is
    brought up to date when the books are closed, so that until then it shows the month before.

    Rows of a county beyond its living employers are closed and free for new ones.
    """

    id: Annotated[Array, Column("i8", "", "permanent id")]
    county: Annotated[Array, Column("i2", "row", "county, or NONE outside")]
    province: Annotated[Array, Column("i2", "row", "province whose workers it takes")]
    place: Annotated[Array, Column("i1", "", "place of work")]
    kind: Annotated[Array, Column("i1", "", "firm, co-operative, workshop, start-up, public body, outside account")]
    is_open: Annotated[Array, Column("?", "", "in business")]
    age_months: Annotated[Array, Column("i2", "months", "months since it opened")]
    positions: Annotated[Array, Column("i4", "jobs", "jobs it wants filled")]
    filled: Annotated[Array, Column("i4", "jobs", "jobs filled")]
    wage: Annotated[Array, Column("i4", "fen/month", "pay it offers a worker of no skill premium")]
    attraction: Annotated[Array, Column("f4", "jobs", "its normal size: jobs, and its weight in local demand")]
    productivity: Annotated[Array, Column("f4", "ratio", "value it makes of an hour of work against the usual")]
    owner: Annotated[Array, Column("i8", "", "permanent id of the person who owns and runs it, or NONE")]
    is_supported: Annotated[Array, Column("?", "", "founded with support: guaranteed loan, grant, premises")]
    graduates: Annotated[Array, Column("i2", "people", "graduates who work there")]
    revenue: Annotated[Array, Column("i8", "fen", "revenue of this month")]
    wage_bill: Annotated[Array, Column("i8", "fen", "wages paid this month")]
    other_cost: Annotated[Array, Column("i8", "fen", "goods bought and fixed costs of this month")]
    cash: Annotated[Array, Column("i8", "fen", "money at hand when the last month had been settled")]
    loan: Annotated[Array, Column("i8", "fen", "principal that the owner still owes for it")]
    paid_out: Annotated[Array, Column("i8", "fen", "what it pays to those who own it this month")]
