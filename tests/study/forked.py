"""Public verbs in processes that can be killed, each forked from this one, in which all is loaded: `python forked.py`.

Reads one job a line, as JSON: what to do, and its words. Answers with a line when it runs, the number of its process,
and with a line when it is over: its exit code, or the signal that ended it, as a negative number.
"""

import json
import os
import sys
import warnings
from pathlib import Path

import numpy as np
from made_targets import noisy

from sim.calibration.calibration import calibrate
from sim.calibration.effort import Effort
from sim.calibration.history import Aims
from sim.calibration.written import save
from sim.cli import main
from sim.study.execution import Stopped

EFFORT = Effort(points=40, replicates=1, waves=1, members=8, truths=0)
AIMS = Aims(("level", "off"), np.array([1.0, 0.4]), np.diag([0.5, 0.5]))


def moments(factors, seed):
    told = noisy({"x": factors["a"] / 2, "n": 0, "rule": "a"}, seed)
    return {"level": factors["a"] + 0.01 * told["level"], "off": factors["b"]}


def calibrated(folder):
    """A calibration with everything that it leaves behind."""
    priors = {"a": (0.0, 1.0), "b": (0.0, 1.0)}
    try:
        found = calibrate(moments, priors, AIMS, effort=EFFORT, out=Path(folder) / "runs")
    except Stopped as stop:
        return stop.code
    save(found, Path(folder), "small")
    return 0


def made(job):
    what, *words = job
    return calibrated(*words) if what == "calibration" else main(words)


def serve():
    for line in sys.stdin:
        job = json.loads(line)
        process = os.fork()
        if process == 0:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os._exit(made(job))
        print(process, flush=True)  # noqa: T201
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(code, flush=True)  # noqa: T201


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # of fork beside threads
    serve()
