"""Provinces: pools of money, lines, demand for their workers outside. Money here is real fen."""

from typing import Annotated, NamedTuple

from sim.state.codes import MEASURES, PAYERS, PLACES
from sim.state.table import Array, Column


class Provinces(NamedTuple):
    """The ten western provinces, by code."""

    code: Annotated[Array, Column("i8", "", "permanent code")]
    first_county: Annotated[Array, Column("i4", "row", "first county")]
    counties: Annotated[Array, Column("i4", "counties", "simulated counties")]
    key_counties: Annotated[Array, Column("i4", "counties", "key counties there really are")]
    first_account: Annotated[
        Array, Column("i4", "row", "employer row of its in-province cities; the east and the rest follow")
    ]
    line: Annotated[Array, Column("i8", "fen/head-year", "monitoring line of this year")]
    demand: Annotated[Array, Column("f8", "log points", "demand for its workers by place against normal", (PLACES,))]
    searchers_base: Annotated[
        Array, Column("f8", "people", "weighted searchers of a normal month, by place", (PLACES,))
    ]
    registered: Annotated[Array, Column("f8", "people", "registered people in the first month")]
    base_pool: Annotated[Array, Column("i8", "fen/year", "money at a dose of one, eastern money included", (MEASURES,))]
    base_eastern: Annotated[Array, Column("i8", "fen/year", "the part of it that is eastern money", (MEASURES,))]
    base_fund: Annotated[Array, Column("i8", "fen/year", "money of each payer in the baseline", (PAYERS,))]
    pool: Annotated[Array, Column("i8", "fen/year", "money split over its counties this year", (MEASURES,))]
    jobless_fund: Annotated[Array, Column("i8", "fen", "its fund of jobless insurance")]
    returned: Annotated[Array, Column("i8", "fen", "money that came back or was not split, for next year", (MEASURES,))]
