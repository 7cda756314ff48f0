"""Who lays out the money of the measures: the pool of each measure, the eastern provinces, the counties themselves.

arrived   plan money that came this month, less idle money sent back
east      arrived times the eastern part of the year's plan; the rest is of the pool that the measure draws on
county    planned money less what arrived and less own money that was withdrawn
"""

import numpy as np
from numpy.typing import NDArray

from sim.funding import PAYER, PAYER_NAMES
from sim.state import World
from sim.state.codes import DISPLACED, EASTERN_TRANSFER, MEASURES, STAFF_DAYS

Values = NDArray[np.float64]
PAYERS = (*PAYER_NAMES[:STAFF_DAYS], "county")
"""Who pays money; staff-days are no money."""
COUNTY = PAYERS.index("county")


class Payments:
    """Follows what arrives.

    Parameters
    ----------
    world : before the first month that is asked for
    """

    def __init__(self, world: World) -> None:
        self._paid = world.counties.paid.copy()

    def month(self, world: World, is_january: bool) -> Values:
        """Fen of this month by county, measure and payer, at the scale of the simulated people.

        Parameters
        ----------
        world : after the month
        is_january : the month in which the count of what arrived begins anew
        """
        counties = world.counties
        came = counties.paid - (0 if is_january else self._paid)
        self._paid = counties.paid.copy()
        arrived = (came - counties.returned).astype(np.float64)
        plan = counties.plan.astype(np.float64)
        east = arrived * np.divide(counties.eastern_plan, plan, out=np.zeros_like(plan), where=plan > 0)
        found = np.zeros((*plan.shape, len(PAYERS)))
        rows = [m for m in range(MEASURES) if PAYER[m] != STAFF_DAYS]
        found[:, rows, [PAYER[m] for m in rows]] = (arrived - east)[:, rows]
        found[:, :, EASTERN_TRANSFER] += east
        found[:, :, COUNTY] = counties.planned - came - counties.money[:, :, DISPLACED]
        return found
