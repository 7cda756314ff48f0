"""The registry 防返贫监测: what officials believe. Aid and quotas read only this; behaviour and relapse never do."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Registry(NamedTuple):
    """One row a household, in the same order."""

    recorded_income: Annotated[Array, Column("i4", "fen/head-year", "net income per head as last recorded")]
    recorded_month: Annotated[Array, Column("i2", "month", "when it was recorded")]
    tag: Annotated[Array, Column("i1", "", "none, unstable, edge, hardship")]
    sign: Annotated[Array, Column("i1", "", "a sign of risk not yet decided: none, report, visit, match of records")]
    is_late: Annotated[Array, Column("?", "", "that sign is not decided within the time of the rules")]
    is_candidate: Annotated[Array, Column("?", "", "recorded under the line, not yet monitored")]
    tagged_month: Annotated[Array, Column("i2", "month", "when the tag was given, or NONE")]
    is_ended: Annotated[Array, Column("?", "", "risk declared ended")]
    was_tagged: Annotated[Array, Column("?", "", "ever monitored")]
    allowance: Annotated[
        Array, Column("i4", "fen/head-year", "minimum living allowance 低保 granted at the last review")
    ]
    aid: Annotated[Array, Column("i4", "fen/month", "aid assigned, paid from next month on")]
    hardship_months: Annotated[Array, Column("i2", "months", "true months at risk until noticed")]
