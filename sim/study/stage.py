"""The designs of a study file: one, or stages that build on each other, or that decide between policies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sim import files
from sim.declare import Quantity, did_you_mean, shown
from sim.errors import InputError
from sim.files import Written
from sim.study import design as designs
from sim.study import measured, varied
from sim.study.optimise import Effort
from sim.study.panel import SEARCH
from sim.study.screening import DROPPED
from sim.study.wholes import wholes

METHODS = {
    "shares": ("sobol",),
    "wholes": ("morris", "radial"),
    "screen": ("morris", "radial", "trend"),
    "then": ("sobol",),
    "ranking": ("pawn", "lhs"),
    "areas": ("grid",),
    "measures": ("grid",),
    "when": ("lhs", "pawn"),
    "along": ("ofat",),
    "front": (SEARCH,),
}
"""Methods that a stage may have, the usual one first."""
STAGES = tuple(METHODS)
DESIGN = ("method", "samples", "replicates", "second_order", "groups")
DECIDING = ("areas", "measures", "when", "along", "front")
"""Stages that decide between policies: `sim.study.decided` tells what they show."""
LUCK_ALONE = ("areas", "measures")
"""Stages in which nothing varies but luck."""
EFFORT = ("population", "generations", "searches", "panel", "fresh")
ALLOWED = {
    "shares": ("method", "samples", "replicates"),
    "wholes": ("method", "samples", "replicates"),
    "then": (*DESIGN, "may_drop", "survivors", "at_most"),
    "ranking": (*DESIGN, "by"),
    "areas": ("replicates",),
    "measures": ("replicates",),
    "when": ("method", "samples", "replicates", "by"),
    "along": ("samples", "replicates", "of", "by"),
    "front": (*EFFORT, "by"),
}
"""Keys of a stage, where they are not those of a design."""
NEEDED = {"when": ("samples", "by"), "along": ("samples", "of", "by"), "front": ("by",)}
"""Keys that a stage that decides must have."""
SEEDS = {"areas": 16, "measures": 16, "when": 2, "along": 8, "front": 1}
"""Replicates of the stages that decide, unless given."""
MOST_SAMPLES = 1 << 24
MOST_FACTORS = 10_000
LARGEST_SEED = 2**63 - 1
MAY_DROP = 0.05
DROP = Quantity("Share of the variance of all dropped factors", "share", 1e-4, 0.5, "study", "assumption")


@dataclass(frozen=True)
class Stage:
    """One design of a study.

    Attributes
    ----------
    name : one of `STAGES`; empty for the only design of a study
    method, samples, replicates, second_order : see `sim.study.design.make`
    groups : factor -> group, or None
    may_drop : of `then`: share of the variance that all dropped factors may make together
    survivors, at_most : of `then`: how many survive at first, 0 for as many as the screening says, and at most
    by : of those that judge: outcome -> "lower" or "higher", which is better
    of : of `along`: factors that are moved one at a time
    standing : of `areas` and `measures`: the theory of each rule, the only values of the only factors
    effort : of `front`: how hard to look
    place : where it was written
    """

    name: str
    method: str
    samples: int
    replicates: int
    second_order: bool = False
    groups: Mapping[str, str] | None = None
    may_drop: float = MAY_DROP
    survivors: int = 0
    at_most: int = MOST_FACTORS
    by: Mapping[str, str] = field(default_factory=dict)
    of: tuple[str, ...] = ()
    standing: Mapping[str, str] = field(default_factory=dict)
    effort: Effort | None = None
    place: Written = field(compare=False, repr=False, default_factory=lambda: files.given({}))


def read_stages(
    document: Written,
    entries: Mapping[str, Written],
    factors: varied.Varied,
    kinds: Mapping[str, str],
    outcomes: Collection[str],
    has_policies: bool,
    standing: Mapping[str, str],
) -> tuple[Stage, ...]:
    """Read the designs of a study, and try each on its factors."""
    named = [key for key in STAGES if key in entries]
    if bool(named) == ("method" in entries):
        document.fault(f"a study needs `method` and `samples`, or the stages {', '.join(STAGES)}, and not both")
    for key, needs in (("then", "screen"), ("screen", "then")):
        if key in named and needs not in named:
            entries[key].fault(f"`{key}` needs `{needs}`")
    if ("ranking" in named) != has_policies:
        entries["ranking" if "ranking" in named else "policies"].fault("`ranking` and `policies` need each other")
    seed = entries["seed"].whole("seed", 0, LARGEST_SEED) if "seed" in entries else 0
    if not named:
        return (
            _stage(
                "", document, {key: entries[key] for key in DESIGN if key in entries}, factors, kinds, outcomes, seed
            ),
        )
    stages = {
        key: _deciding(key, entries[key], factors, kinds, outcomes, standing)
        if key in DECIDING
        else _stage(key, entries[key], entries[key].mapping(key), factors, kinds, outcomes, seed)
        for key in named
    }
    if "then" in stages and stages["screen"].method == "trend" and not stages["then"].survivors:
        entries["then"].fault("a screening by trend does not tell how many survive; give `then` its `survivors`")
    return tuple(stages.values())


def _deciding(
    name: str,
    entry: Written,
    factors: varied.Varied,
    kinds: Mapping[str, str],
    outcomes: Collection[str],
    standing: Mapping[str, str],
) -> Stage:
    """One stage that decides between policies."""
    entries = entry.mapping(name, ALLOWED[name])
    needed = {
        "areas": (),
        "measures": (),
        "when": ("samples", "by"),
        "along": ("samples", "of", "by"),
        "front": ("by",),
    }
    for key in needed[name]:
        if key not in entries:
            entry.fault(f"`{name}` needs `{key}`")
    numbers = [factor for factor in factors if kinds[factor] != varied.STRUCTURE_KIND]
    of = tuple(item.choice("a factor", numbers) for item in entries["of"].items("of")) if "of" in entries else ()
    effort = None
    if name == "front":
        given = {key: entries[key].whole(key, 1, 100_000) for key in EFFORT if key in entries}
        try:
            effort = Effort(**given)
        except InputError as problem:
            entry.fault(str(problem))
    stage = Stage(
        name,
        entries["method"].choice(f"method of {name}", METHODS[name]) if "method" in entries else METHODS[name][0],
        entries["samples"].whole("samples", 2, MOST_SAMPLES) if "samples" in entries else 1,
        entries["replicates"].whole("replicates", 1, 10_000) if "replicates" in entries else SEEDS[name],
        by=_by(entries["by"], outcomes) if "by" in entries else {},
        of=of,
        standing=standing if name in LUCK_ALONE else {},
        effort=effort,
        place=entry,
    )
    varying = stage_factors(stage, factors, kinds)
    if not varying:
        entry.fault(f"`{name}` varies {'levers' if name == 'front' else 'behaviour or rules'}, and factors names none")
    return stage


def _stage(
    name: str,
    entry: Written,
    entries: Mapping[str, Written],
    factors: varied.Varied,
    kinds: Mapping[str, str],
    outcomes: Collection[str],
    seed: int,
) -> Stage:
    allowed = ALLOWED.get(name, DESIGN)
    for key, part in entries.items():
        if key not in allowed:
            part.fault(f"unknown key {shown(key)} in {name}{did_you_mean(key, allowed)}")
    method = entries["method"].text("method") if "method" in entries else METHODS[name][0]
    if "samples" not in entries:
        entry.fault("a design needs `samples`")
    groups: Mapping[str, str] | None = None
    if name == "shares":
        groups = kinds
    elif name == "wholes":
        groups = wholes(kinds)
    elif "groups" in entries:
        groups = _groups(entries["groups"], factors, kinds)
    stage = Stage(
        name,
        method,
        entries["samples"].whole("samples", 1, MOST_SAMPLES),
        entries["replicates"].whole("replicates", 1, 10_000) if "replicates" in entries else 2,
        measured.truth(entries["second_order"], "second_order") if "second_order" in entries else False,
        groups,
        entries["may_drop"].number("may_drop", DROP) if "may_drop" in entries else MAY_DROP,
        entries["survivors"].whole("survivors", 1, MOST_FACTORS) if "survivors" in entries else 0,
        entries["at_most"].whole("at_most", 1, MOST_FACTORS) if "at_most" in entries else MOST_FACTORS,
        _by(entries.get("by", files.Written({}, entry.place)), outcomes) if name == "ranking" else {},
        place=entry,
    )
    if stage.survivors > stage.at_most:
        entries["survivors"].fault(f"survivors is {stage.survivors}, and at_most {stage.at_most} may survive")
    if name and "method" in entries:
        entries["method"].choice(f"method of {name}", METHODS[name])
    try:
        chosen = stage_factors(stage, factors, kinds)
        designs.make(
            chosen, method, stage.samples, replicates=stage.replicates, seed=seed, groups=stage.groups,
            second_order=stage.second_order,
        )  # fmt: skip
    except InputError as problem:
        entries.get("samples" if "samples is" in str(problem) else "method", entry).fault(str(problem))
    return stage


def stage_factors(stage: Stage, factors: varied.Varied, kinds: Mapping[str, str]) -> varied.Varied:
    """What varies in a stage: all, but where policies set the levers not these; the levers alone of a front."""
    if stage.name in LUCK_ALONE:
        return {rule: [theory] for rule, theory in stage.standing.items()}
    if stage.name == "along":
        return {name: factors[name] for name in stage.of}
    if stage.name in ("ranking", "when", "front"):
        is_front = stage.name == "front"
        return {name: factor for name, factor in factors.items() if (kinds[name] == varied.LEVERS_KIND) == is_front}
    return factors


def _by(entry: Written, outcomes: Collection[str]) -> dict[str, str]:
    """Outcomes by which policies are ranked, and which end of each is better."""
    found = {}
    for name, end in entry.mapping("by").items():
        if name not in outcomes:
            end.fault(f"unknown outcome {shown(name)} in by{did_you_mean(name, outcomes)}")
        found[name] = end.choice(f"what is better of {name}", ("lower", "higher"))
    if not found:
        entry.fault("`by` is empty; allowed: outcomes, and whether `lower` or `higher` is better")
    return found


def _groups(entry: Written, factors: varied.Varied, kinds: Mapping[str, str]) -> dict[str, str]:
    """`kinds`, `wholes`, or a mapping of groups to lists of factors; who is in none is a group by itself."""
    if entry.value in ("kinds", "wholes"):
        return dict(kinds) if entry.value == "kinds" else wholes(kinds)
    if not isinstance(entry.value, dict):
        entry.refuse("groups", "`kinds`, `wholes`, or a mapping of groups to lists of factors")
    found: dict[str, str] = {}
    for group, members in entry.value.items():
        if group in factors or group == DROPPED:
            members.fault(f"group {shown(group)} is called like a factor, or {DROPPED!r}; call it otherwise")
        for member in members.items(f"group {group}"):
            name = member.text("a factor")
            if name not in factors:
                member.fault(f"unknown factor {shown(name)} in group {group}{did_you_mean(name, factors)}")
            if name in found:
                member.fault(f"factor {name!r} is in two groups")
            found[name] = group
    return {name: found.get(name, name) for name in factors}
