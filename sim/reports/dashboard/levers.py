"""The levers by area and measure, each a slider made from its declaration."""

from collections.abc import Callable
from fractions import Fraction
from html import escape

import solara
from mesa.visualization.utils import update_counter

from sim.declare import Quantity
from sim.levers import Levers
from sim.measures import AREAS, MEASURES, Measure
from sim.reports.dashboard.pair import Pair
from sim.sections import LEVERS

STEPS = 40
"""Fewest steps of a slider."""


def step_of(quantity: Quantity, default: float) -> float:
    """The step of a lever's slider: round, at least forty to its range, and such that the declared values are on it."""
    low = Fraction(str(quantity.low))
    marks = [Fraction(str(mark)) - low for mark in (default, quantity.opinion, quantity.package) if mark is not None]
    span = Fraction(str(quantity.high)) - low
    power = Fraction(1)
    while power > span / STEPS:
        power /= 10
    while power * 10 <= span / STEPS:
        power *= 10
    for size in (5 * power, 2 * power, power, power / 2, power / 5):
        if span / size >= STEPS and all((mark / size).denominator == 1 for mark in [*marks, span]):
            return float(size)
    return float(power / 10)


def about(name: str) -> str:
    """Unit, range and what is known of a lever."""
    quantity, default = LEVERS[name], Levers._field_defaults[name]
    told = [f"{quantity.unit}, {quantity.low:,g} to {quantity.high:,g}", f"baseline {default:,g}"]
    if quantity.opinion is not None:
        told.append(f"the Opinion {quantity.opinion:,g}")
    if quantity.package is not None:
        told.append(f"the package {quantity.package:,g}")
    return "; ".join(told)


def turned_to(pair: Pair, name: str) -> Callable[[float], None]:
    """What a slider does with a value: nothing if it only rounded the one that it was given."""
    half_step = step_of(LEVERS[name], Levers._field_defaults[name]) / 2

    def turn(value: float) -> None:
        if abs(value - pair.lever(name)) > 0.999 * half_step:
            quantity = LEVERS[name]
            pair.turn(name, min(max(round(value, 9), quantity.low), quantity.high))

    return turn


@solara.component
def Lever(pair: Pair, name: str, on_turn: Callable[[], None]) -> None:
    """One lever."""
    quantity, value = LEVERS[name], pair.lever(name)
    turn = turned_to(pair, name)

    def turned(value: float) -> None:
        turn(value)
        on_turn()

    is_turned = name in pair.desk.turned
    with solara.Column(gap="0px", classes=["lever", *(["turned"] if is_turned else [])]):
        solara.HTML(
            tag="div",
            unsafe_innerHTML=f'{escape(quantity.text)}: <output id="value-{name}">{value:,g}</output>'
            f'{" (turned)" if is_turned else ""}<div class="unit">{escape(about(name))}</div>',
        )
        step = step_of(quantity, Levers._field_defaults[name])
        low, high = quantity.low, quantity.high
        solara.SliderFloat(quantity.text, value=value, min=low, max=high, step=step, on_value=turned, thumb_label=False)


@solara.component
def LeverBoard(pair: Pair) -> None:
    """The levers in the sidebar; Solara puts there what is nested deeper after what is not: after Mesa's controls."""
    InSidebar(pair)


@solara.component
def InSidebar(pair: Pair) -> None:
    """Choose an area; its measures open one by one."""
    update_counter.get()
    area = solara.use_reactive(next(iter(AREAS)))
    turns = solara.use_reactive(0)

    def again() -> None:
        turns.value += 1

    def back() -> None:
        pair.turn_back()
        again()

    first = AREAS[area.value][0]
    with solara.Sidebar(), solara.Card("Levers"):
        solara.HTML(
            tag="p",
            classes=["note"],
            unsafe_innerHTML="A lever that you move holds from the next month on, and after a reset from the first.",
        )
        solara.Select("Area of the Opinion", values=list(AREAS), value=area)
        for measure in MEASURES:
            if measure.clause in AREAS[area.value]:
                MeasureLevers(pair, measure, again, is_open=measure.clause == first).key(measure.name)
        solara.Button("Levers as the scenario has them", on_click=back, disabled=not pair.desk.turned)


@solara.component
def MeasureLevers(pair: Pair, measure: Measure, on_turn: Callable[[], None], *, is_open: bool) -> None:
    """The levers of one measure, which open on a click."""
    names = [name for name, quantity in LEVERS.items() if quantity.clause == measure.clause]
    many = sum(name in pair.desk.turned for name in names)
    summary = f"({measure.clause}) {measure.text} {measure.chinese}" + (f" · {many} turned" if many else "")
    with solara.Details(summary, expand=is_open):
        for name in names:
            Lever(pair, name, on_turn).key(name)
