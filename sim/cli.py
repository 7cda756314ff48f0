"""The command line: each verb calls the public function of the same name and shows what it returns.

Exit codes: 0 done, 1 a bug, 2 what was asked cannot be used, 3 the machine cannot do it, 4 not proved, 130 interrupted
(143 terminated).
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

from sim.errors import EnvironmentProblem, InputError

INPUT, ENVIRONMENT, INTERRUPTED = 2, 3, 130
ALLOCATED = 50_000
"""Objects made between two searches for cycles: the usual 700 cost a tenth of a run, most of it while importing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks.

    Parameters
    ----------
    arguments : words after the name of the command; those of the process if None

    Returns
    -------
    Exit code.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = parser().parse_args(arguments)
    if arguments is None:
        gc.set_threshold(ALLOCATED)
    try:
        code: int = asked.verb(asked)
        sys.stdout.flush()
    except InputError as problem:
        return refused(str(problem), INPUT)
    except EnvironmentProblem as problem:
        return refused(str(problem), ENVIRONMENT)
    except MemoryError:
        return refused("not enough memory; ask for fewer counties or households", ENVIRONMENT)
    except ModuleNotFoundError as problem:
        return refused(f"the package {problem.name!r} is missing; install tiltsim with what it needs", ENVIRONMENT)
    except KeyboardInterrupt as stop:
        return refused(str(stop) or "interrupted; nothing is left half written", getattr(stop, "code", INTERRUPTED))
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if arguments is None:
        gc.freeze()  # what is left goes with the process
    return code


def parser() -> argparse.ArgumentParser:
    """Verbs and options, one example for each verb."""
    tiltsim = argparse.ArgumentParser(
        prog="tiltsim",
        description="Policy laboratory: the same money, tilted how strongly, through which measures, to whom?",
        epilog="Begin with: tiltsim run scenarios/baseline.yaml",
    )
    tiltsim.add_argument("--version", action=Version, nargs=0, help="print the version")
    verbs = tiltsim.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(function: object, name: str, text: str, example: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=f"{text}.", epilog=f"Example: {example}")
        made.set_defaults(verb=function)
        return made

    running = verb(
        run, "run", "Simulate a scenario, show what became of the counties, keep the run in a folder",
        "tiltsim run scenarios/opinion-2021.yaml --set fund_tilt_tilt=1.5 --seed 7",
    )  # fmt: skip
    running.add_argument("scenario", metavar="SCENARIO", help="scenario file (YAML)")
    running.add_argument("--seed", type=int, metavar="N", help="key of all luck; default: the scenario's")
    running.add_argument("--set", action="append", default=[], metavar="name=value", dest="settings",
        help="a lever (from policy_from on) or a value of behaviour; may be given several times")  # fmt: skip
    running.add_argument("--months", type=int, metavar="N", help="how many months; default: the scenario's")
    running.add_argument("--threads", type=int, metavar="N", help="threads; changes no number; default: 2")
    running.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR", help="where runs lie; default: results"
    )
    running.add_argument("--no-figures", action="store_false", dest="figures", help="draw no figures, which is faster")
    running.add_argument("--check", action="store_true", help="look every month for rows that cannot be")
    running.add_argument("--json", action="store_true", help="print the summary as JSON")

    comparing = verb(
        compare, "compare", "Run scenarios with the same luck and say what each does against the first",
        "tiltsim compare scenarios/baseline.yaml scenarios/opinion-2021.yaml --seeds 16 --on local",
    )  # fmt: skip
    comparing.add_argument(
        "scenarios", nargs="+", metavar="SCENARIO", help="scenario files (YAML), the reference first"
    )
    comparing.add_argument("--seeds", type=int, metavar="K", help="how many; default: 8")
    comparing.add_argument("--precision", type=float, metavar="X",
        help="go on until income and relapse are known within X times the effects, or 64 seeds are done")  # fmt: skip
    comparing.add_argument("--months", type=int, metavar="N", help="how many months; default: the scenarios'")
    comparing.add_argument("--threads", type=int, metavar="N", help="threads of each model; changes no number")
    comparing.add_argument("--on", choices=("serial", "local"), default="serial",
        help="serial: one run after another; local: a worker on each core; default: serial")  # fmt: skip
    comparing.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR", help="where comparisons lie; default: results"
    )
    comparing.add_argument("--json", action="store_true", help="print the tables as JSON")

    scoring = verb(
        scorecard, "scorecard", "Say of each year of a run what the Opinion plans for key counties and what came of it",
        "tiltsim scorecard results/opinion-2021-3f0a",
    )  # fmt: skip
    scoring.add_argument("results", type=Path, metavar="RESULTS", help="folder of a run")
    scoring.add_argument("--json", action="store_true", help="print it as JSON")

    explaining = verb(
        explain, "explain", "Tell one household's life in a run: months, draws, what they met; or where two lives part",
        "tiltsim explain results/opinion-2021-3f0a --household 755243155616 --against results/baseline-77c1",
    )  # fmt: skip
    explaining.add_argument("results", type=Path, metavar="RESULTS", help="folder of a run")
    explaining.add_argument("--household", type=int, metavar="N", help="permanent id; without it some are listed")
    explaining.add_argument("--against", type=Path, metavar="OTHER", help="run with the same people and seed")
    explaining.add_argument("--month", metavar="YYYY-MM", help="also print every draw and every change of a month")
    explaining.add_argument("--json", action="store_true", help="print it as JSON")

    checking = verb(check, "check", "Say whether scenario files can be run, and if not what is wrong on which line",
        "tiltsim check scenarios/*.yaml")  # fmt: skip
    checking.add_argument("files", nargs="+", metavar="FILE", help="scenario file (YAML)")

    verb(schema, "schema", "Print the JSON schema of scenario files, with which editors complete and check",
        "tiltsim schema > scenario.schema.json")  # fmt: skip

    listing = verb(levers, "levers", "List what a government can turn: unit, range, baseline, the Opinion's value",
        "tiltsim levers --json")  # fmt: skip
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    looking = verb(risk, "risk", "Say how likely households are to fall into poverty within a year, from many futures",
        "tiltsim risk scenarios/baseline.yaml --at 2022-12 --draws 20")  # fmt: skip
    looking.add_argument("scenario", metavar="SCENARIO", help="scenario file (YAML)")
    looking.add_argument("--at", required=True, metavar="YYYY-MM", help="last month that has happened")
    looking.add_argument("--draws", type=int, default=20, metavar="N", help="how many futures; default: 20")
    looking.add_argument("--months", type=int, default=12, metavar="N", help="how far ahead; default: 12")
    looking.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the past; default: 1")
    add_studies(verb)
    return tiltsim


