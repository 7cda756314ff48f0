"""The policies that a study decides between, made from two scenarios, and what their doses cost.

coalition   the scenario with the levers of some areas; those of the other areas are the reference's. The safeguards
            stay the scenario's in all of them: they are how the areas are delivered, not one of them
package     the scenario without one measure: its dose is 0, its other levers are the baseline's, and the doses of
            the others are multiplied by the one number with which as many yuan are planned
yuan        planned a year and registered person: pools of 2020-21 times doses, as the funding table splits them

Own money that counties add is not counted, for it follows the plan of 2020-21 and no dose.
"""

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from sim.behaviour import Behaviour
from sim.funding import FEN, base_units, eastern_share, gross_up, unit_cost
from sim.levers import Levers, by_measure
from sim.measures import AREAS, MEASURES
from sim.scenario import Scenario
from sim.sections import LEVERS
from sim.state.codes import COOPERATION_FUNDS
from sim.study.omission import NOTHING, Package, packages

SAFEGUARDS = "safeguards"
NONE = "none"
"""The coalition without any area."""


def players() -> tuple[str, ...]:
    """The areas without the safeguards."""
    return tuple(area for area in AREAS if area != SAFEGUARDS)


def coalitions(scenario: Scenario, reference: Scenario) -> dict[str, Scenario]:
    """A scenario of every coalition of areas, by the names of its areas.

    Parameters
    ----------
    scenario : whose levers an area brings in
    reference : whose levers hold for an area that is not there
    """
    found = {}
    for count in range(len(players()) + 1):
        for members in itertools.combinations(players(), count):
            absent = {clause for area in players() if area not in members for clause in AREAS[area]}
            levers = {name: path for name, path in scenario.levers.items() if LEVERS[name].clause not in absent}
            levers |= {name: path for name, path in reference.levers.items() if LEVERS[name].clause in absent}
            found[coalition(members)] = dataclasses.replace(scenario, levers=levers)
    return found


def coalition(members: Sequence[str]) -> str:
    """Name of the coalition of these areas, in their order."""
    return "+".join(members) or NONE


def without_one(scenario: Scenario) -> dict[str, Package]:
    """The whole package and the one without each measure, doses by the names of measures; at equal yuan.

    A measure whose yuan the doses of the others cannot spend within their range is not left out.
    """
    most = min(LEVERS[dose_lever(measure.name)].high for measure in MEASURES)
    return packages(doses(scenario), prices(scenario.behaviour_values()), most=most, skip=True)


def without_each(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario by the name of the measure that it lacks, at equal yuan; as it is by `NOTHING`."""
    return {item: package(scenario, item, asked) for item, asked in without_one(scenario).items()}


def package(scenario: Scenario, left_out: str, asked: Package) -> Scenario:
    """The scenario without one measure, the doses of the others as the package has them."""
    if left_out == NOTHING:
        return scenario
    clause = next(measure.clause for measure in MEASURES if measure.name == left_out)
    gone = {name: Levers._field_defaults[name] for name, lever in LEVERS.items() if lever.clause == clause}
    return scenario.with_overrides(gone | {dose_lever(name): dose for name, dose in asked.doses.items()})


def doses(scenario: Scenario) -> dict[str, float]:
    """Dose of each measure, in the last month."""
    values = by_measure(scenario.levers_at(scenario.months - 1))
    return {measure.name: float(values[measure.clause - 3, 0]) for measure in MEASURES}


def dose_lever(measure: str) -> str:
    """The lever that is the dose of a measure."""
    clause = next(one.clause for one in MEASURES if one.name == measure)
    return next(name for name, lever in LEVERS.items() if lever.clause == clause and name.endswith("_dose"))


def prices(behaviour: Behaviour) -> dict[str, float]:
    """Yuan a year and registered person that a dose of one of each measure plans; 0 where it takes staff-days alone.

    Of what the eastern transfer pays in another's pool the price is the transfer's, which its dose scales.
    """
    levers = Levers()
    shares = {measure.clause - 3: eastern_share(measure.clause - 3, levers) for measure in MEASURES}
    envelope = behaviour.eastern_aid_per_registered * FEN if COOPERATION_FUNDS in shares else 0.0
    found = {}
    for measure in MEASURES:
        m = measure.clause - 3
        pool = base_units(m, behaviour) * float(unit_cost(m, levers)) * gross_up(m, behaviour)
        home = pool - min(pool, envelope * shares[m])
        found[measure.name] = (envelope if m == COOPERATION_FUNDS else home) / FEN
    return found


def spent(scenario: Scenario, levers: Mapping[str, object]) -> dict[str, float]:
    """Prices by lever of the doses that are among these levers and cost something."""
    price = prices(scenario.behaviour_values())
    named = {dose_lever(name): yuan for name, yuan in price.items() if yuan > 0.0}
    return {lever: yuan for lever, yuan in named.items() if lever in levers}
