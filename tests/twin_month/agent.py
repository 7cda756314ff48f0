"""What every agent of the twin can do: remember its columns, and ask for its luck."""

import random
from typing import Any

import mesa
import numpy as np

from sim.numeric import Decision, lot, make_luck, normal, normal_of, uniform, uniform_pair


def single(number):
    """A number as a column of single precision keeps it."""
    return float(np.float32(number))


class Agent(mesa.Agent):
    """An agent with a permanent id, whose luck is a function of the month, the decision and that id.

    Its attributes are the columns of its table in `sim.state`, under the same names: plain ints (money in fen),
    floats, bools, and lists where a column is wide. Links are objects.
    """

    def __init__(self, model: mesa.Model, columns: dict[str, Any]) -> None:
        super().__init__(model)
        self.__dict__.update(columns)

    def uniform(self, decision: Decision, draw: int = 0) -> float:
        """A number in [0, 1) for this decision of this month."""
        return self.model.luck.uniform(int(decision), self.id, draw)

    def lot(self, decision: Decision, draw: int = 0) -> float:
        """A number in [0, 1) that decides who of those alike is served first."""
        return self.model.luck.lot(int(decision), self.id, draw)

    def uniform_pair(self, decision: Decision, other: int) -> float:
        """A number in [0, 1) for this decision about the agent and something of its own that has a number."""
        return self.model.luck.uniform_pair(int(decision), self.id, other)

    def normal(self, decision: Decision, draw: int = 0) -> float:
        """A standard normal number for this decision of this month."""
        return self.model.luck.normal(int(decision), self.id, draw)

    def normal_of(self, month: int, decision: Decision) -> float:
        """A standard normal number for this decision, the same whenever that month is asked for."""
        return self.model.luck.normal_of(month, int(decision), self.id)

    def single_normal(self, decision: Decision, draw: int = 0) -> float:
        """The same as a column of single precision keeps it."""
        return float(np.float32(self.normal(decision, draw)))


class SharedLuck:
    """The luck of the columns: the same draw for the same decision, whoever asks and however often."""

    def __init__(self, seed: int, ties: int = 0) -> None:
        self.seed, self.ties = seed, ties

    def begin(self, month: int) -> None:
        """Turn to a month, counted from January 2000."""
        self._luck = make_luck(self.seed, month, ties=self.ties)

    def uniform(self, decision: int, id: int, draw: int = 0) -> float:
        return uniform(self._luck, decision, id, draw)

    def lot(self, decision: int, id: int, draw: int = 0) -> float:
        return lot(self._luck, decision, id, draw)

    def uniform_pair(self, decision: int, id: int, other: int) -> float:
        return uniform_pair(self._luck, decision, id, other)

    def normal(self, decision: int, id: int, draw: int = 0) -> float:
        return normal(self._luck, decision, id, draw)

    def normal_of(self, month: int, decision: int, id: int) -> float:
        return normal_of(self._luck, month, decision, id)


class OwnLuck:
    """The luck of most Mesa models, one stream for all: only for timing, since it agrees with nobody."""

    def __init__(self, seed: int) -> None:
        self._stream = random.Random(seed)

    def begin(self, month: int) -> None:
        """A stream goes on from month to month."""

    def uniform(self, decision: int, id: int, draw: int = 0) -> float:
        return self._stream.random()

    def lot(self, decision: int, id: int, draw: int = 0) -> float:
        return self._stream.random()

    def uniform_pair(self, decision: int, id: int, other: int) -> float:
        return self._stream.random()

    def normal(self, decision: int, id: int, draw: int = 0) -> float:
        return self._stream.gauss(0.0, 1.0)

    def normal_of(self, month: int, decision: int, id: int) -> float:
        return self._stream.gauss(0.0, 1.0)
