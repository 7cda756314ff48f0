"""Who paid this month's money: a fund of the province, the paired eastern province, or the county itself.

    arrived   delivered + idle + leaked - own; what went back to the province is taken off
    east      the part of it that eastern money is of this year's plan; the rest is the measure's own payer's

Eastern money goes into measures that others pay too (20), so that a measure has up to three payers.
"""

import numpy as np
from numpy.typing import NDArray

from sim.funding import PAYER
from sim.state.codes import DISPLACED, EASTERN_TRANSFER, STAFF_DAYS
from sim.state.counties import Counties

COUNTY = STAFF_DAYS
"""Row of the county itself: who pays in staff-days pays no money."""


def by_payer(counties: Counties) -> NDArray[np.float64]:
    """Fen of this month by payer, at the scale of the simulated people.

    Returns
    -------
    array of shape (counties, measures, payers)
        Payers in the order of their codes, in the place of staff-days the county.
    """
    came = counties.planned - counties.money[:, :, DISPLACED] - counties.own - counties.returned
    plan = counties.plan.astype(np.float64)
    eastern = np.divide(counties.eastern_plan, plan, out=np.zeros(plan.shape), where=plan > 0.0)
    paid = np.zeros((*plan.shape, STAFF_DAYS + 1))
    for m, payer in enumerate(PAYER):
        paid[:, m, payer] += came[:, m] * (1.0 - eastern[:, m])
        paid[:, m, EASTERN_TRANSFER] += came[:, m] * eastern[:, m]
    paid[:, :, COUNTY] = counties.own
    return paid
