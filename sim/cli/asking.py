"""Verbs that answer at once: scorecard, check, schema, levers."""

from argparse import Namespace
from pathlib import Path

from sim.cli.words import INPUT, Adder, add_json, refused, say, say_json
from sim.errors import InputError


def add(verb: Adder) -> None:
    """Add them."""
    scoring = verb(
        scorecard, "scorecard", "Say of each year of a run what the Opinion plans for key counties and what came of it",
        "tiltsim scorecard results/opinion-2021-3f0a",
    )  # fmt: skip
    scoring.add_argument("results", type=Path, metavar="RESULTS", help="folder of a run")
    add_json(scoring, "it")

    checking = verb(check, "check", "Say whether scenario files can be run, and if not what is wrong on which line",
        "tiltsim check scenarios/*.yaml")  # fmt: skip
    checking.add_argument("files", nargs="+", metavar="FILE", help="scenario file (YAML)")
    add_json(checking, "a verdict for each file")

    verb(schema, "schema", "Print the JSON schema of scenario files, with which editors complete and check",
        "tiltsim schema > scenario.schema.json")  # fmt: skip

    listing = verb(levers, "levers", "List what a government can turn: unit, range, baseline, the Opinion's value",
        "tiltsim levers --json")  # fmt: skip
    add_json(listing, "the list")


def scorecard(asked: Namespace) -> int:
    """Show what was planned and what came of it, year by year."""
    from sim.results import Results
    from sim.screen import scorecard_json, scorecard_table

    results = Results.load(asked.results)
    if asked.json:
        say_json(scorecard_json(results))
    else:
        scorecard_table(results)
    return 0


def check(asked: Namespace) -> int:
    """Say of each file whether it can be run; one sentence for each that cannot."""
    from sim.scenario import Scenario

    verdicts: list[dict[str, str | None]] = []
    for path in asked.files:
        title, problem = None, None
        try:
            title = Scenario.load(path).title
        except InputError as found:
            problem = str(found)
        verdicts.append({"file": path, "title": title, "problem": problem})
        if asked.json:
            continue
        if problem is None:
            say(f"{path}: good: {title}")
        else:
            refused(problem, INPUT)
    if asked.json:
        say_json(verdicts)
    return INPUT if any(verdict["problem"] for verdict in verdicts) else 0


def schema(_: Namespace) -> int:
    """Print the JSON schema of scenario files."""
    from sim.schema import schema as made

    say_json(made())
    return 0


def levers(asked: Namespace) -> int:
    """List the levers by measure."""
    from sim.screen import levers_json, levers_text

    if asked.json:
        say_json(levers_json())
    else:
        say(levers_text())
    return 0
