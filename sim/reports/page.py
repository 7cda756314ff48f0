"""The page as HTML: what was found, put into the template. All text is escaped, and nothing is fetched or run."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.reports import amounts, goals, keytable, method, series, studied, tiles, words
from sim.reports import compared as effects
from sim.reports.given import Given
from sim.reports.halfpage import half_page
from sim.reports.parts import Picture, Table
from sim.reports.phrases import Phrases
from sim.study.told import WHY

PAGE, STYLE = "page.html", "page.css"


class Section(NamedTuple):
    """A part of the page with tables and figures, in this order.

    Attributes
    ----------
    name : of its place in the page
    title : its head
    text : paragraphs before all else
    half_page : heads and paragraphs of a study
    tables, pictures : what it shows
    """

    name: str
    title: str
    text: tuple[str, ...] = ()
    half_page: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


def html(given: Given, say: Phrases) -> str:
    """The whole page."""
    style = files("sim.reports").joinpath(f"templates/{STYLE}").read_text(encoding="utf-8")
    told = keytable.effects(given)
    names = [name for name, _ in words.scenarios(given)]
    environment = Environment(
        loader=PackageLoader("sim.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(PAGE).render(
        say=say,
        title=_title(names, given, say),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        scenarios=words.scenarios(given),
        policies=words.policies(given, say),
        sentences=words.came_out(told, names[1:], say),
        tables=keytable.tables(given, told, say),
        sections=_sections(given, told, say),
        card=method.facts(given, say),
        grades=method.grades(given, say),
        definitions=[(say.indicator(name), name, say.definition(name)) for name in keytable.SHOWN],
    )


def _title(names: Sequence[str], given: Given, say: Phrases) -> str:
    if not names:
        return say("studies of", names=say("comma").join(folder.resolve().name for folder in given.studies))
    return say("listed against", reference=names[0], policies=say("comma").join(names[1:])) if names[1:] else names[0]


def _sections(given: Given, told: pd.DataFrame, say: Phrases) -> list[Section]:
    """What there is to be drawn and told beside the key table."""
    found, worlds, compared = [], given.worlds, given.comparison
    if not told.empty:
        names = [name for name, _ in words.scenarios(given)]
        contrasts = names[1:] if compared is None else compared.contrasts
        pictures = (effects.forest(told, contrasts, names[0], say),)
        found.append(Section("effects", say("effects title"), pictures=pictures))
    if worlds:
        curves = (series.relapse(worlds, say), series.workplaces(worlds, say), amounts.fifths(worlds, say))
        found.append(Section("over-time", say("over time"), pictures=curves))
        if drawn := tuple(picture for draw in (tiles.tiles, tiles.flows) if (picture := draw(worlds, say))):
            found.append(Section("counties", say("counties title"), pictures=drawn))
        if spent := amounts.money(worlds, say):
            found.append(Section("spending", say("money section"), pictures=(spent,)))
        if cards := goals.scorecards(worlds, say):
            found.append(Section("scorecard", say("score title"), (say("score note"),), tables=tuple(cards)))
    if compared is not None:
        tables = (effects.bill(compared, say), effects.places(compared, say), effects.gainers(compared, say))
        found.append(Section("bill", say("bill title"), tables=tables))
    for folder in given.studies:
        name = folder.resolve().name
        title = say("study title", name=name)
        told_of = tuple(half_page(folder, say)[1]) if (folder / WHY).is_file() else ()
        drawn = tuple(studied.pictures(folder, say))
        found.append(Section(f"study-{name}", title, half_page=told_of, pictures=drawn))
    return found
