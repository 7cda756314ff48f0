"""Counties as tiles by province, and the people who move between states from one December to the next."""

from collections.abc import Sequence

import numpy as np

from sim.collection import YEAR_AGO
from sim.figures import INK
from sim.population.places import County
from sim.population.settings import chosen_counties
from sim.reports import numbers
from sim.reports.drawing import WIDTH, Numbers, Panel, Stroke
from sim.reports.given import World
from sim.reports.parts import Entry, Picture, Table
from sim.reports.phrases import Phrases, province_of
from sim.transitions import STATES

SHADES = ("#F2F0EA", "#CFE3F1", "#8FC1E3", "#3F8FC4", "#0B4F80")
"""From few to many: one hue that grows darker, which every reader can order."""
SHOWN = "relapse_rate"
TILE, STEP, MARGIN = 15.0, 18.0, 92.0
PER_ROW = int((WIDTH - MARGIN) // STEP)
FLOWS = ("#0072B2", "#56B4E9", "#E69F00", "#9A9A9A", "#009E73", "#D55E00", "#CC79A7", "#C9C2A5")
PER_CENT = 100.0


def tiles(worlds: Sequence[World], say: Phrases) -> Picture | None:
    """Relapse of each county in the last December, a panel for each world; None if no run tells of counties."""
    counties = chosen_counties(worlds[0].scenario.population)
    found = [_of_counties(world, counties) for world in worlds]
    known = [values[np.isfinite(values)] for values in found]
    if not any(len(values) for values in known):
        return None
    bounds = np.quantile(np.concatenate(known), [0.2, 0.4, 0.6, 0.8])
    panels = tuple(_tiles(world.name, counties, values, bounds, say).markup()
                   for world, values in zip(worlds, found, strict=True))  # fmt: skip
    ends = ["", *(numbers.level(PER_CENT * float(bound)) for bound in bounds), ""]
    legend = [
        Entry(say("up to", high=ends[1]) if i == 0 else say("from", low=ends[4]) if i == 4
              else f"{ends[i]}–{ends[i + 1]}", Stroke(shade, ""), is_area=True)
        for i, shade in enumerate(SHADES)
    ]  # fmt: skip
    rows = []
    for name in dict.fromkeys(county.province for county in counties):
        for world, values in zip(worlds, found, strict=True):
            means = [np.mean([values[i] for i, county in enumerate(counties)
                              if (county.province, county.is_key) == (name, is_key)] or [np.nan])
                     for is_key in (True, False)]  # fmt: skip
            cells = (numbers.level(PER_CENT * float(mean)) for mean in means)
            rows.append((say.province(province_of(name)), world.name, *cells))
    heads = (say("province"), say("scenario"), say.group("key"), say.group("other"))
    table = Table(say("tiles caption"), heads, tuple(rows), words=frozenset({1}))
    return Picture("tiles", say("tiles title"), say("tiles unit"), panels, tuple(legend), say("tiles note"), (table,))


def flows(worlds: Sequence[World], say: Phrases) -> Picture | None:
    """Who does what, a year before the last December and then; None if no run tells."""
    panels, rows = [], []
    for world in worlds:
        for kind in reversed(YEAR_AGO):
            moved = np.mean([[[_last(run.series(now, kind, before)) for now in STATES] for before in STATES]
                             for run in world.runs], axis=0)  # fmt: skip
            if not np.isfinite(moved).all() or moved.sum() <= 0.0:
                return None
            side = say.group("key" if kind == YEAR_AGO[1] else "other")
            panels.append(_flows(say("title of", name=world.name, where=side), moved, say).markup())
            for before, people in zip(STATES, moved, strict=True):
                shares = (numbers.level(PER_CENT * float(part / max(people.sum(), 1e-9)), 1) for part in people)
                rows.append((say.group(before), world.name, side, *shares))
    heads = (say("year ago"), say("scenario"), say("where"), *(say.group(state) for state in STATES))
    table = Table(say("flows caption"), heads, tuple(rows), words=frozenset({1, 2}))
    legend = tuple(Entry(say.group(state), Stroke(colour, ""), is_area=True)
                   for state, colour in zip(STATES, FLOWS, strict=True))  # fmt: skip
    return Picture("flows", say("flows title"), say("flows unit"), tuple(panels), legend, say("flows note"), (table,))


def _of_counties(world: World, counties: Sequence[County]) -> Numbers:
    """Last December's value of each county, mean over seeds; NaN where nothing is told."""
    return np.array([np.mean([_last(run.series(SHOWN, "county", f"{county.code}")) for run in world.runs])
                     for county in counties])  # fmt: skip


def _last(values: Numbers) -> float:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else float("nan")


def _tiles(title: str, counties: Sequence[County], values: Numbers, bounds: Numbers, say: Phrases) -> Panel:
    """A row of tiles for each province, key counties first and rimmed."""
    by_province: dict[int, list[int]] = {}
    for i, county in enumerate(counties):
        by_province.setdefault(county.province, []).append(i)
    rows = sum(-(-len(held) // PER_ROW) for held in by_province.values())
    height = 30.0 + rows * STEP + 6.0 * len(by_province)
    panel = Panel(title, say("tiles told", counties=len(counties)), height=height)
    y = 26.0
    for province, held in by_province.items():
        panel.text(0.0, y + 11.5, say.province(province_of(province)))
        for place, i in enumerate(sorted(held, key=lambda i: not counties[i].is_key)):
            x, down = MARGIN + STEP * (place % PER_ROW), y + STEP * (place // PER_ROW)
            side = say.group("key" if counties[i].is_key else "other")
            said = say("mark of", what=side, value=f"{numbers.level(PER_CENT * float(values[i]))} %")
            shade = SHADES[int(np.searchsorted(bounds, values[i], "right"))] if np.isfinite(values[i]) else "#FFFFFF"
            panel.rectangle(x, down, TILE, TILE, shade, said, edge=INK if counties[i].is_key else "#B5B5B5")
            if counties[i].is_key:
                panel.rectangle(x + 1.0, down + 1.0, TILE - 2.0, TILE - 2.0, "none", edge=INK)
        y += STEP * -(-len(held) // PER_ROW) + 6.0
    return panel


def _flows(title: str, moved: Numbers, say: Phrases) -> Panel:
    """Ribbons from what people did, left, to what they do, right; as thick as they are many."""
    changed = moved - np.diag(np.diag(moved))
    told = "; ".join(
        f"{say.group(STATES[i])} → {say.group(STATES[j])} {_share(float(changed[i, j] / moved.sum()))}"
        for i, j in sorted(np.argwhere(changed > 0.0).tolist(), key=lambda at: -changed[at[0], at[1]])[:6]
    )
    panel = Panel(title, told, height=320.0)
    top, room, gap = 44.0, 220.0, 7.0
    panel.text(60.0, 32.0, say("year ago"), colour="#4D4D4D", anchor="middle")
    panel.text(300.0, 32.0, say("now"), colour="#4D4D4D", anchor="middle")
    scale = room / float(moved.sum())
    lefts = top + np.concatenate([[0.0], np.cumsum(moved.sum(axis=1) * scale + gap)[:-1]])
    rights = top + np.concatenate([[0.0], np.cumsum(moved.sum(axis=0) * scale + gap)[:-1]])
    for y, people, colour in zip(lefts, moved.sum(axis=1) * scale, FLOWS, strict=True):
        panel.rectangle(52.0, float(y), 10.0, float(people), colour)
        panel.text(48.0, float(y + people / 2) + 4.0, _share(people / room), anchor="end", colour="#4D4D4D")
    for y, people, colour in zip(rights, moved.sum(axis=0) * scale, FLOWS, strict=True):
        panel.rectangle(298.0, float(y), 10.0, float(people), colour)
        panel.text(312.0, float(y + people / 2) + 4.0, _share(people / room), colour="#4D4D4D")
    for i in range(len(STATES)):
        for j in range(len(STATES)):
            thick = float(moved[i, j]) * scale
            if thick > 0.0:
                said = f"{say.group(STATES[i])} → {say.group(STATES[j])}: {_share(thick / room)}"
                panel.ribbon(62.0, float(lefts[i]), 298.0, float(rights[j]), thick, FLOWS[i], said)
            lefts[i] += thick
            rights[j] += thick
    return panel


def _share(share: float) -> str:
    return f"{numbers.level(PER_CENT * float(share), 1 if share < 0.1 else 0)} %"
