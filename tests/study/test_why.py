"""The half page says the numbers that it was handed, and says so where it was handed none."""

import numpy as np
import pandas as pd

from sim.study.confidence import wilson
from sim.study.discovery import Discovery, Finding
from sim.study.intervals import COLUMNS
from sim.study.region import Region
from sim.study.robustness import Question, robustness
from sim.study.why import Findings, why

EFFECTS = pd.DataFrame(
    [
        ("relapse_rate", "key", -0.012, -0.015, -0.009, 0.05, 0.038, "", 8),
        ("income", "other", 12.0, -20.0, 44.0, 9000.0, 9012.0, "yuan/person-year", 8),
    ],
    columns=["indicator", "group", "effect", "low", "high", "reference", "level", "unit", "seeds"],
)
INDICES = pd.DataFrame(
    [
        ("relapse", "mean", "growth", "", "ST", 0.61, 0.5, 0.72, "ok", 0),
        ("relapse", "mean", "network", "", "ST", 0.2, 0.1, 0.3, "ok", 0),
        ("relapse", "mean", "dummy", "", "ST", 0.9, 0.8, 1.0, "ok", 0),
        ("income", "mean", "growth", "", "ST", np.nan, np.nan, np.nan, "not estimable", 0),
    ],
    columns=COLUMNS,
)
FLIPS = pd.DataFrame(
    [("relapse", "growth", 0.031, 0.027, np.inf, "tilt", "even")],
    columns=["outcome", "along", "position", "low", "high", "below", "above"],
)
FINDING = Finding(Region({"network": (-np.inf, 0.4)}), wilson(88, 100), wilson(88, 120), wilson(100, 1000), {})
RUNS = pd.DataFrame(
    [("tilt", 0, 3.0), ("tilt", 1, 5.0), ("even", 0, 1.0), ("even", 1, 6.0)], columns=["policy", "scenario", "y"]
).assign(seed=1)


def test_half_a_page():
    told = why(
        Findings(
            policies=("tilt", "even"),
            effects=EFFECTS,
            indices=INDICES,
            robust={"y": robustness(RUNS, "y", Question("low"), resamples=5)},
            flips=FLIPS,
            discovery={"relapse": Discovery((FINDING,), wilson(120, 1000), {}, 1000, 1000, 0)},
            units={"growth": "per year"},
            names={"network": "help of kin in town"},
            grades={"growth": "read", "network": "assumption"},
        )
    )
    assert told.split("\n\n") == [
        "What was compared. tilt with even, under the same luck each of 8 times.",
        "What came out. relapse_rate (key) falls by 0.012 (effect -0.015 to -0.009), from 0.05 to 0.038. "
        "income (other): no effect can be told from chance; it lies between -20 and 44 yuan/person-year.",
        "What drives it. relapse: growth (ST 0.61, 0.5 to 0.72), then help of kin in town (ST 0.2, 0.1 to 0.3). "
        "income: not estimable with the runs that were made.",
        "When it flips. In relapse, tilt is preferred below and even above 0.031 per year of growth (0.027 to above "
        "what was tried). In relapse, tilt does not beat even in 12 % (10 to 14) of 1,000 situations that were not "
        "used to find what follows. Where help of kin in town is at most 0.4, it does not in 88 % (80 to 93). Such are "
        "10 % (8 to 12) of all situations, and 73 % (65 to 80) of those in which it does not beat it. In y, over 2 "
        "worlds tilt is ahead by percentile, cvar, maximin, undesirable deviation; even by mean, median, maximax, "
        "hurwicz, regret mean, regret max.",
        "What rests on assumption. Of 2 assumptions that decide, 1 without a source that was read: help of kin in town "
        "(assumption).",
    ]


def test_what_was_not_studied_is_said():
    told = why(Findings(policies=("tilt", "even"), effects=EFFECTS.head(0)))
    assert told.split("\n\n") == [
        "What was compared. tilt with even.",
        "What came out. Nothing was measured.",
        "What drives it. Not studied.",
        "When it flips. Not studied.",
        "What rests on assumption. Where the numbers come from was not handed in.",
    ]
