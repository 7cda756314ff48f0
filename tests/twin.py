"""The model as one would write it in plain Mesa: an object for every agent, methods in the words of the month.

Read `TwinModel.month` first: it is the whole model, one line a rule. Then follow a word to the agent that does it:

    twin_month/person.py     a Person grows older, falls ill, is insured      worker.py  learns, looks for work, earns
    twin_month/life.py       dies, bears, looks for a partner                 census.py  who marries whom, lives where
    twin_month/household.py  a Household farms, spends, saves, is poor        record.py  and what officials believe
    twin_month/county.py     a County holds the queues: jobs, posts           money.py   and the public purse
    twin_month/college.py    runs schools and courses for those who learn     learner.py
    twin_month/employer.py   an Employer wants people; a TrainingCenter seats them
    twin_month/insured.py    pensions, injuries, lost jobs: who is insured, and who pays
    twin_month/equations.py  the equations that it shares with the columns

`sim.Model` does the same month on columns, many times as fast (`benchmarks/benchmark.py`). The two are held against
each other after every rule of every month (`twin_month/referee.py`): whoever changes a rule in one hears from the
other. Floats are added in the order written here, since the last bit depends on it: hence loops where `sum` would do.
"""

from collections.abc import Callable, Iterator, Mapping

import mesa
from twin_month.agent import OwnLuck, SharedLuck
from twin_month.household import Household
from twin_month.person import Person
from twin_month.record import Record
from twin_month.setting import meet, take_census

from sim.behaviour import Behaviour
from sim.enacted import Calendar
from sim.levers import Levers, by_measure
from sim.numeric import Decision
from sim.population.margins import margins
from sim.rules.funds import Closure
from sim.rules.needs import DECEMBER
from sim.rules.shocks import NATION
from sim.rules.supervision import QUARTER
from sim.scenario import Scenario
from sim.state import World
from sim.state.codes import YEAR

JANUARY = 0


LISTING = {
    "rank_and_cut": "targeting.step",
    "threshold": "targeting_threshold.step",
    "community": "targeting_community.step",
}
"""The rule by which households are listed, by theory."""


