"""tiltsim: a policy laboratory.

>>> import sim
>>> results = sim.run("scenarios/opinion-2021.yaml", seed=7)  # doctest: +SKIP
>>> results["relapse_rate"]["county_type"]                    # doctest: +SKIP
"""

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.behaviour import Behaviour
    from sim.calibration.calibration import calibrate
    from sim.errors import InputError
    from sim.futures import risk
    from sim.levers import Levers
    from sim.lives.explain import explain
    from sim.model import Model
    from sim.reports.report import report
    from sim.results import Results
    from sim.runner import run
    from sim.scenario import Scenario
    from sim.study.compare import compare
    from sim.study.study import open_study
    from sim.study.sweep import sweep

    __version__: str

_HOMES = {
    "Behaviour": "sim.behaviour",
    "InputError": "sim.errors",
    "Levers": "sim.levers",
    "Model": "sim.model",
    "Results": "sim.results",
    "Scenario": "sim.scenario",
    "calibrate": "sim.calibration.calibration",
    "compare": "sim.study.compare",
    "explain": "sim.lives.explain",
    "open_study": "sim.study.study",
    "report": "sim.reports.report",
    "risk": "sim.futures",
    "run": "sim.runner",
    "sweep": "sim.study.sweep",
}
"""Module of each public name; imported when it is first asked for, so that a question about levers takes no second."""

__all__ = [
    "Behaviour",
    "InputError",
    "Levers",
    "Model",
    "Results",
    "Scenario",
    "calibrate",
    "compare",
    "explain",
    "open_study",
    "report",
    "risk",
    "run",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Import a public name."""
    if name == "__version__":
        return metadata.version("tiltsim")
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Public names."""
    return sorted([*__all__, "__version__"])
