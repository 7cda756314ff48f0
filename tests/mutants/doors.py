"""The doors through which files come in: how a good one is made, which of its files is spoilt, what is done with it.

What opens a door takes the file as a person would: everything that it says is asked for, nothing is simulated.
"""

import contextlib
import io
import json
import shutil
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from made_results import made_run
from made_studies import STUDY, written
from made_sweeps import FACTORS
from made_targets import noisy
from spoilers import Spoiler, bits, bombs, cells, encodings, json_values, keys, spoilt_tree, yaml_values
from tables import table_values

from sim.data import FOLDER
from sim.provenance import code_hash, run_id
from sim.scenario import Scenario
from sim.study.modeltarget import ModelTarget
from sim.study.study import MANIFEST as STUDY_MANIFEST

OWN = Path(__file__).parents[2] / "scenarios" / "own-data"
FACTS = ("counties.csv", "paths.csv", "margins.csv", "provinces.csv", "tilts.csv")
YAML: tuple[Spoiler, ...] = (yaml_values, keys, bombs, encodings, bits)
SCENARIO = """
title: A scenario that says something under every key
extends: base.yaml
policy_from: 2020-04
seed: 7
levers:
  fund_tilt_tilt: {2021-12: 1, 2023-01: {to: 2, over: 12}}
  local_jobs_dose: 1.5
behaviour: {illness_rate: 0.004}
events: {movement_stop: {2020-02: 0.6, 2020-05: 0}}
rules: {matching: ranked}
fund_closure: zero_sum
budget_closure: fixed_pool
outputs: [income_mean, relapse_rate]
"""
STAGED = STUDY.replace(
    "method: morris\nsamples: 4\n",
    "policies:\n  posts: {local_jobs_dose: 1.5}\n  tilt: {fund_tilt_tilt: 1.3}\nshares: {samples: 8, replicates: 3}\n"
    "screen: {samples: 4}\nthen: {samples: 16, may_drop: 0.2, at_most: 3}\n"
    "ranking: {samples: 5, by: {income: higher}}\n"
    "budget: {minutes: 60}\nstop: {half_width: 0.05, samples: 64}\nthresholds: {income: 9000}\n",
)


class Door(NamedTuple):
    """One kind of input.

    Attributes
    ----------
    name : what it is
    make : makes a good one in a folder; what is opened
    spoilt : which of its files are spoilt, as patterns
    spoilers : with what
    open : does with it what a person does
    verb : of the command line that opens it
    """

    name: str
    make: Callable[[Path], Path]
    spoilt: Sequence[str]
    spoilers: Sequence[Spoiler]
    open: Callable[[Path], object]
    verb: Sequence[str]


def scenario(folder: Path) -> Path:
    """A scenario beside the one that it extends."""
    path = written(folder).with_name("package.yaml")
    path.write_text(SCENARIO)
    return path


def open_scenario(path: Path) -> None:

    read = Scenario.load(path)
    told = json.loads(json.dumps(read.resolved(), allow_nan=False))
    again = Scenario.told(told)
    assert {**again.resolved(), "origins": {}} == {**read.resolved(), "origins": {}}, (
        "read again it is another scenario"
    )
    for month in (-1, 0, read.months - 1):
        read.levers_at(month), read.events_at(month)


def study_file(folder: Path) -> Path:
    """A study file with stages beside its scenarios."""
    return written(folder, STAGED)


def open_study_file(path: Path) -> None:
    from sim.study.cluster import Cluster
    from sim.study.studyfile import StudyFile

    read = StudyFile.load(path)
    if read.cluster:
        Cluster.of(read.cluster)
    for stage in read.stages:
        assert len(read.target(stage).identity) == 32


def run(folder: Path) -> Path:
    """The folder of a run."""
    return made_run(24).save(folder, figures=False)


def forged(luck: Random, content: bytes) -> bytes:
    """A manifest with other values whose id is right: whoever changes it on purpose can do that."""
    told = spoilt_tree(luck, json.loads(content))
    with contextlib.suppress(Exception):  # then it is as good as any
        told["run_id"] = run_id(told["resolved"], told["seed"], told["code"])
    return json.dumps(told).encode()


def open_run(folder: Path) -> None:
    from sim.results import Results
    from sim.screen import scorecard_json, scorecard_table, summary_json, summary_table

    path = folder / "indicators.parquet"
    results = Results.load(folder)
    with contextlib.redirect_stdout(io.StringIO()):
        summary_table(results)
        json.dumps(summary_json(results, folder), ensure_ascii=False).encode()
    for indicator in results:
        results[indicator]
    other = folder.parent / "saved"
    try:
        saved = results.save(other, figures=False)
        assert saved.parent == other and {*other.iterdir()} == {saved}, f"{path} was saved outside its folder"
    finally:
        shutil.rmtree(other, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()):
        scorecard_table(results)
        json.dumps(scorecard_json(results))


def study(folder: Path) -> Path:
    """The folder of a study of a function, with everything that may lie in it."""
    from sim.study.sweep import sweep

    made = sweep(noisy, FACTORS, method="morris", samples=6, replicates=2, out=folder / "study")
    root = made.folder
    ahead = {"runs": 9, "seconds": 1.0, "workers": 1, "memory": 1, "disk": 1}
    (root / "forecast.json").write_text(json.dumps({"before": {**ahead, "runs": 0}, "ahead": ahead}))
    told = {head: [{"say": f"no {head}"}] for head in ("came out", "drives", "flips", "rests")}
    policy = {"name": "tilt", "title": "A tilt"}
    told["compared"] = [{"say": "compared", "policy": policy, "other": policy}]
    said = {"study": "small", "title": "A small study", "facts": told}
    (root / "why.json").write_text(json.dumps(said))
    return root


