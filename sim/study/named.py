"""What a job makes runs of, told by name, so that no job takes code out of a folder.

The model is made again from what the manifest tells of it; a function is imported by its name, which stands in the
script of the job. Either way its identity must be the one of the study.
"""

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from sim.errors import EnvironmentProblem, InputError
from sim.stored import is_kind, one_line, refuse
from sim.study.branch import Block
from sim.study.modeltarget import ModelTarget
from sim.study.study import MANIFEST
from sim.study.target import Function, Target

MODEL = "model"
"""Name of every target that its manifest tells in full."""


def name_of(target: Target) -> str:
    """How a job finds a target again: "model", or the module and the name of a function.

    Raises
    ------
    InputError
        If it cannot: a function inside another, one of a notebook, an object.
    """
    if isinstance(target, ModelTarget | Block):
        return MODEL
    function = target.function if isinstance(target, Function) else None
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "<")
    if module == "__main__":
        path = getattr(sys.modules[module], "__file__", None)
        module = None if path is None else Path(path).stem
    if module is None or not all(part.isidentifier() for part in f"{module}.{name}".split(".")):
        raise InputError(
            f"target {target.name} cannot be found again by a job that no process waits for; allowed are a study file "
            "and a function of a module or script; on='slurm' takes any"
        )
    return f"{module}:{name}"


def named(name: str, folder: Path, told: Mapping[str, Any]) -> Target:
    """The target of a study by the name that its job was given.

    Parameters
    ----------
    name : as `name_of` gives it
    folder : of the study
    told : what its manifest says of the target

    Raises
    ------
    EnvironmentProblem
        If it is not to be had here.
    InputError
        If it is not what the study was made of.
    """
    if name == MODEL:
        return same(model_of(folder, told), folder, told)
    module, _, inside = name.partition(":")
    try:
        function: Any = importlib.import_module(module)
        for part in inside.split("."):
            function = getattr(function, part)
    except Exception as problem:  # whatever a module raises when it is imported
        said = one_line(f"{type(problem).__name__}: {problem}")
        raise EnvironmentProblem(f"{name}: the target cannot be loaded here: {said}") from problem
    return same(Function.of(function), folder, told)


def model_of(folder: Path, told: Mapping[str, Any]) -> Target:
    """The model as a manifest tells of it, made of the code that is here.

    Raises
    ------
    InputError
        If it was not the model, or this code no longer allows what the manifest tells.
    """
    path = folder / MANIFEST
    if "model" not in told:
        raise InputError(f"{folder}: made by {told['name']}, not by the model; from Python give the function as target")
    try:
        if "worlds" in told["model"]:
            return cast(Target, Block.from_manifest(told["model"]))
        return ModelTarget.from_manifest(told["name"], told["model"])
    except InputError as problem:
        raise InputError(f"{path}: {problem}") from None
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError):
        refuse(path, "its target is not told as the model is")


def same(target: Target, folder: Path, told: Mapping[str, Any]) -> Target:
    """The target, if it is the one that a manifest tells of.

    Raises
    ------
    InputError
        If it changed since.
    """
    if changed := what_changed(target, told):
        raise InputError(
            f"{folder}: its runs were made by {told['name']} as it was before {changed} changed; give another `out`"
        )
    return target


def what_changed(target: Target, told: Mapping[str, Any]) -> str | None:
    """What differs from the target that a manifest tells of; None if nothing."""
    if told["identity"] == target.identity:
        return None
    kinds = {"code": str, "captured": dict, "left": dict}
    if not isinstance(target, Function) or not all(is_kind(told.get(name), kind) for name, kind in kinds.items()):
        return "it"
    captured, left = ({key: str(value) for key, value in told[name].items()} for name in ("captured", "left"))
    return target.changed(told["code"], captured, left)
