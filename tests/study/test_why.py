"""The facts hold the numbers that were handed in, and say so where none was."""

import json

import numpy as np
import pandas as pd
from made_findings import made

from sim.study.why import HEADS, Findings, facts


def test_facts_hold_what_was_found():
    told = facts(made())
    assert [*told] == [*HEADS]
    effect = told["came out"][0]
    assert effect["outcome"]["indicator"] == "relapse_rate" and effect["effect"] == -0.012 and effect["high"] == -0.009
    growth, network = next(one for one in told["drives"] if one["say"] == "indices")["factors"]
    assert (growth["name"], growth["value"], network["name"]) == ("growth", 0.61, "idle_share")
    assert [one["say"] for one in told["flips"]] == ["turn", "fails", "region", "fails", "none decides", "ahead"]
    turn = told["flips"][0]
    assert turn["high"] is None and turn["is_sure"] and turn["assumption"] == {"name": "growth", "unit": "ratio"}
    region = told["flips"][2]
    assert region["limits"] == [{"name": "idle_share", "unit": "share", "low": None, "high": 0.1}]
    assert region["density"]["value"] == 0.88
    ahead = told["flips"][-1]
    assert {one["robust"] for one in ahead["first"]} == {"percentile", "cvar", "maximin", "undesirable_deviation"}
    grades, decisive = told["rests"]
    assert grades["grades"] == {"read": 1, "assumption": 1}
    assert (
        decisive["weak"] == [{"name": "idle_share", "unit": "share", "grade": "assumption"}] and decisive["count"] == 2
    )


def test_facts_are_plain_json():
    text = json.dumps(facts(made()), allow_nan=False)
    assert json.loads(text) == facts(made())


def test_what_was_not_studied_is_said():
    told = facts(Findings(policies=("tilt", "even"), effects=pd.DataFrame({"outcome": [], "policy": []})))
    assert [[one["say"] for one in part] for part in told.values()] == [
        ["compared"], ["no came out"], ["no drives"], ["no flips"], ["no rests"],
    ]  # fmt: skip


def test_what_the_areas_share_and_the_measures_lose():
    from sim.study.attribution import attribute

    rng = np.random.default_rng(1)
    rows = [
        {"employment": one, "skills": other, "seed": seed, "relapse": 3.0 * one + one * other + rng.normal(0, 0.01)}
        for one in (False, True)
        for other in (False, True)
        for seed in range(6)
    ]
    columns = ["outcome", "item", "value", "low", "high"]
    lost = [("relapse", "local_jobs", -0.02, -0.03, -0.01), ("relapse", "job_service", 0.01, -0.01, 0.03)]
    lost.append(("relapse", "title_evaluation", np.nan, np.nan, np.nan))
    given = {"attribution": attribute(pd.DataFrame(rows), ["employment", "skills"], ["relapse"])}
    told = facts(made(**given, omission=pd.DataFrame(lost, columns=columns)))["drives"]
    shares, missed, chance = told[:3]
    assert [one["area"] for one in shares["areas"]] == ["employment", "skills"]
    assert shares["pairs"][0]["partner"] == "skills"
    assert [one["measure"] for one in missed["measures"]] == ["local_jobs"] and chance["count"] == 2
