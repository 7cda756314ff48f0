"""The verb that tells one household's life: explain."""

from argparse import Namespace
from pathlib import Path

from sim.cli.words import Adder, add_json, say_json
from sim.errors import InputError


def add(verb: Adder) -> None:
    """Add it."""
    telling = verb(
        explain, "explain", "Tell one household's life in a run: months, draws, what they met; or where two lives part",
        "tiltsim explain results/opinion-2021-3f0a --household 755243155616 --against results/baseline-77c1",
    )  # fmt: skip
    telling.add_argument("results", type=Path, metavar="RESULTS", help="folder of a run")
    telling.add_argument("--household", type=int, metavar="N", help="permanent id; without it some are listed")
    telling.add_argument("--against", type=Path, metavar="OTHER", help="run with the same people and seed")
    telling.add_argument("--month", metavar="YYYY-MM", help="also print every draw and every change of a month")
    add_json(telling, "it")


def explain(asked: Namespace) -> int:
    """Tell a household's life, or list households to look at."""
    from sim.lives.explain import alike, opened
    from sim.lives.explain import explain as told
    from sim.lives.listing import households
    from sim.lives.shown import as_json, records, show, show_households

    ours = opened(asked.results)
    other = None if asked.against is None else opened(asked.against)
    if other is not None:
        alike(ours, other)
    if asked.month is not None and asked.month not in ours.months:
        raise InputError(f"--month {asked.month}: not in this run; allowed is {ours.months[0]} to {ours.months[-1]}")
    if asked.household is None:
        found = households(ours, other)
        if asked.json:
            say_json(records(found))
        else:
            show_households(found, str(asked.results))
        return 0
    lives = told(ours, asked.household, against=other)
    if asked.json:
        say_json(as_json(lives))
    else:
        show(lives, asked.month)
    return 0
