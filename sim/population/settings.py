"""Which people are simulated: the counties and how many households of each."""

from typing import NamedTuple

from sim.data import rows
from sim.declare import nearest
from sim.errors import InputError

FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 20, 200_000
FEWEST_COUNTIES = 4
OF_A_KIND = 2
"""Counties of each kind that every sampled province has at least."""
SYNTHETIC = "synthetic"


class Population(NamedTuple):
    """The simulated people.

    Attributes
    ----------
    source : "synthetic": made from published margins
    counties : how many counties, or their ids
    households : households of each county
    seed : key of the draws of who they are; None is the run's, so that each seed has people of its own
    """

    source: str = SYNTHETIC
    counties: int | tuple[str, ...] = 40
    households: int = 500
    seed: int | None = None


class County(NamedTuple):
    """One of the 462 alleviated counties, as `counties.csv` has it."""

    id: str
    code: int
    province: int
    is_key: bool
    is_provincial_key: bool
    registered_people: float
    registered_share: float
    remoteness: float
    local_jobs: float
    draw: float


def all_counties() -> tuple[County, ...]:
    """The 462 counties, by code."""
    counties = [
        County(
            row["id"],
            int(row["code"]),
            int(row["province"]),
            row["is_key"] == "1",
            row["is_provincial_key"] == "1",
            float(row["registered_people"]),
            float(row["registered_share"]),
            float(row["remoteness"]),
            float(row["local_jobs"]),
            float(row["draw"]),
        )
        for row in rows("counties.csv")
    ]
    return tuple(sorted(counties, key=lambda county: county.code))


def chosen_counties(population: Population) -> tuple[County, ...]:
    """The counties to simulate, by code, in whatever order they were named.

    A number draws them: two key and two other counties of every province, the provinces with most registered people
    in key counties first; what is left goes to province and kind in proportion to registered people.

    Raises
    ------
    InputError
        If the source, a county, the number of counties or of households is not allowed.
    """
    if population.source != SYNTHETIC:
        raise InputError(f"population source is {population.source!r}; allowed is {SYNTHETIC!r}")
    check_whole("households", population.households, FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS)
    everyone = all_counties()
    if isinstance(population.counties, tuple):
        chosen = named(everyone, population.counties)
    else:
        check_whole("counties", population.counties, FEWEST_COUNTIES, len(everyone))
        chosen = drawn(everyone, population.counties)
    return tuple(sorted(chosen, key=lambda county: county.code))


def check_whole(name: str, value: object, low: int, high: int) -> None:
    """Refuse what is no whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{name} is {value!r}; allowed is a whole number from {low} to {high}")


def named(everyone: tuple[County, ...], names: tuple[str, ...]) -> list[County]:
    """The counties of these ids."""
    by_id = {county.id: county for county in everyone}
    for i, name in enumerate(names):
        if name not in by_id:
            near = nearest(str(name), by_id)
            raise InputError(f"counties: {name!r} is no county" + (f"; did you mean {near!r}?" if near else ""))
        if name in names[:i]:
            raise InputError(f"counties: {name!r} is named twice")
    if len(names) < FEWEST_COUNTIES:
        raise InputError(f"counties: found {len(names)}; allowed is {FEWEST_COUNTIES} to {len(everyone)}")
    return [by_id[name] for name in names]


def drawn(everyone: tuple[County, ...], count: int) -> list[County]:
    """A sample of `count` counties, each larger one containing the smaller."""
    strata: dict[tuple[int, bool], list[County]] = {}
    for county in sorted(everyone, key=lambda county: county.draw):
        strata.setdefault((county.province, county.is_key), []).append(county)
    people = {stratum: sum(county.registered_people for county in counties) for stratum, counties in strata.items()}
    provinces = sorted({county.province for county in everyone}, key=lambda province: -people[province, True])
    sampled = provinces[: max(1, count // (2 * OF_A_KIND))]
    taken = {(province, is_key): OF_A_KIND for province in sampled for is_key in (True, False)}
    while sum(taken.values()) < count:
        open_strata = [stratum for stratum in sorted(taken) if taken[stratum] < len(strata[stratum])]
        neediest = max(open_strata, key=lambda stratum: people[stratum] / taken[stratum])
        taken[neediest] += 1
    return [county for stratum, number in taken.items() for county in strata[stratum][:number]]
