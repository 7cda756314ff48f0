"""What counties have to work with: seats, public staff, services; and what they report of the year's money.

Each indicator is a sum over counties, or a quotient of two such sums; it is told of all counties, each county type and
each province.
"""

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.state import World
from sim.state.codes import DELIVERED, IDLE, MASTER_STUDIO, ONLINE, SKILL_BASE, TECHNICAL_COLLEGE, YEAR

Values = NDArray[np.float64]
SEATS = (
    ("technical_seats", TECHNICAL_COLLEGE),
    ("base_seats", SKILL_BASE),
    ("studio_seats", MASTER_STUDIO),
    ("online_seats", ONLINE),
)
NOVEMBER, DECEMBER = 10, 11
DEFINITIONS = {
    "technical_seats": "Seats of technical schools: pupils that they have room for. [seats]",
    "base_seats": "Course places a month at high-skill training bases. [seats]",
    "studio_seats": "Course places a month at master studios. [seats]",
    "online_seats": "Course places a month online. [seats]",
    "norms": "Test norms of special skills, of the national number the part of these counties. [norms]",
    "staff_joined": "Public staff hired in the last twelve months: teachers, doctors, agronomists, agents, cadres, graduates on service. [people]",
    "staff_left": "Public staff who left in the last twelve months. [people]",
    "staff_effective_ratio": "Public staff at work, weighed by what they can do, over the same before the first month; those on loan, experts and know-how count. [ratio]",
    "titled_share": "Of teachers, doctors and agronomists those with a title that is valid locally. [share]",
    "township_paid_share": "Public staff with a township allowance this month, of all. [share]",
    "doctor_contract_share": "People with a paid contract of a family doctor this month, of all. [share]",
    "experts": "Experts of teams, city doctors, teachers and scientists on service this month. [people]",
    "staff_on_loan": "Eastern staff on loan this month. [people]",
    "staff_sent_east": "Staff of these counties who learn in the east this month, and are missing at home. [people]",
    "staff_know_how": "Staff that the know-how is worth which eastern staff left behind and which came home from the east. [people]",
    "trained_cadres": "Trained heads of labour offices. [people]",
    "arbitrators": "Trained mediators and arbitrators. [people]",
    "attention": "How much leaders of counties care, mean over people. [0..1]",
    "reported_delivered": "Public money of the measures that arrived, as provinces report it by 15 December for the year to 30 November; told in December. [yuan/year]",
    "reported_idle": "Public money of the measures that lay idle, less what was put to work, in the same report. [yuan/year]",
}  # fmt: skip
"""Definition of each and, in brackets, its unit."""


class Supply:
    """Tells them month by month."""

    def __init__(self) -> None:
        self._moves: deque[tuple[Values, Values]] = deque(maxlen=YEAR)
        self._reported: Values | None = None
        self._is_december = False

    def remember(self, world: World, season: int, money: deque[Values]) -> None:
        """Keep who came and went this month and, at the end of November, the money of the twelve months to then.

        Parameters
        ----------
        world : after the month
        season : 0 in January
        money : of the last months, each (counties, measures, fates), yuan of real people
        """
        counties = world.counties
        joined, left = (counties.weight * moved.sum(axis=1) for moved in (counties.joined, counties.left))
        self._moves.append((joined, left))
        if season == NOVEMBER:
            self._reported = np.sum(money, axis=0).sum(axis=1)
        self._is_december = season == DECEMBER

    def told(self, world: World, is_in: Values) -> dict[str, Values]:
        """Each indicator in groups of counties.

        Parameters
        ----------
        world : after the month
        is_in : (groups, counties), 1 where a county is in a group

        Returns
        -------
        (groups,) by name, NaN where a quotient has nothing below
        """
        sums = {name: is_in @ values for name, values in self._sums(world).items()}
        quotients = _quotients(world)
        with np.errstate(invalid="ignore", divide="ignore"):
            return sums | {name: (is_in @ above) / (is_in @ below) for name, (above, below) in quotients.items()}

    def _sums(self, world: World) -> Mapping[str, Values]:
        counties, centres = world.counties, world.centres
        weight = counties.weight
        county = np.repeat(np.arange(len(counties.code)), counties.centres)
        found = {
            name: weight * np.bincount(county, centres.capacity * (centres.kind == kind), len(counties.code))
            for name, kind in SEATS
        }
        joined, left = np.sum(self._moves, axis=0)
        found |= {
            "norms": counties.norms,
            "staff_joined": joined,
            "staff_left": left,
            "experts": weight * counties.experts.sum(axis=1),
            "staff_on_loan": weight * counties.on_loan.sum(axis=1),
            "staff_sent_east": weight * counties.sent_east.sum(axis=1),
            "staff_know_how": weight * counties.know_how.sum(axis=1),
            "trained_cadres": weight * counties.trained_cadres,
            "arbitrators": weight * counties.arbitrators,
        }
        if self._is_december and self._reported is not None:
            found["reported_delivered"] = self._reported[:, DELIVERED]
            found["reported_idle"] = self._reported[:, IDLE]
        return found


def _quotients(world: World) -> Mapping[str, tuple[Values, Values]]:
    """What stands above and below, county by county."""
    counties = world.counties
    people = counties.weight * counties.persons
    staff = counties.weight * counties.corps.reshape(len(counties.code), -1).sum(axis=1)
    titled = counties.weight * counties.established[:, :TITLED].sum(axis=1)
    return {
        "staff_effective_ratio": (
            counties.weight * counties.effective.sum(axis=1),
            counties.weight * counties.usual.sum(axis=1),
        ),
        "titled_share": (titled * counties.titled, titled),
        "township_paid_share": (staff * counties.township_paid, staff),
        "doctor_contract_share": (people * counties.contracts, people),
        "attention": (people * counties.attention, people),
    }


TITLED = 3
"""Kinds of staff with professional titles, the first ones: teachers, doctors, agronomists."""
