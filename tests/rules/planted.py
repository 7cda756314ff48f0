"""Errors planted one at a time in the scalar equations of the rules; the tests of the rule must find them.

    python tests/rules/planted.py [--sample 300] [--seed 1] [--rules funds search …]

Decorated functions are where the equations are, so a mutant is a copy of the whole package in which one node of one
equation is another: a sum a difference, a bound another, a constant a little more, the smaller the larger. The tests
of that rule run on it without compiling. A test that fails, or does not end, has found it.
"""

import argparse
import ast
import copy
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SECONDS = 300
OTHER = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult},
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.And: ast.Or, ast.Or: ast.And},
}
NAMES = {"min": "max", "max": "min", "exp": "expm1", "log": "log1p", "floor": "ceil", "ceil": "floor"}


class Planted(NamedTuple):
    """One error: the rule, the line, what was written, what stands there instead, the whole source."""

    rule: str
    line: int
    before: str
    after: str
    source: str


def equations(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Kernels that yield a value: all but `step` and those that change rows alone."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name != "step":
            is_kernel = any("kernel" in ast.unparse(decorator) for decorator in node.decorator_list)
            yields = any(isinstance(part, ast.Return) and part.value is not None for part in ast.walk(node))
            if is_kernel and yields:
                yield node


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be instead."""
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OTHER:
        other = copy.deepcopy(node)
        other.op = OTHER[type(node.op)]()
        yield other
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        other = copy.deepcopy(node)
        other.ops[0] = OTHER[type(node.ops[0])]()
        yield other
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield ast.Constant(node.value + 1 if isinstance(node.value, int) else node.value * 1.1 + 0.01)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("min", "max"):
        yield ast.Name(NAMES[node.id], ast.Load())
    elif isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield ast.Attribute(copy.deepcopy(node.value), NAMES[node.attr], ast.Load())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield copy.deepcopy(node.operand)


def planted(path: Path) -> Iterator[Planted]:
    """Every error that can be planted in the equations of a rule."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    for equation in equations(tree):
        for parent in [part for statement in equation.body for part in ast.walk(statement)]:
            for name, value in [*ast.iter_fields(parent)]:
                places = range(len(value)) if isinstance(value, list) else [None]
                for place in places:
                    node = value if place is None else value[place]
                    if isinstance(node, ast.AST):
                        for other in changed(node):
                            _put(parent, name, place, other)
                            yield Planted(path.stem, getattr(node, "lineno", equation.lineno), ast.unparse(node),
                                          ast.unparse(other), ast.unparse(tree))  # fmt: skip
                            _put(parent, name, place, node)


def _put(parent: ast.AST, name: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[place] = node


def tests_of(rule: str) -> list[str]:
    """Files of tests that name a rule's module."""
    own = ROOT / "tests" / "rules" / f"test_{rule}.py"
    naming = re.compile(rf"\b{rule}\b")
    others = [path for path in (ROOT / "tests" / "rules").glob("test_*.py") if naming.search(path.read_text())]
    return [str(path.relative_to(ROOT)) for path in ([own] if own.exists() else sorted(others))]


def is_found(one: Planted, tree: Path) -> bool:
    """Whether the tests of its rule fail on a copy of the package in which it stands."""
    path = tree / "sim" / "rules" / f"{one.rule}.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(one.source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests_of(one.rule)]
    environment = {**os.environ, "PYTHONPATH": str(tree), "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(before, encoding="utf-8")
    return done.returncode == 1


def copied(room: Path) -> Path:
    """The package and its tests, in a folder of their own."""
    tree = room / "tree"
    for name in ("sim", "tests", "scenarios"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def drawn(sample: int, seed: int, rules: list[str]) -> list[Planted]:
    """A sample of all errors in rules that have tests of their own."""
    paths = sorted((ROOT / "sim" / "rules").glob("*.py"))
    wanted = [path for path in paths if (not rules or path.stem in rules) and tests_of(path.stem)]
    every = [one for path in wanted for one in planted(path)]
    return random.Random(seed).sample(every, min(sample, len(every)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", nargs="*", default=[])
    asked = parser.parse_args()
    ones = drawn(asked.sample, asked.seed, asked.rules)
    survived = 0
    with tempfile.TemporaryDirectory() as room:
        tree = copied(Path(room))
        for one in ones:
            if not is_found(one, tree):
                survived += 1
                print(f"{one.rule}.py:{one.line}: {one.before}  →  {one.after}", flush=True)  # noqa: T201
    print(f"{len(ones)} made, {survived} survived ({survived / max(1, len(ones)):.0%})")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
