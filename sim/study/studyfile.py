"""A study file: which scenarios, what varies, what is measured, by which designs; every fault with file and line.

one design       method, samples, replicates, groups
or stages        shares: levers, uncertainties and chance as wholes     wholes: measures, rules, theories
                 screen: all factors, coarsely
                 then: those that the screening keeps, and the rest as one     ranking: policies at equal yuan
or questions     areas, measures: who brings it about     when, along: where the scenario beats the reference
                 front: what the scenario's yuan should buy
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Self

from sim import files
from sim.dated import month_number
from sim.declare import Quantity, did_you_mean, shown
from sim.errors import InputError
from sim.files import Written
from sim.scenario import Scenario
from sim.sections import LEVERS, NAME, READERS, unknown
from sim.study import measured, packages, varied
from sim.study.measured import Measured
from sim.study.modeltarget import REFERENCE, ModelTarget
from sim.study.omission import NOTHING
from sim.study.stage import DECIDING, DESIGN, LARGEST_SEED, LUCK_ALONE, MOST_SAMPLES, STAGES, Stage, read_stages

KEYS = (
    *("name", "title", "scenario", "scenarios", "reference", "population", "months", "equal_yuan", "factors"),
    *("outcomes", "series", "thresholds", "variance", "seed", *DESIGN, *STAGES),
    *("policies", "budget", "stop", "cluster"),
)
MEASURES = "measures"
"""What is written for policies to rank all measures, each by what is lost without it."""
MINUTES, WIDTH = (
    Quantity("Wall clock that a study may take", "minutes", 0.01, 1e6, "study", "assumption"),
    Quantity("Half width of an interval", "share", 1e-4, 1.0, "study", "assumption"),
)


@dataclass(frozen=True)
class StudyFile:
    """What a study file says.

    Attributes
    ----------
    name, title : as in a scenario
    scenarios : by name
    reference : what effects are taken against, or None
    policies : of the ranking, by name: levers that are set in the reference
    are_omissions : whether the policies are the scenario less one measure each instead
    factors, kinds : what varies, and the kind of each
    outcomes, series : what is measured in the scenarios, by name
    thresholds : outcome -> the probability of lying above this
    variance : whether to index the variance too
    seed : of the design
    stages : designs in order
    minutes : wall clock that it may take; 0 for any
    half_width, most_samples : of stop: the last stage doubles until intervals are this narrow; 0 for never
    cluster : options of the jobs, as written
    """

    name: str
    title: str
    scenarios: Mapping[str, Scenario]
    reference: Scenario | None
    policies: Mapping[str, Scenario]
    are_omissions: bool
    factors: varied.Varied
    kinds: Mapping[str, str]
    outcomes: Mapping[str, Measured]
    series: Mapping[str, Measured]
    thresholds: Mapping[str, float]
    variance: bool
    seed: int
    stages: tuple[Stage, ...]
    minutes: float
    half_width: float
    most_samples: int
    cluster: Written | None

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a study file and the scenarios that it names, relative to it.

        Raises
        ------
        InputError
            If a file is missing or no such YAML, a key or name is unknown, or a value is not allowed: one sentence
            that begins with file and line.
        """
        path = Path(path)
        document = files.read(path)
        entries = document.mapping("a study", KEYS)
        asked = [key for key in STAGES if key in entries]
        for key in ("factors", "outcomes"):
            if key not in entries and not (key == "factors" and asked and {*asked} <= {*LUCK_ALONE}):
                document.fault(f"a study needs `{key}`")
        name = entries["name"].text("name") if "name" in entries else path.stem
        if not NAME.fullmatch(name):
            entries.get("name", document).refuse("name", "letters, digits, '-', '_' and '.', for it names a folder")
        title = entries["title"].text("title") if "title" in entries else name
        scenarios, reference = _scenarios(document, entries, path.parent)
        _decides(entries, asked)
        factors, kinds = varied.read(entries["factors"]) if "factors" in entries else ({}, {})
        if (
            all(_ends_before_policy(scenario) for scenario in scenarios.values())
            and varied.LEVERS_KIND in kinds.values()
        ):
            entries["factors"].fault(
                "levers vary, but every scenario ends before its `policy_from`; give it more months"
            )
        outcomes = _measured(entries["outcomes"], "outcomes", scenarios, reference is not None)
        series = _measured(entries["series"], "series", scenarios, True) if "series" in entries else {}
        for item in set(series) & set(outcomes):
            entries["series"].value[item].fault(f"{item} is an outcome too; call one of them otherwise")
        for item in (*outcomes, *series):
            if item in factors:
                entries["outcomes"].fault(f"outcome {item!r} is called like a factor; call it otherwise")
        first = next(iter(scenarios.values()))
        stop = entries["stop"].mapping("stop", ("half_width", "samples")) if "stop" in entries else {}
        budget = entries["budget"].mapping("budget", ("minutes",)) if "budget" in entries else {}
        are_omissions = "policies" in entries and entries["policies"].value == MEASURES
        policies = _policies(entries["policies"], first, reference) if "policies" in entries else {}
        return cls(
            name,
            title,
            scenarios,
            reference,
            policies,
            are_omissions,
            factors,
            kinds,
            outcomes,
            series,
            _thresholds(entries["thresholds"], outcomes) if "thresholds" in entries else {},
            measured.truth(entries["variance"], "variance") if "variance" in entries else False,
            entries["seed"].whole("seed", 0, LARGEST_SEED) if "seed" in entries else 0,
            read_stages(document, entries, factors, kinds, outcomes, bool(policies), first.rules),
            budget["minutes"].number("minutes", MINUTES) if budget else 0.0,
            stop["half_width"].number("half_width", WIDTH) if "half_width" in stop else 0.0,
            stop["samples"].whole("samples", 1, MOST_SAMPLES) if "samples" in stop else MOST_SAMPLES,
            entries.get("cluster"),
        )

    def target(self, stage: Stage) -> ModelTarget:
        """What a stage runs: the scenarios; of the ranking, the policies, each by what it changes.

        The scenario less a measure is held against the whole, a policy against the reference. Of the questions, what
        they decide between and the reference, each by its levels; of the front what the scenario changes.
        """
        if stage.name in DECIDING:
            policies = self.decided(stage)
            if stage.name == "front":
                effects = {outcome: item._replace(is_effect=True) for outcome, item in self.outcomes.items()}
                return ModelTarget(self.name, policies, self.reference, effects)
            levels = {
                effect_of(outcome, world): item._replace(scenario=world)
                for outcome, item in self.outcomes.items()
                for world in (*policies, REFERENCE)
            }
            return ModelTarget(self.name, policies, self.reference, levels)
        if stage.name != "ranking":
            return ModelTarget(self.name, self.scenarios, self.reference, self.outcomes, self.series)
        asked = {
            effect_of(outcome, policy): self.outcomes[outcome]._replace(scenario=policy, is_effect=True)
            for policy in self.policies
            for outcome in stage.by
        }
        against = next(iter(self.scenarios.values())) if self.are_omissions else self.reference
        return ModelTarget(self.name, self.policies, against, asked)

    def decided(self, stage: Stage) -> Mapping[str, Scenario]:
        """The policies that a question decides between, by name; the reference is not one of them."""
        scenario = next(iter(self.scenarios.values()))
        if stage.name == "areas" and self.reference is not None:
            return packages.coalitions(scenario, self.reference)
        if stage.name == "measures":
            return packages.without_each(scenario)
        return self.scenarios


