"""The method card: scenarios, seeds, runs, failures, versions, code; and how sure the numbers behind them are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.declare import GRADES
from sim.levers import Levers
from sim.measures import MEASURES
from sim.reports import numbers
from sim.reports.given import Given, World
from sim.reports.parts import Table
from sim.reports.phrases import Phrases
from sim.reports.words import scenarios
from sim.results import Results
from sim.scenario import Scenario
from sim.sections import BEHAVIOUR, LEVERS
from sim.study.study import MANIFEST, open_study

SHORT = 12
"""Letters of a hash that are shown."""


class Facts(NamedTuple):
    """What is known about how numbers were made: heads and what stands under them, and warnings."""

    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def facts(given: Given, say: Phrases) -> Facts:
    """Where the numbers come from."""
    told: list[tuple[str, str]] = []
    codes: set[str] = set()
    warnings: list[str] = []
    if given.worlds or given.comparison is not None:
        scenario = scenarios(given)[0][1]
        months = scenario.months
        told.append((say("card months"), say("months of", start=scenario.start, months=months)))
        told.append((say("card people"), _people(scenario, say)))
    for world in given.worlds:
        ids = say("comma").join(run.run_id[:SHORT] for run in world.runs)
        seconds = sum(sum(run.seconds.values()) for run in world.runs)
        runs = say("runs of", runs=len(world.runs), seeds=_seeds(world.seeds, say), seconds=f"{seconds:,.0f}", ids=ids)
        told.append((say("card scenario", name=world.name), runs))
        codes |= {run.provenance.code for run in world.runs}
    if given.worlds:
        told.append((say("card failures"), say("only whole runs")))
        told.append((say("card versions"), _versions((run.provenance.versions for run in _runs(given.worlds)), say)))
    if given.comparison is not None:
        compared = given.comparison
        about = compared.told()
        runs = say("compared of", name=compared.name, count=len(compared.seeds), seeds=_seeds(compared.seeds, say))
        told.append((say("card comparison"), runs))
        failed = [f"{row['seed']}: {row['error']}" for row in about["failed"]]
        told.append((say("card failures"), say("semicolon").join(failed) or say("none failed")))
        told.append((say("card versions"), _versions([about["versions"]], say)))
        codes.add(about["code"])
    for folder in given.studies:
        for stage in stages(folder):
            study = open_study(stage)
            progress = study.progress()
            name = folder.resolve().name if stage == folder else f"{folder.resolve().name}/{stage.name}"
            size = say("study of", done=progress.done, failed=progress.failed, pending=progress.pending)
            told.append((say("card study", name=name), size))
            codes.add(str(study.manifest["target"]["identity"]))
    told.append((say("card code"), say("comma").join(code[:SHORT] for code in sorted(codes))))
    made = {run.provenance.code for run in _runs(given.worlds)}
    if given.comparison is not None:
        made.add(given.comparison.told()["code"])
    if len(made) > 1:
        warnings.append(say("two codes"))
    return Facts(tuple(told), tuple(warnings))


def stages(folder: Path) -> list[Path]:
    """Folders of the stages of a study; itself, if it has none."""
    return [folder] if (folder / MANIFEST).is_file() else sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))


def grades(given: Given, say: Phrases) -> list[Table]:
    """How sure the numbers are: all levers and beliefs by grade; each lever that is not the baseline's."""
    told = scenarios(given)
    values = {world: _set(scenario) for world, scenario in told}
    set_here = [name for name in LEVERS if any(name in found for found in values.values())]
    by_grade = [
        (say("set levers"), [LEVERS[name].grade for name in set_here]),
        (say("all levers"), [lever.grade for lever in LEVERS.values()]),
        (say("all beliefs"), [belief.grade for belief in BEHAVIOUR.values()]),
    ]
    rows = tuple((text, *_counted(Counter(found)), f"{len(found)}") for text, found in by_grade)
    heads = (say("numbers of"), *(say(f"grade {grade}") for grade in GRADES), say("together"))
    tables = [Table(say("grades caption"), heads, rows, note=say("grades note"))]
    if set_here:
        levers = tuple(_lever(name, values, say) for name in set_here)
        heads = (say("lever"), say("measure"), say("baseline grade"), say("values from"))
        tables.append(Table(say("levers caption"), heads, levers, words=frozenset(range(1, 4))))
    return tables


def _counted(found: Counter[str]) -> list[str]:
    return [f"{found[grade]}" for grade in GRADES]


def _set(scenario: Scenario) -> dict[str, list[float]]:
    """Levers that leave the baseline, with their other values in order of time, each once."""
    path = [scenario.levers_at(t) for t in range(scenario.months)]
    found = {}
    for name, baseline in Levers._field_defaults.items():
        values = dict.fromkeys(float(getattr(levers, name)) for levers in path)
        if others := [value for value in values if value != baseline]:
            found[name] = others
    return found


def _lever(name: str, values: Mapping[str, Mapping[str, Sequence[float]]], say: Phrases) -> tuple[str, ...]:
    """How sure the baseline of a lever is, and where the values come from that scenarios give it."""
    lever = LEVERS[name]
    measure = next(measure for measure in MEASURES if measure.clause == lever.clause)
    text = say.called(name)
    given = []
    for world, found in values.items():
        for value in found.get(name, ()):
            origin = {lever.opinion: "from opinion", lever.package: "from package"}.get(value, "from scenario")
            given.append(say("value of", world=world, value=f"{value:,.10g}", origin=say(origin)))
    return (
        f"{text} ({name})" if text != name else name,
        f"({measure.clause}) {say.measure(measure.name)}",
        say("grade of", grade=say(f"grade {lever.grade}"), source=lever.source),
        say("semicolon").join(given),
    )


def _people(scenario: Scenario, say: Phrases) -> str:
    people = scenario.population
    counties = people.counties if isinstance(people.counties, int) else len(people.counties)
    return say("people of", counties=counties, households=numbers.level(people.households))


def _seeds(seeds: Sequence[int], say: Phrases) -> str:
    """Seeds, those in a row as a range."""
    ordered = sorted(seeds)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}–{ordered[-1]}"
    return say("comma").join(str(seed) for seed in ordered)


def _runs(worlds: Iterable[World]) -> Iterator[Results]:
    return (run for world in worlds for run in world.runs)


def _versions(found: Iterable[Mapping[str, str]], say: Phrases) -> str:
    kinds = {say("comma").join(f"{name} {version}" for name, version in versions.items()) for versions in found}
    return say("semicolon").join(sorted(kinds))
