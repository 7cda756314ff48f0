"""Counties by province as a grid of tiles; a tile chooses whose households are listed."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import solara
from mesa.visualization.utils import update_counter
from numpy.typing import NDArray

from sim.data import rows
from sim.reports.dashboard.pair import Pair
from sim.reports.dashboard.track import Lives

SHADES = ("#8C2D04", "#CC4C02", "#FB9A50", "#FDE0C5", "#F5F5F5", "#D0E1F2", "#7DB0DA", "#2F78B7", "#0B4A83")
"""From worse, red, over no difference to better, blue; told apart by all kinds of sight."""
DARK = (SHADES[0], SHADES[1], SHADES[-2], SHADES[-1])
"""Shades on which letters are white."""


type Values = NDArray[np.floating[Any]]


class Measured(NamedTuple):
    """What a tile shows.

    Attributes
    ----------
    text : what, with its unit
    of : one value a household
    scale : of the number shown
    sign : 1 if more is better, -1 if worse
    step : difference of policy from baseline that is one shade
    """

    text: str
    of: Callable[[Lives], Values]
    scale: float
    sign: int
    step: float


def poor(lives: Lives) -> Values:
    """Whether a household is in poverty, NaN for those that were never registered."""
    return np.where(lives.is_registered, lives.is_poor.astype(np.float32), np.nan)


MEASURED = {
    "income": Measured("income per head, yuan a year", lambda lives: lives.income, 1, 1, 50.0),
    "poverty": Measured("alleviated people in poverty, %", poor, 100, -1, 0.5),
    "monitoring": Measured("people monitored, %", lambda lives: lives.is_monitored.astype(np.float32), 100, -1, 0.5),
    "work at home": Measured(
        "people at work in the county, %",
        lambda lives: lives.here / lives.size,
        100,
        1,
        0.5,
    ),
    "work away": Measured("people at work outside it, %", lambda lives: lives.away / lives.size, 100, 1, 0.5),
}


class Tile(NamedTuple):
    """A county: its name here, which province it is in, what it is and was."""

    code: int
    name: str
    province: str
    policy: float
    baseline: float


def county_means(lives: Lives, codes: NDArray[np.int64], values: Values) -> Values:
    """Mean of a household's value by county, members weigh, NaN where there is no household."""
    known = np.isfinite(values)
    place = np.searchsorted(codes, lives.county[known])
    people = np.bincount(place, lives.size[known], len(codes))
    total = np.bincount(place, lives.size[known] * values[known], len(codes))
    means: Values = np.divide(total, people, out=np.full(len(codes), np.nan), where=people > 0)
    return means


def tiles(pair: Pair, measured: Measured) -> list[Tile]:
    """All counties in order of province, key counties first; numbered, for no result speaks of a named county."""
    mine, other = pair.policy.now, pair.baseline.now
    counties = pair.policy.model.world.counties
    codes, names = counties.code, {int(row["code"]): row["name"] for row in rows("provinces.csv")}
    provinces = pair.policy.model.world.provinces.code[counties.province]
    means = [county_means(lives, codes, measured.of(lives)) * measured.scale for lives in (mine, other)]
    found, count = [], Counter[tuple[int, str]]()
    for row in np.lexsort((codes, ~counties.is_key, provinces)).tolist():
        letter = "K" if counties.is_key[row] else "O"
        key = int(provinces[row]), letter
        count[key] += 1
        name, province = f"{letter}{count[key]}", names[key[0]]
        found.append(Tile(int(codes[row]), name, province, float(means[0][row]), float(means[1][row])))
    return found


def shade(tile: Tile, measured: Measured) -> str:
    """The colour of a tile: how much better or worse than in the baseline."""
    difference = tile.policy - tile.baseline
    middle = len(SHADES) // 2
    if not np.isfinite(difference) or difference == 0:
        return SHADES[middle]
    steps = int(np.ceil(abs(difference) / measured.step))
    return SHADES[middle + measured.sign * int(np.sign(difference)) * min(steps, middle)]


@solara.component
def Places(pair: Pair, chosen: solara.Reactive[int]) -> None:
    """The grid; `chosen` is the code of the county whose households are listed, 0 for all."""
    update_counter.get()
    name = solara.use_reactive("income")
    measured = MEASURED[name.value]
    solara.ToggleButtonsSingle(value=name, values=list(MEASURED), dense=True, classes=["choice"])
    found = tiles(pair, measured)
    by_province: dict[str, list[Tile]] = {}
    for tile in found:
        by_province.setdefault(tile.province, []).append(tile)
    low, high = -measured.step * 4, measured.step * 4
    worse, better = (low, high) if measured.sign > 0 else (high, low)
    solara.HTML(
        tag="p",
        classes=["note"],
        unsafe_innerHTML=(
            f"Difference from the baseline in {measured.text}: darkest red from {worse:+g}, darkest blue from "
            f"{better:+g}, white is none. K is a key county, O another; no tile speaks of a real, named one."
        ).replace("-", "−"),
    )
    for province, some in by_province.items():
        with solara.Row(gap="3px", classes=["tiles"]):
            solara.HTML(tag="span", classes=["province"], unsafe_innerHTML=province)
            for tile in some:
                colour = shade(tile, measured)
                is_chosen = tile.code == chosen.value

                def choose(code: int = tile.code) -> None:
                    chosen.value = 0 if chosen.value == code else code

                solara.Button(
                    tile.name,
                    on_click=choose,
                    classes=["tile", *(["chosen"] if is_chosen else [])],
                    style={"background-color": colour, "color": "#FFFFFF" if colour in DARK else "#1F1F1F"},
                    attributes={
                        "aria-label": f"{province} {tile.name}: {tile.policy:,.4g}, baseline {tile.baseline:,.4g}",
                        "aria-pressed": "true" if is_chosen else "false",
                        "title": f"{tile.policy:,.4g}, baseline {tile.baseline:,.4g}",
                    },
                )
