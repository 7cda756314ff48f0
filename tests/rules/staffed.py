"""A county with public staff, and months of its money: through the funds, or given by hand."""

from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.funding import unit_cost
from sim.levers import Levers, by_measure
from sim.numeric import make_luck
from sim.rules import capacity, funds, supervision
from sim.state.codes import DELIVERED

BEHAVIOUR = Behaviour()
CLOSURE = funds.Closure(False, False)


def staffed(people=2000, registered=800, levers=None):
    """A county of so many people; its need of every measure is the registered, its staff are as before the burn-in."""
    world = few_rows(*((1,) * people,))
    world.counties.need[:] = registered
    world.households.is_registered[registered:] = False
    capacity.found(world.counties, levers or Levers(), BEHAVIOUR, 0, 1)
    return world


def give(world, measure, units, levers=None):
    """So many units of a measure are paid this month."""
    fen = int(units * unit_cost(measure, levers or Levers()))
    world.counties.money[:, measure, DELIVERED] = fen
    world.counties.purse[:, measure] = fen


def months(world, count, levers=None, behaviour=BEHAVIOUR, start=0):
    """Some months of the staff; the money given by hand is given anew each month."""
    counties = world.counties
    given = counties.purse.copy()
    for t in range(start, start + count):
        counties.purse[:] = given
        capacity.step(counties, levers or Levers(), behaviour, ORDINARY._replace(season=t % 12), 0, 1)
    return counties


def funded_months(count=18, behaviour=BEHAVIOUR, **levers):
    """A county after months in which the funds pay for its staff under these levers; the pools are the baseline's.

    Its officials care and are honest as usual.
    """
    world, policy = staffed(), Levers()._replace(**levers)
    provinces, counties = world.provinces, world.counties
    funds.found(provinces, counties, world.households, by_measure(Levers()), Levers(), behaviour)
    supervision.begin(counties, provinces, behaviour, make_luck(1, 228))
    for t in range(count):
        counties.returned[:] = 0
        month = ORDINARY._replace(season=t % 12)
        funds.step(provinces, counties, by_measure(policy), policy, behaviour, CLOSURE, month)
        capacity.step(counties, policy, behaviour, month, 0, 1)
    return counties