def add_studies(verb: Callable[[object, str, str, str], argparse.ArgumentParser]) -> None:
    """The verbs of studies."""
    sweeping = verb(
        sweep, "sweep", "Run a study: many runs, then what drives what; the same command goes on after a stop",
        "tiltsim sweep scenarios/studies/what-drives-relapse.yaml --on local",
    )  # fmt: skip
    sweeping.add_argument("study", type=Path, metavar="STUDY", help="study file (YAML)")
    sweeping.add_argument("--on", default="local", metavar="WHERE",
        help="serial, local (default: all cores), slurm, slurm-array, a Dask scheduler's address or file")  # fmt: skip
    sweeping.add_argument("--out", type=Path, metavar="DIR", help="where it lies; default: results/<name of the study>")
    sweeping.add_argument("--more", action="store_true", help="twice as many samples as there are; every run is used")
    sweeping.add_argument("--dry-run", action="store_true", help="a few runs, then what all of it would take")
    sweeping.add_argument("--retry-failed", action="store_true", help="run failed runs again")
    sweeping.add_argument("--json", action="store_true", help="print the tables as JSON")

    asking = verb(
        why, "why", "Say in half a page what a study compared, what came out, what drives it, when it flips",
        "tiltsim why results/studies/areas",
    )  # fmt: skip
    asking.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    asking.add_argument("--json", action="store_true", help="print it as JSON")

    telling = verb(status, "status", "Say how far a study is, what it took and what the rest will take",
        "tiltsim status results/what-drives-relapse")  # fmt: skip
    telling.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    telling.add_argument("--json", action="store_true", help="print it as JSON")

    resuming = verb(
        resume, "resume", "Submit what is missing of a study that was submitted with --on slurm-array",
        "tiltsim resume results/what-drives-relapse",
    )  # fmt: skip
    resuming.add_argument("folder", type=Path, metavar="STUDY_DIR", help="its folder, which holds code that is run")

    again = verb(replay, "replay", "Make a run of a study again, compare it bit for bit, and write it in full",
        "tiltsim replay results/studies/what-drives-relapse 3f0a")  # fmt: skip
    again.add_argument("folder", type=Path, metavar="STUDY_DIR", help="folder of a study")
    again.add_argument("run_id", metavar="RUN_ID", help="name of the run, or how it begins")
    again.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR", help="where runs lie; default: results"
    )

    proving = verb(verify, "verify", "Prove that a run or a study is what its scenario, seed and this code give",
        "tiltsim verify results/studies/what-drives-relapse")  # fmt: skip
    proving.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder of a run or of a study")
    proving.add_argument("--all", action="store_true", help="make every run again, however long it takes")


class Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, *_: object) -> None:
        """Print it and leave."""
        import sim

        say(f"tiltsim {sim.__version__}")
        raise SystemExit(0)


def say(text: str) -> None:
    """Print a line for who asked."""
    sys.stdout.write(f"{text}\n")


def refused(message: str, code: int) -> int:
    """Print one line about what went wrong."""
    sys.stderr.write(f"{message}\n")
    return code


