"""Which people are simulated: the counties and how many households of each, made up or from one's own data."""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from sim.data import FOLDER
from sim.declare import nearest
from sim.errors import InputError
from sim.population.places import FEWEST_COUNTIES, County, all_counties, own_counties
from sim.stored import not_allowed

FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 20, 200_000
OF_A_KIND = 2
"""Counties of each kind that every sampled province has at least."""
SYNTHETIC, MICRODATA = "synthetic", "microdata"
SAMPLE, FULL = "sample", "full"
RAKED, GIVEN = "raked", "given"


class OwnData(NamedTuple):
    """A researcher's own files; empty where there is none.

    Attributes
    ----------
    households, persons : tables of a survey, in the columns of `sim.population.fields`
    mapping : file that says which columns and codes of theirs these are
    weights : "raked" to the margins of synthetic people, "given" as they are, or a file of other margins
    counties : file of counties, all of which are simulated
    facts : folder of files that take the place of those of `sim/data`
    digest : hash of the bytes of all of them
    """

    households: str = ""
    persons: str = ""
    mapping: str = ""
    weights: str = RAKED
    counties: str = ""
    facts: str = ""
    digest: str = ""


class Population(NamedTuple):
    """The simulated people.

    Attributes
    ----------
    source : "synthetic": made from published margins; "microdata": drawn from a survey's households
    counties : how many counties, or their ids; of a file of counties all
    households : households of each county
    seed : key of the draws of who they are; None is the run's, so that each seed has people of its own
    own : one's own files
    scale : "sample": so many households of each county, weighted; "full": every registered person of each county, one
        to one, and nobody else
    """

    source: str = SYNTHETIC
    counties: int | tuple[str, ...] = 40
    households: int = 500
    seed: int | None = None
    own: OwnData = OwnData()
    scale: str = SAMPLE


def as_written(population: Population) -> dict[str, Any]:
    """A population as a scenario file has it."""
    source, counties, households, seed, own, scale = population
    told: dict[str, Any] = {"source": source, "counties": list(counties) if isinstance(counties, tuple) else counties}
    if own.counties:
        told["counties"] = own.counties
    if source == MICRODATA:
        told |= {"households": own.households, "persons": own.persons, "weights": own.weights, "per_county": households}
        told |= {"mapping": own.mapping} if own.mapping else {}
    elif scale == FULL:
        told["scale"] = scale
    else:
        told["households"] = households
    told |= {} if seed is None else {"seed": seed}
    return told | ({"facts": own.facts} if own.facts else {}) | ({"digest": own.digest} if own.digest else {})


def digest_of(own: OwnData) -> str:
    """Hash of the bytes of one's own files, empty without any.

    Raises
    ------
    InputError
        If one of them is not there.
    """
    margins = own.weights if own.weights not in (RAKED, GIVEN) else ""
    named = [name for name in (own.households, own.persons, own.mapping, margins, own.counties) if name]
    paths = [Path(name) for name in named]
    if own.facts:
        paths += sorted(path for path in Path(own.facts).glob("*.csv") if (FOLDER / path.name).is_file())
    if not paths:
        return ""
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        try:
            if path.exists() and not path.is_file():
                raise InputError(f"{path}: is a folder or a device, not a file")
            content = path.read_bytes()
        except PermissionError:
            raise not_allowed(path) from None
        except OSError as problem:
            near = nearest(path.name, [other.name for other in path.parent.glob("*")])
            hint = f"; did you mean {near!r}?" if near else ""
            raise InputError(f"{path}: cannot be read: {problem.strerror}{hint}") from None
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()


def counties_of(population: Population) -> tuple[County, ...]:
    """All counties that there are, by code: the 462, or those of one's own file."""
    own = population.own
    return own_counties(own.counties, own.digest) if own.counties else all_counties(own.facts)


def chosen_counties(population: Population) -> tuple[County, ...]:
    """The counties to simulate, by code, in whatever order they were named.

    A number draws them: two key and two other counties of every province, the provinces with most registered people
    in key counties first; what is left goes to province and kind in proportion to registered people.

    Raises
    ------
    InputError
        If the source, a county, the number of counties or of households is not allowed.
    """
    if population.source not in (SYNTHETIC, MICRODATA):
        raise InputError(f"population source is {population.source!r}; allowed is {SYNTHETIC!r} or {MICRODATA!r}")
    check_whole("households", population.households, FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS)
    everyone = counties_of(population)
    if population.own.counties:
        return everyone
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