def _decides(entries: Mapping[str, Written], asked: Sequence[str]) -> None:
    """Refuse a question that lacks what it decides between."""
    deciding = [key for key in asked if key in DECIDING]
    for key in deciding:
        if "scenario" not in entries:
            entries[key].fault(f"`{key}` decides about one policy; give the study a `scenario`")
        if "reference" not in entries:
            entries[key].fault(f"`{key}` needs something to hold the scenario against; give the study a `reference`")
    for key in deciding:
        if key in ("measures", "front") and "equal_yuan" in entries:
            entries["equal_yuan"].fault(f"`{key}` keeps to the yuan of the scenario by itself; leave this out")
    if deciding and "outcomes" in entries:
        for name, item in entries["outcomes"].mapping("outcomes").items():
            if "effect" in item.mapping("an outcome"):
                item.fault(
                    f"{name} is an effect; {deciding[0]} takes levels, and holds them against the reference itself"
                )


def _ends_before_policy(scenario: Scenario) -> bool:
    return month_number(scenario.policy_from) >= month_number(scenario.start) + scenario.months


def effect_of(outcome: str, policy: str) -> str:
    """Name of what a policy changes in an outcome."""
    return f"{outcome}: {policy}"


def _scenarios(
    document: Written, entries: Mapping[str, Written], folder: Path
) -> tuple[dict[str, Scenario], Scenario | None]:
    """Scenarios by name and the reference, with the people, months and closure that the study gives them."""
    if ("scenario" in entries) == ("scenarios" in entries):
        document.fault("a study needs `scenario`, a path, or `scenarios`, a list of paths, and not both")
    paths = [entries["scenario"]] if "scenario" in entries else entries["scenarios"].items("scenarios")
    equal = "equal_yuan" in entries and measured.truth(entries["equal_yuan"], "equal_yuan")

    def load(entry: Written, what: str) -> Scenario:
        try:
            scenario = Scenario.load(Path(normpath(folder / entry.text(what))))
        except InputError as problem:
            if str(problem).startswith(f"{entry.place.file}:"):
                raise
            entry.fault(str(problem))
        given = {key: entries[key] for key in ("population", "months") if key in entries}
        changes = {key: READERS[key](part, getattr(scenario, key)) for key, part in given.items()}
        if equal:
            changes["budget_closure"] = "fixed_pool"
        return dataclasses.replace(scenario, **changes)

    loaded: dict[str, Scenario] = {}
    for entry in paths:
        scenario = load(entry, "scenario")
        if scenario.name in (*loaded, REFERENCE):
            entry.fault(f"scenario {scenario.name!r} comes twice, or is called {REFERENCE!r}; give it another name")
        loaded[scenario.name] = scenario
    if not loaded:
        document.fault("scenarios names none")
    first = next(iter(loaded.values()))
    reference = load(entries["reference"], "reference") if "reference" in entries else None
    others = [*zip(paths, loaded.values(), strict=True)]
    if reference is not None:
        others.append((entries["reference"], reference))
    for entry, other in others:
        for key in ("start", "months", "population"):
            if getattr(other, key) != getattr(first, key):
                entry.fault(f"{other.name} has another {key} than {first.name}; give the study the same for all")
    return loaded, reference


