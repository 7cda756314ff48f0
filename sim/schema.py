"""JSON schema of a scenario file, for editors that complete and check while one writes."""

from collections.abc import Mapping
from typing import Any

from sim.behaviour import Behaviour
from sim.dated import LONGEST_CHANGE
from sim.declare import Quantity
from sim.ensemble import WORD
from sim.events import Events
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.population.places import FEWEST_COUNTIES, all_counties
from sim.population.settings import FEWEST_HOUSEHOLDS, FULL, MICRODATA, MOST_HOUSEHOLDS, SAMPLE, SYNTHETIC
from sim.rules import VARIANTS
from sim.scenario import Scenario
from sim.sections import BEHAVIOUR, BUDGET_CLOSURES, EVENTS, FUND_CLOSURES, LARGEST_SEED, LEVERS, MOST_MONTHS

DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


def schema() -> dict[str, Any]:
    """Schema of a scenario file (JSON schema, draft 2020-12), made from the declarations."""
    usual = Scenario()
    counties = [county.id for county in all_counties()]
    ids = {"type": "array", "items": {"enum": counties}, "minItems": FEWEST_COUNTIES, "uniqueItems": True}
    number_of_counties = {"type": "integer", "minimum": FEWEST_COUNTIES, "maximum": len(counties)}
    count = {"type": "integer", "minimum": FEWEST_HOUSEHOLDS, "maximum": MOST_HOUSEHOLDS}
    population = {
        "source": {
            "enum": [SYNTHETIC, MICRODATA],
            "default": usual.population.source,
            "description": "where people come from",
        },
        "counties": {
            "oneOf": [number_of_counties, ids, {"type": "string"}],
            "default": usual.population.counties,
            "description": "how many counties, their ids, or a file of one's own",
        },
        "households": {
            "oneOf": [count, {"type": "string"}],
            "default": usual.population.households,
            "description": "households of each county; of microdata, the file of the survey's households",
        },
        "scale": {
            "enum": [SAMPLE, FULL],
            "default": usual.population.scale,
            "description": "so many households of each county, or all its registered people one to one",
        },
        "per_county": {**count, "description": "households of each county, of microdata"},
        "persons": {"type": "string", "description": "file of the survey's persons"},
        "mapping": {"type": "string", "description": "file that says which columns of the survey are which"},
        "weights": {"type": "string", "description": "raked, given, or a file of margins", "default": "raked"},
        "facts": {"type": "string", "description": "folder of files in place of those of sim/data"},
        "digest": {"type": "string", "description": "hash of one's own files, told of a run"},
        "seed": {
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": LARGEST_SEED,
            "default": usual.population.seed,
            "description": "key of the draws of who they are; default: the run's",
        },
    }
    rules = {slot: {"enum": list(names), "default": names[0]} for slot, names in VARIANTS.items()}
    keys: dict[str, Any] = {
        "name": {"type": "string", "description": "short name, also of the folder of a run; default: the file's own"},
        "title": {"type": "string", "description": "one line for figures; default: the name"},
        "extends": {"type": "string", "description": "file that this one begins from, relative to it"},
        "start": _month("first month", usual.start),
        "months": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_MONTHS,
            "default": usual.months,
            "description": "how many months are simulated",
        },
        "policy_from": _month("month from which a lever without a date holds", usual.policy_from),
        "seed": {
            "type": "integer",
            "minimum": 0,
            "maximum": LARGEST_SEED,
            "default": usual.seed,
            "description": "key of all luck",
        },
        "levers": _closed({name: _dated(q, Levers._field_defaults[name]) for name, q in LEVERS.items()}),
        "behaviour": {
            "oneOf": [
                _closed({name: _number(q, Behaviour._field_defaults[name]) for name, q in BEHAVIOUR.items()}),
                {"type": "string", "description": f"`{WORD}`, or a file of parameter sets; each seed runs one"},
            ]
        },
        "ensemble": {"type": "object", "description": "which parameter sets are run, told of a run"},
        "events": _closed({name: _dated(q, Events._field_defaults[name]) for name, q in EVENTS.items()}),
        "rules": _closed(rules),
        "fund_closure": {"enum": list(FUND_CLOSURES), "default": usual.fund_closure},
        "budget_closure": {"enum": list(BUDGET_CLOSURES), "default": usual.budget_closure},
        "population": _closed(population),
        "outputs": {
            "type": "array",
            "items": {"oneOf": [{"const": name, "description": text} for name, (_, text) in DEFINITIONS.items()]},
            "minItems": 1,
            "uniqueItems": True,
            "description": "indicators that are kept; default: all",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of tiltsim",
        **_closed(keys),
    }


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _month(text: str, default: str) -> dict[str, Any]:
    return {"type": "string", "pattern": DATE, "default": default, "description": text}


def _number(quantity: Quantity, default: float) -> dict[str, Any]:
    limits = {"type": "number", "minimum": quantity.low, "maximum": quantity.high}
    return {**limits, "default": default, "description": f"{quantity.text} [{quantity.unit}]"}


def _dated(quantity: Quantity, default: float) -> dict[str, Any]:
    number = {"type": "number", "minimum": quantity.low, "maximum": quantity.high}
    over = {"type": "integer", "minimum": 1, "maximum": LONGEST_CHANGE}
    change = {**_closed({"to": number, "over": over}), "required": ["to", "over"]}
    dates = {
        "type": "object",
        "patternProperties": {DATE: {"oneOf": [number, change]}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    clause = f", clause ({quantity.clause})" if quantity.clause else ""
    return {
        "oneOf": [number, dates],
        "default": default,
        "description": f"{quantity.text} [{quantity.unit}]{clause}",
    }