def open_study(folder: Path) -> None:
    from sim.cli import studying
    from sim.study.folder import Stored
    from sim.study.study import open_study
    from sim.study.sweep import sweep

    opened = open_study(folder)
    assert len(opened.runs) == len(opened._plan)
    opened.outcomes, opened.series(), opened.failures, opened.indices
    opened.sql("select count(*) from runs")
    with contextlib.redirect_stdout(io.StringIO()):
        studying.status(Namespace(folder=folder, json=False))
        studying.status(Namespace(folder=folder, json=True))
        studying.why(Namespace(folder=folder, json=False, lang="en"))
    Stored(folder).changed  # noqa: B018
    sweep(noisy, FACTORS, method="morris", samples=6, replicates=2, out=folder)


def model_study(folder: Path) -> Path:
    """The folder of a study of the model with made-up numbers; nothing was simulated."""
    from sim.study.studyfile import StudyFile

    path = study(folder)
    file = StudyFile.load(written(folder))
    target = file.target(file.stages[0])
    manifest = json.loads((path / STUDY_MANIFEST).read_text())
    manifest["target"] = {"name": target.name, "identity": target.identity, "model": target.describe()}
    (path / STUDY_MANIFEST).write_text(json.dumps(manifest))
    for part in path.rglob("*/*.parquet"):
        pq.write_table(pq.read_table(part).replace_schema_metadata({"target": target.identity}), part)
    return path


def open_model_study(folder: Path) -> None:
    from sim.study.folder import Stored

    stored = Stored(folder)
    assert isinstance(stored.target, ModelTarget)
    assert isinstance(stored.changed, tuple) and len(stored.places) <= len(stored.ran)


def comparison(folder: Path) -> Path:
    """The folder of a comparison, with one table of it."""

    worlds = [Scenario.make(name=name, months=30).resolved() for name in ("base", "package")]
    told = {
        **{"schema": 1, "name": "package-against-base", "reference": "base", "policies": ["package"]},
        **{"differences": {"package": []}, "seeds": [1, 2], "failed": [{"seed": 3, "error": "ValueError: no"}]},
        **{"precision": None, "more_seeds": 0, "months_averaged": 12, "code": code_hash(), "versions": {"numpy": "2"}},
        "scenarios": worlds,
    }
    path = folder / "package-against-base"
    path.mkdir()
    (path / "comparison.json").write_text(json.dumps(told))
    return path


def open_comparison(folder: Path) -> None:
    from sim.study.comparison import Comparison

    read = Comparison.load(folder)
    read.words(), repr(read), len(read.failed)
    json.dumps({**read._about.versions, "seeds": read.seeds})
    assert (Path("results") / read.name).resolve().parent == Path("results").resolve()


def survey(folder: Path) -> Path:
    """A scenario with a survey's households and counties of its own."""
    shutil.copytree(OWN / "survey", folder / "survey")
    told = (OWN / "own-data.yaml").read_text().replace("extends: ../baseline.yaml\n", "")
    (folder / "own-data.yaml").write_text(told)
    return folder / "own-data.yaml"


def open_survey(path: Path) -> None:
    from sim.population.settings import counties_of
    from sim.population.survey import read_survey

    read = Scenario.load(path).population
    assert len(counties_of(read)) >= 4
    found = read_survey(read.own)
    assert np.isfinite(found.weight).all() and (found.weight > 0).all()


def facts(folder: Path) -> Path:
    """A scenario with facts of its own in place of published ones."""
    (folder / "facts").mkdir()
    for name in FACTS:
        shutil.copy(FOLDER / name, folder / "facts" / name)
    path = folder / "own-facts.yaml"
    path.write_text("months: 12\npopulation: {counties: 4, households: 20, facts: facts}\n")
    return path


def open_facts(path: Path) -> None:
    from sim.enacted import Calendar
    from sim.population.margins import margins
    from sim.population.settings import chosen_counties

    read = Scenario.load(path)
    own = read.population.own.facts
    codes = np.array(sorted({county.province for county in chosen_counties(read.population)}))
    margins(own)
    calendar = Calendar(read.start, read.events_at, own)
    for month in (-24, 0, 11):
        assert np.isfinite(calendar.month(month).price_level) and np.isfinite(calendar.pay_growth(month))
        assert (calendar.lines(month, codes) > 0).all()


DOORS = (
    Door("scenario file", scenario, ("package.yaml", "base.yaml"), YAML, open_scenario, ("check",)),
    Door("study file", study_file, ("small.yaml", "package.yaml"), YAML, open_study_file, ()),
    Door("run: run.json", run, ("run.json",), (json_values, forged, encodings, bits), open_run, ("scorecard",)),
    Door("run: indicators.parquet", run, ("indicators.parquet",), (table_values, bits), open_run, ("scorecard",)),
    Door("study: its JSON", study, ("*.json",), (json_values, encodings, bits), open_study, ("status",)),
    Door("study: plan.parquet", study, ("plan.parquet",), (table_values, bits), open_study, ("status",)),
    Door("study: its parts", study, ("*/*.parquet",), (table_values, bits), open_study, ("status",)),
    Door("study of the model", model_study, ("manifest.json",), (json_values,), open_model_study, ("status",)),
    Door("survey and counties", survey, ("survey/*",), (cells, encodings, bits), open_survey, ("check",)),
    Door("facts", facts, ("facts/*.csv",), (cells, encodings, bits), open_facts, ("check",)),
    Door("comparison", comparison, ("comparison.json",), (json_values, encodings, bits), open_comparison, ()),
)
