"""What the questions of a study file show: tables, and what `why` is told of them.

The runs of a question hold the levels of every policy it decides between and of the reference, under the same luck;
what is told are differences of levels of the same run.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.measures import MEASURES
from sim.rules import VARIANTS
from sim.sections import BEHAVIOUR, LEVERS
from sim.study import attribution, packages, power, sensitivity, situations
from sim.study.confidence import mean_interval
from sim.study.discovery import METHODS, Discovery, Share, discover
from sim.study.flips import flips
from sim.study.modeltarget import REFERENCE
from sim.study.omission import NOTHING, WITHOUT, lost
from sim.study.region import is_category
from sim.study.robustness import Question, Robustness, robustness
from sim.study.stages import Done
from sim.study.studyfile import StudyFile, effect_of

BETTER = {"lower": "low", "higher": "high"}
DRIVERS, REVERSALS, CHANCE = "drivers.csv", "reversals.csv", "chance.csv"
EFFECTS, SHAPLEY, PAIRS, OMITTED = "effects.csv", "shapley.csv", "interactions.csv", "omitted.csv"
ROBUST, REGIONS, FLIPS, LINES = "robustness.csv", "regions.csv", "flips.csv", "lines.csv"
LIMITS, BASES, SETS = "limits.csv", "bases.csv", "sets.csv"
FRONT, GAP, APART, SEARCHES = "front.csv", "gap.csv", "apart.csv", "searches.csv"


def tables(file: StudyFile, done: Done) -> dict[str, pd.DataFrame]:
    """Tables of a question by the name of their file.

    Raises
    ------
    InputError
        If too few runs went well.
    """
    if done.front is not None:
        front = done.front
        return {FRONT: front.table, GAP: _objectives(file, front.gap), APART: front.apart, SEARCHES: front.searches}
    found = {EFFECTS: effects(file, done)}
    if done.stage.name == "areas":
        shares = areas(file, done)
        found |= {SHAPLEY: shares.values, PAIRS: shares.interactions}
    elif done.stage.name == "measures":
        found[OMITTED] = omitted(file, done)
    elif done.stage.name == "when":
        held = robust(file, done)
        found[ROBUST] = pd.concat([table.measures.assign(outcome=name) for name, table in held.items()])
        turned_round = [
            table.reversals.assign(outcome=name, reversed=table.reversals["reversed"].map("; ".join))
            for name, table in held.items()
        ]
        found |= {REVERSALS: pd.concat(turned_round), DRIVERS: drivers(file, done)}
        lucky = chance(file, done).items()
        found[CHANCE] = pd.DataFrame(
            [(name, *share) for name, share in lucky], columns=["outcome", "value", "low", "high"]
        )
        regions, tried = discovered(file, done), pd.DataFrame(dict(done.study.design.columns)).infer_objects()
        found |= {REGIONS: situations.regions(regions), LIMITS: situations.limits(regions, tried)}
        found |= {BASES: situations.searches(regions), SETS: situations.sets(_differences(file, done), done.stage.by)}
    else:
        found |= {FLIPS: turned(file, done), LINES: lines(file, done)}
    return {name: table[["outcome", *table.columns.drop("outcome")]] for name, table in found.items()}


def _objectives(file: StudyFile, gap: pd.DataFrame) -> pd.DataFrame:
    """The table of what a search promised, with what each objective measures."""
    items = [file.outcomes[name] for name in gap["objective"]]
    parts = {part: [getattr(item, part) for item in items] for part in ("indicator", "group_kind", "group")}
    return gap.assign(**parts)


def effects(file: StudyFile, done: Done) -> pd.DataFrame:
    """What policies change against the reference: one row per outcome and policy.

    Returns
    -------
    DataFrame
        outcome, policy, indicator, group, effect, low, high, reference, level, unit, seeds. Of the areas the policies
        are the whole, and the safeguards alone; else the scenario.
    """
    scenario = next(iter(file.scenarios))
    told = {scenario: scenario}
    if done.stage.name == "areas":
        told = {scenario: packages.coalition(packages.players()), packages.SAFEGUARDS: packages.NONE}
    elif done.stage.name == "measures":
        told = {scenario: NOTHING}
    levels, rows = {name: _draws(values) for name, values in done.study.outcomes.items()}, []
    for outcome, item in file.outcomes.items():
        base = levels[effect_of(outcome, REFERENCE)]
        for name, policy in told.items():
            level = levels[effect_of(outcome, policy)]
            ran = np.isfinite(level - base)
            if not ran.any():
                raise InputError(f"{done.study.folder}: every run failed; nothing can be told")
            effect, low, high = mean_interval((level - base)[ran][None])
            rows.append(
                {
                    **{"outcome": outcome, "policy": name, "indicator": item.indicator, "group": item.group},
                    **{"effect": float(effect[0]), "low": float(low[0]), "high": float(high[0])},
                    **{"reference": float(base[ran].mean()), "level": float(level[ran].mean())},
                    **{"unit": DEFINITIONS[item.indicator][0], "seeds": int(ran.sum())},
                }
            )
    return pd.DataFrame(rows)


def areas(file: StudyFile, done: Done) -> attribution.Attribution:
    """Shapley values of the areas, with the safeguards in force throughout."""
    runs, parts = done.study.runs, []
    players = packages.players()
    for name in file.decided(done.stage):
        members = name.split("+")
        part = pd.DataFrame({player: player in members for player in players}, index=runs.index)
        levels = {outcome: runs[effect_of(outcome, name)] for outcome in file.outcomes}
        parts.append(part.assign(seed=runs["seed"], **levels))
    return attribution.attribute(pd.concat(parts, ignore_index=True), players, list(file.outcomes))


def omitted(file: StudyFile, done: Done) -> pd.DataFrame:
    """What is lost without each measure at equal yuan, and its price; NaN where the others cannot spend its yuan."""
    scenario = next(iter(file.scenarios.values()))
    asked = packages.without_one(scenario)
    runs = _long(done, list(asked), list(file.outcomes)).rename(columns={"policy": WITHOUT})
    table = lost(runs, asked, list(file.outcomes))
    measures = pd.DataFrame({"item": [measure.name for measure in MEASURES]})
    every = pd.DataFrame({"outcome": list(file.outcomes)}).merge(measures, how="cross")
    table = every.merge(table, how="left", on=["outcome", "item"])
    table["price"] = table["item"].map(packages.prices(scenario.behaviour_values()))
    return table


def robust(file: StudyFile, done: Done) -> dict[str, Robustness]:
    """By outcome: which of the scenario and the reference holds up over the sampled beliefs."""
    runs = _long(done, [_scenario(file), REFERENCE], list(done.stage.by), names=_names(file))
    return {
        outcome: robustness(
            runs, outcome, Question(BETTER[better], threshold=file.thresholds.get(outcome)), seed=file.seed
        )
        for outcome, better in done.stage.by.items()
    }


def _differences(file: StudyFile, done: Done) -> dict[str, NDArray[np.float64]]:
    """By outcome: the scenario's less the reference's, (points, replicates)."""
    levels = done.study.outcomes
    return {
        outcome: levels[effect_of(outcome, _scenario(file))] - levels[effect_of(outcome, REFERENCE)]
        for outcome in done.stage.by
    }


def drivers(file: StudyFile, done: Done) -> pd.DataFrame:
    """Which assumptions what the scenario changes goes with: see `sim.study.sensitivity.indices`."""
    return sensitivity.indices(done.study.design, _differences(file, done))


def chance(file: StudyFile, done: Done) -> dict[str, Share]:
    """By outcome: share of the variance of the effect between situations that luck makes, with its F interval.

    A situation's effect is the mean over its seeds. Left out where each situation has one seed, or hardly any ran.
    """
    from scipy.stats import f as ratio

    found: dict[str, Share] = {}
    for outcome, effect in _differences(file, done).items():
        whole = effect[np.isfinite(effect).all(axis=1)]
        points, seeds = whole.shape
        between = seeds * float(whole.mean(axis=1).var(ddof=1)) if points > 1 else 0.0
        if seeds < 2 or between == 0.0:
            continue
        share = float(whole.var(axis=1, ddof=1).mean()) / between
        low, high = (share * float(end) for end in ratio.ppf([0.025, 0.975], points - 1, points * (seeds - 1)))
        found[outcome] = (min(share, 1.0), min(low, 1.0), min(high, 1.0))
    return found


def detectable(done: Done, boxes: Mapping[str, Discovery]) -> dict[str, float]:
    """By outcome in which nothing was found: what would have been, see `sim.study.power.detectable`."""
    columns = pd.DataFrame(dict(done.study.design.columns)).infer_objects()
    categories = tuple(int(column.nunique()) for _, column in columns.items() if is_category(column))
    numbers = columns.shape[1] - len(categories)
    return {
        outcome: power.detectable(box.grown + box.held, numbers, categories, round(20 * box.base[0]) / 20)
        for outcome, box in boxes.items()
        if not box.findings
    }


def discovered(file: StudyFile, done: Done) -> dict[tuple[str, str], Discovery]:
    """By outcome and method: where the scenario does not beat the reference; without those that never or always do."""
    assumptions = pd.DataFrame(dict(done.study.design.columns)).infer_objects()
    found = {}
    for outcome, effect in _differences(file, done).items():
        better = BETTER[done.stage.by[outcome]]
        for method in METHODS:
            try:
                found[outcome, method] = discover(assumptions, effect, better=better, method=method)
            except InputError as problem:
                if "beats the other" not in str(problem):
                    raise
    return found


def turned(file: StudyFile, done: Done) -> pd.DataFrame:
    """Where along each factor the better of the scenario and the reference changes."""
    runs = _long(done, [_scenario(file), REFERENCE], list(done.stage.by), names=_names(file))
    names = list(_names(file).values())
    found = [
        flips(runs[runs["role"] == factor], outcome, factor, names, better=BETTER[better])
        for factor in done.stage.of
        for outcome, better in done.stage.by.items()
    ]
    return pd.concat(found, ignore_index=True)


def lines(file: StudyFile, done: Done) -> pd.DataFrame:
    """Mean effect at each position of each factor: outcome, along, position, effect, low, high."""
    design, rows = done.study.design, []
    for outcome, every in _differences(file, done).items():
        effect = every[:, np.isfinite(every).all(axis=0)]
        for factor in done.stage.of:
            for row in np.flatnonzero(design.role == factor):
                value, low, high = mean_interval(effect[row])
                place = float(design.columns[factor][row])
                told = {"outcome": outcome, "along": factor, "position": place}
                rows.append(told | {"effect": float(value), "low": float(low), "high": float(high)})
    return pd.DataFrame(rows)


def units() -> dict[str, str]:
    """Unit of each assumption that is a number."""
    return {name: quantity.unit for name, quantity in {**LEVERS, **BEHAVIOUR}.items()}


def grades() -> dict[str, str]:
    """How sure the number of each assumption is; which theory holds is assumed."""
    return {name: quantity.grade for name, quantity in BEHAVIOUR.items()} | dict.fromkeys(VARIANTS, "assumption")


def _draws(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is drawn apart: the replicates of a single point, the means of several points."""
    return values[0] if len(values) == 1 else np.asarray(values.mean(axis=1))


def _scenario(file: StudyFile) -> str:
    return next(iter(file.scenarios))


def _names(file: StudyFile) -> dict[str, str]:
    """The scenario and the reference by what readers call them."""
    return {_scenario(file): _scenario(file), REFERENCE: REFERENCE if file.reference is None else file.reference.name}


def _long(
    done: Done, policies: Sequence[str], outcomes: Sequence[str], names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One row per run and policy: policy, parameters (the row of the design), role, seed, the factors, the outcomes."""
    runs = done.study.runs
    kept = runs[["seed", "role", *done.study.design.names]].assign(parameters=runs["row"])
    parts = [
        kept.assign(policy=(names or {}).get(policy, policy), **{one: runs[effect_of(one, policy)] for one in outcomes})
        for policy in policies
    ]
    return pd.concat(parts, ignore_index=True)
