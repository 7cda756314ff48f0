"""A function of coalitions, packages or policies as a target of factors."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.study.target import Function, Outcomes


@dataclass(frozen=True)
class Adapted:
    """A function of something else than factors, as a target; named by all that determines it."""

    call: Callable[[dict[str, Any], int], Outcomes]
    name: str
    identity: str
    months: Sequence[str] = ()

    def __call__(self, factors: dict[str, Any], seed: int, /) -> Outcomes:
        """Run it once."""
        return self.call(factors, seed)


def adapted(function: Any, call: Callable[[dict[str, Any], int], Outcomes], told: Any) -> Adapted:
    """A target that calls `function` by way of `call`.

    Parameters
    ----------
    function
        What is run: its identity is part of the target's.
    call
        Function of (factors, seed) that calls it.
    told
        What else `call` knows, as JSON can write it: part of the identity too.
    """
    inner = function if hasattr(function, "identity") else Function.of(function)
    text = json.dumps([inner.identity, told])
    return Adapted(call, inner.name, hashlib.blake2b(text.encode(), digest_size=16).hexdigest())
