"""Compiling ahead of a first run: the same kernels, the same versions; and ranges of counties at their own pace."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np
import pytest
from processes import answer, start

from sim import ahead
from sim.ahead import Rehearsal, helped
from sim.model import Model
from sim.scenario import Scenario

SMALL = Scenario.load("scenarios/opinion-2021.yaml").replace(months=30, population={"counties": 6, "households": 20})


class Listening(Model):
    """A model that notes which rules it calls."""

    def _each(self, rule: Callable[..., None], *arguments: Any) -> None:
        self.heard.add(rule)
        super()._each(rule, *arguments)

    def _once(self, rule: Callable[..., None], *arguments: Any) -> None:
        self.heard.add(rule)
        super()._once(rule, *arguments)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_what_is_rehearsed_is_what_a_run_calls() -> None:
    Listening.heard = set()
    Listening(SMALL, rng=1).step()
    calls = Rehearsal(SMALL).calls
    assert set(calls) == Listening.heard
    for rule, arguments in calls.items():
        assert tuple(map(rule.typeof_pyval, arguments)) in rule.overloads, rule.__module__


class Uneven(Model):
    """A model of two ranges, of which one is always ahead of the other by all the rules that it may be."""

    order = 1

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario, rng=7, threads=2)

    def _join(self) -> None:
        pool, self._pool = self._pool, OneAfterAnother()
        ranges, self._ranges = self._ranges, self._ranges[:: self.order]
        super()._join()
        self._pool, self._ranges = pool, ranges


class OneAfterAnother(ThreadPoolExecutor):
    """Does what it is asked for at once."""

    def __init__(self) -> None:
        super().__init__(1)

    def submit(self, call: Callable[..., Any], /, *arguments: Any) -> Any:  # type: ignore[override]
        future = super().submit(call, *arguments)
        future.result()
        return future


class Backwards(Uneven):
    """The other range is ahead."""

    order = -1


def test_a_range_may_be_ahead_of_another() -> None:
    """Between two rules that cross counties no range reads what another writes."""
    usual, uneven, backwards = Model(SMALL, rng=7), Uneven(SMALL), Backwards(SMALL)
    for model in (usual, uneven, backwards):
        while model.running:
            model.step()
    assert len(uneven._ranges) == 2
    for other in (uneven, backwards):
        assert other.collected == usual.collected
        for table, told in zip(usual.world, other.world, strict=True):
            for name, column in table._asdict().items():
                assert np.array_equal(column, getattr(told, name)), name


def test_a_warm_run_has_no_helpers_and_a_cold_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []

    class Helper:
        def __init__(self, command: list[str], **_: object) -> None:
            begun.append(command)

        def kill(self) -> None:
            begun.append(["killed"])

        def communicate(self) -> None:
            pass

    monkeypatch.setattr("subprocess.Popen", Helper)
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    monkeypatch.setattr(ahead, "is_warm", lambda: True)
    with helped(SMALL):
        assert not begun
    monkeypatch.setattr(ahead, "is_warm", lambda: False)
    with helped(SMALL):
        assert len(begun) == 1 and begun[0][2:4] == ["-m", "sim.ahead"]
    assert begun[1:] == [["killed"]]
    monkeypatch.setattr(ahead, "cores", lambda: 1)
    begun.clear()
    with helped(SMALL):
        assert not begun


@pytest.mark.nightly
def test_a_helper_compiles_what_a_run_then_finds(tmp_path: Any) -> None:
    script = (
        "from sim.scenario import Scenario; from sim.ahead import Rehearsal, compile_ahead\n"
        "calls = list(Rehearsal(Scenario()).calls.items())\n"
        "for rule, arguments in calls[:-3:-1]: compile_ahead(rule, arguments)\n"
        "for rule, arguments in calls[:-3:-1]: rule.compile(tuple(map(rule.typeof_pyval, arguments)))\n"
        "print(*(sum(rule.stats.cache_hits.values()) for rule, _ in calls[:-3:-1]))"
    )
    assert answer(start(script, NUMBA_CACHE_DIR=str(tmp_path))) == "0 0\n"
    assert answer(start(script, NUMBA_CACHE_DIR=str(tmp_path))) == "1 1\n"
