"""Runs, sweeps of the model, calibrations and pages are killed at random moments and begun again.

Nothing that was done is lost, nothing stands twice, no half file is taken for a whole one, nothing is left over.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_results import made_run
from made_studies import written
from made_sweeps import rows

import sim
from sim.errors import InputError
from sim.study.study import open_study

pytestmark = pytest.mark.nightly
KILLS = 50
"""Of each kind, one half of them kill -9, the other SIGTERM."""

TIMES = ("seconds", "memory")
SCENARIO = "name: small\ntitle: A small run\nmonths: 6\npopulation: {counties: 4, households: 20}\n"


class Forked:
    """The process that jobs are forked from, and the job under way."""

    def __init__(self):
        command = [sys.executable, "-W", "error", str(Path(__file__).with_name("forked.py"))]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, job):
        """Begin a job; the number of its process."""
        self._server.stdin.write(json.dumps(job) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def ended(self):
        """How it ended."""
        return int(self._server.stdout.readline())

    def whole(self, job):
        """Let a job end by itself; the seconds that it took."""
        began = time.monotonic()
        self.start(job)
        assert self.ended() == 0
        return time.monotonic() - began

    def killed(self, job, wait, number):
        """Kill a job some seconds after it began; whether it was still alive."""
        process = self.start(job)
        time.sleep(wait)
        with contextlib.suppress(ProcessLookupError):  # it is over
            os.kill(process, number)
        code = self.ended()
        assert code in (0, -number, 128 + number), code
        return code != 0

    def close(self):
        self._server.stdin.close()
        self._server.wait(timeout=60)


@pytest.fixture(scope="module")
def forked():
    server = Forked()
    yield server
    server.close()


def survive(forked, tally, kind, job_in, sound, room, seed):
    """Kill a job, begin it again, until it has been killed often enough; each time it ends it is begun elsewhere.

    Parameters
    ----------
    job_in : the job that does its work in a folder
    sound : what is in a folder and counts, {name: content}; refuses what is half, or stands twice
    """
    luck = random.Random(seed)
    for folder in ("warm", "whole"):  # the first one loads and compiles
        (room / folder).mkdir()
        usual = forked.whole(job_in(room / folder))
    expected = sound(room / "whole")
    kills, lives = 0, 0
    while kills < KILLS:
        folder = room / f"life-{lives}"
        folder.mkdir()
        lives, before = lives + 1, {}
        while kills < KILLS and before != expected:
            number = (signal.SIGKILL, signal.SIGTERM)[kills % 2]
            was_alive = forked.killed(job_in(folder), luck.uniform(0.0, usual), number)
            tally("faults", kind, was_alive, 0)
            there = sound(folder)
            assert before.items() <= there.items() <= expected.items()
            tally("faults", kind, 0, was_alive)
            kills, before = kills + was_alive, there
        forked.whole(job_in(folder))
        assert sound(folder) == expected
        assert not list(folder.rglob("*.tmp"))
    return lives


def test_runs(forked, tally, tmp_path):
    (tmp_path / "small.yaml").write_text(SCENARIO)

    def job(folder):
        return ["main", "run", str(tmp_path / "small.yaml"), "--out", str(folder)]

    def sound(folder):
        found = {}
        for run in (path for path in folder.iterdir() if path.suffix != ".tmp"):
            found[run.name] = sim.Results.load(run).indicators.to_json(orient="records")
            found |= {path.name: path.read_bytes() for path in run.iterdir() if path.suffix != ".json"}
        return found

    survive(forked, tally, "kill -9 and SIGTERM of a run", job, sound, tmp_path, 1)


def test_sweeps_of_the_model(forked, tally, tmp_path):
    study = written(tmp_path)

    def job(folder):
        return ["main", "sweep", str(study), "--on", "serial", "--out", str(folder)]

    def sound(folder):
        if not (folder / "manifest.json").exists():
            return {}
        names = [name for name, _ in rows(folder)]
        assert len(names) == len(set(names))
        runs = open_study(folder).runs.drop_duplicates("run_id")
        done = runs[runs["status"] != "pending"].drop(columns=[*TIMES, "row", "block", "replicate", "role"])
        return {row["run_id"]: json.dumps(row, default=str) for row in done.to_dict("records")}

    survive(forked, tally, "kill -9 and SIGTERM of a sweep of the model", job, sound, tmp_path, 2)


def test_calibrations(forked, tally, tmp_path):
    def job(folder):
        return ["calibration", str(folder)]

    def sound(folder):
        names = rows(folder / "runs")
        assert len(names) == len(set(names))
        files = {path.name: path.read_text() for path in folder.glob("*.csv")}
        return files | dict(names)

    survive(forked, tally, "kill -9 and SIGTERM of a calibration", job, sound, tmp_path, 3)


def test_pages(forked, tally, tmp_path):
    run = made_run(24).save(tmp_path / "runs", figures=False)

    def job(folder):
        return ["main", "report", str(run), "-o", str(folder / "page.html")]

    def sound(folder):
        return {path.name: path.read_text() for path in folder.glob("*.html")}

    survive(forked, tally, "kill -9 and SIGTERM of a report", job, sound, tmp_path, 4)


def test_half_a_run_is_none(tmp_path):
    """What the checks above rely on: a torn table is refused."""
    run = made_run(24).save(tmp_path, figures=False)
    table = run / "indicators.parquet"
    table.write_bytes(table.read_bytes()[:-40])
    with pytest.raises(InputError):
        sim.Results.load(run)
