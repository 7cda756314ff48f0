"""The page as HTML: what was found, put into the template. All text is escaped, and nothing is fetched or run."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.reports import keytable, method, series, words
from sim.reports.given import Given
from sim.reports.parts import Picture, Table
from sim.reports.phrases import Phrases

PAGE, STYLE = "page.html", "page.css"


class Section(NamedTuple):
    """A part of the page with tables and figures, in this order.

    Attributes
    ----------
    name : of its place in the page
    title : its head
    text : paragraphs before all else
    tables, pictures : what it shows
    """

    name: str
    title: str
    text: tuple[str, ...] = ()
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
        sections=_sections(given, say),
        card=method.facts(given, say),
        grades=method.grades(given, say),
        definitions=[(say.indicator(name), name, say.definition(name)) for name in keytable.SHOWN],
    )


def _title(names: Sequence[str], given: Given, say: Phrases) -> str:
    if not names:
        return given.studies[0].resolve().name
    return say("listed against", reference=names[0], policies=say("comma").join(names[1:])) if names[1:] else names[0]


def _sections(given: Given, say: Phrases) -> list[Section]:
    """What there is to be drawn."""
    found = []
    if given.worlds:
        pictures = (series.relapse(given.worlds, say), series.workplaces(given.worlds, say))
        found.append(Section("over-time", say("over time"), pictures=pictures))
    return found
