"""Households of a run worth a look: those that fell, were monitored, rose; or gained and lost under another policy."""

import numpy as np
import pandas as pd

from sim.lives.explain import alike, opened
from sim.model import Model
from sim.progress import bar
from sim.results import Results
from sim.rowview import FEN
from sim.scenario import Scenario
from sim.state.codes import NO_TAG, REALISED

OF_EACH = 4


def households(results: Results, against: Results | None = None) -> pd.DataFrame:
    """Some households to look at, a few of each kind.

    Parameters
    ----------
    results : a run
    against : another run with the same people and seed

    Returns
    -------
    DataFrame
        Columns why, household (permanent id), is_in_key_county, is_registered, members, falls (into poverty, aid
        included), months_poor, months_monitored, x_lowest, x_last (yuan per head and year); with `against` also
        falls_there, x_last_there, x_gap.

    Raises
    ------
    InputError
        If a run was made by other code, or the two have other people or another seed.
    """
    mine = everybody(opened(results))
    if against is None:
        return pd.concat(
            [
                some("fell", mine[mine.falls > 0].sort_values(["falls", "months_poor"], ascending=False)),
                some("monitored", mine[mine.falls == 0].sort_values("months_monitored", ascending=False)),
                some("rose most", mine.sort_values("x_rise", ascending=False)),
                some("typical", mine.iloc[(mine.x_last - mine.x_last.median()).abs().argsort()]),
            ]
        ).drop(columns=["x_rise"])
    alike(results, opened(against))
    both = mine.join(everybody(against)[["falls", "x_last"]].add_suffix("_there"), how="inner")
    both["x_gap"] = both.x_last - both.x_last_there
    only_here = both[(both.falls > 0) & (both.falls_there == 0)]
    only_there = both[(both.falls == 0) & (both.falls_there > 0)]
    return pd.concat(
        [
            some("better here", both.sort_values("x_gap", ascending=False)),
            some("worse here", both.sort_values("x_gap")),
            some("fell only here", only_here.sort_values("x_gap")),
            some("fell only there", only_there.sort_values("x_gap", ascending=False)),
        ]
    ).drop(columns=["x_rise"])


def some(why: str, ranked: pd.DataFrame) -> pd.DataFrame:
    """The first few, with why; those in key counties first."""
    first = ranked[ranked.is_in_key_county].head(OF_EACH)
    first = pd.concat([first, ranked[~ranked.is_in_key_county].head(OF_EACH - len(first))]).reset_index()
    first.insert(0, "why", why)
    return first


def everybody(results: Results) -> pd.DataFrame:
    """What became of every household that is there in the last month, by permanent id."""
    resolved = {key: value for key, value in results.resolved.items() if key != "origins"}
    scenario = Scenario.make(**resolved).replace(seed=results.seed)
    model = Model(scenario, rng=results.seed)
    told: list[pd.DataFrame] = []
    with bar(f"months of {scenario.name} made again", scenario.months) as show:
        while model.running:
            model.step()
            told.append(_month(model))
            show(model.month)
    last = _month(model).set_index("household")
    months = pd.concat(told).groupby("household")
    found = last[["is_in_key_county", "is_registered", "members"]].copy()
    for name, column, kind in (
        ("falls", "fell", "sum"),
        ("months_poor", "is_poor", "sum"),
        ("months_monitored", "is_monitored", "sum"),
        ("x_lowest", "x", "min"),
    ):
        found[name] = getattr(months[column], kind)()
    found["x_last"] = last["x"]
    found["x_rise"] = found["x_last"] - months["x"].first()
    return found


def _month(model: Model) -> pd.DataFrame:
    """The households of this month."""
    world = model.world
    table, county = world.households, world.villages.county[world.households.village]
    total = (table.income - table.hardship).sum(axis=1, dtype=np.int64)
    return pd.DataFrame(
        {
            "household": table.id,
            "is_in_key_county": world.counties.is_key[county],
            "is_registered": table.is_registered,
            "members": table.members,
            "fell": table.fell_months[:, REALISED] & 1,
            "is_poor": table.is_poor[:, REALISED],
            "is_monitored": world.registry.tag != NO_TAG,
            "x": total // table.members / FEN,
        }
    )
