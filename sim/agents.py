"""Household, Person, Employer and TrainingCenter as Mesa agents: the door for whoever comes from Mesa.

Money is yuan, codes are English words, links are agents or permanent codes. All are live: they read the tables when
asked. Which names may be set is said by `low` in their declaration; everything else is read-only.
"""

import numpy as np

from sim.collection import TAGS
from sim.numeric import NONE
from sim.rowview import FEN, Attribute, RowView, Stored
from sim.rules.firms import SMALLEST_FIRM
from sim.state import Centres, Employers, Households, Persons, World
from sim.state.codes import NO_TAG, REALISED
from sim.state.table import Array

PLACES = np.array(["county", "province", "east", "elsewhere", "none"])
LABOUR_CAPACITIES = np.array(["none", "weak", "half", "full"])
HEALTH = np.array(["healthy", "chronic", "disabled"])
CERTIFICATES = np.array(["none", "basic", "high"])
TAG_NAMES = np.array(TAGS)
EMPLOYER_KINDS = np.array(
    [
        "firm",
        "cooperative",
        "workshop",
        "start_up",
        "public_body",
        "province_cities",
        "eastern_province",
        "rest_of_country",
    ]
)
CENTRE_KINDS = np.array(["technical_college", "vocational_school", "skill_base", "master_studio", "online"])


class Household(RowView, declared=Households):
    """A household: alleviated or never registered, with its members, land, money and a year of income."""

    is_registered = Stored()
    is_relocated = Stored(low=False)
    is_dibao = Stored(low=False)
    land = Stored(low=0.0)
    savings = Stored(low=0.0)
    debt = Stored(low=0.0)
    consumed = Stored()
    medical = Stored()
    school_fees = Stored()
    damage = Stored()
    aid_paid = Stored()

    @property
    def table(self) -> Households:
        """The table of households."""
        return self.world.households

    @property
    def members(self) -> "list[Person]":
        """The registered members, the one whose id the household bears first."""
        self.confirm()
        first = int(self.table.first_person[self.row])
        return [Person(self.model, row) for row in range(first, first + int(self.table.members[self.row]))]

    @Attribute
    def size(self) -> Array:
        """Registered members, people."""
        return self.table.members[self.row]

    @Attribute
    def income(self) -> Array:
        """Registry income per head over the last twelve months, yuan/head-year: before unavoidable spending."""
        total = self.table.income[self.row].sum(axis=-1, dtype=np.int64)
        return total / (FEN * self.table.members[self.row].astype(np.int64))

    @Attribute
    def true_income(self) -> Array:
        """Income less medical, schooling and disaster spending, yuan/head-year: what the lines are held against."""
        total = (self.table.income[self.row] - self.table.hardship[self.row].astype(np.int64)).sum(axis=-1)
        return total // self.table.members[self.row].astype(np.int64) / FEN

    @Attribute
    def recorded_income(self) -> Array:
        """Net income per head as officials last recorded it, yuan/head-year."""
        return self.world.registry.recorded_income[self.row] / FEN

    @Attribute
    def is_poor(self) -> Array:
        """In a spell of poverty, aid included."""
        return self.table.is_poor[self.row, REALISED]

    @Attribute
    def is_monitored(self) -> Array:
        """Tagged by the registry 监测对象 and risk not declared ended."""
        return self.world.registry.tag[self.row] != NO_TAG

    @Attribute
    def tag(self) -> Array:
        """Registry tag: none, unstable, edge or hardship."""
        return TAG_NAMES[self.world.registry.tag[self.row]]

    @Attribute
    def village(self) -> Array:
        """Permanent id of its village."""
        return self.world.villages.id[self.table.village[self.row]]

    @Attribute
    def county(self) -> Array:
        """Permanent code of its county."""
        return self.world.counties.code[self.world.villages.county[self.table.village[self.row]]]

    @Attribute
    def province(self) -> Array:
        """Code of its province."""
        county = self.world.villages.county[self.table.village[self.row]]
        return self.world.provinces.code[self.world.counties.province[county]]

    @Attribute
    def is_in_key_county(self) -> Array:
        """Lives in one of the 160 key counties."""
        return self.world.counties.is_key[self.world.villages.county[self.table.village[self.row]]]

    @Attribute
    def weight(self) -> Array:
        """Real households that a simulated one stands for."""
        return self.world.counties.weight[self.world.villages.county[self.table.village[self.row]]]


