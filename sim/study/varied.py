"""What a study file varies: levers, behaviour and rules, each over the range that is declared or a narrower one."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from sim.declare import Quantity, did_you_mean, shown
from sim.files import Written
from sim.rules import VARIANTS
from sim.sections import BEHAVIOUR, LEVERS, unknown

KINDS = {"levers": "levers", "behaviour": "uncertainties", "rules": "structure"}
"""What each section of the factors is called where variance is shared out."""

LEVERS_KIND, STRUCTURE_KIND = KINDS["levers"], KINDS["rules"]

SIGNS = "*?["
"""What makes a name a pattern."""
FIXED = "fixed"
"""What is written for names that a wider pattern takes in and that shall not vary."""
TILT, LEAST_TILT = "_tilt", 0.5
"""How tilts are called, and the least that is sampled: 0 is none, but means the tilt of the fund."""

type Varied = dict[str, Any]
"""Name of a factor -> frozen distribution or list of values."""


def read(entry: Written) -> tuple[Varied, dict[str, str]]:
    """Read the factors of a study.

    Returns
    -------
    factors in the order of the file, and the kind of each: levers, uncertainties or structure

    Raises
    ------
    InputError
        If a name is unknown, or a range or value is not allowed.
    """
    factors: Varied = {}
    kinds: dict[str, str] = {}
    for section, part in entry.mapping("factors", KINDS).items():
        found = _rules(part) if section == "rules" else _numbers(part, section, _DECLARED[section])
        factors |= found
        kinds |= dict.fromkeys(found, KINDS[section])
    if not factors:
        entry.fault("factors names nothing that varies; allowed is levers, behaviour or rules")
    return factors, kinds


_DECLARED: Mapping[str, Mapping[str, Quantity]] = {"levers": LEVERS, "behaviour": BEHAVIOUR}


def _numbers(part: Written, section: str, quantities: Mapping[str, Quantity]) -> Varied:
    if part.value == "all":
        return {name: _declared(name, quantity) for name, quantity in quantities.items()}
    if not isinstance(part.value, dict):
        part.refuse(section, "`all`, or a mapping of names or patterns to ranges")
    found: Varied = {}
    entries = part.mapping(section)
    for key, entry in entries.items():
        names = [key]
        if any(sign in key for sign in SIGNS):
            names = [name for name in quantities if fnmatchcase(name, key)]
            if not names:
                entry.fault(f"no number under {section} is called like {shown(key)}")
            names = [name for name in names if name not in entries]
        elif key not in quantities:
            entry.fault(unknown(key, section))
        for name in names:
            found.pop(name, None)
            if entry.value != FIXED:
                found[name] = _factor(entry, name, quantities[name])
    return found


def _declared(name: str, quantity: Quantity) -> Any:
    """The declared range; of a tilt from where it is one, for 0 takes the tilt of the fund."""
    return _uniform(max(quantity.low, LEAST_TILT) if name.endswith(TILT) else quantity.low, quantity.high)


def _factor(entry: Written, name: str, quantity: Quantity) -> Any:
    """`declared`, a range `[low, high]`, or `{values: [...]}`; `fixed` for what a pattern shall not take in."""
    if entry.value == "declared":
        return _declared(name, quantity)
    if isinstance(entry.value, list):
        ends = [end.number(name, quantity) for end in entry.value]
        if len(ends) != 2 or not ends[0] < ends[1]:
            entry.fault(f"the range of {name} has {_ends(ends)}; allowed is two numbers, the lower one first")
        if name.endswith(TILT) and ends[0] < LEAST_TILT:
            entry.fault(f"the range of {name} begins at {ends[0]:g}; allowed is {LEAST_TILT} or more, for 0 is no tilt")
        return _uniform(ends[0], ends[1])
    if isinstance(entry.value, dict):
        entries = entry.mapping(f"the values of {name}", ("values",))
        values = [value.number(name, quantity) for value in entries["values"].items("values")] if entries else []
        if not values or len(set(values)) < len(values):
            entry.fault(f"the values of {name} are none, or one comes twice")
        return values
    entry.refuse(name, "`declared`, a range [low, high], or {values: [...]}")


def _rules(part: Written) -> Varied:
    if part.value == "all":
        theories: Mapping[str, Sequence[str]] = VARIANTS
        return {slot: list(names) for slot, names in theories.items() if len(names) > 1}
    if not isinstance(part.value, dict):
        part.refuse("rules", "`all`, or a mapping of rules to lists of theories")
    found: Varied = {}
    for slot, entry in part.value.items():
        if slot not in VARIANTS:
            entry.fault(f"unknown rule {shown(slot)}{did_you_mean(slot, VARIANTS)}")
        names = [name.choice(f"rule {slot}", VARIANTS[slot]) for name in entry.items(f"rule {slot}")]
        if not names or len(set(names)) < len(names):
            entry.fault(f"rule {slot} names no theory, or one twice")
        found[slot] = names
    return found


def _ends(ends: list[float]) -> str:
    return " and ".join(f"{end:g}" for end in ends) or "no ends"


def _uniform(low: float, high: float) -> Any:
    from scipy import stats

    return stats.uniform(low, high - low)
