"""What a user names: the pages of the command line, of Python's public names, and the glossary."""

import argparse
import inspect
import re

from clauses import AREA_TITLES, FOLDER, NOTE, page_of, read, table

import sim
from sim.cli import parser
from sim.measures import AREAS, MEASURES

FIELDS = {
    "Levers": "Fields of the tuple, each with unit, range, source and grade: [levers](../levers.md).",
    "Behaviour": "Fields of the tuple, each with unit, range, source and grade: [behaviour](../behaviour.md).",
}


def verbs() -> dict[str, argparse.ArgumentParser]:
    """The parser of each verb; the standard library has no public list."""
    found = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(next(found).choices)


def command_page() -> str:
    """Every verb with its options and its example."""
    parts = [
        f"{NOTE}\n# Command line\n\nHow to complete words, what goes to stdout and which codes verbs end with stands\n"
        "in [its manners](../command-line.md).\n"
    ]
    parts.append(
        table(("verb", "what it is for"), [(f"[`{name}`](#{name})", said(verb)) for name, verb in verbs().items()])
    )
    for name, verb in verbs().items():
        example = (verb.epilog or "").removeprefix("Example:\n  ")
        cells = [(f"`{word(action)}`", action.help or "") for action in verb._actions if action.dest != "help"]
        parts.append(f"## {name}\n\n{said(verb)}\n\n```sh\n{example}\n```\n")
        if cells:
            parts.append(table(("word", "what it says"), cells))
    return "\n".join(parts)


def said(verb: argparse.ArgumentParser) -> str:
    """What a verb is for."""
    return verb.description or ""


def word(action: argparse.Action) -> str:
    """An option or a word as one writes it."""
    named = "|".join(str(choice) for choice in action.choices) if action.choices else action.metavar or action.dest
    name = str(named)
    if not action.option_strings:
        return f"{name} …" if action.nargs == "+" else name
    option = ", ".join(action.option_strings)
    return option if action.nargs == 0 else f"{option} {name}"


def python_page() -> str:
    """Every public name; the site shows the docstrings."""
    parts = [
        f"{NOTE}\n# Python\n\n`import sim` gives these names and no others, each loaded when first used. Agents\n"
        "stand in `sim.agents` ([from Mesa](../mesa.md)); everything else is not public and may change.\n"
    ]
    for name in sim.__all__:
        thing = getattr(sim, name)
        says = (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")
        parts.append(f"## {name}\n\n{says}\n\n{more(name, thing)}\n")
    return "\n".join(parts)


def more(name: str, thing: object) -> str:
    """A docstring as the site shows it; the fields of the two long tuples have pages of their own."""
    if name in FIELDS:
        return FIELDS[name]
    lines = f"autoclass:: sim.{name}\n   :members:" if inspect.isclass(thing) else f"autofunction:: sim.{name}"
    return f"```{{eval-rst}}\n.. {lines}\n```"


def chinese_of_areas() -> dict[str, str]:
    """The headings of the Opinion's areas, in their order."""
    text = (FOLDER / "opinion-2021.txt").read_text(encoding="utf-8")
    headings = re.findall(r"^[二三四五六七]、(.+)$", text, re.MULTILINE)
    return dict(zip(AREAS, headings, strict=True))


def glossary_page() -> str:
    """Terms, areas and measures in English and Chinese."""
    areas = chinese_of_areas()
    terms = [(row["english"], row["chinese"], row["meaning"]) for row in read("glossary.csv")]
    headed = [
        (AREA_TITLES[area], areas[area], f"clauses ({min(held)}) to ({max(held)})") for area, held in AREAS.items()
    ]
    measures = [
        (f"({one.clause}) [{one.text}](model/{page_of(one)})", one.chinese, f"`{one.name}`") for one in MEASURES
    ]
    return (
        f"{NOTE}\n# Glossary\n\nThe Chinese of measures and areas is that of the Opinion of 26 November 2021.\n\n"
        f"## Terms\n\n{table(('English', 'Chinese', 'what it means here'), terms)}\n"
        f"## Areas\n\n{table(('English', 'Chinese', 'clauses'), headed)}\n"
        f"## Measures\n\n{table(('English', 'Chinese', 'name'), measures)}"
    )