class Person(RowView, declared=Persons):
    """Somebody who is registered in a simulated household."""

    age = Stored()
    is_female = Stored()
    schooling = Stored(low=0)
    is_student = Stored()
    skill = Stored(low=-5.0)
    sick_months = Stored()
    farm_days = Stored()
    post_days = Stored()
    odd_days = Stored()
    wage_days = Stored()
    course_days = Stored()
    wage = Stored()
    pay = Stored()
    tenure_months = Stored()
    jobless_months = Stored()
    is_insured = Stored(low=False)

    @property
    def table(self) -> Persons:
        """The table of persons."""
        return self.world.persons

    @property
    def household(self) -> Household:
        """The household it is registered in."""
        self.confirm()
        return Household(self.model, int(self.table.household[self.row]))

    @property
    def employer(self) -> "Employer | None":
        """The employer of its wage job, or None."""
        self.confirm()
        row = int(self.table.employer[self.row])
        return None if row == NONE else Employer(self.model, row)

    @Attribute
    def place(self) -> Array:
        """Where its wage job is: county, province, east, elsewhere, or none."""
        employer = self.table.employer[self.row]
        return PLACES[np.where(employer == NONE, len(PLACES) - 1, self.world.employers.place[employer])]

    @Attribute
    def certificate(self) -> Array:
        """Highest certificate: none, basic or high."""
        return CERTIFICATES[self.table.certificate[self.row]]

    @Attribute
    def health(self) -> Array:
        """Health: healthy, chronic or disabled."""
        return HEALTH[self.table.health[self.row]]

    @Attribute
    def labour_capacity(self) -> Array:
        """Labour capacity: none, weak, half or full."""
        return LABOUR_CAPACITIES[self.table.capacity[self.row]]

    @Attribute
    def county(self) -> Array:
        """Permanent code of the county it is registered in."""
        village = self.world.households.village[self.table.household[self.row]]
        return self.world.counties.code[self.world.villages.county[village]]


class Employer(RowView, declared=Employers):
    """A named employer of a county, or an account that stands for the jobs of a place outside the counties.

    An account has the jobs and the money of all people of its province who work there, not of the simulated alone.
    """

    is_open = Stored()
    age_months = Stored()
    positions = Stored()
    filled = Stored()
    wage = Stored(low=0.0)
    attraction = Stored(low=SMALLEST_FIRM)
    revenue = Stored()
    wage_bill = Stored()

    @property
    def table(self) -> Employers:
        """The table of employers."""
        return self.world.employers

    @classmethod
    def rows_of(cls, world: World) -> Array:
        """Rows in business, and the accounts outside the counties."""
        return np.flatnonzero(world.employers.is_open | (world.employers.county == NONE))

    @property
    def workers(self) -> list[Person]:
        """The people who name it as their employer."""
        self.confirm()
        return [Person(self.model, row) for row in np.flatnonzero(self.world.persons.employer == self.row).tolist()]

    @Attribute
    def vacancies(self) -> Array:
        """Jobs it wants filled that are not; an account outside the counties wants just those whom it has."""
        return np.maximum(self.table.positions[self.row] - self.table.filled[self.row], 0)

    @Attribute
    def kind(self) -> Array:
        """What it is: firm, cooperative, workshop, start_up, public_body, or the account outside."""
        return EMPLOYER_KINDS[self.table.kind[self.row]]

    @Attribute
    def place(self) -> Array:
        """Where its jobs are: county, province, east or elsewhere."""
        return PLACES[self.table.place[self.row]]

    @Attribute
    def county(self) -> Array:
        """Permanent code of its county, NONE (-1) for an account outside."""
        county = self.table.county[self.row]
        return np.where(county == NONE, NONE, self.world.counties.code[county])


class TrainingCenter(RowView, declared=Centres):
    """A training centre of a county."""

    capacity = Stored(low=0.0)
    quality = Stored(low=0.0)
    seats = Stored()
    enrolled = Stored()
    queue = Stored()

    @property
    def table(self) -> Centres:
        """The table of training centres."""
        return self.world.centres

    @Attribute
    def kind(self) -> Array:
        """What it is: technical_college or vocational_school."""
        return CENTRE_KINDS[self.table.kind[self.row]]

    @Attribute
    def county(self) -> Array:
        """Permanent code of its county."""
        return self.world.counties.code[self.table.county[self.row]]


KINDS: tuple[type[RowView], ...] = (Household, Person, Employer, TrainingCenter)
"""Every class of agent, in the order in which `model.agents` lists them."""
