"""What a policy costs and whom its places reach: the bill, money by measure, payer and fate, deadweight, displacement.

    moved      yuan from the funds, all payers but the counties, that key counties get more and others less, or the
               other way round
    added      yuan from the funds that all counties together get more
    bill       relapse-months averted in key counties, added elsewhere, and averted on balance, per million yuan: moved
               where the fund's closure is zero_sum, added where it is new_money or nothing is moved
    ratio      of means over seeds, with Fieller's interval; not estimable where the interval of what it is divided by
               holds 0

A relapse-month is a month that an alleviated household spends under the poverty line; all from the month on in which
the scenarios differ are counted, for all households that the simulated ones stand for.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.measures import MEASURES
from sim.study.effects import LEVEL
from sim.study.intervals import NOT_ESTIMABLE, OK, student
from sim.study.pairs import PLACES, STATISTICS
from sim.study.record import COUNTY, FUND, MONEY, SIDES, Numbers

MILLION = 1e6
READINGS = ("market", "raw", "realised")
OPEN = "sign open"
"""The interval holds 0: more or less, nobody can say."""
MOVED, ADDED = "moved", "added"


def interval(values: Numbers) -> tuple[float, float, float]:
    """Mean over seeds and its Student interval."""
    mean = float(values.mean())
    half = student(len(values) - 1, LEVEL) * float(values.std(ddof=1)) / len(values) ** 0.5
    return mean, mean - half, mean + half


def ratio(above: Numbers, below: Numbers) -> tuple[float, float, float, str]:
    """Ratio of two means over the same seeds, Fieller's interval, and whether it can be told [Fieller 1954].

    Returns
    -------
    value, low, high, verdict
        NaN where the interval of the mean below holds 0.
    """
    _, low, high = interval(below)
    if low <= 0.0 <= high:
        return np.nan, np.nan, np.nan, NOT_ESTIMABLE
    seeds = len(above)
    top, bottom = float(above.mean()), float(below.mean())
    (of_top, both), (_, of_bottom) = np.cov(above, below) / seeds
    value, t = top / bottom, student(seeds - 1, LEVEL)
    g = t * t * of_bottom / (bottom * bottom)
    left = both / of_bottom if of_bottom > 0.0 else 0.0
    spread = of_top - 2.0 * value * both + value * value * of_bottom - g * (of_top - both * left)
    half = t / abs(bottom) * max(0.0, spread) ** 0.5
    low, high = sorted(((value - g * left + side * half) / (1.0 - g)) for side in (-1.0, 1.0))
    return value, low, high, OPEN if low <= 0.0 <= high else OK


def bill(names: Sequence[str], closures: Sequence[str], relapse: Numbers, money: Numbers) -> pd.DataFrame:
    """Relapse-months per million yuan.

    Parameters
    ----------
    names, closures : of the policies: their names, and the closure of their fund
    relapse : (seeds, policies, (policy, reference), readings, sides) household-months
    money : (seeds, policies, (policy, reference), measures, sides, `MONEY`) yuan

    Returns
    -------
    DataFrame
        Columns scenario, per ("moved" or "added"), million_yuan, reading, what ("averted in key counties", "added
        elsewhere", "averted on balance"), months (of all the money), months_low, months_high, value (per million
        yuan), low, high, verdict.
    """
    rows = []
    for policy, (name, closure) in enumerate(zip(names, closures, strict=True)):
        fund = money[:, policy, :, :, :, FUND:COUNTY].sum(axis=(2, 4))
        more = (fund[:, 0] - fund[:, 1]) / MILLION
        is_swap = more[:, 0] * more[:, 1] < 0.0
        moved = np.where(is_swap, np.abs(more).min(axis=1), 0.0)
        is_moved = closure == "zero_sum" and interval(moved)[1] > 0.0
        per, million = (MOVED, moved) if is_moved else (ADDED, more.sum(axis=1))
        for reading, called in enumerate(READINGS):
            change = relapse[:, policy, 0, reading] - relapse[:, policy, 1, reading]
            told = (
                ("averted in key counties", -change[:, 0]),
                ("added elsewhere", change[:, 1]),
                ("averted on balance", -change.sum(axis=1)),
            )
            for what, months in told:
                rows.append((name, per, million.mean(), called, what, *interval(months), *ratio(months, million)))
    columns = ["scenario", "per", "million_yuan", "reading", "what", "months", "months_low", "months_high"]
    return pd.DataFrame(rows, columns=[*columns, "value", "low", "high", "verdict"])


def money_table(names: Sequence[str], money: Numbers) -> pd.DataFrame:
    """Million yuan by measure, side, and fate or payer, in both worlds, and the change with its interval.

    Parameters
    ----------
    names, money : as of `bill`
    """
    rows = []
    for policy, name in enumerate(names):
        for m, measure in enumerate(MEASURES):
            if not money[:, policy, :, m].any():
                continue
            for side, where in enumerate(SIDES):
                for part, what in enumerate(MONEY):
                    ours, theirs = money[:, policy, :, m, side, part].T / MILLION
                    told = ("fate" if part < FUND else "payer", what, ours.mean(), theirs.mean())
                    rows.append((name, measure.name, where, *told, *interval(ours - theirs)))
    columns = ["scenario", "measure", "where", "kind", "what", "policy", "reference", "change", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def places_table(names: Sequence[str], places: Numbers) -> pd.DataFrame:
    """Whom the places of measures reach.

    Parameters
    ----------
    names : contrasts
    places : (seeds, contrasts, measures with places, sides, `STATISTICS`) sums

    Returns
    -------
    DataFrame
        A row per contrast, measure and side: `places` and those of the `reference` (post-months, course places); `new`,
        the share of places of people who have none in that month of the reference world; `deadweight`, the share of new
        ones of people who there have a job, or a course in another month; `displacement`, jobs lost by untreated
        searchers per job gained by those with new places; each with low, high and verdict.
    """
    rows = []
    for contrast, name in enumerate(names):
        for row, (m, _) in enumerate(PLACES):
            for side, where in enumerate(SIDES):
                held = dict(zip(STATISTICS, places[:, contrast, row, side].T, strict=True))
                is_gain = held["gained"].mean() > 0.0
                told = [
                    *(held["places"].mean(), held["reference"].mean()),
                    *ratio(held["new"], held["places"])[:3],
                    *ratio(held["deadweight"], held["new"]),
                    *(ratio(held["lost"], held["gained"]) if is_gain else (np.nan, np.nan, np.nan, NOT_ESTIMABLE)),
                ]
                rows.append((name, MEASURES[m].name, where, *told))
    columns = ["scenario", "measure", "where", "places", "reference", "new", "new_low", "new_high"]
    for what in ("deadweight", "displacement"):
        columns += [what, f"{what}_low", f"{what}_high", f"{what}_verdict"]
    return pd.DataFrame(rows, columns=columns)
