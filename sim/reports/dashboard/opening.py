"""What the dashboard opens with: a policy, and the baseline that it is held against under the same luck."""

import dataclasses
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from sim.dated import month_number
from sim.declare import did_you_mean
from sim.differences import shared_months
from sim.errors import InputError
from sim.model import Model
from sim.progress import bar
from sim.reports.dashboard.track import Track
from sim.scenario import Scenario
from sim.study.branch import LUCK, Block
from sim.study.folder import find
from sim.study.modeltarget import REFERENCE, ModelTarget

COUNTIES, HOUSEHOLDS = 40, 100
"""Of the small population that is played unless told otherwise: two worlds of it step five times a second."""
KEPT = 3
"""Seeds whose past is kept, so that a reset need not live through it again."""


class Opening:
    """Two scenarios, and their worlds in the month in which the policy begins.

    Parameters
    ----------
    policy : what is played
    baseline : what it is held against; the same people, behaviour and events
    source : where the policy is from, in a few words

    Attributes
    ----------
    first : months simulated before anybody can turn a lever: those before the policy
    """

    def __init__(self, policy: Scenario, baseline: Scenario, source: str) -> None:
        self.policy, self.baseline, self.source = policy, baseline, source
        policy_month = month_number(policy.policy_from) - month_number(policy.start)
        shared = shared_months(policy, baseline)
        self._is_shared = shared >= 0
        begins = min(policy_month, shared) if self._is_shared else policy_month
        self.first = max(0, min(begins, policy.months - 1))
        self._begun: OrderedDict[int, tuple[Track, Track]] = OrderedDict()
        self._lock = Lock()

    @property
    def people(self) -> str:
        """How many are simulated, in words."""
        counties, households = self.policy.population.counties, self.policy.population.households
        return f"{counties if isinstance(counties, int) else len(counties)} counties of {households} households"

    def worlds(self, seed: int) -> tuple[Track, Track]:
        """Policy and baseline in the first month that can be played, copies of the caller's own."""
        with self._lock:
            begun = self._begun.pop(seed, None) or self._lived(seed)
            self._begun[seed] = begun
            while len(self._begun) > KEPT:
                self._begun.popitem(last=False)
            policy, baseline = begun
            return policy.branch(self.policy), baseline.branch(self.baseline)

    def _lived(self, seed: int) -> tuple[Track, Track]:
        """Both worlds up to the first month that can be played; one, if till then they are the same."""
        baseline = begun(self.baseline, seed, self.first)
        return baseline if self._is_shared else begun(self.policy, seed, self.first), baseline


def begun(scenario: Scenario, seed: int, months: int) -> Track:
    """A world after so many months."""
    track = Track(Model(scenario, rng=seed))
    with bar("months before the policy", months) as tell:
        while track.model.month < months:
            track.step()
            tell(track.model.month)
    return track


def of_scenario(path: str | Path | None, *, counties: int | None, households: int | None, seed: int | None) -> Opening:
    """Play a scenario against the baseline: its own people, behaviour and events under the default levers.

    Parameters
    ----------
    path : scenario file; None is the baseline itself
    counties, households : of the population; None is the small one of the dashboard
    seed : key of all luck; None is the scenario's

    Raises
    ------
    InputError
        If the file or a number is not allowed.
    """
    scenario = Scenario.make(name="baseline", title="Baseline") if path is None else Scenario.load(path)
    people = {
        "counties": COUNTIES if counties is None else counties,
        "households": HOUSEHOLDS if households is None else households,
    }
    policy = scenario.replace(seed=seed, population=people)
    return Opening(policy, without_policy(policy), "the baseline" if path is None else str(path))


def of_run(folder: Path, run_id: str, world: str | None) -> Opening:
    """Play a run of a study, with its people, against the reference of the study, else against the baseline.

    Parameters
    ----------
    folder : of the study, or of one with stages
    run_id : name of the run, or how it begins
    world : which of its scenarios; None is the first

    Raises
    ------
    InputError
        If there is no such run or scenario, or it was not made by the model.
    """
    name, stored = find(folder, run_id)
    _, factors, seed = stored.point(name)
    target = stored.target
    if isinstance(target, ModelTarget):
        worlds = target.worlds(factors, seed)
        reference = worlds.pop(REFERENCE, None)
    elif isinstance(target, Block):
        luck = target.seed(int(factors[LUCK]))
        reference, *others = (scenario.replace(seed=luck) for scenario in target.scenarios)
        worlds = {scenario.name: scenario for scenario in others}
    else:
        raise InputError(f"{folder}: run {name} was not made by the model")
    asked = next(iter(worlds)) if world is None else world
    if asked not in worlds:
        raise InputError(f"--world {asked}: the run has {', '.join(worlds)}{did_you_mean(asked, worlds)}")
    policy = worlds[asked]
    if changed := stored.changed:
        source = f"run {name[:12]} of {folder}, made by other code ({len(changed)} files differ)"
    else:
        source = f"run {name[:12]} of {folder}"
    return Opening(policy, without_policy(policy) if reference is None else reference, source)


def without_policy(scenario: Scenario) -> Scenario:
    """The same people, behaviour and events under the default levers."""
    return dataclasses.replace(scenario, name="baseline", title="Baseline", levers={})
