"""Households: alleviated or never registered, relocated or not, with land, savings, debts and a year of income."""

from typing import Annotated, NamedTuple

from sim.state.codes import READINGS, SOURCES, YEAR
from sim.state.table import Array, Column


class Households(NamedTuple):
    """Households, in order of county and village. A household is its first member's id."""

    id: Annotated[Array, Column("i8", "", "permanent id")]
    village: Annotated[Array, Column("i4", "row", "village")]
    first_person: Annotated[Array, Column("i4", "row", "first member")]
    members: Annotated[Array, Column("i1", "people", "registered members")]
    is_registered: Annotated[Array, Column("?", "", "alleviated household 脱贫户")]
    is_relocated: Annotated[Array, Column("?", "", "relocated household 易地搬迁")]
    is_dibao: Annotated[Array, Column("?", "", "receives the minimum living allowance 低保")]
    land: Annotated[Array, Column("f4", "mu", "contracted land")]
    has_adopted: Annotated[Array, Column("?", "", "farms by a practice that a course taught")]
    savings: Annotated[Array, Column("i4", "fen", "money at hand")]
    debt: Annotated[Array, Column("i4", "fen", "money owed")]
    stock: Annotated[Array, Column("i4", "fen", "worth of animals, tools and trees that work at home is done with")]
    stock_bought: Annotated[Array, Column("i4", "fen", "paid for such stock this month, less what its sale brought")]
    earned: Annotated[
        Array, Column("i4", "fen", "this month by source: wage, business, property, transfer", (SOURCES,))
    ]
    surveyed: Annotated[Array, Column("i4", "fen", "this month by source as the survey counts it", (SOURCES,))]
    subsidies: Annotated[Array, Column("i4", "fen", "the part of this month's income that policy pays, aid left out")]
    costs_away: Annotated[Array, Column("i4", "fen", "what members away spent there this month")]
    medical: Annotated[Array, Column("i4", "fen", "medical bills of this month, own share")]
    school_fees: Annotated[Array, Column("i4", "fen", "schooling cost of this month")]
    damage: Annotated[Array, Column("i4", "fen", "disaster cost of this month")]
    funeral: Annotated[Array, Column("i4", "fen", "cost of funerals this month, guests' gifts taken off")]
    invested: Annotated[Array, Column("i4", "fen", "put into an own firm this month, less what came back from it")]
    aid_paid: Annotated[Array, Column("i4", "fen", "aid paid this month")]
    worth_before: Annotated[Array, Column("i4", "fen", "savings less debt when the month began")]
    consumed: Annotated[Array, Column("i4", "fen", "food and other consumption of this month")]
    income: Annotated[
        Array, Column("i4", "fen", "registry income of the last twelve months, by month of year", (YEAR,))
    ]
    policy: Annotated[Array, Column("i4", "fen", "part of it that policy pays, aid left out", (YEAR,))]
    aid: Annotated[Array, Column("i4", "fen", "part of it that monitoring triggered", (YEAR,))]
    hardship: Annotated[Array, Column("i4", "fen", "medical, schooling and disaster spending", (YEAR,))]
    medical_year: Annotated[Array, Column("i4", "fen", "medical bills of this calendar year so far, own share")]
    consumed_year: Annotated[Array, Column("i4", "fen", "consumption of this calendar year so far")]
    survey_income: Annotated[Array, Column("i4", "fen", "survey income of this calendar year so far")]
    months_above: Annotated[Array, Column("i1", "months", "months in a row at or above the line, to 120", (READINGS,))]
    is_poor: Annotated[Array, Column("?", "", "in a spell of poverty, by reading", (READINGS,))]
    fell_months: Annotated[Array, Column("i2", "bits", "fell in each of the last twelve months", (READINGS,))]
