"""What studies could have found, for those that tell it."""

import numpy as np
import pandas as pd

from sim.study.confidence import wilson
from sim.study.discovery import Discovery, Finding
from sim.study.intervals import COLUMNS
from sim.study.region import Region
from sim.study.robustness import Question, robustness
from sim.study.why import Findings

EFFECTS = pd.DataFrame(
    [
        ("relapse", "tilt", -0.012, -0.015, -0.009, 0.05, 0.038),
        ("income", "tilt", 12.0, -20.0, 44.0, 9000.0, 9012.0),
        ("relapse", "safeguards", -0.002, np.nan, np.nan, 0.05, 0.048),
    ],
    columns=["outcome", "policy", "effect", "low", "high", "reference", "level"],
)
OUTCOMES = {
    "relapse": {"indicator": "relapse_rate", "group_kind": "county_type", "group": "key", "unit": "share"},
    "income": {"indicator": "income_mean", "group_kind": "county_type", "group": "other", "unit": "yuan/year"},
}
INDICES = pd.DataFrame(
    [
        ("relapse", "mean", "growth", "", "ST", 0.61, 0.5, 0.72, "ok", 0),
        ("relapse", "mean", "idle_share", "", "ST", 0.2, 0.1, 0.3, "ok", 0),
        ("relapse", "mean", "dummy", "", "ST", 0.9, 0.8, 1.0, "ok", 0),
        ("income", "mean", "growth", "", "ST", np.nan, np.nan, np.nan, "not estimable", 0),
    ],
    columns=COLUMNS,
)
FLIPS = pd.DataFrame(
    [("relapse", "growth", 0.031, 0.027, np.inf, "tilt", "even")],
    columns=["outcome", "along", "position", "low", "high", "below", "above"],
)
FINDING = Finding(Region({"idle_share": (-np.inf, 0.1)}), wilson(88, 100), wilson(88, 120), wilson(100, 1000), {})
RUNS = pd.DataFrame(
    [("tilt", 0, 3.0), ("tilt", 1, 5.0), ("even", 0, 1.0), ("even", 1, 6.0)], columns=["policy", "scenario", "y"]
).assign(seed=1)
SIZE = {"counties": 20, "households": 100, "months": 48, "start": "2020-01", "policy_from": "2021-12", "times": 8}


def made(**given):
    """Findings with a bit of everything, and what is given."""
    settings = {
        "effects": EFFECTS,
        "size": {**SIZE, "worlds": 0},
        "outcomes": OUTCOMES,
        "titles": {"tilt": "The tilt"},
        "indices": INDICES,
        "chance": {"income": (0.8, 0.6, 1.0)},
        "robust": {"y": robustness(RUNS, "y", Question("low"), resamples=5)},
        "flips": FLIPS,
        "discovery": {
            "relapse": Discovery((FINDING,), wilson(120, 1000), {}, 1000, 1000, 0),
            "income": Discovery((), wilson(30, 100), {"growth": 0.4}, 100, 100, 0),
        },
        "detectable": {"income": 0.9},
        "units": {"growth": "ratio", "idle_share": "share"},
        "grades": {"growth": "read", "idle_share": "assumption"},
    }
    return Findings(policies=("tilt", "even"), **settings | given)
