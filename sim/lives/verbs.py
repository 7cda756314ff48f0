"""The verb `explain` of the command line."""

import argparse
import json
import sys

from sim.errors import InputError
from sim.lives.explain import alike, opened
from sim.lives.explain import explain as told
from sim.lives.listing import households
from sim.lives.shown import as_json, records, show, show_households
from sim.scenario import Scenario


def explain(asked: argparse.Namespace) -> int:
    """Tell a household's life, or list households to look at."""
    ours = opened(asked.results)
    other = None if asked.against is None else opened(asked.against)
    if other is not None:
        alike(ours, other)
    if asked.month is not None and asked.month not in ours.months:
        raise InputError(f"--month {asked.month}: not in this run; allowed is {ours.months[0]} to {ours.months[-1]}")
    if asked.household is None:
        found = households(ours, other, tell)
        if asked.json:
            sys.stdout.write(f"{json.dumps(records(found), indent=2)}\n")
        else:
            show_households(found, str(asked.results))
        return 0
    lives = told(ours, asked.household, against=other, tell=tell)
    if asked.json:
        sys.stdout.write(f"{json.dumps(as_json(lives), indent=2, ensure_ascii=False)}\n")
    else:
        show(lives, asked.month)
    return 0


def tell(scenario: Scenario, month: int) -> None:
    """Say on stderr how far the making again is: when it begins, each year, and when it is done."""
    if month == 0:
        sys.stderr.write(f"{scenario.title}: making the run again\n")
    elif month % 12 == 0 or month == scenario.months:
        sys.stderr.write(f"  {month} of {scenario.months} months\n")
    sys.stderr.flush()
