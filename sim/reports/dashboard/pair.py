"""The model that SolaraViz steps: a policy and the baseline side by side, under the same luck."""

import dataclasses
from threading import RLock

import mesa

from sim.dated import Step, month_name, month_number
from sim.declare import checked
from sim.reports.dashboard.opening import Opening
from sim.scenario import Scenario
from sim.sections import LEVERS


class Desk:
    """What somebody plays with; it outlives every reset.

    Parameters
    ----------
    opening : the scenarios

    Attributes
    ----------
    turned : levers that were turned, and to what; the others stay as the scenario has them
    """

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.turned: dict[str, float] = {}


class Pair(mesa.Model):
    """Two worlds that differ by the levers alone.

    A lever that is turned holds from the next month on; after a reset, from the first.

    Parameters
    ----------
    desk : scenarios and levers
    seed : key of all luck

    Attributes
    ----------
    policy, baseline : the worlds with their past
    running : False after the last month
    lock : held while a month is made; who reads the worlds' tables holds it too
    """

    scenario = None  # Mesa would write into whatever is assigned here

    def __init__(self, desk: Desk, seed: int) -> None:
        super().__init__(rng=int(seed))
        self.scenario = None
        self.desk, self.seed, self.lock = desk, int(seed), RLock()
        self.policy, self.baseline = desk.opening.worlds(self.seed)
        self.running = self.policy.model.running
        self._follows: dict[str, float] = {}

    def step(self) -> None:
        """Simulate one month of both."""
        with self.lock:
            if self.desk.turned != self._follows:
                self.policy = self.policy.branch(self.scenario_from_now())
                self._follows = dict(self.desk.turned)
            self.policy.step()
            self.baseline.step()
            self.running = self.policy.model.running and self.baseline.model.running

    @property
    def month(self) -> int:
        """Months that are over, counted from the start of the scenario."""
        return self.policy.model.month

    @property
    def date(self) -> str:
        """The last month that is over, such as "2021-12"; of a run that has not begun, the start."""
        return month_name(month_number(self.desk.opening.policy.start) + max(self.month - 1, 0))

    def lever(self, name: str) -> float:
        """What a lever will be next month."""
        if name in self.desk.turned:
            return self.desk.turned[name]
        value: float = getattr(self.desk.opening.policy.levers_at(self.month), name)
        return value

    def turn(self, name: str, value: float) -> None:
        """Set a lever from the next month on.

        Raises
        ------
        InputError
            If the value is out of the lever's range.
        """
        self.desk.turned[name] = checked(name, value, LEVERS[name])

    def turn_back(self) -> None:
        """Leave all levers to the scenario again, from the next month on."""
        self.desk.turned.clear()

    def scenario_from_now(self) -> Scenario:
        """What is followed from the next month on: the path so far, then the levers as they are turned."""
        asked, lived = self.desk.opening.policy, self.policy.model.resolved
        first, levers = month_number(asked.start), dict(lived.levers)
        past = [lived.levers_at(t) for t in range(self.month)]
        future = [asked.levers_at(t) for t in range(self.month, asked.months)]
        for name in self.desk.turned.keys() | self._follows.keys():
            values = [getattr(lever, name) for lever in past]
            values += [self.desk.turned.get(name, getattr(lever, name)) for lever in future]
            changes = [t for t, value in enumerate(values) if t == 0 or value != values[t - 1]]
            levers[name] = (tuple(Step(first + t, values[t]) for t in changes),)
        return dataclasses.replace(lived, levers=levers)
