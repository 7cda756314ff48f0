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


def turn_lever(pair: Pair, name: str, value: float) -> None:
    """Do what a slider says; nothing, if it only rounded the value that it was given."""
    quantity = LEVERS[name]
    if abs(value - pair.lever(name)) > 0.499 * step_of(quantity, Levers._field_defaults[name]):
        pair.turn(name, min(max(round(value, 9), quantity.low), quantity.high))


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
    turns.get()

    def again() -> None:
        turns.set(turns.peek() + 1)

    def turn(name: str, value: float) -> None:
        turn_lever(pair, name, value)
        again()

    def back() -> None:
        pair.turn_back()
        again()

    first = AREAS[area.value][0]
    with solara.Sidebar(), solara.Card("Levers"):
        solara.HTML(
            tag="p",
            classes=["note"],
            unsafe_innerHTML="A lever that you move holds from the next month on, after a reset from the first. Area:",
        )
        solara.ToggleButtonsSingle(value=area, values=list(AREAS), dense=True, classes=["choice"])
        for measure in MEASURES:
            if measure.clause in AREAS[area.value]:
                names = [name for name, quantity in LEVERS.items() if quantity.clause == measure.clause]
                values = {name: pair.lever(name) for name in names}
                turned = [name for name in names if name in pair.desk.turned]
                MeasureLevers(measure, values, turned, turn, is_open=measure.clause == first).key(measure.name)
        solara.Button("Levers as the scenario has them", on_click=back, disabled=not pair.desk.turned)


@solara.component
def MeasureLevers(
    measure: Measure, values: dict[str, float], turned: list[str], turn: Callable[[str, float], None], *, is_open: bool
) -> None:
    """The levers of one measure and their values, which open on a click; `turned` are those that were turned."""
    many = f" · {len(turned)} turned" if turned else ""
    with solara.Details(f"({measure.clause}) {measure.text} {measure.chinese}{many}", expand=is_open):
        for name, value in values.items():
            Lever(name, value, turn, is_turned=name in turned).key(name)


@solara.component
def Lever(name: str, value: float, turn: Callable[[str, float], None], *, is_turned: bool) -> None:
    """One lever."""
    quantity = LEVERS[name]
    with solara.Column(gap="0px", classes=["lever", *(["turned"] if is_turned else [])]):
        solara.HTML(
            tag="div",
            unsafe_innerHTML=f'{escape(quantity.text)}: <output id="value-{name}">{value:,g}</output>'
            f'{" (turned)" if is_turned else ""}<div class="unit">{escape(about(name))}</div>',
        )
        solara.SliderFloat(
            quantity.text,
            value=value,
            min=quantity.low,
            max=quantity.high,
            step=step_of(quantity, Levers._field_defaults[name]),
            on_value=lambda value: turn(name, value),
            thumb_label=False,
        )
