"""A study file of the model itself, from the command line: dry run, slices, status, resume; workers; one table."""

import pytest
from conftest import until
from pandas.testing import assert_frame_equal

import sim
from sim.cli import main

pytestmark = [pytest.mark.slurm, pytest.mark.nightly]

SCENARIO = """
title: A small world
months: 4
population: {counties: 4, households: 20}
"""
STUDY = """
title: A small study
scenario: base.yaml
factors:
  behaviour: {illness_rate: declared}
outcomes:
  income: {indicator: income_mean, group: key}
method: morris
samples: 4
cluster: {jobs: 2, mem: 1500M, time: 50}
"""


def test_command_line(lab, shared, capsys):
    (shared / "base.yaml").write_text(SCENARIO)
    study = shared / "study.yaml"
    study.write_text(STUDY)
    words = ["sweep", str(study), "--out"]
    for name in ("slices", "workers", "local"):
        (shared / name).mkdir()
    assert main([*words, str(shared / "slices"), "--on", "slurm-array", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert (
        "16 runs to be made" in told
        and " slices in " in told
        and "#SBATCH --mem=1500M" in told
        and "-m sim.study.slices" in told
    )
    assert main([*words, str(shared / "slices"), "--on", "slurm-array"]) == 0
    assert "16 runs are with Slurm" in capsys.readouterr().out
    lab.scancel_all()
    until(lambda: not lab.queue())
    assert main(["resume", str(shared / "slices")]) == 0
    assert "16 runs are with Slurm" in capsys.readouterr().out
    until(lambda: not lab.queue(), patience=3000)  # all kernels are compiled where the node has none
    assert main(["status", str(shared / "slices")]) == 0
    told = capsys.readouterr().out
    assert "24 of 24 runs done, 0 failed" in told
    assert "last submission was to take 16 runs, " in told and "and has taken so far        16 runs, " in told
    assert main([*words, str(shared / "workers"), "--on", "slurm"]) == 0
    told = capsys.readouterr().err
    assert "forecast: 16 runs, " in told
    assert "limits: about 2 jobs of workers, 2 at a time, time limit 50; longest run " in told
    assert "study: last submission was to take 16 runs, " in told
    assert "study: and has taken so far        16 runs, " in told
    assert main([*words, str(shared / "local"), "--on", "local"]) == 0
    tables = [folder.parent for folder in shared.rglob("plan.parquet")]
    assert len(tables) == 3
    one, *others = [sim.open_study(folder).runs.drop(columns=["seconds", "memory"]) for folder in tables]
    for other in others:
        assert_frame_equal(one, other, check_exact=True)
