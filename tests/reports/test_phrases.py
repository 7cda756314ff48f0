"""Every phrase that a page needs is there, in both languages, with the same gaps."""

import re
import string
from pathlib import Path

import pytest

from sim import reports
from sim.declare import GRADES
from sim.differences import ENGLISH, Says
from sim.indicators import DEFINITIONS
from sim.measures import AREAS, MEASURES
from sim.population.settings import Population
from sim.reports.keytable import SHOWN
from sim.reports.phrases import Phrases, phrases
from sim.rules import VARIANTS
from sim.scorecard import GOALS, SUPPLIES
from sim.sections import EVENTS, LEVERS

SOURCES = [path for path in Path(reports.__file__).parent.rglob("*") if path.suffix in (".py", ".html")]
ASKED = re.compile(r"""say\(\s*"([^"{}]+)\"""")
CHINESE = re.compile("[\u4e00-\u9fff]")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_gaps_are_the_same_in_both_languages() -> None:
    for key, phrase in phrases().items():
        if phrase.en:
            assert gaps(phrase.en) == gaps(phrase.zh), key


def test_what_the_code_asks_for_is_there() -> None:
    asked = {key for path in SOURCES for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 60
    assert asked <= set(phrases()), asked - set(phrases())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_indicator_measure_area_lever_and_unit_has_a_name(lang: str) -> None:
    say = Phrases(lang)
    told = [say.indicator(name) for name in DEFINITIONS] + [say.area(name) for name in AREAS]
    told += [say.called(name) for name in (*LEVERS, *EVENTS)] + [say.measure(measure.name) for measure in MEASURES]
    told += [say(f"population {name}") for name in Population._fields] + [say(f"rule {slot}") for slot in VARIANTS]
    told += [say(f"goal {goal.indicator}") for goal in GOALS] + [say(f"goal {supply.lever}") for supply in SUPPLIES]
    told += [say.definition(name) for name in SHOWN] + [say(f"grade {grade}") for grade in GRADES]
    assert all(told)
    if lang == "zh":
        assert all(CHINESE.search(text) for text in told)
        units = {quantity.unit for quantity in (*LEVERS.values(), *EVENTS.values())}
        units |= {what.unit for what in (*GOALS, *SUPPLIES)}
        units |= {unit for unit, _ in DEFINITIONS.values()} - {"index"}
        assert all(CHINESE.search(say.unit(unit)) for unit in units)


def test_no_phrase_is_left_over() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    kinds = {"indicator", "definition", "unit", "lever", "group", "area", "grade", "kind", "differs", "part"}
    kinds |= {
        "setting",
        "population",
        "rule",
        "goal",
        "index",
        "reading",
        "bill",
        "paid",
        "factor",
        "method",
        "half",
        "robust",
    }
    unused = [
        key for key in phrases() if f'"{key}"' not in text and f"'{key}'" not in text and key.split()[0] not in kinds
    ]
    assert not unused


def test_english_differences_are_told_as_everywhere() -> None:
    say = Phrases("en")
    assert Says(*(say(f"differs {gap}") for gap in Says._fields)) == ENGLISH
