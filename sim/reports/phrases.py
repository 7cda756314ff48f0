"""What a page says, in English and in Chinese: `phrases.csv`, a phrase a row."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.data import rows
from sim.declare import did_you_mean, shown
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.measures import AREAS, MEASURES
from sim.rules import VARIANTS
from sim.sections import BEHAVIOUR, EVENTS, LEVERS

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""Names of the languages, and what a page says it is in."""
LARGE = {"en": ((1e-9, "billion "), (1e-6, "million "), (1e-3, "thousand ")), "zh": ((1e-8, "亿"), (1e-4, "万"))}
"""Factors and words of large numbers, the largest first."""


class Phrase(NamedTuple):
    """One phrase in both languages."""

    en: str
    zh: str


@cache
def phrases() -> Mapping[str, Phrase]:
    """All phrases by key."""
    with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Phrase(row["english"], row["chinese"]) for row in csv.DictReader(file)}


class Phrases:
    """Phrases of one language.

    Parameters
    ----------
    lang : "en" or "zh"

    Raises
    ------
    InputError
        If it is another.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise InputError(f"lang is {shown(lang)}; allowed is en or zh{did_you_mean(str(lang), LANGUAGES)}")
        self.lang = lang
        self.large = LARGE[lang]

    @property
    def is_chinese(self) -> bool:
        """Whether it is Chinese."""
        return self.lang == "zh"

    @property
    def tag(self) -> str:
        """The language as browsers and readers of screens know it."""
        return LANGUAGES[self.lang]

    def __call__(self, key: str, /, **gaps: object) -> str:
        """A phrase with its gaps filled."""
        phrase: str = getattr(phrases()[key], self.lang)
        return phrase.format(**gaps) if gaps else phrase

    def __contains__(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in phrases()

    def indicator(self, name: str) -> str:
        """Name of an indicator."""
        return self(f"indicator {name}")

    def definition(self, name: str) -> str:
        """What an indicator is: as the code defines it, or in Chinese."""
        return self(f"definition {name}") if self.is_chinese else DEFINITIONS[name][1]

    def unit(self, unit: str) -> str:
        """A unit; of a belief that has none in this language as it is declared."""
        return self(f"unit {unit}") if f"unit {unit}" in self else unit

    def in_unit(self, name: str, unit: str) -> str:
        """What a number is, with its unit if it has one."""
        return self("in unit", name=name, unit=unit) if unit else name

    def group(self, name: str) -> str:
        """A group of counties or people, a fate of money, a state, a stage of life."""
        return self(f"group {name}")

    def measure(self, name: str) -> str:
        """A measure by name, without its clause."""
        found = next((measure for measure in MEASURES if measure.name == name), None)
        if found is None:
            return name
        return found.chinese if self.is_chinese else found.text[0].upper() + found.text[1:]

    def clause(self, name: str) -> str:
        """A measure with its clause before it."""
        clause = next((measure.clause for measure in MEASURES if measure.name == name), 0)
        return f"({clause}) {self.measure(name)}"

    def area(self, name: str) -> str:
        """One of the areas of the Opinion."""
        return self(f"area {name}")

    def province(self, name: str) -> str:
        """A province."""
        return provinces().get(name, name) if self.is_chinese else name

    def called(self, name: str) -> str:
        """A lever, event or number of behaviour; English as declared, Chinese where there is a phrase for it."""
        for table in (LEVERS, EVENTS, BEHAVIOUR):
            if name in table and not self.is_chinese:
                return table[name].text
        return self(f"lever {name}") if f"lever {name}" in self else name

    def factor(self, name: str) -> str:
        """What varies in a study: a lever, event, number of behaviour or theory, chance, or what was held back."""
        if name in VARIANTS:
            return self("theory of", rule=self(f"rule {name}"))
        return self(f"factor {name}") if f"factor {name}" in self else self.called(name)


@cache
def provinces() -> Mapping[str, str]:
    """Chinese names of provinces."""
    return {row["name"]: row["chinese"] for row in rows("provinces.csv")}


def area_of(clause: int) -> str:
    """Area of the Opinion to which a clause belongs."""
    return next(name for name, clauses in AREAS.items() if clause in clauses)


@cache
def province_codes() -> Mapping[int, str]:
    """English names of provinces by code."""
    return {int(row["code"]): row["name"] for row in rows("provinces.csv")}


def province_of(code: int) -> str:
    """English name of a province; of one that is not ours its code."""
    return province_codes().get(code, f"{code}")
