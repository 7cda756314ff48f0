"""The live indicators: a table of policy against baseline, and their paths."""

from html import escape

import solara
from mesa.visualization.utils import update_counter

from sim.dated import month_name, month_number
from sim.reports.dashboard.charts import sides_chart
from sim.reports.dashboard.pair import Pair
from sim.reports.dashboard.shown import SHOWN, SIDES, Shown


def cells(shown: Shown, pair: Pair) -> str:
    """Cells of a row: for each side policy, baseline, difference."""
    told = []
    for side, _ in SIDES:
        mine, other = (track.value(shown.name, side) for track in (pair.policy, pair.baseline))
        told.append(f'<td id="{shown.name}-{side}">{shown.number(mine)}</td><td>{shown.number(other)}</td>')
        told.append(f'<td class="difference">{shown.number(mine - other, is_difference=True)}</td>')
    return "".join(told)


def table(pair: Pair) -> str:
    """All indicators of the last month."""
    rows = "".join(
        f'<tr><th scope="row" title="{escape(shown.definition, quote=True)}">{shown.title}'
        f'<span class="unit">{shown.unit}</span></th>{cells(shown, pair)}</tr>'
        for shown in SHOWN
    )
    groups = "".join(f'<th scope="colgroup" colspan="3">{title}</th>' for _, title in SIDES)
    columns = '<th scope="col">Policy</th><th scope="col">Baseline</th><th scope="col">Difference</th>' * len(SIDES)
    return (
        f'<table class="told"><caption>{pair.date}</caption><thead><tr><td></td>{groups}</tr>'
        f"<tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    )


def state(pair: Pair) -> str:
    """Whether the worlds can differ, in a sentence."""
    if pair.month == 0:
        return "Nothing has happened yet."
    if pair.policy.series == pair.baseline.series:
        return "Both worlds are the same so far: no lever has made a difference yet."
    return (
        "The worlds differ by the policy alone, for the luck is the same. It is one draw of that luck, an example and "
        "no estimate: <code>tiltsim compare</code> says how sure one can be."
    )


@solara.component
def Indicators(pair: Pair) -> None:
    """The table and the charts, made anew after every month."""
    update_counter.get()
    opening = pair.desk.opening
    start = month_number(opening.policy.start)
    months = [month_name(start + t) for t in range(opening.policy.months)]
    solara.HTML(tag="p", unsafe_innerHTML=state(pair), classes=["note"])
    solara.HTML(tag="div", unsafe_innerHTML=table(pair), classes=["wide"])
    solara.HTML(
        tag="p",
        classes=["key"],
        unsafe_innerHTML='<span class="policy-key">━ policy</span> <span class="baseline-key">┅ baseline</span>, '
        "the dotted line is the month before the policy",
    )
    charts = "".join(
        f"<figure><figcaption>{shown.title} <span class='unit'>{shown.unit}</span></figcaption>"
        f"{sides_chart(shown, pair.policy, pair.baseline, months, opening.first)}</figure>"
        for shown in SHOWN
    )
    solara.HTML(tag="div", unsafe_innerHTML=charts, classes=["charts"])
