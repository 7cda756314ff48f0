"""A month of earnings and of work at home over a few rows; beliefs and levers under which its amounts are round."""

from few_rows import ORDINARY

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import make_luck
from sim.rules import earnings, farm

BEHAVIOUR = Behaviour()._replace(
    living_cost_away=1100.0,
    remitted_share=0.5,
    farm_output=1200.0,
    farm_inputs=0.0,
    farm_days_per_mu=12.0,
    farm_labour_elasticity=0.5,
    own_harvest_spread=0.0,
    autumn_share=0.4,
    summer_share=0.15,
    courtyard_output=20.0,
    rent_per_mu=240.0,
    land_subsidy=90.0,
    odd_day_pay=100.0,
    odd_days_offered=4.0,
    children_support=1800.0,
    arrears_rate=0.0,
)
LEVERS = Levers()._replace(local_jobs_post_pay=500.0, skill_project_stipend=25.0)
CITY = 1
"""Row of the account of the in-province cities, after one firm."""


def earn(world, month=ORDINARY, levers=LEVERS, behaviour=BEHAVIOUR, first=0, last=None):
    """A month of earnings and of work at home, in all counties unless a range is given."""
    last = len(world.counties.code) if last is None else last
    earnings.step(
        world.persons,
        world.households,
        world.employers,
        world.counties,
        world.registry.allowance,
        world.provinces.demand,
        world.registry.tag,
        levers,
        behaviour,
        month,
        make_luck(1, 240),
        first,
        last,
    )
    farm.step(world.persons, world.households, world.counties, behaviour, month, make_luck(1, 240), first, last)
