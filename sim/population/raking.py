"""Raking: the composition of households nearest to the assumed one that meets published margins of people.

The chance of a household with features x is its chance by the assumed margins times exp(tilt x): of all distributions
that meet the margins, the one that tells least more (generalised raking, Deville and Särndal 1992; for shares of
categories the same as iterative proportional fitting). A household is drawn by the assumed margins and kept with a
chance proportional to exp(tilt x), else drawn anew; so a household costs a few draws, however many there are.

    python -m sim.population.raking     fits the tilts and writes them into `data/tilts.csv`

Features are members, and members of 60 and older less their share of all members; the margins are those of role
"fitted" in `data/published.csv`.
"""

import csv
import math

import numpy as np

from sim.data import FOLDER, rows
from sim.errors import InputError
from sim.numeric import Decision, Luck, kernel, make_luck, scratch_kernel, uniform
from sim.population.margins import NEVER, REGISTERED, STRATA, Composition, margins
from sim.population.people import ELDER_AGE, MOST_MEMBERS, compose, draw
from sim.state.table import Array

POOL = 20_000
POOL_SEED = 20_200_101
MOST_TRIES = 100
HOUSEHOLD_DRAWS, NORMALS = 24, 9
TOLERANCE = 1e-6


@kernel
def elders(ages: Array, members: int) -> int:
    """Members of 60 and older."""
    found = 0
    for i in range(members):
        if ages[i] >= ELDER_AGE:
            found += 1
    return found


@kernel
def kept_chance(members: int, old: int, tilt: Array) -> float:
    """Chance that a household drawn by the assumed margins is kept; `tilt` is members, elders, log of the largest."""
    return math.exp(float(tilt[0]) * float(members) + float(tilt[1]) * float(old) - float(tilt[2]))


@kernel
def compose_fitted(
    ages: Array, women: Array, partners: Array, s: int, id: int, u: Array, z: Array, parts: Composition, luck: Luck
) -> int:
    """Draw a household until it is kept; `u` and `z` then hold its draws. Returns how many members it has."""
    members = 0
    for trial in range(MOST_TRIES):
        draw(luck, Decision.POPULATION_HOUSEHOLD, id, HOUSEHOLD_DRAWS * trial, u, z)
        members = compose(ages, women, partners, s, u, z, parts)
        chance = kept_chance(members, elders(ages, members), parts.tilt[s])
        if uniform(luck, Decision.POPULATION_KEPT, id, trial) < chance:
            break
    return members


@scratch_kernel
def pool(s: int, features: Array, parts: Composition, luck: Luck) -> None:
    """Members and elders of households drawn by the assumed margins alone, into an array of shape (households, 2)."""
    ages, women = np.zeros(MOST_MEMBERS, np.int64), np.zeros(MOST_MEMBERS, np.bool_)
    partners = np.zeros(MOST_MEMBERS, np.int64)
    u, z = np.zeros(HOUSEHOLD_DRAWS), np.zeros(NORMALS)
    for i in range(len(features)):
        draw(luck, Decision.POPULATION_HOUSEHOLD, i + 1, 0, u, z)
        members = compose(ages, women, partners, s, u, z, parts)
        features[i, 0] = members
        features[i, 1] = elders(ages, members)


def raked(features: Array, targets: Array, names: tuple[str, ...], base: Array | None = None) -> Array:
    """Tilts under which the mean of every feature is its target: Newton's method on the dual.

    Parameters
    ----------
    features : array of shape (draws, features)
    targets : array of shape (features,)
    names : what each feature is, for the message
    base : weight of each draw to begin with, array of shape (draws,); None is all alike

    Raises
    ------
    InputError
        If no mixture of these draws meets the targets.
    """
    centred = features - targets
    for name, column in zip(names, centred.T, strict=True):
        if not column.min() < 0.0 < column.max():
            low, high = column.min(), column.max()
            raise InputError(f"margin {name} cannot be met: households reach from {low:+.3g} to {high:+.3g} around it")
    tilt = np.zeros(len(targets))
    for _ in range(100):
        weight = np.exp(centred @ tilt - np.max(centred @ tilt))
        weight = weight if base is None else weight * base
        weight /= weight.sum()
        gap = weight @ centred
        if np.abs(gap).max() < TOLERANCE:
            return tilt
        spread = (centred * weight[:, None]).T @ centred - np.outer(gap, gap)
        step = np.linalg.lstsq(spread, gap, rcond=None)[0]
        tilt = tilt - step / max(1.0, float(np.abs(step).max()))
    raise InputError(
        f"margins {', '.join(names)} cannot be met together; the nearest is off by {gap.round(4).tolist()}"
    )


def fit() -> dict[str, tuple[float, float, float]]:
    """Tilts of both strata: members, elders, log of the largest weight."""
    parts = margins().composition
    published = {(row["margin"], row["stratum"]): float(row["value"]) for row in rows("published.csv") if row["value"]}
    luck = make_luck(POOL_SEED, 0)
    found = {}
    for s in (NEVER, REGISTERED):
        features = np.zeros((POOL, 2))
        pool(s, features, parts, luck)
        share = published["members of 60 and older", STRATA[s]]
        linear = np.column_stack((features[:, 0], features[:, 1] - share * features[:, 0]))
        names = (f"household size ({STRATA[s]})", f"members of 60 and older ({STRATA[s]})")
        size, old = raked(linear, np.array([published["household size", STRATA[s]], 0.0]), names)
        tilt = size - share * old, old
        found[STRATA[s]] = (*tilt, float((features @ np.array(tilt)).max()))
    return found


def main() -> None:
    """Write the tilts."""
    tilts = fit()
    with (FOLDER / "tilts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("stratum", "members", "elders", "largest"))
        for stratum, tilt in tilts.items():
            writer.writerow((stratum, *(f"{value:.6f}" for value in tilt)))


if __name__ == "__main__":
    main()
