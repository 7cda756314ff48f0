"""What a comparison keeps of one run, month by month: who works, learns and looks, who is poor, where money goes."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collection import STRATA, TAGS
from sim.data import rows
from sim.indicators import DEFINITIONS
from sim.measures import MEASURES as CLAUSES
from sim.model import Model
from sim.numeric import NONE
from sim.payers import by_payer
from sim.population.people import COUNTY_BITS
from sim.population.settings import Population, chosen_counties
from sim.rowset import rows_now
from sim.state.codes import MEASURES, READINGS, REALISED

type Numbers = NDArray[np.float64]
type Flags = NDArray[np.uint8]

JOB, POST, COURSE, SEARCH = 1, 2, 4, 8
"""What a person does in a month, as bits."""

FELL = 1 << READINGS
"""A household fell under the line this month; the lower bits say in which readings it is poor."""

SIDES = ("key", "other")
MONEY = (
    *("delivered", "idle", "leaked", "displaced"),
    *("employment fund", "link-up fund", "staff budget", "insurance budget", "eastern provinces", "county"),
)
"""Money by fate, then by payer."""
FUND = MONEY.index("employment fund")
COUNTY = MONEY.index("county")
"""Columns of the first payer, and of the last, who is no fund."""

MONTHLY = (
    "at_risk_share", "relapse_prevalence", "monitored_share", "unnoticed_share", "local_share", "province_share",
    "east_share", "elsewhere_share", "unemployment_rate", "public_posts", "workshop_workers", "pension_cover",
)  # fmt: skip
"""Indicators of a single month: a comparison takes their mean over its last months, so that seasons play no part. All
others look a year back already and are taken in the last month."""


class Household(NamedTuple):
    """Who the households of the first month are, each of shape (households,)."""

    id: Numbers
    county: Numbers
    is_key: Numbers
    is_registered: Numbers
    weight: Numbers
    """Households that it stands for."""


def labels(provinces: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Indicator, kind of group and group of each level of a record, in order."""
    groups = [("all", "all"), *(("county_type", side) for side in SIDES)]
    groups += [("province", name) for name in provinces]
    groups += [("stratum", name) for name in STRATA]
    groups += [("tag", name) for name in TAGS]
    groups += [("measure", clause.name) for clause in CLAUSES]
    return [(indicator, kind, group) for indicator in DEFINITIONS for kind, group in groups]


class Record:
    """One run from the month at which its model stands; `observe` after every further month, `close` at the end.

    It follows the persons who are there when it begins, and the households of the first month, as long as they are
    there; who is gone does nothing and has no income. Sums over counties are of whoever is there.

    Attributes
    ----------
    activity : (months, persons) bits of `JOB`, `POST`, `COURSE`, `SEARCH`
    poverty : (months, households) bits of the readings in which a household is poor, and `FELL`
    relapse : (months, readings, sides) months that alleviated households spend in poverty, all that they stand for
    money : (months, measures, sides, `MONEY`) yuan, real quantities
    income, x : (households,) registry income and true income X of the last twelve months, yuan per head; NaN for those
        that are gone
    """

    def __init__(self, model: Model) -> None:
        persons, counties = model.world.persons, model.world.counties
        months = model.months - model.month
        self.person_id, self._person = persons.id.copy(), np.arange(len(persons.id))
        self.household_id = model.first_households.id
        self._household = np.zeros(len(self.household_id), np.int64)
        self.activity: Flags = np.zeros((months, len(persons.id)), np.uint8)
        self.poverty: Flags = np.zeros((months, len(self.household_id)), np.uint8)
        self.relapse: Numbers = np.zeros((months, READINGS, len(SIDES)))
        self.money: Numbers = np.zeros((months, MEASURES, len(SIDES), len(MONEY)))
        self._sides = np.stack([counties.is_key, ~counties.is_key])
        of_person = np.repeat(np.arange(len(counties.code)), counties.persons)
        self.person_weight, self.person_is_key = counties.weight[of_person], counties.is_key[of_person]
        self._observed = 0

    def observe(self, model: Model) -> None:
        """Take in the month that the model has just stepped."""
        t, self._observed = self._observed, self._observed + 1
        persons, households, counties = model.world.persons, model.world.households, model.world.counties
        self._person = rows_now(persons.id, self.person_id, self._person)
        self._household = rows_now(households.id, self.household_id, self._household)
        activity = (
            JOB * (persons.employer != NONE)
            + POST * (persons.post_months > 0)
            + COURSE * (persons.course_months > 0)
            + SEARCH * (persons.looks != NONE)
        )
        self.activity[t] = _of(activity, self._person, 0)
        fell = households.fell_months[:, REALISED] & 1
        self.poverty[t] = _of(households.is_poor @ (1 << np.arange(READINGS)) + FELL * fell, self._household, 0)
        county = np.repeat(np.arange(len(counties.code)), counties.households)
        standing = counties.weight[county] * households.is_registered
        self.relapse[t] = households.is_poor.T @ (self._sides[:, county] * standing).T
        fen = np.concatenate([counties.money, by_payer(counties)], axis=2)
        self.money[t] = np.einsum("sc,cmk->msk", self._sides * counties.weight / 100.0, fen)

    def close(self, model: Model, window: int) -> None:
        """Keep what the end of the run says: levels, over so many last months where they are monthly, and incomes."""
        households, counties = model.world.households, model.world.counties
        self._household = rows_now(households.id, self.household_id, self._household)
        county = np.searchsorted(counties.code, self.household_id >> COUNTY_BITS)
        self.household = Household(
            self.household_id.astype(np.float64),
            counties.code[county].astype(np.float64),
            counties.is_key[county].astype(np.float64),
            model.first_households.is_registered.astype(np.float64),
            counties.weight[county],
        )
        year = households.income.sum(axis=1, dtype=np.int64)
        fen_a_head = 100.0 * households.members
        self.income: Numbers = _of(year / fen_a_head, self._household, np.nan)
        hardship = households.hardship.sum(axis=1, dtype=np.int64)
        self.x: Numbers = _of((year - hardship) / fen_a_head, self._household, np.nan)
        self.levels = levels(model, window)


def _of(values: NDArray[Any], rows: NDArray[np.int64], gone: float) -> NDArray[Any]:
    """Values of these rows, `gone` where there is none."""
    return np.where(rows == NONE, gone, values[rows])


def provinces_of(population: Population) -> tuple[str, ...]:
    """Names of the provinces that a population lives in, in the order of their codes."""
    names = {int(row["code"]): row["name"] for row in rows("provinces.csv")}
    return tuple(names[code] for code in sorted({county.province for county in chosen_counties(population)}))


def levels(model: Model, window: int) -> Numbers:
    """Every indicator of every group in the order of `labels`, NaN where it is not defined.

    Parameters
    ----------
    window : last months over which a monthly indicator is averaged
    """
    place = {label: i for i, label in enumerate(labels(provinces_of(model.resolved.population)))}
    sums, counts = np.zeros(len(place)), np.zeros(len(place))
    for row in reversed(model.collected):
        if row.month < model.months - window:
            break
        if row.month == model.months - 1 or row.indicator in MONTHLY:
            i = place.get((row.indicator, row.group_kind, row.group))
            if i is None:  # a group that only some samples have
                continue
            sums[i] += row.value
            counts[i] += 1
    return np.asarray(np.divide(sums, counts, out=np.full(len(place), np.nan), where=counts > 0))
