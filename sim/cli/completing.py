"""The verb that makes shells complete words: completion."""

import argparse
from argparse import Namespace

from sim.cli.words import Adder, say

SHELLS = ("bash", "zsh", "fish")
FILES = frozenset({"SCENARIO", "STUDY", "FILE"})
"""What options and words are called that name a file; those that name a folder are next."""
FOLDERS = frozenset({"DIR", "RESULTS", "OTHER", "STUDY_DIR", "PATH"})
NO_SPACE = """
# after name= comes a value and no space
_tiltsim() { _shtab_tiltsim "$@"; [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace; return 0; }
complete -o bashdefault -F _tiltsim tiltsim"""


def add(verb: Adder) -> None:
    """Add it."""
    completing = verb(
        completion, "completion", "Print what a shell must be told to complete verbs, options, files and levers",
        "tiltsim completion bash > ~/.local/share/bash-completion/completions/tiltsim",
    )  # fmt: skip
    completing.add_argument("shell", choices=SHELLS, help="whose language it is written in")


def completion(asked: Namespace) -> int:
    """Print the script of a shell."""
    import shtab

    from sim.cli import parser

    tiltsim = parser()
    for action in words(tiltsim):
        if action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.dest == "settings":
            action.complete = settings()  # type: ignore[attr-defined]
    say(shtab.complete(tiltsim, asked.shell) + (NO_SPACE if asked.shell == "bash" else ""))
    return 0


def words(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Every option and word of a parser and of its verbs."""
    found: list[argparse.Action] = []
    for action in parser._actions:  # the standard library has no public list
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            found += [word for verb in action.choices.values() for word in words(verb)]
    return found


def settings() -> dict[str, object]:
    """How each shell completes the name of a lever or of behaviour in `--set name=value`."""
    from sim.sections import BEHAVIOUR, LEVERS

    names = " ".join([*LEVERS, *BEHAVIOUR])
    signed = " ".join(f"{name}=" for name in (*LEVERS, *BEHAVIOUR))
    return {
        "bash": "_tiltsim_settings",
        "zsh": "_tiltsim_settings",
        "fish": f"(string split ' ' '{signed}')",
        "preamble": {
            "bash": f'_tiltsim_settings() {{ compgen -S = -W "{names}" -- "$1"; }}',
            "zsh": f"_tiltsim_settings() {{ compadd -S = {names}; }}",
        },
    }
