"""What all verbs share: how one is added, how it speaks, the codes that it ends with."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

Adder = Callable[[Callable[[argparse.Namespace], int], str, str, str], argparse.ArgumentParser]
"""Adds a verb: the function that does it, its name, what it is for in one line, one example."""

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but for tab and new line, and those that turn the direction of text."""
INPUT, ENVIRONMENT, NOT_PROVED, INTERRUPTED = 2, 3, 4, 130


def say(text: str) -> None:
    """Print lines for who asked; a character that would steer a terminal is shown, not sent."""
    sys.stdout.write(f"{plain(text)}\n")


def plain(text: str) -> str:
    """A text of somebody else without characters that steer a terminal."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def say_json(found: object) -> None:
    """Print what was found for a program."""
    say(json.dumps(found, indent=2, ensure_ascii=False))


def tell(line: str) -> None:
    """Print at once a line on what is being done, apart from what was asked for."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def refused(message: str, code: int) -> int:
    """Print one line about what went wrong."""
    sys.stderr.write(f"{plain(message)}\n")
    return code


class Help(argparse.HelpFormatter):
    """Verbs stand beside what they do, and an indented line, such as an example, is not broken: it can be copied."""

    def _format_action(self, action: argparse.Action) -> str:  # the standard library has no public way
        if isinstance(action, argparse._SubParsersAction):
            return "".join(self._format_action(verb) for verb in action._get_subactions())
        return super()._format_action(action)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (
            line if line.startswith("  ") else super(Help, self)._fill_text(line, width, indent)
            for line in text.splitlines()
        )
        return "\n".join(lines)


def add_json(verb: argparse.ArgumentParser, what: str) -> None:
    """Add the option of an answer for programs."""
    verb.add_argument("--json", action="store_true", help=f"print {what} as JSON")


def add_out(verb: argparse.ArgumentParser, what: str) -> None:
    """Add the option of another folder than `results`."""
    told = f"where {what} lie; default: results"
    verb.add_argument("--out", type=Path, default=Path("results"), metavar="DIR", help=told)
