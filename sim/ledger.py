"""The ledger of a rule: what its docstring says it reads and writes, and what its code does.

A rule's docstring ends with a ledger:

    Reads   persons.age persons.health, counties.staff
    Writes  persons.capacity     Levers  none     Luck  one draw per person

`told` reads it; `done` finds in the source which columns the rule and the kernels it calls load and store. Columns
that only say where rows begin and how many there are (`STRUCTURE`) are not listed, and a column that is written is
not listed again as read. The documentation, the benchmark and the test of headers rest on these two.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

from sim import state
from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.state.table import columns

TABLES = {
    "persons": state.Persons,
    "households": state.Households,
    "registry": state.Registry,
    "employers": state.Employers,
    "centres": state.Centres,
    "villages": state.Villages,
    "counties": state.Counties,
    "provinces": state.Provinces,
}
STRUCTURE = frozenset(
    f"{table}.{name}"
    for table, declared in TABLES.items()
    for name in columns(declared)
    if name.startswith("first_") or (table in {"counties", "villages", "provinces"} and name in TABLES)
)


class Ledger(NamedTuple):
    """Columns as "table.column", levers and behaviour by name."""

    reads: frozenset[str]
    writes: frozenset[str]
    levers: frozenset[str]
    behaviour: frozenset[str]


def told(rule: ModuleType) -> Ledger:
    """What the docstring says; it does not list behaviour, nor a column both as read and as written.

    Raises
    ------
    ValueError
        If the docstring has no ledger.
    """
    text = inspect.cleandoc(rule.__doc__ or "")
    parts = re.split(r"\b(Reads|Writes|Levers|Luck)\s{2,}", text)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    if set(found) != {"Reads", "Writes", "Levers", "Luck"}:
        raise ValueError(f"{rule.__name__}: its docstring has no ledger of Reads, Writes, Levers and Luck")
    names = re.findall(r"[a-z_]+", found["Levers"])
    levers = frozenset(name for name in names if name in Levers._fields)
    if "all doses and tilts" in found["Levers"]:
        levers |= {name for name in Levers._fields if name.endswith(("_dose", "_tilt"))}
    writes = _listed(found["Writes"])
    return Ledger(_listed(found["Reads"]) - writes - STRUCTURE, writes, levers, frozenset())


def done(rule: ModuleType) -> Ledger:
    """What the code of a rule does, the kernels of other modules that it calls included."""
    loads: set[str] = set()
    stores: set[str] = set()
    levers: set[str] = set()
    behaviour: set[str] = set()
    for function, names in _kernels(rule):
        for node in ast.walk(function):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            kind, name = names.get(node.value.id, ""), node.attr
            if kind == "Levers" and name in Levers._fields:
                levers.add(name)
            elif kind == "Behaviour" and name in Behaviour._fields:
                behaviour.add(name)
            elif kind.lower() in TABLES and name in columns(TABLES[kind.lower()]):
                (stores if _is_stored(function, node) else loads).add(f"{kind.lower()}.{name}")
    return Ledger(frozenset(loads - stores - STRUCTURE), frozenset(stores), frozenset(levers), frozenset(behaviour))


def _listed(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]+\.[a-z_]+\b", text))


def _kernels(rule: ModuleType) -> Iterator[tuple[ast.FunctionDef, dict[str, str]]]:
    """Functions of a module and, following calls, of the rules whose kernels it uses; with their annotated names."""
    waiting = [(rule, name) for name in _functions(rule)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        module, name = waiting.pop()
        if (module.__name__, name) in seen:
            continue
        seen.add((module.__name__, name))
        function = _functions(module)[name]
        yield (
            function,
            {
                argument.arg: argument.annotation.id
                for argument in function.args.args
                if isinstance(argument.annotation, ast.Name)
            },
        )
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                target = getattr(module, node.func.id, None)
                home = inspect.getmodule(getattr(target, "py_func", None))
                if home is not None and node.func.id in _functions(home):
                    waiting.append((home, node.func.id))


def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _is_stored(function: ast.FunctionDef, attribute: ast.Attribute) -> bool:
    """Whether an attribute is the column that some assignment of the function writes to."""
    for node in ast.walk(function):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            for part in target.elts if isinstance(target, ast.Tuple) else [target]:
                while isinstance(part, ast.Subscript):
                    part = part.value
                if part is attribute:
                    return True
    return False
