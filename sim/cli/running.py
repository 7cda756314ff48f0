"""Verbs that run the model: run, compare, risk."""

from argparse import Namespace
from collections.abc import Sequence

from sim.cli.words import Adder, add_json, add_out, say, say_json
from sim.errors import InputError


def add(verb: Adder) -> None:
    """Add them."""
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
    add_out(running, "runs")
    running.add_argument("--no-figures", action="store_false", dest="figures", help="draw no figures, which is faster")
    running.add_argument("--check", action="store_true", help="look every month for rows that cannot be")
    add_json(running, "the summary")

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
    add_out(comparing, "comparisons")
    add_json(comparing, "the tables")

    looking = verb(risk, "risk", "Say how likely households are to fall into poverty within a year, from many futures",
        "tiltsim risk scenarios/baseline.yaml --at 2022-12 --draws 20")  # fmt: skip
    looking.add_argument("scenario", metavar="SCENARIO", help="scenario file (YAML)")
    looking.add_argument("--at", required=True, metavar="YYYY-MM", help="last month that has happened")
    looking.add_argument("--draws", type=int, default=20, metavar="N", help="how many futures; default: 20")
    looking.add_argument("--months", type=int, default=12, metavar="N", help="how far ahead; default: 12")
    looking.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the past; default: 1")
    add_json(looking, "the chances")


def run(asked: Namespace) -> int:
    """Simulate a scenario, show its summary, keep the run; the last line is its folder."""
    from sim.scenario import Scenario
    from sim.screen import Progress, summary_json, summary_table

    place = next(place for place in (asked.out, *asked.out.parents) if place.exists())
    if not place.is_dir():
        raise InputError(f"{place}: is a file, not a folder in which runs can lie")
    scenario = Scenario.load(asked.scenario).replace(seed=asked.seed, months=asked.months)
    scenario = scenario.with_overrides(settings(asked.settings))
    with Progress(scenario, asked.threads or 2) as progress:
        from sim.runner import simulate

        results = simulate(scenario, threads=asked.threads, check=asked.check, tell=progress.tell)
        progress.say("drawing figures" if asked.figures else "writing")
        folder = results.save(asked.out, figures=asked.figures)
    if asked.json:
        say_json(summary_json(results, folder))
    else:
        summary_table(results)
        say(str(folder))
    return 0


def compare(asked: Namespace) -> int:
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
        say_json(comparison_json(comparison, folder))
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


def risk(asked: Namespace) -> int:
    """Chance of a raw fall by group, a line each, as tab-separated text."""
    from sim.futures import risk as look_ahead

    found = look_ahead(asked.scenario, at=asked.at, draws=asked.draws, months=asked.months, seed=asked.seed)
    if asked.json:
        about = {"date": found.date, "draws": found.draws, "months": found.months}
        say_json(about | {"groups": [row._asdict() for row in found.groups]})
        return 0
    say("group_kind\tgroup\tchance\terror\tpeople")
    for row in found.groups:
        say(f"{row.group_kind}\t{row.group}\t{row.chance:.4f}\t{row.error:.4f}\t{row.people:.0f}")
    return 0
