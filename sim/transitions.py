"""From one December to the next: what people did and what they do now."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.numeric import NONE
from sim.state import World

STATES: Final = ("now_local", "now_province", "now_east", "now_elsewhere", "now_post", "now_searching", "now_learning",
                 "now_home")  # fmt: skip
"""What a person of 16 or more does: at work by place, in a post, looking for work, at school or in a course, none of
these; also the names of the counts of who does it now."""
POST, SEARCHING, LEARNING, HOME = 4, 5, 6, 7
ADULT = 16


def states(world: World) -> NDArray[np.int8]:
    """What each person does this month, NONE of children."""
    persons = world.persons
    found = np.full(len(persons.id), HOME, np.int8)
    found[persons.is_student | (persons.course_months > 0)] = LEARNING
    found[persons.looks != NONE] = SEARCHING
    found[persons.post_months > 0] = POST
    is_employed = persons.employer != NONE
    found[is_employed] = world.employers.place[persons.employer[is_employed]]
    found[persons.age < ADULT] = NONE
    return found


class Transitions:
    """People by what they did a year ago and what they do now, of those who were 16 or more then and are still here.

    Attributes
    ----------
    counts : weighted people, shape (2, 8, 8): other and key counties, a year ago, now; None before the second December
    """

    def __init__(self) -> None:
        self.counts: NDArray[np.float64] | None = None
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._states: NDArray[np.int8] = np.empty(0, np.int8)

    def remember(self, world: World) -> None:
        """Hold this December against the last, and keep it for the next."""
        ids, now = world.persons.id, states(world)
        _, were, are = np.intersect1d(self._ids, ids, assume_unique=True, return_indices=True)
        before, after = self._states[were], now[are]
        is_told = (before != NONE) & (after != NONE)
        county = np.repeat(np.arange(len(world.counties.code)), world.counties.persons)[are][is_told]
        place = (world.counties.is_key[county] * len(STATES) + before[is_told]) * len(STATES) + after[is_told]
        size = 2 * len(STATES) * len(STATES)
        told = np.bincount(place, world.counties.weight[county], size).reshape(2, len(STATES), len(STATES))
        self.counts = told if len(self._ids) else None
        self._ids, self._states = ids.copy(), now
