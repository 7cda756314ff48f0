"""The verb that writes a page for people: report."""

from argparse import Namespace
from pathlib import Path

from sim.cli.words import Adder, say


def add(verb: Adder) -> None:
    """Add it."""
    reporting = verb(
        report, "report", "Write a page for people: what differs, what came out, how sure; one file, no network",
        "tiltsim report results/baseline-3f0a results/opinion-2021-77c1 -o page.html",
    )  # fmt: skip
    reporting.add_argument("results", nargs="+", type=Path, metavar="RESULTS",
        help="folders of runs (the first scenario is the reference), of a comparison, of studies")  # fmt: skip
    reporting.add_argument("-o", "--out", type=Path, required=True, metavar="FILE",
        help="file to write, such as page.html")  # fmt: skip
    reporting.add_argument("--lang", choices=("en", "zh"), default="en", help="en, or zh for Chinese; default: en")


def report(asked: Namespace) -> int:
    """Write the page; the last line is its file."""
    from sim.reports.report import report as write

    say(str(write(asked.results, asked.out, lang=asked.lang)))
    return 0