def _measured(
    entry: Written, section: str, scenarios: Mapping[str, Scenario], has_reference: bool
) -> dict[str, Measured]:
    """Outcomes by name; where there are several scenarios, of each, by the name of both."""
    found = {}
    for scenario_name, scenario in scenarios.items():
        for name, item in entry.mapping(section).items():
            key = name if len(scenarios) == 1 else f"{name}: {scenario_name}"
            found[key] = measured.read(item, scenario_name, scenario.population, scenario.months, has_reference)
    if not found:
        entry.fault(f"{section} names nothing to measure")
    return found


def _thresholds(entry: Written, outcomes: Mapping[str, Measured]) -> dict[str, float]:
    found = {}
    for name, value in entry.mapping("thresholds").items():
        if name not in outcomes:
            value.fault(f"unknown outcome {shown(name)} in thresholds{did_you_mean(name, outcomes)}")
        if isinstance(value.value, bool) or not isinstance(value.value, int | float):
            value.refuse(f"the threshold of {name}", "a number")
        found[name] = float(value.value)
    return found


def _policies(entry: Written, scenario: Scenario, reference: Scenario | None) -> dict[str, Scenario]:
    """Scenarios that are ranked: the reference with levers set, or the scenario less one measure each."""
    if entry.value == MEASURES:
        return {item: less for item, less in packages.without_each(scenario).items() if item != NOTHING}
    if reference is None:
        entry.fault("policies are ranked by what they change; give the study a `reference`")
    found = {}
    for name, part in entry.mapping("policies").items():
        if name == REFERENCE:
            part.fault(f"a policy cannot be called {REFERENCE!r}")
        values = {}
        for lever, value in part.mapping(f"policy {name}").items():
            if lever not in LEVERS:
                value.fault(unknown(lever, "levers"))
            values[lever] = value.number(lever, LEVERS[lever])
        found[name] = reference.with_overrides(values)
    if len(found) < 2:
        entry.fault(f"policies names {len(found)}; a ranking needs two")
    return found
