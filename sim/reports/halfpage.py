"""The half page of a study: the facts that it wrote, told in sentences of one language under five heads."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.durable import write_aside
from sim.errors import InputError
from sim.reports.factwords import sentence
from sim.reports.phrases import Phrases
from sim.study.told import WHY, read
from sim.study.why import HEADS

README = "README.md"
BEGIN, END = "<!-- what `tiltsim why` says -->", "<!-- up to here -->"
"""Between these lines a page is written anew; the rest of it is its author's."""


def paragraphs(said: Mapping[str, Any], say: Phrases) -> list[tuple[str, str]]:
    """Heads and what is said under them.

    Parameters
    ----------
    said : what a study wrote, as `sim.study.told.read` gives it
    say : phrases of the language
    """
    space = "" if say.is_chinese else " "
    return [(say(f"half {head}"), space.join(sentence(fact, say) for fact in said["facts"][head])) for head in HEADS]


def half_page(folder: str | Path, say: Phrases) -> tuple[str, list[tuple[str, str]]]:
    """Title of a study, and its half page.

    Raises
    ------
    InputError
        If it is not there, torn, or of another version.
    """
    said = read(folder)
    try:
        return said["title"], paragraphs(said, say)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{Path(folder) / WHY}: a fact cannot be told ({problem!r}); torn or foreign") from None


def write_readme(root: Path, command: str, stages: Sequence[str]) -> None:
    """Write the half page into the README of a study's folder, or into the marked part of the one that is there.

    Parameters
    ----------
    root : folder of the study
    command : that makes it again
    stages : a line on each stage
    """
    title, told = half_page(root, Phrases("en"))
    lines = [BEGIN, *(line for head, text in told for line in (f"**{head}.** {text}", ""))]
    part = "\n".join([*lines, *(f"- {stage}" for stage in stages), "", END])
    path = root / README
    page = f"# {title}\n\n```sh\n{command}\n```\n\n{part}\n"
    if path.exists():
        there = path.read_text(encoding="utf-8")
        before, begun, rest = there.partition(BEGIN)
        _, ended, after = rest.partition(END)
        if not begun or not ended:
            return
        page = f"{before}{part}{after}"
    write_aside(path, lambda aside: aside.write_text(page, encoding="utf-8"))