def run(asked: argparse.Namespace) -> int:
    """Simulate a scenario, show its summary, keep the run; the last line is its folder."""
    from sim.scenario import Scenario
    from sim.screen import Progress, summary_json, summary_table

    place = next(place for place in (asked.out, *asked.out.parents) if place.exists())
    if not place.is_dir():
        raise InputError(f"{place}: is a file, not a folder in which runs can lie")
    scenario = Scenario.load(asked.scenario).replace(seed=asked.seed, months=asked.months)
    scenario = scenario.with_overrides(settings(asked.settings))
    with Progress(scenario) as progress:
        from sim.runner import simulate

        results = simulate(scenario, threads=asked.threads, check=asked.check, tell=progress.tell)
        progress.say("drawing figures" if asked.figures else "writing")
        folder = results.save(asked.out, figures=asked.figures)
    if asked.json:
        say(json.dumps(summary_json(results, folder), indent=2, ensure_ascii=False))
    else:
        summary_table(results)
        say(str(folder))
    return 0


def compare(asked: argparse.Namespace) -> int:
    """Compare scenarios, show what was found, keep it; the last line is its folder."""
    from sim.compared import comparison_json, comparison_tables
    from sim.study import compare as study

    comparison = study.compare(
        *asked.scenarios,
        seeds=study.SEEDS if asked.seeds is None else asked.seeds,
        precision=asked.precision,
        months=asked.months,
        threads=asked.threads,
        on=asked.on,
        out=asked.out,
    )
    folder = comparison.save(asked.out)
    if asked.json:
        say(json.dumps(comparison_json(comparison, folder), indent=2, ensure_ascii=False))
    else:
        comparison_tables(comparison)
        say(str(folder))
    return 0


def settings(words: Sequence[str]) -> dict[str, float]:
    """Levers and behaviour set by `name=value`."""
    from sim.sections import BEHAVIOUR, LEVERS, unknown_override

    values: dict[str, float] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            raise InputError(f"--set {word}: no value; write --set name=value")
        if name not in LEVERS and name not in BEHAVIOUR:
            raise InputError(f"--set {word}: {unknown_override(name)}")
        if name in values:
            raise InputError(f"--set {word}: {name} is set twice")
        try:
            values[name] = float(text)
        except ValueError:
            raise InputError(f"--set {word}: {name} is {text!r}; allowed is a number") from None
    return values


def scorecard(asked: argparse.Namespace) -> int:
    """Show what was planned and what came of it, year by year."""
    from sim.results import Results
    from sim.screen import scorecard_json, scorecard_table

    results = Results.load(asked.results)
    if asked.json:
        say(json.dumps(scorecard_json(results), indent=2, ensure_ascii=False))
    else:
        scorecard_table(results)
    return 0


def explain(asked: argparse.Namespace) -> int:
    """Tell a household's life, or list households to look at."""
    from sim.lives import verbs

    return verbs.explain(asked)


def check(asked: argparse.Namespace) -> int:
    """Say of each file whether it can be run; one sentence for each that cannot."""
    from sim.scenario import Scenario

    code = 0
    for path in asked.files:
        try:
            say(f"{path}: good: {Scenario.load(path).title}")
        except InputError as problem:
            code = refused(str(problem), INPUT)
    return code


def schema(_: argparse.Namespace) -> int:
    """Print the JSON schema of scenario files."""
    from sim.schema import schema as made

    say(json.dumps(made(), indent=2, ensure_ascii=False))
    return 0


def levers(asked: argparse.Namespace) -> int:
    """List the levers by measure, and the measures that have none yet."""
    from sim.screen import levers_json, levers_text

    say(json.dumps(levers_json(), indent=2, ensure_ascii=False) if asked.json else levers_text())
    return 0


def risk(asked: argparse.Namespace) -> int:
    """Chance of a raw fall by group, a line each, as tab-separated text."""
    from sim.futures import risk as look_ahead

    found = look_ahead(asked.scenario, at=asked.at, draws=asked.draws, months=asked.months, seed=asked.seed)
    say("group_kind\tgroup\tchance\terror\tpeople")
    for row in found.groups:
        say(f"{row.group_kind}\t{row.group}\t{row.chance:.4f}\t{row.error:.4f}\t{row.people:.0f}")
    return 0


def sweep(asked: argparse.Namespace) -> int:
    """Run a study file."""
    from sim.study import verbs

    return verbs.sweep(asked)


def why(asked: argparse.Namespace) -> int:
    """Print the half page of a study."""
    from sim.study import verbs

    return verbs.why(asked)


def status(asked: argparse.Namespace) -> int:
    """Say how far a study is."""
    from sim.study import verbs

    return verbs.status(asked)


def resume(asked: argparse.Namespace) -> int:
    """Submit what is missing of a study."""
    from sim.study import verbs

    return verbs.resume(asked)


def replay(asked: argparse.Namespace) -> int:
    """Make a run of a study again."""
    from sim.study import verbs

    return verbs.replay(asked)


def verify(asked: argparse.Namespace) -> int:
    """Prove folders of runs or studies."""
    from sim.study import verbs

    return verbs.verify(asked)
