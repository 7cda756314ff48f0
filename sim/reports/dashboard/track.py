"""One world, and what it was month by month: its indicators and the lives of its households."""

from math import nan
from time import perf_counter
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.agents import Household
from sim.model import Model
from sim.numeric import NONE
from sim.scenario import Scenario
from sim.state.codes import LOCAL

type Numbers = NDArray[np.float32]


class Lives(NamedTuple):
    """Every household in one month, in the order of the table; money is yuan."""

    id: NDArray[np.int64]
    county: NDArray[np.int64]
    """Permanent code."""
    is_registered: NDArray[np.bool_]
    size: Numbers
    income: Numbers
    """Registry income per head over the last twelve months."""
    true_income: Numbers
    """The same less medical, schooling and disaster spending: what the poverty line is held against."""
    is_poor: NDArray[np.bool_]
    is_monitored: NDArray[np.bool_]
    here: Numbers
    """Members with a wage job or post in the county."""
    away: Numbers
    """Members with a wage job outside it."""
    medical: Numbers
    school_fees: Numbers
    damage: Numbers
    aid_paid: Numbers


class Track:
    """A model and its past.

    Parameters
    ----------
    model : a world that has not been stepped

    Attributes
    ----------
    model : the world, at the end of the last month kept
    series : (indicator, county type) -> one value a month from the first month on, NaN where it is not defined
    lives : the households, month by month
    seconds : that its months took
    now : the households of the last month; of a model that has not been stepped, those that it begins with
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.series: dict[tuple[str, str], list[float]] = {}
        self.lives: list[Lives] = []
        self.now = lives_of(model)
        self.seconds = 0.0
        self._read = 0

    def step(self) -> None:
        """Simulate one month and keep it."""
        begun = perf_counter()
        self.model.step()
        self.seconds += perf_counter() - begun
        self._take_indicators()
        self.now = lives_of(self.model)
        self.lives.append(self.now)

    def branch(self, scenario: Scenario) -> Self:
        """A copy that goes on from here under another scenario; the past is shared, for nobody changes it."""
        copy = type(self).__new__(type(self))
        copy.model = self.model.branch(scenario)
        copy.series = {key: [*values] for key, values in self.series.items()}
        copy.lives, copy.now = [*self.lives], self.now
        copy.seconds, copy._read = self.seconds, self._read
        return copy

    def value(self, indicator: str, county_type: str) -> float:
        """An indicator of the last month, NaN if it is not defined or there is no month yet."""
        path = self.path(indicator, county_type)
        return path[-1] if path else nan

    def path(self, indicator: str, county_type: str) -> list[float]:
        """An indicator month by month."""
        path = self.series.get((indicator, county_type), [])
        return path + [nan] * (self.model.month - len(path))

    def life(self, household: int) -> dict[int, tuple[Lives, int]]:
        """The months in which a household was there: month -> the lives of that month and its row in them."""
        found = {}
        for month, lives in enumerate(self.lives):
            rows = np.flatnonzero(lives.id == household)
            if len(rows):
                found[month] = lives, int(rows[0])
        return found

    def _take_indicators(self) -> None:
        for row in self.model.collected[self._read :]:
            if row.group_kind == "county_type":
                path = self.series.setdefault((row.indicator, row.group), [])
                path += [nan] * (row.month - len(path)) + [row.value]
        self._read = len(self.model.collected)


def lives_of(model: Model) -> Lives:
    """The households as they are now."""
    households = model.agents_by_type[Household]

    def numbers(name: str) -> Numbers:
        return np.asarray(households.column(name), np.float32)

    persons, employers = model.world.persons, model.world.employers
    has_job = persons.employer != NONE
    place = np.where(has_job, employers.place[persons.employer], LOCAL)
    is_here = (has_job & (place == LOCAL)) | (persons.post_days > 0)
    many = len(model.world.households.id)
    return Lives(
        model.world.households.id.copy(),
        households.column("county"),
        households.column("is_registered"),
        numbers("size"),
        numbers("income"),
        numbers("true_income"),
        households.column("is_poor"),
        households.column("is_monitored"),
        np.bincount(persons.household[is_here], minlength=many).astype(np.float32),
        np.bincount(persons.household[has_job & (place != LOCAL)], minlength=many).astype(np.float32),
        numbers("medical"),
        numbers("school_fees"),
        numbers("damage"),
        numbers("aid_paid"),
    )
