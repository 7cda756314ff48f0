"""Make a run again and tell one household's life in it, and what parts it from its life in another."""

from pathlib import Path

import numpy as np

from sim.errors import EnvironmentProblem, InputError
from sim.lives.life import Life
from sim.lives.parting import TwoLives
from sim.lives.record import Value
from sim.lives.watched import Watched
from sim.progress import bar
from sim.provenance import code_hash, versions
from sim.results import Results
from sim.runner import table_of
from sim.scenario import Scenario
from sim.store import tidy

BORN_LATER = 47
"""Bit that permanent ids have of whom and what came after the first month (`sim.numeric.hashed_id`)."""


def explain(
    results: Results | str | Path,
    household: int,
    *,
    against: Results | str | Path | None = None,
) -> Life | TwoLives:
    """Tell one household's life in a saved run, or two lives of it under the same luck.

    The run is made again with the household watched, and must come out as it was saved, to the last bit.

    Parameters
    ----------
    results : a run, or its folder
    household : permanent id; `sim.lives.listing.households` lists some
    against : another run with the same people and seed, or its folder

    Returns
    -------
    Life, or TwoLives if `against` is given

    Raises
    ------
    InputError
        If there is no such household, a run was made by other code, or the two have other people or another seed.
    EnvironmentProblem
        If a run does not come out as it was saved, which other versions of numpy or numba can cause.
    """
    ours = opened(results)
    if against is None:
        return lived(ours, household)
    other = opened(against)
    alike(ours, other)
    return TwoLives(lived(ours, household), lived(other, household))


def opened(results: Results | str | Path) -> Results:
    """A run that this code has made.

    Raises
    ------
    InputError
        If it is no run, or other code has made it.
    """
    found = results if isinstance(results, Results) else Results.load(results)
    if found.provenance.code != code_hash():
        raise InputError(
            f"{place_of(found)}: made by other code ({found.provenance.code[:8]}, here {code_hash()[:8]}), with which "
            "its households live other lives; run its scenario again and explain that"
        )
    return found


def alike(ours: Results, other: Results) -> None:
    """Refuse two runs in which a household is not the same one with the same luck.

    Raises
    ------
    InputError
        If people, first month or seed differ.
    """
    for name in ("population", "start"):
        mine, its = ours.resolved[name], other.resolved[name]
        if mine != its:
            raise InputError(
                f"{place_of(other)}: {name} is {its}, but {mine} in {place_of(ours)}; lives can be told against each "
                f"other only with the same {name}"
            )
    if ours.seed != other.seed:
        raise InputError(
            f"{place_of(other)}: seed is {other.seed}, but {ours.seed} in {place_of(ours)}; with other luck "
            f"everything differs; run one of them again with --seed {ours.seed}"
        )


def lived(results: Results, household: int) -> Life:
    """The life of a household in a run, which is made again.

    Raises
    ------
    InputError
        If there is no such household.
    EnvironmentProblem
        If the run does not come out as it was saved.
    """
    resolved = {key: value for key, value in results.resolved.items() if key != "origins"}
    scenario = Scenario.make(**resolved).replace(seed=results.seed)
    model = Watched(scenario, rng=results.seed)
    place = place_of(results)
    home = home_of(model, household, place)
    watch = model.follow(household)
    facts: dict[str, Value] = {}
    with bar(f"months of {scenario.name} made again", scenario.months) as told:
        while model.running:
            model.step()
            facts = facts or facts_of(model)
            told(model.month)
    if not tidy(table_of(model, scenario)).equals(results.indicators):
        made = results.provenance.versions
        raise EnvironmentProblem(
            f"{place}: made again, its numbers differ (made with {made}, now {versions()}), so that this would be "
            "another life"
        )
    if not watch.records:
        raise InputError(f"household {household}: nobody founds it in {place}{home}; {how_to_list(place)}")
    return Life.of(results, watch, facts)


def home_of(model: Watched, household: int, place: str) -> str:
    """Refuse an id that no household has or can come to have; return of whom it is a member as yet, if it is.

    Raises
    ------
    InputError
        If it is nobody's; the message names the nearest household.
    """
    households, persons = model.world.households, model.world.persons
    if (households.id == household).any() or int(household) >> BORN_LATER & 1:
        return ""
    member = np.flatnonzero(persons.id == household)
    if len(member):
        return f"; person {household} is a member of household {int(households.id[persons.household[member[0]]])}"
    nearest = int(households.id[np.argmin(np.abs(households.id - household))])
    raise InputError(f"household {household}: not in {place}; the nearest is {nearest}; {how_to_list(place)}")


def facts_of(model: Watched) -> dict[str, Value]:
    """What a household is and where it lives; nothing as long as it does not exist."""
    h = model.row()
    if h is None:
        return {}
    world = model.world
    county = int(world.villages.county[world.households.village[h]])
    return {
        "county": int(world.counties.code[county]),
        "province": model.province_of(county),
        "is_in_key_county": bool(world.counties.is_key[county]),
        "is_registered": bool(world.households.is_registered[h]),
        "is_relocated": bool(world.households.is_relocated[h]),
        "land": float(world.households.land[h]),
    }


def how_to_list(place: str) -> str:
    """How to find households."""
    return f"`tiltsim explain {place}` lists some to look at"


def place_of(results: Results) -> str:
    """How a run is spoken of: its folder's name."""
    return f"{results.resolved['name']}-{results.run_id}"
