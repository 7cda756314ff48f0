"""The household inspector: a list of households whose lives parted, and one of them in both worlds."""

from html import escape
from math import nan

import solara
from mesa.visualization.utils import update_counter

from sim.agents import Person
from sim.dated import month_name, month_number
from sim.reports.dashboard.charts import household_chart
from sim.reports.dashboard.pair import Pair
from sim.reports.dashboard.places import MEASURED, tiles
from sim.reports.dashboard.track import Track
from sim.reports.dashboard.twolives import at_work, members, most_different, parting, what_happened

ADULT = 16
SHOWN_MONTHS = 24
"""Months with events that are told at once, the last ones."""


@solara.component
def Households(pair: Pair, county: solara.Reactive[int]) -> None:
    """The list, and the household that was opened."""
    update_counter.get()
    opened = solara.use_reactive(0)
    names = {tile.code: f"{tile.province} {tile.name}" for tile in tiles(pair, MEASURED["income"])}
    where = names.get(county.value, "all counties")
    solara.HTML(
        tag="p",
        classes=["note"],
        unsafe_innerHTML=f"Of {where}: those whose two lives are furthest apart, poor in one world alone first. Income "
        "is what the poverty line is held against, yuan per head in twelve months.",
    )
    with solara.Column(gap="2px", classes=["households"]):
        for listed in most_different(pair, county.value):
            with solara.Row(gap="8px", style={"align-items": "center"}):
                solara.Button(
                    f"Open {listed.id}",
                    on_click=lambda number=listed.id: opened.set(number),
                    outlined=True,
                    small=True,
                    classes=["open-household"],
                )
                states = " / ".join("poor" if is_poor else "not poor" for is_poor in listed.was_poor)
                solara.HTML(
                    tag="span",
                    unsafe_innerHTML=f"{names[listed.county]}, {listed.size} members: {listed.policy:,.0f} with the "
                    f"policy, {listed.baseline:,.0f} in the baseline ({states})".replace("-", "−"),
                )
    solara.InputInt("Number of any household", value=opened, style={"max-width": "14rem"})
    if opened.value:
        OneHousehold(pair, opened.value)


@solara.component
def OneHousehold(pair: Pair, household: int) -> None:
    """One household and its other life."""
    start = month_number(pair.desk.opening.policy.start)
    with pair.lock:
        head, people = heading(pair, household, start), member_table(pair, household)
    months = [month_name(start + t) for t in range(pair.desk.opening.policy.months)]
    lines = [(name, incomes(track, household)) for name, track in sides(pair)]
    with solara.Card(f"Household {household}"):
        solara.HTML(tag="p", unsafe_innerHTML=head, classes=["life-head"])
        solara.HTML(
            tag="div",
            unsafe_innerHTML="<figure class='life-figure'><figcaption>Income less medical, schooling and disaster "
            "costs <span class='unit'>yuan per head in twelve months</span></figcaption>"
            f"{household_chart(lines, head, months)}</figure>",
        )
        solara.HTML(tag="div", unsafe_innerHTML=people, classes=["wide"])
        solara.HTML(tag="div", unsafe_innerHTML=event_table(pair, household, start), classes=["wide"])


def sides(pair: Pair) -> tuple[tuple[str, Track], tuple[str, Track]]:
    """The two worlds by name."""
    return ("With the policy", pair.policy), ("In the baseline", pair.baseline)


def incomes(track: Track, household: int) -> list[float]:
    """True income per head month by month, NaN where it was not there."""
    life = track.life(household)
    return [float(life[t][0].true_income[life[t][1]]) if t in life else nan for t in range(track.model.month)]


def heading(pair: Pair, household: int, start: int) -> str:
    """What it is, and when its lives parted."""
    told = []
    for name, track in sides(pair):
        life = track.life(household)
        if not life or max(life) < track.model.month - 1:
            told.append(f"{name.lower()} there is no household of this number now")
            continue
        lives, row = life[max(life)]
        kind = "alleviated" if lives.is_registered[row] else "never registered"
        states = [kind, "in poverty" if lives.is_poor[row] else "not in poverty"]
        if lives.is_monitored[row]:
            aid = lives.aid_paid[row]
            states.append("monitored, " + (f"aid {aid:,.0f} yuan a month" if aid else "without aid"))
        told.append(f"{name.lower()} it is {', '.join(states)}")
    month = parting(pair, household)
    parted = "its two lives are the same so far" if month is None else f"its lives part in {month_name(start + month)}"
    return f"{'; '.join(told)}; {parted}.".capitalize()


def member_table(pair: Pair, household: int) -> str:
    """Who its members are, and what each does in both worlds this month."""
    mine, other = members(pair.policy, household), members(pair.baseline, household)
    rows = []
    for number in sorted(mine.keys() | other.keys()):
        person = mine.get(number) or other[number]
        work = "".join(f"<td>{escape(work_of(some.get(number)))}</td>" for some in (mine, other))
        rows.append(f'<tr><th scope="row">{escape(described(person))}</th>{work}</tr>')
    body = "".join(rows) or '<tr><td colspan="3">Nobody is left under this number.</td></tr>'
    return both_lives(f"Members and what they do in {pair.date}", body)


def described(person: Person) -> str:
    """Who somebody is."""
    who = ("woman" if person.is_female else "man") if person.age >= ADULT else "child"
    told = [f"{who} of {person.age}", f"{person.schooling} years of school"]
    if person.health != "healthy":
        told.append({"chronic": "chronically ill"}.get(person.health, person.health))
    if person.certificate != "none":
        told.append(f"{person.certificate} certificate")
    return ", ".join(told)


def work_of(person: Person | None) -> str:
    """What a member does; the household may have lost it in this world."""
    return "not in the household" if person is None else at_work(person)


def event_table(pair: Pair, household: int, start: int) -> str:
    """Months in which something happened, the newest first; where the two lives differ it is marked."""
    mine, other = what_happened(pair.policy, household), what_happened(pair.baseline, household)
    rows = []
    for month in sorted(mine.keys() | other.keys(), reverse=True)[:SHOWN_MONTHS]:
        texts = ["; ".join(events.get(month, ["–"])) for events in (mine, other)]
        mark = ' class="parted"' if texts[0] != texts[1] else ""
        told = "".join(f"<td>{text}</td>" for text in texts)
        rows.append(f'<tr{mark}><th scope="row">{month_name(start + month)}</th>{told}</tr>')
    body = "".join(rows) or '<tr><td colspan="3">Nothing yet.</td></tr>'
    return both_lives("What happened: bills, losses, work, aid, poverty; marked where the lives differ", body)


def both_lives(caption: str, body: str) -> str:
    """A table of words with a column for each world."""
    head = "<thead><tr><td></td><th scope='col'>With the policy</th><th scope='col'>In the baseline</th></tr></thead>"
    return f'<table class="told words"><caption>{caption}</caption>{head}<tbody>{body}</tbody></table>'