class TwinModel(mesa.Model):
    """The same months as `sim.Model`, agent by agent.

    Parameters
    ----------
    world : tables of `sim.Model`, read once
    behaviour : what we believe
    levers_at : levers in force, by months since the start
    calendar : what is given from outside
    closure : who pays for doses and tilts
    seed : seed of the luck
    first_month : months since the start at which the world is read; before 0, the burn-in is still to come
    own_luck : draw from one stream of random numbers instead of the luck of the columns, for timing
    ties : key of the lots of queues
    rules : the theory of each step that has several
    """

    def __init__(
        self,
        world: World,
        behaviour: Behaviour,
        levers_at: Callable[[int], Levers],
        calendar: Calendar,
        closure: Closure,
        seed: int,
        *,
        first_month: int = 0,
        own_luck: bool = False,
        ties: int = 0,
        rules: Mapping[str, str] = Scenario().rules,
    ) -> None:
        super().__init__(rng=seed)
        self.behaviour = behaviour
        self.levers_at = levers_at
        self.calendar = calendar
        self.closure = closure
        self.rules = rules
        self.luck = OwnLuck(seed) if own_luck else SharedLuck(seed, ties)
        self.t = first_month
        self.vital = margins().vital
        self.setting = meet(self, world)
        self.counties, self.provinces = self.setting.counties, self.setting.provinces

    def step(self) -> None:
        """Simulate one month."""
        for _ in self.month(self.t):
            pass
        self.t += 1

    def month(self, t: int) -> Iterator[str]:
        """One month, in order. After each rule its name is yielded, so that a referee may look at everybody."""
        persons, households = self.agents_by_type[Person], self.agents_by_type[Household]
        records = self.agents_by_type[Record]
        counties, provinces = self.counties, self.provinces
        self.begin(t)

        for county in counties:
            county.open_month()
        households.do("open_month")
        persons.do("open_month")
        yield "calendar.step"

        if self.date.season == JANUARY:
            for county in counties:
                county.turn_year()
            yield "demography.step"

            for county in counties:
                county.regroup()
            take_census(self.setting)
            persons, households = self.agents_by_type[Person], self.agents_by_type[Household]
            records = self.agents_by_type[Record]
            yield "families.regroup"

        for province in provinces:
            province.pay_out()
        yield "funds.step"

        for county in counties:
            county.supervise()
        if self.date.season % QUARTER == QUARTER - 1:
            for province in provinces:
                province.spread_practice()
        yield "supervision.step"

        for county in counties:
            county.staff_offices()
        yield "capacity.step"

        for county in counties:
            county.meet_weather()
        persons.do("fall_ill")
        yield "shocks.step"

        common = self.luck.normal(int(Decision.DESTINATION_DEMAND), NATION)
        for province in provinces:
            province.move_demand(common)
        yield "shocks.move_demand"

        for county in counties:
            county.spend_on_local_jobs()
        yield "local_jobs.step"

        for county in counties:
            county.let_firms_live()
        yield "firms.step"

        for county in counties:
            county.let_people_found()
        yield "startups.step"

        for county in counties:
            county.prepare_seats()
        yield "seats.step"

        for county in counties:
            county.hold_contests()
        yield "contests.step"

        for county in counties:
            county.hold_courses()
        yield "training.step"

        for county in counties:
            county.run_schools()
        yield "schooling.step"

        if self.date.season == JANUARY:
            households.do("reconsider_practice")
        yield "adoption.step"

        if self.date.season == JANUARY:
            persons.do("begin_year_at_work")
        yield "careers.step"

        for county in counties:
            county.offer_services()
        yield "services.step"

        persons.do("keep_or_leave_job")
        for county in counties:
            county.lay_off()
            county.end_posts()
        yield "separations.step"

        for village in self.setting.villages:
            village.meet_workers()
        for county in counties:
            county.take_applications()
        yield {"logit": "search.step", "satisficing": "satisficing.step"}[self.rules["migration"]]

        for province in provinces:
            province.share_offers(is_burn_in=t < 0)
        yield "offers.step"

        yield {"lots": "lots.step", "ranked": "ranked.step", "network_first": "network_first.step"}[
            self.rules["matching"]
        ]

        for county in counties:
            county.hire()
        yield "matching.step"

        for county in counties:
            county.run_workshops()
        yield "workshops.step"

        for county in counties:
            county.bring_graduates()
        yield "graduates.step"

        for county in counties:
            county.fill_posts()
        yield "posts.step"

        for county in counties:
            county.share_relief()
        yield "relief.step"

        households.do("earn")
        yield "earnings.step"

        for county in counties:
            county.share_dividend()
            odd_days = county.odd_days()
            for household in county.households:
                household.work_at_home(odd_days)
        yield "farm.step"

        for province in provinces:
            province.pool_jobless_funds()
        yield "claims.pool"

        for county in counties:
            county.run_insurance()
        yield "insurance.step"

        for county in counties:
            county.aid = 0
        households.do("spend")
        yield "spending.step"

        if t >= -YEAR:
            households.do("follow")
            yield "relapse.step"

            for county in counties:
                county.begin_visits()
            records.do("watch")
            for county in counties:
                county.pay_visits()
            yield "monitoring.step"

            for county in counties:
                county.list_households(self.rules["targeting"])
            yield LISTING[self.rules["targeting"]]

            if self.date.season == DECEMBER:
                records.do("review_allowance")
                for county in counties:
                    county.ration_allowance()
            yield "allowance.step"

            if self.date.season == DECEMBER:
                for county in counties:
                    county.count_needs()
            yield "needs.step"

        for county in counties:
            county.close_books()
        households.do("close_book")
        yield "accounts.step"

        for province in provinces:
            province.close_accounts()
        yield "accounts.close_accounts"

    def begin(self, t: int) -> None:
        """Turn to a month: its date, levers and luck."""
        self.t = t
        self.date = self.calendar.month(t)
        self.pay_growth = self.calendar.pay_growth(t)
        self.levers = self.levers_at(t)
        self.doses = by_measure(self.levers).tolist()
        self.luck.begin(self.date.number)
        lines = self.calendar.lines(t, [province.code for province in self.provinces])
        for province, line in zip(self.provinces, lines.tolist(), strict=True):
            province.line = line

    def burn_in(self) -> Iterator[str]:
        """The months before the first: one year fills the rings, the next starts relapse and registry."""
        for county in self.counties:
            county.count_needs()
        yield "needs.count"
        for province in self.provinces:
            province.found(Levers())
        yield "funds.found"
        self.luck.begin(self.calendar.number(self.t))
        for county in self.counties:
            county.take_office()
        yield "supervision.begin"
        self.levers = Levers()
        for county in self.counties:
            county.found_staff()
        yield "capacity.found"
        spent = dict.fromkeys(self.counties, 0.0)
        for t in range(self.t, 0):
            yield from self.month(t)
            if t == -YEAR - 1:
                self.agents_by_type[Household].do("start_following")
                yield "relapse.start"
            if t >= -YEAR:
                for county in self.counties:
                    spent[county] += county.spent / self.date.price_level
        for county in self.counties:
            county.demand_base = spent[county] / YEAR
            county.settle_staff()
        yield "capacity.settle"
        self.t = 0
